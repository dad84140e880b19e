//! The demo that answers when nothing is mounted.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{Request, Sidemock};

#[test]
fn everything_the_index_names_can_be_tried() {
    let server = Sidemock::new().start();
    let index = server.get("/").json();
    for line in index["try"].as_array().expect("a list") {
        let (method, target) = line.as_str().and_then(|line| line.split_once(' ')).expect("method and path");
        let mut request = Request::new(method, target);
        if method == "POST" {
            request = request.header("Authorization", "me").json(&json!({"items": [1]}));
        }
        let reply = server.send(&request);
        assert!(reply.status < 400 || target == "/flaky", "{line}: {reply:?}");
    }
}

#[test]
fn a_client_that_tries_again_gets_through_the_flaky_route() {
    let server = Sidemock::new().start();
    let statuses: Vec<u16> = (0..4).map(|_| server.get("/flaky").status).collect();
    assert_eq!(statuses, [503, 503, 200, 200]);
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    assert_eq!(server.get("/flaky").header("retry-after"), Some("1"));
}

#[test]
fn the_lottery_goes_round() {
    let server = Sidemock::new().start();
    let prizes: Vec<_> = (0..6).map(|_| server.get("/lottery").json()["prize"].clone()).collect();
    assert_eq!(prizes[..3], prizes[3..]);
    assert_eq!(prizes[..3].iter().map(ToString::to_string).collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn customers_are_made_up_and_a_seed_makes_them_the_same() {
    let customers = |seed: &str| {
        let server = Sidemock::new().var("MOCKOON_FAKER_SEED", seed).start();
        server.get("/customers").json()
    };
    let first = customers("1");
    assert_eq!(first.as_array().map(Vec::len), Some(3));
    assert!(first[0]["email"].as_str().is_some_and(|email| email.contains('@')), "{first}");
    assert_eq!(first, customers("1"));
    assert_ne!(first, customers("2"));
}

#[test]
fn checkout_judges_headers_and_body() {
    let server = Sidemock::new().start();
    let checkout = |body: &serde_json::Value| {
        let reply = server.send(&Request::new("POST", "/checkout").header("Authorization", "me").json(body));
        (reply.status, reply.json())
    };
    assert_eq!(server.send(&Request::new("POST", "/checkout")).status, 401);
    assert_eq!(checkout(&json!({})), (400, json!({"error": "the cart is empty"})));
    assert_eq!(checkout(&json!({"items": []})), (400, json!({"error": "the cart is empty"})));
    assert_eq!(checkout(&json!({"items": [1, 2]})), (200, json!({"items": 2, "discount": null})));
    assert_eq!(checkout(&json!({"items": [1], "voucher": "sale-1"})).1["discount"], json!("10%"));
}

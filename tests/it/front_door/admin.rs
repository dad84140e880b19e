//! The admin API at the front door: by `?environment=` only.

use serde_json::{Value, json};

use super::{Door, on, tenant, who, with};
use crate::support::{Connection, Request, TOKEN, environment, free_port, get};

fn admin(target: &str, token: &str) -> Request {
    Request::get(target).bearer(token)
}

fn two() -> Door {
    let environments = [tenant("Payments"), tenant("Shop")];
    let rows = "payments=Payments, shop=Shop, /p;strip=Payments, /=Shop";
    Door::start(on(&environments).var("MOCKOON_FRONT_ROUTES", rows).var("MOCKOON_ADMIN_API_TOKEN", "one,two"))
}

#[test]
fn the_query_says_whose_it_is_and_its_token_opens() {
    let door = two();
    door.get("payments", "/url");
    let count = |request: &Request| {
        let reply = door.send("shop", request);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json().as_array().map(Vec::len)
    };
    assert_eq!(count(&admin("/mockoon-admin/logs?environment=Payments", "one")), Some(1));
    assert_eq!(count(&admin("/mockoon-admin/logs?environment=Shop", "two")), Some(0));
    for (query, token, status) in [
        ("?environment=Shop", "one", 401),
        ("?environment=Payments", "two", 401),
        ("?environment=Payments", "", 401),
        ("?environment=Nobody", "one", 404),
        ("?environment=Nobody", "three", 401),
        ("?environment=", "one", 404),
        ("", "one", 404),
        ("", "two", 404),
        ("", "", 401),
        ("", "three", 401),
    ] {
        for host in ["payments", "shop", "nowhere"] {
            let reply = door.send(host, &admin(&format!("/mockoon-admin/logs{query}"), token));
            assert_eq!(reply.status, status, "{host} {query} {token}: {}", reply.text());
            assert_eq!(reply.header("x-who"), None);
        }
    }
    let unnamed = door.send("payments", &admin("/mockoon-admin/state/purge", "one"));
    assert!(unnamed.text().contains("?environment="), "{}", unnamed.text());
    let ours = door.send("payments", &admin("/mockoon-admin/x/requests", "two"));
    assert_eq!(ours.status, 404);
    assert!(ours.json()["message"].as_str().is_some_and(|text| text.contains("?environment=")), "{}", ours.text());
    let preflight = door.send("payments", &Request::new("OPTIONS", "/mockoon-admin/logs"));
    assert!(matches!(preflight.status, 204 | 403), "{}", preflight.status);
}

#[test]
fn no_host_and_no_path_reaches_an_admin_api() {
    let door = two();
    for target in [
        "/mockoon-admin",
        "/MOCKOON-ADMIN/logs",
        "/mockoon-administrator",
        "/mockoon-admin/logs?x=environment=Shop",
        "/p/mockoon-admin/logs",
        "/p/MOCKOON-admin/logs?environment=Payments",
        "//p/mockoon-admin/env-vars",
        "//mockoon-admin/logs",
        "/%6Dockoon-admin/logs",
        "/mockoon%2Dadmin/logs",
        "/p%2Fmockoon-admin/logs",
        "/./mockoon-admin/logs",
        "/p/../mockoon-admin/logs",
        "http://shop/mockoon-admin/logs",
        "http://shop/p/mockoon-admin/logs",
    ] {
        for token in ["one", "two"] {
            for host in ["payments", "shop", "nowhere", "payments.ns.svc"] {
                let reply = door.send(host, &admin(target, token));
                assert_eq!(reply.status, 404, "{host} {target}: {}", reply.text());
                assert!(reply.header("content-type") != Some("application/json; charset=utf-8"), "{target}");
            }
        }
    }
}

#[test]
fn the_whole_admin_api_is_there_and_unknown_paths_are_the_environments_own() {
    let route = get("mockoon-admin/mine", "mine at {{baseUrl}}");
    let door = Door::open("", &[with("Payments", json!({"routes": [route]})), tenant("Shop")]);
    let call = |method: &str, target: &str| {
        door.send(
            "nowhere",
            &Request::new(method, &format!("/mockoon-admin{target}environment=Payments")).bearer(TOKEN),
        )
    };
    assert!(call("GET", "?").text().contains("Welcome"));
    assert_eq!(call("POST", "/state/purge?").status, 200);
    assert_eq!(call("GET", "/mine?").text(), "mine at http://nowhere");
    assert_eq!(call("GET", "/nothing?").header("x-who"), Some("Payments"));
    let put = Request::new("PUT", "/mockoon-admin/environment?environment=Payments").bearer(TOKEN);
    let put = put.json(&environment(json!({"name": "Renamed", "routes": [get("new", "new")]})));
    assert_eq!(door.send("shop", &put).status, 200);
    // Hosts are those of the mounted files: a test that puts an environment in does not lose its way.
    assert_eq!(door.get("payments", "/new").text(), "new");
    let mut events = Connection::open(door.port);
    let target = format!("/mockoon-admin/events?environment=Renamed&token={TOKEN}");
    events.write(&Request::get(&target).header("Host", "x").bytes());
    assert_eq!(events.head().map(|reply| reply.status), Some(200));
    for name in ["payments.json", "payments", "Payments", "Renamed"] {
        let logs = Request::get(&format!("/mockoon-admin/logs?environment={name}")).bearer(TOKEN);
        assert_eq!(door.send("shop", &logs).status, 200, "{name}");
    }
}

#[test]
fn an_environment_that_is_given_another_name_has_another_host() {
    let door = Door::open("", &[tenant("Payments"), tenant("Shop")]);
    let call = |method: &str, path: &str, body: &Value| {
        let target = format!("/mockoon-admin/x/environment{path}?environment=payments.json");
        door.send("x", &Request::new(method, &target).bearer(TOKEN).json(body))
    };
    assert_eq!(call("PATCH", "", &json!({"name": "Billing Desk"})).status, 200);
    assert_eq!(door.who("billing-desk", "/"), "Payments");
    assert_eq!(door.get("payments", "/").status, 404);
    assert_eq!(door.who("shop", "/"), "Shop");
    assert_eq!(call("PATCH", "", &json!({"latency": 0})).status, 200);
    assert_eq!(door.who("billing-desk", "/"), "Payments");
    assert_eq!(call("POST", "/revert", &json!({})).status, 200);
    assert_eq!((door.who("payments", "/").as_str(), door.get("billing-desk", "/").status), ("Payments", 404));
}

#[test]
fn the_table_is_shown_and_can_be_asked() {
    let door = Door::open("shop/api;strip=Shop, later=Search", &[tenant("Payments"), tenant("Shop")]);
    let call = |request: Request| door.send("x", &request.bearer(TOKEN));
    let target = |path: &str| format!("/mockoon-admin/x/front-door{path}?environment=Shop");
    let table = call(Request::get(&target(""))).json();
    assert_eq!(table["ports"], json!({"http": door.port, "https": null}));
    let routes: Vec<_> = table["routes"].as_array().unwrap().iter().collect();
    let shown: Vec<_> = routes.iter().map(|row| (&row["route"], &row["environment"]["name"], &row["from"])).collect();
    assert_eq!(
        json!(shown),
        json!([["shop/api", "Shop", "setting"], ["later", null, "setting"], ["payments", "Payments", "name"]])
    );
    assert_eq!(table["environments"][0]["file"], "payments.json");
    let ask = |body| call(Request::new("POST", &target("/test")).json(&body));
    let verdict = ask(json!({"host": "Shop.ns.svc:80", "path": "/api/x?y"})).json();
    assert_eq!((&verdict["environment"]["name"], &verdict["sees"]), (&json!("Shop"), &json!("/x?y")), "{verdict}");
    assert_eq!(ask(json!({"host": "nowhere"})).json()["environment"], json!(null));
    assert_eq!(ask(json!({"hots": "shop"})).status, 400);
    assert_eq!(ask(json!({"host": "shop", "path": "api"})).status, 400);
    // Nothing of it is a request to the environment.
    let logs = call(Request::get("/mockoon-admin/logs?environment=Shop"));
    assert_eq!(logs.json(), json!([]));
}

#[test]
fn an_admin_port_of_its_own_or_none_leaves_nothing_at_the_door() {
    let port = free_port();
    let door = Door::start(on(&[tenant("Payments")]).var("MOCKOON_ADMIN_API_PORT", port.to_string()));
    let target = "/mockoon-admin/logs?environment=Payments";
    assert_eq!(door.send("payments", &admin(target, TOKEN)).status, 404);
    assert_eq!(admin(target, TOKEN).send(port).status, 200);
    let door = Door::start(on(&[tenant("Payments"), tenant("Shop")]).var("MOCKOON_DISABLE_ADMIN_API", "true"));
    assert_eq!(who(&door.send("shop", &admin(target, TOKEN))), "Shop");
}

//! Many writers, and requests meanwhile.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::{call, tag, uuid_of};
use crate::support::{Connection, Request, Sidemock, environment, get};

#[test]
fn a_hundred_writers_that_look_at_the_tag_lose_no_update() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "")]}))).start();
    let place = format!("/routes/{}", uuid_of(&call(&server, "GET", "/routes", &Value::Null, None).json()[0]));
    let refused = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for writer in 0..100 {
            let (server, place, refused) = (&server, &place, &refused);
            scope.spawn(move || {
                loop {
                    let read = call(server, "GET", place, &Value::Null, None);
                    let seen = read.header("etag").unwrap().to_owned();
                    let text = format!("{}{writer};", read.json()["documentation"].as_str().unwrap());
                    let reply = call(server, "PATCH", place, &json!({"documentation": text}), Some(&seen));
                    match reply.status {
                        200 => break,
                        412 => refused.fetch_add(1, Ordering::Relaxed),
                        other => panic!("{other}: {}", reply.text()),
                    };
                }
            });
        }
    });
    let text = call(&server, "GET", &place, &Value::Null, None).json()["documentation"].as_str().unwrap().to_owned();
    let mut writers: Vec<usize> = text.split_terminator(';').map(|writer| writer.parse().unwrap()).collect();
    writers.sort_unstable();
    assert_eq!(writers, (0..100).collect::<Vec<_>>(), "after {} refusals", refused.load(Ordering::Relaxed));
    assert!(tag(&server).starts_with("\"101-"));
}

#[test]
fn requests_are_answered_while_one_of_many_routes_is_changed_again_and_again() {
    let routes: Vec<Value> = (0..2_000).map(|n| get(&format!("route/{n}/:id"), &format!("{n}"))).collect();
    let server = Sidemock::on(&environment(json!({"routes": routes}))).start();
    let (over, failed, asked) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for client in 0..50 {
            let (server, over, failed, asked) = (&server, &over, &failed, &asked);
            scope.spawn(move || {
                let mut connection = Connection::open(server.port());
                let own = format!("/route/{}/x", 1_000 + client);
                while !over.load(Ordering::Relaxed) {
                    let changed = connection.ask(&Request::get("/route/0/x"));
                    let other = connection.ask(&Request::get(&own));
                    let fits = changed.status == 200 && other.text() == (1_000 + client).to_string();
                    failed.fetch_add(usize::from(!fits), Ordering::Relaxed);
                    asked.fetch_add(2, Ordering::Relaxed);
                }
            });
        }
        let place = format!("/routes/{}", uuid_of(&routes[0]));
        for n in 0..40 {
            let reply = call(&server, "PATCH", &place, &json!({"responses": [{"body": format!("edit {n}")}]}), None);
            assert_eq!(reply.status, 200, "{}", reply.text());
            assert_eq!(server.get("/route/0/x").text(), format!("edit {n}"), "an edit that is answered serves");
            let added = call(&server, "POST", "/routes", &json!({"endpoint": format!("added/{n}")}), None).json();
            assert_eq!(server.get(&format!("/added/{n}")).status, 200);
            let gone = call(&server, "DELETE", &format!("/routes/{}", uuid_of(&added)), &Value::Null, None);
            assert_eq!((gone.status, server.get(&format!("/added/{n}")).status), (204, 404));
        }
        over.store(true, Ordering::Relaxed);
    });
    assert_eq!(failed.into_inner(), 0);
    assert!(asked.into_inner() > 100);
}

//! Ways to the store: over TLS, slow ones, one that comes to a halt.

use std::collections::BTreeSet;
use std::time::Duration;

use super::way::Way;
use super::{replicas, shop};
use crate::support::{Connection, Request, Server, Sidemock, StoreServer, free_port, wait_for};
use crate::tls::fixtures;

#[test]
fn a_store_is_reached_over_tls_and_only_if_its_certificate_is_trusted() {
    let port = free_port().to_string();
    let file = |name: &str| fixtures().join(name).display().to_string();
    let options = [
        ["--tls-port", &port],
        ["--tls-cert-file", &file("other.pem")],
        ["--tls-key-file", &file("other.key")],
        ["--tls-ca-cert-file", &file("root.pem")],
        ["--tls-auth-clients", "no"],
    ];
    let Some(_store) = StoreServer::start_with(&options.concat()) else { return };
    let shop = shop();
    let start = |roots: &str| {
        let replica = Sidemock::on(&shop).var("MOCKOON_STATE_URL", format!("rediss://127.0.0.1:{port}"));
        replica.var("MOCKOON_STATE_CA_FILE", file(roots)).start()
    };
    let servers = [start("root.pem"), start("root.pem")];
    assert_eq!([0, 1, 0].map(|at: usize| servers[at].get("/turn").text()), ["0", "1", "2"]);
    let suspicious = start("ec.pem");
    wait_for("the reason is told", || suspicious.manage("/readyz").text().contains("UnknownIssuer"));
    assert_eq!((suspicious.get("/turn").status, suspicious.get("/plain").status), (503, 200));
}

#[test]
fn turns_are_exact_where_some_replicas_have_a_slow_way_to_the_store() {
    let Some(store) = StoreServer::start() else { return };
    let shop = shop();
    let slow = Way::to(&store, Duration::from_millis(15));
    let start = |url: String| Sidemock::on(&shop).var("MOCKOON_STATE_URL", url).start();
    let servers = [start(slow.url()), start(slow.url()), start(store.url())];
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let ask = |server: &Server| {
            let mut connection = Connection::open(server.port());
            let count = |_| loop {
                let reply = connection.ask(&Request::get("/count"));
                match reply.header("x-sidemock-state") {
                    // Nothing was done.
                    Some("conflict") => {}
                    _ => return reply.text().parse().unwrap_or_else(|_| panic!("{}", reply.text())),
                }
            };
            (0..5).map(count).collect::<Vec<usize>>()
        };
        let threads: Vec<_> = servers.iter().cycle().take(6).map(|server| scope.spawn(move || ask(server))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("counts")).collect()
    });
    assert_eq!(counts.into_iter().collect::<BTreeSet<_>>(), (1..=30).collect());
}

#[test]
fn routes_without_state_are_answered_while_the_store_says_nothing() {
    let Some(store) = StoreServer::start() else { return };
    let way = Way::to(&store, Duration::ZERO);
    let server = Sidemock::on(&shop()).var("MOCKOON_STATE_URL", way.url()).start();
    assert_eq!(server.get("/turn").text(), "0");
    way.hold(true);
    let stateful = std::thread::scope(|scope| {
        let stateful = scope.spawn(|| server.get("/turn"));
        for _ in 0..50 {
            assert_eq!(server.get("/plain").text(), "plain");
        }
        way.hold(false);
        stateful.join().expect("a reply")
    });
    // It has waited, or was refused when the store was given up.
    let state = stateful.header("x-sidemock-state");
    assert!((stateful.status, state) == (200, None) || (stateful.status, state) == (503, Some("unavailable")));
    wait_for("the state is back", || server.get("/turn").status == 200);
}

#[test]
fn a_reload_of_one_replica_before_the_other_leaves_what_did_not_change_to_both() {
    let Some(store) = StoreServer::start() else { return };
    let mut shop = shop();
    let servers = replicas(&shop, &store, 2);
    let post = Request::new("POST", "/items").json(&serde_json::json!({"id": "a"}));
    assert_eq!(servers[0].send(&post).status, 201);
    assert_eq!((servers[0].get("/turn").text(), servers[1].get("/count").text()), ("0".to_owned(), "1".to_owned()));
    shop["routes"][0]["responses"][0]["body"] = "new".into();
    shop["data"][0]["value"] = "[{\"id\": \"new\"}]".into();
    let reload = |server: &Server| {
        let file = server.directory().join("environment.json");
        std::fs::write(file.with_extension("new"), shop.to_string()).expect("a file");
        std::fs::rename(file.with_extension("new"), &file).expect("a file");
        wait_for("the file serves", || server.get("/plain").text() == "new");
    };
    let ids = |server: &Server| {
        let items = server.get("/items").json();
        items.as_array().expect("a list").iter().map(|item| item["id"].to_string()).collect::<Vec<_>>()
    };
    reload(&servers[0]);
    assert_eq!(servers[1].get("/plain").text(), "plain");
    assert_eq!([1, 0, 1].map(|at: usize| servers[at].get("/turn").text()), ["1", "2", "3"]);
    assert_eq!([0, 1].map(|at: usize| servers[at].get("/count").text()), ["2", "3"]);
    assert_eq!((ids(&servers[0]), ids(&servers[1])), (vec!["\"new\"".to_owned()], vec!["\"a\"".to_owned()]));
    assert_eq!(servers[0].send(&post).status, 201);
    reload(&servers[1]);
    assert_eq!(ids(&servers[1]), ["\"new\"", "\"a\""]);
    assert_eq!([0, 1].map(|at: usize| servers[at].get("/turn").text()), ["4", "5"]);
}

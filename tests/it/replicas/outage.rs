//! What replicas do while their store is away, and afterwards.

use super::{replicas, shop};
use crate::support::{Request, Server, Sidemock, StoreServer, wait_for};

fn is_without_state(server: &Server, path: &str) {
    let reply = server.get(path);
    assert_eq!(
        (reply.status, reply.header("x-sidemock-state")),
        (503, Some("unavailable")),
        "{path}: {}",
        reply.text()
    );
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
}

/// What `/readyz` says of an outage. It is ready all the same: who takes the replica out of its Service takes away the routes
/// that need no state.
fn tells_of_an_outage(server: &Server) -> bool {
    let ready = server.manage("/readyz");
    assert_eq!(ready.status, 200, "{}", ready.text());
    ready.text().contains("the state is unavailable, routes that need it answer 503: ")
}

/// Requests that need the state answer 503, others as always, and `/readyz` says why.
fn is_away(server: &Server) {
    for path in ["/turn", "/count", "/items", "/drawn"] {
        is_without_state(server, path);
    }
    assert_eq!(server.get("/plain").text(), "plain");
    assert_eq!(server.get("/nowhere").status, 404);
    assert!(tells_of_an_outage(server));
}

fn is_back(server: &Server) {
    wait_for("the state is back", || !tells_of_an_outage(server));
}

#[test]
fn a_store_that_crashes_and_comes_back_empty_leaves_nothing_wrong_behind() {
    let Some(mut store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 2);
    assert_eq!([servers[0].get("/turn").text(), servers[1].get("/turn").text()], ["0", "1"]);
    store.crash();
    wait_for("both notice", || servers.iter().all(tells_of_an_outage));
    servers.iter().for_each(is_away);
    store.restart();
    servers.iter().for_each(is_back);
    assert_eq!([servers[0].get("/turn").text(), servers[1].get("/turn").text()], ["0", "1"]);
    let drawn = servers[0].get("/drawn").text();
    assert_eq!(servers[1].get("/drawn").text(), drawn);
}

#[test]
fn a_store_that_hangs_is_given_up_and_goes_on_where_it_was() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    servers[0].get("/turn");
    store.signal("STOP");
    is_without_state(&servers[0], "/count");
    is_away(&servers[0]);
    store.signal("CONT");
    is_back(&servers[0]);
    assert_eq!(servers[0].get("/turn").text(), "1");
}

#[test]
fn a_full_store_refuses_and_says_so_until_there_is_room() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    servers[0].get("/turn");
    store.ask(&["CONFIG", "SET", "maxmemory", "1"]);
    wait_for("it is noticed", || servers[0].get("/turn").status == 503);
    is_away(&servers[0]);
    store.ask(&["CONFIG", "SET", "maxmemory", "0"]);
    is_back(&servers[0]);
    assert_eq!(servers[0].get("/turn").text(), "1");
}

#[test]
fn without_its_store_a_replica_serves_what_needs_none_and_says_why() {
    let Some(store) = StoreServer::start_with(&["--requirepass", "right"]) else { return };
    let url = format!("redis://:wr0ng-s3cret@127.0.0.1:{}", store.port());
    let server = Sidemock::on(&shop()).var("MOCKOON_STATE_URL", url).start();
    wait_for("the reason is told", || server.manage("/readyz").text().contains("authentication failed"));
    is_away(&server);
    let everything = server.output() + &server.manage("/readyz?verbose").text() + &server.get("/turn").text();
    assert!(!everything.contains("wr0ng-s3cret"), "{everything}");
}

#[test]
fn a_url_that_is_none_is_refused_and_not_shown() {
    let ended = Sidemock::on(&shop()).var("MOCKOON_STATE_URL", "http://:s3cret@valkey").run();
    assert_eq!(ended.code, Some(64));
    assert!(ended.output().contains("MOCKOON_STATE_URL") && !ended.output().contains("s3cret"), "{}", ended.output());
}

#[test]
fn what_waits_to_be_told_in_an_outage_takes_little_room() {
    let Some(mut store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    let large = Request::new("POST", "/nowhere").body("text/plain", vec![b'x'; 1 << 20]);
    assert_eq!(servers[0].send(&large).status, 404);
    store.crash();
    wait_for("it is noticed", || tells_of_an_outage(&servers[0]));
    let before = servers[0].memory();
    for _ in 0..150 {
        assert_eq!(servers[0].send(&large).status, 404);
    }
    let grown = servers[0].memory().saturating_sub(before);
    assert!(grown < 75 << 10, "150 MB were sent, and {grown} KiB are kept");
    store.restart();
    is_back(&servers[0]);
    assert_eq!(servers[0].get("/turn").text(), "0");
}

#[test]
fn who_is_always_late_gets_503_after_ten_attempts() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&shop(), &store, 1);
    servers[0].get("/count");
    let stopping = std::sync::atomic::AtomicBool::new(false);
    let key = "sidemock:{6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a11}:1:base";
    let script = format!(
        "for i = 1, 10 do redis.call('HSET', '{key}', 'v:g', ARGV[1] .. i) redis.call('HSET', '{key}', 'g', '{{}}') end"
    );
    let reply = std::thread::scope(|scope| {
        // Others who write without pause and let nobody pass.
        scope.spawn(|| {
            let mut turn = 0;
            while !stopping.load(std::sync::atomic::Ordering::SeqCst) {
                turn += 1;
                store.ask(&["EVAL", &script, "0", &turn.to_string()]);
            }
        });
        let mut late = None;
        wait_for("a request is always late", || {
            let reply = servers[0].get("/count");
            let is_late = reply.status == 503;
            late = Some(reply);
            is_late
        });
        stopping.store(true, std::sync::atomic::Ordering::SeqCst);
        late
    });
    let reply = reply.expect("a reply");
    assert_eq!(reply.header("x-sidemock-state"), Some("conflict"), "{}", reply.text());
    assert_eq!(servers[0].get("/count").status, 200);
}

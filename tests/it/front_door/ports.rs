//! Ports beside the door, and environments that come, change and go.

use serde_json::json;

use super::{Door, on, tenant, with};
use crate::support::{Connection, Sidemock, free_port, wait_for};

#[test]
fn environments_have_their_own_ports_too_unless_they_are_0() {
    let own = free_port();
    let door = Door::open("", &[with("Payments", json!({"port": own})), tenant("Shop")]);
    assert_eq!(door.get("payments", "/url").text(), "http://payments");
    let reply = crate::support::Request::get("/url").send(own);
    assert_eq!(reply.text(), format!("http://localhost:{own}"));
    assert_eq!(door.who("shop", "/"), "Shop");
    let ready = door.server.manage("/readyz?verbose").text();
    assert!(ready.contains(&format!("on port {own}, at the front door as payments,")), "{ready}");
    assert!(ready.contains("shop.json at the front door as shop,"), "{ready}");
    let metrics = door.server.manage("/metrics").text();
    for part in ["sidemock_front_door_rows 2", "environment=\"Shop\"", "sidemock_front_door_unrouted_total 0"] {
        assert!(metrics.contains(part), "{part}: {metrics}");
    }
}

#[test]
fn with_the_door_alone_equal_ports_are_no_error() {
    let port = free_port();
    let environments = [with("Payments", json!({"port": port})), with("Shop", json!({"port": port}))];
    let ended = on(&environments).var("MOCKOON_FRONT_PORT", free_port().to_string()).run();
    assert_eq!(ended.code, Some(65), "{}", ended.output());
    let door = Door::start(on(&environments).var("MOCKOON_FRONT_ONLY", "true"));
    assert_eq!((door.who("payments", "/"), door.who("shop", "/")), ("Payments".to_owned(), "Shop".to_owned()));
    assert!(Connection::try_open(port).is_err());
    let metrics = door.server.manage("/metrics").text();
    assert!(metrics.contains("sidemock_port_changed{environment=\"Shop\"} 0"), "{metrics}");
}

#[test]
fn the_door_may_have_the_port_of_an_environment() {
    let port = free_port();
    let server = on(&[with("Payments", json!({"port": port}))]);
    let server = server.var("MOCKOON_FRONT_ONLY", "true").var("MOCKOON_FRONT_PORT", port.to_string()).start();
    let reply = crate::support::Request::get("/url").header("Host", "payments:1").send(port);
    assert_eq!(reply.text(), "http://payments:1");
    drop(server);
}

#[test]
fn settings_that_cannot_work_are_refused() {
    for (vars, part) in [
        (vec![("MOCKOON_FRONT_ONLY", "true")], "MOCKOON_FRONT_PORT"),
        (vec![("MOCKOON_FRONT_ROUTES", "payments")], "MOCKOON_FRONT_ROUTES=\"payments\""),
        (vec![("MOCKOON_FRONT_ROUTES", "a=x,A.=y")], "stands there twice"),
        (vec![("MOCKOON_FRONT_ROUTES", "a:80=x")], "is no host"),
        (vec![("MOCKOON_FRONT_PORT", "http")], "MOCKOON_FRONT_PORT"),
    ] {
        let server = vars.iter().fold(on(&[tenant("A")]), |server, (name, value)| server.var(name, *value));
        let ended = server.run();
        assert_eq!(ended.code, Some(64), "{vars:?}: {}", ended.output());
        assert!(ended.output().contains(part), "{vars:?}: {}", ended.output());
    }
    let check = on(&[tenant("A")]).var("MOCKOON_CHECK", "true").var("MOCKOON_FRONT_PORT", free_port().to_string());
    let ended = check.var("MOCKOON_FRONT_ROUTES", "a=B").run();
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    for part in ["a is for \"B\"", "\"A\" at the front door"] {
        assert!(ended.output().contains(part), "{part}: {}", ended.output());
    }
}

#[test]
fn environments_of_one_name_are_warned_about() {
    let server = Sidemock::new().file("mocks/a.json", tenant("Payments").to_string());
    let server = server.file("mocks/b.json", tenant("Payments").to_string());
    let data = server.directory().join("mocks");
    let server = server.var("MOCKOON_DATA", data.display().to_string()).without("MOCKOON_PORT");
    let door = Door::start(server);
    let output = door.server.wait_for_output("are the same host");
    assert!(output.contains("a.json answers at the front door as payments"), "{output}");
    assert!(output.contains("b.json as b"), "{output}");
    std::fs::write(data.join("c.json"), tenant("payments").to_string()).unwrap();
    let output = door.server.wait_for_output("c.json as c");
    assert_eq!(output.matches("b.json as b").count(), 1, "said once: {output}");

    let named = Sidemock::new().environment("a.json", &tenant("Shop").to_string());
    let named = named.environment("b.json", &tenant("Shop").to_string()).var("MOCKOON_CHECK", "true");
    let named = named.var("MOCKOON_FRONT_PORT", free_port().to_string()).var("MOCKOON_FRONT_ROUTES", "shop=Shop");
    let ended = named.run();
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.output().contains("are both called so"), "{}", ended.output());
}

#[test]
fn environments_appear_change_and_vanish_at_the_door() {
    let server = Sidemock::new().file("mocks/a.json", tenant("Payments").to_string());
    let data = server.directory().join("mocks");
    let server = server.var("MOCKOON_DATA", data.display().to_string()).without("MOCKOON_PORT");
    let door = Door::start(server.var("MOCKOON_FRONT_ROUTES", "later=Search"));
    assert_eq!((door.who("payments", "/"), door.who("later", "/")), ("Payments".to_owned(), "-".to_owned()));
    let mut open = Connection::open(door.port);
    let request = crate::support::Request::get("/").header("Host", "payments");
    assert_eq!(open.ask(&request).header("x-who"), Some("Payments"));

    std::fs::write(data.join("b.json"), tenant("Search").to_string()).unwrap();
    wait_for("a row whose environment appears", || door.who("later", "/") == "Search");
    std::fs::write(data.join("a.json"), tenant("Billing").to_string()).unwrap();
    wait_for("a changed name", || door.who("billing", "/") == "Billing");
    assert_eq!(door.who("payments", "/"), "-");
    assert_eq!(door.who("a", "/"), "Billing");
    std::fs::write(data.join("a.json"), "{broken").unwrap();
    wait_for("a refused file", || door.server.manage("/readyz?verbose").text().contains("refused"));
    assert_eq!(door.who("billing", "/"), "Billing");
    std::fs::remove_file(data.join("b.json")).unwrap();
    wait_for("a row whose environment is gone", || door.who("later", "/") == "-");
    // The connection has seen it all.
    assert_eq!(open.ask(&request).header("x-sidemock-front-door"), Some("no-route"));
    let billing = crate::support::Request::get("/").header("Host", "billing");
    assert_eq!(open.ask(&billing).header("x-who"), Some("Billing"));
}

#[test]
fn an_environment_gets_and_loses_a_port_of_its_own() {
    let server = Sidemock::new().file("mocks/a.json", tenant("Payments").to_string());
    let data = server.directory().join("mocks");
    let door = Door::start(server.var("MOCKOON_DATA", data.display().to_string()).without("MOCKOON_PORT"));
    let own = free_port();
    std::fs::write(data.join("a.json"), with("Payments", json!({"port": own})).to_string()).unwrap();
    wait_for("a port of its own", || Connection::try_open(own).is_ok());
    assert_eq!(door.who("payments", "/"), "Payments");
    std::fs::write(data.join("a.json"), tenant("Payments").to_string()).unwrap();
    wait_for("the port to be given back", || Connection::try_open(own).is_err());
    assert_eq!(door.who("payments", "/"), "Payments");
}

#[test]
fn requests_in_flight_end_before_the_door_closes() {
    let mut door = Door::open("", &[with("Slow", json!({"latency": 700})), tenant("Fast")]);
    let mut slow = Connection::open(door.port);
    slow.write(&crate::support::Request::get("/url").header("Host", "slow").bytes());
    wait_for("an open connection", || {
        door.server.manage("/metrics").text().contains("sidemock_front_door_connections 1")
    });
    std::thread::sleep(std::time::Duration::from_millis(200));
    door.server.signal("TERM");
    let reply = slow.read(false).expect("an answer");
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
    assert_eq!(door.server.wait(), Some(0));
}

//! `MOCKOON_ADMIN_API_PORT`: the admin API of all environments in one place, away from the mocks.

use serde_json::json;

use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, free_port, get};

fn start() -> (Server, u16) {
    let named = |name: &str, uuid: &str| {
        environment(json!({"name": name, "uuid": uuid, "routes": [get("says", name)]})).to_string()
    };
    let admin = free_port();
    let server = Sidemock::new()
        .environment("a.json", &named("First one", "aaaaaaaa-0000-4000-8000-000000000001"))
        .environment("b.json", &named("Second & last", "aaaaaaaa-0000-4000-8000-000000000002"))
        .var("MOCKOON_ADMIN_API_TOKEN", format!("{TOKEN},other"))
        .var("MOCKOON_ADMIN_API_PORT", admin.to_string())
        .start();
    (server, admin)
}

#[test]
fn the_query_picks_the_environment_and_its_token() {
    let (server, admin) = start();
    for (index, target) in [(0, "/says"), (1, "/says"), (1, "/says")] {
        assert_eq!(Request::get(target).send(server.port_of(index)).status, 200);
    }
    let logs = |query: &str, token: &str| {
        let reply = Request::get(&format!("/mockoon-admin/logs{query}")).bearer(token).send(admin);
        (reply.status, reply.status == 200 && reply.json().as_array().map_or(0, Vec::len) > 0)
    };
    let count = |query: &str, token: &str| {
        let reply = Request::get(&format!("/mockoon-admin/logs{query}")).bearer(token).send(admin);
        reply.json().as_array().map_or(0, Vec::len)
    };
    assert_eq!(count("", TOKEN), 1);
    assert_eq!(count("?environment=First%20one", TOKEN), 1);
    assert_eq!(count("?environment=Second+%26+last", "other"), 2);
    assert_eq!(count("?page=1&environment=aaaaaaaa-0000-4000-8000-000000000002", "other"), 2);
    let cases = [
        ("", "other", 401),
        ("?environment=Second+%26+last", TOKEN, 401),
        ("?environment=nobody", TOKEN, 404),
        ("?environment=nobody", "wrong", 401),
    ];
    for (query, token, status) in cases {
        assert_eq!(logs(query, token), (status, false), "{query} {token}");
    }
}

#[test]
fn mock_ports_leave_the_admin_paths_to_the_users_routes() {
    let (server, admin) = start();
    assert_eq!(Request::get("/mockoon-admin").bearer(TOKEN).send(server.port()).status, 404);
    assert_eq!(Request::get("/says").send(admin).status, 404);
    let welcome = Request::get("/mockoon-admin").bearer(TOKEN).send(admin);
    assert!(welcome.text().contains("Welcome to Mockoon's admin API"), "{}", welcome.text());
    let put = Request::new("PUT", "/mockoon-admin/environment?environment=First%20one").bearer(TOKEN);
    assert_eq!(put.json(&environment(json!({"routes": [get("new", "new")]}))).send(admin).status, 200);
    assert_eq!(server.get("/new").text(), "new");
    assert_eq!(Request::get("/says").send(server.port_of(1)).status, 200);
}

#[test]
fn events_stream_from_the_admin_port_and_end_with_the_server() {
    let (mut server, admin) = start();
    let mut events = Connection::open(admin);
    let target = format!("/mockoon-admin/events?environment=First%20one&token={TOKEN}");
    events.write(&Request::get(&target).bytes());
    assert_eq!(events.head().map(|reply| reply.status), Some(200));
    assert_eq!(server.get("/says").status, 200);
    let mut line = String::new();
    while !line.contains("transaction-complete") {
        line = events.line().expect("an event");
    }
    server.signal("TERM");
    while events.line().is_some() {}
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn what_is_made_in_an_environment_is_found_there_where_its_location_says() {
    let (_server, admin) = start();
    for (path, body) in [
        ("/x/stubs?environment=Second+%26+last&session=s", json!({"route": {"endpoint": "a"}})),
        ("/x/sessions?environment=Second+%26+last", json!({"id": "t"})),
        ("/x/snapshots?environment=aaaaaaaa-0000-4000-8000-000000000002", json!({"name": "a b"})),
    ] {
        let made = Request::new("POST", &format!("/mockoon-admin{path}")).bearer("other").json(&body).send(admin);
        assert_eq!(made.status, 201, "{path}: {}", made.whole());
        let location = made.header("location").expect("a place");
        let found = Request::get(location).bearer("other").send(admin);
        assert_eq!(found.status, 200, "{location}: {}", found.whole());
    }
}

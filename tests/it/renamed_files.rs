//! Files of environments that get another name under a running server.

use serde_json::{Value, json};

use crate::support::{
    Connection, Request, Server, Sidemock, TOKEN, bucket, crud, environment, free_port, get, response, route, wait_for,
};

const UUID: &str = "99999999-0000-4000-8000-000000000001";

/// A list and a sequence, whose positions show whether their state is there.
fn counting(uuid: Option<&str>, name: &str, port: u16, says: &str) -> String {
    let answers = (1..=9).map(|i| response(json!({"body": i.to_string(), "label": i.to_string()}))).collect();
    let mut sequence = route("get", "counted", answers);
    sequence["responseMode"] = "SEQUENTIAL".into();
    let mut whole = environment(json!({
        "name": name, "port": port, "data": [bucket("list", "list", &json!([]))],
        "routes": [sequence, crud("items", "list"), get("says", says)],
    }));
    strip_uuids(&mut whole);
    if let Some(uuid) = uuid {
        whole["uuid"] = uuid.into();
    }
    whole.to_string()
}

/// As somebody writes it by hand.
fn strip_uuids(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip_uuids),
        Value::Object(object) => {
            object.remove("uuid");
            object.remove("rootChildren");
            object.values_mut().for_each(strip_uuids);
        }
        _ => {}
    }
}

fn serve(files: &[(&str, &str)]) -> Server {
    let sidemock = Sidemock::new();
    let sidemock = files.iter().fold(sidemock, |all, (name, text)| all.file(&format!("mount/{name}"), *text));
    let path = sidemock.directory().join("mount").display().to_string();
    sidemock.var("MOCKOON_DATA", path).without("MOCKOON_PORT").start_unready()
}

fn rename(server: &Server, from: &str, to: &str) {
    let mount = server.directory().join("mount");
    std::fs::rename(mount.join(from), mount.join(to)).unwrap();
    wait_for(to, || server.manage("/readyz?verbose").text().contains(&format!("/{to} ")));
}

fn says(port: u16, path: &str) -> String {
    Request::get(path).send(port).text()
}

#[track_caller]
fn wait_until_says(port: u16, wanted: &str) {
    let ask = || {
        let mut connection = Connection::try_open(port).ok()?;
        connection.write(&Request::get("/says").bytes());
        connection.read(false)
    };
    wait_for(wanted, || ask().is_some_and(|reply| reply.text() == wanted));
}

fn admin(method: &str, path: &str) -> Request {
    Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN)
}

#[test]
fn an_environment_goes_on_under_another_name_of_its_file() {
    for (uuid, name) in [(Some(UUID), "Shop"), (None, "Shop"), (None, "")] {
        let port = free_port();
        let server = serve(&[("one.json", &counting(uuid, name, port, "before"))]);
        wait_until_says(port, "before");
        assert_eq!(says(port, "/counted"), "1");
        Request::new("POST", "/items").json(&json!({"x": 1})).send(port);
        let in_session = || Request::get("/counted").header("x-sidemock-session", "s").send(port).text();
        let before = in_session();
        let stub = json!({"route": {"endpoint": "stubbed", "responses": [{"body": "stub"}]}});
        assert!(admin("POST", "/stubs").json(&stub).send(port).status < 300);
        rename(&server, "one.json", "uno.json");
        assert_eq!(says(port, "/counted"), "2", "{name}");
        assert!(says(port, "/items").contains("\"x\":1"), "{name}");
        assert_eq!(says(port, "/stubbed"), "stub", "{name}");
        assert_ne!(in_session(), before);
        let verified = admin("GET", "/verify?path=/says&count=1..").send(port);
        assert_eq!(verified.status, 200, "{}", verified.text());
        // The new name is the one that is watched.
        let path = server.directory().join("mount/uno.json");
        std::fs::write(path, counting(uuid, name, port, "after")).unwrap();
        wait_until_says(port, "after");
        assert_eq!(says(port, "/counted"), "3", "{name}");
        let told = server.manage("/readyz?verbose").text();
        assert!(told.contains("/uno.json") && !told.contains("/one.json"), "{told}");
    }
}

#[test]
fn files_with_one_uuid_share_no_state_and_hand_none_on_by_accident() {
    let (a, b, c) = (free_port(), free_port(), free_port());
    let (one, two) = (counting(Some(UUID), "A", a, "one"), counting(Some(UUID), "B", b, "two"));
    let server = serve(&[("one.json", &one), ("two.json", &two)]);
    wait_until_says(a, "one");
    wait_until_says(b, "two");
    assert_eq!([a, a, b].map(|port| says(port, "/counted")), ["1", "2", "1"]);
    // Both are there: a third is another one.
    let mount = server.directory().join("mount");
    std::fs::write(mount.join("three.json"), counting(Some(UUID), "C", c, "three")).unwrap();
    wait_until_says(c, "three");
    assert_eq!([c, a, b].map(|port| says(port, "/counted")), ["1", "3", "2"]);
    // Its one file is renamed.
    rename(&server, "two.json", "deux.json");
    assert_eq!([a, b, c].map(|port| says(port, "/counted")), ["4", "3", "2"]);
}

#[test]
fn another_environment_in_the_place_of_one_begins_anew() {
    let port = free_port();
    let server = serve(&[("one.json", &counting(Some(UUID), "A", port, "one"))]);
    wait_until_says(port, "one");
    assert_eq!(says(port, "/counted"), "1");
    let mount = server.directory().join("mount");
    let other = "99999999-0000-4000-8000-000000000002";
    std::fs::write(mount.join("new"), counting(Some(other), "A", port, "two")).unwrap();
    std::fs::remove_file(mount.join("one.json")).unwrap();
    std::fs::rename(mount.join("new"), mount.join("uno.json")).unwrap();
    wait_until_says(port, "two");
    assert_eq!(says(port, "/counted"), "1");
}

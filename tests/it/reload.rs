//! Mounted files that change under a running server.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{
    Connection, Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, free_port, get, response, route,
    wait_for,
};

/// A directory as the kubelet mounts a ConfigMap: files are links through `..data` to a directory with a timestamp.
struct Mount {
    root: PathBuf,
    version: u64,
}

impl Mount {
    fn new(root: &Path, files: &[(&str, &str)]) -> Self {
        std::fs::create_dir_all(root).unwrap();
        let mut mount = Self { root: root.to_owned(), version: 0 };
        mount.push(files);
        mount
    }

    /// The kubelet's steps, in its order; gives the moment of the rename.
    fn push(&mut self, files: &[(&str, &str)]) -> Instant {
        let old = std::fs::read_link(self.root.join("..data")).ok();
        self.version += 1;
        let new = format!("..2026_01_01_00_00_00.{:09}", self.version);
        std::fs::create_dir(self.root.join(&new)).unwrap();
        for (name, text) in files {
            std::fs::write(self.root.join(&new).join(name), text).unwrap();
        }
        std::os::unix::fs::symlink(&new, self.root.join("..data_tmp")).unwrap();
        let moment = Instant::now();
        std::fs::rename(self.root.join("..data_tmp"), self.root.join("..data")).unwrap();
        for (name, _) in files {
            let link = self.root.join(name);
            if link.symlink_metadata().is_err() {
                std::os::unix::fs::symlink(Path::new("..data").join(name), link).unwrap();
            }
        }
        for entry in std::fs::read_dir(&self.root).unwrap().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if !name.starts_with("..") && !files.iter().any(|(file, _)| *file == name) {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
        if let Some(old) = old {
            std::fs::remove_dir_all(self.root.join(old)).unwrap();
        }
        moment
    }
}

/// Starts on a directory; the ports are those of the files.
fn start_on(directory: &str, sidemock: Sidemock) -> Server {
    let path = sidemock.directory().join(directory).display().to_string();
    sidemock.var("MOCKOON_DATA", path).without("MOCKOON_PORT").start_unready()
}

#[track_caller]
fn wait_for_body(port: u16, target: &str, body: &str) {
    wait_for(&format!("{target} says {body}"), || try_get(port, target).is_some_and(|reply| reply.text() == body));
}

#[track_caller]
fn wait_for_verdict(server: &Server, text: &str) -> String {
    let mut last = String::new();
    wait_for(text, || {
        last = server.manage("/readyz?verbose").text();
        last.contains(text)
    });
    last
}

fn try_get(port: u16, target: &str) -> Option<Reply> {
    let mut connection = Connection::try_open(port).ok()?;
    connection.write(&Request::get(target).bytes());
    connection.read(false)
}

fn says(port: u16, body: &str) -> String {
    environment(json!({"port": port, "name": "Says", "routes": [get("says", body)]})).to_string()
}

/// An answer that belongs to one version wholly: status header, header template and a body of many parts.
fn versioned(port: u16, version: u64) -> String {
    let body = format!("{{{{#repeat 50}}}}{version} {{{{/repeat}}}}");
    let headers = json!([{"key": "X-Version", "value": version.to_string()}]);
    let answer = route("get", "version", vec![response(json!({"body": body, "headers": headers}))]);
    let mut whole = environment(json!({
        "uuid": "11111111-0000-4000-8000-000000000001", "name": "Versioned", "port": port,
        "routes": [answer], "headers": [{"key": "X-Environment", "value": version.to_string()}],
    }));
    whole["routes"][0]["uuid"] = "11111111-0000-4000-8000-000000000002".into();
    whole["rootChildren"][0]["uuid"] = "11111111-0000-4000-8000-000000000002".into();
    whole.to_string()
}

/// The one version that an answer names everywhere.
fn version_of(reply: &Reply) -> Option<u64> {
    let mut all: BTreeSet<&str> = reply.all("x-version").into_iter().chain(reply.all("x-environment")).collect();
    let text = reply.text();
    let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    all.extend(numbers());
    let parts = numbers().count();
    (reply.status == 200 && parts == 50 && all.len() == 1).then(|| all.first()?.parse().ok()).flatten()
}

#[test]
fn two_hundred_pushes_of_a_config_map_cost_no_request() {
    const PUSHES: u64 = 200;
    const CONNECTIONS: usize = 50;
    let sidemock = Sidemock::new();
    let port = free_port();
    let mut mount = Mount::new(&sidemock.directory().join("mount"), &[("env.json", &versioned(port, 0))]);
    let server = start_on("mount", sidemock);
    wait_for("the first version", || try_get(port, "/version").as_ref().and_then(version_of) == Some(0));
    let (stop, latest) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (stop, latest) = (Arc::clone(&stop), Arc::clone(&latest));
            std::thread::spawn(move || {
                let mut connection = Connection::open(port);
                let request = Request::get("/version");
                let (mut answered, mut wrong) = (0u64, Vec::new());
                while !stop.load(Ordering::Relaxed) {
                    let reply = connection.ask(&request);
                    match version_of(&reply) {
                        Some(version) => {
                            answered += 1;
                            latest.fetch_max(version, Ordering::Relaxed);
                        }
                        None => wrong.push(reply.whole()),
                    }
                    std::thread::sleep(Duration::from_millis(10));
                }
                (answered, wrong)
            })
        })
        .collect();
    let mut delays = Vec::new();
    for version in 1..=PUSHES {
        let moment = mount.push(&[("env.json", &versioned(port, version))]);
        wait_for(&format!("version {version}"), || {
            latest.load(Ordering::Relaxed) >= version
                || try_get(port, "/version").as_ref().and_then(version_of) == Some(version)
        });
        delays.push(moment.elapsed());
    }
    stop.store(true, Ordering::Relaxed);
    let mut answered = 0;
    for client in clients {
        let (count, wrong) = client.join().expect("no request fails");
        assert!(wrong.is_empty(), "torn or failed: {}", wrong[0]);
        answered += count;
    }
    delays.sort();
    println!(
        "{answered} requests over {PUSHES} pushes; from the rename to the first new answer: median {:?}, max {:?}",
        delays[delays.len() / 2],
        delays[delays.len() - 1]
    );
    assert_eq!(version_of(&Request::get("/version").send(port)), Some(PUSHES));
    let verbose = server.manage("/readyz?verbose");
    assert_eq!(verbose.status, 200);
    assert!(verbose.text().contains("last reload: taken"), "{}", verbose.text());
}

#[test]
fn what_did_not_change_keeps_its_state_over_a_reload() {
    let sequence = |uuid: u32, name: &str, label: &str| {
        let answers = (1..=3).map(|i| response(json!({"body": format!("{name}{i}"), "label": label}))).collect();
        let mut route = route("get", name, answers);
        route["responseMode"] = "SEQUENTIAL".into();
        route["uuid"] = format!("22222222-0000-4000-8000-{uuid:012}").into();
        for (i, response) in route["responses"].as_array_mut().unwrap().iter_mut().enumerate() {
            response["uuid"] = format!("33333333-0000-4000-8000-{:012}", uuid * 10 + i as u32).into();
        }
        route
    };
    let stored = |uuid: u32, id: &str, value: &Value| {
        let mut bucket = bucket(id, id, value);
        bucket["uuid"] = format!("44444444-0000-4000-8000-{uuid:012}").into();
        bucket
    };
    let list = |uuid: u32, id: &str| {
        let mut route = crud(id, id);
        route["uuid"] = format!("55555555-0000-4000-8000-{uuid:012}").into();
        route
    };
    let variable = |uuid: u32| {
        let mut route = get("variable", "{{getGlobalVar 'kept'}}");
        route["uuid"] = format!("66666666-0000-4000-8000-{uuid:012}").into();
        route
    };
    let file = |routes: Vec<Value>, data: Vec<Value>, port: u16| {
        environment(json!({"port": port, "name": "State", "routes": routes, "data": data})).to_string()
    };
    let port = free_port();
    let before = file(
        vec![
            sequence(1, "same", ""),
            sequence(2, "changed", "before"),
            sequence(3, "deleted", ""),
            list(4, "kept"),
            list(5, "fresh"),
            list(6, "gone"),
            variable(7),
        ],
        vec![stored(1, "kept", &json!([])), stored(2, "fresh", &json!([])), stored(3, "gone", &json!([]))],
        port,
    );
    let after = file(
        vec![
            sequence(1, "same", ""),
            sequence(2, "changed", "after"),
            list(4, "kept"),
            list(5, "fresh"),
            variable(7),
            get("reloaded", "yes"),
        ],
        vec![stored(1, "kept", &json!([])), stored(2, "fresh", &json!([{"id": "new"}]))],
        port,
    );
    let sidemock = Sidemock::new().file("mount/state.json", before);
    let server = start_on("mount", sidemock);
    wait_for_body(port, "/kept", "[]");
    for name in ["same", "changed", "deleted"] {
        assert_eq!(Request::get(&format!("/{name}")).send(port).text(), format!("{name}1"));
    }
    for name in ["kept", "fresh", "gone"] {
        let posted = Request::new("POST", &format!("/{name}")).json(&json!({"id": "mine"})).send(port);
        assert_eq!(posted.status, 201, "{name}");
    }
    let admin = |method: &str, path: &str| Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN);
    let set = admin("POST", "/global-vars").json(&json!({"key": "kept", "value": "by the test"})).send(port);
    assert_eq!(set.status, 200);
    let logs = |limit: u32| admin("GET", &format!("/logs?limit={limit}")).send(port).json();
    let logged = logs(100).as_array().map_or(0, Vec::len);
    std::fs::write(server.directory().join("mount/state.json"), after).unwrap();
    wait_for_body(port, "/reloaded", "yes");
    let table = [
        ("a counter is kept", "/same", "same2"),
        ("the counter of a changed route starts again", "/changed", "changed1"),
        ("a deleted route is gone", "/deleted", "404"),
        ("the data of a bucket are kept", "/kept/mine", r#"{"id":"mine"}"#),
        ("a changed bucket has its new data", "/fresh/new", r#"{"id":"new"}"#),
        ("and lost the old ones", "/fresh/mine", "404"),
        ("a deleted bucket is gone", "/gone", "404"),
        ("global variables are kept", "/variable", "by the test"),
    ];
    for (case, target, expected) in table {
        let reply = Request::get(target).send(port);
        let got = if reply.status == 404 { "404".to_owned() } else { reply.text() };
        assert_eq!(got, expected, "{case}");
    }
    assert!(logs(100).as_array().map_or(0, Vec::len) > logged, "transactions are kept");
}

#[test]
fn a_broken_file_changes_nothing_and_mending_it_recovers() {
    let port = free_port();
    let future = json!({"lastMigration": 999, "name": "x", "routes": []}).to_string();
    let good = says(port, "good");
    let broken: [(&str, &str, &str); 4] = [
        ("broken JSON", "{ \"name\": oops }", "line 1"),
        ("a half-written file", &good[..good.len() / 2], "line 1"),
        ("another schema", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}", "not a Mockoon environment"),
        ("a file from the future", &future, "lastMigration is 999"),
    ];
    let server = start_on("mount", Sidemock::new().file("mount/env.json", &good));
    wait_for_body(port, "/says", "good");
    let file = server.directory().join("mount/env.json");
    for (case, text, reason) in broken {
        std::fs::write(&file, text).unwrap();
        let verdict = wait_for_verdict(&server, reason);
        assert!(verdict.starts_with("ready\n"), "{case}: {verdict}");
        assert!(verdict.contains("env.json") && verdict.contains("last reload: refused"), "{case}: {verdict}");
        assert_eq!(Request::get("/says").send(port).text(), "good", "{case}");
        std::fs::write(&file, says(port, case)).unwrap();
        wait_for_body(port, "/says", case);
        wait_for_verdict(&server, "last reload: taken");
        std::fs::write(&file, &good).unwrap();
        wait_for_body(port, "/says", "good");
    }
    assert!(server.output().contains("Reload refused"));
}

#[test]
fn environments_start_and_stop_with_their_files() {
    let (a, b) = (free_port(), free_port());
    let sidemock = Sidemock::new();
    let mount_path = sidemock.directory().join("mount");
    std::fs::create_dir(&mount_path).unwrap();
    let server = start_on("mount", sidemock);
    let waiting = server.manage("/readyz");
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("no environment file is mounted yet"), "{}", waiting.text());
    assert_eq!(server.manage("/livez").status, 200);
    let (one, two) = (says(a, "one"), says(b, "two"));
    let mut mount = Mount::new(&mount_path, &[("a.json", &one)]);
    wait_for_body(a, "/says", "one");
    wait_for("ready", || server.manage("/readyz").status == 200);
    mount.push(&[("a.json", &one), ("b.json", &two)]);
    wait_for_body(b, "/says", "two");
    mount.push(&[("b.json", &two)]);
    wait_for("the first environment stops", || Connection::try_open(a).is_err());
    assert_eq!(Request::get("/says").send(b).text(), "two");
    mount.push(&[]);
    wait_for("the second environment stops", || Connection::try_open(b).is_err());
    wait_for("not ready", || server.manage("/readyz").status == 503);
}

#[test]
fn a_directory_that_is_away_keeps_its_environments_until_it_has_content_again() {
    let port = free_port();
    let server = start_on("mount", Sidemock::new().file("mount/env.json", says(port, "before")));
    wait_for_body(port, "/says", "before");
    let mount = server.directory().join("mount");
    std::fs::remove_dir_all(&mount).unwrap();
    wait_for_verdict(&server, "no such file or directory");
    assert_eq!(Request::get("/says").send(port).text(), "before");
    std::fs::create_dir(&mount).unwrap();
    wait_for_verdict(&server, "is there again, but empty");
    assert_eq!(Request::get("/says").send(port).text(), "before");
    std::fs::write(mount.join("env.json"), says(port, "after")).unwrap();
    wait_for_body(port, "/says", "after");
    assert!(!server.manage("/readyz?verbose").text().contains("empty"));
}

#[test]
fn two_files_on_one_port_are_refused_by_name_until_one_gives_way() {
    let (shared, other) = (free_port(), free_port());
    let server = start_on("mount", Sidemock::new().file("mount/b.json", says(shared, "first")));
    wait_for_body(shared, "/says", "first");
    let rival = server.directory().join("mount/a.json");
    std::fs::write(&rival, says(shared, "rival")).unwrap();
    let verdict = wait_for_verdict(&server, &format!("both want port {shared}"));
    assert!(verdict.contains("a.json") && verdict.contains("b.json") && verdict.starts_with("ready\n"), "{verdict}");
    assert_eq!(Request::get("/says").send(shared).text(), "first");
    std::fs::write(&rival, says(other, "rival")).unwrap();
    wait_for_body(other, "/says", "rival");
    wait_for("no trouble is left", || !server.manage("/readyz?verbose").text().contains("both want"));
}

#[test]
fn a_changed_port_listens_before_the_old_one_closes_and_a_taken_one_is_refused() {
    let (old, new, taken) = (free_port(), free_port(), free_port());
    let server = start_on("mount", Sidemock::new().file("mount/env.json", says(old, "old")));
    wait_for_body(old, "/says", "old");
    let file = server.directory().join("mount/env.json");
    let foreign = std::net::TcpListener::bind(("::", taken)).unwrap();
    std::fs::write(&file, says(taken, "taken")).unwrap();
    let verdict = wait_for_verdict(&server, "last reload: refused");
    assert!(verdict.contains(&format!("port {taken}")), "{verdict}");
    assert_eq!(Request::get("/says").send(old).text(), "old");
    drop(foreign);
    wait_for_body(taken, "/says", "taken");
    wait_for("the old port closes", || Connection::try_open(old).is_err());
    let file_of_new = says(new, "new");
    std::fs::write(&file, file_of_new).unwrap();
    wait_for_body(new, "/says", "new");
    wait_for("the old port closes", || Connection::try_open(taken).is_err());
}

#[test]
fn another_hostname_on_the_same_port_refuses_no_connection() {
    let port = free_port();
    let on = |hostname: &str, body: &str| {
        let routes = [get("says", body)];
        environment(json!({"port": port, "hostname": hostname, "routes": routes})).to_string()
    };
    let server = start_on("mount", Sidemock::new().file("mount/env.json", on("127.0.0.1", "0")));
    wait_for_body(port, "/says", "0");
    let stop = Arc::new(AtomicBool::new(false));
    let knocking = {
        let stop = Arc::clone(&stop);
        std::thread::spawn(move || {
            let (mut opened, mut refused) = (0, 0);
            while !stop.load(Ordering::Relaxed) {
                match std::net::TcpStream::connect(("127.0.0.1", port)) {
                    Ok(_) => opened += 1,
                    Err(error) if error.kind() == ErrorKind::ConnectionRefused => refused += 1,
                    // The kernel had just given it to the old socket, which closed before anybody could take it there.
                    Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
                    Err(error) => panic!("{error}"),
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            (opened, refused)
        })
    };
    for i in 1..=6 {
        let hostname = if i % 2 == 0 { "127.0.0.1" } else { "" };
        std::fs::write(server.directory().join("mount/env.json"), on(hostname, &i.to_string())).unwrap();
        wait_for_body(port, "/says", &i.to_string());
    }
    stop.store(true, Ordering::Relaxed);
    let (opened, refused) = knocking.join().unwrap();
    assert!(opened > 0 && refused == 0, "{opened} opened, {refused} refused");
}

#[test]
fn two_environments_may_exchange_their_ports() {
    let (a, b) = (free_port(), free_port());
    let sidemock = Sidemock::new();
    let (one, two) = (says(a, "one"), says(b, "two"));
    let mut mount = Mount::new(&sidemock.directory().join("mount"), &[("a.json", &one), ("b.json", &two)]);
    let _server = start_on("mount", sidemock);
    wait_for_body(b, "/says", "two");
    mount.push(&[("a.json", &says(b, "one")), ("b.json", &says(a, "two"))]);
    wait_for_body(b, "/says", "one");
    wait_for_body(a, "/says", "two");
}

#[test]
fn an_editor_that_renames_the_old_file_away_loses_no_state() {
    let port = free_port();
    let file = |body: &str| {
        let mut counted = route("get", "counted", vec![response(json!({"body": "1"})), response(json!({"body": "2"}))]);
        counted["uuid"] = "77777777-0000-4000-8000-000000000001".into();
        counted["responseMode"] = "SEQUENTIAL".into();
        for (i, response) in counted["responses"].as_array_mut().unwrap().iter_mut().enumerate() {
            response["uuid"] = format!("77777777-0000-4000-8000-00000000001{i}").into();
        }
        environment(json!({"port": port, "routes": [counted, get("says", body)]})).to_string()
    };
    let server = start_on("mount", Sidemock::new().file("mount/env.json", file("before")));
    wait_for_body(port, "/counted", "1");
    let path = server.directory().join("mount/env.json");
    std::fs::rename(&path, path.with_extension("json~")).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    std::fs::write(&path, file("after")).unwrap();
    wait_for_body(port, "/says", "after");
    assert_eq!(Request::get("/counted").send(port).text(), "2");
}

#[test]
fn an_environment_put_by_the_admin_api_stays_until_the_file_changes() {
    let port = free_port();
    let server = start_on("mount", Sidemock::new().file("mount/env.json", says(port, "file")));
    wait_for_body(port, "/says", "file");
    let put = Request::new("PUT", "/mockoon-admin/environment").bearer(TOKEN);
    let whole: Value = serde_json::from_str(&says(port, "put")).unwrap();
    assert_eq!(put.json(&whole).send(port).status, 200);
    // Another file beside it is no change of this one.
    let other = free_port();
    std::fs::write(server.directory().join("mount/other.json"), says(other, "other")).unwrap();
    wait_for_body(other, "/says", "other");
    assert_eq!(Request::get("/says").send(port).text(), "put");
    std::fs::write(server.directory().join("mount/env.json"), says(port, "file again")).unwrap();
    wait_for_body(port, "/says", "file again");
}

#[test]
fn ten_thousand_routes_are_taken_while_the_old_ones_answer() {
    let port = free_port();
    let server = start_on("mount", Sidemock::new().file("mount/env.json", says(port, "small")));
    wait_for_body(port, "/says", "small");
    let routes: Vec<Value> = (0..10_000).map(|i| get(&format!("route/{i}"), &format!("answer {i}"))).collect();
    let large = environment(json!({"port": port, "routes": routes})).to_string();
    std::fs::write(server.directory().join("mount/env.json"), large).unwrap();
    wait_for("the large file serves", || {
        let (small, large) = (Request::get("/says").send(port), Request::get("/route/9999").send(port));
        assert!(small.text() == "small" || small.status == 404, "{}", small.whole());
        large.text() == "answer 9999"
    });
    assert!(server.manage("/readyz?verbose").text().contains("10000 routes"));
}

#[test]
fn a_rotated_secret_changes_the_token_without_a_restart() {
    let port = free_port();
    let sidemock = Sidemock::new().file("mount/env.json", says(port, "x"));
    let mut secret = Mount::new(&sidemock.directory().join("secret"), &[("token", "first")]);
    let path = sidemock.directory().join("secret/token").display().to_string();
    let _server = start_on("mount", sidemock.var("MOCKOON_ADMIN_API_TOKEN_FILE", path));
    wait_for_body(port, "/says", "x");
    let status = |token: &str| Request::get("/mockoon-admin").bearer(token).send(port).status;
    assert_eq!((status("first"), status("second")), (200, 401));
    secret.push(&[("token", "second\n")]);
    wait_for("the new token", || status("second") == 200);
    assert_eq!(status("first"), 401);
    secret.push(&[("token", "")]);
    secret.push(&[("token", "third")]);
    wait_for("the third token", || status("third") == 200);
}

#[test]
fn positions_decide_again_when_files_come_and_go() {
    let (first, second, own) = (free_port(), free_port(), free_port());
    let sidemock = Sidemock::new().file("mount/b.json", says(own, "b"));
    let path = sidemock.directory().join("mount").display().to_string();
    let ports = format!("{first},{second}");
    let server = sidemock.var("MOCKOON_DATA", path).var("MOCKOON_PORT", ports).start();
    wait_for_body(first, "/says", "b");
    std::fs::write(server.directory().join("mount/a.json"), says(own, "a")).unwrap();
    wait_for_body(first, "/says", "a");
    wait_for_body(second, "/says", "b");
    std::fs::remove_file(server.directory().join("mount/a.json")).unwrap();
    wait_for_body(first, "/says", "b");
}

#[test]
fn without_watching_a_changed_file_is_not_looked_at() {
    let port = free_port();
    let server = start_on("mount", Sidemock::new().file("mount/env.json", says(port, "x")).var("MOCKOON_WATCH", "no"));
    wait_for_body(port, "/says", "x");
    std::fs::write(server.directory().join("mount/env.json"), says(port, "y")).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(Request::get("/says").send(port).text(), "x");
}

#[test]
fn what_names_routes_without_uuids_goes_on_over_reloads() {
    let text = |more: &str| {
        let responses = r#"[{"label": "b", "body": "b"}, {"label": "c", "body": "c"}]"#;
        format!(
            r#"{{"lastMigration": 33, "routes": [{{"method": "get", "endpoint": "seq", "responses": {responses}}}{more}]}}"#
        )
    };
    let server = Sidemock::on(&serde_json::from_str(&text("")).expect("JSON")).start();
    let routes = server.admin("GET", "/x/routes").json();
    let uuid = routes[0]["uuid"].as_str().expect("a uuid").to_owned();
    let asked = Request::new("PUT", &format!("/mockoon-admin/x/routes/{uuid}/force")).bearer(TOKEN);
    assert_eq!(server.send(&asked.json(&json!({"response": "c"}))).status, 201);
    let file = server.directory().join("environment.json");
    std::fs::write(file, text(r#", {"method": "get", "endpoint": "new", "responses": [{"body": "new"}]}"#)).unwrap();
    wait_for("the new route", || server.get("/new").status == 200);
    assert_eq!(server.get("/seq").text(), "c");
    assert_eq!(server.admin("GET", "/x/routes").json()[0]["uuid"], uuid.as_str());
}

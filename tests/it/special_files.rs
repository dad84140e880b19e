//! Pipes, devices and sockets where files are expected, and files that would take long to be understood.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Server, Sidemock, environment, get, response, route, wait_for};

fn named(text: &str) -> String {
    environment(json!({"routes": [get("a", text)]})).to_string()
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

/// A server on a directory with one environment in it, and what the function puts beside it.
fn beside(put: impl Fn(&Path)) -> Server {
    let sidemock = Sidemock::new().file("data/a.json", named("one"));
    let data = sidemock.directory().join("data");
    put(&data);
    sidemock.var("MOCKOON_DATA", data.display().to_string()).start()
}

#[test]
fn what_is_no_file_is_skipped_with_a_warning_and_reloads_go_on() {
    let mut server = beside(|data| {
        make_pipe(&data.join("b.json"));
        std::os::unix::fs::symlink("/dev/zero", data.join("c.yaml")).unwrap();
    });
    let data = server.directory().join("data");
    let _socket = std::os::unix::net::UnixListener::bind(data.join("d.yml")).unwrap();
    make_pipe(&data.join("e.json.gz"));
    for name in ["b.json", "c.yaml", "d.yml", "e.json.gz"] {
        let output = server.wait_for_output(&format!("{name}\",\"level\":\"warn\",\"message\":\"skipped: a pipe"));
        assert_eq!(output.matches(name).count(), 1, "said once: {output}");
    }
    std::fs::write(data.join("a.json"), named("two")).unwrap();
    wait_for("the reload", || server.get("/a").text() == "two");
    let readiness = server.manage("/readyz?verbose");
    assert_eq!(readiness.status, 200);
    assert!(readiness.text().contains("b.json: skipped: a pipe"), "{}", readiness.text());
    // A file that becomes a pipe is a file that is gone.
    std::fs::remove_file(data.join("a.json")).unwrap();
    make_pipe(&data.join("a.json"));
    wait_for("nothing to serve", || server.manage("/readyz").status == 503);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_pipe_that_is_named_keeps_nobody_waiting() {
    let sidemock = Sidemock::new();
    let pipe = sidemock.directory().join("pipe");
    make_pipe(&pipe);
    let mut server = sidemock.var("MOCKOON_DATA", pipe.display().to_string()).start_unready();
    server.wait_for_output("skipped: a pipe");
    assert!(server.manage("/readyz").text().contains("no environment file"), "{}", server.manage("/readyz").text());
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_check_names_what_is_skipped() {
    let sidemock = Sidemock::new().file("data/a.json", named("one"));
    let data = sidemock.directory().join("data");
    make_pipe(&data.join("b.json"));
    let ended = sidemock.var("MOCKOON_DATA", data.display().to_string()).var("MOCKOON_CHECK", "true").run();
    assert_eq!(ended.code, Some(0), "{}", ended.output());
    assert!(ended.stdout.contains("b.json: skipped: a pipe"), "{}", ended.stdout);
}

#[test]
fn a_body_from_a_pipe_or_a_device_is_an_error_at_once() {
    let file = |name: &str| {
        let body = response(json!({"bodyType": "FILE", "filePath": name}));
        route("get", name, vec![body])
    };
    let routes: Vec<_> = ["pipe.bin", "pipe.json", "zero.bin", "zero.txt"].into_iter().map(file).collect();
    let server = Sidemock::on(&environment(json!({"routes": routes})));
    let directory = server.directory().to_owned();
    make_pipe(&directory.join("pipe.bin"));
    make_pipe(&directory.join("pipe.json"));
    let server = server.start();
    for name in ["pipe.bin", "pipe.json"] {
        let reply = server.get(&format!("/{name}"));
        assert!(reply.text().contains("EACCES"), "{name}: {}", reply.whole());
    }
}

#[test]
fn a_megabyte_of_brackets_fails_at_once_under_any_name() {
    let open = "[".repeat(1 << 20);
    let mixed = "- [{a: ".repeat(1 << 17);
    for (name, text) in [("a.json", &open), ("b.yaml", &open), ("c.yml", &mixed), ("d", &open)] {
        let began = Instant::now();
        let ended = Sidemock::new().file(name, text).environment(name, text).run();
        assert_eq!(ended.code, Some(65), "{name}: {}", ended.output());
        // Not how fast it is, but that it does not grow with the square of the size.
        assert!(began.elapsed() < Duration::from_secs(20), "{name}");
    }
}

//! Files that load, files that do not, and what a stranger is told about them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::support::{Ended, Request, Sidemock, environment, free_port, get};

fn refused(name: &str, text: &str) -> Ended {
    let ended = Sidemock::new().environment(name, text).run();
    assert_eq!(ended.code, Some(65), "{ended:?}");
    assert!(ended.output().contains(name), "{ended:?}");
    ended
}

#[test]
fn invalid_json_is_refused_with_file_line_and_column() {
    let ended = refused("broken.json", "{\n  \"lastMigration\": 33,\n  \"routes\": [}\n}");
    assert!(ended.output().contains("line 3"), "{ended:?}");
    assert!(ended.output().contains("column"), "{ended:?}");
}

#[test]
fn yaml_with_tabs_is_refused_and_the_tab_is_named() {
    let ended = refused("tabs.yaml", "lastMigration: 33\nroutes:\n\t- uuid: x\n");
    assert!(ended.output().to_lowercase().contains("tab"), "{ended:?}");
    assert!(ended.output().contains("line 3"), "{ended:?}");
}

#[test]
fn a_file_of_a_newer_mockoon_is_refused() {
    let ended = refused("future.json", &environment(json!({"lastMigration": 99})).to_string());
    assert!(ended.output().contains("99") && ended.output().contains("33"), "{ended:?}");
}

#[test]
fn an_empty_file_is_refused() {
    refused("empty.json", "");
}

#[test]
fn every_broken_file_is_reported_before_the_end() {
    let ended = Sidemock::new().environment("one.json", "{").environment("two.json", "[").run();
    assert_eq!(ended.code, Some(65));
    assert!(ended.output().contains("one.json") && ended.output().contains("two.json"), "{ended:?}");
}

#[test]
fn two_files_on_one_port_are_refused_by_both_names() {
    let port = free_port();
    let text = environment(json!({"port": port})).to_string();
    let ended =
        Sidemock::new().environment("left.json", &text).environment("right.json", &text).without("MOCKOON_PORT").run();
    assert_eq!(ended.code, Some(65), "{ended:?}");
    for part in ["left.json", "right.json", &port.to_string()] {
        assert!(ended.output().contains(part), "{part}: {ended:?}");
    }
}

#[test]
fn a_path_that_does_not_exist_is_refused_by_name() {
    let ended = Sidemock::new().var("MOCKOON_DATA", "/nowhere/at/all").run();
    assert_eq!(ended.code, Some(65), "{ended:?}");
    assert!(ended.output().contains("/nowhere/at/all"), "{ended:?}");
}

#[test]
fn an_unreadable_directory_is_refused_by_name() {
    let sidemock = Sidemock::new();
    let closed = sidemock.directory().join("closed");
    fs::create_dir(&closed).expect("a directory");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("permissions");
    let open_to_root = fs::read_dir(&closed).is_ok();
    let data = closed.display().to_string();
    if open_to_root {
        // Nothing is closed to root: the directory is just empty then, and the server waits.
        let server = sidemock.var("MOCKOON_DATA", data).start_unready();
        assert_eq!(server.manage("/readyz").status, 503);
        return;
    }
    let ended = sidemock.var("MOCKOON_DATA", data).run();
    assert_eq!(ended.code, Some(65), "{ended:?}");
    assert!(ended.output().contains("closed") && ended.output().contains("permission"), "{ended:?}");
}

#[test]
fn an_empty_directory_is_waited_for() {
    let sidemock = Sidemock::new();
    let directory = sidemock.directory().join("environments");
    fs::create_dir(&directory).expect("a directory");
    let server = sidemock.var("MOCKOON_DATA", directory.display().to_string()).start_unready();
    let ready = server.manage("/readyz");
    assert_eq!(ready.status, 503);
    assert!(ready.text().contains("no environment"), "{}", ready.text());
    assert_eq!(server.manage("/livez").status, 200);
}

#[test]
fn a_directory_means_its_environment_files_by_name() {
    let (first, second) = (free_port(), free_port());
    let at = |port: u16, body: &str| environment(json!({"port": port, "routes": [get("who", body)]})).to_string();
    let sidemock = Sidemock::new()
        .file("mounted/b.json", at(second, "b"))
        .file("mounted/a.json", at(first, "a"))
        .file("mounted/notes.txt", "no environment")
        .file("mounted/.hidden.json", "{");
    let data = sidemock.directory().join("mounted").display().to_string();
    let server = sidemock.var("MOCKOON_DATA", data).without("MOCKOON_PORT").start();
    for (port, body) in [(first, "a"), (second, "b")] {
        assert_eq!(crate::support::Request::get("/who").send(port).text(), body);
    }
    let report = server.manage("/readyz?verbose").text();
    let places = [report.find("a.json").expect("a.json"), report.find("b.json").expect("b.json")];
    assert!(places[0] < places[1], "{report}");
}

#[test]
fn yaml_and_gzipped_files_are_served() {
    let route = "uuid: r1\n    method: get\n    endpoint: who\n    responses:\n      - uuid: p1\n        body: yaml\n        default: true";
    let yaml =
        format!("lastMigration: 33\nname: Y\nroutes:\n  - {route}\nrootChildren:\n  - type: route\n    uuid: r1\n");
    let json = environment(json!({"routes": [get("who", "gzip")]})).to_string();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(json.as_bytes()).expect("memory");
    let server = Sidemock::new()
        .environment("y.yaml", &yaml)
        .environment("z.json.gz", "")
        .file("z.json.gz", gzip.finish().expect("memory"))
        .start();
    for (index, body) in ["yaml", "gzip"].into_iter().enumerate() {
        assert_eq!(crate::support::Request::get("/who").send(server.port_of(index)).text(), body);
    }
}

#[test]
fn wrong_fields_are_repaired_and_said() {
    let mut file = environment(json!({"routes": [get("hello", "hi")]}));
    file["latency"] = json!("soon");
    file["routes"][0]["responses"][0]["statusCode"] = json!({"not": "a number"});
    let server = Sidemock::on(&file).start();
    assert_eq!(server.get("/hello").status, 200);
    let output = server.wait_for_output("repaired");
    assert!(output.contains("latency") && output.contains("statusCode"), "{output}");
}

#[test]
fn without_a_file_the_demo_is_served() {
    let server = Sidemock::new().start();
    assert!(server.manage("/readyz?verbose").text().contains("embedded demo"));
    server.wait_for_output("Server started on port");
}

#[test]
fn the_verbose_readiness_lists_every_environment() {
    let server = Sidemock::new()
        .environment("one.json", &environment(json!({"name": "One", "routes": [get("a", "a")]})).to_string())
        .environment("two.json", &environment(json!({"name": "Two"})).to_string())
        .start();
    let report = server.manage("/readyz?verbose").text();
    for part in ["One", "one.json", &server.port_of(0).to_string(), "Two", "two.json", &server.port_of(1).to_string()] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(report.contains("generation 1"), "{report}");
}

#[test]
fn a_file_that_is_named_twice_with_two_ports_serves_twice_and_says_so_before_its_tokens() {
    let text = environment(json!({"name": "Twin", "routes": [get("a", "a"), get("b", "b")]}));
    let once = Sidemock::new().environment("a.json", &text.to_string());
    let server = once.environment("a.json", &text.to_string()).without("MOCKOON_ADMIN_API_TOKEN").start();
    let ask = |index: usize| Request::get("/a").send(server.port_of(index)).text();
    assert_eq!([ask(0), ask(1)], ["a", "a"]);
    let output = server.output();
    let at = |text: String| output.find(&text).unwrap_or_else(|| panic!("{text}: {output}"));
    let started = [0, 1].map(|index| at(format!("Server started on port {}", server.port_of(index))));
    let tokens: Vec<usize> = output.match_indices("Admin API token (auto-generated)").map(|(at, _)| at).collect();
    // As the reference has it: an environment, its token, the next environment.
    assert!(started[0] < tokens[0] && tokens[0] < started[1] && started[1] < tokens[1], "{output}");
}

#[test]
fn a_file_that_is_named_twice_without_two_ports_serves_once() {
    let text = environment(json!({"port": free_port()})).to_string();
    let twice = Sidemock::new().environment("a.json", &text).environment("a.json", &text);
    let ended = twice.without("MOCKOON_PORT").var("MOCKOON_CHECK", "true").run();
    assert!(ended.stdout.contains("1 environments"), "{}", ended.output());
}

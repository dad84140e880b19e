//! What the binary does besides serving: `healthcheck`, `--version`, `--help`, and a word for what it does not know.

use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::support::{Sidemock, environment, free_port};

fn sidemock(arguments: &[&str], vars: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sidemock"));
    command.env_clear().args(arguments).envs(vars.iter().copied());
    command.output().expect("the binary starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn version_and_help_are_printed_whatever_the_settings_are() {
    let broken = [("MOCKOON_PORT", "http")];
    let version = sidemock(&["--version"], &broken);
    assert_eq!(version.status.code(), Some(0));
    assert_eq!(text(&version.stdout), format!("sidemock {}\n", env!("CARGO_PKG_VERSION")));
    let help = sidemock(&["--help"], &broken);
    assert_eq!(help.status.code(), Some(0));
    for word in ["healthcheck", "--version", "--help", "MOCKOON_"] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
}

#[test]
fn any_other_argument_is_named_and_exits_64() {
    for arguments in [&["start"][..], &["--port", "3000"], &["--healthcheck"], &["healthcheck", "--verbose"], &["-v"]] {
        let ended = sidemock(arguments, &[]);
        assert_eq!(ended.status.code(), Some(64), "{arguments:?}");
        let named = arguments.last().filter(|_| arguments[0] == "healthcheck").unwrap_or(&arguments[0]);
        assert!(text(&ended.stderr).starts_with(named), "{ended:?}");
        assert!(text(&ended.stderr).contains("--help"), "{ended:?}");
    }
}

/// A pipe whose reader has gone.
fn closed() -> Stdio {
    let (_, writer) = std::io::pipe().expect("a pipe");
    writer.into()
}

#[test]
fn nobody_has_to_read_the_output() {
    let silent = free_port().to_string();
    let quiet = ("MOCKOON_MANAGEMENT_PORT", "0");
    for (arguments, vars, code) in [
        (&["--version"][..], &[][..], 0),
        (&["--help"], &[], 0),
        (&["nonsense"], &[], 64),
        (&["healthcheck"], &[("MOCKOON_MANAGEMENT_PORT", silent.as_str())], 1),
        (&[], &[("MOCKOON_PORT", "http")], 64),
        (&[], &[("MOCKOON_CHECK", "true")], 0),
        (&[], &[("MOCKOON_DATA", "/nowhere/at/all"), ("MOCKOON_CHECK", "true")], 65),
        (&[], &[("MOCKOON_DATA", "/nowhere/at/all"), quiet], 65),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sidemock"));
        command.env_clear().args(arguments).envs(vars.iter().copied()).stdout(closed()).stderr(closed());
        let ended = command.status().expect("the binary starts");
        assert_eq!(ended.code(), Some(code), "{arguments:?} {vars:?}");
    }
}

#[test]
fn a_healthcheck_exits_as_the_server_is_ready() {
    let server = Sidemock::on(&environment(json!({}))).var("MOCKOON_SHUTDOWN_DELAY", "60s").start();
    let port = server.management().to_string();
    let ask = || sidemock(&["healthcheck"], &[("MOCKOON_MANAGEMENT_PORT", &port)]);
    let ready = ask();
    assert_eq!((ready.status.code(), text(&ready.stdout)), (Some(0), "ready\n"), "{ready:?}");
    server.signal("TERM");
    server.wait_for_output("shutting down");
    let stopping = ask();
    assert_eq!(stopping.status.code(), Some(1), "{stopping:?}");
    assert!(text(&stopping.stderr).contains("shutting down"), "{stopping:?}");
}

#[test]
fn a_healthcheck_without_a_server_exits_1_and_says_what_was_asked() {
    let port = free_port().to_string();
    let silent = sidemock(&["healthcheck"], &[("MOCKOON_MANAGEMENT_PORT", &port)]);
    assert_eq!(silent.status.code(), Some(1));
    assert!(text(&silent.stderr).contains(&format!("port {port}")), "{silent:?}");
    let off = sidemock(&["healthcheck"], &[("MOCKOON_MANAGEMENT_PORT", "0")]);
    assert_eq!(off.status.code(), Some(1));
    assert!(text(&off.stderr).contains("MOCKOON_MANAGEMENT_PORT"), "{off:?}");
}

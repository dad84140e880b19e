//! TLS at the front door: the name picks the certificate, the host the environment.

use serde_json::{Value, json};

use super::{on, with};
use crate::support::{Server, Sidemock, free_port, wait_for};
use crate::tls::{Secure, fixtures};

fn tls(certificate: &str) -> Value {
    let (cert, key) = match certificate {
        "" => (String::new(), String::new()),
        name => (format!("{name}.pem"), format!("{name}.key")),
    };
    json!({"enabled": true, "type": "CERT", "pfxPath": "", "certPath": cert, "keyPath": key, "caPath": "", "passphrase": ""})
}

fn with_fixtures(mut server: Sidemock) -> Sidemock {
    for entry in std::fs::read_dir(fixtures()).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        server = server.file(&name, std::fs::read(&path).expect("a fixture"));
    }
    server
}

fn start() -> (Server, u16) {
    let environments = [
        with("Payments", json!({"tlsOptions": tls("leaf")})),
        with("Shop", json!({"tlsOptions": tls("other")})),
        with("Made", json!({"tlsOptions": tls("")})),
        with("Plain", json!({})),
    ];
    let port = free_port();
    let server = with_fixtures(on(&environments)).var("MOCKOON_FRONT_TLS_PORT", port.to_string());
    let rows = "payments=Payments, shop/api=Shop, *.example.com=Shop, made=Made, plain=Plain";
    (server.var("MOCKOON_FRONT_ROUTES", rows).start(), port)
}

#[test]
fn the_name_picks_the_certificate_and_the_host_the_environment() {
    let (_server, port) = start();
    for (name, certificate) in [
        ("payments", "CN=leaf.test"),
        ("PAYMENTS", "CN=leaf.test"),
        ("payments.ns.svc.cluster.local", "CN=leaf.test"),
        ("shop", "CN=other.test"),
        ("a.example.com", "CN=other.test"),
        ("made", "CN=localhost"),
        ("plain", "CN=localhost"),
        ("nowhere", "CN=localhost"),
        ("127.0.0.1", "CN=localhost"),
    ] {
        let chain = Secure::named(port, name).chain();
        assert_eq!(chain.first().map(String::as_str), Some(certificate), "{name}");
    }
    let mut connection = Secure::named(port, "payments");
    for (host, expected) in [("payments", 200), ("made", 200), ("plain:8443", 200), ("nowhere", 404)] {
        let (status, head, body) = connection.ask(host, "/url");
        assert_eq!(status, expected, "{head}");
        if expected == 200 {
            assert_eq!(body, format!("https://{host}"));
        }
    }
}

#[test]
fn the_generated_certificate_names_the_hosts() {
    let (_server, port) = start();
    let der = Secure::named(port, "plain").certificate();
    for name in ["localhost", "payments", "*.example.com", "plain"] {
        assert!(der.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
}

#[test]
fn a_certificate_that_changes_reaches_the_next_handshake() {
    let (server, port) = start();
    let mut open = Secure::named(port, "payments");
    for end in ["pem", "key"] {
        std::fs::copy(fixtures().join(format!("ec.{end}")), server.directory().join(format!("leaf.{end}"))).unwrap();
    }
    wait_for("the new certificate", || {
        Secure::named(port, "payments").chain().first().map(String::as_str) == Some("CN=ec.test")
    });
    assert_eq!(Secure::named(port, "shop").chain().first().map(String::as_str), Some("CN=other.test"));
    assert_eq!(open.ask("payments", "/url").0, 200);
}

//! Client certificates: who may connect, what rules and templates learn of it, authorities that change.

use std::path::Path;
use std::process::{Command, Output};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use serde_json::{Value, json};

use crate::support::{Connection, Request, Server, Sidemock, TOKEN, environment, free_port, get, wait_for};

/// An authority that signs clients.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

fn pem(kind: &str, der: &[u8]) -> String {
    format!("-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n", STANDARD.encode(der))
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).expect("a certificate");
        let pem = pem("CERTIFICATE", certificate.der());
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Writes certificate and key of a client.
    fn sign(&self, directory: &Path, name: &str, is_expired: bool) {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, "Acme, Inc.");
        params.distinguished_name.push(DnType::CommonName, name);
        if is_expired {
            (params.not_before, params.not_after) = (date_time_ymd(2001, 1, 1), date_time_ymd(2002, 1, 1));
        }
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let both = pem("CERTIFICATE", certificate.der()) + &pem("PRIVATE KEY", key.serialized_der());
        std::fs::write(directory.join(format!("{name}.pem")), both).expect("written");
    }
}

fn mocks() -> Value {
    environment(json!({
        "name": "mock",
        "tlsOptions": {"enabled": true, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": ""},
        "routes": [get("who", "{{{header 'x-sidemock-client-subject'}}}")],
    }))
}

fn start(authority: &Authority, auth: &str) -> Server {
    let server = Sidemock::on(&mocks()).file("ca.pem", &authority.pem);
    let file = server.directory().join("ca.pem").display().to_string();
    let server = server.var("MOCKOON_TLS_CLIENT_CA_FILE", file).var("MOCKOON_TLS_CLIENT_AUTH", auth).start();
    authority.sign(server.directory(), "right", false);
    authority.sign(server.directory(), "expired", true);
    Authority::new("Stranger").sign(server.directory(), "wrong", false);
    server
}

/// What curl gets with these options.
fn curl(server: &Server, options: &[&str]) -> Output {
    let url = format!("https://127.0.0.1:{}/who", server.port());
    let mut command = Command::new("curl");
    command.current_dir(server.directory()).args(["-sk", "-m", "30", "--noproxy", "*"]).args(options).arg(url);
    command.output().expect("curl runs")
}

fn with<'a>(certificate: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["--cert", certificate], more].concat()
}

#[test]
fn who_has_no_good_certificate_is_not_let_in() {
    let server = start(&Authority::new("Ours"), "required");
    let right = curl(&server, &with("right.pem", &[]));
    assert_eq!(String::from_utf8_lossy(&right.stdout), "CN=right,O=Acme\\, Inc.");
    for options in [vec![], with("expired.pem", &[]), with("wrong.pem", &[])] {
        for version in ["--tlsv1.2", "--tlsv1.3"] {
            let refused = curl(&server, &[options.clone(), vec![version]].concat());
            assert!(!refused.status.success() && refused.stdout.is_empty(), "{options:?} {version}: {refused:?}");
        }
    }
}

#[test]
fn a_certificate_that_is_optional_is_good_if_it_is_shown() {
    let server = start(&Authority::new("Ours"), "optional");
    let subject = |options: &[&str]| String::from_utf8_lossy(&curl(&server, options).stdout).into_owned();
    assert_eq!(subject(&[]), "");
    assert!(subject(&with("right.pem", &["--http2"])).starts_with("CN=right"));
    assert!(subject(&with("right.pem", &["--http1.1", "--tls-max", "1.2"])).starts_with("CN=right"));
    for certificate in ["expired.pem", "wrong.pem"] {
        assert!(!curl(&server, &with(certificate, &[])).status.success(), "{certificate}");
    }
    // Nobody can name itself.
    let forged = ["-H", "x-sidemock-client-subject: CN=admin"];
    assert_eq!(subject(&forged), "");
    assert!(subject(&with("right.pem", &forged)).starts_with("CN=right"));
}

#[test]
fn where_nobody_asks_for_certificates_nobody_can_name_itself_either() {
    let upstream = Sidemock::on(&mocks()).var("MOCKOON_DISABLE_TLS", "true").start();
    let proxying = environment(json!({
        "name": "mock", "proxyMode": true, "proxyHost": format!("http://127.0.0.1:{}", upstream.port()),
        "routes": [get("mine", "{{{header 'x-sidemock-client-subject'}}}|{{{header 'x-last'}}}")],
    }));
    let server = Sidemock::on(&proxying).start();
    let mut connection = Connection::open(server.port());
    for (name, subject) in [("x-sidemock-client-subject", "CN=admin"), ("X-Sidemock-Client-Subject", "CN=root")] {
        for last in ["1", "2", "2"] {
            let request =
                |path: &str| Request::get(path).header(name, subject).header("x-other", "o").header("x-last", last);
            assert_eq!(connection.ask(&request("/mine")).text(), format!("|{last}"), "{name}");
            assert_eq!(
                connection.ask(&request("/mine").header(name, "CN=two")).text(),
                format!("|{last}"),
                "{name} twice"
            );
            assert_eq!(connection.ask(&request("/who")).text(), "", "{name} to an upstream");
        }
    }
    assert!(!server.admin("GET", "/logs?limit=100").text().contains("CN="), "recorded");
    let tls = Sidemock::on(&mocks()).start();
    for version in ["--http1.1", "--http2"] {
        assert_eq!(curl(&tls, &[version, "-H", "x-sidemock-client-subject: CN=admin"]).stdout, b"", "{version}");
    }
}

#[test]
fn authorities_that_change_hold_for_the_next_connection() {
    let (first, second) = (Authority::new("First"), Authority::new("Second"));
    let server = start(&first, "required");
    second.sign(server.directory(), "next", false);
    assert!(curl(&server, &with("right.pem", &[])).status.success());
    assert!(!curl(&server, &with("next.pem", &[])).status.success());
    std::fs::write(server.directory().join("ca.new"), &second.pem).expect("written");
    std::fs::rename(server.directory().join("ca.new"), server.directory().join("ca.pem")).expect("moved");
    wait_for("the new authority", || curl(&server, &with("next.pem", &[])).status.success());
    assert!(!curl(&server, &with("right.pem", &[])).status.success(), "revoked");
    // What cannot be used is told, and the last good authorities stay.
    std::fs::write(server.directory().join("ca.pem"), "nothing").expect("written");
    server.wait_for_output("the old ones stay");
    assert!(curl(&server, &with("next.pem", &[])).status.success());
}

/// What a curl is told of a server: whether it was let in, by the status of the answer.
fn status(url: &str, directory: &Path, certificate: Option<&str>) -> String {
    let authorization = format!("authorization: Bearer {TOKEN}");
    let mut command = Command::new("curl");
    command.current_dir(directory).args(["-sk", "-m", "30", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}"]);
    command.args(["-H", "host: mock", "-H", &authorization]).args(certificate.map_or(vec![], |name| with(name, &[])));
    String::from_utf8(command.arg(url).output().expect("curl runs").stdout).expect("a number")
}

#[test]
fn every_port_that_speaks_tls_asks_tells_and_learns_of_new_authorities() {
    const REFUSED: &str = "000";
    for (auth, without) in [("required", REFUSED), ("optional", "200")] {
        let (first, second, front) = (Authority::new("First"), Authority::new("Second"), free_port());
        let server = Sidemock::on(&mocks()).file("ca.pem", &first.pem);
        let directory = server.directory().to_owned();
        let file = directory.join("ca.pem").display().to_string();
        let server = server.var("MOCKOON_TLS_CLIENT_CA_FILE", file).var("MOCKOON_TLS_CLIENT_AUTH", auth);
        let server = server.var("MOCKOON_FRONT_TLS_PORT", front.to_string()).start();
        first.sign(&directory, "right", false);
        second.sign(&directory, "next", false);
        let mock = server.port();
        let ports = [(mock, "/who"), (mock, "/mockoon-admin/x/requests"), (front, "/who")];
        let ask = |(port, path): (u16, &str), certificate| {
            status(&format!("https://127.0.0.1:{port}{path}"), &directory, certificate)
        };
        for port in ports {
            let answers = [Some("right.pem"), None, Some("next.pem")].map(|certificate| ask(port, certificate));
            assert_eq!(answers, ["200", without, REFUSED], "{auth} {port:?}");
            let mut reasons = vec!["not from an authority in MOCKOON_TLS_CLIENT_CA_FILE"];
            reasons.extend((without == REFUSED).then_some("it shows no certificate"));
            for reason in reasons {
                let is_told = |line: &str| {
                    let parts = [reason, "\"level\":\"warn\"", "\"client\":\"127.0.0.1\""];
                    parts.iter().all(|part| line.contains(part)) && line.contains(&format!("\"port\":{}", port.0))
                };
                wait_for(&format!("a line of {port:?}: {reason}"), || server.output().lines().any(is_told));
            }
        }
        std::fs::write(directory.join("ca.new"), &second.pem).expect("written");
        std::fs::rename(directory.join("ca.new"), directory.join("ca.pem")).expect("moved");
        server.wait_for_output("the authorities of clients were read again");
        for port in ports {
            let answers = [Some("next.pem"), None, Some("right.pem")].map(|certificate| ask(port, certificate));
            assert_eq!(answers, ["200", without, REFUSED], "{auth} {port:?}, after the change");
        }
    }
}

/// A certificate without extensions, as `openssl x509 -req` makes it.
fn sign_plainly(authority: &Authority, directory: &Path) {
    let openssl = |line: &str| {
        let done = Command::new("openssl").current_dir(directory).args(line.split(' ')).output().expect("openssl runs");
        assert!(done.status.success(), "{line}: {done:?}");
    };
    std::fs::write(directory.join("ca.key"), pem("PRIVATE KEY", authority.issuer.key().serialized_der()))
        .expect("written");
    openssl("req -new -newkey rsa:2048 -nodes -keyout plain.key -out plain.csr -subj /CN=plain");
    openssl("x509 -req -in plain.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -out plain.crt");
    let read = |name| std::fs::read_to_string(directory.join(name)).expect("read");
    std::fs::write(directory.join("plain.pem"), read("plain.crt") + &read("plain.key")).expect("written");
}

#[test]
fn the_log_says_why_a_client_is_not_let_in() {
    let authority = Authority::new("Ours");
    for (auth, refused) in [("required", "shows no certificate"), ("optional", "")] {
        let server = start(&authority, auth);
        sign_plainly(&authority, server.directory());
        let mut cases = vec![
            (with("expired.pem", &[]), "its certificate has expired"),
            (with("wrong.pem", &[]), "not from an authority in MOCKOON_TLS_CLIENT_CA_FILE"),
        ];
        if !refused.is_empty() {
            cases.push((vec![], refused));
        }
        let version = String::from_utf8(
            Command::new("openssl")
                .current_dir(server.directory())
                .args(["x509", "-in", "plain.crt", "-noout", "-text"])
                .output()
                .expect("openssl runs")
                .stdout,
        );
        // Newer ones add extensions by themselves.
        if version.expect("text").contains("Version: 1 ") {
            cases.push((with("plain.pem", &[]), "X.509 version 1"));
        }
        for (options, reason) in cases {
            assert!(!curl(&server, &options).status.success(), "{auth}: {reason}");
            let output = server.wait_for_output(reason);
            let line = output.lines().find(|line| line.contains(reason)).expect("a line");
            assert!(line.contains("\"level\":\"warn\"") && line.contains("127.0.0.1"), "{line}");
        }
        let before = server.output().matches("is not let in").count();
        assert!(curl(&server, &with("right.pem", &[])).status.success());
        assert_eq!(server.output().matches("is not let in").count(), before);
    }
}

#[test]
fn a_file_without_authorities_is_told_at_the_start() {
    let server = Sidemock::on(&mocks()).file("ca.pem", "nothing");
    let file = server.directory().join("ca.pem").display().to_string();
    let ended = server.var("MOCKOON_TLS_CLIENT_CA_FILE", file.clone()).run();
    assert_eq!(ended.code, Some(64));
    let output = ended.stdout + &ended.stderr;
    assert!(output.contains("MOCKOON_TLS_CLIENT_CA_FILE") && output.contains(&file), "{output}");
}

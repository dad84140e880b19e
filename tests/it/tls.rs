//! TLS: what the reference was recorded to do (see tests/conformance/tls), and certificates that change.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme, StreamOwned};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Server, Sidemock, environment, get};

/// Longer than any handshake takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Keys and certificates, made by openssl once for all tests.
pub fn fixtures() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let directory = MADE.get_or_init(|| {
        let directory = tempfile::Builder::new().prefix("sidemock-tls-").tempdir().expect("a temporary directory");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/tls/make.sh");
        let done = Command::new(script).arg(directory.path()).output().expect("the script runs");
        assert!(done.status.success(), "openssl is needed: {}", String::from_utf8_lossy(&done.stderr));
        directory
    });
    directory.path()
}

/// An environment over TLS: `GET /hello` tells its base URL.
pub fn tls_environment(tls: &Value) -> Value {
    let mut options = json!({
        "enabled": true, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": "",
    });
    for (key, value) in tls.as_object().expect("an object") {
        options[key] = value.clone();
    }
    environment(json!({"tlsOptions": options, "cors": false, "routes": [get("hello", "hello at {{baseUrl}}")]}))
}

/// A server beside which all fixtures lie.
pub fn with_fixtures(tls: &Value) -> Sidemock {
    let mut server = Sidemock::new();
    for entry in std::fs::read_dir(fixtures()).expect("fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        server = server.file(&name, std::fs::read(&path).expect("a fixture"));
    }
    let place = server.directory().display().to_string();
    let text = tls_environment(tls).to_string().replace("{{DIR}}", &place);
    server.environment("environment.json", &text)
}

/// Trusts everybody, so that tests see what is sent.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A client as a step of the recording describes it.
fn config(client: &Value) -> ClientConfig {
    let versions = match client["version"].as_str() {
        Some("1.2") => vec![&TLS12],
        _ => vec![&TLS13, &TLS12],
    };
    let builder = ClientConfig::builder_with_provider(provider()).with_protocol_versions(&versions).expect("versions");
    let mut config = builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody)).with_no_client_auth();
    let alpn = client["alpn"].as_array().into_iter().flatten();
    config.alpn_protocols = alpn.map(|name| name.as_str().expect("a name").as_bytes().to_vec()).collect();
    config
}

/// `CN=...` of a certificate's subject: the second such name in it, the first is the issuer's.
fn common_name(der: &[u8]) -> String {
    const COMMON_NAME: &[u8] = &[6, 3, 0x55, 4, 3];
    let at = der.windows(COMMON_NAME.len()).enumerate().filter(|(_, bytes)| *bytes == COMMON_NAME).nth(1);
    let text = &der[at.expect("a subject").0 + COMMON_NAME.len()..];
    format!("CN={}", String::from_utf8_lossy(&text[2..2 + usize::from(text[1])]))
}

/// A TLS connection of a test.
pub struct Secure(StreamOwned<ClientConnection, TcpStream>);

impl Secure {
    /// Shakes hands.
    pub fn open(port: u16, config: ClientConfig) -> std::io::Result<Self> {
        Self::open_named(port, "localhost", config)
    }

    /// Shakes hands with whoever answers to a name.
    pub fn named(port: u16, name: &str) -> Self {
        Self::open_named(port, name, config(&json!({}))).expect("a handshake")
    }

    fn open_named(port: u16, name: &str, config: ClientConfig) -> std::io::Result<Self> {
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let mut connection = ClientConnection::new(Arc::new(config), name).map_err(std::io::Error::other)?;
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        while connection.is_handshaking() {
            connection.complete_io(&mut stream)?;
        }
        Ok(Self(StreamOwned::new(connection, stream)))
    }

    /// Shakes hands, whoever answers.
    pub fn to(port: u16) -> Self {
        Self::open(port, config(&json!({}))).expect("a handshake")
    }

    /// The stream, for what is no usual answer.
    pub fn stream(&mut self) -> &mut StreamOwned<ClientConnection, TcpStream> {
        &mut self.0
    }

    /// Names of the certificates that were sent.
    pub fn chain(&self) -> Vec<String> {
        self.0.conn.peer_certificates().expect("certificates").iter().map(|der| common_name(der)).collect()
    }

    /// The certificate of the server itself.
    pub fn certificate(&self) -> Vec<u8> {
        self.0.conn.peer_certificates().expect("certificates").first().expect("a certificate").to_vec()
    }

    /// Asks for a path and reads status, head and body; the connection stays open.
    pub fn get(&mut self, path: &str) -> (u16, String, String) {
        self.ask("localhost", path)
    }

    /// The same of another host.
    pub fn ask(&mut self, host: &str, path: &str) -> (u16, String, String) {
        self.0.write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).expect("a request");
        let mut got = Vec::new();
        let head = loop {
            let mut byte = [0];
            self.0.read_exact(&mut byte).expect("a head");
            got.push(byte[0]);
            if got.ends_with(b"\r\n\r\n") {
                break String::from_utf8(got).expect("text").to_ascii_lowercase();
            }
        };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(str::parse);
        let mut body = vec![0; length.expect("a length").expect("a number")];
        self.0.read_exact(&mut body).expect("a body");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        (status, head, String::from_utf8(body).expect("text"))
    }

    /// Everything that the recorder notes of a handshake.
    fn seen(&self) -> Value {
        let connection = &self.0.conn;
        let version = connection.protocol_version();
        let suite = format!("{:?}", connection.negotiated_cipher_suite().expect("a suite").suite());
        let (protocol, family) = if version == Some(rustls::ProtocolVersion::TLSv1_2) {
            let words: Vec<&str> = suite.split('_').collect();
            ("TLSv1.2", format!("{}-{}", words[1], words[2]))
        } else {
            ("TLSv1.3", "TLS13".to_owned())
        };
        let alpn = connection.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        json!({"protocol": protocol, "family": family, "alpn": alpn, "chain": self.chain()})
    }
}

/// Does what a step of the recording describes.
fn perform(port: u16, step: &Value) -> Value {
    let (client, path) = (&step["client"], step["request"].as_str());
    let shown = |text: &str| text.replace(&port.to_string(), "{{PORT}}");
    if client["plain"] == true {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let head = format!("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path.unwrap_or("/"));
        stream.write_all(head.as_bytes()).expect("a request");
        let mut got = Vec::new();
        match stream.read_to_end(&mut got) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            Err(error) => panic!("{error}"),
        }
        let text = String::from_utf8_lossy(&got).into_owned();
        return match text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.split_once("\r\n\r\n")) {
            Some((head, body)) => json!({"status": head[..3].parse::<u16>().expect("a status"), "body": shown(body)}),
            None => json!({"refused": true}),
        };
    }
    if client["version"] == "1.1" {
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new("openssl");
        command.args(["s_client", "-connect", &address, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]);
        let done = command.stdin(Stdio::null()).output().expect("openssl");
        return json!({"refused": !done.status.success()});
    }
    let Ok(mut connection) = Secure::open(port, config(client)) else { return json!({"refused": true}) };
    let mut seen = connection.seen();
    if let Some(path) = path {
        let (status, _, body) = connection.get(path);
        seen["status"] = status.into();
        seen["body"] = shown(&body).into();
    }
    seen
}

/// What differs between what is wanted and what is seen; only the fields of `wanted` count.
fn differences(wanted: &Value, seen: &Value) -> Vec<String> {
    let fields = wanted.as_object().expect("an object").iter();
    let differ = fields.filter(|(name, value)| {
        let any =
            value.as_str() == Some("*") || (**value == json!(["*"]) && seen[*name].as_array().map(Vec::len) == Some(1));
        !any && seen[*name] != **value
    });
    differ.map(|(name, value)| format!("{name}: wanted {value}, seen {}", seen[name])).collect()
}

fn replay(scenario: &Value) -> Vec<String> {
    let mut server = with_fixtures(&scenario["tls"]);
    for (name, value) in scenario["vars"].as_object().into_iter().flatten() {
        server = server.var(name, value.as_str().expect("text"));
    }
    if scenario["flags"] == json!(["disable-tls"]) {
        server = server.var("MOCKOON_DISABLE_TLS", "true");
    }
    if scenario.get("ours").unwrap_or(&scenario["start"]) == "fails" {
        let ended = server.run();
        let named = ended.output().contains("tlsOptions.");
        return if ended.code == Some(65) && named { Vec::new() } else { vec![format!("ended with {ended:?}")] };
    }
    let server = server.start();
    let mut wrong = Vec::new();
    for step in scenario["steps"].as_array().expect("steps") {
        let mut wanted = step["expect"].clone();
        if let Some(ours) = step.get("ours").and_then(Value::as_object) {
            wanted.as_object_mut().expect("an object").remove("refused");
            for (name, value) in ours {
                wanted[name] = value.clone();
            }
        }
        let found = differences(&wanted, &perform(server.port(), step));
        wrong.extend(found.into_iter().map(|what| format!("{}: {what}", step["client"])));
    }
    wrong
}

#[test]
fn clients_see_what_they_saw_of_the_reference() {
    let recorded: Vec<Value> = serde_json::from_str(include_str!("../conformance/tls/recorded.json")).expect("JSON");
    let mut wrong = Vec::new();
    for scenario in &recorded {
        wrong.extend(replay(scenario).into_iter().map(|what| format!("{}: {what}", scenario["name"])));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_client_that_trusts_the_root_accepts_the_chain_of_a_ca_file() {
    let server = with_fixtures(&json!({"certPath": "leaf.pem", "keyPath": "leaf.key", "caPath": "ca.pem"})).start();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(fixtures().join("root.pem")).expect("a root")).expect("a root");
    let builder =
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().expect("versions");
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    let mut connection = Secure::open(server.port(), config).expect("a handshake");
    assert_eq!(connection.get("/hello").0, 200);
}

#[test]
fn archives_open_however_they_are_protected() {
    for name in ["bundle", "old", "oldest", "rc2", "unsealed", "aes128", "sha384"] {
        let tls = json!({"type": "PFX", "pfxPath": format!("{name}.pfx"), "passphrase": "open sesame"});
        let server = with_fixtures(&tls).start();
        let chain = Secure::to(server.port()).chain();
        assert_eq!(chain, ["CN=leaf.test", "CN=intermediate.test", "CN=root.test"], "{name}");
    }
}

#[test]
fn a_missing_certificate_is_named_with_its_environment() {
    let ended = with_fixtures(&json!({"certPath": "certs/tls.crt", "keyPath": "leaf.key"})).run();
    assert_eq!(ended.code, Some(65));
    let output = ended.output();
    for part in ["environment.json", "tlsOptions.certPath", "certs/tls.crt", "mount it there"] {
        assert!(output.contains(part), "{part}: {output}");
    }
}

#[test]
fn silent_clients_do_not_hold_up_others() {
    let server = with_fixtures(&json!({})).start();
    let _silent: Vec<TcpStream> =
        (0..64).map(|_| TcpStream::connect(("127.0.0.1", server.port())).expect("a connection")).collect();
    assert_eq!(Secure::to(server.port()).get("/hello").0, 200);
}

/// A Secret as the kubelet mounts it; `version` names its directory.
fn write_secret(directory: &Path, version: &str, certificate: &str, key: &str) {
    let place = directory.join("tls").join(version);
    std::fs::create_dir_all(&place).expect("a directory");
    std::fs::copy(fixtures().join(certificate), place.join("tls.crt")).expect("a copy");
    std::fs::copy(fixtures().join(key), place.join("tls.key")).expect("a copy");
    let next = directory.join("tls/..data_tmp");
    symlink(version, &next).expect("a link");
    std::fs::rename(next, directory.join("tls/..data")).expect("a swap");
}

fn with_secret() -> Server {
    let server = Sidemock::new();
    write_secret(server.directory(), "..2026_1", "leaf.pem", "leaf.key");
    for name in ["tls.crt", "tls.key"] {
        symlink(format!("..data/{name}"), server.directory().join("tls").join(name)).expect("a link");
    }
    let tls = json!({"certPath": "tls/tls.crt", "keyPath": "tls/tls.key"});
    server.environment("environment.json", &tls_environment(&tls).to_string()).start()
}

fn wait_for_certificate(port: u16, name: &str) {
    let deadline = Instant::now() + PATIENCE;
    while Secure::to(port).chain() != [name] {
        assert!(Instant::now() < deadline, "the certificate is not served");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_swapped_secret_reaches_new_handshakes_and_drops_no_connection() {
    let server = with_secret();
    let mut open: Vec<Secure> = (0..50).map(|_| Secure::to(server.port())).collect();
    for connection in &mut open {
        assert_eq!(connection.chain(), ["CN=leaf.test"]);
        assert_eq!(connection.get("/hello").0, 200);
    }
    write_secret(server.directory(), "..2026_2", "other.pem", "other.key");
    wait_for_certificate(server.port(), "CN=other.test");
    for connection in &mut open {
        assert_eq!(connection.get("/hello").0, 200);
    }
}

#[test]
fn a_broken_secret_leaves_the_old_certificate_until_a_good_one_comes() {
    let server = with_secret();
    write_secret(server.directory(), "..2026_2", "other.pem", "leaf.key");
    server.wait_for_output("the old one stays");
    assert_eq!(Secure::to(server.port()).chain(), ["CN=leaf.test"]);
    write_secret(server.directory(), "..2026_3", "ec.pem", "ec.key");
    wait_for_certificate(server.port(), "CN=ec.test");
}

#[test]
fn an_environment_without_tls_ignores_its_certificate_settings() {
    let mut plain = tls_environment(&json!({"certPath": "nowhere.pem", "keyPath": "nowhere.key"}));
    plain["tlsOptions"]["enabled"] = false.into();
    let server = Sidemock::on(&plain).start();
    assert!(server.get("/hello").text().starts_with("hello at http://"));
}

#[test]
fn an_rsa_key_that_is_too_short_is_named_with_its_length() {
    let server = with_fixtures(&json!({"certPath": "short.pem", "keyPath": "short.key"}));
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=short", "-keyout", "short.key"]);
    let made = command.args(["-out", "short.pem"]).current_dir(server.directory()).output().expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let ended = server.run();
    assert_eq!(ended.code, Some(65));
    for part in ["environment.json", "tlsOptions.keyPath", "the RSA key has 1024 bits", "openssl req"] {
        assert!(ended.output().contains(part), "{part}: {}", ended.output());
    }
}

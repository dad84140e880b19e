//! The binary on an environment and its files; it ends with the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The admin token.
const TOKEN: &str = "token-of-the-tests";
/// How long a start or an end may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Server {
    child: Child,
    log: Arc<Mutex<String>>,
    directory: TempDir,
    /// Port of the environment.
    pub port: u16,
}

impl Server {
    /// Starts on an environment, with files beside it and further variables.
    pub fn start(environment: &Value, files: &[(&str, &str)], vars: &[(&str, &str)]) -> Self {
        for _ in 0..3 {
            if let Some(server) = Self::try_start(environment, files, vars) {
                return server;
            }
        }
        panic!("no server on three ports")
    }

    /// None when somebody else was quicker to take the port.
    fn try_start(environment: &Value, files: &[(&str, &str)], vars: &[(&str, &str)]) -> Option<Self> {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let place = |text: &str| text.replace("{{PORT}}", &port.to_string());
        for (name, text) in files {
            let path = directory.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            std::fs::write(path, place(text)).expect("a file");
        }
        let file = directory.path().join("environment.json");
        std::fs::write(&file, place(&environment.to_string())).expect("the environment");
        let mut command = Command::new(env!("CARGO_BIN_EXE_sidemock"));
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env("MOCKOON_DATA", &file).env("MOCKOON_PORT", port.to_string());
        command.env("MOCKOON_ADMIN_API_TOKEN", TOKEN);
        command.env("MOCKOON_MANAGEMENT_PORT", "0").envs(vars.iter().copied());
        let mut child = command.spawn().expect("the binary starts");
        let log = Arc::new(Mutex::new(String::new()));
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let lines = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                lines.lock().expect("the log").push_str(&(line + "\n"));
            }
        });
        let mut server = Self { child, log, directory, port };
        let deadline = Instant::now() + PATIENCE;
        while !server.log().contains("Server started on port") {
            if server.child.try_wait().expect("a child").is_some() || Instant::now() > deadline {
                return None;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(server)
    }

    /// Where the environment lies.
    pub fn directory(&self) -> String {
        self.directory.path().display().to_string()
    }

    /// What has been logged.
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Waits for a text in the log.
    pub fn wait_for_log(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.log().contains(text) {
            assert!(Instant::now() < deadline, "{text:?} was not logged:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Puts another environment in place by the admin API.
    pub fn replace(&self, environment: &Value) {
        let body = environment.to_string();
        let answer = self.raw(&format!(
            "PUT /mockoon-admin/environment HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// Sends bytes and reads to the end, or to the end of the head when protocols are switched.
    pub fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        let mut chunk = [0; 4_096];
        loop {
            match stream.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => answer.extend_from_slice(&chunk[..count]),
                Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&answer)),
            }
            if answer.starts_with(b"HTTP/1.1 101") && answer.ends_with(b"\r\n\r\n") {
                break;
            }
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks the server to end.
    pub fn terminate(&self) {
        let sent = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().expect("sh");
        assert!(sent.success());
    }

    /// Whether the server has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_some()
    }

    /// Waits for the end; its exit code.
    pub fn wait(&mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "did not end:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

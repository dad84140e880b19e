//! A Valkey or Redis of a test: its own process on a free port, which ends with the test.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{free_port, wait_for};

/// Set where a missing server is an error, as in CI.
const REQUIRED: &str = "SIDEMOCK_STORE_REQUIRED";

/// The server.
pub struct StoreServer {
    port: u16,
    child: Child,
    arguments: Vec<String>,
}

/// The program, if there is one here.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["valkey-server", "redis-server"];
    let found = std::env::split_paths(&path).flat_map(|directory| names.map(|name| directory.join(name)));
    found.into_iter().find(|program| program.is_file())
}

impl StoreServer {
    /// Starts one; `None`, and says so, where there is no program for it.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// The same with arguments.
    pub fn start_with(arguments: &[&str]) -> Option<Self> {
        if program().is_none() {
            assert!(std::env::var_os(REQUIRED).is_none(), "no valkey-server or redis-server, and {REQUIRED} is set");
            eprintln!("left out: no valkey-server or redis-server on the path (Debian: apt-get install redis-server)");
            return None;
        }
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let port = free_port();
        let child = spawn(port, &arguments);
        let store = Self { port, child, arguments };
        store.wait();
        Some(store)
    }

    fn wait(&self) {
        wait_for("the store answers", || self.try_ask(&["PING"]).is_some());
    }

    /// What replicas are given.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.expect("kill").success());
    }

    /// Ends it as a crash would.
    pub fn crash(&mut self) {
        self.child.kill().expect("a child");
        self.child.wait().expect("a child");
    }

    /// Starts it again on its port.
    pub fn restart(&mut self) {
        self.child = spawn(self.port, &self.arguments);
        self.wait();
    }

    /// Sends a command and gives the answer as it came.
    pub fn ask(&self, command: &[&str]) -> String {
        self.try_ask(command).expect("an answer of the store")
    }

    fn try_ask(&self, command: &[&str]) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        let mut text = format!("*{}\r\n", command.len());
        for part in command {
            text.push_str(&format!("${}\r\n{part}\r\n", part.len()));
        }
        text.push_str("*1\r\n$4\r\nQUIT\r\n");
        stream.write_all(text.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer.strip_suffix("+OK\r\n")?.trim_end().to_owned()).filter(|answer| !answer.is_empty())
    }
}

fn spawn(port: u16, arguments: &[String]) -> Child {
    let program = program().expect("a program");
    let mut command = Command::new(program);
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the store starts")
}

impl Drop for StoreServer {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

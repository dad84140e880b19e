//! The binary at work on files of a temporary directory; it ends with the test.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::{Connection, Reply, Request, free_port};

/// The admin token of every server that is not given another one.
pub const TOKEN: &str = "token-of-the-tests";
/// How long a start or an end may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a server may live: whoever asks it in a loop that does not end is refused then.
const LIFETIME: Duration = Duration::from_secs(300);

/// A server about to be started.
pub struct Sidemock {
    directory: TempDir,
    /// Names of files that are passed as `MOCKOON_DATA`, in order.
    data: Vec<String>,
    vars: Vec<(String, String)>,
    unset: Vec<String>,
}

impl Sidemock {
    /// On no file at all.
    pub fn new() -> Self {
        let directory = tempfile::Builder::new().prefix("sidemock-it-").tempdir().expect("a temporary directory");
        Self { directory, data: Vec::new(), vars: Vec::new(), unset: Vec::new() }
    }

    /// On this environment.
    pub fn on(environment: &Value) -> Self {
        Self::new().environment("environment.json", &environment.to_string())
    }

    /// Adds a file and serves it.
    pub fn environment(mut self, name: &str, text: &str) -> Self {
        self.data.push(name.to_owned());
        self.file(name, text)
    }

    /// Adds a file, to lie beside the environment.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.directory.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, content).expect("a file");
        self
    }

    /// Sets a variable.
    pub fn var(mut self, name: &str, value: impl Into<String>) -> Self {
        self.vars.push((name.to_owned(), value.into()));
        self
    }

    /// Leaves a variable out that is set otherwise.
    pub fn without(mut self, name: &str) -> Self {
        self.unset.push(name.to_owned());
        self
    }

    /// Where the files lie.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Starts and waits until `/readyz` says ready.
    pub fn start(self) -> Server {
        self.start_when(true)
    }

    /// Starts and waits until `/readyz` answers, ready or not.
    pub fn start_unready(self) -> Server {
        self.start_when(false)
    }

    fn start_when(self, ready: bool) -> Server {
        // Somebody else may take a port before the server does: then it says so, and other ports are tried.
        for _ in 0..3 {
            let mut server = self.spawn();
            if server.wait_until_up(ready) {
                server.directory = Some(self.directory);
                return server;
            }
        }
        panic!("no server on three sets of ports")
    }

    /// Runs a server that is expected to end by itself.
    pub fn run(self) -> Ended {
        let mut server = self.spawn();
        let code = server.wait();
        Ended { code, stdout: server.stdout(), stderr: server.stderr() }
    }

    fn spawn(&self) -> Server {
        let ports: Vec<u16> = (0..self.data.len().max(1)).map(|_| free_port()).collect();
        let management = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sidemock"));
        command.env_clear().current_dir(self.directory.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let list: Vec<String> = ports.iter().map(ToString::to_string).collect();
        command.env("MOCKOON_PORT", list.join(","));
        command.env("MOCKOON_MANAGEMENT_PORT", management.to_string());
        command.env("MOCKOON_ADMIN_API_TOKEN", TOKEN);
        if !self.data.is_empty() {
            let paths: Vec<_> =
                self.data.iter().map(|name| self.directory.path().join(name).display().to_string()).collect();
            command.env("MOCKOON_DATA", paths.join(","));
        }
        command.envs(self.vars.iter().map(|(name, value)| (name, value)));
        for name in &self.unset {
            command.env_remove(name);
        }
        let mut child = command.spawn().expect("the binary starts");
        let stdout = Captured::of(child.stdout.take().expect("a pipe"));
        let stderr = Captured::of(child.stderr.take().expect("a pipe"));
        let alive = bound_lifetime(child.id());
        Server { ports, management, child, stdout, stderr, directory: None, _alive: alive }
    }
}

/// Has the process killed when what is returned lives longer than a server may.
fn bound_lifetime(pid: u32) -> Sender<()> {
    let (alive, over) = channel();
    std::thread::spawn(move || {
        if over.recv_timeout(LIFETIME) == Err(RecvTimeoutError::Timeout) {
            Command::new("kill").args(["-KILL", &pid.to_string()]).status().ok();
        }
    });
    alive
}

/// A run that is over.
#[derive(Debug)]
pub struct Ended {
    /// Exit code.
    pub code: Option<i32>,
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
}

impl Ended {
    /// Both outputs.
    pub fn output(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A running server.
pub struct Server {
    ports: Vec<u16>,
    management: u16,
    child: Child,
    stdout: Captured,
    stderr: Captured,
    directory: Option<TempDir>,
    _alive: Sender<()>,
}

impl Server {
    /// Port of the first environment.
    pub fn port(&self) -> u16 {
        self.ports[0]
    }

    /// Port of an environment, by position.
    pub fn port_of(&self, index: usize) -> u16 {
        self.ports[index]
    }

    /// Management port.
    pub fn management(&self) -> u16 {
        self.management
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where the files lie.
    pub fn directory(&self) -> &Path {
        self.directory.as_ref().expect("a started server").path()
    }

    /// `GET` on the first environment.
    pub fn get(&self, target: &str) -> Reply {
        Request::get(target).send(self.port())
    }

    /// Any request to the first environment.
    pub fn send(&self, request: &Request) -> Reply {
        request.send(self.port())
    }

    /// An admin call with the token, without a body.
    pub fn admin(&self, method: &str, path: &str) -> Reply {
        self.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN))
    }

    /// `GET` on the management port.
    pub fn manage(&self, target: &str) -> Reply {
        Request::get(target).send(self.management)
    }

    /// What has been printed on standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What has been printed on standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Both outputs so far.
    pub fn output(&self) -> String {
        self.stdout() + &self.stderr()
    }

    /// Waits until the output contains the text (the log is written beside the requests).
    pub fn wait_for_output(&self, text: &str) -> String {
        until(|| Some(self.output()).filter(|output| output.contains(text)))
            .unwrap_or_else(|| panic!("{text:?} was not printed:\n{}", self.output()))
    }

    /// Most memory the process ever had resident, in KiB.
    pub fn peak_memory(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// Memory the process has resident now, in KiB.
    pub fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    fn status(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("procfs");
        let line = status.lines().find_map(|line| line.strip_prefix(field)).expect("the field");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number")
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status().expect("sh");
        assert!(sent.success());
    }

    /// Waits for the end and gives the exit code, with all output read.
    pub fn wait(&mut self) -> Option<i32> {
        let ended = until(|| self.child.try_wait().expect("a child"));
        let Some(status) = ended else { panic!("did not end:\n{}", self.output()) };
        self.stdout.finish();
        self.stderr.finish();
        status.code()
    }

    /// Whether `/readyz` answers as wanted; false when a port was taken.
    fn wait_until_up(&mut self, ready: bool) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().expect("a child") {
                self.stdout.finish();
                self.stderr.finish();
                assert_eq!(status.code(), Some(69), "ended with {status}:\n{}", self.output());
                return false;
            }
            // Nobody is there yet, or somebody else who looked whether the port is free.
            if let Ok(mut connection) = Connection::try_open(self.management)
                && let Some(reply) = connection.try_ask(&Request::get("/readyz"))
                && (reply.status == 200 || !ready)
            {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("not ready:\n{}", self.output())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        if std::thread::panicking() {
            let output = self.output();
            let end = output.len().saturating_sub(20_000);
            eprintln!("--- output of the server:\n{}---", &output[output.ceil_char_boundary(end)..]);
        }
    }
}

/// Waits until something is so; `what` it is, for the one who reads that it never was.
#[track_caller]
pub fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    assert!(until(|| done().then_some(())).is_some(), "in vain: {what}");
}

fn until<T>(mut check: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = check();
        if found.is_some() || Instant::now() > deadline {
            return found;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// An output that is read as it comes, so that the server never waits for us.
struct Captured {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Captured {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&bytes);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                sink.lock().expect("no reader panics").extend_from_slice(&buffer[..count]);
            }
        });
        Self { bytes, reader: Some(reader) }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().expect("no reader panics")).into_owned()
    }

    fn finish(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.join().ok();
        }
    }
}

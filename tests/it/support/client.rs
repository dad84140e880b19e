//! A small HTTP/1.1 client on a plain socket: what it is told to send is what goes over the wire.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A server that says nothing for so long hangs; no test waits on purpose.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Reason phrase.
    pub reason: String,
    /// Header fields in the order they came.
    pub headers: Vec<(String, String)>,
    /// Body, without the framing.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All headers of this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Everything as one text, for searching.
    pub fn whole(&self) -> String {
        let headers: String = self.headers.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        format!("{} {}\n{headers}\n{}", self.status, self.reason, self.text())
    }
}

/// A request on its way.
#[derive(Debug, Clone)]
pub struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    /// A request without a body; the target is sent as it stands.
    pub fn new(method: &str, target: &str) -> Self {
        Self { method: method.into(), target: target.into(), headers: Vec::new(), body: None }
    }

    /// A `GET`.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds the admin token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// Adds a body.
    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("Content-Type", kind)
    }

    /// Adds a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// The bytes that go over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str("Host: localhost\r\n");
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = &self.body {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend(self.body.iter().flatten());
        bytes
    }

    /// Sends it on a connection of its own.
    pub fn send(&self, port: u16) -> Reply {
        Connection::open(port).ask(self)
    }
}

/// An open connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to a port of this machine.
    pub fn open(port: u16) -> Self {
        Self::try_open(port).unwrap_or_else(|error| panic!("port {port}: {error}"))
    }

    /// Connects, if somebody listens.
    pub fn try_open(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request and reads its answer; the connection stays usable.
    pub fn ask(&mut self, request: &Request) -> Reply {
        self.try_ask(request).unwrap_or_else(|| panic!("no answer to {} {}", request.method, request.target))
    }

    /// The same; `None` when the connection ends before the answer.
    pub fn try_ask(&mut self, request: &Request) -> Option<Reply> {
        self.write(&request.bytes());
        self.read(request.method == "HEAD")
    }

    /// Sends bytes. A server may close early, as after a 413: then the answer tells more than the error.
    pub fn write(&mut self, bytes: &[u8]) {
        match self.stream.get_mut().write_all(bytes) {
            Ok(()) => (),
            Err(error) if matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => (),
            Err(error) => panic!("write: {error}"),
        }
    }

    /// The same connection once more, to write while another thread reads.
    pub fn another(&self) -> Self {
        Self { stream: BufReader::new(self.stream.get_ref().try_clone().expect("a socket")) }
    }

    /// Whether something comes within this time, or the connection ends.
    pub fn answers_within(&mut self, time: Duration) -> bool {
        self.stream.get_ref().set_read_timeout(Some(time)).expect("a socket");
        let has_come = self.stream.fill_buf().is_ok();
        self.stream.get_ref().set_read_timeout(Some(PATIENCE)).expect("a socket");
        has_come
    }

    /// Says that nothing more will be sent.
    pub fn finish(&mut self) {
        self.stream.get_mut().shutdown(Shutdown::Write).ok();
    }

    /// Reads one answer, interim ones left out; `None` when the connection has ended.
    pub fn read(&mut self, to_head: bool) -> Option<Reply> {
        loop {
            let reply = self.read_one(to_head)?;
            if reply.status >= 200 || reply.status == 101 {
                return Some(reply);
            }
        }
    }

    /// So many bytes of a stream.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes).expect("bytes");
        bytes
    }

    /// One line of a stream, without its end; `None` when the stream has ended.
    pub fn line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        match self.stream.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(String::from_utf8_lossy(&line).trim_end().to_owned()),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => None,
            Err(error) => panic!("read: {error}"),
        }
    }

    /// The bytes of a header's value, in the answer that comes next.
    pub fn line_bytes_of(&mut self, name: &str) -> Vec<u8> {
        loop {
            let mut line = Vec::new();
            let count = self.stream.read_until(b'\n', &mut line).expect("a line");
            assert!(count > 2, "no {name}");
            let Some(at) = line.iter().position(|byte| *byte == b':') else { continue };
            if line[..at].eq_ignore_ascii_case(name.as_bytes()) {
                return line[at + 1..].trim_ascii().to_vec();
            }
        }
    }

    /// Status line and headers alone.
    pub fn head(&mut self) -> Option<Reply> {
        let status_line = self.line()?;
        let mut words = status_line.splitn(3, ' ');
        let version = words.next().unwrap_or_default();
        assert!(version.starts_with("HTTP/1."), "{status_line:?}");
        let status = words.next().and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("{status_line:?}"));
        let reason = words.next().unwrap_or_default().to_owned();
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?}"));
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        Some(Reply { status, reason, headers, body: Vec::new() })
    }

    fn read_one(&mut self, to_head: bool) -> Option<Reply> {
        let mut reply = self.head()?;
        if to_head || reply.status < 200 || matches!(reply.status, 204 | 304) {
            return Some(reply);
        }
        if reply.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
            reply.body = self.chunks();
        } else if let Some(length) = reply.header("content-length") {
            let length = length.parse().unwrap_or_else(|_| panic!("content-length {length:?}"));
            reply.body = vec![0; length];
            self.stream.read_exact(&mut reply.body).unwrap_or_else(|error| panic!("{length} bytes of body: {error}"));
        } else {
            self.stream.read_to_end(&mut reply.body).unwrap_or_else(|error| panic!("body: {error}"));
        }
        Some(reply)
    }

    /// One chunk of a body; the last one is empty.
    pub fn chunk(&mut self) -> Vec<u8> {
        let line = self.line().unwrap_or_else(|| panic!("the connection ended within a chunked body"));
        let size = usize::from_str_radix(line.trim(), 16).unwrap_or_else(|_| panic!("chunk size {line:?}"));
        let mut chunk = vec![0; size];
        self.stream.read_exact(&mut chunk).unwrap_or_else(|error| panic!("chunk: {error}"));
        self.line();
        chunk
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let chunk = self.chunk();
            if chunk.is_empty() {
                return body;
            }
            body.extend(chunk);
        }
    }
}

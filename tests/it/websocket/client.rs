//! A WebSocket client that keeps what comes until somebody asks for it.

use std::collections::VecDeque;
use std::time::Duration;

use base64::Engine as _;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig, frame::Frame};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// A server that says nothing for so long says nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open WebSocket.
pub struct Client {
    socket: WebSocketStream<TcpStream>,
    /// The protocol that the server took.
    pub protocol: String,
    messages: VecDeque<Value>,
    pongs: VecDeque<String>,
    closed: Option<Value>,
}

impl Client {
    /// Opens a WebSocket without further headers.
    pub async fn open(port: u16, path: &str) -> Self {
        Self::open_with(port, path, &[]).await
    }

    /// Opens a WebSocket.
    pub async fn open_with(port: u16, path: &str, headers: &[(&str, &str)]) -> Self {
        Self::connect(port, &format!("127.0.0.1:{port}"), path, headers).await
    }

    /// Opens a WebSocket to another host on this port.
    pub async fn open_at(port: u16, host: &str, path: &str) -> Self {
        Self::connect(port, host, path, &[]).await
    }

    async fn connect(port: u16, host: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = Request::builder()
            .uri(format!("ws://{host}{path}"))
            .header("Host", host)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let request = request.body(()).expect("a request");
        let (socket, response) = client_async_with_config(request, stream, Some(config)).await.expect("a handshake");
        let protocol = response.headers().get("sec-websocket-protocol").map_or("", |p| p.to_str().expect("text"));
        let protocol = protocol.to_owned();
        Self { socket, protocol, messages: VecDeque::new(), pongs: VecDeque::new(), closed: None }
    }

    /// Sends a text.
    pub async fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.expect("sent");
    }

    /// Sends a binary message.
    pub async fn send_binary(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::binary(bytes)).await.expect("sent");
    }

    /// Sends a text in so many frames.
    pub async fn send_fragments(&mut self, text: &str, count: usize) {
        let parts: Vec<&[u8]> = text.as_bytes().chunks(text.len().div_ceil(count)).collect();
        for (i, part) in parts.iter().enumerate() {
            let kind = if i == 0 { Data::Text } else { Data::Continue };
            let frame = Frame::message(Bytes::copy_from_slice(part), OpCode::Data(kind), i + 1 == parts.len());
            self.socket.send(Message::Frame(frame)).await.expect("sent");
        }
    }

    /// Sends a ping and waits for its pong.
    pub async fn ping(&mut self, text: &str) -> String {
        self.socket.send(Message::Ping(Bytes::copy_from_slice(text.as_bytes()))).await.expect("sent");
        while self.pongs.is_empty() {
            assert!(self.step(PATIENCE).await, "no pong");
        }
        self.pongs.pop_front().expect("a pong")
    }

    /// Sends bytes past the protocol.
    pub async fn write(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).await.expect("sent");
    }

    /// Says goodbye.
    pub async fn close(&mut self, code: Option<u16>, reason: &str) {
        let frame = code.map(|code| CloseFrame { code: code.into(), reason: reason.into() });
        self.socket.close(frame).await.expect("sent");
    }

    /// The next text.
    pub async fn text(&mut self) -> String {
        self.receive(1).await[0].as_str().expect("text").to_owned()
    }

    /// The next messages.
    pub async fn receive(&mut self, count: usize) -> Vec<Value> {
        while self.messages.len() < count {
            assert!(self.step(PATIENCE).await, "nothing came after {:?}", self.messages);
        }
        self.messages.drain(..count).collect()
    }

    /// What comes within a time.
    pub async fn listen(&mut self, time: Duration) -> Vec<Value> {
        let deadline = Instant::now() + time;
        while let Ok(true) = timeout_at(deadline, self.step(time)).await {}
        self.messages.drain(..).collect()
    }

    /// Waits for the end: code and reason.
    pub async fn closed(&mut self) -> Value {
        while self.step(PATIENCE).await {}
        self.closed.clone().unwrap_or_else(|| json!({"code": 1006, "reason": ""}))
    }

    /// Keeps the next thing that comes; false at the end.
    async fn step(&mut self, time: Duration) -> bool {
        let Ok(Some(Ok(message))) = timeout(time, self.socket.next()).await else { return false };
        match message {
            Message::Text(text) => self.messages.push_back(text.as_str().into()),
            Message::Binary(bytes) => {
                let text = base64::engine::general_purpose::STANDARD.encode(bytes);
                self.messages.push_back(json!({"base64": text}));
            }
            Message::Pong(bytes) => self.pongs.push_back(String::from_utf8_lossy(&bytes).into_owned()),
            Message::Close(frame) => {
                let (code, reason) = frame.map_or((1005, String::new()), |f| (f.code.into(), f.reason.to_string()));
                self.closed.get_or_insert_with(|| json!({"code": code, "reason": reason}));
            }
            Message::Ping(_) | Message::Frame(_) => {}
        }
        true
    }
}

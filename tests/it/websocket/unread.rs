//! Clients that send and do not read, or send more than there is room for.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use crate::support::{Request, Server, Sidemock, environment, get, response, route, wait_for};

/// An open WebSocket that is read only on purpose.
fn open(server: &Server, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
    let handshake = Request::get(path)
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    stream.write_all(&handshake.bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    stream
}

/// A frame with a mask of zeros.
fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![opcode];
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | short as u8),
        long => {
            frame.push(0xff);
            frame.extend((long as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// Reads to the end; the code of the Close frame, if there is one.
fn close_code(stream: &mut TcpStream) -> Option<u16> {
    let mut all = Vec::new();
    // An error means that the connection was reset behind what was read.
    let _ = stream.read_to_end(&mut all);
    let mut rest = &all[..];
    while let [opcode, length, after @ ..] = rest {
        let (length, after) = match length {
            126 => (u16::from_be_bytes(after.get(..2)?.try_into().ok()?) as usize, after.get(2..)?),
            127 => (u64::from_be_bytes(after.get(..8)?.try_into().ok()?) as usize, after.get(8..)?),
            short => (usize::from(*short), after),
        };
        if *opcode == 0x88 {
            return Some(u16::from_be_bytes(after.get(..2)?.try_into().ok()?));
        }
        rest = after.get(length..)?;
    }
    None
}

/// Writes frames again and again until the server has had enough; it must not take much memory meanwhile.
fn flood(server: &Server, stream: &mut TcpStream, frames: &[u8]) {
    let before = server.memory();
    stream.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut at = 0;
    wait_for("the server has had enough", || {
        // An error is the end of the connection, or that nothing more fits now.
        at = (at + stream.write(&frames[at..]).unwrap_or(0)) % frames.len();
        let more = server.memory().saturating_sub(before) / 1024;
        assert!(more < 24, "{more} MiB");
        server.output().contains("the client does not read")
    });
}

fn websocket(endpoint: &str, fields: serde_json::Value) -> serde_json::Value {
    let mut route = route("", endpoint, vec![response(fields)]);
    route["type"] = "ws".into();
    route
}

fn server() -> Sidemock {
    let mut feed = websocket("feed", json!({"body": "x".repeat(1 << 20)}));
    feed["streamingMode"] = "UNICAST".into();
    feed["streamingInterval"] = 10.into();
    let mut all = feed.clone();
    all["uuid"] = "00000000-0000-4000-8000-0000000000aa".into();
    all["endpoint"] = "all".into();
    all["streamingMode"] = "BROADCAST".into();
    let late = websocket("late", json!({"body": "{{body}}", "latency": 60_000}));
    let routes = vec![websocket("echo", json!({"body": "{{body}}"})), feed, all, late, get("ok", "ok")];
    Sidemock::on(&environment(json!({"routes": routes})))
}

#[test]
fn who_pings_and_never_reads_is_closed_with_1008() {
    let server = server().start();
    let mut stream = open(&server, "/echo");
    flood(&server, &mut stream, &frame(0x89, &[b'p'; 125]).repeat(500));
    assert_eq!(close_code(&mut stream), Some(1008));
    assert_eq!(server.get("/ok").text(), "ok");
}

#[test]
fn who_talks_and_never_reads_is_closed_with_1008() {
    let server = server().var("MOCKOON_REQUEST_TIMEOUT", "2s").start();
    let mut stream = open(&server, "/echo");
    flood(&server, &mut stream, &frame(0x81, &[b't'; 100_000]));
    assert_eq!(close_code(&mut stream), Some(1008));
}

#[test]
fn who_does_not_read_a_stream_is_closed_with_1008() {
    let server = server().var("MOCKOON_REQUEST_TIMEOUT", "2s").var("MOCKOON_MEMORY_BUDGET", "20MB").start();
    let mut streams: Vec<_> =
        ["/feed", "/all"].iter().flat_map(|path| [open(&server, path), open(&server, path)]).collect();
    wait_for("all are given up", || server.output().matches("the client does not read").count() == streams.len());
    for stream in &mut streams {
        // What was on its way when the client was given up ends in the middle of a message.
        assert!(matches!(close_code(stream), None | Some(1008)));
    }
    assert!(server.memory() < 60 * 1024, "{} KiB", server.memory());
}

#[test]
fn messages_for_which_there_is_no_room_end_their_connection_and_no_other() {
    let server = server().var("MOCKOON_MEMORY_BUDGET", "16MB").start();
    let mut polite = open(&server, "/late");
    polite.write_all(&frame(0x81, b"a short one")).unwrap();
    // Unfinished messages, and replies that wait with theirs.
    let mut greedy: Vec<_> = (0..10).map(|_| open(&server, "/late")).collect();
    for stream in &mut greedy {
        let message = frame(0x81, &vec![b'x'; 3 << 20]);
        stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        let _ = stream.write_all(&message[..message.len() - 10]);
    }
    let codes: Vec<_> = greedy
        .iter_mut()
        .filter_map(|stream| {
            stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
            close_code(stream)
        })
        .collect();
    assert!(codes.len() >= 4 && codes.iter().all(|code| *code == 1013), "{codes:?}");
    drop(greedy);
    assert!(server.memory() < 60 * 1024, "{} KiB", server.memory());
    polite.write_all(&frame(0x89, b"still here?")).unwrap();
    let mut pong = [0; 13];
    polite.read_exact(&mut pong).unwrap();
    assert_eq!(&pong[2..], b"still here?");
}

#[test]
fn a_large_message_arrives_whole() {
    let server = server().start();
    let mut stream = open(&server, "/echo");
    for size in [65_535, 65_536, 65_537, 3 << 20] {
        stream.write_all(&frame(0x81, &vec![b'z'; size])).unwrap();
        let mut head = [0; 2];
        stream.read_exact(&mut head).unwrap();
        let length = match head {
            [0x81, 126] => {
                let mut length = [0; 2];
                stream.read_exact(&mut length).unwrap();
                usize::from(u16::from_be_bytes(length))
            }
            [0x81, 127] => {
                let mut length = [0; 8];
                stream.read_exact(&mut length).unwrap();
                u64::from_be_bytes(length) as usize
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(length, size);
        let mut payload = vec![0; size];
        stream.read_exact(&mut payload).unwrap();
        assert!(payload.iter().all(|byte| *byte == b'z'));
    }
}

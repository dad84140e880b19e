//! A usual request and its usual answer, straight to and from the connection: a small request in one write, an answer whose
//! head comes in one reading and says how long its body is. hyper would do the same for four times the price. Whatever is
//! otherwise is hyper's, which goes on from where this came to.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use httparse::{Header, ParserConfig, Status};
use hyper::rt::{Read, ReadBuf, Write};

use crate::message::connection::{self, KEEP_ALIVE};

use super::begun::Progress;

/// A request with a body of more bytes is not a usual one.
const MOST_SENT: usize = 16 << 10;
/// Bytes that are read at once.
const MOST_READ: usize = 16 << 10;
/// An answer of more header fields is not a usual one.
const MOST_FIELDS: usize = 64;
/// Nor is one with a body of more bytes, which hyper reads in larger pieces.
const MOST_CAME: usize = 64 << 10;
/// What is kept of the room for a request.
const ROOM: usize = 64 << 10;

thread_local! {
    /// Nobody waits with something in these.
    static SENT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static CAME: RefCell<Vec<u8>> = RefCell::new(vec![0; MOST_READ]);
    /// The fields of the latest answer, without their values.
    static NAMES: RefCell<HeaderMap> = RefCell::default();
}

/// What became of a request.
pub(super) enum Asked {
    /// It is answered, with so much of the body; so many bytes of it are to come before the connection may serve again. The
    /// head has no fields of the connection.
    Answered(Response<Bytes>, usize),
    /// The connection had ended before anything was written.
    Ended,
    /// hyper has to go on.
    Unusual(Progress),
}

/// Sends a request over a connection and waits for the answer. Its target is a path, and its `Content-Length`, if it has
/// one, that of its body.
pub(super) async fn ask<S: Read + Write + Unpin>(stream: &mut S, request: &Request<Bytes>, was_kept: bool) -> Asked {
    let mut written = 0;
    poll_fn(|context| {
        if written == 0 {
            match poll_begin(stream, request, was_kept, context) {
                Ok(all) => written = all,
                Err(progress) => return Poll::Ready(progress.map_or(Asked::Ended, Asked::Unusual)),
            }
            // Readiness to read was asked for before.
            return Poll::Pending;
        }
        let unusual = |came| Asked::Unusual(Progress { written, came: Some(came) });
        let asked = poll_came(stream, MOST_READ, context, |came| match decode(came, request.method()) {
            Some((answer, left)) => Asked::Answered(answer, left),
            None => unusual(Ok(Bytes::copy_from_slice(came))),
        });
        asked.map(|asked| asked.unwrap_or_else(|error| unusual(Err(error))))
    })
    .await
}

/// Writes a usual request to a connection from which nothing comes, and says how long it is; or how far it has come, nothing
/// if the connection has ended.
fn poll_begin<S: Read + Write + Unpin>(
    stream: &mut S,
    request: &Request<Bytes>,
    was_kept: bool,
    context: &mut Context<'_>,
) -> Result<usize, Option<Progress>> {
    match poll_read(stream, MOST_READ, context) {
        Poll::Pending => {}
        Poll::Ready(_) if was_kept => return Err(None),
        Poll::Ready(came) => return Err(Some(Progress { written: 0, came: Some(came) })),
    }
    SENT.with_borrow_mut(|bytes| {
        let mut written = 0;
        let mut is_sent = false;
        if encode(request, bytes) {
            // What is wrong with the connection shows once more.
            if let Poll::Ready(Ok(count)) = Pin::new(&mut *stream).poll_write(context, bytes) {
                written = count;
            }
            is_sent = written == bytes.len() && matches!(Pin::new(stream).poll_flush(context), Poll::Ready(Ok(())));
        }
        bytes.clear();
        bytes.shrink_to(ROOM);
        if is_sent { Ok(written) } else { Err(Some(Progress { written, came: None })) }
    })
}

/// Writes a request as hyper does, unless it is not a usual one.
fn encode(request: &Request<Bytes>, to: &mut Vec<u8>) -> bool {
    let (body, target) = (request.body(), request.uri().path_and_query().map_or("", |target| target.as_str()));
    if body.len() > MOST_SENT || !target.starts_with('/') {
        return false;
    }
    for piece in [request.method().as_str(), " ", target, " HTTP/1.1\r\n"] {
        to.extend_from_slice(piece.as_bytes());
    }
    let mut has_length = false;
    for (name, value) in request.headers() {
        if connection::is_of_the_connection(name) {
            return false;
        }
        has_length |= *name == header::CONTENT_LENGTH;
        for piece in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            to.extend_from_slice(piece);
        }
    }
    to.extend_from_slice(b"\r\n");
    to.extend_from_slice(body);
    has_length || body.is_empty()
}

/// What has come, so many bytes at most, in memory of its own; none at the end.
pub(super) fn poll_read<S: Read + Unpin>(
    stream: &mut S,
    most: usize,
    context: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    poll_came(stream, most, context, Bytes::copy_from_slice)
}

/// What is made of what has come.
fn poll_came<S: Read + Unpin, T>(
    stream: &mut S,
    most: usize,
    context: &mut Context<'_>,
    make: impl FnOnce(&[u8]) -> T,
) -> Poll<io::Result<T>> {
    CAME.with_borrow_mut(|room| {
        let most = most.min(room.len());
        let mut room = ReadBuf::new(&mut room[..most]);
        ready!(Pin::new(stream).poll_read(context, room.unfilled()))?;
        Poll::Ready(Ok(make(room.filled())))
    })
}

/// The answer that these bytes begin, if it is a usual one and nothing else came with it; and what its body lacks. Head and
/// body are copied apart: the allocator is quick with what is small.
fn decode(came: &[u8], method: &Method) -> Option<(Response<Bytes>, usize)> {
    let mut fields = [const { MaybeUninit::uninit() }; MOST_FIELDS];
    let mut head = httparse::Response::new(&mut []);
    let parsed = ParserConfig::default().parse_response_with_uninit_headers(&mut head, came, &mut fields);
    let (Ok(Status::Complete(begins)), Some(1), Some(code)) = (parsed, head.version, head.code) else { return None };
    let status = StatusCode::from_u16(code).ok().filter(|status| !status.is_informational())?;
    let (text, body) = came.split_at_checked(begins)?;
    let text = Bytes::copy_from_slice(text);
    let value = |said: &Header<'_>| {
        let begins = said.value.as_ptr().addr().checked_sub(came.as_ptr().addr())?;
        let ends = begins.checked_add(said.value.len()).filter(|ends| *ends <= text.len())?;
        HeaderValue::from_maybe_shared(text.slice(begins..ends)).ok()
    };
    let (headers, length) = decode_fields(head.headers, value)?;
    let has_body = *method != Method::HEAD && !matches!(code, 204 | 304);
    let length = if has_body { length.filter(|length| *length <= MOST_CAME)? } else { 0 };
    let left = length.checked_sub(body.len())?;
    let mut answer = Response::new(Bytes::copy_from_slice(body));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Some((answer, left))
}

/// The fields of an answer without those of the connection, and the length that they say; `None` where they are not usual
/// ones. Most answers have the fields of the one before, so that no name has to be made.
fn decode_fields(
    said: &[Header<'_>],
    value: impl Fn(&Header<'_>) -> Option<HeaderValue>,
) -> Option<(HeaderMap, Option<usize>)> {
    let mut length = None;
    let said = said.iter().filter(|field| !says_nothing(field));
    let known = NAMES.with_borrow(|names| has_names(said.clone(), names).then(|| names.clone()));
    if let Some(mut headers) = known {
        for (field, (name, room)) in said.zip(&mut headers) {
            if *name == header::CONTENT_LENGTH {
                length = Some(number(field.value)?);
            }
            *room = value(field)?;
        }
        return Some((headers, length));
    }
    let mut headers = HeaderMap::with_capacity(said.clone().count());
    for field in said {
        let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
        let is_length = name == header::CONTENT_LENGTH;
        if connection::is_of_the_connection(&name) || (is_length && length.replace(number(field.value)?).is_some()) {
            return None;
        }
        headers.append(name, value(field)?);
    }
    if headers.len() == headers.keys_len() {
        let mut names = headers.clone();
        names.values_mut().for_each(|value| *value = HeaderValue::from_static(""));
        NAMES.set(names);
    }
    Some((headers, length))
}

/// Whether these fields have these names, in this order.
fn has_names<'f>(mut said: impl Iterator<Item = &'f Header<'f>>, names: &HeaderMap) -> bool {
    let mut known = names.keys();
    said.all(|field| known.next().is_some_and(|name| name.as_str().eq_ignore_ascii_case(field.name)))
        && known.next().is_none()
}

/// Whether a field of the connection says that it is as connections are.
fn says_nothing(field: &Header<'_>) -> bool {
    let is_named = |name: &HeaderName| field.name.eq_ignore_ascii_case(name.as_str());
    is_named(&KEEP_ALIVE) || (is_named(&header::CONNECTION) && field.value.eq_ignore_ascii_case(b"keep-alive"))
}

/// A length in digits that is not beyond all measure.
fn number(value: &[u8]) -> Option<usize> {
    if value.is_empty() || value.len() > 9 {
        return None;
    }
    value.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + usize::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_usual(method: &Method, answer: &str) -> bool {
        decode(answer.as_bytes(), method).is_some()
    }

    #[test]
    fn an_answer_that_says_its_length_is_read_here() {
        let answer =
            b"HTTP/1.1 404 Gone\r\nX-A: 1\r\nConnection: Keep-Alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 2\r\n\
              x-a: 2 \r\n\r\nok";
        let (answer, left) = decode(answer, &Method::POST).unwrap();
        assert_eq!(left, 0);
        let headers: Vec<_> = answer.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        assert_eq!(headers, [("x-a", &b"1"[..]), ("x-a", b"2"), ("content-length", b"2")]);
        assert_eq!((answer.status().as_u16(), &answer.body()[..]), (404, &b"ok"[..]));
        for head in ["204 No Content\r\n", "304 Not Modified\r\nContent-Length: 5\r\n"] {
            assert!(is_usual(&Method::GET, &format!("HTTP/1.1 {head}\r\n")), "{head}");
        }
        assert!(is_usual(&Method::HEAD, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
        let begun = b"HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\nok";
        assert_eq!(decode(begun, &Method::GET).map(|(_, left)| left), Some(65_534));
    }

    #[test]
    fn an_answer_is_what_it_says_whatever_the_one_before_said() {
        let heads = [
            "Date: 1\r\nContent-Length: 2\r\nX-A: b",
            "date: 2\r\nConnection: keep-alive\r\nContent-Length: 2\r\nX-A: ",
            "Date: 1\r\nContent-Length: 2",
            "Date: 1\r\nContent-Length: 2\r\nX-A: b\r\nX-B: c",
            "Date: 1\r\nX-A: b\r\nContent-Length: 2",
            "Date: 1\r\nContent-Length: 2\r\nX-A: b\r\nx-a: c",
            "Content-Length: 2",
        ];
        for (before, after) in heads.iter().flat_map(|before| heads.iter().map(move |after| (before, after))) {
            for head in [before, after] {
                let (answer, left) =
                    decode(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\nok").as_bytes(), &Method::GET).unwrap();
                let lines = answer.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
                let said = head.lines().filter(|line| !line.starts_with("Connection")).map(|line| {
                    let (name, value) = line.split_once(": ").unwrap();
                    format!("{}: {value}", name.to_ascii_lowercase())
                });
                assert_eq!((left, lines.collect::<Vec<_>>()), (0, said.collect()), "{head} after {before}");
            }
        }
        // Nor is a length taken that is none.
        assert!(!is_usual(&Method::GET, "HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nok"));
    }

    #[test]
    fn all_others_are_left_to_hyper() {
        let long = "X: y\r\n".repeat(MOST_FIELDS);
        for answer in [
            "",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\no",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok+",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551618\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive, X-Hop\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nUpgrade: h2c\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\nok",
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
            &format!("HTTP/1.1 200 OK\r\n{long}Content-Length: 2\r\n\r\nok"),
        ] {
            assert!(!is_usual(&Method::GET, answer), "{answer}");
        }
        assert!(!is_usual(&Method::HEAD, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    #[test]
    fn requests_are_written_as_hyper_writes_them() {
        let request = |name: &str, body: &'static str| {
            let request = Request::post("/a?b").header("x-a", "1").header(name, body.len()).body(Bytes::from(body));
            let mut bytes = Vec::new();
            encode(&request.unwrap(), &mut bytes).then(|| String::from_utf8(bytes).unwrap())
        };
        let written = request("content-length", "body");
        assert_eq!(written.as_deref(), Some("POST /a?b HTTP/1.1\r\nx-a: 1\r\ncontent-length: 4\r\n\r\nbody"));
        assert!(request("x-b", "").is_some());
        for (name, body) in [("x-b", "body"), ("connection", ""), ("transfer-encoding", ""), ("te", "")] {
            assert_eq!(request(name, body), None, "{name}");
        }
    }
}

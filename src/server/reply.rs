//! From an answer to warp's response.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use bytes::Bytes;
use futures_util::future::Either;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Response as HttpResponse, StatusCode};
use hyper::ext::ReasonPhrase;
use warp::Reply as _;
use warp::reply::Response;

use crate::exchange::{Answer, AnswerBody, framing};
use crate::message::reason;
use crate::message::response::APPLICATION_JSON;

use super::broken;
use super::bypass::LargeBody;

/// What the client's side of the connection asks of the reply.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionOptions {
    /// The client said `Connection: keep-alive` and expects to read it back.
    pub keep_alive: bool,
    /// Whether a large body may be sent past hyper: over HTTP/1, where hyper sends a body at all.
    pub takes_large: bool,
}

/// An answer that is there already, or that something has to be waited for: then it is in a box, because whoever carries
/// it moves it several times.
pub type Answering = Either<Ready<Response>, Pin<Box<dyn Future<Output = Response> + Send>>>;

/// An answer that is there.
pub(super) fn answered(response: Response) -> Answering {
    Either::Left(ready(response))
}

/// Bytes of a body that hyper gets at once: it copies them into its buffer, behind the head.
const PART: usize = 64 * 1024;

/// A large body, part by part, so that a connection's buffer does not grow to its size. Its length is in the headers.
fn in_parts(mut body: Bytes) -> Response {
    let parts = std::iter::from_fn(move || {
        (!body.is_empty()).then(|| Ok::<_, std::io::Error>(body.split_to(PART.min(body.len()))))
    });
    warp::reply::stream(futures_util::stream::iter(parts)).into_response()
}

/// The length of a body that is sent past hyper: it has to be the one that the head announces.
fn large(status: StatusCode, headers: &HeaderMap, body: &AnswerBody) -> Option<u64> {
    let length = match body {
        AnswerBody::Bytes(body) if body.len() <= PART => return None,
        AnswerBody::Bytes(body) => Some(body.len() as u64),
        AnswerBody::File(part) => Some(part.left()),
        AnswerBody::Stream(_) => None,
    };
    let mut announced = headers.get_all(header::CONTENT_LENGTH).iter();
    let said = announced.next().and_then(|said| said.to_str().ok()?.parse::<u64>().ok())?;
    let is_plain = announced.next().is_none() && !headers.contains_key(header::TRANSFER_ENCODING);
    let fits = is_plain && length.is_none_or(|length| length == said) && said > PART as u64;
    let has_body = status >= StatusCode::OK && !matches!(status.as_u16(), 204 | 304);
    Some(said).filter(|_| fits && has_body)
}

/// The response of an answer.
pub fn into_response(mut answer: Answer, connection: ConnectionOptions) -> Response {
    let mut breakage = None;
    if let Some(fault) = answer.fault.take() {
        (answer, breakage) = broken::prepare(answer, &fault);
    }
    let mut headers = answer.headers.into_map();
    if answer.utf8_head {
        framing::write_in_utf8(&mut headers);
    }
    if connection.keep_alive && !headers.contains_key(header::CONNECTION) {
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
    }
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let may_be_large = connection.takes_large && breakage.is_none();
    let large = if may_be_large { large(status, &headers, &answer.body) } else { None };
    let mut response = match answer.body {
        body if let Some(length) = large => {
            let mut response = Response::default();
            response.extensions_mut().insert(LargeBody::new(body, length));
            response
        }
        AnswerBody::Bytes(body) if body.len() > PART => in_parts(body),
        AnswerBody::Bytes(body) => HttpResponse::new(body.into()),
        body => warp::reply::stream(body.into_stream()).into_response(),
    };
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    if let Some(phrase) = reason::of_node(status) {
        response.extensions_mut().insert(ReasonPhrase::from_static(phrase.as_bytes()));
    }
    if let Some(breakage) = breakage {
        response.extensions_mut().insert(breakage);
    }
    response
}

/// A plain answer without an exchange behind it.
pub fn plain(status: StatusCode, text: &'static str) -> Response {
    plain_bytes(status, Bytes::from_static(text.as_bytes()))
}

/// The same with a text that was made for it.
pub fn text(status: StatusCode, text: String) -> Response {
    plain_bytes(status, Bytes::from(text))
}

/// `{"message": ...}`, as the admin API says what is wrong.
pub fn message(status: StatusCode, text: &str) -> Response {
    let mut response = plain_bytes(status, Bytes::from(serde_json::json!({ "message": text }).to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, APPLICATION_JSON);
    response
}

fn plain_bytes(status: StatusCode, body: Bytes) -> Response {
    let mut response = HttpResponse::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

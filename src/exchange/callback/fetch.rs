//! Requests as `fetch` of Node 20 sends them.

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use url::{Position, Url};

use crate::exchange::client::{self, Client};

/// Redirects that are followed.
const MAX_REDIRECTS: usize = 20;

/// Describe a body, so they go with it.
const BODY_HEADERS: [HeaderName; 5] = [
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
];
/// Are nobody else's business.
const SECRET_HEADERS: [HeaderName; 3] = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];

/// A request.
pub(super) struct Call<'a> {
    /// Its method.
    pub(super) method: Method,
    /// Its address, absolute.
    pub(super) url: &'a str,
    /// Whether that is an address of this process.
    pub(super) is_own: bool,
    /// Its headers; those that every request has are added.
    pub(super) headers: HeaderMap,
    /// Its body, sent by POST, PUT and PATCH only.
    pub(super) body: Bytes,
    /// Type of the body where the headers name none.
    pub(super) kind: HeaderValue,
}

/// An answer.
pub(super) struct CallbackResponse {
    /// Its status.
    pub(super) status: StatusCode,
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// The beginning of its body.
    pub(super) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("Failed to parse URL from {0}")]
    Url(String),
    #[error("Request cannot be constructed from a URL that includes credentials")]
    Credentials,
    #[error("fetch failed: unknown scheme")]
    Scheme,
    #[error("fetch failed: redirect count exceeded")]
    Redirects,
    #[error("fetch failed: {0}")]
    Connection(String),
}

/// Sends a request, follows redirects, reads the answer to its end and keeps `keep` bytes of it.
pub(super) async fn fetch(client: &Client, call: Call<'_>, keep: usize) -> Result<CallbackResponse, FetchError> {
    let Call { mut method, url, mut is_own, mut headers, body, kind } = call;
    let mut url = Url::parse(url).map_err(|_| FetchError::Url(url.to_owned()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Credentials);
    }
    let mut body = matches!(method, Method::POST | Method::PUT | Method::PATCH).then_some(body);
    if body.is_some() {
        headers.entry(header::CONTENT_TYPE).or_insert(kind);
    }
    for _ in 0..=MAX_REDIRECTS {
        let request = request(&method, &url, &headers, body.as_ref())?;
        let sent = if is_own { client.send_to_ourselves(request).await } else { client.send(request).await };
        let response = sent.map_err(|error| FetchError::Connection(reason(&error)))?;
        let Some(next) = redirect(&response, &url)? else { return finish(response, keep).await };
        let to_get = match response.status() {
            StatusCode::SEE_OTHER => !matches!(method, Method::GET | Method::HEAD),
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
            _ => false,
        };
        if to_get {
            method = Method::GET;
            body = None;
            remove(&mut headers, &BODY_HEADERS);
        }
        if next.origin() != url.origin() {
            remove(&mut headers, &SECRET_HEADERS);
            headers.remove(header::HOST);
            is_own = false;
        }
        url = next;
    }
    Err(FetchError::Redirects)
}

fn remove(headers: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        headers.remove(name);
    }
}

/// One request on the wire.
fn request(
    method: &Method,
    url: &Url,
    headers: &HeaderMap,
    body: Option<&Bytes>,
) -> Result<Request<client::OutgoingBody>, FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::Scheme);
    }
    let uri: Uri = url[..Position::AfterQuery].parse().map_err(|_| FetchError::Url(url.to_string()))?;
    let encodings = if url.scheme() == "https" { "br, gzip, deflate" } else { "gzip, deflate" };
    let mut request = Request::new(client::full(body.cloned().unwrap_or_default()));
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    let sent = request.headers_mut();
    *sent = headers.clone();
    let connection = if *method == Method::HEAD { "close" } else { "keep-alive" };
    sent.insert(header::CONNECTION, HeaderValue::from_static(connection));
    if let Some(body) = body {
        // Said of an empty body, too.
        sent.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    for (name, value) in [
        (header::ACCEPT, "*/*"),
        (header::ACCEPT_LANGUAGE, "*"),
        (HeaderName::from_static("sec-fetch-mode"), "cors"),
        (header::USER_AGENT, "node"),
        (header::ACCEPT_ENCODING, encodings),
    ] {
        sent.entry(name).or_insert(HeaderValue::from_static(value));
    }
    Ok(request)
}

/// Where a redirect leads to.
fn redirect(response: &Response<Incoming>, from: &Url) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(header::LOCATION) else { return Ok(None) };
    let location = String::from_utf8_lossy(location.as_bytes());
    match from.join(&location) {
        Ok(url) => Ok(Some(url)),
        Err(_) => Err(FetchError::Url(location.into_owned())),
    }
}

/// Reads to the end, so that the connection can be used again.
async fn finish(response: Response<Incoming>, keep: usize) -> Result<CallbackResponse, FetchError> {
    let (head, mut body) = response.into_parts();
    let mut kept = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| FetchError::Connection(error.to_string()))?;
        if let Ok(data) = frame.into_data() {
            let room = keep.saturating_sub(kept.len()).min(data.len());
            kept.extend_from_slice(&data[..room]);
        }
    }
    Ok(CallbackResponse { status: head.status, headers: head.headers, body: kept.freeze() })
}

/// The innermost cause: the outer ones only say that something failed.
fn reason(error: &hyper_util::client::legacy::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

//! The collector, as far as it is spoken to: one POST for each batch.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::protobuf::{Fields, Value};
use super::tls;
use super::variables::{Protocol, TraceOptions};

/// Bytes of an answer that are read: it says little.
const MAX_ANSWER: usize = 64 << 10;
/// How long an idle connection is kept.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Why a batch was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("no connection: {0}")]
    Connection(String),
    #[error("no answer: {0}")]
    Answer(String),
    #[error("no answer within {0:?}")]
    Late(Duration),
    #[error("the answer was {status}")]
    Status {
        status: StatusCode,
        /// When to try again, as it says itself.
        retry_after: Option<Duration>,
    },
    #[error("no TLS: {0}")]
    Tls(#[from] rustls::Error),
    #[error("its URL is none")]
    Url,
}

impl Failure {
    /// Whether the same batch may be taken later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Connection(_) | Self::Answer(_) | Self::Late(_) => true,
            Self::Status { status, .. } => matches!(status.as_u16(), 429 | 502 | 503 | 504),
            Self::Tls(_) | Self::Url => false,
        }
    }

    /// Whether it may be that the collector reads JSON alone: it says so, or it has fallen over the batch, as collectors do
    /// that somebody has written for a test.
    pub(super) fn may_be_of_the_protocol(&self) -> bool {
        match self {
            Self::Answer(_) => true,
            Self::Status { status, .. } => *status == StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Connection(_) | Self::Late(_) | Self::Tls(_) | Self::Url => false,
        }
    }
}

/// A batch in pieces that lie where they were written.
#[derive(Debug, Clone)]
pub(super) struct Pieces(VecDeque<Bytes>);

impl From<Bytes> for Pieces {
    fn from(first: Bytes) -> Self {
        Self::from_iter([first])
    }
}

impl FromIterator<Bytes> for Pieces {
    fn from_iter<T: IntoIterator<Item = Bytes>>(pieces: T) -> Self {
        // For one without bytes there is nothing to be written.
        Self(pieces.into_iter().filter(|piece| !piece.is_empty()).collect())
    }
}

impl Pieces {
    /// All of them, copied.
    pub(super) fn concat(self) -> Vec<u8> {
        Vec::from(self.0).concat()
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.iter().map(|piece| piece.len() as u64).sum())
    }
}

/// The collector.
pub(super) struct Collector {
    client: Client<HttpsConnector<HttpConnector>, Pieces>,
    uri: Uri,
    headers: HeaderMap,
    timeout: Duration,
}

impl Collector {
    /// The one that the options name.
    pub(super) fn new(options: &TraceOptions) -> Result<Self, Failure> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(options.timeout));
        let tls = tls::config(options.certificate.as_deref())?;
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(1)
            .build(connector);
        let mut headers = options.headers.clone();
        if options.compresses {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        headers
            .entry(header::USER_AGENT)
            .or_insert(HeaderValue::from_static(concat!("sidemock/", env!("CARGO_PKG_VERSION"))));
        let uri = options.endpoint.as_str().parse().map_err(|_| Failure::Url)?;
        Ok(Self { client, uri, headers, timeout: options.timeout })
    }

    /// Sends a batch; says how many of its spans were refused.
    pub(super) async fn send(&self, protocol: Protocol, batch: Pieces) -> Result<u64, Failure> {
        let sent = tokio::time::timeout(self.timeout, self.ask(protocol, batch)).await;
        sent.unwrap_or(Err(Failure::Late(self.timeout)))
    }

    async fn ask(&self, protocol: Protocol, batch: Pieces) -> Result<u64, Failure> {
        let mut request = Request::new(batch);
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(protocol.content_type()));
        let response = self.client.request(request).await.map_err(|error| match error.is_connect() {
            true => Failure::Connection(cause(&error)),
            false => Failure::Answer(cause(&error)),
        })?;
        let status = response.status();
        let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(is_json);
        let retry_after = retry_after(&response);
        // Read to its end, so that the connection can be used again.
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
        if !status.is_success() {
            return Err(Failure::Status { status, retry_after });
        }
        Ok(body
            .map_or(0, |body| if is_json { refused(&body.to_bytes()) } else { refused_in_protobuf(&body.to_bytes()) }))
    }
}

fn is_json(content_type: &HeaderValue) -> bool {
    content_type.as_bytes().starts_with(Protocol::Json.content_type().as_bytes())
}

/// Spans that an answer says were not taken: `partial_success` and its `rejected_spans`.
fn refused_in_protobuf(body: &[u8]) -> u64 {
    let partial = Fields(body).find_map(|field| if let (1, Value::Bytes(bytes)) = field { Some(bytes) } else { None });
    let refused = Fields(partial.unwrap_or_default())
        .find_map(|field| if let (1, Value::Varint(number)) = field { Some(number) } else { None });
    refused.and_then(|number| i64::try_from(number).ok()).map_or(0, i64::unsigned_abs)
}

/// The same of an answer in JSON.
fn refused(body: &[u8]) -> u64 {
    let answer: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    // 64-bit numbers are texts in the JSON of Protobuf, but not everybody writes them so.
    match &answer["partialSuccess"]["rejectedSpans"] {
        serde_json::Value::String(text) => text.parse().unwrap_or(0),
        number => number.as_u64().unwrap_or(0),
    }
}

fn retry_after(response: &Response<Incoming>) -> Option<Duration> {
    let text = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// The innermost cause: the outer ones only say that something failed.
fn cause(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_how_many_spans_were_refused() {
        for (body, count) in [
            ("", 0),
            ("{}", 0),
            ("[1]", 0),
            (r#"{"partialSuccess":{}}"#, 0),
            (r#"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}}"#, 3),
            (r#"{"partialSuccess":{"rejectedSpans":4}}"#, 4),
            (r#"{"partialSuccess":{"rejectedSpans":-4}}"#, 0),
        ] {
            assert_eq!(refused(body.as_bytes()), count, "{body}");
        }
        for (body, count) in [
            (&b""[..], 0),
            (b"{}", 0),
            (b"\x0A\x00", 0),
            (b"\x0A\x05\x08\x03\x12\x01x", 3),
            (b"\x0A\x03\x12\x01x", 0),
            (b"\x0A\x0B\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 0),
        ] {
            assert_eq!(refused_in_protobuf(body), count, "{body:?}");
        }
    }
}

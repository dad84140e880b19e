//! The collector, as far as it is spoken to: one POST for each batch.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::tls;
use super::variables::TraceOptions;

/// Bytes of an answer that are read: it says little.
const MAX_ANSWER: usize = 64 << 10;
/// How long an idle connection is kept.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Why a batch was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("no connection: {0}")]
    Connection(String),
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
            Self::Connection(_) | Self::Late(_) => true,
            Self::Status { status, .. } => matches!(status.as_u16(), 429 | 502 | 503 | 504),
            Self::Tls(_) | Self::Url => false,
        }
    }
}

/// The collector.
pub(super) struct Collector {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
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
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
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
    pub(super) async fn send(&self, batch: Bytes) -> Result<u64, Failure> {
        let sent = tokio::time::timeout(self.timeout, self.ask(batch)).await;
        sent.unwrap_or(Err(Failure::Late(self.timeout)))
    }

    async fn ask(&self, batch: Bytes) -> Result<u64, Failure> {
        let mut request = Request::new(Full::new(batch));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        let response = self.client.request(request).await.map_err(|error| Failure::Connection(cause(&error)))?;
        let status = response.status();
        let retry_after = retry_after(&response);
        // Read to its end, so that the connection can be used again.
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
        if !status.is_success() {
            return Err(Failure::Status { status, retry_after });
        }
        Ok(body.map_or(0, |body| refused(&body.to_bytes())))
    }
}

/// Spans that an answer says were not taken.
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
    }
}

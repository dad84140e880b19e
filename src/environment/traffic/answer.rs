//! What counts of a response: two answers are the same when they differ in nothing else.

use bytes::Bytes;

use super::exchange::Exchange;

/// Headers that are made anew for every response, by every hop, or by what sends the file's responses.
const VOLATILE: &[&str] = &[
    "age",
    "alt-svc",
    "cf-cache-status",
    "cf-ray",
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "expires",
    "keep-alive",
    "nel",
    "priority",
    "proxy-connection",
    "report-to",
    "request-id",
    "server",
    "server-timing",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-amz-cf-id",
    "x-amz-cf-pop",
    "x-amz-id-2",
    "x-amz-request-id",
    "x-amzn-requestid",
    "x-amzn-trace-id",
    "x-cache",
    "x-cache-hits",
    "x-cloud-trace-context",
    "x-correlation-id",
    "x-envoy-upstream-service-time",
    "x-fastly-request-id",
    "x-github-request-id",
    "x-ms-request-id",
    "x-powered-by",
    "x-process-time",
    "x-request-id",
    "x-request-time",
    "x-response-time",
    "x-runtime",
    "x-served-by",
    "x-timer",
    "x-trace-id",
    "x-vercel-id",
    "traceparent",
    "tracestate",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-used",
    "ratelimit-remaining",
    "ratelimit-reset",
    "ratelimit",
    "x-sidemock-explain",
    "x-sidemock-session",
    "baggage",
];

/// Status, headers and body as they are sent again.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TrafficResponse {
    /// The status.
    pub(crate) status: u16,
    /// What is not volatile; names in lower case, those that stood several times joined, `set-cookie` as often as it came.
    pub(crate) headers: Vec<(String, String)>,
    /// The body, decoded.
    pub(crate) body: Bytes,
}

impl TrafficResponse {
    /// Of a recorded exchange.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in &exchange.response.headers {
            if name.starts_with(':') || VOLATILE.contains(&name.as_str()) {
                continue;
            }
            match headers.iter_mut().find(|(known, _)| known == name && name != "set-cookie") {
                Some((_, joined)) => *joined = format!("{joined}, {value}"),
                None => headers.push((name.clone(), value.clone())),
            }
        }
        let has_no_body = exchange.method == "HEAD" || matches!(exchange.status, 100..=199 | 204 | 304);
        let body = if has_no_body { Bytes::new() } else { exchange.response.body.clone() };
        Self { status: exchange.status, headers, body }
    }

    /// Whether it says that the request succeeded.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first header of this name (in lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

//! The management port: probes and metrics, without a token, without secrets.

use std::sync::Arc;
use std::time::Instant;

use http::header::{self, HeaderValue};
use http::{Method, StatusCode};
use tokio::sync::watch;
use warp::Filter;
use warp::reply::Response;

use super::metrics_text::Format;
use super::readiness_query::ReadinessQuery;

/// What the management port reports on.
pub trait Report: Send + Sync + 'static {
    /// Whether what the query asks about is ready.
    fn readiness(&self, query: &ReadinessQuery) -> Readiness;
    /// Tells whenever readiness may have changed.
    fn changes(&self) -> watch::Receiver<()>;
    /// The metrics in this format.
    fn metrics(&self, format: Format) -> String;
}

/// What is answered to a probe.
pub struct Readiness {
    /// Whether it is ready.
    pub is_ready: bool,
    /// Whether it will never be otherwise: nobody needs to wait for it.
    pub is_final: bool,
    /// What there is to say about it.
    pub text: String,
}

/// The filters of the management port.
pub fn chain<R: Report>(
    report: Arc<R>,
) -> impl Filter<Extract = (Response,), Error = std::convert::Infallible> + Clone + Send + Sync {
    warp::any()
        .and(warp::method())
        .and(warp::path::peek())
        .and(warp::query::raw().or(warp::any().map(String::new)).unify())
        .and(warp::header::optional::<String>("accept").or(warp::any().map(|| None)).unify())
        .then(move |method: Method, path: warp::path::Peek, query: String, accept: Option<String>| {
            let report = Arc::clone(&report);
            async move { answer(&*report, &method, path.as_str(), &query, accept.as_deref()).await }
        })
}

async fn answer<R: Report>(report: &R, method: &Method, path: &str, query: &str, accept: Option<&str>) -> Response {
    if *method != Method::GET && *method != Method::HEAD {
        let mut refusal = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n".to_owned(), TEXT);
        refusal.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refusal;
    }
    match path.trim_end_matches('/') {
        "livez" => text(StatusCode::OK, "ok\n".to_owned(), TEXT),
        "readyz" => {
            let query = match ReadinessQuery::parse(query) {
                Ok(query) => query,
                Err(error) => return text(StatusCode::BAD_REQUEST, format!("{error}\n"), TEXT),
            };
            let readiness = readiness(report, &query).await;
            let status = if readiness.is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            text(status, readiness.text, TEXT)
        }
        "metrics" => {
            let format = Format::accepted(accept);
            text(StatusCode::OK, report.metrics(format), HeaderValue::from_static(format.content_type()))
        }
        _ => text(StatusCode::NOT_FOUND, "try /livez, /readyz?verbose or /metrics\n".to_owned(), TEXT),
    }
}

/// Readiness as it is, or as it becomes within the time that the query gives it.
async fn readiness<R: Report>(report: &R, query: &ReadinessQuery) -> Readiness {
    let until = Instant::now() + query.wait;
    // Whatever changes after the question was asked is heard of.
    let mut changes = report.changes();
    loop {
        let now = report.readiness(query);
        if now.is_ready || now.is_final {
            return now;
        }
        match tokio::time::timeout_at(until.into(), changes.changed()).await {
            Ok(Ok(())) => {}
            _ => return now,
        }
    }
}

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

fn text(status: StatusCode, body: String, kind: HeaderValue) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

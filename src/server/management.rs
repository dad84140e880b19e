//! The management port: probes and metrics, without a token, without secrets.

use std::sync::Arc;

use http::header::{self, HeaderValue};
use http::{Method, StatusCode};
use warp::Filter;
use warp::reply::Response;

/// What the management port reports on.
pub trait Report: Send + Sync + 'static {
    /// Whether everything is ready, and what to say about it.
    fn readiness(&self, verbose: bool) -> (bool, String);
    /// Prometheus text.
    fn metrics(&self) -> String;
}

/// The filters of the management port.
pub fn chain<R: Report>(
    report: Arc<R>,
) -> impl Filter<Extract = (Response,), Error = std::convert::Infallible> + Clone + Send + Sync {
    warp::any()
        .and(warp::method())
        .and(warp::path::peek())
        .and(warp::query::raw().or(warp::any().map(String::new)).unify())
        .map(move |method: Method, path: warp::path::Peek, query: String| {
            answer(&*report, &method, path.as_str(), &query)
        })
}

fn answer<R: Report>(report: &R, method: &Method, path: &str, query: &str) -> Response {
    if *method != Method::GET && *method != Method::HEAD {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n".to_owned(), TEXT);
    }
    match path.trim_end_matches('/') {
        "livez" => text(StatusCode::OK, "ok\n".to_owned(), TEXT),
        "readyz" => {
            let verbose = query.split('&').any(|q| q == "verbose" || q.starts_with("verbose="));
            let (ready, message) = report.readiness(verbose);
            text(if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, message, TEXT)
        }
        "metrics" => text(StatusCode::OK, report.metrics(), METRICS),
        _ => text(StatusCode::NOT_FOUND, "try /livez, /readyz?verbose or /metrics\n".to_owned(), TEXT),
    }
}

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const METRICS: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

fn text(status: StatusCode, body: String, kind: HeaderValue) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

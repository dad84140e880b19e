//! The management port: probes and metrics, without a token, without secrets.

use std::sync::Arc;

use http::header::{self, HeaderValue};
use http::{Method, StatusCode};
use warp::Filter;
use warp::reply::Response;

use super::metrics_text::Format;

/// What the management port reports on.
pub trait Report: Send + Sync + 'static {
    /// Whether everything is ready, and what to say about it.
    fn readiness(&self, verbose: bool) -> (bool, String);
    /// The metrics in this format.
    fn metrics(&self, format: Format) -> String;
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
        .map(move |method: Method, path: warp::path::Peek, query: String, accept: Option<String>| {
            answer(&*report, &method, path.as_str(), &query, accept.as_deref())
        })
}

fn answer<R: Report>(report: &R, method: &Method, path: &str, query: &str, accept: Option<&str>) -> Response {
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
        "metrics" => {
            let format = Format::accepted(accept);
            text(StatusCode::OK, report.metrics(format), HeaderValue::from_static(format.content_type()))
        }
        _ => text(StatusCode::NOT_FOUND, "try /livez, /readyz?verbose or /metrics\n".to_owned(), TEXT),
    }
}

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

fn text(status: StatusCode, body: String, kind: HeaderValue) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

//! What becomes of a callback: a log line and a count.

use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::json;

use crate::js::Str;
use crate::runtime::redact::Redaction;
use crate::runtime::{EnvironmentHandle, decompress};

use super::body::Shown;
use super::fetch::CallbackResponse;

/// Bytes of an answer that a whole log line shows.
pub(super) const KEPT_BYTES: usize = 64 << 10;

/// Who sends a callback, for the log.
pub(super) struct Sender {
    /// The environment.
    pub(super) handle: Arc<EnvironmentHandle>,
    /// Name of the callback.
    pub(super) name: String,
    /// The trace that it belongs to.
    pub(super) trace_id: Option<Str>,
    /// Its method.
    pub(super) method: Method,
    /// Its address.
    pub(super) url: String,
    /// Whether that is the environment's own.
    pub(super) is_own: bool,
    /// The host to name there, if not the address's own.
    pub(super) host: Option<HeaderValue>,
    /// Path of the file sent, as written.
    pub(super) file_path: String,
}

impl Sender {
    /// The callback got an answer, whatever its status.
    pub(super) fn invoked(&self, answer: &CallbackResponse, headers: &HeaderMap, body: &Shown) {
        let shared = &self.handle.shared;
        shared.metrics.callbacks_sent.fetch_add(1, Ordering::Relaxed);
        let label = shared.transaction_log.label();
        let whole = shared.options.log_transactions.then(|| self.whole(answer, headers, body));
        tracing::info!(
            environmentName = %label.name,
            environmentUUID = %label.uuid,
            callbackName = %self.name,
            callbackMethod = %self.method.as_str().to_ascii_lowercase(),
            callbackUrl = %shared.options.redaction.url(&self.url),
            callbackStatus = answer.status.as_u16(),
            traceId = self.trace_id.as_deref(),
            callback = whole.as_deref(),
            "Callback invoked"
        );
    }

    /// The callback was not sent, or got no answer.
    pub(super) fn failed(&self, error: &dyn Display) {
        report(&self.handle, &self.name, self.trace_id.as_deref(), error);
    }

    /// The callback as the log shows it whole.
    fn whole(&self, answer: &CallbackResponse, headers: &HeaderMap, body: &Shown) -> String {
        let redaction = &self.handle.shared.options.redaction;
        let encoding = answer.headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        let answered = decompress::for_display(&answer.body, encoding);
        let sent = match body {
            Shown::Text(bytes) => String::from_utf8_lossy(&bytes[..bytes.len().min(KEPT_BYTES)]).into_owned(),
            Shown::Form => format!("<buffer of {}", self.file_path),
        };
        json!({
            "name": self.name,
            "url": redaction.url(&self.url),
            "method": self.method.as_str().to_ascii_lowercase(),
            "requestBody": sent,
            "requestHeaders": list(headers, redaction),
            "status": answer.status.as_u16(),
            "responseBody": String::from_utf8_lossy(&answered),
            "responseHeaders": list(&answer.headers, redaction),
        })
        .to_string()
    }
}

/// Logs and counts a callback that failed.
pub(super) fn report(handle: &EnvironmentHandle, callback: &str, trace_id: Option<&str>, error: &dyn Display) {
    let shared = &handle.shared;
    shared.metrics.callbacks_failed.fetch_add(1, Ordering::Relaxed);
    let label = shared.transaction_log.label();
    tracing::error!(
        environmentName = %label.name,
        environmentUUID = %label.uuid,
        callbackName = callback,
        traceId = trace_id,
        "Error while executing callback: {error}"
    );
}

/// Headers without secrets.
fn list(headers: &HeaderMap, redaction: &Redaction) -> Vec<serde_json::Value> {
    let shown = |value: &http::HeaderValue| Str::from(String::from_utf8_lossy(value.as_bytes()).into_owned());
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| json!({ "key": name.as_str(), "value": redaction.header(name.as_str(), &shown(value)).as_str() });
    headers.iter().map(pair).collect()
}

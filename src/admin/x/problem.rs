//! Why a call is not carried out.

use http::header::{ETAG, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use serde_json::json;

use crate::exchange::Answer;
use crate::masking;
use crate::memory::Shortage;
use crate::state::StoreError;

/// A refusal: a status, what is wrong and what would be right, and where.
#[derive(Debug)]
pub(in crate::admin) struct Problem(Box<Refusal>);

#[derive(Debug)]
struct Refusal {
    status: u16,
    message: String,
    /// Path in the body, from `$`.
    path: Option<String>,
    headers: HeaderMap,
    /// What the body says beside.
    etag: Option<String>,
}

impl From<Shortage> for Problem {
    /// An environment for which there is no room: 413 where there never will be, else 507.
    fn from(shortage: Shortage) -> Self {
        let status = if matches!(shortage, Shortage::Never { .. }) { 413 } else { 507 };
        Self::new(
            status,
            format!("there is no room for the environment once it is compiled, the one before serves: {shortage}"),
        )
    }
}

impl Problem {
    /// A refusal with this status.
    pub(in crate::admin) fn new(status: u16, message: impl Into<String>) -> Self {
        Self(Box::new(Refusal { status, message: message.into(), path: None, headers: HeaderMap::new(), etag: None }))
    }

    /// 400: something at a path of the body is wrong.
    pub(in crate::admin) fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        let mut problem = Self::new(400, message);
        problem.0.path = Some(path.into());
        problem
    }

    /// 429: a limit is reached; in so many seconds it may be another matter.
    pub(in crate::admin) fn limit(message: impl Into<String>, retry_after: u64) -> Self {
        Self::new(429, message).with_header(RETRY_AFTER, &retry_after.to_string())
    }

    /// 503: there is no room at the moment.
    pub(in crate::admin) fn short(message: impl Into<String>) -> Self {
        Self::new(503, message).with_header(RETRY_AFTER, "1")
    }

    /// 503: the state that the call needs cannot be had.
    pub(in crate::admin) fn without_state(error: &StoreError) -> Self {
        let state = if matches!(error, StoreError::Conflicts) { "conflict" } else { "unavailable" };
        Self::new(503, error.to_string())
            .with_header(HeaderName::from_static("x-sidemock-state"), state)
            .with_header(RETRY_AFTER, "1")
    }

    /// 409: something at a path of the body stands against what serves.
    pub(in crate::admin) fn conflict(path: impl Into<String>, message: impl Into<String>) -> Self {
        let mut problem = Self::new(409, message);
        problem.0.path = Some(path.into());
        problem
    }

    /// 412: the caller has seen another state than the one with this entity tag.
    pub(in crate::admin) fn changed_since(tag: &str) -> Self {
        let mut problem = Self::new(
            412,
            format!("this is not what it was when you read it: its tag is {tag} now; read it again, then edit that"),
        );
        problem.0.etag = Some(tag.to_owned());
        problem.with_header(ETAG, tag)
    }

    /// What is wrong, and where in the body.
    pub(in crate::admin) fn reason(&self) -> (&str, Option<&str>) {
        (&self.0.message, self.0.path.as_deref())
    }

    /// The same with a header.
    #[must_use]
    pub(in crate::admin) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.insert(name, value);
        }
        self
    }

    /// Its status.
    #[cfg(test)]
    pub(in crate::admin) fn status(&self) -> u16 {
        self.0.status
    }

    /// The answer that tells it.
    pub(in crate::admin) fn into_answer(self) -> Answer {
        let Refusal { status, message, path, headers, etag } = *self.0;
        let mut body = json!({ "message": masking::masked(&message) });
        if let Some(path) = path {
            body["path"] = masking::masked(&path).into();
        }
        if let Some(tag) = etag {
            body["etag"] = tag.into();
        }
        super::json(status, &body).with(headers)
    }
}

//! A reply that has begun: with the headers of its response, which most replies leave as they are.

use http::header::{HeaderName, HeaderValue};

use crate::message::reply::{Draft, MediaTypeError, Reply, wire};

use super::context::Responding;

/// A reply that has begun. Its draft is made when it becomes another one than those of the response usually are.
pub struct Begun<'r> {
    responding: &'r Responding<'r>,
    draft: Option<Draft>,
}

impl<'r> Begun<'r> {
    /// The reply of a response, as it begins.
    pub fn of(responding: &'r Responding<'r>) -> Self {
        // Templates of headers are rendered before anything else.
        let draft = responding.response.head_start.is_none().then(|| draft(responding));
        Self { responding, draft }
    }

    /// Of a draft.
    pub fn with(responding: &'r Responding<'r>, draft: Draft) -> Self {
        Self { responding, draft: Some(draft) }
    }

    /// Its draft.
    pub fn made(&mut self) -> &mut Draft {
        self.draft.get_or_insert_with(|| draft(self.responding))
    }

    /// Sets a header that needs no charset.
    pub fn set(&mut self, name: HeaderName, value: HeaderValue) {
        let start = self.responding.response.head_start.as_ref().filter(|_| self.draft.is_none());
        if start.is_none_or(|start| start.headers().get(&name) != Some(&value)) {
            self.made().headers.insert(name, value);
        }
    }

    /// `res.send(text)` with this status, or the response's.
    ///
    /// # Errors
    /// As [`Draft::send_text`].
    pub fn send_text(&mut self, status: Option<u16>, text: String) -> Result<Reply, MediaTypeError> {
        let (response, conditions) = (self.responding.response, self.responding.conditions());
        let usual = status.unwrap_or(response.status);
        match &response.head_start {
            Some(start) if self.draft.is_none() && start.completes(usual, &conditions) => {
                Ok(start.send(usual, wire(text)))
            }
            _ => {
                let draft = self.made();
                draft.status = status.unwrap_or(draft.status);
                draft.send_text(text, &conditions)
            }
        }
    }
}

/// The reply with its status and headers.
pub fn draft(responding: &Responding<'_>) -> Draft {
    let response = responding.response;
    if let Some(start) = &response.head_start {
        return Draft { status: response.status, headers: start.headers().clone() };
    }
    let mut draft = responding.context.draft();
    draft.status = response.status;
    response.headers.apply(&mut draft, &responding.rendering());
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    draft
}

//! The draft of what is sent for a route's response. Most of what is sent leaves the prepared headers as they are, and
//! needs no draft.

use http::header::{HeaderName, HeaderValue};

use crate::message::number;
use crate::message::prepared_headers::COUNTS;
use crate::message::response::{MediaTypeError, Response, ResponseDraft};
use crate::message::text_body::TextBody;

use super::context::Responding;

/// Headers that may come to the prepared ones.
const FURTHER: usize = 4;

/// A draft that is made when something is sent in another way than usual.
pub struct LazyDraft<'r> {
    responding: &'r Responding<'r>,
    draft: Option<ResponseDraft>,
}

impl<'r> LazyDraft<'r> {
    /// With the headers of the route's response.
    pub fn of(responding: &'r Responding<'r>) -> Self {
        // Templates of headers are rendered before anything else.
        let draft = responding.response.prepared_headers.is_none().then(|| draft(responding));
        Self { responding, draft }
    }

    /// Of a draft.
    pub fn with(responding: &'r Responding<'r>, draft: ResponseDraft) -> Self {
        Self { responding, draft: Some(draft) }
    }

    /// Its draft.
    pub fn made(&mut self) -> &mut ResponseDraft {
        self.draft.get_or_insert_with(|| draft(self.responding))
    }

    /// Sets a header that needs no charset.
    pub fn set(&mut self, name: HeaderName, value: HeaderValue) {
        let start = self.responding.response.prepared_headers.as_ref().filter(|_| self.draft.is_none());
        if start.is_none_or(|start| start.headers().get(&name) != Some(&value)) {
            self.made().headers.insert(name, value);
        }
    }

    /// Sets the counts of a list.
    pub fn count(&mut self, counts: [usize; 2]) {
        match (&mut self.draft, &self.responding.response.prepared_headers) {
            (None, Some(start)) => {
                let (status, headers) = (self.responding.response.status, start.counted(counts));
                self.draft = Some(ResponseDraft { status, headers });
            }
            _ => {
                let named = COUNTS.into_iter().zip(counts.map(number::header_value));
                self.made().headers.extend(named);
            }
        }
    }

    /// `res.send(text)` with this status, or the response's.
    ///
    /// # Errors
    /// As [`ResponseDraft::send_text`].
    pub fn send_text(&mut self, status: Option<u16>, text: TextBody) -> Result<Response, MediaTypeError> {
        let (response, conditions) = (self.responding.response, self.responding.conditions());
        let usual = status.unwrap_or(response.status);
        match &response.prepared_headers {
            Some(start) if self.draft.is_none() && start.completes(usual, &conditions) => {
                Ok(start.send(usual, text.into_wire()))
            }
            _ => {
                let draft = self.made();
                draft.status = status.unwrap_or(draft.status);
                draft.send_text(text, &conditions)
            }
        }
    }
}

/// A draft with status and headers of the route's response.
pub fn draft(responding: &Responding<'_>) -> ResponseDraft {
    let response = responding.response;
    if let Some(start) = &response.prepared_headers {
        let mut headers = start.headers().clone();
        // Grows once.
        headers.reserve(FURTHER);
        return ResponseDraft { status: response.status, headers };
    }
    let mut draft = responding.context.draft();
    draft.status = response.status;
    response.headers.apply(&mut draft, &responding.rendering());
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    draft
}

//! Replies that depend on nothing: made at load, and what they have in common made once.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use foldhash::fast::RandomState;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::environment::model::{self, BodyType, Environment, Header, RouteKind};
use crate::js::{Str, text};
use crate::message::connection::is_of_the_connection;
use crate::message::prepared_headers::PreparedHeaders;
use crate::message::response::{Conditions, ResponseDraft, SharedHeaders};

use super::compiled::CompiledResponse;
use super::headers::{HeaderSet, HeaderSource};
use super::redact::Redaction;
use super::static_response::StaticResponse;

/// Prepares the replies of an environment.
pub struct StaticResponseBuilder<'e> {
    environment: &'e Environment,
    redaction: &'e Redaction,
    /// The environment's headers, unless they depend on the request.
    headers: Option<Vec<Constant>>,
    /// Whether these make no reply another one for other requests.
    is_static: bool,
    /// Header lists of responses, compiled.
    sets: HashMap<&'e [Header], HeaderSet, RandomState>,
    /// What was prepared: one of each.
    heads: HashMap<HeadKey, PreparedHead, RandomState>,
    /// Headers of replies whose bodies are made per request, by those of the response.
    prepared_headers: HashMap<Vec<Constant>, Arc<PreparedHeaders>, RandomState>,
}

type Constant = (HeaderName, HeaderValue);

/// What the head of a reply depends on, beside the environment.
#[derive(PartialEq, Eq, Hash)]
struct HeadKey {
    status: u16,
    length: usize,
    own: Vec<Constant>,
}

/// What such a reply looks like.
#[derive(Clone)]
struct PreparedHead {
    headers: Arc<SharedHeaders>,
    /// Whether the status takes the body away.
    is_empty: bool,
}

impl<'e> StaticResponseBuilder<'e> {
    /// For the responses of an environment with these headers.
    pub fn new(environment: &'e Environment, headers: &HeaderSet, redaction: &'e Redaction) -> Self {
        Self::with(environment, constants(headers), redaction)
    }

    /// One that has prepared nothing yet.
    pub fn another(&self) -> Self {
        Self::with(self.environment, self.headers.clone(), self.redaction)
    }

    fn with(environment: &'e Environment, headers: Option<Vec<Constant>>, redaction: &'e Redaction) -> Self {
        Self {
            environment,
            redaction,
            is_static: headers.as_ref().is_some_and(|headers| !headers.iter().any(depends)),
            headers,
            sets: HashMap::default(),
            heads: HashMap::default(),
            prepared_headers: HashMap::default(),
        }
    }

    /// The headers of a response, compiled; equal lists are one.
    pub fn header_set(&mut self, headers: &'e [Header]) -> HeaderSet {
        self.sets.entry(headers).or_insert_with(|| HeaderSet::new(headers, self.redaction)).clone()
    }

    /// The headers that a reply begins with, when none of them depends on the request.
    pub fn prepared_headers(&mut self, response: &CompiledResponse) -> Option<Arc<PreparedHeaders>> {
        let common = self.headers.as_deref()?;
        let own = constants(&response.headers)?;
        if response.metadata.is_empty()
            && let Some(start) = self.prepared_headers.get(&own)
        {
            return Some(start.clone());
        }
        let start = Arc::new(PreparedHeaders::new(begun(common, &own, response).headers));
        if response.metadata.is_empty() {
            self.prepared_headers.insert(own, start.clone());
        }
        Some(start)
    }

    /// The whole reply, when neither headers nor body nor delays depend on the request.
    pub fn prepare(&mut self, response: &CompiledResponse, route: &model::Route) -> Option<StaticResponse> {
        let source = &response.source;
        let immediate = self.environment.latency == 0.0 && source.latency == 0.0 && source.callbacks.is_empty();
        let inline = match source.body_type {
            BodyType::Inline => true,
            BodyType::File => source.file_path.is_empty(),
            BodyType::Databucket => source.databucket_id.is_empty(),
        };
        if !immediate || !inline || route.kind == RouteKind::Ws {
            return None;
        }
        let text = if source.disable_templating { &source.body } else { response.body.constant()? };
        let common = self.headers.as_deref()?;
        let own = constants(&response.headers)?;
        if !self.is_static || own.iter().any(depends) || response.status < 200 {
            return None;
        }
        // Headers that name the response are nobody else's.
        let is_plain = response.metadata.is_empty() && !text::has_carrier(text);
        let head = HeadKey { status: response.status, length: text.len(), own };
        if is_plain && let Some(served) = self.heads.get(&head) {
            let text = shared(text);
            let body = if served.is_empty { Bytes::new() } else { text.clone() };
            return Some(StaticResponse { status: head.status, headers: served.headers.clone(), body, text });
        }
        let mut draft = begun(common, &head.own, response);
        let no_headers = HeaderMap::new();
        let conditions = Conditions { safe: false, headers: &no_headers };
        let mut reply = draft.send_text(text.to_string().into(), &conditions).ok()?;
        let is_empty = reply.body.is_empty();
        // Transcoded bytes lie elsewhere, even where they are the same.
        let is_text = reply.body.as_ptr() == reply.text.as_ptr();
        if reply.text == *text.as_bytes() {
            reply.text = shared(text);
        }
        if is_text {
            reply.body = reply.text.clone();
        }
        let headers = Arc::new(SharedHeaders::from(reply.headers.into_map()));
        // Another text of this length is sent in the same way, unless it is sent in another charset.
        if is_plain && (is_text || is_empty) {
            self.heads.insert(head, PreparedHead { headers: headers.clone(), is_empty });
        }
        Some(StaticResponse { status: reply.status, headers, body: reply.body, text: reply.text })
    }
}

/// Whether a header may make a reply another one. A conditional request may turn the first two into 304; the version of the
/// protocol decides about others.
fn depends((name, value): &Constant) -> bool {
    name == header::ETAG || name == header::LAST_MODIFIED || is_of_the_connection(name) || value.to_str().is_err()
}

/// A draft with these headers, and those that name the response.
fn begun(common: &[Constant], own: &[Constant], response: &CompiledResponse) -> ResponseDraft {
    let mut draft = ResponseDraft { status: response.status, ..ResponseDraft::default() };
    for (name, value) in common.iter().chain(own) {
        draft.set_or_append(name.clone(), value.clone());
    }
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    draft
}

/// The bytes of a text, without a copy where it is long enough to be shared.
fn shared(text: &Str) -> Bytes {
    if text.is_heap_allocated() { Bytes::from_owner(text.clone()) } else { Bytes::copy_from_slice(text.as_bytes()) }
}

/// Names and values, if no value depends on the request.
fn constants(headers: &HeaderSet) -> Option<Vec<Constant>> {
    let constant = |header: &super::headers::CompiledHeader| match &header.value {
        HeaderSource::Constant(value) => Some((header.name.clone(), value.clone())),
        HeaderSource::Template(_) => None,
    };
    headers.iter().map(constant).collect()
}

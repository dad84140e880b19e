//! Header lists of environments, responses and callbacks, compiled: names checked, constant values ready.

use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};

use crate::environment::model::Header;
use crate::js::Str;
use crate::message::response::ResponseDraft;
use crate::template::{RenderContext, Template};

use super::redact::Redaction;

/// What a header gets when its template fails (the reference's words).
const PARSING_ERROR: HeaderValue = HeaderValue::from_static("-- Header parsing error, see logs for more details --");

/// Asks for a body to be sent in pieces, and is never sent itself.
const STREAM: &str = "x-sidemock-stream";

/// Whether headers ask for a body to be sent event by event.
pub fn ask_for_events(headers: &[Header]) -> bool {
    headers.iter().any(|h| h.key.eq_ignore_ascii_case(STREAM) && h.value.trim().eq_ignore_ascii_case("events"))
}

/// One header.
pub struct CompiledHeader {
    /// Compared without case.
    pub name: HeaderName,
    /// Whether the name is written in lower case only.
    pub lower_case: bool,
    /// Where the value comes from.
    pub value: HeaderSource,
}

/// Where a header value comes from.
pub enum HeaderSource {
    /// The same for every request.
    Constant(HeaderValue),
    /// Rendered per request.
    Template(Box<HeaderTemplate>),
}

/// A value that is rendered.
pub struct HeaderTemplate {
    template: Template,
    /// The name as it is written.
    key: Str,
    /// The value as it is written, for the log.
    shown: Str,
}

/// A list of headers in order, cheap to clone. Names and constant values that HTTP does not allow are left out, as Node
/// drops them.
#[derive(Clone, Default)]
pub struct HeaderSet(Arc<[CompiledHeader]>);

impl HeaderSet {
    /// Compiles a list; the log shows of values what the redaction leaves.
    pub fn new(headers: &[Header], redaction: &Redaction) -> Self {
        let is_sent = |h: &&Header| !h.key.is_empty() && !h.value.is_empty() && !h.key.eq_ignore_ascii_case(STREAM);
        Self(headers.iter().filter(is_sent).filter_map(|header| compile(header, redaction)).collect())
    }

    /// The headers.
    pub fn iter(&self) -> impl Iterator<Item = &CompiledHeader> {
        self.0.iter()
    }

    /// Whether no value depends on the request.
    pub fn is_constant(&self) -> bool {
        self.0.iter().all(|h| matches!(h.value, HeaderSource::Constant(_)))
    }

    /// Whether rendering a value may change the space.
    pub fn writes(&self) -> bool {
        self.0.iter().any(|h| matches!(&h.value, HeaderSource::Template(value) if value.template.writes()))
    }

    /// Sets all headers on a reply; a rendered value that HTTP does not allow is left out.
    pub fn apply(&self, draft: &mut ResponseDraft, rendering: &RenderContext<'_>) {
        for header in self.iter() {
            if let Some(value) = header.value(rendering) {
                draft.set_or_append(header.name.clone(), value);
            }
        }
    }
}

impl CompiledHeader {
    /// The value for this request, if HTTP allows it.
    pub fn value(&self, rendering: &RenderContext<'_>) -> Option<HeaderValue> {
        match &self.value {
            HeaderSource::Constant(value) => Some(value.clone()),
            HeaderSource::Template(value) => match value.template.render(rendering) {
                Ok(text) => to_header_value(&text),
                Err(error) => {
                    tracing::error!(
                        environmentName = rendering.base_url.environment_name.as_str(),
                        environmentUUID = rendering.base_url.environment_uuid.as_str(),
                        headerKey = value.key.as_str(),
                        headerValue = value.shown.as_str(),
                        "Header parsing error: {error}"
                    );
                    Some(PARSING_ERROR)
                }
            },
        }
    }
}

fn compile(header: &Header, redaction: &Redaction) -> Option<CompiledHeader> {
    let name = HeaderName::from_bytes(header.key.as_bytes()).ok()?;
    let template = Template::compile(&header.value);
    let value = match template.constant() {
        Some(text) => HeaderSource::Constant(to_header_value(text)?),
        None => {
            let shown = redaction.header(&header.key, &header.value);
            HeaderSource::Template(Box::new(HeaderTemplate { template, key: header.key.clone(), shown }))
        }
    };
    let lower_case = name.as_str() == header.key;
    Some(CompiledHeader { name, lower_case, value })
}

/// A header value as Node writes it: Latin-1, no control characters but the tab; blanks at the ends are not sent.
pub fn to_header_value(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| match c {
            '\t' | ' '..='~' | '\u{80}'..='\u{ff}' => Some(c as u32 as u8),
            _ => None,
        })
        .collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

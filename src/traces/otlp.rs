//! Spans as Protobuf, in the shape of `ExportTraceServiceRequest`. A span is written once, by whoever ends it; a batch is
//! what stands before its spans, and these.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http::uri::Authority;

use super::context::SpanContext;
use super::labels::{Attributes, cut, write_of_resource, write_text};
use super::protobuf::{BYTES, FIXED32, FIXED64, VARINT, field_len, tag, write_bytes, write_head, write_varint};
use super::span::{Ended, Failure, Kind};

/// Says that it is known whether a parent is in another process, and that it is.
const KNOWN_TO_BE_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;
/// Bytes of a span beside its texts and labels, at the most.
const FRAME: usize = 512;
/// Bytes of a span's length where it is usual, and what is shorter or longer than that.
const LENGTH: usize = 2;
const USUAL: std::ops::Range<usize> = 0x80..0x4000;

/// What stands before a span in its batch.
const SPAN: u8 = tag(2, BYTES);

/// What stands before the spans of a resource.
pub(super) struct Resource {
    /// The resource, and the scope of its spans, as fields.
    resource: Vec<u8>,
    scope: Vec<u8>,
}

impl Resource {
    /// One with these attributes.
    pub(super) fn new(attributes: &[(String, String)]) -> Self {
        let (mut list, mut scope) = (Vec::new(), Vec::new());
        for (key, value) in attributes {
            write_of_resource(key, value, &mut list);
        }
        write_bytes(tag(1, BYTES), b"sidemock", &mut scope);
        write_bytes(tag(2, BYTES), env!("CARGO_PKG_VERSION").as_bytes(), &mut scope);
        let field = |bytes: &[u8]| {
            let mut out = Vec::with_capacity(field_len(bytes.len()));
            write_bytes(tag(1, BYTES), bytes, &mut out);
            out
        };
        Self { resource: field(&list), scope: field(&scope) }
    }

    /// Bytes of a batch with so many bytes of spans.
    pub(super) fn batch_len(&self, spans: usize) -> usize {
        field_len(self.resource.len() + field_len(self.scope.len() + spans))
    }

    /// Begins a batch with so many bytes of spans.
    pub(super) fn begin(&self, spans: usize, out: &mut Vec<u8>) {
        let inner = self.scope.len() + spans;
        write_head(tag(1, BYTES), self.resource.len() + field_len(inner), out);
        out.extend_from_slice(&self.resource);
        write_head(tag(2, BYTES), inner, out);
        out.extend_from_slice(&self.scope);
    }
}

/// The length of the first of these spans, as it stands in a batch.
#[inline]
pub(super) fn first_len(spans: &[u8]) -> Option<usize> {
    let (mut length, mut shift) = (0, 0);
    for (at, &byte) in spans.iter().enumerate().skip(1) {
        length |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte < 0x80 {
            return Some(at + 1 + length);
        }
    }
    None
}

/// Both clocks at one moment: what was measured by one is shown by the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    now: Instant,
    /// Nanoseconds since the epoch.
    shown: u64,
}

impl Clock {
    /// This moment.
    pub(super) fn read() -> Self {
        let shown = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { now: Instant::now(), shown: nanos(shown) }
    }

    /// A moment in nanoseconds since the epoch.
    #[inline]
    pub(super) fn show(&self, moment: Instant) -> u64 {
        match moment.checked_duration_since(self.now) {
            Some(later) => self.shown.wrapping_add(nanos(later)),
            None => self.shown.wrapping_sub(nanos(self.now.saturating_duration_since(moment))),
        }
    }
}

/// Nanoseconds, which last for some hundred years.
#[inline]
fn nanos(duration: Duration) -> u64 {
    duration.as_secs().wrapping_mul(1_000_000_000).wrapping_add(duration.subsec_nanos().into())
}

/// A server as requests name it, and as spans do: most requests ask for the one that the last one asked for.
#[derive(Default)]
pub(super) struct LatestServer {
    authority: String,
    is_https: bool,
    attributes: Attributes,
}

impl LatestServer {
    /// Scheme, host and port of an authority; what is none is shown as it came.
    #[inline]
    fn attributes(&mut self, authority: &str, is_https: bool) -> &[u8] {
        if self.authority != authority || self.is_https != is_https || self.attributes.as_bytes().is_empty() {
            self.write(authority, is_https);
        }
        self.attributes.as_bytes()
    }

    #[cold]
    fn write(&mut self, authority: &str, is_https: bool) {
        let mut attributes = Attributes::default();
        let (scheme, usual) = if is_https { ("https", 443) } else { ("http", 80) };
        attributes.text("url.scheme", scheme);
        if !authority.is_empty() {
            let parsed = authority.parse::<Authority>().ok();
            let host = parsed.as_ref().map_or(authority, |parsed| parsed.host());
            attributes.text("server.address", host.trim_matches(['[', ']']));
            attributes.number("server.port", parsed.as_ref().and_then(Authority::port_u16).unwrap_or(usual));
        }
        *self = Self { authority: authority.to_owned(), is_https, attributes };
    }

    /// Bytes that it holds.
    pub(super) fn weight(&self) -> usize {
        self.authority.len() + self.attributes.as_bytes().len()
    }
}

/// Bytes that a span takes at the most.
#[inline]
pub(super) fn room(ended: &Ended<'_>, server: &LatestServer) -> usize {
    let labels = ended.labels.map_or(0, |labels| labels.name.len() + labels.attributes.len());
    // The method is there twice; what is written anew of a server is as long as its name and these.
    let texts = 2 * ended.method.len() + ended.path.len() + ended.authority.len() + ended.state.len();
    FRAME + texts + labels + server.weight() + ended.attributes.as_bytes().len()
}

/// Writes a span that began then and took so long, in the order of its fields.
#[inline]
pub(super) fn write(
    context: &SpanContext,
    (began, took): (u64, Duration),
    ended: &Ended<'_>,
    server: &mut LatestServer,
    out: &mut Vec<u8>,
) {
    let begin = out.len();
    out.extend_from_slice(&[SPAN, 0, 0]);
    out.extend_from_slice(&[tag(1, BYTES), 16]);
    out.extend_from_slice(&context.trace_id.bytes());
    out.extend_from_slice(&[tag(2, BYTES), 8]);
    out.extend_from_slice(&context.span_id.bytes());
    if !ended.state.is_empty() {
        write_bytes(tag(3, BYTES), ended.state.as_bytes(), out);
    }
    if let Some(parent) = context.parent {
        out.extend_from_slice(&[tag(4, BYTES), 8]);
        out.extend_from_slice(&parent.bytes());
    }
    let method = cut(ended.method);
    let (name, labels) = ended.labels.map_or(("", &[][..]), |labels| (&*labels.name, &*labels.attributes));
    write_head(tag(5, BYTES), method.len() + name.len(), out);
    out.extend_from_slice(method.as_bytes());
    out.extend_from_slice(name.as_bytes());
    let kind = if ended.kind == Kind::Server { 2 } else { 3 };
    out.extend_from_slice(&[tag(6, VARINT), kind, tag(7, FIXED64)]);
    out.extend_from_slice(&began.to_le_bytes());
    out.push(tag(8, FIXED64));
    out.extend_from_slice(&began.wrapping_add(nanos(took)).to_le_bytes());
    write_text("http.request.method", &method, out);
    if !ended.path.is_empty() {
        write_text("url.path", &cut(ended.path), out);
    }
    if ended.kind == Kind::Server {
        out.extend_from_slice(server.attributes(&cut(ended.authority), ended.is_https));
    }
    if !ended.outcome.is_empty() {
        write_text("sidemock.outcome", ended.outcome, out);
    }
    write_status(ended.status, ended.failure, out);
    out.extend_from_slice(labels);
    out.extend_from_slice(ended.attributes.as_bytes());
    if ended.failure != Failure::None {
        // The status: its code is that of an error.
        out.extend_from_slice(&[tag(15, BYTES), 2, tag(3, VARINT), 2]);
    }
    let is_remote = ended.kind == Kind::Server && context.continues;
    let flags = u32::from(context.flags) | KNOWN_TO_BE_REMOTE | if is_remote { IS_REMOTE } else { 0 };
    // Field 16: its tag takes two bytes.
    out.extend_from_slice(&[(16 << 3 | FIXED32) | 0x80, 1]);
    out.extend_from_slice(&flags.to_le_bytes());
    write_length(begin, out);
}

/// The attributes of a status that was sent.
#[inline]
fn write_status(status: u16, failure: Failure, out: &mut Vec<u8>) {
    if status >= 0x80 {
        // Those of two bytes, which are nearly all.
        out.extend_from_slice(b"\x4A\x20\x0A\x19http.response.status_code\x12\x03\x18");
        out.extend_from_slice(&[status as u8 | 0x80, (status >> 7) as u8]);
    } else if status > 0 {
        write_any_status(status, out);
    }
    if failure == Failure::Status {
        write_text("error.type", itoa::Buffer::new().format(status), out);
    }
}

#[cold]
fn write_any_status(status: u16, out: &mut Vec<u8>) {
    let mut attributes = Attributes::default();
    attributes.number("http.response.status_code", status);
    out.extend_from_slice(attributes.as_bytes());
}

/// Writes the length of the span that begins there, now that it is known.
#[inline]
fn write_length(begin: usize, out: &mut Vec<u8>) {
    let length = out.len() - begin - 1 - LENGTH;
    match out.get_mut(begin + 1..begin + 1 + LENGTH) {
        Some([low, high]) if USUAL.contains(&length) => (*low, *high) = (length as u8 | 0x80, (length >> 7) as u8),
        _ => write_unusual_length(begin, length, out),
    }
}

#[cold]
fn write_unusual_length(begin: usize, length: usize, out: &mut Vec<u8>) {
    let mut head = Vec::new();
    write_varint(length as u64, &mut head);
    out.splice(begin + 1..begin + 1 + LENGTH, head);
}

#[cfg(test)]
mod tests;

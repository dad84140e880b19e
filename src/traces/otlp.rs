//! Spans as Protobuf, in the shape of `ExportTraceServiceRequest`. A span is written once, by whoever ends it; a batch is
//! what stands before its spans, and these.

use http::uri::Authority;

use super::context::SpanContext;
use super::labels::{Attributes, Labels, MAX_METHOD, MAX_TEXT, Said, cut, write_fields, write_of_resource, write_path};
use super::protobuf::{BYTES, FIXED32, FIXED64, VARINT, field_len, tag, write_bytes, write_head, write_varint};
use super::span::{Ended, Kind};
use super::times::Times;

/// Says that it is known whether a parent is in another process, and that it is.
const KNOWN_TO_BE_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;
/// Bytes of a span beside its texts and labels, at the most; the method is there twice.
const FRAME: usize = 512 + 2 * MAX_METHOD;
/// Bytes of a span's length where it is usual, and what is shorter or longer than that.
const LENGTH: usize = 2;
const USUAL: std::ops::Range<usize> = 0x80..0x4000;

/// Bytes of what has the same length in every span.
const FIXED: usize = 57;

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

    /// The beginning of a batch with so many bytes of spans, which follow it.
    pub(super) fn head(&self, spans: usize) -> Vec<u8> {
        let inner = self.scope.len() + spans;
        let outer = self.resource.len() + field_len(inner);
        let mut out = Vec::with_capacity(field_len(outer) - spans);
        write_head(tag(1, BYTES), outer, &mut out);
        out.extend_from_slice(&self.resource);
        write_head(tag(2, BYTES), inner, &mut out);
        out.extend_from_slice(&self.scope);
        out
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

/// A server as requests name it, and as spans do: most requests ask for the one that the last one asked for.
pub(super) struct LatestServer {
    authority: String,
    is_https: bool,
    attributes: Attributes,
}

impl Default for LatestServer {
    /// One without a name, which is the first one that somebody asks for or not.
    fn default() -> Self {
        Self::new("", false)
    }
}

impl LatestServer {
    /// Scheme, host and port of an authority; what is none is shown as it came, but for a user's name and password.
    #[inline]
    fn attributes(&mut self, authority: &str, is_https: bool) -> &[u8] {
        if self.is_https != is_https || self.authority != authority {
            *self = Self::new(authority, is_https);
        }
        self.attributes.as_bytes()
    }

    #[cold]
    fn new(authority: &str, is_https: bool) -> Self {
        let mut attributes = Attributes::default();
        let (scheme, usual) = if is_https { ("https", 443) } else { ("http", 80) };
        attributes.text("url.scheme", scheme);
        if !authority.is_empty() {
            let parsed = authority.parse::<Authority>().ok();
            let shown = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            let host = parsed.as_ref().map_or(shown, |parsed| parsed.host());
            attributes.text("server.address", host.trim_matches(['[', ']']));
            attributes.number("server.port", parsed.as_ref().and_then(Authority::port_u16).unwrap_or(usual));
        }
        Self { authority: authority.to_owned(), is_https, attributes }
    }

    /// Bytes that it holds.
    pub(super) fn weight(&self) -> usize {
        self.authority.len() + self.attributes.as_bytes().len()
    }
}

/// Bytes that a span takes at the most.
#[inline]
pub(super) fn room(ended: &Ended<'_>, server: &LatestServer) -> usize {
    let labels = ended.labels.map_or(0, Labels::weight);
    // What is written anew of a server is as long as its name and the rest of the frame.
    let texts = ended.path.len().min(MAX_TEXT) + ended.authority.len() + ended.state.len();
    FRAME + texts + labels + server.weight() + ended.attributes.len()
}

/// Writes a span. What has the same length in every span comes first: fields may come in
/// any order, but those of a list stand side by side.
#[inline(always)]
pub(super) fn write(
    context: &SpanContext,
    times: Times,
    ended: &Ended<'_>,
    server: &mut LatestServer,
    out: &mut Vec<u8>,
) {
    let begin = out.len();
    out.extend_from_slice(&fixed(context, times, ended.kind));
    if let Some(parent) = context.parent {
        out.extend_from_slice(&[tag(4, BYTES), 8]);
        out.extend_from_slice(&parent.bytes());
    }
    if !ended.state.is_empty() {
        write_bytes(tag(3, BYTES), ended.state.as_bytes(), out);
    }
    let Ended { method, status, failure, outcome, .. } = *ended;
    let said = Said { method, status, failure, outcome };
    match ended.labels {
        Some(labels) => labels.write(said, out),
        None => write_fields(said, "", &[], out),
    }
    if !ended.path.is_empty() {
        write_path(cut(ended.path), out);
    }
    if ended.kind == Kind::Server {
        out.extend_from_slice(server.attributes(ended.authority, ended.is_https));
    }
    if !ended.attributes.is_empty() {
        out.extend_from_slice(ended.attributes);
    }
    write_length(begin, out);
}

/// What has the same length in every span, behind room for the length of the whole.
#[inline]
fn fixed(context: &SpanContext, times: Times, kind: Kind) -> [u8; FIXED] {
    let is_remote = kind == Kind::Server && context.continues;
    let flags = u32::from(context.flags) | KNOWN_TO_BE_REMOTE | if is_remote { IS_REMOTE } else { 0 };
    let mut out = [0; FIXED];
    let mut rest = &mut out[..];
    put(&mut rest, [SPAN, 0, 0, tag(1, BYTES), 16]);
    put(&mut rest, context.trace_id.bytes());
    put(&mut rest, [tag(2, BYTES), 8]);
    put(&mut rest, context.span_id.bytes());
    put(&mut rest, [tag(6, VARINT), if kind == Kind::Server { 2 } else { 3 }, tag(7, FIXED64)]);
    put(&mut rest, times.began().to_le_bytes());
    put(&mut rest, [tag(8, FIXED64)]);
    put(&mut rest, times.ended().to_le_bytes());
    // Field 16: its tag takes two bytes.
    put(&mut rest, [(16 << 3 | FIXED32) | 0x80, 1]);
    put(&mut rest, flags.to_le_bytes());
    out
}

/// Puts bytes where the next ones belong.
#[inline]
fn put<const N: usize>(rest: &mut &mut [u8], bytes: [u8; N]) {
    if let Some((place, behind)) = std::mem::take(rest).split_first_chunk_mut() {
        *place = bytes;
        *rest = behind;
    }
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

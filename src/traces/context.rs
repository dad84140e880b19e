//! Trace context as W3C has it: the headers `traceparent` and `tracestate`.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::ids::{SpanId, TraceId};

/// W3C trace context: version, trace, span and flags.
pub const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
/// What the systems that a trace has passed say of it.
pub const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The flag of a trace that is recorded.
const SAMPLED: u8 = 1;
/// The flag of a trace whose id is random.
const RANDOM: u8 = 2;
/// Bytes of `tracestate` that everybody carries on.
const MAX_TRACESTATE: usize = 512;

/// What a caller says of the trace that a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    flags: u8,
}

impl Parent {
    /// Whether the caller records its span.
    pub(super) fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }
}

/// What others are told of a span, and whose child it is.
#[derive(Debug, Clone, Copy)]
pub struct SpanContext {
    pub(super) trace_id: TraceId,
    pub(super) span_id: SpanId,
    pub(super) parent: Option<SpanId>,
    pub(super) flags: u8,
    /// Whether the trace began elsewhere.
    pub(super) continues: bool,
}

impl SpanContext {
    /// The trace that it is of.
    pub fn trace_id(&self) -> TraceId {
        self.trace_id
    }

    /// What the caller's `tracestate` says, of a trace that began there.
    #[inline]
    pub fn state(&self, headers: &HeaderMap) -> Option<String> {
        if self.continues { tracestate(headers) } else { None }
    }

    /// Whether the span is exported.
    #[inline]
    pub(super) fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }
}

/// The flags to pass on: those of the caller but for our own decision.
#[inline]
pub(super) fn flags(parent: Option<&Parent>, sampled: bool) -> u8 {
    parent.map_or(0, |parent| parent.flags & RANDOM) | if sampled { SAMPLED } else { 0 }
}

/// The caller's span.
pub(super) fn parent(headers: &HeaderMap) -> Option<Parent> {
    let [trace, span, flags] = read(headers)?;
    Some(Parent {
        trace_id: TraceId::parse(trace)?,
        span_id: SpanId(u64::from_str_radix(span, 16).ok()?),
        flags: u8::from_str_radix(flags, 16).ok()?,
    })
}

/// The trace id of a `traceparent` header.
pub fn trace_id(headers: &HeaderMap) -> Option<&str> {
    // A glance first: most requests have no name of this length, and a look-up would read this one letter by letter.
    let may_be_there = headers.keys().any(|name| name.as_str().len() == TRACEPARENT.as_str().len());
    if may_be_there { read(headers).map(|[trace, ..]| trace) } else { None }
}

/// Trace, span and flags; of a header that came several times nobody knows which one is meant.
fn read(headers: &HeaderMap) -> Option<[&str; 3]> {
    let mut values = headers.get_all(TRACEPARENT).iter();
    let text = values.next()?.to_str().ok()?.trim();
    if values.next().is_some() {
        return None;
    }
    let mut parts = text.split('-');
    let (version, trace, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let is_good = is_hex(version, 2) && version != "ff" && is_hex(trace, 32) && is_hex(span, 16) && is_hex(flags, 2);
    let is_zero = |text: &str| text.bytes().all(|byte| byte == b'0');
    // Later versions may say more.
    let is_whole = version != "00" || parts.next().is_none();
    (is_good && !is_zero(trace) && !is_zero(span) && is_whole).then_some([trace, span, flags])
}

/// The value of `traceparent` that makes a request a child of the span.
pub(super) fn traceparent(context: &SpanContext) -> Option<HeaderValue> {
    let SpanContext { trace_id, span_id, flags, .. } = context;
    HeaderValue::try_from(format!("00-{trace_id}-{span_id}-{flags:02x}")).ok()
}

/// `tracestate` as a span shows it, its lines joined.
pub(super) fn tracestate(headers: &HeaderMap) -> Option<String> {
    let lines: Vec<&str> = headers.get_all(TRACESTATE).iter().filter_map(|value| value.to_str().ok()).collect();
    let length: usize = lines.iter().map(|line| line.len()).sum();
    (1..=MAX_TRACESTATE).contains(&length).then(|| lines.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn a_traceparent_is_read_by_the_letter() {
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        for (value, good) in [
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
            ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", true),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", false),
            ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
            ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736", false),
            ("", false),
        ] {
            let map = headers(&[("traceparent", value)]);
            assert_eq!(trace_id(&map), good.then_some(id), "{value}");
            assert_eq!(
                parent(&map).map(|parent| parent.trace_id.to_string()).as_deref(),
                good.then_some(id),
                "{value}"
            );
        }
        let twice = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(trace_id(&headers(&[("traceparent", twice), ("traceparent", twice)])), None);
    }

    #[test]
    fn what_is_passed_on_has_the_flags_that_are_known() {
        let given = |flags| Parent { trace_id: TraceId::new(0, 1), span_id: SpanId(2), flags };
        for (parent, sampled, expected) in
            [(None, true, 1), (None, false, 0), (Some(0), true, 1), (Some(0xFF), true, 3), (Some(3), false, 2)]
        {
            assert_eq!(flags(parent.map(given).as_ref(), sampled), expected, "{parent:?} {sampled}");
        }
        let (trace_id, span_id) = (TraceId::new(0, 0xA), SpanId(0xB));
        let value = traceparent(&SpanContext { trace_id, span_id, parent: None, flags: 1, continues: false }).unwrap();
        assert_eq!(value, "00-0000000000000000000000000000000a-000000000000000b-01");
    }

    #[test]
    fn lines_of_a_tracestate_are_one() {
        assert_eq!(tracestate(&headers(&[("tracestate", "a=1"), ("tracestate", "b=2")])).as_deref(), Some("a=1,b=2"));
        assert_eq!(tracestate(&headers(&[])), None);
    }
}

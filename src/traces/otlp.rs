//! Spans as JSON, in the shape of `ExportTraceServiceRequest`, written straight into the body of a batch.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::uri::Authority;

use super::labels::Attributes;
use super::span::{Failure, Kind, Record, TEXTS};
use crate::js::{json, text as js_text};

/// Says that it is known whether a parent is in another process, and that it is.
const KNOWN_TO_BE_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;
/// Bytes of a span beside its texts and labels, at the most.
const FRAME: usize = 1_024;

/// Writes batches of one resource.
pub(super) struct Encoder {
    /// What stands before the spans.
    head: String,
    /// The attributes of the last server: most requests ask for the same one.
    server: Server,
    /// Bytes of a span in the last batch.
    usual: usize,
    clock: Clock,
    out: Vec<u8>,
}

/// A server as requests name it, and as spans do.
#[derive(Default)]
struct Server {
    authority: Vec<u8>,
    is_https: bool,
    attributes: Attributes,
}

/// Both clocks at one moment: what was measured by one is shown by the other.
struct Clock {
    now: Instant,
    /// Nanoseconds since the epoch.
    shown: u64,
}

impl Clock {
    fn read() -> Self {
        let shown = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { now: Instant::now(), shown: u64::try_from(shown.as_nanos()).unwrap_or(u64::MAX) }
    }

    /// A moment before, in nanoseconds since the epoch.
    fn show(&self, moment: Instant) -> u64 {
        let ago = self.now.saturating_duration_since(moment);
        self.shown.saturating_sub(ago.as_secs() * 1_000_000_000 + u64::from(ago.subsec_nanos()))
    }
}

impl Encoder {
    /// Of spans that this resource makes.
    pub(super) fn new(resource: &[(String, String)]) -> Self {
        let mut attributes = Attributes::default();
        for (key, value) in resource {
            attributes.whole_text(key, value);
        }
        let attributes = attributes.as_str().get(1..).unwrap_or_default();
        let head = format!(
            "{{\"resourceSpans\":[{{\"resource\":{{\"attributes\":[{attributes}]}},\"scopeSpans\":[{{\"scope\":{{\"name\":\"sidemock\",\"version\":\"{}\"}},\"spans\":[",
            env!("CARGO_PKG_VERSION")
        );
        Self { head, server: Server::default(), usual: FRAME, clock: Clock::read(), out: Vec::new() }
    }

    /// The room that so many spans need, as far as the last ones tell.
    pub(super) fn room(&self, spans: usize) -> usize {
        self.head.len() + spans * self.usual + FRAME
    }

    /// Begins a batch with room for so many bytes.
    pub(super) fn begin(&mut self, room: usize) {
        self.clock = Clock::read();
        self.out.clear();
        self.out.reserve(room);
        self.out.extend_from_slice(self.head.as_bytes());
    }

    /// The batch, of so many spans.
    pub(super) fn end(&mut self, spans: usize) -> Bytes {
        let mut out = std::mem::take(&mut self.out);
        self.usual = out.len() / spans.max(1);
        // The last comma.
        out.pop();
        out.extend_from_slice(b"]}]}]}");
        out.into()
    }

    /// Takes a batch back that has been sent: the next one is written where it was.
    pub(super) fn reuse(&mut self, batch: Bytes) {
        if batch.is_unique() {
            self.out = batch.into();
        }
    }

    /// Gives room back that was not used lately.
    pub(super) fn rest(&mut self) {
        self.out = Vec::new();
    }

    /// Adds a span.
    pub(super) fn add(&mut self, span: &Record, texts: [&[u8]; TEXTS]) {
        let [method, path, authority, state, more] = texts;
        let labels = [&span.environment, &span.answering].map(|labels| labels.as_deref());
        let long = labels.iter().flatten().map(|labels| labels.name.len() + labels.attributes.len()).sum::<usize>();
        let out = &mut self.out;
        // At most six bytes for one.
        out.reserve(FRAME + long + more.len() + 6 * (method.len() + path.len() + state.len()));
        out.extend_from_slice(b"{\"traceId\":\"");
        out.extend_from_slice(&span.trace_id.hex());
        out.extend_from_slice(b"\",\"spanId\":\"");
        out.extend_from_slice(&span.span_id.hex());
        if let Some(parent) = span.parent {
            out.extend_from_slice(b"\",\"parentSpanId\":\"");
            out.extend_from_slice(&parent.hex());
        }
        if !state.is_empty() {
            out.extend_from_slice(b"\",\"traceState\":\"");
            write_text(state, out);
        }
        out.extend_from_slice(b"\",\"flags\":");
        let flags = u32::from(span.flags) | KNOWN_TO_BE_REMOTE | if span.parent_is_remote { IS_REMOTE } else { 0 };
        write_number(flags, out);
        match span.kind {
            Kind::Server => out.extend_from_slice(b",\"kind\":2,\"name\":\""),
            Kind::Client => out.extend_from_slice(b",\"kind\":3,\"name\":\""),
        }
        // Methods are of letters and marks that need no escape.
        out.extend_from_slice(method);
        if let Some(answering) = &span.answering {
            out.extend_from_slice(answering.name.as_bytes());
        }
        let began = self.clock.show(span.began);
        out.extend_from_slice(b"\",\"startTimeUnixNano\":\"");
        write_number(began, out);
        out.extend_from_slice(b"\",\"endTimeUnixNano\":\"");
        write_number(began.saturating_add(u64::try_from(span.took.as_nanos()).unwrap_or(u64::MAX)), out);
        out.extend_from_slice(b"\",\"attributes\":[{\"key\":\"http.request.method\",\"value\":{\"stringValue\":\"");
        out.extend_from_slice(method);
        if !path.is_empty() {
            out.extend_from_slice(b"\"}},{\"key\":\"url.path\",\"value\":{\"stringValue\":\"");
            write_text(path, out);
        }
        if span.kind == Kind::Server {
            out.extend_from_slice(b"\"}},{\"key\":\"url.scheme\",\"value\":{\"stringValue\":\"http");
            if span.is_https {
                out.push(b's');
            }
        }
        if !span.outcome.is_empty() {
            out.extend_from_slice(b"\"}},{\"key\":\"sidemock.outcome\",\"value\":{\"stringValue\":\"");
            out.extend_from_slice(span.outcome.as_bytes());
        }
        if span.failure == Failure::Status {
            out.extend_from_slice(b"\"}},{\"key\":\"error.type\",\"value\":{\"stringValue\":\"");
            write_number(span.status, out);
        }
        if span.status > 0 {
            out.extend_from_slice(b"\"}},{\"key\":\"http.response.status_code\",\"value\":{\"intValue\":\"");
            write_number(span.status, out);
        }
        out.extend_from_slice(b"\"}}");
        if !authority.is_empty() {
            out.extend_from_slice(self.server.attributes(authority, span.is_https).as_bytes());
        }
        for labels in labels.into_iter().flatten() {
            out.extend_from_slice(labels.attributes.as_bytes());
        }
        out.extend_from_slice(more);
        match span.failure {
            Failure::None => out.extend_from_slice(b"],\"status\":{}},"),
            Failure::Status | Failure::Named => out.extend_from_slice(b"],\"status\":{\"code\":2}},"),
        }
    }
}

impl Server {
    /// Host and port of an authority; what is none is shown as it came.
    fn attributes(&mut self, authority: &[u8], is_https: bool) -> &str {
        if self.authority != authority || self.is_https != is_https {
            let mut attributes = Attributes::default();
            let text = String::from_utf8_lossy(authority);
            let parsed = text.parse::<Authority>().ok();
            let host = parsed.as_ref().map_or(&*text, |parsed| parsed.host());
            attributes.text("server.address", host.trim_matches(['[', ']']));
            let usual = if is_https { 443 } else { 80 };
            attributes.number("server.port", parsed.as_ref().and_then(Authority::port_u16).unwrap_or(usual));
            *self = Self { authority: authority.to_owned(), is_https, attributes };
        }
        self.attributes.as_str()
    }
}

/// A text without its quotes.
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    let is_plain =
        text.iter().fold(true, |all, byte| all & (0x20..0x7F).contains(byte) & (*byte != b'"') & (*byte != b'\\'));
    if is_plain {
        out.extend_from_slice(text);
        return;
    }
    let mut quoted = String::new();
    json::write_string(&js_text::to_wire(&String::from_utf8_lossy(text)), &mut quoted);
    let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    out.extend_from_slice(inner.as_bytes());
}

fn write_number(number: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::super::ids::{SpanId, TraceId};
    use super::super::labels::Labels;
    use super::*;

    fn record() -> Record {
        Record {
            trace_id: TraceId::new(0, 0xA),
            span_id: SpanId(0xB),
            parent: Some(SpanId(0xC)),
            parent_is_remote: true,
            began: Instant::now(),
            took: Duration::from_nanos(7),
            flags: 1,
            kind: Kind::Server,
            status: 503,
            failure: Failure::Status,
            is_https: false,
            outcome: "default",
            environment: None,
            answering: None,
            lengths: [0; TEXTS],
        }
    }

    fn encoded(spans: &[(Record, [&[u8]; TEXTS])]) -> serde_json::Value {
        let mut encoder = Encoder::new(&[("service.name".to_owned(), "shop".to_owned())]);
        encoder.begin(0);
        spans.iter().for_each(|(span, texts)| encoder.add(span, *texts));
        serde_json::from_slice(&encoder.end(spans.len())).unwrap()
    }

    fn attribute(span: &serde_json::Value, key: &str) -> serde_json::Value {
        let all = span["attributes"].as_array().unwrap();
        all.iter().find(|one| one["key"] == key).map(|one| one["value"].clone()).unwrap_or_default()
    }

    #[test]
    fn a_batch_is_what_the_protocol_wants() {
        let mut labels = Attributes::default();
        labels.text("http.route", "/\"x\"");
        let answering = Some(Arc::new(Labels::new(Some("/\"x\""), labels)));
        let span = Record { answering, ..record() };
        let texts: [&[u8]; TEXTS] = [b"GET", "/é\"".as_bytes(), b"[::1]:81", b"k=v", b",{\"key\":\"more\"}"];
        let batch =
            encoded(&[(span, texts), (Record { kind: Kind::Client, ..record() }, [b"PUT", b"", b"", b"", b""])]);
        let resource = &batch["resourceSpans"][0];
        let service = serde_json::json!([{"key": "service.name", "value": {"stringValue": "shop"}}]);
        assert_eq!(resource["resource"]["attributes"], service);
        let span = &resource["scopeSpans"][0]["spans"][0];
        assert_eq!(span["traceId"], "0000000000000000000000000000000a");
        assert_eq!([&span["spanId"], &span["parentSpanId"]], ["000000000000000b", "000000000000000c"]);
        assert_eq!([&span["kind"], &span["flags"], &span["status"]["code"]], [2, 0x301, 2]);
        assert_eq!([&span["name"], &span["traceState"]], ["GET /\"x\"", "k=v"]);
        let times = ["startTimeUnixNano", "endTimeUnixNano"].map(|key| span[key].as_str().unwrap().parse::<u64>());
        assert_eq!(times[0].clone().unwrap() + 7, times[1].clone().unwrap());
        for (key, kind, value) in [
            ("http.request.method", "stringValue", "GET"),
            ("url.path", "stringValue", "/é\""),
            ("url.scheme", "stringValue", "http"),
            ("server.address", "stringValue", "::1"),
            ("server.port", "intValue", "81"),
            ("http.response.status_code", "intValue", "503"),
            ("error.type", "stringValue", "503"),
            ("http.route", "stringValue", "/\"x\""),
            ("sidemock.outcome", "stringValue", "default"),
        ] {
            assert_eq!(attribute(span, key), serde_json::json!({kind: value}), "{key}");
        }
        assert_eq!(span["attributes"].as_array().unwrap().last().unwrap()["key"], "more");
        let client = &resource["scopeSpans"][0]["spans"][1];
        assert_eq!([&client["name"], &client["kind"]], [&serde_json::json!("PUT"), &serde_json::json!(3)]);
        assert!(attribute(client, "url.scheme").is_null() && attribute(client, "server.address").is_null());
    }

    #[test]
    fn a_server_is_written_anew_when_it_is_another_one() {
        let with = |authority: &'static [u8], is_https| {
            let texts: [&[u8]; TEXTS] = [b"GET", b"/", authority, b"", b""];
            (Record { is_https, ..record() }, texts)
        };
        let batch = encoded(&[with(b"a", false), with(b"a", true), with(b"b:1", true), with(b"not a host", true)]);
        let spans = batch["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap();
        let ports: Vec<_> = spans.iter().map(|span| attribute(span, "server.port")["intValue"].clone()).collect();
        assert_eq!(ports, ["80", "443", "1", "443"]);
        assert_eq!(attribute(&spans[3], "server.address")["stringValue"], "not a host");
    }
}

//! Spans as JSON, in the shape of `ExportTraceServiceRequest`.

use http::uri::Authority;

use super::span::{Attribute, Kind, Span, SpanName};
use crate::js::{json, text};

/// Says that it is known whether a parent is in another process, and that it is.
const KNOWN_TO_BE_REMOTE: u32 = 0x100;
const IS_REMOTE: u32 = 0x200;
/// Bytes that a span takes up, about.
const USUAL: usize = 1_200;

/// Writes batches of one resource.
pub(super) struct Encoder {
    /// What stands before the spans.
    head: String,
}

impl Encoder {
    /// Of spans that this resource makes.
    pub(super) fn new(resource: &[(String, String)]) -> Self {
        let mut head = String::from("{\"resourceSpans\":[{\"resource\":{\"attributes\":[");
        for (at, (key, value)) in resource.iter().enumerate() {
            head.push_str(if at == 0 { "" } else { "," });
            write_text(key, value, &mut head);
        }
        head.push_str("]},\"scopeSpans\":[{\"scope\":{\"name\":\"sidemock\",\"version\":\"");
        head.push_str(env!("CARGO_PKG_VERSION"));
        head.push_str("\"},\"spans\":[");
        Self { head }
    }

    /// A batch.
    pub(super) fn encode(&self, spans: &[Span]) -> String {
        let mut out = String::with_capacity(self.head.len() + spans.len() * USUAL);
        out.push_str(&self.head);
        for (at, span) in spans.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { "," });
            write_span(span, &mut out);
        }
        out.push_str("]}]}]}");
        // Lone surrogates have no UTF-8.
        match text::to_wire(&out) {
            std::borrow::Cow::Borrowed(_) => out,
            std::borrow::Cow::Owned(wire) => wire,
        }
    }
}

fn write_span(span: &Span, out: &mut String) {
    out.push_str("{\"traceId\":\"");
    span.trace_id.write(out);
    out.push_str("\",\"spanId\":\"");
    span.span_id.write(out);
    out.push_str("\",");
    if let Some(parent) = span.parent {
        out.push_str("\"parentSpanId\":\"");
        parent.write(out);
        out.push_str("\",");
    }
    if let Some(state) = &span.state {
        out.push_str("\"traceState\":");
        json::write_string(state, out);
        out.push(',');
    }
    let flags = u32::from(span.flags) | KNOWN_TO_BE_REMOTE | if span.parent_is_remote { IS_REMOTE } else { 0 };
    out.push_str("\"flags\":");
    write_number(flags, out);
    out.push_str(match span.kind {
        Kind::Server => ",\"kind\":2,\"name\":",
        Kind::Client => ",\"kind\":3,\"name\":",
    });
    write_name(&span.name, out);
    out.push_str(",\"startTimeUnixNano\":\"");
    write_number(span.started, out);
    out.push_str("\",\"endTimeUnixNano\":\"");
    write_number(span.ended, out);
    out.push_str("\",\"attributes\":[");
    for (at, (key, value)) in span.attributes.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "," });
        match value {
            Attribute::Text(text) => write_text(key, text, out),
            Attribute::Word(word) => write_text(key, word, out),
            Attribute::Number(number) => write_integer(key, *number, out),
            Attribute::Server(authority, port) => write_server(authority, *port, out),
        }
    }
    out.push_str(if span.failed { "],\"status\":{\"code\":2}}" } else { "],\"status\":{}}" });
}

fn write_name(name: &SpanName, out: &mut String) {
    match &name.route {
        Some(route) => json::write_string(&format!("{} {route}", name.method), out),
        None => json::write_string(&name.method, out),
    }
}

/// Host and port of an authority; what is none is shown as it came.
fn write_server(authority: &str, port: u16, out: &mut String) {
    let parsed = authority.parse::<Authority>().ok();
    let host = parsed.as_ref().map_or(authority, |parsed| parsed.host());
    write_text("server.address", host.trim_matches(['[', ']']), out);
    out.push(',');
    write_integer("server.port", parsed.and_then(|parsed| parsed.port_u16()).unwrap_or(port).into(), out);
}

fn write_integer(key: &str, number: i64, out: &mut String) {
    write_key(key, out);
    out.push_str("\"intValue\":\"");
    write_number(number, out);
    out.push_str("\"}}");
}

fn write_text(key: &str, text: &str, out: &mut String) {
    write_key(key, out);
    out.push_str("\"stringValue\":");
    json::write_string(text, out);
    out.push_str("}}");
}

fn write_key(key: &str, out: &mut String) {
    out.push_str("{\"key\":");
    json::write_string(key, out);
    out.push_str(",\"value\":{");
}

fn write_number(number: impl itoa::Integer, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(number));
}

#[cfg(test)]
mod tests {
    use super::super::context::{SpanId, TraceId};
    use super::*;

    #[test]
    fn a_batch_is_what_the_protocol_wants() {
        let mut span = Span {
            trace_id: TraceId(0xA),
            span_id: SpanId(0xB),
            parent: Some(SpanId(0xC)),
            parent_is_remote: true,
            flags: 1,
            state: Some("k=v".into()),
            name: SpanName { method: "GET".into(), route: Some("/\"x\"".into()) },
            kind: Kind::Server,
            started: 1,
            ended: 2,
            failed: false,
            attributes: Vec::new(),
        };
        span.text("url.path", "/é");
        span.number("http.response.status_code", 503);
        span.failed("503");
        span.text("long", "é".repeat(2_000));
        let text = Encoder::new(&[("service.name".to_owned(), "shop".to_owned())]).encode(&[span]);
        let batch: serde_json::Value = serde_json::from_str(&text).unwrap();
        let resource = &batch["resourceSpans"][0];
        let service = serde_json::json!([{"key": "service.name", "value": {"stringValue": "shop"}}]);
        assert_eq!(resource["resource"]["attributes"], service);
        let span = &resource["scopeSpans"][0]["spans"][0];
        assert_eq!(span["traceId"], "0000000000000000000000000000000a");
        assert_eq!([&span["spanId"], &span["parentSpanId"]], ["000000000000000b", "000000000000000c"]);
        assert_eq!([&span["kind"], &span["flags"], &span["status"]["code"]], [2, 0x301, 2]);
        assert_eq!([&span["name"], &span["traceState"]], ["GET /\"x\"", "k=v"]);
        assert_eq!([&span["startTimeUnixNano"], &span["endTimeUnixNano"]], ["1", "2"]);
        assert_eq!(span["attributes"][0], serde_json::json!({"key": "url.path", "value": {"stringValue": "/é"}}));
        assert_eq!(span["attributes"][1]["value"], serde_json::json!({"intValue": "503"}));
        assert_eq!(span["attributes"][3]["value"]["stringValue"].as_str().unwrap().len(), 1_024);
    }
}

//! Spans say what those say that the official library has written (PyPI: opentelemetry-proto 1.45.2), field by field.

use super::super::ids::{SpanId, TraceId};
use super::super::json;
use http::Method;
use std::time::Duration;

use super::super::labels::{Failure, Labels};
use super::super::protobuf::{Fields, Value};
use super::*;

/// A span with all there is, in hexadecimal digits.
const SERVER: &str = "\
    0a100000000000000000000000000000000a1208000000000000000b1a036b3d762208000000000000000c2a08474554202f2278223002\
    39fbffb39376e2fa18410200b49376e2fa184a1c0a13687474702e726571756573742e6d6574686f6412050a034745544a120a0875726c\
    2e7061746812060a042fc3a9224a140a0a75726c2e736368656d6512060a04687474704a170a0e7365727665722e616464726573731205\
    0a033a3a314a110a0b7365727665722e706f7274120218514a1d0a10736964656d6f636b2e6f7574636f6d6512090a0764656661756c74\
    4a200a19687474702e726573706f6e73652e7374617475735f636f6465120318f7034a130a0a6572726f722e7479706512050a03353033\
    4a140a0a687474702e726f75746512060a042f2278224a0d0a046d6f726512050a036f6e657a021802850101030000";

/// One with no more than there has to be.
const CLIENT: &str = "\
    0a100000000000000000000000000000000a1208000000000000000b2a035055543003390000b49376e2fa18410700b49376e2fa184a1c\
    0a13687474702e726571756573742e6d6574686f6412050a035055544a1f0a19687474702e726573706f6e73652e7374617475735f636f\
    646512021865850101010000";

const MOMENT: u64 = 1_800_000_000_000_000_000;

fn context(parent: Option<SpanId>) -> SpanContext {
    let (trace_id, span_id) = (TraceId::new(0, 0xA), SpanId(0xB));
    SpanContext { trace_id, span_id, parent, flags: 1, continues: parent.is_some() }
}

/// A span as it stands in a batch.
fn written(context: &SpanContext, times: Times, ended: &Ended<'_>) -> Vec<u8> {
    let (mut server, mut out) = (LatestServer::default(), Vec::new());
    let most = room(ended, &server);
    write(context, times, ended, &mut server, &mut out);
    assert!(out.len() <= most && first_len(&out) == Some(out.len()), "{} of {most}", out.len());
    out
}

/// The fields of these hexadecimal digits, by number and value.
fn official(digits: &str) -> Vec<String> {
    let bytes: Vec<u8> =
        (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect();
    sorted(&bytes)
}

fn sorted(span: &[u8]) -> Vec<String> {
    let mut fields: Vec<_> = Fields(span).map(|field| format!("{field:?}")).collect();
    fields.sort();
    fields
}

/// The same of a span as it stands in a batch.
fn ours(span: &[u8]) -> Vec<String> {
    let Some((2, Value::Bytes(inner))) = Fields(span).next() else { panic!("{span:?}") };
    sorted(inner)
}

fn labels() -> Labels {
    let mut attributes = Attributes::default();
    attributes.text("http.route", "/\"x\"");
    Labels::new(Some("/\"x\""), attributes)
}

fn more() -> Attributes {
    let mut more = Attributes::default();
    more.text("more", "one");
    more
}

fn server<'a>(labels: &'a Labels, more: &'a Attributes) -> Ended<'a> {
    Ended {
        method: &Method::GET,
        path: "/é\"",
        authority: "[::1]:81",
        state: "k=v",
        status: 503,
        failure: Failure::Status,
        outcome: "default",
        labels: Some(labels),
        attributes: more.as_bytes(),
        ..Ended::default()
    }
}

#[test]
fn spans_are_what_the_official_library_writes() {
    let (labels, more, took) = (labels(), more(), Duration::from_nanos(7));
    let span = written(&context(Some(SpanId(0xC))), Times::until(MOMENT + 2, took), &server(&labels, &more));
    assert_eq!(ours(&span), official(SERVER));
    let ended = Ended { kind: Kind::Client, method: &Method::PUT, status: 101, ..Ended::default() };
    let span = written(&context(None), Times::until(MOMENT + 7, took), &ended);
    assert_eq!(ours(&span), official(CLIENT));
}

#[test]
fn what_is_unusual_is_said_all_the_same() {
    let labels = labels();
    for (method, status, failure, outcome) in [
        ("GET", 200, Failure::None, "default"),
        ("GET", 200, Failure::None, "default"),
        ("POST", 200, Failure::None, "default"),
        ("GET", 500, Failure::Status, "default"),
        ("GET", 0, Failure::Named, "fault"),
        ("GET", 200, Failure::None, "rule"),
    ] {
        let said = |labels: &Labels| {
            let (labels, method) = (Some(labels), method.parse().unwrap());
            let ended = Ended { method: &method, path: "/", status, failure, outcome, labels, ..Ended::default() };
            written(&context(None), Times::until(0, Duration::ZERO), &ended)
        };
        assert_eq!(said(&labels), said(&self::labels()), "{method} {status} {outcome}");
    }
}

#[test]
fn lengths_of_all_sizes_are_right() {
    for length in [0, 1, 64, 80, 100, 1_024, 5_000] {
        let text = "x".repeat(length);
        let mut attributes = Attributes::default();
        (0..length / 64).for_each(|_| attributes.text("key", &text));
        let (attributes, method) = (attributes.as_bytes(), Method::from_bytes(format!("X{text}").as_bytes()).unwrap());
        let ended = Ended { kind: Kind::Client, method: &method, path: &text, attributes, ..Ended::default() };
        let span = written(&context(None), Times::until(0, Duration::ZERO), &ended);
        let Some((2, Value::Bytes(inner))) = Fields(&span).next() else { panic!("{length}") };
        assert!(span.ends_with(inner) && Fields(inner).any(|field| field == (16, Value::Fixed32(0x101))), "{length}");
    }
}

#[test]
fn a_batch_is_what_the_protocol_wants_in_protobuf_and_in_json() {
    let resource = Resource::new(&[("service.name".to_owned(), "shop".to_owned())]);
    let (labels, more, times) = (labels(), more(), Times::until(MOMENT + 2, Duration::from_nanos(7)));
    let span = written(&context(Some(SpanId(0xC))), times, &server(&labels, &more));
    let batch = [resource.head(2 * span.len()), span.clone(), span].concat();
    let batch: serde_json::Value = serde_json::from_slice(&json::of(&batch)).unwrap();
    let scope = serde_json::json!({"name": "sidemock", "version": env!("CARGO_PKG_VERSION")});
    let texts = |key: &str, value: &str| serde_json::json!({"key": key, "value": {"stringValue": value}});
    let numbers = |key: &str, value: &str| serde_json::json!({"key": key, "value": {"intValue": value}});
    let span = serde_json::json!({
        "traceId": "0000000000000000000000000000000a", "spanId": "000000000000000b", "traceState": "k=v",
        "parentSpanId": "000000000000000c", "name": "GET /\"x\"", "kind": 2,
        "startTimeUnixNano": "1799999999999999995", "endTimeUnixNano": "1800000000000000002",
        "attributes": [
            texts("http.request.method", "GET"), texts("sidemock.outcome", "default"),
            numbers("http.response.status_code", "503"), texts("error.type", "503"), texts("http.route", "/\"x\""),
            texts("url.path", "/é\""), texts("url.scheme", "http"), texts("server.address", "::1"),
            numbers("server.port", "81"), texts("more", "one"),
        ],
        "status": {"code": 2}, "flags": 0x301,
    });
    let attributes = [texts("service.name", "shop")];
    assert_eq!(
        batch,
        serde_json::json!({"resourceSpans": [{
            "resource": {"attributes": attributes}, "scopeSpans": [{"scope": scope, "spans": [span, span]}],
        }]})
    );
}

#[test]
fn a_server_is_written_anew_when_it_is_another_one() {
    let mut server = LatestServer::default();
    let mut said =
        |authority: &str, is_https| String::from_utf8_lossy(server.attributes(authority, is_https)).into_owned();
    let port = |said: String| said.bytes().last();
    assert_eq!([said("a", false), said("a", true)].map(port), [Some(80), Some((443 >> 7) as u8)]);
    assert_eq!(port(said("b:1", true)), Some(1));
    assert!(said("not a host", true).contains("not a host") && said("", false).ends_with("http"));
}

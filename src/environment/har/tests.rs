use serde_json::{Value, json};

use super::*;
use crate::environment::load::load_bytes;
use crate::environment::traffic::Secrets;

fn har(entries: Value) -> Value {
    json!({ "log": { "version": "1.2", "creator": { "name": "t", "version": "1" }, "entries": entries } })
}

/// An entry as Chromium writes it.
fn chromium(url: &str, content: Value) -> Value {
    json!({
        "_initiator": { "type": "other" }, "_resourceType": "fetch", "startedDateTime": "2026-01-01T00:00:01.000Z", "time": 12.5,
        "request": {
            "method": "GET", "url": url, "httpVersion": "http/2.0", "queryString": [], "cookies": [], "headersSize": -1,
            "headers": [{ "name": ":authority", "value": "a.test" }, { "name": "Authorization", "value": "Bearer s3cret" }],
        },
        "response": {
            "status": 200, "statusText": "", "headers": [{ "name": "content-encoding", "value": "gzip" },
                { "name": "set-cookie", "value": "a=1; Path=/\nb=2" }], "content": content, "redirectURL": "", "bodySize": -1,
        },
    })
}

fn read(entries: Value) -> Result<Har, HarError> {
    exchanges(&har(entries), &Secrets::default())
}

#[test]
fn entries_of_browsers_are_read() {
    let content = json!({ "size": 7, "mimeType": "application/json", "text": "{\"a\":1}" });
    let mut early = chromium(
        "https://a.test/early",
        json!({ "size": 4, "mimeType": "image/png", "text": "iVBO/w==", "encoding": "base64" }),
    );
    early["startedDateTime"] = "2026-01-01T00:00:00.000+00:00".into();
    let read = read(json!([chromium("https://a.test/x?y=1#z", content), early])).unwrap();
    let [first, second] = &read.exchanges[..] else { panic!("{read:?}") };
    assert_eq!((first.target.as_str(), &first.response.body[..]), ("/early", &b"\x89PN\xff"[..]));
    assert_eq!((second.target.as_str(), second.origin.as_str()), ("/x?y=1", "https://a.test"));
    assert_eq!(second.request.header("host"), Some("a.test"));
    assert_eq!(second.request.header("authorization"), Some("Bearer [REDACTED]"));
    assert_eq!(second.response.headers.iter().filter(|(name, _)| name == "set-cookie").count(), 2);
    assert_eq!(second.response.header("content-encoding"), None);
    let again = exchanges(&document(read.exchanges.iter().map(|e| (e, None))), &Secrets::default()).unwrap();
    assert_eq!(again.exchanges.len(), 2);
    assert_eq!(again.exchanges[0].response.body, read.exchanges[0].response.body);
}

#[test]
fn what_browsers_left_out_is_left_out_with_the_reason() {
    let whole = json!({ "size": 1, "mimeType": "text/plain", "text": "x" });
    let mut failed = chromium("https://a.test/", whole.clone());
    failed["response"]["status"] = 0.into();
    failed["response"]["_error"] = "net::ERR_FAILED".into();
    let entries = json!([
        chromium("https://a.test/", whole.clone()),
        failed,
        chromium("wss://a.test/socket", whole.clone()),
        chromium("https://a.test/", json!({ "size": 90, "mimeType": "text/plain" })),
        chromium("https://a.test/", json!({ "size": 90, "mimeType": "text/plain", "text": "only a part" })),
        chromium("https://a.test/", json!({ "size": 3, "mimeType": "text/plain", "text": "!", "encoding": "base64" })),
        {},
    ]);
    let read = read(entries).unwrap();
    assert_eq!((read.exchanges.len(), read.left_out.values().sum::<usize>()), (1, 6));
    let reasons: Vec<&str> = read.left_out.keys().map(String::as_str).collect();
    assert!(reasons.contains(&"it has no answer (net::ERR_FAILED)"), "{reasons:?}");
    assert!(reasons.contains(&"its body was cut off"), "{reasons:?}");
    let error = self::read(json!([chromium("wss://a.test/", whole)])).unwrap_err().to_string();
    assert!(error.contains("no usable entry (1: it is no HTTP request (wss:))"), "{error}");
    assert_eq!(exchanges(&json!({}), &Secrets::default()).unwrap_err(), HarError::NoHar);
}

#[test]
fn a_har_file_loads_as_an_environment() {
    let content = json!({ "size": 2, "mimeType": "application/json", "text": "{}" });
    let text = har(json!([chromium("https://a.test/x", content)])).to_string();
    let loaded = load_bytes("traffic.har", text.as_bytes()).unwrap();
    assert_eq!((loaded.environment.name.as_str(), loaded.environment.routes.len()), ("a.test", 1));
    let error = load_bytes("traffic.har", &text.as_bytes()[..text.len() / 2]).unwrap_err().to_string();
    assert!(error.contains("cut off"), "{error}");
}

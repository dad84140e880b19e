use bytes::Bytes;

use super::super::exchange::{Exchange, Message};
use super::*;

fn message(content_type: &str, body: &str) -> Message {
    Message {
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

fn redacted(content_type: &str, body: &str) -> String {
    let mut message = message(content_type, body);
    Secrets::default().message(&mut message);
    String::from_utf8(message.body.to_vec()).unwrap()
}

#[test]
fn json_keeps_every_other_byte() {
    let body = "{ \"user\":\"ann\",\t\"password\" : \"s3cret\\\"x\", \"n\":1.0, \"pin\": 1234, \"token\": null,\n \"apiKey\": {\"a\": [\"k1\", true]} }";
    let expected = "{ \"user\":\"ann\",\t\"password\" : \"[REDACTED]\", \"n\":1.0, \"pin\": \"[REDACTED]\", \"token\": null,\n \"apiKey\": {\"a\": [\"[REDACTED]\", true]} }";
    assert_eq!(redacted("application/json", body), expected);
    assert_eq!(redacted("text/plain", body), expected, "whatever the type says");
}

#[test]
fn forms_multipart_xml_and_lines_are_looked_into() {
    let form = "user=ann&password=a%26b&note=Bearer+abcdefghijklmnop&empty=";
    let expected = "user=ann&password=%5BREDACTED%5D&note=%5BREDACTED%5D&empty=";
    assert_eq!(redacted("application/x-www-form-urlencoded", form), expected);
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\nhush\r\n--x--\r\n";
    let gone = multipart.replace("hush", REDACTED);
    assert_eq!(redacted("multipart/form-data; boundary=x", multipart), gone);
    let xml = "<r><user>ann</user><ns:password type=\"t\">hush</ns:password></r>";
    assert_eq!(redacted("application/xml", xml), xml.replace("hush", REDACTED));
    let events = "data: {\"a\":1,\"access_token\":\"hush\"}\n\ndata: {\"password\": \"hush";
    let gone = redacted("text/event-stream", events);
    assert!(!gone.contains("hush"), "{gone}");
    assert_eq!(redacted("text/plain", "nothing to hide: a=1"), "nothing to hide: a=1");
}

#[test]
fn heads_are_redacted_and_stay_what_they_are() {
    let secrets = Secrets::new(&["X-Mine".to_owned()], &["$.card".to_owned()], &["[0-9]{16}".to_owned()]).unwrap();
    for (name, value, kept) in [
        ("authorization", "Basic dXNlcjpwYXNz", "Basic [REDACTED]"),
        ("cookie", "sid=1; theme=dark", "sid=[REDACTED]; theme=[REDACTED]"),
        ("set-cookie", "sid=1; Path=/; HttpOnly", "sid=[REDACTED]; Path=/; HttpOnly"),
        ("x-api-key", "k", "[REDACTED]"),
        ("x-mine", "k", "[REDACTED]"),
        ("location", "/cb?code=1&access_token=abc", "/cb?code=1&access_token=%5BREDACTED%5D"),
        ("x-note", "card 4111111111111111", "card [REDACTED]"),
        ("accept", "*/*", "*/*"),
    ] {
        assert_eq!(secrets.header(name, value), kept, "{name}");
    }
    let mut exchange = Exchange { target: "/a?token=x&b=c&card=1".to_owned(), ..Exchange::default() };
    secrets.redact(&mut exchange);
    assert_eq!(exchange.target, "/a?token=%5BREDACTED%5D&b=c&card=%5BREDACTED%5D");
    let mut message = message("application/json", r#"{"card":{"number":1},"b":2}"#);
    secrets.message(&mut message);
    assert_eq!(&message.body[..], br#"{"card":{"number":"[REDACTED]"},"b":2}"#);
}

#[test]
fn what_cannot_be_done_is_told_with_its_place() {
    let error = Secrets::new(&[], &["$.a".to_owned(), "$[?]".to_owned()], &[]).unwrap_err();
    assert_eq!(error.path, ".body[1]");
    assert_eq!(Secrets::new(&[], &[], &["(".to_owned()]).unwrap_err().path, ".patterns[0]");
}

use proptest::prelude::*;

use super::*;
use crate::js::json;

const TYPE: &str = "multipart/form-data; boundary=XX";

/// A form of parts given as (parameters of the disposition, further headers, content).
fn form(parts: &[(&str, &str, &str)]) -> String {
    let mut body = String::new();
    for (disposition, headers, content) in parts {
        body.push_str(&format!("--XX\r\nContent-Disposition: form-data{disposition}\r\n{headers}\r\n{content}\r\n"));
    }
    body + "--XX--\r\n"
}

fn parsed(body: &str) -> String {
    json::stringify(&parse(body.as_bytes(), TYPE)).unwrap_or_else(|| "undefined".to_owned())
}

#[test]
fn nests_fields_by_their_path() {
    let field = |name: &str, value: &str| (format!("; name=\"{name}\""), value.to_owned());
    for (fields, expected) in [
        (vec![field("a", "1"), field("b", "")], r#"{"a":"1","b":""}"#),
        (vec![field("a", "1"), field("a", "2"), field("a", "3")], r#"{"a":["1","2","3"]}"#),
        (
            vec![field("u[n][f]", "b"), field("u[t][]", "1"), field("u[t][]", "2")],
            r#"{"u":{"n":{"f":"b"},"t":["1","2"]}}"#,
        ),
        (vec![field("a[10001]", "1"), field("b[2]", "1")], r#"{"a[10001]":"1","b":[null,null,"1"]}"#),
        (vec![field("a[0]", "1"), field("a[b]", "2")], r#"{"a":{"0":"1","b":"2"}}"#),
        (vec![field("a", "1"), field("a[b]", "2"), field("a", "3")], r#"{"a":[{"":"1","b":"2"},"3"]}"#),
        (vec![field("a[][b]", "1"), field("[c]", "2")], r#"{"a[][b]":"1","[c]":"2"}"#),
        (vec![field("__proto__", "1"), field("a[constructor]", "2"), field("", "3")], r#"{}"#),
        (vec![field("toString", "1")], r#"{"toString":[null,"1"]}"#),
    ] {
        let parts: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), "", value.as_str())).collect();
        assert_eq!(parsed(&form(&parts)), expected);
    }
}

#[test]
fn puts_files_after_fields() {
    let body = form(&[
        ("; name=f; filename=\"/x/C:\\\\a.txt\"", "Content-Type: image/png\r\n", "hello"),
        ("; name=a", "", "1"),
        ("; name=f; filename*=utf-8''%C3%A9", "", ""),
    ]);
    assert_eq!(
        parsed(&body),
        r#"{"a":"1","f":[{"filename":"a.txt","mimetype":"image/png","size":5},{"filename":"é","mimetype":"text/plain","size":0}]}"#
    );
}

#[test]
fn decodes_fields_by_their_charset() {
    let typed = |charset: &str| form(&[("; name=a", &format!("Content-Type: text/plain; charset={charset}\r\n"), "é")]);
    assert_eq!(parsed(&typed("latin1")), r#"{"a":"Ã©"}"#);
    assert_eq!(parsed(&typed("base64")), r#"{"a":"w6k="}"#);
    assert_eq!(parsed(&typed("unknown")), r#"{}"#);
}

#[test]
fn keeps_what_a_malformed_form_held() {
    let whole = form(&[("; name=a", "", "1"), ("; name=b", "", "2")]);
    let cut = |needle: &str| whole.split_at(whole.find(needle).unwrap()).0.to_owned();
    assert_eq!(parsed(&cut("2")), r#"{"a":"1"}"#);
    assert_eq!(parsed(&cut("1")), "undefined");
    assert_eq!(parsed(&form(&[("; name=a", "bad header\r\n", "1"), ("; name=b", "", "2")])), r#"{"b":"2"}"#);
    assert_eq!(parsed(""), "undefined");
}

#[test]
fn needs_a_form_with_a_boundary() {
    let body = form(&[("; name=a", "", "1")]);
    for content_type in ["multipart/form-data", "multipart/mixed; boundary=XX", "multipart/form-data; boundary", "x"] {
        assert!(parse(body.as_bytes(), content_type).is_undefined(), "{content_type}");
    }
    assert!(!parse(body.as_bytes(), "Multipart/Form-Data; BOUNDARY=\"XX\"").is_undefined());
}

#[test]
fn limits_files_and_fields() {
    let names: Vec<String> = (0..11).map(|i| format!("; name=f{i}; filename=x")).collect();
    let parts: Vec<_> = names.iter().map(|name| (name.as_str(), "", "x")).collect();
    let files = parse(form(&parts).as_bytes(), TYPE);
    assert!(files.as_object().is_some_and(|o| o.len() == 10 && !o.contains_key("f10")));
    let big = "x".repeat(MAX_FIELD_SIZE);
    assert_eq!(parsed(&form(&[("; name=a", "", &big)])), r#"{}"#);
}

#[test]
fn holes_of_arrays_do_not_eat_the_memory() {
    let names: Vec<String> = (0..1000).map(|i| format!("; name=\"f{i}[9999]\"")).collect();
    let parts: Vec<_> = names.iter().map(|name| (name.as_str(), "", "x")).collect();
    assert!(parse(form(&parts).as_bytes(), TYPE).as_object().is_some_and(|o| o.len() <= 1000));
}

proptest! {
    #[test]
    fn never_panics(body in "(--XX|\r\n|-|\r|Content-Disposition: form-data; name=|\"|a|\\[0\\]|\\[|=|;|%|filename\\*=utf-8''|é){0,20}") {
        let _ = parse(body.as_bytes(), TYPE);
        let _ = params::disposition(&body);
        let _ = params::content_type(&body);
    }
}

use std::io::Write as _;

use serde_json::json;

use super::*;

fn read(bytes: &[u8], syntax: Syntax) -> Result<Value, ParseError> {
    parse(&decode(&unpack(bytes)?)?.text, syntax)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn reads_json_packed_marked_and_with_any_line_ends() {
    let plain = "{\r\n \"a\": 1\r\n}";
    let marked = format!("\u{feff}{plain}");
    for bytes in [plain.as_bytes().to_vec(), marked.clone().into_bytes(), gzip(marked.as_bytes())] {
        assert_eq!(read(&bytes, Syntax::Json).unwrap(), json!({ "a": 1 }));
    }
}

#[test]
fn reads_yaml_with_number_keys() {
    let value = read(b"responses:\n  200: {ok: yes}\n  default: 1.5\n", Syntax::Yaml).unwrap();
    assert_eq!(value, json!({ "responses": { "200": { "ok": "yes" }, "default": 1.5 } }));
}

#[test]
fn plain_scalars_of_yaml_are_those_of_the_core_schema() {
    for (text, expected) in [
        ("007", json!(7)),
        ("090", json!(90)),
        ("-01", json!(-1)),
        ("+012", json!(12)),
        ("00", json!(0)),
        ("0.5", json!(0.5)),
        ("-01.50", json!(-1.5)),
        ("00e1", json!(0.0)),
        ("1e400", json!(null)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("00000000000000000000000000001", json!(1)),
        ("0123456789012345678901234567890", json!(123_456_789_012_345_678_901_234_567_890.0)),
        ("0b11", json!("0b11")),
        ("-0b1", json!("-0b1")),
        ("-0x1F", json!("-0x1F")),
        ("+0o7", json!("+0o7")),
        ("0o8", json!("0o8")),
        ("1_000", json!("1_000")),
        ("1.2.3", json!("1.2.3")),
        ("1-2", json!("1-2")),
        ("12:30:45", json!("12:30:45")),
        ("2020-01-02", json!("2020-01-02")),
        ("yes", json!("yes")),
        ("Infinity", json!("Infinity")),
        ("~", json!(null)),
        ("True", json!(true)),
        ("'007'", json!("007")),
        ("\"0b11\"", json!("0b11")),
        ("\"a\\x0b11\"", json!("a\u{b}11")),
        ("!!str 007", json!("007")),
        ("|\n  007", json!("007")),
        ("|\n  0b11 0b10", json!("0b11 0b10")),
        ("[0b1,0b1, 0b1]", json!(["0b1", "0b1", "0b1"])),
        ("{007: 010, true: 1, ~: 2, 1.50: 3, '09': 4}", json!({ "7": 10, "true": 1, "": 2, "1.5": 3, "09": 4 })),
        ("[&a 007, *a, &b '007', *b]", json!([7, 7, "007", "007"])),
    ] {
        assert_eq!(read(text.as_bytes(), Syntax::Yaml).unwrap(), expected, "{text}");
    }
}

#[test]
fn documents_that_hold_nothing_may_stand_beside_the_one() {
    for text in [
        "a: 1\n---\n",
        "---\na: 1\n...\n",
        "%YAML 1.2\n---\na: 1\n...\n# end\n",
        "---\n---\n# none\n---\na: 1\n---\n~\n",
    ] {
        assert_eq!(read(text.as_bytes(), Syntax::Yaml).unwrap(), json!({ "a": 1 }), "{text:?}");
    }
    for text in ["---\n", "# none\n", "---\n---\n"] {
        assert_eq!(read(text.as_bytes(), Syntax::Yaml).unwrap(), Value::Null, "{text:?}");
    }
}

#[test]
fn keys_that_stand_more_than_once_are_named() {
    let found = document("a: 1\nb: {c: 1, c: 2, 'c': 3}\na: 2\n", Syntax::Yaml).unwrap();
    assert_eq!(found.value, json!({ "a": 2, "b": { "c": 3 } }));
    assert_eq!(found.repeated, ["c", "c", "a"]);
}

#[test]
fn a_yaml_error_does_not_show_what_was_put_into_the_text() {
    let error = read(b"a: 0b1\nb: [0b1\nc: ]", Syntax::Yaml).unwrap_err().to_string();
    assert!(error.chars().all(|c| c < '\u{e000}'), "{error:?}");
}

#[test]
fn reads_yaml_with_tags_and_huge_numbers() {
    let value = read(b"{a: !x y, b: 123456789012345678901234567890, c: .nan, d: ~, e: -1, f: !t [1]}", Syntax::Yaml);
    let expected = json!({ "a": "y", "b": 1.234_567_890_123_456_8e29, "c": null, "d": null, "e": -1, "f": [1] });
    assert_eq!(value.unwrap(), expected);
}

#[test]
fn reads_openapi_in_yaml_under_any_name() {
    assert_eq!(read(b"openapi: 3.0.0\n", Syntax::Json).unwrap(), json!({ "openapi": "3.0.0" }));
}

#[test]
fn carries_lone_surrogates() {
    let value = read(br#"{"a":"\ud83d\ude00 \ud800 \\ud800 \udc00\ud800x"}"#, Syntax::Json).unwrap();
    let expected = format!("\u{1f600} {0} \\ud800 {1}{0}x", text::carrier(0xd800), text::carrier(0xdc00));
    assert_eq!(value["a"], expected.as_str());
}

const BOMB: &[u8] = b"a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]
";

#[test]
fn messages_name_place_and_remedy() {
    let cases: [(&[u8], Syntax, &str); 11] = [
        (b"hello", Syntax::Json, "not JSON: line 1, column 1: expected value"),
        (b"{\"a\": [1,\n", Syntax::Json, "the file ends too early"),
        (b"{\n \"a\": 1,\n}", Syntax::Json, "line 3, column 1: trailing comma: remove the comma"),
        (b"{\n // no\n \"a\": 1}", Syntax::Json, "JSON has no comments"),
        (b" \n", Syntax::Json, "the file is empty"),
        (b"\xff\xfe{\0", Syntax::Json, "UTF-16"),
        (b"\x1f\x8bxxxx", Syntax::Json, "cannot be unpacked"),
        (b"a:\n\tb: 1\n", Syntax::Yaml, "line 2"),
        (b"a: 1\n---\nb: 1\n", Syntax::Yaml, "2 documents, with --- between them: put each into a file of its own"),
        (b"a: &a [*a]\n", Syntax::Yaml, "an anchor holds itself"),
        (BOMB, Syntax::Yaml, "its aliases (*name) expand beyond measure"),
    ];
    for (bytes, syntax, expected) in cases {
        let message = read(bytes, syntax).unwrap_err().to_string();
        assert!(message.contains(expected), "{message:?} lacks {expected:?}");
    }
}

#[test]
fn the_name_announces_the_syntax() {
    for (name, syntax) in [
        ("a.json", Syntax::Json),
        ("a.yaml", Syntax::Yaml),
        ("A.YML.GZ", Syntax::Yaml),
        ("a.json.gz", Syntax::Json),
        ("a", Syntax::Json),
    ] {
        assert_eq!(Syntax::of(name), syntax, "{name}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_and_located() {
    let decoded = decode(b"{\"\xc3(\":1}").unwrap();
    assert_eq!((&*decoded.text, decoded.bad_byte), ("{\"\u{fffd}(\":1}", Some(2)));
    assert_eq!(decode(b"\xef\xbb\xbfa\xff").unwrap().bad_byte, Some(4));
}

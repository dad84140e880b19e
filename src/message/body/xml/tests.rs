use proptest::prelude::*;

use super::*;
use crate::js::json;

fn parsed(xml: &str) -> String {
    json::stringify(&parse(xml)).unwrap_or_else(|| "undefined".to_owned())
}

#[test]
fn reads_documents_in_their_compact_shape() {
    for (xml, expected) in [
        ("", r#"{}"#),
        ("<a>1</a>", r#"{"a":{"_text":"1"}}"#),
        ("<a/>", r#"{"a":{}}"#),
        ("<r><u id='1'/><u id='2'/></r>", r#"{"r":{"u":[{"_attributes":{"id":"1"}},{"_attributes":{"id":"2"}}]}}"#),
        ("<p>one <b>two</b> three</p>", r#"{"p":{"_text":["one "," three"],"b":{"_text":"two"}}}"#),
        ("<a>t<![CDATA[<c>]]></a>", r#"{"a":{"_text":"t","_cdata":"<c>"}}"#),
        ("<a><!--x--> </a>", r#"{"a":{"_comment":"x"}}"#),
        ("\u{feff}<a>&eacute;&#65;&#x1F600;&NBSP;</a>", "{\"a\":{\"_text\":\"éA😀\u{a0}\"}}"),
        (
            r#"<?xml version="1.0" encoding=''?><?p q?><a/>"#,
            r#"{"_declaration":{"_attributes":{"version":"1.0"}},"_instruction":{"p":"q"},"a":{}}"#,
        ),
        (r#"<!DOCTYPE n [<!ENTITY x "y">]><a/>"#, r#"{"_doctype":"n [<!ENTITY x \"y\">]","a":{}}"#),
        ("<a x='1' x='2'/>", r#"{"a":{"_attributes":{"x":"1"}}}"#),
        ("<a><toString/></a>", r#"{"a":{"toString":[null,{}]}}"#),
        ("<a>text", r#"{"a":{"_text":"text"}}"#),
    ] {
        assert_eq!(parsed(xml), expected, "{xml}");
    }
}

#[test]
fn leaves_malformed_documents_undefined() {
    for xml in [
        "text",
        "<a>a & b</a>",
        "<a>&x;</a>",
        "<a></b>",
        "</a>",
        "<a b>",
        "<a b=c/>",
        "<a x='1'y='2'/>",
        "<1/>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a/>text",
        "<a/><!DOCTYPE a>",
        "<!-- -- -->",
        "<a hasOwnProperty='1'/>",
    ] {
        assert_eq!(parsed(xml), "undefined", "{xml}");
    }
}

#[test]
fn refuses_bottomless_nesting() {
    assert!(parse(&"<a>".repeat(100_000)).is_undefined());
}

proptest! {
    #[test]
    fn never_panics(xml in "(<a|</a|>|<!|--|\\[CDATA\\[|]]|<\\?|\\?|&|;|#x|\"|=| |b|é|DOCTYPE){0,20}|.{0,40}") {
        let _ = parse(&xml);
    }
}

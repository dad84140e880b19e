use proptest::prelude::*;

use super::*;
use crate::js::object_path::Path;
use crate::js::path::ValuePath;

/// What the path finds by way of the outline and by way of the whole value.
fn both_ways(json: &[u8], path: &str) -> (Option<String>, Option<String>) {
    let path = ValuePath::compile(path);
    let text = String::from_utf8_lossy(json);
    let outline = Outline::read(json);
    let whole = json::parse(&text);
    assert_eq!(outline.is_some(), whole.is_ok(), "{text}");
    let (Some(outline), Ok(whole)) = (outline, whole) else { return (None, None) };
    if !matches!(whole, Value::Array(_) | Value::Object(_)) {
        return (None, None);
    }
    let long = path.get(&whole).expect("no script").map(|found| format!("{found:?}"));
    let short = path.find_in(&outline, json).map_or_else(|| long.clone(), |found| found.map(|f| format!("{f:?}")));
    (short, long)
}

#[test]
fn finds_what_the_whole_value_has() {
    let mut json =
        br#" {"a": {"b": [1, {"c": "x\u0041\n"}, [], {}, "", "xyz"], "b2": null}, "a": {"b": [true, -1.5e3, "last"]},
        "\u0062": "escaped", "7": {"": 0}, "__proto__": {"x": 1}, "length": 3, "caf\u00e9": 1, "na?ve": 2} "#
            .to_vec();
    let broken = json.iter().position(|b| *b == b'?').expect("a place");
    json[broken] = 0xEF;
    for (path, found) in [
        ("$.a.b[2]", Some(r#""last""#)),
        ("a.b.1", Some("-1500")),
        ("a.b.length", Some("3")),
        ("$.a.b.length", Some("3")),
        ("a.b.2.length", Some("4")),
        ("a.b.2.0", Some(r#""l""#)),
        ("a.b.3", None),
        ("a.b2", None),
        ("b", Some(r#""escaped""#)),
        ("$.7", Some(r#"{"":0}"#)),
        ("__proto__.x", Some("1")),
        ("length", Some("3")),
        ("café", Some("1")),
        ("na\u{FFFD}ve", Some("2")),
        ("a.b.0.x", None),
    ] {
        let (short, long) = both_ways(&json, path);
        assert_eq!(short.as_deref(), found, "{path}");
        assert_eq!(short, long, "{path}");
    }
}

#[test]
fn an_empty_text_has_a_length_on_dotted_paths_only() {
    let json = br#"{"a": ""}"#;
    let outline = Outline::read(json).expect("json");
    let names = Path::dotted("a.length");
    assert_eq!(outline.get(json, names.names(), Into::Texts).as_number(), Some(0.0));
    assert!(outline.get(json, names.names(), Into::FilledTexts).is_undefined());
    for path in ["a.length", "$.a.length"] {
        let (short, long) = both_ways(json, path);
        assert_eq!(short, long, "{path}");
    }
}

#[test]
fn refuses_what_parsing_refuses() {
    for json in [
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "[,1]",
        "{,}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "01",
        "1.",
        "-",
        "1e",
        "+1",
        ".5",
        "\"\n\"",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "nul",
        "true1",
        "1 2",
        "[1}",
        "{\"a\":1]",
        "]",
        "1,2",
        "\u{feff}1",
        "[1 2]",
        "{\"a\" 1}",
        "[]]",
        "{}}",
        "\"abcdefg",
        "\"abcdefgh",
        "\"abcdefghabcdefgh\t\"",
    ] {
        assert!(json::parse(json).is_err(), "{json}");
        assert!(Outline::read(json.as_bytes()).is_none(), "{json}");
    }
    for depth in [reader::DEEPEST, reader::DEEPEST + 1, json::MAX_DEPTH, json::MAX_DEPTH + 1] {
        let json = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(json::parse(&json).is_ok(), depth <= json::MAX_DEPTH);
        assert_eq!(Outline::read(json.as_bytes()).is_some(), depth <= reader::DEEPEST);
    }
}

/// JSON with few names, so that paths hit and names repeat, written in several ways.
fn json() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just(r#""a""#),
        Just(r#""b""#),
        Just(r#""\u0061""#),
        Just(r#""0""#),
        Just(r#""length""#),
        Just(r#""é""#),
        Just(r#""__proto__""#),
        Just(r#""a much longer name""#),
        Just(r#""""#),
        Just(r#""a\"b""#)
    ];
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i32>().prop_map(|n| n.to_string()),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(|n| format!("{n:e}")),
        ".{0,20}".prop_map(|s| {
            let mut out = String::new();
            json::write_string(&s, &mut out);
            out
        }),
        Just(r#""\ud800\u0041\/""#.to_owned()),
        Just("\"\"".to_owned()),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        let space = prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\n\t")];
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..6), space.clone())
                .prop_map(|(items, space)| format!("[{space}{}{space}]", items.join(&format!("{space},{space}")))),
            (prop::collection::vec((name.clone(), inner), 0..6), space).prop_map(|(members, space)| {
                let members: Vec<String> =
                    members.into_iter().map(|(name, value)| format!("{name}{space}:{space}{value}")).collect();
                format!("{{{space}{}{space}}}", members.join(&format!("{space},{space}")))
            }),
        ]
    })
}

fn path() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        3 => Just("a"), 2 => Just("b"), 2 => Just("0"), 1 => Just("1"), 1 => Just("length"), 1 => Just("é"), 1 => Just("__proto__"),
        1 => Just("a much longer name"), 1 => Just("a\"b"), 1 => Just("01")
    ];
    (prop::collection::vec(name, 1..5), any::<bool>())
        .prop_map(|(names, json)| format!("{}{}", if json { "$." } else { "" }, names.join(".")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_ways_agree(json in json(), path in path()) {
        let (short, long) = both_ways(json.as_bytes(), &path);
        prop_assert_eq!(short, long, "{} {}", json, path);
    }

    #[test]
    fn both_ways_agree_on_what_is_damaged(json in json(), path in path(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = json.into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        let (short, long) = both_ways(&json, &path);
        prop_assert_eq!(short, long, "{} {}", String::from_utf8_lossy(&json), path);
    }
}

/// An object as it stands in the text of a list: its members' names and values.
fn object_in_a_list() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let name =
        prop::sample::select(vec!["a", "b", "name", "a name of some length", "a name that is longer than all others"]);
    let value = prop::sample::select(vec![
        "1",
        "-1.5",
        "120.25",
        "1e3",
        "null",
        "true",
        "\"\"",
        "\"x\"",
        "\"a text of some length\"",
        "\"\\\"\"",
        "{}",
        "[]",
        r#"{"a":1,"b":[{"a":2},{"a":3}]}"#,
        r#"[1,"2"]"#,
        r#"[{"b":"x"},{"b":"y","a":null}]"#,
    ]);
    prop::collection::vec((name, value), 0..4)
}

fn list() -> impl Strategy<Value = String> {
    let spaces = prop::sample::select(vec![["", "", ""], ["", " ", ""], ["\n    ", " ", "\n"], [" ", "", " "]]);
    let item = prop_oneof![4 => object_in_a_list().boxed(), 1 => Just(Vec::new()).boxed()];
    (prop::collection::vec(item, 1..5), spaces).prop_map(|(items, [before, after, behind])| {
        let object = |members: Vec<(&str, &str)>| {
            let members: Vec<String> =
                members.iter().map(|(name, value)| format!("{before}\"{name}\"{behind}:{after}{value}")).collect();
            format!("{{{}{behind}}}", members.join(","))
        };
        let items: Vec<String> = items.into_iter().map(object).collect();
        format!("{{\"list\":[{}],\"a\":\"last\"}}", items.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn objects_that_repeat_are_what_they_are(json in list(), item in 0..5, name in prop::sample::select(vec!["a", "b", "name", "a name of some length", "b.1.a", "b.0.b"])) {
        let (short, long) = both_ways(json.as_bytes(), &format!("list.{item}.{name}"));
        prop_assert_eq!(short, long, "{}", json);
    }

    #[test]
    fn damaged_objects_that_repeat_are_refused(json in list(), at in any::<prop::sample::Index>(), byte in prop::sample::select(b"{}[]:,\" 1a\\\0".to_vec()), adds: bool) {
        let mut json = json.into_bytes();
        let at = at.index(json.len());
        if adds { json.insert(at, byte) } else { json[at] = byte }
        both_ways(&json, "a");
    }
}

#[test]
fn what_repeats_is_only_taken_where_it_may_stand() {
    for (json, is_good) in [
        (r#"[{"a":{"b":1},"c":2},{"a":{"b":1},"c":2},"and something behind it"]"#, true),
        (r#"[{"a":{"b":1},"c":2},{"a":1{"b":1},"c":2},"and something behind it"]"#, false),
        (r#"[{"a":{"b":1},"c":2},{"a":{,"c":2},"c":2},"and something behind it"]"#, false),
        (r#"[{"a":[1],"b":2},{"a":[1,"b":2},"and something behind it, long enough"]"#, false),
        (r#"[{"a":[{"q":1}],"b":2},{"a":[1]{"q":1},"b":2},"and something behind it"]"#, false),
        (r#"[{"a":1,"b":2},{"a":1,"b"  :  2},{"a" :1,"b":  2},"and something behind it"]"#, true),
        (r#"[{"a":1,"b":2},{"a":1"b":2},"and something behind it, long enough for all"]"#, false),
        (r#"[{"a":1,"b":2},{"a":1,"b":2,},"and something behind it, long enough for all"]"#, false),
        (r#"[{"a":1,"b":"x"},{"a":1,"b":null},{"a":"y","b":"x"},"and something behind it"]"#, true),
        (r#"[{"a":1,"b":"x"},{"a":1,"b":},{"a":1,"b":"x"},"and something behind it"]"#, false),
    ] {
        assert_eq!(json::parse(json).is_ok(), is_good, "{json}");
        assert_eq!(Outline::read(json.as_bytes()).is_some(), is_good, "{json}");
    }
}

#[test]
fn a_value_is_all_of_it_wherever_it_ends() {
    let json = r#"{ "a" : [ 1 , [ ] , { "b" : [ { } , { "c" : "x]}" } ] } ] , "b" : { } , "c" : -1.5e3 , "d" : [ "\"" ] , "e\"" : null }"#;
    for (path, found) in [
        ("a", r#"[1,[],{"b":[{},{"c":"x]}"}]}]"#),
        ("a.1", "[]"),
        ("a.2", r#"{"b":[{},{"c":"x]}"}]}"#),
        ("a.2.b.1", r#"{"c":"x]}"}"#),
        ("b", "{}"),
        ("c", "-1500"),
        ("d", r#"["\""]"#),
        ("e\"", "null"),
    ] {
        let (short, long) = both_ways(json.as_bytes(), path);
        assert_eq!(short.as_deref(), Some(found), "{path}");
        assert_eq!(short, long, "{path}");
    }
}

#[test]
fn a_zero_byte_closes_nothing() {
    for json in [&b"-1000000\0"[..], b"{}\0", b"\0", b"[1]\0\0", b"\"a\"\0"] {
        assert!(super::reader::read(json).is_none(), "{json:?}");
    }
}

#[test]
fn a_long_text_of_values_alone_is_not_outlined() {
    for (item, is_outlined) in [("{}", false), ("1", false), (r#"{"id":123456,"name":"a name of some length"}"#, true)]
    {
        let json = format!("[{}]", vec![item; 10_000].join(","));
        assert_eq!(Outline::read(json.as_bytes()).is_some(), is_outlined, "{item}");
    }
}

//! Expectations recorded from jsonpath-plus 10.4.0.

use super::search;
use crate::js::json;

fn find(data: &str, path: &str) -> String {
    match search(&json::parse(data).unwrap(), path) {
        Ok(found) => format!("{found:?}"),
        Err(e) => format!("! {e}"),
    }
}

#[test]
fn follows_properties_and_unwraps_single_results() {
    for (data, path, found) in [
        (r#"{"a":{"b":1}}"#, "$.a.b", "1"),
        (r#"{"a":{"b":1}}"#, "$.a.x", "undefined"),
        (r#"{"a":[1,2]}"#, "$.a[1]", "2"),
        (r#"{"a":[1,2]}"#, "$.a[*]", "[1,2]"),
        (r#"{"a":[1]}"#, "$.a[*]", "[1]"),
        (r#"{"a":[1,2,3]}"#, "$.a[0,2]", "[1,3]"),
        (r#"{"a":[1,2,3]}"#, "$.a[-1:]", "[3]"),
        (r#"{"a":[1,2,3]}"#, "$.a[(@.length-1)]", "3"),
        (r#"{"a":[{"p":1},{"p":5}]}"#, "$.a[?(@.p>2)]", r#"[{"p":5}]"#),
        (r#"{"a":[{"p":1},{"p":5}]}"#, "$..p", "[1,5]"),
        (r#"{"a":{"b":1}}"#, "$.a.b^", r#"{"b":1}"#),
        (r#"{"a":{"b":1}}"#, "$.a.b~", r#""b""#),
        (r#"{"a.b":1}"#, "$['a.b']", "1"),
        (r#"{"a":"xyz"}"#, "$.a.length", "3"),
    ] {
        assert_eq!(find(data, path), found, "{path}");
    }
}

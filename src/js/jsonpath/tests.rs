//! Expectations recorded from jsonpath-plus 10.4.0.

use std::time::Duration;

use super::search;
use crate::budget::{Budget, Limits};
use crate::js::json;

fn find(data: &str, path: &str) -> String {
    let budget = Budget::new(Limits { time: Duration::from_millis(300), ..Limits::default() });
    let _entered = budget.enter();
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

#[test]
fn scripts_fail_in_the_words_of_the_package() {
    for (path, message) in [
        ("$.a[?(@.b.c.d)]", "! jsonPath: Cannot read properties of undefined (reading 'c'): @.b.c.d"),
        ("$.a[?(x)]", "! jsonPath: x is not defined: x"),
        ("$.a[?(@.toFoo())]", "! jsonPath: func is not a function: @.toFoo()"),
        ("$.a[?(@ == \"x)]", "! Unclosed quote after \"x\" at character 10"),
        ("$.a[(@.length)]", "! loc.indexOf is not a function"),
        ("$~", "! this._trace(...).filter is not a function"),
        ("$.@foo", "! Unknown value type f"),
    ] {
        assert_eq!(find(r#"{"a":[1,{"b":2}]}"#, path), message, "{path}");
    }
}

#[test]
fn runaway_paths_and_patterns_come_to_an_end() {
    let nested = format!("{}1{}", "[1,".repeat(60), "]".repeat(60));
    let _ = find(&nested, &format!("${}", "..*".repeat(40)));
    let deep = format!("{}1{}", "[".repeat(1500), "]".repeat(1500));
    assert_eq!(find(&deep, "$..x"), "! Maximum call stack size exceeded");
    let _ = find("[1]", &format!("$[?({}@{})]", "(".repeat(400), ")".repeat(400)));
    let long = format!(r#"["{}!"]"#, "a".repeat(5000));
    assert_eq!(find(&long, "$[?(@.match(/(a+)+$/))]"), "undefined");
}

proptest::proptest! {
    #[test]
    fn never_panics(path in r"\$[a-c.,:@$&|!<>=?*+/%(){}\[\]'`0-9 ^~#-]{0,24}|\PC{0,12}") {
        let _ = find(r#"{"a":[1,{"b":"x"}],"c":"y"}"#, &path);
    }
}

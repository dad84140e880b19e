//! Expectations recorded from @jmespath-community/jmespath 1.3.0.

use std::time::Duration;

use super::search;
use crate::budget::{Budget, Limits};
use crate::js::json;

const DATA: &str = r#"{"a":{"b":{"c":1}},"n":[3,1,2],"s":["b","a","c"],
    "p":[{"k":"x","v":1},{"k":"y","v":2},{"k":"x","v":3}],"e":[],"t":"héllo","z":null}"#;

fn find(path: &str) -> String {
    let budget = Budget::new(Limits { time: Duration::from_millis(300), ..Limits::default() });
    let _entered = budget.enter();
    match search(&json::parse(DATA).unwrap(), path) {
        Ok(found) => format!("{found:?}"),
        Err(e) => format!("! {e}"),
    }
}

#[test]
fn selects_projects_and_filters() {
    for (path, found) in [
        ("a.b.c", "1"),
        ("a.x.c", "null"),
        ("n[0]", "3"),
        ("n[-1]", "2"),
        ("n[::-1]", "[2,1,3]"),
        ("p[*].v", "[1,2,3]"),
        ("p[?v > `1`].k", r#"["y","x"]"#),
        ("p[?k == 'x'] | [0]", r#"{"k":"x","v":1}"#),
        ("p[].{w: v}", r#"[{"w":1},{"w":2},{"w":3}]"#),
        ("a.*.c", "[1]"),
        ("[n[0], z]", "[3,null]"),
        ("t[1:3]", r#""él""#),
        ("n[0] + n[1] * `2`", "5"),
        ("let $x = n[0] in p[?v == $x].k", r#"["x"]"#),
        ("z || a.b.c", "1"),
        ("!z && t", r#""héllo""#),
        ("z ? 'yes' : 'no'", r#""no""#),
    ] {
        assert_eq!(find(path), found, "{path}");
    }
}

#[test]
fn calls_functions() {
    for (path, found) in [
        ("length(t)", "5"),
        ("sort(n)", "[1,2,3]"),
        ("sort_by(p, &v)[-1].v", "3"),
        ("sort_by(p, &k)[*].v", "[3,1,2]"),
        ("group_by(p, &k).x[*].v", "[1,3]"),
        ("max_by(p, &v).k", r#""x""#),
        ("max_by(p, &k)", "null"),
        ("join('-', s)", r#""b-a-c""#),
        ("avg(e)", "null"),
        ("pad_left(t, `7`, '.')", r#""..héllo""#),
        ("split('a,b,c', ',', `1`)", r#"["a","b,c"]"#),
        ("zip(n, s)[0]", r#"[3,"b"]"#),
        ("from_items(items(a))", r#"{"b":{"c":1}}"#),
        ("map(&v, p)", "[1,2,3]"),
        ("abs(t)", "! Invalid type: abs() expected argument 1 to be type (number) but received type string instead."),
        (
            "[&a.b][0]",
            r#"{"expref":true,"type":"Subexpression","left":{"type":"Field","name":"a"},"right":{"type":"Field","name":"b"}}"#,
        ),
        ("nope(t)", "! Unknown function: nope()"),
        ("abs()", "! Invalid arity: abs() takes 1 argument but received 0"),
        ("a.", "! Syntax error, unexpected token: (EOF)"),
    ] {
        assert_eq!(find(path), found, "{path}");
    }
}

#[test]
fn endless_expressions_are_refused() {
    for path in [
        "(".repeat(5000),
        "a.".repeat(5000) + "a",
        "!".repeat(900) + "a",
        "a.".repeat(450) + "a",
        "&".to_owned() + &"a.".repeat(490) + "a",
    ] {
        let _ = find(&path);
    }
}

proptest::proptest! {
    #[test]
    fn never_panics(path in r"[a-c.,:@$&|!<>=?*+/%(){}\[\]'`0-9 -]{0,24}|\PC{0,12}") {
        let _ = find(&path);
    }
}

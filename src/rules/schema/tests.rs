use std::time::Duration;

use super::*;
use crate::budget::{Budget, Limits};
use crate::js::{Object, json};

fn valid(schema: &str, value: &str) -> bool {
    is_valid(&json::parse(schema).unwrap(), &json::parse(value).unwrap())
}

/// Recorded from the reference's own Ajv 8.20 with ajv-formats (`new Ajv()`, `addFormats(ajv)`, `compile`): a schema,
/// values, and whether each is valid (1 or 0); an empty text where `compile` throws.
#[test]
fn judges_as_ajv_does() {
    let cases = json::parse(include_str!("cases.json")).unwrap();
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let [schema, values, verdicts] = case.as_array().unwrap() else { panic!("{case:?}") };
        let verdicts = verdicts.as_str().unwrap();
        for (i, value) in values.as_array().unwrap().iter().enumerate() {
            let expected = verdicts.as_bytes().get(i) == Some(&b'1');
            if is_valid(schema, value) != expected {
                wrong.push(format!("{schema:?} {value:?}: {expected} ({verdicts:?})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn is_strict_about_the_schema() {
    for schema in [
        r#"{"colour":"red"}"#,
        r#"{"format":"colour"}"#,
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#,
        r#"{"type":"strin"}"#,
        r#"{"properties":{"a":{"nope":1}}}"#,
        r#"{"properties":{"a":{"minimum":"1"}}}"#,
        r#"{"definitions":{"a":{"maxLength":-1}}}"#,
        r#"{"then":{}}"#,
        r##"{"$ref":"#/definitions/none"}"##,
        "1",
    ] {
        assert!(!valid(schema, "1"), "{schema}");
    }
}

#[test]
fn circles_and_explosions_end() {
    let budget = Budget::new(Limits { time: Duration::from_millis(500), ..Limits::default() });
    let entered = budget.enter();
    assert!(!valid(r##"{"$ref":"#"}"##, "1"));
    assert!(!valid(r##"{"not":{"$ref":"#"}}"##, "1"));
    let mutual = r##"{"definitions":{"a":{"allOf":[{"$ref":"#/definitions/b"}]},"b":{"allOf":[{"$ref":"#/definitions/a"}]}},"$ref":"#/definitions/a"}"##;
    assert!(!valid(mutual, "1"));
    let doubling: Vec<String> = (0..40)
        .map(|i| {
            format!(r##""{i}":{{"allOf":[{{"$ref":"#/definitions/{0}"}},{{"$ref":"#/definitions/{0}"}}]}}"##, i + 1)
        })
        .collect();
    let doubling = format!(r##"{{"definitions":{{{},"40":{{}}}},"$ref":"#/definitions/0"}}"##, doubling.join(","));
    assert!(!valid(&doubling, "1"));
    drop(entered);
    let list = r##"{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"additionalProperties":false}"##;
    let nested = |n: usize| "{\"next\":".repeat(n) + "null" + &"}".repeat(n);
    assert!(valid(list, &nested(150)));
    assert!(!valid(list, &nested(250)));
    assert!(!valid(&("{\"not\":".repeat(250) + "{}" + &"}".repeat(250)), "1"));
}

#[test]
fn many_unique_items_are_quick() {
    let items = Value::array((0..100_000).map(|i| Object::from_iter([("a", Value::from(i))]).into()).collect());
    let schema = json::parse(r#"{"uniqueItems":true}"#).unwrap();
    assert!(is_valid(&schema, &items));
}

#[test]
fn the_deepest_value_under_a_recursive_schema_fits_the_stack() {
    let schema = r##"{"allOf": [{"properties": {"a": {"$ref": "#"}}}], "type": "object"}"##;
    let nested = |depth: usize, end: &str| format!("{}{end}{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    assert!(valid(schema, &nested(180, "{}")));
    assert!(!valid(schema, &nested(180, "1")));
    assert!(!valid(schema, &nested(250, "{}")), "beyond the bound nothing is valid");
}

//! `/x/verify`: whether the calls that a test expects came, waited for.

use std::fmt::Write as _;
use std::time::Duration;

use crate::exchange::Answer;
use crate::inspect::verify::{self, Closest, Finding, MAX_WAIT, Question, Verification, VerifyError};
use crate::inspect::{Count, Expectation};
use crate::js::{Object, Value, json};
use crate::masking;
use crate::matching::Matcher;
use crate::runtime::redact::masked;
use crate::spelling::duration;

use super::super::reply;
use super::requests::{MATCH, read, read_query};
use super::{Handler, Owned, Parameter, Problem, Returns, Row, Table};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

/// Bytes of a verdict that holds, beside what was expected.
const USUAL_VERDICT: usize = 160;

const DURATION: &str = r#"{"type": "string", "format": "duration"}"#;

const QUESTION: &[Parameter] = &[
    Parameter {
        name: "count",
        schema: r#"{"type": "string", "pattern": "^([0-9]{1,9}(\\.\\.([0-9]{1,9})?)?|\\.\\.[0-9]{1,9})$", "description": "a count such as 1, 0, 1..3, 2.. or ..2"}"#,
        doc: "how many: 1, 0, 1..3, 2.. or ..2; at least one if nothing is said",
    },
    Parameter { name: "within", schema: DURATION, doc: "how long it may take to come about, up to 60s" },
    Parameter {
        name: "settle",
        schema: DURATION,
        doc: "how long nothing more may come, before a verdict that could change (with too few, from the first on); up to 60s",
    },
    Parameter {
        name: "since",
        schema: r#"{"type": "integer", "minimum": 0, "maximum": 9007199254740991}"#,
        doc: "only later requests than this index",
    },
    Parameter {
        name: "when",
        schema: r#"{"type": "string", "enum": ["received", "answered"]}"#,
        doc: "what counts; received if nothing is said",
    },
];

const ANSWERS: &[Returns] = &[
    Returns { status: 200, doc: "It is so", schema: "Verification" },
    Returns { status: 409, doc: "It cannot be known", schema: "Verification" },
    Returns { status: 417, doc: "It is not so", schema: "Verification" },
    Returns { status: 429, doc: "Too many calls wait already", schema: "Error" },
];

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/verify",
        handler: Handler::Wait(|owned| Box::pin(by_query(owned))),
        doc: "Verifies in a line that requests came, or did not",
        query: &[MATCH, QUESTION],
        body: None,
        answers: ANSWERS,
        example: "/verify?method=POST&path=/orders&count=1&within=5s",
    },
    Row {
        method: "POST",
        path: "/verify",
        handler: Handler::Wait(|owned| Box::pin(by_body(owned))),
        doc: "Verifies that requests came: so many, in an order, or nothing but these",
        query: &[],
        body: Some("Verify"),
        answers: ANSWERS,
        example: "/verify -d '{\"match\": {\"method\": \"GET\"}, \"count\": {\"atLeast\": 0}}'",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "Verify",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "match": {"$ref": "#/components/schemas/Match"},
            "sequence": {"type": "array", "minItems": 1, "maxItems": 1000, "items": {"$ref": "#/components/schemas/Match"}},
            "only": {"type": "array", "maxItems": 1000, "items": {"$ref": "#/components/schemas/Match"}},
            "strict": {"type": "boolean"},
            "count": {"anyOf": [
                {"title": "a whole number from 0 to 4294967295", "type": "integer", "minimum": 0, "maximum": 4294967295},
                {"title": "{\"atLeast\", \"atMost\"}", "type": "object", "additionalProperties": false, "properties": {
                    "atLeast": {"type": "integer", "minimum": 0, "maximum": 4294967295},
                    "atMost": {"type": "integer", "minimum": 0, "maximum": 4294967295}}}]},
            "within": {"type": "string", "format": "duration"},
            "settle": {"type": "string", "format": "duration"},
            "since": {"type": "integer", "minimum": 0, "maximum": 9007199254740991},
            "when": {"type": "string", "enum": ["received", "answered"]}
        }}"##,
    ),
    (
        "Verification",
        r#"{"type": "object", "required": ["verified", "matched", "total", "expected", "waitedMs", "cursor", "closest"], "properties": {
            "verified": {"type": "boolean", "description": "false, too, where it cannot be known (409)"},
            "matched": {"type": "integer"}, "total": {"type": "integer"},
            "expected": {"type": "string"}, "waitedMs": {"type": "integer"}, "cursor": {"type": "integer"},
            "closest": {"type": "array", "items": {"type": "object", "required": ["index", "method", "path", "failed"], "properties": {
                "index": {"type": "integer"}, "method": {"type": "string"}, "path": {"type": "string"},
                "failed": {"type": "array", "items": {"type": "object", "properties": {
                    "part": {"type": "string"}, "operator": {"type": "string"}, "expected": {}, "actual": {}}}}}}},
            "hint": {"type": ["string", "null"]}
        }}"#,
    ),
];

async fn by_query(owned: Owned) -> Result<Answer, Problem> {
    let question = owned.charged(|| question_of_query(&owned))?;
    answer(owned, question).await
}

fn question_of_query(owned: &Owned) -> Result<Question, Problem> {
    let (matcher, others) = read_query(owned)?;
    let mut count = Count::default();
    let (mut within, mut settle, mut since, mut answered) = (None, None, 0, false);
    for (name, value) in others {
        match name.as_str() {
            "count" => count = read_count(&value)?,
            "within" => within = read_time(duration(&value), "within")?,
            "settle" => settle = read_time(duration(&value), "settle")?,
            "since" => since = value.parse().unwrap_or(0),
            _ => answered = value == "answered",
        }
    }
    Ok(Question { expectation: Expectation::Count(Box::new(matcher), count), within, settle, since, answered })
}

/// `1`, `0`, `1..3`, `2..`, `..2`
fn read_count(text: &str) -> Result<Count, Problem> {
    let number = |text: &str| text.parse::<usize>().unwrap_or(0);
    let count = match text.split_once("..") {
        None => Count::exactly(number(text)),
        Some((least, "")) => Count { least: number(least), most: None },
        Some((least, most)) => Count { least: number(least), most: Some(number(most)) },
    };
    if count.most.is_some_and(|most| most < count.least) {
        return Err(Problem::new(400, format!("count={text}: the first number is the lower bound")));
    }
    Ok(count)
}

/// A time for which a call would wait.
fn read_time(time: Option<Duration>, path: &str) -> Result<Option<Duration>, Problem> {
    match time {
        Some(time) if time > MAX_WAIT => {
            let message = format!("a call waits at most {}s", MAX_WAIT.as_secs());
            Err(if path.starts_with('$') {
                Problem::at(path, message)
            } else {
                Problem::new(400, format!("{path}: {message}"))
            })
        }
        time => Ok(time),
    }
}

async fn by_body(owned: Owned) -> Result<Answer, Problem> {
    let question = owned.charged(|| question_of_body(&owned))?;
    answer(owned, question).await
}

fn question_of_body(owned: &Owned) -> Result<Question, Problem> {
    let body = &owned.body;
    let given: Vec<&str> = ["match", "sequence", "only"].into_iter().filter(|key| !body[*key].is_null()).collect();
    let expectation = match given.as_slice() {
        [] | ["match"] => {
            Expectation::Count(Box::new(read(owned, &body["match"], "$.match")?), count_of(&body["count"])?)
        }
        ["sequence"] => Expectation::Sequence(read_all(owned, &body["sequence"], "sequence")?, body["strict"] == true),
        ["only"] => Expectation::Only(read_all(owned, &body["only"], "only")?),
        _ => return Err(Problem::at("$", "one of match, sequence and only, not several")),
    };
    if !body["count"].is_null() && !matches!(expectation, Expectation::Count(..)) {
        return Err(Problem::at("$.count", "count goes with match"));
    }
    if !body["strict"].is_null() && !matches!(expectation, Expectation::Sequence(..)) {
        return Err(Problem::at("$.strict", "strict goes with sequence"));
    }
    let time = |key: &str| body[key].as_str().and_then(duration);
    Ok(Question {
        expectation,
        within: read_time(time("within"), "$.within")?,
        settle: read_time(time("settle"), "$.settle")?,
        since: body["since"].as_f64().map_or(0, |since| since as u64),
        answered: body["when"] == "answered",
    })
}

fn read_all(owned: &Owned, list: &serde_json::Value, key: &str) -> Result<Vec<Matcher>, Problem> {
    let list = list.as_array().into_iter().flatten().enumerate();
    list.map(|(i, object)| read(owned, object, &format!("$.{key}[{i}]"))).collect()
}

fn count_of(count: &serde_json::Value) -> Result<Count, Problem> {
    let number = |value: &serde_json::Value| value.as_f64().map(|number| number as usize);
    if count.is_null() {
        return Ok(Count::default());
    }
    if let Some(exactly) = number(count) {
        return Ok(Count::exactly(exactly));
    }
    let (least, most) = (number(&count["atLeast"]), number(&count["atMost"]));
    if least.is_none() && most.is_none() {
        return Err(Problem::at("$.count", "expected a number, or atLeast or atMost"));
    }
    let count = Count { least: least.unwrap_or(0), most };
    if count.most.is_some_and(|most| most < count.least) {
        return Err(Problem::at("$.count", "atMost is less than atLeast"));
    }
    Ok(count)
}

async fn answer(owned: Owned, question: Question) -> Result<Answer, Problem> {
    let verification = match verify::verify(&owned.handle, owned.spaces(), owned.everywhere, &question).await {
        Ok(verification) => verification,
        Err(error @ VerifyError::TooManyWaiters) => return Err(Problem::limit(error.to_string(), 1)),
        Err(VerifyError::Rule(reason)) => return Err(Problem::new(400, reason)),
        Err(VerifyError::State(error)) => return Err(Problem::without_state(&error)),
    };
    let status = match verification.answer {
        Finding::Holds => 200,
        Finding::Fails => 417,
        Finding::Unknown => 409,
    };
    let wants_text = owned.request.header("accept").is_some_and(|accept| prefers_text(&accept));
    let expected = masking::masked(&question.expectation.to_string()).into_owned();
    if wants_text {
        return Ok(reply::text(status, masking::masked(&told(&verification, &expected)).into_owned()));
    }
    Ok(reply::json_text(status, shown(&verification, &expected)))
}

/// Written at once and not made of values first: many may wait for the same request, and each waits for those before it.
fn shown(verification: &Verification, expected: &str) -> String {
    let Verification { answer, matched, total, waited, cursor, closest, hint } = verification;
    let mut text = String::with_capacity(USUAL_VERDICT + expected.len());
    let _ =
        write!(text, r#"{{"verified":{},"matched":{matched},"total":{total},"expected":"#, *answer == Finding::Holds);
    json::write_string(expected, &mut text);
    let _ = write!(text, r#","waitedMs":{},"cursor":{cursor},"closest":["#, waited.as_millis());
    for (i, one) in closest.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        json::write(&shown_closest(one), &mut text);
    }
    text.push_str(r#"],"hint":"#);
    match hint {
        Some(hint) => json::write_string(&masking::masked(hint), &mut text),
        None => text.push_str("null"),
    }
    text.push('}');
    text
}

fn shown_closest(one: &Closest) -> Value {
    let failed = one.failed.iter().map(|failed| {
        object([
            ("part", Value::from(failed.part.as_str())),
            ("operator", Value::from(failed.operator)),
            ("expected", Value::from(failed.expected.as_str())),
            ("actual", if failed.actual.is_undefined() { Value::Null } else { failed.actual.clone() }),
        ])
    });
    let request = &one.entry.transaction.request;
    masked(object([
        ("index", Value::Number(one.entry.index() as f64)),
        ("method", Value::from(request.method())),
        ("path", Value::from(&*one.entry.path())),
        ("failed", Value::array(failed.collect())),
    ]))
}

fn object<const N: usize>(members: [(&'static str, Value); N]) -> Value {
    members.into_iter().collect::<Object>().into()
}

/// Whether an `Accept` header would rather have text than JSON: of two that are as welcome, what is named comes before what
/// a range allows, and then the first.
fn prefers_text(accept: &str) -> bool {
    let quality = |wanted: &str| {
        let found = accept.split(',').enumerate().find_map(|(at, item)| {
            let mut parts = item.split(';').map(str::trim);
            let is_it = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            is_it.then(|| (weight.unwrap_or(1.0), at))
        });
        found.filter(|(weight, _)| *weight > 0.0)
    };
    let Some((text, text_at)) = quality("text/plain") else { return false };
    match quality("application/json") {
        Some((json, json_at)) => text > json || text >= json && text_at < json_at,
        None => [quality("application/*"), quality("*/*")].into_iter().flatten().all(|(range, _)| text >= range),
    }
}

/// The same for people.
fn told(verification: &Verification, expected: &str) -> String {
    let verdict = match verification.answer {
        Finding::Holds => "verified",
        Finding::Fails => "not verified",
        Finding::Unknown => "cannot be known",
    };
    let mut text = format!(
        "{verdict}: expected {expected}, {} of {} requests are meant (waited {} ms)\n",
        verification.matched,
        verification.total,
        verification.waited.as_millis()
    );
    for one in &verification.closest {
        let request = &one.entry.transaction.request;
        let _ = writeln!(text, "closest: #{} {} {}", one.entry.index(), request.method(), one.entry.path());
        for failed in &one.failed {
            let actual = failed.actual.to_str();
            let _ = writeln!(text, "  {} {}: expected {}, was {actual}", failed.part, failed.operator, failed.expected);
        }
    }
    if let Some(hint) = &verification.hint {
        let _ = writeln!(text, "hint: {hint}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::prefers_text;

    #[test]
    fn text_is_for_those_who_would_rather_have_it() {
        for accept in [
            "text/plain",
            "TEXT/PLAIN; charset=utf-8",
            "text/plain, */*",
            "text/plain, application/json",
            "a/b, text/plain;q=0.5",
        ] {
            assert!(prefers_text(accept), "{accept}");
        }
        for accept in [
            "",
            "*/*",
            "application/json",
            "application/json, text/plain, */*",
            "text/plain;q=0.5, application/json",
            "text/plain; q=0",
            "text/plain;q=0.2, */*",
            "text/*",
        ] {
            assert!(!prefers_text(accept), "{accept}");
        }
    }
}

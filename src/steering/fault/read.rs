//! From the JSON object to the definition.

use serde_json::{Value, json};

use super::decide::digest;
use super::error::{FaultError, wrong};
use super::kind::{Kind, millis};
use super::{Definition, Latency};
use crate::matching::Matcher;
use crate::spelling::duration;

/// The JSON Schema of the object; names of keys and kinds of values are checked by it before they come here.
pub const SCHEMA: &str = r##"{
    "type": "object", "title": "fault", "additionalProperties": false,
    "properties": {
        "match": {"$ref": "#/components/schemas/Match"},
        "route": {"type": "string", "description": "a uuid, or \"POST /orders/:id\" as declared"},
        "fault": {"$ref": "#/components/schemas/FaultKind"},
        "latency": {"anyOf": [
            {"title": "{\"fixed\": \"250ms\"}", "type": "object", "additionalProperties": false, "required": ["fixed"],
                "properties": {"fixed": {"type": "string", "format": "duration"}}},
            {"title": "{\"uniform\": [\"10ms\", \"1s\"]}", "type": "object", "additionalProperties": false, "required": ["uniform"],
                "properties": {"uniform": {"type": "array", "minItems": 2, "items": {"type": "string", "format": "duration"}}}},
            {"title": "{\"lognormal\": {\"median\": \"100ms\", \"sigma\": 0.5, \"max\": \"5s\"}}", "type": "object", "additionalProperties": false, "required": ["lognormal"],
                "properties": {"lognormal": {"type": "object", "additionalProperties": false, "required": ["median", "sigma"], "properties": {
                    "median": {"type": "string", "format": "duration"}, "sigma": {"type": "number", "minimum": 0, "maximum": 10},
                    "max": {"type": "string", "format": "duration"}}}}},
            {"title": "{\"percentiles\": {\"p50\": \"20ms\", \"p95\": \"80ms\", \"p99\": \"400ms\"}}", "type": "object", "additionalProperties": false, "required": ["percentiles"],
                "properties": {"percentiles": {"type": "object", "additionalProperties": false, "required": ["p50", "p95", "p99"], "properties": {
                    "p50": {"type": "string", "format": "duration"}, "p95": {"type": "string", "format": "duration"},
                    "p99": {"type": "string", "format": "duration"}}}}}
        ]},
        "probability": {"type": "number", "minimum": 0, "maximum": 1, "description": "1 if nothing is said"},
        "seed": {"type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "drawn and shown if nothing is said"},
        "after": {"type": "integer", "minimum": 0, "description": "so many matches pass first"},
        "times": {"type": "integer", "minimum": 1, "description": "it happens at most so often"},
        "ttl": {"type": "string", "format": "duration"},
        "decisions": {"type": "string", "pattern": "^[01]+$", "description": "a run to repeat: a 0 or 1 for each match; after the last nothing happens"}
    }
}"##;

/// The longest latency of a lognormal distribution that names none (milliseconds).
const USUAL_MAX: f64 = 60e3;
/// Decisions that may be repeated.
const MAX_DECISIONS: usize = 100_000;

impl Definition {
    /// Reads an object that is as [`SCHEMA`] says.
    ///
    /// # Errors
    /// What a schema cannot say: options of another type of fault, bounds in the wrong order, a match that can never be
    /// known in time.
    pub fn read(object: &Value) -> Result<Self, FaultError> {
        let mut wanted = match &object["match"] {
            Value::Null => json!({}),
            given => given.clone(),
        };
        if let Some(route) = object.get("route") {
            if wanted.get("route").is_some() {
                return Err(wrong(".route", "the match names a route already; say it once"));
            }
            wanted["route"] = route.clone();
        }
        let matcher = Matcher::read(&wanted)?;
        let kind = object.get("fault").map(Kind::read).transpose()?;
        let latency = object.get("latency").map(read_latency).transpose()?;
        if kind.is_none() && latency.is_none() {
            return Err(wrong("", "what shall happen? Give a fault such as {\"type\": \"reset\"}, a latency, or both"));
        }
        if kind.as_ref().is_some_and(Kind::is_an_answer) && !matcher.is_of_request() {
            let keys = ["response", "status", "outcome", "proxied"];
            let key = keys.into_iter().find(|key| wanted.get(*key).is_some()).unwrap_or_default();
            let message = format!(
                "{key} is not known yet when a fault of the type status comes in the place of the route's answer; match by request, or use another type"
            );
            return Err(wrong(&format!(".match.{key}"), message));
        }
        let replay = object["decisions"].as_str().map(str::to_owned);
        if replay.as_ref().is_some_and(|decisions| decisions.len() > MAX_DECISIONS) {
            return Err(wrong(".decisions", format!("at most {MAX_DECISIONS} decisions")));
        }
        let superfluous =
            ["probability", "after"].into_iter().find(|key| replay.is_some() && object.get(*key).is_some());
        if let Some(key) = superfluous {
            return Err(wrong(&format!(".{key}"), format!("decisions say it all; leave {key} out")));
        }
        Ok(Self {
            matcher,
            kind,
            latency,
            probability: object["probability"].as_f64().unwrap_or(1.0),
            seed: object["seed"].as_u64().unwrap_or_else(|| u64::from(rand::random::<u32>())),
            after: object["after"].as_u64().unwrap_or(0),
            times: object["times"].as_u64(),
            ttl: object["ttl"].as_str().and_then(duration),
            replay,
            digest: digest(object, &["match", "route", "fault", "latency"]),
            source: object.clone(),
        })
    }
}

fn read_latency(latency: &Value) -> Result<Latency, FaultError> {
    let time = |value: &Value, path: &str| millis(value.as_str().unwrap_or_default(), &format!(".latency.{path}"));
    if let Some(fixed) = latency.get("fixed") {
        return Ok(Latency::Fixed(time(fixed, "fixed")?));
    }
    if let Some(bounds) = latency["uniform"].as_array() {
        let [from, to] = bounds.as_slice() else { return Err(wrong(".latency.uniform", "expected two times")) };
        let (from, to) = (time(from, "uniform[0]")?, time(to, "uniform[1]")?);
        if from > to {
            return Err(wrong(".latency.uniform", "the first time is the lower one"));
        }
        return Ok(Latency::Uniform(from, to));
    }
    if let Some(lognormal) = latency.get("lognormal") {
        let median = time(&lognormal["median"], "lognormal.median")?;
        let max = lognormal.get("max").map_or(Ok(USUAL_MAX.max(median)), |max| time(max, "lognormal.max"))?;
        if median > max {
            return Err(wrong(".latency.lognormal.max", "the longest time is not shorter than the median"));
        }
        return Ok(Latency::Lognormal { median, sigma: lognormal["sigma"].as_f64().unwrap_or(0.0), max });
    }
    let percentiles = &latency["percentiles"];
    let one = |key: &str| time(&percentiles[key], &format!("percentiles.{key}"));
    let times = [one("p50")?, one("p95")?, one("p99")?];
    if !times.is_sorted() {
        return Err(wrong(".latency.percentiles", "p50 is the lowest of the times, p99 the highest"));
    }
    Ok(Latency::Percentiles(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_said() {
        for (object, path) in [
            (json!({}), ""),
            (json!({"match": {"method": "GET"}}), ""),
            (json!({"fault": {"type": "reset", "at": 0.5}}), ".fault.at"),
            (json!({"fault": {"type": "dribble", "status": 500}}), ".fault.status"),
            (json!({"fault": {"type": "status"}, "match": {"status": "5xx"}}), ".match.status"),
            (json!({"fault": {"type": "status", "headers": {"a b": "c"}}}), ".fault.headers.a b"),
            (json!({"fault": {"type": "status", "headers": {"Content-Length": "3"}}}), ".fault.headers.Content-Length"),
            (json!({"fault": {"type": "reset"}, "route": "a", "match": {"route": "b"}}), ".route"),
            (json!({"fault": {"type": "reset"}, "match": {"path": "/:id(\\d+)"}}), ".match.path"),
            (json!({"latency": {"uniform": ["5s", "1s"]}}), ".latency.uniform"),
            (json!({"latency": {"uniform": ["5s", "6s", "7s"]}}), ".latency.uniform"),
            (json!({"latency": {"fixed": "99h"}}), ".latency.fixed"),
            (json!({"latency": {"lognormal": {"median": "2s", "sigma": 1, "max": "1s"}}}), ".latency.lognormal.max"),
            (json!({"latency": {"percentiles": {"p50": "2s", "p95": "1s", "p99": "3s"}}}), ".latency.percentiles"),
            (json!({"fault": {"type": "reset"}, "decisions": "01", "after": 3}), ".after"),
        ] {
            let error = Definition::read(&object).err().map(|error| error.path);
            assert_eq!(error.as_deref(), Some(path), "{object}");
        }
    }
}

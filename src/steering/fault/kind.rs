//! What may become of an answer. To add a kind of fault: a variant of [`Kind`], its row in [`ROWS`] (how it is written), and
//! what the server does with it in `server/broken.rs`, where the compiler asks for it.

use std::time::Duration;

use serde_json::Value;

use super::error::{FaultError, wrong};
use crate::spelling::duration;

/// Times beyond this are none that anybody means (milliseconds).
const LONGEST: f64 = 24.0 * 3_600e3;

/// What becomes of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// The connection is reset.
    Reset,
    /// The connection is closed without an answer.
    Close,
    /// No answer comes.
    Hang,
    /// This part of the body comes, from 0 to 1, then the connection is closed.
    Truncate(f64),
    /// Something comes that is no HTTP.
    Garbage,
    /// This part of the body comes in chunks, from 0 to 1, and then something that is no chunk.
    MalformedChunk(f64),
    /// The body comes slowly.
    Dribble {
        /// In so many parts
        chunks: usize,
        /// over this time.
        over: Duration,
    },
    /// This status comes in the place of the route's answer.
    Status {
        /// 100 to 999.
        status: u16,
        /// Headers that go with it.
        headers: Vec<(String, String)>,
    },
}

/// How a kind is written.
struct Row {
    name: &'static str,
    /// What the client sees, in a sentence.
    action: &'static str,
    /// The members that it takes beside `type`.
    options: &'static [&'static str],
    /// Reads an object that is as [`SCHEMA`] says.
    read: fn(&Value) -> Result<Kind, FaultError>,
}

const ROWS: &[Row] = &[
    Row { name: "reset", action: "the connection is reset", options: &[], read: |_| Ok(Kind::Reset) },
    Row {
        name: "close",
        action: "the connection is closed without an answer",
        options: &[],
        read: |_| Ok(Kind::Close),
    },
    Row { name: "hang", action: "no answer comes", options: &[], read: |_| Ok(Kind::Hang) },
    Row {
        name: "truncate",
        action: "a part of the body comes, then the connection is closed",
        options: &["at"],
        read: |fault| Ok(Kind::Truncate(part(fault))),
    },
    Row { name: "garbage", action: "something comes that is no HTTP", options: &[], read: |_| Ok(Kind::Garbage) },
    Row {
        name: "malformed-chunk",
        action: "a part of the body comes in chunks, then something that is no chunk",
        options: &["at"],
        read: |fault| Ok(Kind::MalformedChunk(part(fault))),
    },
    Row { name: "dribble", action: "the body comes slowly", options: &["chunks", "over"], read: read_dribble },
    Row {
        name: "status",
        action: "a status comes in the place of the route's answer",
        options: &["status", "headers"],
        read: read_status,
    },
];

/// The JSON Schema of a kind with its options. Which options go with which kind is in [`ROWS`].
pub const SCHEMA: &str = r#"{"type": "object", "additionalProperties": false, "required": ["type"], "properties": {
    "type": {"type": "string", "enum": ["reset", "close", "hang", "truncate", "garbage", "malformed-chunk", "dribble", "status"]},
    "at": {"type": "number", "minimum": 0, "maximum": 1, "description": "the part of the body that comes (truncate, malformed-chunk); 0.5 if nothing is said"},
    "chunks": {"type": "integer", "minimum": 1, "maximum": 10000, "description": "parts of the body (dribble); 5 if nothing is said"},
    "over": {"type": "string", "format": "duration", "description": "the time that the body takes (dribble); 1s if nothing is said"},
    "status": {"type": "integer", "minimum": 200, "maximum": 999, "description": "the status that comes (status); 503 if nothing is said"},
    "headers": {"type": "object", "additionalProperties": {"type": "string"}, "description": "what goes with it (status)"}
}}"#;

impl Kind {
    /// Reads an object that is as [`SCHEMA`] says.
    ///
    /// # Errors
    /// What a schema cannot say: options of another kind, headers that HTTP does not allow.
    pub(super) fn read(fault: &Value) -> Result<Self, FaultError> {
        let name = fault["type"].as_str().unwrap_or_default();
        let Some(row) = ROWS.iter().find(|row| row.name == name) else {
            return Err(wrong(".fault.type", format!("there is no fault of the type {name}")));
        };
        let members = fault.as_object().into_iter().flatten();
        let is_other = |key: &str| key != "type" && !row.options.contains(&key);
        if let Some((key, _)) = members.into_iter().find(|(key, _)| is_other(key)) {
            let right = match row.options {
                [] => format!("{name} takes no options"),
                options => format!("{name} takes {}", options.join(" and ")),
            };
            let message = format!("{key} says nothing about a fault of the type {name}; {right}");
            return Err(wrong(&format!(".fault.{key}"), message));
        }
        (row.read)(fault)
    }

    /// What the client sees of a fault of this name, in a sentence; `None` is one that is late only.
    pub fn action(name: Option<&str>) -> &'static str {
        let row = name.and_then(|name| ROWS.iter().find(|row| row.name == name));
        row.map_or("the answer is late", |row| row.action)
    }

    /// The name of a kind, as it was written elsewhere; `None` where no kind is called so.
    pub fn known_name(text: &str) -> Option<&'static str> {
        ROWS.iter().map(|row| row.name).find(|name| *name == text)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Close => "close",
            Self::Hang => "hang",
            Self::Truncate(_) => "truncate",
            Self::Garbage => "garbage",
            Self::MalformedChunk(_) => "malformed-chunk",
            Self::Dribble { .. } => "dribble",
            Self::Status { .. } => "status",
        }
    }

    /// Whether the client gets something else than the route's answer, or not all of it.
    pub fn breaks(&self) -> bool {
        !matches!(self, Self::Dribble { .. })
    }

    /// Whether nothing of the route's answer is sent, not even its status.
    pub fn sends_nothing(&self) -> bool {
        matches!(self, Self::Reset | Self::Close | Self::Hang | Self::Garbage)
    }

    /// Whether it comes in the place of the route's answer: the route does not run.
    pub fn is_an_answer(&self) -> bool {
        matches!(self, Self::Status { .. })
    }
}

/// The part of a body that comes.
fn part(fault: &Value) -> f64 {
    fault["at"].as_f64().unwrap_or(0.5)
}

fn read_dribble(fault: &Value) -> Result<Kind, FaultError> {
    let chunks = fault["chunks"].as_u64().map_or(5, |chunks| usize::try_from(chunks).unwrap_or(usize::MAX));
    let over = match fault["over"].as_str() {
        Some(over) => Duration::from_secs_f64(millis(over, ".fault.over")? / 1e3),
        None => Duration::from_secs(1),
    };
    Ok(Kind::Dribble { chunks, over })
}

fn read_status(fault: &Value) -> Result<Kind, FaultError> {
    let status = fault["status"].as_u64().map_or(503, |status| status as u16);
    Ok(Kind::Status { status, headers: read_headers(&fault["headers"])? })
}

fn read_headers(headers: &Value) -> Result<Vec<(String, String)>, FaultError> {
    let read = |(name, value): (&String, &Value)| {
        let text = value.as_str().unwrap_or_default();
        let path = format!(".fault.headers.{name}");
        let is_name = http::HeaderName::from_bytes(name.as_bytes()).is_ok();
        if !is_name || http::HeaderValue::from_str(text).is_err() {
            return Err(wrong(&path, "HTTP does not allow this name or value of a header"));
        }
        if matches!(name.to_ascii_lowercase().as_str(), "content-length" | "transfer-encoding" | "connection") {
            return Err(wrong(&path, "this header belongs to the connection; leave it out"));
        }
        Ok((name.clone(), text.to_owned()))
    };
    headers.as_object().into_iter().flatten().map(read).collect()
}

/// Milliseconds of a time such as `250ms`.
pub(super) fn millis(text: &str, path: &str) -> Result<f64, FaultError> {
    let millis = duration(text).map(|time| time.as_millis() as f64).filter(|millis| *millis <= LONGEST);
    millis.ok_or_else(|| wrong(path, "expected a time such as \"250ms\", at most \"24h\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_type_of_the_schema_has_a_row_that_reads_it_and_takes_options_of_the_schema() {
        let schema: Value = serde_json::from_str(SCHEMA).unwrap();
        let types = schema["properties"]["type"]["enum"].as_array().unwrap();
        let names: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
        assert_eq!(names, ROWS.iter().map(|row| row.name).collect::<Vec<_>>());
        for row in ROWS {
            let name = Kind::read(&json!({"type": row.name})).map(|kind| kind.name());
            assert_eq!((name, Kind::known_name(row.name)), (Ok(row.name), Some(row.name)));
            assert!(row.options.iter().all(|option| schema["properties"].get(option).is_some()), "{}", row.name);
        }
    }
}

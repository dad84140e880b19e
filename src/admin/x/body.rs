//! Bodies of calls as JSON. What one takes up is known before it is parsed: it is held until the call is over, and a
//! large one is parsed where it keeps nobody waiting.

use std::borrow::Cow;
use std::time::Duration;

use http::header;
use serde_json::Value;

use crate::budget::{self, Budget, Exceeded, Limits};
use crate::exchange::decode::{self, DecodeError};
use crate::js::json::plain_end;
use crate::memory::MemoryBudget;
use crate::message::Request;
use crate::message::body::coding::{self, Stopped};
use crate::runtime::Options;

use super::{Problem, quoted};

/// What some editors put before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bodies up to here (bytes) are parsed as they come.
const SMALL: usize = 64 << 10;
/// Bytes that an object, a list, one more of their members and a value of an object take up beside their text, about. The
/// budget doubles what it is told.
const OBJECT: usize = 300;
const LIST: usize = 150;
const MEMBER: usize = 90;
const NAMED: usize = 16;

/// What a call's body may take up: all that there is, for whoever has the token; what others hold is respected.
pub(in crate::admin) fn costs(memory: &MemoryBudget) -> Budget {
    Budget::sharing(Limits { bytes: memory.limit() / 2, time: Duration::MAX }, memory)
}

/// Parses a body, which these costs are charged for what it takes up.
///
/// # Errors
/// 413 and 503 where there is no room for it; 400 for what is no JSON, with a message that begins like this.
pub(in crate::admin) fn parse(bytes: &[u8], costs: &Budget, not_json: &str) -> Result<Value, Problem> {
    let _entered = costs.enter();
    if bytes.len() > SMALL {
        budget::make(weight(bytes)).map_err(no_room)?;
    }
    serde_json::from_slice(bytes).map_err(|error| Problem::new(400, format!("{not_json}: {}", reason(bytes, &error))))
}

/// Why bytes are no JSON, and what would be right where the parser's words do not say it.
fn reason(bytes: &[u8], error: &serde_json::Error) -> String {
    if let Err(error) = str::from_utf8(bytes) {
        return format!("byte {} is not UTF-8; JSON is sent as UTF-8", error.valid_up_to());
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        return "it begins with a byte order mark; leave that out".to_owned();
    }
    let told = error.to_string();
    if told.contains("hex escape") || told.contains("surrogate") {
        return format!("{told}: \\u takes four hexadecimal digits, and \\ud800 to \\udfff stand in pairs only");
    }
    if told.contains("number out of range") {
        return format!("{told}: a number is at most {:e}", f64::MAX);
    }
    told
}

/// The request without the codings of its body: what is compressed is taken as what it holds.
///
/// # Errors
/// 415 for a coding that is not known; 400 for what is not compressed as it says; 413 and 503 where there is no room for it.
pub(super) fn unfolded<'r>(
    request: &'r Request,
    options: &Options,
    costs: &Budget,
) -> Result<Cow<'r, Request>, Problem> {
    let named = request.header("content-encoding").map(|codings| quoted::text(&codings).to_string());
    let Some(named) = named.filter(|_| !request.body_bytes().is_empty()) else { return Ok(Cow::Borrowed(request)) };
    let _entered = costs.enter();
    match decode::unfolded(request, options) {
        Ok(Some(plain)) => {
            let mut request = request.clone();
            request.set_decoded_body(plain);
            Ok(Cow::Owned(request))
        }
        Ok(None) if coding::is_identity(request.header_map()) => Ok(Cow::Borrowed(request)),
        Ok(None) => {
            let known = "gzip, deflate, br";
            let message =
                format!("Content-Encoding: \"{named}\" is not known here, or too many at once; known are {known}");
            Err(Problem::new(415, message).with_header(header::ACCEPT_ENCODING, known))
        }
        Err(Stopped::Malformed) => {
            let message = format!(
                "the body is not what Content-Encoding says (\"{named}\"); send it so, or leave the header out"
            );
            Err(Problem::new(400, message))
        }
        Err(Stopped::Refused(DecodeError::TooLarge)) => {
            let message = "the body unfolds to more than a body may have (MOCKOON_MAX_REQUEST_BODY_SIZE)";
            Err(Problem::new(413, message))
        }
        Err(Stopped::Refused(DecodeError::Short(shortage))) => Err(Problem::short(shortage.to_string())),
    }
}

/// What a handler answers, while these costs are charged for its work.
///
/// # Errors
/// Those of the handler; and 413 and 503 where there was no room for what it makes.
pub(super) fn charged<T>(costs: &Budget, handler: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let answer = {
        let _entered = costs.enter();
        handler()
    };
    // Beyond the budget it is perhaps not whole.
    costs.exceeded().map_or(answer, |exceeded| Err(no_room(exceeded)))
}

/// Announces what a handler is about to make: so many bytes of text in a few copies.
///
/// # Errors
/// 413 and 503 where there is no room for it.
pub(super) fn announce(bytes: usize) -> Result<(), Problem> {
    budget::make(bytes + bytes / 2).map_err(no_room)
}

fn no_room(exceeded: Exceeded) -> Problem {
    let room = "there is no room in memory for what the call makes";
    match exceeded {
        Exceeded::Memory(_) => Problem::short(format!("{room}: {exceeded}; try again")),
        Exceeded::Bytes(_) => {
            Problem::new(413, format!("{room}: more than half of the memory budget (MOCKOON_MEMORY_BUDGET)"))
        }
        Exceeded::Time(_) | Exceeded::Depth(_) => Problem::new(400, exceeded.to_string()),
    }
}

/// Half of what the values of a JSON text take up, about.
fn weight(json: &[u8]) -> usize {
    let mut weight = json.len() / 2;
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        at += 1;
        match byte {
            b'"' => at = behind_string(json, at),
            b'{' => weight += OBJECT,
            b'[' => weight += LIST,
            b',' => weight += MEMBER,
            b':' => weight += NAMED,
            _ => {}
        }
    }
    weight
}

/// Where the text goes on behind a string whose first character is at `at`.
fn behind_string(json: &[u8], mut at: usize) -> usize {
    loop {
        at = plain_end(json, at);
        match json.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return at + 1,
            Some(_) => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_strings_weighs_as_text() {
        let text = |json: &str| weight(json.as_bytes()) - json.len() / 2;
        assert_eq!(text(r#"{"a": "{[,:\"{[,:\\", "b": [1, 2]}"#), OBJECT + 2 * NAMED + 2 * MEMBER + LIST);
        assert_eq!(text("[\"\u{1}{\", {}"), LIST + MEMBER + OBJECT);
        for broken in ["\"", "\"\\", "\"\\\"", ""] {
            assert_eq!(text(broken), 0, "{broken}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_with_what_would_be_right() {
        let told = |body: &[u8]| {
            let costs = costs(&MemoryBudget::new(8 << 20, 0));
            let problem = parse(body, &costs, "no JSON").err();
            problem.map_or_else(String::new, |problem| problem.reason().0.to_owned())
        };
        for (body, why) in [
            (&b"\"\\ud800\""[..], "stand in pairs only"),
            (b"\"\\ud800x\"", "stand in pairs only"),
            (b"\"\\udc00\\ud800\"", "stand in pairs only"),
            (b"[1e400]", "a number is at most 1.7976931348623157e308"),
            (b"\xEF\xBB\xBF{}", "byte order mark"),
            (b"{\"a\": \"\xFF\"}", "byte 7 is not UTF-8"),
            (b"{\"a\": 1,}", "trailing comma"),
        ] {
            let told = told(body);
            assert!(told.starts_with("no JSON: ") && told.contains(why), "{told}");
        }
    }

    #[test]
    fn what_has_no_room_is_not_parsed() {
        let memory = MemoryBudget::new(8 << 20, 0);
        let list = |item: &str, count: usize| format!("[{}{item}]", format!("{item},").repeat(count)).into_bytes();
        let parsed = |body: &[u8]| {
            let costs = costs(&memory);
            parse(body, &costs, "no JSON").map(|_| memory.used()).map_err(|problem| problem.status())
        };
        assert_eq!(parsed(&list("{}", 10_000)), Ok(0), "what is small costs nothing");
        assert!(parsed(&list("1", 40_000)).is_ok_and(|used| used > 5 << 20), "until the call is over");
        assert_eq!(memory.used(), 0);
        assert_eq!(parsed(&list("{}", 40_000)), Err(413));
        let others = memory.take(6 << 20).unwrap();
        assert_eq!(parsed(&list("1", 40_000)), Err(503));
        assert_eq!(parsed(&list("\"", 10)), Err(400));
        drop(others);
        assert_eq!(memory.used(), 0);
    }
}

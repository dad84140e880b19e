//! Self-replay: an environment made of recorded traffic is asked the same again, in memory, and compared.
//!
//! It answers as it would when it is served, from the state it begins with: what differs then differs for every test that
//! uses the file.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use http::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::environment::model::Environment;
use crate::environment::traffic::answer::TrafficResponse as Expected;
use crate::environment::traffic::{Exchange as Recorded, Message, as_read};
use crate::exchange::context::Exchange;
use crate::exchange::pipeline::{self, Start};
use crate::exchange::{Answer, AnswerBody};
use crate::faker::Faker;
use crate::memory::MemoryBudget;
use crate::message::{Peer, Request};
use crate::runtime::transaction_log::Label;
use crate::runtime::{EnvironmentHandle, Options, Shared, TransactionLog};

/// Differences that are told.
const MAX_WHY: usize = 20;
/// Characters that are shown of what differs.
const MAX_SHOWN: usize = 120;

/// How well an environment answers what it was made of.
#[derive(Debug, Default)]
pub(crate) struct Replay {
    pub(crate) exact: usize,
    pub(crate) differs: usize,
    why: Vec<Value>,
}

impl Replay {
    /// Counts requests that are not answered at all, for a reason.
    pub(crate) fn leave_out(&mut self, reason: &str, count: usize) {
        self.differs += count;
        if self.why.len() < MAX_WHY {
            self.why.push(json!({"requests": count, "reason": reason}));
        }
    }

    /// `{"requests", "exact", "differs", "why"}`
    pub(crate) fn to_value(&self) -> Value {
        json!({"requests": self.exact + self.differs, "exact": self.exact, "differs": self.differs, "why": self.why})
    }

    fn note(&mut self, recorded: &Recorded, difference: Option<Difference>) {
        let Some(Difference { part, expected, actual }) = difference else {
            self.exact += 1;
            return;
        };
        self.differs += 1;
        if self.why.len() < MAX_WHY {
            self.why.push(json!({
                "request": shortened(&recorded.shown()), "part": part, "expected": shortened(&expected),
                "actual": shortened(&actual),
            }));
        }
    }
}

/// What is not as it was recorded.
struct Difference {
    part: String,
    expected: String,
    actual: String,
}

/// Asks an environment the recorded requests in their order.
pub(crate) fn replay(environment: &Environment, recorded: &[&Recorded], memory: &MemoryBudget) -> Replay {
    let mut replay = Replay::default();
    let Some(faker) = Faker::new("en", Some(1)) else { return replay };
    let options = Options { memory: memory.clone(), journal_entries: 1, ..Options::default() };
    let label = Label { name: environment.name.clone(), uuid: environment.uuid.clone() };
    let shared = Shared::new(options, Arc::default(), TransactionLog::new(label, false));
    let handle = Arc::new(EnvironmentHandle::new(None, shared, faker, environment.clone(), String::new()));
    for exchange in recorded {
        let difference = match request(exchange) {
            Some(request) => compare(exchange, &request.http_method().clone(), ask(&handle, request)),
            None => Some(Difference {
                part: "request".to_owned(),
                expected: exchange.shown(),
                actual: "no request can be made of it".to_owned(),
            }),
        };
        replay.note(exchange, difference);
    }
    replay
}

/// The answer, without being sent, counted or recorded anywhere; `None` where it would have to be waited for.
fn ask(handle: &Arc<EnvironmentHandle>, request: Request) -> Option<Answer> {
    let space = Arc::clone(handle.spaces.base());
    let mut exchange = Exchange::new(handle, handle.current(), space, request, Instant::now());
    match pipeline::start(&mut exchange) {
        Start::Answered(answer) => Some(answer),
        Start::Waits(_) => None,
    }
}

fn request(exchange: &Recorded) -> Option<Request> {
    let mut builder = http::Request::builder().method(exchange.method.as_str()).uri(exchange.target.as_str());
    let headers = builder.headers_mut()?;
    for (name, value) in &exchange.request.headers {
        let (name, value) =
            (HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        headers.append(name, value);
    }
    let (parts, ()) = builder.body(()).ok()?.into_parts();
    let peer = Peer { remote: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), tls: false };
    Some(Request::new(parts, exchange.request.body.clone(), peer))
}

/// What differs: of the parameters of the content type, only the charset counts.
fn compare(exchange: &Recorded, method: &http::Method, answer: Option<Answer>) -> Option<Difference> {
    let expected = Expected::of(exchange);
    let differs =
        |part: &str, expected: String, actual: String| Some(Difference { part: part.to_owned(), expected, actual });
    let Some(answer) = answer else {
        return differs("answer", "at once".to_owned(), "it has to be waited for".to_owned());
    };
    if answer.status != expected.status {
        return differs("status", expected.status.to_string(), answer.status.to_string());
    }
    let body = match &answer.body {
        AnswerBody::Bytes(bytes) => bytes.clone(),
        AnswerBody::Stream(_) | AnswerBody::File(_) => {
            return differs("body", "in memory".to_owned(), "a file".to_owned());
        }
    };
    let sent = Message {
        headers: answer
            .headers
            .map()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body,
    };
    if *method != http::Method::HEAD && sent.body != expected.body && !is_read_as_recorded(&expected, &sent) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let at = expected.body.iter().zip(sent.body.iter()).take_while(|(one, other)| one == other).count();
        let from = at.saturating_sub(20);
        let around = |bytes: &[u8]| text(bytes.get(from..).unwrap_or_default());
        return differs(&format!("body from byte {at}"), around(&expected.body), around(&sent.body));
    }
    for (name, value) in &expected.headers {
        let is_same = match name.as_str() {
            "content-type" => {
                let recorded = Message { headers: vec![(name.clone(), value.clone())], ..Message::default() };
                expected.body.is_empty()
                    || recorded.media_type() == sent.media_type() && is_read_alike(&recorded, &sent)
            }
            "set-cookie" => sent.headers.iter().any(|(known, its)| known == name && its == value),
            name => sent.header(name) == Some(value.as_str()),
        };
        if !is_same {
            let actual = sent.header(name).unwrap_or("none").to_owned();
            return differs(&format!("header {name}"), value.clone(), actual);
        }
    }
    None
}

/// Whether the text that is sent is the recorded one, in another charset.
fn is_read_as_recorded(expected: &Expected, sent: &Message) -> bool {
    let recorded = Message { headers: expected.headers.clone(), body: expected.body.clone() };
    as_read(&recorded).is_some_and(|text| as_read(sent) == Some(text))
}

/// Whether what is sent is read in the charset that was recorded, where that makes a difference.
fn is_read_alike(recorded: &Message, sent: &Message) -> bool {
    let charset = |message: &Message| {
        let name = message.type_parameter("charset")?.to_ascii_lowercase();
        Some(match name.as_str() {
            "utf8" => "utf-8".to_owned(),
            "iso-8859-1" | "binary" => "latin1".to_owned(),
            _ => name,
        })
    };
    let wanted = charset(recorded);
    wanted.is_none() || sent.body.is_ascii() || wanted == charset(sent)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

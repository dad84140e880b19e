//! A recorded transaction as match objects see it, and as the admin API shows it.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

use bytes::Bytes;

use crate::js::{Object, Str, Value, date};
use crate::matching::{Candidate, Failed, Matcher, Verdict};
use crate::message::Request;
use crate::rules::RuleError;
use crate::runtime::redact::masked;
use crate::runtime::{FaultNote, RecordedBody, Space, Transaction};
use crate::template::RenderContext;

use super::secrets;

/// An entry of a journal.
pub struct Entry {
    /// The transaction.
    pub transaction: Arc<Transaction>,
    /// The request with what was kept of its body, made when rules look at it.
    request: OnceLock<Request>,
}

impl Entry {
    /// Of a transaction.
    pub fn new(transaction: Arc<Transaction>) -> Self {
        Self { transaction, request: OnceLock::new() }
    }

    /// All entries of some spaces, oldest first.
    pub fn all(spaces: &[Arc<Space>]) -> Vec<Self> {
        let mut all: Vec<_> = spaces.iter().flat_map(|space| space.attached.journal.snapshot()).collect();
        if spaces.len() > 1 {
            all.sort_by_key(|transaction| transaction.index());
        }
        all.into_iter().map(Self::new).collect()
    }

    /// Number in the environment's journals.
    pub fn index(&self) -> u64 {
        self.transaction.index()
    }

    /// The path of the request as it may be shown.
    pub fn path(&self) -> Cow<'_, str> {
        let path = self.transaction.request.path();
        self.transaction.secrets().map_or(Cow::Borrowed(path), |secrets| secrets.url(path).into())
    }

    /// Whether this is its index or uuid.
    pub fn is_called(&self, name: &str) -> bool {
        match name.parse::<u64>() {
            Ok(index) => self.index() == index,
            Err(_) => self.transaction.uuid().to_string().eq_ignore_ascii_case(name),
        }
    }

    /// `received`, `answered` or `aborted`.
    pub fn state(&self) -> &'static str {
        match self.transaction.answered() {
            None => "received",
            Some(answered) if answered.aborted => "aborted",
            Some(_) => "answered",
        }
    }

    /// The request with what was kept of its body.
    pub fn request(&self) -> &Request {
        self.request.get_or_init(|| {
            let mut request = self.transaction.request.clone();
            if let RecordedBody::Bytes { bytes, .. } = &self.transaction.request_body {
                request.set_body(Bytes::clone(bytes));
            }
            request
        })
    }

    /// Whether all of the request's body was kept.
    pub(super) fn is_whole(&self) -> bool {
        matches!(&self.transaction.request_body, RecordedBody::Bytes { truncated: false, .. })
    }

    /// Whether a match object means it. What rules read from the state is read in `rendering`.
    ///
    /// # Errors
    /// A rule that cannot be judged.
    pub fn judge(&self, matcher: &Matcher, rendering: &RenderContext<'_>) -> Result<Verdict, RuleError> {
        match self.with_candidate(&self.transaction.request, |head| matcher.judge_head(head)) {
            Some(verdict) => Ok(verdict),
            None => self.with_candidate(self.request(), |candidate| matcher.judge(candidate, rendering)),
        }
    }

    /// What it does not meet of a match object; secrets are redacted.
    pub fn failed(&self, matcher: &Matcher, rendering: &RenderContext<'_>) -> Vec<Failed> {
        let failed = self.with_candidate(self.request(), |candidate| matcher.failed(candidate, rendering));
        let redacted = |failed: Failed| {
            let place = failed.part.split_once(": ").map_or("", |(_, place)| place);
            let actual = secrets::shown(place, failed.actual, self.request(), self.transaction.redaction(), "differs");
            let actual = self.transaction.without_any_hidden(masked(actual), self.request());
            Failed { actual, ..failed }
        };
        failed.into_iter().map(redacted).collect()
    }

    fn with_candidate<R>(&self, request: &Request, look: impl FnOnce(&Candidate<'_>) -> R) -> R {
        let answered = self.transaction.answered();
        let trace_id = self.transaction.trace_id();
        look(&Candidate {
            request,
            is_whole: self.is_whole(),
            params: answered.map_or(&Value::Undefined, |answered| &answered.params),
            origin: self.transaction.origin().map(|origin| origin.names()),
            status: answered.map(|answered| answered.sent.status),
            outcome: answered.map(|answered| answered.outcome.name()),
            session: self.transaction.session.as_deref(),
            trace_id: trace_id.as_deref(),
            proxied: answered.map(|answered| answered.sent.proxied),
            number: answered.map_or(0, |answered| answered.number),
        })
    }

    /// The entry as the admin API shows it: the reference's fields, and what it does not have.
    pub fn to_value(&self) -> Value {
        self.with_fields(self.transaction.to_value())
    }

    /// What a list shows of it: no headers, no parameters, no bodies.
    pub fn to_brief(&self) -> Value {
        self.with_fields(self.transaction.to_brief())
    }

    /// With the fields that the reference does not have.
    fn with_fields(&self, shown: Value) -> Value {
        let Value::Object(mut object) = shown else { return Value::Null };
        let transaction = &self.transaction;
        let answered = transaction.answered();
        let origin = transaction.origin();
        let time = |ms: f64| date::to_iso(ms).map_or(Value::Null, Value::String);
        let text = |text: Option<&Str>| text.cloned().map_or(Value::Null, Value::String);
        let received_ms = transaction.received_ms as f64;
        let fields = [
            ("index", Value::Number(self.index() as f64)),
            ("state", Value::from(self.state())),
            ("session", text(transaction.session.as_ref())),
            ("receivedAt", time(received_ms)),
            ("answeredAt", answered.map_or(Value::Null, |answered| time(answered.timestamp_ms as f64))),
            ("durationMs", answered.map_or(Value::Null, |answered| millis(answered.took))),
            ("outcome", answered.map_or(Value::Null, |answered| Value::from(answered.outcome.name()))),
            ("endpoint", text(origin.map(|origin| &origin.path))),
            ("responseLabel", text(origin.map(|origin| &origin.label))),
            ("traceId", transaction.trace_id().map_or(Value::Null, |id| Value::str(&*id))),
            ("fault", transaction.fault().map_or(Value::Null, fault)),
        ];
        for (name, value) in fields {
            object.insert(name, value);
        }
        Value::Object(object)
    }
}

/// What a fault did.
pub(super) fn fault(note: &FaultNote) -> Value {
    let fields = [
        ("id", Value::from(note.id.as_str())),
        ("type", note.kind.map_or(Value::Null, Value::from)),
        ("number", Value::Number(note.number as f64)),
        ("delayMs", millis(note.delay)),
    ];
    fields.into_iter().collect::<Object>().into()
}

/// Milliseconds with three digits.
fn millis(took: std::time::Duration) -> Value {
    Value::Number((took.as_secs_f64() * 1e6).round() / 1e3)
}

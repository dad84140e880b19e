//! What becomes of an answer once it is decided: the journal, the event stream, the counters, the log line.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use uuid::Uuid;

use crate::js::Str;
use crate::memory::Share;
use crate::message::Request;
use crate::message::response::Headers;
use crate::runtime::{
    CompiledRoute, Completion, EnvironmentHandle, FaultNote, Origin, Outcome, RecordedBody, RecordedResponse,
    Transaction,
};
use crate::steering::fault::Kind;

use super::answer::BodyStream;
use super::context::{Exchange, Moment};
use super::file::part::Ending;
use super::{Answer, AnswerBody, event_stream, framing, over_budget, recording, trace};

/// The status of an answer of which nothing was sent.
const NOTHING_SENT: u16 = 0;
/// Requests to paths that begin so are the admin API's, or would be.
const ADMIN_PREFIX: &str = "/mockoon-admin";
/// Names the entry that `/mockoon-admin/x/explain` explains (`MOCKOON_EXPLAIN_HEADER`).
const EXPLAIN_HEADER: HeaderName = HeaderName::from_static("x-sidemock-explain");
/// Headers count twice: parsed for a template or for display they are there once more.
const TWICE: usize = 2;
/// Bytes that every record weighs beside its texts.
const BASE_WEIGHT: usize = 1_024;

/// Records that a request was received: it has to wait for its answer.
pub fn received(exchange: &mut Exchange) {
    foreseen(exchange, None, None);
}

/// The same, with what is to answer it and the fault that it waits in, as far as that is known.
pub fn foreseen(exchange: &mut Exchange, origin: Option<&Arc<Origin>>, fault: Option<&FaultNote>) {
    if let Some(entry) = &exchange.entry {
        return entry.foresee(origin, fault);
    }
    if is_below_admin(&exchange.request) {
        return;
    }
    let limit = cut_at(&exchange.handle);
    let body = RecordedBody::Bytes { bytes: exchange.request.body_bytes().clone(), truncated: false };
    let (transaction, weight) = transaction(exchange, cut(body, limit), exchange.now(), None);
    if let Some(recording) = recording::foreseen(exchange) {
        transaction.hide(&recording.wanted.secrets);
    }
    transaction.foresee(origin, fault);
    receive(exchange, transaction, weight);
}

/// Records an entry that has no answer yet.
fn receive(exchange: &mut Exchange, entry: Arc<Transaction>, weight: usize) {
    exchange.handle.receive(&exchange.space, weight, Arc::clone(&entry));
    exchange.entry = Some(entry);
}

/// Records the answer: at once when its body is in memory, else when the body ends or the client leaves. Calls below the
/// admin prefix are not recorded.
pub fn answered(mut exchange: Exchange, answer: &mut Answer) {
    if !answered_at_once(&mut exchange, answer) {
        at_its_end(exchange, answer);
    }
}

/// The same without taking the exchange, which is large, from where it is: whether there is nothing more to record. If
/// there is, [`at_its_end`] does it.
pub fn answered_at_once(exchange: &mut Exchange, answer: &mut Answer) -> bool {
    over_budget::settle(exchange, answer);
    answer.hold(&exchange.handle.shared.options.memory);
    framing::settle(exchange, answer);
    if is_below_admin(&exchange.request) {
        return true;
    }
    let now = exchange.now();
    count(exchange, answer, now.took);
    if answer.sends_events {
        event_stream::settle(exchange, answer);
    }
    if exchange.handle.shared.options.explain_header {
        received(exchange);
        name_entry(exchange, answer);
    }
    if !matches!(answer.body, AnswerBody::Bytes(_)) {
        return false;
    }
    let wire = exchange.handle.shared.recordings.is_running();
    write(exchange, End::of(answer, wire), true, false, now);
    true
}

/// Records an answer when its body ends or the client leaves.
pub fn at_its_end(mut exchange: Exchange, answer: &mut Answer) {
    foreseen(&mut exchange, answer.origin.as_ref(), answer.fault.as_ref().map(|fault| &fault.note));
    let end = End::of(answer, false);
    if let AnswerBody::File(part) = &mut answer.body {
        part.tell(Box::new(Sending(Some((exchange, end)))));
        return;
    }
    // In its place nothing, until the recorder has it.
    if let AnswerBody::Stream(mut stream) = std::mem::replace(&mut answer.body, AnswerBody::Bytes(Bytes::new())) {
        if answer.proxied && event_stream::is_endless(end.sent.headers.map()) {
            stream = event_stream::attend(&exchange, stream);
        }
        let captured = answer.proxied.then(|| (BytesMut::new(), exchange.handle.shared.options.memory.share()));
        let recordings = &exchange.handle.shared.recordings;
        let wanted = if recordings.is_running() { recordings.body_limit() } else { 0 };
        let limit = cut_at(&exchange.handle).max(wanted);
        let length = end.sent.headers.map().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let entry = Some((exchange, end));
        let mut recorder = Recorder { stream, entry, captured, limit, truncated: false, length, seen: 0 };
        if length == Some(0) {
            // Nobody asks for the pieces of nothing.
            recorder.write(false);
        }
        answer.body = AnswerBody::Stream(Box::pin(recorder));
    }
}

/// Tells in an answer under which uuid it is recorded.
fn name_entry(exchange: &Exchange, answer: &mut Answer) {
    if let Some(entry) = &exchange.entry {
        let mut headers = std::mem::replace(&mut answer.headers, Headers::Owned(HeaderMap::new())).into_map();
        headers.extend(explain_header(entry.uuid()));
        answer.headers = Headers::Owned(headers);
    }
}

fn explain_header(uuid: Uuid) -> Option<(HeaderName, HeaderValue)> {
    HeaderValue::try_from(uuid.to_string()).ok().map(|uuid| (EXPLAIN_HEADER, uuid))
}

/// Records the answer to a request whose body was not read, or that has no space of its own. Calls below the admin prefix
/// are not recorded.
pub fn unread(exchange: Exchange, answer: Answer) -> Answer {
    refused(exchange, answer, false)
}

/// The same where the client left in the middle of the body.
pub fn broken_off(exchange: Exchange, answer: Answer) -> Answer {
    refused(exchange, answer, true)
}

fn refused(mut exchange: Exchange, mut answer: Answer, aborted: bool) -> Answer {
    if is_below_admin(&exchange.request) {
        return answer;
    }
    if exchange.handle.shared.options.explain_header {
        let (entry, weight) = transaction(&exchange, RecordedBody::Missing, exchange.now(), None);
        receive(&mut exchange, entry, weight);
        name_entry(&exchange, &mut answer);
    }
    let now = exchange.now();
    exchange.handle.shared.metrics.observe(now.took);
    exchange.handle.shared.metrics.unmatched.count(answer.status);
    exchange.space.count_request(false);
    let body = std::mem::replace(&mut answer.recorded, RecordedBody::Missing);
    let sent = RecordedResponse { status: answer.status, headers: answer.headers.clone(), body, proxied: false };
    let end = End { wire: None, unanswered: true, outcome: answer.outcome, origin: None, sent, fault: None };
    write(&mut exchange, end, false, aborted, now);
    answer
}

/// Records a WebSocket handshake, for those who look for it: the logs of the reference have none.
pub fn handshake(
    exchange: Exchange,
    route: Option<&CompiledRoute>,
    status: StatusCode,
    headers: &mut HeaderMap,
    fault: Option<Box<FaultNote>>,
) {
    let uuid = exchange.handle.shared.options.explain_header.then(Uuid::new_v4);
    headers.extend(uuid.and_then(explain_header));
    exchange.space.count_request(route.is_some());
    let now = exchange.now();
    let origin = route.and_then(|route| route.responses.first()).map(|response| {
        // Which response speaks is chosen with each message.
        let first = Origin::clone(&response.origin);
        Arc::new(Origin { response: Str::default(), label: Str::default(), position: usize::MAX, ..first })
    });
    let headers = Headers::Owned(headers.clone());
    let answered = Completion {
        params: exchange.request.params().clone(),
        origin,
        sent: RecordedResponse { status: status.as_u16(), headers, body: RecordedBody::Missing, proxied: false },
        outcome: if route.is_some() { Outcome::WebSocket } else { Outcome::NotFound },
        timestamp_ms: now.at_ms,
        took: now.took,
        aborted: false,
        fault,
        number: 0,
        order: 0,
    };
    trace::served(&exchange, &answered, now);
    let (entry, weight) = transaction(&exchange, RecordedBody::Missing, now, Some(answered));
    if let Some(uuid) = uuid {
        entry.set_uuid(uuid);
    }
    exchange.handle.receive(&exchange.space, weight, entry);
}

/// An answer that the client does not get: recorded as aborted when this is dropped.
pub struct Unanswered(Option<(Exchange, Answer)>);

impl Unanswered {
    /// Of an exchange.
    pub fn new(exchange: Exchange, answer: Answer) -> Self {
        Self(Some((exchange, answer)))
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        if let Some((exchange, mut answer)) = self.0.take() {
            unanswered(exchange, &mut answer);
        }
    }
}

/// Records an answer that the client did not wait for. Calls below the admin prefix are not recorded.
pub fn unanswered(mut exchange: Exchange, answer: &mut Answer) {
    over_budget::settle(&exchange, answer);
    if is_below_admin(&exchange.request) {
        return;
    }
    let now = exchange.now();
    count(&exchange, answer, now.took);
    let wire = exchange.handle.shared.recordings.is_running();
    write(&mut exchange, End::of(answer, wire), true, true, now);
}

/// What the answer says for its record.
struct End {
    /// The body as it is sent, where it is in memory and somebody asks for it.
    wire: Option<Bytes>,
    /// Whether nobody was there to answer.
    unanswered: bool,
    outcome: Outcome,
    origin: Option<Arc<Origin>>,
    sent: RecordedResponse,
    fault: Option<Box<FaultNote>>,
}

impl End {
    /// Of an answer, whose record it takes, with the body as it is sent or without.
    fn of(answer: &mut Answer, wire: bool) -> Self {
        let fault = answer.fault.as_ref();
        Self {
            wire: match &answer.body {
                AnswerBody::Bytes(bytes) if wire => Some(bytes.clone()),
                _ => None,
            },
            // What a fault has made of it is no answer either.
            unanswered: answer.unanswered || answer.outcome == Outcome::Fault,
            outcome: answer.outcome,
            origin: answer.origin.take(),
            sent: RecordedResponse {
                status: status(answer),
                headers: answer.headers.clone(),
                body: std::mem::replace(&mut answer.recorded, RecordedBody::Missing),
                proxied: answer.proxied,
            },
            fault: fault.map(|fault| Box::new(fault.note.clone())),
        }
    }
}

/// The status that the client sees.
fn status(answer: &Answer) -> u16 {
    let kind = answer.fault.as_ref().and_then(|fault| fault.kind.as_ref());
    if kind.is_some_and(Kind::sends_nothing) { NOTHING_SENT } else { answer.status }
}

/// Whether a request is to a path of the admin API, or of what would be, in any case.
pub fn is_below_admin(request: &Request) -> bool {
    let path = request.path();
    path.get(..ADMIN_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(ADMIN_PREFIX))
}

fn count(exchange: &Exchange, answer: &Answer, took: Duration) {
    let metrics = &exchange.handle.shared.metrics;
    metrics.observe(took);
    match &answer.origin {
        Some(origin) => origin.metrics.count(status(answer)),
        None if answer.proxied => metrics.proxied.count(status(answer)),
        None => metrics.unmatched.count(status(answer)),
    }
    exchange.space.count_request(answer.outcome != Outcome::NotFound);
}

/// One body may take up a quarter of the journal's bytes, so that a request and its response fit with room to
/// spare; what is beyond is cut off.
fn cut_at(handle: &EnvironmentHandle) -> usize {
    handle.shared.journal.max_bytes() / 4
}

/// The entry of a request with so much of its body, and what it weighs without its answer.
fn transaction(
    exchange: &Exchange,
    body: RecordedBody,
    now: Moment,
    answered: Option<Completion>,
) -> (Arc<Transaction>, usize) {
    let mut request = exchange.request.clone();
    let is_decoded = request.is_decoded();
    request.take_body();
    let weight = BASE_WEIGHT + request.original_url().len() + TWICE * request.fields().weight + weigh(&body);
    let session = exchange.space.session.clone();
    let redaction = Arc::clone(&exchange.compiled().redaction);
    let number = exchange.generation.number;
    let mut entry = Arc::new(Transaction::new(session, request, body, now.began_ms(), number, redaction, answered));
    // It is large, and stays where it is made.
    if let Some(entry) = Arc::get_mut(&mut entry) {
        entry.own_trace_id = exchange.own_trace_id();
        entry.is_decoded = is_decoded;
    }
    (entry, weight)
}

fn write(exchange: &mut Exchange, end: End, was_read: bool, aborted: bool, now: Moment) {
    if aborted {
        exchange.handle.shared.metrics.aborted.fetch_add(1, Ordering::Relaxed);
    }
    let limit = cut_at(&exchange.handle);
    let End { wire, unanswered, outcome, origin, mut sent, fault } = end;
    let whole = |bytes| RecordedBody::Bytes { bytes, truncated: false };
    let bodies = (was_read && exchange.handle.shared.recordings.is_running())
        .then(|| (whole(exchange.request.body_bytes().clone()), wire.map_or_else(|| sent.body.clone(), whole)));
    sent.body = cut(sent.body, limit);
    let params = exchange.request.params().clone();
    let mut weight = TWICE * sent.headers.weight() + weigh(&sent.body);
    let Moment { at_ms: timestamp_ms, took, .. } = now;
    let number = exchange.number;
    let answered = Completion { params, origin, sent, outcome, timestamp_ms, took, aborted, fault, number, order: 0 };
    trace::served(exchange, &answered, now);
    let entry = match exchange.entry.take() {
        Some(entry) => {
            entry.answer(answered);
            entry
        }
        None => {
            let body = match &bodies {
                _ if !was_read => RecordedBody::Missing,
                // Recordings look at the request behind this, nobody else does.
                Some((body, _)) => cut(body.clone(), limit),
                None => cut(whole(exchange.request.give_body()), limit),
            };
            let (entry, of_request) = transaction(exchange, body, now, Some(answered));
            weight += of_request;
            entry
        }
    };
    let Some((request, response)) = bodies else {
        exchange.handle.record(&exchange.space, exchange.compiled(), weight, entry);
        return;
    };
    let keeping = recording::keeping(exchange, &entry);
    if let Some(recording) = keeping.first() {
        entry.hide(&recording.wanted.secrets);
    }
    exchange.handle.record(&exchange.space, exchange.compiled(), weight, Arc::clone(&entry));
    recording::keep(&keeping, &entry, &request, &response, unanswered);
}

fn weigh(body: &RecordedBody) -> usize {
    match body {
        RecordedBody::Bytes { bytes, .. } => bytes.len(),
        RecordedBody::Missing | RecordedBody::Binary => 0,
    }
}

fn cut(body: RecordedBody, limit: usize) -> RecordedBody {
    match body {
        // Copied, so that the journal does not keep the whole of a large body alive for its beginning.
        RecordedBody::Bytes { bytes, .. } if bytes.len() > limit => {
            RecordedBody::Bytes { bytes: Bytes::copy_from_slice(&bytes[..limit]), truncated: true }
        }
        other => other,
    }
}

/// A body stream that records when it ends or is dropped; of a proxied body it keeps the beginning.
struct Recorder {
    stream: BodyStream,
    entry: Option<(Exchange, End)>,
    captured: Option<(BytesMut, Share)>,
    limit: usize,
    truncated: bool,
    /// What the head says of its length.
    length: Option<usize>,
    seen: usize,
}

impl Stream for Recorder {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            self.seen = self.seen.saturating_add(chunk.len());
            let (limit, length) = (self.limit, self.length);
            let mut over = false;
            if let Some((captured, share)) = &mut self.captured {
                let part = limit.saturating_sub(captured.len()).min(chunk.len());
                // Without room for it the record is cut off here.
                let part = if share.grow(part).is_ok() { part } else { 0 };
                over = part < chunk.len();
                if captured.is_empty() && part > 0 {
                    // Room for all that is kept: what grows is copied again and again.
                    captured.reserve(length.map_or(part, |length| length.min(limit)));
                }
                captured.extend_from_slice(chunk.get(..part).unwrap_or_default());
            }
            if over {
                self.limit = 0;
            }
            self.truncated |= over;
        }
        // Whoever has the whole answer finds its record.
        if matches!(polled, Poll::Ready(None)) || self.length.is_some_and(|length| self.seen >= length) {
            self.write(false);
        }
        polled
    }
}

impl Recorder {
    fn write(&mut self, aborted: bool) {
        if let Some((mut exchange, mut end)) = self.entry.take() {
            if let Some((captured, _share)) = self.captured.take() {
                end.sent.body = RecordedBody::Bytes { bytes: captured.freeze(), truncated: self.truncated };
            }
            let now = exchange.now();
            write(&mut exchange, end, true, aborted, now);
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.write(true);
    }
}

/// A file that is being sent: recorded when it ends, or is dropped.
struct Sending(Option<(Exchange, End)>);

impl Sending {
    fn write(&mut self, aborted: bool) {
        if let Some((mut exchange, end)) = self.0.take() {
            let now = exchange.now();
            write(&mut exchange, end, true, aborted, now);
        }
    }
}

impl Ending for Sending {
    fn ends(&mut self) {
        self.write(false);
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.write(true);
    }
}

//! Faults of a space, upon an exchange.
//!
//! A fault of the type `status` comes in the place of the route's answer: it is decided before anything has run, and then
//! nothing runs. All others are decided once there is an answer: the route has run, with its state, its callbacks and its
//! number, and what goes wrong is the way of the answer to the client. So everything of the answer can be matched.
//!
//! Faults are looked at in the order in which they came. Each counts what it matches and decides for itself; latencies
//! add up; of those that break the answer the first one does, and later ones do not count the request.

use std::sync::Arc;

use bytes::Bytes;
use http::Version;
use http::header::{HeaderName, HeaderValue};

use crate::js::Value;
use crate::matching::{Candidate, OriginNames, Verdict};
use crate::message::Request;
use crate::message::response::Headers;
use crate::routing::decode;
use crate::runtime::{EnvironmentHandle, FaultNote, Generation, Origin, Outcome, RecordedBody, Space};
use crate::state::Step;
use crate::steering::fault::{Decided, Definition, Fault, Kind};
use crate::steering::stub::StubPosition;

use super::context::Exchange;
use super::{Answer, AnswerBody, Injected, record, steered};

pub mod foresee;
pub mod shared;

/// What match objects can see, beside the request.
struct FaultSubject<'a> {
    request: &'a Request,
    origin: Option<OriginNames<'a>>,
    status: Option<u16>,
    outcome: Option<Outcome>,
    proxied: Option<bool>,
    number: u64,
}

impl<'a> FaultSubject<'a> {
    /// Before anything has run.
    fn of_request(request: &'a Request, origin: Option<OriginNames<'a>>) -> Self {
        Self { request, origin, status: None, outcome: None, proxied: None, number: 0 }
    }

    /// Once there is an answer.
    fn of_answer(exchange: &'a Exchange, answer: &Answer, origin: Option<&'a Origin>) -> Self {
        Self {
            request: &exchange.request,
            origin: origin.map(Origin::names),
            status: Some(answer.status),
            outcome: Some(answer.outcome),
            proxied: Some(answer.proxied),
            number: exchange.number,
        }
    }

    fn is_http2(&self) -> bool {
        self.request.version() == Version::HTTP_2
    }

    /// As match objects see it.
    fn candidate<'c>(&'c self, space: &'c Space, trace_id: Option<&'c str>) -> Candidate<'c> {
        Candidate {
            request: self.request,
            is_whole: true,
            params: self.request.params(),
            origin: self.origin,
            status: self.status,
            outcome: self.outcome.map(Outcome::name),
            session: space.session.as_deref(),
            trace_id,
            proxied: self.proxied,
            number: self.number,
        }
    }
}

fn is_meant_instead(definition: &Definition) -> bool {
    definition.kind.as_ref().is_some_and(Kind::is_an_answer)
}

fn is_late_or_broken(definition: &Definition) -> bool {
    !is_meant_instead(definition)
}

/// Whether there are faults that may come in the place of the route's answer.
fn may_be_instead(exchange: &Exchange) -> bool {
    let is_there = exchange
        .space
        .attached
        .steering()
        .is_some_and(|steering| steering.faults.now().iter().any(|fault| is_meant_instead(&fault.definition)));
    is_there && !record::is_below_admin(&exchange.request)
}

/// The answer of a fault that comes in the place of the route's.
pub fn instead(exchange: &Exchange) -> Option<Answer> {
    if !may_be_instead(exchange) {
        return None;
    }
    let (origin, params) = origin(exchange).unzip();
    let request = exchange.request.clone().with_params(params.unwrap_or_default());
    let known = FaultSubject::of_request(&request, origin.as_ref().map(Origin::names));
    as_answer(exchange, inject(exchange, &known, is_meant_instead, None), origin)
}

/// What was injected as the answer, where it is one.
fn as_answer(exchange: &Exchange, injected: Option<Box<Injected>>, origin: Option<Origin>) -> Option<Answer> {
    let injected = injected?;
    let Some(Kind::Status { status, headers }) = &injected.kind else { return None };
    let step = Step::reading(&exchange.space.state);
    let mut draft = exchange.context(&step).draft();
    draft.status = *status;
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            draft.set_or_append(name, value);
        }
    }
    let answer = Answer::from(draft.send_bytes(Bytes::new(), &exchange.conditions()));
    Some(Answer { outcome: Outcome::Fault, origin: origin.map(Arc::new), fault: Some(injected), ..answer })
}

fn origin(exchange: &Exchange) -> Option<(Origin, Value)> {
    origin_of(&exchange.handle, &exchange.space, &exchange.generation, &exchange.request)
}

/// The route that a request is for, as far as method and path say, and its parameters.
fn origin_of(
    handle: &EnvironmentHandle,
    space: &Space,
    main: &Generation,
    request: &Request,
) -> Option<(Origin, Value)> {
    if decode::path_is_malformed(request.path()) {
        return None;
    }
    let stubs = |position| {
        let steering = space.attached.steering();
        let stubs = steering.map(|steering| steered::stubs(handle, main, steering, position));
        stubs.into_iter().flatten().find_map(|(_, generation)| origin_in(&generation, request))
    };
    stubs(StubPosition::First).or_else(|| origin_in(main, request)).or_else(|| stubs(StubPosition::Last))
}

fn origin_in(generation: &Generation, request: &Request) -> Option<(Origin, Value)> {
    let compiled = &generation.compiled;
    let candidate = compiled.table.candidates(request.method(), request.path()).next()?;
    let first = &compiled.routes.get(candidate.target.route)?.responses.first()?.origin;
    let no_response = Origin { response: Default::default(), label: Default::default(), ..(**first).clone() };
    Some((no_response, candidate.params.into()))
}

/// The answer with what faults do to it.
pub fn upon(exchange: &Exchange, mut answer: Answer) -> Answer {
    if exchange.space.attached.steering().is_none() || record::is_below_admin(&exchange.request) {
        return answer;
    }
    let before = answer.fault.take();
    let origin = answer.origin.clone();
    let known = FaultSubject::of_answer(exchange, &answer, origin.as_deref());
    answer.fault = inject(exchange, &known, is_late_or_broken, before);
    broken(answer)
}

/// What faults do to a handshake that a WebSocket route would take; `None` where they let it pass as it is.
pub async fn upon_handshake(exchange: &Exchange, origin: Option<&Origin>) -> Option<Answer> {
    let known = FaultSubject {
        request: &exchange.request,
        origin: origin.map(Origin::names),
        status: Some(if origin.is_some() { 101 } else { 404 }),
        outcome: Some(if origin.is_some() { Outcome::WebSocket } else { Outcome::NotFound }),
        proxied: Some(false),
        number: exchange.number,
    };
    let injected = if exchange.space.state.remote().is_some() {
        match shared::inject(exchange, &known, |_| true, None).await {
            Ok(injected) => injected?,
            Err(error) => return Some(Answer { outcome: Outcome::Fault, ..Answer::without_state(&error) }),
        }
    } else {
        inject(exchange, &known, |_| true, None)?
    };
    let mut answer = Answer::plain(200, "");
    if let Some(Kind::Status { status, .. }) = &injected.kind {
        (answer.status, answer.outcome) = (*status, Outcome::Fault);
    }
    Some(broken(Answer { fault: Some(injected), origin: origin.cloned().map(Arc::new), ..answer }))
}

/// Decides on the faults that are meant; what they do together with what others have done before.
fn inject(
    exchange: &Exchange,
    known: &FaultSubject<'_>,
    is_meant: impl Fn(&Definition) -> bool,
    before: Option<Box<Injected>>,
) -> Option<Box<Injected>> {
    let faults = matching(exchange, known, is_meant, &Step::reading(&exchange.space.state));
    injected_by(&faults, before, known.is_http2(), Fault::decide)
}

/// What faults that match do together, by what is decided of each, with what others have done before.
fn injected_by(
    faults: &[Arc<Fault>],
    before: Option<Box<Injected>>,
    http2: bool,
    decide: impl Fn(&Fault) -> Option<Decided>,
) -> Option<Box<Injected>> {
    let mut injected = before;
    for fault in faults {
        if !is_broken(&injected, fault)
            && let Some(decided) = decide(fault)
        {
            add(&mut injected, fault, decided, http2);
        }
    }
    injected
}

/// The faults that are meant and match, in their order.
fn matching(
    exchange: &Exchange,
    known: &FaultSubject<'_>,
    is_meant: impl Fn(&Definition) -> bool,
    step: &Step<'_>,
) -> Vec<Arc<Fault>> {
    let Some(steering) = exchange.space.attached.steering() else { return Vec::new() };
    let faults = steering.faults.now();
    if faults.is_empty() {
        return Vec::new();
    }
    let _entered = exchange.budget.enter();
    let rendering = exchange.context(step).rendering();
    let trace_id = exchange.trace_id();
    let candidate = known.candidate(&exchange.space, trace_id.as_deref());
    // A rule that cannot be judged does not hold.
    let matches = |fault: &&Arc<Fault>| fault.definition.matcher.judge(&candidate, &rendering) == Ok(Verdict::Yes);
    faults.iter().filter(|fault| is_meant(&fault.definition)).filter(matches).cloned().collect()
}

/// Whether another fault has broken the answer, so that this one has nothing left to break: it does not count the request.
fn is_broken(injected: &Option<Box<Injected>>, fault: &Fault) -> bool {
    fault.definition.kind.is_some() && injected.as_ref().is_some_and(|injected| injected.kind.is_some())
}

/// Adds what a fault does to what others have done.
fn add(injected: &mut Option<Box<Injected>>, fault: &Fault, decided: Decided, http2: bool) {
    let kind = fault.definition.kind.as_ref();
    let earlier = injected.as_ref().map(|injected| injected.note.delay).unwrap_or_default();
    let delay = earlier + decided.delay;
    match injected {
        Some(injected) if kind.is_none() => injected.note.delay = delay,
        injected => {
            let note = FaultNote { id: fault.id.clone(), kind: kind.map(Kind::name), number: decided.number, delay };
            *injected = Some(Box::new(Injected { kind: kind.cloned(), note, http2, length: None }));
        }
    }
}

/// The answer as far as the client will see it.
fn broken(mut answer: Answer) -> Answer {
    let Some(kind) = answer.fault.as_ref().and_then(|fault| fault.kind.as_ref()) else { return answer };
    if kind.breaks() {
        answer.outcome = Outcome::Fault;
    }
    if kind.sends_nothing() {
        answer.headers = Headers::Owned(http::HeaderMap::new());
        answer.body = AnswerBody::Bytes(Bytes::new());
        answer.recorded = RecordedBody::Missing;
    }
    answer
}

/// Whether the client has to wait.
pub fn waits(answer: &Answer) -> bool {
    answer.fault.as_ref().is_some_and(|fault| !fault.note.delay.is_zero() || hangs(answer))
}

/// Whether the client never gets it.
pub fn hangs(answer: &Answer) -> bool {
    answer.fault.as_ref().is_some_and(|fault| fault.kind == Some(Kind::Hang))
}

/// Waits as long as faults say.
pub async fn delay(answer: &Answer) {
    if let Some(fault) = answer.fault.as_ref().filter(|fault| !fault.note.delay.is_zero()) {
        tokio::time::sleep(fault.note.delay).await;
    }
}

/// An answer that never comes: it is recorded as aborted when this is dropped.
pub struct Hanging {
    handle: Arc<EnvironmentHandle>,
    space: Arc<Space>,
    closed: Answer,
    unanswered: record::Unanswered,
}

impl Hanging {
    /// Of an exchange that is over but for its answer.
    pub fn new(exchange: Exchange, answer: Answer) -> Self {
        let (handle, space) = (Arc::clone(&exchange.handle), Arc::clone(&exchange.space));
        let mut closed = Answer::plain(500, "");
        closed.fault = answer.fault.clone().map(|mut fault| {
            fault.kind = Some(Kind::Close);
            fault
        });
        Self { handle, space, closed, unanswered: record::Unanswered::new(exchange, answer) }
    }

    /// Holds the connection until the client leaves, which drops this, or until there is an end of it here: of the session,
    /// or of the server. Then the connection is closed.
    pub async fn to_the_end(self) -> Answer {
        tokio::select! {
            () = self.handle.shared.shutdown.wait() => {}
            () = self.space.until_ended() => {}
        }
        drop(self.unanswered);
        self.closed
    }
}

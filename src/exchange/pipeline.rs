//! The way of one request, from top to bottom.
//!
//! [`start`] goes as far as it can without waiting, which for most requests is the whole way. What has to wait (for a
//! latency, a file, an upstream, the space's turn) goes on in [`finish`]: an exchange that was accepted runs to its end
//! whether or not the client stays.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::Either;
use http::{HeaderMap, Response};
use rand::RngExt;

use crate::budget::LazyEntry;
use crate::environment::model::{BodyType, RouteResponse};
use crate::message::response::Headers;
use crate::runtime::{Outcome, Space};
use crate::state::in_flight::InFlightGuard;
use crate::state::{State, Step, StoreError, Turn};

use super::choose::{Routed, choose};
use super::context::{Context, Decision, Exchange};
use super::fault::Hanging;
use super::to_its_end::{LeftAlone, ToItsEnd};
use super::{Answer, AnswerBody, callback, cors, fault, file, not_found, proxy, record, recording, respond};

mod remote;

/// How far an exchange has come without waiting.
pub enum Start {
    /// To its end.
    Answered(Answer),
    /// It has to wait.
    Waits(Wait),
}

/// What an exchange waits for, and goes on with.
pub enum Wait {
    /// The latency of the environment.
    Latency,
    /// The turn of its space.
    Turn,
    /// The store where its space rests.
    Store,
    /// The latency of the response, or its file.
    Response(Decision),
    /// The upstream, or whatever answers what no route does.
    Unmatched,
    /// A fault: the answer is late, or never comes.
    Fault(Box<Answer>),
    /// The replicas that count matches of faults together.
    Faults,
}

/// Answers a request, as far as nothing has to be waited for.
pub fn start(exchange: &mut Exchange) -> Start {
    let Some(steering) = exchange.space.attached.steering() else { return begin(exchange) };
    if exchange.space.state.remote().is_some() {
        return if steering.faults.now().is_empty() { begin(exchange) } else { Start::Waits(Wait::Faults) };
    }
    match fault::instead(exchange).map_or_else(|| begin(exchange), Start::Answered) {
        Start::Answered(answer) => delivered(fault::upon(exchange, answer)),
        waits => waits,
    }
}

/// An answer on its way to the client, by which faults may make it wait.
pub fn delivered(answer: Answer) -> Start {
    if fault::waits(&answer) { Start::Waits(Wait::Fault(Box::new(answer))) } else { Start::Answered(answer) }
}

fn begin(exchange: &mut Exchange) -> Start {
    if exchange.handle.shared.recordings.is_running()
        && !record::is_below_admin(&exchange.request)
        && let Some(recording) = recording::with_target(exchange)
    {
        exchange.target = Some(recording);
        return Start::Waits(Wait::Unmatched);
    }
    if exchange.compiled().source.latency > 0.0 {
        return Start::Waits(Wait::Latency);
    }
    let space = Arc::clone(&exchange.space);
    let mut start = if space.state.remote().is_some() {
        remote::start(exchange, &space)
    } else {
        route(exchange, &space, &space.state, None)
    };
    if let Start::Answered(answer) = &mut start {
        launch(answer);
    }
    start
}

/// The callbacks of an answer go out: the changes are made.
fn launch(answer: &mut Answer) {
    if !answer.callbacks.is_empty() {
        callback::launch(std::mem::take(&mut answer.callbacks));
    }
}

/// Waits, and answers; the answer is recorded.
pub fn finish(mut exchange: Exchange, wait: Wait) -> Either<Ready<Answer>, impl Future<Output = Answer> + Send> {
    // Steps of others are soon over.
    if !matches!(wait, Wait::Turn)
        && let Err(shortage) = exchange.hold_while_it_waits()
    {
        let mut answer = Answer::short(&shortage);
        record::answered(exchange, &mut answer);
        return Either::Left(ready(answer));
    }
    // What only waits for others' steps to end is answered at once, as far as anybody can tell.
    match &wait {
        Wait::Store | Wait::Faults => {}
        Wait::Fault(answer) => waits_in_fault(&mut exchange, answer),
        Wait::Response(decision) => waits_for(&mut exchange, *decision),
        Wait::Latency | Wait::Turn | Wait::Unmatched => record::received(&mut exchange),
    }
    let running = exchange.handle.shared.exchanges.enter();
    let rest = ToItsEnd::new(|left_alone| rest(exchange, wait, (running, left_alone)));
    Either::Right(async {
        match rest.await {
            Ok(Ok(answer)) => answer,
            // The client's leaving is the end of it.
            Ok(Err(hanging)) => Box::pin(hanging.to_the_end()).await,
            Err(_) => {
                tracing::error!("an exchange broke off: a panic, which standard error shows");
                Answer::plain(500, "the answer could not be made")
            }
        }
    })
}

/// All that is to be waited for; the answer, unless a fault says that there is none. It is no `async fn`, which would hold
/// the exchange twice: as it was passed, and where it is used.
#[expect(clippy::manual_async_fn, reason = "half the room")]
fn rest(
    mut exchange: Exchange,
    wait: Wait,
    (running, left_alone): (InFlightGuard, LeftAlone),
) -> impl Future<Output = Result<Answer, Box<Hanging>>> + Send {
    async move {
        let answer = made(&mut exchange, wait).await;
        match conclude(exchange, answer, (running, left_alone)) {
            Ok(answer) => Ok(answer),
            Err(late) => late.await,
        }
    }
}

/// What has to wait once more.
type Late = Pin<Box<dyn Future<Output = Result<Answer, Box<Hanging>>> + Send>>;

/// Records an answer. What has to wait once more goes on in a box, as all that is rare: whoever waits is moved.
fn conclude(
    exchange: Exchange,
    mut answer: Answer,
    (running, left_alone): (InFlightGuard, LeftAlone),
) -> Result<Answer, Late> {
    if fault::waits(&answer) || touches_state(&exchange) {
        return Err(Box::pin(late(exchange, answer, (running, left_alone))));
    }
    drop(running);
    record(exchange, &mut answer, &left_alone);
    Ok(answer)
}

/// The end of an exchange that has to wait once more: in a fault, or for replicas to hear of it.
async fn late(
    mut exchange: Exchange,
    mut answer: Answer,
    (running, left_alone): (InFlightGuard, LeftAlone),
) -> Result<Answer, Box<Hanging>> {
    if fault::waits(&answer) {
        waits_in_fault(&mut exchange, &answer);
    }
    fault::delay(&answer).await;
    drop(running);
    if fault::hangs(&answer) {
        return Err(Box::new(Hanging::new(exchange, answer)));
    }
    let (handle, touches_state) = (Arc::clone(&exchange.handle), touches_state(&exchange));
    record(exchange, &mut answer, &left_alone);
    if touches_state {
        remote::until_replicated(&handle).await;
    }
    Ok(answer)
}

/// Whether replicas have to hear of an exchange.
fn touches_state(exchange: &Exchange) -> bool {
    !exchange.parts.is_empty() || exchange.space.attached.steering().is_some()
}

/// Records an answer, whether anybody waits for it or not.
fn record(exchange: Exchange, answer: &mut Answer, left_alone: &LeftAlone) {
    if left_alone.is_so() {
        record::unanswered(exchange, answer);
    } else {
        record::answered(exchange, answer);
    }
}

/// The answer, with what faults do to it.
async fn made(exchange: &mut Exchange, wait: Wait) -> Answer {
    if let Wait::Fault(answer) = wait {
        return *answer;
    }
    let answer = run(exchange, wait).await;
    let mut answer = answer.unwrap_or_else(|error| Answer::without_state(&error));
    launch(&mut answer);
    if exchange.space.state.remote().is_none() {
        return fault::upon(exchange, answer);
    }
    let answer = Box::pin(fault::shared::upon(&*exchange, answer)).await;
    answer.unwrap_or_else(|error| Answer::without_state(&error))
}

/// Records that a request waits for its response.
fn waits_for(exchange: &mut Exchange, Decision { route, response, .. }: Decision) {
    let response = exchange.compiled().routes.get(route).and_then(|route| route.responses.get(response));
    let origin = response.map(|response| Arc::clone(&response.origin));
    record::foreseen(exchange, origin.as_ref(), None);
}

/// Records that a request waits in a fault.
fn waits_in_fault(exchange: &mut Exchange, answer: &Answer) {
    record::foreseen(exchange, answer.origin.as_ref(), answer.fault.as_ref().map(|fault| &fault.note));
}

async fn run(exchange: &mut Exchange, mut wait: Wait) -> Result<Answer, StoreError> {
    let space = Arc::clone(&exchange.space);
    loop {
        let start = match wait {
            Wait::Latency => {
                record::received(exchange);
                delay(exchange, exchange.compiled().source.latency).await;
                if space.state.remote().is_some() {
                    remote::start(exchange, &space)
                } else {
                    route(exchange, &space, &space.state, None)
                }
            }
            Wait::Turn => {
                let turn = space.state.turn().await;
                route(exchange, &space, &space.state, Some(turn))
            }
            Wait::Store => Box::pin(remote::route(exchange, &space)).await?,
            Wait::Response(decision) => {
                waits_for(exchange, decision);
                return response(exchange, decision).await;
            }
            Wait::Unmatched => {
                record::received(exchange);
                return unmatched(exchange).await;
            }
            Wait::Fault(answer) => return Ok(*answer),
            Wait::Faults => match Box::pin(fault::shared::instead(exchange)).await? {
                Some(answer) => return Ok(answer),
                None => begin(exchange),
            },
        };
        match start {
            Start::Answered(answer) => return Ok(answer),
            Start::Waits(next) => wait = next,
        }
    }
}

/// Waits for a latency of the environment or a response (milliseconds).
async fn delay(exchange: &Exchange, latency: f64) {
    if latency <= 0.0 {
        return;
    }
    let millis = if exchange.handle.shared.options.random_latency {
        rand::rng().random_range(0..=latency as u64)
    } else {
        latency as u64
    };
    tokio::time::sleep(Duration::from_millis(millis)).await;
}

/// Makes the changes of a step those of the space, unless it went beyond the budget: then nothing of it remains, and no
/// callbacks go out.
fn close(step: Step<'_>, answer: &mut Answer) {
    if !step.commit_within_budget() {
        answer.callbacks.clear();
    }
}

/// One step on the space after a wait; `work` must not matter elsewhere, as it may be done again.
async fn step(
    exchange: &mut Exchange,
    writes: bool,
    mut work: impl FnMut(&Exchange, &Step<'_>) -> Answer,
) -> Result<Answer, StoreError> {
    let space = Arc::clone(&exchange.space);
    if space.state.remote().is_some() {
        return Box::pin(remote::step(exchange, &space, work)).await;
    }
    let step = Step::begin(&space.state, writes).await;
    let _entered = exchange.budget.enter();
    let mut answer = work(exchange, &step);
    close(step, &mut answer);
    Ok(answer)
}

/// The first step, within the budget of the exchange as soon as it charges anything.
fn route(exchange: &mut Exchange, space: &Space, state: &State, turn: Option<Turn<'_>>) -> Start {
    let budget = std::mem::take(&mut exchange.budget);
    let start = first_step(exchange, (space, state), turn, &mut LazyEntry::new(&budget));
    exchange.budget = budget;
    start
}

/// One step: finds the route, chooses and counts, and makes the response if that needs no waiting. A step that lacks
/// something of the space waits for the store.
fn first_step(
    exchange: &mut Exchange,
    (space, state): (&Space, &State),
    turn: Option<Turn<'_>>,
    charged: &mut LazyEntry<'_>,
) -> Start {
    let mut step = match turn {
        Some(turn) => Step::writing(state, turn),
        None => Step::reading(state),
    };
    let mut start = match choose(exchange, &mut step, (space, state), charged) {
        Routed::Chosen(decision) => at_once(exchange.context(&step), decision, charged),
        Routed::NeedsTurn => Start::Waits(Wait::Turn),
        Routed::Malformed(message) => Start::Answered(failure(exchange.context(&step), &message, charged)),
        Routed::Failed(error) => Start::Answered(failure(exchange.context(&step), &error.0, charged)),
        Routed::Nowhere => {
            charged.enter();
            without_upstream(exchange, &step).map_or(Start::Waits(Wait::Unmatched), Start::Answered)
        }
    };
    if step.is_lacking() {
        exchange.parts.extend(step.missing());
        return Start::Waits(Wait::Store);
    }
    match &mut start {
        Start::Answered(answer) => close(step, answer),
        // Choosing may have written, too.
        Start::Waits(Wait::Response(_)) => close(step, &mut nothing()),
        Start::Waits(_) => {}
    }
    start
}

/// The response that was chosen, if nothing has to be waited for.
fn at_once(context: Context<'_>, decision: Decision, charged: &mut LazyEntry<'_>) -> Start {
    let Some(responding) = context.responding(decision) else { return Start::Waits(Wait::Response(decision)) };
    let mut answer = match respond::ready(&responding) {
        None if is_immediate(&responding.response.source) => {
            charged.enter();
            Some(respond::respond(&responding))
        }
        None if names_file(&responding.response.source) && responding.response.source.latency <= 0.0 => {
            charged.enter();
            file::ready(&responding)
        }
        prepared => prepared,
    };
    if let Some(answer) = &mut answer {
        answer.decide(responding.response, decision.outcome);
    }
    answer.map_or(Start::Waits(Wait::Response(decision)), Start::Answered)
}

/// The answer to a request for which no response can be chosen.
fn failure(context: Context<'_>, message: &str, charged: &mut LazyEntry<'_>) -> Answer {
    charged.enter();
    context.draft().send_error(message, Some(500), &context.conditions()).into()
}

/// Whether a response is made without waiting.
fn is_immediate(source: &RouteResponse) -> bool {
    source.latency <= 0.0 && !names_file(source)
}

/// Whether the body of a response is a file.
fn names_file(source: &RouteResponse) -> bool {
    source.body_type == BodyType::File && !source.file_path.is_empty()
}

/// Makes the response that was chosen, after its latency.
async fn response(exchange: &mut Exchange, decision: Decision) -> Result<Answer, StoreError> {
    let Some(response) =
        exchange.compiled().routes.get(decision.route).and_then(|r| r.responses.get(decision.response))
    else {
        return Ok(gone());
    };
    let source = Arc::clone(&response.source);
    let takes_turn = exchange.compiled().routes[decision.route].takes_turn(decision.crud);
    delay(exchange, source.latency).await;
    if names_file(&source) {
        return Box::pin(file_response(exchange, decision, takes_turn)).await;
    }
    step(exchange, takes_turn, |exchange, step| match exchange.context(step).responding(decision) {
        Some(responding) => respond::respond(&responding).decided(responding.response, decision.outcome),
        None => gone(),
    })
    .await
}

/// What a step gives that makes no answer.
fn nothing() -> Answer {
    Answer::new(200, Headers::Owned(HeaderMap::new()), AnswerBody::Bytes(Bytes::new()), Outcome::Default)
}

fn gone() -> Answer {
    Answer::plain(500, "the response is gone")
}

/// Answers with a file: its path is rendered in one step, its content, if that is a template, in another.
async fn file_response(exchange: &mut Exchange, decision: Decision, takes_turn: bool) -> Result<Answer, StoreError> {
    let mut wanted = None;
    step(exchange, takes_turn, |exchange, step| {
        wanted = exchange.context(step).responding(decision).map(|responding| file::wanted(&responding));
        nothing()
    })
    .await?;
    let Some(wanted) = wanted else { return Ok(gone()) };
    let mut opened = match wanted {
        Ok(wanted) => file::open(exchange, wanted).await,
        Err(refusal) => Err(refusal),
    };
    let writes = takes_turn || opened.as_ref().is_ok_and(file::Opened::writes);
    let body = opened.as_mut().ok().and_then(file::Opened::take_body);
    let answer = step(exchange, writes, |exchange, step| match exchange.context(step).responding(decision) {
        Some(responding) => file::respond(&responding, &opened).decided(responding.response, decision.outcome),
        None => gone(),
    })
    .await?;
    Ok(file::with_body(answer, body, exchange.request.http_method()))
}

/// No route answers: preflight or the 404 page; nothing where an upstream is asked.
fn without_upstream(exchange: &Exchange, step: &Step<'_>) -> Option<Answer> {
    let compiled = exchange.compiled();
    let context = exchange.context(step);
    if compiled.source.cors && exchange.request.http_method() == http::Method::OPTIONS {
        return Some(cors::preflight(context.draft(), &compiled.headers, &context.rendering()));
    }
    if compiled.upstream.is_some() {
        return None;
    }
    Some(not_found::page(context.draft(), &exchange.request))
}

/// No route answers, but an upstream does.
async fn unmatched(exchange: &mut Exchange) -> Result<Answer, StoreError> {
    let writes = exchange.compiled().proxy_writes();
    let mut sent = None;
    step(exchange, writes, |exchange, step| {
        sent = Some(proxy::request(exchange.context(step)));
        nothing()
    })
    .await?;
    let Some(sent) = sent else { return Ok(gone()) };
    let (mut head, body) = match proxy::send(exchange, sent).await.map(Response::into_parts) {
        Ok((head, body)) => (Ok(head), Some(body)),
        Err(failure) => (Err(failure), None),
    };
    let answer = step(exchange, writes, |exchange, step| proxy::answer(exchange.context(step), &mut head)).await?;
    Ok(proxy::with_body(answer, body, exchange.request.http_method()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of what such a function makes.
    fn size<F>(_: impl Fn(Exchange, Wait, (InFlightGuard, LeftAlone)) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn what_waits_is_small() {
        // Blocks of more bytes are no longer at hand in the system's allocator, and cost four times as much.
        assert!(size(rest) <= 1_032, "{} bytes", size(rest));
    }
}

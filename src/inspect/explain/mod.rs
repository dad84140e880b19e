//! Explaining: why a request got its answer, or what answer it would get.
//!
//! Made when somebody asks, from what the request saw: the generation it was answered by, as long as that is among the last
//! few. `judge` tells each response with each of its rules (`rule`); `nearby` finds the routes that come nearest; `hints` knows
//! the usual mistakes; `faults` foresees what faults would do to a request that nobody has sent.

mod case;
mod faults;
mod hints;
mod judge;
mod nearby;
mod rule;

use std::sync::Arc;

use crate::exchange::fault::foresee::Foreseen;
use crate::exchange::{choose, steered};
use crate::js::{Object, Value};
use crate::message::Request;
use crate::routing::decode;
use crate::rules::Subject;
use crate::runtime::{
    CompiledEnvironment, CompiledRoute, EnvironmentHandle, Generation, Origin, Outcome, RecordedBody, Space,
    Transaction,
};
use crate::state::Step;
use crate::steering::Steering;
use crate::steering::stub::StubPosition;
use crate::template::RenderContext;

use super::Entry;
use case::{Case, Known, object};

/// Explains a recorded request. What rules look at in the state, `step` sees.
pub fn entry(handle: &EnvironmentHandle, space: &Space, step: &Step<'_>, entry: &Entry) -> Value {
    let transaction = &entry.transaction;
    let answered = transaction.answered();
    let kept = handle.generation(transaction.generation);
    let is_kept = kept.is_some();
    let generation = kept.unwrap_or_else(|| handle.current());
    let origin = answered.and_then(|answered| answered.origin.clone()).filter(|_| is_kept);
    let outcome = answered.map(|answered| answered.outcome);
    // A stub is an environment of its own; one that is gone cannot be judged any more.
    let (generation, origin) = match &origin {
        Some(stub) if outcome == Some(Outcome::Stub) => {
            let steering = space.attached.steering();
            match steering.and_then(|steering| steered::stub_of_route(handle, &generation, steering, &stub.route)) {
                Some(stub) => (stub, origin),
                None => (generation, None),
            }
        }
        _ => (generation, origin),
    };
    let params = answered.map_or(Value::Undefined, |answered| answered.params.clone());
    let request = entry.request().clone().with_params(params);
    let chosen = origin.as_deref().and_then(|origin| {
        let index = generation.compiled.routes.iter().position(|route| route.cell == origin.cell)?;
        Some(Chosen { index, response: origin.position, outcome })
    });
    // What answered then is not there any more: what would answer now tells more than nothing.
    let known = outcome.filter(|_| is_kept);
    let recorded = Known {
        response: chosen.map(|chosen| chosen.response),
        outcome: known,
        number: answered.filter(|_| is_kept).map_or(0, |answered| answered.number),
        is_whole: entry.is_whole(),
        is_sent: true,
    };
    let mut explained = explain(handle, (space, step), &generation, &request, (chosen, recorded));
    explained.insert("request", shown_request(&request, Some(entry)));
    explained.insert("fault", transaction.fault().map_or(Value::Null, faults::shown));
    if let Some(outcome) = outcome {
        explained.insert("outcome", Value::from(outcome.name()));
    }
    if let Some(reason) = refusal(transaction) {
        // No route was looked for, so that none was near.
        explained.insert("nearest", Value::array(Vec::new()));
        explained.insert("hints", Value::array(vec![Value::from(reason)]));
    }
    if !is_kept {
        let hint = Value::from("the environment has been reloaded several times since: this is what would happen now");
        add_hint(&mut explained, hint);
    }
    explained.into()
}

/// Why a request was refused before any route was looked at, if it was: its body was not even read.
fn refusal(transaction: &Transaction) -> Option<String> {
    let answered = transaction.answered()?;
    let is_refused = matches!(transaction.request_body, RecordedBody::Missing) && answered.outcome == Outcome::Error;
    let said = match &answered.sent.body {
        RecordedBody::Bytes { bytes, .. } => format!(": {}", String::from_utf8_lossy(bytes)),
        RecordedBody::Missing | RecordedBody::Binary => String::new(),
    };
    let status = answered.sent.status;
    is_refused.then(|| format!("the request was refused with {status} before a route was looked for{said}"))
}

/// Explains a request that nobody has sent. Nothing is counted, generated, sent or recorded.
pub fn hypothetical(handle: &EnvironmentHandle, space: &Space, step: &Step<'_>, request: &Request) -> Value {
    let generation = handle.current();
    let mut explained = explain(handle, (space, step), &generation, request, (None, Known::NOTHING));
    explained.insert("request", shown_request(request, None));
    explained.into()
}

/// The route and response that answer.
#[derive(Clone, Copy)]
struct Chosen {
    index: usize,
    response: usize,
    outcome: Option<Outcome>,
}

fn explain(
    handle: &EnvironmentHandle,
    (space, step): (&Space, &Step<'_>),
    generation: &Arc<Generation>,
    request: &Request,
    (recorded, known): (Option<Chosen>, Known),
) -> Object {
    let budget = handle.shared.options.request_budget();
    let _entered = budget.enter();
    let bare = generation.compiled.rendering(&handle.shared.env_vars, step);
    let (chosen, request, answering) = match recorded {
        Some(chosen) => (Some(chosen), request.clone(), Arc::clone(generation)),
        None if known.outcome.is_some() => (None, request.clone(), Arc::clone(generation)),
        None => would_answer(handle, space, generation, request, &bare),
    };
    let compiled = &answering.compiled;
    let case =
        Case { request: &request, compiled, rendering: RenderContext { request: Some(&request), ..bare }, known };
    let route = chosen.and_then(|chosen| Some((chosen, compiled.routes.get(chosen.index)?)));
    let outcome =
        known.outcome.or(chosen.and_then(|chosen| chosen.outcome)).unwrap_or_else(|| unanswered(compiled, &request));
    let upon = match known.is_sent {
        true => Foreseen::default(),
        false => {
            let response = route.and_then(|(chosen, route)| route.responses.get(chosen.response));
            let number = route.map_or(0, |(_, route)| step.next_number(route.cell));
            faults::foreseen((handle, space, generation), &case, response, (outcome, number))
        }
    };
    let mut explained = Object::new();
    explained.insert("request", Value::Null);
    explained.insert("outcome", Value::from(faults::outcome(&upon, outcome).name()));
    explained.insert("generation", Value::Number(generation.number as f64));
    explained.insert("chosen", route.map_or(Value::Null, |(chosen, route)| chosen_value(chosen, route, &request)));
    let fallen = if route.is_none() && outcome == Outcome::NotFound { fallback(&case) } else { None };
    let responses = match &fallen {
        Some((route, request)) => Some(judge::responses(&case.with(request), route, step)),
        None => route.map(|(_, route)| judge::responses(&case, route, step)),
    };
    explained.insert("responses", responses.unwrap_or_else(|| Value::array(Vec::new())));
    let nearest = if route.is_none() { nearby::nearest(&case) } else { Vec::new() };
    let mut hints = match &fallen {
        Some((route, _)) => vec![hints::falls_back(route)],
        None => hints::all(handle, &case, route.map(|(chosen, route)| (&**route, chosen.response)), &nearest),
    };
    hints.extend(faults::hints(&upon));
    explained.insert("fault", upon.injected.map_or(Value::Null, |injected| faults::shown(&injected.note)));
    explained.insert("nearest", Value::array(nearest.into_iter().map(|near| near.into_value()).collect()));
    explained.insert("hints", Value::array(hints.into_iter().map(Value::from).collect()));
    explained
}

/// The route that matches and leaves the request to others, as no rules of its responses hold; and the request with its
/// parameters.
fn fallback<'c>(case: &Case<'c>) -> Option<(&'c CompiledRoute, Request)> {
    let candidate = case.compiled.table.candidates(case.request.method(), case.request.path()).next()?;
    let route = case.compiled.routes.get(candidate.target.route)?;
    let params = if candidate.params.is_empty() { Value::Undefined } else { candidate.params.into() };
    Some((route, case.request.clone().with_params(params)))
}

/// What becomes of a request that no route answers.
fn unanswered(compiled: &CompiledEnvironment, request: &Request) -> Outcome {
    if decode::path_is_malformed(request.path()) {
        Outcome::Error
    } else if compiled.source.cors && request.method() == "OPTIONS" {
        Outcome::Preflight
    } else if compiled.upstream.is_some() {
        Outcome::Proxied
    } else {
        Outcome::NotFound
    }
}

/// What would be chosen now, the request with its parameters, and what it is chosen from: the file or a stub.
fn would_answer(
    handle: &EnvironmentHandle,
    space: &Space,
    generation: &Arc<Generation>,
    request: &Request,
    bare: &RenderContext<'_>,
) -> (Option<Chosen>, Request, Arc<Generation>) {
    let steering = space.attached.steering();
    let stubs =
        |position| steering.map_or_else(Vec::new, |steering| steered::stubs(handle, generation, steering, position));
    let stub = |position| {
        stubs(position).into_iter().find_map(|(_, stub)| {
            let (chosen, request) = would_choose(&stub.compiled, request, bare, steering);
            chosen.map(|chosen| (Some(Chosen { outcome: Some(Outcome::Stub), ..chosen }), request, stub))
        })
    };
    if let Some(stubbed) = stub(StubPosition::First) {
        return stubbed;
    }
    let (chosen, seen) = would_choose(&generation.compiled, request, bare, steering);
    match chosen {
        None => stub(StubPosition::Last).unwrap_or_else(|| (None, seen, Arc::clone(generation))),
        chosen => (chosen, seen, Arc::clone(generation)),
    }
}

/// What would be chosen of an environment, and the request with its parameters.
fn would_choose(
    compiled: &CompiledEnvironment,
    request: &Request,
    bare: &RenderContext<'_>,
    steering: Option<&Steering<Generation>>,
) -> (Option<Chosen>, Request) {
    if decode::path_is_malformed(request.path()) {
        return (None, request.clone());
    }
    for candidate in compiled.table.candidates(request.method(), request.path()) {
        let Some(route) = compiled.routes.get(candidate.target.route) else { continue };
        let params = if candidate.params.is_empty() { Value::Undefined } else { candidate.params.into() };
        let request = request.clone().with_params(params);
        if let Some(response) = steered::would_force(steering, route) {
            let outcome = Some(Outcome::Forced);
            return (Some(Chosen { index: candidate.target.route, response, outcome }), request);
        }
        let number = bare.step.next_number(route.cell);
        let subject = Subject::new(RenderContext { request: Some(&request), ..*bare }, number, None);
        let chosen = route.chooser.choose(&subject);
        if let Ok(Some((response, choice))) = chosen {
            let is_crud = candidate.target.crud.is_some();
            let outcome = Some(choose::named(Outcome::from(choice), route, response, is_crud));
            return (Some(Chosen { index: candidate.target.route, response, outcome }), request);
        }
    }
    (None, request.clone())
}

fn chosen_value(chosen: Chosen, route: &CompiledRoute, request: &Request) -> Value {
    // A CRUD route answers several, and a WebSocket declares none.
    let method = Some(route.definition.method.as_str()).filter(|method| !method.is_empty());
    let method = method.unwrap_or_else(|| request.method()).to_ascii_uppercase();
    let origin = route.responses.get(chosen.response).map(|response| &response.origin);
    let text =
        |look: fn(&Origin) -> &crate::js::Str| origin.map_or(Value::Null, |origin| Value::String(look(origin).clone()));
    object([
        ("route", Value::String(route.definition.uuid.clone())),
        ("method", Value::from(method)),
        ("endpoint", Value::String(route.path.clone())),
        ("response", text(|origin| &origin.response)),
        ("label", text(|origin| &origin.label)),
        ("why", Value::from(why(chosen, route))),
    ])
}

fn why(chosen: Chosen, route: &CompiledRoute) -> String {
    if chosen.outcome == Some(Outcome::WebSocket) {
        return "it is the first WebSocket route of this path; what it says is chosen with each message".to_owned();
    }
    let (number, count) = (chosen.response + 1, route.responses.len());
    match chosen.outcome {
        Some(Outcome::Rule) => format!("the rules of response {number} of {count} hold, and of none before it"),
        Some(Outcome::Sequential) => format!("responses take turns, and it was the turn of {number} of {count}"),
        Some(Outcome::Random) => format!("responses are drawn by lot: {number} of {count}"),
        Some(Outcome::Stub) => "a stub stands before the routes of the file".to_owned(),
        Some(Outcome::Fault) => "a fault was upon the answer; this is the route it was for".to_owned(),
        Some(Outcome::Forced) => format!("response {number} of {count} was forced"),
        Some(Outcome::Error) => format!("response {number} of {count} was chosen, and its content could not be served"),
        _ if route.chooser.has_rules() && route.chooser.disables_rules() => {
            format!("rules are disabled on the route (DISABLE_RULES): response {number} of {count} is the default one")
        }
        _ if count == 1 => "it is the only response of the route".to_owned(),
        _ if route.chooser.has_rules() => format!("no rules hold: response {number} of {count} is the default one"),
        _ => format!("response {number} of {count} is the default one, and no response has rules"),
    }
}

fn shown_request(request: &Request, entry: Option<&Entry>) -> Value {
    let mut object: Object =
        [("method", Value::from(request.method())), ("path", Value::from(request.path()))].into_iter().collect();
    if let Some(entry) = entry {
        object.insert("index", Value::Number(entry.index() as f64));
        object.insert("uuid", Value::from(entry.transaction.uuid().to_string()));
        object.insert("state", Value::from(entry.state()));
        let status = entry.transaction.answered().map(|answered| f64::from(answered.sent.status));
        object.insert("status", status.map_or(Value::Null, Value::Number));
        object.insert("traceId", entry.transaction.trace_id().map_or(Value::Null, |id| Value::str(&*id)));
    }
    object.into()
}

fn add_hint(explained: &mut Object, hint: Value) {
    let mut hints = explained.get("hints").cloned().unwrap_or_default();
    if let Some(list) = hints.array_mut() {
        list.push(hint);
    }
    explained.insert("hints", hints);
}

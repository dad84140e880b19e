//! Recordings that a request takes part in: which they are, what is passed on to their target, and what they keep.

use std::sync::Arc;

use crate::js::Value;
use crate::matching::{Candidate, Verdict};
use crate::runtime::exchanges::exchange_of;
use crate::runtime::recordings::Recording;
use crate::runtime::{Completion, Outcome, RecordedBody, Transaction};
use crate::state::Step;

use super::context::Exchange;

/// The recording whose target answers the request, if there is one.
pub(super) fn with_target(exchange: &Exchange) -> Option<Arc<Recording>> {
    let running = exchange.handle.shared.recordings.running();
    running.into_iter().find(|recording| recording.wanted.target.is_some() && is_meant(exchange, recording, None))
}

/// The recording that will keep a request, as far as that is known before its answer.
pub(super) fn foreseen(exchange: &Exchange) -> Option<Arc<Recording>> {
    if exchange.target.is_some() || !exchange.handle.shared.recordings.is_running() {
        return exchange.target.clone();
    }
    let running = exchange.handle.shared.recordings.running();
    running.into_iter().find(|recording| recording.wanted.target.is_none() && is_meant(exchange, recording, None))
}

/// The recordings that keep a request that has been answered.
pub(super) fn keeping(exchange: &Exchange, entry: &Transaction) -> Vec<Arc<Recording>> {
    let answered = entry.answered();
    let nobody = [Outcome::NotFound, Outcome::Preflight, Outcome::WebSocket];
    // What nobody answers, nobody will answer by the recorded environment.
    if answered.is_none_or(|answered| nobody.contains(&answered.outcome)) {
        return Vec::new();
    }
    let mut running = exchange.handle.shared.recordings.running();
    running.retain(|recording| match (&recording.wanted.target, &exchange.target) {
        (Some(_), Some(target)) => target.id == recording.id,
        (Some(_), None) => false,
        (None, _) => is_meant(exchange, recording, answered),
    });
    running
}

/// Keeps a request with its answer, whose bodies are given whole.
pub(super) fn keep(
    all: &[Arc<Recording>],
    entry: &Transaction,
    request: &RecordedBody,
    response: &RecordedBody,
    unanswered: bool,
) {
    let size = |body: &RecordedBody| match body {
        RecordedBody::Bytes { bytes, .. } => bytes.len(),
        RecordedBody::Missing | RecordedBody::Binary => 0,
    };
    for recording in all {
        if let Some(reason) = recording.too_much(size(request) + size(response)) {
            recording.keep(entry.index(), Err(reason));
            continue;
        }
        let (exchange, mut incomplete) = exchange_of(entry, request, response, &recording.wanted.secrets);
        if unanswered {
            incomplete = incomplete.or_else(|| Some("the server that was asked gave no answer".to_owned()));
        }
        recording.keep(entry.index(), incomplete.map_or(Ok(exchange), Err));
    }
}

fn is_meant(exchange: &Exchange, recording: &Recording, answered: Option<&Completion>) -> bool {
    if !recording.is_of(exchange.space.session.as_ref()) {
        return false;
    }
    let request = &exchange.request;
    let trace_id = exchange.trace_id();
    let candidate = Candidate {
        request,
        is_whole: true,
        params: answered.map_or(&Value::Undefined, |answered| &answered.params),
        origin: answered.and_then(|answered| Some(answered.origin.as_deref()?.names())),
        status: answered.map(|answered| answered.sent.status),
        outcome: answered.map(|answered| answered.outcome.name()),
        session: exchange.space.session.as_deref(),
        trace_id: trace_id.as_deref(),
        proxied: answered.map(|answered| answered.sent.proxied),
        number: answered.map_or(0, |answered| answered.number),
    };
    let step = Step::reading(&exchange.space.state);
    let verdict = recording.wanted.matcher.judge(&candidate, &exchange.context(&step).rendering());
    // A rule that cannot be judged means nobody.
    verdict.is_ok_and(|verdict| verdict == Verdict::Yes)
}

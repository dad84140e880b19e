//! What becomes of a request that would have cost more than its budget.

use crate::budget::Exceeded;
use crate::memory::Shortage;
use crate::message::response::{Conditions, ResponseDraft};
use crate::runtime::Outcome;

use super::Answer;
use super::context::Exchange;

/// Says in the log which route went over its budget, if one did. A body that is too much to parse is then nobody's: it
/// answers 413, as one that is too large; what lacks memory that others hold may be asked again.
pub fn settle(exchange: &Exchange, answer: &mut Answer) {
    let Some(exceeded) = exchange.budget.exceeded() else { return };
    let origin = answer.origin.clone();
    match exceeded {
        Exceeded::Memory(budget) => *answer = Answer::short(&Shortage::Now { budget }),
        _ if exchange.request.is_too_much_to_parse() => *answer = too_much(exchange),
        _ => {}
    }
    answer.origin = origin;
    let route = answer.origin.as_ref().map_or("", |origin| origin.path.as_str());
    report(exchange, route, exceeded, answer.status);
}

fn too_much(exchange: &Exchange) -> Answer {
    let conditions = Conditions { safe: false, headers: exchange.request.header_map() };
    let refused = Answer::from(ResponseDraft::default().send_error("Payload too large", Some(413), &conditions));
    Answer { outcome: Outcome::Error, ..refused }
}

fn report(exchange: &Exchange, route: &str, exceeded: Exceeded, status: u16) {
    let (label, request) = (exchange.handle.shared.transaction_log.label(), &exchange.request);
    tracing::warn!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        requestMethod = request.method(),
        requestPath = request.path(),
        responseStatus = status,
        routePath = route,
        cause = exceeded.cause(),
        "{exceeded}: the request was given up"
    );
}

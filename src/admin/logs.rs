//! `/logs`: recorded transactions, in pages.

use std::sync::Arc;

use bytes::Bytes;

use crate::exchange::{Answer, websocket};
use crate::js::{Value, number};
use crate::runtime::transaction_json::Pieces;
use crate::runtime::{Outcome, Transaction};

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "GET", path: "/logs", handler: list, doc: "Lists recorded transactions, in pages" },
    Resource { method: "POST", path: "/logs/purge", handler: purge, doc: "Forgets recorded transactions" },
    Resource { method: "PURGE", path: "/logs", handler: purge, doc: "Forgets recorded transactions" },
];

/// A page with so many bytes of bodies is written while it is sent.
const STREAMED: usize = 64 << 10;

fn list(call: &Call<'_>, _: Option<&str>) -> Answer {
    let parameter = |name: &str, default: f64| match call.request.query().get(name) {
        Value::String(text) => number::parse_int(&text),
        _ => default,
    };
    let (page, limit) = (parameter("page", 1.0), parameter("limit", 10.0));
    let start = (page - 1.0) * limit;
    let all = answered(call);
    let (from, to) = slice_bounds(start, start + limit, all.len());
    let page = all.get(from..to).unwrap_or_default();
    let weight: usize = page.iter().map(|transaction| transaction.body_bytes()).sum();
    if weight < STREAMED {
        let json: Vec<Bytes> = write(page.to_vec()).collect();
        return reply::json_bytes(200, json.concat().into());
    }
    // What is read slowly is kept for so long, also if the journal drops it.
    match call.handle.shared.options.memory.take(weight) {
        Ok(share) => reply::json_stream(200, write(page.to_vec()).inspect(move |_| _ = &share)),
        Err(shortage) => reply::short(&shortage),
    }
}

/// A list of transactions as JSON, piece by piece.
fn write(page: Vec<Arc<Transaction>>) -> impl Iterator<Item = Bytes> + Send + Sync {
    let mut is_first = true;
    let transactions = page.into_iter().flat_map(move |transaction| {
        let comma = if std::mem::take(&mut is_first) { "" } else { "," };
        Pieces::of(&transaction).between(comma, "")
    });
    let bracket = |text: &'static str| std::iter::once(Bytes::from_static(text.as_bytes()));
    bracket("[").chain(transactions).chain(bracket("]"))
}

/// The newest answered transactions of the call's scope, in the order of their answers.
pub(super) fn answered(call: &Call<'_>) -> Vec<Arc<Transaction>> {
    let spaces = if call.everywhere { call.handle.spaces.all() } else { vec![Arc::clone(call.space)] };
    let entries = spaces.iter().flat_map(|space| space.attached.journal.for_log());
    let mut answered: Vec<_> = entries.filter(|entry| is_logged(entry)).collect();
    answered.sort_by_key(|entry| entry.answered().map(|answered| answered.order));
    let surplus = answered.len().saturating_sub(call.handle.shared.options.max_logs);
    answered.drain(..surplus);
    answered
}

/// Whether it has an answer that the reference logs, as it does none to a handshake of a WebSocket.
fn is_logged(entry: &Transaction) -> bool {
    entry.answered().is_some_and(|answered| match answered.outcome {
        Outcome::WebSocket => false,
        Outcome::NotFound => !websocket::is_upgrade(entry.request.header_map()),
        _ => true,
    })
}

/// `array.slice(start, end)`: negative counts from the end, NaN is 0.
fn slice_bounds(start: f64, end: f64, len: usize) -> (usize, usize) {
    let clamp = |n: f64| {
        let n = number::to_integer(n);
        if n < 0.0 { (len as f64 + n).max(0.0) as usize } else { n.min(len as f64) as usize }
    };
    let (from, to) = (clamp(start), clamp(end));
    (from, to.max(from))
}

fn purge(call: &Call<'_>, _: Option<&str>) -> Answer {
    call.handle.purge_journal(call.space);
    reply::message(200, "Logs have been purged")
}

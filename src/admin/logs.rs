//! `/logs`: recorded transactions, in pages.

use crate::exchange::Answer;
use crate::js::{Value, number};

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "GET", path: "/logs", handler: list },
    Resource { method: "POST", path: "/logs/purge", handler: purge },
    Resource { method: "PURGE", path: "/logs", handler: purge },
];

fn list(call: &Call<'_>, _: Option<&str>) -> Answer {
    let parameter = |name: &str, default: f64| match call.request.query().get(name) {
        Value::String(text) => number::parse_int(&text),
        _ => default,
    };
    let (page, limit) = (parameter("page", 1.0), parameter("limit", 10.0));
    let start = (page - 1.0) * limit;
    let all = call.handle.shared.journal.snapshot();
    let (from, to) = slice_bounds(start, start + limit, all.len());
    let mut out = String::from("[");
    for (i, transaction) in all.get(from..to).unwrap_or_default().iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        crate::exchange::record::write_json(transaction, &mut out);
    }
    out.push(']');
    reply::json_text(200, out)
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
    call.handle.shared.journal.purge();
    reply::message(200, "Logs have been purged")
}

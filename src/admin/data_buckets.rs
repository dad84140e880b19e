//! `/data-buckets`: their states and values.

use std::sync::Arc;

use crate::exchange::Answer;
use crate::js::{Object, Value};
use crate::state::{Bucket, Content};

use super::{Call, Resource, reply};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[
    Resource { method: "GET", path: "/data-buckets", handler: list, doc: "Lists data buckets" },
    Resource { method: "GET", path: "/data-buckets/:", handler: get, doc: "Shows a data bucket with its value" },
    Resource { method: "PURGE", path: "/data-buckets", handler: purge, doc: "Generates all data buckets anew" },
    Resource { method: "POST", path: "/data-buckets/purge", handler: purge, doc: "Generates all data buckets anew" },
];

fn list(call: &Call<'_>, _: Option<&str>) -> Answer {
    let generation = call.handle.current();
    let list: Vec<Value> = generation
        .compiled
        .buckets
        .iter()
        .map(|bucket| {
            let content = call.step.bucket(bucket);
            let object: Object = [
                ("id", Value::String(bucket.id.clone())),
                ("name", Value::String(bucket.name.clone())),
                ("parsed", Value::Bool(content.parsed)),
                ("validJson", Value::Bool(content.valid_json)),
            ]
            .into_iter()
            .collect();
            object.into()
        })
        .collect();
    reply::value(200, &list.into())
}

fn get(call: &Call<'_>, name: Option<&str>) -> Answer {
    let generation = call.handle.current();
    let Some(bucket) = find(&generation.compiled.buckets, name.unwrap_or_default()) else {
        return reply::message(404, "Data bucket not found");
    };
    reply::value(200, &shown(bucket, &call.step.bucket(bucket)))
}

/// The bucket of this uuid, id or name, as the reference compares them.
pub(super) fn find<'b>(buckets: &'b [Arc<Bucket>], name: &str) -> Option<&'b Arc<Bucket>> {
    let wanted = name.to_lowercase();
    buckets.iter().find(|b| b.name_lower == wanted || b.id == wanted.as_str() || b.uuid == wanted.as_str())
}

/// A bucket with its content.
pub(super) fn shown(bucket: &Bucket, content: &Content) -> Value {
    let object: Object = [
        ("uuid", Value::String(bucket.uuid.clone())),
        ("id", Value::String(bucket.id.clone())),
        ("name", Value::String(bucket.name.clone())),
        ("value", content.value().clone()),
        ("parsed", Value::Bool(content.parsed)),
        ("validJson", Value::Bool(content.valid_json)),
    ]
    .into_iter()
    .collect();
    object.into()
}

fn purge(call: &Call<'_>, _: Option<&str>) -> Answer {
    call.handle.purge_buckets(call.space, call.step);
    reply::message(200, "Data buckets have been reset to their initial state")
}

//! The nine CRUD operations on a data bucket.
//!
//! Reads work on a shared snapshot of the bucket and never copy it; writes change it in place under its lock.
//! What several reads of the same content need (places of ids, columns, orders) is kept beside it, see `index`.
//! Odd bodies and keys end up as they do in JavaScript, where the operations are a few lines on plain objects.

mod column;
mod filters;
mod id_template;
mod index;
mod key;
mod list;
mod search;
mod sort;
mod write;

pub use key::CrudKey;
pub use write::write;

use bytes::Bytes;

use index::Index;

use crate::budget::{self, Exceeded};
use crate::js::object_path::PathError;
use crate::js::regex::{Stopped, SyntaxError};
use crate::js::{Value, json};
use crate::message::text_body::TextBody;
use crate::routing::CrudOperation;
use crate::state::{Bucket, Content, StateError, Step};

/// A request on a CRUD route.
#[derive(Clone, Copy)]
pub struct CrudRequest<'a> {
    /// What is asked for.
    pub operation: CrudOperation,
    /// Where items keep their ids.
    pub key: &'a CrudKey,
    /// The id of the path; not looked at by operations on everything.
    pub id: &'a str,
    /// The parsed query; only the list of all items looks at it.
    pub query: &'a Value,
    /// The parsed body, `Undefined` where there is none; only writes look at it.
    pub body: &'a Value,
    /// The body as text, used where it was not parsed.
    pub string_body: &'a str,
}

/// What the operation answers.
#[derive(Debug, Default)]
pub struct CrudReply {
    /// The status that replaces the one of the response.
    pub status: Option<u16>,
    /// Whether the body is JSON, whatever the response's headers say.
    pub is_json: bool,
    /// Of a list: how many items there are, and how many of them the search and the filters keep.
    pub counts: Option<[usize; 2]>,
    /// The body: JSON, or the text of a string.
    pub body: TextBody,
    /// The request's body where the operation put a new id into it: callbacks see it so.
    pub request_body: Option<Value>,
}

/// Why an operation cannot be carried out; answered with [its status](CrudError::status). The reference throws outside of any handler
/// there and never answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrudError {
    /// A `_like`, `_start` or `_end` filter that is no regular expression.
    #[error("The filter {parameter} is not a valid regular expression: {reason}")]
    InvalidFilter {
        /// The query parameter.
        parameter: String,
        /// What is wrong with it.
        reason: SyntaxError,
    },
    /// A filter that the reference's engine may never come to an end with.
    #[error(
        "The filter {parameter} is refused: in its regular expression a repetition without bound contains another one, \
         as in (a+)+, which may take exponential time"
    )]
    NestedRepetitions {
        /// The query parameter.
        parameter: String,
    },
    /// A filter that would cost more than the request may.
    #[error("The filter {parameter} was stopped: {reason}")]
    StoppedFilter {
        /// The query parameter.
        parameter: String,
        /// What it would cost.
        reason: Stopped,
    },
    /// The item does not fit into the bucket.
    #[error("The item cannot be stored: {0}")]
    State(#[from] StateError),
    /// More than the request may cost.
    #[error("The operation was stopped: {0}")]
    Budget(#[from] Exceeded),
    /// The id does not fit into the item.
    #[error("The id cannot be stored: {0}")]
    Id(#[from] PathError),
}

impl CrudError {
    /// The status that says it.
    pub fn status(&self) -> u16 {
        if matches!(self, Self::State(StateError::Full { .. })) { 507 } else { 400 }
    }
}

/// Carries out a request on its bucket. `render_id` renders the template of a new id.
///
/// # Errors
/// See [`CrudError`]; the bucket is then as it was.
pub fn run(
    step: &Step<'_>,
    bucket: &Bucket,
    request: &CrudRequest<'_>,
    render_id: &mut dyn FnMut(&str) -> Option<String>,
) -> Result<CrudReply, CrudError> {
    let (parsed, reply) = match request.operation {
        CrudOperation::Get | CrudOperation::GetById => {
            let content = step.bucket(bucket);
            (content.parsed, read(&content, request))
        }
        _ => {
            Step::fits_bucket(bucket, 1, request.body)?;
            let content = step.bucket(bucket);
            // The template may read this very bucket, so it is rendered before the bucket is changed.
            let id = write::new_id_from_template(&content, request, render_id);
            let parsed = content.parsed;
            drop(content);
            (parsed, step.update_bucket(bucket, |content| write(content, request, id))?)
        }
    };
    let mut reply = reply?;
    budget::check()?;
    if parsed {
        reply.is_json = true;
    }
    Ok(reply)
}

/// The operations that change nothing: all items, or one.
///
/// # Errors
/// When a filter is invalid.
fn read(content: &Content, request: &CrudRequest<'_>) -> Result<CrudReply, CrudError> {
    let Some(length) = content.length() else { return Ok(CrudReply::of(content.value())) };
    let index = content.notes::<Index>();
    let worth = index.and_then(|index| index.worth(length));
    if request.operation == CrudOperation::Get {
        return list::list(content.value().as_array().unwrap_or_default(), request.query, worth);
    }
    // One item is looked for where the items are: after a change of a long list there is no whole array of them.
    let position = request.key.position_in(content, length, request.id, index);
    Ok(match position.and_then(|position| Some((position, content.item(position)?, worth))) {
        Some((position, item @ Value::Object(_), Some(index))) => {
            CrudReply { body: index.texts(length).of(position, item), ..CrudReply::default() }
        }
        Some((_, item, _)) => CrudReply::of(item),
        None => CrudReply::not_found(),
    })
}

impl CrudReply {
    /// A reply with this value as its body.
    fn of(value: &Value) -> Self {
        let body = match value {
            Value::String(text) => text.to_string(),
            other => json::stringify(other).unwrap_or_default(),
        };
        Self { body: body.into(), ..Self::default() }
    }

    fn not_found() -> Self {
        Self::empty_object().with_status(404)
    }

    fn empty_object() -> Self {
        Self { body: TextBody::Wire(Bytes::from_static(b"{}")), ..Self::default() }
    }

    fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }
}

#[cfg(test)]
mod tests;

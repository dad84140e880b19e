//! The operations that change the bucket.

use super::{CrudError, CrudKey, CrudReply, CrudRequest};
use crate::js::{Object, Value, number, text};
use crate::routing::CrudOperation;
use crate::state::Content;

/// Carries out an operation that changes the bucket; reads change nothing and answer an empty object.
/// `new_id` is what the template of new ids gave.
///
/// # Errors
/// When an id does not fit into the item; the bucket is then as it was.
pub fn write(content: &mut Content, request: &CrudRequest<'_>, new_id: Option<Value>) -> Result<CrudReply, CrudError> {
    let body = effective_body(request);
    match request.operation {
        CrudOperation::Get | CrudOperation::GetById => Ok(CrudReply::empty_object()),
        CrudOperation::Create => create(content, request, body, new_id),
        CrudOperation::Update => Ok(content.change(|value| replace(value, body))),
        CrudOperation::UpdateMerge => Ok(merge(content, body)),
        CrudOperation::Delete => Ok(content.change(clear)),
        CrudOperation::UpdateById | CrudOperation::UpdateMergeById | CrudOperation::DeleteById => {
            let Some(position) = content.items().map(|items| request.key.position(items, request.id)) else {
                return Ok(content.change(|value| match request.operation {
                    CrudOperation::UpdateById => replace(value, body),
                    CrudOperation::UpdateMergeById => merge_into(value, body),
                    _ => clear(value),
                }));
            };
            let Some(position) = position else { return Ok(CrudReply::not_found()) };
            if request.operation == CrudOperation::DeleteById {
                content.remove(position);
                return Ok(CrudReply::empty_object().with_status(200));
            }
            let changed = content.change_item(position, |item| match request.operation {
                CrudOperation::UpdateById => replace_item(item, request.key, body),
                _ => Ok(merge_into(item, body)),
            });
            changed.unwrap_or_else(|| Ok(CrudReply::not_found()))
        }
    }
}

/// The id that the template of the bucket's text gives to the item to be created: `None` where there is no template,
/// where it does not render or renders blank, and where no id is needed.
pub(super) fn new_id_from_template(
    content: &Content,
    request: &CrudRequest<'_>,
    render_id: &mut dyn FnMut(&str) -> Option<String>,
) -> Option<Value> {
    if request.operation != CrudOperation::Create
        || !content.is_array()
        || !lacks_id(&effective_body(request), request.key)
    {
        return None;
    }
    let rendered = render_id(request.key.id_template()?)?;
    let trimmed = text::trim(&rendered);
    let n = number::from_str(trimmed);
    match trimmed {
        "" => None,
        printed if number::to_str(n) == printed => Some(Value::Number(n)),
        other => Some(other.into()),
    }
}

/// The parsed body, else the text of it, else an empty object.
fn effective_body(request: &CrudRequest<'_>) -> Value {
    match request.body {
        Value::Undefined if request.string_body.is_empty() => Object::new().into(),
        Value::Undefined => request.string_body.into(),
        body => body.clone(),
    }
}

fn is_object(value: &Value) -> bool {
    value.is_typeof_object() && !matches!(value, Value::Null)
}

fn lacks_id(body: &Value, key: &CrudKey) -> bool {
    is_object(body) && key.path().get(body).is_undefined()
}

fn create(
    content: &mut Content,
    request: &CrudRequest<'_>,
    mut body: Value,
    new_id: Option<Value>,
) -> Result<CrudReply, CrudError> {
    let mut request_body = None;
    if content.is_array() {
        if lacks_id(&body, request.key) {
            let id = new_id.unwrap_or_else(|| next_id(content, request.key));
            let number = id.as_number();
            request.key.path().set(&mut body, id)?;
            // What shows nowhere counts all the same, as in JavaScript, where an array has properties.
            if let Some(number) = number.filter(|_| request.key.path().get(&body).is_undefined()) {
                content.hide_id(number);
            }
            request_body = (!request.body.is_undefined()).then(|| body.clone());
        }
        content.extend([body.clone()]);
    } else {
        content.set(body.clone());
    }
    Ok(CrudReply { request_body, ..CrudReply::of(&body).with_status(201) })
}

/// One more than the highest number among the ids, a new UUID where none is a number.
fn next_id(content: &Content, key: &CrudKey) -> Value {
    let items = content.items().into_iter().flatten();
    let ids = content.hidden_id().into_iter().chain(items.filter_map(|item| key.path().get(item).as_number()));
    match ids.reduce(|highest, id| if id > highest { id } else { highest }) {
        Some(highest) => Value::Number(highest + 1.0),
        None => uuid::Uuid::new_v4().to_string().into(),
    }
}

fn replace(value: &mut Value, body: Value) -> CrudReply {
    *value = body;
    CrudReply::of(value).with_status(200)
}

/// An item that is an object becomes a copy of the body's properties and keeps its id unless the body has one.
fn replace_item(item: &mut Value, key: &CrudKey, body: Value) -> Result<CrudReply, CrudError> {
    if !is_object(item) {
        return Ok(replace(item, body));
    }
    let mut replacement = Value::object(spread(Object::new(), &body));
    if key.path().get(&body).is_undefined() {
        key.path().set(&mut replacement, key.path().get(item))?;
    }
    Ok(replace(item, replacement))
}

/// Merges into everything: two arrays are joined.
fn merge(content: &mut Content, body: Value) -> CrudReply {
    if let Value::Array(more) = &body
        && content.extend(more.iter().cloned())
    {
        return CrudReply::of(content.value()).with_status(200);
    }
    content.change(|value| merge_into(value, body))
}

/// `{...value, ...body}`; what is no object is replaced.
fn merge_into(value: &mut Value, body: Value) -> CrudReply {
    if !is_object(value) {
        return replace(value, body);
    }
    let merged = match &mut *value {
        Value::Object(object) if !object.contains_key("__proto__") => spread(std::mem::take(object), &body),
        other => spread(spread(Object::new(), other), &body),
    };
    replace(value, merged.into())
}

fn clear(value: &mut Value) -> CrudReply {
    *value = Value::Undefined;
    CrudReply::empty_object().with_status(200)
}

/// `Object.assign(target, source)`: indexes become keys, primitives add nothing, and `__proto__` is not a property.
fn spread(mut target: Object, source: &Value) -> Object {
    match source {
        Value::Object(object) => {
            for (key, value) in object.iter().filter(|(key, _)| *key != "__proto__") {
                target.insert(key.clone(), value.clone());
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                target.insert(index.to_string(), item.clone());
            }
        }
        Value::Safe(inner) => target.insert("string", (**inner).clone()),
        _ => {}
    }
    target
}

#[cfg(test)]
mod tests;

//! Encodings: base64, JSON Web Tokens, JSON.

use super::super::{Call, RenderError};
use super::support::{options, to_string};
use super::{Helper, HelperResult, Needs};
use crate::budget::{self, Exceeded};
use crate::js::{Object, Value, base64, json};

/// Encodes the first argument, or the block's text when there is none.
fn convert(call: &mut Call<'_, '_>, encode: impl Fn(&str) -> String) -> HelperResult {
    let text = match call.args.first() {
        Some(value) => to_string(value)?,
        None if call.is_block() => {
            let context = options(call);
            call.render(&context)?.into()
        }
        None => return Err(RenderError::new("hbsOptions.fn is not a function")),
    };
    // Four bytes for three, or the units of what is decoded.
    budget::work(text.len() as u64 >> 1)?;
    budget::bytes(3 * text.len())?;
    Ok(Value::safe(encode(&text).into()))
}

fn base64_encode(call: &mut Call<'_, '_>) -> HelperResult {
    convert(call, base64::encode)
}

fn base64url_encode(call: &mut Call<'_, '_>) -> HelperResult {
    convert(call, base64::encode_url)
}

fn base64_decode(call: &mut Call<'_, '_>) -> HelperResult {
    convert(call, base64::decode_text)
}

/// One part of a token as JSON, or a property of it; undefined when there is none.
fn token_part(call: &Call<'_, '_>, part: usize) -> Value {
    let Value::String(token) = call.plain(0) else { return Value::Undefined };
    let token = token.strip_prefix("Bearer ").unwrap_or(&token);
    let Some(encoded) = token.split('.').nth(part) else { return Value::Undefined };
    if budget::make(2 * encoded.len()).is_err() {
        return Value::Undefined;
    }
    let Ok(payload) = json::parse(&base64::decode_text(encoded)) else { return Value::Undefined };
    match call.plain(1) {
        Value::Undefined => payload,
        key => payload.get(&key.to_str()),
    }
}

fn jwt_header(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(token_part(call, 0))
}

fn jwt_payload(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(token_part(call, 1))
}

fn json_parse(call: &mut Call<'_, '_>) -> HelperResult {
    match call.plain(0) {
        Value::String(text) => Ok(json::parse(&text).unwrap_or_default()),
        _ => Ok(Value::Undefined),
    }
}

fn stringify(call: &mut Call<'_, '_>) -> HelperResult {
    // The reference takes the second argument for the options and gives up without it.
    if call.args.is_empty() || call.args.get(1).is_some_and(|second| !second.truthy()) {
        return Ok(Value::Undefined);
    }
    let value = call.arg(0);
    if matches!(value, Value::Null) || !value.is_typeof_object() {
        return Ok(value.clone());
    }
    let text = json::stringify_pretty(&unwrap_deep(value)?.unwrap_or_else(|| value.clone()), 2);
    budget::bytes(text.as_ref().map_or(0, String::len))?;
    Ok(text.map_or(Value::Undefined, Value::from))
}

/// The value with every SafeString in it as plain text; `None` when there is no such thing in it.
fn unwrap_deep(value: &Value) -> Result<Option<Value>, Exceeded> {
    Ok(match value {
        Value::Safe(_) => Some(value.unwrap_safe()),
        Value::Array(items) => {
            let _deeper = budget::nest()?;
            budget::work(items.len() as u64)?;
            let mut changed: Option<Vec<Value>> = None;
            for (i, item) in items.iter().enumerate() {
                let Some(plain) = unwrap_deep(item)? else { continue };
                if changed.is_none() {
                    budget::make(value.own_weight())?;
                }
                let copy = changed.get_or_insert_with(|| items.to_vec());
                if let Some(slot) = copy.get_mut(i) {
                    *slot = plain;
                }
            }
            changed.map(Value::array)
        }
        Value::Object(object) => {
            let _deeper = budget::nest()?;
            budget::work(object.len() as u64)?;
            let mut changed: Option<Object> = None;
            for (key, item) in object.iter() {
                let Some(plain) = unwrap_deep(item)? else { continue };
                if changed.is_none() {
                    budget::make(value.own_weight())?;
                }
                changed.get_or_insert_with(|| object.clone()).insert(key.clone(), plain);
            }
            changed.map(Value::object)
        }
        _ => None,
    })
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("base64", Needs::Nothing, base64_encode),
    Helper::new("base64url", Needs::Nothing, base64url_encode),
    Helper::new("base64Decode", Needs::Nothing, base64_decode),
    Helper::new("base64urlDecode", Needs::Nothing, base64_decode),
    Helper::new("jwtHeader", Needs::Nothing, jwt_header),
    Helper::new("jwtPayload", Needs::Nothing, jwt_payload),
    Helper::new("jsonParse", Needs::Nothing, json_parse),
    Helper::new("stringify", Needs::Nothing, stringify),
];

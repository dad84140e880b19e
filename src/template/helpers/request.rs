//! The request at hand.

use super::super::program::{Expr, List};
use super::super::{Call, RenderError};
use super::paths::{self, Language};
use super::prepared::Prepared;
use super::support::{or_empty, parameter, property, safe_or_json};
use super::{Helper, HelperResult, Needs};
use crate::js::{Object, Str, Value};
use crate::message::{HeaderKey, Request};

/// Runs with the request; without one (the engine does not offer these helpers then) nothing is found.
fn with_request(call: &Call<'_, '_>, read: impl FnOnce(&Request) -> HelperResult) -> HelperResult {
    call.rendering.request.map_or(Ok(Value::Undefined), read)
}

/// The path in the first argument; numbers are paths too.
fn path_argument(call: &Call<'_, '_>) -> Str {
    or_empty(call.plain(0)).to_str()
}

/// What the path finds, or the default in the second argument. Where there is no data, the default is searched.
fn look_up(call: &Call<'_, '_>, data: &Value) -> HelperResult {
    let path = || Value::String(path_argument(call));
    let default = || or_empty(call.plain(1));
    if data.truthy() {
        return paths::find(call, Language::Any, data, path, default);
    }
    let searched = default();
    paths::find(call, Language::Any, &searched, path, || searched.clone())
}

/// As [`look_up`], but where there is no data, the default is taken as it is.
fn look_up_raw(call: &Call<'_, '_>, data: &Value) -> HelperResult {
    if data.truthy() { look_up(call, data) } else { Ok(or_empty(call.plain(1))) }
}

fn body(call: &mut Call<'_, '_>) -> HelperResult {
    let Some(request) = call.rendering.request else { return Ok(Value::Undefined) };
    let found = match body_part(call, request) {
        Some(found) => found,
        None if path_argument(call).is_empty() => return Ok(Value::safe(request.string_body().into())),
        None => look_up(call, request.body())?,
    };
    let stringify = call.arg(2).truthy();
    safe_or_json(call, found, stringify)
}

/// What the path finds in the body, or the default, where it can be had without the whole body.
fn body_part(call: &Call<'_, '_>, request: &Request) -> Option<Value> {
    let Some(Prepared::Path(path)) = call.prepared else { return None };
    let found = request.find_in_body(path)?;
    Some(found.unwrap_or_else(|| or_empty(call.plain(1))))
}

fn body_raw(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| match body_part(call, request) {
        Some(found) => Ok(found),
        None => look_up_raw(call, request.body()),
    })
}

fn query_param(call: &mut Call<'_, '_>) -> HelperResult {
    let Some(request) = call.rendering.request else { return Ok(Value::Undefined) };
    let found = look_up(call, request.query())?;
    let stringify = call.arg(2).truthy();
    safe_or_json(call, found, stringify)
}

fn query_param_raw(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| look_up_raw(call, request.query()))
}

/// `value ?? {}`.
fn or_object(value: &Value) -> Value {
    if value.is_nullish() { Object::new().into() } else { value.clone() }
}

fn query_params(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| Ok(or_object(request.query())))
}

fn url_param(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| match parameter(call, 0) {
        Value::String(name) => property(request.params(), name),
        other => property(request.params(), &other.to_str()),
    })
}

/// The object has no prototype in the reference, and so no text, but on a WebSocket, whose parameters are copies.
fn url_params(call: &mut Call<'_, '_>) -> HelperResult {
    let prints = call.prints();
    with_request(call, |request| {
        if prints && !request.is_websocket() {
            return Err(RenderError::new("Cannot convert object to primitive value"));
        }
        Ok(or_object(request.params()))
    })
}

/// The default in the second argument; objects (the options among them) count as the empty text.
fn text_default(call: &Call<'_, '_>) -> Value {
    let default = parameter(call, 1);
    if default.is_typeof_object() { Value::from("") } else { default.clone() }
}

/// The name of a header in a call's arguments, where it is written there.
fn prepare_name(args: &List<Expr, Value>) -> Option<Prepared> {
    let name = args.literal(0)?.as_str().filter(|name| !name.is_empty())?;
    Some(Prepared::Header(HeaderKey::new(name)))
}

fn header(call: &mut Call<'_, '_>) -> HelperResult {
    let default = || text_default(call);
    let or_default =
        |found: Option<Str>| Ok(found.filter(|value| !value.is_empty()).map_or_else(default, Value::String));
    if let Some(Prepared::Header(key)) = call.prepared {
        return with_request(call, |request| or_default(request.header_by(key)));
    }
    let name = match parameter(call, 0) {
        name if name.is_typeof_object() => return Ok(default()),
        Value::String(name) if !name.is_empty() => name,
        name if name.truthy() => return Err(RenderError::new("name must be a string to req.get")),
        _ => return Err(RenderError::new("name argument is required to req.get")),
    };
    with_request(call, |request| or_default(request.header(name)))
}

fn headers(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| Ok(or_object(request.headers())))
}

fn cookie(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| {
        let value = property(request.cookies(), &parameter(call, 0).to_str())?;
        Ok(if value.truthy() { value } else { text_default(call) })
    })
}

fn base_url(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| {
        let base_url = call.rendering.base_url;
        let slash = if base_url.prefix.is_empty() { "" } else { "/" };
        let origin = match base_url.public_base_url.as_deref().filter(|url| !url.is_empty()) {
            Some(url) => url.to_owned(),
            None => request.origin_at_front().unwrap_or_else(|| {
                let protocol = if base_url.tls { "https" } else { "http" };
                format!("{protocol}://{}:{}", request.hostname().as_deref().unwrap_or("undefined"), base_url.port)
            }),
        };
        Ok(Value::from(format!("{origin}{slash}{}", base_url.prefix)))
    })
}

fn hostname(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| Ok(request.hostname().map_or(Value::Undefined, Value::String)))
}

fn ip(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| Ok(request.ip().into()))
}

fn method(call: &mut Call<'_, '_>) -> HelperResult {
    with_request(call, |request| Ok(request.method().into()))
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("body", Needs::Request, body).preparing(|args, _| paths::prepare(args, 0, Language::Any)),
    Helper::new("bodyRaw", Needs::Request, body_raw).preparing(|args, _| paths::prepare(args, 0, Language::Any)),
    Helper::new("queryParam", Needs::Request, query_param).preparing(|args, _| paths::prepare(args, 0, Language::Any)),
    Helper::new("queryParamRaw", Needs::Request, query_param_raw)
        .preparing(|args, _| paths::prepare(args, 0, Language::Any)),
    Helper::new("queryParams", Needs::Request, query_params),
    Helper::new("urlParam", Needs::Request, url_param),
    Helper::new("urlParams", Needs::Request, url_params),
    Helper::new("header", Needs::Request, header).preparing(|args, _| prepare_name(args)),
    Helper::new("headers", Needs::Request, headers),
    Helper::new("cookie", Needs::Request, cookie),
    Helper::new("baseUrl", Needs::Request, base_url),
    Helper::new("hostname", Needs::Request, hostname),
    Helper::new("ip", Needs::Request, ip),
    Helper::new("method", Needs::Request, method),
];

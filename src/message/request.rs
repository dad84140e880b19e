//! The request as rules and templates see it. STUB: signatures only, the message helper fills it in.

use crate::js::{Str, Value};

/// One request.
pub struct Request {}

#[allow(missing_docs, unused_variables)]
impl Request {
    /// HTTP method as sent (`GET`).
    pub fn method(&self) -> &str {
        ""
    }
    /// `req.url`: path and query with duplicate slashes collapsed.
    pub fn url(&self) -> &str {
        ""
    }
    /// Declared path of the matched route (`/users/:id`), as templates and rules see it (empty for Express requests).
    pub fn original_path(&self) -> &str {
        ""
    }
    /// `req.get(name)`: header by name in any case, several joined as Node does; `referrer` = `referer`.
    pub fn header(&self, name: &str) -> Option<Str> {
        None
    }
    /// `req.headers`: lower-case names to joined values (`set-cookie` an array), as Node builds it.
    pub fn headers(&self) -> &Value {
        &Value::Undefined
    }
    /// `req.cookies` as cookie-parser makes it.
    pub fn cookies(&self) -> &Value {
        &Value::Undefined
    }
    /// `req.query` as Express (qs) parses it.
    pub fn query(&self) -> &Value {
        &Value::Undefined
    }
    /// Route parameters.
    pub fn params(&self) -> &Value {
        &Value::Undefined
    }
    /// `request.body`: the parsed body (JSON, form, multipart, XML by content type), `Undefined` when not parsed.
    pub fn body(&self) -> &Value {
        &Value::Undefined
    }
    /// `request.stringBody`: the raw body as UTF-8 (lossy).
    pub fn string_body(&self) -> Str {
        Str::default()
    }
    /// `req.hostname`.
    pub fn hostname(&self) -> Option<Str> {
        None
    }
    /// `req.ip`.
    pub fn ip(&self) -> Str {
        Str::default()
    }
}

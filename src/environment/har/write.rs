//! Exchanges as a HAR document.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::environment::traffic::{Exchange, Message, reason};
use crate::js::date;

/// The document of exchanges whose bodies are decoded and without secrets, each with what it is remarked by.
pub(crate) fn document<'e>(exchanges: impl Iterator<Item = (&'e Exchange, Option<String>)>) -> Value {
    let entries: Vec<Value> = exchanges.map(|(exchange, comment)| entry(exchange, comment)).collect();
    json!({
        "log": {
            "version": "1.2",
            "creator": {"name": "sidemock", "version": env!("CARGO_PKG_VERSION")},
            "entries": entries,
        }
    })
}

fn entry(exchange: &Exchange, comment: Option<String>) -> Value {
    let Exchange { request, response, .. } = exchange;
    let query: Vec<Value> = url::form_urlencoded::parse(exchange.query().as_bytes())
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let url = format!("{}{}", exchange.origin, exchange.target);
    let mut sent = json!({
        "method": exchange.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": cookies(request.header("cookie").unwrap_or_default().split(';')),
        "headers": headers(request),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        sent["postData"] = post_data(request);
    }
    let (text, encoding) = text_of(&response.body);
    let mut content = json!({
        "size": response.body.len(),
        "mimeType": response.header("content-type").unwrap_or("x-unknown"),
        "text": text,
    });
    if encoding {
        content["encoding"] = "base64".into();
    }
    let set_cookies = response.headers.iter().filter(|(name, _)| name == "set-cookie");
    let set_cookies = set_cookies.map(|(_, value)| value.split(';').next().unwrap_or_default());
    let mut entry = json!({
        "startedDateTime": date::to_iso(exchange.started_ms).map_or_else(String::new, |text| text.to_string()),
        "time": exchange.took_ms,
        "request": sent,
        "response": {
            "status": exchange.status,
            "statusText": reason(exchange.status),
            "httpVersion": "HTTP/1.1",
            "cookies": cookies(set_cookies),
            "headers": headers(response),
            "content": content,
            "redirectURL": response.header("location").unwrap_or_default(),
            "headersSize": -1,
            "bodySize": response.body.len(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": exchange.took_ms, "receive": 0},
    });
    if let Some(comment) = comment {
        entry["comment"] = comment.into();
    }
    entry
}

fn headers(message: &Message) -> Value {
    message.headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn cookies<'c>(pairs: impl Iterator<Item = &'c str>) -> Value {
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

fn post_data(request: &Message) -> Value {
    let (text, encoding) = text_of(&request.body);
    let mut data =
        json!({"mimeType": request.header("content-type").unwrap_or("application/octet-stream"), "text": text});
    if encoding {
        data["encoding"] = "base64".into();
    }
    if request.says_form() {
        data["params"] = url::form_urlencoded::parse(&request.body)
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
    }
    data
}

/// A body as text, and whether that is base64.
fn text_of(body: &[u8]) -> (String, bool) {
    match std::str::from_utf8(body) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (STANDARD.encode(body), true),
    }
}

//! A HAR document as exchanges. Browsers leave out what they did not keep: such entries are left out with the reason.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde_json::Value;
use url::Url;

use super::is_har;
use crate::environment::traffic::{Exchange, Message, Secrets, content};
use crate::js::date_parse;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Why a document gives no environment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HarError {
    /// It is something else.
    #[error(
        "not a HAR document: it has no log.entries; save it in the network panel of a browser by \"Save all as HAR with content\""
    )]
    NoHar,
    /// Nothing in it can be used.
    #[error("the HAR document has no usable entry{0}; save it again with content, while the requests are answered")]
    Nothing(String),
}

/// What a document holds.
#[derive(Debug)]
pub(crate) struct Har {
    /// The exchanges in the order that they began, decoded and without secrets.
    pub(crate) exchanges: Vec<Exchange>,
    /// Entries by the reason that they are left out, with their number.
    pub(crate) left_out: BTreeMap<String, usize>,
}

/// The exchanges of a document.
///
/// # Errors
/// When there are none.
pub(crate) fn exchanges(document: &Value, secrets: &Secrets) -> Result<Har, HarError> {
    if !is_har(document) {
        return Err(HarError::NoHar);
    }
    let mut exchanges = Vec::new();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    for entry in document["log"]["entries"].as_array().into_iter().flatten() {
        match exchange(entry) {
            Ok(mut exchange) => {
                secrets.redact(&mut exchange);
                exchanges.push(exchange);
            }
            Err(reason) => *left_out.entry(reason).or_default() += 1,
        }
    }
    if exchanges.is_empty() {
        let reasons: Vec<String> = left_out.iter().map(|(reason, count)| format!("{count}: {reason}")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
        return Err(HarError::Nothing(reasons));
    }
    // Stable: entries without a time stay where they stand.
    exchanges.sort_by(|one, other| one.started_ms.total_cmp(&other.started_ms));
    Ok(Har { exchanges, left_out })
}

fn exchange(entry: &Value) -> Result<Exchange, String> {
    let (request, response) = (&entry["request"], &entry["response"]);
    let text = request["url"].as_str().unwrap_or_default();
    let url = Url::parse(text).map_err(|_| "it has no address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("it is no HTTP request ({}:)", url.scheme()));
    }
    let status = response["status"].as_f64().filter(|status| (100.0..1000.0).contains(status));
    let Some(status) = status else {
        let why = response["_error"]
            .as_str()
            .or_else(|| response["comment"].as_str())
            .unwrap_or("it was blocked or broke off");
        return Err(format!("it has no answer ({why})"));
    };
    let method = request["method"].as_str().unwrap_or("GET").to_ascii_uppercase();
    let has_no_body = method == "HEAD" || matches!(status as u16, 100..=199 | 204 | 304);
    let mut answer = Message { headers: headers(response), body: Bytes::new() };
    if !has_no_body {
        answer.body = body(&response["content"], response, status as u16)?;
    }
    if answer.header("content-type").is_none()
        && let Some(mime) = response["content"]["mimeType"].as_str().filter(|mime| mime.contains('/'))
    {
        answer.headers.push(("content-type".to_owned(), mime.to_owned()));
    }
    let mut asked = Message { headers: headers(request), body: request_body(&request["postData"]) };
    if asked.header("host").is_none() {
        let host = url.port().map_or_else(String::new, |port| format!(":{port}"));
        asked.headers.insert(0, ("host".to_owned(), format!("{}{host}", url.host_str().unwrap_or_default())));
    }
    still_encoded(&mut answer)?;
    still_encoded(&mut asked)?;
    let started = entry["startedDateTime"].as_str().map_or(f64::NAN, date_parse::parse);
    Ok(Exchange {
        started_ms: if started.is_nan() { 0.0 } else { started },
        took_ms: entry["time"].as_f64().unwrap_or(0.0).max(0.0),
        method,
        origin: url.origin().ascii_serialization(),
        target: target(text, &url),
        request: asked,
        status: status as u16,
        response: answer,
    })
}

/// Path and query as they were sent, where these are what a URL parser makes of them but for its escapes.
fn target(text: &str, url: &Url) -> String {
    let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
    let parsed = format!("{}{query}", url.path());
    let sent = text.split_once("://").and_then(|(_, rest)| rest.get(rest.find(['/', '?'])?..)).unwrap_or_default();
    let sent = sent.split('#').next().unwrap_or_default();
    let plain = |text: &str| percent_encoding::percent_decode_str(text).collect::<Vec<u8>>();
    let is_sendable = sent.bytes().all(|byte| byte.is_ascii_graphic()) && http::Uri::try_from(sent).is_ok();
    if is_sendable && plain(sent) == plain(&parsed) { sent.to_owned() } else { parsed }
}

/// Headers without those that HTTP/2 has for the request line.
fn headers(message: &Value) -> Vec<(String, String)> {
    let all = message["headers"].as_array().into_iter().flatten();
    let pairs = all.filter_map(|header| {
        let (name, value) = (header["name"].as_str()?, header["value"].as_str()?);
        Some((name.to_ascii_lowercase(), value.to_owned())).filter(|(name, _)| !name.starts_with(':'))
    });
    // Chromium puts several lines of one header into one entry.
    let lines = pairs.flat_map(|(name, value)| match name.as_str() {
        "set-cookie" => value.split('\n').map(|line| (name.clone(), line.to_owned())).collect(),
        _ => vec![(name, value.replace(['\r', '\n'], " "))],
    });
    lines.collect()
}

fn body(content: &Value, response: &Value, status: u16) -> Result<Bytes, String> {
    let size = content["size"].as_f64().unwrap_or(0.0);
    let Some(text) = content["text"].as_str() else {
        let sent = response["bodySize"].as_f64().unwrap_or(0.0).max(size);
        let is_redirect = (300..400).contains(&status);
        if sent > 0.0 && !is_redirect {
            return Err("its body is not in the file".to_owned());
        }
        return Ok(Bytes::new());
    };
    let bytes = match content["encoding"].as_str() {
        Some("base64") => {
            let kept: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            Bytes::from(BASE64.decode(kept).map_err(|_| "its body is broken base64".to_owned())?)
        }
        Some(encoding) if !encoding.is_empty() => {
            return Err(format!("the encoding {encoding} of its body is not known"));
        }
        _ => Bytes::copy_from_slice(text.as_bytes()),
    };
    let mime = content["mimeType"].as_str().unwrap_or_default().to_ascii_lowercase();
    // Sizes count the bytes before they were a text: only where that is UTF-8 are they comparable.
    if (bytes.len() as f64) < size && !mime.contains("utf-16") && !mime.contains("utf16") {
        return Err("its body was cut off".to_owned());
    }
    Ok(bytes)
}

fn request_body(data: &Value) -> Bytes {
    if let Some(text) = data["text"].as_str() {
        let is_base64 = data["encoding"] == "base64";
        return match is_base64.then(|| BASE64.decode(text)) {
            Some(Ok(bytes)) => bytes.into(),
            _ => Bytes::copy_from_slice(text.as_bytes()),
        };
    }
    let params = data["params"].as_array().into_iter().flatten();
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for param in params {
        // Some write names and values as they were sent, some decoded: a name that is sent encoded has a percent sign.
        let text = |key: &str| param[key].as_str().unwrap_or_default().to_owned();
        form.append_pair(&text("name"), &text("value"));
    }
    form.finish().into()
}

/// Texts are saved decoded while the headers still tell the encoding: only what looks encoded is decoded.
fn still_encoded(message: &mut Message) -> Result<(), String> {
    let encoding = message.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let looks_so = match encoding.as_str() {
        "gzip" | "x-gzip" => message.body.starts_with(&[0x1f, 0x8b]),
        "br" | "deflate" => std::str::from_utf8(&message.body).is_err(),
        _ => false,
    };
    if looks_so {
        let kept = message.body.clone();
        if let Err(error) = content::decode(message) {
            // An image that was decoded is no text either.
            if encoding == "gzip" {
                return Err(error.to_string());
            }
            message.body = kept;
        }
    }
    message.headers.retain(|(name, _)| name != "content-encoding");
    Ok(())
}

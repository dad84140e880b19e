//! The 404 page: Express's, with its security headers.

use bytes::Bytes;
use http::header::{self, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use crate::message::Request;
use crate::message::response::{Headers, ResponseDraft, TEXT_HTML};
use crate::runtime::Outcome;

use super::{Answer, AnswerBody};

/// What npm's encodeurl escapes: everything but the characters of a URL; an intact `%XX` stays.
const NOT_URL: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');

/// The page for a request that nothing answers. Headers that are already set stay, but those of the content.
pub fn page(mut draft: ResponseDraft, request: &Request) -> Answer {
    let target = request.original_url();
    // A target in absolute form shows its path alone.
    let target = match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => rest.find('/').map_or("/", |at| &rest[at..]),
        _ => target,
    };
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let message = escape_html(&format!("Cannot {} {}", request.method(), encode_url(path)));
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>{message}</pre>\n</body>\n</html>\n"
    );
    let headers = &mut draft.headers;
    for name in [header::CONTENT_ENCODING, header::CONTENT_LANGUAGE, header::CONTENT_RANGE] {
        headers.remove(name);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_TYPE, TEXT_HTML);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let answer =
        Answer::new(404, Headers::Owned(draft.headers), AnswerBody::Bytes(Bytes::from(body)), Outcome::NotFound);
    Answer { utf8_head: true, ..answer }
}

/// Escapes what is not allowed in a URL; a `%` that does not begin an escape is escaped itself.
fn encode_url(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut from = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let escape = bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if *byte == b'%' && !escape {
            out.extend(percent_encode(&bytes[from..i], NOT_URL));
            out.push_str("%25");
            from = i + 1;
        }
    }
    out.extend(percent_encode(&bytes[from..], NOT_URL));
    out
}

fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.replace('\n', "<br>").replace("  ", " &nbsp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_escaped() {
        assert_eq!(escape_html(&encode_url("/a b/<x>&'%zz%20é")), "/a%20b/%3Cx%3E&amp;&#39;%25zz%20%C3%A9");
    }
}

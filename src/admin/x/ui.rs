//! `/x/ui`: the page. What it is made of lies beside this file as it is sent: one document, its style, its modules.
//!
//! These files are the same for everybody and hold no data, and so they are what the admin API gives without a token. The
//! page asks for the token and calls the API with it like any other client. Which means that nothing here protects
//! anything but the page itself: from other sites (frames, scripts, where its links lead), and from recorded text.

use std::io::Write as _;
use std::sync::LazyLock;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use ring::digest;
use serde_json::{Value, json};

use crate::exchange::{Answer, AnswerBody};
use crate::message::Request;
use crate::message::response::Headers;
use crate::runtime::Outcome;
use crate::runtime::page::PageMode;

use super::super::PREFIX;
use super::{Call, Handler, Problem, Returns, Row, Table};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: &[] };

/// The page, below the prefix of the admin API.
const PAGE: &str = "/x/ui";

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/ui",
        handler: Handler::Step(off),
        doc: "The page: see and steer in a browser; it needs no token itself and asks for it",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The document, without any data", schema: "" },
            Returns { status: 404, doc: "The page is off", schema: "Error" },
        ],
        example: "/ui",
    },
    Row {
        method: "GET",
        path: "/ui/:file",
        handler: Handler::Step(off),
        doc: "Style and script of the page",
        query: &[],
        body: None,
        answers: &[
            Returns { status: 200, doc: "The file", schema: "" },
            Returns { status: 404, doc: "No such file, or the page is off", schema: "Error" },
        ],
        example: "/ui/page.js",
    },
];

/// A file of the page.
struct File {
    /// Path below [`PAGE`].
    path: &'static str,
    kind: &'static str,
    text: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

const FILES: &[File] = &[
    File { path: "", kind: HTML, text: include_str!("ui/page.html") },
    File { path: "/page.css", kind: CSS, text: include_str!("ui/page.css") },
    File { path: "/page.js", kind: JAVASCRIPT, text: include_str!("ui/page.js") },
    File { path: "/api.js", kind: JAVASCRIPT, text: include_str!("ui/api.js") },
    File { path: "/dom.js", kind: JAVASCRIPT, text: include_str!("ui/dom.js") },
    File { path: "/requests.js", kind: JAVASCRIPT, text: include_str!("ui/requests.js") },
    File { path: "/detail.js", kind: JAVASCRIPT, text: include_str!("ui/detail.js") },
    File { path: "/routes.js", kind: JAVASCRIPT, text: include_str!("ui/routes.js") },
    File { path: "/data.js", kind: JAVASCRIPT, text: include_str!("ui/data.js") },
    File { path: "/sessions.js", kind: JAVASCRIPT, text: include_str!("ui/sessions.js") },
    File { path: "/faults.js", kind: JAVASCRIPT, text: include_str!("ui/faults.js") },
    File { path: "/parts.js", kind: JAVASCRIPT, text: include_str!("ui/parts.js") },
    File { path: "/shell.js", kind: JAVASCRIPT, text: include_str!("ui/shell.js") },
    File { path: "/text.js", kind: JAVASCRIPT, text: include_str!("ui/text.js") },
];

/// On every answer with a file of the page.
const PROTECTION: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    // Kept, but asked for again each time: after an upgrade no old script meets a new API.
    ("cache-control", "no-cache"),
    ("vary", "Accept-Encoding"),
];

/// What is made of a file when it is first asked for.
struct Packed {
    gzip: Bytes,
    /// Of the text, and of its compressed form.
    tags: [String; 2],
}

static PACKED: LazyLock<Vec<Packed>> = LazyLock::new(|| FILES.iter().map(pack).collect());

fn pack(file: &File) -> Packed {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail; a client that got nothing for it would see so by the checksum.
    let written = encoder.write_all(file.text.as_bytes());
    let gzip = written.and_then(|()| encoder.finish()).unwrap_or_default();
    let digest = digest::digest(&digest::SHA256, file.text.as_bytes());
    let hash: String = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Packed { gzip: gzip.into(), tags: [format!("\"{hash}\""), format!("\"{hash}-gz\"")] }
}

/// Whether a path asks for a file of the page, whichever environment it is about.
pub(in crate::admin) fn is_page(path: &str) -> bool {
    below(path).is_some_and(|below| below == "/" || position(below).is_some())
}

/// Whether the path of a row is one of the page's, which need no token.
pub(super) fn is_open(path: &str) -> bool {
    ROWS.iter().any(|ours| ours.path == path)
}

/// The names of the headers that are on every answer with a file of the page and on no other.
pub(super) fn protection() -> impl Iterator<Item = &'static str> {
    PROTECTION.iter().map(|(name, _)| *name).filter(|name| *name != header::CACHE_CONTROL.as_str())
}

/// What a row of the page answers with, for the document.
pub(super) fn content(row: &Row) -> Value {
    let kinds = FILES.iter().filter(|file| file.path.is_empty() == (row.path == "/ui")).map(|file| file.kind);
    let kinds = kinds.filter_map(|kind| kind.split(';').next()).map(str::to_owned);
    Value::Object(kinds.map(|kind| (kind, json!({"schema": {"type": "string"}}))).collect())
}

/// What stands behind the page's own path, which is written in any case like all of the admin API's.
fn below(path: &str) -> Option<&str> {
    let (prefix, rest) = path.split_at_checked(PREFIX.len())?;
    let (page, rest) = rest.split_at_checked(PAGE.len()).filter(|_| prefix.eq_ignore_ascii_case(PREFIX))?;
    page.eq_ignore_ascii_case(PAGE).then_some(rest)
}

fn position(below: &str) -> Option<usize> {
    FILES.iter().position(|file| file.path.eq_ignore_ascii_case(below))
}

/// The answer to a request for a file of the page, to be given without a token; `None` for every other request, and
/// where there is no page.
pub(in crate::admin) fn answer(mode: PageMode, request: &Request) -> Option<Answer> {
    let is_read = matches!(*request.http_method(), http::Method::GET | http::Method::HEAD);
    if mode == PageMode::Off || !is_read {
        return None;
    }
    let uri = request.uri();
    let below = below(uri.path())?;
    if below == "/" {
        return Some(moved(uri.query()));
    }
    let position = position(below)?;
    Some(send(FILES.get(position)?, PACKED.get(position)?, request.header_map()))
}

fn send(file: &File, packed: &Packed, asked: &HeaderMap) -> Answer {
    let mut headers = protected();
    let takes_gzip = takes_gzip(asked);
    let [plain, compressed] = &packed.tags;
    let tag = if takes_gzip { compressed } else { plain };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    let copy = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if copy.split(',').any(|copy| copy.trim().trim_start_matches("W/") == tag) {
        return whole(304, headers, Bytes::new());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    let body = if takes_gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        packed.gzip.clone()
    } else {
        Bytes::from_static(file.text.as_bytes())
    };
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    whole(200, headers, body)
}

/// To the page without the slash behind it, from where its links lead to its files. Relative, because a proxy may have
/// the page below a path of its own.
fn moved(query: Option<&str>) -> Answer {
    let mut headers = protected();
    let location = query.map_or_else(|| "../ui".to_owned(), |query| format!("../ui?{query}"));
    if let Ok(location) = HeaderValue::from_str(&location) {
        headers.insert(header::LOCATION, location);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(0));
    whole(308, headers, Bytes::new())
}

fn protected() -> HeaderMap {
    PROTECTION.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}

fn whole(status: u16, headers: HeaderMap, body: Bytes) -> Answer {
    Answer::new(status, Headers::Owned(headers), AnswerBody::Bytes(body), Outcome::Default)
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let lists = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let (coding, quality) = item.split_once(';').unwrap_or((item, "q=1"));
        let quality = quality.trim().strip_prefix("q=").and_then(|number| number.trim().parse::<f32>().ok());
        coding.trim().eq_ignore_ascii_case("gzip") && quality.is_none_or(|quality| quality > 0.0)
    })
}

/// What is left for those who have a token: the gate has given the files away before.
fn off(call: &Call<'_>) -> Result<Answer, Problem> {
    Err(Problem::new(
        404,
        match call.handle.shared.options.page {
            PageMode::Off => "the page is off (MOCKOON_UI=off)".to_owned(),
            PageMode::On | PageMode::ReadOnly => format!("the page has no such file; it is at {PREFIX}{PAGE}"),
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_paths_and_no_others() {
        for (path, is_ours) in [
            ("/mockoon-admin/x/ui", true),
            ("/Mockoon-Admin/x/ui", true),
            ("/mockoon-admin/x/ui/", true),
            ("/mockoon-admin/x/ui/page.js", true),
            ("/mockoon-admin/x/ui/page.js/", false),
            ("/mockoon-admin/x/ui//page.js", false),
            ("/mockoon-admin/x/ui/../requests", false),
            ("/mockoon-admin/x/uix", false),
            ("/mockoon-admin/x/ui%2fpage.js", false),
            ("/mockoon-admin/logs", false),
            ("/", false),
        ] {
            assert_eq!(is_page(path), is_ours, "{path}");
        }
    }

    #[test]
    fn compresses_for_those_who_say_that_they_take_it() {
        for (value, takes) in [("gzip, br", true), ("br;q=1, GZIP;q=0.5", true), ("gzip;q=0", false), ("br", false)] {
            let asked = [(header::ACCEPT_ENCODING, HeaderValue::from_static(value))].into_iter().collect();
            assert_eq!(takes_gzip(&asked), takes, "{value}");
        }
    }
}

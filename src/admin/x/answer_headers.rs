//! The headers of answers, for the OpenAPI document: which are sent with which status of which call. Those of HTTP itself
//! (`Content-Type`, `Content-Length`, `Date` and the like) are not told, and neither are those of CORS, which are everywhere.

use serde_json::{Map, Value, json};

use super::ui;

/// Where an answer is sent.
#[derive(Clone, Copy)]
pub(super) struct Sent<'a> {
    /// Path of the call below the prefix of the admin API, as its row has it.
    pub(super) path: &'a str,
    /// The status, or `default`.
    pub(super) status: &'a str,
}

struct AnswerHeader {
    name: &'static str,
    doc: &'static str,
    is_sent: fn(Sent<'_>) -> bool,
}

const HEADERS: &[AnswerHeader] = &[
    AnswerHeader {
        name: "Location",
        doc: "where the new object is, or the page",
        is_sent: |sent| matches!(sent.status, "201" | "308"),
    },
    AnswerHeader {
        name: "ETag",
        doc: "what If-Match and If-None-Match take: the tag of the environment, the value of the data bucket, or the file",
        is_sent: |sent| is_tagged(sent.path) && matches!(sent.status, "200" | "201" | "204" | "304" | "412"),
    },
    AnswerHeader {
        name: "Retry-After",
        doc: "seconds after which it may be possible (429, 503)",
        is_sent: |sent| matches!(sent.status, "429" | "503" | "default"),
    },
    AnswerHeader {
        name: "Accept-Patch",
        doc: "the kinds of patches that are taken",
        is_sent: |sent| sent.status == "415",
    },
    AnswerHeader {
        name: "Accept-Encoding",
        doc: "the content encodings that a body may have (415)",
        is_sent: |sent| matches!(sent.status, "415" | "default"),
    },
    AnswerHeader {
        name: "X-Sidemock-State",
        doc: "why the state of the replicas cannot be had (503): unavailable or conflict",
        is_sent: |sent| matches!(sent.status, "503" | "default"),
    },
    AnswerHeader {
        name: "X-Sidemock-Replay",
        doc: "the self-replay as JSON: how many of the requests the file answers exactly, and what differs",
        is_sent: |sent| sent.status == "200" && matches!(sent.path, "/x/recordings/:id/environment" | "/x/import"),
    },
    AnswerHeader {
        name: "X-Accel-Buffering",
        doc: "no: proxies pass events on as they come",
        is_sent: |sent| sent.status == "200" && sent.path == EVENTS,
    },
    AnswerHeader {
        name: "Cache-Control",
        doc: "no-cache: kept only to be asked for again",
        is_sent: |sent| sent.status == "200" && (sent.path == EVENTS || is_page(sent.path)),
    },
    AnswerHeader {
        name: "Content-Encoding",
        doc: "gzip, where the client takes it",
        is_sent: |sent| sent.status == "200" && is_page(sent.path),
    },
];

const EVENTS: &str = "/events";

/// Whether answers on a path carry the tag of what they are about.
fn is_tagged(path: &str) -> bool {
    let first = path.strip_prefix("/x").unwrap_or(path).split('/').nth(1).unwrap_or_default();
    let is_of_environment = path.starts_with("/x/") && matches!(first, "routes" | "environment" | "data-buckets");
    (is_of_environment && !path.ends_with("/force")) || path == "/environment" || is_page(path)
}

fn is_page(path: &str) -> bool {
    path.strip_prefix("/x").is_some_and(ui::is_open)
}

/// Names the headers in the answers of a call.
pub(super) fn tell(responses: &mut Map<String, Value>, path: &str) {
    for (status, response) in responses.iter_mut() {
        let sent = Sent { path, status };
        let own = HEADERS.iter().filter(|header| (header.is_sent)(sent)).map(|header| header.name.to_owned());
        let of_page = ui::protection().filter(|_| is_page(path) && status == "200").map(str::to_owned);
        let named: Map<String, Value> = own
            .chain(of_page)
            .map(|name| (name.clone(), json!({"$ref": format!("#/components/headers/{name}")})))
            .collect();
        if !named.is_empty() {
            response["headers"] = named.into();
        }
    }
}

/// All of them, described.
pub(super) fn components() -> Value {
    let own = HEADERS.iter().map(|header| (header.name.to_owned(), header.doc));
    let of_page = ui::protection().map(|name| (name.to_owned(), "protects the page"));
    let all: Map<String, Value> = of_page
        .chain(own)
        .map(|(name, doc)| (name, json!({"description": doc, "schema": {"type": "string"}})))
        .collect();
    all.into()
}

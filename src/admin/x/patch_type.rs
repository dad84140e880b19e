//! What patches say that they are: who sends one kind of patch where the other is read would change something else.

use http::HeaderName;
use http::header;

use crate::message::Request;

use super::{Problem, Row, quoted};

/// The kinds of patches, by their media types.
pub(super) const MERGE_PATCH: &str = "application/merge-patch+json";
pub(super) const JSON_PATCH: &str = "application/json-patch+json";
/// The schema of bodies that are the second.
pub(super) const JSON_PATCH_SCHEMA: &str = "JsonPatch";
/// What says JSON, and what clients say who were told nothing: curl, and fetch.
const OTHERS: [&str; 4] = ["", "application/json", "application/x-www-form-urlencoded", "text/plain"];
const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// The media type of the patches that a row takes; `None` where it takes none.
pub(super) fn of(row: &Row) -> Option<&'static str> {
    (row.method == "PATCH").then(|| if row.body == Some(JSON_PATCH_SCHEMA) { JSON_PATCH } else { MERGE_PATCH })
}

/// Refuses a patch that says to be of another type than the row takes.
///
/// # Errors
/// 415 that says which.
pub(super) fn check(request: &Request, row: &Row) -> Result<(), Problem> {
    let Some(wanted) = of(row) else { return Ok(()) };
    let sent = request.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let media_type = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media_type == wanted || OTHERS.contains(&media_type.as_str()) {
        return Ok(());
    }
    let kind = if wanted == JSON_PATCH { "a JSON Patch (RFC 6902)" } else { "a JSON Merge Patch (RFC 7396)" };
    let message = format!(
        "Content-Type: {} is not taken here; send {kind} as {wanted} or application/json",
        quoted::text(&media_type)
    );
    Err(Problem::new(415, message).with_header(ACCEPT_PATCH, &format!("{wanted}, application/json")))
}

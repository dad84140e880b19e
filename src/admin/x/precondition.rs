//! Entity tags: an edit that names the tag of what its author has seen is refused when somebody was faster.

use http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH, IF_NONE_MATCH};

use crate::exchange::Answer;
use crate::message::Request;
use crate::runtime::Generation;

use super::super::reply;
use super::{Problem, Returns};

/// What is answered to who has seen the same already.
pub(super) const NOT_MODIFIED: Returns = Returns { status: 304, doc: "It is what If-None-Match says", schema: "" };

/// The tag of an environment: of the generation that serves it, and of its content.
pub(in crate::admin) fn tag(generation: &Generation) -> String {
    format!("\"{}-{}\"", generation.number, generation.hash)
}

/// Refuses a call whose `If-Match` names neither of these tags; the first one is told.
pub(in crate::admin) fn check(request: &Request, tags: &[&str]) -> Result<(), Problem> {
    let mut given = request.header_map().get_all(IF_MATCH).iter().peekable();
    if given.peek().is_none() {
        return Ok(());
    }
    let fits = |value: &HeaderValue| {
        let text = String::from_utf8_lossy(value.as_bytes());
        // A quote is easily lost in a shell. Weak tags match nothing here, as RFC 9110 says.
        text.split(',')
            .map(str::trim)
            .any(|one| one == "*" || tags.iter().any(|tag| one == *tag || one == tag.trim_matches('"')))
    };
    if given.any(fits) {
        return Ok(());
    }
    Err(Problem::changed_since(tags.first().copied().unwrap_or_default()))
}

/// 304 to a call that reads, where its `If-None-Match` names this tag; weak tags do as well, as RFC 9110 says.
pub(super) fn not_modified(request: &Request, tag: &str) -> Option<Answer> {
    let mut given = request.header_map().get_all(IF_NONE_MATCH).iter();
    let is_known = given.any(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        let mut tags = text.split(',').map(str::trim).map(|one| one.strip_prefix("W/").unwrap_or(one));
        tags.any(|one| one == "*" || one.trim_matches('"') == tag.trim_matches('"'))
    });
    is_known.then(|| tagged(reply::empty(304, HeaderMap::new()), tag))
}

/// The answer with the tag of what it is about.
pub(in crate::admin) fn tagged(answer: Answer, tag: &str) -> Answer {
    let value = HeaderValue::from_str(tag).ok();
    answer.with(value.map(|value| (ETAG, value)).into_iter().collect::<HeaderMap>())
}

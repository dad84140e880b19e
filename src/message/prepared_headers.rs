//! Headers of a route's response, where only its body is made per request; and those of finished
//! responses, by the length of the body: bodies that one template makes differ little in length, and the journal and the
//! connection share what is the same.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::connection::is_of_the_connection;
use super::number;
use super::response::{Conditions, Headers, Response, ResponseDraft, SharedHeaders};

/// As many lengths are remembered; two that differ by a multiple of it share a place.
const LENGTHS: usize = 32;
/// Up to this length of the body (bytes).
const LONGEST: usize = 8 << 10;

/// The headers of a list's counts: of all items, and of those that the filters keep.
pub const COUNTS: [HeaderName; 2] =
    [HeaderName::from_static("x-total-count"), HeaderName::from_static("x-filtered-count")];

/// A length, and the headers of finished responses with a body as long.
type Finished = Mutex<Option<(usize, Arc<SharedHeaders>)>>;

/// Headers of what is sent for a route's response.
pub struct PreparedHeaders {
    headers: HeaderMap,
    /// Whether they and a length are all headers of a response with an ordinary status.
    is_complete: bool,
    finished: OnceLock<Box<[Finished; LENGTHS]>>,
    /// The headers, and room for the length and the counts of a list.
    counted: OnceLock<HeaderMap>,
}

impl PreparedHeaders {
    /// Of these headers, none of which depends on the request.
    pub fn new(headers: HeaderMap) -> Self {
        let is_typed = |kind: &header::HeaderValue| kind.as_bytes().ends_with(b"; charset=utf-8");
        // A conditional request may turn the first two into 304; the version of the protocol decides about others.
        let depends = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            name == header::ETAG
                || name == header::LAST_MODIFIED
                || is_of_the_connection(name)
                || value.to_str().is_err()
        };
        let is_complete = headers.get(header::CONTENT_TYPE).is_some_and(is_typed) && !headers.iter().any(depends);
        Self { headers, is_complete, finished: OnceLock::new(), counted: OnceLock::new() }
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers and a list's counts, with room for the length.
    pub fn counted(&self, counts: [usize; 2]) -> HeaderMap {
        let with_room = self.counted.get_or_init(|| {
            let mut headers = self.headers.clone();
            let further = COUNTS.into_iter().chain([header::CONTENT_LENGTH]);
            headers.extend(further.map(|name| (name, HeaderValue::from_static("0"))));
            headers
        });
        let mut headers = with_room.clone();
        for (name, count) in COUNTS.into_iter().zip(counts) {
            headers.insert(name, number::header_value(count));
        }
        headers
    }

    /// Whether a response with this status is [sent](Self::send) as it stands.
    pub fn completes(&self, status: u16, conditions: &Conditions<'_>) -> bool {
        let is_conditional = |headers: &HeaderMap| {
            headers.contains_key(header::IF_NONE_MATCH) || headers.contains_key(header::IF_MODIFIED_SINCE)
        };
        self.is_complete
            && status >= 200
            && !matches!(status, 204 | 205 | 304)
            && !(conditions.safe && is_conditional(conditions.headers))
    }

    /// A response with this body, as [`ResponseDraft::send_text`] makes it.
    pub fn send(&self, status: u16, body: Bytes) -> Response {
        let headers = self.finished(body.len()).unwrap_or_else(|| self.finish(status, &body));
        Response { status, headers, text: body.clone(), body, utf8_head: false }
    }

    fn place(&self, length: usize) -> Option<&Finished> {
        self.finished.get_or_init(Box::default).get(length % LENGTHS).filter(|_| length <= LONGEST)
    }

    fn finished(&self, length: usize) -> Option<Headers> {
        let place = self.place(length)?.lock().unwrap_or_else(PoisonError::into_inner);
        let known = place.as_ref().filter(|(of, _)| *of == length);
        known.map(|(_, headers)| Headers::Shared(Arc::clone(headers)))
    }

    fn finish(&self, status: u16, body: &Bytes) -> Headers {
        let mut draft = ResponseDraft { status, headers: self.headers.clone() };
        let unconditional = Conditions { safe: false, headers: &HeaderMap::new() };
        let headers = draft.send_bytes(body.clone(), &unconditional).headers;
        let Some(place) = self.place(body.len()) else { return headers };
        let headers = Arc::new(SharedHeaders::from(headers.into_map()));
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some((body.len(), Arc::clone(&headers)));
        Headers::Shared(headers)
    }
}

#[cfg(test)]
mod tests {
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

    use super::*;

    fn typed(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))])
    }

    #[test]
    fn replies_of_one_length_share_their_headers() {
        let start = PreparedHeaders::new(typed("text/css; charset=utf-8"));
        let mut last = None;
        // Each twice, and two lengths of one place in turn.
        for length in [3, 3, 3 + LENGTHS, 3, LONGEST, LONGEST, LONGEST + 1] {
            let response = start.send(200, Bytes::from(vec![b'x'; length]));
            assert_eq!(response.headers.map().get(CONTENT_LENGTH), Some(&HeaderValue::from(length)));
            assert_eq!(response.headers.map().get(CONTENT_TYPE), start.headers().get(CONTENT_TYPE));
            assert_eq!(matches!(response.headers, Headers::Shared(_)), length <= LONGEST);
            let (before, now) = (last.replace((length, response.headers.clone())), response.headers);
            if let (Some((before, Headers::Shared(one))), Headers::Shared(other)) = (before, now) {
                assert_eq!(Arc::ptr_eq(&one, &other), before == length, "{length}");
            }
        }
    }

    #[test]
    fn counts_replace_what_was_said_of_them() {
        let mut headers = typed("text/css; charset=utf-8");
        headers.append(COUNTS[1].clone(), HeaderValue::from_static("many"));
        headers.append(COUNTS[1].clone(), HeaderValue::from_static("very many"));
        let start = PreparedHeaders::new(headers);
        for counts in [[3, 2], [100_000, 0]] {
            let counted = start.counted(counts);
            let said: Vec<_> = COUNTS.iter().flat_map(|name| counted.get_all(name)).collect();
            assert_eq!(said, counts.map(HeaderValue::from).iter().collect::<Vec<_>>());
            assert_eq!(counted.len(), 4);
        }
    }

    #[test]
    fn what_depends_on_more_than_the_length_is_no_start() {
        let (plain, mut conditional) = (HeaderMap::new(), HeaderMap::new());
        conditional.insert(header::IF_NONE_MATCH, HeaderValue::from_static("*"));
        let completes = |headers: HeaderMap, status, safe, request: &HeaderMap| {
            PreparedHeaders::new(headers).completes(status, &Conditions { safe, headers: request })
        };
        let kind = || typed("text/css; charset=utf-8");
        assert!(completes(kind(), 200, true, &plain));
        assert!(completes(kind(), 404, false, &conditional));
        assert!(!completes(kind(), 200, true, &conditional));
        assert!([100, 204, 205, 304].into_iter().all(|status| !completes(kind(), status, true, &plain)));
        assert!(!completes(HeaderMap::new(), 200, true, &plain));
        assert!(!completes(typed("text/css; charset=latin1"), 200, true, &plain));
        for name in [header::ETAG, header::LAST_MODIFIED, header::CONNECTION, header::TRAILER] {
            let mut headers = kind();
            headers.insert(name, HeaderValue::from_static("x"));
            assert!(!completes(headers, 200, true, &plain));
        }
    }
}

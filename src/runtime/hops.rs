//! Forwarded requests that come back to the environment that forwarded them: each round holds a connection, until there
//! are none left.
//!
//! A round trip through other servers shows by a header alone, which these pass on. An upstream should not see a header
//! that the client did not send, so requests carry it only while several others wait for the upstream, as those do that go
//! round in circles.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// Names the environments that a request was forwarded by.
const FORWARDED_BY: HeaderName = HeaderName::from_static("x-sidemock-forwarded-by");
/// So many requests may wait for the upstream without anybody wondering why.
const UNSUSPICIOUS: usize = 8;

/// What an environment forwards.
#[derive(Debug)]
pub struct Hops {
    /// What it is called in the header; nobody else knows it.
    id: HeaderValue,
    waiting: AtomicUsize,
}

impl Default for Hops {
    fn default() -> Self {
        let id = HeaderValue::try_from(Uuid::new_v4().simple().to_string());
        Self { id: id.unwrap_or_else(|_| HeaderValue::from_static("sidemock")), waiting: AtomicUsize::new(0) }
    }
}

impl Hops {
    /// Whether a request with these headers was forwarded by this environment before.
    pub fn come_back(&self, headers: &HeaderMap) -> bool {
        let is_ours = |value: &HeaderValue| memchr::memmem::find(value.as_bytes(), self.id.as_bytes()).is_some();
        headers.get_all(FORWARDED_BY).iter().any(is_ours)
    }

    /// A request goes out with these headers, and waits for the upstream until the guard is dropped.
    pub fn forward(&self, headers: &mut HeaderMap) -> Waiting<'_> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= UNSUSPICIOUS {
            headers.append(FORWARDED_BY, self.id.clone());
        }
        Waiting(self)
    }
}

/// A request that waits for the upstream.
#[derive(Debug)]
pub struct Waiting<'a>(&'a Hops);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_marked_when_many_wait_and_recognised_when_it_comes_back() {
        let (hops, others) = (Hops::default(), Hops::default());
        let mut headers = HeaderMap::new();
        let waiting: Vec<_> = (0..UNSUSPICIOUS).map(|_| hops.forward(&mut headers)).collect();
        assert!(headers.is_empty());
        let _one_more = hops.forward(&mut headers);
        assert!(hops.come_back(&headers) && !others.come_back(&headers));
        // As Node joins them on the way.
        let joined = HeaderValue::try_from([others.id.as_bytes(), hops.id.as_bytes()].join(&b", "[..])).unwrap();
        assert!(hops.come_back(&[(FORWARDED_BY, joined)].into_iter().collect()));
        drop(waiting);
        let mut headers = HeaderMap::new();
        drop(hops.forward(&mut headers));
        assert!(headers.is_empty());
    }
}

//! What of a head's fields the connection itself goes by, found in one pass: each look-up in the map costs more than that.

use http::header::{self, HeaderMap, HeaderValue};

/// W3C trace context.
const TRACEPARENT: &str = "traceparent";

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Number of `Host` lines.
    pub hosts: usize,
    /// Whether there is an `Expect`.
    pub expects: bool,
    /// Whether there is an `Upgrade`.
    pub upgrades: bool,
    /// Whether the client said `Connection: keep-alive`.
    pub keep_alive: bool,
    /// Whether there is a `traceparent`.
    pub traced: bool,
    /// Whether the connection goes on as after a head without `Connection`, `Upgrade` and `Expect`.
    pub is_plain: bool,
    /// What its names and values weigh (bytes).
    pub weight: usize,
}

impl Fields {
    /// Of these fields.
    pub fn of(headers: &HeaderMap) -> Self {
        let (mut hosts, mut expects, mut upgrades, mut traced) = (0, false, false, false);
        let mut connection: Option<&HeaderValue> = None;
        let mut weight = 0;
        for (name, value) in headers {
            weight += name.as_str().len() + value.len();
            if *name == header::HOST {
                hosts += 1;
            } else if *name == header::CONNECTION {
                // The first line counts.
                connection = connection.or(Some(value));
            } else if *name == header::UPGRADE {
                upgrades = true;
            } else if *name == header::EXPECT {
                expects = true;
            } else if name.as_str() == TRACEPARENT {
                traced = true;
            }
        }
        let keep_alive = connection.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"keep-alive"));
        let is_plain = !(expects || upgrades) && (keep_alive || connection.is_none());
        Self { hosts, expects, upgrades, keep_alive, traced, is_plain, weight }
    }
}

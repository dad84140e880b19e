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
    /// The [`length_bit`]s of its names.
    pub name_lengths: u64,
}

/// One bit for the length of a name: who looks for a few names sees at a glance that most heads have none of them. Long
/// names share the bit of names of no characters, of which there are none.
pub fn length_bit(length: usize) -> u64 {
    1u64.checked_shl(length as u32).unwrap_or(1)
}

impl Fields {
    /// Of these fields.
    pub fn of(headers: &HeaderMap) -> Self {
        let (mut hosts, mut expects, mut upgrades, mut traced) = (0, false, false, false);
        let mut connection: Option<&HeaderValue> = None;
        let (mut weight, mut name_lengths) = (0, 0);
        for (name, value) in headers {
            let length = name.as_str().len();
            weight += length + value.len();
            name_lengths |= length_bit(length);
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
        Self { hosts, expects, upgrades, keep_alive, traced, is_plain, weight, name_lengths }
    }
}

//! How long what a call makes lives, as `ttl` of its body says: not for no time, and not for longer than anybody waits.

use std::time::Duration;

use serde_json::Value;

use crate::spelling::duration;

use super::Problem;

/// The longest: a year, beyond which nothing is meant to end.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The `ttl` of a body, if it has one.
///
/// # Errors
/// 400 where it is none that anything can live for.
pub(super) fn read(body: &Value) -> Result<Option<Duration>, Problem> {
    match body["ttl"].as_str().and_then(duration) {
        Some(ttl) if ttl.is_zero() => {
            Err(Problem::at("$.ttl", "expected a time such as \"30s\"; nothing is there for 0s"))
        }
        Some(ttl) if ttl > LONGEST => {
            Err(Problem::at("$.ttl", "expected at most \"8760h\", a year; leave it out for the usual time"))
        }
        ttl => Ok(ttl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lasts_longer_than_nothing_and_up_to_a_year() {
        for (ttl, expected) in [
            ("0s", Err(())),
            ("1ms", Ok(Some(Duration::from_millis(1)))),
            ("8760h", Ok(Some(LONGEST))),
            ("8761h", Err(())),
            ("99999999999m", Err(())),
        ] {
            assert_eq!(read(&json!({ "ttl": ttl })).map_err(|_| ()), expected, "{ttl}");
        }
        assert_eq!(read(&json!({})).map_err(|_| ()), Ok(None));
    }
}

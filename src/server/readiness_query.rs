//! What `GET /readyz` was asked: by a probe nothing more than whether, by people why, and by a pipeline whether
//! the content that it just pushed serves, which may take the kubelet a minute.

use std::path::Path;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::spelling;

/// The longest wait: behind it a connection is more likely forgotten than waiting.
const MAX_WAIT: Duration = Duration::from_secs(600);
/// Digits of a SHA-256.
const HASH_DIGITS: usize = 64;

/// Why a query is not answered.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// A name that is not ours; ignoring it would say ready to a question that was not understood.
    #[error("{0}: unknown parameter: known are verbose, file, hash and wait")]
    Unknown(String),
    /// No name of a file.
    #[error("file: name a file of environments, as in file=shop.json")]
    File,
    /// No beginning of a hash.
    #[error("hash={0:?}: expected 1 to 64 hex digits, the beginning of what sha256sum says of the file")]
    Hash(String),
    /// No duration, or too long a one.
    #[error("wait={0:?}: expected a duration such as 30s, at most 10m")]
    Wait(String),
}

/// The question.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReadinessQuery {
    /// Also what is loaded, and what is wrong beside it.
    pub verbose: bool,
    /// Ready means that this file serves: its name, or its path or the end of it.
    pub file: Option<String>,
    /// Ready means that content whose hash begins so serves.
    pub hash: Option<String>,
    /// How long to wait for it.
    pub wait: Duration,
}

impl ReadinessQuery {
    /// Reads the query of a target.
    ///
    /// # Errors
    /// The first parameter that is not understood.
    pub(super) fn parse(query: &str) -> Result<Self, QueryError> {
        let mut found = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned();
            match name {
                "verbose" => found.verbose = true,
                "file" if value.is_empty() => return Err(QueryError::File),
                "file" => found.file = Some(value),
                "hash" => found.hash = Some(hash(value)?),
                "wait" => {
                    let wait = spelling::duration(&value).filter(|wait| *wait <= MAX_WAIT);
                    found.wait = wait.ok_or(QueryError::Wait(value))?;
                }
                _ => return Err(QueryError::Unknown(name.to_owned())),
            }
        }
        Ok(found)
    }

    /// Whether the question is about some content, not about everything.
    pub fn names_content(&self) -> bool {
        self.file.is_some() || self.hash.is_some()
    }

    /// Whether this file is the one that is asked about, or none is.
    pub fn is_about(&self, file: Option<&Path>) -> bool {
        self.file.as_ref().is_none_or(|wanted| file.is_some_and(|file| file.ends_with(wanted)))
    }

    /// Whether content of this hash is what is asked for, or none is.
    pub fn accepts(&self, hash: &str) -> bool {
        self.hash.as_ref().is_none_or(|wanted| hash.starts_with(wanted.as_str()))
    }
}

fn hash(mut value: String) -> Result<String, QueryError> {
    value.make_ascii_lowercase();
    let is_prefix = (1..=HASH_DIGITS).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_hexdigit());
    if is_prefix { Ok(value) } else { Err(QueryError::Hash(value)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_parameter() {
        let found = ReadinessQuery::parse("verbose&file=my%20shop.json&hash=AB12&wait=30s").unwrap();
        assert_eq!(
            found,
            ReadinessQuery {
                verbose: true,
                file: Some("my shop.json".to_owned()),
                hash: Some("ab12".to_owned()),
                wait: Duration::from_secs(30),
            }
        );
        assert_eq!(ReadinessQuery::parse(""), Ok(ReadinessQuery::default()));
    }

    #[test]
    fn refuses_what_it_does_not_understand_by_name() {
        for (query, name) in [
            ("flie=shop.json", "flie"),
            ("file=", "file"),
            ("hash=", "hash"),
            ("hash=xyz", "hash"),
            ("hash=0123456789012345678901234567890123456789012345678901234567890123456789", "hash"),
            ("wait=30", "wait"),
            ("wait=11m", "wait"),
        ] {
            let error = ReadinessQuery::parse(query).unwrap_err().to_string();
            assert!(error.starts_with(name), "{query}: {error}");
        }
    }

    #[test]
    fn a_file_is_known_by_its_name_or_by_the_end_of_its_path() {
        let path = Path::new("/etc/sidemock/environments/shop.json");
        for (wanted, same) in [
            ("shop.json", true),
            ("environments/shop.json", true),
            ("/etc/sidemock/environments/shop.json", true),
            ("op.json", false),
            ("other.json", false),
        ] {
            let query = ReadinessQuery { file: Some(wanted.to_owned()), ..ReadinessQuery::default() };
            assert_eq!(query.is_about(Some(path)), same, "{wanted}");
        }
    }
}

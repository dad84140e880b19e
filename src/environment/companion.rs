//! Companions: what is ours alone and has to be declared beside a Mockoon file, because the desktop application deletes
//! keys that it does not know. `shop.sidemock.yaml` (or `.yml`, `.json`) belongs to `shop.json`.

use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::kind::kind_of;
use super::names;
use super::parse::{self, ParseError, Syntax};
use crate::spelling::nearest;

/// What a companion declares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Companion {
    /// Its file.
    pub file: Option<PathBuf>,
    /// `snapshot`: the file of a snapshot that the environment begins with, relative to the companion.
    pub snapshot: Option<PathBuf>,
    /// The text of that file, once it has been read.
    pub snapshot_text: Option<String>,
    /// `faults`: faults that are there from the start, as one would send them to the admin API.
    pub faults: Vec<Value>,
}

/// Keys of a companion.
const KEYS: [&str; 2] = ["snapshot", "faults"];

/// A companion that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("its companion {}: {reason}", file.display())]
pub struct CompanionError {
    /// The companion.
    pub file: PathBuf,
    /// What is wrong and what would be right.
    pub reason: CompanionReason,
}

/// Why a companion cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CompanionReason {
    /// There is another one.
    #[error("{} is there too: keep one of them", .0.display())]
    Another(PathBuf),
    /// The bytes are not there.
    #[error("cannot be read ({0}): check the volume mounts and the permissions")]
    Unreadable(std::io::Error),
    /// The bytes are no document.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// A key that means nothing.
    #[error("the key `{key}` is unknown{}: known are {}", Hint(*nearest), KEYS.join(", "))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known one that resembles it.
        nearest: Option<&'static str>,
    },
    /// A fault that is none.
    #[error("`faults[{index}]{path}`: {message}")]
    Fault {
        /// Which one, from 0.
        index: usize,
        /// Where in it: `.fault.type`, empty for the whole.
        path: String,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// A snapshot that cannot be read, or is none.
    #[error("`snapshot`: {}: {message}", path.display())]
    Snapshot {
        /// Its file.
        path: PathBuf,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// A value of the wrong type.
    #[error("`{key}` is {found} instead of {wanted}")]
    WrongType {
        /// The key in the file.
        key: String,
        /// What stands there.
        found: &'static str,
        /// What should.
        wanted: &'static str,
    },
}

struct Hint(Option<&'static str>);

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |nearest| write!(f, " (did you mean `{nearest}`?)"))
    }
}

/// The companions that lie beside a file.
pub fn beside(file: &Path) -> Vec<PathBuf> {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    names::companions_of(name).map(|companion| file.with_file_name(companion)).filter(|path| path.is_file()).collect()
}

/// Reads a companion.
///
/// # Errors
/// When it is no document, or declares what nobody knows.
pub fn parse(file: &Path, bytes: &[u8]) -> Result<Companion, CompanionError> {
    read(file, bytes).map_err(|reason| CompanionError { file: file.to_owned(), reason })
}

fn read(file: &Path, bytes: &[u8]) -> Result<Companion, CompanionReason> {
    let mut companion = Companion { file: Some(file.to_owned()), ..Companion::default() };
    let unpacked = parse::unpack(bytes)?;
    let text = match parse::decode(&unpacked) {
        // One that declares nothing yet.
        Err(ParseError::Empty) => return Ok(companion),
        text => text?.text,
    };
    let keys = match parse::parse(&text, Syntax::of(&file.to_string_lossy()))? {
        Value::Object(keys) => keys,
        Value::Null => Map::new(),
        other => return Err(wrong_type("the file", &other, "an object")),
    };
    for (key, value) in keys {
        match (key.as_str(), value) {
            ("snapshot", Value::String(path)) if !path.is_empty() => companion.snapshot = Some(path.into()),
            ("snapshot", other) => return Err(wrong_type("snapshot", &other, "the path of a file")),
            ("faults", Value::Array(faults)) => {
                if let Some((at, other)) = faults.iter().enumerate().find(|(_, fault)| !fault.is_object()) {
                    return Err(wrong_type(&format!("faults[{at}]"), other, "an object"));
                }
                companion.faults = faults;
            }
            ("faults", other) => return Err(wrong_type("faults", &other, "a list")),
            _ => {
                let nearest = nearest(&key, KEYS.into_iter());
                return Err(CompanionReason::UnknownKey { key, nearest });
            }
        }
    }
    Ok(companion)
}

fn wrong_type(key: &str, found: &Value, wanted: &'static str) -> CompanionReason {
    CompanionReason::WrongType { key: key.to_owned(), found: kind_of(found), wanted }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lie_beside_their_file() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::write(at("shop.sidemock.yml"), "").unwrap();
        assert_eq!(beside(&at("shop.json.gz")), [at("shop.sidemock.yml")]);
        assert!(beside(&at("other.json")).is_empty());
    }

    #[test]
    fn declare_a_snapshot_and_faults() {
        let read = |text: &str| parse(Path::new("m/shop.sidemock.yaml"), text.as_bytes());
        let companion = read("snapshot: seed.json\nfaults:\n  - {latency: {fixed: 5s}}\n").unwrap();
        assert_eq!(companion.snapshot.as_deref(), Some(Path::new("seed.json")));
        assert_eq!(companion.faults, [json!({ "latency": { "fixed": "5s" } })]);
        for nothing in ["", "# nothing yet\n", "{}", "~"] {
            let companion = read(nothing).unwrap();
            assert_eq!((companion.snapshot, companion.faults.len()), (None, 0), "{nothing}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_key() {
        for (text, message) in [
            (
                "snapshots: a.json",
                "the key `snapshots` is unknown (did you mean `snapshot`?): known are snapshot, faults",
            ),
            ("x: 1", "the key `x` is unknown: known are snapshot, faults"),
            ("snapshot: 5", "`snapshot` is a number instead of the path of a file"),
            ("faults: {}", "`faults` is an object instead of a list"),
            ("faults: [{}, 5]", "`faults[1]` is a number instead of an object"),
            ("[]", "`the file` is a list instead of an object"),
            ("a: [", "not YAML"),
        ] {
            let error = parse(Path::new("m/shop.sidemock.yaml"), text.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with("its companion m/shop.sidemock.yaml: "), "{error}");
            assert!(error.contains(message), "{error}");
        }
    }
}

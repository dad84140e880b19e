//! What schema repair changed, for the people whose file it is. The reference repairs in silence.

use std::fmt;

use crate::environment::document::Document;

/// At most so many repairs are kept; the rest is only counted.
pub const MAX_REPAIRS: usize = 100;

/// Longest piece of a refused value that a message shows, in characters.
const SHOWN: usize = 40;

/// One field that was not as the schema wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Where, for example `routes[3].responses[0].statusCode`; empty for the whole file.
    pub path: String,
    /// What kind of change it was.
    pub kind: RepairKind,
    /// What was done, as a sentence without a subject.
    pub action: String,
}

/// Kinds of a [`Repair`]; callers log missing fields more quietly than wrong ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepairKind {
    /// The field was not there and has its default now.
    Missing,
    /// The value was of the wrong type or out of range and was replaced by the default.
    Replaced,
    /// An item of a list could not be used and is gone.
    Dropped,
    /// The field is not part of the schema and is ignored.
    Unknown,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "(top level)" } else { &self.path };
        write!(f, "{path}: {}", self.action)
    }
}

/// A step of the path to the field that is being looked at.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// A field of an object.
    Key(&'static str),
    /// An item of a list.
    Index(usize),
}

/// Collects repairs. The path is kept as steps and only written out when something is repaired.
#[derive(Debug, Default)]
pub struct RepairLog {
    repairs: Vec<Repair>,
    total: usize,
    path: Vec<Step>,
    muted: bool,
}

impl RepairLog {
    /// A log that keeps nothing, for building defaults.
    pub fn silent() -> Self {
        Self { muted: true, ..Self::default() }
    }

    /// The repairs kept and the number of all.
    pub fn finish(self) -> (Vec<Repair>, usize) {
        (self.repairs, self.total)
    }

    /// Whether nothing had to be repaired.
    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Whether a field at the top was of the wrong type or out of range.
    pub fn replaces_at_top(&self) -> bool {
        let is_at_top = |repair: &Repair| !repair.path.contains(['.', '[']);
        self.repairs.iter().any(|repair| repair.kind == RepairKind::Replaced && is_at_top(repair))
    }

    /// Runs `work` one step further down.
    pub fn at<T>(&mut self, step: Step, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = work(self);
        self.path.pop();
        result
    }

    /// Runs `work` without keeping its repairs: one line for a replaced object, not one for each of its fields.
    pub fn muted<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.muted, true);
        let result = work(self);
        self.muted = before;
        result
    }

    /// Adds what was kept elsewhere, as if it had been repaired now.
    pub fn append(&mut self, other: Self) {
        if self.muted {
            return;
        }
        self.total += other.total;
        let room = MAX_REPAIRS.saturating_sub(self.repairs.len());
        self.repairs.extend(other.repairs.into_iter().take(room));
    }

    /// The current field was absent.
    pub fn missing(&mut self, now: impl fmt::Display) {
        self.add(RepairKind::Missing, || format!("missing, set to {now}"));
    }

    /// The current field had a value that cannot be used.
    pub fn replaced(&mut self, was: &Document, wanted: impl fmt::Display, now: impl fmt::Display) {
        self.add(RepairKind::Replaced, || format!("{} is not {wanted}, set to {now}", Shown(was)));
    }

    /// The current item of a list cannot be used.
    pub fn dropped(&mut self, reason: impl fmt::Display) {
        self.add(RepairKind::Dropped, || format!("{reason}, dropped"));
    }

    /// A field that the schema does not know.
    pub fn unknown(&mut self, key: &str) {
        self.add(RepairKind::Unknown, || format!("unknown field {}, ignored", Shown(&Document::Text(key.into()))));
    }

    fn add(&mut self, kind: RepairKind, action: impl FnOnce() -> String) {
        if self.muted {
            return;
        }
        self.total += 1;
        if self.repairs.len() < MAX_REPAIRS {
            self.repairs.push(Repair { path: self.written_path(), kind, action: action() });
        }
    }

    fn written_path(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        for step in &self.path {
            let _ = match step {
                Step::Key(key) if out.is_empty() => write!(out, "{key}"),
                Step::Key(key) => write!(out, ".{key}"),
                Step::Index(index) => write!(out, "[{index}]"),
            };
        }
        out
    }
}

/// A JSON value as a message shows it: short, containers by their kind only.
struct Shown<'a>(&'a Document);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Document::Null => f.write_str("null"),
            Document::Bool(flag) => write!(f, "{flag}"),
            Document::Number(n) => write!(f, "{n}"),
            Document::List(_) => f.write_str("a list"),
            Document::Object(_) => f.write_str("an object"),
            Document::Text(text) if text.chars().count() > SHOWN => {
                write!(f, "{:?}...", text.chars().take(SHOWN).collect::<String>())
            }
            Document::Text(text) => write!(f, "{}", serde_json::Value::from(text.as_str())),
        }
    }
}

//! Reads one object field by field: what validates is taken, what does not is replaced by the field's default.
//! The rules are those of the reference's schema library: numbers may be written as text, booleans may not,
//! nothing else is converted.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as ChoiceError};

use super::log::{RepairLog, Step};
use crate::environment::defaults;
use crate::environment::document::{Document, Members};
use crate::js::{Str, number, text};

/// Whole numbers beyond this are not exact and refused.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The fields of one object.
pub struct Fields<'l> {
    members: Members,
    /// Which members have been read.
    read: Places,
    /// Where the next field is, if the file has them in the order of the schema.
    next: usize,
    log: &'l mut RepairLog,
}

/// A set of places in a list; nothing is allocated for the first 64.
#[derive(Default)]
struct Places {
    first: u64,
    rest: HashSet<usize>,
}

impl Places {
    fn insert(&mut self, place: usize) {
        if place < 64 {
            self.first |= 1 << place;
        } else {
            self.rest.insert(place);
        }
    }

    fn contains(&self, place: usize) -> bool {
        if place < 64 { self.first & (1 << place) != 0 } else { self.rest.contains(&place) }
    }
}

/// Builds a `T` from an object; anything else becomes the `T` of an empty object.
pub fn object<T>(value: Document, log: &mut RepairLog, build: impl FnOnce(&mut Fields<'_>) -> T) -> T {
    match value {
        Document::Object(members) => {
            let mut fields = Fields::new(members, log);
            let built = build(&mut fields);
            fields.report_unknown();
            built
        }
        other => {
            log.replaced(&other, "an object", "the default");
            log.muted(|log| build(&mut Fields::new(Members::new(), log)))
        }
    }
}

impl<'l> Fields<'l> {
    fn new(members: Members, log: &'l mut RepairLog) -> Self {
        Self { members, read: Places::default(), next: 0, log }
    }

    /// Takes a field out of the object.
    fn take(&mut self, key: &str) -> Option<Document> {
        let count = self.members.len();
        let mut places = (self.next..count).chain(0..self.next.min(count));
        let place = places.find(|place| self.members.get(*place).is_some_and(|(name, _)| name == key))?;
        self.next = place + 1;
        self.read.insert(place);
        self.members.get_mut(place).map(|(_, value)| std::mem::replace(value, Document::Null))
    }

    /// Any text.
    pub fn text<T: From<Str>>(&mut self, key: &'static str, default: &str) -> T {
        self.read(key, "a text", text_of, || Str::new(default)).into()
    }

    /// A text that is not empty.
    pub fn filled_text<T: From<Str>>(&mut self, key: &'static str, default: &str) -> T {
        let taken = |value: &mut Document| text_if(value, |text| !text.is_empty());
        self.read(key, "a text that is not empty", taken, || Str::new(default)).into()
    }

    /// A text out of a list.
    pub fn word<T: From<Str>>(&mut self, key: &'static str, known: &[&str], default: &str) -> T {
        let taken = |value: &mut Document| text_if(value, |text| known.contains(&text));
        self.read(key, OneOf(known), taken, || Str::new(default)).into()
    }

    /// A uuid; a new one if there is none.
    pub fn uuid<T: From<Str>>(&mut self, key: &'static str) -> T {
        let taken = |value: &mut Document| text_if(value, is_uuid);
        self.read(key, "a uuid", taken, || defaults::new_uuid().into()).into()
    }

    /// The short id of a data bucket or callback; a new one if there is none.
    pub fn short_id<T: From<Str>>(&mut self, key: &'static str) -> T {
        self.read(key, "a text", text_of, || defaults::new_short_id().into()).into()
    }

    /// `true` or `false`, not as text.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.read(key, "true or false", bool_of, || default)
    }

    /// A number within bounds, perhaps written as text.
    pub fn number(&mut self, key: &'static str, least: f64, most: f64, default: f64) -> f64 {
        let taken = |value: &mut Document| to_number(value).filter(|n| (least..=most).contains(n));
        self.read(key, format_args!("a number {}", Bounds(least, most)), taken, || default)
    }

    /// A TCP port. A fraction passes the reference's schema and fails when it listens: here it is repaired.
    pub fn port(&mut self, key: &'static str, default: u16) -> u16 {
        let taken = |value: &mut Document| {
            let port = to_number(value)?;
            (port.fract() == 0.0 && (0.0..=65_535.0).contains(&port)).then_some(port as u16)
        };
        self.read(key, "a port", taken, || default)
    }

    /// One of the names of an enumeration.
    pub fn choice<T: DeserializeOwned + Copy>(&mut self, key: &'static str, default: T, shown: &str) -> T {
        let mut reason = String::from("a text");
        let Some(value) = self.take(key) else {
            self.log.at(Step::Key(key), |log| log.missing(shown));
            return default;
        };
        choice_of(&value, &mut reason).unwrap_or_else(|| {
            self.log.at(Step::Key(key), |log| log.replaced(&value, reason, shown));
            default
        })
    }

    /// One of the names of an enumeration, or null, which is the default too.
    pub fn optional_choice<T: DeserializeOwned + Copy>(&mut self, key: &'static str) -> Option<T> {
        let mut reason = String::from("a text or null");
        match self.take(key) {
            Some(Document::Null) => {}
            None => self.log.at(Step::Key(key), |log| log.missing("null")),
            Some(value) => match choice_of(&value, &mut reason) {
                Some(choice) => return Some(choice),
                None => self.log.at(Step::Key(key), |log| log.replaced(&value, reason, "null")),
            },
        }
        None
    }

    /// A list; items for which `item` has no result are left out, it says why in the log.
    pub fn list<T>(&mut self, key: &'static str, item: Item<T>) -> Vec<T> {
        let items = self.read(key, "a list", list_of, Vec::new);
        self.log.at(Step::Key(key), |log| {
            let indexed = items.into_iter().enumerate();
            let kept = indexed.filter_map(|(index, value)| log.at(Step::Index(index), |log| item(value, log)));
            // Collecting in place would keep the room that the items had as documents.
            let mut list = Vec::new();
            list.extend(kept);
            list.shrink_to_fit();
            list
        })
    }

    /// A list that was read before its object, or [`Self::list`].
    pub fn listed<T>(&mut self, key: &'static str, item: Item<T>, streamed: Option<Streamed<T>>) -> Vec<T> {
        match streamed {
            None => self.list(key, item),
            Some(streamed) => {
                self.log.append(streamed.log);
                let mut list = streamed.items;
                list.shrink_to_fit();
                list
            }
        }
    }

    /// An object inside.
    pub fn inner<T>(&mut self, key: &'static str, build: fn(&mut Fields<'_>) -> T) -> T {
        let value = self.take(key);
        self.log.at(Step::Key(key), |log| match value {
            Some(value) => object(value, log, build),
            None => {
                log.missing("the default");
                log.muted(|log| build(&mut Fields::new(Members::new(), log)))
            }
        })
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        wanted: impl fmt::Display,
        take: impl FnOnce(&mut Document) -> Option<T>,
        default: impl FnOnce() -> T,
    ) -> T
    where
        T: fmt::Debug,
    {
        let Some(mut value) = self.take(key) else {
            let default = default();
            self.log.at(Step::Key(key), |log| log.missing(Shown(&default)));
            return default;
        };
        take(&mut value).unwrap_or_else(|| {
            let default = default();
            self.log.at(Step::Key(key), |log| log.replaced(&value, wanted, Shown(&default)));
            default
        })
    }

    fn report_unknown(&mut self) {
        for (place, (key, _)) in self.members.iter().enumerate() {
            if !self.read.contains(place) {
                self.log.unknown(key);
            }
        }
    }
}

/// A default as a message shows it: texts in quotes, whole numbers without a fraction.
struct Shown<'a, T>(&'a T);

impl<T: fmt::Debug> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:?}", self.0);
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

/// Reads one item of a list; `None` leaves it out.
pub type Item<T> = fn(Document, &mut RepairLog) -> Option<T>;

/// A list that is repaired item by item while the file is still being read.
pub struct Streamed<T> {
    key: &'static str,
    item: Item<T>,
    items: Vec<T>,
    /// How many items were read, those left out included.
    count: usize,
    log: RepairLog,
}

impl<T> Streamed<T> {
    /// The list of that name, still empty.
    pub fn new(key: &'static str, item: Item<T>) -> Self {
        Self { key, item, items: Vec::new(), count: 0, log: RepairLog::default() }
    }

    /// Repairs the next item.
    pub fn add(&mut self, value: Document) {
        let (item, index) = (self.item, self.count);
        let item = self.log.at(Step::Key(self.key), |log| log.at(Step::Index(index), |log| item(value, log)));
        self.items.extend(item);
        self.count += 1;
    }
}

/// The alternatives for a text, as a message names them.
struct OneOf<'a>(&'a [&'a str]);

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.0.join(", ").trim_start_matches(", "))
    }
}

fn text_of(value: &mut Document) -> Option<Str> {
    text_if(value, |_| true)
}

/// Takes a text that fits.
fn text_if(value: &mut Document, fits: impl FnOnce(&str) -> bool) -> Option<Str> {
    match value {
        Document::Text(text) if fits(text) => Some(std::mem::take(text)),
        _ => None,
    }
}

fn bool_of(value: &mut Document) -> Option<bool> {
    match value {
        Document::Bool(flag) => Some(*flag),
        _ => None,
    }
}

fn list_of(value: &mut Document) -> Option<Vec<Document>> {
    match value {
        Document::List(items) => Some(std::mem::take(items)),
        _ => None,
    }
}

/// Reads an enumeration by the names that the model gives it; the reason for a refusal lists them.
fn choice_of<T: DeserializeOwned>(value: &Document, reason: &mut String) -> Option<T> {
    let text = value.as_text()?;
    let read: Result<T, ChoiceError> = T::deserialize(text.as_str().into_deserializer());
    read.map_err(|error| *reason = known_names(&error)).ok()
}

/// "unknown variant `x`, expected one of `a`, `b`" -> "one of `a`, `b`".
fn known_names(error: &ChoiceError) -> String {
    let message = error.to_string();
    message.split_once("expected ").map_or_else(|| message.clone(), |(_, names)| names.replace('`', ""))
}

/// Bounds of a number, as a message names them.
struct Bounds(f64, f64);

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.is_finite(), self.1.is_finite()) {
            (true, true) => write!(f, "from {} to {}", self.0, self.1),
            (true, false) => write!(f, "from {}", self.0),
            _ => f.write_str("that is exact"),
        }
    }
}

/// A number, or a text that is one.
pub fn to_number(value: &Document) -> Option<f64> {
    let n = match value {
        Document::Number(n) => n.as_f64()?,
        Document::Text(text) => number_in_text(text)?,
        _ => return None,
    };
    // `+ 0.0` makes -0 a plain zero.
    (n.abs() <= MAX_SAFE_INTEGER).then_some(n + 0.0)
}

/// A decimal text that keeps all its digits as a double; `0x10`, `1_000` and `12px` are no numbers.
fn number_in_text(written: &str) -> Option<f64> {
    static DECIMAL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$").ok());
    let written = text::trim(written);
    if !DECIMAL.as_ref()?.is_match(written) {
        return None;
    }
    let n = number::parse_float(written.strip_prefix('+').unwrap_or(written));
    let printed = number::to_str(n);
    let exact = if written.contains(['e', 'E']) {
        significant_digits(written) == significant_digits(&printed)
    } else {
        printed.contains('e') || printed == normal_decimal(written)
    };
    exact.then_some(n)
}

/// The digits that carry information, without sign, dot, exponent and zeros at the ends.
fn significant_digits(text: &str) -> String {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.trim_start_matches(['+', '-']).replacen('.', "", 1);
    digits.trim_end_matches('0').trim_start_matches('0').to_owned()
}

/// A decimal as JavaScript would print it: no plus, no needless zeros, a zero before a leading dot.
fn normal_decimal(text: &str) -> String {
    let unsigned = text.trim_start_matches(['+', '-']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let fraction = fraction.trim_end_matches('0');
    let minus = if text.starts_with('-') && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    if fraction.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{fraction}") }
}

/// Whether a text counts as a uuid: hexadecimal groups of 8, 4, 4, 4 and 12, with or without one kind of separator
/// (`-` or `:`), perhaps in a pair of brackets. Version and variant do not matter.
pub fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let inner = match bytes {
        [b'{', inner @ .., b'}'] | [b'[', inner @ .., b']'] | [b'(', inner @ .., b')'] => inner,
        bare => bare,
    };
    let separator = inner.get(8).copied().filter(|byte| matches!(byte, b'-' | b':'));
    let mut rest = inner;
    for (index, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if index > 0
            && let [first, after @ ..] = rest
            && Some(*first) == separator
        {
            rest = after;
        }
        match rest.split_at_checked(length) {
            Some((group, after)) if group.iter().all(u8::is_ascii_hexdigit) => rest = after,
            _ => return false,
        }
    }
    rest.is_empty()
}

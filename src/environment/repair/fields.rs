//! Reads one object field by field: what validates is taken, what does not is replaced by the field's default.
//! The rules are those of the reference's schema library: numbers may be written as text, booleans may not,
//! nothing else is converted.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as ChoiceError};
use serde_json::{Map, Value};

use super::log::{RepairLog, Step};
use crate::environment::defaults;
use crate::js::{number, text};

/// Whole numbers beyond this are not exact and refused.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The fields of one object that have not been read yet.
pub struct Fields<'l> {
    map: Map<String, Value>,
    log: &'l mut RepairLog,
}

/// Builds a `T` from an object; anything else becomes the `T` of an empty object.
pub fn object<T>(value: Value, log: &mut RepairLog, build: fn(&mut Fields<'_>) -> T) -> T {
    match value {
        Value::Object(map) => {
            let mut fields = Fields { map, log };
            let built = build(&mut fields);
            fields.report_unknown();
            built
        }
        other => {
            log.replaced(&other, "an object", "the default");
            log.muted(|log| build(&mut Fields { map: Map::new(), log }))
        }
    }
}

impl Fields<'_> {
    /// Any text.
    pub fn text(&mut self, key: &'static str, default: &str) -> String {
        self.read(key, "a text", |value| Some(std::mem::take(text_of(value)?)), || default.to_owned())
    }

    /// A text that is not empty.
    pub fn filled_text(&mut self, key: &'static str, default: &str) -> String {
        let taken = |value: &mut Value| text_of(value).filter(|text| !text.is_empty()).map(std::mem::take);
        self.read(key, "a text that is not empty", taken, || default.to_owned())
    }

    /// A text out of a list.
    pub fn word(&mut self, key: &'static str, known: &[&str], default: &str) -> String {
        let taken =
            |value: &mut Value| text_of(value).filter(|text| known.contains(&text.as_str())).map(std::mem::take);
        self.read(key, format_args!("one of {}", known.join(", ").trim_start_matches(", ")), taken, || {
            default.to_owned()
        })
    }

    /// A uuid; a new one if there is none.
    pub fn uuid(&mut self, key: &'static str) -> String {
        let taken = |value: &mut Value| text_of(value).filter(|text| is_uuid(text)).map(std::mem::take);
        self.read(key, "a uuid", taken, defaults::new_uuid)
    }

    /// The short id of a data bucket or callback; a new one if there is none.
    pub fn short_id(&mut self, key: &'static str) -> String {
        self.read(key, "a text", |value| text_of(value).map(std::mem::take), defaults::new_short_id)
    }

    /// `true` or `false`, not as text.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.read(key, "true or false", |value| value.as_bool(), || default)
    }

    /// A number within bounds, perhaps written as text.
    pub fn number(&mut self, key: &'static str, least: f64, most: f64, default: f64) -> f64 {
        let taken = |value: &mut Value| to_number(value).filter(|n| (least..=most).contains(n));
        self.read(key, format_args!("a number {}", Bounds(least, most)), taken, || default)
    }

    /// A TCP port. A fraction passes the reference's schema and fails when it listens: here it is repaired.
    pub fn port(&mut self, key: &'static str, default: u16) -> u16 {
        let taken = |value: &mut Value| {
            let port = to_number(value)?;
            (port.fract() == 0.0 && (0.0..=65_535.0).contains(&port)).then_some(port as u16)
        };
        self.read(key, "a port", taken, || default)
    }

    /// One of the names of an enumeration.
    pub fn choice<T: DeserializeOwned + Copy>(&mut self, key: &'static str, default: T, shown: &str) -> T {
        let mut reason = String::from("a text");
        let Some(value) = self.map.swap_remove(key) else {
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
        if self.map.get(key).is_some_and(Value::is_null) {
            self.map.swap_remove(key);
            return None;
        }
        let mut reason = String::from("a text or null");
        match self.map.swap_remove(key) {
            None => self.log.at(Step::Key(key), |log| log.missing("null")),
            Some(value) => match choice_of(&value, &mut reason) {
                Some(choice) => return Some(choice),
                None => self.log.at(Step::Key(key), |log| log.replaced(&value, reason, "null")),
            },
        }
        None
    }

    /// A list; items for which `item` has no result are left out, it says why in the log.
    pub fn list<T>(&mut self, key: &'static str, item: fn(Value, &mut RepairLog) -> Option<T>) -> Vec<T> {
        let items = self.read(key, "a list", |value| value.as_array_mut().map(std::mem::take), Vec::new);
        self.log.at(Step::Key(key), |log| {
            let indexed = items.into_iter().enumerate();
            indexed.filter_map(|(index, value)| log.at(Step::Index(index), |log| item(value, log))).collect()
        })
    }

    /// An object inside.
    pub fn inner<T>(&mut self, key: &'static str, build: fn(&mut Fields<'_>) -> T) -> T {
        let value = self.map.swap_remove(key);
        self.log.at(Step::Key(key), |log| match value {
            Some(value) => object(value, log, build),
            None => {
                log.missing("the default");
                log.muted(|log| build(&mut Fields { map: Map::new(), log }))
            }
        })
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        wanted: impl fmt::Display,
        take: impl FnOnce(&mut Value) -> Option<T>,
        default: impl FnOnce() -> T,
    ) -> T
    where
        T: fmt::Debug,
    {
        let Some(mut value) = self.map.swap_remove(key) else {
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
        for key in self.map.keys() {
            self.log.unknown(key);
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

fn text_of(value: &mut Value) -> Option<&mut String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Reads an enumeration by the names that the model gives it; the reason for a refusal lists them.
fn choice_of<T: DeserializeOwned>(value: &Value, reason: &mut String) -> Option<T> {
    let text = value.as_str()?;
    let read: Result<T, ChoiceError> = T::deserialize(text.into_deserializer());
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
pub fn to_number(value: &Value) -> Option<f64> {
    let n = match value {
        Value::Number(n) => n.as_f64()?,
        Value::String(text) => number_in_text(text)?,
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

//! Which values count for a field. The rules are those of the reference's schema library: numbers may be written as
//! text, booleans may not, nothing else is converted.

use std::sync::LazyLock;

use regex::Regex;
use serde::de::{DeserializeOwned, IntoDeserializer, value::Error as ChoiceError};

use crate::environment::document::Document;
use crate::js::{Str, number, text};

/// Whole numbers beyond this are not exact and refused.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Where the usual spelling of a uuid has dashes.
const USUAL_UUID: &[u8; 36] = b"00000000-0000-0000-0000-000000000000";

/// Takes a text that fits.
pub(super) fn text_if(value: &mut Document, fits: impl FnOnce(&str) -> bool) -> Option<Str> {
    match value {
        Document::Text(text) if fits(text) => Some(std::mem::take(text)),
        _ => None,
    }
}

/// `true` or `false`, not as text.
pub(super) fn bool_of(value: &mut Document) -> Option<bool> {
    match value {
        Document::Bool(flag) => Some(*flag),
        _ => None,
    }
}

/// An enumeration's value by the name that the model gives it.
pub(super) fn choice_of<T: DeserializeOwned>(value: &Document) -> Option<T> {
    choose(value.as_text()?).ok()
}

/// Which names an enumeration has, or what else is wrong with a value that is none of them.
pub(super) fn reason_against<T: DeserializeOwned>(value: &Document, otherwise: &'static str) -> String {
    match value.as_text().map(|text| choose::<T>(text)) {
        Some(Err(error)) => known_names(&error),
        _ => otherwise.to_owned(),
    }
}

fn choose<T: DeserializeOwned>(text: &str) -> Result<T, ChoiceError> {
    T::deserialize(text.into_deserializer())
}

/// "unknown variant `x`, expected one of `a`, `b`" -> "one of `a`, `b`".
fn known_names(error: &ChoiceError) -> String {
    let message = error.to_string();
    message.split_once("expected ").map_or_else(|| message.clone(), |(_, names)| names.replace('`', ""))
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
    // The usual spelling. Without an early end, so that the machine can look at several bytes at once.
    if let Ok(usual) = <&[u8; 36]>::try_from(bytes) {
        let fits = |byte: u8, wanted: u8| if wanted == b'-' { byte == b'-' } else { byte.is_ascii_hexdigit() };
        if usual.iter().zip(USUAL_UUID).fold(true, |all, (byte, wanted)| all & fits(*byte, *wanted)) {
            return true;
        }
    }
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

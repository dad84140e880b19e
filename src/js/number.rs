//! Numbers as JavaScript prints and reads them.

use super::{Str, text};

/// `String(number)`: shortest digits, exponent from 1e21 and below 1e-6, `-0` prints as `0`.
pub fn to_str(n: f64) -> Str {
    match safe_integer(n) {
        Some(whole) => Str::new(itoa::Buffer::new().format(whole)),
        None => Str::new(ryu_js::Buffer::new().format(n)),
    }
}

/// Appends `String(number)`.
#[inline]
pub fn write(n: f64, out: &mut String) {
    let digit = n as u8;
    if digit < 10 && f64::from(digit) == n {
        out.push(char::from(b'0' + digit));
    } else {
        write_digits(n, out);
    }
}

fn write_digits(n: f64, out: &mut String) {
    match safe_integer(n) {
        Some(whole) => out.push_str(itoa::Buffer::new().format(whole)),
        None => out.push_str(ryu_js::Buffer::new().format(n)),
    }
}

/// The number as an integer if it is one that all its digits tell apart from its neighbours.
fn safe_integer(n: f64) -> Option<i64> {
    let whole = n as i64;
    (whole as f64 == n && whole.unsigned_abs() < 1 << 53).then_some(whole)
}

/// `Number(string)`: trims, reads decimal, `0x`, `0o`, `0b` and `Infinity`; empty is 0, anything else NaN.
pub fn from_str(s: &str) -> f64 {
    let s = text::trim(s);
    if s.is_empty() {
        return 0.0;
    }
    if s.len() > 2 && s.as_bytes()[0] == b'0' {
        let radix = match s.as_bytes()[1] {
            b'x' | b'X' => 16,
            b'o' | b'O' => 8,
            b'b' | b'B' => 2,
            _ => 10,
        };
        if radix != 10 {
            return digits_in(&s[2..], radix).filter(|(_, used)| *used == s.len() - 2).map_or(f64::NAN, |(n, _)| n);
        }
    }
    match decimal_prefix(s) {
        Some(used) if used == s.len() => parse_decimal(s),
        _ => f64::NAN,
    }
}

/// `parseFloat(string)`.
pub fn parse_float(s: &str) -> f64 {
    let s = s.trim_start_matches(text::is_js_space);
    decimal_prefix(s).map_or(f64::NAN, |used| parse_decimal(&s[..used]))
}

/// A number of so many digits is one that a double holds.
const EXACT_DIGITS: usize = 15;

/// `parseInt(string, 10)`.
pub fn parse_int(s: &str) -> f64 {
    let s = s.trim_start_matches(text::is_js_space);
    let (negative, digits) = match s.as_bytes().first() {
        Some(b'-') => (true, &s[1..]),
        Some(b'+') => (false, &s[1..]),
        _ => (false, s),
    };
    let end = digits.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    if end == 0 {
        return f64::NAN;
    }
    let digits = &digits[..end];
    let n = if end <= EXACT_DIGITS {
        digits.bytes().fold(0, |n, digit| 10 * n + u64::from(digit - b'0')) as f64
    } else {
        digits.parse().unwrap_or(f64::NAN)
    };
    if negative { -n } else { n }
}

/// `ToInt32`, as the bit operators and some index arguments use it.
pub fn to_int32(n: f64) -> i32 {
    if !n.is_finite() {
        return 0;
    }
    let m = n.trunc().rem_euclid(4_294_967_296.0);
    m as u32 as i32
}

/// `ToIntegerOrInfinity`: NaN becomes 0, the rest is truncated.
pub fn to_integer(n: f64) -> f64 {
    if n.is_nan() { 0.0 } else { n.trunc() }
}

/// `Math.round`: halves go up, towards positive infinity.
pub fn round(n: f64) -> f64 {
    if !n.is_finite() || n.fract() == 0.0 {
        return n;
    }
    let floor = n.floor();
    if n - floor >= 0.5 { floor + 1.0 } else { floor }
}

fn parse_decimal(s: &str) -> f64 {
    let unsigned = s.strip_prefix(['+', '-']).unwrap_or(s);
    let n = if unsigned == "Infinity" { f64::INFINITY } else { unsigned.parse().unwrap_or(f64::NAN) };
    if s.starts_with('-') { -n } else { n }
}

/// How many bytes at the start form a StrDecimalLiteral.
fn decimal_prefix(s: &str) -> Option<usize> {
    let b = s.as_bytes();
    let mut i = usize::from(matches!(b.first(), Some(b'+' | b'-')));
    if s[i..].starts_with("Infinity") {
        return Some(i + 8);
    }
    let digits = |mut i: usize| {
        while b.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        i
    };
    let whole = digits(i);
    let mut count = whole - i;
    i = whole;
    if b.get(i) == Some(&b'.') {
        let fraction = digits(i + 1);
        count += fraction - i - 1;
        if count > 0 {
            i = fraction;
        }
    }
    if count == 0 {
        return None;
    }
    if matches!(b.get(i), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(b.get(i + 1), Some(b'+' | b'-')));
        let exponent = digits(i + 1 + sign);
        if exponent > i + 1 + sign {
            i = exponent;
        }
    }
    Some(i)
}

/// The number of the leading digits in a radix of 2, 8 or 16, and how many bytes they took.
fn digits_in(s: &str, radix: u32) -> Option<(f64, usize)> {
    let mut n = 0.0f64;
    let mut used = 0;
    for c in s.chars() {
        let Some(d) = c.to_digit(radix) else { break };
        n = n * f64::from(radix) + f64::from(d);
        used += 1;
    }
    (used > 0).then_some((n, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_ecmascript_does() {
        for (n, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-42.0, "-42"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e21, "1e+21"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e-7, "1e-7"),
            (0.000_001, "0.000001"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(to_str(n), text);
        }
    }

    #[test]
    fn reads_as_number_does() {
        for (text, n) in [
            ("", 0.0),
            (" 12 ", 12.0),
            ("0x1F", 31.0),
            ("1e3", 1000.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("-Infinity", f64::NEG_INFINITY),
        ] {
            assert_eq!(from_str(text), n, "{text:?}");
        }
        for text in ["abc", "12px", "1_0", "0x", "--1", "infinity", ".", "1e"] {
            assert!(from_str(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn reads_prefixes() {
        assert_eq!(parse_float("3.7px"), 3.7);
        assert_eq!(parse_float("1e"), 1.0);
        assert_eq!(parse_int("  -12.9"), -12.0);
        assert!(parse_int("x").is_nan());
    }

    #[test]
    fn rounds_halves_up() {
        assert_eq!(round(2.5), 3.0);
        assert_eq!(round(-2.5), -2.0);
        assert_eq!(round(0.499_999_999_999_999_94), 0.0);
    }
}

//! Amounts: `toFixed` and thousands separators.

use super::fault::{Drawn, Fault};
use crate::js::number::to_str;

/// `number.toFixed(digits)`.
pub(super) fn to_fixed(n: f64, digits: f64) -> Drawn<String> {
    if !(0.0..=100.0).contains(&digits) && !digits.is_nan() {
        return Err(Fault::script("toFixed() digits argument must be between 0 and 100"));
    }
    if !n.is_finite() || n.abs() >= 1e21 {
        return Ok(to_str(n).to_string());
    }
    let digits = digits as usize;
    // Minus zero has no sign in JavaScript.
    let n = if n == 0.0 { 0.0 } else { n };
    let rounded = format!("{n:.digits$}");
    // Rust rounds exact halves to even, JavaScript away from zero; behind such a half there are only zeros.
    let exact = format!("{n:.*}", digits + 30);
    if exact.ends_with(&format!("5{}", "0".repeat(29))) {
        let step = super::number::power_of_ten(-(digits as f64 + 2.0)).copysign(n);
        return Ok(format!("{:.digits$}", n + step));
    }
    Ok(rounded)
}

/// `number.toLocaleString('en-US', { minimumFractionDigits })`: commas, at most three decimals unless more are asked for.
pub(super) fn grouped(n: f64, min_digits: f64) -> Drawn<String> {
    let fixed = to_fixed(n, min_digits.max(3.0))?;
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let keep = (min_digits.max(0.0) as usize).max(fraction.trim_end_matches('0').len());
    let fraction = fraction.get(..keep).unwrap_or(fraction);
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_digits_round_like_javascript() {
        for (n, digits, expected) in [
            (0.5, 0.0, "1"),
            (2.5, 0.0, "3"),
            (1.005, 2.0, "1.00"),
            (1.25, 1.0, "1.3"),
            (-2.5, 0.0, "-3"),
            (12.0, 2.0, "12.00"),
            (1e21, 2.0, "1e+21"),
            (0.0, 2.0, "0.00"),
        ] {
            assert_eq!(to_fixed(n, digits).as_deref(), Ok(expected), "{n} {digits}");
        }
    }

    #[test]
    fn thousands_are_separated() {
        for (n, digits, expected) in
            [(12_345.0, 2.0, "12,345.00"), (999.5, 0.0, "999.5"), (-1_234_567.891, 2.0, "-1,234,567.891")]
        {
            assert_eq!(grouped(n, digits).as_deref(), Ok(expected), "{n}");
        }
    }
}

//! Arithmetic.

use super::super::{Call, RenderError};
use super::support::{empty, parameter};
use super::{Helper, HelperResult, Needs};
use crate::js::{Value, number};

/// Joins all arguments from the left; texts that are no numbers are passed over.
fn fold(call: &Call<'_, '_>, step: impl Fn(f64, f64) -> f64) -> HelperResult {
    let Some((first, others)) = call.args.split_first() else { return empty() };
    let numbers = others.iter().map(Value::to_number).filter(|n| !n.is_nan());
    Ok(Value::Number(numbers.fold(first.to_number(), step)))
}

fn add(call: &mut Call<'_, '_>) -> HelperResult {
    fold(call, |sum, n| sum + n)
}

fn subtract(call: &mut Call<'_, '_>) -> HelperResult {
    fold(call, |sum, n| sum - n)
}

fn multiply(call: &mut Call<'_, '_>) -> HelperResult {
    fold(call, |product, n| product * n)
}

fn divide(call: &mut Call<'_, '_>) -> HelperResult {
    fold(call, |quotient, n| if n == 0.0 { quotient } else { quotient / n })
}

fn modulo(call: &mut Call<'_, '_>) -> HelperResult {
    let divisor = call.arg(1).to_number();
    if call.args.len() < 2 || divisor == 0.0 {
        return empty();
    }
    Ok(Value::Number(call.arg(0).to_number() % divisor))
}

fn of_first(call: &Call<'_, '_>, function: impl Fn(f64) -> f64) -> HelperResult {
    match call.args.first() {
        Some(value) => Ok(Value::Number(function(value.to_number()))),
        None => empty(),
    }
}

fn ceil(call: &mut Call<'_, '_>) -> HelperResult {
    of_first(call, f64::ceil)
}

fn floor(call: &mut Call<'_, '_>) -> HelperResult {
    of_first(call, f64::floor)
}

fn round(call: &mut Call<'_, '_>) -> HelperResult {
    of_first(call, number::round)
}

fn to_fixed(call: &mut Call<'_, '_>) -> HelperResult {
    let or_zero = |n: f64| if n.is_nan() { 0.0 } else { n };
    let n = or_zero(parameter(call, 0).to_number());
    let digits = number::to_integer(or_zero(parameter(call, 1).to_number()));
    if !(0.0..=100.0).contains(&digits) {
        return Err(RenderError::new("toFixed() digits argument must be between 0 and 100"));
    }
    Ok(Value::from(fixed(n, digits as usize)))
}

/// `n.toFixed(digits)`: the exact decimal value, rounded; halves go away from zero.
fn fixed(n: f64, digits: usize) -> String {
    if n.abs() >= 1e21 {
        return number::to_str(n).to_string();
    }
    let sign = if n < 0.0 { "-" } else { "" };
    if fraction_digits(n) == digits + 1 {
        // The exact value ends in a 5 right behind the last wanted digit, and Rust rounds halves to even.
        let exact = format!("{:.*}", digits + 1, n.abs());
        return format!("{sign}{}", round_up(exact.get(..exact.len() - 1).unwrap_or_default()));
    }
    format!("{sign}{:.digits$}", n.abs())
}

/// How many decimal digits the exact value of a double has behind the point: as many as its fraction has bits.
fn fraction_digits(n: f64) -> usize {
    let bits = n.abs().to_bits();
    let (exponent, mantissa) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
    if bits == 0 {
        return 0;
    }
    let (mantissa, exponent) = if exponent == 0 { (mantissa, 1) } else { (mantissa | 1 << 52, exponent) };
    usize::try_from(1075 - exponent - mantissa.trailing_zeros() as i32).unwrap_or(0)
}

/// Adds one to the last digit of a decimal text.
fn round_up(text: &str) -> String {
    let mut digits: Vec<u8> = text.trim_end_matches('.').bytes().collect();
    for digit in digits.iter_mut().rev().filter(|d| d.is_ascii_digit()) {
        if *digit != b'9' {
            *digit += 1;
            return String::from_utf8_lossy(&digits).into_owned();
        }
        *digit = b'0';
    }
    format!("1{}", String::from_utf8_lossy(&digits))
}

fn parse_int(call: &mut Call<'_, '_>) -> HelperResult {
    match call.args.first().map(|value| number::parse_int(&value.to_str())) {
        Some(n) if !n.is_nan() => Ok(Value::Number(n)),
        _ => empty(),
    }
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("add", Needs::Nothing, add),
    Helper::new("subtract", Needs::Nothing, subtract),
    Helper::new("multiply", Needs::Nothing, multiply),
    Helper::new("divide", Needs::Nothing, divide),
    Helper::new("modulo", Needs::Nothing, modulo),
    Helper::new("ceil", Needs::Nothing, ceil),
    Helper::new("floor", Needs::Nothing, floor),
    Helper::new("round", Needs::Nothing, round),
    Helper::new("toFixed", Needs::Nothing, to_fixed),
    Helper::new("parseInt", Needs::Nothing, parse_int),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_fixed_rounds_the_exact_value_and_halves_away_from_zero() {
        for (n, digits, text) in [
            (2.5, 0, "3"),
            (-2.5, 0, "-3"),
            (0.5, 0, "1"),
            (9.5, 0, "10"),
            (99.95, 1, "100.0"),
            (0.25, 1, "0.3"),
            (1.005, 2, "1.00"),
            (8.345, 2, "8.35"),
            (10.235, 2, "10.23"),
            (-0.0001, 2, "-0.00"),
            (-0.0, 1, "0.0"),
            (0.000_001, 7, "0.0000010"),
            (1e21, 2, "1e+21"),
            (123.456, 0, "123"),
            (f64::INFINITY, 2, "Infinity"),
            (5e-324, 2, "0.00"),
        ] {
            assert_eq!(fixed(n, digits), text, "{n} {digits}");
        }
    }
}

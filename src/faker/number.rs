//! `number`: whole numbers, reals and their notations.

use super::Method::{self, Call};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use crate::js::{Value, number};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("int", Call(int)),
    ("float", Call(float)),
    ("binary", Call(binary)),
    ("octal", Call(octal)),
    ("hex", Call(hex)),
    ("bigInt", Call(big_int)),
    ("romanNumeral", Call(roman_numeral)),
];

const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

fn int(g: &mut Generator, args: &[Value]) -> Drawn {
    whole(g, args.first()).map(Value::Number)
}

/// `number.int` with an argument as the template gave it.
pub(super) fn whole(g: &mut Generator, argument: Option<&Value>) -> Drawn<f64> {
    let options = Options::or_number_after(argument, "max", "min")?;
    let multiple = match &*options.find("multipleOf") {
        Value::Undefined => 1.0,
        Value::Number(n) if n.is_finite() && n.fract() == 0.0 => *n,
        _ => return Err(Fault::Faker("multipleOf should be an integer.")),
    };
    between(g, options.number("min", 0.0), options.number("max", MAX_SAFE_INTEGER), multiple)
}

/// `number.int` with given bounds.
pub(super) fn between(g: &mut Generator, min: f64, max: f64, multiple: f64) -> Drawn<f64> {
    if multiple <= 0.0 {
        return Err(Fault::Faker("multipleOf should be greater than 0."));
    }
    let (low, high) = ((min / multiple).ceil(), (max / multiple).floor());
    if low == high {
        return Ok(low * multiple);
    }
    if high < low {
        return Err(Fault::Faker("No suitable integer value between min and max found."));
    }
    Ok((g.next() * (high - low + 1.0) + low).floor() * multiple)
}

fn float(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number_after(args.first(), "max", "min")?;
    let min = options.given("min").unwrap_or(Value::Number(0.0));
    let max = options.given("max").unwrap_or(Value::Number(1.0));
    real(g, &min, &max, &options.get("fractionDigits"), &options.get("multipleOf"))
}

/// `number.float` with all its options.
fn real(g: &mut Generator, min: &Value, max: &Value, digits: &Value, multiple: &Value) -> Drawn {
    if max.compare(min) == Some(std::cmp::Ordering::Less) {
        return Err(Fault::Faker("Max should be greater than min."));
    }
    if !digits.is_nullish() {
        if !multiple.is_nullish() {
            return Err(Fault::Faker("multipleOf and fractionDigits cannot be set at the same time."));
        }
        if !digits.as_number().is_some_and(|n| n.is_finite() && n.fract() == 0.0) {
            return Err(Fault::Faker("fractionDigits should be an integer."));
        }
        if digits.to_number() < 0.0 {
            return Err(Fault::Faker("fractionDigits should be greater than or equal to 0."));
        }
    }
    let step = match (multiple, digits) {
        (Value::Undefined, Value::Undefined | Value::Null) | (Value::Null, _) => None,
        (Value::Undefined, digits) => Some(power_of_ten(-digits.to_number())),
        (multiple, _) => Some(multiple.to_number()),
    };
    if let Some(step) = step {
        return stepped(g, min.to_number(), max.to_number(), step).map(Value::Number);
    }
    let drawn = g.next() * (max.to_number() - min.to_number());
    // With a text as minimum, JavaScript's plus joins instead of adding.
    if let Value::String(min) = min {
        return text(format!("{}{min}", number::to_str(drawn)));
    }
    Ok(Value::Number(drawn + min.to_number()))
}

/// `number.float({ min, max, fractionDigits })` with bounds and digits as the template gave them.
pub(super) fn rounded(g: &mut Generator, min: &Value, max: &Value, digits: &Value) -> Drawn<f64> {
    real(g, min, max, digits, &Value::Undefined).map(|drawn| drawn.to_number())
}

/// `number.float({ min, max, multipleOf })`.
pub(super) fn stepped(g: &mut Generator, min: f64, max: f64, step: f64) -> Drawn<f64> {
    if max < min {
        return Err(Fault::Faker("Max should be greater than min."));
    }
    if step <= 0.0 {
        return Err(Fault::Faker("multipleOf should be greater than 0."));
    }
    let exponent = step.log10();
    let factor = if step < 1.0 && exponent.fract() == 0.0 { power_of_ten(-exponent) } else { 1.0 / step };
    Ok(between(g, min * factor, max * factor, 1.0)? / factor)
}

/// `number.float({ min, max, fractionDigits })` for a whole, positive number of digits.
pub(super) fn with_digits(g: &mut Generator, min: f64, max: f64, digits: f64) -> Drawn<f64> {
    stepped(g, min, max, power_of_ten(-digits))
}

/// `10 ** exponent`; a decimal literal is exact where a computed power may be off by a bit.
pub(super) fn power_of_ten(exponent: f64) -> f64 {
    if exponent.fract() == 0.0 && exponent.abs() < 400.0 {
        format!("1e{exponent}").parse().unwrap_or(f64::NAN)
    } else {
        10f64.powf(exponent)
    }
}

fn binary(g: &mut Generator, args: &[Value]) -> Drawn {
    in_radix(g, args, 2, 1.0)
}

fn octal(g: &mut Generator, args: &[Value]) -> Drawn {
    in_radix(g, args, 8, 7.0)
}

fn hex(g: &mut Generator, args: &[Value]) -> Drawn {
    in_radix(g, args, 16, 15.0)
}

fn in_radix(g: &mut Generator, args: &[Value], radix: u32, default_max: f64) -> Drawn {
    let options = Options::or_number_after(args.first(), "max", "min")?;
    let n = between(g, options.number("min", 0.0), options.number("max", default_max), 1.0)?;
    text(to_radix(n, radix))
}

/// `n.toString(radix)` of a whole number.
pub(super) fn to_radix(n: f64, radix: u32) -> String {
    if !n.is_finite() {
        return number::to_str(n).to_string();
    }
    let mut rest = n.abs() as u128;
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit((rest % u128::from(radix)) as u32, radix));
        rest /= u128::from(radix);
        if rest == 0 {
            break;
        }
    }
    if n < 0.0 {
        digits.push('-');
    }
    digits.iter().rev().collect()
}

fn big_int(g: &mut Generator, args: &[Value]) -> Drawn {
    let (min, max, multiple) = match args.first() {
        Some(Value::Null) => return Err(Fault::script("Cannot read properties of null (reading 'min')")),
        Some(max @ (Value::Number(_) | Value::String(_) | Value::Bool(_))) => (Value::Null, max.clone(), Value::Null),
        Some(object) => (object.get("min"), object.get("max"), object.get("multipleOf")),
        None => Default::default(),
    };
    let min = if min.is_nullish() { 0 } else { to_big(&min)? };
    let max = if max.is_nullish() { min.saturating_add(999_999_999_999_999) } else { to_big(&max)? };
    let multiple = if multiple.is_nullish() { 1 } else { to_big(&multiple)? };
    if max < min {
        return Err(Fault::Faker("Max should be larger than min."));
    }
    if multiple <= 0 {
        return Err(Fault::Faker("multipleOf should be greater than 0."));
    }
    let low = min / multiple + i128::from(min % multiple > 0);
    let high = max / multiple - i128::from(max % multiple < 0);
    if high < low {
        return Err(Fault::Faker("No suitable bigint value between min and max found."));
    }
    let mut picked = low;
    if low != high {
        let span = high.checked_sub(low).and_then(|n| n.checked_add(1)).ok_or_else(too_big)?;
        let digits = g.digits(span.to_string().len());
        let drawn = digits.bytes().fold(0i128, |n, digit| {
            // Modulo on the way keeps the intermediate number small enough for spans below 2^120.
            (n.wrapping_mul(10).wrapping_add(i128::from(digit - b'0'))).rem_euclid(span)
        });
        picked = low.saturating_add(drawn);
    }
    text(picked.checked_mul(multiple).ok_or_else(too_big)?.to_string())
}

/// `BigInt(value)`, within 128 bits.
fn to_big(value: &Value) -> Drawn<i128> {
    match value {
        Value::Number(n) if n.fract() == 0.0 => Ok(*n as i128),
        Value::Number(n) => Err(Fault::Script(format!(
            "The number {} cannot be converted to a BigInt because it is not an integer",
            number::to_str(*n)
        ))),
        Value::Bool(b) => Ok(i128::from(*b)),
        Value::Undefined | Value::Null => Err(Fault::Script(format!("Cannot convert {} to a BigInt", value.to_str()))),
        other => {
            let text = other.to_str();
            let digits = crate::js::text::trim(&text);
            if digits.is_empty() {
                return Ok(0);
            }
            let digits = digits.strip_prefix('+').unwrap_or(digits);
            digits.parse().map_err(|_| Fault::Script(format!("Cannot convert {text} to a BigInt")))
        }
    }
}

fn too_big() -> Fault {
    Fault::script("Maximum BigInt size exceeded")
}

const ROMAN: &[(&str, f64)] = &[
    ("M", 1000.0),
    ("CM", 900.0),
    ("D", 500.0),
    ("CD", 400.0),
    ("C", 100.0),
    ("XC", 90.0),
    ("L", 50.0),
    ("XL", 40.0),
    ("X", 10.0),
    ("IX", 9.0),
    ("V", 5.0),
    ("IV", 4.0),
    ("I", 1.0),
];

fn roman_numeral(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number_after(args.first(), "max", "min")?;
    let (min, max) = (options.number("min", 1.0), options.number("max", 3999.0));
    if min < 1.0 {
        return Err(Fault::Faker("Min value should be 1 or greater."));
    }
    if max > 3999.0 {
        return Err(Fault::Faker("Max value should be 3999 or less."));
    }
    let mut rest = between(g, min, max, 1.0)?;
    let mut out = String::new();
    for (letters, worth) in ROMAN {
        out.push_str(&letters.repeat((rest / worth) as usize));
        rest %= worth;
    }
    text(out)
}

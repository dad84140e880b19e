//! `string`: texts of random characters, and identifiers.

use super::Method::{self, Call, Text};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::{date, number, range};
use crate::js::{Value, text as js_text};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("fromCharacters", Call(from_characters)),
    ("alpha", Call(alpha)),
    ("alphanumeric", Call(alphanumeric)),
    ("binary", Call(binary)),
    ("octal", Call(octal)),
    ("hexadecimal", Call(hexadecimal)),
    ("numeric", Call(numeric)),
    ("sample", Call(sample)),
    ("uuid", Text(uuid)),
    ("ulid", Call(ulid)),
    ("nanoid", Call(nanoid)),
    ("symbol", Call(symbol)),
];

const DIGITS: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HEX: &str = "0123456789abcdefABCDEF";
const SYMBOLS: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
/// Crockford's base 32, as ULIDs use it.
const BASE32: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// `count` characters of an alphabet, without those to leave out.
pub(super) fn fill(g: &mut Generator, alphabet: &[&str], exclude: &str, count: usize) -> Drawn<String> {
    let characters: Vec<char> =
        alphabet.iter().flat_map(|part| part.chars()).filter(|c| !exclude.contains(*c)).collect();
    if count > 0 && characters.is_empty() {
        return Err(Fault::Faker("Unable to generate string: No characters to select from."));
    }
    g.characters(&characters, count)
}

/// `string.alphanumeric({ length, casing: 'mixed' })`.
pub(super) fn mixed_alphanumeric(g: &mut Generator, count: usize) -> Drawn<String> {
    fill(g, &[DIGITS, LOWER, UPPER], "", count)
}

/// `string.alphanumeric({ length, casing: 'upper', exclude })`.
pub(super) fn upper_alphanumeric(g: &mut Generator, exclude: &str, count: usize) -> Drawn<String> {
    fill(g, &[DIGITS, UPPER], exclude, count)
}

/// `string.alphanumeric({ length, casing: 'lower', exclude })`.
pub(super) fn lower_alphanumeric(g: &mut Generator, exclude: &str, count: usize) -> Drawn<String> {
    fill(g, &[DIGITS, LOWER], exclude, count)
}

/// `string.alphanumeric({ length, casing: 'mixed', exclude })`.
pub(super) fn base58(g: &mut Generator, exclude: &str, count: usize) -> Drawn<String> {
    fill(g, &[DIGITS, LOWER, UPPER], exclude, count)
}

/// `string.alpha({ length, casing: 'upper', exclude })`.
pub(super) fn upper_alpha(g: &mut Generator, exclude: &str, count: usize) -> Drawn<String> {
    fill(g, &[UPPER], exclude, count)
}

/// `string.alpha({ length, casing: 'lower' })`.
pub(super) fn lower_alpha(g: &mut Generator, count: usize) -> Drawn<String> {
    fill(g, &[LOWER], "", count)
}

/// `string.hexadecimal({ length, prefix: '' })`, both cases mixed.
pub(super) fn mixed_hex(g: &mut Generator, count: usize) -> Drawn<String> {
    fill(g, &[HEX], "", count)
}

/// `string.hexadecimal({ length, casing: 'lower', prefix: '' })`.
pub(super) fn lower_hex(g: &mut Generator, count: usize) -> Drawn<String> {
    mixed_hex(g, count).map(|s| s.to_ascii_lowercase())
}

/// `string.numeric({ length, allowLeadingZeros: false })`.
pub(super) fn number_of_digits(g: &mut Generator, count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let first = char::from(b'1' + g.int(0.0, 8.0) as u8);
    format!("{first}{}", g.digits(count - 1))
}

fn from_characters(g: &mut Generator, args: &[Value]) -> Drawn {
    let count = length_of(g, args.get(1))?;
    if count <= 0.0 {
        return text("");
    }
    let items: Vec<Value> = match args.first() {
        Some(Value::String(s)) => s.chars().map(|c| Value::from(c.to_string())).collect(),
        Some(Value::Array(items)) => items.to_vec(),
        None | Some(Value::Undefined) => {
            return Err(Fault::script("Cannot read properties of undefined (reading 'length')"));
        }
        Some(Value::Null) => return Err(Fault::script("Cannot read properties of null (reading 'length')")),
        // Anything without a length is an array of nothing at all.
        Some(_) => vec![Value::Undefined],
    };
    if items.is_empty() {
        return Err(Fault::Faker("Unable to generate string: No characters to select from."));
    }
    let mut out = String::new();
    for _ in 0..range::length(count)? {
        let index = g.index(items.len())?;
        if let Some(item) = items.get(index).filter(|item| !item.is_nullish()) {
            item.write_str(&mut out);
        }
    }
    text(out)
}

/// `rangeToNumber(argument)` with `1` as default.
fn length_of(g: &mut Generator, argument: Option<&Value>) -> Drawn<f64> {
    match argument {
        None | Some(Value::Undefined) => Ok(1.0),
        Some(range) => range::draw(g, range),
    }
}

/// `rangeToNumber(options.length ?? 1)`.
fn length_option(g: &mut Generator, options: &Options) -> Drawn<f64> {
    let given = options.get("length");
    length_of(g, Some(&given).filter(|value| !value.is_nullish()))
}

/// The characters of the option `exclude`.
fn excluded(options: &Options) -> Drawn<String> {
    match options.get("exclude") {
        Value::Undefined => Ok(String::new()),
        Value::String(s) => Ok(s.to_string()),
        Value::Array(items) => Ok(items.iter().filter_map(Value::as_str).filter(|s| s.chars().count() == 1).collect()),
        _ => Err(Fault::script("a.includes is not a function")),
    }
}

fn alpha(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    let count = length_option(g, &options)?;
    if count <= 0.0 {
        return text("");
    }
    let casing = options.text("casing", "mixed");
    let alphabet: &[&str] = match casing.as_str() {
        "upper" => &[UPPER],
        "lower" => &[LOWER],
        "mixed" => &[LOWER, UPPER],
        _ => return Err(Fault::script("Cannot read properties of undefined (reading 'filter')")),
    };
    let exclude = excluded(&options)?;
    text(fill(g, alphabet, &exclude, range::length(count)?)?)
}

fn alphanumeric(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    let count = length_option(g, &options)?;
    if count <= 0.0 {
        return text("");
    }
    let casing = options.text("casing", "mixed");
    let exclude = excluded(&options)?;
    let alphabet: &[&str] = match casing.as_str() {
        "upper" => &[DIGITS, UPPER],
        "lower" => &[DIGITS, LOWER],
        "mixed" => &[DIGITS, LOWER, UPPER],
        _ => &[DIGITS],
    };
    text(fill(g, alphabet, &exclude, range::length(count)?)?)
}

fn binary(g: &mut Generator, args: &[Value]) -> Drawn {
    prefixed(g, args, "0b", "01")
}

fn octal(g: &mut Generator, args: &[Value]) -> Drawn {
    prefixed(g, args, "0o", "01234567")
}

fn prefixed(g: &mut Generator, args: &[Value], prefix: &str, alphabet: &str) -> Drawn {
    let options = Options::of(args.first(), "prefix")?;
    let prefix = options.text("prefix", prefix);
    let count = length_option(g, &options)?;
    text(format!("{prefix}{}", fill(g, &[alphabet], "", range::length(count)?)?))
}

fn hexadecimal(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "casing")?;
    let casing = options.text("casing", "mixed");
    let prefix = options.text("prefix", "0x");
    let count = length_option(g, &options)?;
    let mut digits = mixed_hex(g, range::length(count)?)?;
    match casing.as_str() {
        "upper" => digits.make_ascii_uppercase(),
        "lower" => digits.make_ascii_lowercase(),
        _ => {}
    }
    text(format!("{prefix}{digits}"))
}

fn numeric(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    let count = length_option(g, &options)?;
    if count <= 0.0 {
        return text("");
    }
    let leading_zeros = options.flag("allowLeadingZeros", true);
    let exclude = excluded(&options)?;
    let digits: Vec<char> = DIGITS.chars().filter(|c| !exclude.contains(*c)).collect();
    if digits.is_empty() || (!leading_zeros && digits == ['0']) {
        return Err(Fault::Faker("Unable to generate numeric string, because all possible digits are excluded."));
    }
    let mut out = String::new();
    if !leading_zeros && !exclude.contains('0') {
        let without_zero: Vec<char> = digits.iter().copied().filter(|c| *c != '0').collect();
        out.push(g.pick(&without_zero)?);
    }
    let rest = range::length(count - out.len() as f64)?;
    out.push_str(&g.characters(&digits, rest)?);
    text(out)
}

fn sample(g: &mut Generator, args: &[Value]) -> Drawn {
    let count = match args.first() {
        None | Some(Value::Undefined) => 10.0,
        Some(range) => range::draw(g, range)?,
    };
    let count = range::length(count.ceil())?;
    text((0..count).map(|_| char::from(g.int(33.0, 125.0) as u8)).collect::<String>())
}

/// `string.uuid()`: the digits first, the variant last.
fn uuid(g: &mut Generator, out: &mut String) {
    if let Some(bits) = g.free_bits() {
        let uuid = uuid::Builder::from_random_bytes(bits.to_ne_bytes()).into_uuid();
        out.push_str(uuid.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
        return;
    }
    let hex = |n: f64| char::from_digit(n as u32, 16).unwrap_or('0');
    let mut text: Vec<char> = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".chars().collect();
    for c in text.iter_mut().filter(|c| **c == 'x') {
        *c = hex(g.int(0.0, 15.0));
    }
    for c in text.iter_mut().filter(|c| **c == 'y') {
        *c = hex(g.int(8.0, 11.0));
    }
    out.extend(text);
}

/// The same as a text of its own.
pub(super) fn uuid_text(g: &mut Generator) -> String {
    let mut text = String::new();
    uuid(g, &mut text);
    text
}

fn ulid(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "refDate")?;
    let mut rest = date::reference(g, &options)?;
    let alphabet: Vec<char> = BASE32.chars().collect();
    let mut time = Vec::with_capacity(10);
    for _ in 0..10 {
        let digit = rest.rem_euclid(32.0);
        time.push(alphabet.get(digit as usize).copied().unwrap_or('0'));
        rest = (rest - digit) / 32.0;
    }
    let mut out: String = time.into_iter().rev().collect();
    out.push_str(&g.characters(&alphabet, 16)?);
    text(out)
}

fn nanoid(g: &mut Generator, args: &[Value]) -> Drawn {
    let count = match args.first() {
        None | Some(Value::Undefined) => 21.0,
        Some(range) => range::draw(g, range)?,
    };
    let count = range::length(count.ceil())?;
    let mut out = String::with_capacity(count);
    for _ in 0..count {
        if g.weighted(&[(true, 62.0), (false, 2.0)])? {
            out.push_str(&mixed_alphanumeric(g, 1)?);
        } else {
            out.push(g.pick(&['_', '-'])?);
        }
    }
    text(out)
}

fn symbol(g: &mut Generator, args: &[Value]) -> Drawn {
    let count = length_of(g, args.first())?;
    text(fill(g, &[SYMBOLS], "", range::length(count)?)?)
}

/// A two-digit hexadecimal number, as `internet.color` puts it together.
pub(super) fn hex_pair(n: f64) -> String {
    let digits = number::to_radix(n, 16);
    if js_text::len_utf16(&digits) < 2 { format!("0{digits}") } else { digits }
}

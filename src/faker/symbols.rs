//! Formats of digits and letters: `#`, `?`, `*`, `!`, and the check digit of credit card numbers.

use super::fault::Drawn;
use super::generator::Generator;
use super::quantity::{Quantifier, digits_at, first_braces, splice};
use super::range;
use crate::js::number;

const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// `helpers.replaceSymbols`: `#` is a digit, `?` a letter, `*` either of them.
pub(super) fn replace_symbols(g: &mut Generator, format: &str) -> Drawn<String> {
    let mut out = String::with_capacity(format.len());
    for c in format.chars() {
        let letter = match c {
            '#' => false,
            '?' => true,
            '*' => g.boolean(),
            other => {
                out.push(other);
                continue;
            }
        };
        out.push(if letter { char::from(g.pick(LETTERS)?) } else { digit(g, 0.0) });
    }
    Ok(out)
}

/// `#` (or another symbol) becomes a digit, `!` a digit from 2 on.
pub(super) fn replace_digits(g: &mut Generator, format: &str, symbol: &str) -> String {
    format
        .chars()
        .map(|c| {
            if symbol.chars().eq([c]) {
                digit(g, 0.0)
            } else if c == '!' {
                digit(g, 2.0)
            } else {
                c
            }
        })
        .collect()
}

/// `#+` becomes a number of as many digits, without leading zeros.
pub(super) fn replace_numbers(g: &mut Generator, format: &str) -> String {
    let mut out = String::with_capacity(format.len());
    let mut rest = format;
    while let Some(start) = rest.find('#') {
        let (before, from) = rest.split_at(start);
        let behind = from.trim_start_matches('#');
        out.push_str(before);
        out.push_str(&super::string::number_of_digits(g, from.len() - behind.len()));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn digit(g: &mut Generator, min: f64) -> char {
    char::from(b'0' + g.int(min, 9.0) as u8)
}

/// `helpers.replaceCreditCardSymbols`: ranges, repetitions and digits, then `L` becomes Luhn's check digit.
pub(super) fn credit_card(g: &mut Generator, format: &str, symbol: &str) -> Drawn<String> {
    let expanded = expand(g, format)?;
    let digits = replace_digits(g, &expanded, symbol);
    let check = check_digit(&digits);
    Ok(digits.replacen('L', &number::to_str(check), 1))
}

/// Expands `x{2,4}`, `x{3}` and `[1-5]`, in this order.
fn expand(g: &mut Generator, format: &str) -> Drawn<String> {
    let mut text: Vec<char> = format.chars().collect();
    for ranged in [true, false] {
        while let Some(repeat) = first_braces(&text, ranged) {
            let count = match repeat.quantifier {
                Quantifier::Between(min, max) => g.int(min.min(max), min.max(max)),
                Quantifier::Exactly(count) => count,
                _ => 1.0,
            };
            splice(&mut text, repeat.start, repeat.end, std::iter::repeat_n(repeat.what, range::length(count)?));
        }
    }
    while let Some((start, end, min, max)) = first_range(&text) {
        let drawn = number::to_str(g.int(min.min(max), min.max(max)));
        splice(&mut text, start, end, drawn.chars());
    }
    Ok(text.into_iter().collect())
}

/// The first `[min-max]`.
fn first_range(text: &[char]) -> Option<(usize, usize, f64, f64)> {
    text.iter().enumerate().filter(|(_, c)| **c == '[').find_map(|(start, _)| {
        let (min, dash) = digits_at(text, start + 1)?;
        let (max, end) = digits_at(text, dash + 1)?;
        (text.get(dash) == Some(&'-') && text.get(end) == Some(&']')).then_some((start, end + 1, min, max))
    })
}

/// The digit that makes a number pass Luhn's test; NaN when there are other characters than digits.
fn check_digit(number: &str) -> f64 {
    let mut sum = 0.0;
    let digits = number.strip_suffix('L').unwrap_or(number).chars().filter(|c| !c.is_whitespace() && *c != '-');
    // The check digit itself stands last, so its neighbour is the first to be doubled.
    for (i, c) in digits.rev().enumerate() {
        let digit = c.to_digit(10).map_or(f64::NAN, f64::from);
        let doubled = if i % 2 == 0 { digit * 2.0 } else { digit };
        sum += if doubled > 9.0 { doubled % 10.0 + 1.0 } else { doubled };
    }
    if sum % 10.0 == 0.0 { 0.0 } else { 10.0 - sum % 10.0 }
}

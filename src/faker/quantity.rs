//! The small pattern language of `helpers.fromRegExp` and of credit card formats: where the next repetition,
//! range or character class is.

/// A repetition such as `x{3}`, `x{2,4}` or `x*`.
pub(super) struct Repeat {
    /// Where the repeated character stands.
    pub start: usize,
    /// Behind the quantifier.
    pub end: usize,
    /// The repeated character.
    pub what: char,
    /// How often.
    pub quantifier: Quantifier,
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantifier {
    /// Once: no quantifier.
    None,
    /// `{n}`
    Exactly(f64),
    /// `{min,max}`
    Between(f64, f64),
    /// `?`
    Maybe,
    /// `*`
    Any,
    /// `+`
    Some,
}

/// The quantifier at a position and the position behind it.
pub(super) fn quantifier_at(text: &[char], at: usize) -> Option<(Quantifier, usize)> {
    match text.get(at)? {
        '?' => Some((Quantifier::Maybe, at + 1)),
        '*' => Some((Quantifier::Any, at + 1)),
        '+' => Some((Quantifier::Some, at + 1)),
        '{' => braces_at(text, at),
        _ => None,
    }
}

/// `{n}` or `{min,max}` at a position.
pub(super) fn braces_at(text: &[char], at: usize) -> Option<(Quantifier, usize)> {
    if text.get(at) != Some(&'{') {
        return None;
    }
    let (min, next) = digits_at(text, at + 1)?;
    match text.get(next)? {
        '}' => Some((Quantifier::Exactly(min), next + 1)),
        ',' => {
            let (max, next) = digits_at(text, next + 1)?;
            (text.get(next) == Some(&'}')).then_some((Quantifier::Between(min, max), next + 1))
        }
        _ => None,
    }
}

/// The decimal number at a position and the position behind it.
pub(super) fn digits_at(text: &[char], at: usize) -> Option<(f64, usize)> {
    let digits: String = text.iter().skip(at).take_while(|c| c.is_ascii_digit()).collect();
    let number = digits.parse().ok()?;
    Some((number, at + digits.len()))
}

/// The first character that is followed by braces: with a range (`x{2,4}`) or with one number (`x{3}`).
pub(super) fn first_braces(text: &[char], ranged: bool) -> Option<Repeat> {
    text.iter().enumerate().find_map(|(start, what)| {
        let (quantifier, end) = braces_at(text, start + 1)?;
        let fits = matches!(quantifier, Quantifier::Between(..)) == ranged;
        (fits && *what != '\n').then_some(Repeat { start, end, what: *what, quantifier })
    })
}

/// Puts a text in the place of a part of another.
pub(super) fn splice(text: &mut Vec<char>, start: usize, end: usize, with: impl IntoIterator<Item = char>) {
    let end = end.min(text.len());
    text.splice(start.min(end)..end, with);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantifiers_are_recognised() {
        for (text, expected) in [
            ("{3}", Some((Quantifier::Exactly(3.0), 3))),
            ("{2,10}x", Some((Quantifier::Between(2.0, 10.0), 6))),
            ("*", Some((Quantifier::Any, 1))),
            ("{2,}", None),
            ("{x}", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(quantifier_at(&chars, 0), expected, "{text}");
        }
    }
}

//! `helpers.fromRegExp`: a text that fits a simple regular expression.

use super::fault::{Drawn, Fault};
use super::generator::Generator;
use super::number;
use super::quantity::{Quantifier, Repeat, first_braces, quantifier_at, splice};
use super::range;
use super::string::mixed_alphanumeric;
use crate::budget;

/// A text for a pattern of characters, classes, quantifiers; anything else stands for itself.
pub(super) fn from_pattern(g: &mut Generator, pattern: &str) -> Drawn<String> {
    let mut text: Vec<char> = pattern.chars().collect();
    while let Some(repeat) = first_repeat(&text) {
        budget::work(text.len() as u64 >> 1)?;
        let count = quantity(g, repeat.quantifier)?;
        let count = range::length(count)?;
        let drawn =
            if repeat.what == '.' { mixed_alphanumeric(g, count)?.chars().collect() } else { vec![repeat.what; count] };
        splice(&mut text, repeat.start, repeat.end, drawn);
    }
    while let Some(class) = first_class(&text) {
        budget::work(text.len() as u64 >> 1)?;
        let members = class.members()?;
        let count = quantity(g, class.quantifier)?;
        let mut drawn = Vec::new();
        for _ in 0..range::length(count)? {
            drawn.push(g.pick(&members)?);
        }
        splice(&mut text, class.start, class.end, drawn);
    }
    for ranged in [true, false] {
        while let Some(repeat) = first_braces(&text, ranged) {
            budget::work(text.len() as u64 >> 1)?;
            if let Quantifier::Between(min, max) = repeat.quantifier
                && min > max
            {
                return Err(Fault::Faker("Numbers out of order in {} quantifier."));
            }
            let count = quantity(g, repeat.quantifier)?;
            splice(&mut text, repeat.start, repeat.end, std::iter::repeat_n(repeat.what, range::length(count)?));
        }
    }
    Ok(text.into_iter().collect())
}

/// Whether a text has anything that [`from_pattern`] would replace.
pub(super) fn is_pattern(text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    first_repeat(&text).is_some() || first_class(&text).is_some()
}

fn quantity(g: &mut Generator, quantifier: Quantifier) -> Drawn<f64> {
    let most = |g: &mut Generator| {
        let mut n = 1.0;
        while g.boolean() {
            n *= 2.0;
        }
        n
    };
    match quantifier {
        Quantifier::None => Ok(1.0),
        Quantifier::Exactly(n) => Ok(n),
        Quantifier::Between(min, max) => number::between(g, min, max, 1.0),
        Quantifier::Maybe => Ok(if g.boolean() { 0.0 } else { 1.0 }),
        Quantifier::Any => {
            let most = most(g);
            Ok(g.int(0.0, most))
        }
        Quantifier::Some => {
            let most = most(g);
            Ok(g.int(1.0, most))
        }
    }
}

/// The first quantified letter, digit or dot outside of brackets and braces.
fn first_repeat(text: &[char]) -> Option<Repeat> {
    text.iter().enumerate().find_map(|(start, what)| {
        if !what.is_ascii_alphanumeric() && *what != '.' {
            return None;
        }
        let (quantifier, end) = quantifier_at(text, start + 1)?;
        let rest = text.get(end..).unwrap_or_default();
        let inside = |open: char, close: char| rest.iter().find(|c| **c == open || **c == close) == Some(&close);
        (!inside('[', ']') && !inside('{', '}')).then_some(Repeat { start, end, what: *what, quantifier })
    })
}

/// A character class such as `[^a-z]{3}`.
struct Class {
    start: usize,
    end: usize,
    negated: bool,
    dash: bool,
    content: Vec<char>,
    quantifier: Quantifier,
}

fn first_class(text: &[char]) -> Option<Class> {
    text.iter().enumerate().filter(|(_, c)| **c == '[').find_map(|(start, _)| {
        let mut from = start + 1;
        let negated = text.get(from) == Some(&'^') && text.get(from + 1).is_some_and(|_| has_close(text, from + 2));
        from += usize::from(negated);
        let dash = text.get(from) == Some(&'-') && has_close(text, from + 2);
        from += usize::from(dash);
        let close = close_from(text, from + 1)?;
        let content = text.get(from..close)?.to_vec();
        let (quantifier, end) = quantifier_at(text, close + 1).unwrap_or((Quantifier::None, close + 1));
        Some(Class { start, end, negated, dash, content, quantifier })
    })
}

fn close_from(text: &[char], from: usize) -> Option<usize> {
    text.iter().enumerate().skip(from).find(|(_, c)| **c == ']').map(|(i, _)| i)
}

fn has_close(text: &[char], from: usize) -> bool {
    close_from(text, from).is_some()
}

impl Class {
    /// The characters to draw from, as often as the class names them.
    fn members(&self) -> Drawn<Vec<char>> {
        let mut members: Vec<char> = if self.dash { vec!['-'] } else { Vec::new() };
        let mut rest = self.content.as_slice();
        while let Some(found) = first_member(rest) {
            let used = match found {
                Member::Range(first, last) if first > last => {
                    return Err(Fault::Faker("Character range provided is out of order."));
                }
                Member::Range(first, last) => {
                    members.extend(first..=last);
                    3
                }
                Member::One(c) => {
                    members.push(c);
                    1
                }
                Member::Dash => 1,
            };
            // As many characters as were found go from the front, wherever they were found.
            rest = rest.get(used..).unwrap_or_default();
        }
        if self.negated {
            for c in ('0'..='9').chain('A'..='Z').chain('a'..='z') {
                match members.iter().position(|member| *member == c) {
                    Some(i) => {
                        members.remove(i);
                    }
                    None => members.push(c),
                }
            }
        }
        Ok(members)
    }
}

/// What a class names.
enum Member {
    Range(char, char),
    One(char),
    /// A lone dash, which the reference takes for a range of nothing.
    Dash,
}

fn first_member(text: &[char]) -> Option<Member> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.iter().enumerate().find_map(|(i, c)| {
        let last = text.get(i + 2).filter(|_| text.get(i + 1) == Some(&'-'));
        match (c, last) {
            (first, Some(last)) if word(*first) && word(*last) => Some(Member::Range(*first, *last)),
            ('-', _) => Some(Member::Dash),
            (c, _) if word(*c) || "!@#$&()`.+,/\"".contains(*c) => Some(Member::One(*c)),
            _ => None,
        }
    })
}

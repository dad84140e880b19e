//! The places of a request that the rules of a route look at. There are few, many rules look at the same ones, and each is
//! read once.
//!
//! Most rules want a text to be there. The texts that rules want at one place are numbered: what is found has one of these
//! numbers or none, and the rules compare numbers.

use std::cell::{Cell, OnceCell};

use crate::environment::model::RuleTarget;
use crate::js::{Str, Value};

/// As many places of a route are remembered.
const MOST: usize = 64;
/// As many texts of a place have numbers. What is found is compared with all of them.
const MOST_TEXTS: usize = 32;

/// Nothing was looked for yet, or what was found is no text.
const NO_TEXT: u32 = u32::MAX;
/// A text that no rule wants.
const OTHER_TEXT: u32 = u32::MAX - 1;

/// The places that the rules of a route name, numbered.
#[derive(Default)]
pub struct ExtractionSlots(Vec<Slot>);

struct Slot {
    target: RuleTarget,
    modifier: Str,
    /// What rules want to be there, by its number.
    texts: Vec<Str>,
}

/// A text that is wanted at a place, by the numbers of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedText {
    slot: u32,
    text: u32,
}

impl ExtractionSlots {
    /// The number of a place, if it is one whose value cannot change while the rules of one request are judged.
    pub fn number(&mut self, target: RuleTarget, modifier: Option<&Str>) -> Option<usize> {
        use RuleTarget::{Body, Cookie, Header, Params, Query};
        let modifier = modifier.filter(|modifier| !modifier.is_empty())?;
        if !matches!(target, Body | Query | Header | Cookie | Params) {
            return None;
        }
        let known = self.0.iter().position(|slot| slot.target == target && slot.modifier == *modifier);
        known.or_else(|| {
            (self.0.len() < MOST).then(|| {
                self.0.push(Slot { target, modifier: modifier.clone(), texts: Vec::new() });
                self.0.len() - 1
            })
        })
    }

    /// The numbers of a text that is wanted at a place, unless there are too many.
    pub fn wanted(&mut self, slot: usize, text: &Str) -> Option<WantedText> {
        let texts = &mut self.0.get_mut(slot)?.texts;
        let known = texts.iter().position(|known| known == text);
        let number = known.or_else(|| {
            (texts.len() < MOST_TEXTS).then(|| {
                texts.push(text.clone());
                texts.len() - 1
            })
        })?;
        Some(WantedText { slot: slot as u32, text: number as u32 })
    }
}

/// What was found at the places of a route, for one request.
pub struct ExtractionCache<'s>(Box<[Found<'s>]>);

struct Found<'s> {
    value: OnceCell<Value>,
    /// The number of the text that the value is.
    text: Cell<u32>,
    texts: &'s [Str],
}

impl<'s> ExtractionCache<'s> {
    /// For these places.
    pub fn new(slots: &'s ExtractionSlots) -> Self {
        let empty = |slot: &'s Slot| Found { value: OnceCell::new(), text: Cell::new(NO_TEXT), texts: &slot.texts };
        Self(slots.0.iter().map(empty).collect())
    }

    /// Remembers nothing.
    pub fn none() -> Self {
        Self(Box::default())
    }

    /// Whether a text is what was found before where it is wanted; `None` if nothing was found yet, or no text.
    #[inline]
    pub(super) fn is_there(&self, wanted: WantedText) -> Option<bool> {
        let found = self.0.get(wanted.slot as usize)?.text.get();
        (found != NO_TEXT).then_some(found == wanted.text)
    }

    /// What was found for a slot before.
    #[inline]
    pub(super) fn known(&self, slot: usize) -> Option<&Value> {
        self.0.get(slot)?.value.get()
    }

    /// Remembers what was found for a slot; gives it back where that slot is not remembered.
    pub(super) fn remember(&self, slot: usize, value: Value) -> Result<&Value, Value> {
        let Some(found) = self.0.get(slot) else { return Err(value) };
        if let Value::String(text) = &value {
            let number = found.texts.iter().position(|wanted| wanted == text);
            found.text.set(number.map_or(OTHER_TEXT, |number| number as u32));
        }
        Ok(found.value.get_or_init(|| value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_from_others_once_something_was_found() {
        let mut slots = ExtractionSlots::default();
        let slot = slots.number(RuleTarget::Query, Some(&Str::new("q"))).expect("a slot");
        let [a, b, again] = ["a", "b", "a"].map(|text| slots.wanted(slot, &Str::new(text)).expect("numbers"));
        assert_eq!(a, again);
        for (found, expected) in [
            (Value::str("a"), [Some(true), Some(false)]),
            (Value::str("c"), [Some(false), Some(false)]),
            (Value::Number(1.0), [None, None]),
            (Value::Undefined, [None, None]),
        ] {
            let cache = ExtractionCache::new(&slots);
            assert_eq!([cache.is_there(a), cache.is_there(b)], [None, None]);
            assert_eq!(cache.remember(slot, found.clone()).expect("a slot").to_str(), found.to_str());
            assert_eq!([cache.is_there(a), cache.is_there(b)], expected);
        }
    }

    #[test]
    fn many_texts_of_a_place_have_no_numbers() {
        let mut slots = ExtractionSlots::default();
        let slot = slots.number(RuleTarget::Query, Some(&Str::new("q"))).expect("a slot");
        let numbered = (0..100).filter(|n| slots.wanted(slot, &Str::from(n.to_string())).is_some()).count();
        assert_eq!(numbered, MOST_TEXTS);
    }
}

//! One call's view of a faker: where its draws come from and which locale its words.

use std::sync::{Arc, MutexGuard};

use super::definitions::{self, Chain, Entry};
use super::fault::{Drawn, Fault};
use super::seeded::Seeded;
use super::words::Words;
use crate::budget;
use crate::js::{Object, Str, Value};

/// Draws for the length of one call.
pub(super) struct Generator<'f> {
    source: Source<'f>,
    chain: Chain,
    ahead: f64,
}

/// Where the draws come from.
pub(super) enum Source<'f> {
    /// The shared draws of a seeded faker: held for the whole call, so that a call's draws stay together.
    Seeded(MutexGuard<'f, Arc<Seeded>>),
    /// The thread's own generator.
    Free(rand::rngs::ThreadRng),
}

impl<'f> Generator<'f> {
    /// A view for one call.
    pub fn new(source: Source<'f>, chain: Chain, ahead: f64) -> Self {
        Self { source, chain, ahead }
    }

    /// What its time is ahead of the real one, in milliseconds.
    pub fn ahead(&self) -> f64 {
        self.ahead
    }

    /// The locales that words come from.
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The next real of [0, 1).
    pub fn next(&mut self) -> f64 {
        // Once exceeded, the budget ends the call when it has its result.
        let _ = budget::work(1);
        match &mut self.source {
            Source::Seeded(seeded) => Arc::make_mut(seeded).twister.next_real(),
            Source::Free(rng) => rand::RngExt::random(rng),
        }
    }

    /// Random bits, where no seed decides on the order of draws.
    pub fn free_bits(&mut self) -> Option<u128> {
        match &mut self.source {
            Source::Seeded(_) => None,
            Source::Free(rng) => Some(rand::RngExt::random(rng)),
        }
    }

    /// `number.int({min, max})` for whole bounds that are in order.
    pub fn int(&mut self, min: f64, max: f64) -> f64 {
        if min == max { min } else { (self.next() * (max - min + 1.0) + min).floor() }
    }

    /// `number.int(max)` as an index below `len`; nothing is drawn for a single element.
    pub fn index(&mut self, len: usize) -> Drawn<usize> {
        match len {
            0 => Err(Fault::Faker("Cannot get value from empty dataset.")),
            1 => Ok(0),
            _ => Ok(self.int(0.0, (len - 1) as f64) as usize),
        }
    }

    /// `datatype.boolean(probability)`: certain outcomes draw nothing.
    pub fn chance(&mut self, probability: f64) -> bool {
        if probability <= 0.0 {
            false
        } else if probability >= 1.0 {
            true
        } else {
            self.next() < probability
        }
    }

    /// `datatype.boolean()`.
    pub fn boolean(&mut self) -> bool {
        self.chance(0.5)
    }

    /// `helpers.arrayElement`.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> Drawn<T> {
        let index = self.index(items.len())?;
        items.get(index).copied().ok_or(Fault::Faker("Cannot get value from empty dataset."))
    }

    /// `helpers.arrayElement` of words.
    pub fn pick_word(&mut self, words: Words) -> Drawn<&'static str> {
        let index = self.index(words.len())?;
        words.get(index).ok_or(Fault::Faker("Cannot get value from empty dataset."))
    }

    /// `definitions.module.key`.
    pub fn entry(&self, module: &str, key: &str) -> Drawn<&'static Entry> {
        match definitions::find(self.chain, module, key) {
            Some(Entry::NotApplicable) => Err(Fault::Faker("The locale data aren't applicable to this locale.")),
            Some(entry) => Ok(entry),
            None => Err(Fault::Faker("The locale data are missing in this locale.")),
        }
    }

    /// `rawDefinitions.module?.key`.
    pub fn raw_entry(&self, module: &str, key: &str) -> Option<&'static Entry> {
        definitions::find(self.chain, module, key).filter(|entry| !matches!(entry, Entry::NotApplicable))
    }

    /// `arrayElement(definitions.module.key)`.
    pub fn word(&mut self, module: &str, key: &str) -> Drawn {
        let entry = self.entry(module, key)?;
        self.element(entry)
    }

    /// `arrayElement` of a definition.
    pub fn element(&mut self, entry: &'static Entry) -> Drawn {
        let index = self.index(entry.len())?;
        Ok(entry.at(index))
    }

    /// `arrayElement(definitions.module.key)` where that is a list of texts.
    pub fn text(&mut self, module: &str, key: &str) -> Drawn<&'static str> {
        let words = self.entry(module, key)?.texts()?;
        self.pick_word(words)
    }

    /// `helpers.weightedArrayElement` of patterns with positive weights.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, f64)]) -> Drawn<T> {
        let total: f64 = items.iter().map(|(_, weight)| weight).sum();
        let drawn = self.next() * total;
        let mut current = 0.0;
        for (value, weight) in items {
            current += weight;
            if drawn < current {
                return Ok(*value);
            }
        }
        items.last().map(|(value, _)| *value).ok_or(Fault::Faker("weightedArrayElement expects an array"))
    }

    /// `count` draws from a list of characters, as a text.
    pub fn characters(&mut self, characters: &[char], count: usize) -> Drawn<String> {
        let mut out = String::with_capacity(count);
        for _ in 0..count {
            out.push(self.pick(characters)?);
        }
        Ok(out)
    }

    /// `count` digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.int(0.0, 9.0) as u8)).collect()
    }
}

/// The range `{ min, max }`, a default of many methods.
pub(super) fn range_value(min: f64, max: f64) -> Value {
    let mut object = Object::with_capacity(2);
    object.insert("min", Value::Number(min));
    object.insert("max", Value::Number(max));
    object.into()
}

/// A text value.
pub(super) fn text(s: impl Into<Str>) -> Drawn {
    Ok(Value::String(s.into()))
}

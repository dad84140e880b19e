//! `company`: names and what marketing makes of them.

use super::Method::{self, Call, Pattern, Pick};
use super::fault::Drawn;
use super::generator::{Generator, text};
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("name", Pattern("company", "name_pattern")),
    ("catchPhrase", Call(catch_phrase)),
    ("buzzPhrase", Call(buzz_phrase)),
    ("catchPhraseAdjective", Pick("company", "adjective")),
    ("catchPhraseDescriptor", Pick("company", "descriptor")),
    ("catchPhraseNoun", Pick("company", "noun")),
    ("buzzAdjective", Pick("company", "buzz_adjective")),
    ("buzzVerb", Pick("company", "buzz_verb")),
    ("buzzNoun", Pick("company", "buzz_noun")),
];

fn phrase(g: &mut Generator, keys: [&str; 3]) -> Drawn {
    let mut words = Vec::with_capacity(keys.len());
    for key in keys {
        words.push(g.text("company", key)?);
    }
    text(words.join(" "))
}

fn catch_phrase(g: &mut Generator, _: &[Value]) -> Drawn {
    phrase(g, ["adjective", "descriptor", "noun"])
}

fn buzz_phrase(g: &mut Generator, _: &[Value]) -> Drawn {
    phrase(g, ["buzz_verb", "buzz_adjective", "buzz_noun"])
}

//! `word`: words by their kind.

use super::Method::{self, Call};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, range_value, text};
use super::helpers::shuffle_items;
use super::options::Options;
use super::range;
use super::word_list;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("adjective", Call(adjective)),
    ("adverb", Call(adverb)),
    ("conjunction", Call(conjunction)),
    ("interjection", Call(interjection)),
    ("noun", Call(noun)),
    ("preposition", Call(preposition)),
    ("verb", Call(verb)),
    ("sample", Call(sample)),
    ("words", Call(words)),
];

fn adjective(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "adjective", args)
}

fn adverb(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "adverb", args)
}

fn conjunction(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "conjunction", args)
}

fn interjection(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "interjection", args)
}

fn noun(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "noun", args)
}

fn preposition(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "preposition", args)
}

fn verb(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "word", "verb", args)
}

/// A word of any kind; kinds that have none of the wanted length are passed over.
fn sample(g: &mut Generator, args: &[Value]) -> Drawn {
    let mut kinds = ["adjective", "adverb", "conjunction", "interjection", "noun", "preposition", "verb"];
    shuffle_items(g, &mut kinds);
    for kind in kinds {
        if let Ok(word) = word_list::draw(g, "word", kind, args) {
            return Ok(word);
        }
    }
    Err(Fault::Faker("No matching word data available for the current locale"))
}

fn words(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "count")?;
    let count = match options.given("count") {
        None => range_value(1.0, 3.0),
        Some(Value::Null) => Value::Number(3.0),
        Some(range) => range,
    };
    text(joined(g, &count)?)
}

/// `word.words()`.
pub(super) fn some_words(g: &mut Generator) -> Drawn<String> {
    joined(g, &range_value(1.0, 3.0))
}

fn joined(g: &mut Generator, count: &Value) -> Drawn<String> {
    let mut words = Vec::new();
    for _ in 0..range::count(g, count)? {
        words.push(sample(g, &[])?.to_str());
    }
    Ok(words.join(" "))
}

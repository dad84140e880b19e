//! Words of a wanted length.

use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::words::Words;
use crate::js::{Value, text::len_utf16};

/// A word of `definitions.module.key` after the options `length` and `strategy`.
pub(super) fn draw(g: &mut Generator, module: &str, key: &str, args: &[Value]) -> Drawn {
    // The options are spread into another object: from null, a text or an array nothing of use arrives there.
    let argument = args.first().filter(|value| matches!(value, Value::Number(_) | Value::Object(_)));
    let options = Options::or_number(argument, "length")?;
    let words = g.entry(module, key)?.texts()?;
    let length = options.get("length");
    let strategy = options.text("strategy", "any-length");
    if length.is_nullish() {
        return match strategy.as_str() {
            "shortest" | "longest" => by_strategy(g, words, &strategy, (0.0, 0.0)),
            _ => text(g.pick_word(words)?),
        };
    }
    let (min, max) = match length {
        Value::Number(n) => (n, n),
        range => (range.get("min").to_number(), range.get("max").to_number()),
    };
    let fitting = filtered(words, |len| min <= len && len <= max);
    if fitting.is_empty() { by_strategy(g, words, &strategy, (min, max)) } else { text(g.pick(&fitting)?) }
}

fn size(word: &str) -> f64 {
    len_utf16(word) as f64
}

fn filtered(words: Words, fits: impl Fn(f64) -> bool) -> Vec<&'static str> {
    words.iter().filter(|word| fits(size(word))).collect()
}

/// What is drawn when no word has the wanted length.
fn by_strategy(g: &mut Generator, words: Words, strategy: &str, wanted: (f64, f64)) -> Drawn {
    let shortest = words.iter().map(size).fold(f64::INFINITY, f64::min);
    let longest = words.iter().map(size).fold(0.0, f64::max);
    let fitting = match strategy {
        "fail" => return Err(Fault::Faker("No words found that match the given length.")),
        "closest" => {
            let distance = (wanted.0 - shortest).min(longest - wanted.1);
            filtered(words, |len| len == wanted.0 - distance || len == wanted.1 + distance)
        }
        "shortest" => filtered(words, |len| len == shortest),
        "longest" => filtered(words, |len| len == longest),
        "any-length" => words.iter().collect(),
        _ => return Err(Fault::script("Te[t] is not a function")),
    };
    text(g.pick(&fitting)?)
}

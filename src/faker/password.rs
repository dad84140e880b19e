//! `internet.password`: characters that pass a test, one by one.

use super::fault::{Drawn, Fault};
use super::generator::Generator;
use super::generator::text;
use super::options::Options;
use crate::js::{Value, text as js_text};

/// The reference recurses per drawn character; about here its stack is full.
const MAX_DRAWS: usize = 8000;

/// `internet.password`: word characters, or pronounceable letters with the option `memorable`.
pub(super) fn password(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "length")?;
    let length = options.number("length", 15.0);
    let memorable = options.flag("memorable", false);
    let prefix = options.given("prefix").unwrap_or_else(|| Value::from(""));
    if prefix.is_nullish() {
        return Err(Fault::Script(format!("Cannot read properties of {} (reading 'length')", prefix.to_str())));
    }
    let mut out = prefix.to_str().to_string();
    let mut size = js_text::len_utf16(&out);
    for _ in 0..MAX_DRAWS {
        if size as f64 >= length {
            return text(out);
        }
        // A template has no regular expressions to give.
        if !memorable && !options.get("pattern").is_undefined() {
            return Err(Fault::script("h.test is not a function"));
        }
        let vowel_next = memorable && out.chars().last().is_some_and(is_consonant);
        let drawn = char::from(g.int(0.0, 94.0) as u8 + 33);
        let c = if memorable { drawn.to_ascii_lowercase() } else { drawn };
        let fits = match (memorable, vowel_next) {
            (false, _) => c.is_ascii_alphanumeric() || c == '_',
            (true, true) => is_vowel(c),
            (true, false) => is_consonant(c),
        };
        if fits {
            out.push(c);
            size += 1;
        }
    }
    Err(Fault::script("Maximum call stack size exceeded"))
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
}

fn is_consonant(c: char) -> bool {
    c.is_ascii_alphabetic() && !is_vowel(c)
}

//! `hacker`: how the films talk about computers.

use super::Method::{self, Call, Pick};
use super::fault::Drawn;
use super::generator::{Generator, text};
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("abbreviation", Pick("hacker", "abbreviation")),
    ("adjective", Pick("hacker", "adjective")),
    ("noun", Pick("hacker", "noun")),
    ("verb", Pick("hacker", "verb")),
    ("ingverb", Pick("hacker", "ingverb")),
    ("phrase", Call(phrase)),
];

fn phrase(g: &mut Generator, _: &[Value]) -> Drawn {
    let mut out = g.text("hacker", "phrase")?.to_owned();
    for kind in ["abbreviation", "adjective", "ingverb", "noun", "verb"] {
        let placeholder = format!("{{{{{kind}}}}}");
        while out.contains(&placeholder) {
            let word = g.text("hacker", kind)?;
            out = out.replacen(&placeholder, word, 1);
        }
    }
    text(out)
}

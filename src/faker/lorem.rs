//! `lorem`: filler text.

use super::Method::{self, Call};
use super::fault::Drawn;
use super::generator::{Generator, range_value, text};
use super::range;
use super::slug;
use super::word_list;
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("word", Call(word)),
    ("words", Call(words)),
    ("sentence", Call(sentence)),
    ("slug", Call(slug)),
    ("sentences", Call(sentences)),
    ("paragraph", Call(paragraph)),
    ("paragraphs", Call(paragraphs)),
    ("text", Call(any_text)),
    ("lines", Call(lines)),
];

fn word(g: &mut Generator, args: &[Value]) -> Drawn {
    word_list::draw(g, "lorem", "word", args)
}

/// An argument, or its default.
fn argument(args: &[Value], index: usize, default: Value) -> Value {
    args.get(index).filter(|value| !value.is_undefined()).cloned().unwrap_or(default)
}

/// `helpers.multiple(one, { count }).join(separator)`; no count is three.
fn join(
    g: &mut Generator,
    count: &Value,
    separator: &str,
    mut one: impl FnMut(&mut Generator) -> Drawn<String>,
) -> Drawn<String> {
    let count = if count.is_nullish() { 3 } else { range::count(g, count)? };
    let mut out = String::new();
    for i in 0..count {
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(&one(g)?);
    }
    Ok(out)
}

fn words_of(g: &mut Generator, count: &Value) -> Drawn<String> {
    join(g, count, " ", |g| g.text("lorem", "word").map(str::to_owned))
}

/// `lorem.words()`.
pub(super) fn three_words(g: &mut Generator) -> Drawn<String> {
    words_of(g, &Value::Number(3.0))
}

/// `lorem.word()`.
pub(super) fn any_word(g: &mut Generator) -> Drawn<&'static str> {
    g.text("lorem", "word")
}

fn sentence_of(g: &mut Generator, count: &Value) -> Drawn<String> {
    let words = words_of(g, count)?;
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    Ok(format!("{first}{}.", letters.as_str()))
}

fn sentences_of(g: &mut Generator, count: &Value, separator: &str) -> Drawn<String> {
    join(g, count, separator, |g| sentence_of(g, &range_value(3.0, 10.0)))
}

fn paragraphs_of(g: &mut Generator, count: &Value, separator: &str) -> Drawn<String> {
    join(g, count, separator, |g| sentences_of(g, &Value::Number(3.0), " "))
}

fn separator(args: &[Value], default: &'static str) -> Str {
    argument(args, 1, Value::from(default)).to_str()
}

fn words(g: &mut Generator, args: &[Value]) -> Drawn {
    text(words_of(g, &argument(args, 0, Value::Number(3.0)))?)
}

fn sentence(g: &mut Generator, args: &[Value]) -> Drawn {
    text(sentence_of(g, &argument(args, 0, range_value(3.0, 10.0)))?)
}

fn slug(g: &mut Generator, args: &[Value]) -> Drawn {
    let words = words_of(g, &argument(args, 0, Value::Number(3.0)))?;
    text(slug::slugify(&words))
}

fn sentences(g: &mut Generator, args: &[Value]) -> Drawn {
    text(sentences_of(g, &argument(args, 0, range_value(2.0, 6.0)), &separator(args, " "))?)
}

fn paragraph(g: &mut Generator, args: &[Value]) -> Drawn {
    text(sentences_of(g, &argument(args, 0, Value::Number(3.0)), " ")?)
}

fn paragraphs(g: &mut Generator, args: &[Value]) -> Drawn {
    text(paragraphs_of(g, &argument(args, 0, Value::Number(3.0)), &separator(args, "\n"))?)
}

fn any_text(g: &mut Generator, _: &[Value]) -> Drawn {
    let kind: fn(&mut Generator, &[Value]) -> Drawn =
        g.pick(&[sentence as fn(&mut Generator, &[Value]) -> Drawn, sentences, paragraph, paragraphs, lines])?;
    kind(g, &[])
}

fn lines(g: &mut Generator, args: &[Value]) -> Drawn {
    text(sentences_of(g, &argument(args, 0, range_value(1.0, 5.0)), "\n")?)
}

//! `food`: what is on the menu.

use super::Method::{self, Call, Pattern, Pick};
use super::expression;
use super::fault::Drawn;
use super::generator::{Generator, text};
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("adjective", Pick("food", "adjective")),
    ("description", Pattern("food", "description_pattern")),
    ("dish", Call(dish)),
    ("ethnicCategory", Pick("food", "ethnic_category")),
    ("fruit", Pick("food", "fruit")),
    ("ingredient", Pick("food", "ingredient")),
    ("meat", Pick("food", "meat")),
    ("spice", Pick("food", "spice")),
    ("vegetable", Pick("food", "vegetable")),
];

fn dish(g: &mut Generator, _: &[Value]) -> Drawn {
    let dish = if g.boolean() {
        let pattern = expression::draw_pattern(g, "food", "dish_pattern")?;
        expression::fill(g, pattern)?
    } else {
        g.text("food", "dish")?.to_owned()
    };
    text(capitalized(&dish))
}

/// Every word with a capital.
fn capitalized(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        })
        .collect();
    words.join(" ")
}

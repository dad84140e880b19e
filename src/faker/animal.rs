//! `animal`: species, breeds and pet names.

use super::Method::{self, Pick};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("dog", Pick("animal", "dog")),
    ("cat", Pick("animal", "cat")),
    ("snake", Pick("animal", "snake")),
    ("bear", Pick("animal", "bear")),
    ("lion", Pick("animal", "lion")),
    ("cetacean", Pick("animal", "cetacean")),
    ("horse", Pick("animal", "horse")),
    ("bird", Pick("animal", "bird")),
    ("cow", Pick("animal", "cow")),
    ("fish", Pick("animal", "fish")),
    ("crocodilia", Pick("animal", "crocodilia")),
    ("insect", Pick("animal", "insect")),
    ("rabbit", Pick("animal", "rabbit")),
    ("rodent", Pick("animal", "rodent")),
    ("type", Pick("animal", "type")),
    ("petName", Pick("animal", "pet_name")),
];

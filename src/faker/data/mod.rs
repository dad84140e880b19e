//! English words and the facts that all locales share.

mod airline;
mod animal;
mod book;
mod color;
mod commerce;
mod company;
mod countries;
mod currencies;
mod database;
mod date;
mod finance;
mod food;
mod hacker;
mod internet;
mod location;
mod lorem;
mod mime_types;
mod music;
mod person;
mod phone_number;
mod science;
mod system;
mod time_zones;
pub(super) mod transliteration;
mod vehicle;
mod word;

use super::definitions::Definitions;

/// The definitions of the locale `en`, to which every other locale falls back.
pub(super) static ENGLISH: Definitions = &[
    ("airline", airline::DEFINITIONS),
    ("animal", animal::DEFINITIONS),
    ("book", book::DEFINITIONS),
    ("color", color::DEFINITIONS),
    ("commerce", commerce::DEFINITIONS),
    ("company", company::DEFINITIONS),
    ("database", database::DEFINITIONS),
    ("date", date::DEFINITIONS),
    ("finance", finance::DEFINITIONS),
    ("food", food::DEFINITIONS),
    ("hacker", hacker::DEFINITIONS),
    ("internet", internet::DEFINITIONS),
    ("location", location::DEFINITIONS),
    ("lorem", lorem::DEFINITIONS),
    ("music", music::DEFINITIONS),
    ("person", person::DEFINITIONS),
    ("phone_number", phone_number::DEFINITIONS),
    ("science", science::DEFINITIONS),
    ("system", system::DEFINITIONS),
    ("vehicle", vehicle::DEFINITIONS),
    ("word", word::DEFINITIONS),
];

//! English words and the facts that all locales share.

mod animal;
mod color;
mod commerce;
mod company;
mod countries;
mod currencies;
mod date;
mod finance;
mod hacker;
mod internet;
mod location;
mod lorem;
mod mime_types;
mod person;
mod phone_number;
mod system;
mod time_zones;
pub(super) mod transliteration;
mod word;

use super::definitions::Definitions;

/// The definitions of the locale `en`, to which every other locale falls back.
pub(super) static ENGLISH: Definitions = &[
    ("animal", animal::DEFINITIONS),
    ("color", color::DEFINITIONS),
    ("commerce", commerce::DEFINITIONS),
    ("company", company::DEFINITIONS),
    ("date", date::DEFINITIONS),
    ("finance", finance::DEFINITIONS),
    ("hacker", hacker::DEFINITIONS),
    ("internet", internet::DEFINITIONS),
    ("location", location::DEFINITIONS),
    ("lorem", lorem::DEFINITIONS),
    ("person", person::DEFINITIONS),
    ("phone_number", phone_number::DEFINITIONS),
    ("system", system::DEFINITIONS),
    ("word", word::DEFINITIONS),
];

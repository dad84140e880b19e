//! Words and formats of the locale `fr_CH`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("state", List(LOCATION_STATE)),
        ],
    ),
    (
        "phone_number",
        &[(
            "format",
            Group(&[
                ("human", List(PHONE_NUMBER_FORMAT_HUMAN)),
                ("international", List(PHONE_NUMBER_FORMAT_INTERNATIONAL)),
                ("national", List(PHONE_NUMBER_FORMAT_NATIONAL)),
            ]),
        )],
    ),
];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "ch", "com", "net"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aigle", "Bâle", "Bienne", "Bulle", "Carouge", "Delémont", "Fribourg", "Genève", "La Chaux-de-Fonds", "Lancy",
    "Lausanne", "Martigny", "Meyrin", "Monthey", "Montreux", "Morges", "Neuchâtel", "Nyon", "Onex", "Pully",
    "Renens", "Sierre", "Sion", "Vernier", "Vevey", "Yverdon-les-Bains", "Zurich",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["1###", "2###", "3###", "4###", "5###", "6###", "7###", "8###", "9###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Argovie", "Appenzell Rhodes-Extérieures", "Appenzell Rhodes-Intérieures", "Bâle-Campagne", "Bâle-Ville",
    "Berne", "Fribourg", "Genève", "Glaris", "Grisons", "Jura", "Lucerne", "Neuchâtel", "Nidwald", "Obwald",
    "Saint-Gall", "Schaffhouse", "Schwytz", "Soleure", "Tessin", "Thurgovie", "Uri", "Valais", "Vaud", "Zoug",
    "Zurich",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0800 ### ###", "0## ### ## ##", "+41 ## ### ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+41800######", "+41#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0800 ### ###", "0## ### ## ##"];

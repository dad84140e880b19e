//! Words and formats of the locale `de_CH`.

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
            ("state_abbr", List(LOCATION_STATE_ABBR)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["at", "biz", "ch", "com", "de", "li", "net"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aarau", "Arbon", "Baar", "Baden", "Basel", "Bellinzona", "Bern", "Biel", "Bülach", "Chur", "Davos", "Emmen",
    "Frauenfeld", "Fribourg", "Genf", "Horgen", "Köniz", "Kreuzlingen", "Kriens", "Lausanne", "Locarno", "Lugano",
    "Luzern", "Montreux", "Neuenburg", "Olten", "Rapperswil", "Schaffhausen", "Sitten", "Solothurn", "St. Gallen",
    "Thun", "Uster", "Wil", "Winterthur", "Zug", "Zürich",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["1###", "2###", "3###", "4###", "5###", "6###", "7###", "8###", "9###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Aargau", "Appenzell Ausserrhoden", "Appenzell Innerrhoden", "Basel-Landschaft", "Basel-Stadt", "Bern",
    "Freiburg", "Genf", "Glarus", "Graubünden", "Jura", "Luzern", "Neuenburg", "Nidwalden", "Obwalden",
    "Schaffhausen", "Schwyz", "Solothurn", "St. Gallen", "Tessin", "Thurgau", "Uri", "Waadt", "Wallis", "Zug",
    "Zürich",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "AG", "AR", "AI", "BL", "BS", "BE", "FR", "GE", "GL", "GR", "JU", "LU", "NE", "NW", "OW", "SH", "SZ", "SO",
    "SG", "TI", "TG", "UR", "VD", "VS", "ZG", "ZH",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0800 ### ###", "0## ### ## ##", "+41 ## ### ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+41800######", "+41#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0800 ### ###", "0## ### ## ##"];

//! Words and formats of the locale `fr_BE`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["be", "biz", "com", "eu", "info", "name", "net", "org"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Anvers", "Arlon", "Bruges", "Bruxelles", "Charleroi", "Gand", "Hasselt", "Huy", "Ixelles", "La Louvière",
    "Liège", "Louvain", "Malines", "Marche-en-Famenne", "Mons", "Namur", "Nivelles", "Ostende", "Seraing", "Spa",
    "Tournai", "Uccle", "Verviers", "Waterloo", "Wavre",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Anvers", "Brabant flamand", "Brabant wallon", "Flandre occidentale", "Flandre orientale", "Hainaut", "Liège",
    "Limbourg", "Luxembourg", "Namur",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0## ## ## ##", "0### ## ## ##", "+32 4## ## ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+32########", "+324########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0## ## ## ##", "04## ## ## ##"];

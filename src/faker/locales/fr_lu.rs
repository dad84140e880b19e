//! Words and formats of the locale `fr_LU`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["lu"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Diekirch", "Differdange", "Dudelange", "Echternach", "Esch-sur-Alzette", "Ettelbruck", "Grevenmacher",
    "Luxembourg", "Pétange", "Remich", "Rumelange", "Vianden", "Wiltz",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["######", "########", "+352 ######"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+352######", "+352########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["## ## ##", "## ## ## ##"];

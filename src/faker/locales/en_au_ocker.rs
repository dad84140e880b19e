//! Words and formats of the locale `en_AU_ocker`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("location", &[("postcode", List(LOCATION_POSTCODE))]),
    (
        "person",
        &[(
            "first_name",
            Group(&[
                ("female", List(PERSON_FIRST_NAME_FEMALE)),
                ("generic", List(PERSON_FIRST_NAME_GENERIC)),
                ("male", List(PERSON_FIRST_NAME_MALE)),
            ]),
        )],
    ),
];

const LOCATION_POSTCODE: &[&str] = &["0###", "2###", "3###", "4###", "5###", "6###", "7###"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Bazza", "Charlene", "Darlene", "Kylie", "Lynette", "Narelle", "Raelene", "Shazza", "Sheila", "Tegan",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Barry", "Bazza", "Bluey", "Bruce", "Charlene", "Clancy", "Darlene", "Darryl", "Davo", "Johnno", "Kylie",
    "Lynette", "Mick", "Narelle", "Raelene", "Robbo", "Shane", "Shazza", "Sheila", "Tegan",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Barry", "Bluey", "Bruce", "Clancy", "Darryl", "Davo", "Johnno", "Mick", "Robbo", "Shane",
];

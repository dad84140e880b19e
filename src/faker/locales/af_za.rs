//! Words and formats of the locale `af_ZA`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

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
        "person",
        &[
            (
                "first_name",
                Group(&[
                    ("female", List(PERSON_FIRST_NAME_FEMALE)),
                    ("generic", List(PERSON_FIRST_NAME_GENERIC)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["co.za", "com", "info", "net.za", "org.za"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bloemfontein", "Durban", "George", "Johannesburg", "Kaapstad", "Kimberley", "Mosselbaai", "Nelspruit",
    "Oos-Londen", "Paarl", "Polokwane", "Port Elizabeth", "Potchefstroom", "Pretoria", "Stellenbosch", "Upington",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Gauteng", "KwaZulu-Natal", "Limpopo", "Mpumalanga", "Noord-Kaap", "Noordwes", "Oos-Kaap", "Vrystaat",
    "Wes-Kaap",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Annelie", "Anzelle", "Chantel", "Elmarie", "Elsabe", "Hester", "Ilze", "Jana", "Karien", "Lizette",
    "Marietjie", "Mia", "Riana", "Sunette", "Tania", "Zelda",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Andries", "Annelie", "Anzelle", "Barend", "Chantel", "Christo", "Danie", "Dirk", "Elmarie", "Elsabe",
    "Francois", "Gerhard", "Hendrik", "Hester", "Ilze", "Jaco", "Jana", "Johan", "Karien", "Kobus", "Lizette",
    "Marietjie", "Marius", "Mia", "Pieter", "Riaan", "Riana", "Stefan", "Sunette", "Tania", "Willem", "Zelda",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Andries", "Barend", "Christo", "Danie", "Dirk", "Francois", "Gerhard", "Hendrik", "Jaco", "Johan", "Kobus",
    "Marius", "Pieter", "Riaan", "Stefan", "Willem",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Botha", "Coetzee", "De Beer", "De Klerk", "Du Plessis", "Du Toit", "Fourie", "Jacobs", "Joubert", "Kruger",
    "Nel", "Pretorius", "Roux", "Smit", "Steyn", "Van der Merwe", "Van Wyk", "Venter", "Viljoen", "Visser",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01# ### ####", "02# ### ####", "0800 ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+271########", "+272########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01# ### ####", "02# ### ####"];

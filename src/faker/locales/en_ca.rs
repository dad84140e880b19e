//! Words and formats of the locale `en_CA`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "ca", "com", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.ca"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Barrie", "Brampton", "Burnaby", "Calgary", "Edmonton", "Fredericton", "Gatineau", "Guelph", "Halifax",
    "Hamilton", "Kelowna", "Kingston", "Kitchener", "Laval", "London", "Longueuil", "Markham", "Mississauga",
    "Moncton", "Montreal", "Ottawa", "Quebec City", "Regina", "Richmond", "Saskatoon", "St. John's", "Surrey",
    "Toronto", "Vancouver", "Victoria", "Windsor", "Winnipeg",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_POSTCODE: &[&str] = &[
    "A#? #?#", "B#? #?#", "C#? #?#", "E#? #?#", "G#? #?#", "H#? #?#", "J#? #?#", "K#? #?#", "L#? #?#", "M#? #?#",
    "N#? #?#", "P#? #?#", "R#? #?#", "S#? #?#", "T#? #?#", "V#? #?#", "X#? #?#", "Y#? #?#",
];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland and Labrador",
    "Northwest Territories", "Nova Scotia", "Nunavut", "Ontario", "Prince Edward Island", "Quebec", "Saskatchewan",
    "Yukon",
];

const LOCATION_STATE_ABBR: &[&str] = &["AB", "BC", "MB", "NB", "NL", "NT", "NS", "NU", "ON", "PE", "QC", "SK", "YT"];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "!##-!##-####", "(!##)!##-####", "!##.!##.####", "1-!##-!##-####", "!##-!##-#### x###",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+1!##!######", "+1!#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["(!##) !##-####", "(!##) ###-####"];

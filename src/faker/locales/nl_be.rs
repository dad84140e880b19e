//! Words and formats of the locale `nl_BE`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["be", "brussels", "com", "net", "org", "vlaanderen"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###", "###a", "###b", "###c"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aalst", "Aarschot", "Antwerpen", "Blankenberge", "Bree", "Brugge", "Brussel", "Dendermonde", "Diest", "Geel",
    "Genk", "Gent", "Halle", "Hasselt", "Ieper", "Knokke-Heist", "Kortrijk", "Leuven", "Lier", "Lokeren",
    "Mechelen", "Oostende", "Oudenaarde", "Roeselare", "Sint-Niklaas", "Sint-Truiden", "Tienen", "Tongeren",
    "Turnhout", "Vilvoorde", "Waregem",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["1e verdieping", "2e verdieping", "3e verdieping", "bus ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Antwerpen", "Brussel", "Henegouwen", "Limburg", "Luik", "Luxemburg", "Namen", "Oost-Vlaanderen",
    "Vlaams-Brabant", "Waals-Brabant", "West-Vlaanderen",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0##/##.##.##", "04##/##.##.##", "+32 4## ## ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+32########", "+324########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0## ## ## ##", "04## ## ## ##"];

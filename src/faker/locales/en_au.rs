//! Words and formats of the locale `en_AU`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "com.au", "net", "net.au", "org", "org.au"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["####", "###", "##"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Adelaide", "Albury", "Ballarat", "Bendigo", "Brisbane", "Bunbury", "Cairns", "Canberra", "Darwin", "Geelong",
    "Gold Coast", "Hobart", "Launceston", "Mackay", "Melbourne", "Newcastle", "Perth", "Rockhampton", "Sydney",
    "Toowoomba", "Townsville", "Wollongong",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Australian Capital Territory", "New South Wales", "Northern Territory", "Queensland", "South Australia",
    "Tasmania", "Victoria", "Western Australia",
];

const LOCATION_STATE_ABBR: &[&str] = &["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0# #### ####", "+61 # #### ####", "04## ### ###", "+61 4## ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+61#########", "+614########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["(0#) #### ####", "04## ### ###"];

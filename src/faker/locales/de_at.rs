//! Words and formats of the locale `de_AT`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["at", "ch", "com", "de", "info", "name", "net", "org"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Amstetten", "Baden", "Bludenz", "Bregenz", "Bruck an der Mur", "Dornbirn", "Eisenstadt", "Feldkirch", "Graz",
    "Hallein", "Innsbruck", "Kapfenberg", "Klagenfurt", "Klosterneuburg", "Krems", "Kufstein", "Leoben", "Leonding",
    "Linz", "Lustenau", "Mödling", "Salzburg", "Sankt Pölten", "Steyr", "Traun", "Villach", "Wels", "Wien",
    "Wiener Neustadt", "Wolfsberg",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Burgenland", "Kärnten", "Niederösterreich", "Oberösterreich", "Salzburg", "Steiermark", "Tirol", "Vorarlberg",
    "Wien",
];

const LOCATION_STATE_ABBR: &[&str] = &["Bgld", "Ktn", "NÖ", "OÖ", "Sbg", "Stmk", "T", "Vbg", "W"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01 #######", "0#### ####", "+43-1-#######", "+43-####-####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+431#######", "+43########", "+43#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01 #######", "0#### ####", "0#### #####"];

//! Words and formats of the locale `dv`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("date", &[("weekday", Group(&[("abbr", List(DATE_WEEKDAY_ABBR)), ("wide", List(DATE_WEEKDAY_WIDE))]))]),
    (
        "location",
        &[
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
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
            ("sex", List(PERSON_SEX)),
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

const DATE_WEEKDAY_ABBR: &[&str] = &["އާދީއްތަ", "ހޯމަ", "އަންގާރަ", "ބުދަ", "ބުރާސްފަތި", "ހުކުރު", "ހޮނިހިރު"];

const DATE_WEEKDAY_WIDE: &[&str] = &["އާދީއްތަ", "ހޯމަ", "އަންގާރަ", "ބުދަ", "ބުރާސްފަތި", "ހުކުރު", "ހޮނިހިރު"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "މާލެ", "އައްޑޫ", "ފުވައްމުލައް", "ކުޅުދުއްފުށި", "ތިނަދޫ", "ނައިފަރު", "މަހިބަދޫ", "އުތުރުތީލަ",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "އައިޝަތު", "އަމީނަތު", "ފާތިމަތު", "ޒުލޭޚާ", "ސަލްމާ", "ނާދިޔާ", "ޝީރީން", "މަރިޔަމް",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "ނާދިޔާ", "އައިޝަތު", "އަމީނަތު", "އަޙްމަދު", "އިބްރާހީމް", "އިސްމާޢީލް", "މަރިޔަމް", "މުޙައްމަދު", "ފާތިމަތު",
    "ސަލްމާ", "ޒުލޭޚާ", "ޔޫސުފް", "ޙަސަން", "ޙުސައިން", "ޝީރީން", "ޢަލީ",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "އަޙްމަދު", "އިބްރާހީމް", "ޢަލީ", "މުޙައްމަދު", "ޙަސަން", "ޙުސައިން", "އިސްމާޢީލް", "ޔޫސުފް",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "ދީދީ", "މަނިކު", "ރަޝީދު", "ނަޝީދު", "ސަލީމު", "ޒާހިރު", "ޝަރީފު", "ވަޙީދު",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_SEX: &[&str] = &["އަންހެން", "ފިރިހެން"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["3######", "7######", "+9607######", "+960 3##-####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+9603######", "+9607######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["3##-####", "7######"];

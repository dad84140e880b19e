//! Words and formats of the locale `ro_MD`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("state", NotApplicable),
            ("state_abbr", NotApplicable),
        ],
    ),
    ("person", &[("suffix", NotApplicable)]),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "md", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "mail.md", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["Bloc ##", "Bloc ##/##"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Anenii Noi", "Basarabeasca", "Bălți", "Bender", "Cahul", "Călărași", "Căușeni", "Ceadîr-Lunga", "Chișinău",
    "Cimișlia", "Comrat", "Drochia", "Dubăsari", "Edineț", "Florești", "Hîncești", "Ialoveni", "Leova", "Nisporeni",
    "Orhei", "Rezina", "Rîbnița", "Soroca", "Strășeni", "Ștefan Vodă", "Tiraspol", "Ungheni",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["MD-####"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["022 ## ## ##", "0231 #####", "06# ## ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+37322######", "+373231#####", "+3736#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["022 ### ###", "0231 ## ###", "06# ### ###"];

//! Words and formats of the locale `en_IE`.

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
            ("county", List(LOCATION_COUNTY)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "eu", "ie", "info", "net"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Athlone", "Carlow", "Cork", "Drogheda", "Dublin", "Dundalk", "Ennis", "Galway", "Kilkenny", "Killarney",
    "Letterkenny", "Limerick", "Mullingar", "Naas", "Navan", "Sligo", "Swords", "Tralee", "Waterford", "Wexford",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTY: &[&str] = &[
    "Carlow", "Cavan", "Clare", "Cork", "Donegal", "Dublin", "Galway", "Kerry", "Kildare", "Kilkenny", "Laois",
    "Leitrim", "Limerick", "Longford", "Louth", "Mayo", "Meath", "Monaghan", "Offaly", "Roscommon", "Sligo",
    "Tipperary", "Waterford", "Westmeath", "Wexford", "Wicklow",
];

#[rustfmt::skip]
const LOCATION_POSTCODE: &[&str] = &[
    "A## ****", "D## ****", "E## ****", "F## ****", "H## ****", "K## ****", "N## ****", "P## ****", "R## ****",
    "T## ****", "V## ****", "W## ****", "X## ****", "Y## ****",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01 #######", "021 #######", "085 ### ####", "087 ### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+3531#######", "+35321#######", "+35385#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["(01) ### ####", "(021) ### ####", "085 ### ####"];

//! Words and formats of the locale `en_GH`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "co", "com", "com.gh", "edu.gh", "gov.gh", "net", "org", "org.gh"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Accra", "Bolgatanga", "Cape Coast", "Ho", "Kasoa", "Koforidua", "Kumasi", "Obuasi", "Sekondi", "Sunyani",
    "Takoradi", "Tamale", "Techiman", "Tema", "Wa", "Winneba",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["??-###-####", "??-####-####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Ahafo", "Ashanti", "Bono", "Bono East", "Central", "Eastern", "Greater Accra", "North East", "Northern", "Oti",
    "Savannah", "Upper East", "Upper West", "Volta", "Western", "Western North",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Abena", "Adwoa", "Afia", "Akosua", "Akua", "Ama", "Araba", "Efua", "Esi", "Maame", "Naa", "Yaa",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Abena", "Adwoa", "Afia", "Akosua", "Akua", "Ama", "Araba", "Ato", "Ebo", "Efua", "Esi", "Fiifi", "Kofi",
    "Kojo", "Kwabena", "Kwaku", "Kwame", "Kwasi", "Maame", "Naa", "Nii", "Yaa", "Yaw", "Yoofi",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Ato", "Ebo", "Fiifi", "Kofi", "Kojo", "Kwabena", "Kwaku", "Kwame", "Kwasi", "Nii", "Yaw", "Yoofi",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Acheampong", "Addo", "Adjei", "Agyeman", "Amoah", "Ansah", "Appiah", "Asante", "Boateng", "Danso", "Frimpong",
    "Mensah", "Nkrumah", "Ofori", "Opoku", "Osei", "Owusu", "Quaye", "Sarpong", "Tetteh",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "020#######", "024#######", "050#######", "+23320#######", "+23324#######",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+23320#######", "+23324#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["020 ### ####", "024 ### ####"];

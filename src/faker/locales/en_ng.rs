//! Words and formats of the locale `en_NG`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "com.ng", "ng", "org.ng"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aba", "Abeokuta", "Abuja", "Akure", "Asaba", "Benin City", "Calabar", "Enugu", "Ibadan", "Ilorin", "Jos",
    "Kaduna", "Kano", "Lagos", "Maiduguri", "Onitsha", "Owerri", "Port Harcourt", "Sokoto", "Uyo", "Warri", "Zaria",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["######"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Abia", "Adamawa", "Akwa Ibom", "Anambra", "Bauchi", "Bayelsa", "Benue", "Borno", "Cross River", "Delta",
    "Ebonyi", "Edo", "Ekiti", "Enugu", "Gombe", "Imo", "Jigawa", "Kaduna", "Kano", "Katsina", "Kebbi", "Kogi",
    "Kwara", "Lagos", "Nasarawa", "Niger", "Ogun", "Ondo", "Osun", "Oyo", "Plateau", "Rivers", "Sokoto", "Taraba",
    "Yobe", "Zamfara",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adaeze", "Amaka", "Amina", "Bisi", "Chiamaka", "Chioma", "Folake", "Funmi", "Hauwa", "Ifeoma", "Kemi", "Ngozi",
    "Nneka", "Temitope", "Yetunde", "Zainab",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Abubakar", "Adaeze", "Adebayo", "Amaka", "Amina", "Bisi", "Chiamaka", "Chidi", "Chinedu", "Chioma", "Emeka",
    "Femi", "Folake", "Funmi", "Hauwa", "Ibrahim", "Ifeoma", "Ikenna", "Kemi", "Kunle", "Musa", "Ngozi", "Nneka",
    "Obinna", "Olumide", "Segun", "Temitope", "Tunde", "Uche", "Yetunde", "Yusuf", "Zainab",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Abubakar", "Adebayo", "Chidi", "Chinedu", "Emeka", "Femi", "Ibrahim", "Ikenna", "Kunle", "Musa", "Obinna",
    "Olumide", "Segun", "Tunde", "Uche", "Yusuf",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Abiodun", "Adebayo", "Adeyemi", "Afolabi", "Babatunde", "Balogun", "Bello", "Danjuma", "Eze", "Ibrahim",
    "Igwe", "Mohammed", "Nwosu", "Obi", "Okafor", "Okeke", "Okonkwo", "Oladipo", "Onyekachi", "Yusuf",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0803 ### ####", "0703 ### ####", "+234 803 ### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+234803#######", "+234703#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0803 ### ####", "0703 ### ####"];

//! Words and formats of the locale `en_ZA`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["co.za", "com", "info", "net.za", "org.za"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bloemfontein", "Cape Town", "Durban", "East London", "George", "Johannesburg", "Kimberley", "Nelspruit",
    "Paarl", "Pietermaritzburg", "Polokwane", "Port Elizabeth", "Pretoria", "Rustenburg", "Soweto", "Stellenbosch",
    "Upington",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Eastern Cape", "Free State", "Gauteng", "KwaZulu-Natal", "Limpopo", "Mpumalanga", "North West",
    "Northern Cape", "Western Cape",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Anele", "Busisiwe", "Elize", "Lerato", "Lindiwe", "Naledi", "Nomvula", "Palesa", "Precious", "Thandiwe",
    "Zanele", "Zinhle",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Anele", "Bongani", "Busisiwe", "Elize", "Jabu", "Johannes", "Kagiso", "Lerato", "Lindiwe", "Mandla", "Naledi",
    "Nomvula", "Palesa", "Pieter", "Precious", "Sibusiso", "Sipho", "Tebogo", "Thabo", "Thandiwe", "Themba", "Vusi",
    "Zanele", "Zinhle",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Bongani", "Jabu", "Johannes", "Kagiso", "Mandla", "Pieter", "Sibusiso", "Sipho", "Tebogo", "Themba", "Thabo",
    "Vusi",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Botha", "Dlamini", "Khumalo", "Mahlangu", "Mokoena", "Molefe", "Naidoo", "Ndlovu", "Nel", "Nkosi", "Ntuli",
    "Pillay", "Sithole", "Van Wyk", "Zulu", "Zwane",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01# ### ####", "02# ### ####", "08# ### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+271########", "+278########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01# ### ####", "08# ### ####"];

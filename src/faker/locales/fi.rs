//! Words and formats of the locale `fi`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

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
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}} {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}} {{location.buildingNumber}}")),
                ]),
            ),
            ("street_name", List(LOCATION_STREET_NAME)),
            ("street_pattern", List(LOCATION_STREET_PATTERN)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "info", "name", "net", "org"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Espoo", "Helsinki", "Hämeenlinna", "Imatra", "Joensuu", "Jyväskylä", "Kajaani", "Kemi", "Kokkola", "Kotka",
    "Kouvola", "Kuopio", "Lahti", "Lappeenranta", "Mikkeli", "Oulu", "Pori", "Porvoo", "Rauma", "Rovaniemi", "Salo",
    "Savonlinna", "Seinäjoki", "Tampere", "Turku", "Vaasa", "Vantaa",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["A ##", "B ##", "as. #", "as. ##"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Asematie", "Hämeenkatu", "Kauppakatu", "Kirkkokatu", "Koivukuja", "Koulutie", "Lehtotie", "Mannerheimintie",
    "Metsätie", "Mäntytie", "Niittytie", "Puistokatu", "Rantatie", "Satamakatu", "Torikatu",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Aino", "Anna", "Anne", "Annika", "Eeva", "Elina", "Emilia", "Helena", "Hanna", "Johanna", "Kaarina",
    "Katariina", "Kristiina", "Leena", "Liisa", "Marja", "Maria", "Päivi", "Pirjo", "Riikka", "Ritva", "Sari",
    "Sofia", "Tiina", "Tuula",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Aino", "Anna", "Anne", "Annika", "Antti", "Arto", "Eero", "Eeva", "Elina", "Emilia", "Hanna", "Hannu",
    "Heikki", "Helena", "Janne", "Jari", "Johanna", "Juha", "Jukka", "Kaarina", "Kalevi", "Kari", "Katariina",
    "Kristiina", "Lauri", "Leena", "Liisa", "Maria", "Marja", "Markku", "Marko", "Matti", "Mika", "Mikko", "Olavi",
    "Pekka", "Petri", "Pirjo", "Päivi", "Riikka", "Ritva", "Sami", "Sari", "Seppo", "Sofia", "Tapio", "Tiina",
    "Timo", "Tuula", "Ville",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Antti", "Arto", "Eero", "Hannu", "Heikki", "Janne", "Jari", "Juha", "Jukka", "Kalevi", "Kari", "Lauri",
    "Marko", "Markku", "Matti", "Mika", "Mikko", "Olavi", "Pekka", "Petri", "Sami", "Seppo", "Tapio", "Timo",
    "Ville",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Hämäläinen", "Heikkilä", "Heikkinen", "Heinonen", "Järvinen", "Karjalainen", "Kinnunen", "Koskinen",
    "Korhonen", "Laine", "Laitinen", "Lehtinen", "Lehtonen", "Mäkelä", "Mäkinen", "Manninen", "Mattila", "Mikkonen",
    "Niemi", "Nieminen", "Rantanen", "Räsänen", "Saarinen", "Salminen", "Salo", "Salonen", "Tuominen", "Turunen",
    "Virtanen",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["09 ### ####", "040 ### ####", "+358 40 ### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+3589#######", "+35840#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["09 #######", "040 #######"];

//! Words and formats of the locale `nb_NO`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable, Text, Weighted};

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
            ("state", NotApplicable),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "net", "no", "org"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Alta", "Arendal", "Bergen", "Bodø", "Drammen", "Fredrikstad", "Gjøvik", "Halden", "Hamar", "Harstad",
    "Haugesund", "Kongsberg", "Kristiansand", "Larvik", "Lillehammer", "Molde", "Moss", "Narvik", "Oslo",
    "Porsgrunn", "Sandefjord", "Sandnes", "Skien", "Stavanger", "Steinkjer", "Tromsø", "Trondheim", "Tønsberg",
    "Ålesund",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Leil. ###", "Oppgang A", "Oppgang B"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Bjerkeveien", "Eikeveien", "Elvegata", "Fjellveien", "Granveien", "Hovedgata", "Industriveien", "Jernbanegata",
    "Kirkeveien", "Kongens gate", "Kystveien", "Markveien", "Parkveien", "Rosenveien", "Skogveien", "Skoleveien",
    "Solveien", "Storgata", "Strandgata", "Torggata",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Amalie", "Anne", "Astrid", "Bente", "Berit", "Camilla", "Elise", "Emma", "Frida", "Hanna", "Heidi", "Helene",
    "Ida", "Ingrid", "Julie", "Kari", "Kristin", "Linn", "Liv", "Maria", "Marit", "Nora", "Randi", "Sara", "Silje",
    "Sofie", "Thea", "Tone", "Vilde",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Amalie", "Anders", "Anne", "Arne", "Astrid", "Bente", "Berit", "Bjørn", "Camilla", "Eirik", "Elise", "Emma",
    "Erik", "Espen", "Fredrik", "Frida", "Geir", "Hanna", "Hans", "Heidi", "Helene", "Henrik", "Håkon", "Ida",
    "Ingrid", "Ivar", "Jan", "Jonas", "Julie", "Kari", "Kjell", "Knut", "Kristian", "Kristin", "Lars", "Linn",
    "Liv", "Magnus", "Maria", "Marit", "Martin", "Morten", "Nora", "Odd", "Ola", "Ole", "Per", "Randi", "Sander",
    "Sara", "Silje", "Sofie", "Stian", "Svein", "Terje", "Thea", "Thomas", "Tone", "Tor", "Vilde",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Anders", "Arne", "Bjørn", "Eirik", "Erik", "Espen", "Fredrik", "Geir", "Håkon", "Hans", "Henrik", "Ivar",
    "Jan", "Jonas", "Kjell", "Knut", "Kristian", "Lars", "Magnus", "Martin", "Morten", "Odd", "Ola", "Ole", "Per",
    "Sander", "Stian", "Svein", "Terje", "Thomas", "Tor",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Aas", "Amundsen", "Andersen", "Bakke", "Berg", "Berge", "Bakken", "Dahl", "Eide", "Eriksen", "Haugen", "Hagen",
    "Hansen", "Henriksen", "Iversen", "Jacobsen", "Jensen", "Johannessen", "Johansen", "Karlsen", "Kristiansen",
    "Larsen", "Lie", "Lund", "Moen", "Nguyen", "Nilsen", "Olsen", "Pedersen", "Pettersen", "Solberg", "Strand",
    "Sørensen", "Tangen", "Vik",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["########", "## ## ## ##", "### ## ###", "+47 ## ## ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+47########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["## ## ## ##", "### ## ###"];

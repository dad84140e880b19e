//! Words and formats of the locale `ne`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "info", "net", "np", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bhaktapur", "Bharatpur", "Biratnagar", "Birgunj", "Butwal", "Dhangadhi", "Dharan", "Ghorahi", "Hetauda",
    "Itahari", "Janakpur", "Kathmandu", "Lalitpur", "Nepalgunj", "Pokhara", "Tulsipur",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Baglung", "Banke", "Bara", "Bardiya", "Chitwan", "Dang", "Dolpa", "Gorkha", "Ilam", "Jhapa", "Kailali",
    "Kaski", "Kathmandu", "Lalitpur", "Makwanpur", "Mustang", "Palpa", "Rasuwa", "Rupandehi", "Sunsari",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Anita", "Asmita", "Bimala", "Deepa", "Gita", "Kabita", "Laxmi", "Maya", "Nirmala", "Pooja", "Pramila", "Rita",
    "Sabina", "Sarita", "Sita", "Sunita", "Suntali",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Aarav", "Anil", "Anita", "Asmita", "Bikash", "Bimala", "Bishal", "Deepa", "Deepak", "Dipendra", "Ganesh",
    "Gita", "Hari", "Kabita", "Kamal", "Kiran", "Krishna", "Laxmi", "Maya", "Nabin", "Nirmala", "Pooja", "Prakash",
    "Pramila", "Rajesh", "Ram", "Rita", "Sabina", "Sagar", "Santosh", "Sarita", "Sita", "Sunita", "Suntali",
    "Suresh",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Aarav", "Anil", "Bikash", "Bishal", "Deepak", "Dipendra", "Ganesh", "Hari", "Kamal", "Kiran", "Krishna",
    "Nabin", "Prakash", "Rajesh", "Ram", "Sagar", "Santosh", "Suresh",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Adhikari", "Basnet", "Bhandari", "Bhattarai", "Dahal", "Gautam", "Ghimire", "Gurung", "Karki", "Khadka",
    "Koirala", "Lama", "Magar", "Pandey", "Pokharel", "Rai", "Shah", "Shakya", "Shrestha", "Tamang", "Thapa",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01-#######", "98########"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+9771#######", "+97798########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01-#######", "98##-######"];

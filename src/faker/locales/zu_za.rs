//! Words and formats of the locale `zu_ZA`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["co.za", "com", "info", "net.za", "org.za"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "eGoli", "eThekwini", "eMonti", "eKapa", "eMgungundlovu", "iPitoli", "Mangaung", "Nelspruit", "Polokwane",
    "Richards Bay", "Ulundi", "Vryheid",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "EGoli", "IFuleyisitata", "IKwaZulu-Natali", "ILimpopo", "IMpumalanga", "IMpumalanga Kapa",
    "INtshonalanga Kapa", "INyakatho Kapa", "INyakatho-Ntshonalanga",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Ayanda", "Bongiwe", "Busisiwe", "Duduzile", "Hlengiwe", "Khanyisile", "Lindiwe", "Lungile", "Nandi", "Nobuhle",
    "Nokuthula", "Nomusa", "Nonhlanhla", "Ntombifuthi", "Sibongile", "Sindisiwe", "Thandeka", "Thembi", "Thobile",
    "Zanele", "Zinhle",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Ayanda", "Bandile", "Bheki", "Bhekizizwe", "Bongani", "Bongiwe", "Busisiwe", "Cebo", "Duduzile", "Dumisani",
    "Hlengiwe", "Jabulani", "Khanyisile", "Khulekani", "Lindiwe", "Lungile", "Mandla", "Mduduzi", "Mfanafuthi",
    "Mthunzi", "Musa", "Nandi", "Njabulo", "Nkosinathi", "Nobuhle", "Nokuthula", "Nomusa", "Nonhlanhla",
    "Ntombifuthi", "Phumlani", "Sandile", "Sibongile", "Sibusiso", "Sindisiwe", "Sipho", "Siyabonga", "Thabani",
    "Thandeka", "Themba", "Thembi", "Thobile", "Vusumuzi", "Xolani", "Zanele", "Zinhle",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Bandile", "Bheki", "Bhekizizwe", "Bongani", "Cebo", "Dumisani", "Jabulani", "Khulekani", "Mandla", "Mduduzi",
    "Mfanafuthi", "Mthunzi", "Musa", "Njabulo", "Nkosinathi", "Phumlani", "Sandile", "Sibusiso", "Sipho",
    "Siyabonga", "Thabani", "Themba", "Vusumuzi", "Xolani",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Biyela", "Buthelezi", "Cele", "Dlamini", "Dube", "Gumede", "Hadebe", "Khumalo", "Luthuli", "Mabaso", "Majola",
    "Mbatha", "Mchunu", "Mhlongo", "Mkhize", "Mthembu", "Ndlovu", "Ngcobo", "Ngubane", "Nkosi", "Ntuli", "Nxumalo",
    "Shabalala", "Shezi", "Sibiya", "Sithole", "Vilakazi", "Xulu", "Zondi", "Zulu", "Zungu",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01# ### ####", "02# ### ####", "0800 ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+271########", "+272########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01# ### ####", "02# ### ####"];

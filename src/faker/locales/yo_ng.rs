//! Words and formats of the locale `yo_NG`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[(
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
)];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Abeni", "Abiola", "Adetutu", "Adunni", "Aina", "Ayomide", "Bolanle", "Bukola", "Ebun", "Folake", "Iyabo",
    "Kikelomo", "Mojisola", "Monisola", "Omolara", "Ronke", "Simisola", "Titilayo", "Yetunde",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Abeni", "Abiola", "Adebowale", "Adedayo", "Adekunle", "Ademola", "Adetutu", "Adewale", "Adunni", "Aina",
    "Akin", "Ayodele", "Ayomide", "Babajide", "Babatunde", "Bolaji", "Bolanle", "Bukola", "Ebun", "Femi", "Folake",
    "Gbenga", "Iyabo", "Kayode", "Kikelomo", "Kolawole", "Mojisola", "Monisola", "Olumide", "Oluwaseun", "Omolara",
    "Ronke", "Rotimi", "Segun", "Simisola", "Titilayo", "Tunde", "Yetunde",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adebowale", "Adedayo", "Adekunle", "Ademola", "Adewale", "Akin", "Ayodele", "Babajide", "Babatunde", "Bolaji",
    "Femi", "Gbenga", "Kayode", "Kolawole", "Olumide", "Oluwaseun", "Rotimi", "Segun", "Tunde",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Adebayo", "Adegoke", "Adeleke", "Adeniyi", "Adesina", "Adeyemi", "Afolabi", "Ajayi", "Akande", "Alabi",
    "Awolowo", "Ayinde", "Bankole", "Durojaiye", "Fashola", "Ogunbanjo", "Ogunleye", "Ojo", "Okunola", "Oladipo",
    "Olatunji", "Owolabi", "Oyelaran",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

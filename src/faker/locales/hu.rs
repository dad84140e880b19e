//! Words and formats of the locale `hu`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    (
        "date",
        &[
            ("month", Group(&[("abbr", List(DATE_MONTH_ABBR)), ("wide", List(DATE_MONTH_WIDE))])),
            ("weekday", Group(&[("abbr", List(DATE_WEEKDAY_ABBR)), ("wide", List(DATE_WEEKDAY_WIDE))])),
        ],
    ),
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
    ("location", &[("postcode", List(LOCATION_POSTCODE))]),
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
];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "jan.", "febr.", "márc.", "ápr.", "máj.", "jún.", "júl.", "aug.", "szept.", "okt.", "nov.", "dec.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "január", "február", "március", "április", "május", "június", "július", "augusztus", "szeptember", "október",
    "november", "december",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["V", "H", "K", "Sze", "Cs", "P", "Szo"];

const DATE_WEEKDAY_WIDE: &[&str] = &["vasárnap", "hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "eu", "hu", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["freemail.hu", "gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_POSTCODE: &[&str] = &["####"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adrienn", "Ágnes", "Anikó", "Anna", "Annamária", "Beáta", "Bernadett", "Dóra", "Edit", "Erika", "Erzsébet",
    "Éva", "Gabriella", "Ildikó", "Judit", "Júlia", "Katalin", "Kinga", "Krisztina", "Lilla", "Mária", "Márta",
    "Mónika", "Nikolett", "Réka", "Zsófia", "Zsuzsanna",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adrienn", "András", "Anikó", "Anna", "Annamária", "Attila", "Balázs", "Bence", "Bernadett", "Beáta", "Bálint",
    "Csaba", "Dezső", "Dániel", "Dávid", "Dóra", "Edit", "Erika", "Erzsébet", "Ferenc", "Gabriella", "Gergő",
    "György", "Gábor", "Ildikó", "Imre", "István", "Judit", "János", "József", "Júlia", "Katalin", "Kinga",
    "Krisztina", "Krisztián", "Károly", "Levente", "Lilla", "László", "Miklós", "Mária", "Márta", "Máté", "Mónika",
    "Nikolett", "Péter", "Réka", "Sándor", "Tamás", "Tibor", "Zoltán", "Zsolt", "Zsuzsanna", "Zsófia", "Ádám",
    "Ágnes", "Éva",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Ádám", "András", "Attila", "Balázs", "Bálint", "Bence", "Csaba", "Dániel", "Dávid", "Dezső", "Ferenc", "Gábor",
    "Gergő", "György", "Imre", "István", "János", "József", "Károly", "Krisztián", "László", "Levente", "Máté",
    "Miklós", "Péter", "Sándor", "Tamás", "Tibor", "Zoltán", "Zsolt",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Antal", "Bakos", "Balázs", "Balogh", "Barta", "Bíró", "Bognár", "Csonka", "Farkas", "Fehér", "Fekete", "Fodor",
    "Gál", "Hajdu", "Halász", "Hegedűs", "Horváth", "Juhász", "Katona", "Kelemen", "Király", "Kis", "Kocsis",
    "Kovács", "Lakatos", "Magyar", "Mészáros", "Molnár", "Nagy", "Németh", "Oláh", "Orosz", "Papp", "Rácz", "Simon",
    "Somogyi", "Szabó", "Szalai", "Szilágyi", "Takács", "Tóth", "Varga", "Vass", "Veres", "Vincze",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}} {{person.firstName}}", 1.0)];

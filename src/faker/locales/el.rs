//! Words and formats of the locale `el`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "gr", "info", "name"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Αθήνα", "Βέροια", "Βόλος", "Ηράκλειο", "Θεσσαλονίκη", "Ιωάννινα", "Καβάλα", "Καλαμάτα", "Κέρκυρα", "Λαμία",
    "Λάρισα", "Πάτρα", "Πειραιάς", "Ρόδος", "Σέρρες", "Τρίκαλα", "Τρίπολη", "Χαλκίδα", "Χανιά",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Αθηνάς", "Αριστοτέλους", "Βενιζέλου", "Ερμού", "Ιπποκράτους", "Κολοκοτρώνη", "Μακεδονίας",
    "Μεγάλου Αλεξάνδρου", "Πανεπιστημίου", "Πατησίων", "Σταδίου", "Τσιμισκή",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Αγγελική", "Άννα", "Βασιλική", "Γεωργία", "Δήμητρα", "Ειρήνη", "Ελένη", "Ευαγγελία", "Ιωάννα", "Κατερίνα",
    "Κωνσταντίνα", "Μαρία", "Παναγιώτα", "Σοφία", "Φωτεινή", "Χριστίνα",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Άννα", "Αγγελική", "Αθανάσιος", "Αλέξανδρος", "Ανδρέας", "Βασίλειος", "Βασιλική", "Γεωργία", "Γεώργιος",
    "Δήμητρα", "Δημήτριος", "Ειρήνη", "Ελένη", "Εμμανουήλ", "Ευάγγελος", "Ευαγγελία", "Ιωάννα", "Ιωάννης",
    "Κατερίνα", "Κωνσταντίνα", "Κωνσταντίνος", "Μαρία", "Μιχαήλ", "Νικόλαος", "Παναγιώτα", "Παναγιώτης", "Σοφία",
    "Σπυρίδων", "Φωτεινή", "Χρήστος", "Χριστίνα",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Αθανάσιος", "Αλέξανδρος", "Ανδρέας", "Βασίλειος", "Γεώργιος", "Δημήτριος", "Εμμανουήλ", "Ευάγγελος", "Ιωάννης",
    "Κωνσταντίνος", "Μιχαήλ", "Νικόλαος", "Παναγιώτης", "Σπυρίδων", "Χρήστος",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Αλεξίου", "Αντωνίου", "Βασιλείου", "Γεωργίου", "Δημητρίου", "Ιωάννου", "Καραγιάννης", "Κωνσταντίνου", "Μακρής",
    "Νικολάου", "Οικονόμου", "Παπαδόπουλος", "Παπαδάκης", "Παππάς", "Σαμαράς", "Χατζής",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["210# ######", "2310# #####", "69########"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+30210#######", "+3069########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["21 0### ####", "69# ### ####"];

//! Words and formats of the locale `ro`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

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
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
            ("state_abbr", List(LOCATION_STATE_ABBR)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}}, {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}, {{location.buildingNumber}}")),
                ]),
            ),
            ("street_name", List(LOCATION_STREET_NAME)),
            ("street_pattern", List(LOCATION_STREET_PATTERN)),
            ("street_prefix", List(LOCATION_STREET_PREFIX)),
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

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "ian.", "feb.", "mar.", "apr.", "mai", "iun.", "iul.", "aug.", "sept.", "oct.", "nov.", "dec.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Ianuarie", "Februarie", "Martie", "Aprilie", "Mai", "Iunie", "Iulie", "August", "Septembrie", "Octombrie",
    "Noiembrie", "Decembrie",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["dum.", "lun.", "mar.", "mie.", "joi", "vin.", "sâm."];

const DATE_WEEKDAY_WIDE: &[&str] = &["Duminică", "Luni", "Marți", "Miercuri", "Joi", "Vineri", "Sâmbătă"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "info", "net", "org", "ro"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["Bloc #", "Bloc ##", "Nr. ##"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Alba Iulia", "Arad", "Bacău", "Baia Mare", "Bistrița", "Botoșani", "Brașov", "Brăila", "București", "Buzău",
    "Cluj-Napoca", "Constanța", "Craiova", "Deva", "Focșani", "Galați", "Hunedoara", "Iași", "Mediaș", "Oradea",
    "Piatra Neamț", "Pitești", "Ploiești", "Râmnicu Vâlcea", "Reșița", "Roman", "Satu Mare", "Sibiu", "Slatina",
    "Suceava", "Târgoviște", "Târgu Jiu", "Târgu Mureș", "Timișoara", "Tulcea", "Turda", "Vaslui", "Zalău",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["######"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Ap. ##", "Ap. ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Alba", "Arad", "Argeș", "Bacău", "Bihor", "Bistrița-Năsăud", "Botoșani", "Brașov", "Brăila", "București",
    "Buzău", "Caraș-Severin", "Călărași", "Cluj", "Constanța", "Covasna", "Dâmbovița", "Dolj", "Galați", "Giurgiu",
    "Gorj", "Harghita", "Hunedoara", "Ialomița", "Iași", "Ilfov", "Maramureș", "Mehedinți", "Mureș", "Neamț", "Olt",
    "Prahova", "Satu Mare", "Sălaj", "Sibiu", "Suceava", "Teleorman", "Timiș", "Tulcea", "Vaslui", "Vâlcea",
    "Vrancea",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "AB", "AR", "AG", "BC", "BH", "BN", "BT", "BV", "BR", "B", "BZ", "CS", "CL", "CJ", "CT", "CV", "DB", "DJ", "GL",
    "GR", "GJ", "HR", "HD", "IL", "IS", "IF", "MM", "MH", "MS", "NT", "OT", "PH", "SM", "SJ", "SB", "SV", "TR",
    "TM", "TL", "VS", "VL", "VN",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "1 Decembrie", "Albert Einstein", "Alexandru Ioan Cuza", "Avram Iancu", "Carpaților", "Cireșului", "Crinului",
    "Dunării", "George Enescu", "Independenței", "Libertății", "Lucian Blaga", "Mihai Eminescu", "Mihai Viteazu",
    "Nicolae Bălcescu", "Nicolae Iorga", "Primăverii", "Ștefan cel Mare", "Teilor", "Traian", "Tudor Vladimirescu",
    "Unirii", "Victoriei",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_prefix}} {{location.street_name}}"];

#[rustfmt::skip]
const LOCATION_STREET_PREFIX: &[&str] = &[
    "Aleea", "Bulevardul", "Calea", "Intrarea", "Piața", "Splaiul", "Strada", "Șoseaua",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adriana", "Alexandra", "Alina", "Ana", "Andreea", "Anca", "Bianca", "Carmen", "Cătălina", "Cristina",
    "Daniela", "Diana", "Elena", "Gabriela", "Ioana", "Irina", "Laura", "Loredana", "Maria", "Mihaela", "Mirela",
    "Monica", "Nicoleta", "Oana", "Raluca", "Roxana", "Ruxandra", "Simona", "Ștefania", "Teodora", "Violeta",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adrian", "Adriana", "Alexandra", "Alexandru", "Alin", "Alina", "Ana", "Anca", "Andreea", "Andrei", "Bianca",
    "Bogdan", "Carmen", "Ciprian", "Claudiu", "Constantin", "Cosmin", "Cristian", "Cristina", "Călin", "Cătălin",
    "Cătălina", "Dan", "Daniel", "Daniela", "Diana", "Dragoș", "Elena", "Emil", "Eugen", "Florin", "Gabriel",
    "Gabriela", "George", "Ilie", "Ioana", "Ion", "Ionuț", "Irina", "Iulian", "Laura", "Laurențiu", "Liviu",
    "Loredana", "Lucian", "Maria", "Marian", "Marius", "Mihaela", "Mihai", "Mircea", "Mirela", "Monica", "Nicolae",
    "Nicoleta", "Oana", "Ovidiu", "Paul", "Petru", "Radu", "Raluca", "Roxana", "Ruxandra", "Răzvan", "Sebastian",
    "Simona", "Sorin", "Teodora", "Tudor", "Valentin", "Vasile", "Victor", "Violeta", "Vlad", "Ștefan", "Ștefania",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adrian", "Alexandru", "Alin", "Andrei", "Bogdan", "Călin", "Cătălin", "Ciprian", "Claudiu", "Constantin",
    "Cosmin", "Cristian", "Dan", "Daniel", "Dragoș", "Emil", "Eugen", "Florin", "Gabriel", "George", "Ilie", "Ion",
    "Ionuț", "Iulian", "Laurențiu", "Liviu", "Lucian", "Marian", "Marius", "Mihai", "Mircea", "Nicolae", "Ovidiu",
    "Paul", "Petru", "Radu", "Răzvan", "Sebastian", "Sorin", "Ștefan", "Tudor", "Valentin", "Vasile", "Victor",
    "Vlad",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Albu", "Anghel", "Ardelean", "Barbu", "Bălan", "Bucur", "Ciobanu", "Constantin", "Costea", "Cristea",
    "Diaconu", "Dima", "Dinu", "Dobre", "Dumitrescu", "Dumitru", "Enache", "Florea", "Gheorghe", "Georgescu",
    "Grigore", "Iancu", "Ionescu", "Iordache", "Lazăr", "Lupu", "Manea", "Marin", "Matei", "Mihai", "Mocanu",
    "Moldovan", "Munteanu", "Neagu", "Nistor", "Nițu", "Oprea", "Petrescu", "Pop", "Popa", "Popescu", "Preda",
    "Radu", "Roșu", "Rusu", "Sandu", "Sârbu", "Stan", "Stoica", "Stănescu", "Suciu", "Tănase", "Toma", "Tudor",
    "Ungureanu", "Vasile", "Voicu",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["021######", "031######", "0264######", "07########"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+4021#######", "+40264######", "+407########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["021 ### ####", "0264 ### ###", "07## ### ###"];

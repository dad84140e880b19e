//! Words and formats of the locale `lv`.

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
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("country", List(LOCATION_COUNTRY)),
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

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "janv.", "febr.", "marts", "apr.", "maijs", "jūn.", "jūl.", "aug.", "sept.", "okt.", "nov.", "dec.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris", "oktobris",
    "novembris", "decembris",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["Svētd.", "Pirmd.", "Otrd.", "Trešd.", "Ceturtd.", "Piektd.", "Sestd."];

#[rustfmt::skip]
const DATE_WEEKDAY_WIDE: &[&str] = &[
    "Svētdiena", "Pirmdiena", "Otrdiena", "Trešdiena", "Ceturtdiena", "Piektdiena", "Sestdiena",
];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "info", "lv", "net", "org"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["##", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aizkraukle", "Alūksne", "Bauska", "Cēsis", "Daugavpils", "Dobele", "Gulbene", "Jelgava", "Jēkabpils",
    "Jūrmala", "Kuldīga", "Liepāja", "Ludza", "Madona", "Ogre", "Rēzekne", "Rīga", "Saldus", "Sigulda", "Talsi",
    "Tukums", "Valmiera", "Ventspils",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andora", "Apvienotie Arābu Emirāti", "Afganistāna", "Antigva un Barbuda", "Angilja", "Albānija", "Armēnija",
    "Angola", "Antarktika", "Argentīna", "ASV Samoa", "Austrija", "Austrālija", "Aruba", "Olandes salas",
    "Azerbaidžāna", "Bosnija un Hercegovina", "Barbadosa", "Bangladeša", "Beļģija", "Burkinafaso", "Bulgārija",
    "Bahreina", "Burundija", "Benina", "Senbartelmī", "Bermudu salas", "Bruneja", "Bolīvija",
    "Nīderlandes Karību salas", "Brazīlija", "Bahamu salas", "Butāna", "Buvē sala", "Botsvāna", "Baltkrievija",
    "Beliza", "Kanāda", "Kokosu salas", "Kongo", "Centrālāfrikas Republika", "Kongo", "Šveice", "Kotdivuāra",
    "Kuka salas", "Čīle", "Kamerūna", "Ķīna", "Kolumbija", "Kostarika", "Kuba", "Kaboverde", "Kirasao",
    "Ziemsvētku sala", "Kipra", "Čehija", "Vācija", "Džibutija", "Dānija", "Dominika", "Dominikāna", "Alžīrija",
    "Ekvadora", "Igaunija", "Ēģipte", "Rietumsahāra", "Eritreja", "Spānija", "Etiopija", "Somija", "Fidži",
    "Folklenda salas", "Mikronēzija", "Fēru salas", "Francija", "Gabona", "Apvienotā Karaliste", "Grenāda",
    "Gruzija", "Francijas Gviāna", "Gērnsija", "Gana", "Gibraltārs", "Grenlande", "Gambija", "Gvineja", "Gvadelupa",
    "Ekvatoriālā Gvineja", "Grieķija", "Dienviddžordžija un Dienvidsendviču salas", "Gvatemala", "Guama",
    "Gvineja-Bisava", "Gajāna", "Ķīnas īpašās pārvaldes apgabals Honkonga", "Hērda sala un Makdonalda salas",
    "Hondurasa", "Horvātija", "Haiti", "Ungārija", "Indonēzija", "Īrija", "Izraēla", "Menas sala", "Indija",
    "Indijas okeāna Britu teritorija", "Irāka", "Irāna", "Islande", "Itālija", "Džērsija", "Jamaika", "Jordānija",
    "Japāna", "Kenija", "Kirgizstāna", "Kambodža", "Kiribati", "Komoru salas", "Sentkitsa un Nevisa",
    "Ziemeļkoreja", "Dienvidkoreja", "Kuveita", "Kaimanu salas", "Kazahstāna", "Laosa", "Libāna", "Sentlūsija",
    "Lihtenšteina", "Šrilanka", "Libērija", "Lesoto", "Lietuva", "Luksemburga", "Latvija", "Lībija", "Maroka",
    "Monako", "Moldova", "Melnkalne", "Senmartēna", "Madagaskara", "Māršala salas", "Ziemeļmaķedonija", "Mali",
    "Mjanma", "Mongolija", "ĶTR īpašais administratīvais reģions Makao", "Ziemeļu Marianas salas", "Martinika",
    "Mauritānija", "Montserrata", "Malta", "Maurīcija", "Maldīvija", "Malāvija", "Meksika", "Malaizija",
    "Mozambika", "Namībija", "Jaunkaledonija", "Nigēra", "Norfolkas sala", "Nigērija", "Nikaragva", "Nīderlande",
    "Norvēģija", "Nepāla", "Nauru", "Niue", "Jaunzēlande", "Omāna", "Panama", "Peru", "Francijas Polinēzija",
    "Papua-Jaungvineja", "Filipīnas", "Pakistāna", "Polija", "Senpjēra un Mikelona", "Pitkērnas salas",
    "Puertoriko", "Palestīnas teritorijas", "Portugāle", "Palau", "Paragvaja", "Katara", "Reinjona", "Rumānija",
    "Serbija", "Krievija", "Ruanda", "Saūda Arābija", "Zālamana salas", "Seišelu salas", "Sudāna", "Zviedrija",
    "Singapūra", "Sv.Helēnas sala", "Slovēnija", "Svalbāra un Jana Majena sala", "Slovākija", "Sjerraleone",
    "Sanmarīno", "Senegāla", "Somālija", "Surinama", "Dienvidsudāna", "Santome un Prinsipi", "Salvadora",
    "Sintmārtena", "Sīrija", "Svatini", "Tērksas un Kaikosas salas", "Čada", "Francijas Dienvidjūru teritorija",
    "Togo", "Taizeme", "Tadžikistāna", "Tokelau", "Austrumtimora", "Turkmenistāna", "Tunisija", "Tonga", "Turcija",
    "Trinidāda un Tobāgo", "Tuvalu", "Taivāna", "Tanzānija", "Ukraina", "Uganda", "ASV Mazās Aizjūras salas",
    "Amerikas Savienotās Valstis", "Urugvaja", "Uzbekistāna", "Vatikāns", "Sentvinsenta un Grenadīnas", "Venecuēla",
    "Britu Virdžīnas", "ASV Virdžīnas", "Vjetnama", "Vanuatu", "Volisa un Futunas salas", "Samoa", "Jemena",
    "Majota", "Dienvidāfrikas Republika", "Zambija", "Zimbabve",
];

const LOCATION_POSTCODE: &[&str] = &["LV-####"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Brīvības iela", "Dzirnavu iela", "Elizabetes iela", "Gertrūdes iela", "Liepu iela", "Parka iela", "Pils iela",
    "Raiņa bulvāris", "Rīgas iela", "Skolas iela", "Stacijas iela", "Zaļā iela",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Agnese", "Aija", "Anna", "Anita", "Baiba", "Dace", "Elīna", "Evita", "Ieva", "Ilze", "Inese", "Inga", "Iveta",
    "Kristīne", "Laura", "Līga", "Marta", "Sanita", "Santa", "Vita", "Zane",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Agnese", "Aigars", "Aija", "Aivars", "Andris", "Anita", "Anna", "Artūrs", "Baiba", "Dace", "Dainis", "Edgars",
    "Elīna", "Evita", "Gints", "Guntis", "Ieva", "Ilze", "Inese", "Inga", "Ivars", "Iveta", "Juris", "Jānis",
    "Kaspars", "Kristīne", "Kārlis", "Laura", "Līga", "Marta", "Māris", "Mārtiņš", "Normunds", "Pēteris", "Raivis",
    "Roberts", "Sanita", "Santa", "Uldis", "Valdis", "Viesturs", "Vita", "Zane",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Aigars", "Aivars", "Andris", "Artūrs", "Dainis", "Edgars", "Gints", "Guntis", "Ivars", "Jānis", "Juris",
    "Kārlis", "Kaspars", "Māris", "Mārtiņš", "Normunds", "Pēteris", "Raivis", "Roberts", "Uldis", "Valdis",
    "Viesturs",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Balodis", "Bērziņš", "Eglītis", "Jansons", "Kalniņš", "Kārkliņš", "Krūmiņš", "Lapiņš", "Liepiņš", "Ozoliņš",
    "Ozols", "Pētersons", "Priede", "Rozītis", "Sproģis", "Vanags", "Vītols", "Zariņš",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["+371 2#######", "+371 6#######"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+3712#######", "+3716#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["2# ### ###", "6# ### ###"];

//! Words and formats of the locale `nl`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    ("company", &[("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE))]),
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
            ("country", List(LOCATION_COUNTRY)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}} {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}} {{location.buildingNumber}}")),
                ]),
            ),
            ("street_pattern", List(LOCATION_STREET_PATTERN)),
            ("street_suffix", List(LOCATION_STREET_SUFFIX)),
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
            ("middle_name", Group(&[("generic", List(PERSON_MIDDLE_NAME_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            (
                "prefix",
                Group(&[
                    ("female", List(PERSON_PREFIX_FEMALE)),
                    ("generic", List(PERSON_PREFIX_GENERIC)),
                    ("male", List(PERSON_PREFIX_MALE)),
                ]),
            ),
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
const COLOR_HUMAN: &[&str] = &[
    "blauw", "bruin", "geel", "goud", "grijs", "groen", "ivoor", "limoen", "magenta", "mintgroen", "olijf",
    "oranje", "paars", "rood", "roze", "turquoise", "wit", "zilver", "zwart",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["BV", "NV", "VOF", "Groep", "en Zonen"];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["zo", "ma", "di", "wo", "do", "vr", "za"];

const DATE_WEEKDAY_WIDE: &[&str] = &["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["amsterdam", "com", "eu", "frl", "net", "nl", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###", "###a", "###b", "###c", "### I", "### II", "### III"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Alkmaar", "Almelo", "Almere", "Alphen aan den Rijn", "Amersfoort", "Amstelveen", "Amsterdam", "Apeldoorn",
    "Arnhem", "Assen", "Bergen op Zoom", "Breda", "Delft", "Den Haag", "Den Helder", "Deventer", "Dordrecht", "Ede",
    "Eindhoven", "Emmen", "Enschede", "Gouda", "Groningen", "Haarlem", "Heerlen", "Helmond", "Hengelo", "Hilversum",
    "Hoorn", "Leeuwarden", "Leiden", "Lelystad", "Maastricht", "Middelburg", "Nijmegen", "Oss", "Purmerend",
    "Roermond", "Roosendaal", "Rotterdam", "Schiedam", "Spijkenisse", "Tilburg", "Utrecht", "Venlo", "Vlaardingen",
    "Vlissingen", "Zaandam", "Zeist", "Zoetermeer", "Zwolle",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Verenigde Arabische Emiraten", "Afghanistan", "Antigua en Barbuda", "Anguilla", "Albanië",
    "Armenië", "Angola", "Antarctica", "Argentinië", "Amerikaans-Samoa", "Oostenrijk", "Australië", "Aruba",
    "Åland", "Azerbeidzjan", "Bosnië en Herzegovina", "Barbados", "Bangladesh", "België", "Burkina Faso",
    "Bulgarije", "Bahrein", "Burundi", "Benin", "Saint-Barthélemy", "Bermuda", "Brunei", "Bolivia",
    "Caribisch Nederland", "Brazilië", "Bahama’s", "Bhutan", "Bouveteiland", "Botswana", "Belarus", "Belize",
    "Canada", "Cocoseilanden", "Congo-Kinshasa", "Centraal-Afrikaanse Republiek", "Congo-Brazzaville",
    "Zwitserland", "Ivoorkust", "Cookeilanden", "Chili", "Kameroen", "China", "Colombia", "Costa Rica", "Cuba",
    "Kaapverdië", "Curaçao", "Christmaseiland", "Cyprus", "Tsjechië", "Duitsland", "Djibouti", "Denemarken",
    "Dominica", "Dominicaanse Republiek", "Algerije", "Ecuador", "Estland", "Egypte", "Westelijke Sahara",
    "Eritrea", "Spanje", "Ethiopië", "Finland", "Fiji", "Falklandeilanden", "Micronesia", "Faeröer", "Frankrijk",
    "Gabon", "Verenigd Koninkrijk", "Grenada", "Georgië", "Frans-Guyana", "Guernsey", "Ghana", "Gibraltar",
    "Groenland", "Gambia", "Guinee", "Guadeloupe", "Equatoriaal-Guinea", "Griekenland",
    "Zuid-Georgia en Zuidelijke Sandwicheilanden", "Guatemala", "Guam", "Guinee-Bissau", "Guyana",
    "Hongkong SAR van China", "Heard en McDonaldeilanden", "Honduras", "Kroatië", "Haïti", "Hongarije", "Indonesië",
    "Ierland", "Israël", "Isle of Man", "India", "Brits Indische Oceaanterritorium", "Irak", "Iran", "IJsland",
    "Italië", "Jersey", "Jamaica", "Jordanië", "Japan", "Kenia", "Kirgizië", "Cambodja", "Kiribati", "Comoren",
    "Saint Kitts en Nevis", "Noord-Korea", "Zuid-Korea", "Koeweit", "Kaaimaneilanden", "Kazachstan", "Laos",
    "Libanon", "Saint Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litouwen", "Luxemburg",
    "Letland", "Libië", "Marokko", "Monaco", "Moldavië", "Montenegro", "Saint-Martin", "Madagaskar",
    "Marshalleilanden", "Noord-Macedonië", "Mali", "Myanmar", "Mongolië", "Macau SAR van China",
    "Noordelijke Marianen", "Martinique", "Mauritanië", "Montserrat", "Malta", "Mauritius", "Maldiven", "Malawi",
    "Mexico", "Maleisië", "Mozambique", "Namibië", "Nieuw-Caledonië", "Niger", "Norfolk", "Nigeria", "Nicaragua",
    "Nederland", "Noorwegen", "Nepal", "Nauru", "Niue", "Nieuw-Zeeland", "Oman", "Panama", "Peru",
    "Frans-Polynesië", "Papoea-Nieuw-Guinea", "Filipijnen", "Pakistan", "Polen", "Saint-Pierre en Miquelon",
    "Pitcairneilanden", "Puerto Rico", "Palestijnse gebieden", "Portugal", "Palau", "Paraguay", "Qatar", "Réunion",
    "Roemenië", "Servië", "Rusland", "Rwanda", "Saoedi-Arabië", "Salomonseilanden", "Seychellen", "Soedan",
    "Zweden", "Singapore", "Sint-Helena", "Slovenië", "Spitsbergen en Jan Mayen", "Slowakije", "Sierra Leone",
    "San Marino", "Senegal", "Somalië", "Suriname", "Zuid-Soedan", "Sao Tomé en Principe", "El Salvador",
    "Sint-Maarten", "Syrië", "Eswatini", "Turks- en Caicoseilanden", "Tsjaad",
    "Franse Gebieden in de zuidelijke Indische Oceaan", "Togo", "Thailand", "Tadzjikistan", "Tokelau", "Oost-Timor",
    "Turkmenistan", "Tunesië", "Tonga", "Turkije", "Trinidad en Tobago", "Tuvalu", "Taiwan", "Tanzania", "Oekraïne",
    "Oeganda", "Kleine afgelegen eilanden van de Verenigde Staten", "Verenigde Staten", "Uruguay", "Oezbekistan",
    "Vaticaanstad", "Saint Vincent en de Grenadines", "Venezuela", "Britse Maagdeneilanden",
    "Amerikaanse Maagdeneilanden", "Vietnam", "Vanuatu", "Wallis en Futuna", "Samoa", "Jemen", "Mayotte",
    "Zuid-Afrika", "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#### ??"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["1 hoog", "2 hoog", "3 hoog", "3 hoog achter"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland",
    "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
];

#[rustfmt::skip]
const LOCATION_STREET_PATTERN: &[&str] = &[
    "{{person.first_name.generic}}{{location.street_suffix}}",
    "{{person.last_name.generic}}{{location.street_suffix}}",
];

#[rustfmt::skip]
const LOCATION_STREET_SUFFIX: &[&str] = &[
    "dijk", "dreef", "hof", "kade", "laan", "pad", "plein", "singel", "steeg", "straat", "weg",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Amber", "Anna", "Anne", "Annemieke", "Anouk", "Bo", "Britt", "Charlotte", "Daphne", "Ella", "Emma", "Esmee",
    "Eva", "Evi", "Femke", "Fleur", "Floor", "Iris", "Isa", "Jasmijn", "Julia", "Kim", "Lana", "Lara", "Laura",
    "Lieke", "Lisa", "Liv", "Lotte", "Maria", "Marieke", "Mila", "Naomi", "Nina", "Noa", "Noor", "Rosa", "Roos",
    "Sanne", "Sara", "Saskia", "Sophie", "Tess", "Yara", "Zoë",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adam", "Amber", "Anna", "Anne", "Annemieke", "Anouk", "Bart", "Bas", "Bo", "Bram", "Britt", "Cas", "Charlotte",
    "Daan", "Daphne", "Dirk", "Ella", "Emma", "Erik", "Esmee", "Eva", "Evi", "Femke", "Finn", "Fleur", "Floor",
    "Floris", "Gijs", "Hendrik", "Hugo", "Iris", "Isa", "Jan", "Jasmijn", "Jasper", "Jeroen", "Jesse", "Johan",
    "Joost", "Julia", "Julian", "Kees", "Kim", "Koen", "Lana", "Lara", "Lars", "Laura", "Levi", "Lieke", "Lisa",
    "Liv", "Lotte", "Luca", "Luuk", "Maarten", "Maria", "Marieke", "Mees", "Mila", "Milan", "Naomi", "Niels",
    "Nina", "Noa", "Noah", "Noor", "Pieter", "Roos", "Rosa", "Ruben", "Sam", "Sander", "Sanne", "Sara", "Saskia",
    "Sem", "Sophie", "Stijn", "Sven", "Tess", "Teun", "Thijs", "Thomas", "Tijmen", "Tim", "Tom", "Willem", "Wouter",
    "Yara", "Zoë",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adam", "Bart", "Bas", "Bram", "Cas", "Daan", "Dirk", "Erik", "Finn", "Floris", "Gijs", "Hendrik", "Hugo",
    "Jan", "Jasper", "Jesse", "Jeroen", "Johan", "Joost", "Julian", "Kees", "Koen", "Lars", "Levi", "Luuk", "Luca",
    "Maarten", "Mees", "Milan", "Niels", "Noah", "Pieter", "Ruben", "Sam", "Sander", "Sem", "Stijn", "Sven", "Teun",
    "Thijs", "Thomas", "Tijmen", "Tim", "Tom", "Willem", "Wouter",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Aalbers", "Bakker", "Bos", "Bosch", "Brouwer", "Bruijn", "Dekker", "Dijk", "Dijkstra", "Evers", "Gerritsen",
    "Graaf", "Groot", "Haan", "Hendriks", "Hermans", "Hoekstra", "Hofman", "Jacobs", "Jansen", "Janssen", "Jong",
    "Kok", "Koning", "Kramer", "Kuiper", "Leeuwen", "Linden", "Maas", "Meer", "Meijer", "Molenaar", "Mulder",
    "Peeters", "Peters", "Postma", "Prins", "Schipper", "Scholten", "Schouten", "Smit", "Smits", "Timmermans",
    "Veenstra", "Verhoeven", "Vermeulen", "Vink", "Visser", "Vliet", "Vos", "Vries", "Wal", "Willems", "Wit",
    "Zwart",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

#[rustfmt::skip]
const PERSON_MIDDLE_NAME_GENERIC: &[&str] = &[
    "Aal", "Aart", "Berend", "Cornelis", "Elisabeth", "Gerrit", "Johanna", "Maria", "Wilhelmina",
];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Mevr.", "dr.", "drs.", "ing.", "ir.", "prof."];

const PERSON_PREFIX_GENERIC: &[&str] = &["Bsc", "Dhr.", "Mevr.", "Mr.", "dr.", "drs.", "ing.", "ir.", "prof."];

const PERSON_PREFIX_MALE: &[&str] = &["Dhr.", "dr.", "drs.", "ing.", "ir.", "prof."];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "(0###) ######", "06 #### ####", "0#########", "06########", "+31#########", "+316########",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+31#########", "+316########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0### ### ###", "06 ########"];

//! Words and formats of the locale `da`.

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
            ("country", List(LOCATION_COUNTRY)),
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
            ("middle_name", Group(&[("generic", List(PERSON_MIDDLE_NAME_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            ("sex", List(PERSON_SEX)),
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
    "jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."];

const DATE_WEEKDAY_WIDE: &[&str] = &["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "dk", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "live.dk", "outlook.dk", "yahoo.dk"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###", "##A", "##B"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aabenraa", "Aalborg", "Aarhus", "Esbjerg", "Fredericia", "Haderslev", "Helsingør", "Herning", "Hillerød",
    "Holstebro", "Horsens", "Kolding", "København", "Køge", "Næstved", "Odense", "Randers", "Roskilde", "Silkeborg",
    "Slagelse", "Svendborg", "Vejle", "Viborg",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "De Forenede Arabiske Emirater", "Afghanistan", "Antigua og Barbuda", "Anguilla", "Albanien",
    "Armenien", "Angola", "Antarktis", "Argentina", "Amerikansk Samoa", "Østrig", "Australien", "Aruba", "Åland",
    "Aserbajdsjan", "Bosnien-Hercegovina", "Barbados", "Bangladesh", "Belgien", "Burkina Faso", "Bulgarien",
    "Bahrain", "Burundi", "Benin", "Saint Barthélemy", "Bermuda", "Brunei", "Bolivia",
    "De tidligere Nederlandske Antiller", "Brasilien", "Bahamas", "Bhutan", "Bouvetøen", "Botswana", "Belarus",
    "Belize", "Canada", "Cocosøerne", "Congo-Kinshasa", "Den Centralafrikanske Republik", "Congo-Brazzaville",
    "Schweiz", "Elfenbenskysten", "Cookøerne", "Chile", "Cameroun", "Kina", "Colombia", "Costa Rica", "Cuba",
    "Kap Verde", "Curaçao", "Juleøen", "Cypern", "Tjekkiet", "Tyskland", "Djibouti", "Danmark", "Dominica",
    "Den Dominikanske Republik", "Algeriet", "Ecuador", "Estland", "Egypten", "Vestsahara", "Eritrea", "Spanien",
    "Etiopien", "Finland", "Fiji", "Falklandsøerne", "Mikronesien", "Færøerne", "Frankrig", "Gabon",
    "Storbritannien", "Grenada", "Georgien", "Fransk Guyana", "Guernsey", "Ghana", "Gibraltar", "Grønland",
    "Gambia", "Guinea", "Guadeloupe", "Ækvatorialguinea", "Grækenland", "South Georgia og De Sydlige Sandwichøer",
    "Guatemala", "Guam", "Guinea-Bissau", "Guyana", "SAR Hongkong", "Heard Island og McDonald Islands", "Honduras",
    "Kroatien", "Haiti", "Ungarn", "Indonesien", "Irland", "Israel", "Isle of Man", "Indien",
    "Det Britiske Territorium i Det Indiske Ocean", "Irak", "Iran", "Island", "Italien", "Jersey", "Jamaica",
    "Jordan", "Japan", "Kenya", "Kirgisistan", "Cambodja", "Kiribati", "Comorerne", "Saint Kitts og Nevis",
    "Nordkorea", "Sydkorea", "Kuwait", "Caymanøerne", "Kasakhstan", "Laos", "Libanon", "Saint Lucia",
    "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litauen", "Luxembourg", "Letland", "Libyen", "Marokko",
    "Monaco", "Moldova", "Montenegro", "Saint Martin", "Madagaskar", "Marshalløerne", "Nordmakedonien", "Mali",
    "Myanmar", "Mongoliet", "SAR Macao", "Nordmarianerne", "Martinique", "Mauretanien", "Montserrat", "Malta",
    "Mauritius", "Maldiverne", "Malawi", "Mexico", "Malaysia", "Mozambique", "Namibia", "Ny Kaledonien", "Niger",
    "Norfolk Island", "Nigeria", "Nicaragua", "Nederlandene", "Norge", "Nepal", "Nauru", "Niue", "New Zealand",
    "Oman", "Panama", "Peru", "Fransk Polynesien", "Papua Ny Guinea", "Filippinerne", "Pakistan", "Polen",
    "Saint Pierre og Miquelon", "Pitcairn", "Puerto Rico", "De palæstinensiske områder", "Portugal", "Palau",
    "Paraguay", "Qatar", "Réunion", "Rumænien", "Serbien", "Rusland", "Rwanda", "Saudi-Arabien", "Salomonøerne",
    "Seychellerne", "Sudan", "Sverige", "Singapore", "St. Helena", "Slovenien", "Svalbard og Jan Mayen",
    "Slovakiet", "Sierra Leone", "San Marino", "Senegal", "Somalia", "Surinam", "Sydsudan", "São Tomé og Príncipe",
    "El Salvador", "Sint Maarten", "Syrien", "Eswatini", "Turks- og Caicosøerne", "Tchad",
    "De Franske Besiddelser i Det Sydlige Indiske Ocean og Antarktis", "Togo", "Thailand", "Tadsjikistan",
    "Tokelau", "Timor-Leste", "Turkmenistan", "Tunesien", "Tonga", "Tyrkiet", "Trinidad og Tobago", "Tuvalu",
    "Taiwan", "Tanzania", "Ukraine", "Uganda", "Amerikanske oversøiske øer", "USA", "Uruguay", "Usbekistan",
    "Vatikanstaten", "Saint Vincent og Grenadinerne", "Venezuela", "De Britiske Jomfruøer",
    "De Amerikanske Jomfruøer", "Vietnam", "Vanuatu", "Wallis og Futuna", "Samoa", "Yemen", "Mayotte", "Sydafrika",
    "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["#. tv", "#. th"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Algade", "Birkevej", "Bredgade", "Bøgevej", "Elmevej", "Engvej", "Fasanvej", "Kastanievej", "Kirkevej",
    "Nørregade", "Rosenvej", "Skolegade", "Skovvej", "Søndergade", "Torvegade", "Vestergade", "Østergade",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Anna", "Anne", "Birgit", "Camilla", "Charlotte", "Freja", "Hanne", "Helle", "Ida", "Inge", "Karen", "Kirsten",
    "Laura", "Lone", "Maja", "Marianne", "Mette", "Sofie", "Susanne", "Tina",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Anders", "Anna", "Anne", "Birgit", "Camilla", "Charlotte", "Christian", "Emil", "Erik", "Frederik", "Freja",
    "Hanne", "Hans", "Helle", "Henrik", "Ida", "Inge", "Jens", "Jesper", "Karen", "Kasper", "Kirsten", "Lars",
    "Laura", "Lone", "Mads", "Maja", "Marianne", "Mette", "Michael", "Mikkel", "Niels", "Ole", "Peter", "Rasmus",
    "Sofie", "Susanne", "Søren", "Thomas", "Tina",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Anders", "Christian", "Emil", "Erik", "Frederik", "Hans", "Henrik", "Jens", "Jesper", "Kasper", "Lars", "Mads",
    "Michael", "Mikkel", "Niels", "Ole", "Peter", "Rasmus", "Søren", "Thomas",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Andersen", "Christensen", "Hansen", "Holm", "Jensen", "Jørgensen", "Kristensen", "Larsen", "Lund", "Madsen",
    "Mortensen", "Møller", "Nielsen", "Olsen", "Pedersen", "Petersen", "Poulsen", "Rasmussen", "Sørensen",
    "Thomsen",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

#[rustfmt::skip]
const PERSON_MIDDLE_NAME_GENERIC: &[&str] = &[
    "Bach", "Dam", "Holm", "Juul", "Kjær", "Krogh", "Lund", "Munk", "Skov", "Winther",
];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_SEX: &[&str] = &["kvinde", "mand"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["!# ## ## ##", "!### ####", "+45 !# ## ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+45!#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["!# ## ## ##"];

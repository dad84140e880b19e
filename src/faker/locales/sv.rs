//! Words and formats of the locale `sv`.

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
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
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
    "jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["sön", "mån", "tis", "ons", "tors", "fre", "lör"];

const DATE_WEEKDAY_WIDE: &[&str] = &["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "info", "nu", "org", "se"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Borås", "Eskilstuna", "Falun", "Gävle", "Göteborg", "Halmstad", "Helsingborg", "Härnösand", "Jönköping",
    "Kalmar", "Karlskrona", "Karlstad", "Kiruna", "Kristianstad", "Landskrona", "Linköping", "Luleå", "Lund",
    "Malmö", "Mora", "Norrköping", "Nyköping", "Skellefteå", "Skövde", "Stockholm", "Sundsvall", "Södertälje",
    "Trelleborg", "Trollhättan", "Uddevalla", "Umeå", "Uppsala", "Varberg", "Visby", "Västerås", "Växjö", "Ystad",
    "Örebro", "Östersund",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Förenade Arabemiraten", "Afghanistan", "Antigua och Barbuda", "Anguilla", "Albanien", "Armenien",
    "Angola", "Antarktis", "Argentina", "Amerikanska Samoa", "Österrike", "Australien", "Aruba", "Åland",
    "Azerbajdzjan", "Bosnien och Hercegovina", "Barbados", "Bangladesh", "Belgien", "Burkina Faso", "Bulgarien",
    "Bahrain", "Burundi", "Benin", "S:t Barthélemy", "Bermuda", "Brunei", "Bolivia", "Karibiska Nederländerna",
    "Brasilien", "Bahamas", "Bhutan", "Bouvetön", "Botswana", "Belarus", "Belize", "Kanada", "Kokosöarna",
    "Kongo-Kinshasa", "Centralafrikanska republiken", "Kongo-Brazzaville", "Schweiz", "Elfenbenskusten",
    "Cooköarna", "Chile", "Kamerun", "Kina", "Colombia", "Costa Rica", "Kuba", "Kap Verde", "Curaçao", "Julön",
    "Cypern", "Tjeckien", "Tyskland", "Djibouti", "Danmark", "Dominica", "Dominikanska republiken", "Algeriet",
    "Ecuador", "Estland", "Egypten", "Västsahara", "Eritrea", "Spanien", "Etiopien", "Finland", "Fiji",
    "Falklandsöarna", "Mikronesien", "Färöarna", "Frankrike", "Gabon", "Storbritannien", "Grenada", "Georgien",
    "Franska Guyana", "Guernsey", "Ghana", "Gibraltar", "Grönland", "Gambia", "Guinea", "Guadeloupe",
    "Ekvatorialguinea", "Grekland", "Sydgeorgien och Sydsandwichöarna", "Guatemala", "Guam", "Guinea-Bissau",
    "Guyana", "Hongkong SAR", "Heardön och McDonaldöarna", "Honduras", "Kroatien", "Haiti", "Ungern", "Indonesien",
    "Irland", "Israel", "Isle of Man", "Indien", "Brittiska territoriet i Indiska oceanen", "Irak", "Iran",
    "Island", "Italien", "Jersey", "Jamaica", "Jordanien", "Japan", "Kenya", "Kirgizistan", "Kambodja", "Kiribati",
    "Komorerna", "S:t Kitts och Nevis", "Nordkorea", "Sydkorea", "Kuwait", "Caymanöarna", "Kazakstan", "Laos",
    "Libanon", "S:t Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litauen", "Luxemburg", "Lettland",
    "Libyen", "Marocko", "Monaco", "Moldavien", "Montenegro", "Saint-Martin", "Madagaskar", "Marshallöarna",
    "Nordmakedonien", "Mali", "Myanmar", "Mongoliet", "Macao SAR", "Nordmarianerna", "Martinique", "Mauretanien",
    "Montserrat", "Malta", "Mauritius", "Maldiverna", "Malawi", "Mexiko", "Malaysia", "Moçambique", "Namibia",
    "Nya Kaledonien", "Niger", "Norfolkön", "Nigeria", "Nicaragua", "Nederländerna", "Norge", "Nepal", "Nauru",
    "Niue", "Nya Zeeland", "Oman", "Panama", "Peru", "Franska Polynesien", "Papua Nya Guinea", "Filippinerna",
    "Pakistan", "Polen", "S:t Pierre och Miquelon", "Pitcairnöarna", "Puerto Rico", "Palestinska territorierna",
    "Portugal", "Palau", "Paraguay", "Qatar", "Réunion", "Rumänien", "Serbien", "Ryssland", "Rwanda",
    "Saudiarabien", "Salomonöarna", "Seychellerna", "Sudan", "Sverige", "Singapore", "S:t Helena", "Slovenien",
    "Svalbard och Jan Mayen", "Slovakien", "Sierra Leone", "San Marino", "Senegal", "Somalia", "Surinam",
    "Sydsudan", "São Tomé och Príncipe", "El Salvador", "Sint Maarten", "Syrien", "Eswatini",
    "Turks- och Caicosöarna", "Tchad", "Franska sydterritorierna", "Togo", "Thailand", "Tadzjikistan",
    "Tokelauöarna", "Östtimor", "Turkmenistan", "Tunisien", "Tonga", "Turkiet", "Trinidad och Tobago", "Tuvalu",
    "Taiwan", "Tanzania", "Ukraina", "Uganda", "USA:s yttre öar", "USA", "Uruguay", "Uzbekistan", "Vatikanstaten",
    "S:t Vincent och Grenadinerna", "Venezuela", "Brittiska Jungfruöarna", "Amerikanska Jungfruöarna", "Vietnam",
    "Vanuatu", "Wallis- och Futunaöarna", "Samoa", "Jemen", "Mayotte", "Sydafrika", "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Lgh. ###", "Hus ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Blekinge", "Dalarna", "Gotland", "Gävleborg", "Göteborg", "Halland", "Jämtland", "Jönköping", "Kalmar",
    "Kronoberg", "Norrbotten", "Skaraborg", "Skåne", "Stockholm", "Södermanland", "Uppsala", "Värmland",
    "Västerbotten", "Västernorrland", "Västmanland", "Älvsborg", "Örebro", "Östergötland",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Aspvägen", "Björkgatan", "Bruksgatan", "Drottninggatan", "Ekvägen", "Furugatan", "Granvägen", "Hamngatan",
    "Industrigatan", "Järnvägsgatan", "Kungsgatan", "Kyrkogatan", "Lindvägen", "Norra vägen", "Nygatan",
    "Parkgatan", "Rosenvägen", "Skogsvägen", "Skolgatan", "Slottsgatan", "Storgatan", "Strandvägen", "Södra vägen",
    "Tallvägen", "Torggatan", "Trädgårdsgatan", "Västergatan", "Östra vägen",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Agneta", "Alice", "Alma", "Anna", "Annika", "Astrid", "Birgitta", "Britt", "Cecilia", "Ebba", "Elin",
    "Elisabeth", "Ella", "Elsa", "Emma", "Eva", "Freja", "Greta", "Hanna", "Helena", "Ida", "Ingrid", "Jenny",
    "Johanna", "Julia", "Karin", "Kerstin", "Kristina", "Lena", "Linnea", "Maja", "Malin", "Margareta", "Maria",
    "Marie", "Matilda", "Moa", "Nora", "Saga", "Sara", "Sofia", "Stina", "Ulla", "Wilma",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adam", "Agneta", "Alexander", "Alice", "Alma", "Anders", "Anna", "Annika", "Arvid", "Astrid", "Axel", "Bengt",
    "Bertil", "Birgitta", "Björn", "Britt", "Carl", "Cecilia", "Daniel", "Ebba", "Elias", "Elin", "Elisabeth",
    "Ella", "Elsa", "Emil", "Emma", "Erik", "Eva", "Filip", "Fredrik", "Freja", "Greta", "Gunnar", "Gustav",
    "Göran", "Hanna", "Hans", "Helena", "Henrik", "Hugo", "Ida", "Ingrid", "Jan", "Jenny", "Johan", "Johanna",
    "Jonas", "Julia", "Karin", "Karl", "Kerstin", "Kjell", "Kristina", "Lars", "Lena", "Lennart", "Liam", "Linnea",
    "Ludvig", "Magnus", "Maja", "Malin", "Marcus", "Margareta", "Maria", "Marie", "Matilda", "Mats", "Mikael",
    "Moa", "Nils", "Nora", "Olle", "Oscar", "Per", "Peter", "Rolf", "Saga", "Sara", "Simon", "Sofia", "Stefan",
    "Stina", "Sven", "Thomas", "Torbjörn", "Ulf", "Ulla", "Viktor", "Wilhelm", "Wilma",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adam", "Alexander", "Anders", "Arvid", "Axel", "Bengt", "Bertil", "Björn", "Carl", "Daniel", "Elias", "Emil",
    "Erik", "Filip", "Fredrik", "Gunnar", "Gustav", "Göran", "Hans", "Henrik", "Hugo", "Jan", "Johan", "Jonas",
    "Karl", "Kjell", "Lars", "Lennart", "Liam", "Ludvig", "Magnus", "Marcus", "Mats", "Mikael", "Nils", "Olle",
    "Oscar", "Per", "Peter", "Rolf", "Simon", "Stefan", "Sven", "Thomas", "Torbjörn", "Ulf", "Viktor", "Wilhelm",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Andersson", "Arvidsson", "Axelsson", "Bengtsson", "Berg", "Berglund", "Bergström", "Björk", "Carlsson",
    "Danielsson", "Ekström", "Eklund", "Eriksson", "Forsberg", "Fransson", "Fredriksson", "Gunnarsson",
    "Gustafsson", "Hansson", "Hellström", "Henriksson", "Holm", "Håkansson", "Isaksson", "Jakobsson", "Jansson",
    "Johansson", "Jonsson", "Karlsson", "Larsson", "Lind", "Lindberg", "Lindgren", "Lindqvist", "Lindström",
    "Lundberg", "Lundgren", "Lundin", "Magnusson", "Mattsson", "Mårtensson", "Nilsson", "Nyberg", "Nyström",
    "Olofsson", "Olsson", "Persson", "Pettersson", "Sandberg", "Samuelsson", "Sjöberg", "Svensson", "Söderberg",
    "Wallin", "Öberg",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["070#######", "072#######", "+4670#######", "08#######"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+4670#######", "+4672#######", "+468#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["070-### ## ##", "072-### ## ##", "08-### ## ##"];

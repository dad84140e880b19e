//! Words and formats of the locale `hr`.

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
    "sij", "velj", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "lis", "stu", "pro",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "siječanj", "veljača", "ožujak", "travanj", "svibanj", "lipanj", "srpanj", "kolovoz", "rujan", "listopad",
    "studeni", "prosinac",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["ned", "pon", "uto", "sri", "čet", "pet", "sub"];

const DATE_WEEKDAY_WIDE: &[&str] = &["nedjelja", "ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "eu", "hr", "net", "org"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bjelovar", "Dubrovnik", "Đakovo", "Karlovac", "Koprivnica", "Metković", "Opatija", "Osijek", "Požega", "Pula",
    "Rijeka", "Rovinj", "Samobor", "Sisak", "Slavonski Brod", "Split", "Šibenik", "Trogir", "Varaždin", "Vinkovci",
    "Vukovar", "Zadar", "Zagreb",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andora", "Ujedinjeni Arapski Emirati", "Afganistan", "Antigva i Barbuda", "Angvila", "Albanija", "Armenija",
    "Angola", "Antarktika", "Argentina", "Američka Samoa", "Austrija", "Australija", "Aruba", "Ålandski otoci",
    "Azerbajdžan", "Bosna i Hercegovina", "Barbados", "Bangladeš", "Belgija", "Burkina Faso", "Bugarska", "Bahrein",
    "Burundi", "Benin", "Saint Barthélemy", "Bermudi", "Brunej", "Bolivija", "Karipski otoci Nizozemske", "Brazil",
    "Bahami", "Butan", "Otok Bouvet", "Bocvana", "Bjelorusija", "Belize", "Kanada", "Kokosovi Otoci",
    "Kongo - Kinshasa", "Srednjoafrička Republika", "Kongo - Brazzaville", "Švicarska", "Obala Bjelokosti",
    "Cookovi Otoci", "Čile", "Kamerun", "Kina", "Kolumbija", "Kostarika", "Kuba", "Zelenortska Republika",
    "Curaçao", "Božićni Otok", "Cipar", "Češka", "Njemačka", "Džibuti", "Danska", "Dominika",
    "Dominikanska Republika", "Alžir", "Ekvador", "Estonija", "Egipat", "Zapadna Sahara", "Eritreja", "Španjolska",
    "Etiopija", "Finska", "Fidži", "Falklandski Otoci", "Mikronezija", "Farski Otoci", "Francuska", "Gabon",
    "Ujedinjeno Kraljevstvo", "Grenada", "Gruzija", "Francuska Gijana", "Guernsey", "Gana", "Gibraltar", "Grenland",
    "Gambija", "Gvineja", "Guadalupe", "Ekvatorska Gvineja", "Grčka", "Južna Georgia i Otoci Južni Sandwich",
    "Gvatemala", "Guam", "Gvineja Bisau", "Gvajana", "PUP Hong Kong Kina", "Otoci Heard i McDonald", "Honduras",
    "Hrvatska", "Haiti", "Mađarska", "Indonezija", "Irska", "Izrael", "Otok Man", "Indija",
    "Britanski Indijskooceanski Teritorij", "Irak", "Iran", "Island", "Italija", "Jersey", "Jamajka", "Jordan",
    "Japan", "Kenija", "Kirgistan", "Kambodža", "Kiribati", "Komori", "Sveti Kristofor i Nevis", "Sjeverna Koreja",
    "Južna Koreja", "Kuvajt", "Kajmanski Otoci", "Kazahstan", "Laos", "Libanon", "Sveta Lucija", "Lihtenštajn",
    "Šri Lanka", "Liberija", "Lesoto", "Litva", "Luksemburg", "Latvija", "Libija", "Maroko", "Monako", "Moldavija",
    "Crna Gora", "Saint Martin", "Madagaskar", "Maršalovi Otoci", "Sjeverna Makedonija", "Mali", "Mjanmar",
    "Mongolija", "PUP Makao Kina", "Sjevernomarijanski Otoci", "Martinik", "Mauretanija", "Montserrat", "Malta",
    "Mauricijus", "Maldivi", "Malavi", "Meksiko", "Malezija", "Mozambik", "Namibija", "Nova Kaledonija", "Niger",
    "Otok Norfolk", "Nigerija", "Nikaragva", "Nizozemska", "Norveška", "Nepal", "Nauru", "Niue", "Novi Zeland",
    "Oman", "Panama", "Peru", "Francuska Polinezija", "Papua Nova Gvineja", "Filipini", "Pakistan", "Poljska",
    "Sveti Petar i Mikelon", "Pitcairnovi Otoci", "Portoriko", "Palestinsko područje", "Portugal", "Palau",
    "Paragvaj", "Katar", "Réunion", "Rumunjska", "Srbija", "Rusija", "Ruanda", "Saudijska Arabija",
    "Salomonovi Otoci", "Sejšeli", "Sudan", "Švedska", "Singapur", "Sveta Helena", "Slovenija",
    "Svalbard i Jan Mayen", "Slovačka", "Sijera Leone", "San Marino", "Senegal", "Somalija", "Surinam",
    "Južni Sudan", "Sveti Toma i Princip", "Salvador", "Sint Maarten", "Sirija", "Esvatini", "Otoci Turks i Caicos",
    "Čad", "Francuski Južni Teritoriji", "Togo", "Tajland", "Tadžikistan", "Tokelau", "Timor-Leste", "Turkmenistan",
    "Tunis", "Tonga", "Turska", "Trinidad i Tobago", "Tuvalu", "Tajvan", "Tanzanija", "Ukrajina", "Uganda",
    "Mali udaljeni otoci SAD-a", "Sjedinjene Američke Države", "Urugvaj", "Uzbekistan", "Vatikan",
    "Sveti Vincent i Grenadini", "Venezuela", "Britanski Djevičanski Otoci", "Američki Djevičanski Otoci",
    "Vijetnam", "Vanuatu", "Wallis i Futuna", "Samoa", "Jemen", "Mayotte", "Južnoafrička Republika", "Zambija",
    "Zimbabve",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Branimirova ulica", "Cvjetna ulica", "Ilica", "Kolodvorska ulica", "Lipova ulica", "Obala kralja Tomislava",
    "Radnička cesta", "Savska cesta", "Školska ulica", "Trg bana Jelačića", "Vukovarska ulica", "Zagrebačka ulica",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Ana", "Antonija", "Barbara", "Dora", "Dragica", "Elena", "Ivana", "Ivka", "Jasna", "Jelena", "Katarina",
    "Lana", "Lucija", "Marija", "Marina", "Martina", "Mia", "Mirjana", "Nikolina", "Petra", "Sara", "Snježana",
    "Vesna",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Ana", "Ante", "Antonija", "Barbara", "Borna", "Branko", "Damir", "Dario", "Davor", "Domagoj", "Dora",
    "Dragica", "Dražen", "Elena", "Filip", "Goran", "Hrvoje", "Ivan", "Ivana", "Ivka", "Jasna", "Jelena", "Josip",
    "Karlo", "Katarina", "Krešimir", "Lana", "Lucija", "Luka", "Marija", "Marina", "Mario", "Marko", "Martina",
    "Matej", "Mia", "Mirjana", "Nikola", "Nikolina", "Petar", "Petra", "Sara", "Snježana", "Stjepan", "Tomislav",
    "Vesna", "Zvonimir",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Ante", "Borna", "Branko", "Damir", "Dario", "Davor", "Domagoj", "Dražen", "Filip", "Goran", "Hrvoje", "Ivan",
    "Josip", "Karlo", "Krešimir", "Luka", "Marko", "Mario", "Matej", "Nikola", "Petar", "Stjepan", "Tomislav",
    "Zvonimir",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Babić", "Barišić", "Blažević", "Božić", "Grgić", "Horvat", "Jurić", "Jurković", "Knežević", "Kovač",
    "Kovačević", "Kovačić", "Lovrić", "Marić", "Marković", "Matić", "Novak", "Pavić", "Pavlović", "Perić",
    "Petrović", "Radić", "Tomić", "Vuković",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["01/####-###", "021/###-###", "091/####-###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+3851#######", "+38521######", "+38591#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01 #### ###", "021 ### ###", "091 #### ###"];

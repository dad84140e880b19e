//! Words and formats of the locale `sr_RS_latin`.

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
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "avg", "sep", "okt", "nov", "dec",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "januar", "februar", "mart", "april", "maj", "jun", "jul", "avgust", "septembar", "oktobar", "novembar",
    "decembar",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["ned", "pon", "uto", "sre", "čet", "pet", "sub"];

const DATE_WEEKDAY_WIDE: &[&str] = &["nedelja", "ponedeljak", "utorak", "sreda", "četvrtak", "petak", "subota"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["co.rs", "com", "edu.rs", "in.rs", "rs"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Beograd", "Čačak", "Jagodina", "Kikinda", "Kragujevac", "Kraljevo", "Kruševac", "Leskovac", "Loznica", "Niš",
    "Novi Pazar", "Novi Sad", "Pančevo", "Pirot", "Požarevac", "Smederevo", "Sombor", "Subotica", "Šabac", "Užice",
    "Valjevo", "Vranje", "Vršac", "Zaječar", "Zrenjanin",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andora", "Ujedinjeni Arapski Emirati", "Avganistan", "Antigva i Barbuda", "Angvila", "Albanija", "Jermenija",
    "Angola", "Antarktik", "Argentina", "Američka Samoa", "Austrija", "Australija", "Aruba", "Olandska Ostrva",
    "Azerbejdžan", "Bosna i Hercegovina", "Barbados", "Bangladeš", "Belgija", "Burkina Faso", "Bugarska", "Bahrein",
    "Burundi", "Benin", "Sveti Bartolomej", "Bermudi", "Brunej", "Bolivija", "Karipska Holandija", "Brazil",
    "Bahami", "Butan", "Ostrvo Buve", "Bocvana", "Belorusija", "Belize", "Kanada", "Kokosova Ostrva",
    "Kongo - Kinšasa", "Centralnoafrička Republika", "Kongo - Brazavil", "Švajcarska", "Obala Slonovače",
    "Kukova Ostrva", "Čile", "Kamerun", "Kina", "Kolumbija", "Kostarika", "Kuba", "Zelenortska Ostrva", "Kurasao",
    "Božićno Ostrvo", "Kipar", "Češka", "Nemačka", "Džibuti", "Danska", "Dominika", "Dominikanska Republika",
    "Alžir", "Ekvador", "Estonija", "Egipat", "Zapadna Sahara", "Eritreja", "Španija", "Etiopija", "Finska",
    "Fidži", "Foklandska Ostrva", "Mikronezija", "Farska Ostrva", "Francuska", "Gabon", "Ujedinjeno Kraljevstvo",
    "Grenada", "Gruzija", "Francuska Gvajana", "Gernzi", "Gana", "Gibraltar", "Grenland", "Gambija", "Gvineja",
    "Gvadelup", "Ekvatorijalna Gvineja", "Grčka", "Južna Džordžija i Južna Sendvička Ostrva", "Gvatemala", "Guam",
    "Gvineja-Bisao", "Gvajana", "SAR Hongkong", "Ostrvo Herd i Mekdonaldova ostrva", "Honduras", "Hrvatska",
    "Haiti", "Mađarska", "Indonezija", "Irska", "Izrael", "Ostrvo Man", "Indija",
    "Britanska teritorija Indijskog okeana", "Irak", "Iran", "Island", "Italija", "Džerzi", "Jamajka", "Jordan",
    "Japan", "Kenija", "Kirgistan", "Kambodža", "Kiribati", "Komorska Ostrva", "Sent Kits i Nevis",
    "Severna Koreja", "Južna Koreja", "Kuvajt", "Kajmanska Ostrva", "Kazahstan", "Laos", "Liban", "Sveta Lucija",
    "Lihtenštajn", "Šri Lanka", "Liberija", "Lesoto", "Litvanija", "Luksemburg", "Letonija", "Libija", "Maroko",
    "Monako", "Moldavija", "Crna Gora", "Sveti Martin", "Madagaskar", "Maršalska Ostrva", "Severna Makedonija",
    "Mali", "Mijanmar", "Mongolija", "SAR Makao", "Severna Marijanska Ostrva", "Martinik", "Mauritanija",
    "Monserat", "Malta", "Mauricijus", "Maldivi", "Malavi", "Meksiko", "Malezija", "Mozambik", "Namibija",
    "Nova Kaledonija", "Niger", "Ostrvo Norfok", "Nigerija", "Nikaragva", "Holandija", "Norveška", "Nepal", "Nauru",
    "Niue", "Novi Zeland", "Oman", "Panama", "Peru", "Francuska Polinezija", "Papua Nova Gvineja", "Filipini",
    "Pakistan", "Poljska", "Sen Pjer i Mikelon", "Pitkern", "Portoriko", "Palestinske teritorije", "Portugalija",
    "Palau", "Paragvaj", "Katar", "Reinion", "Rumunija", "Srbija", "Rusija", "Ruanda", "Saudijska Arabija",
    "Solomonska Ostrva", "Sejšeli", "Sudan", "Švedska", "Singapur", "Sveta Jelena", "Slovenija",
    "Svalbard i Jan Majen", "Slovačka", "Sijera Leone", "San Marino", "Senegal", "Somalija", "Surinam",
    "Južni Sudan", "Sao Tome i Principe", "Salvador", "Sveti Martin", "Sirija", "Svazilend",
    "Ostrva Turks i Kaikos", "Čad", "Francuske Južne Teritorije", "Togo", "Tajland", "Tadžikistan", "Tokelau",
    "Timor-Leste", "Turkmenistan", "Tunis", "Tonga", "Turska", "Trinidad i Tobago", "Tuvalu", "Tajvan", "Tanzanija",
    "Ukrajina", "Uganda", "Udaljena ostrva SAD", "Sjedinjene Države", "Urugvaj", "Uzbekistan", "Vatikan",
    "Sent Vinsent i Grenadini", "Venecuela", "Britanska Devičanska Ostrva", "Američka Devičanska Ostrva",
    "Vijetnam", "Vanuatu", "Valis i Futuna", "Samoa", "Jemen", "Majot", "Južnoafrička Republika", "Zambija",
    "Zimbabve",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Sprat #", "Stan ##"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Bulevar Mihajla Pupina", "Cara Dušana", "Cara Lazara", "Dositejeva", "Gavrila Principa", "Jovana Cvijića",
    "Karađorđeva", "Kneza Mihaila", "Kralja Petra", "Lipov lad", "Njegoševa", "Nušićeva", "Resavska", "Svetog Save",
    "Takovska", "Vojvode Mišića", "Vuka Karadžića",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Aleksandra", "Ana", "Biljana", "Branka", "Danica", "Dragana", "Dušica", "Gordana", "Ivana", "Jasmina",
    "Jelena", "Jovana", "Katarina", "Ljiljana", "Maja", "Marija", "Marina", "Milica", "Mirjana", "Nataša", "Nevena",
    "Olivera", "Sanja", "Snežana", "Tamara", "Vesna",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Aleksandar", "Aleksandra", "Ana", "Biljana", "Bojan", "Branka", "Branko", "Danica", "Darko", "Dejan", "Dragan",
    "Dragana", "Dušan", "Dušica", "Goran", "Gordana", "Ivan", "Ivana", "Jasmina", "Jelena", "Jovan", "Jovana",
    "Katarina", "Lazar", "Ljiljana", "Luka", "Maja", "Marija", "Marina", "Marko", "Milan", "Milica", "Miloš",
    "Miodrag", "Mirjana", "Mirko", "Nataša", "Nebojša", "Nemanja", "Nevena", "Nikola", "Olivera", "Petar",
    "Predrag", "Radovan", "Sanja", "Saša", "Slobodan", "Snežana", "Stefan", "Tamara", "Vesna", "Vladimir", "Vuk",
    "Zoran", "Željko",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Aleksandar", "Bojan", "Branko", "Darko", "Dejan", "Dragan", "Dušan", "Goran", "Ivan", "Jovan", "Lazar", "Luka",
    "Marko", "Milan", "Miloš", "Miodrag", "Mirko", "Nebojša", "Nemanja", "Nikola", "Petar", "Predrag", "Radovan",
    "Saša", "Slobodan", "Stefan", "Vladimir", "Vuk", "Zoran", "Željko",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Antić", "Đorđević", "Filipović", "Ilić", "Ivanović", "Janković", "Jovanović", "Kostić", "Kovačević", "Lazić",
    "Marković", "Milošević", "Milovanović", "Mitrović", "Nikolić", "Pavlović", "Petrović", "Popović", "Radovanović",
    "Savić", "Simić", "Stanković", "Stefanović", "Stojanović", "Todorović", "Tomić", "Vasić", "Vuković", "Živković",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0## ### ###", "06# ### ## ##", "+381 6# ### ## ##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+381########", "+3816#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0## ### ####", "06# #######"];

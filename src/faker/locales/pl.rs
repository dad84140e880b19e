//! Words and formats of the locale `pl`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    ("company", &[("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE))]),
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
            ("state_abbr", List(LOCATION_STATE_ABBR)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}} {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}} {{location.buildingNumber}}")),
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
            ("prefix", Group(&[("female", List(PERSON_PREFIX_FEMALE)), ("male", List(PERSON_PREFIX_MALE))])),
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
const COLOR_HUMAN: &[&str] = &[
    "biały", "błękitny", "brązowy", "czarny", "czerwony", "fioletowy", "granatowy", "różowy", "srebrny", "szary",
    "turkusowy", "zielony", "złoty", "żółty",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["S.A.", "Sp. z o.o.", "Sp. j.", "i Wspólnicy"];

#[rustfmt::skip]
const INTERNET_DOMAIN_SUFFIX: &[&str] = &[
    "biz.pl", "com.pl", "edu.pl", "gov.pl", "info.pl", "net.pl", "org.pl", "pl",
];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "##a", "##b", "##c", "#/#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Białystok", "Bielsko-Biała", "Bydgoszcz", "Bytom", "Chełm", "Chorzów", "Częstochowa", "Dąbrowa Górnicza",
    "Elbląg", "Ełk", "Gdańsk", "Gdynia", "Gliwice", "Gniezno", "Gorzów Wielkopolski", "Grudziądz", "Inowrocław",
    "Jelenia Góra", "Kalisz", "Katowice", "Kielce", "Konin", "Koszalin", "Kraków", "Legnica", "Leszno", "Lublin",
    "Łódź", "Łomża", "Nowy Sącz", "Olsztyn", "Opole", "Piła", "Płock", "Poznań", "Przemyśl", "Radom", "Rybnik",
    "Rzeszów", "Siedlce", "Słupsk", "Sopot", "Sosnowiec", "Suwałki", "Szczecin", "Tarnów", "Toruń", "Tychy",
    "Wałbrzych", "Warszawa", "Włocławek", "Wrocław", "Zabrze", "Zakopane", "Zamość", "Zielona Góra",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andora", "Zjednoczone Emiraty Arabskie", "Afganistan", "Antigua i Barbuda", "Anguilla", "Albania", "Armenia",
    "Angola", "Antarktyda", "Argentyna", "Samoa Amerykańskie", "Austria", "Australia", "Aruba", "Wyspy Alandzkie",
    "Azerbejdżan", "Bośnia i Hercegowina", "Barbados", "Bangladesz", "Belgia", "Burkina Faso", "Bułgaria",
    "Bahrajn", "Burundi", "Benin", "Saint-Barthélemy", "Bermudy", "Brunei", "Boliwia", "Niderlandy Karaibskie",
    "Brazylia", "Bahamy", "Bhutan", "Wyspa Bouveta", "Botswana", "Białoruś", "Belize", "Kanada", "Wyspy Kokosowe",
    "Demokratyczna Republika Konga", "Republika Środkowoafrykańska", "Kongo", "Szwajcaria", "Côte d’Ivoire",
    "Wyspy Cooka", "Chile", "Kamerun", "Chiny", "Kolumbia", "Kostaryka", "Kuba", "Republika Zielonego Przylądka",
    "Curaçao", "Wyspa Bożego Narodzenia", "Cypr", "Czechy", "Niemcy", "Dżibuti", "Dania", "Dominika", "Dominikana",
    "Algieria", "Ekwador", "Estonia", "Egipt", "Sahara Zachodnia", "Erytrea", "Hiszpania", "Etiopia", "Finlandia",
    "Fidżi", "Falklandy", "Mikronezja", "Wyspy Owcze", "Francja", "Gabon", "Wielka Brytania", "Grenada", "Gruzja",
    "Gujana Francuska", "Guernsey", "Ghana", "Gibraltar", "Grenlandia", "Gambia", "Gwinea", "Gwadelupa",
    "Gwinea Równikowa", "Grecja", "Georgia Południowa i Sandwich Południowy", "Gwatemala", "Guam", "Gwinea Bissau",
    "Gujana", "SRA Hongkong", "Wyspy Heard i McDonalda", "Honduras", "Chorwacja", "Haiti", "Węgry", "Indonezja",
    "Irlandia", "Izrael", "Wyspa Man", "Indie", "Brytyjskie Terytorium Oceanu Indyjskiego", "Irak", "Iran",
    "Islandia", "Włochy", "Jersey", "Jamajka", "Jordania", "Japonia", "Kenia", "Kirgistan", "Kambodża", "Kiribati",
    "Komory", "Saint Kitts i Nevis", "Korea Północna", "Korea Południowa", "Kuwejt", "Kajmany", "Kazachstan",
    "Laos", "Liban", "Saint Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litwa", "Luksemburg",
    "Łotwa", "Libia", "Maroko", "Monako", "Mołdawia", "Czarnogóra", "Saint-Martin", "Madagaskar", "Wyspy Marshalla",
    "Macedonia Północna", "Mali", "Mjanma", "Mongolia", "SRA Makau", "Mariany Północne", "Martynika", "Mauretania",
    "Montserrat", "Malta", "Mauritius", "Malediwy", "Malawi", "Meksyk", "Malezja", "Mozambik", "Namibia",
    "Nowa Kaledonia", "Niger", "Norfolk", "Nigeria", "Nikaragua", "Holandia", "Norwegia", "Nepal", "Nauru", "Niue",
    "Nowa Zelandia", "Oman", "Panama", "Peru", "Polinezja Francuska", "Papua-Nowa Gwinea", "Filipiny", "Pakistan",
    "Polska", "Saint-Pierre i Miquelon", "Pitcairn", "Portoryko", "Terytoria Palestyńskie", "Portugalia", "Palau",
    "Paragwaj", "Katar", "Reunion", "Rumunia", "Serbia", "Rosja", "Rwanda", "Arabia Saudyjska", "Wyspy Salomona",
    "Seszele", "Sudan", "Szwecja", "Singapur", "Wyspa Świętej Heleny", "Słowenia", "Svalbard i Jan Mayen",
    "Słowacja", "Sierra Leone", "San Marino", "Senegal", "Somalia", "Surinam", "Sudan Południowy",
    "Wyspy Świętego Tomasza i Książęca", "Salwador", "Sint Maarten", "Syria", "Eswatini", "Turks i Caicos", "Czad",
    "Francuskie Terytoria Południowe i Antarktyczne", "Togo", "Tajlandia", "Tadżykistan", "Tokelau",
    "Timor Wschodni", "Turkmenistan", "Tunezja", "Tonga", "Turcja", "Trynidad i Tobago", "Tuvalu", "Tajwan",
    "Tanzania", "Ukraina", "Uganda", "Dalekie Wyspy Mniejsze Stanów Zjednoczonych", "Stany Zjednoczone", "Urugwaj",
    "Uzbekistan", "Watykan", "Saint Vincent i Grenadyny", "Wenezuela", "Brytyjskie Wyspy Dziewicze",
    "Wyspy Dziewicze Stanów Zjednoczonych", "Wietnam", "Vanuatu", "Wallis i Futuna", "Samoa", "Jemen", "Majotta",
    "Republika Południowej Afryki", "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["##-###"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["m. ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "dolnośląskie", "kujawsko-pomorskie", "lubelskie", "lubuskie", "łódzkie", "małopolskie", "mazowieckie",
    "opolskie", "podkarpackie", "podlaskie", "pomorskie", "śląskie", "świętokrzyskie", "warmińsko-mazurskie",
    "wielkopolskie", "zachodniopomorskie",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "DŚ", "KP", "LB", "LS", "ŁD", "MP", "MZ", "OP", "PK", "PL", "PM", "ŚL", "ŚK", "WM", "WP", "ZP",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Akacjowa", "Brzozowa", "Chopina", "Dębowa", "Długa", "Dworcowa", "Graniczna", "Jagiellońska", "Jana Pawła II",
    "Jesienna", "Kasztanowa", "Klonowa", "Kolejowa", "Konopnickiej", "Kopernika", "Kościelna", "Kościuszki",
    "Krótka", "Kwiatowa", "Leśna", "Lipowa", "Łąkowa", "Mickiewicza", "Mostowa", "Ogrodowa", "Parkowa", "Piaskowa",
    "Piłsudskiego", "Polna", "Poprzeczna", "Prusa", "Różana", "Rynek", "Sienkiewicza", "Słoneczna", "Słowackiego",
    "Sosnowa", "Sportowa", "Szkolna", "Topolowa", "Wiejska", "Wiosenna", "Wiśniowa", "Wojska Polskiego", "Zielona",
    "Żeromskiego",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_prefix}} {{location.street_name}}"];

const LOCATION_STREET_PREFIX: &[&str] = &["al.", "ul."];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Agata", "Agnieszka", "Aleksandra", "Alicja", "Anna", "Barbara", "Beata", "Bożena", "Danuta", "Dorota",
    "Elżbieta", "Ewa", "Grażyna", "Halina", "Hanna", "Iwona", "Izabela", "Jadwiga", "Joanna", "Jolanta", "Julia",
    "Justyna", "Karolina", "Katarzyna", "Krystyna", "Lena", "Magdalena", "Maja", "Małgorzata", "Maria", "Marta",
    "Monika", "Natalia", "Oliwia", "Paulina", "Renata", "Sylwia", "Teresa", "Urszula", "Weronika", "Zofia",
    "Zuzanna",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adam", "Agata", "Agnieszka", "Aleksander", "Aleksandra", "Alicja", "Andrzej", "Anna", "Antoni", "Artur",
    "Barbara", "Bartosz", "Beata", "Bogdan", "Bożena", "Damian", "Daniel", "Danuta", "Dariusz", "Dawid", "Dorota",
    "Elżbieta", "Ewa", "Filip", "Franciszek", "Grażyna", "Grzegorz", "Halina", "Hanna", "Henryk", "Iwona",
    "Izabela", "Jacek", "Jadwiga", "Jakub", "Jan", "Janusz", "Jarosław", "Jerzy", "Joanna", "Jolanta", "Julia",
    "Justyna", "Józef", "Kacper", "Kamil", "Karol", "Karolina", "Katarzyna", "Krystyna", "Krzysztof", "Lena",
    "Maciej", "Magdalena", "Maja", "Marcin", "Marek", "Maria", "Mariusz", "Marta", "Mateusz", "Małgorzata",
    "Michał", "Mikołaj", "Monika", "Natalia", "Oliwia", "Paulina", "Paweł", "Piotr", "Przemysław", "Rafał",
    "Renata", "Robert", "Ryszard", "Sebastian", "Stanisław", "Sylwia", "Szymon", "Sławomir", "Tadeusz", "Teresa",
    "Tomasz", "Urszula", "Weronika", "Wiktor", "Wojciech", "Zbigniew", "Zofia", "Zuzanna", "Łukasz",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adam", "Aleksander", "Andrzej", "Antoni", "Artur", "Bartosz", "Bogdan", "Damian", "Daniel", "Dariusz", "Dawid",
    "Filip", "Franciszek", "Grzegorz", "Henryk", "Jacek", "Jakub", "Jan", "Janusz", "Jarosław", "Jerzy", "Józef",
    "Kacper", "Kamil", "Karol", "Krzysztof", "Łukasz", "Maciej", "Marcin", "Marek", "Mariusz", "Mateusz", "Michał",
    "Mikołaj", "Paweł", "Piotr", "Przemysław", "Rafał", "Robert", "Ryszard", "Sebastian", "Sławomir", "Stanisław",
    "Szymon", "Tadeusz", "Tomasz", "Wiktor", "Wojciech", "Zbigniew",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Adamczyk", "Baran", "Błaszczyk", "Chmiel", "Cieślak", "Czajka", "Duda", "Dudek", "Gołąb", "Górka", "Jaworski",
    "Kaczmarek", "Kamiński", "Kania", "Kaźmierczak", "Kot", "Kowal", "Kowalczyk", "Kowalski", "Kozioł", "Krawczyk",
    "Król", "Kubiak", "Kurek", "Lewandowski", "Lis", "Maj", "Malinowski", "Marciniak", "Mazur", "Michalak", "Mróz",
    "Nowak", "Nowicki", "Olszewski", "Ostrowski", "Pająk", "Pawlak", "Piotrowski", "Rutkowski", "Sikora", "Skiba",
    "Sobczak", "Stępień", "Szewczyk", "Szymański", "Tomczak", "Urban", "Walczak", "Wieczorek", "Wilk", "Wiśniewski",
    "Wojciechowski", "Wójcik", "Wróbel", "Zając", "Zawadzki", "Zieliński", "Ziółkowski",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Pani"];

const PERSON_PREFIX_MALE: &[&str] = &["Pan"];

const PERSON_SEX: &[&str] = &["kobieta", "mężczyzna"];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "12-###-##-##", "14-###-##-##", "17-###-##-##", "18-###-##-##", "22-###-##-##", "32-###-##-##", "34-###-##-##",
    "41-###-##-##", "42-###-##-##", "52-###-##-##", "56-###-##-##", "58-###-##-##", "61-###-##-##", "71-###-##-##",
    "77-###-##-##", "81-###-##-##", "85-###-##-##", "89-###-##-##",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &[
    "+4812#######", "+4822#######", "+4858#######", "+4861#######", "+4871#######",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &[
    "12 ### ## ##", "22 ### ## ##", "58 ### ## ##", "61 ### ## ##", "71 ### ## ##",
];

//! Words and formats of the locale `cs_CZ`.

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
            (
                "last_name",
                Group(&[
                    ("female", List(PERSON_LAST_NAME_FEMALE)),
                    ("generic", List(PERSON_LAST_NAME_GENERIC)),
                    ("male", List(PERSON_LAST_NAME_MALE)),
                ]),
            ),
            (
                "last_name_pattern",
                Group(&[
                    ("female", Weighted(PERSON_LAST_NAME_PATTERN_FEMALE)),
                    ("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC)),
                    ("male", Weighted(PERSON_LAST_NAME_PATTERN_MALE)),
                ]),
            ),
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
    "led", "úno", "bře", "dub", "kvě", "čvn", "čvc", "srp", "zář", "říj", "lis", "pro",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Leden", "Únor", "Březen", "Duben", "Květen", "Červen", "Červenec", "Srpen", "Září", "Říjen", "Listopad",
    "Prosinec",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["ne", "po", "út", "st", "čt", "pá", "so"];

const DATE_WEEKDAY_WIDE: &[&str] = &["Neděle", "Pondělí", "Úterý", "Středa", "Čtvrtek", "Pátek", "Sobota"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "cz", "eu", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["atlas.cz", "centrum.cz", "gmail.com", "seznam.cz", "volny.cz"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Brno", "České Budějovice", "Děčín", "Hradec Králové", "Chomutov", "Jihlava", "Karlovy Vary", "Kladno", "Kolín",
    "Liberec", "Most", "Olomouc", "Opava", "Ostrava", "Pardubice", "Plzeň", "Praha", "Přerov", "Tábor", "Teplice",
    "Ústí nad Labem", "Zlín", "Znojmo",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Spojené arabské emiráty", "Afghánistán", "Antigua a Barbuda", "Anguilla", "Albánie", "Arménie",
    "Angola", "Antarktida", "Argentina", "Americká Samoa", "Rakousko", "Austrálie", "Aruba", "Ålandy",
    "Ázerbájdžán", "Bosna a Hercegovina", "Barbados", "Bangladéš", "Belgie", "Burkina Faso", "Bulharsko", "Bahrajn",
    "Burundi", "Benin", "Svatý Bartoloměj", "Bermudy", "Brunej", "Bolívie", "Karibské Nizozemsko", "Brazílie",
    "Bahamy", "Bhútán", "Bouvetův ostrov", "Botswana", "Bělorusko", "Belize", "Kanada", "Kokosové ostrovy",
    "Kongo – Kinshasa", "Středoafrická republika", "Kongo – Brazzaville", "Švýcarsko", "Pobřeží slonoviny",
    "Cookovy ostrovy", "Chile", "Kamerun", "Čína", "Kolumbie", "Kostarika", "Kuba", "Kapverdy", "Curaçao",
    "Vánoční ostrov", "Kypr", "Česko", "Německo", "Džibutsko", "Dánsko", "Dominika", "Dominikánská republika",
    "Alžírsko", "Ekvádor", "Estonsko", "Egypt", "Západní Sahara", "Eritrea", "Španělsko", "Etiopie", "Finsko",
    "Fidži", "Falklandské ostrovy", "Mikronésie", "Faerské ostrovy", "Francie", "Gabon", "Spojené království",
    "Grenada", "Gruzie", "Francouzská Guyana", "Guernsey", "Ghana", "Gibraltar", "Grónsko", "Gambie", "Guinea",
    "Guadeloupe", "Rovníková Guinea", "Řecko", "Jižní Georgie a Jižní Sandwichovy ostrovy", "Guatemala", "Guam",
    "Guinea-Bissau", "Guyana", "Hongkong – ZAO Číny", "Heardův ostrov a McDonaldovy ostrovy", "Honduras",
    "Chorvatsko", "Haiti", "Maďarsko", "Indonésie", "Irsko", "Izrael", "Ostrov Man", "Indie",
    "Britské indickooceánské území", "Irák", "Írán", "Island", "Itálie", "Jersey", "Jamajka", "Jordánsko",
    "Japonsko", "Keňa", "Kyrgyzstán", "Kambodža", "Kiribati", "Komory", "Svatý Kryštof a Nevis", "Severní Korea",
    "Jižní Korea", "Kuvajt", "Kajmanské ostrovy", "Kazachstán", "Laos", "Libanon", "Svatá Lucie", "Lichtenštejnsko",
    "Srí Lanka", "Libérie", "Lesotho", "Litva", "Lucembursko", "Lotyšsko", "Libye", "Maroko", "Monako", "Moldavsko",
    "Černá Hora", "Svatý Martin", "Madagaskar", "Marshallovy ostrovy", "Severní Makedonie", "Mali", "Myanmar",
    "Mongolsko", "Macao – ZAO Číny", "Severní Mariany", "Martinik", "Mauritánie", "Montserrat", "Malta",
    "Mauricius", "Maledivy", "Malawi", "Mexiko", "Malajsie", "Mosambik", "Namibie", "Nová Kaledonie", "Niger",
    "Norfolk", "Nigérie", "Nikaragua", "Nizozemsko", "Norsko", "Nepál", "Nauru", "Niue", "Nový Zéland", "Omán",
    "Panama", "Peru", "Francouzská Polynésie", "Papua-Nová Guinea", "Filipíny", "Pákistán", "Polsko",
    "Saint-Pierre a Miquelon", "Pitcairnovy ostrovy", "Portoriko", "Palestinská území", "Portugalsko", "Palau",
    "Paraguay", "Katar", "Réunion", "Rumunsko", "Srbsko", "Rusko", "Rwanda", "Saúdská Arábie",
    "Šalamounovy ostrovy", "Seychely", "Súdán", "Švédsko", "Singapur", "Svatá Helena", "Slovinsko",
    "Špicberky a Jan Mayen", "Slovensko", "Sierra Leone", "San Marino", "Senegal", "Somálsko", "Surinam",
    "Jižní Súdán", "Svatý Tomáš a Princův ostrov", "Salvador", "Svatý Martin", "Sýrie", "Eswatini",
    "Turks a Caicos", "Čad", "Francouzská jižní území", "Togo", "Thajsko", "Tádžikistán", "Tokelau",
    "Východní Timor", "Turkmenistán", "Tunisko", "Tonga", "Turecko", "Trinidad a Tobago", "Tuvalu", "Tchaj-wan",
    "Tanzanie", "Ukrajina", "Uganda", "Menší odlehlé ostrovy USA", "Spojené státy", "Uruguay", "Uzbekistán",
    "Vatikán", "Svatý Vincenc a Grenadiny", "Venezuela", "Britské Panenské ostrovy", "Americké Panenské ostrovy",
    "Vietnam", "Vanuatu", "Wallis a Futuna", "Samoa", "Jemen", "Mayotte", "Jihoafrická republika", "Zambie",
    "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####", "### ##"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Brněnská", "Dlouhá", "Dolní", "Havlíčkova", "Hlavní", "Horní", "Jiráskova", "Jungmannova", "Komenského",
    "Krátká", "Květinová", "Masarykova", "Na Kopci", "Nádražní", "Nová", "Palackého", "Polní", "Pražská", "Sadová",
    "Školní", "Smetanova", "Zahradní", "Žižkova",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Alena", "Anna", "Barbora", "Dana", "Eliška", "Eva", "Hana", "Ivana", "Jana", "Kateřina", "Lenka", "Lucie",
    "Marie", "Martina", "Monika", "Petra", "Tereza", "Věra", "Veronika", "Zuzana",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adam", "Alena", "Anna", "Barbora", "Dana", "David", "Eliška", "Eva", "František", "Hana", "Ivana", "Jakub",
    "Jan", "Jana", "Jaroslav", "Jiří", "Josef", "Karel", "Kateřina", "Lenka", "Lucie", "Lukáš", "Marek", "Marie",
    "Martin", "Martina", "Michal", "Milan", "Monika", "Ondřej", "Pavel", "Petr", "Petra", "Tereza", "Tomáš",
    "Veronika", "Vojtěch", "Václav", "Věra", "Zuzana",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adam", "David", "František", "Jakub", "Jan", "Jaroslav", "Jiří", "Josef", "Karel", "Lukáš", "Marek", "Martin",
    "Michal", "Milan", "Ondřej", "Pavel", "Petr", "Tomáš", "Václav", "Vojtěch",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_FEMALE: &[&str] = &[
    "Benešová", "Černá", "Dvořáková", "Fialová", "Horáková", "Jelínková", "Kolářová", "Králová", "Kučerová",
    "Němcová", "Nováková", "Novotná", "Pokorná", "Pospíšilová", "Procházková", "Růžičková", "Sedláčková",
    "Svobodová", "Urbanová", "Veselá", "Zemanová",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Beneš", "Benešová", "Dvořák", "Dvořáková", "Fiala", "Fialová", "Horák", "Horáková", "Jelínek", "Jelínková",
    "Kolář", "Kolářová", "Krejčí", "Král", "Králová", "Kučera", "Kučerová", "Marek", "Novotná", "Novotný", "Novák",
    "Nováková", "Němcová", "Němec", "Pokorná", "Pokorný", "Pospíšil", "Pospíšilová", "Procházka", "Procházková",
    "Růžička", "Růžičková", "Sedláček", "Sedláčková", "Svoboda", "Svobodová", "Urban", "Urbanová", "Veselá",
    "Veselý", "Zeman", "Zemanová", "Černá", "Černý",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_MALE: &[&str] = &[
    "Beneš", "Černý", "Dvořák", "Fiala", "Horák", "Jelínek", "Kolář", "Král", "Krejčí", "Kučera", "Marek", "Němec",
    "Novák", "Novotný", "Pokorný", "Pospíšil", "Procházka", "Růžička", "Sedláček", "Svoboda", "Urban", "Veselý",
    "Zeman",
];

const PERSON_LAST_NAME_PATTERN_FEMALE: &[(&str, f64)] = &[("{{person.last_name.female}}", 1.0)];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_LAST_NAME_PATTERN_MALE: &[(&str, f64)] = &[("{{person.last_name.male}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["601 ### ###", "737 ### ###", "+420 ### ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+420601######", "+420#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["601 ### ###", "### ### ###"];

//! Words and formats of the locale `sk`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("country", List(LOCATION_COUNTRY)),
            ("postcode", List(LOCATION_POSTCODE)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "eu", "net", "org", "sk"];

const INTERNET_FREE_EMAIL: &[&str] = &["azet.sk", "gmail.com", "zoznam.sk"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#", "##", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Banská Bystrica", "Bardejov", "Bratislava", "Brezno", "Čadca", "Dolný Kubín", "Galanta", "Humenné", "Komárno",
    "Košice", "Levice", "Liptovský Mikuláš", "Lučenec", "Malacky", "Martin", "Michalovce", "Nitra", "Nové Zámky",
    "Piešťany", "Poprad", "Prešov", "Prievidza", "Ružomberok", "Senica", "Skalica", "Spišská Nová Ves", "Trenčín",
    "Trnava", "Zvolen", "Žilina",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Spojené arabské emiráty", "Afganistan", "Antigua a Barbuda", "Anguilla", "Albánsko", "Arménsko",
    "Angola", "Antarktída", "Argentína", "Americká Samoa", "Rakúsko", "Austrália", "Aruba", "Alandy", "Azerbajdžan",
    "Bosna a Hercegovina", "Barbados", "Bangladéš", "Belgicko", "Burkina Faso", "Bulharsko", "Bahrajn", "Burundi",
    "Benin", "Svätý Bartolomej", "Bermudy", "Brunej", "Bolívia", "Karibské Holandsko", "Brazília", "Bahamy",
    "Bhután", "Bouvetov ostrov", "Botswana", "Bielorusko", "Belize", "Kanada", "Kokosové ostrovy",
    "Konžská demokratická republika", "Stredoafrická republika", "Konžská republika", "Švajčiarsko",
    "Pobrežie Slonoviny", "Cookove ostrovy", "Čile", "Kamerun", "Čína", "Kolumbia", "Kostarika", "Kuba", "Kapverdy",
    "Curaçao", "Vianočný ostrov", "Cyprus", "Česko", "Nemecko", "Džibutsko", "Dánsko", "Dominika",
    "Dominikánska republika", "Alžírsko", "Ekvádor", "Estónsko", "Egypt", "Západná Sahara", "Eritrea", "Španielsko",
    "Etiópia", "Fínsko", "Fidži", "Falklandy", "Mikronézia", "Faerské ostrovy", "Francúzsko", "Gabon",
    "Spojené kráľovstvo", "Grenada", "Gruzínsko", "Francúzska Guyana", "Guernsey", "Ghana", "Gibraltár", "Grónsko",
    "Gambia", "Guinea", "Guadeloupe", "Rovníková Guinea", "Grécko", "Južná Georgia a Južné Sandwichove ostrovy",
    "Guatemala", "Guam", "Guinea-Bissau", "Guyana", "Hongkong – OAO Číny", "Heardov ostrov a Macdonaldove ostrovy",
    "Honduras", "Chorvátsko", "Haiti", "Maďarsko", "Indonézia", "Írsko", "Izrael", "Ostrov Man", "India",
    "Britské indickooceánske územie", "Irak", "Irán", "Island", "Taliansko", "Jersey", "Jamajka", "Jordánsko",
    "Japonsko", "Keňa", "Kirgizsko", "Kambodža", "Kiribati", "Komory", "Svätý Krištof a Nevis", "Severná Kórea",
    "Južná Kórea", "Kuvajt", "Kajmanie ostrovy", "Kazachstan", "Laos", "Libanon", "Svätá Lucia", "Lichtenštajnsko",
    "Srí Lanka", "Libéria", "Lesotho", "Litva", "Luxembursko", "Lotyšsko", "Líbya", "Maroko", "Monako", "Moldavsko",
    "Čierna Hora", "Svätý Martin", "Madagaskar", "Marshallove ostrovy", "Severné Macedónsko", "Mali", "Mjanmarsko",
    "Mongolsko", "Macao – OAO Číny", "Severné Mariány", "Martinik", "Mauritánia", "Montserrat", "Malta",
    "Maurícius", "Maldivy", "Malawi", "Mexiko", "Malajzia", "Mozambik", "Namíbia", "Nová Kaledónia", "Niger",
    "Norfolk", "Nigéria", "Nikaragua", "Holandsko", "Nórsko", "Nepál", "Nauru", "Niue", "Nový Zéland", "Omán",
    "Panama", "Peru", "Francúzska Polynézia", "Papua-Nová Guinea", "Filipíny", "Pakistan", "Poľsko",
    "Saint Pierre a Miquelon", "Pitcairnove ostrovy", "Portoriko", "Palestínske územia", "Portugalsko", "Palau",
    "Paraguaj", "Katar", "Réunion", "Rumunsko", "Srbsko", "Rusko", "Rwanda", "Saudská Arábia", "Šalamúnove ostrovy",
    "Seychely", "Sudán", "Švédsko", "Singapur", "Svätá Helena", "Slovinsko", "Svalbard a Jan Mayen", "Slovensko",
    "Sierra Leone", "San Maríno", "Senegal", "Somálsko", "Surinam", "Južný Sudán", "Svätý Tomáš a Princov ostrov",
    "Salvádor", "Svätý Martin", "Sýria", "Eswatini", "Turks a Caicos", "Čad",
    "Francúzske južné a antarktické územia", "Togo", "Thajsko", "Tadžikistan", "Tokelau", "Východný Timor",
    "Turkménsko", "Tunisko", "Tonga", "Turecko", "Trinidad a Tobago", "Tuvalu", "Taiwan", "Tanzánia", "Ukrajina",
    "Uganda", "Menšie odľahlé ostrovy USA", "Spojené štáty", "Uruguaj", "Uzbekistan", "Vatikán",
    "Svätý Vincent a Grenadíny", "Venezuela", "Britské Panenské ostrovy", "Americké Panenské ostrovy", "Vietnam",
    "Vanuatu", "Wallis a Futuna", "Samoa", "Jemen", "Mayotte", "Južná Afrika", "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####", "### ##", "## ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Banskobystrický kraj", "Bratislavský kraj", "Košický kraj", "Nitriansky kraj", "Prešovský kraj",
    "Trenčiansky kraj", "Trnavský kraj", "Žilinský kraj",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Agátová", "Bratislavská", "Cintorínska", "Dlhá", "Dunajská", "Gaštanová", "Hlavná", "Hviezdoslavova", "Jarná",
    "Kollárova", "Kvetná", "Lesná", "Lipová", "Mlynská", "Nová", "Obchodná", "Poľná", "Rázusova", "Slnečná",
    "Staničná", "Školská", "Štúrova", "Záhradná", "Železničná",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Alena", "Andrea", "Anna", "Barbora", "Beáta", "Dana", "Daniela", "Denisa", "Diana", "Eva", "Gabriela", "Hana",
    "Helena", "Ivana", "Jana", "Jarmila", "Katarína", "Kristína", "Lenka", "Ľubica", "Lucia", "Mária", "Martina",
    "Michaela", "Monika", "Petra", "Silvia", "Simona", "Veronika", "Viera", "Zuzana",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adam", "Alena", "Andrea", "Andrej", "Anna", "Anton", "Barbora", "Beáta", "Branislav", "Dana", "Daniel",
    "Daniela", "Denisa", "Diana", "Dušan", "Eva", "František", "Gabriela", "Hana", "Helena", "Igor", "Ivan",
    "Ivana", "Jakub", "Jana", "Jarmila", "Jaroslav", "Jozef", "Juraj", "Ján", "Karol", "Katarína", "Kristína",
    "Ladislav", "Lenka", "Lucia", "Lukáš", "Marek", "Marián", "Martin", "Martina", "Matej", "Michaela", "Michal",
    "Milan", "Miroslav", "Monika", "Mária", "Ondrej", "Patrik", "Pavol", "Peter", "Petra", "Rastislav", "Richard",
    "Roman", "Samuel", "Silvia", "Simona", "Stanislav", "Tomáš", "Veronika", "Viera", "Viliam", "Vladimír",
    "Zuzana", "Ľubica", "Ľuboš", "Štefan",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adam", "Andrej", "Anton", "Branislav", "Daniel", "Dušan", "František", "Igor", "Ivan", "Jakub", "Ján",
    "Jaroslav", "Jozef", "Juraj", "Karol", "Ladislav", "Ľuboš", "Lukáš", "Marek", "Marián", "Martin", "Matej",
    "Michal", "Milan", "Miroslav", "Ondrej", "Patrik", "Pavol", "Peter", "Rastislav", "Richard", "Roman", "Samuel",
    "Stanislav", "Štefan", "Tomáš", "Viliam", "Vladimír",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_FEMALE: &[&str] = &[
    "Balážová", "Bartošová", "Benková", "Čierna", "Danková", "Ďuricová", "Farkašová", "Gajdošová", "Halásová",
    "Horváthová", "Hudáková", "Kmeťová", "Kollárová", "Kováčová", "Kráľová", "Lukáčová", "Mikušová", "Molnárová",
    "Nagyová", "Nováková", "Oravcová", "Poláková", "Šimková", "Tóthová", "Urbanová", "Vargová",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Baláž", "Balážová", "Bartoš", "Bartošová", "Benko", "Benková", "Blaho", "Danko", "Danková", "Farkaš",
    "Farkašová", "Gajdoš", "Gajdošová", "Halás", "Halásová", "Horváth", "Horváthová", "Hudák", "Hudáková", "Jurčo",
    "Kmeť", "Kmeťová", "Kollár", "Kollárová", "Kováč", "Kováčová", "Kráľ", "Kráľová", "Lukáč", "Lukáčová", "Mikuš",
    "Mikušová", "Molnár", "Molnárová", "Nagy", "Nagyová", "Novák", "Nováková", "Oravcová", "Oravec", "Polák",
    "Poláková", "Takáč", "Tomko", "Tóth", "Tóthová", "Urban", "Urbanová", "Varga", "Vargová", "Zeman", "Čierna",
    "Čierny", "Ďurica", "Ďuricová", "Šimko", "Šimková", "Švec",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_MALE: &[&str] = &[
    "Baláž", "Bartoš", "Benko", "Blaho", "Čierny", "Danko", "Ďurica", "Farkaš", "Gajdoš", "Halás", "Horváth",
    "Hudák", "Jurčo", "Kmeť", "Kollár", "Kováč", "Kráľ", "Lukáč", "Mikuš", "Molnár", "Nagy", "Novák", "Oravec",
    "Polák", "Šimko", "Švec", "Takáč", "Tomko", "Tóth", "Urban", "Varga", "Zeman",
];

const PERSON_LAST_NAME_PATTERN_FEMALE: &[(&str, f64)] = &[("{{person.last_name.female}}", 1.0)];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_LAST_NAME_PATTERN_MALE: &[(&str, f64)] = &[("{{person.last_name.male}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["09## ### ###", "0## #### ####", "+421 ### ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+4219########", "+421#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["09## ### ###", "0##/### ## ##"];

//! Words and formats of the locale `az`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable, Text, Weighted};

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
            ("state", NotApplicable),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}}, {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}, {{location.buildingNumber}}")),
                ]),
            ),
            ("street_name", List(LOCATION_STREET_NAME)),
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
            ("name", Weighted(PERSON_NAME)),
            ("prefix", NotApplicable),
            ("suffix", NotApplicable),
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
    "yan", "fev", "mar", "apr", "may", "iyn", "iyl", "avq", "sen", "okt", "noy", "dek",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["B.", "B.E.", "Ç.A.", "Ç.", "C.A.", "C.", "Ş."];

#[rustfmt::skip]
const DATE_WEEKDAY_WIDE: &[&str] = &[
    "Bazar", "Bazar ertəsi", "Çərşənbə axşamı", "Çərşənbə", "Cümə axşamı", "Cümə", "Şənbə",
];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["az", "com", "com.az", "info", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["box.az", "gmail.com", "hotmail.com", "mail.az", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bakı", "Gəncə", "Lənkəran", "Mingəçevir", "Naxçıvan", "Quba", "Sumqayıt", "Şamaxı", "Şəki", "Şirvan", "Şuşa",
    "Xankəndi", "Yevlax",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Birləşmiş Ərəb Əmirlikləri", "Əfqanıstan", "Antiqua və Barbuda", "Angilya", "Albaniya",
    "Ermənistan", "Anqola", "Antarktika", "Argentina", "Amerika Samoası", "Avstriya", "Avstraliya", "Aruba",
    "Aland adaları", "Azərbaycan", "Bosniya və Herseqovina", "Barbados", "Banqladeş", "Belçika", "Burkina Faso",
    "Bolqarıstan", "Bəhreyn", "Burundi", "Benin", "Sent-Bartelemi", "Bermud adaları", "Bruney", "Boliviya",
    "Karib Niderlandı", "Braziliya", "Baham adaları", "Butan", "Buve adası", "Botsvana", "Belarus", "Beliz",
    "Kanada", "Kokos adaları", "Konqo - Kinşasa", "Mərkəzi Afrika Respublikası", "Konqo - Brazzavil", "İsveçrə",
    "Kotd’ivuar", "Kuk adaları", "Çili", "Kamerun", "Çin", "Kolumbiya", "Kosta Rika", "Kuba", "Kabo-Verde",
    "Kurasao", "Milad adası", "Kipr", "Çexiya", "Almaniya", "Cibuti", "Danimarka", "Dominika",
    "Dominikan Respublikası", "Əlcəzair", "Ekvador", "Estoniya", "Misir", "Qərbi Saxara", "Eritreya", "İspaniya",
    "Efiopiya", "Finlandiya", "Fici", "Folklend adaları", "Mikroneziya", "Farer adaları", "Fransa", "Qabon",
    "Birləşmiş Krallıq", "Qrenada", "Gürcüstan", "Fransa Qvianası", "Gernsi", "Qana", "Cəbəllütariq", "Qrenlandiya",
    "Qambiya", "Qvineya", "Qvadelupa", "Ekvatorial Qvineya", "Yunanıstan",
    "Cənubi Corciya və Cənubi Sendviç adaları", "Qvatemala", "Quam", "Qvineya-Bisau", "Qayana",
    "Honq Konq Xüsusi İnzibati Rayonu Çin", "Herd və Makdonald adaları", "Honduras", "Xorvatiya", "Haiti",
    "Macarıstan", "İndoneziya", "İrlandiya", "İsrail", "Men adası", "Hindistan", "Britaniyanın Hind Okeanı Ərazisi",
    "İraq", "İran", "İslandiya", "İtaliya", "Cersi", "Yamayka", "İordaniya", "Yaponiya", "Keniya", "Qırğızıstan",
    "Kamboca", "Kiribati", "Komor adaları", "Sent-Kits və Nevis", "Şimali Koreya", "Cənubi Koreya", "Küveyt",
    "Kayman adaları", "Qazaxıstan", "Laos", "Livan", "Sent-Lusiya", "Lixtenşteyn", "Şri-Lanka", "Liberiya",
    "Lesoto", "Litva", "Lüksemburq", "Latviya", "Liviya", "Mərakeş", "Monako", "Moldova", "Monteneqro",
    "Sent Martin", "Madaqaskar", "Marşal adaları", "Şimali Makedoniya", "Mali", "Myanma", "Monqolustan",
    "Makao XİR Çin", "Şimali Marian adaları", "Martinik", "Mavritaniya", "Monserat", "Malta", "Mavriki",
    "Maldiv adaları", "Malavi", "Meksika", "Malayziya", "Mozambik", "Namibiya", "Yeni Kaledoniya", "Niger",
    "Norfolk adası", "Nigeriya", "Nikaraqua", "Niderland", "Norveç", "Nepal", "Nauru", "Niue", "Yeni Zelandiya",
    "Oman", "Panama", "Peru", "Fransa Polineziyası", "Papua-Yeni Qvineya", "Filippin", "Pakistan", "Polşa",
    "Müqəddəs Pyer və Mikelon", "Pitkern adaları", "Puerto Riko", "Fələstin Əraziləri", "Portuqaliya", "Palau",
    "Paraqvay", "Qətər", "Reyunyon", "Rumıniya", "Serbiya", "Rusiya", "Ruanda", "Səudiyyə Ərəbistanı",
    "Solomon adaları", "Seyşel adaları", "Sudan", "İsveç", "Sinqapur", "Müqəddəs Yelena", "Sloveniya",
    "Svalbard və Yan-Mayen", "Slovakiya", "Syerra-Leone", "San-Marino", "Seneqal", "Somali", "Surinam",
    "Cənubi Sudan", "San-Tome və Prinsipi", "Salvador", "Sint-Marten", "Suriya", "Esvatini",
    "Törks və Kaykos adaları", "Çad", "Fransanın Cənub Əraziləri", "Toqo", "Tailand", "Tacikistan", "Tokelau",
    "Şərqi Timor", "Türkmənistan", "Tunis", "Tonqa", "Türkiyə", "Trinidad və Tobaqo", "Tuvalu", "Tayvan",
    "Tanzaniya", "Ukrayna", "Uqanda", "ABŞ-a bağlı kiçik adacıqlar", "Amerika Birləşmiş Ştatları", "Uruqvay",
    "Özbəkistan", "Vatikan", "Sent-Vinsent və Qrenadinlər", "Venesuela", "Britaniyanın Virgin adaları",
    "ABŞ Virgin adaları", "Vyetnam", "Vanuatu", "Uollis və Futuna", "Samoa", "Yəmən", "Mayot", "Cənub Afrika",
    "Zambiya", "Zimbabve",
];

const LOCATION_POSTCODE: &[&str] = &["AZ####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["m. ###"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Bakı", "Füzuli", "Gənclik", "Nizami", "Səməd Vurğun", "Təbriz", "Xaqani", "Zərifə Əliyeva",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}} {{location.street_suffix}}"];

const LOCATION_STREET_SUFFIX: &[&str] = &["küç.", "küçəsi", "pr.", "prospekti"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Aygün", "Aynur", "Aysel", "Günel", "Könül", "Lalə", "Leyla", "Nigar", "Pərvanə", "Sevda", "Sevinc", "Turanə",
    "Ülviyyə", "Zeynəb",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Anar", "Aygün", "Aynur", "Aysel", "Cavid", "Elnur", "Elçin", "Emin", "Fərid", "Günel", "Kamran", "Könül",
    "Lalə", "Leyla", "Namiq", "Nigar", "Orxan", "Pərvanə", "Rəşad", "Sevda", "Sevinc", "Tural", "Turanə", "Vüqar",
    "Zaur", "Zeynəb", "Ülviyyə",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Anar", "Cavid", "Elçin", "Elnur", "Emin", "Fərid", "Kamran", "Namiq", "Orxan", "Rəşad", "Tural", "Vüqar",
    "Zaur",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Abbasov", "Cəfərov", "Əliyev", "Hacıyev", "Həsənov", "Hüseynov", "İbrahimov", "Məmmədov", "Mustafayev",
    "Quliyev", "Rzayev", "Səfərov",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["(9##)###-##-##"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+9949########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["09# ### ## ##"];

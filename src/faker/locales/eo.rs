//! Words and formats of the locale `eo`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    (
        "date",
        &[
            ("month", Group(&[("abbr", List(DATE_MONTH_ABBR)), ("wide", List(DATE_MONTH_WIDE))])),
            ("weekday", Group(&[("abbr", List(DATE_WEEKDAY_ABBR)), ("wide", List(DATE_WEEKDAY_WIDE))])),
        ],
    ),
    ("location", &[("country", List(LOCATION_COUNTRY))]),
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
            ("sex", List(PERSON_SEX)),
        ],
    ),
];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aŭg", "Sep", "Okt", "Nov", "Dec",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "januaro", "februaro", "marto", "aprilo", "majo", "junio", "julio", "aŭgusto", "septembro", "oktobro",
    "novembro", "decembro",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["di", "lu", "ma", "me", "ĵa", "ve", "sa"];

const DATE_WEEKDAY_WIDE: &[&str] = &["dimanĉo", "lundo", "mardo", "merkredo", "ĵaŭdo", "vendredo", "sabato"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andoro", "Unuiĝintaj Arabaj Emirlandoj", "Afganujo", "Antigvo kaj Barbudo", "Angvilo", "Albanujo", "Armenujo",
    "Angolo", "Antarkto", "Argentino", "Usona Samoo", "Aŭstrujo", "Aŭstralio", "Arubo", "Alando", "Azerbajĝano",
    "Bosnujo kaj Hercegovino", "Barbado", "Bangladeŝo", "Belgujo", "Burkino", "Bulgarujo", "Barejno", "Burundo",
    "Benino", "Sankta Bartolomeo", "Bermudoj", "Brunejo", "Bolivio", "Kariba Nederlando", "Brazilo", "Bahamoj",
    "Butano", "Buvetinsulo", "Bocvano", "Belorusujo", "Belizo", "Kanado", "Kokosinsuloj", "Kongo Kinŝasa",
    "Centr-Afriko", "Kongo Brazavila", "Svisujo", "Ebur-Bordo", "Kukinsuloj", "Ĉilio", "Kameruno", "Ĉinujo",
    "Kolombio", "Kostariko", "Kubo", "Kaboverdo", "Kuracao", "Kristnaskinsulo", "Kipro", "Ĉeĥujo", "Germanujo",
    "Ĝibutio", "Danujo", "Dominiko", "Dominika Respubliko", "Alĝerio", "Ekvadoro", "Estonujo", "Egiptujo",
    "Okcidenta Saharo", "Eritreo", "Hispanujo", "Etiopujo", "Finnlando", "Fiĝio", "Falklandoj", "Mikronezio",
    "Ferooj", "Francujo", "Gabono", "Unuiĝinta Reĝlando", "Grenado", "Kartvelujo", "Franca Gujano", "Gernezejo",
    "Ganao", "Ĝibraltaro", "Gronlando", "Gambio", "Gvineo", "Gvadelupo", "Ekvatora Gvineo", "Grekujo",
    "Sud-Georgio kaj Sud-Sandviĉinsuloj", "Gvatemalo", "Gvamo", "Gvineo-Bisaŭo", "Gujano", "Honkongo",
    "Herda kaj Makdonaldaj Insuloj", "Honduro", "Kroatujo", "Haitio", "Hungarujo", "Indonezio", "Irlando",
    "Israelo", "Manksinsulo", "Hindujo", "Brita Hindoceana Teritorio", "Irako", "Irano", "Islando", "Italujo",
    "Ĵerzejo", "Jamajko", "Jordanio", "Japanujo", "Kenjo", "Kirgizujo", "Kamboĝo", "Kiribato", "Komoroj",
    "Sankta Kristoforo kaj Neviso", "Nord-Koreujo", "Sud-Koreujo", "Kuvajto", "Kajmana Insularo", "Kazaĥujo",
    "Laoso", "Libano", "Sankta Lucio", "Liĥtenŝtejno", "Srilanko", "Liberio", "Lesoto", "Litovujo", "Luksemburgo",
    "Latvujo", "Libio", "Maroko", "Monako", "Moldavujo", "Montenegro", "Saint-Martin", "Madagaskaro", "Marŝaloj",
    "Nord-Makedonujo", "Malio", "Birmo", "Mongolujo", "Makao", "Nord-Marianoj", "Martiniko", "Maŭritanio",
    "Moncerato", "Malto", "Maŭricio", "Maldivoj", "Malavio", "Meksiko", "Malajzio", "Mozambiko", "Namibio",
    "Nov-Kaledonio", "Niĝero", "Norfolkinsulo", "Niĝerio", "Nikaragvo", "Nederlando", "Norvegujo", "Nepalo",
    "Nauro", "Niuo", "Nov-Zelando", "Omano", "Panamo", "Peruo", "Franca Polinezio", "Papuo-Nov-Gvineo", "Filipinoj",
    "Pakistano", "Pollando", "Sankta Piero kaj Mikelono", "Pitkarna Insulo", "Puertoriko", "Palestinaj teritorioj",
    "Portugalujo", "Palaŭo", "Paragvajo", "Kataro", "Reunio", "Rumanujo", "Serbujo", "Rusujo", "Ruando",
    "Sauda Arabujo", "Salomonoj", "Sejŝeloj", "Sudano", "Svedujo", "Singapuro", "Sankta Heleno", "Slovenujo",
    "Svalbardo kaj Janmajeno", "Slovakujo", "Sieraleono", "Sanmarino", "Senegalo", "Somalujo", "Surinamo",
    "Sud-Sudano", "Santomeo kaj Principeo", "Salvadoro", "Sint-Maarten", "Sirio", "Svazilando", "Turkoj kaj Kajkoj",
    "Ĉado", "Francaj Sudaj Teritorioj", "Togolando", "Tajlando", "Taĝikujo", "Tokelao", "Orienta Timoro",
    "Turkmenujo", "Tunizio", "Tongo", "Turkujo", "Trinidado kaj Tobago", "Tuvalo", "Tajvano", "Tanzanio",
    "Ukrainujo", "Ugando", "Usonaj malgrandaj insuloj", "Usono", "Urugvajo", "Uzbekujo", "Vatikano",
    "Sankta Vincento kaj Grenadinoj", "Venezuelo", "Britaj Virgulininsuloj", "Usonaj Virgulininsuloj", "Vjetnamujo",
    "Vanuatuo", "Valiso kaj Futuno", "Samoo", "Jemeno", "Majoto", "Sud-Afriko", "Zambio", "Zimbabvo",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Alba", "Amanda", "Amelia", "Aŭrora", "Bela", "Cecilia", "Diana", "Elena", "Emilia", "Eva", "Flora", "Gracia",
    "Klara", "Laŭra", "Maria", "Sofia", "Stela", "Viola",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adamo", "Alba", "Alberto", "Amanda", "Amelia", "Andreo", "Aŭrora", "Bela", "Cecilia", "Danielo", "Davido",
    "Diana", "Eduardo", "Elena", "Emilia", "Eva", "Felikso", "Filipo", "Flora", "Georgo", "Gracia", "Henriko",
    "Johano", "Jozefo", "Karlo", "Klara", "Laŭra", "Ludoviko", "Maria", "Marko", "Mikaelo", "Paŭlo", "Petro",
    "Sofia", "Stela", "Tomaso", "Viola",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adamo", "Alberto", "Andreo", "Danielo", "Davido", "Eduardo", "Felikso", "Filipo", "Georgo", "Henriko",
    "Johano", "Jozefo", "Karlo", "Ludoviko", "Marko", "Mikaelo", "Paŭlo", "Petro", "Tomaso",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Bakisto", "Blanka", "Forĝisto", "Fiŝisto", "Granda", "Ĝardeno", "Juna", "Kanto", "Lupo", "Marbordo", "Monto",
    "Muelisto", "Nova", "Rivero", "Ŝtono", "Verda", "Zamenhof",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_SEX: &[&str] = &["ina", "vira"];

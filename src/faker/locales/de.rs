//! Words and formats of the locale `de`.

use fake::locales::{DE_DE, Data};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    (
        "company",
        &[("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE)), ("name_pattern", List(COMPANY_NAME_PATTERN))],
    ),
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
            ("city_prefix", List(LOCATION_CITY_PREFIX)),
            ("city_suffix", List(LOCATION_CITY_SUFFIX)),
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
        ],
    ),
    (
        "person",
        &[
            (
                "first_name",
                Group(&[
                    ("female", List(PERSON_FIRST_NAME_FEMALE)),
                    ("generic", List(DE_DE::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            (
                "prefix",
                Group(&[
                    ("female", List(PERSON_PREFIX_FEMALE)),
                    ("generic", List(PERSON_PREFIX_GENERIC)),
                    ("male", List(PERSON_PREFIX_MALE)),
                ]),
            ),
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
    "beige", "blau", "braun", "gelb", "gold", "grau", "grün", "hellblau", "kupfer", "lila", "magenta", "olivgrün",
    "orange", "ocker", "rosa", "rot", "schwarz", "silber", "türkis", "violett", "weiß",
];

#[rustfmt::skip]
const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &[
    "AG", "GbR", "GmbH", "GmbH & Co. KG", "Gruppe", "KG", "OHG", "und Partner", "und Söhne",
];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}}-{{person.last_name.generic}}",
    "{{person.last_name.generic}}, {{person.last_name.generic}} und {{person.last_name.generic}}",
];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"];

const DATE_WEEKDAY_WIDE: &[&str] = &["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["ch", "com", "de", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#", "##a", "##b", "##c"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aachen", "Augsburg", "Berlin", "Bielefeld", "Bochum", "Bonn", "Braunschweig", "Bremen", "Chemnitz",
    "Darmstadt", "Dortmund", "Dresden", "Duisburg", "Düsseldorf", "Erfurt", "Essen", "Frankfurt am Main",
    "Freiburg", "Gelsenkirchen", "Göttingen", "Halle", "Hamburg", "Hannover", "Heidelberg", "Heilbronn",
    "Ingolstadt", "Jena", "Karlsruhe", "Kassel", "Kiel", "Koblenz", "Köln", "Konstanz", "Leipzig", "Lübeck",
    "Magdeburg", "Mainz", "Mannheim", "München", "Münster", "Nürnberg", "Oldenburg", "Osnabrück", "Paderborn",
    "Potsdam", "Regensburg", "Rostock", "Saarbrücken", "Siegen", "Stuttgart", "Trier", "Ulm", "Weimar", "Wiesbaden",
    "Wolfsburg", "Wuppertal", "Würzburg",
];

#[rustfmt::skip]
const LOCATION_CITY_PATTERN: &[&str] = &[
    "{{location.city_prefix}} {{person.first_name.generic}}{{location.city_suffix}}",
    "{{location.city_prefix}} {{person.first_name.generic}}",
    "{{person.first_name.generic}}{{location.city_suffix}}", "{{person.last_name.generic}}{{location.city_suffix}}",
    "{{location.city_name}}",
];

const LOCATION_CITY_PREFIX: &[&str] = &["Alt", "Bad", "Groß", "Klein", "Neu", "Nord", "Ost", "Süd", "West"];

const LOCATION_CITY_SUFFIX: &[&str] = &["berg", "burg", "dorf", "feld", "hausen", "heim", "scheid", "stadt", "tal"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Vereinigte Arabische Emirate", "Afghanistan", "Antigua und Barbuda", "Anguilla", "Albanien",
    "Armenien", "Angola", "Antarktis", "Argentinien", "Amerikanisch-Samoa", "Österreich", "Australien", "Aruba",
    "Ålandinseln", "Aserbaidschan", "Bosnien und Herzegowina", "Barbados", "Bangladesch", "Belgien", "Burkina Faso",
    "Bulgarien", "Bahrain", "Burundi", "Benin", "St. Barthélemy", "Bermuda", "Brunei Darussalam", "Bolivien",
    "Karibische Niederlande", "Brasilien", "Bahamas", "Bhutan", "Bouvetinsel", "Botsuana", "Belarus", "Belize",
    "Kanada", "Kokosinseln", "Kongo-Kinshasa", "Zentralafrikanische Republik", "Kongo-Brazzaville", "Schweiz",
    "Côte d’Ivoire", "Cookinseln", "Chile", "Kamerun", "China", "Kolumbien", "Costa Rica", "Kuba", "Cabo Verde",
    "Curaçao", "Weihnachtsinsel", "Zypern", "Tschechien", "Deutschland", "Dschibuti", "Dänemark", "Dominica",
    "Dominikanische Republik", "Algerien", "Ecuador", "Estland", "Ägypten", "Westsahara", "Eritrea", "Spanien",
    "Äthiopien", "Finnland", "Fidschi", "Falklandinseln", "Mikronesien", "Färöer", "Frankreich", "Gabun",
    "Vereinigtes Königreich", "Grenada", "Georgien", "Französisch-Guayana", "Guernsey", "Ghana", "Gibraltar",
    "Grönland", "Gambia", "Guinea", "Guadeloupe", "Äquatorialguinea", "Griechenland",
    "Südgeorgien und die Südlichen Sandwichinseln", "Guatemala", "Guam", "Guinea-Bissau", "Guyana",
    "Sonderverwaltungsregion Hongkong", "Heard und McDonaldinseln", "Honduras", "Kroatien", "Haiti", "Ungarn",
    "Indonesien", "Irland", "Israel", "Isle of Man", "Indien", "Britisches Territorium im Indischen Ozean", "Irak",
    "Iran", "Island", "Italien", "Jersey", "Jamaika", "Jordanien", "Japan", "Kenia", "Kirgisistan", "Kambodscha",
    "Kiribati", "Komoren", "St. Kitts und Nevis", "Nordkorea", "Südkorea", "Kuwait", "Kaimaninseln", "Kasachstan",
    "Laos", "Libanon", "St. Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litauen", "Luxemburg",
    "Lettland", "Libyen", "Marokko", "Monaco", "Republik Moldau", "Montenegro", "St. Martin", "Madagaskar",
    "Marshallinseln", "Nordmazedonien", "Mali", "Myanmar", "Mongolei", "Sonderverwaltungsregion Macau",
    "Nördliche Marianen", "Martinique", "Mauretanien", "Montserrat", "Malta", "Mauritius", "Malediven", "Malawi",
    "Mexiko", "Malaysia", "Mosambik", "Namibia", "Neukaledonien", "Niger", "Norfolkinsel", "Nigeria", "Nicaragua",
    "Niederlande", "Norwegen", "Nepal", "Nauru", "Niue", "Neuseeland", "Oman", "Panama", "Peru",
    "Französisch-Polynesien", "Papua-Neuguinea", "Philippinen", "Pakistan", "Polen", "St. Pierre und Miquelon",
    "Pitcairninseln", "Puerto Rico", "Palästinensische Autonomiegebiete", "Portugal", "Palau", "Paraguay", "Katar",
    "Réunion", "Rumänien", "Serbien", "Russland", "Ruanda", "Saudi-Arabien", "Salomonen", "Seychellen", "Sudan",
    "Schweden", "Singapur", "St. Helena", "Slowenien", "Spitzbergen und Jan Mayen", "Slowakei", "Sierra Leone",
    "San Marino", "Senegal", "Somalia", "Suriname", "Südsudan", "São Tomé und Príncipe", "El Salvador",
    "Sint Maarten", "Syrien", "Eswatini", "Turks- und Caicosinseln", "Tschad",
    "Französische Süd- und Antarktisgebiete", "Togo", "Thailand", "Tadschikistan", "Tokelau", "Timor-Leste",
    "Turkmenistan", "Tunesien", "Tonga", "Türkei", "Trinidad und Tobago", "Tuvalu", "Taiwan", "Tansania", "Ukraine",
    "Uganda", "Amerikanische Überseeinseln", "Vereinigte Staaten", "Uruguay", "Usbekistan", "Vatikanstadt",
    "St. Vincent und die Grenadinen", "Venezuela", "Britische Jungferninseln", "Amerikanische Jungferninseln",
    "Vietnam", "Vanuatu", "Wallis und Futuna", "Samoa", "Jemen", "Mayotte", "Südafrika", "Sambia", "Simbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Apt. ###", "Zimmer ###", "# OG"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg", "Hessen", "Mecklenburg-Vorpommern",
    "Niedersachsen", "Nordrhein-Westfalen", "Rheinland-Pfalz", "Saarland", "Sachsen", "Sachsen-Anhalt",
    "Schleswig-Holstein", "Thüringen",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Ahornweg", "Akazienweg", "Am Markt", "Amselweg", "An der Mühle", "Bachstraße", "Bahnhofstraße",
    "Beethovenstraße", "Bergstraße", "Birkenweg", "Buchenweg", "Burgstraße", "Dorfstraße", "Eichenweg", "Erlenweg",
    "Feldstraße", "Finkenweg", "Fliederweg", "Friedhofstraße", "Gartenstraße", "Goethestraße", "Hauptstraße",
    "Hochstraße", "Im Winkel", "Industriestraße", "Jahnstraße", "Kirchgasse", "Kirchstraße", "Lerchenweg",
    "Lindenallee", "Lindenstraße", "Marktplatz", "Mozartstraße", "Mühlenweg", "Neue Straße", "Parkstraße",
    "Poststraße", "Ringstraße", "Rosenweg", "Schillerstraße", "Schloßstraße", "Schulstraße", "Sonnenweg",
    "Talstraße", "Tannenweg", "Uferstraße", "Waldstraße", "Wiesenweg", "Ziegelstraße",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Anja", "Anna", "Barbara", "Birgit", "Charlotte", "Claudia", "Christina", "Elena", "Emilia", "Emma",
    "Franziska", "Greta", "Hannah", "Heike", "Helga", "Ingrid", "Jana", "Johanna", "Julia", "Karin", "Katharina",
    "Klara", "Laura", "Lea", "Lena", "Lina", "Luisa", "Maja", "Maria", "Marie", "Martina", "Mia", "Monika", "Nele",
    "Nora", "Paula", "Petra", "Sabine", "Sarah", "Sophie", "Stefanie", "Susanne", "Ursula",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Alexander", "Andreas", "Anton", "Ben", "Bernd", "Christian", "Daniel", "David", "Elias", "Emil", "Felix",
    "Florian", "Frank", "Friedrich", "Fritz", "Georg", "Günter", "Hans", "Heinrich", "Henri", "Jakob", "Jan",
    "Jonas", "Jürgen", "Karl", "Klaus", "Konrad", "Leon", "Lukas", "Markus", "Martin", "Max", "Michael", "Moritz",
    "Oskar", "Otto", "Paul", "Peter", "Philipp", "Stefan", "Thomas", "Uwe", "Werner", "Wolfgang",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Bauer", "Becker", "Berger", "Böhm", "Braun", "Fischer", "Frank", "Fuchs", "Graf", "Hahn", "Hartmann",
    "Heinrich", "Herrmann", "Hofmann", "Huber", "Jung", "Kaiser", "Keller", "Klein", "Koch", "König", "Krause",
    "Krüger", "Kuhn", "Lang", "Lange", "Lehmann", "Maier", "Mayer", "Meyer", "Möller", "Müller", "Neumann",
    "Peters", "Pohl", "Richter", "Roth", "Sauer", "Schäfer", "Schmid", "Schmidt", "Schmitt", "Schneider", "Scholz",
    "Schröder", "Schubert", "Schulz", "Schwarz", "Simon", "Sommer", "Stein", "Vogel", "Vogt", "Wagner", "Walter",
    "Weber", "Weiß", "Werner", "Winkler", "Winter", "Wolf", "Zimmermann",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

#[rustfmt::skip]
const PERSON_NAME: &[(&str, f64)] = &[
    ("{{person.prefix}} {{person.firstName}} {{person.lastName}}", 1.0),
    ("{{person.firstName}} {{person.lastName}}", 8.0),
];

const PERSON_PREFIX_FEMALE: &[&str] = &["Dr.", "Frau", "Prof. Dr."];

const PERSON_PREFIX_GENERIC: &[&str] = &["Dr.", "Frau", "Herr", "Prof. Dr."];

const PERSON_PREFIX_MALE: &[&str] = &["Dr.", "Herr", "Prof. Dr."];

const PERSON_SEX: &[&str] = &["männlich", "weiblich"];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "(0###) #########", "(0####) #######", "+49-###-#######", "+49-####-########",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+49############", "+49###########", "+49##########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0#### ########", "0#### #######", "0#### ######"];

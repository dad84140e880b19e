//! Words and formats of the locale `it`.

use fake::locales::{Data, IT_IT};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    (
        "company",
        &[("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE)), ("name_pattern", List(COMPANY_NAME_PATTERN))],
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
            ("state", List(LOCATION_STATE)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}} {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}} {{location.buildingNumber}}")),
                ]),
            ),
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
                    ("generic", List(IT_IT::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            ("prefix", Group(&[("female", List(PERSON_PREFIX_FEMALE)), ("male", List(PERSON_PREFIX_MALE))])),
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
const COLOR_HUMAN: &[&str] = &[
    "acquamarina", "arancione", "argento", "azzurro", "beige", "bianco", "blu", "bordeaux", "celeste", "ciano",
    "fucsia", "giallo", "grigio", "indaco", "lavanda", "lilla", "magenta", "marrone", "nero", "oro", "rosa",
    "rosso", "turchese", "verde", "viola",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["SPA", "e figli", "Group", "s.r.l."];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}}, {{person.last_name.generic}} e {{person.last_name.generic}} {{company.legal_entity_type}}",
];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "it", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["email.it", "gmail.com", "hotmail.com", "libero.it", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Ancona", "Arezzo", "Bari", "Bergamo", "Bologna", "Bolzano", "Brescia", "Cagliari", "Catania", "Catanzaro",
    "Como", "Cremona", "Ferrara", "Firenze", "Foggia", "Forlì", "Genova", "La Spezia", "Latina", "Lecce", "Livorno",
    "Lucca", "Messina", "Milano", "Modena", "Monza", "Napoli", "Novara", "Padova", "Palermo", "Parma", "Perugia",
    "Pesaro", "Pescara", "Piacenza", "Pisa", "Prato", "Ravenna", "Reggio Calabria", "Reggio Emilia", "Rimini",
    "Roma", "Salerno", "Sassari", "Siena", "Siracusa", "Taranto", "Terni", "Torino", "Trento", "Treviso", "Trieste",
    "Udine", "Varese", "Venezia", "Verona", "Vicenza",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Emirati Arabi Uniti", "Afghanistan", "Antigua e Barbuda", "Anguilla", "Albania", "Armenia",
    "Angola", "Antartide", "Argentina", "Samoa Americane", "Austria", "Australia", "Aruba", "Isole Åland",
    "Azerbaigian", "Bosnia ed Erzegovina", "Barbados", "Bangladesh", "Belgio", "Burkina Faso", "Bulgaria",
    "Bahrein", "Burundi", "Benin", "Saint-Barthélemy", "Bermuda", "Brunei", "Bolivia", "Caraibi Olandesi",
    "Brasile", "Bahamas", "Bhutan", "Isola Bouvet", "Botswana", "Bielorussia", "Belize", "Canada", "Isole Cocos",
    "Congo - Kinshasa", "Repubblica Centrafricana", "Congo-Brazzaville", "Svizzera", "Costa d’Avorio", "Isole Cook",
    "Cile", "Camerun", "Cina", "Colombia", "Costa Rica", "Cuba", "Capo Verde", "Curaçao", "Isola Christmas",
    "Cipro", "Cechia", "Germania", "Gibuti", "Danimarca", "Dominica", "Repubblica Dominicana", "Algeria", "Ecuador",
    "Estonia", "Egitto", "Sahara Occidentale", "Eritrea", "Spagna", "Etiopia", "Finlandia", "Figi",
    "Isole Falkland", "Micronesia", "Isole Fær Øer", "Francia", "Gabon", "Regno Unito", "Grenada", "Georgia",
    "Guyana Francese", "Guernsey", "Ghana", "Gibilterra", "Groenlandia", "Gambia", "Guinea", "Guadalupa",
    "Guinea Equatoriale", "Grecia", "Georgia del Sud e Sandwich Australi", "Guatemala", "Guam", "Guinea-Bissau",
    "Guyana", "RAS di Hong Kong", "Isole Heard e McDonald", "Honduras", "Croazia", "Haiti", "Ungheria", "Indonesia",
    "Irlanda", "Israele", "Isola di Man", "India", "Territorio Britannico dell’Oceano Indiano", "Iraq", "Iran",
    "Islanda", "Italia", "Jersey", "Giamaica", "Giordania", "Giappone", "Kenya", "Kirghizistan", "Cambogia",
    "Kiribati", "Comore", "Saint Kitts e Nevis", "Corea del Nord", "Corea del Sud", "Kuwait", "Isole Cayman",
    "Kazakistan", "Laos", "Libano", "Saint Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Lituania",
    "Lussemburgo", "Lettonia", "Libia", "Marocco", "Monaco", "Moldavia", "Montenegro", "Saint Martin", "Madagascar",
    "Isole Marshall", "Macedonia del Nord", "Mali", "Myanmar", "Mongolia", "RAS di Macao",
    "Isole Marianne Settentrionali", "Martinica", "Mauritania", "Montserrat", "Malta", "Mauritius", "Maldive",
    "Malawi", "Messico", "Malaysia", "Mozambico", "Namibia", "Nuova Caledonia", "Niger", "Isola Norfolk", "Nigeria",
    "Nicaragua", "Paesi Bassi", "Norvegia", "Nepal", "Nauru", "Niue", "Nuova Zelanda", "Oman", "Panama", "Perù",
    "Polinesia Francese", "Papua Nuova Guinea", "Filippine", "Pakistan", "Polonia", "Saint-Pierre e Miquelon",
    "Isole Pitcairn", "Portorico", "Territori Palestinesi", "Portogallo", "Palau", "Paraguay", "Qatar", "Riunione",
    "Romania", "Serbia", "Russia", "Ruanda", "Arabia Saudita", "Isole Salomone", "Seychelles", "Sudan", "Svezia",
    "Singapore", "Sant’Elena", "Slovenia", "Svalbard e Jan Mayen", "Slovacchia", "Sierra Leone", "San Marino",
    "Senegal", "Somalia", "Suriname", "Sud Sudan", "São Tomé e Príncipe", "El Salvador", "Sint Maarten", "Siria",
    "Eswatini", "Isole Turks e Caicos", "Ciad", "Terre Australi Francesi", "Togo", "Thailandia", "Tagikistan",
    "Tokelau", "Timor Est", "Turkmenistan", "Tunisia", "Tonga", "Turchia", "Trinidad e Tobago", "Tuvalu", "Taiwan",
    "Tanzania", "Ucraina", "Uganda", "Isole Minori Esterne degli Stati Uniti", "Stati Uniti", "Uruguay",
    "Uzbekistan", "Città del Vaticano", "Saint Vincent e Grenadine", "Venezuela", "Isole Vergini Britanniche",
    "Isole Vergini Americane", "Vietnam", "Vanuatu", "Wallis e Futuna", "Samoa", "Yemen", "Mayotte", "Sudafrica",
    "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Appartamento ##", "Piano #"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Abruzzo", "Basilicata", "Calabria", "Campania", "Emilia-Romagna", "Friuli-Venezia Giulia", "Lazio", "Liguria",
    "Lombardia", "Marche", "Molise", "Piemonte", "Puglia", "Sardegna", "Sicilia", "Toscana", "Trentino-Alto Adige",
    "Umbria", "Valle d'Aosta", "Veneto",
];

#[rustfmt::skip]
const LOCATION_STREET_PATTERN: &[&str] = &[
    "{{location.street_suffix}} {{person.first_name.generic}}",
    "{{location.street_suffix}} {{person.last_name.generic}}",
];

#[rustfmt::skip]
const LOCATION_STREET_SUFFIX: &[&str] = &[
    "Borgo", "Contrada", "Incrocio", "Piazza", "Rotonda", "Strada", "Via", "Viale",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adele", "Agata", "Alessandra", "Alessia", "Alice", "Anna", "Arianna", "Aurora", "Barbara", "Beatrice",
    "Bianca", "Camilla", "Carla", "Caterina", "Chiara", "Claudia", "Cristina", "Daniela", "Elena", "Elisa",
    "Eleonora", "Emma", "Federica", "Francesca", "Gaia", "Ginevra", "Giada", "Giorgia", "Giovanna", "Giulia",
    "Greta", "Ilaria", "Irene", "Laura", "Lucia", "Ludovica", "Maria", "Marta", "Martina", "Matilde", "Michela",
    "Monica", "Nicole", "Noemi", "Paola", "Rebecca", "Roberta", "Rosa", "Sara", "Silvia", "Simona", "Sofia",
    "Valentina", "Valeria", "Viola", "Vittoria",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Alberto", "Alessandro", "Alessio", "Andrea", "Angelo", "Antonio", "Carlo", "Claudio", "Daniele", "Dario",
    "Davide", "Diego", "Domenico", "Edoardo", "Emanuele", "Enrico", "Fabio", "Federico", "Filippo", "Francesco",
    "Gabriele", "Giacomo", "Gianluca", "Giorgio", "Giovanni", "Giulio", "Giuseppe", "Jacopo", "Leonardo", "Lorenzo",
    "Luca", "Luigi", "Manuel", "Marco", "Mario", "Massimo", "Matteo", "Mattia", "Maurizio", "Michele", "Nicola",
    "Nicolò", "Paolo", "Pietro", "Raffaele", "Riccardo", "Roberto", "Salvatore", "Samuele", "Sergio", "Simone",
    "Stefano", "Tommaso", "Valerio", "Vincenzo",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Amato", "Barbieri", "Basile", "Battaglia", "Bianchi", "Bianco", "Bruno", "Caruso", "Colombo", "Conte", "Conti",
    "Costa", "D'Angelo", "De Angelis", "De Luca", "De Santis", "Donati", "Esposito", "Fabbri", "Farina", "Ferrara",
    "Ferrari", "Ferraro", "Ferri", "Fontana", "Galli", "Gallo", "Gatti", "Gentile", "Giordano", "Grassi", "Greco",
    "Guerra", "Leone", "Lombardi", "Lombardo", "Longo", "Mancini", "Marchetti", "Mariani", "Marini", "Marino",
    "Martinelli", "Martini", "Mazza", "Messina", "Monti", "Morelli", "Moretti", "Negri", "Orlando", "Palumbo",
    "Parisi", "Pellegrini", "Piras", "Ricci", "Rinaldi", "Riva", "Rizzo", "Romano", "Rossi", "Ruggiero", "Russo",
    "Sala", "Santoro", "Serra", "Silvestri", "Sorrentino", "Testa", "Valentini", "Villa", "Vitale",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Dott.", "Sig.ra"];

const PERSON_PREFIX_MALE: &[&str] = &["Dott.", "Sig."];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "+39 ### ## ## ####", "+39 ## #######", "0## ### ####", "+39 0## ### ###", "3## ### ###", "+39 3## ### ###",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+390#########", "+390########", "+393########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0# #### ####", "0# ### ####", "3## ### ###"];

//! Words and formats of the locale `es_MX`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
    (
        "location",
        &[
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("state", List(LOCATION_STATE)),
            ("state_abbr", List(LOCATION_STATE_ABBR)),
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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "com.mx", "gob.mx", "info", "mx", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com", "nearbpo.com", "corpfolder.com"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Acapulco", "Aguascalientes", "Campeche", "Cancún", "Chihuahua", "Ciudad de México", "Ciudad Juárez", "Colima",
    "Cuernavaca", "Culiacán", "Durango", "Ensenada", "Guadalajara", "Guanajuato", "Hermosillo", "La Paz", "León",
    "Mazatlán", "Mérida", "Mexicali", "Monterrey", "Morelia", "Oaxaca", "Pachuca", "Puebla", "Querétaro",
    "Saltillo", "San Luis Potosí", "Tampico", "Tepic", "Tijuana", "Tlaxcala", "Toluca", "Torreón",
    "Tuxtla Gutiérrez", "Veracruz", "Villahermosa", "Xalapa", "Zacatecas",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Aguascalientes", "Baja California", "Baja California Sur", "Campeche", "Chiapas", "Chihuahua",
    "Ciudad de México", "Coahuila", "Colima", "Durango", "Estado de México", "Guanajuato", "Guerrero", "Hidalgo",
    "Jalisco", "Michoacán", "Morelos", "Nayarit", "Nuevo León", "Oaxaca", "Puebla", "Querétaro", "Quintana Roo",
    "San Luis Potosí", "Sinaloa", "Sonora", "Tabasco", "Tamaulipas", "Tlaxcala", "Veracruz", "Yucatán", "Zacatecas",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "AGS", "BC", "BCS", "CAM", "CHP", "CHH", "CDMX", "COA", "COL", "DUR", "MEX", "GUA", "GRO", "HID", "JAL", "MIC",
    "MOR", "NAY", "NL", "OAX", "PUE", "QUE", "QROO", "SLP", "SIN", "SON", "TAB", "TAM", "TLAX", "VER", "YUC", "ZAC",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["5###-###-###", "5##.###.###", "5## ### ###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+525#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["### ### ####"];

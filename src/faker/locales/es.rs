//! Words and formats of the locale `es`.

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
            ("building_number", List(&[" s/n.", ", #", ", ##", " #", " ##"])),
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
                    ("full", Text("{{location.street}}{{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}{{location.buildingNumber}}")),
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
                    ("generic", List(PERSON_FIRST_NAME_GENERIC)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            ("prefix", Group(&[("female", List(PERSON_PREFIX_FEMALE)), ("male", List(PERSON_PREFIX_MALE))])),
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
    "amarillo", "azul", "azul celeste", "blanco", "cian", "dorado", "esmeralda", "fucsia", "gris", "lavanda",
    "magenta", "marrón", "morado", "naranja", "negro", "oro", "plata", "rojo", "rosa", "turquesa", "verde",
    "violeta",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["S.L.", "e Hijos", "S.A.", "Hermanos"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} y {{person.last_name.generic}}",
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}} {{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}}, {{person.last_name.generic}} y {{person.last_name.generic}} Asociados",
];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["dom", "lun", "mar", "mié", "jue", "vie", "sáb"];

const DATE_WEEKDAY_WIDE: &[&str] = &["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "com.es", "es", "info", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "A Coruña", "Alcalá de Henares", "Alicante", "Almería", "Badajoz", "Barcelona", "Bilbao", "Burgos", "Cádiz",
    "Cartagena", "Castellón", "Ceuta", "Córdoba", "Elche", "Fuenlabrada", "Getafe", "Gijón", "Granada",
    "Hospitalet de Llobregat", "Huelva", "Jaén", "Jerez de la Frontera", "Las Palmas", "Leganés", "León", "Lérida",
    "Logroño", "Madrid", "Málaga", "Marbella", "Melilla", "Móstoles", "Murcia", "Oviedo", "Palma de Mallorca",
    "Pamplona", "Sabadell", "Salamanca", "San Sebastián", "Santander", "Sevilla", "Tarragona", "Terrasa", "Toledo",
    "Valencia", "Valladolid", "Vigo", "Vitoria", "Zaragoza",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Emiratos Árabes Unidos", "Afganistán", "Antigua y Barbuda", "Anguila", "Albania", "Armenia",
    "Angola", "Antártida", "Argentina", "Samoa Americana", "Austria", "Australia", "Aruba", "Islas Aland",
    "Azerbaiyán", "Bosnia y Herzegovina", "Barbados", "Bangladés", "Bélgica", "Burkina Faso", "Bulgaria", "Baréin",
    "Burundi", "Benín", "San Bartolomé", "Bermudas", "Brunéi", "Bolivia", "Caribe neerlandés", "Brasil", "Bahamas",
    "Bután", "Isla Bouvet", "Botsuana", "Bielorrusia", "Belice", "Canadá", "Islas Cocos",
    "República Democrática del Congo", "República Centroafricana", "Congo", "Suiza", "Côte d’Ivoire", "Islas Cook",
    "Chile", "Camerún", "China", "Colombia", "Costa Rica", "Cuba", "Cabo Verde", "Curazao", "Isla de Navidad",
    "Chipre", "Chequia", "Alemania", "Yibuti", "Dinamarca", "Dominica", "República Dominicana", "Argelia",
    "Ecuador", "Estonia", "Egipto", "Sáhara Occidental", "Eritrea", "España", "Etiopía", "Finlandia", "Fiyi",
    "Islas Malvinas", "Micronesia", "Islas Feroe", "Francia", "Gabón", "Reino Unido", "Granada", "Georgia",
    "Guayana Francesa", "Guernesey", "Ghana", "Gibraltar", "Groenlandia", "Gambia", "Guinea", "Guadalupe",
    "Guinea Ecuatorial", "Grecia", "Islas Georgia del Sur y Sandwich del Sur", "Guatemala", "Guam", "Guinea-Bisáu",
    "Guyana", "RAE de Hong Kong", "Islas Heard y McDonald", "Honduras", "Croacia", "Haití", "Hungría", "Indonesia",
    "Irlanda", "Israel", "Isla de Man", "India", "Territorio Británico del Océano Índico", "Irak", "Irán",
    "Islandia", "Italia", "Jersey", "Jamaica", "Jordania", "Japón", "Kenia", "Kirguistán", "Camboya", "Kiribati",
    "Comoras", "San Cristóbal y Nieves", "Corea del Norte", "Corea del Sur", "Kuwait", "Islas Caimán", "Kazajistán",
    "Laos", "Líbano", "Santa Lucía", "Liechtenstein", "Sri Lanka", "Liberia", "Lesoto", "Lituania", "Luxemburgo",
    "Letonia", "Libia", "Marruecos", "Mónaco", "Moldavia", "Montenegro", "San Martín", "Madagascar",
    "Islas Marshall", "Macedonia del Norte", "Mali", "Myanmar", "Mongolia", "RAE de Macao",
    "Islas Marianas del Norte", "Martinica", "Mauritania", "Montserrat", "Malta", "Mauricio", "Maldivas", "Malaui",
    "México", "Malasia", "Mozambique", "Namibia", "Nueva Caledonia", "Níger", "Isla Norfolk", "Nigeria",
    "Nicaragua", "Países Bajos", "Noruega", "Nepal", "Nauru", "Niue", "Nueva Zelanda", "Omán", "Panamá", "Perú",
    "Polinesia Francesa", "Papúa Nueva Guinea", "Filipinas", "Pakistán", "Polonia", "San Pedro y Miquelón",
    "Islas Pitcairn", "Puerto Rico", "Territorios Palestinos", "Portugal", "Palaos", "Paraguay", "Catar", "Reunión",
    "Rumanía", "Serbia", "Rusia", "Ruanda", "Arabia Saudí", "Islas Salomón", "Seychelles", "Sudán", "Suecia",
    "Singapur", "Santa Elena", "Eslovenia", "Svalbard y Jan Mayen", "Eslovaquia", "Sierra Leona", "San Marino",
    "Senegal", "Somalia", "Surinam", "Sudán del Sur", "Santo Tomé y Príncipe", "El Salvador", "Sint Maarten",
    "Siria", "Esuatini", "Islas Turcas y Caicos", "Chad", "Territorios Australes Franceses", "Togo", "Tailandia",
    "Tayikistán", "Tokelau", "Timor-Leste", "Turkmenistán", "Túnez", "Tonga", "Turquía", "Trinidad y Tobago",
    "Tuvalu", "Taiwán", "Tanzania", "Ucrania", "Uganda", "Islas menores alejadas de EE. UU.", "Estados Unidos",
    "Uruguay", "Uzbekistán", "Ciudad del Vaticano", "San Vicente y las Granadinas", "Venezuela",
    "Islas Vírgenes Británicas", "Islas Vírgenes de EE. UU.", "Vietnam", "Vanuatu", "Wallis y Futuna", "Samoa",
    "Yemen", "Mayotte", "Sudáfrica", "Zambia", "Zimbabue",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Esc. ###", "Puerta ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Andalucía", "Aragón", "Principado de Asturias", "Baleares", "Canarias", "Cantabria", "Castilla-La Mancha",
    "Castilla y León", "Cataluña", "Comunidad Valenciana", "Extremadura", "Galicia", "La Rioja",
    "Comunidad de Madrid", "Navarra", "País Vasco", "Región de Murcia",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "And", "Ara", "Ast", "Bal", "Can", "Cbr", "Man", "Leo", "Cat", "Com", "Ext", "Gal", "Rio", "Mad", "Nav", "Vas",
    "Mur",
];

#[rustfmt::skip]
const LOCATION_STREET_PATTERN: &[&str] = &[
    "{{location.street_suffix}} {{person.first_name.generic}}",
    "{{location.street_suffix}} {{person.firstName}} {{person.last_name.generic}}",
];

#[rustfmt::skip]
const LOCATION_STREET_SUFFIX: &[&str] = &[
    "Avenida", "Calle", "Camino", "Carrera", "Carretera", "Cuesta", "Parque", "Pasaje", "Paseo", "Plaza", "Ronda",
    "Rua", "Travesía",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adriana", "Alicia", "Ana", "Andrea", "Beatriz", "Blanca", "Carla", "Carmen", "Carolina", "Catalina", "Clara",
    "Claudia", "Cristina", "Daniela", "Elena", "Elisa", "Emilia", "Esperanza", "Eva", "Gabriela", "Gloria",
    "Graciela", "Inés", "Irene", "Isabel", "Julia", "Laura", "Leticia", "Lola", "Lorena", "Lucía", "Luisa",
    "Marcela", "Margarita", "María", "Mariana", "Marta", "Mercedes", "Mónica", "Natalia", "Norma", "Olivia",
    "Patricia", "Pilar", "Raquel", "Rocío", "Rosa", "Sara", "Silvia", "Sofía", "Teresa", "Verónica", "Virginia",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adriana", "Adrián", "Agustín", "Alberto", "Alejandro", "Alfonso", "Alfredo", "Alicia", "Ana", "Andrea",
    "Andrés", "Antonio", "Armando", "Arturo", "Beatriz", "Benito", "Blanca", "Carla", "Carlos", "Carmen",
    "Carolina", "Catalina", "Clara", "Claudia", "Cristian", "Cristina", "César", "Daniel", "Daniela", "David",
    "Diego", "Eduardo", "Elena", "Elisa", "Emilia", "Emilio", "Enrique", "Ernesto", "Esperanza", "Esteban", "Eva",
    "Felipe", "Fernando", "Francisco", "Gabriel", "Gabriela", "Gloria", "Gonzalo", "Graciela", "Gregorio",
    "Guillermo", "Hugo", "Ignacio", "Inés", "Irene", "Isabel", "Iván", "Jaime", "Javier", "Jesús", "Joaquín",
    "Jorge", "José", "Juan", "Julia", "Julio", "Laura", "Leticia", "Lola", "Lorena", "Lorenzo", "Lucía", "Luis",
    "Luisa", "Manuel", "Marcela", "Marcos", "Margarita", "Mariana", "Mariano", "Mario", "Marta", "María", "Mateo",
    "Mercedes", "Miguel", "Mónica", "Natalia", "Nicolás", "Norma", "Olivia", "Pablo", "Patricia", "Pedro", "Pilar",
    "Rafael", "Ramiro", "Raquel", "Raúl", "Ricardo", "Roberto", "Rocío", "Rodrigo", "Rosa", "Salvador", "Santiago",
    "Sara", "Sergio", "Silvia", "Sofía", "Teresa", "Tomás", "Verónica", "Vicente", "Virginia", "Víctor", "Óscar",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adrián", "Agustín", "Alberto", "Alejandro", "Alfonso", "Alfredo", "Andrés", "Antonio", "Armando", "Arturo",
    "Benito", "Carlos", "César", "Cristian", "Daniel", "David", "Diego", "Eduardo", "Emilio", "Enrique", "Ernesto",
    "Esteban", "Felipe", "Fernando", "Francisco", "Gabriel", "Gonzalo", "Gregorio", "Guillermo", "Hugo", "Ignacio",
    "Iván", "Jaime", "Javier", "Jesús", "Joaquín", "Jorge", "José", "Juan", "Julio", "Lorenzo", "Luis", "Manuel",
    "Marcos", "Mariano", "Mario", "Mateo", "Miguel", "Nicolás", "Óscar", "Pablo", "Pedro", "Rafael", "Ramiro",
    "Raúl", "Ricardo", "Roberto", "Rodrigo", "Salvador", "Santiago", "Sergio", "Tomás", "Vicente", "Víctor",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Aguilar", "Alonso", "Álvarez", "Blanco", "Cabrera", "Calvo", "Campos", "Cano", "Castillo", "Castro", "Cortés",
    "Crespo", "Cruz", "Delgado", "Díaz", "Domínguez", "Fernández", "Flores", "Fuentes", "Gallego", "García",
    "Garrido", "Gil", "Giménez", "Gómez", "González", "Guerrero", "Gutiérrez", "Hernández", "Herrera", "Iglesias",
    "Jiménez", "León", "López", "Lozano", "Marín", "Márquez", "Martín", "Martínez", "Medina", "Méndez", "Molina",
    "Montero", "Morales", "Moreno", "Muñoz", "Navarro", "Núñez", "Ortega", "Ortiz", "Peña", "Pérez", "Prieto",
    "Ramírez", "Ramos", "Reyes", "Rodríguez", "Romero", "Rubio", "Ruiz", "Sánchez", "Santana", "Santos", "Sanz",
    "Serrano", "Soto", "Suárez", "Torres", "Vargas", "Vázquez", "Vega", "Vicente", "Vidal",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Sra.", "Sta."];

const PERSON_PREFIX_MALE: &[&str] = &["Sr."];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["9##-###-###", "9##.###.###", "9## ### ###", "9########"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+349########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["9## ## ## ##"];

//! Words and formats of the locale `pt_PT`.

use fake::locales::{Data, PT_PT};

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
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}}, {{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}, {{location.buildingNumber}}")),
                ]),
            ),
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
                    ("generic", List(PT_PT::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
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
    "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Janeiro", "Fevereiro", "Março", "Abril", "Maio", "Junho", "Julho", "Agosto", "Setembro", "Outubro", "Novembro",
    "Dezembro",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["domingo", "segunda", "terça", "quarta", "quinta", "sexta", "sábado"];

const DATE_WEEKDAY_WIDE: &[&str] = &["Domingo", "Segunda", "Terça", "Quarta", "Quinta", "Sexta", "Sábado"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "com.pt", "eu", "info", "name", "net", "org", "org.pt", "pt"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "live.com", "sapo.pt", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Abrantes", "Albufeira", "Almada", "Amadora", "Aveiro", "Barcelos", "Beja", "Braga", "Bragança", "Cascais",
    "Castelo Branco", "Chaves", "Coimbra", "Covilhã", "Évora", "Faro", "Figueira da Foz", "Funchal", "Guarda",
    "Guimarães", "Lagos", "Leiria", "Lisboa", "Loulé", "Matosinhos", "Oeiras", "Olhão", "Ponta Delgada",
    "Portalegre", "Portimão", "Porto", "Santarém", "Setúbal", "Sintra", "Tavira", "Tomar", "Viana do Castelo",
    "Vila Real", "Viseu",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Emirados Árabes Unidos", "Afeganistão", "Antígua e Barbuda", "Anguila", "Albânia", "Arménia",
    "Angola", "Antártida", "Argentina", "Samoa Americana", "Áustria", "Austrália", "Aruba", "Alanda", "Azerbaijão",
    "Bósnia e Herzegovina", "Barbados", "Bangladeche", "Bélgica", "Burquina Faso", "Bulgária", "Barém", "Burundi",
    "Benim", "São Bartolomeu", "Bermudas", "Brunei", "Bolívia", "Países Baixos Caribenhos", "Brasil", "Baamas",
    "Butão", "Ilha Bouvet", "Botsuana", "Bielorrússia", "Belize", "Canadá", "Ilhas dos Cocos", "Congo-Kinshasa",
    "República Centro-Africana", "Congo-Brazzaville", "Suíça", "Côte d’Ivoire", "Ilhas Cook", "Chile", "Camarões",
    "China", "Colômbia", "Costa Rica", "Cuba", "Cabo Verde", "Curaçau", "Ilha do Natal", "Chipre", "Chéquia",
    "Alemanha", "Jibuti", "Dinamarca", "Domínica", "República Dominicana", "Argélia", "Equador", "Estónia", "Egito",
    "Sara Ocidental", "Eritreia", "Espanha", "Etiópia", "Finlândia", "Fiji", "Ilhas Falkland", "Micronésia",
    "Ilhas Faroé", "França", "Gabão", "Reino Unido", "Granada", "Geórgia", "Guiana Francesa", "Guernesey", "Gana",
    "Gibraltar", "Gronelândia", "Gâmbia", "Guiné", "Guadalupe", "Guiné Equatorial", "Grécia",
    "Ilhas Geórgia do Sul e Sandwich do Sul", "Guatemala", "Guame", "Guiné-Bissau", "Guiana",
    "Hong Kong, RAE da China", "Ilhas Heard e McDonald", "Honduras", "Croácia", "Haiti", "Hungria", "Indonésia",
    "Irlanda", "Israel", "Ilha de Man", "Índia", "Território Britânico do Oceano Índico", "Iraque", "Irão",
    "Islândia", "Itália", "Jersey", "Jamaica", "Jordânia", "Japão", "Quénia", "Quirguistão", "Camboja", "Quiribáti",
    "Comores", "São Cristóvão e Neves", "Coreia do Norte", "Coreia do Sul", "Koweit", "Ilhas Caimão", "Cazaquistão",
    "Laos", "Líbano", "Santa Lúcia", "Listenstaine", "Sri Lanca", "Libéria", "Lesoto", "Lituânia", "Luxemburgo",
    "Letónia", "Líbia", "Marrocos", "Mónaco", "Moldávia", "Montenegro", "São Martinho", "Madagáscar",
    "Ilhas Marshall", "Macedónia do Norte", "Mali", "Mianmar", "Mongólia", "Macau, RAE da China",
    "Ilhas Marianas do Norte", "Martinica", "Mauritânia", "Monserrate", "Malta", "Maurícia", "Maldivas", "Maláui",
    "México", "Malásia", "Moçambique", "Namíbia", "Nova Caledónia", "Níger", "Ilha Norfolk", "Nigéria", "Nicarágua",
    "Países Baixos", "Noruega", "Nepal", "Nauru", "Niuê", "Nova Zelândia", "Omã", "Panamá", "Peru",
    "Polinésia Francesa", "Papua-Nova Guiné", "Filipinas", "Paquistão", "Polónia", "São Pedro e Miquelão",
    "Ilhas Pitcairn", "Porto Rico", "Territórios palestinianos", "Portugal", "Palau", "Paraguai", "Catar",
    "Reunião", "Roménia", "Sérvia", "Rússia", "Ruanda", "Arábia Saudita", "Ilhas Salomão", "Seicheles", "Sudão",
    "Suécia", "Singapura", "Santa Helena", "Eslovénia", "Svalbard e Jan Mayen", "Eslováquia", "Serra Leoa",
    "São Marinho", "Senegal", "Somália", "Suriname", "Sudão do Sul", "São Tomé e Príncipe", "Salvador",
    "São Martinho", "Síria", "Essuatíni", "Ilhas Turcas e Caicos", "Chade", "Territórios Austrais Franceses",
    "Togo", "Tailândia", "Tajiquistão", "Toquelau", "Timor-Leste", "Turquemenistão", "Tunísia", "Tonga", "Turquia",
    "Trindade e Tobago", "Tuvalu", "Taiwan", "Tanzânia", "Ucrânia", "Uganda", "Ilhas Menores Afastadas dos EUA",
    "Estados Unidos", "Uruguai", "Usbequistão", "Cidade do Vaticano", "São Vicente e Granadinas", "Venezuela",
    "Ilhas Virgens Britânicas", "Ilhas Virgens dos EUA", "Vietname", "Vanuatu", "Wallis e Futuna", "Samoa", "Iémen",
    "Maiote", "África do Sul", "Zâmbia", "Zimbabué",
];

const LOCATION_POSTCODE: &[&str] = &["####-###"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["### {{location.direction}}", "#.º Dto.", "#.º Esq."];

#[rustfmt::skip]
const LOCATION_STREET_PATTERN: &[&str] = &[
    "{{location.street_prefix}} {{person.first_name.generic}} {{person.last_name.generic}}",
    "{{location.street_prefix}} {{location.city_name}}",
];

const LOCATION_STREET_PREFIX: &[&str] = &["Avenida", "Beco", "Caminho", "Largo", "Praça", "Rua", "Travessa"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Alice", "Ana", "Bárbara", "Beatriz", "Bruna", "Carla", "Carolina", "Catarina", "Clara", "Constança", "Daniela",
    "Diana", "Eva", "Francisca", "Gabriela", "Inês", "Íris", "Joana", "Júlia", "Lara", "Leonor", "Luana",
    "Madalena", "Mafalda", "Margarida", "Maria", "Mariana", "Marta", "Matilde", "Rita", "Rosa", "Sara", "Sofia",
    "Vitória",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Afonso", "Alexandre", "André", "António", "Bernardo", "Bruno", "Carlos", "Daniel", "David", "Diogo", "Duarte",
    "Eduardo", "Fernando", "Francisco", "Gonçalo", "Guilherme", "Gustavo", "Henrique", "Hugo", "João", "Joaquim",
    "Jorge", "José", "Leandro", "Lourenço", "Lucas", "Luís", "Manuel", "Martim", "Mateus", "Miguel", "Nuno",
    "Paulo", "Pedro", "Rafael", "Ricardo", "Rodrigo", "Rui", "Salvador", "Santiago", "Simão", "Tiago", "Tomás",
    "Vasco", "Vicente",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Abreu", "Almeida", "Alves", "Amaral", "Azevedo", "Baptista", "Barbosa", "Branco", "Brito", "Campos", "Cardoso",
    "Carneiro", "Carvalho", "Castro", "Coelho", "Correia", "Costa", "Cruz", "Cunha", "Esteves", "Faria",
    "Fernandes", "Ferreira", "Figueiredo", "Fonseca", "Freitas", "Garcia", "Gaspar", "Gomes", "Gonçalves",
    "Guerreiro", "Henriques", "Jesus", "Leal", "Leite", "Lopes", "Lourenço", "Macedo", "Machado", "Maia", "Marques",
    "Martins", "Matias", "Matos", "Mendes", "Miranda", "Monteiro", "Morais", "Moreira", "Mota", "Moura",
    "Nascimento", "Neto", "Neves", "Nogueira", "Nunes", "Oliveira", "Pacheco", "Paiva", "Pereira", "Pinheiro",
    "Pinho", "Pinto", "Pires", "Ramos", "Reis", "Ribeiro", "Rocha", "Rodrigues", "Sá", "Santos", "Silva", "Simões",
    "Soares", "Sousa", "Tavares", "Teixeira", "Torres", "Valente", "Vaz", "Vicente", "Vieira",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "2########", "91#######", "92#######", "93#######", "96#######", "+351 91#######",
];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+3512########", "+35191#######", "+35196#######"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["2## ### ###", "91# ### ###", "96# ### ###"];

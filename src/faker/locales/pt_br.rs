//! Words and formats of the locale `pt_BR`.

use fake::locales::{Data, PT_BR};

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
                    ("generic", List(PT_BR::NAME_FIRST_NAME)),
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
    "amarelo", "azul", "azul celeste", "bege", "branco", "bronze", "ciano", "cinza", "dourado", "laranja",
    "lavanda", "lilás", "magenta", "marrom", "ocre", "prata", "preto", "rosa", "roxo", "turquesa", "verde",
    "vermelho", "vinho", "violeta",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["S.A.", "LTDA", "e Associados", "Comércio", "EIRELI"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}}-{{person.last_name.generic}}",
    "{{person.last_name.generic}}, {{person.last_name.generic}} e {{person.last_name.generic}}",
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

const DATE_WEEKDAY_ABBR: &[&str] = &["dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."];

const DATE_WEEKDAY_WIDE: &[&str] = &["Domingo", "Segunda", "Terça", "Quarta", "Quinta", "Sexta", "Sábado"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "br", "com", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["bol.com.br", "gmail.com", "hotmail.com", "live.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#####", "####", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aracaju", "Belém", "Belo Horizonte", "Blumenau", "Boa Vista", "Brasília", "Campina Grande", "Campinas",
    "Campo Grande", "Caxias do Sul", "Cuiabá", "Curitiba", "Feira de Santana", "Florianópolis", "Fortaleza",
    "Foz do Iguaçu", "Goiânia", "Guarulhos", "João Pessoa", "Joinville", "Juiz de Fora", "Londrina", "Macapá",
    "Maceió", "Manaus", "Maringá", "Natal", "Niterói", "Olinda", "Osasco", "Palmas", "Pelotas", "Petrópolis",
    "Porto Alegre", "Porto Velho", "Recife", "Ribeirão Preto", "Rio Branco", "Rio de Janeiro", "Salvador",
    "Santo André", "Santos", "São Bernardo do Campo", "São José dos Campos", "São Luís", "São Paulo", "Sorocaba",
    "Teresina", "Uberlândia", "Vitória",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Emirados Árabes Unidos", "Afeganistão", "Antígua e Barbuda", "Anguila", "Albânia", "Armênia",
    "Angola", "Antártida", "Argentina", "Samoa Americana", "Áustria", "Austrália", "Aruba", "Ilhas Aland",
    "Azerbaijão", "Bósnia e Herzegovina", "Barbados", "Bangladesh", "Bélgica", "Burquina Faso", "Bulgária",
    "Barein", "Burundi", "Benin", "São Bartolomeu", "Bermudas", "Brunei", "Bolívia", "Países Baixos Caribenhos",
    "Brasil", "Bahamas", "Butão", "Ilha Bouvet", "Botsuana", "Bielorrússia", "Belize", "Canadá", "Ilhas Cocos",
    "Congo - Kinshasa", "República Centro-Africana", "República do Congo", "Suíça", "Costa do Marfim", "Ilhas Cook",
    "Chile", "Camarões", "China", "Colômbia", "Costa Rica", "Cuba", "Cabo Verde", "Curaçao", "Ilha Christmas",
    "Chipre", "Tchéquia", "Alemanha", "Djibuti", "Dinamarca", "Dominica", "República Dominicana", "Argélia",
    "Equador", "Estônia", "Egito", "Saara Ocidental", "Eritreia", "Espanha", "Etiópia", "Finlândia", "Fiji",
    "Ilhas Malvinas", "Micronésia", "Ilhas Faroé", "França", "Gabão", "Reino Unido", "Granada", "Geórgia",
    "Guiana Francesa", "Guernsey", "Gana", "Gibraltar", "Groenlândia", "Gâmbia", "Guiné", "Guadalupe",
    "Guiné Equatorial", "Grécia", "Ilhas Geórgia do Sul e Sandwich do Sul", "Guatemala", "Guam", "Guiné-Bissau",
    "Guiana", "Hong Kong, RAE da China", "Ilhas Heard e McDonald", "Honduras", "Croácia", "Haiti", "Hungria",
    "Indonésia", "Irlanda", "Israel", "Ilha de Man", "Índia", "Território Britânico do Oceano Índico", "Iraque",
    "Irã", "Islândia", "Itália", "Jersey", "Jamaica", "Jordânia", "Japão", "Quênia", "Quirguistão", "Camboja",
    "Quiribati", "Comores", "São Cristóvão e Névis", "Coreia do Norte", "Coreia do Sul", "Kuwait", "Ilhas Cayman",
    "Cazaquistão", "Laos", "Líbano", "Santa Lúcia", "Liechtenstein", "Sri Lanka", "Libéria", "Lesoto", "Lituânia",
    "Luxemburgo", "Letônia", "Líbia", "Marrocos", "Mônaco", "Moldávia", "Montenegro", "São Martinho", "Madagascar",
    "Ilhas Marshall", "Macedônia do Norte", "Mali", "Mianmar", "Mongólia", "Macau, RAE da China",
    "Ilhas Marianas do Norte", "Martinica", "Mauritânia", "Montserrat", "Malta", "Maurício", "Maldivas", "Malaui",
    "México", "Malásia", "Moçambique", "Namíbia", "Nova Caledônia", "Níger", "Ilha Norfolk", "Nigéria", "Nicarágua",
    "Países Baixos", "Noruega", "Nepal", "Nauru", "Niue", "Nova Zelândia", "Omã", "Panamá", "Peru",
    "Polinésia Francesa", "Papua-Nova Guiné", "Filipinas", "Paquistão", "Polônia", "São Pedro e Miquelão",
    "Ilhas Pitcairn", "Porto Rico", "Territórios palestinos", "Portugal", "Palau", "Paraguai", "Catar", "Reunião",
    "Romênia", "Sérvia", "Rússia", "Ruanda", "Arábia Saudita", "Ilhas Salomão", "Seicheles", "Sudão", "Suécia",
    "Singapura", "Santa Helena", "Eslovênia", "Svalbard e Jan Mayen", "Eslováquia", "Serra Leoa", "San Marino",
    "Senegal", "Somália", "Suriname", "Sudão do Sul", "São Tomé e Príncipe", "El Salvador", "Sint Maarten", "Síria",
    "Essuatíni", "Ilhas Turcas e Caicos", "Chade", "Territórios Franceses do Sul", "Togo", "Tailândia",
    "Tadjiquistão", "Tokelau", "Timor-Leste", "Turcomenistão", "Tunísia", "Tonga", "Turquia", "Trinidad e Tobago",
    "Tuvalu", "Taiwan", "Tanzânia", "Ucrânia", "Uganda", "Ilhas Menores Distantes dos EUA", "Estados Unidos",
    "Uruguai", "Uzbequistão", "Cidade do Vaticano", "São Vicente e Granadinas", "Venezuela",
    "Ilhas Virgens Britânicas", "Ilhas Virgens Americanas", "Vietnã", "Vanuatu", "Wallis e Futuna", "Samoa",
    "Iêmen", "Mayotte", "África do Sul", "Zâmbia", "Zimbábue",
];

const LOCATION_POSTCODE: &[&str] = &["#####-###"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Apto. ###", "Sobrado ##", "Casa #", "Lote ##", "Quadra ##"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Acre", "Alagoas", "Amapá", "Amazonas", "Bahia", "Ceará", "Distrito Federal", "Espírito Santo", "Goiás",
    "Maranhão", "Mato Grosso", "Mato Grosso do Sul", "Minas Gerais", "Pará", "Paraíba", "Paraná", "Pernambuco",
    "Piauí", "Rio de Janeiro", "Rio Grande do Norte", "Rio Grande do Sul", "Rondônia", "Roraima", "Santa Catarina",
    "São Paulo", "Sergipe", "Tocantins",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR", "PE", "PI",
    "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO",
];

#[rustfmt::skip]
const LOCATION_STREET_PATTERN: &[&str] = &[
    "{{person.first_name.generic}} {{location.street_suffix}}",
    "{{person.last_name.generic}} {{location.street_suffix}}",
];

const LOCATION_STREET_SUFFIX: &[&str] = &["Alameda", "Avenida", "Marginal", "Rodovia", "Rua", "Travessa"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Alessandra", "Alice", "Aline", "Ana Clara", "Ana Júlia", "Antonella", "Beatriz", "Bruna", "Carla", "Cecília",
    "Clara", "Daniela", "Eduarda", "Elisa", "Fabrícia", "Felícia", "Giovanna", "Helena", "Heloísa", "Isabel",
    "Isabela", "Isadora", "Isis", "Janaína", "Júlia", "Karla", "Lara", "Larissa", "Laura", "Lavínia", "Letícia",
    "Liz", "Lívia", "Lorena", "Luiza", "Manuela", "Márcia", "Maria", "Maria Clara", "Mariana", "Marina", "Mércia",
    "Morgana", "Natália", "Norma", "Paula", "Rafaela", "Rebeca", "Roberta", "Sara", "Sarah", "Silvia", "Sophia",
    "Suélen", "Talita", "Valentina", "Vitória", "Yasmin",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Alexandre", "Anthony", "Antônio", "Arthur", "Benício", "Benjamin", "Bernardo", "Breno", "Bryan", "Caio",
    "Calebe", "Carlos", "César", "Daniel", "Danilo", "Davi", "Deneval", "Eduardo", "Elísio", "Enzo", "Fabiano",
    "Fábio", "Felipe", "Félix", "Frederico", "Gabriel", "Guilherme", "Gustavo", "Gúbio", "Heitor", "Hélio",
    "Henrique", "Hugo", "Isaac", "João", "João Lucas", "João Miguel", "João Pedro", "Joaquim", "Júlio", "Kléber",
    "Leonardo", "Lorenzo", "Lucas", "Lucca", "Marcelo", "Marcos", "Matheus", "Miguel", "Murilo", "Nataniel",
    "Nicolas", "Noah", "Pablo", "Paulo", "Pedro", "Pietro", "Rafael", "Raul", "Ricardo", "Roberto", "Salvador",
    "Samuel", "Silas", "Théo", "Vicente", "Víctor", "Vitor", "Yago", "Yuri",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Albuquerque", "Almeida", "Alves", "Barbosa", "Barros", "Batista", "Braga", "Carneiro", "Carvalho", "Costa",
    "Costela", "Cruz", "Dias", "Duarte", "Fernandes", "Ferreira", "Franco", "Freitas", "Gomes", "Gonçalves", "Lima",
    "Lopes", "Machado", "Macedo", "Marques", "Martins", "Medeiros", "Melo", "Mendes", "Moraes", "Moreira",
    "Nogueira", "Oliveira", "Pereira", "Ramos", "Reis", "Ribeiro", "Rocha", "Rodrigues", "Santos", "Saraiva",
    "Silva", "Soares", "Souza", "Teixeira", "Vieira", "Xavier",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Sra.", "Srta.", "Dra."];

const PERSON_PREFIX_MALE: &[&str] = &["Sr.", "Dr."];

const PERSON_SEX: &[&str] = &["Feminino", "Masculino"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["(##) ####-####", "(##) 9####-####", "+55 (##) ####-####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+55##########", "+55##9########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["(##) ####-####", "(##) 9####-####"];

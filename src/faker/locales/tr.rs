//! Words and formats of the locale `tr`.

use fake::locales::{Data, TR_TR};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    ("company", &[("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE))]),
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
                    ("generic", List(TR_TR::NAME_FIRST_NAME)),
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
    "altın", "bej", "beyaz", "bordo", "eflatun", "gri", "gümüş", "kahverengi", "kırmızı", "krem", "lacivert",
    "mavi", "mor", "pembe", "sarı", "siyah", "turkuaz", "turuncu", "yeşil", "zeytin",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["A.Ş.", "Ltd. Şti.", "ve Oğulları"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "com.tr", "gov.tr", "info", "name"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#", "##a", "##b", "##c"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Adana", "Adıyaman", "Afyonkarahisar", "Ağrı", "Aksaray", "Amasya", "Ankara", "Antalya", "Artvin", "Aydın",
    "Balıkesir", "Batman", "Bolu", "Burdur", "Bursa", "Çanakkale", "Çorum", "Denizli", "Diyarbakır", "Düzce",
    "Edirne", "Elazığ", "Erzincan", "Erzurum", "Eskişehir", "Gaziantep", "Giresun", "Hatay", "Isparta", "İstanbul",
    "İzmir", "Kahramanmaraş", "Karabük", "Kars", "Kastamonu", "Kayseri", "Kırıkkale", "Kırşehir", "Kocaeli",
    "Konya", "Kütahya", "Malatya", "Manisa", "Mardin", "Mersin", "Muğla", "Muş", "Nevşehir", "Niğde", "Ordu",
    "Osmaniye", "Rize", "Sakarya", "Samsun", "Siirt", "Sinop", "Sivas", "Şanlıurfa", "Tekirdağ", "Tokat", "Trabzon",
    "Tunceli", "Uşak", "Van", "Yalova", "Yozgat", "Zonguldak",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Birleşik Arap Emirlikleri", "Afganistan", "Antigua ve Barbuda", "Anguilla", "Arnavutluk",
    "Ermenistan", "Angola", "Antarktika", "Arjantin", "Amerikan Samoası", "Avusturya", "Avustralya", "Aruba",
    "Åland Adaları", "Azerbaycan", "Bosna-Hersek", "Barbados", "Bangladeş", "Belçika", "Burkina Faso",
    "Bulgaristan", "Bahreyn", "Burundi", "Benin", "Saint Barthelemy", "Bermuda", "Brunei", "Bolivya",
    "Karayip Hollandası", "Brezilya", "Bahamalar", "Butan", "Bouvet Adası", "Botsvana", "Belarus", "Belize",
    "Kanada", "Cocos Adaları", "Kongo - Kinşasa", "Orta Afrika Cumhuriyeti", "Kongo - Brazavil", "İsviçre",
    "Côte d’Ivoire", "Cook Adaları", "Şili", "Kamerun", "Çin", "Kolombiya", "Kosta Rika", "Küba", "Cabo Verde",
    "Curaçao", "Christmas Adası", "Kıbrıs", "Çekya", "Almanya", "Cibuti", "Danimarka", "Dominika",
    "Dominik Cumhuriyeti", "Cezayir", "Ekvador", "Estonya", "Mısır", "Batı Sahra", "Eritre", "İspanya", "Etiyopya",
    "Finlandiya", "Fiji", "Falkland Adaları", "Mikronezya", "Faroe Adaları", "Fransa", "Gabon", "Birleşik Krallık",
    "Grenada", "Gürcistan", "Fransız Guyanası", "Guernsey", "Gana", "Cebelitarık", "Grönland", "Gambiya", "Gine",
    "Guadeloupe", "Ekvator Ginesi", "Yunanistan", "Güney Georgia ve Güney Sandwich Adaları", "Guatemala", "Guam",
    "Gine-Bissau", "Guyana", "Çin Hong Kong ÖİB", "Heard Adası ve McDonald Adaları", "Honduras", "Hırvatistan",
    "Haiti", "Macaristan", "Endonezya", "İrlanda", "İsrail", "Man Adası", "Hindistan",
    "Britanya Hint Okyanusu Toprakları", "Irak", "İran", "İzlanda", "İtalya", "Jersey", "Jamaika", "Ürdün",
    "Japonya", "Kenya", "Kırgızistan", "Kamboçya", "Kiribati", "Komorlar", "Saint Kitts ve Nevis", "Kuzey Kore",
    "Güney Kore", "Kuveyt", "Cayman Adaları", "Kazakistan", "Laos", "Lübnan", "Saint Lucia", "Liechtenstein",
    "Sri Lanka", "Liberya", "Lesotho", "Litvanya", "Lüksemburg", "Letonya", "Libya", "Fas", "Monako", "Moldova",
    "Karadağ", "Saint Martin", "Madagaskar", "Marshall Adaları", "Kuzey Makedonya", "Mali", "Myanmar", "Moğolistan",
    "Çin Makao ÖİB", "Kuzey Mariana Adaları", "Martinik", "Moritanya", "Montserrat", "Malta", "Mauritius",
    "Maldivler", "Malavi", "Meksika", "Malezya", "Mozambik", "Namibya", "Yeni Kaledonya", "Nijer", "Norfolk Adası",
    "Nijerya", "Nikaragua", "Hollanda", "Norveç", "Nepal", "Nauru", "Niue", "Yeni Zelanda", "Umman", "Panama",
    "Peru", "Fransız Polinezyası", "Papua Yeni Gine", "Filipinler", "Pakistan", "Polonya",
    "Saint Pierre ve Miquelon", "Pitcairn Adaları", "Porto Riko", "Filistin Bölgeleri", "Portekiz", "Palau",
    "Paraguay", "Katar", "Reunion", "Romanya", "Sırbistan", "Rusya", "Ruanda", "Suudi Arabistan", "Solomon Adaları",
    "Seyşeller", "Sudan", "İsveç", "Singapur", "Saint Helena", "Slovenya", "Svalbard ve Jan Mayen", "Slovakya",
    "Sierra Leone", "San Marino", "Senegal", "Somali", "Surinam", "Güney Sudan", "Sao Tome ve Principe",
    "El Salvador", "Sint Maarten", "Suriye", "Esvatini", "Turks ve Caicos Adaları", "Çad",
    "Fransız Güney Toprakları", "Togo", "Tayland", "Tacikistan", "Tokelau", "Timor-Leste", "Türkmenistan", "Tunus",
    "Tonga", "Türkiye", "Trinidad ve Tobago", "Tuvalu", "Tayvan", "Tanzanya", "Ukrayna", "Uganda",
    "ABD Küçük Harici Adaları", "Amerika Birleşik Devletleri", "Uruguay", "Özbekistan", "Vatikan",
    "Saint Vincent ve Grenadinler", "Venezuela", "Britanya Virjin Adaları", "ABD Virjin Adaları", "Vietnam",
    "Vanuatu", "Wallis ve Futuna", "Samoa", "Yemen", "Mayotte", "Güney Afrika", "Zambiya", "Zimbabve",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Afyon Kaya Sokak", "Atatürk Bulvarı", "Bahçe Sokak", "Barış Sokak", "Cumhuriyet Caddesi", "Dar Sokak",
    "Fatih Sokak", "Gül Sokak", "Güllük Sokak", "İbn-i Sina Sokak", "İsmet Paşa Caddesi", "Kerem Sokak",
    "Lütfi Karadirek Caddesi", "Menekşe Sokak", "Mevlana Sokak", "Namık Kemal Caddesi", "Okul Sokak",
    "Sarıkaya Caddesi", "Tevfik Fikret Caddesi", "Yunus Emre Sokak", "Zafer Caddesi",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Aleyna", "Aslı", "Ayla", "Aylin", "Ayşe", "Azra", "Begüm", "Belgin", "Büşra", "Buse", "Cansu", "Ceren",
    "Damla", "Deniz", "Derya", "Dilek", "Ebru", "Ece", "Ela", "Elif", "Emel", "Emine", "Esra", "Fatma", "Gamze",
    "Gizem", "Gül", "Hatice", "Hülya", "İrem", "Kübra", "Leyla", "Melek", "Melisa", "Merve", "Nazlı", "Nehir",
    "Nil", "Özge", "Pınar", "Seda", "Selin", "Sevgi", "Sibel", "Tuğba", "Yasemin", "Zehra", "Zeynep",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Abdullah", "Adem", "Ahmet", "Ali", "Arda", "Aslan", "Baran", "Barış", "Berk", "Burak", "Can", "Cem", "Cemal",
    "Deniz", "Efe", "Emir", "Emre", "Enes", "Engin", "Eren", "Erkan", "Ersin", "Fatih", "Ferhat", "Furkan",
    "Gökhan", "Hakan", "Halil", "Hasan", "Hüseyin", "İbrahim", "İsmail", "Kaan", "Kadir", "Kemal", "Kerem",
    "Levent", "Mehmet", "Mert", "Metin", "Murat", "Mustafa", "Okan", "Onur", "Orhan", "Osman", "Ömer", "Özgür",
    "Ramazan", "Selim", "Serkan", "Sinan", "Tolga", "Tuncay", "Umut", "Yasin", "Yiğit", "Yusuf",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Acar", "Akgül", "Aksoy", "Aktaş", "Aslan", "Avcı", "Aydın", "Bozkurt", "Bulut", "Can", "Çakır", "Çelik",
    "Çetin", "Coşkun", "Demir", "Demirci", "Doğan", "Erdoğan", "Ergün", "Güler", "Güneş", "Işık", "Kaplan", "Kara",
    "Karaca", "Kaya", "Keskin", "Kılıç", "Koç", "Korkmaz", "Kurt", "Öz", "Özcan", "Özdemir", "Özer", "Özkan",
    "Öztürk", "Polat", "Sarı", "Şahin", "Şen", "Şimşek", "Taş", "Tekin", "Tunç", "Turan", "Türk", "Uçar", "Ünal",
    "Yavuz", "Yıldırım", "Yıldız", "Yılmaz", "Yüksel",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PERSON_PREFIX_FEMALE: &[&str] = &["Bayan", "Dr.", "Prof. Dr."];

const PERSON_PREFIX_GENERIC: &[&str] = &["Bay", "Bayan", "Dr.", "Prof. Dr."];

const PERSON_PREFIX_MALE: &[&str] = &["Bay", "Dr.", "Prof. Dr."];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["+90-###-###-##-##", "+90-###-###-#-###"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+90##########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["(0###) ### ## ##"];

//! Words and formats of the locale `fr`.

use fake::locales::{Data, FR_FR};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("animal", &[("type", List(ANIMAL_TYPE))]),
    ("color", &[("human", List(COLOR_HUMAN))]),
    (
        "commerce",
        &[
            ("department", List(COMMERCE_DEPARTMENT)),
            (
                "product_name",
                Group(&[
                    ("adjective", List(COMMERCE_PRODUCT_NAME_ADJECTIVE)),
                    ("material", List(COMMERCE_PRODUCT_NAME_MATERIAL)),
                    ("product", List(COMMERCE_PRODUCT_NAME_PRODUCT)),
                ]),
            ),
        ],
    ),
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
    ("finance", &[("account_type", List(FINANCE_ACCOUNT_TYPE)), ("transaction_type", List(FINANCE_TRANSACTION_TYPE))]),
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX)), ("free_email", List(INTERNET_FREE_EMAIL))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("continent", List(LOCATION_CONTINENT)),
            ("country", List(LOCATION_COUNTRY)),
            (
                "direction",
                Group(&[
                    ("cardinal", List(LOCATION_DIRECTION_CARDINAL)),
                    ("cardinal_abbr", List(LOCATION_DIRECTION_CARDINAL_ABBR)),
                    ("ordinal", List(LOCATION_DIRECTION_ORDINAL)),
                    ("ordinal_abbr", List(LOCATION_DIRECTION_ORDINAL_ABBR)),
                ]),
            ),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.buildingNumber}} {{location.street}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.buildingNumber}} {{location.street}}")),
                ]),
            ),
            ("street_pattern", List(LOCATION_STREET_PATTERN)),
            ("street_prefix", List(LOCATION_STREET_PREFIX)),
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
                    ("generic", List(FR_FR::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("gender", List(PERSON_GENDER)),
            ("job_area", List(PERSON_JOB_AREA)),
            ("job_descriptor", List(PERSON_JOB_DESCRIPTOR)),
            ("job_title_pattern", List(PERSON_JOB_TITLE_PATTERN)),
            ("job_type", List(PERSON_JOB_TYPE)),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("middle_name", Group(&[("generic", List(PERSON_MIDDLE_NAME_GENERIC))])),
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
            ("western_zodiac_sign", List(PERSON_WESTERN_ZODIAC_SIGN)),
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
    ("vehicle", &[("fuel", List(VEHICLE_FUEL)), ("type", List(VEHICLE_TYPE))]),
];

#[rustfmt::skip]
const ANIMAL_TYPE: &[&str] = &[
    "abeille", "chat", "cheval", "chien", "cochon", "crocodile", "dauphin", "éléphant", "girafe", "grenouille",
    "hibou", "lapin", "lion", "loup", "mouton", "oiseau", "ours", "panda", "papillon", "poisson", "poule", "renard",
    "serpent", "singe", "souris", "tigre", "tortue", "vache", "zèbre",
];

#[rustfmt::skip]
const COLOR_HUMAN: &[&str] = &[
    "argent", "azur", "beige", "blanc", "bleu", "bordeaux", "brun", "citron vert", "corail", "cyan", "gris",
    "indigo", "ivoire", "jaune", "kaki", "lavande", "magenta", "marron", "noir", "olive", "or", "orange",
    "orchidée", "pourpre", "prune", "rose", "rouge", "saumon", "turquoise", "vert", "violet",
];

#[rustfmt::skip]
const COMMERCE_DEPARTMENT: &[&str] = &[
    "Automobile", "Beauté", "Bijoux", "Bricolage", "Chaussures", "Électronique", "Enfants", "Épicerie", "Films",
    "Industrie", "Informatique", "Jardin", "Jeux", "Jouets", "Livres", "Maison", "Musique", "Plein air", "Santé",
    "Sports", "Vêtements",
];

#[rustfmt::skip]
const COMMERCE_PRODUCT_NAME_ADJECTIVE: &[&str] = &[
    "Artisanal", "Élégant", "Ergonomique", "Fantastique", "Frais", "Génial", "Générique", "Incroyable",
    "Intelligent", "Magnifique", "Moderne", "Pratique", "Raffiné", "Recyclé", "Rustique", "Savoureux",
];

#[rustfmt::skip]
const COMMERCE_PRODUCT_NAME_MATERIAL: &[&str] = &[
    "Acier", "Bois", "Béton", "Bronze", "Caoutchouc", "Céramique", "Coton", "Granit", "Métal", "Plastique", "Soie",
];

#[rustfmt::skip]
const COMMERCE_PRODUCT_NAME_PRODUCT: &[&str] = &[
    "Ballon", "Bureau", "Chaise", "Chapeau", "Chaussures", "Chemise", "Clavier", "Fromage", "Gants", "Lampe",
    "Ordinateur", "Pantalon", "Pizza", "Poisson", "Poulet", "Salade", "Savon", "Serviette", "Souris", "Table",
    "Vélo", "Voiture",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["EI", "EURL", "SA", "SARL", "SAS", "SCOP", "SEM", "SNC"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}} et {{person.last_name.generic}}",
];

#[rustfmt::skip]
const DATE_MONTH_ABBR: &[&str] = &[
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre", "Novembre",
    "Décembre",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."];

const DATE_WEEKDAY_WIDE: &[&str] = &["Dimanche", "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi"];

#[rustfmt::skip]
const FINANCE_ACCOUNT_TYPE: &[&str] = &[
    "Courant", "Crédit", "Épargne", "Investissement", "Prêt auto", "Prêt immobilier", "Prêt personnel",
];

const FINANCE_TRANSACTION_TYPE: &[&str] = &["dépôt", "facture", "paiement", "retrait"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "eu", "fr", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.fr", "yahoo.fr"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["####", "###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aix-en-Provence", "Amiens", "Angers", "Antibes", "Argenteuil", "Avignon", "Besançon", "Béziers", "Bordeaux",
    "Boulogne-Billancourt", "Bourges", "Brest", "Caen", "Calais", "Cannes", "Clermont-Ferrand", "Colmar", "Créteil",
    "Dijon", "Dunkerque", "Grenoble", "La Rochelle", "Le Havre", "Le Mans", "Lille", "Limoges", "Lyon", "Marseille",
    "Metz", "Montpellier", "Montreuil", "Mulhouse", "Nancy", "Nanterre", "Nantes", "Nice", "Nîmes", "Orléans",
    "Paris", "Pau", "Perpignan", "Poitiers", "Quimper", "Reims", "Rennes", "Roubaix", "Rouen", "Rueil-Malmaison",
    "Saint-Denis", "Saint-Étienne", "Strasbourg", "Toulon", "Toulouse", "Tourcoing", "Tours", "Troyes", "Valence",
    "Versailles", "Villeurbanne", "Vitry-sur-Seine",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_CONTINENT: &[&str] = &[
    "Afrique", "Amérique du Nord", "Amérique du Sud", "Antarctique", "Asie", "Europe", "Océanie",
];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorre", "Émirats arabes unis", "Afghanistan", "Antigua-et-Barbuda", "Anguilla", "Albanie", "Arménie",
    "Angola", "Antarctique", "Argentine", "Samoa américaines", "Autriche", "Australie", "Aruba", "Îles Åland",
    "Azerbaïdjan", "Bosnie-Herzégovine", "Barbade", "Bangladesh", "Belgique", "Burkina Faso", "Bulgarie", "Bahreïn",
    "Burundi", "Bénin", "Saint-Barthélemy", "Bermudes", "Brunei", "Bolivie", "Pays-Bas caribéens", "Brésil",
    "Bahamas", "Bhoutan", "Île Bouvet", "Botswana", "Biélorussie", "Belize", "Canada", "Îles Cocos",
    "Congo-Kinshasa", "République centrafricaine", "Congo-Brazzaville", "Suisse", "Côte d’Ivoire", "Îles Cook",
    "Chili", "Cameroun", "Chine", "Colombie", "Costa Rica", "Cuba", "Cap-Vert", "Curaçao", "Île Christmas",
    "Chypre", "Tchéquie", "Allemagne", "Djibouti", "Danemark", "Dominique", "République dominicaine", "Algérie",
    "Équateur", "Estonie", "Égypte", "Sahara occidental", "Érythrée", "Espagne", "Éthiopie", "Finlande", "Fidji",
    "Îles Malouines", "Micronésie", "Îles Féroé", "France", "Gabon", "Royaume-Uni", "Grenade", "Géorgie",
    "Guyane française", "Guernesey", "Ghana", "Gibraltar", "Groenland", "Gambie", "Guinée", "Guadeloupe",
    "Guinée équatoriale", "Grèce", "Géorgie du Sud-et-les Îles Sandwich du Sud", "Guatemala", "Guam",
    "Guinée-Bissau", "Guyana", "R.A.S. chinoise de Hong Kong", "Îles Heard-et-MacDonald", "Honduras", "Croatie",
    "Haïti", "Hongrie", "Indonésie", "Irlande", "Israël", "Île de Man", "Inde",
    "Territoire britannique de l’océan Indien", "Irak", "Iran", "Islande", "Italie", "Jersey", "Jamaïque",
    "Jordanie", "Japon", "Kenya", "Kirghizstan", "Cambodge", "Kiribati", "Comores", "Saint-Christophe-et-Niévès",
    "Corée du Nord", "Corée du Sud", "Koweït", "Îles Caïmans", "Kazakhstan", "Laos", "Liban", "Sainte-Lucie",
    "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Lituanie", "Luxembourg", "Lettonie", "Libye", "Maroc",
    "Monaco", "Moldavie", "Monténégro", "Saint-Martin", "Madagascar", "Îles Marshall", "Macédoine du Nord", "Mali",
    "Myanmar", "Mongolie", "R.A.S. chinoise de Macao", "Îles Mariannes du Nord", "Martinique", "Mauritanie",
    "Montserrat", "Malte", "Maurice", "Maldives", "Malawi", "Mexique", "Malaisie", "Mozambique", "Namibie",
    "Nouvelle-Calédonie", "Niger", "Île Norfolk", "Nigeria", "Nicaragua", "Pays-Bas", "Norvège", "Népal", "Nauru",
    "Niue", "Nouvelle-Zélande", "Oman", "Panama", "Pérou", "Polynésie française", "Papouasie-Nouvelle-Guinée",
    "Philippines", "Pakistan", "Pologne", "Saint-Pierre-et-Miquelon", "Îles Pitcairn", "Porto Rico",
    "Territoires palestiniens", "Portugal", "Palaos", "Paraguay", "Qatar", "La Réunion", "Roumanie", "Serbie",
    "Russie", "Rwanda", "Arabie saoudite", "Îles Salomon", "Seychelles", "Soudan", "Suède", "Singapour",
    "Sainte-Hélène", "Slovénie", "Svalbard et Jan Mayen", "Slovaquie", "Sierra Leone", "Saint-Marin", "Sénégal",
    "Somalie", "Suriname", "Soudan du Sud", "Sao Tomé-et-Principe", "Salvador", "Saint-Martin", "Syrie", "Eswatini",
    "Îles Turques-et-Caïques", "Tchad", "Terres australes françaises", "Togo", "Thaïlande", "Tadjikistan",
    "Tokelau", "Timor oriental", "Turkménistan", "Tunisie", "Tonga", "Turquie", "Trinité-et-Tobago", "Tuvalu",
    "Taïwan", "Tanzanie", "Ukraine", "Ouganda", "Îles mineures éloignées des États-Unis", "États-Unis", "Uruguay",
    "Ouzbékistan", "État de la Cité du Vatican", "Saint-Vincent-et-les Grenadines", "Venezuela",
    "Îles Vierges britanniques", "Îles Vierges des États-Unis", "Viêt Nam", "Vanuatu", "Wallis-et-Futuna", "Samoa",
    "Yémen", "Mayotte", "Afrique du Sud", "Zambie", "Zimbabwe",
];

const LOCATION_DIRECTION_CARDINAL: &[&str] = &["Nord", "Est", "Sud", "Ouest"];

const LOCATION_DIRECTION_CARDINAL_ABBR: &[&str] = &["N", "E", "S", "O"];

const LOCATION_DIRECTION_ORDINAL: &[&str] = &["Nord-est", "Nord-ouest", "Sud-est", "Sud-ouest"];

const LOCATION_DIRECTION_ORDINAL_ABBR: &[&str] = &["NE", "NO", "SE", "SO"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["Apt. ###", "# étage"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Auvergne-Rhône-Alpes", "Bourgogne-Franche-Comté", "Bretagne", "Centre-Val de Loire", "Corse", "Grand Est",
    "Guadeloupe", "Guyane", "Hauts-de-France", "Île-de-France", "La Réunion", "Martinique", "Mayotte", "Normandie",
    "Nouvelle-Aquitaine", "Occitanie", "Pays de la Loire", "Provence-Alpes-Côte d'Azur",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_prefix}} {{location.street_suffix}}"];

#[rustfmt::skip]
const LOCATION_STREET_PREFIX: &[&str] = &[
    "Avenue", "Allée", "Boulevard", "Cours", "Impasse", "Passage", "Place", "Quai", "Rue", "Voie",
];

#[rustfmt::skip]
const LOCATION_STREET_SUFFIX: &[&str] = &[
    "Bonaparte", "Charlemagne", "de Paris", "de Vaugirard", "de la Paix", "de l'Église", "de Rivoli",
    "des Lombards", "des Rosiers", "du Bac", "du Havre", "Joubert", "Lepic", "Marcadet", "Molière", "Mouffetard",
    "Oberkampf", "Royale", "Saint-Honoré", "Saint-Jacques", "Saint-Séverin", "Victor Hugo",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Adèle", "Agathe", "Agnès", "Alice", "Amandine", "Amélie", "Anaïs", "Anne", "Aurélie", "Béatrice", "Camille",
    "Caroline", "Catherine", "Céline", "Charlotte", "Chloé", "Claire", "Clara", "Clémence", "Delphine", "Élise",
    "Élodie", "Emma", "Estelle", "Eva", "Fanny", "Florence", "Françoise", "Gabrielle", "Hélène", "Inès", "Isabelle",
    "Jade", "Jeanne", "Julie", "Juliette", "Justine", "Laura", "Laure", "Léa", "Louise", "Lucie", "Madeleine",
    "Manon", "Margaux", "Marie", "Marion", "Mathilde", "Monique", "Nathalie", "Nicole", "Océane", "Pauline", "Rose",
    "Sandrine", "Sarah", "Sophie", "Stéphanie", "Sylvie", "Valérie", "Véronique", "Zoé",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adrien", "Alain", "Alexandre", "Alexis", "André", "Antoine", "Arnaud", "Arthur", "Aurélien", "Baptiste",
    "Benjamin", "Benoît", "Bernard", "Bruno", "Cédric", "Charles", "Christophe", "Clément", "Damien", "Daniel",
    "David", "Denis", "Didier", "Émile", "Éric", "Étienne", "Fabien", "Florian", "Franck", "François", "Frédéric",
    "Gabriel", "Gaspard", "Georges", "Gilles", "Guillaume", "Henri", "Hugo", "Jacques", "Jean", "Jérôme", "Jules",
    "Julien", "Laurent", "Léo", "Louis", "Lucas", "Marc", "Mathieu", "Maxime", "Michel", "Nathan", "Nicolas",
    "Olivier", "Pascal", "Patrick", "Paul", "Philippe", "Pierre", "Quentin", "Raphaël", "Rémi", "René", "Robert",
    "Romain", "Sébastien", "Serge", "Simon", "Stéphane", "Théo", "Thierry", "Thomas", "Vincent", "Xavier", "Yves",
];

#[rustfmt::skip]
const PERSON_GENDER: &[&str] = &[
    "Agenre", "Androgyne", "Bigenre", "Femme", "Genre fluide", "Homme", "Intersexe", "Non-binaire", "Pangenre",
    "Transgenre",
];

#[rustfmt::skip]
const PERSON_JOB_AREA: &[&str] = &[
    "communication", "comptabilité", "création", "données", "infrastructure", "innovation", "marketing", "mobilité",
    "opérations", "qualité", "recherche", "sécurité", "stratégie", "web",
];

#[rustfmt::skip]
const PERSON_JOB_DESCRIPTOR: &[&str] = &[
    "adjoint", "central", "client", "direct", "dynamique", "futur", "humain", "interne", "international",
    "national", "principal", "produit", "régional", "senior",
];

const PERSON_JOB_TITLE_PATTERN: &[&str] = &["{{person.jobType}} {{person.jobArea}} {{person.jobDescriptor}}"];

#[rustfmt::skip]
const PERSON_JOB_TYPE: &[&str] = &[
    "administrateur", "agent", "analyste", "architecte", "assistant", "associé", "chef", "consultant",
    "coordinateur", "développeur", "directeur", "ingénieur", "manager", "officier", "planificateur", "producteur",
    "représentant", "superviseur", "technicien",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Adam", "André", "Aubert", "Bailly", "Barbier", "Baron", "Benoit", "Bernard", "Bertrand", "Blanc", "Blanchard",
    "Bonnet", "Bourgeois", "Boyer", "Brun", "Caron", "Carpentier", "Charles", "Chevalier", "Clément", "Colin",
    "David", "Denis", "Deschamps", "Dubois", "Dufour", "Dumas", "Dumont", "Dupont", "Durand", "Duval", "Fabre",
    "Faure", "Fleury", "Fontaine", "Fournier", "François", "Gaillard", "Garnier", "Gauthier", "Gérard", "Giraud",
    "Girard", "Guérin", "Guillaume", "Henry", "Hubert", "Jacquet", "Joly", "Lacroix", "Laurent", "Le Gall",
    "Leclerc", "Lefebvre", "Lefevre", "Legrand", "Lemaire", "Leroux", "Leroy", "Lucas", "Marchand", "Marie",
    "Martin", "Masson", "Mathieu", "Menard", "Mercier", "Meunier", "Meyer", "Michel", "Moreau", "Morel", "Morin",
    "Moulin", "Muller", "Nicolas", "Noël", "Olivier", "Paul", "Perrin", "Petit", "Picard", "Pierre", "Poirier",
    "Prévost", "Renard", "Renaud", "Rey", "Richard", "Rivière", "Robert", "Robin", "Roche", "Rolland", "Rousseau",
    "Roussel", "Roux", "Roy", "Sanchez", "Schmitt", "Simon", "Thomas", "Vidal", "Vincent",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

#[rustfmt::skip]
const PERSON_MIDDLE_NAME_GENERIC: &[&str] = &[
    "Alix", "Andrea", "Camille", "Charlie", "Claude", "Dominique", "Lou", "Maxence", "Noa", "Sacha", "Swann",
    "Yaël",
];

#[rustfmt::skip]
const PERSON_NAME: &[(&str, f64)] = &[
    ("{{person.prefix}} {{person.firstName}} {{person.lastName}}", 1.0),
    ("{{person.firstName}} {{person.lastName}}", 8.0),
];

const PERSON_PREFIX_FEMALE: &[&str] = &["Docteur", "Dr", "Mlle", "Mme", "Prof"];

const PERSON_PREFIX_GENERIC: &[&str] = &["Docteur", "Dr", "M", "Mme", "Mlle", "Prof"];

const PERSON_PREFIX_MALE: &[&str] = &["Docteur", "Dr", "M", "Prof"];

const PERSON_SEX: &[&str] = &["Femme", "Homme"];

#[rustfmt::skip]
const PERSON_WESTERN_ZODIAC_SIGN: &[&str] = &[
    "Verseau", "Poissons", "Bélier", "Taureau", "Gémeaux", "Cancer", "Lion", "Vierge", "Balance", "Scorpion",
    "Sagittaire", "Capricorne",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "01########", "02########", "03########", "04########", "05########", "06########", "07########",
    "+33 1########", "+33 6########",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &[
    "+331########", "+332########", "+333########", "+334########", "+335########", "+336########", "+337########",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &[
    "01 ## ## ## ##", "02 ## ## ## ##", "03 ## ## ## ##", "04 ## ## ## ##", "05 ## ## ## ##", "06 ## ## ## ##",
    "07 ## ## ## ##",
];

const VEHICLE_FUEL: &[&str] = &["Diesel", "Électrique", "Essence", "Hybride"];

const VEHICLE_TYPE: &[&str] = &["Berline", "Break", "Cabriolet", "Citadine", "Coupé", "Monospace", "Pick-up", "SUV"];

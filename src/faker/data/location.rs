//! Cities, streets, states and countries

use super::countries;
use super::time_zones::TIME_ZONES;
use fake::locales::{Data, EN};

use crate::faker::definitions::Entry::{self, Group, List, Text};
use crate::faker::definitions::Records;

/// `definitions.location`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("building_number", List(BUILDING_NUMBER)),
    ("city_name", List(CITY_NAME)),
    ("city_pattern", List(CITY_PATTERN)),
    ("city_prefix", List(CITY_PREFIX)),
    ("city_suffix", List(CITY_SUFFIX)),
    ("continent", List(CONTINENT)),
    ("country", List(countries::NAMES)),
    ("country_code", Entry::Records(countries::CODES)),
    ("county", List(COUNTY)),
    (
        "direction",
        Group(&[
            ("cardinal", List(DIRECTION_CARDINAL)),
            ("cardinal_abbr", List(DIRECTION_CARDINAL_ABBR)),
            ("ordinal", List(DIRECTION_ORDINAL)),
            ("ordinal_abbr", List(DIRECTION_ORDINAL_ABBR)),
        ]),
    ),
    ("language", Entry::Records(LANGUAGE)),
    ("postcode", List(POSTCODE)),
    ("secondary_address", List(SECONDARY_ADDRESS)),
    ("state", List(EN::ADDRESS_STATE)),
    ("state_abbr", List(EN::ADDRESS_STATE_ABBR)),
    (
        "street_address",
        Group(&[
            ("normal", Text("{{location.buildingNumber}} {{location.street}}")),
            ("full", Text("{{location.buildingNumber}} {{location.street}} {{location.secondaryAddress}}")),
        ]),
    ),
    ("street_name", List(STREET_NAME)),
    ("street_pattern", List(STREET_PATTERN)),
    ("street_suffix", List(EN::ADDRESS_STREET_SUFFIX)),
    ("time_zone", List(TIME_ZONES)),
];

const BUILDING_NUMBER: &[&str] = &["#####", "####", "###"];

#[rustfmt::skip]
const CITY_NAME: &[&str] = &[
    "Abilene", "Akron", "Albany", "Albuquerque", "Alexandria", "Allentown", "Amarillo", "Anaheim", "Anchorage",
    "Ann Arbor", "Arlington", "Arvada", "Athens", "Atlanta", "Augusta", "Aurora", "Austin", "Bakersfield",
    "Baltimore", "Baton Rouge", "Beaumont", "Bellevue", "Berkeley", "Billings", "Birmingham", "Boise", "Boston",
    "Boulder", "Bridgeport", "Brownsville", "Buffalo", "Burbank", "Cambridge", "Cape Coral", "Carrollton", "Cary",
    "Cedar Rapids", "Chandler", "Charleston", "Charlotte", "Chattanooga", "Chesapeake", "Chicago", "Cincinnati",
    "Clarksville", "Clearwater", "Cleveland", "Colorado Springs", "Columbia", "Columbus", "Concord", "Corona",
    "Corpus Christi", "Dallas", "Daly City", "Davenport", "Dayton", "Denton", "Denver", "Des Moines", "Detroit",
    "Downey", "Durham", "El Paso", "Elgin", "Elizabeth", "Erie", "Escondido", "Eugene", "Evansville", "Everett",
    "Fairfield", "Fargo", "Fayetteville", "Fontana", "Fort Collins", "Fort Wayne", "Fort Worth", "Fremont",
    "Fresno", "Frisco", "Fullerton", "Gainesville", "Garland", "Gilbert", "Glendale", "Grand Prairie",
    "Grand Rapids", "Green Bay", "Greensboro", "Hampton", "Hartford", "Hayward", "Henderson", "Hialeah",
    "High Point", "Hollywood", "Honolulu", "Houston", "Huntsville", "Independence", "Indianapolis", "Inglewood",
    "Irvine", "Irving", "Jackson", "Jacksonville", "Jersey City", "Joliet", "Kansas City", "Killeen", "Knoxville",
    "Lafayette", "Lakewood", "Lancaster", "Lansing", "Laredo", "Las Vegas", "Lexington", "Lincoln", "Little Rock",
    "Long Beach", "Los Angeles", "Louisville", "Lowell", "Lubbock", "Macon", "Madison", "Manchester", "McAllen",
    "McKinney", "Memphis", "Mesa", "Mesquite", "Miami", "Midland", "Milwaukee", "Minneapolis", "Mobile", "Modesto",
    "Montgomery", "Murfreesboro", "Naperville", "Nashville", "New Haven", "New Orleans", "New York", "Newark",
    "Norfolk", "Norman", "Oakland", "Oceanside", "Oklahoma City", "Olathe", "Omaha", "Ontario", "Orlando",
    "Overland Park", "Oxnard", "Palmdale", "Pasadena", "Paterson", "Pembroke Pines", "Peoria", "Philadelphia",
    "Phoenix", "Pittsburgh", "Plano", "Pomona", "Portland", "Providence", "Provo", "Pueblo", "Raleigh", "Reno",
    "Richmond", "Riverside", "Rochester", "Rockford", "Roseville", "Sacramento", "Salem", "Salinas",
    "Salt Lake City", "San Antonio", "San Diego", "San Francisco", "San Jose", "Santa Ana", "Santa Clara",
    "Santa Rosa", "Savannah", "Scottsdale", "Seattle", "Shreveport", "Sioux Falls", "Spokane", "Springfield",
    "Stamford", "Sterling Heights", "Stockton", "Sunnyvale", "Surprise", "Syracuse", "Tacoma", "Tallahassee",
    "Tampa", "Tempe", "Thornton", "Toledo", "Topeka", "Torrance", "Tucson", "Tulsa", "Vallejo", "Vancouver",
    "Victorville", "Virginia Beach", "Visalia", "Waco", "Warren", "Washington", "Waterbury", "West Jordan",
    "Wichita", "Wilmington", "Worcester", "Yonkers",
];

#[rustfmt::skip]
const CITY_PATTERN: &[&str] = &[
    "{{location.city_prefix}} {{person.first_name.generic}}{{location.city_suffix}}",
    "{{location.city_prefix}} {{person.first_name.generic}}",
    "{{person.first_name.generic}}{{location.city_suffix}}", "{{person.last_name.generic}}{{location.city_suffix}}",
    "{{location.city_name}}",
];

const CITY_PREFIX: &[&str] = &["North", "East", "West", "South", "New", "Lake", "Port", "Fort"];

#[rustfmt::skip]
const CITY_SUFFIX: &[&str] = &[
    "town", "ton", "land", "ville", "berg", "burgh", "boro", "borough", "bury", "view", "port", "mouth", "stad",
    "stead", "furt", "chester", "cester", "fort", "field", "haven", "side", "shire", "worth",
];

const CONTINENT: &[&str] = &["Africa", "Antarctica", "Asia", "Australia", "Europe", "North America", "South America"];

#[rustfmt::skip]
const COUNTY: &[&str] = &[
    "Adams County", "Allen County", "Baldwin County", "Bedfordshire", "Berkshire", "Calhoun County",
    "Cambridgeshire", "Carroll County", "Cheshire", "Clark County", "Clay County", "Cornwall", "Crawford County",
    "Cumbria", "Derbyshire", "Devon", "Dorset", "Douglas County", "East Sussex", "Essex", "Fayette County",
    "Franklin County", "Gloucestershire", "Grant County", "Greene County", "Hamilton County", "Hampshire",
    "Hancock County", "Hertfordshire", "Jackson County", "Jefferson County", "Johnson County", "Kent",
    "Lake County", "Lancashire", "Lawrence County", "Lee County", "Leicestershire", "Lincoln County",
    "Lincolnshire", "Logan County", "Madison County", "Marion County", "Marshall County", "Monroe County",
    "Montgomery County", "Morgan County", "Norfolk", "Northamptonshire", "Orange County", "Oxfordshire",
    "Perry County", "Pike County", "Polk County", "Pulaski County", "Randolph County", "Scott County",
    "Shelby County", "Shropshire", "Somerset", "Staffordshire", "Suffolk", "Surrey", "Union County",
    "Warren County", "Warwickshire", "Washington County", "Wayne County", "West Sussex", "Wiltshire",
    "Worcestershire",
];

const DIRECTION_CARDINAL: &[&str] = &["North", "East", "South", "West"];

const DIRECTION_CARDINAL_ABBR: &[&str] = &["N", "E", "S", "W"];

const DIRECTION_ORDINAL: &[&str] = &["Northeast", "Northwest", "Southeast", "Southwest"];

const DIRECTION_ORDINAL_ABBR: &[&str] = &["NE", "NW", "SE", "SW"];

#[rustfmt::skip]
const LANGUAGE_ROWS: &[&[&str]] = &[
    &["Afrikaans", "af", "afr"], &["Amharic", "am", "amh"], &["Arabic", "ar", "ara"], &["Armenian", "hy", "hye"],
    &["Azerbaijani", "az", "aze"], &["Basque", "eu", "eus"], &["Belarusian", "be", "bel"],
    &["Bengali", "bn", "ben"], &["Bosnian", "bs", "bos"], &["Bulgarian", "bg", "bul"], &["Burmese", "my", "mya"],
    &["Catalan", "ca", "cat"], &["Chinese", "zh", "zho"], &["Croatian", "hr", "hrv"], &["Czech", "cs", "ces"],
    &["Danish", "da", "dan"], &["Dutch", "nl", "nld"], &["English", "en", "eng"], &["Esperanto", "eo", "epo"],
    &["Estonian", "et", "est"], &["Finnish", "fi", "fin"], &["French", "fr", "fra"], &["Galician", "gl", "glg"],
    &["Georgian", "ka", "kat"], &["German", "de", "deu"], &["Greek", "el", "ell"], &["Gujarati", "gu", "guj"],
    &["Hausa", "ha", "hau"], &["Hebrew", "he", "heb"], &["Hindi", "hi", "hin"], &["Hungarian", "hu", "hun"],
    &["Icelandic", "is", "isl"], &["Igbo", "ig", "ibo"], &["Indonesian", "id", "ind"], &["Irish", "ga", "gle"],
    &["Italian", "it", "ita"], &["Japanese", "ja", "jpn"], &["Javanese", "jv", "jav"], &["Kannada", "kn", "kan"],
    &["Kazakh", "kk", "kaz"], &["Khmer", "km", "khm"], &["Korean", "ko", "kor"], &["Kurdish", "ku", "kur"],
    &["Lao", "lo", "lao"], &["Latvian", "lv", "lav"], &["Lithuanian", "lt", "lit"], &["Luxembourgish", "lb", "ltz"],
    &["Macedonian", "mk", "mkd"], &["Malay", "ms", "msa"], &["Malayalam", "ml", "mal"], &["Maldivian", "dv", "div"],
    &["Maltese", "mt", "mlt"], &["Marathi", "mr", "mar"], &["Mongolian", "mn", "mon"], &["Nepali", "ne", "nep"],
    &["Norwegian", "no", "nor"], &["Pashto", "ps", "pus"], &["Persian", "fa", "fas"], &["Polish", "pl", "pol"],
    &["Portuguese", "pt", "por"], &["Punjabi", "pa", "pan"], &["Romanian", "ro", "ron"], &["Russian", "ru", "rus"],
    &["Serbian", "sr", "srp"], &["Sinhala", "si", "sin"], &["Slovak", "sk", "slk"], &["Slovenian", "sl", "slv"],
    &["Somali", "so", "som"], &["Spanish", "es", "spa"], &["Swahili", "sw", "swa"], &["Swedish", "sv", "swe"],
    &["Tamil", "ta", "tam"], &["Telugu", "te", "tel"], &["Thai", "th", "tha"], &["Turkish", "tr", "tur"],
    &["Ukrainian", "uk", "ukr"], &["Urdu", "ur", "urd"], &["Uzbek", "uz", "uzb"], &["Vietnamese", "vi", "vie"],
    &["Welsh", "cy", "cym"], &["Xhosa", "xh", "xho"], &["Yoruba", "yo", "yor"], &["Zulu", "zu", "zul"],
];

const LANGUAGE: &Records = &Records { fields: &["name", "alpha2", "alpha3"], number: None, rows: LANGUAGE_ROWS };

const POSTCODE: &[&str] = &["#####", "#####-####"];

const SECONDARY_ADDRESS: &[&str] = &["Apt. ###", "Suite ###"];

#[rustfmt::skip]
const STREET_NAME: &[&str] = &[
    "10th Street", "1st Avenue", "2nd Street", "3rd Avenue", "4th Street", "5th Avenue", "6th Street", "7th Avenue",
    "8th Street", "9th Avenue", "Abbey Road", "Albert Road", "Ash Street", "Back Lane", "Baker Street", "Bath Road",
    "Beech Road", "Birch Avenue", "Bridge Street", "Broad Street", "Broadway", "Canal Street", "Castle Street",
    "Cedar Avenue", "Center Street", "Central Avenue", "Chapel Street", "Cherry Street", "Chestnut Street",
    "Church Lane", "Church Street", "Clay Street", "College Avenue", "Court Street", "Cross Street",
    "Division Street", "Dogwood Drive", "Duke Street", "East Street", "Elm Street", "Farm Road", "Forest Avenue",
    "Franklin Street", "Front Street", "George Street", "Grand Avenue", "Grange Road", "Green Lane", "Grove Street",
    "Hawthorn Avenue", "Hickory Street", "High Street", "Highland Avenue", "Hill Street", "Jackson Street",
    "Jefferson Street", "King Street", "Kings Road", "Lake Street", "Laurel Street", "Liberty Street",
    "Lincoln Avenue", "Locust Street", "Main Street", "Manor Road", "Maple Avenue", "Market Street", "Meadow Lane",
    "Mill Lane", "Mill Street", "New Road", "North Street", "Oak Street", "Park Avenue", "Park Road",
    "Pearl Street", "Pine Street", "Pleasant Street", "Poplar Street", "Prospect Street", "Queen Street",
    "Railroad Avenue", "Ridge Road", "River Road", "School Street", "South Street", "Spring Street",
    "Spruce Street", "State Street", "Station Road", "Sunset Drive", "Sycamore Street", "Union Street",
    "Valley Road", "Victoria Road", "Vine Street", "Walnut Street", "Washington Street", "Water Street",
    "West Street", "Willow Street", "Windsor Road", "York Road",
];

#[rustfmt::skip]
const STREET_PATTERN: &[&str] = &[
    "{{person.first_name.generic}} {{location.street_suffix}}",
    "{{person.last_name.generic}} {{location.street_suffix}}", "{{location.street_name}}",
];

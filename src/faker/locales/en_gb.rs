//! Words and formats of the locale `en_GB`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("county", List(LOCATION_COUNTY)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("state", List(LOCATION_STATE)),
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
const INTERNET_DOMAIN_SUFFIX: &[&str] = &[
    "ac.uk", "biz", "co", "co.uk", "com", "gov.uk", "info", "ltd.uk", "me.uk", "name", "org.uk", "plc.uk",
];

const LOCATION_BUILDING_NUMBER: &[&str] = &["###", "##", "#"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Aberdeen", "Bath", "Belfast", "Birmingham", "Bolton", "Bournemouth", "Bradford", "Brighton", "Bristol",
    "Cambridge", "Cardiff", "Chester", "Coventry", "Derby", "Dundee", "Durham", "Edinburgh", "Exeter", "Glasgow",
    "Gloucester", "Hull", "Inverness", "Ipswich", "Leeds", "Leicester", "Lincoln", "Liverpool", "London", "Luton",
    "Manchester", "Newcastle", "Northampton", "Norwich", "Nottingham", "Oxford", "Peterborough", "Plymouth",
    "Portsmouth", "Preston", "Reading", "Salford", "Sheffield", "Southampton", "Stirling", "Sunderland", "Swansea",
    "Swindon", "Wolverhampton", "Worcester", "York",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTY: &[&str] = &[
    "Avon", "Bedfordshire", "Berkshire", "Borders", "Buckinghamshire", "Cambridgeshire", "Cheshire", "Cornwall",
    "County Antrim", "County Down", "Cumbria", "Derbyshire", "Devon", "Dorset", "Durham", "Dyfed", "East Sussex",
    "Essex", "Fife", "Gloucestershire", "Grampian", "Gwent", "Gwynedd", "Hampshire", "Hertfordshire", "Highlands",
    "Kent", "Lancashire", "Leicestershire", "Lincolnshire", "Lothian", "Merseyside", "Norfolk", "Northamptonshire",
    "Northumberland", "Nottinghamshire", "Oxfordshire", "Powys", "Rutland", "Shropshire", "Somerset",
    "Staffordshire", "Strathclyde", "Suffolk", "Surrey", "Tayside", "Warwickshire", "West Midlands", "West Sussex",
    "Wiltshire", "Worcestershire",
];

const LOCATION_POSTCODE: &[&str] = &["??# #??", "??## #??"];

const LOCATION_STATE: &[&str] = &["England", "Northern Ireland", "Scotland", "Wales"];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &[
    "01#### #####", "01### ######", "011# ### ####", "02# #### ####", "03## ### ####", "0800 ### ####",
];

#[rustfmt::skip]
const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &[
    "+441#########", "+4411########", "+442#########", "+44800#######",
];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["01### ######", "011# ### ####", "02# #### ####", "0800 ### ####"];

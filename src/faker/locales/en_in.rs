//! Words and formats of the locale `en_IN`.

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

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "co.in", "com", "in", "info", "name", "net", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.co.in"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Agra", "Ahmedabad", "Bengaluru", "Bhopal", "Chandigarh", "Chennai", "Coimbatore", "Delhi", "Guwahati",
    "Hyderabad", "Indore", "Jaipur", "Kanpur", "Kochi", "Kolkata", "Lucknow", "Ludhiana", "Madurai", "Mumbai",
    "Mysuru", "Nagpur", "Nashik", "Patna", "Pune", "Rajkot", "Ranchi", "Surat", "Thane", "Vadodara", "Varanasi",
    "Visakhapatnam",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["######"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Andhra Pradesh", "Arunachal Pradesh", "Assam", "Bihar", "Chhattisgarh", "Goa", "Gujarat", "Haryana",
    "Himachal Pradesh", "Jharkhand", "Karnataka", "Kerala", "Madhya Pradesh", "Maharashtra", "Manipur", "Meghalaya",
    "Mizoram", "Nagaland", "Odisha", "Punjab", "Rajasthan", "Sikkim", "Tamil Nadu", "Telangana", "Tripura",
    "Uttar Pradesh", "Uttarakhand", "West Bengal",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "AP", "AR", "AS", "BR", "CG", "GA", "GJ", "HR", "HP", "JH", "KA", "KL", "MP", "MH", "MN", "ML", "MZ", "NL",
    "OD", "PB", "RJ", "SK", "TN", "TS", "TR", "UP", "UK", "WB",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Aarushi", "Aditi", "Amrita", "Ananya", "Anjali", "Deepika", "Divya", "Gauri", "Isha", "Kavya", "Lakshmi",
    "Meera", "Nisha", "Pooja", "Priya", "Radha", "Riya", "Saanvi", "Shreya", "Sunita",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Aarav", "Aarushi", "Aditi", "Aditya", "Ajay", "Amit", "Amrita", "Ananya", "Anil", "Anjali", "Arjun", "Deepika",
    "Dev", "Divya", "Ganesh", "Gauri", "Isha", "Karan", "Kavya", "Krishna", "Lakshmi", "Meera", "Mohan", "Nikhil",
    "Nisha", "Pooja", "Priya", "Radha", "Rahul", "Raj", "Riya", "Rohan", "Saanvi", "Sanjay", "Shreya", "Sunita",
    "Suresh", "Varun", "Vikram", "Vivek",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Aarav", "Aditya", "Ajay", "Amit", "Anil", "Arjun", "Dev", "Ganesh", "Karan", "Krishna", "Mohan", "Nikhil",
    "Rahul", "Raj", "Rohan", "Sanjay", "Suresh", "Varun", "Vikram", "Vivek",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Agarwal", "Banerjee", "Bhat", "Chopra", "Das", "Desai", "Dubey", "Ghosh", "Gupta", "Iyer", "Jain", "Joshi",
    "Kapoor", "Khan", "Kumar", "Malhotra", "Mehta", "Menon", "Nair", "Patel", "Pillai", "Rao", "Reddy", "Sharma",
    "Singh", "Verma",
];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["+91###-###-####", "+91##########", "+91-###-#######"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+91##########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["##### #####"];

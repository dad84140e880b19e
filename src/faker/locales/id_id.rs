//! Words and formats of the locale `id_ID`.

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
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("state", List(LOCATION_STATE)),
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
                    ("generic", List(PERSON_FIRST_NAME_GENERIC)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            ("prefix", NotApplicable),
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
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"];

const DATE_WEEKDAY_WIDE: &[&str] = &["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

#[rustfmt::skip]
const INTERNET_DOMAIN_SUFFIX: &[&str] = &[
    "biz.id", "co", "co.id", "com", "go.id", "id", "info", "name", "net", "org", "web.id",
];

const LOCATION_BUILDING_NUMBER: &[&str] = &["##", "#", "###"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Ambon", "Balikpapan", "Banda Aceh", "Bandar Lampung", "Bandung", "Banjarmasin", "Batam", "Bekasi", "Bengkulu",
    "Bogor", "Cirebon", "Denpasar", "Depok", "Jakarta", "Jambi", "Jayapura", "Kendari", "Kupang", "Makassar",
    "Malang", "Manado", "Mataram", "Medan", "Padang", "Palembang", "Palu", "Pekanbaru", "Pontianak", "Samarinda",
    "Semarang", "Serang", "Surabaya", "Surakarta", "Tangerang", "Yogyakarta",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "Aceh", "Bali", "Banten", "Bengkulu", "DI Yogyakarta", "DKI Jakarta", "Gorontalo", "Jambi", "Jawa Barat",
    "Jawa Tengah", "Jawa Timur", "Kalimantan Barat", "Kalimantan Selatan", "Kalimantan Tengah", "Kalimantan Timur",
    "Kalimantan Utara", "Kepulauan Riau", "Lampung", "Maluku", "Maluku Utara", "Nusa Tenggara Barat",
    "Nusa Tenggara Timur", "Papua", "Papua Barat", "Riau", "Sulawesi Barat", "Sulawesi Selatan", "Sulawesi Tengah",
    "Sulawesi Tenggara", "Sulawesi Utara", "Sumatera Barat", "Sumatera Selatan", "Sumatera Utara",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "Ahmad Yani", "Diponegoro", "Gajah Mada", "Gatot Subroto", "Hayam Wuruk", "Imam Bonjol", "Jenderal Sudirman",
    "Kartini", "M.H. Thamrin", "Merdeka", "Pahlawan", "Pattimura", "Pemuda", "Veteran",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Ani", "Ayu", "Bella", "Citra", "Dewi", "Dian", "Eka", "Endah", "Fitri", "Indah", "Kartika", "Lestari", "Maya",
    "Mega", "Nurul", "Putri", "Ratna", "Rina", "Sari", "Siti", "Sri", "Wulan", "Yuliana",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "Adi", "Agus", "Ahmad", "Andi", "Ani", "Arif", "Ayu", "Bagus", "Bambang", "Bella", "Budi", "Citra", "Dedi",
    "Dewi", "Dian", "Dwi", "Eka", "Eko", "Endah", "Fajar", "Fitri", "Hendra", "Indah", "Iwan", "Joko", "Kartika",
    "Lestari", "Maya", "Mega", "Nurul", "Putri", "Rahmat", "Ratna", "Rina", "Rizki", "Rudi", "Sari", "Siti",
    "Slamet", "Sri", "Surya", "Teguh", "Wahyu", "Wulan", "Yoga", "Yudi", "Yuliana",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "Adi", "Agus", "Ahmad", "Andi", "Arif", "Bagus", "Bambang", "Budi", "Dedi", "Dwi", "Eko", "Fajar", "Hendra",
    "Iwan", "Joko", "Rahmat", "Rizki", "Rudi", "Slamet", "Surya", "Teguh", "Wahyu", "Yoga", "Yudi",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Firmansyah", "Gunawan", "Hakim", "Halim", "Handayani", "Hidayat", "Irawan", "Kurniawan", "Kusuma", "Maulana",
    "Nugroho", "Permana", "Prasetyo", "Pratama", "Purnomo", "Putra", "Rahayu", "Rahman", "Ramadhan", "Saputra",
    "Santoso", "Setiawan", "Siregar", "Suryadi", "Susanto", "Utami", "Wibowo", "Wijaya", "Winata", "Yulianto",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.firstName}} {{person.lastName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["02# #### ###", "08## #### ####", "+62 8## #### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+622########", "+628##########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["02# #### ####", "08## #### ####"];

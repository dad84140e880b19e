//! Words and formats of the locale `vi`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Weighted};

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
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("country", List(LOCATION_COUNTRY)),
            ("postcode", List(LOCATION_POSTCODE)),
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
    "Tháng 1", "Tháng 2", "Tháng 3", "Tháng 4", "Tháng 5", "Tháng 6", "Tháng 7", "Tháng 8", "Tháng 9", "Tháng 10",
    "Tháng 11", "Tháng 12",
];

#[rustfmt::skip]
const DATE_MONTH_WIDE: &[&str] = &[
    "Tháng Giêng", "Tháng Hai", "Tháng Ba", "Tháng Tư", "Tháng Năm", "Tháng Sáu", "Tháng Bảy", "Tháng Tám",
    "Tháng Chín", "Tháng Mười", "Tháng Mười Một", "Tháng Mười Hai",
];

const DATE_WEEKDAY_ABBR: &[&str] = &["CN", "Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7"];

const DATE_WEEKDAY_WIDE: &[&str] = &["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["com", "com.vn", "info", "net", "vn"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "Bà Rịa", "Bạc Liêu", "Biên Hòa", "Buôn Ma Thuột", "Cà Mau", "Cần Thơ", "Đà Lạt", "Đà Nẵng", "Điện Biên Phủ",
    "Đồng Hới", "Hà Nội", "Hải Dương", "Hải Phòng", "Hạ Long", "Hòa Bình", "Hội An", "Huế", "Long Xuyên", "Mỹ Tho",
    "Nam Định", "Nha Trang", "Phan Thiết", "Pleiku", "Quy Nhơn", "Rạch Giá", "Thái Nguyên", "Thanh Hóa",
    "Thành phố Hồ Chí Minh", "Tuy Hòa", "Vinh", "Vũng Tàu",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "Andorra", "Các Tiểu Vương quốc Ả Rập Thống nhất", "Afghanistan", "Antigua và Barbuda", "Anguilla", "Albania",
    "Armenia", "Angola", "Nam Cực", "Argentina", "Samoa thuộc Mỹ", "Áo", "Úc", "Aruba", "Quần đảo Åland",
    "Azerbaijan", "Bosnia và Herzegovina", "Barbados", "Bangladesh", "Bỉ", "Burkina Faso", "Bulgaria", "Bahrain",
    "Burundi", "Benin", "St. Barthélemy", "Bermuda", "Brunei", "Bolivia", "Ca-ri-bê Hà Lan", "Brazil", "Bahamas",
    "Bhutan", "Đảo Bouvet", "Botswana", "Belarus", "Belize", "Canada", "Quần đảo Cocos", "Congo - Kinshasa",
    "Cộng hòa Trung Phi", "Congo - Brazzaville", "Thụy Sĩ", "Côte d’Ivoire", "Quần đảo Cook", "Chile", "Cameroon",
    "Trung Quốc", "Colombia", "Costa Rica", "Cuba", "Cape Verde", "Curaçao", "Đảo Giáng Sinh", "Síp", "Séc", "Đức",
    "Djibouti", "Đan Mạch", "Dominica", "Cộng hòa Dominica", "Algeria", "Ecuador", "Estonia", "Ai Cập",
    "Tây Sahara", "Eritrea", "Tây Ban Nha", "Ethiopia", "Phần Lan", "Fiji", "Quần đảo Falkland", "Micronesia",
    "Quần đảo Faroe", "Pháp", "Gabon", "Vương quốc Anh", "Grenada", "Georgia", "Guiana thuộc Pháp", "Guernsey",
    "Ghana", "Gibraltar", "Greenland", "Gambia", "Guinea", "Guadeloupe", "Guinea Xích Đạo", "Hy Lạp",
    "Nam Georgia & Quần đảo Nam Sandwich", "Guatemala", "Guam", "Guinea-Bissau", "Guyana",
    "Đặc khu Hành chính Hồng Kông, Trung Quốc", "Quần đảo Heard và McDonald", "Honduras", "Croatia", "Haiti",
    "Hungary", "Indonesia", "Ireland", "Israel", "Đảo Man", "Ấn Độ", "Lãnh thổ Ấn Độ Dương thuộc Anh", "Iraq",
    "Iran", "Iceland", "Italy", "Jersey", "Jamaica", "Jordan", "Nhật Bản", "Kenya", "Kyrgyzstan", "Campuchia",
    "Kiribati", "Comoros", "St. Kitts và Nevis", "Triều Tiên", "Hàn Quốc", "Kuwait", "Quần đảo Cayman",
    "Kazakhstan", "Lào", "Li-băng", "St. Lucia", "Liechtenstein", "Sri Lanka", "Liberia", "Lesotho", "Litva",
    "Luxembourg", "Latvia", "Libya", "Ma-rốc", "Monaco", "Moldova", "Montenegro", "St. Martin", "Madagascar",
    "Quần đảo Marshall", "Bắc Macedonia", "Mali", "Myanmar", "Mông Cổ", "Đặc khu Hành chính Macao, Trung Quốc",
    "Quần đảo Bắc Mariana", "Martinique", "Mauritania", "Montserrat", "Malta", "Mauritius", "Maldives", "Malawi",
    "Mexico", "Malaysia", "Mozambique", "Namibia", "New Caledonia", "Niger", "Đảo Norfolk", "Nigeria", "Nicaragua",
    "Hà Lan", "Na Uy", "Nepal", "Nauru", "Niue", "New Zealand", "Oman", "Panama", "Peru", "Polynesia thuộc Pháp",
    "Papua New Guinea", "Philippines", "Pakistan", "Ba Lan", "Saint Pierre và Miquelon", "Quần đảo Pitcairn",
    "Puerto Rico", "Lãnh thổ Palestine", "Bồ Đào Nha", "Palau", "Paraguay", "Qatar", "Réunion", "Romania", "Serbia",
    "Nga", "Rwanda", "Ả Rập Xê-út", "Quần đảo Solomon", "Seychelles", "Sudan", "Thụy Điển", "Singapore",
    "St. Helena", "Slovenia", "Svalbard và Jan Mayen", "Slovakia", "Sierra Leone", "San Marino", "Senegal",
    "Somalia", "Suriname", "Nam Sudan", "São Tomé và Príncipe", "El Salvador", "Sint Maarten", "Syria", "Eswatini",
    "Quần đảo Turks và Caicos", "Chad", "Lãnh thổ phía Nam Thuộc Pháp", "Togo", "Thái Lan", "Tajikistan", "Tokelau",
    "Timor-Leste", "Turkmenistan", "Tunisia", "Tonga", "Thổ Nhĩ Kỳ", "Trinidad và Tobago", "Tuvalu", "Đài Loan",
    "Tanzania", "Ukraina", "Uganda", "Các tiểu đảo xa của Hoa Kỳ", "Hoa Kỳ", "Uruguay", "Uzbekistan",
    "Thành Vatican", "St. Vincent và Grenadines", "Venezuela", "Quần đảo Virgin thuộc Anh",
    "Quần đảo Virgin thuộc Hoa Kỳ", "Việt Nam", "Vanuatu", "Wallis và Futuna", "Samoa", "Yemen", "Mayotte",
    "Nam Phi", "Zambia", "Zimbabwe",
];

const LOCATION_POSTCODE: &[&str] = &["#####"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "Ánh", "Bích", "Châu", "Diễm", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hồng", "Huệ", "Hương",
    "Khánh", "Kim", "Lan", "Linh", "Loan", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nhung", "Phượng", "Quyên", "Tâm",
    "Thảo", "Thu", "Thúy", "Trang", "Trinh", "Tuyết", "Uyên", "Vân", "Xuân", "Yến",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "An", "Anh", "Bình", "Bích", "Bảo", "Châu", "Cường", "Diễm", "Dung", "Duy", "Duyên", "Dũng", "Giang", "Hiếu",
    "Hiền", "Hoa", "Hoàng", "Huy", "Huệ", "Hà", "Hòa", "Hùng", "Hương", "Hạnh", "Hải", "Hồng", "Khang", "Khoa",
    "Khánh", "Khôi", "Kim", "Kiên", "Lan", "Linh", "Loan", "Long", "Lâm", "Mai", "Minh", "My", "Nam", "Nga",
    "Nghĩa", "Ngân", "Ngọc", "Nhung", "Nhân", "Phong", "Phúc", "Phượng", "Quang", "Quyên", "Quân", "Sơn", "Thiện",
    "Thu", "Thành", "Thúy", "Thảo", "Thắng", "Tiến", "Toàn", "Trang", "Trinh", "Trung", "Tuyết", "Tuấn", "Tài",
    "Tâm", "Tú", "Uyên", "Vinh", "Việt", "Vân", "Vũ", "Xuân", "Yến", "Ánh", "Đạt",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "An", "Anh", "Bảo", "Bình", "Cường", "Đạt", "Dũng", "Duy", "Hải", "Hiếu", "Hòa", "Hoàng", "Hùng", "Huy",
    "Khang", "Khoa", "Khôi", "Kiên", "Lâm", "Long", "Minh", "Nam", "Nghĩa", "Nhân", "Phong", "Phúc", "Quân",
    "Quang", "Sơn", "Tài", "Thắng", "Thành", "Thiện", "Tiến", "Toàn", "Trung", "Tú", "Tuấn", "Việt", "Vinh", "Vũ",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "Bùi", "Cao", "Châu", "Đặng", "Đào", "Đinh", "Đỗ", "Đoàn", "Dương", "Hà", "Hồ", "Hoàng", "Huỳnh", "Lâm", "Lê",
    "Lương", "Lý", "Mai", "Ngô", "Nguyễn", "Phạm", "Phan", "Phùng", "Tạ", "Tăng", "Tô", "Trần", "Triệu", "Trịnh",
    "Trương", "Võ", "Vũ", "Vương",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}} {{person.firstName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["02# #### ####", "02## #### ####", "09# ### ####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+842########", "+849########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["02## #### ###", "09# ### ####"];

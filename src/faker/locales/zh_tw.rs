//! Words and formats of the locale `zh_TW`.

use fake::locales::{Data, ZH_TW};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    (
        "date",
        &[
            ("month", Group(&[("abbr", List(DATE_MONTH_ABBR)), ("wide", List(DATE_MONTH_WIDE))])),
            ("weekday", Group(&[("abbr", List(DATE_WEEKDAY_ABBR)), ("wide", List(DATE_WEEKDAY_WIDE))])),
        ],
    ),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("city_prefix", List(LOCATION_CITY_PREFIX)),
            ("city_suffix", List(LOCATION_CITY_SUFFIX)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}}{{location.buildingNumber}}號 {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}{{location.buildingNumber}}號")),
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
                    ("generic", List(ZH_TW::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
            ("prefix", NotApplicable),
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

const COLOR_HUMAN: &[&str] =
    &["白色", "橙色", "粉紅色", "黑色", "紅色", "黃色", "灰色", "金色", "藍色", "綠色", "青色", "銀色", "紫色", "棕色"];

const DATE_MONTH_ABBR: &[&str] =
    &["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const DATE_MONTH_WIDE: &[&str] =
    &["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const DATE_WEEKDAY_ABBR: &[&str] = &["週日", "週一", "週二", "週三", "週四", "週五", "週六"];

const DATE_WEEKDAY_WIDE: &[&str] = &["星期天", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["####", "###", "##", "#"];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_prefix}}{{location.city_suffix}}"];

#[rustfmt::skip]
const LOCATION_CITY_PREFIX: &[&str] = &[
    "臺北", "新北", "桃園", "臺中", "臺南", "高雄", "基隆", "新竹", "嘉義", "苗栗", "彰化", "南投", "雲林", "屏東", "宜蘭", "花蓮", "臺東", "澎湖",
    "金門", "連江",
];

const LOCATION_CITY_SUFFIX: &[&str] = &["市", "縣"];

const LOCATION_POSTCODE: &[&str] = &["######"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["公寓 ###", "套房 ###"];

const LOCATION_STATE: &[&str] = &["福建省", "台灣省"];

const LOCATION_STREET_PATTERN: &[&str] = &["{{person.last_name.generic}}{{location.street_suffix}}"];

const LOCATION_STREET_SUFFIX: &[&str] = &["街", "路", "北路", "南路", "東路", "西路"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "雅婷", "怡君", "佳穎", "宜蓁", "欣怡", "詩涵", "淑芬", "美玲", "雅雯", "心怡", "品妍", "子晴", "詠晴", "禹彤", "羽彤", "靜怡", "鈺婷", "佩珊",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "冠宇", "志豪", "俊傑", "建宏", "家豪", "宗翰", "承恩", "柏翰", "宇軒", "哲瑋", "彥廷", "品睿", "冠廷", "志明", "俊宏", "建志", "信宏", "文雄",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "郭", "洪", "邱", "曾", "廖", "賴", "徐", "周", "葉",
    "蘇", "莊", "呂", "江", "何", "蕭", "羅", "高", "潘", "簡", "朱", "鍾", "彭", "游", "詹", "胡", "施", "沈",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}}{{person.firstName}}", 1.0)];

const PERSON_SEX: &[&str] = &["女", "男"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0#-#######", "02-########", "09##-######"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+886########", "+8862########", "+8869########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0# ### ####", "02 #### ####", "09## ### ###"];

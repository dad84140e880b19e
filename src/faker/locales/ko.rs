//! Words and formats of the locale `ko`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, Text, Weighted};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("color", &[("human", List(COLOR_HUMAN))]),
    (
        "company",
        &[
            ("category", List(COMPANY_CATEGORY)),
            ("legal_entity_type", List(COMPANY_LEGAL_ENTITY_TYPE)),
            ("name_pattern", List(COMPANY_NAME_PATTERN)),
        ],
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
            ("city_name", List(LOCATION_CITY_NAME)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
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
const COLOR_HUMAN: &[&str] = &[
    "갈색", "검은색", "금색", "남색", "노란색", "보라색", "분홍색", "빨간색", "은색", "주황색", "초록색", "파란색", "하늘색", "회색", "흰색",
];

const COMPANY_CATEGORY: &[&str] = &["건설", "모터스", "물산", "산업", "식품", "전자", "제약", "중공업", "통신", "화학"];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["주식회사", "유한회사", "합자회사", "합명회사"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{company.legal_entity_type}} {{person.first_name.generic}}",
    "{{person.first_name.generic}} {{company.category}}",
];

const DATE_MONTH_ABBR: &[&str] =
    &["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"];

const DATE_MONTH_WIDE: &[&str] =
    &["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"];

const DATE_WEEKDAY_ABBR: &[&str] = &["일", "월", "화", "수", "목", "금", "토"];

const DATE_WEEKDAY_WIDE: &[&str] = &["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "co.kr", "com", "info", "ne.kr", "net", "or.kr", "org"];

const INTERNET_FREE_EMAIL: &[&str] = &["gmail.com", "hanmail.net", "naver.com"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "강릉", "경주", "고양", "광주", "구미", "군산", "김해", "대구", "대전", "목포", "부산", "부천", "서울", "성남", "세종", "속초", "수원", "순천",
    "안동", "안산", "안양", "여수", "용인", "울산", "원주", "의정부", "익산", "인천", "전주", "제주", "진주", "창원", "천안", "청주", "춘천", "충주",
    "파주", "평택", "포항",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

const LOCATION_POSTCODE: &[&str] = &["#####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["아파트 ###동", "###호"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "강원", "경기", "경남", "경북", "광주", "대구", "대전", "부산", "서울", "울산", "인천", "전남", "전북", "제주", "충남", "충북", "세종",
];

#[rustfmt::skip]
const LOCATION_STREET_NAME: &[&str] = &[
    "가락", "가산", "갈월", "강남", "개포", "계동", "관철", "광희", "구로", "남대문", "논현", "답십리", "대치", "도봉", "명륜", "목", "방배", "사당",
    "삼성", "상도", "서초", "성수", "신림", "아현", "여의도", "역삼", "염창", "용산", "을지", "이태원", "잠실", "종로", "창신", "청담", "홍제",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{location.street_name}}{{location.street_suffix}}"];

const LOCATION_STREET_SUFFIX: &[&str] = &["동", "로", "길"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "경희", "미경", "미영", "민서", "민지", "서연", "서윤", "수빈", "수진", "영미", "영숙", "영희", "예은", "유진", "윤서", "은영", "은지", "정숙",
    "지민", "지우", "지은", "지현", "하은", "현주", "혜진",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_GENERIC: &[&str] = &[
    "경수", "경희", "광수", "동현", "미경", "미영", "민서", "민준", "민지", "민호", "상훈", "서연", "서윤", "서준", "성민", "성호", "수빈", "수진",
    "승현", "영미", "영수", "영숙", "영호", "영희", "예은", "예준", "우진", "유진", "윤서", "은영", "은지", "재현", "정숙", "정훈", "종수", "주원",
    "준서", "준호", "지민", "지우", "지은", "지현", "지훈", "진우", "철수", "하은", "현우", "현주", "현준", "혜진",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "경수", "광수", "동현", "민준", "민호", "상훈", "서준", "성민", "성호", "승현", "영수", "영호", "예준", "우진", "재현", "정훈", "종수", "주원",
    "준서", "준호", "지훈", "진우", "철수", "현우", "현준",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "강", "고", "곽", "구", "권", "김", "나", "남", "노", "문", "박", "배", "백", "서", "손", "송", "신", "심", "안", "양", "오", "우",
    "유", "윤", "이", "임", "장", "전", "정", "조", "주", "차", "최", "하", "한", "허", "홍", "황",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}}{{person.firstName}}", 1.0)];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0#-#####-####", "0##-###-####", "0##-####-####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+82##########", "+82#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0##-####-####", "0##-###-####"];

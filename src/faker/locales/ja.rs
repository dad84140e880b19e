//! Words and formats of the locale `ja`.

use fake::locales::{Data, JA_JP};

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
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.buildingNumber}} {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.buildingNumber}}")),
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
                    ("generic", List(JA_JP::NAME_FIRST_NAME)),
                    ("male", List(PERSON_FIRST_NAME_MALE)),
                ]),
            ),
            ("last_name", Group(&[("generic", List(PERSON_LAST_NAME_GENERIC))])),
            ("last_name_pattern", Group(&[("generic", Weighted(PERSON_LAST_NAME_PATTERN_GENERIC))])),
            ("name", Weighted(PERSON_NAME)),
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
    ("vehicle", &[("fuel", List(VEHICLE_FUEL))]),
];

const COLOR_HUMAN: &[&str] =
    &["藍色", "青", "赤", "灰色", "黄色", "銀色", "金色", "黒", "白", "茶色", "緑", "紫", "桃色", "橙色", "水色"];

const COMPANY_CATEGORY: &[&str] =
    &["水産", "農林", "鉱業", "建設", "食品", "印刷", "電気", "ガス", "通信", "運輸", "銀行", "保険"];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["株式会社", "有限会社", "合名会社", "合資会社", "合同会社"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{company.legal_entity_type}}{{person.last_name.generic}}{{company.category}}",
    "{{person.last_name.generic}}{{company.category}}{{company.legal_entity_type}}",
];

const DATE_MONTH_ABBR: &[&str] =
    &["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const DATE_MONTH_WIDE: &[&str] =
    &["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];

const DATE_WEEKDAY_ABBR: &[&str] = &["日", "月", "火", "水", "木", "金", "土"];

const DATE_WEEKDAY_WIDE: &[&str] = &["日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#丁目#番#号"];

#[rustfmt::skip]
const LOCATION_CITY_NAME: &[&str] = &[
    "旭川市", "宇都宮市", "大分市", "大阪市", "岡山市", "鹿児島市", "金沢市", "川崎市", "岐阜市", "北九州市", "京都市", "熊本市", "高知市", "神戸市", "郡山市",
    "堺市", "札幌市", "静岡市", "仙台市", "高松市", "千葉市", "東京都", "徳島市", "富山市", "長崎市", "長野市", "名古屋市", "奈良市", "新潟市", "浜松市", "姫路市",
    "広島市", "福岡市", "福島市", "前橋市", "松山市", "宮崎市", "盛岡市", "横浜市", "和歌山市",
];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_name}}"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "アンドラ", "アラブ首長国連邦", "アフガニスタン", "アンティグア・バーブーダ", "アンギラ", "アルバニア", "アルメニア", "アンゴラ", "南極", "アルゼンチン", "米領サモア",
    "オーストリア", "オーストラリア", "アルバ", "オーランド諸島", "アゼルバイジャン", "ボスニア・ヘルツェゴビナ", "バルバドス", "バングラデシュ", "ベルギー", "ブルキナファソ",
    "ブルガリア", "バーレーン", "ブルンジ", "ベナン", "サン・バルテルミー", "バミューダ", "ブルネイ", "ボリビア", "オランダ領カリブ", "ブラジル", "バハマ", "ブータン",
    "ブーベ島", "ボツワナ", "ベラルーシ", "ベリーズ", "カナダ", "ココス諸島", "コンゴ民主共和国", "中央アフリカ共和国", "コンゴ共和国", "スイス", "コートジボワール", "クック諸島",
    "チリ", "カメルーン", "中国", "コロンビア", "コスタリカ", "キューバ", "カーボベルデ", "キュラソー", "クリスマス島", "キプロス", "チェコ", "ドイツ", "ジブチ",
    "デンマーク", "ドミニカ国", "ドミニカ共和国", "アルジェリア", "エクアドル", "エストニア", "エジプト", "西サハラ", "エリトリア", "スペイン", "エチオピア", "フィンランド",
    "フィジー", "フォークランド諸島", "ミクロネシア連邦", "フェロー諸島", "フランス", "ガボン", "イギリス", "グレナダ", "ジョージア", "仏領ギアナ", "ガーンジー", "ガーナ",
    "ジブラルタル", "グリーンランド", "ガンビア", "ギニア", "グアドループ", "赤道ギニア", "ギリシャ", "サウスジョージア・サウスサンドウィッチ諸島", "グアテマラ", "グアム",
    "ギニアビサウ", "ガイアナ", "中華人民共和国香港特別行政区", "ハード島・マクドナルド諸島", "ホンジュラス", "クロアチア", "ハイチ", "ハンガリー", "インドネシア", "アイルランド",
    "イスラエル", "マン島", "インド", "英領インド洋地域", "イラク", "イラン", "アイスランド", "イタリア", "ジャージー", "ジャマイカ", "ヨルダン", "日本", "ケニア",
    "キルギス", "カンボジア", "キリバス", "コモロ", "セントクリストファー・ネーヴィス", "北朝鮮", "韓国", "クウェート", "ケイマン諸島", "カザフスタン", "ラオス", "レバノン",
    "セントルシア", "リヒテンシュタイン", "スリランカ", "リベリア", "レソト", "リトアニア", "ルクセンブルク", "ラトビア", "リビア", "モロッコ", "モナコ", "モルドバ",
    "モンテネグロ", "サン・マルタン", "マダガスカル", "マーシャル諸島", "北マケドニア", "マリ", "ミャンマー", "モンゴル", "中華人民共和国マカオ特別行政区", "北マリアナ諸島",
    "マルティニーク", "モーリタニア", "モントセラト", "マルタ", "モーリシャス", "モルディブ", "マラウイ", "メキシコ", "マレーシア", "モザンビーク", "ナミビア", "ニューカレドニア",
    "ニジェール", "ノーフォーク島", "ナイジェリア", "ニカラグア", "オランダ", "ノルウェー", "ネパール", "ナウル", "ニウエ", "ニュージーランド", "オマーン", "パナマ", "ペルー",
    "仏領ポリネシア", "パプアニューギニア", "フィリピン", "パキスタン", "ポーランド", "サンピエール島・ミクロン島", "ピトケアン諸島", "プエルトリコ", "パレスチナ自治区", "ポルトガル",
    "パラオ", "パラグアイ", "カタール", "レユニオン", "ルーマニア", "セルビア", "ロシア", "ルワンダ", "サウジアラビア", "ソロモン諸島", "セーシェル", "スーダン", "スウェーデン",
    "シンガポール", "セントヘレナ", "スロベニア", "スバールバル諸島・ヤンマイエン島", "スロバキア", "シエラレオネ", "サンマリノ", "セネガル", "ソマリア", "スリナム", "南スーダン",
    "サントメ・プリンシペ", "エルサルバドル", "シント・マールテン", "シリア", "エスワティニ", "タークス・カイコス諸島", "チャド", "仏領極南諸島", "トーゴ", "タイ", "タジキスタン",
    "トケラウ", "東ティモール", "トルクメニスタン", "チュニジア", "トンガ", "トルコ", "トリニダード・トバゴ", "ツバル", "台湾", "タンザニア", "ウクライナ", "ウガンダ",
    "合衆国領有小離島", "アメリカ合衆国", "ウルグアイ", "ウズベキスタン", "バチカン市国", "セントビンセント及びグレナディーン諸島", "ベネズエラ", "英領ヴァージン諸島", "米領ヴァージン諸島",
    "ベトナム", "バヌアツ", "ウォリス・フツナ", "サモア", "イエメン", "マヨット", "南アフリカ", "ザンビア", "ジンバブエ",
];

const LOCATION_POSTCODE: &[&str] = &["###-####"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["{{person.last_name.generic}}###号室"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{person.last_name.generic}}{{location.street_suffix}}"];

const LOCATION_STREET_SUFFIX: &[&str] = &["町", "通り", "区"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "愛", "葵", "恵", "結衣", "香織", "健太", "彩", "咲良", "桜", "純子", "千尋", "奈々", "直美", "花子", "春香", "真由美", "美咲", "美優", "明美",
    "由美子", "裕子", "洋子", "陽菜", "凛",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "一郎", "海斗", "健", "健太", "浩", "浩二", "修", "翔", "翔太", "晋", "誠", "聡", "大輔", "拓也", "達也", "哲也", "直樹", "博", "蓮", "悠斗",
    "優太", "陽翔", "隆", "亮",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "阿部", "青木", "池田", "石井", "石川", "伊藤", "井上", "上田", "遠藤", "太田", "岡田", "小川", "加藤", "木村", "後藤", "小林", "近藤", "斎藤",
    "坂本", "佐々木", "佐藤", "清水", "鈴木", "高橋", "田中", "中島", "中村", "西村", "橋本", "長谷川", "林", "原田", "藤田", "藤井", "前田", "松本",
    "三浦", "村上", "森", "山口", "山崎", "山下", "山田", "山本", "吉田", "渡辺",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}} {{person.firstName}}", 1.0)];

const PERSON_SEX: &[&str] = &["女性", "男性"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0####-#-####", "0###-##-####", "0##-###-####", "0#-####-####"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+81#########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0##-###-####"];

const VEHICLE_FUEL: &[&str] = &["ディーゼル", "電気", "ガソリン", "ハイブリッド"];

//! Words and formats of the locale `zh_CN`.

use fake::locales::{Data, ZH_CN};

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List, NotApplicable, Text, Weighted};

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
    ("internet", &[("free_email", List(INTERNET_FREE_EMAIL))]),
    (
        "location",
        &[
            ("building_number", List(LOCATION_BUILDING_NUMBER)),
            ("city_pattern", List(LOCATION_CITY_PATTERN)),
            ("city_prefix", List(LOCATION_CITY_PREFIX)),
            ("city_suffix", List(LOCATION_CITY_SUFFIX)),
            ("country", List(LOCATION_COUNTRY)),
            ("postcode", List(LOCATION_POSTCODE)),
            ("secondary_address", List(LOCATION_SECONDARY_ADDRESS)),
            ("state", List(LOCATION_STATE)),
            ("state_abbr", List(LOCATION_STATE_ABBR)),
            (
                "street_address",
                Group(&[
                    ("full", Text("{{location.street}}{{location.buildingNumber}}号 {{location.secondaryAddress}}")),
                    ("normal", Text("{{location.street}}{{location.buildingNumber}}号")),
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
                    ("generic", List(ZH_CN::NAME_FIRST_NAME)),
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
    ("vehicle", &[("fuel", List(VEHICLE_FUEL))]),
];

const ANIMAL_TYPE: &[&str] = &["蛇", "狗", "猫", "鱼", "鸟", "马", "牛", "熊", "狮子", "兔子", "昆虫", "鲸鱼"];

#[rustfmt::skip]
const COLOR_HUMAN: &[&str] = &[
    "白色", "橙色", "粉色", "黑色", "红色", "黄色", "灰色", "金色", "蓝色", "绿色", "青色", "银色", "紫色", "棕色", "米色", "天蓝", "玫红", "橄榄绿",
];

#[rustfmt::skip]
const COMMERCE_DEPARTMENT: &[&str] = &[
    "书籍", "电影", "音乐", "游戏", "电子", "电脑", "家居", "花园", "工具", "杂货", "美丽", "健康", "玩具", "孩子们", "宝宝", "服装", "鞋子", "珠宝",
    "运动", "户外", "汽车", "工业",
];

#[rustfmt::skip]
const COMMERCE_PRODUCT_NAME_ADJECTIVE: &[&str] = &[
    "小巧的", "符合人体工程学的", "乡村的", "聪明的", "华丽的", "惊人的", "奇妙的", "实用的", "光滑的", "很棒的", "通用的", "手工制作的", "美味的", "精致的", "新鲜的",
    "现代的",
];

const COMMERCE_PRODUCT_NAME_MATERIAL: &[&str] =
    &["钢", "木制", "混凝土", "塑料", "棉花", "花岗岩", "橡胶", "金属", "软", "丝绸", "青铜"];

#[rustfmt::skip]
const COMMERCE_PRODUCT_NAME_PRODUCT: &[&str] = &[
    "椅子", "汽车", "电脑", "键盘", "鼠标", "自行车", "球", "手套", "裤子", "衬衫", "桌子", "鞋子", "帽子", "毛巾", "肥皂", "金枪鱼", "鸡肉", "鱼肉",
    "奶酪", "培根", "披萨", "沙拉", "香肠", "薯条",
];

const COMPANY_LEGAL_ENTITY_TYPE: &[&str] = &["有限责任公司", "股份有限公司"];

#[rustfmt::skip]
const COMPANY_NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}}{{person.last_name.generic}}{{company.legal_entity_type}}",
];

const DATE_MONTH_ABBR: &[&str] =
    &["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const DATE_MONTH_WIDE: &[&str] =
    &["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];

const DATE_WEEKDAY_ABBR: &[&str] = &["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

const DATE_WEEKDAY_WIDE: &[&str] = &["星期天", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

#[rustfmt::skip]
const INTERNET_FREE_EMAIL: &[&str] = &[
    "126.com", "139.com", "163.com", "gmail.com", "hotmail.com", "qq.com", "sina.com", "yeah.net",
];

const LOCATION_BUILDING_NUMBER: &[&str] = &["#####", "####", "###", "##", "#"];

const LOCATION_CITY_PATTERN: &[&str] = &["{{location.city_prefix}}{{location.city_suffix}}"];

#[rustfmt::skip]
const LOCATION_CITY_PREFIX: &[&str] = &[
    "长", "上", "南", "西", "北", "诸", "宁", "珠", "武", "衡", "成", "福", "厦", "贵", "吉", "海", "太", "济", "安", "包",
];

const LOCATION_CITY_SUFFIX: &[&str] =
    &["京市", "都市", "林市", "阳市", "乡县", "州市", "口市", "汉市", "头市", "海市", "沙市", "原市", "南市"];

#[rustfmt::skip]
const LOCATION_COUNTRY: &[&str] = &[
    "安道尔", "阿拉伯联合酋长国", "阿富汗", "安提瓜和巴布达", "安圭拉", "阿尔巴尼亚", "亚美尼亚", "安哥拉", "南极洲", "阿根廷", "美属萨摩亚", "奥地利", "澳大利亚", "阿鲁巴",
    "奥兰群岛", "阿塞拜疆", "波斯尼亚和黑塞哥维那", "巴巴多斯", "孟加拉国", "比利时", "布基纳法索", "保加利亚", "巴林", "布隆迪", "贝宁", "圣巴泰勒米", "百慕大", "文莱",
    "玻利维亚", "荷属加勒比区", "巴西", "巴哈马", "不丹", "布韦岛", "博茨瓦纳", "白俄罗斯", "伯利兹", "加拿大", "科科斯（基林）群岛", "刚果（金）", "中非共和国",
    "刚果（布）", "瑞士", "科特迪瓦", "库克群岛", "智利", "喀麦隆", "中国", "哥伦比亚", "哥斯达黎加", "古巴", "佛得角", "库拉索", "圣诞岛", "塞浦路斯", "捷克",
    "德国", "吉布提", "丹麦", "多米尼克", "多米尼加共和国", "阿尔及利亚", "厄瓜多尔", "爱沙尼亚", "埃及", "西撒哈拉", "厄立特里亚", "西班牙", "埃塞俄比亚", "芬兰",
    "斐济", "福克兰群岛", "密克罗尼西亚", "法罗群岛", "法国", "加蓬", "英国", "格林纳达", "格鲁吉亚", "法属圭亚那", "根西岛", "加纳", "直布罗陀", "格陵兰", "冈比亚",
    "几内亚", "瓜德罗普", "赤道几内亚", "希腊", "南乔治亚和南桑威奇群岛", "危地马拉", "关岛", "几内亚比绍", "圭亚那", "中国香港特别行政区", "赫德岛和麦克唐纳群岛", "洪都拉斯",
    "克罗地亚", "海地", "匈牙利", "印度尼西亚", "爱尔兰", "以色列", "马恩岛", "印度", "英属印度洋领地", "伊拉克", "伊朗", "冰岛", "意大利", "泽西岛", "牙买加",
    "约旦", "日本", "肯尼亚", "吉尔吉斯斯坦", "柬埔寨", "基里巴斯", "科摩罗", "圣基茨和尼维斯", "朝鲜", "韩国", "科威特", "开曼群岛", "哈萨克斯坦", "老挝", "黎巴嫩",
    "圣卢西亚", "列支敦士登", "斯里兰卡", "利比里亚", "莱索托", "立陶宛", "卢森堡", "拉脱维亚", "利比亚", "摩洛哥", "摩纳哥", "摩尔多瓦", "黑山", "法属圣马丁",
    "马达加斯加", "马绍尔群岛", "北马其顿", "马里", "缅甸", "蒙古", "中国澳门特别行政区", "北马里亚纳群岛", "马提尼克", "毛里塔尼亚", "蒙特塞拉特", "马耳他", "毛里求斯",
    "马尔代夫", "马拉维", "墨西哥", "马来西亚", "莫桑比克", "纳米比亚", "新喀里多尼亚", "尼日尔", "诺福克岛", "尼日利亚", "尼加拉瓜", "荷兰", "挪威", "尼泊尔", "瑙鲁",
    "纽埃", "新西兰", "阿曼", "巴拿马", "秘鲁", "法属波利尼西亚", "巴布亚新几内亚", "菲律宾", "巴基斯坦", "波兰", "圣皮埃尔和密克隆群岛", "皮特凯恩群岛", "波多黎各",
    "巴勒斯坦领土", "葡萄牙", "帕劳", "巴拉圭", "卡塔尔", "留尼汪", "罗马尼亚", "塞尔维亚", "俄罗斯", "卢旺达", "沙特阿拉伯", "所罗门群岛", "塞舌尔", "苏丹", "瑞典",
    "新加坡", "圣赫勒拿", "斯洛文尼亚", "斯瓦尔巴和扬马延", "斯洛伐克", "塞拉利昂", "圣马力诺", "塞内加尔", "索马里", "苏里南", "南苏丹", "圣多美和普林西比", "萨尔瓦多",
    "荷属圣马丁", "叙利亚", "斯威士兰", "特克斯和凯科斯群岛", "乍得", "法属南部领地", "多哥", "泰国", "塔吉克斯坦", "托克劳", "东帝汶", "土库曼斯坦", "突尼斯", "汤加",
    "土耳其", "特立尼达和多巴哥", "图瓦卢", "台湾", "坦桑尼亚", "乌克兰", "乌干达", "美国本土外小岛屿", "美国", "乌拉圭", "乌兹别克斯坦", "梵蒂冈", "圣文森特和格林纳丁斯",
    "委内瑞拉", "英属维尔京群岛", "美属维尔京群岛", "越南", "瓦努阿图", "瓦利斯和富图纳", "萨摩亚", "也门", "马约特", "南非", "赞比亚", "津巴布韦",
];

const LOCATION_POSTCODE: &[&str] = &["######"];

const LOCATION_SECONDARY_ADDRESS: &[&str] = &["公寓 ###", "套房 ###"];

#[rustfmt::skip]
const LOCATION_STATE: &[&str] = &[
    "北京市", "上海市", "天津市", "重庆市", "黑龙江省", "吉林省", "辽宁省", "内蒙古", "河北省", "新疆", "甘肃省", "青海省", "陕西省", "宁夏", "河南省", "山东省",
    "山西省", "安徽省", "湖南省", "湖北省", "江苏省", "四川省", "贵州省", "云南省", "广西省", "西藏", "浙江省", "江西省", "广东省", "福建省", "台湾省", "海南省",
    "香港", "澳门",
];

#[rustfmt::skip]
const LOCATION_STATE_ABBR: &[&str] = &[
    "京", "沪", "津", "渝", "黑", "吉", "辽", "蒙", "冀", "新", "甘", "青", "陕", "宁", "豫", "鲁", "晋", "皖", "湘", "鄂", "苏", "川",
    "黔", "滇", "桂", "藏", "浙", "赣", "粤", "闽", "台", "琼", "港", "澳",
];

const LOCATION_STREET_PATTERN: &[&str] = &["{{person.last_name.generic}}{{location.street_suffix}}"];

const LOCATION_STREET_SUFFIX: &[&str] = &["巷", "街", "路", "桥", "侬", "旁", "中心", "栋"];

#[rustfmt::skip]
const PERSON_FIRST_NAME_FEMALE: &[&str] = &[
    "爱华", "彩霞", "晨曦", "翠兰", "丹", "芳", "凤英", "桂英", "慧", "佳琪", "洁", "静", "静怡", "兰英", "丽", "丽娜", "玲", "梅", "美玲", "敏",
    "娜", "倩", "秋月", "若曦", "诗涵", "淑珍", "婷", "婷婷", "文静", "晓燕", "欣怡", "秀兰", "秀英", "雪", "雅静", "妍", "艳", "怡", "颖", "语嫣",
    "玉兰", "玥", "芸", "梓涵", "子萱",
];

#[rustfmt::skip]
const PERSON_FIRST_NAME_MALE: &[&str] = &[
    "安邦", "博文", "超", "晨", "春生", "东", "飞", "刚", "国强", "浩", "浩然", "浩宇", "和平", "恒", "宏", "华", "建国", "建华", "建军", "杰",
    "俊", "俊杰", "凯", "磊", "立", "亮", "龙", "明", "明辉", "鹏", "平", "强", "庆", "荣", "瑞", "涛", "天宇", "伟", "文", "文博", "伟宸",
    "鑫", "旭", "轩", "勇", "宇轩", "远", "泽宇", "志强", "子轩",
];

#[rustfmt::skip]
const PERSON_LAST_NAME_GENERIC: &[&str] = &[
    "蔡", "曹", "常", "陈", "程", "邓", "丁", "董", "杜", "范", "方", "冯", "傅", "高", "龚", "郭", "韩", "郝", "何", "贺", "侯", "胡",
    "黄", "贾", "江", "蒋", "金", "孔", "赖", "雷", "李", "梁", "廖", "林", "刘", "龙", "卢", "罗", "吕", "马", "毛", "孟", "潘", "彭",
    "钱", "秦", "邱", "任", "邵", "沈", "石", "史", "宋", "苏", "孙", "谭", "汤", "唐", "陶", "田", "万", "汪", "王", "韦", "魏", "吴",
    "武", "夏", "萧", "谢", "熊", "徐", "许", "薛", "严", "阎", "杨", "姚", "叶", "易", "尹", "于", "余", "袁", "曾", "张", "赵", "郑",
    "钟", "周", "朱", "邹",
];

const PERSON_LAST_NAME_PATTERN_GENERIC: &[(&str, f64)] = &[("{{person.last_name.generic}}", 1.0)];

const PERSON_NAME: &[(&str, f64)] = &[("{{person.lastName}}{{person.firstName}}", 1.0)];

const PERSON_SEX: &[&str] = &["女", "男"];

const PHONE_NUMBER_FORMAT_HUMAN: &[&str] = &["0##-########", "0###-########", "1##########"];

const PHONE_NUMBER_FORMAT_INTERNATIONAL: &[&str] = &["+86##########", "+861##########"];

const PHONE_NUMBER_FORMAT_NATIONAL: &[&str] = &["0## #### ####", "1##########"];

const VEHICLE_FUEL: &[&str] = &["柴油", "电动", "汽油", "混合动力"];

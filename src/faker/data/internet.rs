//! Mail providers, domains, status codes and what browsers send

use crate::faker::definitions::Entry::{self, Codes, Group, List};

/// `definitions.internet`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("domain_suffix", List(DOMAIN_SUFFIX)),
    ("example_email", List(EXAMPLE_EMAIL)),
    ("free_email", List(FREE_EMAIL)),
    (
        "http_status_code",
        Group(&[
            ("informational", Codes(HTTP_STATUS_CODE_INFORMATIONAL)),
            ("success", Codes(HTTP_STATUS_CODE_SUCCESS)),
            ("redirection", Codes(HTTP_STATUS_CODE_REDIRECTION)),
            ("clientError", Codes(HTTP_STATUS_CODE_CLIENTERROR)),
            ("serverError", Codes(HTTP_STATUS_CODE_SERVERERROR)),
        ]),
    ),
    ("jwt_algorithm", List(JWT_ALGORITHM)),
    ("user_agent_pattern", List(USER_AGENT_PATTERN)),
    (
        "emoji",
        Group(&[
            ("smiley", List(EMOJI_SMILEY)),
            ("body", List(EMOJI_BODY)),
            ("person", List(EMOJI_PERSON)),
            ("nature", List(EMOJI_NATURE)),
            ("food", List(EMOJI_FOOD)),
            ("travel", List(EMOJI_TRAVEL)),
            ("activity", List(EMOJI_ACTIVITY)),
            ("object", List(EMOJI_OBJECT)),
            ("symbol", List(EMOJI_SYMBOL)),
            ("flag", List(EMOJI_FLAG)),
        ]),
    ),
];

const DOMAIN_SUFFIX: &[&str] = &["biz", "com", "info", "name", "net", "org"];

const EXAMPLE_EMAIL: &[&str] = &["example.com", "example.net", "example.org"];

const FREE_EMAIL: &[&str] = &["gmail.com", "hotmail.com", "yahoo.com"];

const HTTP_STATUS_CODE_INFORMATIONAL: &[u16] = &[100, 101, 102, 103];

const HTTP_STATUS_CODE_SUCCESS: &[u16] = &[200, 201, 202, 203, 204, 205, 206, 207, 208, 226];

const HTTP_STATUS_CODE_REDIRECTION: &[u16] = &[300, 301, 302, 303, 304, 305, 306, 307, 308];

#[rustfmt::skip]
const HTTP_STATUS_CODE_CLIENTERROR: &[u16] = &[
    400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423,
    424, 425, 426, 428, 429, 431, 451,
];

const HTTP_STATUS_CODE_SERVERERROR: &[u16] = &[500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511];

#[rustfmt::skip]
const JWT_ALGORITHM: &[&str] = &[
    "ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512",
    "none",
];

#[rustfmt::skip]
const USER_AGENT_PATTERN: &[&str] = &[
    "Mozilla/5.0 (Windows NT {{helpers.arrayElement([\"6.1\",\"6.3\",\"10.0\"])}}; Win64; x64) AppleWebKit/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}} (KHTML, like Gecko) Chrome/{{number.int({\"min\":55,\"max\":131})}}.{{system.semver}} Safari/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}",
    "Mozilla/5.0 (X11; Linux x86_64; rv:{{number.int({\"min\":75,\"max\":133})}}.0) Gecko/20100101 Firefox/{{number.int({\"min\":75,\"max\":133})}}.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}.{{number.int({\"min\":0,\"max\":99})}} (KHTML, like Gecko) Version/16.1 Safari/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}.{{number.int({\"min\":0,\"max\":99})}}",
    "Mozilla/5.0 (iPhone; CPU iPhone OS {{number.int({\"min\":10,\"max\":18})}}_{{number.int({\"min\":0,\"max\":4})}} like Mac OS X) AppleWebKit/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}.{{number.int({\"min\":0,\"max\":99})}} (KHTML, like Gecko) Version/{{number.int({\"min\":10,\"max\":18})}}_{{number.int({\"min\":0,\"max\":4})}} Mobile/15E148 Safari/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}",
    "Mozilla/5.0 (Linux; Android {{number.int({\"min\":5,\"max\":13})}}; {{helpers.arrayElement([\"SM-G998U\",\"SM-T800\",\"Pixel 6\"])}}) AppleWebKit/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}} (KHTML, like Gecko) Chrome/{{number.int({\"min\":55,\"max\":131})}}.{{system.semver}} Mobile Safari/{{number.int({\"min\":536,\"max\":605})}}.{{number.int({\"min\":0,\"max\":99})}}",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
];

#[rustfmt::skip]
const EMOJI_SMILEY: &[&str] = &[
    "😀", "😃", "😄", "😁", "😆", "😅", "😂", "🤣", "😊", "😇", "🙂", "🙃", "😉", "😌", "😍", "🥰", "😘", "😋", "😛", "🤪", "🤨", "🧐",
    "🤓", "😎", "🥳", "😏", "😒", "😞", "😔", "😟", "😕", "😣", "😖", "😫", "😩", "🥺", "😢", "😭", "😤", "😠", "😡", "🤯", "😳", "🥵",
    "🥶", "😱", "🤗", "🤔", "🤭", "🤫", "😶", "😐", "😬", "🙄", "😴", "🤤", "🤠", "🤡", "👻", "💀", "☠️", "👽", "🤖", "😺", "😸", "🙈",
    "🙉", "🙊",
];

#[rustfmt::skip]
const EMOJI_BODY: &[&str] = &[
    "👋", "🤚", "✋", "🖖", "👌", "🤏", "✌️", "🤞", "🤟", "🤘", "🤙", "👈", "👉", "👆", "👇", "☝️", "👍", "👎", "✊", "👊", "👏", "🙌",
    "👐", "🤲", "🙏", "✍️", "💅", "🤳", "💪", "🦵", "🦶", "👂", "👃", "🧠", "🦷", "👀", "👅", "👄",
];

#[rustfmt::skip]
const EMOJI_PERSON: &[&str] = &[
    "👶", "🧒", "👦", "👧", "🧑", "👱", "👨", "👩", "🧓", "👴", "👵", "🙍", "🙎", "🙅", "🙆", "💁", "🙋", "🧏", "🙇", "🤦", "🤷", "👮",
    "🕵️", "💂", "👷", "🤴", "👸", "👳", "🧕", "🤵", "👰", "🎅", "🤶", "🦸", "🦹", "🧙", "🧚", "🧛", "🧜", "🧝", "🧞", "🧟", "💃", "🕺",
    "🧗", "🏇", "⛷️", "🏂", "🏄", "🚣", "🏊", "🚴", "🚵", "🧘",
];

#[rustfmt::skip]
const EMOJI_NATURE: &[&str] = &[
    "🐵", "🐒", "🦍", "🦧", "🐶", "🐕", "🦮", "🐩", "🐺", "🦊", "🦝", "🐱", "🐈", "🦁", "🐯", "🐅", "🐆", "🐴", "🐎", "🦄", "🦓", "🦌",
    "🐮", "🐂", "🐷", "🐖", "🐗", "🐑", "🐐", "🐪", "🦙", "🦒", "🐘", "🦏", "🐭", "🐹", "🐰", "🐿️", "🦔", "🦇", "🐻", "🐨", "🐼", "🦥",
    "🦦", "🐾", "🦃", "🐔", "🐣", "🐧", "🦅", "🦆", "🦉", "🐸", "🐊", "🐢", "🦎", "🐍", "🐳", "🐬", "🐟", "🐙", "🐌", "🦋", "🐛", "🐝",
    "🐞", "💐", "🌸", "🌹", "🌻", "🌷", "🌱", "🌲", "🌵", "🍀", "🍁",
];

#[rustfmt::skip]
const EMOJI_FOOD: &[&str] = &[
    "🍇", "🍈", "🍉", "🍊", "🍋", "🍌", "🍍", "🥭", "🍎", "🍐", "🍑", "🍒", "🍓", "🥝", "🍅", "🥥", "🥑", "🍆", "🥔", "🥕", "🌽", "🌶️",
    "🥒", "🥬", "🥦", "🧄", "🧅", "🍄", "🥜", "🌰", "🍞", "🥐", "🥖", "🥨", "🥯", "🥞", "🧀", "🍖", "🍗", "🥓", "🍔", "🍟", "🍕", "🌭",
    "🌮", "🌯", "🥚", "🍳", "🥗", "🍿", "🍱", "🍣", "🍦", "🍩", "🍪", "🎂", "🍫", "🍬", "🍭", "☕", "🍵", "🍷", "🍺",
];

#[rustfmt::skip]
const EMOJI_TRAVEL: &[&str] = &[
    "🌍", "🌎", "🌏", "🧭", "🏔️", "⛰️", "🌋", "🗻", "🏕️", "🏖️", "🏜️", "🏝️", "🏟️", "🏛️", "🏠", "🏢", "🏥", "🏦", "🏨", "🏫", "🏭",
    "🏰", "💒", "🗼", "🗽", "⛪", "🕌", "⛲", "⛺", "🌃", "🌄", "🌅", "🌉", "🎠", "🎡", "🎢", "🚂", "🚄", "🚇", "🚌", "🚑", "🚒", "🚓",
    "🚕", "🚗", "🚚", "🚜", "🏍️", "🚲", "🛴", "⚓", "⛵", "🚤", "🚢", "✈️", "🚁", "🚀", "🛸", "⌛", "⏰", "🌙", "☀️", "⭐", "☁️",
    "🌈", "☔", "❄️", "🔥", "🌊",
];

#[rustfmt::skip]
const EMOJI_ACTIVITY: &[&str] = &[
    "🎃", "🎄", "🎆", "🎇", "🧨", "✨", "🎈", "🎉", "🎊", "🎋", "🎍", "🎎", "🎏", "🎑", "🎀", "🎁", "🎗️", "🎫", "🏆", "🏅", "🥇", "🥈",
    "🥉", "⚽", "⚾", "🏀", "🏐", "🏈", "🏉", "🎾", "🎳", "🏏", "🏑", "🏒", "🏓", "🏸", "🥊", "🥋", "🥅", "⛳", "🎣", "🎿", "🛷", "🎯",
    "🎱", "🔮", "🎮", "🎲", "🧩", "♟️", "🎭", "🎨",
];

#[rustfmt::skip]
const EMOJI_OBJECT: &[&str] = &[
    "👓", "🥽", "🥼", "👔", "👕", "👖", "🧣", "🧤", "🧥", "🧦", "👗", "👘", "👙", "👛", "👜", "🎒", "👞", "👟", "👠", "👑", "👒", "🎩",
    "🎓", "📿", "💄", "💍", "💎", "🔇", "🔊", "📢", "🔔", "🎵", "🎤", "🎧", "📻", "🎷", "🎸", "🎹", "🎺", "🎻", "🥁", "📱", "☎️", "🔋",
    "💻", "🖨️", "⌨️", "💿", "🎬", "📷", "🔍", "💡", "📖", "📚", "💰", "✉️", "📦", "✏️", "📌", "✂️", "🔒", "🔑", "🔨", "⚒️", "🔧",
    "⚖️", "🔗", "🧪", "🔬", "🔭", "💊", "🚪", "🛁", "🧹",
];

#[rustfmt::skip]
const EMOJI_SYMBOL: &[&str] = &[
    "🏧", "🚮", "🚰", "♿", "🚹", "🚺", "🚻", "🚾", "⚠️", "🚸", "⛔", "🚫", "🚭", "☢️", "☣️", "⬆️", "➡️", "⬇️", "⬅️", "🔄", "🔙",
    "🔚", "🔛", "🔜", "🔝", "🛐", "⚛️", "✝️", "☪️", "☮️", "♈", "♉", "♊", "♋", "♌", "♍", "♎", "♏", "♐", "♑", "♒", "♓",
    "🔀", "🔁", "▶️", "⏩", "⏸️", "🎦", "📶", "♀️", "♂️", "⚕️", "♻️", "⚜️", "🔱", "✅", "✔️", "❌", "❎", "➕", "➖", "➗", "❓",
    "❗", "©️", "®️", "™️", "#️⃣", "0️⃣", "🔟", "🔠", "🅰️", "🆎", "🆗", "🆘", "🔴", "🔵",
];

#[rustfmt::skip]
const EMOJI_FLAG: &[&str] = &[
    "🏁", "🚩", "🎌", "🏴", "🏳️", "🏳️‍🌈", "🏴‍☠️", "🇦🇷", "🇦🇹", "🇦🇺", "🇧🇪", "🇧🇷", "🇨🇦", "🇨🇭", "🇨🇱", "🇨🇳", "🇨🇿", "🇩🇪",
    "🇩🇰", "🇪🇬", "🇪🇸", "🇪🇺", "🇫🇮", "🇫🇷", "🇬🇧", "🇬🇷", "🇭🇺", "🇮🇪", "🇮🇱", "🇮🇳", "🇮🇸", "🇮🇹", "🇯🇵", "🇰🇪", "🇰🇷", "🇱🇺",
    "🇲🇦", "🇲🇽", "🇳🇬", "🇳🇱", "🇳🇴", "🇳🇿", "🇵🇪", "🇵🇱", "🇵🇹", "🇷🇴", "🇷🇸", "🇷🇺", "🇸🇪", "🇸🇬", "🇸🇰", "🇹🇭", "🇹🇷", "🇺🇦",
    "🇺🇸", "🇺🇾", "🇻🇳", "🇿🇦",
];

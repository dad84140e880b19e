//! Header values with parameters, `type/subtype; name="value"`, as strict or lenient as busboy is.

/// Text whose characters stand for bytes, as Node shows headers.
pub(super) type Latin1 = String;

/// The bytes that a Latin-1 text stands for.
pub(super) fn to_bytes(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?'))
}

/// A header value taken apart.
pub(super) struct Header {
    /// What stands before the parameters, in lower case.
    pub(super) essence: String,
    params: Vec<(String, Latin1)>,
}

impl Header {
    /// The first parameter of that lower-case name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A content type: `None` when it is malformed.
pub(super) fn content_type(text: &str) -> Option<Header> {
    let (kind, rest) = text.split_at(token_end(text));
    let subtype = rest.strip_prefix('/')?;
    let (subtype, rest) = subtype.split_at(token_end(subtype));
    if kind.is_empty() || subtype.is_empty() {
        return None;
    }
    let params = parameters(rest, false)?;
    Some(Header { essence: format!("{kind}/{subtype}").to_ascii_lowercase(), params })
}

/// A content disposition: `None` when it is malformed.
pub(super) fn disposition(text: &str) -> Option<Header> {
    if text.is_empty() {
        return None;
    }
    let (kind, rest) = text.split_at(token_end(text));
    Some(Header { essence: kind.to_ascii_lowercase(), params: parameters(rest, true)? })
}

pub(super) fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

fn token_end(text: &str) -> usize {
    text.find(|c| !is_token(c)).unwrap_or(text.len())
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// `; name=value` to the end of the text. `extended` knows RFC 5987's `name*=charset'language'value`.
fn parameters(text: &str, extended: bool) -> Option<Vec<(String, Latin1)>> {
    let mut params: Vec<(String, Latin1)> = Vec::new();
    let mut rest = skip_blanks(text);
    while !rest.is_empty() {
        let (name, after) = skip_blanks(rest.strip_prefix(';')?).split_once('=')?;
        if !name.chars().all(is_token) || after.is_empty() {
            return None;
        }
        let (value, after) = if extended && name.ends_with('*') {
            extended_value(after)?
        } else if let Some(quoted) = after.strip_prefix('"') {
            quoted_value(quoted)?
        } else {
            let (value, after) = after.split_at(token_end(after));
            if value.is_empty() {
                return None;
            }
            (value.to_owned(), after)
        };
        let name = name.to_ascii_lowercase();
        if !params.iter().any(|(known, _)| *known == name) {
            params.push((name, value));
        }
        rest = skip_blanks(after);
    }
    Some(params)
}

/// The text up to the closing quote, and what follows it. A backslash escapes only quotes and backslashes.
fn quoted_value(text: &str) -> Option<(Latin1, &str)> {
    let mut value = String::new();
    let mut escaping = false;
    for (i, c) in text.char_indices() {
        match c {
            '\\' | '"' if escaping => {
                value.push(c);
                escaping = false;
            }
            '\\' => escaping = true,
            '"' => return Some((value, text.get(i + 1..)?)),
            c => {
                if std::mem::take(&mut escaping) {
                    value.push('\\');
                }
                if c != '\t' && (c < ' ' || c == '\u{7f}') {
                    return None;
                }
                value.push(c);
            }
        }
    }
    None
}

/// `charset'language'percent-encoded`, decoded, and what follows it.
fn extended_value(text: &str) -> Option<(Latin1, &str)> {
    let (charset, rest) = text.split_once('\'')?;
    if !charset.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&+-^_`{}~".contains(c)) {
        return None;
    }
    let (_language, value) = rest.split_once('\'')?;
    if value.is_empty() {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$&+-.^_`|~".contains(c);
    let mut bytes = Vec::new();
    let mut rest = value;
    while let Some(c) = rest.chars().next() {
        if plain(c) {
            bytes.extend(u8::try_from(c));
            rest = rest.get(1..)?;
        } else if c == '%' {
            bytes.push(u8::from_str_radix(rest.get(1..3).filter(|hex| !hex.starts_with('+'))?, 16).ok()?);
            rest = rest.get(3..)?;
        } else {
            break;
        }
    }
    Some((decode(&bytes, charset)?, rest))
}

/// The text of bytes in one of the charsets busboy knows; `None` for any other.
pub(super) fn decode(bytes: &[u8], charset: &str) -> Option<String> {
    if bytes.is_empty() {
        return Some(String::new());
    }
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Some(String::from_utf8_lossy(bytes).into_owned()),
        "latin1" | "ascii" | "us-ascii" | "iso-8859-1" | "iso8859-1" | "iso88591" | "iso_8859-1" | "windows-1252"
        | "iso_8859-1:1987" | "cp1252" | "x-cp1252" => Some(bytes.iter().map(|b| char::from(*b)).collect()),
        "utf16le" | "utf-16le" | "ucs2" | "ucs-2" => {
            let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
            Some(crate::js::text::from_units(&units))
        }
        "base64" => {
            use base64::Engine;
            Some(base64::engine::general_purpose::STANDARD.encode(bytes))
        }
        _ => None,
    }
}

//! Identities and names that people read: the same for the same traffic, so that a file can be compared with the one
//! before.

use std::fmt::Write as _;

use ring::digest::{Context, SHA256};

/// Characters of a label.
const MAX_LABEL: usize = 60;

/// A uuid made of these texts, in the form that Mockoon's own have.
pub(super) fn uuid(parts: &[&[u8]]) -> String {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest(parts).as_ref()) {
        *to = *from;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A short text made of these, for what has to be told apart within a file.
pub(super) fn fingerprint(parts: &[&[u8]]) -> String {
    let mut text = String::new();
    for byte in digest(parts).as_ref().iter().take(8) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn digest(parts: &[&[u8]]) -> ring::digest::Digest {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.finish()
}

/// The reason phrase of a status; empty where there is none.
pub(crate) fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default()
}

/// A text of a label's length on one line.
pub(super) fn label(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match flat.char_indices().nth(MAX_LABEL) {
        Some((end, _)) => format!("{}...", flat.get(..end).unwrap_or_default()),
        None => flat,
    }
}

/// `content-type` as `Content-Type`.
pub(super) fn header(name: &str) -> String {
    match name {
        "etag" => return "ETag".to_owned(),
        "www-authenticate" => return "WWW-Authenticate".to_owned(),
        _ => {}
    }
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + chars.as_str())
    };
    name.split('-').map(capital).collect::<Vec<_>>().join("-")
}

/// The name of what a segment lists, one of them: `categories` is `category`.
pub(super) fn singular(word: &str) -> String {
    let kept: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let one = match kept.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => match kept.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with('s')) {
            Some(stem) => stem.to_owned(),
            None => kept,
        },
    };
    if one.starts_with(|c: char| c.is_ascii_alphabetic()) { one } else { String::new() }
}

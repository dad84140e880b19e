//! New identities, for what has none in its file.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A random uuid for something that has none. It says so by its version, so that nobody takes it for an identity over
/// reloads: see [`is_made_up`].
pub fn new_uuid() -> String {
    uuid::Builder::from_custom_bytes(rand::random()).into_uuid().to_string()
}

/// Whether a uuid was made up by [`new_uuid`]: Mockoon's own are of version 4, these of version 8.
pub fn is_made_up(uuid: &str) -> bool {
    uuid.len() == 36 && uuid.as_bytes().get(14) == Some(&b'8')
}

/// The short id of a data bucket or callback: four digits of base 36, the same for the same texts.
pub fn short_id_of(texts: &[&str]) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    let mut rest = hasher.finish();
    let mut digit = || {
        let digit = DIGITS.get((rest % 36) as usize);
        rest /= 36;
        digit.map_or('0', |byte| char::from(*byte))
    };
    [digit(), digit(), digit(), digit()].into_iter().collect()
}

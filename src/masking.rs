//! Secrets that this process knows: tokens of the admin API, the password of the store, what authorises it at a collector.
//! Clients put them where nobody expects them: into paths, bodies, headers of any name. What clients and templates wrote is
//! kept as it came and masked where it is shown, so that a request pays nothing for it.
//!
//! A secret is found as it is, with any of its characters escaped as URLs, JSON and HTML do it, and in Base64. One that is
//! a word ([`is_word`]) is not looked for: it would be found everywhere, and what is shown would say nothing any more.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use regex::bytes::{Regex, RegexBuilder};

/// What stands where a secret was.
pub const MASK: &str = "[REDACTED]";
/// Secrets with fewer characters are parts of too much.
const SHORTEST: usize = 8;
/// From so many characters on letters alone, or digits alone, are no word and no number.
const LONG_WORD: usize = 16;
/// The latest secrets that are remembered.
const MOST: usize = 64;
/// Bytes that a compiled expression may take.
const EXPRESSION: usize = 64 << 20;

static KNOWN: ArcSwapOption<Known> = ArcSwapOption::const_empty();

/// The secrets that are looked for.
struct Known {
    secrets: Vec<String>,
    /// Made when something is shown for the first time.
    plain: OnceLock<Option<Regex>>,
    escaped: OnceLock<Option<Regex>>,
}

/// Remembers a secret. The latest ones are masked from now on.
pub fn learn(secret: &str) {
    if is_word(secret) || KNOWN.load().as_ref().is_some_and(|known| known.secrets.iter().any(|one| one == secret)) {
        return;
    }
    KNOWN.rcu(|before| Some(Arc::new(Known::with(before.as_deref(), secret))));
}

/// Whether a secret is too common a text to be looked for: shorter than eight characters, or letters alone or digits alone
/// and shorter than sixteen.
fn is_word(secret: &str) -> bool {
    let length = secret.chars().count();
    let is_plain = secret.chars().all(char::is_alphabetic) || secret.chars().all(|c| c.is_ascii_digit());
    length < SHORTEST || is_plain && length < LONG_WORD
}

/// A text without the secrets that this process knows.
pub fn masked(text: &str) -> Cow<'_, str> {
    masked_as(text, MASK)
}

/// The same with another text where the secrets were.
pub fn masked_as<'t>(text: &'t str, mask: &str) -> Cow<'t, str> {
    match replaced(text.as_bytes(), |_, out| out.extend_from_slice(mask.as_bytes())) {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        None => text.into(),
    }
}

/// Bytes without the secrets that this process knows; `None` where there are none in them.
pub fn masked_bytes(bytes: &[u8]) -> Option<Vec<u8>> {
    replaced(bytes, |_, out| out.extend_from_slice(MASK.as_bytes()))
}

/// Bytes of the same length without the secrets that this process knows: for texts within a binary message.
pub fn blanked(bytes: Bytes) -> Bytes {
    match replaced(&bytes, |secret, out| out.extend(std::iter::repeat_n(b'*', secret.len()))) {
        Some(blanked) => blanked.into(),
        None => bytes,
    }
}

/// Bytes with something else where secrets were; `None` where there are none.
fn replaced(bytes: &[u8], replace: impl Fn(&[u8], &mut Vec<u8>)) -> Option<Vec<u8>> {
    let known = KNOWN.load();
    let known = known.as_ref()?;
    let mut found = found_by(known.plain(), bytes, &replace);
    let rest = found.as_deref().unwrap_or(bytes);
    if memchr::memchr3(b'%', b'\\', b'&', rest).is_some() {
        found = found_by(known.escaped(), rest, &replace).or(found);
    }
    found
}

fn found_by(expression: Option<&Regex>, bytes: &[u8], replace: impl Fn(&[u8], &mut Vec<u8>)) -> Option<Vec<u8>> {
    let mut all = expression?.find_iter(bytes).peekable();
    all.peek()?;
    let (mut out, mut done) = (Vec::with_capacity(bytes.len()), 0);
    for secret in all {
        out.extend_from_slice(bytes.get(done..secret.start()).unwrap_or_default());
        replace(secret.as_bytes(), &mut out);
        done = secret.end();
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Some(out)
}

impl Known {
    /// Those before and this one; too many forget the first.
    fn with(before: Option<&Self>, secret: &str) -> Self {
        let mut secrets = before.map_or_else(Vec::new, |known| known.secrets.clone());
        secrets.push(secret.to_owned());
        secrets.drain(..secrets.len().saturating_sub(MOST));
        Self { secrets, plain: OnceLock::new(), escaped: OnceLock::new() }
    }

    /// Finds the secrets as they are, and in Base64.
    fn plain(&self) -> Option<&Regex> {
        let forms = |secret: &String| {
            let mut forms = in_base64(secret);
            forms.insert(secret.clone());
            forms.into_iter().map(|form| regex::escape(&form)).collect::<Vec<_>>()
        };
        self.plain.get_or_init(|| any_of(self.secrets.iter().flat_map(forms))).as_ref()
    }

    /// Finds the secrets with some characters escaped.
    fn escaped(&self) -> Option<&Regex> {
        self.escaped.get_or_init(|| any_of(self.secrets.iter().map(|secret| escapable(secret)))).as_ref()
    }
}

/// An expression for the longest of these that is there.
fn any_of(forms: impl Iterator<Item = String>) -> Option<Regex> {
    let mut forms: Vec<String> = forms.collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    RegexBuilder::new(&forms.join("|")).unicode(false).size_limit(EXPRESSION).build().ok()
}

/// What Base64 makes of a secret wherever it begins in the encoded text, without the characters at both ends that hold bits
/// of what stands around it.
fn in_base64(secret: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    for before in 0..3 {
        let bytes = [&b"\0\0"[..before], secret.as_bytes()].concat();
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            let encoded = engine.encode(&bytes);
            let (from, to) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
            forms.extend(encoded.get(from..to).map(str::to_owned));
        }
    }
    forms
}

/// An expression for a secret of which each character stands as it is or escaped.
fn escapable(secret: &str) -> String {
    let mut out = String::new();
    for c in secret.chars() {
        // Writing to a string does not fail.
        let _ = write!(out, "(?:{}", regex::escape(c.encode_utf8(&mut [0; 4])));
        out.push('|');
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(out, "%(?i:{byte:02x})");
        }
        if let Ok(unit) = u16::try_from(u32::from(c)) {
            let _ = write!(out, r"|\\+u(?i:{unit:04x})");
        }
        if matches!(c, '"' | '\\' | '/') {
            // JSON in JSON escapes the escapes.
            let _ = write!(out, r"|\\+{}", regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        let code = u32::from(c);
        let _ = write!(out, "|&#0*{code};|&#[xX]0*(?i:{code:x});");
        if let Some((_, name)) = NAMED.iter().find(|(named, _)| *named == c) {
            let _ = write!(out, "|&{name};");
        }
        out.push(')');
    }
    out
}

/// Characters that HTML has names for.
const NAMED: [(char, &str); 5] = [('&', "amp"), ('<', "lt"), ('>', "gt"), ('"', "quot"), ('\'', "apos")];

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "pa/ss+w\"ör=d-42";

    #[test]
    fn secrets_are_found_in_every_spelling() {
        learn(SECRET);
        for spelled in [
            SECRET,
            "pa%2Fss%2bw%22%C3%B6r%3Dd-42",
            "%70a/ss+w\\\"ör=d-42",
            "pa\\/ss\\u002bw\\\"\\u00F6r=d-42",
            "pa/ss+w&quot;ör&#x3D;d-42",
            r#"pa\\\/ss+w\\\"ör=d-42"#,
            "pa&#x2F;ss&#43;w&#34;ör&#061;d-42",
        ] {
            assert_eq!(masked(&format!("é{spelled}é")), "é[REDACTED]é", "{spelled}");
        }
        for around in ["", "a", "ab", "abc"] {
            for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let encoded = engine.encode(format!("{around}{SECRET}{around}"));
                assert!(masked(&encoded).contains(MASK), "{around}: {encoded}");
            }
        }
        assert_eq!(masked_as(SECRET, "x"), "x");
        assert_eq!(masked_bytes(b"nothing %41 & \\ here"), None);
        let blank = blanked(Bytes::from(format!("\u{1}{SECRET}\u{2}")));
        assert_eq!(blank.len(), SECRET.len() + 2);
        assert!(blank.starts_with(b"\x01***") && blank.ends_with(b"*\x02"));
    }

    #[test]
    fn words_are_not_looked_for() {
        for word in ["", "token", "s3cr3t!", "application", "administrator", "123456789012345", "été-été"] {
            assert!(is_word(word), "{word}");
            learn(word);
            assert_eq!(masked(word), word);
        }
        for secret in ["s3cr3t-x", "abcdefghijklmnop", "1234567890123456", "token-of-tests"] {
            assert!(!is_word(secret), "{secret}");
        }
    }

    #[test]
    fn the_latest_secrets_are_remembered() {
        let mut known = Known::with(None, "secret-number-0");
        for i in 1..=MOST {
            known = Known::with(Some(&known), &format!("secret-number-{i}"));
        }
        assert_eq!(known.secrets.len(), MOST);
        assert_eq!(known.secrets.last().map(String::as_str), Some(&*format!("secret-number-{MOST}")));
        assert!(known.plain().is_some() && known.escaped().is_some());
    }
}

//! Secrets that this process knows: tokens of the admin API, the password of the store, what authorises it at a collector.
//! Clients put them where nobody expects them: into paths, bodies, headers of any name. What clients and templates wrote is
//! kept as it came and masked where it is shown, so that a request pays nothing for it.
//!
//! A secret is found as it is, with any of its characters escaped as URLs, JSON and HTML do it, and in Base64. One that is
//! a word ([`is_word`]) is not looked for: it would be found everywhere, and what is shown would say nothing any more.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
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
/// Bytes that what finds all of them may take: room for the longest tokens that there are.
const EXPRESSION: usize = 64 << 20;
/// Bytes of a text that are looked at without its escapes at a time.
const WINDOW: usize = 16 << 10;

static KNOWN: ArcSwapOption<Known> = ArcSwapOption::const_empty();

/// The secrets that are looked for.
struct Known {
    secrets: Vec<String>,
    /// Finds them as they are, and in Base64; made when something is shown for the first time.
    forms: OnceLock<Option<Forms>>,
}

/// What secrets look like.
struct Forms {
    any: Regex,
    /// Bytes of the longest.
    longest: usize,
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

/// Whether a secret that this process knows stands in a text.
pub fn is_in(text: &str) -> bool {
    matches!(masked(text), Cow::Owned(_))
}

/// A text with another one where the secrets were.
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
    let forms = known.as_ref()?.forms()?;
    let found = with_others(bytes, forms.any.find_iter(bytes).map(|secret| secret.range()), &replace);
    let rest = found.as_deref().unwrap_or(bytes);
    if memchr::memchr3(b'%', b'\\', b'&', rest).is_none() {
        return found;
    }
    with_others(rest, forms.escaped_in(rest).into_iter(), &replace).or(found)
}

/// The bytes with something else in these places; `None` where there are no places.
fn with_others(
    bytes: &[u8],
    places: impl Iterator<Item = Range<usize>>,
    replace: impl Fn(&[u8], &mut Vec<u8>),
) -> Option<Vec<u8>> {
    let mut places = places.peekable();
    places.peek()?;
    let (mut out, mut done) = (Vec::with_capacity(bytes.len()), 0);
    for place in places {
        out.extend_from_slice(bytes.get(done..place.start).unwrap_or_default());
        replace(bytes.get(place.clone()).unwrap_or_default(), &mut out);
        done = place.end;
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
        Self { secrets, forms: OnceLock::new() }
    }

    fn forms(&self) -> Option<&Forms> {
        let make = || {
            let mut forms: Vec<String> = self.secrets.iter().flat_map(|secret| in_base64(secret)).collect();
            forms.extend(self.secrets.iter().cloned());
            // Of those that begin in the same place the longest is meant.
            forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
            let longest = forms.first().map_or(0, String::len);
            let any = forms.iter().map(|form| regex::escape(form)).collect::<Vec<_>>().join("|");
            Some(Forms { any: RegexBuilder::new(&any).unicode(false).size_limit(EXPRESSION).build().ok()?, longest })
        };
        self.forms.get_or_init(make).as_ref()
    }
}

impl Forms {
    /// Where secrets stand of which some characters are escaped.
    fn escaped_in(&self, bytes: &[u8]) -> Vec<Range<usize>> {
        let (mut found, mut seen) = (Vec::new(), Unescaped::default());
        while seen.read < bytes.len() {
            seen.fill(bytes);
            let mut done = 0;
            for secret in self.any.find_iter(&seen.text) {
                found.push(seen.origin(secret.start())..seen.origin(secret.end()));
                done = secret.end();
            }
            seen.forget(done.max(seen.text.len().saturating_sub(self.longest)));
        }
        found
    }
}

/// A part of a text without its escapes.
#[derive(Default)]
struct Unescaped {
    text: Vec<u8>,
    /// Where each byte comes from.
    origins: Vec<usize>,
    /// Bytes of the whole text that were read.
    read: usize,
}

impl Unescaped {
    fn origin(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or(self.read)
    }

    /// Forgets the first bytes.
    fn forget(&mut self, count: usize) {
        self.text.drain(..count);
        self.origins.drain(..count);
    }

    /// Reads on.
    fn fill(&mut self, bytes: &[u8]) {
        while self.text.len() < WINDOW
            && let Some(rest) = bytes.get(self.read..).filter(|rest| !rest.is_empty())
        {
            let (text, length) = match memchr::memchr3(b'%', b'\\', b'&', rest) {
                Some(0) => unescaped(rest),
                end => {
                    let plain = end.unwrap_or(rest.len()).min(WINDOW);
                    self.text.extend_from_slice(rest.get(..plain).unwrap_or_default());
                    self.origins.extend(self.read..self.read + plain);
                    self.read += plain;
                    continue;
                }
            };
            let mut utf8 = [0; 4];
            let text = match text {
                Escaped::Byte(byte) => {
                    utf8[0] = byte;
                    &utf8[..1]
                }
                Escaped::Character(c) => c.encode_utf8(&mut utf8).as_bytes(),
            };
            self.text.extend_from_slice(text);
            self.origins.extend(std::iter::repeat_n(self.read, text.len()));
            self.read += length;
        }
    }
}

/// What an escape stands for.
enum Escaped {
    Byte(u8),
    Character(char),
}

/// What stands at the beginning of a text that begins as escapes do, and how many bytes it takes.
fn unescaped(text: &[u8]) -> (Escaped, usize) {
    let hex = |range: Range<usize>| u32::from_str_radix(str::from_utf8(text.get(range)?).ok()?, 16).ok();
    let first = text.first().copied().unwrap_or_default();
    match first {
        b'%' => hex(1..3).map(|byte| (Escaped::Byte(byte as u8), 3)),
        // JSON in JSON escapes the escapes.
        b'\\' => {
            let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
            let character = hex(slashes + 1..slashes + 5).and_then(char::from_u32);
            match text.get(slashes) {
                Some(b'u') => character.map(|c| (Escaped::Character(c), slashes + 5)),
                Some(quoted @ (b'"' | b'/')) => Some((Escaped::Byte(*quoted), slashes + 1)),
                _ => Some((Escaped::Byte(b'\\'), slashes)),
            }
        }
        _ => entity(text),
    }
    .unwrap_or((Escaped::Byte(first), 1))
}

/// A character of HTML by its name or number.
fn entity(text: &[u8]) -> Option<(Escaped, usize)> {
    const LONGEST: usize = 12;
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = str::from_utf8(text.get(1..end)?).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => NAMED.iter().find(|(_, known)| *known == name).map(|(c, _)| *c)?,
    };
    Some((Escaped::Character(character), end + 1))
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
    fn secrets_are_found_wherever_a_part_of_a_text_ends() {
        learn("begin-%-and-end-7");
        for before in WINDOW - 40..WINDOW + 5 {
            let text = format!("\\{}begin-%25-%61nd-end-7 %7", "x".repeat(before));
            let shown = masked(&text);
            assert!(shown.ends_with("x[REDACTED] %7") && shown.len() < text.len(), "{before}");
        }
        let twice = "%62egin-%25-and-end-7".repeat(2);
        assert_eq!(masked(&twice), MASK.repeat(2));
        for odd in ["%", "%4", "\\", "\\\\", "\\u12", "\\ud800", "&", "&#", "&#x;", "&amp", "&nothing;", "%é"] {
            assert_eq!(masked(odd), odd);
        }
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
        let long = (0..MOST).fold(known, |known, i| Known::with(Some(&known), &format!("{i}-long").repeat(400)));
        assert!(long.forms().is_some());
    }
}

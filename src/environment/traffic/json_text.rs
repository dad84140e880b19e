//! The scalars of a JSON text and where they stand: what is replaced in a body must leave every other byte as it was.

use std::ops::Range;

/// Levels that are followed; what nests deeper is passed over.
const MAX_DEPTH: usize = 200;

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// What a scalar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    /// A number, `true`, `false` or `null`.
    Word,
    /// A list or object without anything in it.
    Empty,
}

/// Calls `see` with the path, the place and the kind of every scalar and of every empty list and object, until it says `false`. False: the text is no JSON
/// (what was seen before its fault was seen).
pub(super) fn scalars(text: &str, mut see: impl FnMut(&[Step], Range<usize>, Kind) -> bool) -> bool {
    let mut path: Vec<Step> = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    let blank = |at: &mut usize| {
        while bytes.get(*at).is_some_and(u8::is_ascii_whitespace) {
            *at += 1;
        }
    };
    loop {
        // A value begins here.
        blank(&mut at);
        let Some(first) = bytes.get(at) else { return false };
        match first {
            b'{' | b'[' if path.len() >= MAX_DEPTH => return false,
            b'{' => {
                let start = at;
                at += 1;
                blank(&mut at);
                if bytes.get(at) == Some(&b'}') {
                    at += 1;
                    if !see(&path, start..at, Kind::Empty) {
                        return true;
                    }
                } else {
                    let Some(key) = key(text, &mut at) else { return false };
                    path.push(Step::Key(key));
                    continue;
                }
            }
            b'[' => {
                let start = at;
                at += 1;
                blank(&mut at);
                if bytes.get(at) == Some(&b']') {
                    at += 1;
                    if !see(&path, start..at, Kind::Empty) {
                        return true;
                    }
                } else {
                    path.push(Step::Index(0));
                    continue;
                }
            }
            b'"' => {
                let Some(end) = string_end(bytes, at) else { return false };
                if !see(&path, at..end, Kind::String) {
                    return true;
                }
                at = end;
            }
            _ => {
                let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
                let length = bytes.iter().skip(at).take_while(|byte| is_word(byte)).count();
                if length == 0 {
                    return false;
                }
                if !see(&path, at..at + length, Kind::Word) {
                    return true;
                }
                at += length;
            }
        }
        // A value has ended.
        loop {
            blank(&mut at);
            let Some(step) = path.last_mut() else { return at == bytes.len() };
            match (bytes.get(at), step) {
                (Some(b','), Step::Index(index)) => {
                    *index += 1;
                    at += 1;
                    break;
                }
                (Some(b','), Step::Key(name)) => {
                    at += 1;
                    blank(&mut at);
                    match key(text, &mut at) {
                        Some(next) => *name = next,
                        None => return false,
                    }
                    break;
                }
                (Some(b'}'), Step::Key(_)) | (Some(b']'), Step::Index(_)) => {
                    at += 1;
                    path.pop();
                }
                _ => return false,
            }
        }
    }
}

/// The value of a JSON string with its quotes.
pub(super) fn unquoted(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

/// Reads a key and its colon.
fn key(text: &str, at: &mut usize) -> Option<String> {
    let bytes = text.as_bytes();
    let end = if bytes.get(*at) == Some(&b'"') { string_end(bytes, *at)? } else { return None };
    let key = unquoted(text.get(*at..end)?)?;
    *at = end + bytes.iter().skip(end).take_while(|byte| byte.is_ascii_whitespace()).count();
    (bytes.get(*at) == Some(&b':')).then(|| *at += 1)?;
    Some(key)
}

/// Where a string ends, quotes included.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (bool, Vec<String>) {
        let mut all = Vec::new();
        let whole = scalars(text, |path, place, _| {
            let path: Vec<String> = path
                .iter()
                .map(|step| match step {
                    Step::Key(key) => key.clone(),
                    Step::Index(index) => index.to_string(),
                })
                .collect();
            all.push(format!("{}={}", path.join("."), &text[place]));
            true
        });
        (whole, all)
    }

    #[test]
    fn every_scalar_is_seen_where_it_stands() {
        let (whole, all) = seen(r#" {"a" : [1, {"b\"": "x\\"}, []], "c": {}, "d": null} "#);
        assert!(whole);
        assert_eq!(all, ["a.0=1", "a.1.b\"=\"x\\\\\"", "a.2=[]", "c={}", "d=null"]);
        assert_eq!(seen("7"), (true, vec!["=7".to_owned()]));
        assert_eq!(seen("[]"), (true, vec!["=[]".to_owned()]));
    }

    #[test]
    fn what_is_no_json_ends_without_harm() {
        for text in
            ["", "{", "{\"a\"", "{\"a\":1", "[1,", "[1}", "\"a", "{\"a\\", "nothing here", "[1]]", "{,}", "\"\\"]
        {
            assert!(!seen(text).0, "{text}");
        }
        assert!(!seen(&"[".repeat(1_000_000)).0);
    }
}

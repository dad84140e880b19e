//! Endpoints as people write them (Express 4) rewritten to the syntax of path-to-regexp 8.
//!
//! The rewrite is textual and happens in a fixed order, quirks included: a route that works on the reference
//! because of a quirk has to work here.

use std::borrow::Cow;

/// Joins prefix and endpoint (leading slash, no double slashes, blanks as `%20`): what logs, templates and transactions
/// show.
pub fn join(prefix: &str, endpoint: &str) -> String {
    let mut joined = String::with_capacity(prefix.len() + endpoint.len() + 2);
    push_deduped(&mut joined, "/");
    push_deduped(&mut joined, prefix);
    push_deduped(&mut joined, "/");
    if endpoint.contains(' ') {
        push_deduped(&mut joined, &endpoint.replace(' ', "%20"));
    } else {
        push_deduped(&mut joined, endpoint);
    }
    joined
}

/// The text with each run of slashes as one slash.
pub fn dedup_slashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_deduped(&mut out, text);
    out
}

/// Appends the text; of slashes in a row, over the seam too, one stays.
fn push_deduped(out: &mut String, text: &str) {
    let text = if out.ends_with('/') { text.trim_start_matches('/') } else { text };
    if !has_empty_segment(text) {
        out.push_str(text);
        return;
    }
    for (i, part) in text.split('/').enumerate() {
        if i > 0 && !out.ends_with('/') {
            out.push('/');
        }
        out.push_str(part);
    }
}

fn has_empty_segment(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'/', bytes).any(|slash| bytes.get(slash + 1) == Some(&b'/'))
}

/// A joined path in the syntax of path-to-regexp 8.
pub fn rewrite(path: &str) -> Cow<'_, str> {
    // Each rule needs one of these characters.
    if !path.bytes().any(|byte| matches!(byte, b'*' | b'(' | b'?' | b'+')) {
        return path.into();
    }
    let mut wildcards = 0;
    let path = replace(path, |text, _| wildcard(text, &mut wildcards));
    let path = replace(&path, |text, before| group(text, before, ")?"));
    let path = replace(&path, |text, before| group(text, before, ")"));
    let path = replace(&path, |text, _| optional_parameter(text));
    let path = replace(&path, |text, _| repeated_parameter(text));
    let path = replace(&path, |text, _| optional_repeated_parameter(text));
    let path = replace(&path, |text, before| literal(text, before, '?').map(|c| (2, format!("{{{c}}}"))));
    replace(&path, |text, before| literal(text, before, '+').map(|c| (2, format!("{c}{{{c}}}")))).into()
}

/// Replaces, from left to right, what `rule` recognises at the start of the rest of the text. The rule gets the
/// rest and the character before it, and says how many bytes it took and what they become.
fn replace(text: &str, mut rule: impl FnMut(&str, Option<char>) -> Option<(usize, String)>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let taken = match rule(rest, before) {
            Some((taken, replacement)) => {
                out.push_str(&replacement);
                taken
            }
            None => {
                out.push(c);
                c.len_utf8()
            }
        };
        let (done, left) = rest.split_at(taken);
        before = done.chars().next_back();
        rest = left;
    }
    out
}

/// `/*` not followed by a name: a wildcard called `wildcard0`, `wildcard1`...
fn wildcard(text: &str, count: &mut usize) -> Option<(usize, String)> {
    let after = text.strip_prefix("/*")?;
    if after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '"') {
        return None;
    }
    let name = format!("/*wildcard{count}");
    *count += 1;
    Some((2, name))
}

/// `(group)` with what must follow the content (`)?` or `)`): optional in both cases.
fn group(text: &str, before: Option<char>, end: &str) -> Option<(usize, String)> {
    let after = text.strip_prefix('(')?;
    let (content, _) = after.split_once(')')?;
    if before == Some('\\') || content.is_empty() || !after[content.len()..].starts_with(end) {
        return None;
    }
    Some((1 + content.len() + end.len(), format!("{{{content}}}")))
}

/// `/:name?` with its separator, which may also be `.`, `~` or `-`.
fn optional_parameter(text: &str) -> Option<(usize, String)> {
    let separator = text.chars().next().filter(|c| matches!(c, '/' | '.' | '~' | '-'))?;
    let name = name_before(text[1..].strip_prefix(':')?, '?')?;
    Some((3 + name.len(), format!("{{{separator}:{name}}}")))
}

/// `:name+`
fn repeated_parameter(text: &str) -> Option<(usize, String)> {
    let name = name_before(text.strip_prefix(':')?, '+')?;
    Some((2 + name.len(), format!("*{name}")))
}

/// `/:name*`
fn optional_repeated_parameter(text: &str) -> Option<(usize, String)> {
    let name = name_before(text.strip_prefix("/:")?, '*')?;
    Some((3 + name.len(), format!("{{/*{name}}}")))
}

/// An ASCII letter, digit or underscore with this quantifier behind it.
fn literal(text: &str, before: Option<char>, quantifier: char) -> Option<char> {
    let mut chars = text.chars();
    let c = chars.next().filter(|c| c.is_ascii_alphanumeric() || *c == '_')?;
    (before != Some('\\') && chars.next() == Some(quantifier)).then_some(c)
}

/// The identifier at the start of the text, if `end` follows it.
fn name_before(text: &str, end: char) -> Option<&str> {
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '$')).unwrap_or(text.len());
    let (name, rest) = text.split_at(length);
    let named = name.starts_with(|c: char| !c.is_ascii_digit());
    (named && rest.starts_with(end)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewrites_what_express_4_allowed() {
        for (endpoint, path) in [
            ("users/:id", "/users/:id"),
            ("users/:id?", "/users{/:id}"),
            ("file/:name.:ext?", "/file/:name{.:ext}"),
            ("files/:path+", "/files/*path"),
            ("files/:path*", "/files{/*path}"),
            ("*", "/*wildcard0"),
            ("a/*/b/*", "/a/*wildcard0/b/*wildcard1"),
            ("a/*rest", "/a/*rest"),
            ("abc*", "/abc*"),
            ("ab?cd", "/a{b}cd"),
            ("ab+cd", "/ab{b}cd"),
            ("ab(cd)?e", "/ab{cd}e"),
            ("ab(cd)e", "/ab{cd}e"),
            ("num/:id(\\d+)", "/num/:id{\\d+}"),
            ("(one|two)", "/{one|two}"),
            ("a\\(b", "/a\\(b"),
            ("q?x=1", "/{q}x=1"),
            ("a b", "/a%20b"),
            ("//a///b/", "/a/b/"),
            ("", "/"),
        ] {
            assert_eq!(rewrite(&join("", endpoint)), path, "{endpoint}");
        }
    }

    #[test]
    fn keeps_the_original_for_people() {
        assert_eq!(join("api/v1", "users/:id?"), "/api/v1/users/:id?");
        assert_eq!(join("api", ""), "/api/");
        assert_eq!(join("/api/", "//a///b"), "/api/a/b");
    }
}

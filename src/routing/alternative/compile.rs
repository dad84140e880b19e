//! From the tokens of a path to texts and captures: how far each capture may reach depends on its neighbours.

use super::super::error::PatternError;
use super::super::syntax::Token;
use super::{Alternative, Capture, Fallback, Stops};
use crate::js::Str;

/// Bytes of plain paths.
const PLAIN: [bool; 128] = {
    let mut plain = [false; 128];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'/' | b':' | b'-' | b'_' | b'.');
        byte += 1;
    }
    plain
};

/// What the row has seen since the last slash: decides how greedy the next capture may be.
#[derive(Default)]
struct Seen {
    parameter: bool,
    wildcard: bool,
}

impl Alternative {
    /// Compiles a path whose segments are plain or one parameter each, as most paths are: the same as [`Self::compile`]
    /// makes of it. `None` for any other.
    pub(in crate::routing) fn plain(path: &Str) -> Option<Self> {
        if !path.bytes().all(|byte| PLAIN.get(usize::from(byte)) == Some(&true)) {
            return None;
        }
        let (lead, mut rest) = until_parameter(path)?;
        if rest.is_empty() {
            return Some(Self::new(path.clone(), Vec::new()));
        }
        let mut captures = Vec::with_capacity(rest.bytes().filter(|byte| *byte == b':').count());
        while let Some(text) = rest.strip_prefix(':') {
            let (name, behind) = text.split_at(memchr::memchr(b'/', text.as_bytes()).unwrap_or(text.len()));
            let (then, next) = until_parameter(behind)?;
            let is_name = !name.starts_with(|c: char| c.is_ascii_digit())
                && !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !is_name {
                return None;
            }
            let (name, then) = (name.into(), then.into());
            captures.push(Capture { name, wildcard: false, until: Stops::Slash, fallback: None, then });
            rest = next;
        }
        Some(Self::new(lead.into(), captures))
    }

    /// Compiles a row without groups of the pattern that was written like this.
    pub(in crate::routing) fn compile(row: &[&Token], original: &Str) -> Result<Self, PatternError> {
        let mut lead = String::new();
        let mut captures: Vec<(Capture, String)> = Vec::new();
        let mut seen = Seen::default();
        // Text since the last capture, and text since the last wildcard as long as only texts followed it.
        let mut since = String::new();
        let mut since_wildcard = String::new();
        let wildcard_follows = wildcard_follows(row);
        for (i, token) in row.iter().enumerate() {
            match token {
                Token::Text(text) => {
                    since.push_str(text);
                    if captures.last().is_some_and(|(capture, _)| capture.wildcard) {
                        since_wildcard.push_str(text);
                    }
                    if text.contains('/') {
                        seen = Seen::default();
                    }
                    captures.last_mut().map_or(&mut lead, |(_, then)| then).push_str(text);
                }
                Token::Capture { name, .. } if !captures.is_empty() && since.is_empty() => {
                    return Err(PatternError::MissingTextBefore { name: name.clone() });
                }
                Token::Capture { name, wildcard } => {
                    let before = std::mem::take(&mut since);
                    let after = row.get(i + 1..).unwrap_or_default();
                    let (until, fallback) = if *wildcard {
                        let since_wildcard = std::mem::take(&mut since_wildcard);
                        wildcard_extent(&seen, before, since_wildcard)
                    } else {
                        let wildcard_follows = wildcard_follows.get(i).is_some_and(|follows| *follows);
                        parameter_extent(&seen, before, wildcard_follows, after)
                    };
                    if *wildcard {
                        seen.wildcard = true;
                    } else {
                        seen.parameter = true;
                    }
                    let fallback = fallback.map(Box::new);
                    let then = Str::default();
                    let capture = Capture { name: name.clone(), wildcard: *wildcard, until, fallback, then };
                    captures.push((capture, String::new()));
                }
                Token::Group(_) => {}
            }
        }
        let lead = if lead == *original { original.clone() } else { lead.into() };
        let complete = |(capture, then): (Capture, String)| Capture { then: then.into(), ..capture };
        Ok(Self::new(lead, captures.into_iter().map(complete).collect()))
    }
}

/// The text before the first parameter and from its colon on; `None` where a colon does not begin a segment.
fn until_parameter(text: &str) -> Option<(&str, &str)> {
    let Some(colon) = memchr::memchr(b':', text.as_bytes()) else { return Some((text, "")) };
    let (before, from) = text.split_at_checked(colon)?;
    before.ends_with('/').then_some((before, from))
}

/// How far a parameter reaches, given the text since the capture before it and what follows it.
fn parameter_extent(
    seen: &Seen,
    before: String,
    wildcard_follows: bool,
    after: &[&Token],
) -> (Stops, Option<Fallback>) {
    let slash = || "/".to_owned();
    if seen.wildcard {
        (stops([slash(), before]), None)
    } else if wildcard_follows {
        (stops([slash(), text_at_start(after)]), None)
    } else if seen.parameter {
        (stops([slash(), before.clone()]), Some(Fallback::Text(before)))
    } else {
        (stops([slash()]), None)
    }
}

/// How far a wildcard reaches, given the text since the capture before it and since the wildcard before it.
fn wildcard_extent(seen: &Seen, before: String, since_wildcard: String) -> (Stops, Option<Fallback>) {
    if seen.wildcard {
        (stops([before]), None)
    } else if since_wildcard.is_empty() {
        (Stops::Nothing, None)
    } else {
        (stops([since_wildcard]), Some(Fallback::Run(stops(["/".to_owned()]))))
    }
}

fn stops<const N: usize>(texts: [String; N]) -> Stops {
    let texts: Vec<String> = texts.into_iter().filter(|t| !t.is_empty()).collect();
    match texts.as_slice() {
        [] => Stops::Nothing,
        [slash] if slash == "/" => Stops::Slash,
        _ => Stops::Texts(texts.into()),
    }
}

/// For each token whether a wildcard follows in the same segment. Told for all at once, from the end: a segment may
/// have thousands of parameters.
fn wildcard_follows(row: &[&Token]) -> Vec<bool> {
    let mut follows = vec![false; row.len()];
    let mut wildcard = false;
    for (token, follows) in row.iter().zip(&mut follows).rev() {
        *follows = wildcard;
        match token {
            Token::Capture { wildcard: true, .. } => wildcard = true,
            Token::Text(text) if text.contains('/') => wildcard = false,
            _ => {}
        }
    }
    follows
}

fn text_at_start(tokens: &[&Token]) -> String {
    tokens.iter().map_while(|t| if let Token::Text(text) = t { Some(text.as_str()) } else { None }).collect()
}

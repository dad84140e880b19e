//! The path syntax of path-to-regexp 8: text, `:name`, `*name`, `{optional group}`, `\` escapes.

use std::sync::LazyLock;

use regex::Regex;

use super::error::PatternError;
use crate::js::Str;

/// More optional groups than this expand to more than the 256 combinations that are allowed.
const MAX_GROUPS: usize = 255;

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Literal characters.
    Text(String),
    /// One capture: a part of a segment, or with `wildcard` anything.
    Capture {
        /// Name of the parameter.
        name: Str,
        /// Whether slashes are captured too.
        wildcard: bool,
    },
    /// An optional group.
    Group(Vec<Token>),
}

/// Reads a path into tokens.
///
/// # Errors
/// On anything that path-to-regexp 8 refuses.
pub fn parse(path: &str) -> Result<Vec<Token>, PatternError> {
    let mut parser = Parser { path, at: 0, groups: 0 };
    parser.sequence(false)
}

struct Parser<'p> {
    path: &'p str,
    /// How many bytes have been read.
    at: usize,
    groups: usize,
}

impl<'p> Parser<'p> {
    fn rest(&self) -> &'p str {
        self.path.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The characters up to the next one that may mean something.
    fn run(&mut self) -> &'p str {
        let rest = self.rest();
        let special = |byte: &u8| {
            matches!(byte, b'\\' | b':' | b'*' | b'{' | b'}' | b'(' | b')' | b'[' | b']' | b'+' | b'?' | b'!')
        };
        let run = rest.bytes().position(|byte| special(&byte)).and_then(|end| rest.get(..end)).unwrap_or(rest);
        self.at += run.len();
        run
    }

    /// The place of the next character, counted in characters.
    fn index(&self) -> usize {
        self.path.get(..self.at).unwrap_or_default().chars().count()
    }

    fn sequence(&mut self, in_group: bool) -> Result<Vec<Token>, PatternError> {
        let mut tokens = Vec::new();
        let mut text = String::new();
        let flush = |text: &mut String, tokens: &mut Vec<Token>| {
            if !text.is_empty() {
                tokens.push(Token::Text(std::mem::take(text)));
            }
        };
        loop {
            text.push_str(self.run());
            let Some(c) = self.next() else { break };
            match c {
                '}' if in_group => {
                    flush(&mut text, &mut tokens);
                    return Ok(tokens);
                }
                '\\' => text.push(self.next().ok_or(PatternError::EscapeAtEnd)?),
                ':' | '*' => {
                    let name = self.name()?;
                    flush(&mut text, &mut tokens);
                    tokens.push(Token::Capture { name, wildcard: c == '*' });
                }
                '{' => {
                    self.groups += 1;
                    if self.groups > MAX_GROUPS {
                        return Err(PatternError::TooManyCombinations);
                    }
                    flush(&mut text, &mut tokens);
                    let group = self.sequence(true)?;
                    tokens.push(Token::Group(group));
                }
                '}' | '(' | ')' | '[' | ']' | '+' | '?' | '!' => {
                    return Err(PatternError::Unexpected { character: c, index: self.index() - 1 });
                }
                c => text.push(c),
            }
        }
        if in_group {
            return Err(PatternError::UnclosedGroup);
        }
        flush(&mut text, &mut tokens);
        Ok(tokens)
    }

    /// An identifier, or any text in double quotes.
    fn name(&mut self) -> Result<Str, PatternError> {
        let mut name = String::new();
        match self.peek() {
            Some('"') => {
                self.at += 1;
                loop {
                    match self.next().ok_or(PatternError::UnclosedQuote)? {
                        '"' => break,
                        '\\' => name.push(self.next().ok_or(PatternError::UnclosedQuote)?),
                        c => name.push(c),
                    }
                }
            }
            Some(c) if starts_name(c) => {
                while let Some(c) = self.peek().filter(|c| continues_name(*c)) {
                    name.push(c);
                    self.at += c.len_utf8();
                }
            }
            _ => {}
        }
        if name.is_empty() { Err(PatternError::MissingName { index: self.index() }) } else { Ok(Str::from(name)) }
    }
}

fn starts_name(c: char) -> bool {
    static ID_START: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{ID_Start}$").ok());
    matches!(c, '$' | '_') || c.is_ascii_alphabetic() || (!c.is_ascii() && is_match(&ID_START, c))
}

fn continues_name(c: char) -> bool {
    static ID_CONTINUE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{ID_Continue}$").ok());
    matches!(c, '$' | '_' | '\u{200c}' | '\u{200d}')
        || c.is_ascii_alphanumeric()
        || (!c.is_ascii() && is_match(&ID_CONTINUE, c))
}

fn is_match(regex: &LazyLock<Option<Regex>>, c: char) -> bool {
    regex.as_ref().is_some_and(|r| r.is_match(c.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(name: &str, wildcard: bool) -> Token {
        Token::Capture { name: name.into(), wildcard }
    }

    #[test]
    fn reads_text_captures_and_groups() {
        let tokens = parse(r#"/a\:b/:id{.:"x y"}/*rest"#).expect("valid");
        assert_eq!(
            tokens,
            [
                Token::Text("/a:b/".into()),
                capture("id", false),
                Token::Group(vec![Token::Text(".".into()), capture("x y", false)]),
                Token::Text("/".into()),
                capture("rest", true),
            ]
        );
    }

    #[test]
    fn names_may_hold_letters_of_any_script() {
        assert_eq!(parse("/:größe-x").expect("valid").get(1), Some(&capture("größe", false)));
        assert!(parse("/:1a").is_err());
    }

    #[test]
    fn refuses_what_the_reference_refuses() {
        for path in ["/a(b", "/a)", "/[a]", "/a!", "/a+", "/a?", "/:", "/*", "/{a", "/a}", "/a\\", "/:\"x", "/:\"\""] {
            assert!(parse(path).is_err(), "{path}");
        }
        assert!(parse(&"{".repeat(100_000)).is_err());
    }
}

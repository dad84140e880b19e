//! The tokens of a JMESPath.

use crate::js::{Str, Value, json, number};

/// Kinds of tokens, named as the package's messages name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    And,
    Assign,
    Colon,
    Comma,
    Current,
    Div,
    Divide,
    Dot,
    Eof,
    Eq,
    Expref,
    Filter,
    Flatten,
    Gt,
    Gte,
    Lbrace,
    Lbracket,
    Literal,
    Lparen,
    Lt,
    Lte,
    Minus,
    Modulo,
    Multiply,
    Ne,
    Not,
    Number,
    Or,
    Pipe,
    Plus,
    Question,
    QuotedIdentifier,
    Rbrace,
    Rbracket,
    Root,
    Rparen,
    Star,
    UnquotedIdentifier,
    Variable,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Eof | Self::Eq | Self::Gt | Self::Gte | Self::Lt | Self::Lte | Self::Ne => {
                f.write_str(&format!("{self:?}").to_uppercase())
            }
            _ => write!(f, "{self:?}"),
        }
    }
}

/// A token and its value: a name, a literal, a number, or the token's text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) value: Value,
}

impl Token {
    /// The value as a name.
    pub(super) fn name(&self) -> Str {
        self.value.to_str()
    }
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

/// Cuts the text into tokens, the last being [`Kind::Eof`].
pub(super) fn tokenize(text: &str) -> Result<Vec<Token>, String> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.peek(0) {
        if matches!(c, '\t' | '\n' | '\r' | ' ') {
            lexer.at += 1;
        } else {
            tokens.push(lexer.token(c)?);
        }
    }
    tokens.push(Token { kind: Kind::Eof, value: Value::from("") });
    Ok(tokens)
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// A character of a number, signs in its middle included.
fn is_num(c: char) -> bool {
    c.is_ascii_digit() || c == '-'
}

fn basic(c: char) -> Option<Kind> {
    Some(match c {
        '(' => Kind::Lparen,
        ')' => Kind::Rparen,
        '*' => Kind::Star,
        ',' => Kind::Comma,
        '.' => Kind::Dot,
        ':' => Kind::Colon,
        '@' => Kind::Current,
        ']' => Kind::Rbracket,
        '{' => Kind::Lbrace,
        '}' => Kind::Rbrace,
        '+' => Kind::Plus,
        '%' => Kind::Modulo,
        '?' => Kind::Question,
        '\u{2212}' => Kind::Minus,
        '\u{d7}' => Kind::Multiply,
        '\u{f7}' => Kind::Divide,
        _ => return None,
    })
}

impl Lexer {
    fn peek(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.chars.iter().take(end.min(self.chars.len())).skip(start).collect()
    }

    fn token(&mut self, c: char) -> Result<Token, String> {
        if starts_name(c) {
            return Ok(Token { kind: Kind::UnquotedIdentifier, value: self.name().into() });
        }
        if let Some(kind) = basic(c) {
            return Ok(self.take(kind, 1));
        }
        let next = self.peek(1);
        Ok(match c {
            '$' if next.is_some_and(starts_name) => {
                self.at += 1;
                Token { kind: Kind::Variable, value: self.name().into() }
            }
            '$' => self.take(Kind::Root, 1),
            '-' if !next.is_some_and(is_num) => self.take(Kind::Minus, 1),
            c if is_num(c) => {
                let start = self.at;
                while self.peek(0).is_some_and(is_num) {
                    self.at += 1;
                }
                Token { kind: Kind::Number, value: number::parse_int(&self.text(start, self.at)).into() }
            }
            '[' if next == Some('?') => self.take(Kind::Filter, 2),
            '[' if next == Some(']') => self.take(Kind::Flatten, 2),
            '[' => self.take(Kind::Lbracket, 1),
            '"' => Token { kind: Kind::QuotedIdentifier, value: self.quoted()? },
            '\'' => Token { kind: Kind::Literal, value: self.raw_string() },
            '`' => Token { kind: Kind::Literal, value: self.literal()? },
            '!' => self.either(next, '=', Kind::Not, Kind::Ne),
            '<' => self.either(next, '=', Kind::Lt, Kind::Lte),
            '>' => self.either(next, '=', Kind::Gt, Kind::Gte),
            '=' => self.either(next, '=', Kind::Assign, Kind::Eq),
            '&' => self.either(next, '&', Kind::Expref, Kind::And),
            '|' => self.either(next, '|', Kind::Pipe, Kind::Or),
            '/' => self.either(next, '/', Kind::Divide, Kind::Div),
            c => return Err(format!("Syntax error: unknown character: {c}")),
        })
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token {
        let value = Value::from(self.text(self.at, self.at + length));
        self.at += length;
        Token { kind, value }
    }

    fn either(&mut self, next: Option<char>, second: char, single: Kind, double: Kind) -> Token {
        if next == Some(second) { self.take(double, 2) } else { self.take(single, 1) }
    }

    fn name(&mut self) -> String {
        let start = self.at;
        while self.peek(0).is_some_and(|c| starts_name(c) || c.is_ascii_digit()) {
            self.at += 1;
        }
        self.text(start, self.at)
    }

    /// Moves behind the closing quote (or one past the end) and returns where the quote is.
    fn skip_to(&mut self, quote: char) -> usize {
        self.at += 1;
        while let Some(c) = self.peek(0).filter(|c| *c != quote) {
            let escape = c == '\\' && self.peek(1).is_some_and(|next| next == '\\' || next == quote);
            self.at += if escape { 2 } else { 1 };
        }
        let end = self.at;
        self.at += 1;
        end
    }

    fn quoted(&mut self) -> Result<Value, String> {
        let start = self.at;
        let end = self.skip_to('"');
        json::parse(&self.text(start, end + 1)).map_err(|_| "syntax: unexpected end of JSON input".to_owned())
    }

    fn raw_string(&mut self) -> Value {
        let start = self.at + 1;
        let end = self.skip_to('\'');
        Value::from(self.text(start, end).replace("\\\\", "\\").replace("\\'", "'"))
    }

    fn literal(&mut self) -> Result<Value, String> {
        let start = self.at + 1;
        let end = self.skip_to('`');
        let text = self.text(start, end);
        // Only the first escaped backtick is unescaped.
        let text = text.trim_start_matches(crate::js::text::is_js_space).replacen("\\`", "`", 1);
        let plausible = text.starts_with(['[', '{', '"', '-']) || text.starts_with(|c: char| c.is_ascii_digit());
        if (plausible || matches!(text.as_str(), "true" | "false" | "null"))
            && let Ok(value) = json::parse(&text)
        {
            return Ok(value);
        }
        let found = self.chars.get(end).map_or_else(|| "undefined".to_owned(), char::to_string);
        Err(format!("Syntax error: unexpected end of JSON input or invalid format for a JSON literal: {found}"))
    }
}

//! The tokens that a date is read from, one ahead.

use crate::js::text;

/// Numerals keep this many digits after their leading zeros, the others are dropped.
pub(super) const SIGNIFICANT_DIGITS: usize = 9;

/// What the reader looks for in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits: their value and how many they were.
    Number { value: i64, length: usize },
    /// One of `: - + . )`.
    Symbol(char),
    /// A word.
    Word { keyword: Keyword, length: usize },
    /// One white space character.
    Space,
    /// Anything else: skipped.
    Unknown,
    /// Nothing is left.
    End,
}

/// Words that mean something in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    /// Month, from 1.
    Month(i64),
    /// `am` or `pm`: hours to add.
    HalfDay(i64),
    /// A time zone: hours from UTC.
    Zone(i64),
    /// The `T` between date and time.
    TimeSeparator,
    /// No keyword.
    None,
}

impl Keyword {
    /// The keyword that a word starts with: three letters tell, only months may be longer.
    pub(super) fn of(prefix: [char; 3], length: usize) -> Self {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let word: String = prefix.iter().filter(|c| **c != '\0').collect();
        if let Some(month) = MONTHS.iter().position(|m| *m == word) {
            return Self::Month(month as i64 + 1);
        }
        if length > 3 {
            return Self::None;
        }
        match word.as_str() {
            "am" => Self::HalfDay(0),
            "pm" => Self::HalfDay(12),
            "ut" | "utc" | "z" | "gmt" => Self::Zone(0),
            "est" | "cdt" => Self::Zone(-5),
            "edt" => Self::Zone(-4),
            "cst" | "mdt" => Self::Zone(-6),
            "mst" | "pdt" => Self::Zone(-7),
            "pst" => Self::Zone(-8),
            "t" => Self::TimeSeparator,
            _ => Self::None,
        }
    }
}

/// Splits the text into tokens, one ahead.
pub(super) struct Tokens {
    chars: Vec<char>,
    at: usize,
    pub(super) next: Token,
}

impl Tokens {
    pub(super) fn new(text: &str) -> Self {
        let mut tokens = Self { chars: text.chars().collect(), at: 0, next: Token::End };
        tokens.next = tokens.scan();
        tokens
    }

    pub(super) fn take(&mut self) -> Token {
        let token = self.next;
        self.next = self.scan();
        token
    }

    pub(super) fn skip(&mut self, symbol: char) -> bool {
        let found = self.next == Token::Symbol(symbol);
        if found {
            self.take();
        }
        found
    }

    /// The value of a numeral of exactly `length` digits, without taking it.
    pub(super) fn fixed(&self, length: usize) -> Option<i64> {
        match self.next {
            Token::Number { value, length: found } if found == length => Some(value),
            _ => None,
        }
    }

    /// Takes a numeral of exactly two digits that is in this range.
    pub(super) fn two_digits(&mut self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let value = self.fixed(2).filter(|n| range.contains(n))?;
        self.take();
        Some(value)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn scan(&mut self) -> Token {
        let Some(c) = self.peek() else { return Token::End };
        match c {
            '\0' => Token::End,
            '0'..='9' => self.number(),
            ':' | '-' | '+' | '.' | ')' => {
                self.at += 1;
                Token::Symbol(c)
            }
            c if text::is_js_space(c) => {
                self.at += 1;
                Token::Space
            }
            c if c >= 'A' => self.word(),
            '(' => {
                self.skip_parentheses();
                Token::Unknown
            }
            _ => {
                self.at += 1;
                Token::Unknown
            }
        }
    }

    pub(super) fn number(&mut self) -> Token {
        let start = self.at;
        while self.peek() == Some('0') {
            self.at += 1;
        }
        let (mut value, mut digits) = (0i64, 0);
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            if digits < SIGNIFICANT_DIGITS {
                value = value * 10 + i64::from(digit);
            }
            digits += 1;
            self.at += 1;
        }
        Token::Number { value, length: self.at - start }
    }

    pub(super) fn word(&mut self) -> Token {
        let mut prefix = ['\0'; 3];
        let mut length = 0;
        while let Some(c) = self.peek().filter(|c| *c >= 'A' && !text::is_js_space(*c)) {
            if let Some(slot) = prefix.get_mut(length) {
                *slot = c.to_ascii_lowercase();
            }
            length += 1;
            self.at += 1;
        }
        Token::Word { keyword: Keyword::of(prefix, length), length }
    }

    pub(super) fn skip_parentheses(&mut self) {
        let mut open = 0;
        while let Some(c) = self.peek() {
            match c {
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open <= 0 {
                return;
            }
        }
    }
}

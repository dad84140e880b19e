//! What stands behind a backslash.

use regex_syntax::hir::{self, Hir, HirKind};

use super::{NAMED, Parsed, Parser};
use crate::js::regex::ast::{Class, ClassItem, Node};
use crate::js::text;

impl Parser {
    /// What stands behind a backslash outside of classes.
    pub(super) fn escape(&mut self) -> Parsed<Node> {
        let Some(c) = self.peek() else { return Err("\\ at end of pattern") };
        let class = |item| Node::Class(Class { negated: false, items: vec![item] });
        match c {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => {
                self.at += 1;
                Ok(class(shorthand(c)))
            }
            'p' | 'P' if self.unicode => {
                self.at += 1;
                self.property(c).map(class)
            }
            '1'..='9' => {
                let start = self.at;
                if let Some(n) = self.decimal()
                    && n <= self.all_groups
                {
                    return Ok(Node::Backreference(n));
                }
                self.at = start;
                self.character_escape(false).map(Node::Char)
            }
            'k' if self.has_names || self.unicode => {
                self.at += 1;
                if !self.eat('<') {
                    return Err("Invalid named reference");
                }
                let name = self.group_name()?;
                let index = self.references.len() as u32;
                self.references.push(name);
                Ok(Node::Backreference(NAMED - index))
            }
            _ => self.character_escape(false).map(Node::Char),
        }
    }

    /// An escape that stands for one character, with the leniencies of Annex B.
    pub(super) fn character_escape(&mut self, in_class: bool) -> Parsed<char> {
        let Some(c) = self.peek() else { return Err("\\ at end of pattern") };
        self.at += 1;
        if self.unicode {
            return self.strict_escape(c, in_class);
        }
        Ok(match c {
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => self.control(letter),
                Some(letter) if in_class && (letter.is_ascii_digit() || letter == '_') => self.control(letter),
                // The backslash stands for itself, and the `c` is read again.
                _ => {
                    self.at -= 1;
                    '\\'
                }
            },
            'x' => self.hex(2).and_then(char::from_u32).unwrap_or('x'),
            'u' => self.unicode(),
            '0'..='7' => self.octal(c),
            c => c,
        })
    }

    /// The same as the flag `u` has it.
    fn strict_escape(&mut self, c: char, in_class: bool) -> Parsed<char> {
        match c {
            'f' => Ok('\u{c}'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'v' => Ok('\u{b}'),
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() => Ok(self.control(letter)),
                _ => Err("Invalid unicode escape"),
            },
            'x' => self.hex(2).and_then(char::from_u32).ok_or("Invalid escape"),
            'u' => self.character().ok_or("Invalid Unicode escape"),
            '0' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => Ok('\0'),
            '0'..='9' => Err(if in_class { "Invalid class escape" } else { "Invalid decimal escape" }),
            '-' if in_class => Ok('-'),
            c if "^$\\.*+?()[]{}|/".contains(c) => Ok(c),
            _ => Err("Invalid escape"),
        }
    }

    /// `\u{X}`, or `\uXXXX` where two halves make one character.
    fn character(&mut self) -> Option<char> {
        if self.eat('{') {
            let mut code = 0u32;
            let start = self.at;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                code = code.checked_mul(16)?.checked_add(digit).filter(|code| *code <= char::MAX as u32)?;
                self.at += 1;
            }
            let closed = self.at > start && self.eat('}');
            return closed.then(|| char::from_u32(code).unwrap_or_else(|| text::carrier(code as u16)));
        }
        let unit = self.hex(4)?;
        let behind = self.at;
        if (0xD800..0xDC00).contains(&unit)
            && self.eat('\\')
            && self.eat('u')
            && let Some(low @ 0xDC00..0xE000) = self.hex(4)
        {
            return char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
        }
        self.at = behind;
        Some(char::from_u32(unit).unwrap_or_else(|| text::carrier(unit as u16)))
    }

    /// The characters of `\p{...}` or `\P{...}`, behind the letter.
    pub(super) fn property(&mut self, letter: char) -> Parsed<ClassItem> {
        const INVALID: &str = "Invalid property name";
        let start = self.at + 1;
        if !self.eat('{') {
            return Err(INVALID);
        }
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '=')) {
            self.at += 1;
        }
        let name: String = self.chars.iter().take(self.at).skip(start).collect();
        if !self.eat('}') {
            return Err(INVALID);
        }
        let read = |letter, name: &str| regex_syntax::parse(&format!(r"\{letter}{{{name}}}")).ok();
        // Scripts have to be called so, though the engines know them by their names alone.
        let script = !name.contains('=') && read('p', &format!("gc={name}")).is_none();
        if script && read('p', &format!("sc={name}")).is_some() {
            return Err(INVALID);
        }
        match read(letter, &name).map(Hir::into_kind) {
            Some(HirKind::Class(hir::Class::Unicode(class))) => {
                Ok(ClassItem::Property(class.ranges().iter().map(|range| (range.start(), range.end())).collect()))
            }
            // Properties of a single character.
            Some(HirKind::Literal(hir::Literal(bytes))) => {
                let text = str::from_utf8(&bytes).map_err(|_| INVALID)?;
                Ok(ClassItem::Property(text.chars().map(|c| (c, c)).collect()))
            }
            _ => Err(INVALID),
        }
    }

    fn control(&mut self, letter: char) -> char {
        self.at += 1;
        char::from(letter as u8 % 32)
    }

    /// `\uXXXX`: one UTF-16 unit.
    fn unicode(&mut self) -> char {
        let Some(unit) = self.hex(4) else { return 'u' };
        char::from_u32(unit).unwrap_or_else(|| text::carrier(unit as u16))
    }

    fn octal(&mut self, first: char) -> char {
        let mut n = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if n * 8 + digit <= 0o377 => {
                    n = n * 8 + digit;
                    self.at += 1;
                }
                _ => break,
            }
        }
        char::from_u32(n).unwrap_or('\0')
    }
}

pub(super) fn shorthand(c: char) -> ClassItem {
    let opposite = c.is_ascii_uppercase();
    match c.to_ascii_lowercase() {
        'd' => ClassItem::Digit(opposite),
        'w' => ClassItem::Word(opposite),
        _ => ClassItem::Space(opposite),
    }
}

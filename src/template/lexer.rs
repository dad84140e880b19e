//! Cuts a template into tokens. A stack of modes decides what the next characters can be: text, the inside of
//! a tag, text after an escaped tag, a long comment, or the inside of a raw block.

use std::borrow::Cow;

use super::error;
use super::render_context::RenderError;
use super::token::{Kind, Token};
use crate::js::text::is_js_space;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Text up to the next `{{`.
    Text,
    /// Between `{{` and `}}`.
    Tag,
    /// Text that starts with an escaped `{{`.
    Escaped,
    /// Inside `{{!-- --}}`.
    Comment,
    /// Inside a raw block.
    Raw,
}

/// What a rule of the lexer found: a token or something to skip, and how many bytes it takes.
type Lexed<'s> = (Option<Kind>, usize, Cow<'s, str>);

/// The lexer.
pub struct Lexer<'s> {
    source: &'s str,
    pos: usize,
    modes: Vec<Mode>,
    /// Line breaks before `pos`.
    line: usize,
    /// The first NUL from the last text on, or the end: no text goes past it.
    nul: usize,
    /// Offsets and lengths of the starts of long comments: the reference reads these characters twice, which
    /// shows in the text that its error messages quote.
    reread: Vec<(usize, usize)>,
}

impl<'s> Lexer<'s> {
    /// A lexer at the start of the template.
    pub fn new(source: &'s str) -> Self {
        Self { source, pos: 0, modes: vec![Mode::Text], line: 0, nul: nul_from(source, 0), reread: Vec::new() }
    }

    /// The template.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The next token.
    ///
    /// # Errors
    /// When no token can start here (an unclosed comment or raw block, a NUL).
    pub fn next_token(&mut self) -> Result<Token<'s>, RenderError> {
        loop {
            let start = self.pos;
            let rest = self.source.get(start..).unwrap_or_default();
            let found = match self.modes.last().copied().unwrap_or(Mode::Text) {
                Mode::Text => self.text(rest),
                Mode::Tag => self.tag(rest),
                Mode::Escaped => self.escaped(rest),
                Mode::Comment => self.comment(rest),
                Mode::Raw => self.raw(rest),
            };
            let Some((kind, length, text)) = found else {
                let line = self.line + 1;
                let around = error::pointer(&self.consumed(start), "", rest);
                return Err(RenderError::new(format!("Lexical error on line {line}. Unrecognized text.\n{around}")));
            };
            self.pos = start + length;
            self.line += rest.get(..length).map_or(0, error::line_breaks);
            if let Some(kind) = kind {
                return Ok(Token { kind, text, start, line: self.line });
            }
        }
    }

    /// The pointer of an error message at the token that was read last.
    pub fn pointer_at(&self, token: &Token<'s>) -> String {
        let matched = self.source.get(token.start..self.pos).unwrap_or_default();
        error::pointer(&self.consumed(token.start), matched, self.source.get(self.pos..).unwrap_or_default())
    }

    /// What was read before the offset, characters read twice twice.
    fn consumed(&self, end: usize) -> String {
        let mut out = String::new();
        let mut from = 0;
        for &(at, length) in &self.reread {
            out.push_str(self.source.get(from..at).unwrap_or_default());
            out.push_str(self.source.get(at..at + length).unwrap_or_default());
            from = at;
        }
        out.push_str(self.source.get(from..end).unwrap_or_default());
        out
    }

    /// What comes before a NUL, all of it if there is none.
    fn up_to_nul(&mut self, rest: &'s str) -> &'s str {
        if self.nul < self.pos {
            self.nul = nul_from(self.source, self.pos);
        }
        self.source.get(self.pos..self.nul).unwrap_or(rest)
    }

    fn text(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        if rest.is_empty() {
            return Some((Some(Kind::Eof), 0, Cow::Borrowed("")));
        }
        let plain = self.up_to_nul(rest);
        let Some(open) = first_tag(plain) else {
            return (!plain.is_empty()).then_some((Some(Kind::Content), plain.len(), Cow::Borrowed(plain)));
        };
        let mut text = &plain[..open];
        if let Some(single) = text.strip_suffix('\\') {
            self.modes.push(if single.ends_with('\\') { Mode::Tag } else { Mode::Escaped });
            text = single;
        } else {
            self.modes.push(Mode::Tag);
        }
        Some(((!text.is_empty()).then_some(Kind::Content), open, Cow::Borrowed(text)))
    }

    /// Text from an escaped `{{` to the next tag or to the backslashes before it.
    fn escaped(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        let plain = self.up_to_nul(rest);
        let after = plain.get(2..)?;
        let end = match first_tag(after) {
            Some(open) => {
                let before = &after[..open];
                let backslashes = before.len() - before.trim_end_matches('\\').len();
                2 + open - backslashes.min(2)
            }
            None if plain.len() == rest.len() => plain.len(),
            None => return None,
        };
        self.modes.pop();
        Some((Some(Kind::Content), end, Cow::Borrowed(&rest[..end])))
    }

    fn comment(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        let end = comment_end(rest)?;
        self.modes.pop();
        Some((Some(Kind::Comment), end, Cow::Borrowed(&rest[..end])))
    }

    fn raw(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        if rest.is_empty() {
            return Some((Some(Kind::End), 0, Cow::Borrowed("")));
        }
        if let Some(after) = rest.strip_prefix("{{{{") {
            if !after.is_empty() && !after.starts_with('/') {
                self.modes.push(Mode::Raw);
                return Some((Some(Kind::Content), 4, Cow::Borrowed(&rest[..4])));
            }
            if let Some(name) = after.strip_prefix('/') {
                let length = identifier(name);
                if length > 0 && name[length..].starts_with("}}}}") {
                    self.modes.pop();
                    let whole = 5 + length + 4;
                    return Some(if self.modes.last() == Some(&Mode::Raw) {
                        (Some(Kind::Content), whole, Cow::Borrowed(&rest[..whole]))
                    } else {
                        (Some(Kind::EndRawBlock), whole, Cow::Borrowed(&name[..length]))
                    });
                }
            }
        }
        let plain = self.up_to_nul(rest);
        let first = plain.chars().next()?.len_utf8();
        let end = first + plain[first..].find("{{{{")?;
        Some((Some(Kind::Content), end, Cow::Borrowed(&rest[..end])))
    }

    fn tag(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        let Some(first) = rest.chars().next() else {
            return Some((Some(Kind::Eof), 0, Cow::Borrowed("")));
        };
        let token = |kind, length: usize| Some((Some(kind), length, Cow::Borrowed(&rest[..length])));
        match first {
            '(' => return token(Kind::OpenSexpr, 1),
            ')' => return token(Kind::CloseSexpr, 1),
            '{' if rest.starts_with("{{") => return self.opening(rest),
            '}' | '~' => {
                if rest.starts_with("}}}}") {
                    self.modes.pop();
                    self.modes.push(Mode::Raw);
                    return token(Kind::CloseRawBlock, 4);
                }
                for (text, kind) in [
                    ("}}}", Kind::CloseUnescaped),
                    ("}~}}", Kind::CloseUnescaped),
                    ("}}", Kind::Close),
                    ("~}}", Kind::Close),
                ] {
                    if rest.starts_with(text) {
                        self.modes.pop();
                        return token(kind, text.len());
                    }
                }
            }
            '=' => return token(Kind::Equals, 1),
            '.' if rest.starts_with("..") => return token(Kind::Id, 2),
            '.' if rest[1..].starts_with(ends_identifier) => return token(Kind::Id, 1),
            '.' | '/' => return token(Kind::Sep, 1),
            '"' | '\'' => {
                if let Some(length) = delimited(rest, first) {
                    let escape: &str = if first == '"' { "\\\"" } else { "\\'" };
                    let inner = &rest[1..length - 1];
                    let text = if inner.contains('\\') {
                        Cow::Owned(inner.replace(escape, &escape[1..]))
                    } else {
                        Cow::Borrowed(inner)
                    };
                    return Some((Some(Kind::String), length, text));
                }
            }
            '@' => return token(Kind::Data, 1),
            '|' => return token(Kind::CloseBlockParams, 1),
            '[' => {
                if let Some(length) = delimited(rest, ']') {
                    return Some((Some(Kind::Id), length, unescape_brackets(&rest[..length])));
                }
            }
            c if is_js_space(c) => {
                let length = rest.len() - rest.trim_start_matches(is_js_space).len();
                return Some((None, length, Cow::Borrowed("")));
            }
            _ => {
                if let Some((kind, length)) = word(rest) {
                    return token(kind, length);
                }
            }
        }
        token(Kind::Invalid, first.len_utf8())
    }

    /// A token that starts with `{{`.
    fn opening(&mut self, rest: &'s str) -> Option<Lexed<'s>> {
        let token = |kind, length: usize| Some((Some(kind), length, Cow::Borrowed(&rest[..length])));
        if rest.starts_with("{{{{") {
            return token(Kind::OpenRawBlock, 4);
        }
        let head = if rest[2..].starts_with('~') { 3 } else { 2 };
        let after = &rest[head..];
        if let Some(inverse) = after.strip_prefix('^') {
            return match closes(inverse) {
                Some(length) => {
                    self.modes.pop();
                    token(Kind::Inverse, head + 1 + length)
                }
                None => token(Kind::OpenInverse, head + 1),
            };
        }
        let blanks = after.len() - after.trim_start_matches(is_js_space).len();
        if let Some(inverse) = after[blanks..].strip_prefix("else") {
            let head = head + blanks + 4;
            if let Some(length) = closes(inverse) {
                self.modes.pop();
                return token(Kind::Inverse, head + length);
            }
            if !inverse.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
                return token(Kind::OpenInverseChain, head);
            }
        }
        if after.starts_with("!--") {
            self.modes.pop();
            self.modes.push(Mode::Comment);
            self.reread.push((self.pos, head + 2));
            return Some((None, 0, Cow::Borrowed("")));
        }
        if after.starts_with('!')
            && let Some(end) = after.find("}}")
        {
            self.modes.pop();
            return token(Kind::Comment, head + end + 2);
        }
        let (kind, more) = match after.as_bytes() {
            [b'>', ..] => (Kind::OpenPartial, 1),
            [b'#', b'>', ..] => (Kind::OpenPartialBlock, 2),
            [b'#', b'*', ..] => (Kind::OpenBlock, 2),
            [b'#', ..] => (Kind::OpenBlock, 1),
            [b'/', ..] => (Kind::OpenEndBlock, 1),
            [b'{', ..] => (Kind::OpenUnescaped, 1),
            [b'&', ..] | [b'*', ..] => (Kind::Open, 1),
            _ => (Kind::Open, 0),
        };
        token(kind, head + more)
    }
}

/// Where the first `{{` of a text is.
pub fn first_tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|brace| bytes.get(brace + 1) == Some(&b'{'))
}

/// Where the first NUL of a text is from here on, its end if there is none.
fn nul_from(text: &str, from: usize) -> usize {
    let nul = text.as_bytes().get(from..).and_then(|rest| memchr::memchr(0, rest));
    nul.map_or(text.len(), |nul| from + nul)
}

/// The end of `... --}}` or `... --~}}`.
fn comment_end(rest: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(dashes) = rest.get(from..)?.find("--") {
        let after = from + dashes + 2;
        for close in ["}}", "~}}"] {
            if rest[after..].starts_with(close) {
                return Some(after + close.len());
            }
        }
        from += dashes + 1;
    }
    None
}

/// The length of blanks, an optional `~` and `}}`.
fn closes(rest: &str) -> Option<usize> {
    let after = rest.trim_start_matches(is_js_space);
    let after = after.strip_prefix('~').unwrap_or(after);
    after.strip_prefix("}}").map(|tail| rest.len() - tail.len())
}

/// A keyword, number, block parameter opener or identifier.
fn word(rest: &str) -> Option<(Kind, usize)> {
    let ends_literal =
        |length: usize| rest[length..].starts_with(|c: char| matches!(c, '~' | '}' | ')') || is_js_space(c));
    for (text, kind) in
        [("true", Kind::Boolean), ("false", Kind::Boolean), ("undefined", Kind::Undefined), ("null", Kind::Null)]
    {
        if rest.starts_with(text) && ends_literal(text.len()) {
            return Some((kind, text.len()));
        }
    }
    let number = number(rest);
    if number > 0 && ends_literal(number) {
        return Some((Kind::Number, number));
    }
    if let Some(after) = rest.strip_prefix("as") {
        let bar = after.trim_start_matches(is_js_space);
        if bar.len() < after.len() && bar.starts_with('|') {
            return Some((Kind::OpenBlockParams, rest.len() - bar.len() + 1));
        }
    }
    let length = identifier(rest);
    (length > 0 && rest[length..].starts_with(ends_identifier)).then_some((Kind::Id, length))
}

/// The length of the number that the text starts with, 0 if there is none.
fn number(rest: &str) -> usize {
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(rest.starts_with('-'));
    let whole = digits(sign);
    if whole == 0 {
        return 0;
    }
    let end = sign + whole;
    match rest[end..].starts_with('.').then(|| digits(end + 1)) {
        Some(fraction) if fraction > 0 => end + 1 + fraction,
        _ => end,
    }
}

/// The length of the identifier that the text starts with.
fn identifier(rest: &str) -> usize {
    rest.find(|c: char| {
        matches!(c, '!' | '"' | '#' | '%'..=',' | '.' | '/' | ';'..='>' | '@' | '['..='^' | '`' | '{'..='~')
            || is_js_space(c)
    })
    .unwrap_or(rest.len())
}

/// What may follow an identifier.
fn ends_identifier(c: char) -> bool {
    matches!(c, '=' | '~' | '}' | '/' | '.' | ')' | '|') || is_js_space(c)
}

/// The length of a text up to its closing character. A backslash escapes that character, unless there would be no
/// end then: in that case the last escaped one closes.
fn delimited(rest: &str, close: char) -> Option<usize> {
    let mut last_escaped = None;
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == close {
            return Some(at + 1);
        }
        if c == '\\'
            && let Some((next, _)) = chars.next_if(|(_, next)| *next == close)
        {
            last_escaped = Some(next + 1);
        }
    }
    last_escaped
}

/// `[a\]b]` without the backslashes before `\` and `]`.
fn unescape_brackets(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.next_if(|next| c == '\\' && matches!(next, '\\' | ']')) {
            Some(escaped) => out.push(escaped),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

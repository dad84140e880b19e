//! The syntax of ECMAScript's regular expressions without the flag `v`, refused in V8's words. Without the flag `u` it
//! has the leniencies of Annex B.

mod escape;

use super::ast::{Class, ClassItem, Node};
use escape::shorthand;

/// How deep groups may nest.
const MAX_DEPTH: usize = 200;

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    /// Groups opened so far.
    groups: u32,
    /// Groups in the whole pattern: only up to it a decimal escape is a back reference.
    all_groups: u32,
    names: Vec<(String, u32)>,
    /// `\k<name>` seen, to be resolved at the end; by position in the tree's order.
    references: Vec<String>,
    has_names: bool,
    /// Whether the flag `u` is set.
    unicode: bool,
}

type Parsed<T> = Result<T, &'static str>;

/// Reads a pattern; the error is V8's reason.
pub(super) fn parse(pattern: &str, unicode: bool) -> Parsed<Node> {
    let chars: Vec<char> = pattern.chars().collect();
    let (all_groups, has_names) = count_groups(&chars);
    let (names, references) = (Vec::new(), Vec::new());
    let mut parser = Parser { chars, at: 0, depth: 0, groups: 0, all_groups, names, references, has_names, unicode };
    let mut root = parser.disjunction()?;
    if parser.at < parser.chars.len() {
        return Err("Unmatched ')'");
    }
    if parser.references.iter().any(|name| !parser.names.iter().any(|(n, _)| n == name)) {
        return Err("Invalid named capture referenced");
    }
    resolve(&mut root, &parser.references, &parser.names);
    Ok(root)
}

/// References by name are numbered from here down until they are resolved.
const NAMED: u32 = u32::MAX;

fn resolve(node: &mut Node, references: &[String], names: &[(String, u32)]) {
    match node {
        Node::Backreference(n) => {
            let name = references.get((NAMED - *n) as usize);
            if let Some((_, group)) = names.iter().find(|(group_name, _)| Some(group_name) == name) {
                *n = *group;
            }
        }
        Node::Group(_, inner) | Node::Look { inner, .. } | Node::Repeat { inner, .. } => {
            resolve(inner, references, names)
        }
        Node::Concat(nodes) | Node::Alternation(nodes) => {
            nodes.iter_mut().for_each(|node| resolve(node, references, names));
        }
        _ => {}
    }
}

/// How many capturing groups a pattern opens, and whether one has a name.
fn count_groups(chars: &[char]) -> (u32, bool) {
    let (mut groups, mut named, mut in_class, mut i) = (0, false, false, 0);
    let at = |i: usize| chars.get(i).copied();
    while let Some(c) = at(i) {
        match c {
            '\\' => i += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                if at(i + 1) != Some('?') {
                    groups += 1;
                } else if at(i + 2) == Some('<') && !matches!(at(i + 3), Some('=' | '!')) {
                    groups += 1;
                    named = true;
                }
            }
            _ => {}
        }
        i += 1;
    }
    (groups, named)
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek_at(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    fn disjunction(&mut self) -> Parsed<Node> {
        if self.depth >= MAX_DEPTH {
            return Err("Regular expression too large");
        }
        self.depth += 1;
        let mut alternatives = vec![self.alternative()?];
        while self.eat('|') {
            alternatives.push(self.alternative()?);
        }
        self.depth -= 1;
        Ok(if alternatives.len() == 1 { alternatives.remove(0) } else { Node::Alternation(alternatives) })
    }

    fn alternative(&mut self) -> Parsed<Node> {
        let mut terms = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '|' | ')' => break,
                '^' => {
                    self.at += 1;
                    terms.push(Node::Start);
                    continue;
                }
                '$' => {
                    self.at += 1;
                    terms.push(Node::End);
                    continue;
                }
                '\\' if matches!(self.peek_at(1), Some('b' | 'B')) => {
                    terms.push(Node::Boundary(self.peek_at(1) == Some('B')));
                    self.at += 2;
                    continue;
                }
                _ => {}
            }
            let (atom, quantifiable) = self.atom(c)?;
            terms.push(self.quantified(atom, quantifiable)?);
        }
        Ok(match terms.len() {
            0 => Node::Empty,
            1 => terms.remove(0),
            _ => Node::Concat(terms),
        })
    }

    fn atom(&mut self, c: char) -> Parsed<(Node, bool)> {
        self.at += 1;
        Ok((
            match c {
                '(' => return self.group(),
                '.' => Node::Dot,
                '[' => Node::Class(self.class()?),
                '*' | '+' | '?' => return Err("Nothing to repeat"),
                '{' => {
                    let start = self.at;
                    if self.bounds().is_some() || self.unicode {
                        return Err("Nothing to repeat");
                    }
                    self.at = start;
                    Node::Char('{')
                }
                '\\' => self.escape()?,
                ']' | '}' if self.unicode => return Err("Lone quantifier brackets"),
                c => Node::Char(c),
            },
            true,
        ))
    }

    fn group(&mut self) -> Parsed<(Node, bool)> {
        if !self.eat('?') {
            return self.capture(None);
        }
        let (behind, negative) = match (self.peek(), self.peek_at(1)) {
            (Some(':'), _) => {
                self.at += 1;
                let inner = self.disjunction()?;
                self.close()?;
                // Kept as a node of its own: what is quantified is the whole.
                return Ok((Node::Concat(vec![inner]), true));
            }
            (Some('='), _) => (false, false),
            (Some('!'), _) => (false, true),
            (Some('<'), Some('=')) => (true, false),
            (Some('<'), Some('!')) => (true, true),
            (Some('<'), _) => {
                self.at += 1;
                let name = self.group_name()?;
                if self.names.iter().any(|(n, _)| *n == name) {
                    return Err("Duplicate capture group name");
                }
                return self.capture(Some(name));
            }
            _ => return Err("Invalid group"),
        };
        self.at += if behind { 2 } else { 1 };
        let inner = Box::new(self.disjunction()?);
        self.close()?;
        Ok((Node::Look { behind, negative, inner }, !behind && !self.unicode))
    }

    fn capture(&mut self, name: Option<String>) -> Parsed<(Node, bool)> {
        self.groups += 1;
        let number = self.groups;
        self.names.extend(name.map(|name| (name, number)));
        let inner = self.disjunction()?;
        self.close()?;
        Ok((Node::Group(number, Box::new(inner)), true))
    }

    fn close(&mut self) -> Parsed<()> {
        if self.eat(')') { Ok(()) } else { Err("Unterminated group") }
    }

    /// A name up to `>`, behind `<`.
    fn group_name(&mut self) -> Parsed<String> {
        const INVALID: &str = "Invalid capture group name";
        let mut name = String::new();
        loop {
            let mut c = self.peek().ok_or(INVALID)?;
            self.at += 1;
            if c == '>' && !name.is_empty() {
                return Ok(name);
            }
            if c == '\\' {
                if !self.eat('u') {
                    return Err("Invalid Unicode escape");
                }
                let code = if self.eat('{') {
                    let start = self.at;
                    while self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                        self.at += 1;
                    }
                    let digits: String = self.chars.iter().take(self.at).skip(start).collect();
                    if !self.eat('}') {
                        return Err("Invalid Unicode escape");
                    }
                    u32::from_str_radix(&digits, 16).ok()
                } else {
                    self.hex(4)
                };
                c = code.and_then(char::from_u32).ok_or("Invalid Unicode escape")?;
            }
            let letter = c == '$' || c == '_' || c.is_alphabetic();
            let later = c.is_numeric() || matches!(c, '\u{200c}' | '\u{200d}');
            if !letter && (name.is_empty() || !later) {
                return Err(INVALID);
            }
            name.push(c);
        }
    }

    fn quantified(&mut self, atom: Node, quantifiable: bool) -> Parsed<Node> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces()? {
                Some(bounds) => {
                    // Leaves the position behind the brace; the others are at their sign.
                    self.at -= 1;
                    bounds
                }
                None if self.unicode => return Err("Incomplete quantifier"),
                None => return Ok(atom),
            },
            _ => return Ok(atom),
        };
        self.at += 1;
        let greedy = !self.eat('?');
        if !quantifiable {
            return Err("Invalid quantifier");
        }
        Ok(Node::Repeat { inner: Box::new(atom), min, max, greedy })
    }

    /// `{min}`, `{min,}` or `{min,max}`; nothing is taken if it is none of them.
    fn braces(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let start = self.at;
        self.at += 1;
        let bounds = self.bounds();
        match bounds {
            Some((min, max)) => {
                if max.is_some_and(|max| max < min) {
                    return Err("numbers out of order in {} quantifier");
                }
                Ok(bounds)
            }
            None => {
                self.at = start;
                Ok(None)
            }
        }
    }

    fn bounds(&mut self) -> Option<(u32, Option<u32>)> {
        let min = self.decimal()?;
        if self.eat('}') {
            return Some((min, Some(min)));
        }
        if !self.eat(',') {
            return None;
        }
        if self.eat('}') {
            return Some((min, None));
        }
        let max = self.decimal()?;
        // V8 takes a number beyond its range for no limit.
        self.eat('}').then_some((min, Some(max).filter(|max| *max != u32::MAX)))
    }

    fn decimal(&mut self) -> Option<u32> {
        let start = self.at;
        let mut n = 0u32;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            n = n.saturating_mul(10).saturating_add(digit);
            self.at += 1;
        }
        (self.at > start).then_some(n)
    }

    /// So many hexadecimal digits; nothing is taken if they are not there.
    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut n = 0;
        for i in 0..digits {
            n = n * 16 + self.peek_at(i)?.to_digit(16)?;
        }
        self.at += digits;
        Some(n)
    }

    /// A class, behind its opening bracket.
    fn class(&mut self) -> Parsed<Class> {
        let negated = self.eat('^');
        let mut items = Vec::new();
        loop {
            match self.peek() {
                None => return Err("Unterminated character class"),
                Some(']') => {
                    self.at += 1;
                    return Ok(Class { negated, items });
                }
                Some(_) => {}
            }
            let first = self.class_atom()?;
            let ranged = self.peek() == Some('-') && !matches!(self.peek_at(1), None | Some(']'));
            if !ranged {
                items.push(first);
                continue;
            }
            self.at += 1;
            let last = self.class_atom()?;
            match (first, last) {
                (ClassItem::Range(a, _), ClassItem::Range(b, _)) => {
                    if a > b {
                        return Err("Range out of order in character class");
                    }
                    items.push(ClassItem::Range(a, b));
                }
                _ if self.unicode => return Err("Invalid character class"),
                (first, last) => items.extend([first, ClassItem::Range('-', '-'), last]),
            }
        }
    }

    fn class_atom(&mut self) -> Parsed<ClassItem> {
        let single = |c| ClassItem::Range(c, c);
        let Some(c) = self.peek() else { return Err("Unterminated character class") };
        self.at += 1;
        if c != '\\' {
            return Ok(single(c));
        }
        match self.peek() {
            None => Err("\\ at end of pattern"),
            Some(c @ ('d' | 'D' | 'w' | 'W' | 's' | 'S')) => {
                self.at += 1;
                Ok(shorthand(c))
            }
            Some(c @ ('p' | 'P')) if self.unicode => {
                self.at += 1;
                self.property(c)
            }
            Some('b') => {
                self.at += 1;
                Ok(single('\u{8}'))
            }
            Some(_) => self.character_escape(true).map(single),
        }
    }
}

//! The expressions of filters and scripts: the grammar of the npm package `jsep` with its regex and assignment
//! plugins, errors worded alike. Long, but one thing: a method for each rule of the grammar, in its order.

use std::sync::Arc;

use crate::js::regex::Regex;
use crate::js::{Str, Value, number};

/// How deep an expression may nest.
const MAX_DEPTH: usize = 100;

/// A compiled script of a path. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Script(Arc<Source>);

#[derive(Debug)]
pub(super) struct Source {
    /// The script as the path has it, for messages.
    pub(super) code: Str,
    /// Whether `@path` is wanted.
    pub(super) wants_path: bool,
    /// What it means, or why it means nothing.
    pub(super) parsed: Result<Expr, String>,
}

impl Script {
    pub(super) fn new(code: &str) -> Self {
        let script = code
            .replace("@parentProperty", "_$_parentProperty")
            .replace("@parent", "_$_parent")
            .replace("@property", "_$_property")
            .replace("@root", "_$_root");
        let mut text = String::with_capacity(script.len() + 8);
        let mut chars = script.chars().peekable();
        while let Some(c) = chars.next() {
            let current = c == '@'
                && chars
                    .peek()
                    .is_some_and(|next| matches!(next, '.' | ')' | '[') || crate::js::text::is_js_space(*next));
            if current { text.push_str("_$_v") } else { text.push(c) }
        }
        let wants_path = code.contains("@path");
        if wants_path {
            text = text.replace("@path", "_$_path");
        }
        Self(Arc::new(Source { code: Str::new(code), wants_path, parsed: Parser::parse(&text) }))
    }

    pub(super) fn source(&self) -> &Source {
        &self.0
    }
}

/// An expression.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Literal(Value),
    Regex(Arc<Regex>),
    Identifier(Str),
    /// `object.name`
    Member(Box<Expr>, Str),
    /// `object[expression]`
    Index(Box<Expr>, Box<Expr>),
    Call(Box<Expr>, Vec<Option<Expr>>),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Assign(&'static str, Box<Expr>, Box<Expr>),
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    Array(Vec<Option<Expr>>),
    /// Several expressions in a row; the last one counts.
    Compound(Vec<Expr>),
    /// What parses but the evaluator refuses: `this`, sequences in parentheses, `++` and `--`.
    Refused,
}

/// Operators between two operands, longest first, with their precedence (10 times jsep's).
const BINARY: &[(&str, u8)] = &[
    (">>>=", 9),
    ("===", 60),
    ("!==", 60),
    (">>>", 80),
    ("**=", 9),
    ("<<=", 9),
    (">>=", 9),
    ("||=", 9),
    ("&&=", 9),
    ("??=", 9),
    ("||", 10),
    ("??", 10),
    ("&&", 20),
    ("==", 60),
    ("!=", 60),
    ("<=", 70),
    (">=", 70),
    ("<<", 80),
    (">>", 80),
    ("**", 110),
    ("*=", 9),
    ("/=", 9),
    ("%=", 9),
    ("+=", 9),
    ("-=", 9),
    ("&=", 9),
    ("^=", 9),
    ("|=", 9),
    ("=", 9),
    ("|", 30),
    ("^", 40),
    ("&", 50),
    ("<", 70),
    (">", 70),
    ("+", 90),
    ("-", 90),
    ("*", 100),
    ("/", 100),
    ("%", 100),
];

const ASSIGNMENT: u8 = 9;
const POWER: u8 = 110;

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

type Parsed<T> = Result<T, String>;

fn starts_identifier(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '$' || c == '_' || !c.is_ascii()
}

fn continues_identifier(c: char) -> bool {
    starts_identifier(c) || c.is_ascii_digit()
}

impl Parser {
    fn parse(text: &str) -> Parsed<Expr> {
        let mut parser = Self { chars: text.chars().collect(), at: 0, depth: 0 };
        let mut nodes = parser.expressions(None)?;
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Expr::Compound(nodes) })
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn peek_at(&self, offset: usize) -> Option<char> {
        self.chars.get(self.at + offset).copied()
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.peek_at(i) == Some(c))
    }

    fn fail<T>(&self, message: impl std::fmt::Display) -> Parsed<T> {
        Err(format!("{message} at character {}", self.at))
    }

    fn shown(&self) -> String {
        self.peek().map_or(String::new(), String::from)
    }

    fn spaces(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn expressions(&mut self, until: Option<char>) -> Parsed<Vec<Expr>> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek() {
            if c == ';' || c == ',' {
                self.at += 1;
            } else if let Some(node) = self.expression()? {
                nodes.push(node);
            } else if self.at < self.chars.len() {
                if Some(c) == until {
                    break;
                }
                return self.fail(format_args!("Unexpected \"{}\"", self.shown()));
            }
        }
        Ok(nodes)
    }

    fn expression(&mut self) -> Parsed<Option<Expr>> {
        if self.depth >= MAX_DEPTH {
            return Err("Maximum call stack size exceeded".to_owned());
        }
        self.depth += 1;
        let node = self.binary();
        self.depth -= 1;
        let node = node?;
        self.spaces();
        match node {
            Some(test) if self.peek() == Some('?') => self.conditional(test).map(Some),
            node => Ok(node),
        }
    }

    fn conditional(&mut self, test: Expr) -> Parsed<Expr> {
        self.at += 1;
        let Some(consequent) = self.expression()? else { return self.fail("Expected expression") };
        self.spaces();
        if self.peek() != Some(':') {
            return self.fail("Expected :");
        }
        self.at += 1;
        let Some(alternate) = self.expression()? else { return self.fail("Expected expression") };
        Ok(condition_under_assignment(test, consequent, alternate))
    }

    fn binary_op(&mut self) -> Option<(&'static str, u8)> {
        self.spaces();
        let found = BINARY.iter().find(|(op, _)| self.starts_with(op)).copied()?;
        self.at += found.0.len();
        Some(found)
    }

    fn binary(&mut self) -> Parsed<Option<Expr>> {
        let Some(first) = self.token()? else { return Ok(None) };
        let mut operands = vec![first];
        let mut operators: Vec<(&'static str, u8)> = Vec::new();
        while let Some((op, precedence)) = self.binary_op() {
            let right_associative = |p: u8| p == ASSIGNMENT || p == POWER;
            while let Some(&(previous, p)) = operators.last() {
                let both_right = right_associative(precedence) && right_associative(p);
                if if both_right { precedence > p } else { precedence <= p } {
                    operators.pop();
                    reduce(&mut operands, previous, p);
                } else {
                    break;
                }
            }
            let Some(next) = self.token()? else {
                return self.fail(format_args!("Expected expression after {op}"));
            };
            operators.push((op, precedence));
            operands.push(next);
        }
        while let Some((op, p)) = operators.pop() {
            reduce(&mut operands, op, p);
        }
        Ok(operands.pop())
    }

    fn token(&mut self) -> Parsed<Option<Expr>> {
        if self.depth >= MAX_DEPTH {
            return Err("Maximum call stack size exceeded".to_owned());
        }
        self.depth += 1;
        let token = self.token_inner();
        self.depth -= 1;
        token
    }

    fn token_inner(&mut self) -> Parsed<Option<Expr>> {
        self.spaces();
        let Some(c) = self.peek() else { return Ok(None) };
        if c == '/' {
            let regex = self.regex()?;
            let node = self.properties(regex)?;
            return self.postfix(node).map(Some);
        }
        if (c == '+' || c == '-') && self.peek_at(1) == Some(c) {
            self.at += 2;
            let name = self.identifier()?;
            let node = self.properties(Expr::Identifier(name))?;
            if !matches!(node, Expr::Identifier(_) | Expr::Member(..) | Expr::Index(..)) {
                return self.fail(format_args!("Unexpected {c}{c}"));
            }
            return self.postfix(Expr::Refused).map(Some);
        }
        if c.is_ascii_digit() || c == '.' {
            return self.number().map(Some);
        }
        if let Some(op) = self.unary_op() {
            self.at += op.len();
            let Some(argument) = self.token()? else { return self.fail("missing unaryOp argument") };
            return self.postfix(Expr::Unary(op, Box::new(argument))).map(Some);
        }
        let node = match c {
            '\'' | '"' => self.string(c)?,
            '[' => {
                self.at += 1;
                Expr::Array(self.arguments(']')?)
            }
            '(' => match self.group()? {
                Some(node) => node,
                None => return Ok(None),
            },
            c if starts_identifier(c) => match self.identifier()?.as_str() {
                "true" => Expr::Literal(Value::Bool(true)),
                "false" => Expr::Literal(Value::Bool(false)),
                "null" => Expr::Literal(Value::Null),
                "undefined" => Expr::Literal(Value::Undefined),
                "this" => Expr::Refused,
                name => Expr::Identifier(Str::new(name)),
            },
            _ => return Ok(None),
        };
        let node = self.properties(node)?;
        self.postfix(node).map(Some)
    }

    fn unary_op(&self) -> Option<&'static str> {
        let word = |op: &str| self.starts_with(op) && self.peek_at(op.len()).is_some_and(|c| !continues_identifier(c));
        ["-", "!", "~", "+"]
            .into_iter()
            .find(|op| self.starts_with(op))
            .or_else(|| ["typeof", "void"].into_iter().find(|op| word(op)))
    }

    /// `x++` and `x--` parse, though only for names and properties.
    fn postfix(&mut self, node: Expr) -> Parsed<Expr> {
        match self.peek() {
            Some(c @ ('+' | '-')) if self.peek_at(1) == Some(c) => {
                if !matches!(node, Expr::Identifier(_) | Expr::Member(..) | Expr::Index(..)) {
                    let op = if let Expr::Unary(op, _) = node { op } else { "undefined" };
                    return self.fail(format_args!("Unexpected {op}"));
                }
                self.at += 2;
                Ok(Expr::Refused)
            }
            _ => Ok(node),
        }
    }

    /// Members, indexes and calls behind an expression.
    fn properties(&mut self, mut node: Expr) -> Parsed<Expr> {
        loop {
            self.spaces();
            match self.peek() {
                Some('?') if self.peek_at(1) == Some('.') => {
                    self.at += 2;
                    self.spaces();
                    node = match self.peek() {
                        Some('[') => self.index(node)?,
                        Some('(') => self.call(node)?,
                        _ => Expr::Member(Box::new(node), self.identifier()?),
                    };
                }
                Some('.') => {
                    self.at += 1;
                    self.spaces();
                    node = Expr::Member(Box::new(node), self.identifier()?);
                }
                Some('[') => node = self.index(node)?,
                Some('(') => node = self.call(node)?,
                _ => return Ok(node),
            }
        }
    }

    fn index(&mut self, object: Expr) -> Parsed<Expr> {
        self.at += 1;
        let Some(property) = self.expression()? else {
            return self.fail(format_args!("Unexpected \"{}\"", self.shown()));
        };
        self.spaces();
        if self.peek() != Some(']') {
            return self.fail("Unclosed [");
        }
        self.at += 1;
        Ok(Expr::Index(Box::new(object), Box::new(property)))
    }

    fn call(&mut self, callee: Expr) -> Parsed<Expr> {
        self.at += 1;
        Ok(Expr::Call(Box::new(callee), self.arguments(')')?))
    }

    fn arguments(&mut self, end: char) -> Parsed<Vec<Option<Expr>>> {
        let mut args = Vec::new();
        let mut separators = 0;
        loop {
            self.spaces();
            match self.peek() {
                None => return self.fail(format_args!("Expected {end}")),
                Some(c) if c == end => {
                    self.at += 1;
                    if end == ')' && separators > 0 && separators >= args.len() {
                        return self.fail(format_args!("Unexpected token {end}"));
                    }
                    return Ok(args);
                }
                Some(',') => {
                    self.at += 1;
                    separators += 1;
                    if separators != args.len() {
                        if end == ')' {
                            return self.fail("Unexpected token ,");
                        }
                        args.resize(separators, None);
                    }
                }
                Some(_) if args.len() != separators && separators != 0 => return self.fail("Expected comma"),
                Some(_) => match self.expression()? {
                    Some(node) => args.push(Some(node)),
                    None => return self.fail("Expected comma"),
                },
            }
        }
    }

    fn group(&mut self) -> Parsed<Option<Expr>> {
        self.at += 1;
        let mut nodes = self.expressions(Some(')'))?;
        if self.peek() != Some(')') {
            return self.fail("Unclosed (");
        }
        self.at += 1;
        Ok(match nodes.len() {
            0 => None,
            1 => nodes.pop(),
            _ => Some(Expr::Refused),
        })
    }

    fn identifier(&mut self) -> Parsed<Str> {
        let start = self.at;
        if !self.peek().is_some_and(starts_identifier) {
            return self.fail(format_args!("Unexpected {}", self.shown()));
        }
        while self.peek().is_some_and(continues_identifier) {
            self.at += 1;
        }
        Ok(self.chars.iter().copied().skip(start).take(self.at - start).collect())
    }

    fn number(&mut self) -> Parsed<Expr> {
        let mut text = String::new();
        self.digits(&mut text);
        if self.peek() == Some('.') {
            self.take(&mut text);
            self.digits(&mut text);
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.take(&mut text);
            if matches!(self.peek(), Some('+' | '-')) {
                self.take(&mut text);
            }
            self.digits(&mut text);
            if !text.ends_with(|c: char| c.is_ascii_digit()) {
                return self.fail(format_args!("Expected exponent ({text}{})", self.shown()));
            }
        }
        match self.peek() {
            Some(c) if starts_identifier(c) => {
                self.fail(format_args!("Variable names cannot start with a number ({text}{c})"))
            }
            Some('.') => self.fail("Unexpected period"),
            _ if text == "." => self.fail("Unexpected period"),
            _ => Ok(Expr::Literal(Value::Number(number::parse_float(&text)))),
        }
    }

    fn take(&mut self, text: &mut String) {
        text.extend(self.peek());
        self.at += 1;
    }

    fn digits(&mut self, text: &mut String) {
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.take(text);
        }
    }

    fn string(&mut self, quote: char) -> Parsed<Expr> {
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == quote {
                return Ok(Expr::Literal(Value::from(text)));
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            text.extend(self.peek().map(|c| match c {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'v' => '\u{b}',
                c => c,
            }));
            self.at += 1;
        }
        self.at = self.at.min(self.chars.len() + 1);
        self.fail(format_args!("Unclosed quote after \"{text}\""))
    }

    fn regex(&mut self) -> Parsed<Expr> {
        self.at += 1;
        let start = self.at;
        let mut in_class = false;
        while let Some(c) = self.peek() {
            match c {
                '/' if !in_class => {
                    let pattern: String = self.chars.iter().skip(start).take(self.at - start).collect();
                    self.at += 1;
                    let mut flags = String::new();
                    while self.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
                        self.take(&mut flags);
                    }
                    return match Regex::new(&pattern, &flags) {
                        Ok(regex) => Ok(Expr::Regex(Arc::new(regex))),
                        Err(e) => self.fail(e),
                    };
                }
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            self.at += if c == '\\' { 2 } else { 1 };
        }
        self.fail("Unclosed Regex")
    }
}

/// Makes one expression of the last two operands.
fn reduce(operands: &mut Vec<Expr>, op: &'static str, precedence: u8) {
    if let (Some(right), Some(left)) = (operands.pop(), operands.pop()) {
        let (left, right) = (Box::new(left), Box::new(right));
        operands.push(if precedence == ASSIGNMENT {
            Expr::Assign(op, left, right)
        } else {
            Expr::Binary(op, left, right)
        });
    }
}

/// `a = b ? c : d` assigns the choice: the condition moves down to the right of the assignments.
fn condition_under_assignment(test: Expr, consequent: Expr, alternate: Expr) -> Expr {
    match test {
        Expr::Assign(op, left, right) => {
            Expr::Assign(op, left, Box::new(condition_under_assignment(*right, consequent, alternate)))
        }
        test => Expr::Conditional(Box::new(test), Box::new(consequent), Box::new(alternate)),
    }
}

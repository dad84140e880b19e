//! What the parser reads: statements and expressions as written, before names mean anything.

use crate::js::{Str, Value};

/// Whether `~` stands at the opening or at the closing side of a tag.
#[derive(Debug, Clone, Copy, Default)]
pub struct Strip {
    /// `{{~`
    pub open: bool,
    /// `~}}`
    pub close: bool,
}

/// A list of statements: the template itself or one side of a block.
#[derive(Debug, Default)]
pub struct Program {
    /// Statements in order.
    pub body: Vec<Statement>,
    /// Names between the bars of `as |a b|`.
    pub block_params: Vec<Str>,
    /// Whether this is what `{{else if}}` makes: an inverse that holds exactly one block.
    pub chained: bool,
}

/// One statement.
#[derive(Debug)]
pub enum Statement {
    /// Text.
    Content(Content),
    /// `{{! ... }}`
    Comment(Strip),
    /// `{{name ...}}`
    Mustache(Mustache),
    /// `{{#name ...}}...{{/name}}`, decorator blocks and partial blocks included.
    Block(Box<Block>),
    /// `{{> name ...}}`
    Partial(Partial),
}

/// Text, with what whitespace control needs to remember.
#[derive(Debug)]
pub struct Content {
    /// The text as written.
    pub original: Str,
    /// The text that prints.
    pub value: Str,
    /// Whether white space was taken off its end.
    pub left_stripped: bool,
    /// Whether white space was taken off its start.
    pub right_stripped: bool,
}

impl Content {
    /// Text that nothing was stripped from yet.
    pub fn new(text: &str) -> Self {
        let text = Str::new(text);
        Self { original: text.clone(), value: text, left_stripped: false, right_stripped: false }
    }
}

/// What is called: a path or a literal, and its arguments.
#[derive(Debug)]
pub struct Head {
    /// The name.
    pub name: Name,
    /// Positional arguments.
    pub params: Vec<Expression>,
    /// Named arguments in source order.
    pub hash: Option<Vec<(Str, Expression)>>,
    /// Line of the tag, from 1.
    pub line: usize,
}

/// `{{name ...}}`
#[derive(Debug)]
pub struct Mustache {
    /// What is printed.
    pub head: Head,
    /// Whether the output is escaped.
    pub escaped: bool,
    /// Whether it is a decorator, `{{*name}}`.
    pub decorator: bool,
    /// Whitespace control.
    pub strip: Strip,
}

/// What sort of block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// `{{#name}}`
    Block,
    /// `{{#*name}}`
    Decorator,
    /// `{{#> name}}`
    Partial,
}

/// `{{#name ...}}program{{else}}inverse{{/name}}`
#[derive(Debug)]
pub struct Block {
    /// What sort of block it is.
    pub kind: BlockKind,
    /// What is called.
    pub head: Head,
    /// The part before `{{else}}`; absent in `{{^name}}` without an else.
    pub program: Option<Program>,
    /// The part after `{{else}}`.
    pub inverse: Option<Program>,
    /// Whitespace control of the opening tag.
    pub open_strip: Strip,
    /// Whitespace control of the else tag.
    pub inverse_strip: Strip,
    /// Whitespace control of the closing tag.
    pub close_strip: Strip,
}

/// `{{> name ...}}`
#[derive(Debug)]
pub struct Partial {
    /// What is called.
    pub head: Head,
    /// Byte offset of the tag, for error messages.
    pub offset: usize,
    /// Blanks before a partial that stands alone on its line.
    pub indent: Str,
    /// Whitespace control.
    pub strip: Strip,
}

/// The name of what is called.
#[derive(Debug)]
pub enum Name {
    /// A path.
    Path(Path),
    /// A literal.
    Literal(Value),
    /// A dynamic partial's name, `{{> (name)}}`.
    Expression(Box<Head>),
}

impl Name {
    /// The name as written, a literal with its type: what a closing tag is compared with.
    pub fn original(&self) -> Value {
        match self {
            Self::Path(path) => Value::String(path.original.clone()),
            Self::Literal(value) => value.clone(),
            Self::Expression(_) => Value::Undefined,
        }
    }
}

/// An argument.
#[derive(Debug)]
pub enum Expression {
    /// A path.
    Path(Path),
    /// A literal.
    Literal(Value),
    /// `(name ...)`
    Call(Box<Head>),
}

/// `a.b`, `../a`, `@a`, `this`.
#[derive(Debug, Clone)]
pub struct Path {
    /// Whether it starts with `@`.
    pub data: bool,
    /// How many `../` it starts with.
    pub depth: usize,
    /// The names.
    pub parts: Vec<Str>,
    /// The path as written, brackets removed.
    pub original: Str,
}

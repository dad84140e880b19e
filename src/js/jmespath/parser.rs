//! The grammar of JMESPath: a Pratt parser with the package's binding powers.

use super::lexer::{Kind, Token, tokenize};
use crate::js::{Str, Value};

/// More tokens than any honest expression has; bounds the height of the tree.
const MAX_TOKENS: usize = 1_000;

/// How deep brackets may nest.
const MAX_DEPTH: usize = 100;

/// A node of the tree.
#[derive(Debug)]
pub(super) enum Node {
    Literal(Value),
    Field(Str),
    Variable(Str),
    /// `@`
    Current,
    /// Nothing where something may stand; means the same.
    Identity,
    Root,
    Index(f64),
    /// `[start:stop:step]`
    Slice([Option<f64>; 3]),
    /// `left[index]` or `left[slice]`
    IndexExpression(Box<Node>, Box<Node>),
    Subexpression(Box<Node>, Box<Node>),
    Pipe(Box<Node>, Box<Node>),
    Projection(Box<Node>, Box<Node>),
    ValueProjection(Box<Node>, Box<Node>),
    FilterProjection {
        left: Box<Node>,
        right: Box<Node>,
        condition: Box<Node>,
    },
    Flatten(Box<Node>),
    List(Vec<Node>),
    Hash(Vec<(Str, Node)>),
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Comparator(Kind, Box<Node>, Box<Node>),
    Arithmetic(Kind, Box<Node>, Box<Node>),
    /// A sign; true for minus.
    Sign(bool, Box<Node>),
    Ternary(Box<Node>, Box<Node>, Box<Node>),
    Let(Vec<Node>, Box<Node>),
    Binding(Str, Box<Node>),
    Function(Str, Vec<Node>),
    Expref(Box<Node>),
}

impl Node {
    /// Whether a list, an object or a text is made by the node itself.
    pub(super) fn makes(&self) -> bool {
        matches!(
            self,
            Self::Slice(_)
                | Self::Projection(..)
                | Self::ValueProjection(..)
                | Self::FilterProjection { .. }
                | Self::Flatten(_)
                | Self::List(_)
                | Self::Hash(_)
                | Self::Function(..)
        )
    }
}

/// How strongly a token binds to its left; `None` where the package knows no power, which ends an expression too.
fn power(kind: Kind) -> Option<u8> {
    Some(match kind {
        Kind::Eof
        | Kind::Variable
        | Kind::UnquotedIdentifier
        | Kind::QuotedIdentifier
        | Kind::Rbracket
        | Kind::Rparen
        | Kind::Comma
        | Kind::Rbrace
        | Kind::Number
        | Kind::Current
        | Kind::Expref
        | Kind::Root => 0,
        Kind::Assign | Kind::Pipe => 1,
        Kind::Question => 2,
        Kind::Or => 3,
        Kind::And => 4,
        Kind::Eq | Kind::Gt | Kind::Lt | Kind::Gte | Kind::Lte | Kind::Ne => 5,
        Kind::Minus | Kind::Plus => 6,
        Kind::Div | Kind::Divide | Kind::Modulo | Kind::Multiply => 7,
        Kind::Flatten => 9,
        Kind::Star => 20,
        Kind::Filter => 21,
        Kind::Dot => 40,
        Kind::Not => 45,
        Kind::Lbrace => 50,
        Kind::Lbracket => 55,
        Kind::Lparen => 60,
        Kind::Colon | Kind::Literal => return None,
    })
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Parsed<T = Node> = Result<T, String>;

/// Reads an expression.
pub(super) fn parse(text: &str) -> Parsed {
    let tokens = tokenize(text)?;
    if tokens.len() > MAX_TOKENS {
        return Err("Syntax error: the expression is too long".to_owned());
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let node = parser.expression(0)?;
    let token = parser.token(0)?;
    if token.kind != Kind::Eof {
        return Err(format!("Syntax error: unexpected token type: {}, value: {}", token.kind, token.name()));
    }
    Ok(node)
}

fn boxed(node: Node) -> Box<Node> {
    Box::new(node)
}

fn unexpected<T>(token: &Token) -> Parsed<T> {
    Err(format!("Syntax error, unexpected token: {}({})", token.name(), token.kind))
}

fn invalid<T>(token: &Token) -> Parsed<T> {
    Err(format!("Syntax error: invalid token ({}): \"{}\"", token.kind, token.name()))
}

impl Parser {
    fn token(&self, offset: usize) -> Parsed<&Token> {
        let missing = || "Cannot read properties of undefined (reading 'type')".to_owned();
        self.tokens.get(self.at + offset).ok_or_else(missing)
    }

    fn peek(&self) -> Parsed<Kind> {
        Ok(self.token(0)?.kind)
    }

    fn expect(&mut self, kind: Kind) -> Parsed<()> {
        let found = self.peek()?;
        if found != kind {
            return Err(format!("Syntax error: expected {kind}, got: {found}"));
        }
        self.at += 1;
        Ok(())
    }

    fn expression(&mut self, right_power: u8) -> Parsed {
        if self.depth >= MAX_DEPTH {
            return Err("Maximum call stack size exceeded".to_owned());
        }
        self.depth += 1;
        let token = self.token(0)?.clone();
        self.at += 1;
        let mut left = self.prefix(&token)?;
        let mut kind = self.peek()?;
        while power(kind).is_some_and(|p| right_power < p) {
            self.at += 1;
            left = self.infix(kind, left)?;
            kind = self.peek()?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self, kind: Kind) -> Parsed<Box<Node>> {
        self.expression(power(kind).unwrap_or(0)).map(boxed)
    }

    fn prefix(&mut self, token: &Token) -> Parsed {
        Ok(match token.kind {
            Kind::Variable => Node::Variable(token.name()),
            Kind::Literal => Node::Literal(token.value.clone()),
            Kind::UnquotedIdentifier if token.name() == "let" && self.peek()? == Kind::Variable => {
                let bindings = self.list_until(|parser| {
                    let token = parser.token(0)?;
                    Ok(token.kind == Kind::UnquotedIdentifier && token.name() == "in")
                })?;
                Node::Let(bindings, boxed(self.expression(0)?))
            }
            Kind::UnquotedIdentifier => Node::Field(token.name()),
            Kind::QuotedIdentifier => {
                if self.peek()? == Kind::Lparen {
                    return Err("Syntax error: quoted identifier not allowed for function names.".to_owned());
                }
                Node::Field(token.name())
            }
            Kind::Not => Node::Not(self.operand(Kind::Not)?),
            Kind::Minus | Kind::Plus => Node::Sign(token.kind == Kind::Minus, self.operand(token.kind)?),
            Kind::Star => Node::ValueProjection(boxed(Node::Identity), self.projected(Kind::Star)?),
            Kind::Filter => return self.infix(Kind::Filter, Node::Identity),
            Kind::Lbrace => return self.hash(),
            Kind::Flatten => {
                let left = Node::Flatten(boxed(Node::Identity));
                Node::Projection(boxed(left), self.projected(Kind::Flatten)?)
            }
            Kind::Lbracket => match self.peek()? {
                Kind::Number | Kind::Colon => {
                    let right = self.index()?;
                    return self.project_if_slice(Node::Identity, right);
                }
                Kind::Star if self.token(1)?.kind == Kind::Rbracket => {
                    self.at += 2;
                    Node::Projection(boxed(Node::Identity), self.projected(Kind::Star)?)
                }
                _ => return self.list(),
            },
            Kind::Current => Node::Current,
            Kind::Root => Node::Root,
            Kind::Expref => Node::Expref(self.operand(Kind::Expref)?),
            Kind::Lparen => {
                let inner = self.expression(0)?;
                self.expect(Kind::Rparen)?;
                inner
            }
            _ => return invalid(token),
        })
    }

    fn infix(&mut self, kind: Kind, left: Node) -> Parsed {
        let name = name_of(&left);
        let field = if let Node::Field(name) = &left { Some(name.clone()) } else { None };
        let left = boxed(left);
        Ok(match kind {
            Kind::Question => {
                let yes = self.expression(0)?;
                self.expect(Kind::Colon)?;
                Node::Ternary(left, boxed(yes), boxed(self.expression(0)?))
            }
            Kind::Dot if self.peek()? == Kind::Star => {
                self.at += 1;
                Node::ValueProjection(left, self.projected(Kind::Dot)?)
            }
            Kind::Dot => Node::Subexpression(left, boxed(self.after_dot(Kind::Dot)?)),
            Kind::Pipe => Node::Pipe(left, self.operand(kind)?),
            Kind::Or => Node::Or(left, self.operand(kind)?),
            Kind::And => Node::And(left, self.operand(kind)?),
            Kind::Lparen => {
                let Some(name) = field else { return Err("Syntax error: expected a Field node".to_owned()) };
                let arguments = self.list_until(|parser| Ok(parser.peek()? == Kind::Rparen))?;
                Node::Function(name, arguments)
            }
            Kind::Filter => {
                let condition = boxed(self.expression(0)?);
                self.expect(Kind::Rbracket)?;
                let right = match self.peek()? {
                    Kind::Flatten => boxed(Node::Identity),
                    _ => self.projected(Kind::Filter)?,
                };
                Node::FilterProjection { left, right, condition }
            }
            Kind::Flatten => Node::Projection(boxed(Node::Flatten(left)), self.projected(Kind::Flatten)?),
            Kind::Assign => Node::Binding(name, boxed(self.expression(0)?)),
            Kind::Eq | Kind::Ne | Kind::Gt | Kind::Gte | Kind::Lt | Kind::Lte => {
                Node::Comparator(kind, left, self.operand(kind)?)
            }
            Kind::Plus | Kind::Minus | Kind::Multiply | Kind::Star | Kind::Divide | Kind::Modulo | Kind::Div => {
                Node::Arithmetic(kind, left, self.operand(kind)?)
            }
            Kind::Lbracket => {
                if matches!(self.peek()?, Kind::Number | Kind::Colon) {
                    let right = self.index()?;
                    return self.project_if_slice(*left, right);
                }
                self.expect(Kind::Star)?;
                self.expect(Kind::Rbracket)?;
                Node::Projection(left, self.projected(Kind::Star)?)
            }
            _ => return invalid(self.token(0)?),
        })
    }

    /// What is applied to each element of a projection.
    fn projected(&mut self, kind: Kind) -> Parsed<Box<Node>> {
        let next = self.peek()?;
        if power(next).is_some_and(|p| p < 10) {
            return Ok(boxed(Node::Identity));
        }
        match next {
            Kind::Lbracket | Kind::Filter => self.operand(kind),
            Kind::Dot => {
                self.at += 1;
                self.after_dot(kind).map(boxed)
            }
            _ => unexpected(self.token(0)?),
        }
    }

    fn after_dot(&mut self, kind: Kind) -> Parsed {
        match self.peek()? {
            Kind::UnquotedIdentifier | Kind::QuotedIdentifier | Kind::Star => self.expression(power(kind).unwrap_or(0)),
            Kind::Lbracket => {
                self.at += 1;
                self.list()
            }
            Kind::Lbrace => {
                self.at += 1;
                self.hash()
            }
            _ => unexpected(self.token(0)?),
        }
    }

    /// `index]` or `start:stop:step]`
    fn index(&mut self) -> Parsed {
        if self.peek()? == Kind::Colon || self.token(1)?.kind == Kind::Colon {
            return self.slice();
        }
        let index = self.token(0)?.value.to_number();
        self.at += 1;
        self.expect(Kind::Rbracket)?;
        Ok(Node::Index(index))
    }

    fn slice(&mut self) -> Parsed {
        let mut parts = [None; 3];
        let mut i = 0;
        loop {
            let token = self.token(0)?;
            match token.kind {
                Kind::Rbracket => break,
                Kind::Colon if i == 2 => {
                    return Err("Syntax error, too many colons in slice expression".to_owned());
                }
                Kind::Colon => i += 1,
                Kind::Number => {
                    let bound = token.value.as_number();
                    if let Some(part) = parts.get_mut(i) {
                        *part = bound;
                    }
                }
                _ => return unexpected(token),
            }
            self.at += 1;
        }
        self.expect(Kind::Rbracket)?;
        Ok(Node::Slice(parts))
    }

    fn project_if_slice(&mut self, left: Node, right: Node) -> Parsed {
        let is_slice = matches!(right, Node::Slice(_));
        let indexed = Node::IndexExpression(boxed(left), boxed(right));
        Ok(if is_slice { Node::Projection(boxed(indexed), self.projected(Kind::Star)?) } else { indexed })
    }

    /// Expressions up to an end token; commas between them may be left out.
    fn list_until(&mut self, at_end: impl Fn(&Self) -> Parsed<bool>) -> Parsed<Vec<Node>> {
        let mut nodes = Vec::new();
        while !at_end(self)? {
            nodes.push(self.expression(0)?);
            if self.peek()? == Kind::Comma {
                self.at += 1;
            }
        }
        self.at += 1;
        Ok(nodes)
    }

    fn list(&mut self) -> Parsed {
        let mut nodes = Vec::new();
        while self.peek()? != Kind::Rbracket {
            nodes.push(self.expression(0)?);
            if self.peek()? == Kind::Comma {
                self.at += 1;
                if self.peek()? == Kind::Rbracket {
                    return Err("Syntax error: unexpected token Rbracket".to_owned());
                }
            }
        }
        self.at += 1;
        Ok(Node::List(nodes))
    }

    fn hash(&mut self) -> Parsed {
        let mut pairs = Vec::new();
        loop {
            let key = self.token(0)?.clone();
            if !matches!(key.kind, Kind::UnquotedIdentifier | Kind::QuotedIdentifier) {
                return Err(format!("Syntax error: expecting an identifier token, got: {}", key.kind));
            }
            self.at += 1;
            self.expect(Kind::Colon)?;
            pairs.push((key.name(), self.expression(0)?));
            match self.peek()? {
                Kind::Comma => self.at += 1,
                Kind::Rbrace => {
                    self.at += 1;
                    return Ok(Node::Hash(pairs));
                }
                _ => {}
            }
        }
    }
}

/// The name a binding gets from what stands left of `=`.
fn name_of(node: &Node) -> Str {
    match node {
        Node::Field(name) | Node::Variable(name) | Node::Function(name, _) => name.clone(),
        _ => Str::new_static("undefined"),
    }
}

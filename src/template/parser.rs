//! Tokens to syntax tree, by recursive descent.
//!
//! The reference's parser is table-driven and its error messages list the tokens that its current state knows.
//! [`Set`]s name those states: one for each place where parsing can fail.

use super::ast::{
    Block, BlockKind, Content, Expression, Head, Mustache, Name, Partial, Path, Program, Statement, Strip,
};
use super::error;
use super::lexer::Lexer;
use super::render_context::RenderError;
use super::token::{Kind, Token};
use super::token_set::{
    AFTER_CONTENT, AFTER_HASH, AFTER_ID, AFTER_PATH, AFTER_VALUE, BLOCK_PARAM, BLOCK_PARAMS, CHAIN_OR_END, CLOSE,
    ELSE_OR_END, END_OF_BLOCK, END_OF_TEMPLATE, EQUALS, ID, NAME, OPEN_SEXPR, PARAM, RAW_CONTENT, SEP, STATEMENT, Set,
};
use crate::js::{Str, Value, number};

/// How deep blocks and subexpressions may nest: a bound on the stack, not a rule of the language.
const MAX_NESTING: usize = 150;

type Parsed<T> = Result<T, RenderError>;

/// How a tag's list of arguments ends.
#[derive(Clone, Copy)]
struct Ending {
    close: Kind,
    block_params: bool,
}

impl Ending {
    const fn at(close: Kind) -> Self {
        Self { close, block_params: false }
    }

    /// The tokens that end the list.
    fn set(self) -> Set {
        let close = Set::of(&[self.close]);
        if self.block_params { close.and(BLOCK_PARAMS) } else { close }
    }
}

/// What follows the first part of a block.
struct Inverse {
    strip: Strip,
    program: Program,
    chain: bool,
}

/// Reads a template.
///
/// # Errors
/// The reference's message when the template is malformed.
pub fn parse(source: &str) -> Parsed<Program> {
    let mut parser = Parser { lexer: Lexer::new(source), ahead: None, line: 0, nesting: 0 };
    let mut program = parser.program(END_OF_TEMPLATE)?;
    parser.expect(END_OF_TEMPLATE)?;
    super::whitespace::control(&mut program);
    Ok(program)
}

struct Parser<'s> {
    lexer: Lexer<'s>,
    ahead: Option<Token<'s>>,
    /// Line breaks up to the end of the token taken last.
    line: usize,
    nesting: usize,
}

impl<'s> Parser<'s> {
    /// The kind of the next token.
    fn peek(&mut self) -> Parsed<Kind> {
        Ok(self.ahead()?.kind)
    }

    fn ahead(&mut self) -> Parsed<&Token<'s>> {
        let token = match self.ahead.take() {
            Some(token) => token,
            None => self.lexer.next_token()?,
        };
        Ok(self.ahead.insert(token))
    }

    /// Takes the next token, which must be in the set.
    fn expect(&mut self, set: Set) -> Parsed<Token<'s>> {
        self.check(set)?;
        let token = match self.ahead.take() {
            Some(token) => token,
            None => self.lexer.next_token()?,
        };
        self.line = token.line;
        Ok(token)
    }

    /// The kind of the next token, which must be in the set.
    fn check(&mut self, set: Set) -> Parsed<Kind> {
        let kind = self.peek()?;
        if set.has(kind) {
            return Ok(kind);
        }
        let around = self.ahead.as_ref().map(|token| self.lexer.pointer_at(token)).unwrap_or_default();
        Err(RenderError::new(format!(
            "Parse error on line {}:\n{around}\nExpecting {}, got '{}'",
            self.line + 1,
            set.list(),
            kind.name()
        )))
    }

    fn located(&self, message: &str, offset: usize) -> RenderError {
        let (line, column) = error::location(self.lexer.source(), offset);
        RenderError::new(format!("{message} - {line}:{column}"))
    }

    /// Runs one level deeper, up to the bound.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.nesting >= MAX_NESTING {
            return Err(RenderError::new(format!("Template nesting exceeds {MAX_NESTING} levels")));
        }
        self.nesting += 1;
        let result = read(self);
        self.nesting -= 1;
        result
    }

    /// Statements up to a token that may end them. Where none was read yet, only what may stand here is listed in
    /// errors; after a statement the reference lists every end there is.
    fn program(&mut self, end: Set) -> Parsed<Program> {
        let mut body = Vec::new();
        loop {
            let expected =
                if body.is_empty() { STATEMENT.and(end) } else { STATEMENT.and(CHAIN_OR_END).and(END_OF_TEMPLATE) };
            let kind = self.check(expected)?;
            if !STATEMENT.has(kind) {
                // After statements the end may still be the wrong one: then its own state complains.
                self.check(end)?;
                return Ok(Program { body, ..Program::default() });
            }
            body.push(self.nested(Self::statement)?);
        }
    }

    fn statement(&mut self) -> Parsed<Statement> {
        let open = self.expect(STATEMENT)?;
        match open.kind {
            Kind::Comment => {
                let strip = strip_flags(&open.text, &open.text);
                Ok(Statement::Comment(strip))
            }
            Kind::Content => Ok(Statement::Content(Content::new(&open.text))),
            Kind::OpenRawBlock => self.raw_block(),
            Kind::OpenBlock => self.block(&open),
            Kind::OpenInverse => self.inverse_block(&open),
            Kind::OpenPartial => self.partial(&open),
            Kind::OpenPartialBlock => self.partial_block(&open),
            _ => self.mustache(&open),
        }
    }

    fn mustache(&mut self, open: &Token<'s>) -> Parsed<Statement> {
        let close = if open.kind == Kind::OpenUnescaped { Kind::CloseUnescaped } else { Kind::Close };
        let (head, _) = self.head(Ending::at(close))?;
        let close = self.expect(Set::of(&[close]))?;
        let flag = open.text.chars().nth(3).or_else(|| open.text.chars().nth(2));
        Ok(Statement::Mustache(Mustache {
            head,
            escaped: !matches!(flag, Some('{' | '&')),
            decorator: open.text.contains('*'),
            strip: strip_flags(&open.text, &close.text),
        }))
    }

    fn partial(&mut self, open: &Token<'s>) -> Parsed<Statement> {
        let (head, _) = self.partial_head()?;
        let close = self.expect(CLOSE)?;
        let strip = strip_flags(&open.text, &close.text);
        Ok(Statement::Partial(Partial { head, offset: open.start, indent: Str::default(), strip }))
    }

    fn partial_block(&mut self, open: &Token<'s>) -> Parsed<Statement> {
        let (head, offset) = self.partial_head()?;
        let close = self.expect(CLOSE)?;
        let open_strip = strip_flags(&open.text, &close.text);
        let program = self.program(END_OF_BLOCK)?;
        let (name, close_strip) = self.close_block()?;
        self.validate_close(&head.name, offset, &name.original())?;
        Ok(Statement::Block(Box::new(Block {
            kind: BlockKind::Partial,
            head,
            program: Some(program),
            inverse: None,
            open_strip,
            inverse_strip: Strip::default(),
            close_strip,
        })))
    }

    fn raw_block(&mut self) -> Parsed<Statement> {
        let (head, offset) = self.head(Ending::at(Kind::CloseRawBlock))?;
        self.expect(Set::of(&[Kind::CloseRawBlock]))?;
        let mut body = Vec::new();
        let name = loop {
            let token = self.expect(RAW_CONTENT)?;
            if token.kind == Kind::EndRawBlock {
                break Value::from(token.text.as_ref());
            }
            body.push(Statement::Content(Content::new(&token.text)));
            self.check(AFTER_CONTENT)?;
        };
        self.peek()?;
        self.validate_close(&head.name, offset, &name)?;
        Ok(Statement::Block(Box::new(Block {
            kind: BlockKind::Block,
            head,
            program: Some(Program { body, ..Program::default() }),
            inverse: None,
            open_strip: Strip::default(),
            inverse_strip: Strip::default(),
            close_strip: Strip::default(),
        })))
    }

    fn block(&mut self, open: &Token<'s>) -> Parsed<Statement> {
        let decorator = open.text.contains('*');
        let (head, offset, block_params, open_strip) = self.open_block(open)?;
        let mut program = self.program(CHAIN_OR_END)?;
        program.block_params = block_params;
        let inverse = self.inverse_chain()?;
        let (name, close_strip) = self.close_block()?;
        self.validate_close(&head.name, offset, &name.original())?;
        if decorator && inverse.is_some() {
            return Err(RenderError::new("Unexpected inverse block on decorator"));
        }
        let kind = if decorator { BlockKind::Decorator } else { BlockKind::Block };
        Ok(Statement::Block(Box::new(assemble(kind, head, open_strip, program, inverse, close_strip))))
    }

    /// `{{^name}}`: the first part is the inverse.
    fn inverse_block(&mut self, open: &Token<'s>) -> Parsed<Statement> {
        let (head, offset, block_params, open_strip) = self.open_block(open)?;
        let mut program = self.program(ELSE_OR_END)?;
        program.block_params = block_params;
        self.check(ELSE_OR_END)?;
        let inverse = self.plain_inverse()?;
        let (name, close_strip) = self.close_block()?;
        self.validate_close(&head.name, offset, &name.original())?;
        let mut block = assemble(BlockKind::Block, head, open_strip, program, inverse, close_strip);
        std::mem::swap(&mut block.program, &mut block.inverse);
        Ok(Statement::Block(Box::new(block)))
    }

    /// Name, arguments, block parameters and closing braces of an opening tag.
    fn open_block(&mut self, open: &Token<'s>) -> Parsed<(Head, usize, Vec<Str>, Strip)> {
        let (head, offset) = self.head(Ending { close: Kind::Close, block_params: true })?;
        let mut block_params = Vec::new();
        if self.peek()? == Kind::OpenBlockParams {
            self.expect(BLOCK_PARAMS)?;
            block_params.push(Str::new(bare(&self.expect(ID)?.text)));
            loop {
                let token = self.expect(BLOCK_PARAM)?;
                if token.kind == Kind::CloseBlockParams {
                    break;
                }
                block_params.push(Str::new(bare(&token.text)));
            }
        }
        let close = self.expect(CLOSE)?;
        Ok((head, offset, block_params, strip_flags(&open.text, &close.text)))
    }

    /// `{{else if ...}}`, `{{else}}` or nothing.
    fn inverse_chain(&mut self) -> Parsed<Option<Inverse>> {
        if self.check(CHAIN_OR_END)? != Kind::OpenInverseChain {
            return self.plain_inverse();
        }
        self.nested(|parser| {
            let open = parser.expect(CHAIN_OR_END)?;
            let (head, _, block_params, strip) = parser.open_block(&open)?;
            let mut program = parser.program(CHAIN_OR_END)?;
            program.block_params = block_params;
            let inverse = parser.inverse_chain()?;
            // The closing tag is the whole block's; until that is read, a chained block ends where the next begins.
            let close_strip = inverse.as_ref().map(|next| next.strip).unwrap_or_default();
            let block = assemble(BlockKind::Block, head, strip, program, inverse, close_strip);
            let body = vec![Statement::Block(Box::new(block))];
            Ok(Some(Inverse { strip, program: Program { body, block_params: Vec::new(), chained: true }, chain: true }))
        })
    }

    fn plain_inverse(&mut self) -> Parsed<Option<Inverse>> {
        if self.peek()? != Kind::Inverse {
            return Ok(None);
        }
        let token = self.expect(ELSE_OR_END)?;
        let strip = strip_flags(&token.text, &token.text);
        let program = self.program(END_OF_BLOCK)?;
        Ok(Some(Inverse { strip, program, chain: false }))
    }

    fn close_block(&mut self) -> Parsed<(Name, Strip)> {
        let open = self.expect(END_OF_BLOCK)?;
        let (name, _) = self.name(NAME)?;
        let close = self.expect(CLOSE)?;
        self.peek()?;
        Ok((name, strip_flags(&open.text, &close.text)))
    }

    fn validate_close(&self, open: &Name, offset: usize, close: &Value) -> Parsed<()> {
        let open = open.original();
        if open.strict_eq(close) {
            return Ok(());
        }
        Err(self.located(&format!("{} doesn't match {}", open.to_str(), close.to_str()), offset))
    }

    /// Name and arguments of a tag, and where the name starts.
    fn head(&mut self, ending: Ending) -> Parsed<(Head, usize)> {
        let line = self.line + 1;
        let (name, offset) = self.name(NAME)?;
        Ok((self.arguments(name, line, ending)?, offset))
    }

    /// As [`Parser::head`] for partials, whose name may be a subexpression.
    fn partial_head(&mut self) -> Parsed<(Head, usize)> {
        let line = self.line + 1;
        let (name, offset) = if self.check(PARAM)? == Kind::OpenSexpr {
            let head = self.nested(Self::subexpression)?;
            (Name::Expression(Box::new(head)), 0)
        } else {
            self.name(PARAM)?
        };
        Ok((self.arguments(name, line, Ending::at(Kind::Close))?, offset))
    }

    fn subexpression(&mut self) -> Parsed<Head> {
        self.expect(OPEN_SEXPR)?;
        let (head, _) = self.head(Ending::at(Kind::CloseSexpr))?;
        self.expect(Set::of(&[Kind::CloseSexpr]))?;
        self.check(AFTER_VALUE)?;
        Ok(head)
    }

    /// Arguments up to the end of the tag, which stays to be read.
    fn arguments(&mut self, name: Name, line: usize, ending: Ending) -> Parsed<Head> {
        let mut params = Vec::new();
        let mut hash = None;
        loop {
            let kind = self.check(PARAM.and(ending.set()))?;
            if !PARAM.has(kind) {
                break;
            }
            if kind != Kind::Id {
                params.push(self.value()?);
                continue;
            }
            let token = self.expect(ID)?;
            if self.check(AFTER_ID)? == Kind::Equals {
                hash = Some(self.hash(&token)?);
                self.check(ending.set())?;
                break;
            }
            params.push(Expression::Path(self.path(token, false)?.0));
        }
        Ok(Head { name, params, hash, line })
    }

    /// Named arguments; the first name is read already.
    fn hash(&mut self, first: &Token<'s>) -> Parsed<Vec<(Str, Expression)>> {
        let mut pairs = Vec::new();
        let mut key = Str::new(bare(&first.text));
        loop {
            self.expect(EQUALS)?;
            self.check(PARAM)?;
            pairs.push((key, self.value()?));
            if self.check(AFTER_HASH)? != Kind::Id {
                return Ok(pairs);
            }
            key = Str::new(bare(&self.expect(ID)?.text));
        }
    }

    /// One argument.
    fn value(&mut self) -> Parsed<Expression> {
        if self.check(PARAM)? == Kind::OpenSexpr {
            return Ok(Expression::Call(Box::new(self.nested(Self::subexpression)?)));
        }
        Ok(match self.name(PARAM)?.0 {
            Name::Path(path) => Expression::Path(path),
            Name::Literal(value) => Expression::Literal(value),
            Name::Expression(head) => Expression::Call(head),
        })
    }

    /// A path or a literal, and where it starts.
    fn name(&mut self, expected: Set) -> Parsed<(Name, usize)> {
        let token = self.expect(expected)?;
        let start = token.start;
        let value = match token.kind {
            Kind::Id => return self.path(token, false).map(|(path, at)| (Name::Path(path), at)),
            Kind::Data => {
                let first = self.expect(ID)?;
                let (path, _) = self.path(Token { start, ..first }, true)?;
                return Ok((Name::Path(path), start));
            }
            Kind::Number => Value::Number(number::from_str(&token.text)),
            Kind::Boolean => Value::Bool(token.text == "true"),
            Kind::Undefined => Value::Undefined,
            Kind::Null => Value::Null,
            _ => Value::from(token.text.as_ref()),
        };
        self.check(AFTER_VALUE)?;
        Ok((Name::Literal(value), start))
    }

    /// The rest of a path after its first name.
    fn path(&mut self, first: Token<'s>, data: bool) -> Parsed<(Path, usize)> {
        let start = first.start;
        let mut segments = vec![(first.text, "")];
        while self.check(AFTER_PATH)? == Kind::Sep {
            let separator = if self.expect(SEP)?.text == "." { "." } else { "/" };
            segments.push((self.expect(ID)?.text, separator));
        }
        let mut original = String::from(if data { "@" } else { "" });
        let mut path = Path { data, depth: 0, parts: Vec::new(), original: Str::default() };
        for (text, separator) in &segments {
            let part = bare(text);
            original.push_str(separator);
            original.push_str(part);
            let literal = part.len() != text.len();
            if !literal && matches!(part, ".." | "." | "this") {
                if !path.parts.is_empty() {
                    return Err(self.located(&format!("Invalid path: {original}"), start));
                }
                if part == ".." {
                    path.depth += 1;
                }
            } else {
                path.parts.push(Str::new(part));
            }
        }
        path.original = Str::from(original);
        Ok((path, start))
    }
}

/// A block of its parts. The last block of an `{{else if}}` chain gets the closing tag's whitespace control.
fn assemble(
    kind: BlockKind,
    head: Head,
    open_strip: Strip,
    program: Program,
    inverse: Option<Inverse>,
    close_strip: Strip,
) -> Block {
    let mut inverse_strip = Strip::default();
    let inverse = inverse.map(|mut inverse| {
        inverse_strip = inverse.strip;
        if inverse.chain
            && let Some(Statement::Block(first)) = inverse.program.body.first_mut()
        {
            first.close_strip = close_strip;
        }
        inverse.program
    });
    Block { kind, head, program: Some(program), inverse, open_strip, inverse_strip, close_strip }
}

/// A name without its brackets, if it has them and holds no line break.
fn bare(text: &str) -> &str {
    match text.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) if !inner.contains(['\n', '\r', '\u{2028}', '\u{2029}']) => inner,
        _ => text,
    }
}

fn strip_flags(open: &str, close: &str) -> Strip {
    Strip { open: open.starts_with("{{~"), close: close.ends_with("~}}") }
}

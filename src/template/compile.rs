//! Syntax tree to [`Program`]: decides what each name can be, as the reference's compiler does.

use super::ast::{self, BlockKind, Expression, Head, Name, Statement};
use super::error;
use super::helpers::{self, prepared::Prepared};
use super::loop_var::LoopVar;
use super::program::{
    Base, CallSite, Decorator, Expr, List, Named, Naming, Node, Partial, PartialName, Path, Program, Sides,
};
use super::render_context::RenderError;
use crate::js::object::integer_key;
use crate::js::{Str, Value};

/// Helpers of Handlebars itself: called even where the name is the start of a longer path.
const BUILT_IN: [&str; 8] = ["helperMissing", "blockHelperMissing", "each", "if", "unless", "with", "log", "lookup"];

/// A compiled template and what is known of it.
pub struct Compiled {
    /// The template.
    pub program: Program,
    /// Names that are certainly meant as helpers (they have arguments) or are helpers, in order of appearance.
    pub calls: Vec<Str>,
}

/// Compiles what the parser read.
///
/// # Errors
/// What the reference refuses only when it compiles (partials with several arguments).
pub fn compile(tree: &ast::Program, source: &str) -> Result<Compiled, RenderError> {
    let mut compiler = Compiler { source, calls: Vec::new(), block_params: Vec::new() };
    let program = compiler.program(tree)?;
    Ok(Compiled { program, calls: compiler.calls })
}

struct Compiler<'t> {
    source: &'t str,
    calls: Vec<Str>,
    /// Block parameters of the programs around, the innermost last.
    block_params: Vec<&'t [Str]>,
}

impl<'t> Compiler<'t> {
    fn program(&mut self, tree: &'t ast::Program) -> Result<Program, RenderError> {
        self.block_params.push(&tree.block_params);
        let mut program = Program::default();
        for statement in &tree.body {
            self.statement(statement, &mut program)?;
        }
        self.block_params.pop();
        program.nodes.shrink_to_fit();
        Ok(program)
    }

    fn optional(&mut self, tree: Option<&'t ast::Program>) -> Result<Option<Program>, RenderError> {
        tree.map(|tree| self.program(tree)).transpose()
    }

    fn statement(&mut self, statement: &'t Statement, into: &mut Program) -> Result<(), RenderError> {
        match statement {
            Statement::Comment(_) => {}
            Statement::Content(content) if content.value.is_empty() => {}
            Statement::Content(content) => match into.nodes.last_mut() {
                Some(Node::Text(text)) => *text = format!("{text}{}", content.value).into(),
                _ => into.nodes.push(Node::Text(content.value.as_str().into())),
            },
            Statement::Mustache(mustache) if mustache.decorator => {
                let decorator = self.decorator(&mustache.head, None)?;
                into.decorators.push(decorator);
            }
            Statement::Mustache(mustache) => {
                let site = self.site(&mustache.head, None, false)?;
                let escaped = mustache.escaped;
                into.nodes.push(match site.naming {
                    Naming::Property => Node::Value { path: site.path, escaped },
                    // What no helper answers to is a property, too.
                    Naming::Ambiguous if site.helper.is_none() => Node::Value { path: site.path, escaped },
                    _ => Node::Call { site: Box::new(site), escaped },
                });
            }
            Statement::Block(block) => match block.kind {
                BlockKind::Block => {
                    let program = self.optional(block.program.as_ref())?;
                    let inverse = self.optional(block.inverse.as_ref())?;
                    let site = self.site(&block.head, Some(Box::new(Sides { program, inverse })), false)?;
                    into.nodes.push(Node::Block(Box::new(site)));
                }
                BlockKind::Decorator => {
                    let decorator = self.decorator(&block.head, block.program.as_ref())?;
                    into.decorators.push(decorator);
                }
                BlockKind::Partial => {
                    let program = self.optional(block.program.as_ref())?;
                    let partial = self.partial(&block.head, program, Str::default(), 0)?;
                    into.nodes.push(Node::Partial(Box::new(partial)));
                }
            },
            Statement::Partial(partial) => {
                let partial = self.partial(&partial.head, None, partial.indent.clone(), partial.offset)?;
                into.nodes.push(Node::Partial(Box::new(partial)));
            }
        }
        Ok(())
    }

    fn decorator(&mut self, head: &'t Head, program: Option<&'t ast::Program>) -> Result<Decorator, RenderError> {
        Ok(Decorator {
            name: head.name.original().to_str(),
            program: self.optional(program)?,
            args: self.args(&head.params)?,
        })
    }

    fn partial(
        &mut self,
        head: &'t Head,
        block: Option<Program>,
        indent: Str,
        offset: usize,
    ) -> Result<Partial, RenderError> {
        if head.params.len() > 1 {
            let (line, column) = error::location(self.source, offset);
            let count = head.params.len();
            return Err(RenderError::new(format!(
                "Unsupported number of partial arguments: {count} - {line}:{column}"
            )));
        }
        let name = match &head.name {
            Name::Expression(call) => PartialName::Dynamic(Expr::Call(Box::new(self.site(call, None, true)?))),
            name => PartialName::Fixed(name.original().to_str()),
        };
        let context = head.params.first().map(|param| self.expression(param)).transpose()?;
        Ok(Partial { name, context, hash: self.hash(head)?, block, indent })
    }

    /// A mustache, block or subexpression.
    fn site(
        &mut self,
        head: &'t Head,
        block: Option<Box<Sides>>,
        subexpression: bool,
    ) -> Result<CallSite, RenderError> {
        let path = match &head.name {
            Name::Path(path) => path.clone(),
            name => {
                let text = name.original().to_str();
                ast::Path { data: false, depth: 0, parts: vec![text.clone()], original: text }
            }
        };
        let first = path.parts.first().cloned().unwrap_or_default();
        let simple = path.parts.len() == 1 && path.depth == 0 && !is_scoped(&path.original);
        let block_param = simple && self.block_param(&first).is_some();
        let built_in = BUILT_IN.contains(&first.as_str());
        let has_arguments = subexpression || !head.params.is_empty() || head.hash.is_some();
        let naming = if block_param {
            Naming::Property
        } else if has_arguments || (simple && built_in) {
            Naming::Helper
        } else if simple {
            Naming::Ambiguous
        } else {
            Naming::Property
        };
        let eligible = match naming {
            Naming::Helper => built_in || simple,
            Naming::Ambiguous => true,
            Naming::Property => false,
        };
        // With arguments the name is looked up as written: `{{@add 1 2}}` is no call of `add`.
        let name = if naming == Naming::Helper && !built_in { path.original.clone() } else { first.clone() };
        let helper = if eligible { helpers::find(&name) } else { None };
        if eligible && (helper.is_some() || naming == Naming::Helper) && !self.calls.contains(&first) {
            self.calls.push(first.clone());
        }
        let args = self.args(&head.params)?;
        let hash = self.hash(head)?;
        let prepared = helper.and_then(helpers::get).and_then(|helper| (helper.prepare?)(&args, &hash));
        let args = if let Some(Prepared::Items(_)) = prepared { List::Ready([].into()) } else { args };
        let path = self.path(&path);
        Ok(CallSite { name, naming, helper, path, args, hash, prepared, block, line: head.line })
    }

    fn expression(&mut self, expression: &'t Expression) -> Result<Expr, RenderError> {
        Ok(match expression {
            Expression::Literal(value) => Expr::Literal(value.clone()),
            Expression::Path(path) => Expr::Path(self.path(path)),
            Expression::Call(head) => Expr::Call(Box::new(self.site(head, None, true)?)),
        })
    }

    fn args(&mut self, params: &'t [Expression]) -> Result<List<Expr, Value>, RenderError> {
        let exprs = params.iter().map(|param| self.expression(param)).collect::<Result<Vec<_>, _>>()?;
        let ready: Option<Vec<Value>> = exprs.iter().map(|expr| expr.literal().cloned()).collect();
        Ok(match ready {
            Some(values) => List::Ready(values.into()),
            None => List::Open(exprs.into()),
        })
    }

    /// Named arguments in the order of the reference's hash object: it is filled from the last to the first.
    fn hash(&mut self, head: &'t Head) -> Result<Named, RenderError> {
        let mut pairs: Vec<(Str, Expr)> = Vec::new();
        for (key, value) in head.hash.iter().flatten().rev() {
            let value = self.expression(value)?;
            // A literal `undefined` is left out, as if it had not been written.
            if matches!(value, Expr::Literal(Value::Undefined)) {
                continue;
            }
            match pairs.iter_mut().find(|(known, _)| known == key) {
                Some(pair) => pair.1 = value,
                None => pairs.push((key.clone(), value)),
            }
        }
        pairs.sort_by_key(|(key, _)| integer_key(key).map_or((1, 0), |n| (0, n)));
        let ready: Option<Vec<(Str, Value)>> =
            pairs.iter().map(|(key, expr)| expr.literal().map(|value| (key.clone(), value.clone()))).collect();
        Ok(match ready {
            Some(values) => List::Ready(values.into()),
            None => List::Open(pairs.into()),
        })
    }

    fn path(&self, path: &ast::Path) -> Path {
        let first = path.parts.first().map(Str::as_str).unwrap_or_default();
        let scoped = is_scoped(&path.original);
        let block_param = if path.depth == 0 && !scoped { self.block_param(first) } else { None };
        match block_param {
            Some((programs, param)) => {
                Path { base: Base::BlockParam(programs, param), parts: path.parts.iter().skip(1).cloned().collect() }
            }
            None if path.data
                && let Some(var) = LoopVar::of(first) =>
            {
                Path { base: Base::Loop(path.depth, var), parts: path.parts.iter().skip(1).cloned().collect() }
            }
            // `{{[]}}` means the context itself.
            None if first.is_empty() => Path { base: Base::Context(path.depth), parts: [].into() },
            None => Path {
                base: if path.data && !path.parts.is_empty() {
                    Base::Data(path.depth)
                } else {
                    Base::Context(path.depth)
                },
                parts: path.parts.iter().cloned().collect(),
            },
        }
    }

    /// How many programs out, and at which place, a block parameter of that name is declared.
    fn block_param(&self, name: &str) -> Option<(usize, usize)> {
        self.block_params
            .iter()
            .rev()
            .enumerate()
            .find_map(|(depth, names)| names.iter().position(|n| n == name).map(|at| (depth, at)))
    }
}

/// Whether a path says on its own that it is a property: it starts with a dot, or the word `this` ends in it
/// (`/^\.|this\b/`, so `mythis` counts too).
fn is_scoped(original: &str) -> bool {
    original.starts_with('.')
        || original.match_indices("this").any(|(at, this)| {
            let next = original.get(at + this.len()..).and_then(|rest| rest.chars().next());
            !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
        })
}

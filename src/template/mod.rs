//! Handlebars 4.7 with JavaScript semantics, compiled once, and the reference's helpers.
//!
//! `lexer` and `parser` read a template into the tree of `ast`, `whitespace` takes off what does not print, `compile`
//! resolves names into a `program`, and `eval` renders that into one string. `frame` is what changes while blocks nest.

pub mod ast;
pub mod call;
pub mod compile;
pub mod error;
pub mod eval;
pub mod frame;
pub mod helpers;
pub mod lexer;
pub mod parser;
pub mod program;
pub mod scope;
pub mod whitespace;

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

pub use call::Call;
pub use scope::{RenderError, Scope, Site, World};

use crate::js::Str;
use program::{Node, Program};

/// The most that is reserved for a rendering in advance.
const MAX_RESERVED: usize = 64 << 10;

static COMPILATIONS: AtomicU64 = AtomicU64::new(0);

/// How many templates this process compiled.
pub fn compilations() -> u64 {
    COMPILATIONS.load(Ordering::Relaxed)
}

/// A template, ready to render.
pub struct Template {
    body: Body,
    calls: Vec<Str>,
    /// How long the last rendering was, about as long as the next will be.
    length: AtomicUsize,
}

enum Body {
    /// Text without anything to evaluate.
    Constant(Str),
    Program(Program),
    /// What every rendering answers: the reference, too, finds malformed templates only when it renders them.
    Broken(RenderError),
}

impl Template {
    /// Compiles a template. A malformed one compiles, too: its renderings return the error.
    pub fn compile(source: &str) -> Self {
        COMPILATIONS.fetch_add(1, Ordering::Relaxed);
        if !source.contains("{{") && !source.contains('\0') {
            return Self::new(Body::Constant(Str::new(source)), Vec::new());
        }
        let compiled = parser::parse(source).and_then(|tree| compile::compile(&tree, source));
        match compiled {
            Err(error) => Self::new(Body::Broken(error), Vec::new()),
            Ok(compiled) => {
                let Program { nodes, decorators } = &compiled.program;
                let constant = match nodes.as_slice() {
                    _ if !decorators.is_empty() => None,
                    [] => Some(Str::default()),
                    [Node::Text(text)] => Some(text.clone()),
                    _ => None,
                };
                let body = constant.map_or(Body::Program(compiled.program), Body::Constant);
                Self::new(body, compiled.calls)
            }
        }
    }

    fn new(body: Body, calls: Vec<Str>) -> Self {
        Self { body, calls, length: AtomicUsize::new(0) }
    }

    /// The text of a template that has nothing to evaluate.
    pub fn constant(&self) -> Option<&Str> {
        match &self.body {
            Body::Constant(text) => Some(text),
            _ => None,
        }
    }

    /// Why no rendering can succeed.
    pub fn error(&self) -> Option<&RenderError> {
        match &self.body {
            Body::Broken(error) => Some(error),
            _ => None,
        }
    }

    /// Names of helpers that the template calls: all names with arguments, others only where a helper answers to them.
    pub fn helper_names(&self) -> &[Str] {
        &self.calls
    }

    /// Names with arguments that no helper answers to.
    pub fn unknown_helpers(&self) -> impl Iterator<Item = &Str> {
        self.calls.iter().filter(|name| helpers::find(name).is_none())
    }

    /// Renders the template.
    ///
    /// # Errors
    /// The reference's message when the template is malformed or a helper raises an error, ours when a limit is
    /// exceeded.
    pub fn render(&self, scope: &Scope<'_>) -> Result<String, RenderError> {
        let mut out = String::new();
        self.render_into(scope, &mut out)?;
        Ok(out)
    }

    /// Appends the rendered template. After an error `out` holds what was rendered before it.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_into(&self, scope: &Scope<'_>, out: &mut String) -> Result<(), RenderError> {
        match &self.body {
            Body::Constant(text) => {
                out.push_str(text);
                Ok(())
            }
            Body::Broken(error) => Err(error.clone()),
            Body::Program(program) => {
                let start = out.len();
                out.reserve(self.length.load(Ordering::Relaxed));
                let mut renderer = eval::Renderer::new(scope, std::mem::take(out));
                let result = renderer.template(program);
                *out = renderer.out;
                self.length.store((out.len() - start).min(MAX_RESERVED), Ordering::Relaxed);
                result
            }
        }
    }
}

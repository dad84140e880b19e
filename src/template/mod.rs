//! Handlebars 4.7 with JavaScript semantics, compiled once, and the reference's helpers.
//!
//! `lexer` and `parser` read a template, as `token`s, into the tree of `ast`, `whitespace` takes off what does not print, `compile`
//! resolves names into a `program`, and `eval` renders that into one string with a `renderer`. `frame` is what changes
//! while blocks nest, `lookup` finds what a path names there, `call` is what a helper is given. `templates` are those of an
//! environment, equal ones compiled once.

pub mod ast;
pub mod call;
pub mod compile;
pub mod error;
pub mod escape;
pub mod eval;
pub mod frame;
pub mod helpers;
pub mod lexer;
mod lookup;
pub mod loop_var;
pub mod parser;
mod partial;
pub mod program;
pub mod render_context;
pub mod renderer;
mod templates;
pub mod token;
mod token_set;
mod weight;
pub mod whitespace;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

pub use call::Call;
pub use render_context::{BaseUrl, RenderContext, RenderError};
pub use templates::Templates;
pub use weight::weight;

use crate::js::Str;
use compile::Compiled;
use program::{Node, Program};

/// The most that is reserved for a rendering in advance.
const MAX_RESERVED: usize = 64 << 10;
/// By how much renderings of a template differ in length, usually.
const SLACK: usize = 32;

static COMPILATIONS: AtomicU64 = AtomicU64::new(0);

/// How many templates this process compiled.
pub fn compilations() -> u64 {
    COMPILATIONS.load(Ordering::Relaxed)
}

/// A template, ready to render. Clones are cheap: what was compiled is shared.
#[derive(Clone)]
pub struct Template(Body);

#[derive(Clone)]
enum Body {
    /// Text without anything to evaluate.
    Constant(Str),
    Program(Arc<Rendered>),
    /// What every rendering answers: the reference, too, finds malformed templates only when it renders them.
    Broken(Arc<RenderError>),
}

struct Rendered {
    compiled: Compiled,
    /// How long the last rendering was, about as long as the next will be.
    length: AtomicUsize,
}

impl Rendered {
    /// About how long the next rendering will be.
    fn expected(&self) -> usize {
        self.length.load(Ordering::Relaxed) + SLACK
    }
}

impl Template {
    /// Compiles a template. A malformed one compiles, too: its renderings return the error.
    pub fn compile(source: &str) -> Self {
        Self::constant_or(source, || Str::new(source))
    }

    /// Compiles a template that somebody else keeps: a constant one keeps a handle of it.
    pub fn shared(source: &Str) -> Self {
        Self::constant_or(source, || source.clone())
    }

    fn constant_or(source: &str, keep: impl FnOnce() -> Str) -> Self {
        COMPILATIONS.fetch_add(1, Ordering::Relaxed);
        if is_plain(source) {
            return Self(Body::Constant(keep()));
        }
        let compiled = parser::parse(source).and_then(|tree| compile::compile(&tree, source));
        Self(match compiled {
            Err(error) => Body::Broken(Arc::new(error)),
            Ok(compiled) => {
                let Program { nodes, decorators } = &compiled.program;
                let constant = match nodes.as_slice() {
                    _ if !decorators.is_empty() => None,
                    [] => Some(Str::default()),
                    [Node::Text(text)] => Some(Str::new(text)),
                    _ => None,
                };
                let length = AtomicUsize::new(0);
                constant.map_or_else(|| Body::Program(Arc::new(Rendered { compiled, length })), Body::Constant)
            }
        })
    }

    /// The text of a template that has nothing to evaluate.
    pub fn constant(&self) -> Option<&Str> {
        match &self.0 {
            Body::Constant(text) => Some(text),
            _ => None,
        }
    }

    /// Why no rendering can succeed.
    pub fn error(&self) -> Option<&RenderError> {
        match &self.0 {
            Body::Broken(error) => Some(error),
            _ => None,
        }
    }

    /// Names of helpers that the template calls: all names with arguments, others only where a helper answers to them.
    pub fn helper_names(&self) -> &[Str] {
        match &self.0 {
            Body::Program(rendered) => &rendered.compiled.calls,
            _ => &[],
        }
    }

    /// Whether a rendering may change the space: it then needs the space's turn.
    pub fn writes(&self) -> bool {
        let writes = |name: &Str| {
            helpers::find(name).and_then(helpers::get).is_some_and(|helper| helper.needs == helpers::Needs::Turn)
        };
        self.helper_names().iter().any(writes)
    }

    /// Names with arguments that no helper answers to.
    pub fn unknown_helpers(&self) -> impl Iterator<Item = &Str> {
        self.helper_names().iter().filter(|name| helpers::find(name).is_none())
    }

    /// Renders the template.
    ///
    /// # Errors
    /// The reference's message when the template is malformed or a helper raises an error, ours when a limit is
    /// exceeded.
    pub fn render(&self, rendering: &RenderContext<'_>) -> Result<String, RenderError> {
        let mut out = match &self.0 {
            Body::Program(rendered) => String::with_capacity(rendered.expected()),
            _ => String::new(),
        };
        self.render_into(rendering, &mut out)?;
        Ok(out)
    }

    /// Appends the rendered template. After an error `out` holds what was rendered before it.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_into(&self, rendering: &RenderContext<'_>, out: &mut String) -> Result<(), RenderError> {
        match &self.0 {
            Body::Constant(text) => {
                out.push_str(text);
                Ok(())
            }
            Body::Broken(error) => Err(RenderError::clone(error)),
            Body::Program(rendered) => {
                let start = out.len();
                out.reserve(rendered.expected());
                let mut renderer = renderer::Renderer::new(rendering, std::mem::take(out));
                let result = renderer.template(&rendered.compiled.program);
                *out = renderer.out;
                rendered.length.store((out.len() - start).min(MAX_RESERVED), Ordering::Relaxed);
                result
            }
        }
    }
}

/// Whether there is nothing in a text that a template could be made of.
fn is_plain(text: &str) -> bool {
    lexer::first_tag(text).is_none() && memchr::memchr(0, text.as_bytes()).is_none()
}

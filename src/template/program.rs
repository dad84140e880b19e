//! A compiled template: names resolved, literals evaluated, texts merged.

use std::num::NonZeroU8;

use super::helpers::prepared::Prepared;
use super::loop_var::LoopVar;
use crate::js::{Str, Value};

/// A list of nodes: the template itself or one side of a block.
#[derive(Default)]
pub struct Program {
    /// What prints, in order.
    pub nodes: Vec<Node>,
    /// `{{#*inline}}` definitions and other decorators, in order.
    pub decorators: Vec<Decorator>,
}

/// One thing that prints.
pub enum Node {
    /// Text, in the form that takes the fewest steps to print.
    Text(Box<str>),
    /// The value of a path that cannot be a helper.
    Value {
        /// Where the value is.
        path: Path,
        /// Whether the output is escaped.
        escaped: bool,
    },
    /// A helper call without a block.
    Call {
        /// The call.
        site: Box<CallSite>,
        /// Whether the output is escaped.
        escaped: bool,
    },
    /// A block.
    Block(Box<CallSite>),
    /// A partial.
    Partial(Box<Partial>),
}

/// How the name of a [`CallSite`] is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It can only be a helper.
    Helper,
    /// A helper if there is one, else a property of the context.
    Ambiguous,
    /// A property in any case; the block decides what to do with it.
    Property,
}

/// Which helper: its family among the tables of `helpers`, and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelperId {
    /// Number of the table.
    pub family: u8,
    /// Number of the row, from 1.
    pub row: NonZeroU8,
}

/// One place where something is called.
pub struct CallSite {
    /// The name as the helper sees it.
    pub name: Str,
    /// How the name is understood.
    pub naming: Naming,
    /// The helper of that name, whether it is available here or not.
    pub helper: Option<HelperId>,
    /// The name read as a property.
    pub path: Path,
    /// Positional arguments.
    pub args: List<Expr, Value>,
    /// Named arguments.
    pub hash: Named,
    /// What the helper made of arguments that are written in the template.
    pub prepared: Option<Prepared>,
    /// The block's parts.
    pub block: Option<Box<Sides>>,
    /// Line, from 1.
    pub line: usize,
}

/// The parts of a block.
pub struct Sides {
    /// Before `{{else}}`.
    pub program: Option<Program>,
    /// After `{{else}}`.
    pub inverse: Option<Program>,
}

/// Arguments: literals only, or with something to evaluate.
pub enum List<E, V> {
    /// Ready to be lent to a helper.
    Ready(Box<[V]>),
    /// To be evaluated at each call.
    Open(Box<[E]>),
}

impl List<Expr, Value> {
    /// The positional argument at `i`, if it is a literal.
    pub fn literal(&self, i: usize) -> Option<&Value> {
        match self {
            Self::Ready(values) => values.get(i),
            Self::Open(exprs) => exprs.get(i).and_then(Expr::literal),
        }
    }
}

/// Named arguments.
pub type Named = List<(Str, Expr), (Str, Value)>;

/// An argument.
pub enum Expr {
    /// A literal.
    Literal(Value),
    /// A path.
    Path(Path),
    /// A subexpression.
    Call(Box<CallSite>),
}

impl Expr {
    /// The value of a literal.
    pub fn literal(&self) -> Option<&Value> {
        match self {
            Self::Literal(value) => Some(value),
            Self::Path(_) | Self::Call(_) => None,
        }
    }
}

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The context this many blocks out.
    Context(usize),
    /// The data frame (`@`) this many frames out.
    Data(usize),
    /// A loop's variable in the data frame this many frames out.
    Loop(usize, LoopVar),
    /// A block parameter: how many programs out, and which one.
    BlockParam(usize, usize),
}

/// A path with its start resolved.
pub struct Path {
    /// Where it starts.
    pub base: Base,
    /// The names to follow from there.
    pub parts: Box<[Str]>,
}

/// `{{> name}}`
pub struct Partial {
    /// Its name.
    pub name: PartialName,
    /// The context, the current one if absent.
    pub context: Option<Expr>,
    /// Named arguments.
    pub hash: Named,
    /// The block of `{{#> name}}`.
    pub block: Option<Program>,
    /// Blanks in front of each line.
    pub indent: Str,
}

/// The name of a partial.
pub enum PartialName {
    /// As written.
    Fixed(Str),
    /// Computed.
    Dynamic(Expr),
}

/// `{{#*name args}}...{{/name}}`
pub struct Decorator {
    /// The decorator; the reference knows `inline` only.
    pub name: Str,
    /// Positional arguments.
    pub args: List<Expr, Value>,
    /// What it decorates with.
    pub program: Option<Program>,
}

//! What one rendering has at hand; how it goes through a program is told in `eval`. Helpers render their blocks with it,
//! so it stands below them.

use super::RenderContext;
use crate::budget::{self, Growth};

/// Levels of nesting that a block or subexpression counts for: about what it takes of the stack, compared to a level of a
/// value that is printed.
pub(super) const LEVELS: u32 = 10;

/// One rendering.
pub struct Renderer<'s> {
    /// What the template may see and touch.
    pub rendering: &'s RenderContext<'s>,
    /// What was printed so far.
    pub out: String,
    pub(super) growth: Growth,
    /// Bytes alive when the node began that is being rendered.
    pub(super) node_mark: usize,
    /// Bytes of values that variables have come to hold so far, less those that they have let go.
    pub(super) stored: isize,
}

impl<'s> Renderer<'s> {
    /// A rendering that appends to `out`.
    pub fn new(rendering: &'s RenderContext<'s>, out: String) -> Self {
        let growth = Growth::from(out.len());
        Self { rendering, out, growth, node_mark: budget::mark(), stored: 0 }
    }
}

//! One call of a helper: its arguments, and the block it may render. STUB: the engine fills it in.

use super::{RenderError, Scope};
use crate::js::{Str, Value};

/// Arguments and surroundings of one helper call (Handlebars' positional arguments and `options`).
pub struct Call<'r, 's> {
    /// Positional arguments, without the options object.
    pub args: &'r [Value],
    /// Named arguments in source order.
    pub hash: &'r [(Str, Value)],
    /// What the rendering may see and touch.
    pub scope: &'r Scope<'s>,
    /// Line of the call in the template, from 1.
    pub line: usize,
}

#[allow(unused_variables)]
impl<'r, 's> Call<'r, 's> {
    /// The argument at `i`, `Undefined` beyond the last.
    pub fn arg(&self, i: usize) -> &Value {
        self.args.get(i).unwrap_or(&Value::Undefined)
    }

    /// The argument at `i` with a SafeString unwrapped (`fromSafeString`).
    pub fn plain(&self, i: usize) -> Value {
        self.arg(i).unwrap_safe()
    }

    /// The named argument.
    pub fn named(&self, name: &str) -> Option<&Value> {
        self.hash.iter().find(|(k, _)| k == name).map(|(_, v)| v)
    }

    /// Whether the helper was called as a block (`{{#helper}}`).
    pub fn is_block(&self) -> bool {
        false
    }

    /// The value of `this` at the call.
    pub fn this(&self) -> Value {
        Value::Undefined
    }

    /// `options.data[name]`.
    pub fn data(&self, name: &str) -> Value {
        Value::Undefined
    }

    /// `options.data[name] = value` in the current frame.
    pub fn set_data(&mut self, name: &str, value: Value) {}

    /// `options.fn(context)`: renders the block with this context; an empty text when there is none.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn render(&mut self, context: &Value) -> Result<String, RenderError> {
        Ok(String::new())
    }

    /// `options.inverse(context)`.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn render_inverse(&mut self, context: &Value) -> Result<String, RenderError> {
        Ok(String::new())
    }
}

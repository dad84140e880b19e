//! One call of a helper: its arguments, and the block it may render.

use super::escape::needs_escape;
use super::frame::{self, BlockParams, ContextStack, Frame, NULL_CONTEXT, VARIABLE};
use super::helpers::prepared::Prepared;
use super::program::{Program, Sides};
use super::renderer::{LEVELS, Renderer};
use super::{RenderContext, RenderError};
use crate::budget;
use crate::js::{Str, Value};

/// What becomes of the value that a helper returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// It is an argument, or what a block goes by.
    Value,
    /// It is an argument of which only the plain value counts: a SafeString would be unwrapped.
    Plain,
    /// It is printed right behind the output so far.
    Output {
        /// Whether it is escaped.
        escaped: bool,
    },
}

/// Arguments and surroundings of one helper call (Handlebars' positional arguments and `options`).
pub struct Call<'r, 's> {
    /// Positional arguments, without the options object.
    pub args: &'r [Value],
    /// Named arguments in the order of the reference's hash object: integer-like keys first, then the last one
    /// written comes first.
    pub hash: &'r [(Str, Value)],
    /// What the rendering may see and touch.
    pub rendering: &'r RenderContext<'s>,
    /// Line of the call in the template, from 1.
    pub line: usize,
    /// What was made of the arguments when the template was compiled.
    pub prepared: Option<&'r Prepared>,
    pub(super) goal: Goal,
    pub(super) name: &'r Str,
    pub(super) sides: Option<&'r Sides>,
    pub(super) stack: &'r ContextStack<'r>,
    pub(super) renderer: &'r mut Renderer<'s>,
}

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

    /// `options.name`.
    pub fn name(&self) -> &Str {
        self.name
    }

    /// Whether the helper was called as a block (`{{#helper}}`).
    pub fn is_block(&self) -> bool {
        self.sides.is_some()
    }

    /// The value of `this` at the call: an empty object where the context is null or undefined.
    pub fn this(&self) -> &'r Value {
        if self.stack.context.is_nullish() { &NULL_CONTEXT } else { self.stack.context }
    }

    /// The context of the call as it is.
    pub fn context(&self) -> &'r Value {
        self.stack.context
    }

    /// `options.data[name]`.
    pub fn data(&self, name: &str) -> Value {
        self.stack.frame.get(name)
    }

    /// `options.data[name] = value` in the current frame.
    ///
    /// # Errors
    /// When there are more variables than the request may have.
    pub fn set_data(&mut self, name: &str, value: Value) -> Result<(), RenderError> {
        self.stack.frame.set(name, value)?;
        Ok(())
    }

    /// As [`Call::set_data`] for a value that the template has put together: the frame holds its bytes from now on.
    ///
    /// # Errors
    /// When the frame holds more than the request may have.
    pub fn store(&mut self, name: &str, value: Value) -> Result<(), RenderError> {
        self.keep(&value);
        match self.stack.frame.set(name, value)? {
            Some(before) => self.released(before.release()),
            None => self.renderer.stored = self.renderer.stored.saturating_add_unsigned(VARIABLE + name.len()),
        }
        Ok(())
    }

    /// Somebody holds a value from now on, beyond the node that is being rendered.
    pub fn keep(&mut self, value: &Value) {
        // No more than was charged in this node: the rest was held by somebody before.
        let made = budget::mark().saturating_sub(self.renderer.node_mark);
        let kept = value.weight(made).min(made);
        self.renderer.stored = self.renderer.stored.saturating_add_unsigned(kept);
    }

    /// Leaves a frame that was made for the block: what only its variables held is free again.
    pub fn leave(&mut self, frame: &Frame<'_>) {
        self.released(frame.release());
    }

    fn released(&mut self, bytes: usize) {
        self.renderer.stored = self.renderer.stored.saturating_sub_unsigned(bytes);
    }

    /// `delete options.data[name]` in the current frame.
    pub fn remove_data(&mut self, name: &str) {
        self.stack.frame.remove(name);
    }

    /// The data variables at the call.
    pub fn frame(&self) -> &'r Frame<'r> {
        self.stack.frame
    }

    /// `options.fn(context)`: renders the block with this context; an empty text when there is none.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn render(&mut self, context: &Value) -> Result<String, RenderError> {
        let start = self.renderer.out.len();
        self.print(context)?;
        Ok(self.renderer.out.split_off(start))
    }

    /// `options.inverse(context)`.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn render_inverse(&mut self, context: &Value) -> Result<String, RenderError> {
        let start = self.renderer.out.len();
        self.print_inverse(context)?;
        Ok(self.renderer.out.split_off(start))
    }

    /// Renders the block right into the output: for helpers that return nothing else.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn print(&mut self, context: &Value) -> Result<(), RenderError> {
        self.print_with(context, self.stack.frame, None)
    }

    /// As [`Call::print`], the part after `{{else}}`.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn print_inverse(&mut self, context: &Value) -> Result<(), RenderError> {
        let program = self.sides.and_then(|sides| sides.inverse.as_ref());
        self.side(program, context, self.stack.frame, None)
    }

    /// As [`Call::print`], with data variables and block parameters of its own.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn print_with(
        &mut self,
        context: &Value,
        frame: &Frame<'_>,
        params: Option<&[Value]>,
    ) -> Result<(), RenderError> {
        let program = self.sides.and_then(|sides| sides.program.as_ref());
        self.side(program, context, frame, params)
    }

    /// Renders the block once a turn right into the output, all turns with one frame: `begin` prepares it, or says that
    /// there is no other turn; `end` gets the output behind each.
    ///
    /// # Errors
    /// What the block's own rendering raises.
    pub fn print_turns(
        &mut self,
        context: &Value,
        frame: &Frame<'_>,
        mut begin: impl FnMut() -> bool,
        mut end: impl FnMut(&mut String),
    ) -> Result<(), RenderError> {
        let program = self.sides.and_then(|sides| sides.program.as_ref());
        let params = BlockParams { values: None, outer: self.stack.block_params };
        let stack = ContextStack { frame, block_params: Some(&params), ..frame::enter(context, self.stack) };
        let _deeper = budget::descend(LEVELS)?;
        while begin() {
            match program {
                Some(program) => self.renderer.iteration(program, &stack, self.stack)?,
                None => budget::work(1)?,
            }
            end(&mut self.renderer.out);
        }
        Ok(())
    }

    /// The output so far: for helpers that print there and return nothing else.
    pub fn out(&mut self) -> &mut String {
        &mut self.renderer.out
    }

    /// Whether what the helper returns is printed right behind the output so far.
    pub fn prints(&self) -> bool {
        matches!(self.goal, Goal::Output { .. })
    }

    /// A text that is written at the end of the output, where there is room: it stays there if it is printed, and nothing
    /// is to be returned then.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn compose<E>(&mut self, write: impl FnOnce(&mut String) -> Result<(), E>) -> Result<Value, E> {
        let out = &mut self.renderer.out;
        let (start, room) = (out.len(), out.capacity());
        let written = write(out);
        let text = out.get(start..).unwrap_or_default();
        if written.is_ok()
            && let Goal::Output { escaped } = self.goal
            && !(escaped && needs_escape(text))
        {
            return Ok(Value::Undefined);
        }
        let value = Value::str(text);
        out.truncate(start);
        if out.capacity() > room {
            // What becomes an answer keeps no room for what was taken off.
            out.shrink_to(room);
        }
        written.map(|()| value)
    }

    /// `new SafeString(value)`.
    pub fn safe(&self, value: Value) -> Value {
        match (self.goal, value) {
            (Goal::Plain, text @ Value::String(_)) => text,
            (Goal::Plain, other) => Value::String(other.to_str()),
            (_, value) => Value::safe(value),
        }
    }

    fn side(
        &mut self,
        program: Option<&Program>,
        context: &Value,
        frame: &Frame<'_>,
        params: Option<&[Value]>,
    ) -> Result<(), RenderError> {
        let Some(program) = program else { return Ok(()) };
        let params = BlockParams { values: params, outer: self.stack.block_params };
        let stack = ContextStack { frame, block_params: Some(&params), ..frame::enter(context, self.stack) };
        self.renderer.program(program, &stack, self.stack)
    }
}

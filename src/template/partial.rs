//! Partials of templates: those that a program defines, and the rendering of one with its context, block and indent.

use super::call::Goal;
use super::frame::{BlockParams, Closure, ContextStack, Frame, Partials, enter};
use super::helpers::HelperResult;
use super::program::{List, Partial, PartialName, Program};
use super::render_context::RenderError;
use super::renderer::Renderer;
use crate::budget;
use crate::js::{Object, Str, Value};

impl Renderer<'_> {
    /// The partials that a program defines.
    pub(super) fn partials<'p>(
        &mut self,
        program: &'p Program,
        stack: &ContextStack<'p>,
        origin: &'p ContextStack<'p>,
    ) -> Result<Partials<'p>, RenderError> {
        let mut entries = Vec::with_capacity(program.decorators.len());
        for decorator in &program.decorators {
            if decorator.name != "inline" {
                return Err(RenderError::new(format!("Missing decorator: \"{}\"", decorator.name)));
            }
            let name = match &decorator.args {
                List::Ready(values) => values.first().cloned().unwrap_or_default(),
                List::Open(exprs) => match exprs.first() {
                    Some(expr) => self.expression(expr, origin, Goal::Value)?,
                    None => Value::Undefined,
                },
            };
            entries.push((name.to_str(), Closure { program: decorator.program.as_ref(), stack: origin }));
        }
        Ok(Partials { entries, outer: stack.partials })
    }

    /// Renders a partial where it is called.
    pub(super) fn partial(&mut self, partial: &Partial, stack: &ContextStack<'_>) -> Result<(), RenderError> {
        let name = match &partial.name {
            PartialName::Fixed(name) => name.clone(),
            PartialName::Dynamic(expr) => match self.expression(expr, stack, Goal::Value)? {
                value if value.truthy() => value.to_str(),
                _ => Str::new_static("undefined"),
            },
        };
        let context = match &partial.context {
            Some(expr) => self.expression(expr, stack, Goal::Value)?,
            None => stack.context.clone(),
        };
        let context = match &partial.hash {
            List::Ready(pairs) if pairs.is_empty() => context,
            List::Ready(pairs) => extended(&context, pairs)?,
            List::Open(pairs) => extended(&context, &self.named(pairs, stack)?)?,
        };
        let outer_block = stack.frame.partial_block;
        let found = match stack.partials.and_then(|partials| partials.find(&name)) {
            None if name == "@partial-block" => outer_block.copied(),
            found => found,
        };
        let start = self.out.len();
        // The block of a partial sees the partial block around it, not itself.
        let own_block = partial.block.as_ref().map(|program| Closure { program: Some(program), stack });
        if let Some(own) = &own_block {
            let mut frame = stack.frame.child();
            frame.partial_block = Some(own);
            match found {
                Some(closure) => self.closure(closure, &context, &frame, stack.partials)?,
                None => {
                    let mut inner = frame.child();
                    inner.partial_block = outer_block;
                    self.closure(*own, &context, &inner, stack.partials)?;
                }
            }
        } else {
            match found {
                Some(closure) if name == "@partial-block" => {
                    let mut frame = stack.frame.child();
                    frame.partial_block = closure.stack.frame.partial_block;
                    self.closure(closure, &context, &frame, stack.partials)?;
                }
                Some(closure) => self.closure(closure, &context, stack.frame, stack.partials)?,
                None => return Err(RenderError::new(format!("The partial {name} could not be found"))),
            }
        }
        if !partial.indent.is_empty() {
            self.indent(start, &partial.indent);
        }
        Ok(())
    }

    /// Renders a partial's program with the data and the partials of its caller.
    fn closure(
        &mut self,
        closure: Closure<'_>,
        context: &Value,
        frame: &Frame<'_>,
        partials: Option<&Partials<'_>>,
    ) -> Result<(), RenderError> {
        let Some(program) = closure.program else { return Ok(()) };
        let params = BlockParams { values: None, outer: closure.stack.block_params };
        let stack = ContextStack { frame, partials, block_params: Some(&params), ..enter(context, closure.stack) };
        self.program(program, &stack, closure.stack)
    }

    /// Puts blanks in front of each line printed since `start`.
    fn indent(&mut self, start: usize, blanks: &str) {
        let printed = self.out.split_off(start);
        let mut lines = printed.split('\n').peekable();
        while let Some(line) = lines.next() {
            let last = lines.peek().is_none();
            if last && line.is_empty() {
                break;
            }
            self.out.push_str(blanks);
            self.out.push_str(line);
            if !last {
                self.out.push('\n');
            }
        }
    }
}

/// `Object.assign({}, context, named)`.
fn extended(context: &Value, named: &[(Str, Value)]) -> HelperResult {
    let mut object = match context {
        Value::Object(object) => {
            budget::make(context.own_weight())?;
            object.copied()
        }
        Value::Array(items) => numbered(items.iter().cloned())?,
        Value::String(text) => numbered(text.chars().map(|c| Value::String(Str::from(c.to_string()))))?,
        _ => Object::new(),
    };
    for (key, value) in named {
        object.insert(key.clone(), value.clone());
    }
    Ok(Value::object(object))
}

/// An object with the indexes of a list as names.
fn numbered(values: impl Iterator<Item = Value>) -> Result<Object, RenderError> {
    /// Bytes of a property in the tree of those whose names are numbers, about.
    const NUMBERED: usize = 80;
    let mut object = Object::new();
    for (i, value) in values.enumerate() {
        budget::make(NUMBERED)?;
        budget::work(8)?;
        object.insert(i.to_string(), value);
    }
    Ok(object)
}

//! Renders a compiled template into one string.

use std::sync::LazyLock;

use smallvec::SmallVec;

use super::call::{Call, Goal};
use super::escape::escape;
use super::frame::{ContextStack, Frame, enter};
use super::helpers::{self, Helper, HelperResult, Needs, block};
use super::lookup::lookup;
use super::program::{Base, CallSite, Expr, HelperId, List, Naming, Node, Path, Program};
use super::render_context::RenderError;
use super::renderer::{LEVELS, Renderer};
use crate::budget;
use crate::js::{Object, Str, Value, number};

/// What templates are rendered with: the reference passes an empty object.
static ROOT: LazyLock<Value> = LazyLock::new(|| Value::object(Object::new()));

impl<'s> Renderer<'s> {
    /// Renders a whole template.
    ///
    /// # Errors
    /// What a helper raises, or a bound that is exceeded.
    pub fn template(&mut self, program: &Program) -> Result<(), RenderError> {
        let frame = Frame::root(&ROOT);
        let outside = ContextStack {
            context: &Value::Undefined,
            around: None,
            frame: &frame,
            block_params: None,
            partials: None,
            outside: true,
        };
        let stack = enter(&ROOT, &outside);
        self.program(program, &stack, &outside)
    }

    /// Renders a program in a context; `origin` is where it was written.
    ///
    /// # Errors
    /// As [`Renderer::template`].
    pub fn program(
        &mut self,
        program: &Program,
        stack: &ContextStack<'_>,
        origin: &ContextStack<'_>,
    ) -> Result<(), RenderError> {
        let _deeper = budget::descend(LEVELS)?;
        self.iteration(program, stack, origin)
    }

    /// As [`Renderer::program`], for a loop that has descended.
    ///
    /// # Errors
    /// As [`Renderer::template`].
    #[inline(always)]
    pub fn iteration(
        &mut self,
        program: &Program,
        stack: &ContextStack<'_>,
        origin: &ContextStack<'_>,
    ) -> Result<(), RenderError> {
        budget::work(1 + program.nodes.len() as u64)?;
        if program.decorators.is_empty() {
            self.nodes(&program.nodes, stack)
        } else {
            self.decorated(program, stack, origin)
        }
    }

    /// Renders a program with the partials that it defines.
    #[inline(never)]
    fn decorated(
        &mut self,
        program: &Program,
        stack: &ContextStack<'_>,
        origin: &ContextStack<'_>,
    ) -> Result<(), RenderError> {
        budget::work(program.decorators.len() as u64 * 4)?;
        let partials = self.partials(program, stack, origin)?;
        let stack = ContextStack { partials: Some(&partials), ..*stack };
        self.nodes(&program.nodes, &stack)
    }

    #[inline]
    fn nodes(&mut self, nodes: &[Node], stack: &ContextStack<'_>) -> Result<(), RenderError> {
        let summed = if begins_with_sum(nodes) { self.sum(nodes, stack)? } else { 0 };
        for node in nodes.get(summed..).unwrap_or_default() {
            match node {
                Node::Text(text) => self.out.push_str(text),
                Node::Value { path: Path { base: Base::Loop(depth, var), parts }, escaped } if parts.is_empty() => {
                    if let Some(frame) = stack.frame.out(*depth) {
                        match frame.number(*var) {
                            Some(number) => number::write(number, &mut self.out),
                            None => frame.with_loop_var(*var, |value| self.print(value, *escaped)),
                        }
                    }
                }
                other => self.node(other, stack)?,
            }
            self.growth.to(self.out.len())?;
        }
        Ok(())
    }

    /// Renders what takes more than a look: apart, so that texts and variables of loops are passed through quickly.
    #[inline(never)]
    fn node(&mut self, node: &Node, stack: &ContextStack<'_>) -> Result<(), RenderError> {
        if let Node::Value { path, escaped } = node {
            let value = lookup(path, stack, false)?;
            self.print(&value, *escaped);
            return Ok(());
        }
        let before = (budget::mark(), self.stored, self.growth.charged());
        self.node_mark = before.0;
        match node {
            Node::Text(_) | Node::Value { .. } => {}
            Node::Call { site, escaped } => match self.invoked(site, stack, Goal::Output { escaped: *escaped })? {
                // Most helpers have printed by themselves; there is nothing to be dropped.
                nothing @ Value::Undefined => std::mem::forget(nothing),
                value => self.print(&value, *escaped),
            },
            Node::Block(site) => self.block(site, stack)?,
            Node::Partial(partial) => self.partial(partial, stack)?,
        }
        self.settle(before);
        Ok(())
    }

    /// What a node put together on the way is free again behind it, but for what variables hold. `before` it, so many bytes
    /// were alive, stored in variables, and charged for the output.
    #[inline]
    fn settle(&mut self, (mark, stored, charged): (usize, isize, usize)) {
        // Most nodes put nothing together.
        if budget::mark() != mark || self.stored != stored {
            let printed = self.growth.charged().saturating_sub(charged);
            budget::settle(mark, (self.stored - stored).saturating_add_unsigned(printed));
        }
    }

    /// Prints unescaped numbers and booleans that stand side by side where a program starts, and returns how many
    /// nodes that took. The reference joins outputs with JavaScript's `+`, which adds until it meets a text:
    /// `{{{1}}}{{{2}}}` prints 3.
    #[inline(never)]
    fn sum(&mut self, nodes: &[Node], stack: &ContextStack<'_>) -> Result<usize, RenderError> {
        let mut sum: Option<Value> = None;
        let mut taken = 0;
        for node in nodes {
            let value = match node {
                Node::Value { path, escaped: false } => lookup(path, stack, false)?,
                Node::Call { site, escaped: false } => self.invoke(site, stack, Goal::Value)?,
                _ => break,
            };
            taken += 1;
            let number = matches!(value, Value::Number(_) | Value::Bool(_));
            sum = match sum {
                None if number => Some(value),
                Some(sum) if number => Some(Value::Number(sum.to_number() + value.to_number())),
                before => {
                    self.print(&before.unwrap_or_default(), false);
                    self.print(&value, false);
                    return Ok(taken);
                }
            };
        }
        self.print(&sum.unwrap_or_default(), false);
        Ok(taken)
    }

    #[inline(always)]
    fn print(&mut self, value: &Value, escaped: bool) {
        match value {
            Value::Number(n) => number::write(*n, &mut self.out),
            other => self.print_other(other, escaped),
        }
    }

    fn print_other(&mut self, value: &Value, escaped: bool) {
        match value {
            Value::Undefined | Value::Null => {}
            Value::String(text) if escaped => self.print_escaped(text),
            Value::Array(_) | Value::Object(_) | Value::Date(_) if escaped => self.print_escaped(&value.to_str()),
            other => other.write_str(&mut self.out),
        }
    }

    /// A text may become six times as long, so a long one is charged piece by piece. Once exceeded, the budget ends the
    /// rendering with the node.
    fn print_escaped(&mut self, text: &str) {
        /// Bytes of a piece.
        const PIECE: usize = 64 << 10;
        let mut rest = text;
        while rest.len() > PIECE {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
            escape(piece, &mut self.out);
            if self.growth.to(self.out.len()).is_err() {
                return;
            }
            rest = after;
        }
        escape(rest, &mut self.out);
    }

    fn block(&mut self, site: &CallSite, stack: &ContextStack<'_>) -> Result<(), RenderError> {
        let value = match self.invoke(site, stack, Goal::Value)? {
            nothing @ Value::Undefined if site.helper.is_some() => {
                std::mem::forget(nothing);
                return Ok(());
            }
            value => value,
        };
        if site.naming == Naming::Helper || self.available(site.helper).is_some() {
            self.print(&value, false);
            return Ok(());
        }
        block::missing(&mut self.calling(site, &[], &[], stack, Goal::Value), &value)?;
        Ok(())
    }

    /// The value of a subexpression or the head of a block.
    #[inline(never)]
    fn invoke(&mut self, site: &CallSite, stack: &ContextStack<'_>, goal: Goal) -> HelperResult {
        self.invoked(site, stack, goal)
    }

    /// The same of a mustache, too. What is printed at once a helper may print itself.
    #[inline(always)]
    fn invoked(&mut self, site: &CallSite, stack: &ContextStack<'_>, goal: Goal) -> HelperResult {
        let Some(helper) = self.available(site.helper) else { return self.property(site, stack) };
        match (&site.args, &site.hash) {
            // What has nothing to evaluate or to render goes no deeper.
            (List::Ready(args), List::Ready(hash)) if site.block.is_none() => {
                budget::work(1)?;
                (helper.run)(&mut self.calling(site, args, hash, stack, goal))
            }
            _ => self.evaluated(helper, site, stack, goal),
        }
    }

    /// What a helper returns that has arguments to evaluate or a block to render.
    #[inline(never)]
    fn evaluated(
        &mut self,
        helper: &'static Helper,
        site: &CallSite,
        stack: &ContextStack<'_>,
        goal: Goal,
    ) -> HelperResult {
        let _deeper = budget::descend(LEVELS)?;
        // Few arguments take no allocation.
        let mut values = SmallVec::<[Value; 3]>::new();
        let args = match &site.args {
            List::Ready(args) => &**args,
            List::Open(exprs) => {
                let goal = if helper.is_plain { Goal::Plain } else { Goal::Value };
                for expr in exprs {
                    values.push(self.expression(expr, stack, goal)?);
                }
                &values
            }
        };
        let named;
        let hash = match &site.hash {
            List::Ready(pairs) => &**pairs,
            List::Open(pairs) => {
                named = self.named(pairs, stack)?;
                &named
            }
        };
        (helper.run)(&mut self.calling(site, args, hash, stack, goal))
    }

    /// The value of something that is called, where no helper answers.
    #[inline(never)]
    fn property(&mut self, site: &CallSite, stack: &ContextStack<'_>) -> HelperResult {
        match site.naming {
            Naming::Property => lookup(&site.path, stack, false),
            Naming::Ambiguous => {
                let value = lookup(&site.path, stack, false)?;
                // The reference registers a `helperMissing` that returns an empty text.
                Ok(if value.is_nullish() { Value::String(Str::default()) } else { value })
            }
            Naming::Helper if matches!(site.name.as_str(), "helperMissing" | "blockHelperMissing") => {
                Err(RenderError::new("Cannot read properties of undefined (reading 'call')"))
            }
            Naming::Helper => {
                let property = lookup(&site.path, stack, true)?;
                self.for_effects(site, stack)?;
                if property.truthy() {
                    return Err(RenderError::new(not_callable(site)));
                }
                Ok(Value::String(Str::default()))
            }
        }
    }

    /// Evaluates the arguments of a call that leads nowhere: a helper among them may change something.
    fn for_effects(&mut self, site: &CallSite, stack: &ContextStack<'_>) -> Result<(), RenderError> {
        if let List::Open(exprs) = &site.args {
            for expr in exprs.iter() {
                self.expression(expr, stack, Goal::Value)?;
            }
        }
        if let List::Open(pairs) = &site.hash {
            self.named(pairs, stack)?;
        }
        Ok(())
    }

    /// The helper, where it exists.
    fn available(&self, helper: Option<HelperId>) -> Option<&'static Helper> {
        helper.and_then(helpers::get).filter(|helper| match helper.needs {
            Needs::Nothing | Needs::Turn => true,
            Needs::Request => self.rendering.request.is_some(),
            Needs::Response => self.rendering.status.is_some(),
        })
    }

    fn calling<'r>(
        &'r mut self,
        site: &'r CallSite,
        args: &'r [Value],
        hash: &'r [(Str, Value)],
        stack: &'r ContextStack<'r>,
        goal: Goal,
    ) -> Call<'r, 's> {
        Call {
            args,
            hash,
            rendering: self.rendering,
            line: site.line,
            prepared: site.prepared.as_ref(),
            goal,
            name: &site.name,
            sides: site.block.as_deref(),
            stack,
            renderer: self,
        }
    }

    pub(super) fn named(
        &mut self,
        pairs: &[(Str, Expr)],
        stack: &ContextStack<'_>,
    ) -> Result<Vec<(Str, Value)>, RenderError> {
        pairs.iter().map(|(key, expr)| Ok((key.clone(), self.expression(expr, stack, Goal::Value)?))).collect()
    }

    pub(super) fn expression(&mut self, expr: &Expr, stack: &ContextStack<'_>, goal: Goal) -> HelperResult {
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Path(path) => lookup(path, stack, false),
            Expr::Call(site) => self.invoke(site, stack, goal),
        }
    }
}

/// Whether a program starts with two outputs that are not escaped.
#[inline]
fn begins_with_sum(nodes: &[Node]) -> bool {
    let raw = |node: &Node| matches!(node, Node::Value { escaped: false, .. } | Node::Call { escaped: false, .. });
    matches!(nodes, [first, second, ..] if raw(first) && raw(second))
}

/// V8's words for calling a property that is no function.
fn not_callable(site: &CallSite) -> String {
    let simple = site.path.parts.len() == 1 && site.path.base == Base::Context(0);
    let helper = if simple { "lookupProperty(...) || " } else { "" };
    let property = match (site.path.base, site.path.parts.len()) {
        (Base::Context(_), 0) => "depth0",
        (Base::Context(_), 1) => "(depth0 && lookupProperty(...))",
        (Base::Data(_), 1) | (Base::Loop(..), 0) => "(data && lookupProperty(...))",
        _ => "(stack1 && lookupProperty(...))",
    };
    format!("({helper}{property} || container.hooks.helperMissing).call is not a function")
}

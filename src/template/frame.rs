//! What changes while blocks nest: the context, the data variables (`@index`, `setVar`), block parameters and
//! partials. All of it lives on the stack and points outwards; nothing is copied unless a block asks for a frame.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::loop_var::LoopVar;
use super::program::Program;
use crate::budget::{self, Exceeded};
use crate::js::{Object, Str, Value};

/// What `this` is for helpers where the context is null or undefined.
pub static NULL_CONTEXT: LazyLock<Value> = LazyLock::new(|| Value::object(Object::new()));

/// A frame of data variables. Blocks that set variables of their own get a copy of the frame around them.
pub struct Frame<'a> {
    vars: RefCell<Vars>,
    /// `@root`, where no variable of that name was set.
    root: &'a Value,
    /// What `@../` reaches.
    parent: Option<&'a Frame<'a>>,
    /// What `{{> @partial-block}}` renders.
    pub partial_block: Option<&'a Closure<'a>>,
    _copied: Copied,
}

/// Bytes of variables that were copied into a frame; given back with it.
struct Copied(usize);

impl Copied {
    fn charge(vars: &Vars) -> Self {
        if vars.others.is_empty() {
            return Self(0);
        }
        let bytes = vars.others.len() * VARIABLE;
        // Once exceeded, the budget ends the rendering with the next node.
        let _ = budget::make(bytes);
        Self(bytes)
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        if self.0 > 0 {
            budget::free(self.0);
        }
    }
}

/// Bytes that a variable takes besides what it holds.
pub const VARIABLE: usize = size_of::<(Str, Value)>();

/// Variables by name; one that is `undefined` is not there.
#[derive(Clone, Default)]
struct Vars {
    /// By [`LoopVar`]; `None` until one is set, which few frames see.
    of_loop: Option<[Value; LoopVar::COUNT]>,
    others: Vec<(Str, Value)>,
}

impl Vars {
    fn loop_var(&self, var: LoopVar) -> &Value {
        self.of_loop.as_ref().map_or(&Value::Undefined, |vars| &vars[var as usize])
    }

    fn loop_var_mut(&mut self, var: LoopVar) -> &mut Value {
        &mut self.of_loop.get_or_insert_default()[var as usize]
    }

    fn other(&mut self, name: &str) -> Option<&mut Value> {
        if self.others.len() >= 16 {
            // Once exceeded, the budget ends the rendering with the next node.
            let _ = budget::work(self.others.len() as u64 >> 3);
        }
        self.others.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<'a> Frame<'a> {
    /// The outermost frame.
    pub fn root(context: &'a Value) -> Self {
        Self { vars: RefCell::default(), root: context, parent: None, partial_block: None, _copied: Copied(0) }
    }

    /// A copy with this frame as its parent (`Handlebars.createFrame`).
    pub fn child(&'a self) -> Self {
        self.copied(Some(self))
    }

    /// A copy with the same parent (`Object.assign({}, data)`).
    pub fn sibling(&self) -> Self {
        self.copied(self.parent)
    }

    fn copied(&self, parent: Option<&'a Frame<'a>>) -> Self {
        let copied = Copied::charge(&self.vars.borrow());
        Self { vars: self.vars.clone(), parent, _copied: copied, ..*self }
    }

    /// The frame this many frames out.
    pub fn out(&'a self, depth: usize) -> Option<&'a Frame<'a>> {
        let mut frame = Some(self);
        for _ in 0..depth {
            frame = frame.and_then(|frame| frame.parent);
        }
        frame
    }

    /// The variable of that name, `Undefined` if there is none.
    pub fn get(&self, name: &str) -> Value {
        if let Some(var) = LoopVar::of(name) {
            return self.loop_var(var);
        }
        match self.vars.borrow_mut().other(name) {
            Some(value) => value.clone(),
            None if name == "root" => self.root.clone(),
            None => Value::Undefined,
        }
    }

    /// A loop's variable, `Undefined` outside of loops.
    pub fn loop_var(&self, var: LoopVar) -> Value {
        self.vars.borrow().loop_var(var).clone()
    }

    /// A loop's variable, if it is a number.
    #[inline]
    pub fn number(&self, var: LoopVar) -> Option<f64> {
        self.vars.borrow().loop_var(var).as_number()
    }

    /// Looks at a loop's variable where it is.
    pub fn with_loop_var<T>(&self, var: LoopVar, look: impl FnOnce(&Value) -> T) -> T {
        look(self.vars.borrow().loop_var(var))
    }

    /// Sets a variable; returns what it held before.
    ///
    /// # Errors
    /// When there are more variables than the request may have.
    pub fn set(&self, name: &str, value: Value) -> Result<Option<Value>, Exceeded> {
        let mut vars = self.vars.borrow_mut();
        let slot = match LoopVar::of(name) {
            Some(var) => Some(vars.loop_var_mut(var)),
            None => vars.other(name),
        };
        if let Some(slot) = slot {
            return Ok(Some(std::mem::replace(slot, value)));
        }
        budget::bytes(VARIABLE + name.len())?;
        vars.others.push((Str::new(name), value));
        Ok(None)
    }

    /// Sets a loop's variable.
    pub fn set_loop_var(&self, var: LoopVar, value: Value) {
        match (self.vars.borrow_mut().loop_var_mut(var), value) {
            // From the second iteration of a loop on: nothing has to be dropped.
            (Value::Number(held), Value::Number(number)) => *held = number,
            (held, value) => *held = value,
        }
    }

    /// Sets what a loop sets at each iteration: `@index`, `@first`, `@last`, and `@total` where it has one, because a block
    /// may set that, too.
    #[inline]
    pub fn iteration(&self, index: f64, is_last: bool, total: Option<&Value>) {
        let mut vars = self.vars.borrow_mut();
        let [at, first, last, _, held_total] = vars.of_loop.get_or_insert_default();
        match (at, first, last) {
            // From the second iteration on: nothing has to be dropped.
            (Value::Number(at), Value::Bool(first), Value::Bool(last)) => {
                (*at, *first, *last) = (index, index == 0.0, is_last);
            }
            (at, first, last) => {
                *at = Value::Number(index);
                *first = Value::Bool(index == 0.0);
                *last = Value::Bool(is_last);
            }
        }
        match (held_total, total) {
            (Value::Number(held), Some(Value::Number(number))) => *held = *number,
            (held, Some(total)) => *held = total.clone(),
            (_, None) => {}
        }
    }

    /// Removes a variable that is none of a loop's.
    pub fn remove(&self, name: &str) {
        if let Some(slot) = self.vars.borrow_mut().other(name) {
            *slot = Value::Undefined;
        }
    }

    /// Lets go of its variables; gives the bytes that only they held.
    pub fn release(&self) -> usize {
        self.vars.borrow_mut().others.drain(..).map(|(_, value)| value.release()).sum()
    }

    /// Puts the new state of changed values in the place of the old, here and in the frames around:
    /// (address before, value now).
    pub fn follow(&self, changed: &[(usize, Value)]) {
        let vars = &mut *self.vars.borrow_mut();
        for value in vars.of_loop.iter_mut().flatten().chain(vars.others.iter_mut().map(|(_, value)| value)) {
            if let Some(address) = value.address()
                && let Some((_, now)) = changed.iter().find(|(old, _)| *old == address)
            {
                *value = now.clone();
            }
        }
        if let Some(parent) = self.parent {
            parent.follow(changed);
        }
    }
}

/// A program with the contexts it was written in.
#[derive(Clone, Copy)]
pub struct Closure<'a> {
    /// The program, absent for `{{*inline}}` without a block.
    pub program: Option<&'a Program>,
    /// Those contexts.
    pub stack: &'a ContextStack<'a>,
}

/// Inline partials that one program defines.
pub struct Partials<'a> {
    /// Names and programs.
    pub entries: Vec<(Str, Closure<'a>)>,
    /// Partials defined around.
    pub outer: Option<&'a Partials<'a>>,
}

impl<'a> Partials<'a> {
    /// The partial of that name.
    pub fn find(&self, name: &str) -> Option<Closure<'a>> {
        let own = self.entries.iter().rev().find(|(key, _)| key == name).map(|(_, closure)| *closure);
        own.or_else(|| self.outer.and_then(|outer| outer.find(name)))
    }
}

/// Block parameters of the programs around.
pub struct BlockParams<'a> {
    /// Values; `None` where the program was called without any.
    pub values: Option<&'a [Value]>,
    /// Those of the program around.
    pub outer: Option<&'a BlockParams<'a>>,
}

/// The contexts of the blocks around, innermost first, with what else they give: where in the nesting of blocks the
/// rendering is.
#[derive(Clone, Copy)]
pub struct ContextStack<'a> {
    /// `this`.
    pub context: &'a Value,
    /// The one that `../` reaches.
    pub around: Option<&'a ContextStack<'a>>,
    /// Data variables.
    pub frame: &'a Frame<'a>,
    /// Block parameters.
    pub block_params: Option<&'a BlockParams<'a>>,
    /// Inline partials.
    pub partials: Option<&'a Partials<'a>>,
    /// Whether it is outside of the template: no `../` reaches it. Partials that the template itself defines
    /// belong there.
    pub outside: bool,
}

impl<'a> ContextStack<'a> {
    /// The context this many blocks out.
    pub fn context_out(&self, depth: usize) -> Option<&'a Value> {
        let mut context = self.context;
        let mut around = self.around;
        for _ in 0..depth {
            let stack = around?;
            context = stack.context;
            around = stack.around;
        }
        Some(context)
    }
}

/// The stack inside a block: `../` reaches the one around it if the context changes.
pub fn enter<'b>(context: &'b Value, origin: &'b ContextStack<'b>) -> ContextStack<'b> {
    let around = if origin.outside {
        None
    } else if (std::ptr::eq(context, origin.context) && !matches!(context, Value::Number(_)))
        || context.loose_eq(origin.context)
        || (matches!(origin.context, Value::Null) && context.strict_eq(&NULL_CONTEXT))
    {
        origin.around
    } else {
        Some(origin)
    };
    ContextStack { context, around, outside: false, ..*origin }
}

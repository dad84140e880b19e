//! The evaluation of a JMESPath tree.

use super::call::{Argument, JmesPathResult, over};
use super::functions;
use super::lexer::Kind;
use super::parser::Node;
use super::tree;
use crate::budget;
use crate::js::{Object, Value, text};

/// Levels of nesting that a visited node counts for.
const LEVELS: u32 = 12;

/// A search under way.
pub(super) struct Interpreter<'a> {
    root: &'a Value,
    /// Variables of `let` expressions, the innermost last.
    scopes: Vec<Object>,
}

/// Runs the tree on data.
pub(super) fn search(node: &Node, data: &Value) -> JmesPathResult {
    Interpreter { root: data, scopes: Vec::new() }.visit(node, data)
}

/// What counts as false: nothing, `false`, and everything empty (but not zero).
fn is_false(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null | Value::Bool(false) => true,
        Value::String(s) => s.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

fn or_null(value: Value) -> Value {
    if value.is_undefined() { Value::Null } else { value }
}

fn field(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(_) | Value::Safe(_) => or_null(value.get(name)),
        _ => Value::Null,
    }
}

fn number_of(value: &Value) -> Result<f64, String> {
    match value {
        Value::Number(n) => Ok(*n),
        Value::Null | Value::Undefined => Err("not-a-number: undefined".to_owned()),
        _ => Err("not-a-number".to_owned()),
    }
}

fn arithmetic(kind: Kind, left: &Value, right: &Value) -> JmesPathResult {
    let (a, b) = (number_of(left)?, number_of(right)?);
    let divisor = || {
        if b == 0.0 || b.is_nan() { Err("not-a-number: divide by zero".to_owned()) } else { Ok(b) }
    };
    Ok(Value::Number(match kind {
        Kind::Plus => a + b,
        Kind::Minus => a - b,
        Kind::Multiply | Kind::Star => a * b,
        Kind::Divide => a / divisor()?,
        Kind::Div => (a / divisor()?).floor(),
        _ => a % b,
    }))
}

fn compare(kind: Kind, left: &Value, right: &Value) -> Value {
    match (kind, left, right) {
        (Kind::Eq, a, b) => Value::Bool(a.deep_eq(b)),
        (Kind::Ne, a, b) => Value::Bool(!a.deep_eq(b)),
        (Kind::Gt, Value::Number(a), Value::Number(b)) => Value::Bool(a > b),
        (Kind::Gte, Value::Number(a), Value::Number(b)) => Value::Bool(a >= b),
        (Kind::Lt, Value::Number(a), Value::Number(b)) => Value::Bool(a < b),
        (Kind::Lte, Value::Number(a), Value::Number(b)) => Value::Bool(a <= b),
        _ => Value::Null,
    }
}

/// The indexes a slice selects in something of that length.
fn slice_indexes(length: usize, [start, stop, step]: [Option<f64>; 3]) -> Result<Vec<usize>, String> {
    let length = length as f64;
    let step = step.unwrap_or(1.0);
    if step == 0.0 {
        return Err("Invalid value: slice step cannot be 0".to_owned());
    }
    let backwards = step < 0.0;
    let cap = |n: f64| {
        if n < 0.0 {
            let n = n + length;
            if n >= 0.0 {
                n
            } else if backwards {
                -1.0
            } else {
                0.0
            }
        } else if n >= length {
            if backwards { length - 1.0 } else { length }
        } else {
            n
        }
    };
    let start = start.map_or(if backwards { length - 1.0 } else { 0.0 }, cap);
    let stop = stop.map_or(if backwards { -1.0 } else { length }, cap);
    let mut out = Vec::new();
    let mut i = start;
    while if step > 0.0 { i < stop } else { i > stop } && !step.is_nan() {
        budget::make(size_of::<usize>()).map_err(over)?;
        out.push(i as usize);
        i += step;
    }
    Ok(out)
}

fn slice(value: &Value, bounds: [Option<f64>; 3]) -> JmesPathResult {
    Ok(match value {
        Value::Array(items) => {
            let indexes = slice_indexes(items.len(), bounds)?;
            Value::array(indexes.into_iter().map(|i| items.get(i).cloned().unwrap_or_default()).collect())
        }
        Value::String(s) => {
            budget::make(4 * s.len()).map_err(over)?;
            let chars: Vec<char> = s.chars().collect();
            let indexes = slice_indexes(text::len_utf16(s), bounds)?;
            Value::from(indexes.into_iter().filter_map(|i| chars.get(i)).collect::<String>())
        }
        _ => Value::Null,
    })
}

impl Interpreter<'_> {
    /// Evaluates a node on a value.
    pub(super) fn visit(&mut self, node: &Node, value: &Value) -> JmesPathResult {
        let _deeper = budget::descend(LEVELS).map_err(over)?;
        let found = self.visit_inner(node, value)?;
        if node.makes() {
            budget::make(found.own_weight()).map_err(over)?;
        }
        Ok(found)
    }

    /// Evaluates the expression a function was given: the package does so without the variables around it.
    pub(super) fn apply(&mut self, node: &Node, value: &Value) -> JmesPathResult {
        let scopes = std::mem::take(&mut self.scopes);
        let result = self.visit(node, value);
        self.scopes = scopes;
        result
    }

    fn visit_inner(&mut self, node: &Node, value: &Value) -> JmesPathResult {
        Ok(match node {
            Node::Literal(literal) => literal.clone(),
            Node::Field(name) => field(value, name),
            Node::Variable(name) => self.variable(name)?,
            Node::Current | Node::Identity => value.clone(),
            Node::Root => self.root.clone(),
            Node::Index(index) => match value {
                Value::Array(items) => {
                    let index = if *index < 0.0 { items.len() as f64 + index } else { *index };
                    let found = if index >= 0.0 { items.get(index as usize) } else { None };
                    or_null(found.cloned().unwrap_or_default())
                }
                _ => Value::Null,
            },
            Node::Slice(bounds) => slice(value, *bounds)?,
            Node::IndexExpression(left, right) | Node::Pipe(left, right) => {
                let left = self.visit(left, value)?;
                self.visit(right, &left)?
            }
            Node::Subexpression(left, right) => {
                let left = self.visit(left, value)?;
                if left.is_nullish() { Value::Null } else { or_null(self.visit(right, &left)?) }
            }
            Node::Projection(left, right) => self.projection(left, right, value)?,
            Node::ValueProjection(left, right) => match self.visit(left, value)? {
                Value::Object(object) => self.collect(object.values(), right)?,
                _ => Value::Null,
            },
            Node::FilterProjection { left, right, condition } => match self.visit(left, value)? {
                Value::Array(items) => {
                    let mut kept = Vec::new();
                    for item in items.iter() {
                        if !is_false(&self.visit(condition, item)?) {
                            kept.push(item);
                        }
                    }
                    self.collect(kept.into_iter(), right)?
                }
                _ => Value::Null,
            },
            Node::Flatten(child) => match self.visit(child, value)? {
                Value::Array(items) => {
                    let count: usize = items.iter().map(|item| item.as_array().map_or(1, <[_]>::len)).sum();
                    budget::make(count * size_of::<Value>()).map_err(over)?;
                    let within = |item| Value::as_array(item).unwrap_or(std::slice::from_ref(item));
                    Value::array(items.iter().flat_map(within).cloned().collect())
                }
                _ => Value::Null,
            },
            Node::List(children) => {
                let mut items = Vec::with_capacity(children.len());
                for child in children {
                    items.push(self.visit(child, value)?);
                }
                Value::array(items)
            }
            Node::Hash(pairs) => {
                let mut object = Object::with_capacity(pairs.len());
                for (name, child) in pairs {
                    object.insert(name.clone(), self.visit(child, value)?);
                }
                Value::object(object)
            }
            Node::Or(left, right) => {
                let left = self.visit(left, value)?;
                if is_false(&left) { self.visit(right, value)? } else { left }
            }
            Node::And(left, right) => {
                let left = self.visit(left, value)?;
                if is_false(&left) { left } else { self.visit(right, value)? }
            }
            Node::Not(child) => Value::Bool(is_false(&self.visit(child, value)?)),
            Node::Comparator(kind, left, right) => {
                let left = self.visit(left, value)?;
                compare(*kind, &left, &self.visit(right, value)?)
            }
            Node::Arithmetic(kind, left, right) => {
                let left = self.visit(left, value)?;
                arithmetic(*kind, &left, &self.visit(right, value)?)?
            }
            Node::Sign(minus, operand) => {
                let n = number_of(&self.visit(operand, value)?)?;
                Value::Number(if *minus { -n } else { n })
            }
            Node::Ternary(condition, yes, no) => {
                let branch = if is_false(&self.visit(condition, value)?) { no } else { yes };
                self.visit(branch, value)?
            }
            Node::Let(bindings, body) => self.let_in(bindings, body, value)?,
            Node::Binding(name, reference) => {
                let reference = self.visit(reference, value)?;
                Value::object(std::iter::once((name.clone(), reference)).collect())
            }
            Node::Function(name, arguments) => {
                let arguments: Result<Vec<Argument<'_>>, String> = arguments
                    .iter()
                    .map(|argument| match argument {
                        Node::Expref(expression) => Ok(Argument::Expression(expression)),
                        argument => self.visit(argument, value).map(Argument::Value),
                    })
                    .collect();
                functions::call(&mut |node, value| self.apply(node, value), name, &arguments?)?
            }
            Node::Expref(child) => tree::reference(child),
        })
    }

    fn projection(&mut self, left: &Node, right: &Node, value: &Value) -> JmesPathResult {
        let slices = matches!(left, Node::IndexExpression(_, index) if matches!(**index, Node::Slice(_)));
        match self.visit(left, value)? {
            base @ Value::String(_) if slices => self.visit(right, &base),
            Value::Array(items) => self.collect(items.iter(), right),
            _ => Ok(Value::Null),
        }
    }

    /// Applies a node to every value and keeps what is not null.
    fn collect<'v>(&mut self, values: impl Iterator<Item = &'v Value>, node: &Node) -> JmesPathResult {
        let mut out = Vec::new();
        for value in values {
            let found = self.visit(node, value)?;
            if !matches!(found, Value::Null) {
                out.push(found);
            }
        }
        Ok(Value::array(out))
    }

    fn variable(&self, name: &str) -> JmesPathResult {
        let found = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        let own = self.scopes.last().is_some_and(|scope| scope.contains_key(name));
        // A variable of an outer `let` that is false by JavaScript's rules counts as undefined.
        match found {
            Some(found) if own || found.truthy() => Ok(found.clone()),
            _ => Err(format!("Error referencing undefined variable {name}")),
        }
    }

    fn let_in(&mut self, bindings: &[Node], body: &Node, value: &Value) -> JmesPathResult {
        let mut scope = Object::new();
        for binding in bindings {
            if let Value::Object(bound) = self.visit(binding, value)? {
                for (name, bound) in bound.iter() {
                    scope.insert(name.clone(), bound.clone());
                }
            }
        }
        self.scopes.push(scope);
        let result = self.visit(body, value);
        self.scopes.pop();
        result
    }
}

//! The walk of a compiled path over the data.

use std::borrow::Cow;

use super::evaluate::Scope;
use super::script_value::Js;
use super::steps::{Filter, Kind, Slice, Step, Text};
use super::{JsonPathError, expression::Script};
use crate::budget;
use crate::js::{Str, Value, number, object, text};

/// Levels of nesting that a step of the walk counts for.
const LEVELS: u32 = 7;

/// How deep the walk may nest; JavaScript gives up on its stack in the same way, only later.
pub(super) const MAX_DEPTH: usize = 256;

type JsonPathResult<T> = Result<T, JsonPathError>;

/// Where the walk is: the value and how it was come by.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    value: &'a Value,
    /// Names and indexes from the root, the last first.
    path: Option<&'a Link<'a>>,
    parent: Option<&'a Value>,
    /// The key under which `parent` holds the value; `Null` at the root.
    property: &'a Value,
    /// Whether the way here could have led to several values.
    several: bool,
}

/// A link of a path, from a value up to the root.
struct Link<'a> {
    key: &'a Value,
    up: Option<&'a Link<'a>>,
}

/// What the walk brings back.
enum Item<'a> {
    /// A value.
    Found { value: Value, several: bool },
    /// `^`: the frame of the parent goes on with these steps.
    Up(&'a [Step]),
    /// Same, where the steps were computed on the way.
    UpOwned(Vec<Step>),
    /// Nothing, but it takes a place.
    Hole,
}

/// What one frame of the walk returns: a list, or a single item that is no list (this shows at the top).
enum Traced<'a> {
    List(Vec<Item<'a>>),
    Single(Item<'a>),
}

struct Walk<'a> {
    root: &'a Value,
    depth: usize,
}

/// Runs the steps and shapes the result as `wrap: false` does.
pub(super) fn find(steps: &[Step], data: &Value) -> JsonPathResult<Value> {
    if !data.truthy() {
        return Ok(Value::Undefined);
    }
    let mut walk = Walk { root: data, depth: 0 };
    let cursor = Cursor { value: data, path: None, parent: None, property: &Value::Null, several: false };
    let items = match walk.trace(steps, cursor, false)? {
        Traced::List(items) => items,
        Traced::Single(_) => return Err(JsonPathError::new("this._trace(...).filter is not a function")),
    };
    let mut found: Vec<(Value, bool)> = items
        .into_iter()
        .filter_map(|item| match item {
            Item::Found { value, several } => Some((value, several)),
            Item::Up(_) | Item::UpOwned(_) | Item::Hole => None,
        })
        .collect();
    match found.as_mut_slice() {
        [] => Ok(Value::Undefined),
        [(value, false)] => Ok(std::mem::take(value)),
        _ => Ok(Value::array(found.into_iter().map(|(value, _)| value).collect())),
    }
}

/// `Object.hasOwn(value, key)` and what is there.
fn own<'a>(value: &'a Value, key: &str) -> Option<Cow<'a, Value>> {
    match value {
        Value::Object(object) => object.get(key).map(Cow::Borrowed),
        Value::Array(items) => match object::integer_key(key) {
            Some(i) => items.get(i as usize).map(Cow::Borrowed),
            None => (key == "length").then(|| Cow::Owned(Value::from(items.len()))),
        },
        Value::String(s) if !s.is_empty() => {
            let own = key == "length" || object::integer_key(key).is_some_and(|i| (i as usize) < text::len_utf16(s));
            own.then(|| Cow::Owned(value.get(key)))
        }
        Value::Safe(inner) if key == "string" => Some(Cow::Borrowed(inner)),
        _ => None,
    }
}

impl<'s> Walk<'s> {
    fn trace<'q>(&mut self, steps: &'q [Step], at: Cursor<'_>, literal: bool) -> JsonPathResult<Traced<'q>> {
        let Some((step, rest)) = steps.split_first() else {
            budget::make(size_of::<Item>())?;
            return Ok(Traced::Single(Item::Found { value: at.value.clone(), several: at.several }));
        };
        if self.depth >= MAX_DEPTH {
            return Err(JsonPathError::new("Maximum call stack size exceeded"));
        }
        let _deeper = budget::descend(LEVELS)?;
        self.depth += 1;
        let mut out = Vec::new();
        let single = match step {
            Step::Key(key) => self.key(key, rest, at, &mut out).map(|()| None),
            Step::Text(step) => self.text(step, steps, rest, at, literal, &mut out),
        };
        let result = match single {
            Ok(Some(item)) => Ok(Traced::Single(item)),
            Ok(None) => self.resolve_parents(out, at).map(Traced::List),
            Err(e) => Err(e),
        };
        self.depth -= 1;
        result
    }

    /// Traces and adds what comes back.
    fn add<'q>(
        &mut self,
        steps: &'q [Step],
        at: Cursor<'_>,
        literal: bool,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<()> {
        match self.trace(steps, at, literal)? {
            Traced::List(items) => out.extend(items),
            Traced::Single(item) => out.push(item),
        }
        Ok(())
    }

    /// Traces steps that were made on the way.
    fn add_owned(
        &mut self,
        steps: &[Step],
        at: Cursor<'_>,
        literal: bool,
        out: &mut Vec<Item<'_>>,
    ) -> JsonPathResult<()> {
        let own = |item: Item<'_>| match item {
            Item::Up(steps) => Item::UpOwned(steps.to_vec()),
            Item::UpOwned(steps) => Item::UpOwned(steps),
            Item::Found { value, several } => Item::Found { value, several },
            Item::Hole => Item::Hole,
        };
        match self.trace(steps, at, literal)? {
            Traced::List(items) => out.extend(items.into_iter().map(own)),
            Traced::Single(item) => out.push(own(item)),
        }
        Ok(())
    }

    /// The items that asked for their parent go on from here.
    fn resolve_parents<'q>(&mut self, items: Vec<Item<'q>>, at: Cursor<'_>) -> JsonPathResult<Vec<Item<'q>>> {
        if !items.iter().any(|item| matches!(item, Item::Up(_) | Item::UpOwned(_))) {
            return Ok(items);
        }
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Up(steps) => self.add(steps, at, false, &mut out)?,
                Item::UpOwned(steps) => self.add_owned(&steps, at, false, &mut out)?,
                item => out.push(item),
            }
        }
        Ok(out)
    }

    /// Goes on in the child `key` of the value.
    fn child<'q>(
        &mut self,
        steps: &'q [Step],
        at: Cursor<'_>,
        (key, child): (&Value, &Value),
        several: bool,
        literal: bool,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<()> {
        let link = Link { key, up: at.path };
        let cursor = Cursor { value: child, path: Some(&link), parent: Some(at.value), property: key, several };
        self.add(steps, cursor, literal, out)
    }

    /// A computed key: an index, or whatever a script returned.
    fn key<'q>(
        &mut self,
        key: &Value,
        rest: &'q [Step],
        at: Cursor<'_>,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<()> {
        if let Some(child) = own(at.value, &key.to_str()) {
            return self.child(rest, at, (key, &child), at.several, false, out);
        }
        // The package goes on to treat it as text, which fails for all but arrays.
        match key {
            Value::Array(_) => Ok(()),
            Value::Undefined | Value::Null => {
                Err(JsonPathError::new(format!("Cannot read properties of {} (reading 'indexOf')", key.to_str())))
            }
            _ => Err(JsonPathError::new("loc.indexOf is not a function")),
        }
    }

    fn text<'q>(
        &mut self,
        step: &'q Text,
        steps: &'q [Step],
        rest: &'q [Step],
        at: Cursor<'_>,
        literal: bool,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<Option<Item<'q>>> {
        if literal && let Some(child) = own(at.value, &step.name) {
            let key = Value::String(step.name.clone());
            self.child(rest, at, (&key, &child), at.several, false, out)?;
            return Ok(None);
        }
        match &step.kind {
            Kind::Wildcard => each_child(at.value, |key, child| self.child(rest, at, (key, child), true, true, out))?,
            Kind::Descent => {
                self.add(rest, at, false, out)?;
                each_child(at.value, |key, child| {
                    if child.is_typeof_object() {
                        self.child(steps, at, (key, child), true, false, out)?;
                    }
                    Ok(())
                })?;
            }
            Kind::Parent => return Ok(Some(Item::Up(rest))),
            Kind::PropertyName => {
                return Ok(Some(Item::Found { value: at.property.clone(), several: false }));
            }
            Kind::Root => {
                let cursor = Cursor { parent: None, property: &Value::Null, ..at };
                self.add(rest, cursor, false, out)?;
            }
            Kind::Slice(slice) => self.slice(*slice, rest, at, out)?,
            Kind::Filter(filter) => self.filter(filter, rest, at, out)?,
            Kind::Computed(script) => {
                let property = at.path.map_or_else(|| Value::from("$"), |link| link.key.clone());
                let up = Cursor { path: at.path.and_then(|link| link.up), ..at };
                let result = self.run(script, at.value, &property, up)?;
                let first = match result.into_value() {
                    Value::String(name) => Step::new(&name),
                    other => Step::Key(other),
                };
                let mut steps = Vec::with_capacity(rest.len() + 1);
                steps.push(first);
                steps.extend_from_slice(rest);
                self.add_owned(&steps, at, false, out)?;
            }
            Kind::Type(name) => {
                if is_of_type(at.value, name)? {
                    return Ok(Some(Item::Found { value: at.value.clone(), several: false }));
                }
            }
            Kind::Escaped(name) if own(at.value, name).is_some() => {
                if let Some(child) = own(at.value, name) {
                    let key = Value::String(name.clone());
                    self.child(rest, at, (&key, &child), at.several, true, out)?;
                }
            }
            Kind::Union(parts) => {
                for part in parts {
                    let mut steps = Vec::with_capacity(rest.len() + 1);
                    steps.push(part.clone());
                    steps.extend_from_slice(rest);
                    self.add_owned(&steps, Cursor { several: true, ..at }, false, out)?;
                }
            }
            Kind::Escaped(_) | Kind::Property => {
                if !literal && let Some(child) = own(at.value, &step.name) {
                    let key = Value::String(step.name.clone());
                    self.child(rest, at, (&key, &child), at.several, true, out)?;
                }
            }
        }
        Ok(None)
    }

    fn slice<'q>(
        &mut self,
        slice: Slice,
        rest: &'q [Step],
        at: Cursor<'_>,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<()> {
        let Value::Array(items) = at.value else {
            out.push(Item::Hole);
            return Ok(());
        };
        let len = items.len() as f64;
        let clamp = |n: f64| if n < 0.0 { (n + len).max(0.0) } else { n.min(len) };
        let (mut i, end) = (clamp(slice.start.unwrap_or(0.0)), clamp(slice.end.unwrap_or(len)));
        let step = slice.step.unwrap_or(1.0);
        while i < end {
            budget::work(1)?;
            // Each index is a frame of its own in the package, so `^` after a slice comes back to the array.
            if let Some(item) = items.get(i as usize) {
                let mut found = Vec::new();
                self.child(rest, at, (&Value::Number(i), item), true, false, &mut found)?;
                out.extend(self.resolve_parents(found, Cursor { several: true, ..at })?);
            }
            i += step;
        }
        Ok(())
    }

    fn filter<'q>(
        &mut self,
        filter: &'q Filter,
        rest: &'q [Step],
        at: Cursor<'_>,
        out: &mut Vec<Item<'q>>,
    ) -> JsonPathResult<()> {
        each_child(at.value, |key, child| {
            let keep = match filter {
                Filter::Script(script) => self.run(script, child, key, at)?.truthy(),
                Filter::Nested { property, step } => {
                    let inner = match property.as_str() {
                        "" => child.clone(),
                        name if child.is_nullish() => {
                            return Err(JsonPathError::new(format!(
                                "Cannot read properties of {} (reading '{name}')",
                                child.to_str()
                            )));
                        }
                        name => child.get(name),
                    };
                    let cursor = Cursor { value: &inner, several: true, ..at };
                    match self.trace(std::slice::from_ref(step), cursor, false)? {
                        Traced::List(items) => !items.is_empty(),
                        Traced::Single(_) => false,
                    }
                }
            };
            if keep {
                self.child(rest, at, (key, child), true, false, out)?;
            }
            Ok(())
        })
    }

    /// Runs a script on `value`, found under `property` of what is at `at`.
    fn run(&mut self, script: &Script, value: &Value, property: &Value, at: Cursor<'_>) -> JsonPathResult<Js> {
        let path = || path_string(at.path, property);
        let parent = at.parent.cloned().unwrap_or(Value::Null);
        script.run(Scope {
            value,
            property,
            parent: &parent,
            parent_property: at.property,
            root: self.root,
            path: &path,
        })
    }
}

/// Calls `f` with every index and item of an array, every name and value of an object.
fn each_child(value: &Value, mut f: impl FnMut(&Value, &Value) -> JsonPathResult<()>) -> JsonPathResult<()> {
    match value {
        Value::Array(items) => items.iter().enumerate().try_for_each(|(i, item)| f(&Value::from(i), item)),
        Value::Object(object) => object.iter().try_for_each(|(key, child)| f(&Value::String(key.clone()), child)),
        Value::Safe(inner) => f(&Value::from("string"), inner),
        _ => Ok(()),
    }
}

/// `@path`: the way to the child `property`, as a path in brackets.
fn path_string(path: Option<&Link<'_>>, property: &Value) -> Str {
    let mut keys = vec![property.to_str()];
    let mut link = path;
    while let Some(at) = link {
        keys.push(at.key.to_str());
        link = at.up;
    }
    let mut out = String::from("$");
    for key in keys.iter().rev() {
        let marker = key == "~" || key == "^" || (key.starts_with('@') && key.ends_with("()"));
        if !marker {
            let index = !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit() || b == b'*');
            out.push_str(&if index { format!("[{key}]") } else { format!("['{key}']") });
        }
    }
    Str::from(out)
}

/// Whether a value is of the type that `@name()` asks for.
fn is_of_type(value: &Value, name: &str) -> JsonPathResult<bool> {
    let finite = value.as_number().filter(|n| n.is_finite());
    Ok(match name {
        "scalar" => !value.is_typeof_object() || matches!(value, Value::Null),
        "boolean" => matches!(value, Value::Bool(_)),
        "string" => matches!(value, Value::String(_)),
        "undefined" => value.is_undefined(),
        "function" => false,
        "integer" => finite.is_some_and(|n| number::to_integer(n) == n),
        "number" => finite.is_some(),
        "nonFinite" => value.as_number().is_some() && finite.is_none(),
        "object" => value.is_typeof_object() && !matches!(value, Value::Null),
        "array" => value.is_array(),
        "null" => matches!(value, Value::Null),
        "other" => {
            return Err(JsonPathError::new(
                "You must supply an otherTypeCallback callback option with the @other() operator.",
            ));
        }
        _ => return Err(JsonPathError::new(format!("Unknown value type {name}"))),
    })
}

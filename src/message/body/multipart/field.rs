//! Fields by path: `a[b][0]` and `a[]` build objects and arrays, by the reference's own rules.

use std::borrow::Cow;

use crate::js::object_path::Descent;
use crate::js::{Object, Value};
use crate::message::query::is_prototype_name;

/// The highest index that makes an array.
const MAX_INDEX: usize = 10_000;
/// Holes that all arrays of a form may have together: `a[9999]` costs as much as ten thousand fields.
const MAX_HOLES: usize = 1_000_000;
/// Levels of nesting; a longer path is kept as a plain name.
const MAX_DEPTH: usize = 500;

/// A form under construction.
pub(super) struct Form {
    root: Value,
    holes_left: usize,
}

impl Default for Form {
    fn default() -> Self {
        Self { root: Value::object(Object::new()), holes_left: MAX_HOLES }
    }
}

/// One step of a path.
struct Step<'n> {
    key: Key<'n>,
    /// Whether the next step is an index.
    next_is_index: bool,
}

#[derive(Clone, Copy)]
enum Key<'n> {
    Name(&'n str),
    Index(usize),
}

impl<'n> Key<'n> {
    fn name(self) -> Cow<'n, str> {
        match self {
            Self::Name(name) => Cow::Borrowed(name),
            Self::Index(index) => Cow::Owned(index.to_string()),
        }
    }
}

impl Form {
    /// Adds a field. A name without brackets that occurs again makes an array.
    pub(super) fn add(&mut self, name: &str, value: Value) {
        if name.contains('[') {
            self.append(name, false, value);
            return;
        }
        let mut repeated = false;
        if let Some(fields) = self.root.object_mut() {
            let held = fields.change(name, |existing| {
                let scalar = !existing.is_undefined() && !existing.is_array();
                if scalar {
                    *existing = Value::array(vec![std::mem::take(existing)]);
                }
                scalar
            });
            // The member that JavaScript's objects inherit counts as a first value.
            repeated = held.unwrap_or_else(|| is_prototype_name(name) && name != "__proto__");
            if held.is_none() && repeated {
                fields.insert(name, Value::array(vec![Value::Undefined]));
            }
        }
        self.append(name, repeated, value);
    }

    /// The finished form.
    pub(super) fn into_value(self) -> Value {
        self.root
    }

    fn append(&mut self, name: &str, repeated: bool, value: Value) {
        if name.is_empty() || names_dangerous_member(name) {
            return;
        }
        let (steps, append) = path(name);
        if steps.iter().any(|step| matches!(step.key, Key::Name(key) if is_dangerous(key))) {
            return;
        }
        let mut descent = Descent::into(&mut self.root);
        let there = steps.iter().enumerate().all(|(i, step)| {
            if let Some(before) = i.checked_sub(1).and_then(|i| steps.get(i)) {
                descend(&mut descent.at, before.next_is_index);
            }
            make_slot(&mut descent.at, step.key, &mut self.holes_left) && descent.enter(step.key.name())
        });
        if there {
            set(&mut descent.at, append || repeated, value);
        }
        self.root = descent.back();
    }
}

fn is_dangerous(key: &str) -> bool {
    matches!(key, "__proto__" | "constructor" | "prototype")
}

/// Whether a dangerous name stands between brackets, dots or the ends anywhere in the name.
fn names_dangerous_member(name: &str) -> bool {
    ["__proto__", "constructor", "prototype"].iter().any(|word| {
        name.match_indices(word).any(|(i, _)| {
            let before = name.get(..i).and_then(|s| s.chars().next_back());
            let after = name.get(i + word.len()..).and_then(|s| s.chars().next());
            matches!(before, None | Some('[' | '.')) && matches!(after, None | Some(']' | '.'))
        })
    })
}

/// The steps of a name, and whether it ends in `[]`. A name that is no path is one step.
fn path(name: &str) -> (Vec<Step<'_>>, bool) {
    let plain = || (vec![Step { key: Key::Name(name), next_is_index: false }], false);
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    if first.is_empty() {
        return plain();
    }
    let mut steps = vec![Step { key: Key::Name(first), next_is_index: false }];
    while !rest.is_empty() {
        if rest == "[]" {
            return (steps, true);
        }
        let Some((inner, after)) = rest.strip_prefix('[').and_then(|open| open.split_once(']')) else { return plain() };
        let is_index = !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
        let key = match inner.parse::<usize>() {
            Ok(index) if is_index && index <= MAX_INDEX => Key::Index(index),
            _ if is_index || inner.is_empty() || is_dangerous(inner) || steps.len() >= MAX_DEPTH => return plain(),
            _ => Key::Name(inner),
        };
        if let Some(previous) = steps.last_mut() {
            previous.next_is_index = is_index;
        }
        steps.push(Step { key, next_is_index: false });
        rest = after;
    }
    (steps, false)
}

/// Makes the place of a key if it is not there; whether it is now. The context may have no such places, or the array would
/// have too many holes.
fn make_slot(context: &mut Value, key: Key<'_>, holes_left: &mut usize) -> bool {
    match (context, key) {
        (Value::Array(items), Key::Index(index)) => {
            if index >= items.len() {
                let Some(left) = holes_left.checked_sub(index - items.len()) else { return false };
                *holes_left = left;
                items.make_mut().resize(index + 1, Value::Undefined);
            }
            true
        }
        (Value::Object(object), key) => {
            let name = key.name();
            if !object.contains_key(&name) {
                object.insert(name, Value::Undefined);
            }
            true
        }
        _ => false,
    }
}

/// Makes the value one that the next step can go into.
fn descend(slot: &mut Value, next_is_index: bool) {
    match slot {
        Value::Undefined if next_is_index => *slot = Value::array(Vec::new()),
        Value::Undefined => *slot = Value::object(Object::new()),
        Value::Array(items) if !next_is_index => {
            let items = items.iter().enumerate().filter(|(_, item)| !item.is_undefined());
            *slot = Value::object(items.map(|(i, item)| (i.to_string(), item.clone())).collect());
        }
        Value::Array(_) | Value::Object(_) => {}
        scalar => {
            let text = std::mem::take(scalar);
            *scalar = Value::object([("", text)].into_iter().collect());
        }
    }
}

/// Puts a value at the end of a path: what is there already becomes an array, or an object's unnamed member.
fn set(slot: &mut Value, append: bool, value: Value) {
    match slot {
        Value::Undefined if append => *slot = Value::array(vec![value]),
        Value::Undefined => *slot = value,
        Value::Array(items) => items.make_mut().push(value),
        Value::Object(object) if object.contains_key("") => {
            object.change("", |unnamed| set(unnamed, false, value));
        }
        existing => {
            let first = std::mem::take(existing);
            *existing = Value::array(vec![first, value]);
        }
    }
}

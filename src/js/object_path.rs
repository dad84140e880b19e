//! Dotted paths (`a.b.0.c`) into values: what the npm package `object-path` reads and writes by default.
//!
//! Only own properties are reached: those of objects, and index and `length` of arrays and strings.

mod descent;

use std::borrow::Cow;

pub(crate) use descent::Descent;

use super::outline::Name;
use super::{Object, Str, Value, number, text};
use crate::budget::{self, Exceeded};

/// How far past its end an array may grow by one write. JavaScript would make a sparse array; ours is dense.
const MAX_ARRAY_GROWTH: usize = 1 << 20;

/// How deep a write may nest values: whoever prints or drops them recurses.
const MAX_DEPTH: usize = 1_000;

/// A dotted path, split once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    segments: Vec<Segment>,
}

/// One property name of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    key: Name,
    /// Whether the name is one that `parseInt` would print again ("0", "-1", "NaN"): it is then a number.
    numeric: bool,
    /// Whether a write that finds nothing here makes an array to hold this segment.
    makes_array: bool,
}

/// Why a write failed; the messages are those of the `TypeError`s that JavaScript throws.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A property of `null` or `undefined` was to be set.
    #[error("Cannot set properties of {0} (setting '{1}')")]
    Nullish(&'static str, Str),
    /// A property was to be added to a string, a number or a boolean.
    #[error("Cannot create property '{key}' on {kind} '{value}'")]
    Primitive {
        /// The property.
        key: Str,
        /// What `typeof` says.
        kind: &'static str,
        /// The primitive as text.
        value: Str,
    },
    /// A character or the length of a string was to be set.
    #[error("Cannot assign to read only property '{0}' of string '{1}'")]
    ReadOnly(Str, Str),
    /// A character or the length of a string was to be deleted.
    #[error("Cannot delete property '{0}' of [object String]")]
    Undeletable(Str),
    /// The path is longer than values may nest.
    #[error("Maximum call stack size exceeded")]
    TooDeep,
    /// More than the request may cost.
    #[error(transparent)]
    Budget(Exceeded),
    /// The length set is none, or the index is too far past the end.
    #[error("Invalid array length")]
    ArrayLength,
}

/// Charges the segments of a path, of which each character may be one. Short paths cost nothing to speak of.
fn charge(path: &str) -> Result<(), Exceeded> {
    if path.len() > 256 { budget::make(path.len() * size_of::<Segment>()) } else { Ok(()) }
}

impl Path {
    /// Reads a path in which `\.` stands for a dot inside a name (the reference's `convertPathToArray`).
    pub fn parse(path: &str) -> Self {
        if !path.contains("\\.") {
            return Self::dotted(path);
        }
        // The reference marks escaped dots with `%#%` while it splits, so that mark reads as a dot too. Its segments
        // then are an array, in which `set` takes no name for a number.
        if charge(path).is_err() {
            return Self { segments: Vec::new() };
        }
        let marked = path.replace("\\.", "%#%");
        let segments = marked.split('.').map(|s| Segment::new(&s.replace("%#%", "."), false)).collect();
        Self { segments }
    }

    /// Splits at every dot, without escapes.
    pub fn dotted(path: &str) -> Self {
        // Once exceeded, the budget ends whatever wanted the path.
        if path.is_empty() || charge(path).is_err() {
            return Self { segments: Vec::new() };
        }
        Self { segments: path.split('.').map(|s| Segment::new(s, true)).collect() }
    }

    /// Whether the path is empty: it then means the whole value, and nothing to writes.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The value at the path, `Undefined` when there is none.
    pub fn get(&self, data: &Value) -> Value {
        let mut segments = self.segments.iter();
        let Some(first) = segments.next() else { return data.clone() };
        segments.fold(data.get(&first.key), |value, segment| value.get(&segment.key))
    }

    /// [`Path::get`] without a copy where the value stands in the data.
    pub fn find<'v>(&self, data: &'v Value) -> Cow<'v, Value> {
        let mut at = data;
        for (i, segment) in self.segments.iter().enumerate() {
            match at.child(&segment.key) {
                Some(child) => at = child,
                // What is left has no place of its own: a length, a character, nothing.
                None => {
                    let rest = self.segments.iter().skip(i);
                    return Cow::Owned(rest.fold(at.clone(), |value, segment| value.get(&segment.key)));
                }
            }
        }
        Cow::Borrowed(at)
    }

    /// The value at the path, without a copy where objects lead there. `places` remembers where the properties were
    /// found in the previous value: one place for each name of the path.
    pub fn seek<'v>(&self, data: &'v Value, places: &mut [usize]) -> Cow<'v, Value> {
        let mut at = Cow::Borrowed(data);
        for (segment, place) in self.segments.iter().zip(places) {
            at = match at {
                Cow::Borrowed(Value::Object(object)) => match object.get_near(&segment.key, place) {
                    Some(value) => Cow::Borrowed(value),
                    None => Cow::Owned(Value::Undefined),
                },
                other => Cow::Owned(other.get(&segment.key)),
            };
        }
        at
    }

    /// What [`Path::seek`] needs to remember places.
    pub fn places(&self) -> Vec<usize> {
        vec![0; self.segments.len()]
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.segments.iter().map(|segment| &segment.key)
    }

    /// The value itself and all that is on the way to the path's end, outermost first.
    pub fn way<'v>(&self, data: &'v Value) -> Vec<&'v Value> {
        let mut way = vec![data];
        for segment in &self.segments {
            match way.last().and_then(|at| at.child(&segment.key)) {
                Some(child) => way.push(child),
                None => break,
            }
        }
        way
    }

    /// How many names the path has.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Sets the value at the path; makes the objects and arrays on the way that are not there.
    pub fn set(&self, data: &mut Value, value: Value) -> Result<(), PathError> {
        let Some((last, parents)) = self.segments.split_last() else { return Ok(()) };
        if parents.len() > MAX_DEPTH {
            return Err(PathError::TooDeep);
        }
        if parents.is_empty() {
            return put(data, last, value);
        }
        let mut descent = Descent::into(data);
        let done = self.set_within(&mut descent, parents, last, value);
        *data = descent.back();
        done
    }

    fn set_within<'p>(
        &'p self,
        descent: &mut Descent<'p>,
        parents: &'p [Segment],
        last: &Segment,
        value: Value,
    ) -> Result<(), PathError> {
        for (i, segment) in parents.iter().enumerate() {
            let at = &mut descent.at;
            if at.get(&segment.key).is_undefined() {
                let array = self.segments.get(i + 1).is_some_and(|next| next.makes_array);
                let made = if array { Value::array(Vec::new()) } else { Object::new().into() };
                put(at, segment, made)?;
            }
            let length = at.is_array() && *segment.key == "length";
            if length || (matches!(at, Value::String(_)) && *segment.key != "__proto__") {
                // A primitive that is nobody's property: it refuses what is set in it.
                let mut primitive = at.get(&segment.key);
                return put(&mut primitive, self.segments.get(i + 1).unwrap_or(last), value);
            }
            // A property that only JavaScript can give an array, or an object's prototype: shows nowhere.
            if !descent.enter(segment.key.as_str()) {
                return Ok(());
            }
        }
        put(&mut descent.at, last, value)
    }

    /// Appends to the array at the path; anything else there is replaced by an array of this one item.
    pub fn push(&self, data: &mut Value, value: Value) -> Result<(), PathError> {
        if !self.get(data).is_array() {
            self.set(data, Value::array(Vec::new()))?;
        }
        let mut descent = Descent::into(data);
        if self.segments.iter().all(|segment| descent.enter(segment.key.as_str()))
            && let Some(items) = descent.at.array_mut()
        {
            items.push(value);
        }
        *data = descent.back();
        Ok(())
    }

    /// Removes what is at the path; later items of an array move up.
    pub fn del(&self, data: &mut Value) -> Result<(), PathError> {
        let Some((last, parents)) = self.segments.split_last() else { return Ok(()) };
        let mut descent = Descent::into(data);
        let there = parents.iter().all(|segment| descent.enter(segment.key.as_str()));
        let done = if there { delete(&mut descent.at, last) } else { Ok(()) };
        *data = descent.back();
        done
    }
}

/// Deletes an own property; later items of an array move up.
fn delete(at: &mut Value, last: &Segment) -> Result<(), PathError> {
    match at {
        Value::Array(items) if last.numeric || *last.key == "length" => {
            // `array.splice(key, 1)`: negative keys count from the end, what is no number counts as 0.
            let start = number::to_integer(number::from_str(&last.key));
            let len = items.len() as f64;
            let start = if start < 0.0 { (len + start).max(0.0) } else { start };
            if start < len {
                items.make_mut().remove(start as usize);
            }
        }
        Value::Object(object) if object.contains_key(&last.key) => {
            object.remove(&last.key);
        }
        Value::String(_) if !at.get(&last.key).is_undefined() => {
            return Err(PathError::Undeletable(Str::clone(&last.key)));
        }
        _ => {}
    }
    Ok(())
}

impl Segment {
    fn new(key: &str, number_in_writes: bool) -> Self {
        let numeric = number::to_str(number::parse_int(key)) == key;
        Self { key: Str::new(key).into(), numeric, makes_array: numeric && number_in_writes }
    }
}

/// `objectPath.get(data, path)`; see [`Path`] for paths that are used more than once.
pub fn get(data: &Value, path: &str) -> Value {
    Path::dotted(path).get(data)
}

/// `target[key] = value` in strict mode.
fn put(target: &mut Value, segment: &Segment, value: Value) -> Result<(), PathError> {
    let key: &Str = &segment.key;
    match target {
        Value::Object(object) => {
            // Without an own property of that name it would set the prototype, which shows nowhere.
            if key != "__proto__" || object.contains_key(key) {
                object.insert(key.clone(), value);
            }
            Ok(())
        }
        Value::Array(items) => {
            if key == "length" {
                let length = value.to_number();
                if length < 0.0 || length.fract() != 0.0 || length > (items.len() + MAX_ARRAY_GROWTH) as f64 {
                    return Err(PathError::ArrayLength);
                }
                let length = length as usize;
                budget::make(length.saturating_sub(items.len()) * size_of::<Value>()).map_err(PathError::Budget)?;
                items.make_mut().resize(length, Value::Undefined);
            } else if let Some(index) = super::object::integer_key(key) {
                let index = index as usize;
                if index >= items.len().saturating_add(MAX_ARRAY_GROWTH) {
                    return Err(PathError::ArrayLength);
                }
                let items = items.make_mut();
                if let Some(holes) = (index + 1).checked_sub(items.len()) {
                    budget::make(holes * size_of::<Value>()).map_err(PathError::Budget)?;
                    items.resize(index + 1, Value::Undefined);
                }
                if let Some(slot) = items.get_mut(index) {
                    *slot = value;
                }
            }
            Ok(())
        }
        // Setting a primitive's prototype does nothing.
        Value::String(_) | Value::Number(_) | Value::Bool(_) if key == "__proto__" => Ok(()),
        Value::Undefined => Err(PathError::Nullish("undefined", key.clone())),
        Value::Null => Err(PathError::Nullish("null", key.clone())),
        Value::String(s) => {
            let own =
                key == "length" || super::object::integer_key(key).is_some_and(|i| (i as usize) < text::len_utf16(s));
            Err(if own {
                PathError::ReadOnly(key.clone(), s.clone())
            } else {
                PathError::Primitive { key: key.clone(), kind: "string", value: s.clone() }
            })
        }
        Value::Number(n) => Err(PathError::Primitive { key: key.clone(), kind: "number", value: number::to_str(*n) }),
        Value::Bool(b) => Err(PathError::Primitive {
            key: key.clone(),
            kind: "boolean",
            value: Str::new_static(if *b { "true" } else { "false" }),
        }),
        // Dates and SafeStrings take properties that nobody sees.
        Value::Safe(_) | Value::Date(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    fn after(data: &str, write: impl Fn(&mut Value) -> Result<(), PathError>) -> String {
        let mut data = json::parse(data).unwrap();
        match write(&mut data) {
            Ok(()) => json::stringify(&data).unwrap(),
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn reads_own_properties() {
        for (data, path, found) in [
            (r#"{"a":{"b":[1,{"c":2}]}}"#, "a.b.1.c", "2"),
            (r#"{"a":"xyz"}"#, "a.length", "3"),
            (r#"{"a":"xyz"}"#, "a.1", r#""y""#),
            (r#"[1,2]"#, "length", "2"),
            (r#"{"a":null}"#, "a", "null"),
            (r#"{"a":null}"#, "a.b", "undefined"),
            (r#"{"a":1}"#, "constructor", "undefined"),
            (r#"{"__proto__":1}"#, "__proto__", "1"),
            (r#"{"a":1}"#, "", r#"{"a":1}"#),
            (r#"{"":{"":1}}"#, ".", "1"),
            (r#"{"a.b":{"c":1}}"#, r"a\.b.c", "1"),
        ] {
            let data = json::parse(data).unwrap();
            assert_eq!(format!("{:?}", Path::parse(path).get(&data)), found, "{path}");
        }
    }

    #[test]
    fn sets_and_makes_what_is_missing() {
        for (data, path, result) in [
            ("{}", "a.b", r#"{"a":{"b":9}}"#),
            ("{}", "a.0.b", r#"{"a":[{"b":9}]}"#),
            ("{}", "a.2", r#"{"a":[null,null,9]}"#),
            ("{}", r"a\.b.0", r#"{"a.b":{"0":9}}"#),
            ("{}", "a.01", r#"{"a":{"01":9}}"#),
            ("{}", "constructor.x", r#"{"constructor":{"x":9}}"#),
            ("{}", "__proto__.x", "{}"),
            (r#"{"__proto__":{}}"#, "__proto__.x", r#"{"__proto__":{"x":9}}"#),
            (r#"{"a":null}"#, "a.b", "Cannot set properties of null (setting 'b')"),
            (r#"{"a":"s"}"#, "a.b", "Cannot create property 'b' on string 's'"),
            (r#"{"a":"s"}"#, "a.0", "Cannot assign to read only property '0' of string 's'"),
            (r#"{"a":5}"#, "a.b.c", "Cannot create property 'b' on number '5'"),
            ("[1]", "x.y", "[1]"),
            ("[1,2]", "length", "[1,2,null,null,null,null,null,null,null]"),
            ("{}", "", "{}"),
        ] {
            assert_eq!(after(data, |v| Path::parse(path).set(v, 9.into())), result, "{data} {path}");
        }
    }

    #[test]
    fn pushes_onto_arrays_and_replaces_the_rest() {
        for (data, path, result) in [
            (r#"{"a":[1]}"#, "a", r#"{"a":[1,9]}"#),
            (r#"{"a":1}"#, "a", r#"{"a":[9]}"#),
            ("{}", "a.0", r#"{"a":[[9]]}"#),
            ("[1]", "", "[1,9]"),
        ] {
            assert_eq!(after(data, |v| Path::parse(path).push(v, 9.into())), result, "{data} {path}");
        }
    }

    #[test]
    fn deletes_and_closes_the_gap() {
        for (data, path, result) in [
            (r#"{"a":[1,2,3]}"#, "a.1", r#"{"a":[1,3]}"#),
            (r#"{"a":[1,2,3]}"#, "a.-1", r#"{"a":[1,2]}"#),
            (r#"{"a":[1,2,3]}"#, "a.9", r#"{"a":[1,2,3]}"#),
            (r#"{"a":[1,2,3]}"#, "a.length", r#"{"a":[2,3]}"#),
            (r#"{"a":{"b":1,"c":2}}"#, "a.b", r#"{"a":{"c":2}}"#),
            (r#"{"a":"s"}"#, "a.0", "Cannot delete property '0' of [object String]"),
            (r#"{"a":1}"#, "x.y", r#"{"a":1}"#),
        ] {
            assert_eq!(after(data, |v| Path::parse(path).del(v)), result, "{data} {path}");
        }
    }
}

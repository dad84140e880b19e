//! A JavaScript object: own string keys, integer-like keys first in ascending order, the others as inserted.

use std::collections::{BTreeMap, HashMap};

use super::{Str, Value};

/// From this many entries on, lookups go through a hash index; below it a scan is faster.
const INDEX_FROM: usize = 24;

/// Properties in JavaScript's order. Cloned only when shared and written (it lives behind an `Arc`).
#[derive(Clone, Default)]
pub struct Object {
    /// Integer-like keys, which come first in ascending order. Apart, so that any order of insertion costs the same.
    integers: BTreeMap<u32, (Str, Value)>,
    /// All other keys, as inserted.
    entries: Vec<(Str, Value)>,
    /// Positions in `entries` by key, once there are many.
    index: Option<HashMap<Str, usize>>,
}

/// The value of an integer-like key ("0", "17", not "017" or "4294967295"): these come first, in numeric order.
pub fn integer_key(key: &str) -> Option<u32> {
    let bytes = key.as_bytes();
    let first = *bytes.first()?;
    if !first.is_ascii_digit() || bytes.len() > 10 || (first == b'0' && bytes.len() > 1) {
        return None;
    }
    key.parse::<u32>().ok().filter(|n| *n != u32::MAX)
}

impl Object {
    /// An object without properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty object with room for `n` properties.
    pub fn with_capacity(n: usize) -> Self {
        Self { integers: BTreeMap::new(), entries: Vec::with_capacity(n), index: None }
    }

    /// Number of own properties.
    pub fn len(&self) -> usize {
        self.integers.len() + self.entries.len()
    }

    /// Whether there is no own property.
    pub fn is_empty(&self) -> bool {
        self.integers.is_empty() && self.entries.is_empty()
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|(k, _)| k == key),
        }
    }

    /// The own property of that name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match integer_key(key) {
            Some(number) => self.integers.get(&number).map(|(_, value)| value),
            None => self.position(key).and_then(|i| self.entries.get(i)).map(|(_, value)| value),
        }
    }

    /// The own property of that name, looked for first at the place where the last one was found: objects of a list
    /// mostly have their properties in the same order.
    pub fn get_near(&self, key: &str, place: &mut usize) -> Option<&Value> {
        if let Some((found, value)) = self.entries.get(*place)
            && found == key
        {
            return Some(value);
        }
        if integer_key(key).is_some() {
            return self.get(key);
        }
        *place = self.position(key)?;
        self.entries.get(*place).map(|(_, value)| value)
    }

    /// The own property of that name, to change in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        match integer_key(key) {
            Some(number) => self.integers.get_mut(&number).map(|(_, value)| value),
            None => self.position(key).and_then(|i| self.entries.get_mut(i)).map(|(_, value)| value),
        }
    }

    /// Whether the object has that own property.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets a property: in place if it is there, else at its place in JavaScript's order.
    pub fn insert(&mut self, key: impl Into<Str>, value: Value) {
        let key = key.into();
        if let Some(number) = integer_key(&key) {
            self.integers.insert(number, (key, value));
            return;
        }
        if let Some(entry) = self.position(&key).and_then(|i| self.entries.get_mut(i)) {
            entry.1 = value;
            return;
        }
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), self.entries.len());
        }
        self.entries.push((key, value));
        if self.index.is_none() && self.entries.len() >= INDEX_FROM {
            self.reindex();
        }
    }

    fn reindex(&mut self) {
        self.index = Some(self.entries.iter().enumerate().map(|(i, (k, _))| (k.clone(), i)).collect());
    }

    /// Removes a property and returns its value; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        if let Some(number) = integer_key(key) {
            return self.integers.remove(&number).map(|(_, value)| value);
        }
        let i = self.position(key)?;
        let (_, value) = self.entries.remove(i);
        self.index = None;
        if self.entries.len() >= INDEX_FROM {
            self.reindex();
        }
        Some(value)
    }

    /// Own properties in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Str, &Value)> {
        self.integers.values().chain(&self.entries).map(|(k, v)| (k, v))
    }

    /// Own keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Str> {
        self.iter().map(|(k, _)| k)
    }

    /// Own values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.iter().map(|(_, v)| v)
    }

    /// Own values in order, to change in place.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.integers.values_mut().chain(&mut self.entries).map(|(_, v)| v)
    }
}

impl<K: Into<Str>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(iter: I) -> Self {
        let iter = iter.into_iter();
        let mut object = Self::with_capacity(iter.size_hint().0);
        for (key, value) in iter {
            object.insert(key, value);
        }
        object
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(o: &Object) -> Vec<&str> {
        o.keys().map(Str::as_str).collect()
    }

    #[test]
    fn integer_keys_come_first_in_ascending_order() {
        let o: Object = ["b", "10", "a", "2", "01", "-1"].into_iter().map(|k| (k, Value::Null)).collect();
        assert_eq!(keys(&o), ["2", "10", "b", "a", "01", "-1"]);
    }

    #[test]
    fn setting_again_keeps_the_place() {
        let mut o: Object = [("a", Value::Null), ("b", Value::Null)].into_iter().collect();
        o.insert("a", Value::Bool(true));
        assert_eq!(keys(&o), ["a", "b"]);
    }

    #[test]
    fn stays_right_when_large() {
        let mut o = Object::new();
        for i in 0..100 {
            o.insert(format!("k{i}"), Value::Number(f64::from(i)));
        }
        o.insert("5", Value::Null);
        assert!(o.remove("k50").is_some());
        assert!(!o.contains_key("k50"));
        assert_eq!(o.len(), 100);
        assert_eq!(keys(&o)[0], "5");
        assert!(matches!(o.get("k99"), Some(Value::Number(n)) if *n == 99.0));
    }
}

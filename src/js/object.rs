//! A JavaScript object: own string keys, integer-like keys first in ascending order, the others as inserted.

use std::collections::HashMap;

use super::{Str, Value};

/// From this many entries on, lookups go through a hash index; below it a scan is faster.
const INDEX_FROM: usize = 24;

/// Properties in JavaScript's order. Cloned only when shared and written (it lives behind an `Arc`).
#[derive(Clone, Default)]
pub struct Object {
    entries: Vec<(Str, Value)>,
    /// How many entries at the front have integer-like keys.
    integers: usize,
    /// Positions by key; built lazily once the object is large, dropped when positions shift.
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
        Self { entries: Vec::with_capacity(n), integers: 0, index: None }
    }

    /// The object of these properties, set one after the other: in one go, whatever their order, so that a hostile
    /// text with many descending integer keys costs no more than another.
    pub fn from_pairs(pairs: Vec<(Str, Value)>) -> Self {
        if pairs.len() < INDEX_FROM {
            return pairs.into_iter().collect();
        }
        let mut places: HashMap<Str, usize> = HashMap::with_capacity(pairs.len());
        let mut entries: Vec<(Str, Value)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            match places.get(&key).and_then(|place| entries.get_mut(*place)) {
                Some(entry) => entry.1 = value,
                None => {
                    places.insert(key.clone(), entries.len());
                    entries.push((key, value));
                }
            }
        }
        let integers = entries.iter().filter(|(key, _)| integer_key(key).is_some()).count();
        if integers > 0 {
            // Stable: the others keep their order.
            entries.sort_by_key(|(key, _)| integer_key(key).map_or((1, 0), |number| (0, number)));
            places.clear();
            places.extend(entries.iter().enumerate().map(|(place, (key, _))| (key.clone(), place)));
        }
        let index = (entries.len() >= INDEX_FROM).then_some(places);
        Self { entries, integers, index }
    }

    /// Number of own properties.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no own property.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|(k, _)| k == key),
        }
    }

    /// The own property of that name.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.position(key).map(|i| &self.entries[i].1)
    }

    /// The own property of that name, to change in place.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.position(key).map(|i| &mut self.entries[i].1)
    }

    /// Whether the object has that own property.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets a property: in place if it is there, else at its place in JavaScript's order.
    pub fn insert(&mut self, key: impl Into<Str>, value: Value) {
        let key = key.into();
        if let Some(i) = self.position(&key) {
            self.entries[i].1 = value;
            return;
        }
        if let Some(number) = integer_key(&key) {
            let at = self.entries[..self.integers].partition_point(|(k, _)| integer_key(k).is_some_and(|n| n < number));
            let appended = at == self.entries.len();
            self.entries.insert(at, (key.clone(), value));
            self.integers += 1;
            match &mut self.index {
                Some(index) if appended => {
                    index.insert(key, at);
                }
                index => *index = None,
            }
        } else {
            if let Some(index) = &mut self.index {
                index.insert(key.clone(), self.entries.len());
            }
            self.entries.push((key, value));
        }
        if self.index.is_none() && self.entries.len() >= INDEX_FROM {
            self.reindex();
        }
    }

    fn reindex(&mut self) {
        self.index = Some(self.entries.iter().enumerate().map(|(i, (k, _))| (k.clone(), i)).collect());
    }

    /// Removes a property and returns its value; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let i = self.position(key)?;
        let (_, value) = self.entries.remove(i);
        if i < self.integers {
            self.integers -= 1;
        }
        self.index = None;
        if self.entries.len() >= INDEX_FROM {
            self.reindex();
        }
        Some(value)
    }

    /// Own properties in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Str, &Value)> + ExactSizeIterator {
        self.entries.iter().map(|(k, v)| (k, v))
    }

    /// Own keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Str> + ExactSizeIterator {
        self.entries.iter().map(|(k, _)| k)
    }

    /// Own values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> + ExactSizeIterator {
        self.entries.iter().map(|(_, v)| v)
    }

    /// Own values in order, to change in place.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().map(|(_, v)| v)
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
    fn many_pairs_make_the_object_that_single_inserts_make() {
        let pairs: Vec<(Str, Value)> = (0..60)
            .rev()
            .map(|i| (Str::from(if i % 3 == 0 { i.to_string() } else { format!("k{}", i % 20) }), Value::from(i)))
            .collect();
        let one_by_one: Object = pairs.clone().into_iter().collect();
        let at_once = Object::from_pairs(pairs);
        assert_eq!(keys(&at_once), keys(&one_by_one));
        let values = |o: &Object| o.values().map(Value::to_number).collect::<Vec<_>>();
        assert_eq!(values(&at_once), values(&one_by_one));
        assert!(at_once.contains_key("57") && at_once.get("nothing").is_none());
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

//! The trees that qs builds and merges: JavaScript values with holes in arrays, and objects that were
//! arrays until they grew too long.

use std::collections::{BTreeMap, HashMap};

use crate::js::{Object, Str, Value, number};

/// From this many entries on, lookups go through a hash index.
const INDEX_FROM: usize = 16;

/// Entries in order of insertion (JavaScript's order of keys is made at the end).
#[derive(Default)]
pub(super) struct Map {
    entries: Vec<(Str, Node)>,
    index: Option<HashMap<Str, usize>>,
}

impl Map {
    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|(k, _)| k == key),
        }
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let i = self.position(key)?;
        self.entries.get_mut(i).map(|(_, node)| node)
    }

    pub(super) fn insert(&mut self, key: Str, node: Node) {
        if let Some(slot) = self.get_mut(&key) {
            *slot = node;
            return;
        }
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), self.entries.len());
        }
        self.entries.push((key, node));
        if self.index.is_none() && self.entries.len() >= INDEX_FROM {
            let positions = self.entries.iter().enumerate().map(|(i, (k, _))| (k.clone(), i));
            self.index = Some(positions.collect());
        }
    }

    fn push_at(&mut self, index: f64, node: Node) {
        self.insert(number::to_str(index), node);
    }

    pub(super) fn into_entries(self) -> Vec<(Str, Node)> {
        self.entries
    }
}

/// Items by index; what is missing below the length is a hole. Sparse, because one parameter `a[999]`
/// must not cost a thousand cells.
#[derive(Default)]
pub(super) struct List {
    items: BTreeMap<usize, Node>,
    len: usize,
}

impl List {
    /// A list with one item behind `index` holes.
    pub(super) fn single(index: usize, node: Node) -> Self {
        let mut list = Self::default();
        list.set(index, node);
        list
    }

    fn set(&mut self, index: usize, node: Node) {
        self.items.insert(index, node);
        self.len = self.len.max(index.saturating_add(1));
    }

    fn push(&mut self, node: Node) {
        self.set(self.len, node);
    }

    /// Appends the items of another list at their places, holes included.
    fn extend(&mut self, other: List) {
        let (offset, len) = (self.len, self.len.saturating_add(other.len));
        self.items.extend(other.items.into_iter().map(|(i, node)| (offset.saturating_add(i), node)));
        self.len = len;
    }

    fn into_map(self) -> Map {
        let mut map = Map::default();
        for (i, node) in self.items {
            map.push_at(i as f64, node);
        }
        map
    }
}

/// A value under construction.
pub(super) enum Node {
    Text(Str),
    Array(List),
    Object(Map),
    /// An object that stands for a list, with its highest index.
    Overflow(Map, f64),
}

impl Default for Node {
    fn default() -> Self {
        Self::Text(Str::default())
    }
}

impl Node {
    fn is_object(&self) -> bool {
        !matches!(self, Self::Text(_))
    }

    /// `[].concat(a, b)` with the limit, or `b` appended to the list that `a` overflowed from.
    pub(super) fn combine(a: Node, b: Node, limit: usize) -> Node {
        if let Self::Overflow(mut map, highest) = a {
            let added = b.into_list();
            let next = highest + 1.0;
            for (i, node) in added.items {
                map.push_at(next + i as f64, node);
            }
            return Self::Overflow(map, highest + added.len as f64);
        }
        let mut list = a.into_list();
        list.extend(b.into_list());
        Self::within(list, limit)
    }

    /// An array as it is, anything else as the only item of one.
    fn into_list(self) -> List {
        match self {
            Self::Array(list) => list,
            other => List::single(0, other),
        }
    }

    /// An array, or what becomes of one that is too long.
    fn within(list: List, limit: usize) -> Node {
        if list.len <= limit {
            return Self::Array(list);
        }
        let highest = list.len as f64 - 1.0;
        Self::Overflow(list.into_map(), highest)
    }

    /// Merges `source` into `self` as qs' `merge(target, source)`.
    pub(super) fn merge(&mut self, source: Node, limit: usize) {
        let target = std::mem::take(self);
        *self = match source {
            Self::Text(text) if text.is_empty() => target,
            Self::Text(text) => Self::merge_text(target, text, limit),
            source => Self::merge_tree(target, source, limit),
        };
    }

    fn merge_text(target: Node, text: Str, limit: usize) -> Node {
        let source = Self::Text(text);
        match target {
            Self::Array(mut list) => {
                list.push(source);
                Self::within(list, limit)
            }
            Self::Overflow(mut map, highest) => {
                map.push_at(highest + 1.0, source);
                Self::Overflow(map, highest + 1.0)
            }
            other => Self::pair(other, source),
        }
    }

    fn pair(first: Node, second: Node) -> Node {
        let mut list = List::single(0, first);
        list.push(second);
        Self::Array(list)
    }

    fn merge_tree(target: Node, source: Node, limit: usize) -> Node {
        match (target, source) {
            (target @ Self::Text(_), Self::Overflow(map, highest)) => {
                let mut shifted = Map::default();
                shifted.push_at(0.0, target);
                for (key, node) in map.into_entries() {
                    shifted.push_at(number::parse_int(&key) + 1.0, node);
                }
                Self::Overflow(shifted, highest + 1.0)
            }
            (target @ Self::Text(_), source) => {
                let mut list = List::single(0, target);
                list.extend(source.into_list());
                Self::within(list, limit)
            }
            (Self::Array(target), Self::Array(source)) => Self::merge_arrays(target, source, limit),
            (Self::Array(list), source) => Self::merge_entries(list.into_map(), None, source, limit),
            (Self::Object(map), source) => Self::merge_entries(map, None, source, limit),
            (Self::Overflow(map, highest), source) => Self::merge_entries(map, Some(highest), source, limit),
        }
    }

    fn merge_arrays(mut target: List, source: List, limit: usize) -> Node {
        for (i, item) in source.items {
            match target.items.get_mut(&i) {
                Some(existing) if existing.is_object() && item.is_object() => existing.merge(item, limit),
                Some(_) => target.push(item),
                None => target.set(i, item),
            }
        }
        Self::within(target, limit)
    }

    /// Merges the properties of `source`; the result is a list's overflow when either side is.
    fn merge_entries(mut map: Map, highest: Option<f64>, source: Node, limit: usize) -> Node {
        let (source, source_highest) = match source {
            Self::Object(source) => (source, None),
            Self::Overflow(source, highest) => (source, Some(highest)),
            Self::Array(list) => (list.into_map(), None),
            Self::Text(_) => (Map::default(), None),
        };
        let mut highest = highest.or(source_highest.filter(|_| !source.entries.is_empty()));
        for (key, node) in source.into_entries() {
            let index = number::parse_int(&key);
            if let Some(highest) = highest.as_mut().filter(|h| index > **h && number::to_str(index) == key) {
                *highest = index;
            }
            match map.get_mut(&key) {
                Some(existing) => existing.merge(node, limit),
                None => map.insert(key, node),
            }
        }
        match highest {
            Some(highest) => Self::Overflow(map, highest),
            None => Self::Object(map),
        }
    }

    /// The finished value: holes closed, keys in JavaScript's order.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text),
            Self::Array(list) => Value::array(list.items.into_values().map(Node::into_value).collect()),
            Self::Object(map) | Self::Overflow(map, _) => {
                let entries = map.into_entries().into_iter();
                Value::object(entries.map(|(key, node)| (key, node.into_value())).collect::<Object>())
            }
        }
    }
}

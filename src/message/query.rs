//! Query strings and form bodies, nested by the rules of the npm package qs.
//!
//! Each name becomes a chain of steps (`a[b][]` is `a`, `b`, append), the chain a small tree around
//! the value, and the trees are merged in order of appearance. Lists that grow past a limit turn
//! into objects that remember their highest index, so that later values can still be appended.

use smallvec::SmallVec;
use wide::u8x16;

use super::body::decode_uri_component;
use crate::budget;
use crate::js::object::integer_key;
use crate::js::{Object, Str, Value, number, text};

mod node;

use node::{List, Map, Node};

/// Parts of a query beyond this many are ignored.
const PARAMETER_LIMIT: usize = 1000;

/// Texts up to this length, which every target may have, are not charged.
const CHARGED_FROM: usize = 1_024;

/// Own properties of JavaScript's `Object.prototype`.
const PROTOTYPE_NAMES: [&str; 12] = [
    "constructor",
    "__defineGetter__",
    "__defineSetter__",
    "hasOwnProperty",
    "__lookupGetter__",
    "__lookupSetter__",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toString",
    "valueOf",
    "__proto__",
    "toLocaleString",
];

/// Whether JavaScript objects have a member of that name without it being set.
pub(super) fn is_prototype_name(name: &str) -> bool {
    PROTOTYPE_NAMES.contains(&name)
}

/// Limits of a parse, named as qs names them.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Levels of brackets that are taken apart.
    pub depth: usize,
    /// From this index or length on a list becomes an object.
    pub array_limit: usize,
    /// Whether names of `Object.prototype`'s members are kept.
    pub allow_prototypes: bool,
}

/// How Express calls qs for `req.query`.
pub const EXPRESS: Options = Options { depth: 5, array_limit: 1000, allow_prototypes: true };

/// Path and query (without the question mark) of a request target.
pub fn split_target(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// The nested value of a query string.
pub fn parse(text: &str, options: &Options) -> Value {
    if text.is_empty() {
        return Value::object(Object::new());
    }
    if text.len() > CHARGED_FROM && budget::make(2 * text.len()).is_err() {
        return Value::Undefined;
    }
    plain(text, options).map_or_else(|| nested(text, options), Value::object)
}

/// Queries as most are: no brackets, no escapes, no name twice and none that is a number, so that nothing nests, merges or
/// changes its place.
fn plain(text: &str, options: &Options) -> Option<Object> {
    let bytes = text.as_bytes();
    let mut slots = SmallVec::<[Value; 2 * FEW]>::new();
    let (mut start, mut parts, mut seen) = (0, 0, Seen::default());
    while start <= bytes.len() && parts < PARAMETER_LIMIT {
        let equals = mark(bytes, start);
        let mut end = equals;
        while bytes.get(end) == Some(&b'=') {
            end = mark(bytes, end + 1);
        }
        if !matches!(bytes.get(end), None | Some(b'&')) {
            return None;
        }
        let name = text.get(start..equals)?;
        let value = text.get(equals + 1..end).unwrap_or_default();
        (start, parts) = (end + 1, parts + 1);
        if name.is_empty() {
            continue;
        }
        let special = name == "__proto__" || (!options.allow_prototypes && is_prototype_name(name));
        let known =
            |slots: &[Value]| slots.chunks_exact(2).any(|pair| pair.first().and_then(Value::as_str) == Some(name));
        if special || integer_key(name).is_some() || (seen.perhaps(name) && known(&slots)) {
            return None;
        }
        slots.push(Value::str(name));
        slots.push(Value::str(value));
        if slots.len() > 2 * MANY {
            return None;
        }
    }
    // What is beyond the limit is not looked at, but says whether anything was escaped.
    let rest = bytes.get(start.min(bytes.len())..)?;
    (!rest.iter().any(|byte| matches!(byte, b'[' | b']' | b'%' | b'+'))).then(|| Object::of_slots(slots.into_iter()))
}

/// Parameters that a query has at once room for.
const FEW: usize = 4;
/// With more parameters looking for a name among the others takes long.
const MANY: usize = 64;

/// Names that were seen, about: most can be told apart by their length and first byte.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    /// Notes a name; says whether it may be one of those before.
    fn perhaps(&mut self, name: &str) -> bool {
        let first = name.as_bytes().first().copied().unwrap_or_default();
        let bit = 1 << ((usize::from(first) + 8 * name.len()) % 64);
        let before = self.0;
        self.0 |= bit;
        before & bit != 0
    }
}

/// Bytes of a query that are looked at together.
const TOGETHER: usize = 16;

/// The next byte from here on that ends a name or a value, or says that it is not plain; the text's length for none.
fn mark(text: &[u8], from: usize) -> usize {
    let mut rest = text.get(from..).unwrap_or_default();
    while let Some((bytes, after)) = rest.split_first_chunk::<TOGETHER>() {
        let bytes = u8x16::new(*bytes);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let found = (is(b'&') | is(b'=') | is(b'[') | is(b']') | is(b'%') | is(b'+')).to_bitmask();
        if found != 0 {
            return text.len() - rest.len() + found.trailing_zeros() as usize;
        }
        rest = after;
    }
    let place = rest.iter().position(|byte| MEANS_SOMETHING[usize::from(*byte)]).unwrap_or(rest.len());
    text.len() - rest.len() + place
}

/// The bytes that [`mark`] looks for.
static MEANS_SOMETHING: [bool; 256] = text::table_of(b"&=[]%+");

fn nested(text: &str, options: &Options) -> Value {
    let mut root = Node::Object(Map::default());
    for (name, value) in values_by_name(text, options) {
        // Once exceeded, the budget ends whatever wanted the query.
        if budget::work(1 + name.len() as u64).is_err() {
            break;
        }
        if let Some(chain) = split_name(&name, options) {
            root.merge(nest(&chain, value, options), options.array_limit);
        }
    }
    root.into_value()
}

/// The query as Node's `querystring` reads it: no nesting, repeated names make an array.
pub fn parse_flat(text: &str) -> Value {
    let mut object = Object::new();
    for part in text.split('&').filter(|part| !part.is_empty()).take(PARAMETER_LIMIT) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (decode_lossy(name), Value::from(decode_lossy(value)));
        let mut new = Some(value);
        object.change(&name, |held| match (held, new.take()) {
            (Value::Array(items), Some(value)) => items.make_mut().push(value),
            (first, Some(value)) => *first = Value::array(vec![std::mem::take(first), value]),
            (_, None) => {}
        });
        if let Some(value) = new {
            object.insert(name, value);
        }
    }
    Value::object(object)
}

/// Values in the order of JavaScript's object keys, those with the very same name combined.
fn values_by_name(text: &str, options: &Options) -> Vec<(Str, Node)> {
    let text = unescape_brackets(text);
    let mut values = Map::default();
    for part in text.split('&').take(PARAMETER_LIMIT) {
        let equals = part.find("]=").map(|i| i + 1).or_else(|| part.find('='));
        let (name, value) = match equals {
            Some(i) => (part.get(..i).unwrap_or_default(), part.get(i + 1..).unwrap_or_default()),
            None => (part, ""),
        };
        let (name, value) = (decode(name), Node::Text(decode(value)));
        match values.get_mut(&name) {
            Some(existing) => {
                let first = std::mem::take(existing);
                *existing = Node::combine(first, value, options.array_limit);
            }
            None => values.insert(name, value),
        }
    }
    let mut values = values.into_entries();
    values.sort_by_key(|(name, _)| integer_key(name).map_or(u64::MAX, u64::from));
    values
}

/// `a[b][c]` as `a`, `[b]`, `[c]`; what lies deeper than the limit, or is not closed, stays one step.
/// `None` when the name is empty or not allowed.
fn split_name(name: &str, options: &Options) -> Option<Vec<String>> {
    let allowed = |step: &str| options.allow_prototypes || !is_prototype_name(step);
    let mut chain = Vec::new();
    let mut open = name.find('[');
    let parent = open.and_then(|i| name.get(..i)).unwrap_or(name);
    if !parent.is_empty() {
        if !allowed(parent) {
            return None;
        }
        chain.push(parent.to_owned());
    }
    while let Some(start) = open {
        let rest = name.get(start..)?;
        let close = if chain.len() - usize::from(!parent.is_empty()) < options.depth { closing(rest) } else { None };
        let Some(close) = close else {
            chain.push(format!("[{rest}]"));
            break;
        };
        if !allowed(rest.get(1..close)?) {
            return None;
        }
        chain.push(rest.get(..=close)?.to_owned());
        open = rest.get(close..).and_then(|after| after.find('[')).map(|i| start + close + i);
    }
    (!chain.is_empty()).then_some(chain)
}

/// Where the bracket that `rest` starts with is closed, nested ones counted.
fn closing(rest: &str) -> Option<usize> {
    let mut level = 0usize;
    for (i, byte) in rest.bytes().enumerate() {
        match byte {
            b'[' => level += 1,
            b']' if level == 1 => return Some(i),
            b']' => level = level.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The tree that holds `leaf` at the end of the chain.
fn nest(chain: &[String], leaf: Node, options: &Options) -> Node {
    chain.iter().rev().fold(leaf, |leaf, step| {
        if step == "[]" {
            return match leaf {
                Node::Overflow(..) => leaf,
                leaf => Node::combine(Node::Array(List::default()), leaf, options.array_limit),
            };
        }
        let inner = step.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
        let mut map = Map::default();
        if let Some(index) = inner.and_then(array_index) {
            if index < options.array_limit as f64 {
                return Node::Array(List::single(index as usize, leaf));
            }
            map.insert(Str::new(inner.unwrap_or(step)), leaf);
            return Node::Overflow(map, index);
        }
        let name = inner.unwrap_or(step);
        if name != "__proto__" {
            map.insert(Str::new(name), leaf);
        }
        Node::Object(map)
    })
}

/// The index that a bracket spells exactly as JavaScript prints it.
fn array_index(inner: &str) -> Option<f64> {
    let index = number::parse_int(inner);
    (index >= 0.0 && number::to_str(index) == inner).then_some(index)
}

/// Percent-encoded brackets of the whole text, spelt out.
fn unescape_brackets(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("%5") {
        return text.into();
    }
    let text = text.replace("%5B", "[").replace("%5b", "[");
    text.replace("%5D", "]").replace("%5d", "]").into()
}

/// Plus signs as blanks, escapes decoded; a text with a malformed escape keeps all of them.
fn decode(text: &str) -> Str {
    if memchr::memchr2(b'+', b'%', text.as_bytes()).is_none() {
        return Str::new(text);
    }
    let text = text.replace('+', " ");
    decode_uri_component(&text).map_or_else(|| Str::from(text), Str::from)
}

/// As [`decode`], but each malformed escape stays literal and broken UTF-8 becomes U+FFFD.
fn decode_lossy(text: &str) -> Str {
    let text = text.replace('+', " ");
    decode_uri_component(&text).map_or_else(
        || {
            let bytes: Vec<u8> = percent_encoding::percent_decode_str(&text).collect();
            Str::from(String::from_utf8_lossy(&bytes))
        },
        Str::from,
    )
}

#[cfg(test)]
mod tests;

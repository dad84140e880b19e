//! What Ajv's strict mode refuses in the schemas that take part. Those among the definitions do so once they are
//! referred to.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::keywords::{ANNOTATIONS, LISTS, MAPS, ONE, PLAIN, is_annotation};
use super::references::{Document, Target, base_of};
use super::{formats, meta};
use crate::budget;
use crate::js::regex::Regex;
use crate::js::{Object, Value};

/// Bytes of the longest pattern that is kept.
const LONGEST_PATTERN: usize = 4_096;
/// How many patterns are kept compiled.
const MAX_PATTERNS: usize = 256;

/// What validation needs to know about a schema beyond the schema itself.
#[derive(Debug, Default)]
pub struct Compiled<'s> {
    /// What the references refer to, by where they stand.
    pub references: HashMap<usize, Target<'s>>,
    /// The regular expressions by their sources.
    pub patterns: HashMap<&'s str, Arc<Regex>>,
}

/// What a `$ref` is known by: its place in memory, which does not change while the schema is borrowed.
pub fn place(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

/// Looks at all schemas that take part; `None` where strict mode refuses one.
pub fn compile(root: &Value) -> Option<Compiled<'_>> {
    let draft = root.as_object().and_then(|keywords| keywords.get("$schema")).and_then(Value::as_str);
    if draft.is_some_and(|id| !id.is_empty() && !meta::IDS.contains(&super::references::trimmed(id))) {
        return None;
    }
    let document = Document::read(root)?;
    let mut compiled = Compiled::default();
    let mut seen = HashSet::new();
    let mut open = vec![(root, document.base.clone())];
    while let Some((schema, base)) = open.pop() {
        let keywords = match schema {
            Value::Bool(_) => continue,
            Value::Object(keywords) => keywords,
            _ => return None,
        };
        if !seen.insert(place(schema)) {
            continue;
        }
        compiled.note(keywords)?;
        if let Some(reference) = keywords.get("$ref") {
            let target = document.resolve(&base, reference.as_str()?)?;
            if let Target::Schema(schema, base) = &target {
                open.push((schema, base.clone()));
            }
            compiled.references.insert(place(reference), target);
        }
        for child in children(keywords) {
            open.push((child, base_of(child, &base)?));
        }
    }
    Some(compiled)
}

fn children(keywords: &Object) -> impl Iterator<Item = &Value> {
    keywords.iter().flat_map(|(keyword, value)| {
        let keyword = keyword.as_str();
        let (one, list, map) = match value {
            Value::Array(items) if LISTS.contains(&keyword) => (None, Some(items.iter()), None),
            Value::Object(map) if MAPS.contains(&keyword) => (None, None, Some(map.values())),
            one => (ONE.contains(&keyword).then_some(one), None, None),
        };
        let map = map.into_iter().flatten().filter(|item| !item.is_array());
        one.into_iter().chain(list.into_iter().flatten()).chain(map)
    })
}

impl<'s> Compiled<'s> {
    /// Checks the keywords of one schema and compiles its patterns.
    fn note(&mut self, keywords: &'s Object) -> Option<()> {
        let has = |keyword: &str| keywords.contains_key(keyword);
        let known = |keyword: &str| [ONE, LISTS, MAPS, PLAIN, ANNOTATIONS].iter().any(|list| list.contains(&keyword));
        let format = keywords.get("format").and_then(Value::as_str);
        let fits = keywords.keys().all(|keyword| known(keyword))
            && format.is_none_or(|name| formats::NAMES.contains(&name))
            // A keyword that would be ignored without another.
            && has("if") == (has("then") || has("else"))
            && (!has("additionalItems") || keywords.get("items").is_some_and(Value::is_array))
            && nullable_fits(keywords);
        if !fits {
            return None;
        }
        if let Some(pattern) = keywords.get("pattern") {
            self.compile(pattern.as_str()?)?;
        }
        let Some(Value::Object(patterns)) = keywords.get("patternProperties") else { return Some(()) };
        // Where all patterns allow anything, properties may match them.
        let silent = |schema: &Value| match schema {
            Value::Object(keywords) => keywords.keys().all(|keyword| is_annotation(keyword)),
            other => matches!(other, Value::Bool(true)),
        };
        let properties = keywords.get("properties").and_then(Value::as_object);
        let properties = properties.filter(|_| !patterns.values().all(silent));
        for pattern in patterns.keys() {
            let regex = self.compile(pattern)?;
            // A property has its schema from one of the two.
            for name in properties.into_iter().flat_map(Object::keys) {
                if regex.is_match(name).ok()? {
                    return None;
                }
            }
        }
        Some(())
    }

    fn compile(&mut self, pattern: &'s str) -> Option<Arc<Regex>> {
        if let Some(known) = self.patterns.get(pattern) {
            return Some(Arc::clone(known));
        }
        let regex = regex(pattern)?;
        self.patterns.insert(pattern, Arc::clone(&regex));
        Some(regex)
    }
}

/// Compiles a pattern, or finds it among those of earlier requests.
fn regex(pattern: &str) -> Option<Arc<Regex>> {
    static PATTERNS: LazyLock<Mutex<HashMap<String, Arc<Regex>>>> = LazyLock::new(Mutex::default);
    let known = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    if known.is_some() {
        return known;
    }
    let regex = Arc::new(Regex::new(pattern, "u").ok()?);
    if pattern.len() > LONGEST_PATTERN || budget::check().is_err() {
        // Perhaps it was not compiled to the end.
        return Some(regex);
    }
    let mut patterns = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
    if patterns.len() >= MAX_PATTERNS {
        patterns.clear();
    }
    patterns.insert(pattern.to_owned(), Arc::clone(&regex));
    Some(regex)
}

/// `nullable` needs a type to add `null` to, and may not contradict it.
fn nullable_fits(keywords: &Object) -> bool {
    let null = || match keywords.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| name.as_str() == Some("null")),
        Some(one) => one.as_str() == Some("null"),
        None => false,
    };
    match keywords.get("nullable") {
        None => true,
        Some(Value::Bool(nullable)) => keywords.contains_key("type") && (*nullable || !null()),
        Some(_) => false,
    }
}

//! What `$ref` refers to: JSON pointers, and schemas by their `$id`.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use url::Url;

use super::keywords::is_annotation;
use super::{MAX_DEPTH, meta};
use crate::js::{Object, Value};

/// Keywords whose value is a map of schemas.
const MAPS: &[&str] = &["$defs", "definitions", "properties", "patternProperties", "dependencies"];
/// Keywords in which no `$id` is looked for.
const DATA: &[&str] = &["default", "enum", "const", "required", "examples"];
/// Where an `$id` is the name of a property.
const NO_SCOPE: &[&str] = &["properties", "patternProperties", "enum", "dependencies", "definitions"];

/// What a reference refers to.
#[derive(Debug, Clone)]
pub enum Target<'s> {
    /// A schema, and the address that the references in it start from.
    Schema(&'s Value, Url),
    /// The meta schema.
    Meta,
}

/// The schemas of a document that can be referred to by name.
#[derive(Debug)]
pub struct Document<'s> {
    root: &'s Value,
    /// The address of the document itself.
    pub base: Url,
    ids: HashMap<String, (&'s Value, Url)>,
}

/// `$id` without the fragment that says nothing.
pub fn trimmed(id: &str) -> &str {
    id.strip_suffix("#/").or_else(|| id.strip_suffix('#')).unwrap_or(id)
}

fn id_of(schema: &Value) -> Option<&str> {
    schema.as_object()?.get("$id")?.as_str()
}

/// The address of a schema inside of what has the address `base`.
pub fn base_of(schema: &Value, base: &Url) -> Option<Url> {
    let Some(id) = id_of(schema) else { return Some(base.clone()) };
    let mut own = base.join(trimmed(id)).ok()?;
    own.set_fragment(None);
    Some(own)
}

impl<'s> Document<'s> {
    /// Reads the names; `None` if one is given twice or is no address.
    pub fn read(root: &'s Value) -> Option<Self> {
        // Relative names need something to be relative to.
        let nowhere = Url::parse("sidemock:///").ok()?;
        let base = base_of(root, &nowhere)?;
        let mut document = Self { root, base: base.clone(), ids: HashMap::new() };
        if meta::IDS.contains(&base.as_str()) {
            return None;
        }
        if let Value::Object(keywords) = root {
            document.read_inside(keywords, &base)?;
        }
        Some(document)
    }

    fn read_schema(&mut self, schema: &'s Value, base: &Url) -> Option<()> {
        let Value::Object(keywords) = schema else { return Some(()) };
        let mut own = base.clone();
        if let Some(id) = id_of(schema) {
            own = base_of(schema, base)?;
            let name = base.join(trimmed(id)).ok()?;
            if name == self.base || self.ids.insert(name.into(), (schema, own.clone())).is_some() {
                return None;
            }
        }
        self.read_inside(keywords, &own)
    }

    fn read_inside(&mut self, keywords: &'s Object, base: &Url) -> Option<()> {
        for (keyword, value) in keywords.iter().filter(|(keyword, _)| !DATA.contains(&keyword.as_str())) {
            match value {
                Value::Array(items) => items.iter().try_for_each(|item| self.read_schema(item, base))?,
                Value::Object(map) if MAPS.contains(&keyword.as_str()) => {
                    map.values().try_for_each(|item| self.read_schema(item, base))?;
                }
                other => self.read_schema(other, base)?,
            }
        }
        Some(())
    }

    /// What a `$ref` in a schema with the address `base` refers to.
    pub fn resolve(&self, base: &Url, reference: &str) -> Option<Target<'s>> {
        let mut found = self.find(base, reference)?;
        // A schema that is nothing but a reference stands for what it refers to; a circle of these for nothing.
        for _ in 0..MAX_DEPTH {
            let Target::Schema(schema, base) = &found else { return Some(found) };
            let Some(next) = only_reference(schema).filter(|_| !std::ptr::eq(*schema, self.root)) else {
                return Some(found);
            };
            found = self.find(base, next)?;
        }
        None
    }

    fn find(&self, base: &Url, reference: &str) -> Option<Target<'s>> {
        let mut wanted = base.join(trimmed(reference)).ok()?;
        if let Some((schema, base)) = self.ids.get(wanted.as_str()) {
            return Some(Target::Schema(schema, base.clone()));
        }
        let pointer = wanted.fragment().map(str::to_owned);
        wanted.set_fragment(None);
        let (mut schema, mut base) = if wanted == self.base {
            (self.root, self.base.clone())
        } else if let Some((schema, base)) = self.ids.get(wanted.as_str()) {
            (*schema, base.clone())
        } else {
            return (pointer.is_none() && meta::IDS.contains(&wanted.as_str())).then_some(Target::Meta);
        };
        let Some(pointer) = pointer else { return Some(Target::Schema(schema, base)) };
        for part in pointer.strip_prefix('/')?.split('/') {
            let part = percent_decode_str(part).decode_utf8().ok()?.replace("~1", "/").replace("~0", "~");
            schema = schema.child(&part)?;
            if !NO_SCOPE.contains(&part.as_str()) {
                base = base_of(schema, &base)?;
            }
        }
        Some(Target::Schema(schema, base))
    }
}

/// The reference of a schema that says nothing else.
fn only_reference(schema: &Value) -> Option<&str> {
    let keywords = schema.as_object()?;
    let silent = |k: &str| k == "$ref" || is_annotation(k);
    keywords.get("$ref")?.as_str().filter(|_| keywords.keys().all(|k| silent(k)))
}

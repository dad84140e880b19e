//! Paths in arguments. Most are the same text at every rendering, so each thread keeps the ones it compiled.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::super::RenderError;
use super::Outcome;
use crate::js::path::ValuePath;
use crate::js::{Str, Value};

/// A thread forgets its paths when it has this many of one language: some templates make them up.
const KEPT: usize = 256;

/// How a path is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JSONPath behind a `$`, dotted otherwise.
    Any,
    /// Dotted names.
    Dotted,
    /// JSONPath.
    Json,
    /// JMESPath.
    Jmes,
}

type Compiled = HashMap<Str, Rc<ValuePath>>;

thread_local! {
    static COMPILED: RefCell<HashMap<Language, Compiled>> = RefCell::default();
}

impl Language {
    fn compile(self, path: &str) -> ValuePath {
        match self {
            Self::Any => ValuePath::compile(path),
            Self::Dotted => ValuePath::dotted(path),
            Self::Json => ValuePath::json(path),
            Self::Jmes => ValuePath::jmes(path),
        }
    }

    fn compiled(self, path: &Str) -> Rc<ValuePath> {
        COMPILED.with_borrow_mut(|languages| {
            let known = languages.entry(self).or_default();
            if let Some(compiled) = known.get(path.as_str()) {
                return compiled.clone();
            }
            if known.len() >= KEPT {
                known.clear();
            }
            let compiled = Rc::new(self.compile(path));
            known.insert(path.clone(), compiled.clone());
            compiled
        })
    }
}

/// What the path finds in the data, or the default. Data that is no object, or anything but a text with
/// something in it as path, gives the data itself.
///
/// # Errors
/// Where a script in a JSONPath throws.
pub fn find(language: Language, data: &Value, path: &Value, default: Value) -> Outcome {
    match path {
        Value::String(path) if !path.is_empty() && data.is_typeof_object() => {
            language.compiled(path).get_or(data, default).map_err(|e| RenderError::new(e.0))
        }
        _ => Ok(data.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    #[test]
    fn finds_the_same_before_and_after_the_path_is_forgotten() {
        let data = json::parse(r#"{"a":{"b":[1,2]}}"#).expect("json");
        for round in 0..3 * KEPT {
            let found = find(Language::Any, &data, &"a.b.1".into(), Value::Null).expect("found");
            assert_eq!(found.to_str(), "2");
            let missing = find(Language::Any, &data, &format!("a.x{round}").into(), "none".into()).expect("found");
            assert_eq!(missing.to_str(), "none");
        }
    }
}

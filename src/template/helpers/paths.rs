//! Paths in arguments. Those written in the template are compiled with it; of those that it puts together each thread
//! keeps what it compiled, since most are the same text at every rendering.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::super::program::{Expr, List};
use super::super::{Call, RenderError};
use super::HelperResult;
use super::prepared::Prepared;
use crate::budget;
use crate::js::path::ValuePath;
use crate::js::{Str, Value};

/// A thread forgets its paths when it has this many of one language: some templates make them up.
const KEPT: usize = 256;
/// Bytes of the longest path that is kept: compiled it takes thirty times as much, and a request may send it.
const LONGEST: usize = 256;

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
        if path.len() > LONGEST {
            return Rc::new(self.compile(path));
        }
        COMPILED.with_borrow_mut(|languages| {
            let known = languages.entry(self).or_default();
            if let Some(compiled) = known.get(path.as_str()) {
                return compiled.clone();
            }
            if known.len() >= KEPT {
                known.clear();
            }
            let compiled = Rc::new(self.compile(path));
            // Beyond the budget it was perhaps not compiled to the end.
            if budget::check().is_ok() {
                known.insert(path.clone(), compiled.clone());
            }
            compiled
        })
    }
}

/// The path in a call's arguments, where it is written there as a text with something in it.
pub fn prepare(args: &List<Expr, Value>, at: usize, language: Language) -> Option<Prepared> {
    let path = args.literal(at)?.as_str().filter(|path| !path.is_empty())?;
    Some(Prepared::Path(language.compile(path)))
}

/// What the call's path finds in the data, or the default. Data that is no object, or anything but a text with
/// something in it as path, gives the data itself.
///
/// # Errors
/// Where a script in a JSONPath throws.
pub fn find(
    call: &Call<'_, '_>,
    language: Language,
    data: &Value,
    path: impl FnOnce() -> Value,
    default: impl FnOnce() -> Value,
) -> HelperResult {
    if !data.is_typeof_object() {
        return Ok(data.clone());
    }
    let found = match call.prepared {
        Some(Prepared::Path(path)) => path.get(data),
        _ => match path() {
            Value::String(path) if !path.is_empty() => language.compiled(&path).get(data),
            _ => return Ok(data.clone()),
        },
    };
    let found = found.map_err(|e| RenderError::new(e.0))?;
    budget::check()?;
    Ok(found.unwrap_or_else(default))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    #[test]
    fn a_long_path_is_not_kept() {
        let path = Str::from("a.".repeat(LONGEST));
        let first = Language::Dotted.compiled(&path);
        assert!(!Rc::ptr_eq(&first, &Language::Dotted.compiled(&path)));
        let short = Str::from("a.b");
        assert!(Rc::ptr_eq(&Language::Dotted.compiled(&short), &Language::Dotted.compiled(&short)));
    }

    #[test]
    fn finds_the_same_before_and_after_the_path_is_forgotten() {
        let data = json::parse(r#"{"a":{"b":[1,2]}}"#).expect("json");
        for round in 0..3 * KEPT {
            let find = |path: &str| Language::Any.compiled(&path.into()).get_or(&data, "none".into()).expect("found");
            assert_eq!(find("a.b.1").to_str(), "2");
            assert_eq!(find(&format!("a.x{round}")).to_str(), "none");
        }
    }
}

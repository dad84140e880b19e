//! Paths as rules, helpers and data buckets write them: JSONPath behind a `$`, dotted paths otherwise;
//! and the search of a text anywhere in a value.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::jsonpath::{JsonPathError, Query};
use super::object_path::Path;
use super::outline::{Into, Outline};
use super::regex::fold;
use super::{Str, Value, jmespath, text};

/// Longer JSONPaths are taken for unsafe.
const MAX_JSONPATH_UNITS: usize = 1000;

/// A compiled path: the reference's `getValueFromPath` without the path's text.
#[derive(Debug)]
pub enum ValuePath {
    /// The empty path: the data itself, whatever it is.
    Whole,
    /// A dotted path.
    Dotted(Path),
    /// A JSONPath.
    Json(Query),
    /// A JSONPath that is refused; finds nothing.
    Unsafe,
    /// A JMESPath; `None` if it cannot be read, it then finds nothing.
    Jmes(Option<jmespath::Expression>),
}

impl ValuePath {
    /// A JSONPath if it starts with `$`, else a dotted path.
    pub fn compile(path: &str) -> Self {
        if path.starts_with('$') { Self::json(path) } else { Self::dotted(path) }
    }

    /// A JSONPath (the helper `jsonPath`).
    pub fn json(path: &str) -> Self {
        match path {
            "" => Self::Whole,
            path if is_safe_json_path(path) => Self::Json(Query::compile(path)),
            _ => Self::Unsafe,
        }
    }

    /// A dotted path (the helper `objectPath`).
    pub fn dotted(path: &str) -> Self {
        if path.is_empty() { Self::Whole } else { Self::Dotted(Path::parse(path)) }
    }

    /// A JMESPath (the helper `jmesPath`).
    pub fn jmes(path: &str) -> Self {
        if path.is_empty() { Self::Whole } else { Self::Jmes(jmespath::Expression::compile(path).ok()) }
    }

    /// What the path finds, `None` for nothing. Data that has no properties (text, numbers, `undefined`) is
    /// returned as it is, unlike `null`, in which nothing is found.
    pub fn get(&self, data: &Value) -> Result<Option<Value>, JsonPathError> {
        if !data.is_typeof_object() {
            return Ok(Some(data.clone()));
        }
        let found = match self {
            Self::Whole => return Ok(Some(data.clone())),
            Self::Dotted(path) => path.get(data),
            Self::Json(query) => query.find(data)?,
            Self::Unsafe | Self::Jmes(None) => Value::Undefined,
            Self::Jmes(Some(expression)) => match expression.search(data) {
                Ok(found) if !found.is_nullish() => found,
                _ => Value::Undefined,
            },
        };
        Ok(Some(found).filter(|v| !v.is_undefined()))
    }

    /// [`ValuePath::get`] without a copy where the value stands in the data; `Undefined` for nothing.
    ///
    /// # Errors
    /// Where a script of a JSONPath throws.
    pub fn find<'v>(&self, data: &'v Value) -> Result<Cow<'v, Value>, JsonPathError> {
        match self {
            Self::Whole => Ok(Cow::Borrowed(data)),
            _ if !data.is_typeof_object() => Ok(Cow::Borrowed(data)),
            Self::Dotted(path) => Ok(path.find(data)),
            _ => Ok(Cow::Owned(self.get(data)?.unwrap_or_default())),
        }
    }

    /// What the path finds in the JSON text of an array or object; `None` if it takes the whole value to know.
    pub fn find_in(&self, outline: &Outline, json: &[u8]) -> Option<Option<Value>> {
        let found = match self {
            Self::Dotted(path) => outline.get(json, path.names(), Into::Texts),
            Self::Json(query) => outline.get(json, query.names()?, Into::FilledTexts),
            Self::Whole | Self::Unsafe | Self::Jmes(_) => return None,
        };
        Some(Some(found).filter(|v| !v.is_undefined()))
    }

    /// What the path finds, or the default.
    pub fn get_or(&self, data: &Value, default: Value) -> Result<Value, JsonPathError> {
        Ok(self.get(data)?.unwrap_or(default))
    }
}

fn get_with(
    compile: impl Fn(&str) -> ValuePath,
    data: &Value,
    path: Option<&Value>,
    default: Value,
) -> Result<Value, JsonPathError> {
    match path {
        Some(Value::String(path)) if !path.is_empty() && data.is_typeof_object() => compile(path).get_or(data, default),
        _ => Ok(data.clone()),
    }
}

/// The reference's `getValueFromPath`: anything but a non-empty string as path means the whole data.
/// Fails where a script of a JSONPath throws.
pub fn get_value(data: &Value, path: Option<&Value>, default: Value) -> Result<Value, JsonPathError> {
    get_with(ValuePath::compile, data, path, default)
}

/// `getValueFromPath.jsonPath`
pub fn get_json_path(data: &Value, path: Option<&Value>, default: Value) -> Result<Value, JsonPathError> {
    get_with(ValuePath::json, data, path, default)
}

/// `getValueFromPath.jmesPath`; errors of the path count as not found.
pub fn get_jmes_path(data: &Value, path: Option<&Value>, default: Value) -> Result<Value, JsonPathError> {
    get_with(ValuePath::jmes, data, path, default)
}

/// `getValueFromPath.objectPath`
pub fn get_object_path(data: &Value, path: Option<&Value>, default: Value) -> Result<Value, JsonPathError> {
    get_with(ValuePath::dotted, data, path, default)
}

/// Whether the filters of a JSONPath are of the simple kind that the reference lets through.
pub fn is_safe_json_path(path: &str) -> bool {
    if text::len_utf16(path) > MAX_JSONPATH_UNITS {
        return false;
    }
    let Some(filters) = filters_of(path) else { return true };
    static FILTER: LazyLock<Option<::regex::Regex>> = LazyLock::new(|| {
        const SPACE: &str = r"[\t\n\x0b\x0c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";
        let space = SPACE.get(1..SPACE.len() - 1)?;
        // What may stand on the left: a name, a name in brackets, a call of match.
        let left = format!(
            r"(?:@?\.?[_a-zA-Z0-9\-\[\].]*|@?\['[_a-zA-Z0-9{space}]*'\]|@[a-zA-Z0-9_{space}'\-\[\].]*[^\n\r\u2028\u2029]match\([^\n\r\u2028\u2029]*\))"
        );
        let right = format!(r#"(?:"[^"]*"|'[^']*'|[0-9.]+|@?\$?[.a-zA-Z0-9_\[\]{space}']*|true|false|undefined)?"#);
        let source = format!(r"\A[(]*{left}{SPACE}*(?:==|!=|===|!==|<|<=|>|>=)?{SPACE}*{right}[)]*\z");
        ::regex::Regex::new(&source).ok()
    });
    let Some(filter) = &*FILTER else { return false };
    filters.split("&&").flat_map(|part| part.split("||")).all(|part| filter.is_match(text::trim(part)))
}

/// What stands between the first parenthesis that is closed on its line and the last closing one of that line.
fn filters_of(path: &str) -> Option<&str> {
    path.split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .find_map(|line| {
            let open = line.find('(')?;
            let close = line.rfind(')')?;
            line.get(open + 1..close)
        })
        .filter(|filters| !filters.is_empty())
}

/// A text to look for anywhere in a value, regardless of case (the reference's `fullTextSearch`).
#[derive(Debug, Clone)]
pub struct FullText {
    folded: Str,
}

impl FullText {
    /// Prepares the search for `query`.
    pub fn new(query: &str) -> Self {
        Self { folded: Str::from(fold::fold(query)) }
    }

    /// Whether the text occurs in the value or, for arrays and objects, in any value within.
    /// Booleans and `null` contain nothing.
    pub fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| self.is_in(item)),
            Value::Object(object) => object.values().any(|item| self.is_in(item)),
            Value::Safe(inner) => self.is_in(inner),
            Value::Null | Value::Bool(_) | Value::Date(_) => false,
            Value::String(s) => self.is_in_text(s),
            Value::Number(_) | Value::Undefined => self.is_in_text(&value.to_str()),
        }
    }

    fn is_in_text(&self, text: &str) -> bool {
        self.folded.is_empty() || fold::fold(text).contains(self.folded.as_str())
    }
}

/// Searches once; see [`FullText`] for a query that is used on many values.
pub fn full_text_search(value: &Value, query: &str) -> bool {
    FullText::new(query).is_in(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::js::json;

    #[test]
    fn a_dollar_makes_it_a_json_path() {
        let data = json::parse(r#"{"a":[{"b":1},{"b":2}],"$":{"c":3},"x.y":4,"n":null}"#).unwrap();
        for (path, found) in [
            ("$.a[*].b", "[1,2]"),
            ("a.1.b", "2"),
            ("$.c", "undefined"),
            (r"x\.y", "4"),
            ("n", "null"),
            ("", r#"{"a":[{"b":1},{"b":2}],"$":{"c":3},"x.y":4,"n":null}"#),
        ] {
            let found_now = get_value(&data, Some(&path.into()), Value::Undefined).unwrap();
            assert_eq!(format!("{found_now:?}"), found, "{path}");
        }
    }

    #[test]
    fn only_objects_and_arrays_are_searched() {
        for (data, found) in
            [(Value::from("text"), "\"text\""), (Value::Null, "\"d\""), (Value::Undefined, "undefined")]
        {
            let found_now = get_value(&data, Some(&"a".into()), "d".into()).unwrap();
            assert_eq!(format!("{found_now:?}"), found);
        }
        let data = json::parse("[1]").unwrap();
        assert_eq!(format!("{:?}", get_value(&data, Some(&0.into()), "d".into()).unwrap()), "[1]");
    }

    #[test]
    fn lets_only_simple_filters_through() {
        for (path, safe) in [
            ("$.a", true),
            ("$.a[?(@.b == 'x' && @.c > 1)]", true),
            ("$.a[?(@.b.match(/x/i))]", true),
            ("$.a[(@.length-1)]", true),
            ("$.a[?(@.b.toFixed(0) == '1')]", false),
            ("$.a[?(process.exit())]", false),
            ("$.a[?(@.b + 1 > 2)]", false),
        ] {
            assert_eq!(is_safe_json_path(path), safe, "{path}");
        }
        assert!(!is_safe_json_path(&format!("$.{}", "a".repeat(999))));
    }

    #[test]
    fn finds_text_anywhere_regardless_of_case() {
        let data = json::parse(r#"{"a":["Foo.bar",12.5,true,null],"b":{"c":"ÄÖ"}}"#).unwrap();
        for (query, found) in [("o.B", true), ("2.5", true), ("true", false), ("null", false), ("äö", true), ("", true)]
        {
            assert_eq!(full_text_search(&data, query), found, "{query}");
        }
    }
}

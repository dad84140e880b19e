//! Merge keys: YAML 1.1 had them, the core schema of 1.2 has not, and many documents are written with them.

use serde_json::{Map, Value};

/// The document with the keys of each `<<` taken in, its own keys first.
pub fn with_merged_keys(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(with_merged_keys).collect()),
        Value::Object(object) => {
            let mut merged = Map::new();
            let mut inherited = Vec::new();
            for (key, value) in object {
                match (key.as_str(), with_merged_keys(value)) {
                    ("<<", Value::Object(base)) => inherited.push(base),
                    ("<<", Value::Array(bases)) if bases.iter().all(Value::is_object) => {
                        inherited.extend(bases.into_iter().filter_map(|base| match base {
                            Value::Object(base) => Some(base),
                            _ => None,
                        }));
                    }
                    (_, value) => drop(merged.insert(key, value)),
                }
            }
            for (key, value) in inherited.into_iter().flatten() {
                merged.entry(key).or_insert(value);
            }
            Value::Object(merged)
        }
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn own_keys_win_then_the_first_base() {
        let base = json!({ "a": 1, "b": { "<<": { "c": 2 } } });
        let document = json!({ "x": { "<<": [base, { "a": 3, "d": 4 }], "d": 5 }, "y": { "<<": "text" } });
        assert_eq!(
            with_merged_keys(document),
            json!({ "x": { "d": 5, "a": 1, "b": { "c": 2 } }, "y": { "<<": "text" } })
        );
    }
}

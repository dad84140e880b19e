//! What JSON Schema says of values, whether they are looked at by a schema or are a schema themselves.

use std::collections::HashSet;

use crate::budget::{self, Exceeded, Growth};
use crate::js::Value;

/// Whether no two items are equal. Compares texts, so that many items are no problem.
pub fn are_unique(items: &[Value]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    let mark = budget::mark();
    let unique = items.iter().all(|item| {
        let mut text = String::new();
        write_canonical(item, &mut text, &mut Growth::from(0)).is_ok()
            && budget::make(size_of::<String>() + text.len()).is_ok()
            && seen.insert(text)
    });
    budget::settle(mark, 0);
    unique
}

/// Writes equal values as equal texts, and others as others.
fn write_canonical(value: &Value, out: &mut String, growth: &mut Growth) -> Result<(), Exceeded> {
    let _deeper = budget::nest()?;
    growth.to(out.len())?;
    match value {
        Value::String(text) => out.push_str(&format!("\"{}:{text}", text.len())),
        Value::Array(items) => {
            out.push('[');
            for item in items.iter() {
                write_canonical(item, out, growth)?;
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (key, item) in entries {
                out.push_str(&format!("{}:{key}", key.len()));
                write_canonical(item, out, growth)?;
                out.push(',');
            }
            out.push('}');
        }
        other => other.write_str(out),
    }
    Ok(())
}

/// Whether a number is an integer for JSON Schema.
pub fn is_integer(n: f64) -> bool {
    n.is_finite() && n.fract() == 0.0
}

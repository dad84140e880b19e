//! Values and names as errors quote them: shortened, and without making more text than is shown.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde_json::Value;

/// Characters of a value or name that an error shows.
const SHOWN: usize = 60;

/// A text, shortened.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// A value as JSON, shortened.
pub(super) fn value(value: &Value) -> String {
    let mut start = Start { text: String::new(), left: SHOWN };
    match write!(start, "{value}") {
        Ok(()) => start.text,
        // It has stopped in the middle.
        Err(_) => start.text + "...",
    }
}

/// Takes the first characters of what is written, then refuses the rest.
struct Start {
    text: String,
    left: usize,
}

impl Write for Start {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let end = more.char_indices().nth(self.left).map(|(end, _)| end);
        let taken = more.get(..end.unwrap_or(more.len())).unwrap_or_default();
        self.left -= taken.chars().count();
        self.text.push_str(taken);
        if end.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_long_is_shortened_between_characters() {
        for (given, shown) in [
            (json!("é".repeat(58)), format!("\"{}\"", "é".repeat(58))),
            (json!("é".repeat(59)), format!("\"{}...", "é".repeat(59))),
            (json!(vec![1; 29]), format!("[{}]", "1,".repeat(29).trim_end_matches(','))),
            (json!(vec![1; 100_000]), format!("[{}1...", "1,".repeat(29))),
            (json!({"a": {"b": null}}), "{\"a\":{\"b\":null}}".to_owned()),
        ] {
            assert_eq!(value(&given), shown);
        }
        assert_eq!(text(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(text(&"é".repeat(61)), "é".repeat(60) + "...");
    }
}

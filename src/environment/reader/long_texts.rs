//! The long texts of one file, or of a part that is read on its own, one of each: many responses have the same body.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::js::Str;

/// Texts of so many bytes take more than it costs to look for their like.
const LONG: usize = 128;

/// Those that have been read.
#[derive(Default)]
pub(super) struct LongTexts(HashSet<Str, RandomState>);

impl LongTexts {
    /// The text; a long one is the one that was read before, if there is one.
    pub(super) fn one_of(&mut self, text: &str) -> Str {
        if text.len() < LONG {
            return Str::new(text);
        }
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let text = Str::new(text);
        self.0.insert(text.clone());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load::load_bytes;

    #[test]
    fn equal_long_texts_of_a_file_are_one() {
        for (body, are_one) in [("b".repeat(LONG - 1), false), ("b".repeat(LONG), true), ("\\n".repeat(LONG), true)] {
            let id = "00000000-0000-4000-8000-000000000001";
            let response = format!(r#"{{"uuid": "{id}", "body": "{body}"}}"#);
            let route = format!(
                r#"{{"uuid": "{id}", "type": "http", "documentation": "", "method": "get", "endpoint": "a",
                "responses": [{response}, {response}]}}"#
            );
            let file = format!(r#"{{"lastMigration": 33, "routes": [{route}]}}"#);
            let environment = load_bytes("a.json", file.as_bytes()).expect("an environment").environment;
            let [a, b] = &environment.routes[0].responses[..] else { panic!("two responses") };
            assert_eq!(a.body, b.body);
            assert_eq!(a.body.as_ptr() == b.body.as_ptr(), are_one, "{body}");
        }
    }
}

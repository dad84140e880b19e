//! Templates that are compiled together.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{Template, is_plain};
use crate::js::Str;

/// Templates by their texts: many responses of an environment have the same body, which is compiled once and takes its
/// room once.
#[derive(Default)]
pub struct Templates(HashMap<Str, Template, RandomState>);

impl Templates {
    /// As [`Template::shared`], compiled if it is new here.
    pub fn compile(&mut self, source: &Str) -> Template {
        if is_plain(source) {
            return Template::shared(source);
        }
        match self.0.get(source.as_str()) {
            Some(known) => known.clone(),
            None => self.0.entry(source.clone()).or_insert(Template::shared(source)).clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::template::Body;

    #[test]
    fn equal_texts_are_compiled_once() {
        let mut templates = Templates::default();
        let mut compile = |text: &str| templates.compile(&Str::new(text));
        for (one, two, is_same) in [("a {{b}}", "a {{b}}", true), ("a {{b}}", "a {{c}}", false)] {
            let (Body::Program(one), Body::Program(two)) = (compile(one).0, compile(two).0) else { panic!("programs") };
            assert_eq!(Arc::ptr_eq(&one, &two), is_same);
        }
        assert_eq!(compile("text { {").constant().map(Str::as_str), Some("text { {"));
        for _ in 0..2 {
            assert!(compile("{{#a}}").error().is_some());
        }
    }
}

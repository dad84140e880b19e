//! `book`: titles and those who write and print them.

use super::Method::{self, Pick};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("author", Pick("book", "author")),
    ("format", Pick("book", "format")),
    ("genre", Pick("book", "genre")),
    ("publisher", Pick("book", "publisher")),
    ("series", Pick("book", "series")),
    ("title", Pick("book", "title")),
];

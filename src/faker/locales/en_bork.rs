//! Words and formats of the locale `en_BORK`.

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::List;

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[("lorem", &[("word", List(LOREM_WORD))])];

#[rustfmt::skip]
const LOREM_WORD: &[&str] = &[
    "Bork", "bork", "bork-bork", "de", "dun", "duur", "feeshees", "fur", "furry", "gut", "hur", "insteed", "is",
    "meeteballs", "mooch", "neek", "noo", "oonce", "seemple", "smurgesburd", "thees", "trooly", "tu", "und", "veel",
    "vees", "vhee", "vheet", "yuoo", "zee",
];

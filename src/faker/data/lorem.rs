//! The words of the filler text

use fake::locales::{Data, EN};

use crate::faker::definitions::Entry::{self, List};

/// `definitions.lorem`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[("word", List(EN::LOREM_WORD))];

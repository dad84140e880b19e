//! `science`: chemical elements and units.

use super::Method::{self, Pick};

pub(super) const METHODS: &[(&str, Method)] =
    &[("chemicalElement", Pick("science", "chemical_element")), ("unit", Pick("science", "unit"))];

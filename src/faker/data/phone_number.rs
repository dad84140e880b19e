//! Formats of telephone numbers of North America

use crate::faker::definitions::Entry::{self, Group, List};

/// `definitions.phone_number`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[(
    "format",
    Group(&[
        ("human", List(FORMAT_HUMAN)),
        ("international", List(FORMAT_INTERNATIONAL)),
        ("national", List(FORMAT_NATIONAL)),
    ]),
)];

#[rustfmt::skip]
const FORMAT_HUMAN: &[&str] = &[
    "!##-!##-####", "(!##) !##-####", "1-!##-!##-####", "!##.!##.####", "!##-!##-#### x###", "(!##) !##-#### x###",
    "1-!##-!##-#### x###", "!##.!##.#### x###", "!##-!##-#### x####", "(!##) !##-#### x####",
    "1-!##-!##-#### x####", "!##.!##.#### x####", "!##-!##-#### x#####", "(!##) !##-#### x#####",
    "1-!##-!##-#### x#####", "!##.!##.#### x#####",
];

const FORMAT_INTERNATIONAL: &[&str] = &["+1!##!######"];

const FORMAT_NATIONAL: &[&str] = &["(!##) !##-####"];

//! Words and formats of the locale `en_US`.

use super::zip_codes::ZIP_CODES;

use crate::faker::definitions::Definitions;
use crate::faker::definitions::Entry::{Group, List};

/// The definitions of the locale.
pub(super) static DEFINITIONS: Definitions = &[
    ("internet", &[("domain_suffix", List(INTERNET_DOMAIN_SUFFIX))]),
    ("location", &[("postcode_by_state", Group(ZIP_CODES))]),
];

const INTERNET_DOMAIN_SUFFIX: &[&str] = &["biz", "com", "info", "name", "net", "org", "us"];

//! The locales: one text file each, which `README.md` describes, and the order in which their words overlay each other.

#[cfg(test)]
mod emit;
#[cfg(test)]
mod grammar;

use super::definitions::Entry::{Codes, Group, List, NotApplicable, Records, Text, Weighted};
use super::definitions::{self, Chain, Definitions};
use super::words::Words;

// The definitions of each locale and the table of chains, which the build script makes of the text files.
include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The chain of a locale.
pub(super) fn chain(name: &str) -> Option<Chain> {
    CHAINS.iter().find(|(locale, _)| *locale == name).map(|(_, chain)| *chain)
}

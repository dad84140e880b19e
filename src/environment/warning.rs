//! What the owner of a file should know although it loads. Of one kind ten are told, the others are counted: a file of a
//! thousand routes that never match says so once.

use std::fmt;

use super::reader::{Repair, RepairKind};

/// So many warnings of a kind are told.
const TOLD: usize = 10;

/// Something that the owner of a file should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What kind it is of.
    pub kind: WarningKind,
    /// A sentence.
    pub text: String,
}

/// Kinds of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// On the file as a whole.
    File,
    /// A key of a mapping that stands more than once.
    RepeatedKey,
    /// A field that was repaired.
    Repaired(RepairKind),
    /// A `$ref` of a document that is not resolved.
    Reference,
    /// A path of a document that is not taken as it stands.
    Path,
    /// An example, status or host of a document that is not taken as it stands.
    Description,
    /// A route that no request can match.
    NeverMatches,
    /// A route that an earlier one hides.
    NeverReached,
    /// A route without responses.
    NoResponses,
    /// A data bucket that is not there.
    NoBucket,
    /// Things that share an identity, and folders that nothing leads to.
    Tree,
    /// A text that is no template.
    Template,
    /// A helper that nobody knows.
    Helper,
    /// A fault of the companion that can never happen.
    Fault,
    /// State in a companion's snapshot that the environment has no place for.
    Snapshot,
}

impl Warning {
    /// A warning of this kind.
    pub fn new(kind: WarningKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl WarningKind {
    /// What there are more of.
    fn plural(self) -> &'static str {
        match self {
            Self::File => "warnings of the file",
            Self::RepeatedKey => "keys that stand more than once",
            Self::Repaired(RepairKind::Missing) => "fields that are missing",
            Self::Repaired(RepairKind::Replaced) => "fields that are not as they should be",
            Self::Repaired(RepairKind::Dropped) => "items that cannot be used",
            Self::Repaired(RepairKind::Unknown) => "fields that are unknown",
            Self::Reference => "references that are not resolved",
            Self::Path => "paths that are not taken as they stand",
            Self::Description => "descriptions that are not taken as they stand",
            Self::NeverMatches => "routes that never match",
            Self::NeverReached => "routes that are never reached",
            Self::NoResponses => "routes without responses",
            Self::NoBucket => "data buckets that are not there",
            Self::Tree => "identities and folders that are not as they should be",
            Self::Template => "texts that are no templates",
            Self::Helper => "unknown helpers",
            Self::Fault => "faults that can never happen",
            Self::Snapshot => "places in snapshots that are not there",
        }
    }
}

/// Repairs as warnings.
pub fn repaired(repairs: &[Repair]) -> impl Iterator<Item = Warning> {
    repairs.iter().map(|repair| Warning::new(WarningKind::Repaired(repair.kind), format!("repaired: {repair}")))
}

/// The warnings that are told, in their order, and behind the last of a kind how many more there are.
pub fn summed<'w>(warnings: impl IntoIterator<Item = &'w Warning>) -> Vec<Warning> {
    let mut told: Vec<Warning> = Vec::new();
    let mut counts: Vec<(WarningKind, usize)> = Vec::new();
    for warning in warnings {
        let count = match counts.iter_mut().find(|(kind, _)| *kind == warning.kind) {
            Some((_, count)) => count,
            None => {
                counts.push((warning.kind, 0));
                let Some((_, count)) = counts.last_mut() else { continue };
                count
            }
        };
        *count += 1;
        if *count <= TOLD {
            told.push(warning.clone());
        }
    }
    for (kind, count) in counts.into_iter().filter(|(_, count)| *count > TOLD) {
        let behind = told.iter().rposition(|warning| warning.kind == kind).map_or(told.len(), |last| last + 1);
        told.insert(behind, Warning::new(kind, format!("and {} more {}", count - TOLD, kind.plural())));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_ten_of_a_kind_the_others_are_counted() {
        let of = |kind, count: usize| (0..count).map(move |n| Warning::new(kind, format!("{n}")));
        let all: Vec<Warning> = of(WarningKind::NeverMatches, 1_027).chain(of(WarningKind::Helper, 10)).collect();
        let told = summed(&all);
        assert_eq!(told.len(), 21);
        assert_eq!(told[9].text, "9");
        assert_eq!(told[10].text, "and 1017 more routes that never match");
        assert_eq!(told[20].text, "9");
        assert_eq!(summed(&[]), []);
    }
}

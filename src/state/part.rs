//! The parts of a space, as a store knows them: one for each thing that may change by itself.
//!
//! A space that rests in a store is worked on in parts: a step that looks at a part that was not fetched notes it, and is
//! done again when it has been ([`super::transaction`]).

use super::CellId;

/// A part of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatePart {
    /// All of it.
    All,
    /// All global variables.
    Globals,
    /// All environment variables that were set at run time.
    Overlay,
    /// Where seeded fake data goes on.
    Draws,
    /// A data bucket.
    Bucket(CellId),
    /// The request number of a route.
    Number(CellId),
    /// How often a stub or a forced response was used, or how often a fault matched.
    Used(CellId),
}

impl StatePart {
    /// The field that holds it in the space's hash.
    pub(crate) fn field(self) -> String {
        match self {
            Self::All => String::new(),
            Self::Globals => "g".to_owned(),
            Self::Overlay => "o".to_owned(),
            Self::Draws => "d".to_owned(),
            Self::Bucket(cell) => format!("b:{cell}"),
            Self::Number(cell) => format!("n:{cell}"),
            Self::Used(cell) => format!("u:{cell}"),
        }
    }

    /// The part of a field of the space's hash.
    pub(super) fn of_field(field: &str) -> Option<Self> {
        match field {
            "g" => Some(Self::Globals),
            "o" => Some(Self::Overlay),
            "d" => Some(Self::Draws),
            _ => match field.split_once(':')? {
                ("b", cell) => CellId::parse(cell).map(Self::Bucket),
                ("n", cell) => CellId::parse(cell).map(Self::Number),
                ("u", cell) => CellId::parse(cell).map(Self::Used),
                _ => None,
            },
        }
    }
}

/// Some parts of a space, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateParts {
    list: Vec<StatePart>,
    /// Whether they may be changed, or were.
    pub are_changed: bool,
}

impl StateParts {
    /// Whether the part is among them.
    pub fn hold(&self, part: StatePart) -> bool {
        self.list.contains(&part) || self.is_all()
    }

    /// Whether the whole space is.
    pub fn is_all(&self) -> bool {
        self.list.contains(&StatePart::All)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Those that a route looks at whatever steers it, and whatever its requests do.
    #[must_use]
    pub fn lasting(&self) -> Self {
        self.iter().filter(|part| !matches!(part, StatePart::Used(_))).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The parts.
    pub fn iter(&self) -> impl Iterator<Item = StatePart> + '_ {
        self.list.iter().copied()
    }
}

impl Extend<StatePart> for StateParts {
    fn extend<I: IntoIterator<Item = StatePart>>(&mut self, more: I) {
        for part in more {
            if !self.list.contains(&part) {
                self.list.push(part);
            }
        }
    }
}

impl FromIterator<StatePart> for StateParts {
    fn from_iter<I: IntoIterator<Item = StatePart>>(parts: I) -> Self {
        let mut all = Self::default();
        all.extend(parts);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_by_its_field() {
        let cell = CellId::of("a definition", 0);
        for part in [
            StatePart::Globals,
            StatePart::Overlay,
            StatePart::Draws,
            StatePart::Bucket(cell),
            StatePart::Number(cell),
            StatePart::Used(cell),
        ] {
            assert_eq!(StatePart::of_field(&part.field()), Some(part));
        }
        for other in ["", "rev", "v:g", "x:00", "b:", "n:xyz"] {
            assert_eq!(StatePart::of_field(other), None, "{other}");
        }
    }
}

//! Places in bodies that the operator names: the part of JSONPath that leads to members by name, by index or wherever
//! they are.

use super::super::json_text::Step;

/// `$.card`, `$.cards[*].number`, `$..pin`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyPath(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(String),
    Index(usize),
    Any,
    /// Any number of steps.
    Deep,
}

impl BodyPath {
    /// Reads a place; `$` and its dot may be left out.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        if rest.is_empty() {
            return None;
        }
        let mut parts = Vec::new();
        match rest.strip_prefix('$') {
            Some(after) => rest = after,
            None => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                parts.push(member(rest.get(..end)?)?);
                rest = rest.get(end..)?;
            }
        }
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (inside, after) = inside.split_once(']')?;
                let quoted = ['\'', '"'].iter().find_map(|q| inside.strip_prefix(*q)?.strip_suffix(*q));
                parts.push(match quoted {
                    Some(name) => Part::Key(name.to_owned()),
                    None if inside == "*" => Part::Any,
                    None => Part::Index(inside.parse().ok()?),
                });
                rest = after;
                continue;
            }
            let after = match rest.strip_prefix("..") {
                Some(after) => {
                    parts.push(Part::Deep);
                    if after.starts_with('[') {
                        rest = after;
                        continue;
                    }
                    after
                }
                None => rest.strip_prefix('.')?,
            };
            let end = after.find(['.', '[']).unwrap_or(after.len());
            parts.push(member(after.get(..end)?)?);
            rest = after.get(end..)?;
        }
        Some(Self(parts))
    }

    /// Whether it leads to a scalar at this path, or to something that holds it.
    pub(super) fn holds(&self, path: &[Step]) -> bool {
        leads(&self.0, path)
    }

    /// Whether it leads to a field of a form with this name.
    pub(super) fn is_field(&self, name: &str) -> bool {
        matches!(self.0.as_slice(), [Part::Key(key)] | [Part::Deep, Part::Key(key)] if key == name)
    }
}

fn member(name: &str) -> Option<Part> {
    match name {
        "" => None,
        "*" => Some(Part::Any),
        name if name.contains(|c: char| c.is_whitespace() || "()?@'\"]".contains(c)) => None,
        name => Some(Part::Key(name.to_owned())),
    }
}

fn leads(parts: &[Part], path: &[Step]) -> bool {
    match (parts, path) {
        ([], _) => true,
        ([Part::Deep, rest @ ..], _) => {
            (0..=path.len()).any(|skipped| leads(rest, path.get(skipped..).unwrap_or_default()))
        }
        (_, []) => false,
        ([part, rest @ ..], [step, below @ ..]) => {
            let is_it = match (part, step) {
                (Part::Any, _) => true,
                (Part::Key(key), Step::Key(name)) => key == name,
                (Part::Index(wanted), Step::Index(index)) => wanted == index,
                _ => false,
            };
            is_it && leads(rest, below)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_where_jsonpath_leads() {
        let path = |text: &str| -> Vec<Step> {
            let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.to_owned()), Step::Index);
            text.split('/').map(step).collect()
        };
        for (place, at, holds) in [
            ("$.card", "card", true),
            ("card", "card", true),
            ("$.card", "card/number", true),
            ("$.card", "user/card", false),
            ("$..card", "user/0/card", true),
            ("$.cards[*].number", "cards/3/number", true),
            ("$.cards[1].number", "cards/3/number", false),
            ("$['a.b'].*", "a.b/c", true),
        ] {
            assert_eq!(BodyPath::parse(place).unwrap().holds(&path(at)), holds, "{place} {at}");
        }
        for text in ["", "$.", "$.a[?(@.x)]", "$[", "$.a b", "a..", "$x"] {
            assert_eq!(BodyPath::parse(text), None, "{text}");
        }
    }
}

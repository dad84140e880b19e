//! One endpoint, compiled: does this path match, and what are its parameters?
//!
//! path-to-regexp turns a path into one regular expression: an alternative per combination of optional groups,
//! each a row of literal texts and captures. The same rows are kept here as data and matched with the same
//! greedy backtracking, so that no regular expression is built and none can run away.

use smallvec::SmallVec;

use super::alternative::Alternative;
use super::decode::decode_uri_component;
use super::error::PatternError;
use super::legacy;
use super::shape::{Segment, Shape};
use super::syntax::{self, Token};
use crate::js::{Object, Str, Value};

/// As many combinations of optional groups are allowed.
const MAX_COMBINATIONS: usize = 256;

/// Parameters of a matched path: decoded texts, arrays of decoded segments for wildcards, in JavaScript's order.
pub type Params = Object;

/// A compiled endpoint.
#[derive(Debug, Clone)]
pub struct Pattern {
    original: Str,
    alternatives: Alternatives,
}

/// One for each combination of optional groups: without groups, which is the usual case, one.
#[derive(Debug, Clone)]
enum Alternatives {
    One(Alternative),
    Many(Box<[Alternative]>),
}

impl Pattern {
    /// Compiles an endpoint of an environment with this prefix.
    ///
    /// # Errors
    /// When the endpoint cannot match anything on the reference either; the error says why.
    pub fn compile(prefix: &str, endpoint: &str) -> Result<Self, PatternError> {
        let original = Str::from(legacy::join(prefix, endpoint));
        match Alternative::plain(&original).filter(|_| !original.contains('#')) {
            Some(alternative) => Ok(Self { original, alternatives: Alternatives::One(alternative) }),
            None => Self::from_path(&original, &legacy::rewrite(&original)),
        }
    }

    /// Compiles a path that is already in the syntax of path-to-regexp 8.
    pub(super) fn from_path(original: &str, path: &str) -> Result<Self, PatternError> {
        let original = Str::new(original);
        let tokens = syntax::parse(path)?;
        if let Some(character) = tokens.iter().find_map(never_sent) {
            return Err(PatternError::NeverSent { character });
        }
        let alternatives = if tokens.iter().any(|token| matches!(token, Token::Group(_))) {
            let rows = expand(&tokens)?;
            let rows = rows.iter().map(|row| Alternative::compile(row, &original));
            Alternatives::Many(rows.collect::<Result<_, _>>()?)
        } else {
            let row: Vec<&Token> = tokens.iter().collect();
            Alternatives::One(Alternative::compile(&row, &original)?)
        };
        Ok(Self { original, alternatives })
    }

    /// The declared path with its prefix, before the rewrite: `/prefix/users/:id`.
    pub fn original(&self) -> &Str {
        &self.original
    }

    /// The parameters, if the path (without query, slashes collapsed) matches. A parameter that cannot be decoded
    /// on its own counts as no match.
    pub fn matches(&self, path: &str) -> Option<Params> {
        let (alternative, spans) = self.alternatives().iter().find_map(|a| a.find(path).map(|spans| (a, spans)))?;
        let mut slots: SmallVec<[Value; 6]> = SmallVec::new();
        for ((name, wildcard), span) in alternative.captures().zip(spans) {
            let text = path.get(span)?;
            let value = if wildcard {
                let segments = text.split('/').map(|s| decode_uri_component(s).map(|s| Value::str(&*s)));
                Value::array(segments.collect::<Option<_>>()?)
            } else {
                Value::str(&*decode_uri_component(text)?)
            };
            slots.push(Value::String(name.clone()));
            slots.push(value);
        }
        if alternative.names_are_apart() {
            return Some(Params::of_slots(slots.into_iter()));
        }
        let mut slots = slots.into_iter();
        Some(std::iter::from_fn(|| Some((slots.next()?.to_str(), slots.next()?))).collect())
    }

    /// What all paths that match begin with, whole segments in lower case, and whether that is all of them; `None` where
    /// nothing is known.
    pub fn beginning(&self) -> Option<(String, bool)> {
        let [alternative] = self.alternatives() else { return None };
        match alternative.shape() {
            Shape::Static(path) => Some((path.to_string(), true)),
            Shape::Segments { segments, .. } => {
                let literals = segments.iter().map_while(|segment| match segment {
                    Segment::Literal(text) => Some(&**text),
                    Segment::Dynamic => None,
                });
                let literals: Vec<&str> = literals.collect();
                (!literals.is_empty()).then(|| (literals.join("/"), false))
            }
        }
    }

    /// What the index needs to know: the shapes that matching paths may have.
    pub(super) fn shapes(&self) -> impl Iterator<Item = Shape<'_>> {
        self.alternatives().iter().map(Alternative::shape)
    }

    fn alternatives(&self) -> &[Alternative] {
        match &self.alternatives {
            Alternatives::One(alternative) => std::slice::from_ref(alternative),
            Alternatives::Many(alternatives) => alternatives,
        }
    }
}

/// What a token wants that no request has: after `#` or `?` a URL goes on with something else.
fn never_sent(token: &Token) -> Option<char> {
    match token {
        Token::Text(text) => text.chars().find(|c| matches!(c, '#' | '?')),
        Token::Capture { .. } | Token::Group(_) => None,
    }
}

/// Expands optional groups: first with, then without each; earlier groups change last.
fn expand(tokens: &[Token]) -> Result<Vec<Vec<&Token>>, PatternError> {
    let mut rows = vec![Vec::new()];
    for token in tokens {
        let Token::Group(group) = token else {
            rows.iter_mut().for_each(|row| row.push(token));
            continue;
        };
        let mut choices = expand(group)?;
        choices.push(Vec::new());
        if rows.len() * choices.len() > MAX_COMBINATIONS {
            return Err(PatternError::TooManyCombinations);
        }
        rows = rows.iter().flat_map(|row| choices.iter().map(|choice| [row.as_slice(), choice].concat())).collect();
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;

//! `path_eq=`, `path_gt=`, `path_like=`...: filters of a list, prepared once per request.

use std::cmp::Ordering;

use super::CrudError;
use crate::js::object_path::Path;
use crate::js::regex::{Regex, StepLimit, SyntaxError};
use crate::js::{Value, number};

/// One query parameter that filters.
pub(super) struct Filter<'q> {
    parameter: &'q str,
    path: Path,
    test: Test<'q>,
}

/// Regular expressions that one request may bring: each costs memory and time.
const MAX_EXPRESSIONS: usize = 16;

/// Bytes of a text that a backtracking expression is tried on: its steps are counted, but each may take as long as the
/// text.
const MAX_BACKTRACKED: usize = 16 << 10;

/// Why a regular expression is not run.
enum Refused {
    Invalid(SyntaxError),
    Runaway,
}

enum Test<'q> {
    Equal { to: &'q Value, as_number: Option<f64>, negated: bool },
    Relation { to: &'q Value, holds: fn(Ordering) -> bool },
    Regex(Result<Regex, Refused>),
}

impl<'q> Filter<'q> {
    /// The filters among the parameters of a query.
    ///
    /// # Errors
    /// When there are more regular expressions than one request may bring.
    pub(super) fn all(query: &'q Value) -> Result<Vec<Self>, CrudError> {
        let mut filters = Vec::new();
        let mut expressions = 0;
        for (parameter, value) in query.as_object().into_iter().flat_map(|o| o.iter()) {
            let Some(filter) = Self::new(parameter, value) else { continue };
            expressions += usize::from(filter.is_expression());
            if expressions > MAX_EXPRESSIONS {
                return Err(CrudError::TooManyExpressions(MAX_EXPRESSIONS));
            }
            filters.push(filter);
        }
        Ok(filters)
    }

    fn new(parameter: &'q str, value: &'q Value) -> Option<Self> {
        let (path, suffix) = parameter.rsplit_once('_')?;
        if path.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return None;
        }
        let relation = |holds| Test::Relation { to: value, holds };
        let regex = |before: &str, after: &str| Test::Regex(compile(&format!("{before}{}{after}", value.to_str())));
        let test = match suffix {
            "eq" | "ne" => Test::Equal { to: value, as_number: leading_number(value), negated: suffix == "ne" },
            "gt" => relation(Ordering::is_gt),
            "gte" => relation(Ordering::is_ge),
            "lt" => relation(Ordering::is_lt),
            "lte" => relation(Ordering::is_le),
            "like" => regex("", ""),
            "start" => regex("^", ""),
            "end" => regex("", "$"),
            _ => return None,
        };
        Some(Self { parameter, path: Path::dotted(path), test })
    }

    /// Whether the item stays in the list.
    pub(super) fn keeps(&self, item: &Value) -> Result<bool, CrudError> {
        let data = self.path.get(item);
        match &self.test {
            Test::Equal { to, as_number, negated } => {
                let same_text = || to.as_str().is_some_and(|text| data.to_str() == text);
                let same_number = || as_number.is_some_and(|n| leading_number(&data) == Some(n));
                Ok((same_text() || same_number()) != *negated)
            }
            Test::Relation { to, holds } => Ok(data.compare(to).is_some_and(*holds)),
            Test::Regex(Ok(regex)) => {
                let text = data.to_str();
                let too_long = regex.backtracks() && text.len() > MAX_BACKTRACKED;
                let matched = if too_long { Err(StepLimit) } else { regex.is_match(&text) };
                matched.map_err(|reason| CrudError::RunawayFilter { parameter: self.parameter.to_owned(), reason })
            }
            Test::Regex(Err(refused)) => {
                let parameter = self.parameter.to_owned();
                Err(match refused {
                    Refused::Invalid(reason) => CrudError::InvalidFilter { parameter, reason: reason.clone() },
                    Refused::Runaway => CrudError::NestedRepetitions { parameter },
                })
            }
        }
    }

    /// Whether it runs a regular expression.
    pub(super) fn is_expression(&self) -> bool {
        matches!(self.test, Test::Regex(_))
    }
}

fn compile(pattern: &str) -> Result<Regex, Refused> {
    let regex = Regex::small(pattern, "i").map_err(Refused::Invalid)?;
    if regex.is_runaway() { Err(Refused::Runaway) } else { Ok(regex) }
}

/// `Number(value)`, provided that `parseFloat` sees a number in it too.
fn leading_number(value: &Value) -> Option<f64> {
    let seen = match value {
        Value::Number(n) => *n,
        other => number::parse_float(&other.to_str()),
    };
    let n = value.to_number();
    (!seen.is_nan() && !n.is_nan()).then_some(n)
}

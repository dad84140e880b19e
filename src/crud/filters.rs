//! `path_eq=`, `path_gt=`, `path_like=`...: filters of a list, prepared once per request.

use std::cmp::Ordering;
use std::sync::Arc;

use super::CrudError;
use super::column::{Column, FilteredItems, Interval};
use super::index::Index;
use super::key::printing_as;
use crate::js::object_path::Path;
use crate::js::regex::{self, Regex, SyntaxError};
use crate::js::{Value, number};

/// One query parameter that filters.
pub(super) struct Filter<'q> {
    parameter: &'q str,
    /// The path as the parameter spells it.
    path: &'q str,
    /// The path, and where its properties were in the last item: once an item was looked at.
    seen: Option<(Path, Vec<usize>)>,
    test: Test<'q>,
}

/// Filters of one request that columns are made for: further ones visit the items.
const MAX_COLUMN_FILTERS: usize = 4;

/// Why a regular expression is not run.
enum UnusableRegex {
    Invalid(SyntaxError),
    Runaway,
}

enum Test<'q> {
    Equal {
        to: &'q Value,
        as_number: Option<f64>,
        /// The only number that prints as this text.
        printed: Option<f64>,
        negated: bool,
    },
    Relation {
        to: &'q Value,
        as_number: f64,
        relation: Relation,
    },
    Regex(Result<Arc<Regex>, UnusableRegex>),
}

#[derive(Clone, Copy)]
enum Relation {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Relation {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Above => order.is_gt(),
            Self::AtLeast => order.is_ge(),
            Self::Below => order.is_lt(),
            Self::AtMost => order.is_le(),
        }
    }

    /// The finite numbers that have this relation to `n`.
    fn interval(self, n: f64) -> Interval {
        let (low, high) = match self {
            _ if n.is_nan() => return Interval::NONE,
            Self::Above => (n.next_up(), f64::INFINITY),
            Self::AtLeast => (n, f64::INFINITY),
            Self::Below => (f64::NEG_INFINITY, n.next_down()),
            Self::AtMost => (f64::NEG_INFINITY, n),
        };
        Interval { low, high, outside: false }
    }
}

impl<'q> Filter<'q> {
    /// The filter that a parameter of a query is, if it is one.
    pub(super) fn new(parameter: &'q str, value: &'q Value) -> Option<Self> {
        let underscore = parameter.bytes().rposition(|byte| byte == b'_')?;
        let (path, suffix) = (parameter.get(..underscore)?, parameter.get(underscore + 1..)?);
        let relation = |relation| Test::Relation { to: value, as_number: value.to_number(), relation };
        let regex = |before: &str, after: &str| Test::Regex(compile(&format!("{before}{}{after}", value.to_str())));
        let test = match suffix {
            "eq" | "ne" => Test::Equal {
                to: value,
                as_number: leading_number(value),
                printed: value.as_str().and_then(printing_as),
                negated: suffix == "ne",
            },
            "gt" => relation(Relation::Above),
            "gte" => relation(Relation::AtLeast),
            "lt" => relation(Relation::Below),
            "lte" => relation(Relation::AtMost),
            "like" => regex("", ""),
            "start" => regex("^", ""),
            "end" => regex("", "$"),
            _ => return None,
        };
        let is_line = !path.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        is_line.then_some(Self { parameter, path, seen: None, test })
    }

    /// Leaves what the filters at the start keep, as far as the index knows the values and no filter can fail; returns
    /// how many filters that were.
    pub(super) fn judge_columns(filters: &[Self], index: &Index, items: &[Value], kept: &mut FilteredItems) -> usize {
        let columns: Vec<_> = filters
            .iter()
            .take(MAX_COLUMN_FILTERS)
            .take_while(|filter| !filter.is_expression())
            .map_while(|filter| Some((filter, index.column(items, filter.path)?)))
            .take_while(|(_, column)| !matches!(**column, Column::Other))
            .collect();
        // First those that may know the few items they keep.
        let is_few = |column: &Column| matches!(column, Column::Few { .. });
        let few = columns.iter().filter(|(_, column)| is_few(column));
        let numbers = columns.iter().filter(|(_, column)| !is_few(column));
        for (filter, column) in few.chain(numbers) {
            filter.judge_column(column, kept);
        }
        columns.len()
    }

    fn judge_column(&self, column: &Column, kept: &mut FilteredItems) {
        match column {
            Column::Numbers(numbers) => {
                let ranks = self.interval().ranks();
                kept.retain(numbers, |rank| ranks.has(rank));
            }
            Column::Few { codes, values } => {
                let mut verdicts = [false; 256];
                let (mut count, mut last) = (0, None);
                for (verdict, (value, places)) in verdicts.iter_mut().zip(values) {
                    *verdict = self.test.keeps(value, self.parameter).is_ok_and(|keeps| keeps);
                    if *verdict {
                        (count, last) = (count + 1, Some(places));
                    }
                }
                match (&*kept, last) {
                    (FilteredItems::All(_), Some(places)) if count == 1 => {
                        *kept = FilteredItems::These(places.clone());
                    }
                    _ => kept.retain(codes, |code| verdicts[usize::from(code)]),
                }
            }
            Column::Other => {}
        }
    }

    /// The finite numbers that the filter keeps; a regular expression looks at texts and has none.
    fn interval(&self) -> Interval {
        match self.test {
            // A finite number that prints as the text is the number that the text is read as.
            Test::Equal { as_number, negated, .. } => {
                let equal = as_number.map_or(Interval::NONE, |n| Interval { low: n, high: n, outside: false });
                Interval { outside: negated, ..equal }
            }
            Test::Relation { as_number, relation, .. } => relation.interval(as_number),
            Test::Regex(_) => Interval::NONE,
        }
    }

    /// Whether the item stays in the list.
    pub(super) fn keeps(&mut self, item: &Value) -> Result<bool, CrudError> {
        let (path, places) = self.seen.get_or_insert_with(|| {
            let path = Path::dotted(self.path);
            let places = path.places();
            (path, places)
        });
        let data = path.seek(item, places);
        self.test.keeps(&data, self.parameter)
    }

    /// Whether it runs a regular expression.
    pub(super) fn is_expression(&self) -> bool {
        matches!(self.test, Test::Regex(_))
    }
}

impl Test<'_> {
    /// Whether an item with this value stays in the list; `parameter` is the filter's name.
    fn keeps(&self, data: &Value, parameter: &str) -> Result<bool, CrudError> {
        match (self, data) {
            (Self::Equal { as_number, printed, negated, .. }, Value::Number(n)) => {
                let same = |wanted: f64| wanted == *n || (wanted.is_nan() && n.is_nan());
                Ok((printed.is_some_and(same) || *as_number == Some(*n)) != *negated)
            }
            (Self::Equal { to, as_number, negated, .. }, _) => {
                let same_text = || to.as_str().is_some_and(|text| data.prints_as(text));
                let same_number = || as_number.is_some_and(|n| leading_number(data) == Some(n));
                Ok((same_text() || same_number()) != *negated)
            }
            (Self::Relation { as_number, relation, .. }, Value::Number(n)) => {
                Ok(n.partial_cmp(as_number).is_some_and(|order| relation.holds(order)))
            }
            (Self::Relation { to, relation, .. }, _) => Ok(data.compare(to).is_some_and(|order| relation.holds(order))),
            (Self::Regex(Ok(regex)), _) => {
                let matched = regex.is_match(&data.to_str());
                matched.map_err(|reason| CrudError::StoppedFilter { parameter: parameter.to_owned(), reason })
            }
            (Self::Regex(Err(refused)), _) => {
                let parameter = parameter.to_owned();
                Err(match refused {
                    UnusableRegex::Invalid(reason) => CrudError::InvalidFilter { parameter, reason: reason.clone() },
                    UnusableRegex::Runaway => CrudError::NestedRepetitions { parameter },
                })
            }
        }
    }
}

fn compile(pattern: &str) -> Result<Arc<Regex>, UnusableRegex> {
    let regex = regex::kept(pattern, "i").map_err(UnusableRegex::Invalid)?;
    if regex.is_runaway() || is_runaway_unescaped(pattern) { Err(UnusableRegex::Runaway) } else { Ok(regex) }
}

/// A plus that was not escaped is a blank in a query, so that `(a+)+` comes as `(a ) `. Nobody who writes that looks for
/// blanks: the answer is the one to what was meant, and says how.
fn is_runaway_unescaped(pattern: &str) -> bool {
    pattern.contains(" ) ") && Regex::small(&pattern.replace(' ', "+"), "i").is_ok_and(|regex| regex.is_runaway())
}

/// `Number(value)`, provided that `parseFloat` sees a number in it too.
fn leading_number(value: &Value) -> Option<f64> {
    let seen = match value {
        Value::Number(n) => *n,
        Value::String(s) => number::parse_float(s),
        other => number::parse_float(&other.to_str()),
    };
    let n = value.to_number();
    (!seen.is_nan() && !n.is_nan()).then_some(n)
}

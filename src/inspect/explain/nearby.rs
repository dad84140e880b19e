//! The routes that come nearest to a request that none answered, and what keeps each from matching.

use std::sync::Arc;

use crate::environment::model::Route;
use crate::js::Value;
use crate::routing::{Pattern, nearest as near};

use super::case::{Case, object};
use super::rule;

/// Routes that are told.
const MOST: usize = 3;

/// A route that comes near.
pub(super) struct Nearby {
    pub(super) uuid: String,
    pub(super) method: String,
    pub(super) endpoint: String,
    pub(super) distance: f64,
    pub(super) failed: Vec<Difference>,
    pub(super) hint: Option<String>,
}

/// A part that differs.
pub(super) struct Difference {
    pub(super) part: String,
    pub(super) expected: String,
    pub(super) actual: String,
}

impl Nearby {
    pub(super) fn into_value(self) -> Value {
        let failed = self.failed.into_iter().map(|one| {
            object([
                ("part", Value::from(one.part)),
                ("expected", Value::from(one.expected)),
                ("actual", Value::from(one.actual)),
            ])
        });
        object([
            ("method", Value::from(self.method)),
            ("endpoint", Value::from(self.endpoint)),
            ("route", Value::from(self.uuid)),
            ("distance", Value::Number((self.distance * 1e3).round() / 1e3)),
            ("failed", Value::array(failed.collect())),
            ("hint", self.hint.map_or(Value::Null, Value::from)),
        ])
    }
}

/// The nearest routes of the file, those that are disabled or never match included.
pub(super) fn nearest(case: &Case<'_>) -> Vec<Nearby> {
    let source = &case.compiled.source;
    let found = near::nearest_of(source, case.request.method(), case.request.path(), MOST);
    let found = found.into_iter().filter_map(|(declared, near)| {
        let route = source.routes.get(declared.position)?;
        Some(nearby(case, route, &declared.method, &declared.path, near))
    });
    found.collect()
}

fn nearby(case: &Case<'_>, route: &Arc<Route>, method: &str, path: &str, near: near::Near) -> Nearby {
    let mut failed = Vec::new();
    let mut say = |part: &str, expected: &str, actual: &str| {
        failed.push(Difference { part: part.to_owned(), expected: expected.to_owned(), actual: actual.to_owned() });
    };
    let request = case.request;
    if near.is_other_method {
        say("method", &method.to_ascii_uppercase(), request.method());
    }
    let pattern = Pattern::compile("", path.trim_start_matches('/'));
    let matches = pattern.as_ref().is_ok_and(|pattern| pattern.matches(request.path()).is_some());
    if !matches {
        say("path", path, request.path());
    }
    let compiled = case.compiled.routes.iter().find(|one| Arc::ptr_eq(&one.definition, route));
    let hint = match (&pattern, compiled) {
        (Err(error), _) => Some(format!("its endpoint never matches: {error}")),
        (Ok(_), None) => Some("the route is disabled (MOCKOON_DISABLE_ROUTES)".to_owned()),
        _ => None,
    };
    if let Some(compiled) = compiled.filter(|_| matches && !near.is_other_method) {
        // Method and path fit: the rules sent the request on.
        let subject = case.subject(0);
        for (i, _) in compiled.responses.iter().enumerate() {
            let rules = compiled.chooser.rule_set(i).into_iter().flat_map(|set| set.rules.iter().enumerate());
            for (j, failed) in rules.filter(|(_, one)| !case.is_beyond(one) && rule::holds(one, &subject) != Ok(true)) {
                let part = format!("response {} rules[{j}]: {}", i + 1, failed.place_name());
                say(
                    &part,
                    failed.value.source(),
                    &rule::shown(failed, &subject, false, &case.compiled.redaction).to_str(),
                );
            }
        }
    }
    Nearby {
        uuid: route.uuid.to_string(),
        method: method.to_ascii_uppercase(),
        endpoint: path.to_owned(),
        distance: near.distance,
        failed,
        hint,
    }
}

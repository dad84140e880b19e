//! The fewest rules that tell answers apart.
//!
//! Where one feature alone decides (a parameter, a field), each answer gets one rule on it. Otherwise each answer gets
//! rules that hold for some of its requests and for none of the others, found greedily: the rule that excludes most of
//! what is left comes first, what turns out not to be needed goes again.

use std::collections::{BTreeMap, BTreeSet};

use super::features::{Feature, FeatureSource, Features};
use super::fields::Found;
use super::secrets::REDACTED;
use crate::environment::model::{Rule, RuleOperator, RulesOperator};

/// Values that go into one regular expression, and its length.
const MAX_VALUES: usize = 50;
const MAX_EXPRESSION: usize = 2_000;
/// Requests beyond which rules of several features are not looked for.
const MAX_CASES: usize = 2_000;

/// A request and the number of its answer.
pub(super) struct Case<'f> {
    pub(super) features: &'f Features,
    pub(super) answer: usize,
}

/// An answer and when it is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RuledAnswer {
    pub(super) answer: usize,
    pub(super) rules: Vec<Rule>,
    pub(super) operator: RulesOperator,
}

/// Rules for all answers but `rest`, which is given when none holds; in the order of the answers' numbers. `None` where no
/// rules can do that.
pub(super) fn tell_apart(cases: &[Case<'_>], rest: usize) -> Option<Vec<RuledAnswer>> {
    let answers: BTreeSet<usize> = cases.iter().map(|case| case.answer).filter(|answer| *answer != rest).collect();
    if answers.is_empty() {
        return Some(Vec::new());
    }
    let features: BTreeSet<&Feature> = cases.iter().flat_map(|case| case.features.keys()).collect();
    by_one_feature(cases, &features, rest).or_else(|| by_several(cases, &answers))
}

/// The values of a feature that lead to an answer; `None` is its absence.
type Values<'f> = BTreeSet<Option<&'f str>>;

/// A feature that decides alone, with its cost and the values that lead to each answer.
type Deciding<'f> = ((FeatureSource, usize), &'f Feature, BTreeMap<usize, Values<'f>>);

fn by_one_feature<'f>(cases: &[Case<'f>], features: &BTreeSet<&'f Feature>, rest: usize) -> Option<Vec<RuledAnswer>> {
    let mut best: Option<Deciding<'_>> = None;
    for feature in features {
        let mut answers: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        let decides = cases.iter().all(|case| {
            let value = match case.features.get(*feature) {
                None => None,
                Some(Found::Text(text)) => Some(text.as_str()),
                // Rules hold for more than one value of it.
                Some(Found::Other(_)) => return false,
            };
            *answers.entry(value).or_insert(case.answer) == case.answer
        });
        let cost = (feature.place, answers.len());
        if decides && best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            let mut values: BTreeMap<usize, Values<'_>> = BTreeMap::new();
            for (value, answer) in answers.into_iter().filter(|(_, answer)| *answer != rest) {
                values.entry(answer).or_default().insert(value);
            }
            best = Some((cost, feature, values));
        }
    }
    let (_, feature, values) = best?;
    let told = values.into_iter().map(|(answer, values)| {
        let rules = of_values(feature, &values);
        RuledAnswer { answer, rules, operator: RulesOperator::Or }
    });
    Some(told.collect())
}

/// Rules of which one holds when the feature has one of the values.
fn of_values(feature: &Feature, values: &Values<'_>) -> Vec<Rule> {
    let absent = values.contains(&None).then(|| rule(feature, None));
    let present: Vec<&str> = values.iter().copied().flatten().collect();
    let joined = format!("^(?:{})$", present.iter().map(|value| regex::escape(value)).collect::<Vec<_>>().join("|"));
    let is_one = present.len() > 1 && present.len() <= MAX_VALUES && joined.len() <= MAX_EXPRESSION;
    let present: Vec<Rule> = if is_one && !present.contains(&REDACTED) {
        vec![Rule { value: joined.into(), operator: RuleOperator::Regex, ..rule(feature, Some("")) }]
    } else {
        present.into_iter().map(|value| rule(feature, Some(value))).collect()
    };
    absent.into_iter().chain(present).collect()
}

/// The rule that holds when the feature has this value, or is not there.
fn rule(feature: &Feature, value: Option<&str>) -> Rule {
    // Of a secret, only its presence can be asked for.
    let (operator, invert, value) = match value {
        None => (RuleOperator::Null, false, ""),
        Some(REDACTED) => (RuleOperator::Null, true, ""),
        Some(value) => (RuleOperator::Equals, false, value),
    };
    Rule {
        target: feature.place.target(),
        modifier: feature.modifier.as_str().into(),
        value: literal(value).into(),
        invert,
        operator,
    }
}

/// A text that is not taken for a template.
pub(super) fn literal(text: &str) -> String {
    text.replace("{{", "\\{{")
}

fn by_several(cases: &[Case<'_>], answers: &BTreeSet<usize>) -> Option<Vec<RuledAnswer>> {
    if cases.len() > MAX_CASES {
        return None;
    }
    let mut told = Vec::new();
    for answer in answers {
        let others: Vec<&Features> =
            cases.iter().filter(|case| case.answer != *answer).map(|case| case.features).collect();
        let mut open: Vec<&Features> =
            cases.iter().filter(|case| case.answer == *answer).map(|case| case.features).collect();
        while let Some(seed) = open.first() {
            let chosen = excluding(seed, &open, &others)?;
            open.retain(|features| !chosen.iter().all(|test| test.holds(features)));
            let rules = chosen.iter().map(|test| rule(test.feature, test.value)).collect();
            told.push(RuledAnswer { answer: *answer, rules, operator: RulesOperator::And });
        }
    }
    Some(told)
}

/// A feature with the value that it has in a request, or its absence there.
#[derive(Clone, Copy)]
struct Test<'f> {
    feature: &'f Feature,
    value: Option<&'f str>,
}

impl Test<'_> {
    fn holds(&self, features: &Features) -> bool {
        match (features.get(self.feature), self.value) {
            (None, value) => value.is_none(),
            (Some(Found::Text(text)), value) => value == Some(text),
            (Some(Found::Other(items)), value) => value.is_some_and(|value| items.iter().any(|item| item == value)),
        }
    }
}

/// Tests that hold for `seed` and for none of the others, and for as many of the open ones as may be.
fn excluding<'f>(seed: &'f Features, open: &[&'f Features], others: &[&'f Features]) -> Option<Vec<Test<'f>>> {
    let absent = others.iter().flat_map(|features| features.keys()).filter(|feature| !seed.contains_key(*feature));
    let absent: BTreeSet<&Feature> = absent.collect();
    let present = seed.iter().filter_map(|(feature, value)| match value {
        Found::Text(text) => Some(Test { feature, value: Some(text.as_str()) }),
        Found::Other(_) => None,
    });
    let tests: Vec<Test<'f>> = present.chain(absent.into_iter().map(|feature| Test { feature, value: None })).collect();
    let mut chosen: Vec<Test<'f>> = Vec::new();
    let mut left: Vec<&Features> = others.to_vec();
    while !left.is_empty() {
        let gain = |test: &Test<'_>| left.iter().filter(|features| !test.holds(features)).count();
        let reach = |test: &Test<'_>| open.iter().filter(|features| test.holds(features)).count();
        // Of equals the first, which is the most telling one.
        let scored = tests.iter().map(|test| (gain(test), reach(test), test));
        let best = scored.reduce(|best, next| if (next.0, next.1) > (best.0, best.1) { next } else { best })?;
        if best.0 == 0 {
            return None;
        }
        chosen.push(*best.2);
        left.retain(|features| best.2.holds(features));
    }
    let mut at = 0;
    while chosen.len() > 1 && at < chosen.len() {
        let without: Vec<Test<'f>> =
            chosen.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, test)| *test).collect();
        if others.iter().all(|features| !without.iter().all(|test| test.holds(features))) {
            chosen = without;
        } else {
            at += 1;
        }
    }
    Some(chosen)
}

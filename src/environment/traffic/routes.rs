//! What the routes of one endpoint answer, and in which mode.
//!
//! - Every request has one answer: the answers are responses with rules, the first 2xx is the default.
//! - A request has several: they come in turn (SEQUENTIAL). Where this is so for some paths of an endpoint, these get routes
//!   of their own; where it is so for some requests to a path, the others are answered by rules before (FALLBACK).

use std::collections::{BTreeMap, BTreeSet};

use super::answer::TrafficResponse;
use super::exchange::Exchange;
use super::features::{self, Features};
use super::rules::{Case, RuledAnswer, tell_apart};
use super::shape::Endpoint;
use crate::environment::model::{ResponseMode, Rule, RulesOperator};

/// One recorded request on its way into a route.
pub(super) struct Call<'e> {
    pub(super) exchange: &'e Exchange,
    pub(super) answer: TrafficResponse,
}

/// A route to be written.
pub(super) struct Planned {
    /// In lower case.
    pub(super) method: String,
    pub(super) endpoint: Endpoint,
    pub(super) mode: Option<ResponseMode>,
    pub(super) responses: Vec<PlannedResponse>,
    /// How many requests were recorded.
    pub(super) requests: usize,
}

/// A response to be written.
pub(super) struct PlannedResponse {
    pub(super) answer: TrafficResponse,
    pub(super) rules: Vec<Rule>,
    pub(super) operator: RulesOperator,
    pub(super) is_default: bool,
}

/// The routes for calls of one method to one endpoint, in the order that they have to be tried in.
pub(super) fn plan(method: &str, endpoint: &Endpoint, mut calls: Vec<Call<'_>>, hosts: bool) -> Vec<Planned> {
    drop_unsteady_headers(&mut calls);
    let group = Group { method, endpoint, hosts };
    let features = group.features(&calls);
    let changing = changing(&calls, &features);
    if changing.is_empty() {
        return vec![group.steady(calls, &features)];
    }
    let path = |call: &Call<'_>| call.exchange.path().trim_end_matches('/').to_ascii_lowercase();
    let moving: BTreeSet<String> = changing.iter().filter_map(|at| calls.get(*at)).map(path).collect();
    let all: BTreeSet<String> = calls.iter().map(path).collect();
    if all.len() == 1 {
        return group.moving(calls, &features, &changing);
    }
    let mut own: BTreeMap<String, Vec<Call<'_>>> = BTreeMap::new();
    let mut rest = Vec::new();
    let first_success =
        calls.iter().find(|call| call.answer.is_success()).or(calls.first()).map(|call| call.answer.clone());
    for call in calls {
        match path(&call) {
            path if moving.contains(&path) => own.entry(path).or_default().push(call),
            _ => rest.push(call),
        }
    }
    let mut planned = Vec::new();
    for calls in own.into_values() {
        let literal = calls.first().map(|call| Endpoint::literal(&call.exchange.path())).unwrap_or_default();
        let group = Group { method, endpoint: &literal, hosts };
        let features = group.features(&calls);
        let changing = self::changing(&calls, &features);
        planned.extend(group.moving(calls, &features, &changing));
    }
    if !rest.is_empty() {
        let features = group.features(&rest);
        planned.push(group.steady(rest, &features));
    } else if let Some(answer) = first_success {
        // Ids that nobody asked for are answered as they are elsewhere.
        let response = PlannedResponse { answer, rules: Vec::new(), operator: RulesOperator::Or, is_default: true };
        planned.push(group.route(None, vec![response], 0));
    }
    planned
}

/// What the calls of a group have in common.
struct Group<'g> {
    method: &'g str,
    endpoint: &'g Endpoint,
    hosts: bool,
}

impl Group<'_> {
    fn features(&self, calls: &[Call<'_>]) -> Vec<Features> {
        let exchanges: Vec<&Exchange> = calls.iter().map(|call| call.exchange).collect();
        features::of_all(&exchanges, self.endpoint, self.hosts)
    }

    fn route(&self, mode: Option<ResponseMode>, responses: Vec<PlannedResponse>, requests: usize) -> Planned {
        Planned { method: self.method.to_ascii_lowercase(), endpoint: self.endpoint.clone(), mode, responses, requests }
    }

    /// A route whose answers depend on the request alone.
    fn steady(&self, calls: Vec<Call<'_>>, features: &[Features]) -> Planned {
        let (answers, numbers) = distinct(&calls);
        let default = answers.iter().position(TrafficResponse::is_success).unwrap_or(0);
        let cases = once(features, &numbers);
        let Some(told) = tell_apart(&cases, default) else { return self.in_turn(calls) };
        let requests = calls.len();
        let mut responses = responses_of(&answers, told);
        let rest = PlannedResponse {
            answer: answers.get(default).cloned().unwrap_or_default(),
            rules: Vec::new(),
            operator: RulesOperator::Or,
            is_default: true,
        };
        responses.insert(0, rest);
        self.route(None, responses, requests)
    }

    /// Routes for one path of which some requests have changing answers.
    fn moving(&self, calls: Vec<Call<'_>>, features: &[Features], changing: &BTreeSet<usize>) -> Vec<Planned> {
        let (answers, mut numbers) = distinct(&calls);
        // What changes is one thing that the rules must not hold for.
        let passed = answers.len();
        for at in changing {
            if let Some(number) = numbers.get_mut(*at) {
                *number = passed;
            }
        }
        let told = if changing.len() < calls.len() { tell_apart(&once(features, &numbers), passed) } else { None };
        let Some(told) = told else { return vec![self.in_turn(calls)] };
        let steady = calls.len() - changing.len();
        let before = self.route(Some(ResponseMode::Fallback), responses_of(&answers, told), steady);
        let moving: Vec<Call<'_>> =
            calls.into_iter().enumerate().filter(|(at, _)| changing.contains(at)).map(|(_, call)| call).collect();
        vec![before, self.in_turn(moving)]
    }

    /// All answers, one after the other.
    fn in_turn(&self, calls: Vec<Call<'_>>) -> Planned {
        let requests = calls.len();
        let default = calls.iter().position(|call| call.answer.is_success()).unwrap_or(0);
        let responses = calls.into_iter().enumerate().map(|(at, call)| PlannedResponse {
            answer: call.answer,
            rules: Vec::new(),
            operator: RulesOperator::Or,
            is_default: at == default,
        });
        self.route(Some(ResponseMode::Sequential), responses.collect(), requests)
    }
}

fn responses_of(answers: &[TrafficResponse], told: Vec<RuledAnswer>) -> Vec<PlannedResponse> {
    let with_rules = told.into_iter().filter_map(|RuledAnswer { answer, rules, operator }| {
        Some(PlannedResponse { answer: answers.get(answer)?.clone(), rules, operator, is_default: false })
    });
    with_rules.collect()
}

/// The answers in the order of their first appearance, and the number of each call's.
fn distinct(calls: &[Call<'_>]) -> (Vec<TrafficResponse>, Vec<usize>) {
    let mut known: BTreeMap<&TrafficResponse, usize> = BTreeMap::new();
    let mut answers = Vec::new();
    let mut numbers = Vec::new();
    for call in calls {
        let number = *known.entry(&call.answer).or_insert_with(|| {
            answers.push(call.answer.clone());
            answers.len() - 1
        });
        numbers.push(number);
    }
    (answers, numbers)
}

/// Each request once, with the number of its answer.
fn once<'f>(features: &'f [Features], numbers: &[usize]) -> Vec<Case<'f>> {
    let mut seen: BTreeSet<(&Features, usize)> = BTreeSet::new();
    let mut cases = Vec::new();
    for (features, answer) in features.iter().zip(numbers.iter().copied()) {
        if seen.insert((features, answer)) {
            cases.push(Case { features, answer });
        }
    }
    cases
}

/// The calls whose request has several answers.
fn changing(calls: &[Call<'_>], features: &[Features]) -> BTreeSet<usize> {
    let mut same: BTreeMap<&Features, Vec<usize>> = BTreeMap::new();
    for (at, features) in features.iter().enumerate() {
        same.entry(features).or_default().push(at);
    }
    let answer = |at: &usize| calls.get(*at).map(|call| &call.answer);
    let several = |all: &Vec<usize>| all.iter().any(|at| answer(at) != all.first().and_then(&answer));
    same.into_values().filter(several).flatten().collect()
}

/// Drops headers that differ although the same was asked and the same was answered: they are volatile, whatever their name.
fn drop_unsteady_headers(calls: &mut [Call<'_>]) {
    let mut same: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, call) in calls.iter().enumerate() {
        let exchange = call.exchange;
        let key =
            (exchange.target.as_str(), &exchange.request.body[..], call.answer.status, &exchange.response.body[..]);
        same.entry(key).or_default().push(at);
    }
    let mut unsteady: BTreeSet<String> = BTreeSet::new();
    for all in same.into_values().filter(|all| all.len() > 1) {
        let all: Vec<&TrafficResponse> = all.iter().filter_map(|at| calls.get(*at)).map(|call| &call.answer).collect();
        let Some((first, others)) = all.split_first() else { continue };
        for (name, value) in &first.headers {
            if name != "content-type" && others.iter().any(|other| other.header(name).is_some_and(|its| its != value)) {
                unsteady.insert(name.clone());
            }
        }
    }
    // Where a redirect leads, and what a cookie is set to, is the answer itself.
    for call in calls {
        call.answer.headers.retain(|(name, _)| name == "set-cookie" || name == "location" || !unsteady.contains(name));
    }
}

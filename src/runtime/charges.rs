//! What environments that clients put in the place of the file's take of the memory budget. The file's own take nothing:
//! whoever mounts it chose the size of the pod for it.
//!
//! Each route has a share of its own, which generations that have the route in common hold together; it is given back with
//! the last of them. What a route weighs is estimated from its texts. The figures are what compiled environments were
//! measured to take: a tag of a template some forty times its text, a regular expression by its states.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::environment::model::{DataBucket, Environment, Header, Route, RouteResponse};
use crate::memory::{MemoryBudget, Share, Shortage};
use crate::rules::weight::PER_BYTE_OF_PATH;
use crate::{rules, template};

/// Bytes of a compiled route, without its responses and texts.
const ROUTE: usize = 3_000;
/// Bytes of a response without its texts, headers and rules.
const RESPONSE: usize = 1_800;
/// Bytes of a header without its texts.
const PART: usize = 700;
/// Bytes of a reference in the route tree.
const CHILD: usize = 64;
/// What a byte of a data bucket takes as a value, beside the text that stays.
const PER_BYTE_OF_DATA: usize = 8;

/// The shares of one generation.
#[derive(Default)]
pub struct Charges {
    /// By the address of the route, which the generation holds.
    routes: HashMap<usize, Arc<Share>, RandomState>,
    /// Of everything but routes.
    rest: Option<Arc<Share>>,
}

impl Charges {
    /// Whether there is any share.
    pub(super) fn holds_any(&self) -> bool {
        self.rest.is_some() || !self.routes.is_empty()
    }

    /// The shares of an environment that a client puts in the place of the one that serves: what both have in common
    /// stays what it is, with a share or without.
    ///
    /// # Errors
    /// When there is no room for what is new.
    pub(super) fn of(
        environment: &Environment,
        (before, held): (&Environment, &Self),
        memory: &MemoryBudget,
    ) -> Result<Self, Shortage> {
        let (mut charges, new) = Self::carried(environment, before, held);
        for route in new {
            charges.routes.insert(address(route), Arc::new(memory.take(weight(route))?));
        }
        let rest = weight_of_rest(environment);
        if rest != weight_of_rest(before) {
            charges.rest = Some(Arc::new(memory.take(rest)?));
        }
        Ok(charges)
    }

    /// The shares of what an environment of the file has in common with what a client had put in its place.
    pub(super) fn of_file(environment: &Environment, (before, held): (&Environment, &Self)) -> Self {
        Self { rest: None, ..Self::carried(environment, before, held).0 }
    }

    /// What is carried over, and the routes that are new.
    fn carried<'e>(environment: &'e Environment, before: &Environment, held: &Self) -> (Self, Vec<&'e Arc<Route>>) {
        let shares = before.routes.iter().map(|route| (address(route), held.routes.get(&address(route))));
        let known: HashMap<usize, Option<&Arc<Share>>, RandomState> = shares.collect();
        let mut carried = Self { rest: held.rest.clone(), ..Self::default() };
        let mut new = Vec::new();
        for route in &environment.routes {
            match known.get(&address(route)) {
                Some(Some(share)) => {
                    carried.routes.insert(address(route), Arc::clone(share));
                }
                Some(None) => {}
                None => new.push(route),
            }
        }
        (carried, new)
    }
}

fn address(route: &Arc<Route>) -> usize {
    Arc::as_ptr(route).addr()
}

/// Bytes that a route takes once it is compiled, about.
pub fn weight(route: &Route) -> usize {
    let texts = PER_BYTE_OF_PATH * route.endpoint.len() + route.documentation.len();
    ROUTE + texts + route.responses.iter().map(|response| of_response(response)).sum::<usize>()
}

fn of_response(response: &RouteResponse) -> usize {
    let texts = [&response.body, &response.file_path, &response.label].map(|text| template::weight(text));
    let parts = headers(&response.headers) + response.rules.iter().map(rules::weight::weight).sum::<usize>();
    RESPONSE + texts.iter().sum::<usize>() + parts + PART * response.callbacks.len()
}

fn headers(headers: &[Header]) -> usize {
    headers.iter().map(|header| PART + header.key.len() + template::weight(&header.value)).sum()
}

fn weight_of_rest(environment: &Environment) -> usize {
    let lists = [&environment.headers, &environment.proxy_req_headers, &environment.proxy_res_headers];
    let callbacks = environment.callbacks.iter().map(|callback| {
        RESPONSE + headers(&callback.headers) + template::weight(&callback.body) + template::weight(&callback.uri)
    });
    let bucket = |bucket: &DataBucket| PART + PER_BYTE_OF_DATA * bucket.value.len() + template::weight(&bucket.value);
    let children = environment.folders.iter().map(|folder| folder.children.len() + 2).sum::<usize>();
    lists.iter().map(|list| headers(list)).sum::<usize>()
        + callbacks.sum::<usize>()
        + environment.data.iter().map(bucket).sum::<usize>()
        + CHILD * (children + environment.root_children.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::edit::share::share;
    use crate::environment::reader::read_value;

    fn environment(bodies: &[&str]) -> Environment {
        let route = |(at, body): (usize, &&str)| {
            let uuid = format!("00000000-0000-4000-8000-{at:012}");
            json!({"uuid": uuid, "endpoint": at.to_string(), "responses": [{"uuid": uuid, "body": body}]})
        };
        read_value(json!({"routes": bodies.iter().enumerate().map(route).collect::<Vec<_>>()}))
    }

    #[test]
    fn what_environments_have_in_common_is_charged_once_and_given_back_with_the_last() {
        let memory = MemoryBudget::new(1 << 20, 0);
        let file = environment(&["a", "b"]);
        let none = Charges::default();
        let mut first = environment(&["a", "new", "c"]);
        share(&file, &mut first);
        let charges = Charges::of(&first, (&file, &none), &memory).unwrap();
        let rest = weight_of_rest(&first);
        assert_eq!(memory.used(), weight(&first.routes[1]) + weight(&first.routes[2]) + rest, "not what is the file's");
        let mut second = environment(&["a", "new", "other"]);
        share(&first, &mut second);
        let others = Charges::of(&second, (&first, &charges), &memory).unwrap();
        let both = [&first.routes[1], &first.routes[2], &second.routes[2]].map(|route| weight(route));
        assert_eq!(memory.used(), both.iter().sum::<usize>() + rest);
        drop(charges);
        assert_eq!(memory.used(), both[0] + both[2] + rest);
        let mut again = environment(&["a", "new"]);
        share(&second, &mut again);
        let kept = Charges::of_file(&again, (&second, &others));
        drop(others);
        assert_eq!(memory.used(), both[0]);
        let dense = environment(&[&"{{a}}".repeat(10_000)]);
        assert!(matches!(Charges::of(&dense, (&again, &kept), &memory), Err(Shortage::Never { .. })));
        assert_eq!(memory.used(), both[0], "nothing is kept of what does not fit");
    }

    #[test]
    fn templates_and_patterns_weigh_more_than_texts() {
        let of = |response: serde_json::Value| {
            let environment = read_value(json!({"routes": [{"endpoint": "a", "responses": [response]}]}));
            weight(&environment.routes[0])
        };
        let text = of(json!({"body": "x".repeat(1_000)}));
        assert!(text < 10_000, "{text}");
        assert!(of(json!({"body": "{{a}}".repeat(200)})) > 40_000);
        let rule = |pattern: &str| json!({"rules": [{"target": "body", "modifier": "", "value": pattern, "operator": "regex"}]});
        assert!(of(rule("[a-z]{1,1000}")) > of(rule("[a-z]{1,9}")) + 300_000);
    }
}

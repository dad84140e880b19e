//! The routes that come nearest to a request that none matches: for people who wonder why.

use crate::environment::model::{Environment, RouteKind};

use super::Pattern;
use super::likeness::{SEGMENT, fits, path_distance, segments};

/// How far a route is away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// 0 where method and path fit.
    pub distance: f64,
    /// Whether the method is another one.
    pub is_other_method: bool,
}

/// A route as it is declared, prefix included. CRUD routes are two: the list and the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Position in the model.
    pub position: usize,
    /// Its method; of CRUD routes the one that was asked for, if they know it.
    pub method: String,
    /// Its path.
    pub path: String,
}

/// Methods that a CRUD route answers.
pub(crate) const CRUD_METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/// What another method weighs where the path fits: less than any letter, as hardly any path becomes another one by mistake.
const OTHER_METHOD: f64 = 0.015;
/// What it weighs where the path is another one, too.
const OTHER_METHOD_TOO: f64 = 0.25;
/// What a prefix weighs that is missing or there twice.
const PREFIX: f64 = 0.3;
/// What it weighs that an endpoint never matches: it is told, after those that may have been meant.
const NEVER_MATCHES: f64 = 0.3;
/// So many times what is asked for is looked at more closely.
const CLOSER: usize = 4;

/// An endpoint without its prefix.
#[derive(Clone, Copy)]
struct Endpoint<'e> {
    position: usize,
    method: &'e str,
    endpoint: &'e str,
    /// Whether it is the item of a CRUD route.
    is_item: bool,
}

/// The nearest routes of a file that could answer a request of this method, disabled ones included, the nearest first.
pub fn nearest_of(environment: &Environment, method: &str, path: &str, most: usize) -> Vec<(Declared, Near)> {
    let prefix = environment.endpoint_prefix.trim_matches('/');
    let asked = NearestQuery::new(prefix, method, path);
    let most_looked_at = most * CLOSER;
    let mut found: Vec<(Endpoint<'_>, Near)> = Vec::with_capacity(most_looked_at + 1);
    for endpoint in endpoints(environment, method) {
        let farthest = if found.len() < most_looked_at {
            f64::INFINITY
        } else {
            found.last().map_or(0.0, |(_, near)| near.distance)
        };
        let near = asked.near(endpoint, farthest);
        if near.distance < farthest {
            let at = found.partition_point(|(_, other)| other.distance <= near.distance);
            found.insert(at, (endpoint, near));
            found.truncate(most_looked_at);
        }
    }
    let mut found: Vec<(Declared, Near)> = found
        .into_iter()
        .map(|(endpoint, near)| {
            let declared = endpoint.declared(prefix);
            let never = Pattern::compile("", declared.path.trim_start_matches('/')).is_err();
            let distance = near.distance + if never { NEVER_MATCHES } else { 0.0 };
            (declared, Near { distance, ..near })
        })
        .collect();
    found.sort_by(|(_, a), (_, b)| a.distance.total_cmp(&b.distance));
    found.truncate(most);
    found
}

/// Everything that could answer; CRUD routes are two.
fn endpoints<'e>(environment: &'e Environment, method: &'e str) -> impl Iterator<Item = Endpoint<'e>> {
    let routes = environment.routes.iter().enumerate().filter(|(_, route)| route.kind != RouteKind::Ws);
    routes.flat_map(move |(position, route)| {
        let is_crud = route.kind == RouteKind::Crud;
        let method = match route.kind {
            RouteKind::Crud if CRUD_METHODS.contains(&method) => method,
            RouteKind::Crud => "GET",
            _ => &route.method,
        };
        let list = Endpoint { position, method, endpoint: &route.endpoint, is_item: false };
        is_crud.then_some(Endpoint { is_item: true, ..list }).into_iter().chain([list])
    })
}

impl Endpoint<'_> {
    fn declared(&self, prefix: &str) -> Declared {
        let endpoint = self.endpoint.trim_start_matches('/');
        let path = if prefix.is_empty() { format!("/{endpoint}") } else { format!("/{prefix}/{endpoint}") };
        let path = if self.is_item { format!("{path}/:id") } else { path };
        Declared { position: self.position, method: self.method.to_owned(), path }
    }
}

/// A request, and what its path may have been meant to be.
struct NearestQuery<'a> {
    method: &'a str,
    prefix: Vec<&'a str>,
    given: Vec<&'a str>,
    /// How many segments of the path are prefix: once, or more often by mistake.
    prefixed: usize,
}

impl<'a> NearestQuery<'a> {
    fn new(prefix: &'a str, method: &'a str, path: &'a str) -> Self {
        let (prefix, given) = (segments(prefix), segments(path));
        let mut prefixed = 0;
        while !prefix.is_empty() && begins_with(&given[prefixed..], &prefix) {
            prefixed += prefix.len();
        }
        Self { method, prefix, given, prefixed }
    }

    fn near(&self, endpoint: Endpoint<'_>, farthest: f64) -> Near {
        let wanted = endpoint.method;
        let is_other_method =
            !(wanted.is_empty() || wanted.eq_ignore_ascii_case("all") || wanted.eq_ignore_ascii_case(self.method));
        let mut path = segments(endpoint.endpoint);
        if endpoint.is_item {
            path.push(":id");
        }
        let path = self.path_distance(&path, farthest);
        let by_method = match is_other_method {
            false => 0.0,
            true if fits(path) => OTHER_METHOD,
            true => OTHER_METHOD_TOO,
        };
        Near { distance: path + by_method, is_other_method }
    }

    /// How far the path is from an endpoint, which is given without its prefix.
    fn path_distance(&self, endpoint: &[&str], farthest: f64) -> f64 {
        let of_prefix = self.prefix.len();
        // As it is, if the prefix is there.
        let behind_one = self.prefixed.min(of_prefix);
        let mut least = farthest;
        if behind_one == of_prefix {
            least = least.min(path_distance(endpoint, &self.given[behind_one..], least));
        } else if (of_prefix + endpoint.len()).abs_diff(self.given.len()) as f64 * SEGMENT < least {
            let whole: Vec<&str> = self.prefix.iter().chain(endpoint).copied().collect();
            least = least.min(path_distance(&whole, &self.given, least));
        }
        // The prefix is missing, or there more than once.
        if self.prefixed != of_prefix {
            least = least.min(PREFIX + path_distance(endpoint, &self.given[self.prefixed..], least - PREFIX));
        }
        if least < farthest { least } else { f64::INFINITY }
    }
}

fn begins_with(path: &[&str], prefix: &[&str]) -> bool {
    path.len() >= prefix.len() && path.iter().zip(prefix).all(|(given, wanted)| given.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::load::load_bytes;

    /// What comes first, of routes below the prefix `api/v1`.
    fn first(method: &str, path: &str) -> (String, Near) {
        let routes: Vec<serde_json::Value> = [
            ("http", "get", "orders"),
            ("http", "post", "orders"),
            ("http", "get", "orders/:id"),
            ("http", "get", "users/:id/carts"),
            ("http", "get", "photo/:id"),
            ("http", "put", "photos/:id"),
            ("http", "get", "report.:format"),
            ("http", "get", ":resource(.*)"),
            ("http", "get", "accounts"),
            ("crud", "", "items"),
        ]
        .iter()
        .map(|(kind, method, endpoint)| serde_json::json!({"type": kind, "method": method, "endpoint": endpoint, "responses": [{}]}))
        .collect();
        let text = serde_json::json!({"lastMigration": 33, "endpointPrefix": "api/v1", "routes": routes}).to_string();
        let environment = load_bytes("a.json", text.as_bytes()).expect("an environment").environment;
        let found = nearest_of(&environment, method, path, 3);
        assert!(found.len() == 3 && found.is_sorted_by(|(_, a), (_, b)| a.distance <= b.distance));
        let (declared, near) = found.into_iter().next().expect("one");
        (format!("{} {}", declared.method, declared.path), near)
    }

    #[test]
    fn what_was_meant_comes_first() {
        for (method, path, meant) in [
            ("GET", "/api/v1/order", "get /api/v1/orders"),
            ("GET", "/api/v1/ordres/7", "get /api/v1/orders/:id"),
            ("GET", "/API/V1/USERS/7/cart", "get /api/v1/users/:id/carts"),
            ("GET", "/api/v1/reprot.pdf", "get /api/v1/report.:format"),
            // Another method is a smaller mistake than another word.
            ("GET", "/api/v1/photos/7", "put /api/v1/photos/:id"),
            ("PUT", "/api/v1/accounts", "get /api/v1/accounts"),
            // A prefix that is missing, wrong, or there twice.
            ("POST", "/orders", "post /api/v1/orders"),
            ("GET", "/orders/7", "get /api/v1/orders/:id"),
            ("GET", "/v1/orders/7", "get /api/v1/orders/:id"),
            ("GET", "/api/v2/orders/7", "get /api/v1/orders/:id"),
            ("GET", "/api/v1/api/v1/orders/7", "get /api/v1/orders/:id"),
            // What never matches takes nobody's place.
            ("GET", "/api/v1/accuunts", "get /api/v1/accounts"),
            ("PATCH", "/api/v1/itmes/7", "PATCH /api/v1/items/:id"),
            ("PATCH", "/items/7", "PATCH /api/v1/items/:id"),
        ] {
            assert_eq!(first(method, path).0, meant, "{method} {path}");
        }
        assert!(first("PUT", "/api/v1/accounts").1.is_other_method);
        assert_eq!(first("GET", "/api/v1/accounts").1, Near { distance: 0.0, is_other_method: false });
    }
}

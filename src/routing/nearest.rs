//! The routes that come nearest to a request that none matches: for people who wonder why.

use crate::environment::model::{Environment, RouteKind};

/// A route and how far it is away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Its place among those that were given.
    pub position: usize,
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
const CRUD_METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The routes of a file that could answer a request of this method, disabled ones included.
pub fn declared(environment: &Environment, method: &str) -> Vec<Declared> {
    let prefix = environment.endpoint_prefix.trim_matches('/');
    let path_of = |endpoint: &str| match prefix {
        "" => format!("/{}", endpoint.trim_start_matches('/')),
        prefix => format!("/{prefix}/{}", endpoint.trim_start_matches('/')),
    };
    let mut declared: Vec<Declared> = Vec::with_capacity(environment.routes.len());
    for (position, route) in environment.routes.iter().enumerate().filter(|(_, route)| route.kind != RouteKind::Ws) {
        let method = match route.kind {
            RouteKind::Crud if CRUD_METHODS.contains(&method) => method.to_owned(),
            RouteKind::Crud => "GET".to_owned(),
            _ => route.method.to_string(),
        };
        let path = path_of(&route.endpoint);
        if route.kind == RouteKind::Crud {
            declared.push(Declared { position, method: method.clone(), path: format!("{path}/:id") });
        }
        declared.push(Declared { position, method, path });
    }
    declared
}

/// The nearest routes of a file, the nearest first.
pub fn nearest_of(environment: &Environment, method: &str, path: &str, most: usize) -> Vec<(Declared, Near)> {
    let declared = declared(environment, method);
    let routes = declared.iter().map(|route| (route.method.as_str(), route.path.as_str()));
    let found = nearest(method, path, routes, most);
    found.into_iter().filter_map(|near| Some((declared.get(near.position)?.clone(), near))).collect()
}

/// What another method weighs: half a segment.
const OTHER_METHOD: f64 = 0.5;
/// What a segment weighs that a parameter takes, so that a literal one is nearer.
const PARAMETER: f64 = 0.01;

/// The nearest of some routes (method and path as declared, prefix included), the nearest first.
pub fn nearest<'r>(
    method: &str,
    path: &str,
    routes: impl Iterator<Item = (&'r str, &'r str)>,
    most: usize,
) -> Vec<Near> {
    let given = segments(path);
    let mut found: Vec<Near> = Vec::with_capacity(most + 1);
    for (position, (wanted_method, wanted_path)) in routes.enumerate() {
        let farthest = if found.len() < most { f64::INFINITY } else { found.last().map_or(0.0, |near| near.distance) };
        let is_other_method = !(wanted_method.is_empty()
            || wanted_method.eq_ignore_ascii_case("all")
            || wanted_method.eq_ignore_ascii_case(method));
        let by_method = if is_other_method { OTHER_METHOD } else { 0.0 };
        let wanted = segments(wanted_path);
        // Each segment too many or too few costs one.
        if by_method + wanted.len().abs_diff(given.len()) as f64 >= farthest {
            continue;
        }
        let distance = by_method + path_distance(&wanted, &given, farthest - by_method);
        if distance < farthest {
            let at = found.partition_point(|near| near.distance <= distance);
            found.insert(at, Near { position, distance, is_other_method });
            found.truncate(most);
        }
    }
    found
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Segments added, dropped or changed; given up beyond `farthest`.
fn path_distance(wanted: &[&str], given: &[&str], farthest: f64) -> f64 {
    let mut row: Vec<f64> = (0..=given.len()).map(|n| n as f64).collect();
    for (i, want) in wanted.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) as f64;
        let mut least = row[0];
        for (j, have) in given.iter().enumerate() {
            let above = row[j + 1];
            // Far from the diagonal nothing is cheaper than adding and dropping.
            let changed = if i.abs_diff(j) <= 2 { diagonal + segment_distance(want, have) } else { f64::INFINITY };
            row[j + 1] = changed.min(above + 1.0).min(row[j] + 1.0);
            diagonal = above;
            least = least.min(row[j + 1]);
        }
        if least >= farthest {
            return f64::INFINITY;
        }
    }
    row.last().copied().unwrap_or(0.0)
}

/// From 0 for the same to 1 for nothing in common.
fn segment_distance(wanted: &str, given: &str) -> f64 {
    if wanted.starts_with(':') || wanted == "*" {
        return PARAMETER;
    }
    if wanted.eq_ignore_ascii_case(given) {
        return 0.0;
    }
    let (a, b) = (wanted.as_bytes(), given.as_bytes());
    let longest = a.len().max(b.len());
    if longest > 64 || a.len().abs_diff(b.len()) * 2 > longest {
        return 1.0;
    }
    let mut row = [0u8; 65];
    (0..=b.len()).for_each(|n| row[n] = n as u8);
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i as u8 + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            let changed = diagonal + u8::from(!x.eq_ignore_ascii_case(y));
            row[j + 1] = changed.min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    f64::from(row[b.len()]) / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first() {
        let routes = [
            ("get", "/api/orders"),
            ("post", "/api/orders"),
            ("get", "/api/orders/:id"),
            ("get", "/api/users/:id/carts"),
        ];
        for (method, path, first) in [
            ("GET", "/api/order", 0),
            ("PUT", "/api/orders", 0),
            ("POST", "/orders", 1),
            ("GET", "/api/api/orders/7", 2),
            ("GET", "/api/ordres/7", 2),
            ("GET", "/api/users/7/cart", 3),
            ("GET", "/API/ORDERS/7", 2),
        ] {
            let near = nearest(method, path, routes.iter().copied(), 3);
            assert_eq!(near.first().map(|near| near.position), Some(first), "{method} {path}: {near:?}");
            assert!(near.len() <= 3 && near.is_sorted_by(|a, b| a.distance <= b.distance));
        }
        assert!(nearest("GET", "/x", std::iter::empty(), 3).is_empty());
        assert!(nearest("PUT", "/api/orders", routes.iter().copied(), 1)[0].is_other_method);
    }
}

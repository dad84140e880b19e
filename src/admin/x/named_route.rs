//! Routes that calls name: a name that nobody knows would silently mean nothing, so it is refused.

use std::sync::Arc;

use crate::environment::model::{Environment, Route, RouteKind};
use crate::inspect::Entry;
use crate::matching::{self, Matcher, route_name};
use crate::routing::nearest::CRUD_METHODS;
use crate::runtime::{Origin, Space};
use crate::spelling;

use super::{Owned, Problem};

/// A name of a route: its uuid, or `POST /orders/:id`.
struct Name<'n> {
    whole: &'n str,
    /// Method, and the endpoint without its slash.
    spelt: Option<(&'n str, &'n str)>,
}

impl<'n> Name<'n> {
    fn new(whole: &'n str) -> Self {
        Self { whole, spelt: whole.split_once(" /") }
    }

    fn is(&self, (uuid, method, endpoint): (&str, &str, &str), prefix: &str) -> bool {
        let Some((wanted, _)) = self.spelt else { return self.whole == uuid };
        let is_method =
            if method.is_empty() { CRUD_METHODS.contains(&wanted) } else { method.eq_ignore_ascii_case(wanted) };
        is_method && self.has_path(endpoint, prefix)
    }

    /// Whether it names the path of this endpoint, whatever the method.
    fn has_path(&self, endpoint: &str, prefix: &str) -> bool {
        let Some((_, path)) = self.spelt else { return false };
        let bare = endpoint.trim_start_matches('/');
        path == bare
            || (!prefix.is_empty() && path.strip_prefix(prefix).and_then(|path| path.strip_prefix('/')) == Some(bare))
    }

    fn is_of(&self, route: &Route, prefix: &str) -> bool {
        self.is((&route.uuid, method_of(route), &route.endpoint), prefix)
    }

    fn is_recorded(&self, entry: &Entry) -> bool {
        let origin: Option<&Arc<Origin>> = entry.transaction.origin();
        origin.is_some_and(|origin| {
            self.is((&origin.route, &origin.method, &origin.endpoint), "")
                || self.is((&origin.route, &origin.method, &origin.path), "")
        })
    }
}

/// CRUD routes answer several methods, whatever their file says, and a WebSocket begins with one.
fn method_of(route: &Route) -> &str {
    match route.kind {
        RouteKind::Crud => "",
        RouteKind::Ws => "GET",
        RouteKind::Http => &route.method,
    }
}

/// The first route that is named, by its uuid, as it is declared or by its path alone.
pub(super) fn find<'r>(named: &str, mut routes: impl Iterator<Item = &'r Route>, prefix: &str) -> Option<&'r Route> {
    let prefix = prefix.trim_matches('/');
    let whole = route_name(named);
    let is_meant = |route: &&Route| match named.starts_with('/') {
        true => Name { whole: named, spelt: Some((first_method(route), &named[1..])) }.is_of(route, prefix),
        false => Name::new(&whole).is_of(route, prefix),
    };
    routes.find(is_meant)
}

/// A method that a route answers.
fn first_method(route: &Route) -> &str {
    match method_of(route) {
        "" => CRUD_METHODS[0],
        method => method,
    }
}

/// Refuses a match object that names a route which is none: not of the environment, nor a stub, nor what answered a
/// request that is still recorded. `path` is where the name stands in the body; empty for one of a query.
pub(super) fn check_match(call: &Owned, matcher: &Matcher, path: &str) -> Result<(), Problem> {
    matcher.named_route().map_or(Ok(()), |name| check(call, name, path))
}

/// The same of a route that is named by itself.
pub(super) fn check(call: &Owned, named: &str, path: &str) -> Result<(), Problem> {
    let whole = route_name(named);
    let name = Name::new(&whole);
    let generation = call.handle.current();
    let source = &generation.compiled.source;
    let Some(message) = unknown(named, source) else { return Ok(()) };
    let prefix = source.endpoint_prefix.trim_matches('/');
    let spaces = call.handle.spaces.all();
    let is_stub = |space: &Arc<Space>| {
        let steering = space.attached.steering();
        steering.is_some_and(|steering| steering.stubs.all().iter().any(|stub| name.is_of(&stub.route, prefix)))
    };
    let is_known = spaces.iter().any(is_stub)
        || call.handle.was_removed(named)
        || Entry::all(&spaces).iter().any(|entry| name.is_recorded(entry));
    if is_known {
        return Ok(());
    }
    Err(if path.is_empty() { Problem::new(400, format!("route: {message}")) } else { Problem::at(path, message) })
}

/// The route that is declared with the path of this name and another method, one of all methods before others.
fn with_path<'d>(name: &Name<'_>, environment: &Environment, declared: &'d [String]) -> Option<&'d String> {
    let prefix = environment.endpoint_prefix.trim_matches('/');
    let same = environment.routes.iter().zip(declared).filter(|(route, _)| name.has_path(&route.endpoint, prefix));
    same.min_by_key(|(route, _)| !method_of(route).eq_ignore_ascii_case("all")).map(|(_, declared)| declared)
}

/// What is wrong with the name of a route that is none of this environment.
pub(super) fn unknown(named: &str, environment: &Environment) -> Option<String> {
    let whole = route_name(named);
    let name = Name::new(&whole);
    let prefix = environment.endpoint_prefix.trim_matches('/');
    if environment.routes.iter().any(|route| name.is_of(route, prefix)) {
        return None;
    }
    let wanted = name.spelt.map(|(method, _)| method).filter(|method| CRUD_METHODS.contains(method));
    let method = |route| match method_of(route) {
        "" => wanted.unwrap_or(CRUD_METHODS[0]),
        method => method,
    };
    let declared: Vec<String> =
        environment.routes.iter().map(|route| matching::named(method(route), &route.endpoint)).collect();
    // Of a path without a method the method is all that is missing.
    let lacks_method = declared.iter().find(|one| one.split_once(' ').is_some_and(|(_, path)| path == named));
    let nearest = || spelling::nearest(&whole, declared.iter().map(String::as_str));
    let meant = lacks_method.or_else(|| with_path(&name, environment, &declared)).map(String::as_str).or_else(nearest);
    let meant = meant.map_or_else(String::new, |meant| format!(" did you mean \"{meant}\"?"));
    Some(format!(
        "there is no route \"{named}\";{meant} give its uuid, or \"POST /orders/:id\" as declared, or null for none"
    ))
}

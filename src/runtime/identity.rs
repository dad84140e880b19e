//! What is the same over a reload, in files with uuids and without.
//!
//! A bucket is the same by its uuid, else its id, else its name; a route by its uuid, else its method and endpoint and
//! its position among those that have both in common. A uuid that was made up when a file was read is none.

use std::collections::HashMap;
use std::sync::Arc;

use crate::environment::is_made_up;
use crate::environment::model::{DataBucket, Environment, Route};
use crate::js::Str;
use crate::state::{CellId, RouteMetrics};

use super::compile::Carry;
use super::compiled::{CompiledEnvironment, CompiledRoute};

/// The compiled routes of the generation before.
pub struct FormerRoutes<'a> {
    carry: Carry,
    identities: Positions<'a>,
    before: &'a Environment,
    now: &'a Environment,
    /// By their position in the former model.
    compiled: Vec<Option<&'a CompiledRoute>>,
    /// Of each route now, its position among those with its method and endpoint.
    nth: Vec<usize>,
}

/// What a route takes over from the one that it was.
pub struct Kept {
    /// Its place in spaces, where it goes on counting.
    pub cell: Option<CellId>,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
}

impl<'a> FormerRoutes<'a> {
    /// Of what served before, to be found again by the routes of an environment.
    pub fn new(previous: &'a CompiledEnvironment, now: &'a Environment, carry: Carry) -> Self {
        let before = &*previous.source;
        let mut compiled = vec![None; before.routes.len()];
        for route in &previous.routes {
            if let Some(slot) = compiled.get_mut(route.position) {
                *slot = Some(route);
            }
        }
        let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
        let nth = now.routes.iter().map(|route| {
            let count = seen.entry((route.method.as_str(), route.endpoint.as_str())).or_default();
            *count += 1;
            *count - 1
        });
        let nth = nth.collect();
        Self { carry, identities: Positions::new(before), before, now, compiled, nth }
    }

    /// What the route at a position of the model takes over.
    pub fn find(&self, position: usize) -> Option<Kept> {
        let now = self.now.routes.get(position)?;
        let position = self.identities.find(now, self.nth.get(position).copied()?)?;
        let route = (*self.compiled.get(position)?)?;
        let goes_on =
            self.carry == Carry::All || self.before.routes.get(position).is_some_and(|before| same_route(before, now));
        Some(Kept { cell: goes_on.then_some(route.cell), metrics: Arc::clone(&route.metrics) })
    }
}

/// Positions of the routes of the generation before, by what they are known by.
struct Positions<'a> {
    environment: &'a Environment,
    routes: HashMap<RouteKey<'a>, Vec<usize>>,
}

/// The buckets of the generation before, to be found again once each.
pub struct FormerBuckets<'a> {
    buckets: &'a [DataBucket],
    taken: Vec<bool>,
}

/// What a route is known by.
#[derive(Debug, PartialEq, Eq, Hash)]
enum RouteKey<'a> {
    Uuid(&'a str),
    /// Method and endpoint.
    Declared(&'a str, &'a str),
}

impl<'a> Positions<'a> {
    /// Of this environment.
    fn new(environment: &'a Environment) -> Self {
        let mut routes: HashMap<_, Vec<usize>> = HashMap::with_capacity(environment.routes.len());
        for (position, route) in environment.routes.iter().enumerate() {
            let (method, endpoint) = (route.method.as_str(), route.endpoint.as_str());
            if !is_made_up(&route.uuid) {
                routes.entry(RouteKey::Uuid(&route.uuid)).or_default().push(position);
            }
            routes.entry(RouteKey::Declared(method, endpoint)).or_default().push(position);
        }
        Self { environment, routes }
    }

    /// Where the route was that a route is now; `nth` is its position among those with its method and endpoint.
    fn find(&self, route: &Route, nth: usize) -> Option<usize> {
        let (method, endpoint) = (route.method.as_str(), route.endpoint.as_str());
        if is_made_up(&route.uuid) {
            // It has lost its uuid, or never had one.
            return self.routes.get(&RouteKey::Declared(method, endpoint))?.get(nth).copied();
        }
        // Of several routes with one uuid the first counts.
        let by_uuid = self.routes.get(&RouteKey::Uuid(&route.uuid)).and_then(|found| found.first()).copied();
        by_uuid.or_else(|| {
            let found = self.routes.get(&RouteKey::Declared(method, endpoint))?.get(nth).copied()?;
            // It has got a uuid.
            self.environment.routes.get(found).filter(|before| is_made_up(&before.uuid)).map(|_| found)
        })
    }
}

impl<'a> FormerBuckets<'a> {
    /// Of an environment.
    pub fn new(environment: &'a Environment) -> Self {
        Self { buckets: &environment.data, taken: vec![false; environment.data.len()] }
    }

    /// Where the bucket was that a bucket is now.
    pub fn find(&mut self, bucket: &DataBucket) -> Option<usize> {
        let named = !is_made_up(&bucket.uuid);
        let unnamed = |before: &DataBucket| !named || is_made_up(&before.uuid);
        let found = self
            .free(|before| named && before.uuid == bucket.uuid)
            .or_else(|| self.free(|before| unnamed(before) && !bucket.id.is_empty() && before.id == bucket.id))
            .or_else(|| self.free(|before| unnamed(before) && !bucket.name.is_empty() && before.name == bucket.name))?;
        self.taken[found] = true;
        Some(found)
    }

    fn free(&self, is_wanted: impl Fn(&DataBucket) -> bool) -> Option<usize> {
        let mut buckets = self.buckets.iter().zip(&self.taken);
        buckets.position(|(bucket, taken)| !taken && is_wanted(bucket))
    }
}

/// Whether two routes are defined in the same way, uuids aside that were made up.
pub fn same_route(a: &Route, b: &Route) -> bool {
    a == b || ((is_made_up(&a.uuid) || any_made_up(a)) && stripped(a) == stripped(b))
}

/// Whether a bucket that is known again begins with the same content. By `PUT /mockoon-admin/environment` one that is known
/// by its uuid has to keep its names as well, as in the reference.
pub fn same_content(before: &DataBucket, now: &DataBucket, carry: Carry) -> bool {
    let may_be_renamed = carry == Carry::Unchanged || is_made_up(&before.uuid) || is_made_up(&now.uuid);
    before.value == now.value && (may_be_renamed || (before.name == now.name && before.id == now.id))
}

fn any_made_up(route: &Route) -> bool {
    route.responses.iter().any(|response| is_made_up(&response.uuid))
}

/// The route without the uuids that were made up.
pub(super) fn stripped(route: &Route) -> Route {
    let mut route = route.clone();
    strip(&mut route.uuid);
    for response in &mut route.responses {
        if is_made_up(&response.uuid) {
            let mut bare = (**response).clone();
            strip(&mut bare.uuid);
            *response = Arc::new(bare);
        }
    }
    route
}

fn strip(uuid: &mut Str) {
    if is_made_up(uuid) {
        *uuid = Str::default();
    }
}

//! What is the same over a reload, in files with uuids and without.
//!
//! A bucket is the same by its uuid, else its id, else its name; a route by its uuid, else its method and endpoint and
//! its position among those that have both in common. A uuid that was made up when a file was read is none.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::environment::is_made_up;
use crate::environment::model::{DataBucket, Environment, Route};
use crate::state::{CellId, RouteMetrics};

use super::compiled::{CompiledEnvironment, RouteSlot};
use super::sameness::same_route;

/// Which request numbers another generation takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarryOver {
    /// Those of routes that did not change: another file.
    Unchanged,
    /// Those of all routes that are still there: `PUT /mockoon-admin/environment`, as in the reference.
    All,
}

/// So many routes are looked for among all others before these are indexed: an edit changes few.
const FEW_SEARCHES: usize = 8;

/// The compiled routes of the generation before.
pub struct PreviousRoutes<'a> {
    carry_over: CarryOver,
    previous: &'a CompiledEnvironment,
    now: &'a Environment,
    /// Routes that were looked for one by one.
    searches: Cell<usize>,
    /// The first route of each uuid.
    uuids: OnceCell<HashMap<&'a str, usize, RandomState>>,
    /// Whether a route had no uuid of its own.
    any_made_up: OnceCell<bool>,
    declared: OnceCell<Declared<'a>>,
}

/// What routes without a uuid are known by.
struct Declared<'a> {
    /// Positions of the routes before, by method and endpoint.
    before: HashMap<(&'a str, &'a str), Vec<usize>, RandomState>,
    /// Of each route now, its position among those with its method and endpoint.
    nth: Vec<usize>,
}

/// What a route takes over from the one that it was.
pub struct CarriedRoute {
    /// Its place in spaces, where it goes on counting.
    pub cell: Option<CellId>,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
}

impl<'a> PreviousRoutes<'a> {
    /// Of what served before, to be found again by the routes of an environment.
    pub fn new(previous: &'a CompiledEnvironment, now: &'a Environment, carry_over: CarryOver) -> Self {
        Self {
            carry_over,
            previous,
            now,
            searches: Cell::new(0),
            uuids: OnceCell::new(),
            any_made_up: OnceCell::new(),
            declared: OnceCell::new(),
        }
    }

    /// The first route before that has a uuid which was not made up.
    fn with_uuid(&self, uuid: &str) -> Option<usize> {
        let before = &self.previous.source.routes;
        if self.searches.get() < FEW_SEARCHES {
            self.searches.set(self.searches.get() + 1);
            return before.iter().position(|route| route.uuid == uuid);
        }
        let uuids = self.uuids.get_or_init(|| {
            let mut uuids = HashMap::with_capacity_and_hasher(before.len(), RandomState::default());
            for (position, route) in before.iter().enumerate().filter(|(_, route)| !is_made_up(&route.uuid)) {
                uuids.entry(route.uuid.as_str()).or_insert(position);
            }
            uuids
        });
        uuids.get(uuid).copied()
    }

    /// What the route at a position of the model takes over.
    pub fn find(&self, position: usize) -> Option<CarriedRoute> {
        let now = self.now.routes.get(position)?;
        let found = self.position_before(position, now)?;
        let before = self.previous.source.routes.get(found)?;
        let RouteSlot::At(index) = self.previous.slots.get(found)? else { return None };
        let route = self.previous.routes.get(*index as usize)?;
        let goes_on = self.carry_over == CarryOver::All || same_route(before, now);
        Some(CarriedRoute { cell: goes_on.then_some(route.cell), metrics: Arc::clone(&route.metrics) })
    }

    /// Where the route was that a route is now.
    fn position_before(&self, position: usize, now: &Route) -> Option<usize> {
        let is_made_up_now = is_made_up(&now.uuid);
        if !is_made_up_now {
            if let Some(found) = self.with_uuid(&now.uuid) {
                return Some(found);
            }
            // Only a route without a uuid of its own may have become one with this uuid.
            let before = &self.previous.source.routes;
            if !*self.any_made_up.get_or_init(|| before.iter().any(|route| is_made_up(&route.uuid))) {
                return None;
            }
        }
        let declared = self.declared.get_or_init(|| Declared::new(&self.previous.source.routes, &self.now.routes));
        let nth = *declared.nth.get(position)?;
        let found = *declared.before.get(&key_of(now))?.get(nth)?;
        // It has lost its uuid, never had one, or has got one.
        let before = self.previous.source.routes.get(found)?;
        (is_made_up_now || is_made_up(&before.uuid)).then_some(found)
    }
}

impl<'a> Declared<'a> {
    fn new(before: &'a [Arc<Route>], now: &'a [Arc<Route>]) -> Self {
        let mut positions: HashMap<_, Vec<usize>, RandomState> = HashMap::default();
        for (position, route) in before.iter().enumerate() {
            positions.entry(key_of(route)).or_default().push(position);
        }
        let mut seen: HashMap<_, usize, RandomState> = HashMap::default();
        let nth = now.iter().map(|route| {
            let count = seen.entry(key_of(route)).or_default();
            *count += 1;
            *count - 1
        });
        Self { nth: nth.collect(), before: positions }
    }
}

/// What a route is known by beside its uuid.
fn key_of(route: &Route) -> (&str, &str) {
    (&route.method, &route.endpoint)
}

/// The buckets of the generation before, to be found again once each.
pub struct PreviousBuckets<'a> {
    buckets: &'a [DataBucket],
    taken: Vec<bool>,
}

impl<'a> PreviousBuckets<'a> {
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

/// Whether a bucket that is known again begins with the same content. By `PUT /mockoon-admin/environment` one that is known
/// by its uuid has to keep its names as well, as in the reference.
pub fn same_content(before: &DataBucket, now: &DataBucket, carry_over: CarryOver) -> bool {
    let may_be_renamed = carry_over == CarryOver::Unchanged || is_made_up(&before.uuid) || is_made_up(&now.uuid);
    before.value == now.value && (may_be_renamed || (before.name == now.name && before.id == now.id))
}

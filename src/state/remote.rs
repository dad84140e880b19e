//! A space that rests in a store: its parts fetched with their versions, and written if nobody else has.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use redis::Value;

use super::part::{StatePart, StateParts};
use super::part_cache::PartCache;
use super::store::{Store, StoreError, codec, scripts};
use super::{Bucket, CellId, Content, Image, StateBudget};
use crate::faker::Draws;
use crate::js::{self, Object, Str};

/// The version of the format, part of every key: two releases that write different things do not meet.
const FORMAT: &str = "1";
/// StateParts that a route is known to look at; one that looks at more in the course of time starts again.
const MAX_LEARNED: usize = 64;

/// Names of the keys of an environment. All have one hash tag, so that a cluster keeps them together.
#[derive(Debug, Clone)]
pub struct Keys {
    prefix: String,
}

impl Keys {
    /// Of the environment of this name.
    pub fn new(environment: &str) -> Self {
        // A brace would end the hash tag.
        let environment: String = environment.chars().filter(|c| !matches!(c, '{' | '}')).collect();
        Self { prefix: format!("sidemock:{{{environment}}}:{FORMAT}") }
    }

    /// A key of the environment.
    pub fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix)
    }

    /// The hash of a session, or of the base.
    pub fn space(&self, session: Option<&str>) -> String {
        session.map_or_else(|| self.key("base"), |id| self.key(&format!("session:{id}")))
    }
}

/// How a space of an environment begins.
#[derive(Clone, Copy)]
pub struct Beginning<'a> {
    /// The buckets of the environment.
    pub buckets: &'a [Arc<Bucket>],
    /// What generating them left.
    pub image: &'a Image,
    /// Where the space's fake data begins.
    pub draws: &'a Draws,
}

impl Beginning<'_> {
    /// What a part begins with, where another process may have begun with something else.
    fn drawn(&self, part: StatePart) -> Option<String> {
        match part {
            StatePart::Bucket(cell) => {
                let bucket = self.buckets.iter().find(|bucket| bucket.cell == cell && bucket.is_generated)?;
                Some(codec::write_content(self.image.cells.bucket(cell).unwrap_or(&bucket.initial)))
            }
            StatePart::Globals if !self.image.cells.globals().is_empty() => {
                Some(codec::write(&js::Value::Object(self.image.cells.globals().clone())))
            }
            _ => None,
        }
    }
}

/// What a part holds, read.
#[derive(Clone)]
enum PartContent {
    Bucket(Arc<Content>),
    Globals(Object),
    Overlay(Arc<HashMap<Str, Str>>),
    Draws(Draws),
}

impl PartContent {
    fn read(part: StatePart, text: &str) -> Option<Self> {
        Some(match part {
            StatePart::Bucket(_) => Self::Bucket(Arc::new(codec::read_content(text)?)),
            StatePart::Globals => match codec::read(text)? {
                js::Value::Object(globals) => Self::Globals(globals),
                _ => return None,
            },
            StatePart::Overlay => Self::Overlay(Arc::new(codec::read_overlay(text)?)),
            StatePart::Draws => Self::Draws(Draws::from_text(text)?),
            StatePart::Number(_) | StatePart::Used(_) | StatePart::All => return None,
        })
    }

    fn put(self, part: StatePart, image: &mut Image) {
        match (self, part) {
            (Self::Bucket(content), StatePart::Bucket(cell)) => image.cells.set_bucket(cell, content),
            (Self::Globals(globals), _) => image.cells.set_globals(globals),
            (Self::Overlay(overlay), _) => image.cells.set_overlay(overlay),
            (Self::Draws(draws), _) => image.draws = draws,
            (Self::Bucket(_), _) => {}
        }
    }
}

/// Parts of a space as they were at one moment.
pub struct LoadedParts {
    /// Their content.
    pub image: Image,
    /// The parts.
    pub parts: StateParts,
    versions: Vec<VersionedPart>,
    /// The version of the whole, where the whole was fetched.
    rev: Option<String>,
}

/// What became of a change.
pub enum Commit {
    /// It is written.
    Done,
    /// Another, who was late before, has the turn.
    NotYet,
    /// Somebody was faster; the parts as they are now.
    Conflict(Box<LoadedParts>),
}

/// A space in the store.
pub struct Remote {
    store: Arc<Store>,
    key: String,
    beginnings: String,
    /// How long it is kept when nobody uses it; for ever if `None`.
    ttl: Option<Duration>,
    /// What the parts that are here may hold.
    pub(super) budget: StateBudget,
    /// What was read or written last, with its version.
    cache: Mutex<PartCache<PartContent>>,
    /// What routes were seen to look at.
    learned: RwLock<HashMap<CellId, StateParts>>,
    /// One transaction of this process at a time: others of ours could only be in its way.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Remote {
    /// The space of a session, or the base.
    pub fn new(
        store: Arc<Store>,
        keys: &Keys,
        session: Option<&str>,
        ttl: Option<Duration>,
        budget: StateBudget,
    ) -> Self {
        Self {
            cache: Mutex::new(PartCache::within(&budget)),
            budget,
            store,
            key: keys.space(session),
            beginnings: keys.key("begin"),
            ttl,
            learned: RwLock::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Where it rests.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Its key in the store.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What requests to a route were seen to look at.
    pub fn learned(&self, route: CellId) -> Option<StateParts> {
        self.learned.read().unwrap_or_else(PoisonError::into_inner).get(&route).cloned()
    }

    /// Notes what a request to a route looked at.
    pub fn learn(&self, route: CellId, parts: &StateParts) {
        if parts.is_empty() || self.learned(route).is_some_and(|known| known == *parts) {
            return;
        }
        let mut learned = self.learned.write().unwrap_or_else(PoisonError::into_inner);
        if parts.len() <= MAX_LEARNED {
            learned.insert(route, parts.clone());
        } else {
            learned.remove(&route);
        }
    }

    /// Forgets what belongs to definitions that are gone.
    pub fn retain(&self, is_there: impl Fn(CellId) -> bool) {
        self.cache().forget(|part| matches!(part, StatePart::Bucket(cell) if !is_there(*cell)));
        self.learned.write().unwrap_or_else(PoisonError::into_inner).retain(|route, _| is_there(*route));
    }

    fn cache(&self) -> MutexGuard<'_, PartCache<PartContent>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ttl_text(&self) -> String {
        self.ttl.map_or(0, |ttl| ttl.as_millis().max(1)).to_string()
    }

    /// Fetches parts in one round trip.
    pub(super) async fn load(&self, parts: &StateParts, beginning: Beginning<'_>) -> Result<LoadedParts, StoreError> {
        if parts.is_all() {
            return self.load_all(beginning).await;
        }
        let known: Vec<VersionedPart> = {
            let cache = self.cache();
            let known = |part| cache.get(part).map(|(version, held)| (version.to_owned(), Some(held.clone())));
            let known = |part| (part, known(part).unwrap_or_default());
            parts.iter().map(known).map(|(part, (version, held))| (part, version, held)).collect()
        };
        let mut script = scripts::load().key(&self.key);
        script.key(&self.beginnings).arg(self.ttl_text());
        for (part, version, _) in &known {
            script.arg(part.field()).arg(version);
        }
        let found: Vec<Value> = self.store.ask(&script).await?;
        if self.begin(parts, &found, beginning).await? {
            return Box::pin(self.load(parts, beginning)).await;
        }
        self.read(parts, &known, found, beginning)
    }

    /// Says how parts begin of which nobody has said so; whether there were any.
    async fn begin(&self, parts: &StateParts, found: &[Value], beginning: Beginning<'_>) -> Result<bool, StoreError> {
        let mut script = scripts::begin().key(&self.beginnings);
        script.arg(fresh_version());
        let mut any = false;
        for (part, value) in parts.iter().zip(found) {
            let is_absent = pair(value).is_some_and(|(version, _)| version.is_empty());
            if let Some(text) = is_absent.then(|| beginning.drawn(part)).flatten() {
                script.arg(part.field()).arg(text);
                any = true;
            }
        }
        if any {
            self.store.ask::<()>(&script).await?;
        }
        Ok(any)
    }

    fn read(
        &self,
        parts: &StateParts,
        known: &[VersionedPart],
        found: Vec<Value>,
        beginning: Beginning<'_>,
    ) -> Result<LoadedParts, StoreError> {
        let mut image = Image { draws: beginning.draws.clone(), ..Image::default() };
        let mut versions = Vec::with_capacity(known.len());
        let foreign = |part: StatePart| StoreError::Foreign(format!("{} of {}", part.field(), self.key));
        let mut cache = self.cache();
        for ((part, _, former), value) in known.iter().zip(&found) {
            let part = *part;
            let (version, content) = pair(value).ok_or_else(|| foreign(part))?;
            let mut kept = None;
            match (part, content) {
                (StatePart::Number(cell), _) => {
                    if !version.is_empty() {
                        image.numbers.insert(cell, version.parse().map_err(|_| foreign(part))?);
                    }
                }
                (StatePart::Used(cell), _) => {
                    if !version.is_empty() {
                        image.used.insert(cell, version.parse().map_err(|_| foreign(part))?);
                    }
                }
                (StatePart::Bucket(cell), _) if version.is_empty() => {
                    // Setting variables aside, generating a bucket may change one before it.
                    if let Some(content) = beginning.image.cells.bucket(cell) {
                        image.cells.set_bucket(cell, Arc::clone(content));
                    }
                }
                (_, _) if version.is_empty() => {}
                (_, Some(text)) => {
                    let held = PartContent::read(part, &text).ok_or_else(|| foreign(part))?;
                    cache.insert(part, version.clone(), held.clone(), text.len());
                    kept = Some(held);
                }
                // Its version is the known one.
                (_, None) => kept = Some(former.clone().ok_or_else(|| foreign(part))?),
            }
            if let Some(held) = &kept {
                held.clone().put(part, &mut image);
            }
            versions.push((part, version, kept));
        }
        Ok(LoadedParts { image, parts: parts.clone(), versions, rev: None })
    }

    async fn load_all(&self, beginning: Beginning<'_>) -> Result<LoadedParts, StoreError> {
        let mut script = scripts::load_all().key(&self.key);
        script.key(&self.beginnings).arg(self.ttl_text());
        let (rev, own, begun): (String, HashMap<String, String>, HashMap<String, String>) =
            self.store.ask(&script).await?;
        let mut image = Image { draws: beginning.draws.clone(), ..Image::default() };
        let buckets = beginning.buckets.iter().map(|bucket| StatePart::Bucket(bucket.cell));
        for part in buckets.chain([StatePart::Globals, StatePart::Overlay, StatePart::Draws]) {
            let field = part.field();
            if let Some(text) = own.get(&field).or_else(|| begun.get(&field)) {
                let held = PartContent::read(part, text);
                let held = held.ok_or_else(|| StoreError::Foreign(format!("{field} of {}", self.key)))?;
                held.put(part, &mut image);
            } else if let (StatePart::Bucket(cell), Some(text)) = (part, beginning.drawn(part)) {
                // Nobody has looked at it yet; whoever does first says how it begins.
                if let Some(content) = codec::read_content(&text) {
                    image.cells.set_bucket(cell, Arc::new(content));
                }
            }
        }
        for (field, text) in &own {
            let counts = match StatePart::of_field(field) {
                Some(StatePart::Number(cell)) => Some((&mut image.numbers, cell)),
                Some(StatePart::Used(cell)) => Some((&mut image.used, cell)),
                _ => None,
            };
            if let (Some((counts, cell)), Ok(number)) = (counts, text.parse()) {
                counts.insert(cell, number);
            }
        }
        Ok(LoadedParts {
            image,
            parts: std::iter::once(StatePart::All).collect(),
            versions: Vec::new(),
            rev: Some(rev),
        })
    }

    /// Writes what has become different, if what was fetched still holds.
    pub(super) async fn commit(
        &self,
        loaded: &LoadedParts,
        now: &Image,
        ticket: &Ticket,
        beginning: Beginning<'_>,
    ) -> Result<Commit, StoreError> {
        let mut changes = if loaded.rev.is_some() { whole(now) } else { changes(loaded, now) };
        if loaded.rev.is_some() {
            changes.extend(uses(loaded, now));
        }
        let version = fresh_version();
        let mut script = scripts::commit().key(&self.key);
        script.key(&self.beginnings).key(format!("{}:turn", self.key)).arg(self.ttl_text()).arg(&version);
        script.arg(loaded.rev.as_deref().unwrap_or("*")).arg(u8::from(loaded.rev.is_some()));
        script.arg(2 * loaded.versions.len()).arg(&ticket.name).arg(u8::from(ticket.is_urgent));
        for (part, version, _) in &loaded.versions {
            script.arg(part.field()).arg(version);
        }
        for (part, text, _) in &changes {
            script.arg(part.field()).arg(text);
        }
        match self.store.ask(&script).await? {
            Value::Int(1) => {
                let mut cache = self.cache();
                if loaded.rev.is_some() {
                    cache.forget(|_| true);
                }
                for (part, text, held) in changes {
                    if let Some(held) = held {
                        cache.insert(part, version.clone(), held, text.len());
                    }
                }
                Ok(Commit::Done)
            }
            Value::Array(found) => {
                self.store.metrics.conflicts.fetch_add(1, Ordering::Relaxed);
                self.read(&loaded.parts, &loaded.versions, found, beginning)
                    .map(|loaded| Commit::Conflict(Box::new(loaded)))
            }
            Value::Int(2) => Ok(Commit::NotYet),
            _ => {
                self.store.metrics.conflicts.fetch_add(1, Ordering::Relaxed);
                self.load(&loaded.parts, beginning).await.map(|loaded| Commit::Conflict(Box::new(loaded)))
            }
        }
    }
}

/// A transaction, as others know it.
pub struct Ticket {
    name: String,
    /// Whether it was late so often that it wants the turn.
    pub is_urgent: bool,
}

impl Ticket {
    /// A ticket that nobody had before.
    pub fn draw() -> Self {
        Self { name: fresh_version(), is_urgent: false }
    }
}

/// Whether a step has changed anything.
pub(super) fn is_changed(loaded: &LoadedParts, now: &Image) -> bool {
    !changes(loaded, now).is_empty()
}

/// Versions that nobody had before, drawn by whoever writes: a counter would come again when a store lost its latest data.
fn fresh_version() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Version and content of an answer of the script.
fn pair(value: &Value) -> Option<(String, Option<String>)> {
    let Value::Array(pair) = value else { return None };
    let text = |value: &Value| match value {
        Value::BulkString(bytes) => String::from_utf8(bytes.clone()).ok(),
        Value::SimpleString(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    };
    Some((text(pair.first()?)?, pair.get(1).and_then(text)))
}

/// A part with the version of it that is known, and what it holds then.
type VersionedPart = (StatePart, String, Option<PartContent>);

type PartChange = (StatePart, String, Option<PartContent>);

/// What is different from what was fetched. What is shared with it is not.
fn changes(loaded: &LoadedParts, now: &Image) -> Vec<PartChange> {
    let before = &loaded.image;
    let mut changes = Vec::new();
    if now.cells.globals().address() != before.cells.globals().address()
        || now.cells.globals().len() != before.cells.globals().len()
    {
        changes.push(globals(now));
    }
    if !Arc::ptr_eq(now.cells.overlay(), before.cells.overlay()) {
        changes.push(overlay(now));
    }
    if !now.draws.is_same(&before.draws) {
        changes.extend(draws(now));
    }
    for (cell, content) in now.cells.buckets().iter() {
        if !before.cells.bucket(*cell).is_some_and(|old| Arc::ptr_eq(old, content)) {
            changes.push(bucket(*cell, content));
        }
    }
    for (cell, counted) in &now.numbers {
        if before.numbers.get(cell) != Some(counted) {
            changes.push((StatePart::Number(*cell), counted.to_string(), None));
        }
    }
    changes.extend(uses(loaded, now));
    if loaded.rev.is_some() && before.numbers.len() > now.numbers.len() {
        // Numbers were forgotten: the whole is written, whatever else is different.
        changes.push(globals(now));
    }
    changes
}

/// Counts of uses that are different from what was fetched.
fn uses(loaded: &LoadedParts, now: &Image) -> impl Iterator<Item = PartChange> {
    let changed = now.used.iter().filter(|(cell, used)| loaded.image.used.get(*cell) != Some(*used));
    changed.map(|(cell, used)| (StatePart::Used(*cell), used.to_string(), None))
}

/// The whole, as it replaces what was there; uses of what steers the space stay.
fn whole(now: &Image) -> Vec<PartChange> {
    let mut all = vec![globals(now), overlay(now)];
    all.extend(draws(now));
    all.extend(now.cells.buckets().iter().map(|(cell, content)| bucket(*cell, content)));
    all.extend(now.numbers.iter().map(|(cell, counted)| (StatePart::Number(*cell), counted.to_string(), None)));
    all
}

fn globals(now: &Image) -> PartChange {
    let globals = now.cells.globals().clone();
    (StatePart::Globals, codec::write(&js::Value::Object(globals.clone())), Some(PartContent::Globals(globals)))
}

fn overlay(now: &Image) -> PartChange {
    let overlay = Arc::clone(now.cells.overlay());
    (StatePart::Overlay, codec::write_overlay(&overlay), Some(PartContent::Overlay(overlay)))
}

fn draws(now: &Image) -> Option<PartChange> {
    Some((StatePart::Draws, now.draws.to_text()?, Some(PartContent::Draws(now.draws.clone()))))
}

fn bucket(cell: CellId, content: &Arc<Content>) -> PartChange {
    (StatePart::Bucket(cell), codec::write_content(content), Some(PartContent::Bucket(Arc::clone(content))))
}

//! A snapshot: a space at rest, kept by what buckets and routes are, so that it survives reloads.

use crate::environment::model::Environment;
use crate::faker::Draws;
use crate::js::{Object, Str, Value, json};
use crate::state::space::now_ms;
use crate::state::store::codec;
use crate::state::{Cells, Content, Image, NoRoom, StateBudget};

use std::sync::Arc;

use super::compiled::CompiledEnvironment;

/// Bytes of a bucket or counter beside its names, about.
const BASE_WEIGHT: usize = 128;

/// The state of a space at one moment. Values are shared with the space.
#[derive(Clone)]
pub struct Snapshot {
    /// When it was taken, in milliseconds since the epoch.
    pub created_ms: f64,
    image: Image,
    buckets: Vec<KeptBucket>,
    counters: Vec<KeptCounter>,
}

/// A bucket of a snapshot.
#[derive(Debug, Clone)]
struct KeptBucket {
    uuid: Str,
    id: Str,
    name: Str,
    content: Arc<Content>,
    /// What the bucket begins with, until it is settled what the content has in common with it.
    beginning: Option<Arc<Content>>,
}

/// The request number of a route.
#[derive(Debug, Clone)]
struct KeptCounter {
    uuid: Str,
    method: Str,
    endpoint: Str,
    counted: u64,
}

impl KeptBucket {
    /// Whether it is of the bucket with these names.
    fn is_of(&self, uuid: &str, id: &str, name: &str) -> bool {
        self.uuid == uuid || self.id == id || self.name == name
    }

    fn is_same(&self, other: &Self) -> bool {
        self.is_of(&other.uuid, &other.id, &other.name)
    }

    /// What it is named by, and how that key is called.
    fn named(&self) -> (&'static str, &Str) {
        let names = [("id", &self.id), ("name", &self.name), ("uuid", &self.uuid)];
        names.into_iter().find(|(_, name)| !name.is_empty()).unwrap_or(names[0])
    }
}

impl KeptCounter {
    /// Whether it is of the route with this uuid, or declared so.
    fn is_of(&self, uuid: &str, method: &str, endpoint: &str) -> bool {
        self.uuid == uuid || (self.method == method && self.endpoint == endpoint)
    }

    fn is_same(&self, other: &Self) -> bool {
        self.is_of(&other.uuid, &other.method, &other.endpoint)
    }
}

/// Why a text is no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SnapshotError {
    /// What is wrong, and what would be right.
    pub message: String,
    /// Where, as a path from `$`.
    pub path: String,
}

impl Snapshot {
    /// Of a space's image, as an environment names its cells.
    pub fn new(image: Image, compiled: &CompiledEnvironment) -> Self {
        let buckets = compiled.buckets.iter().map(|bucket| KeptBucket {
            uuid: bucket.uuid.clone(),
            id: bucket.id.clone(),
            name: bucket.name.clone(),
            content: Arc::clone(image.cells.bucket(bucket.cell).unwrap_or(&bucket.initial)),
            beginning: Some(Arc::clone(&bucket.initial)),
        });
        let buckets = buckets.collect();
        let counters = compiled.routes.iter().filter_map(|route| {
            let counted = *image.numbers.get(&route.cell)?;
            let (uuid, method, endpoint) =
                (route.definition.uuid.clone(), route.definition.method.clone(), route.definition.endpoint.clone());
            Some(KeptCounter { uuid, method, endpoint, counted })
        });
        let counters = counters.collect();
        Self { created_ms: now_ms(), image, buckets, counters }
    }

    /// The same within what all states may hold: values that several snapshots have in common count once, and as long as
    /// one of them, or a space that went back to one, has them.
    ///
    /// # Errors
    /// When there is no room.
    pub fn within(mut self, budget: &StateBudget) -> Result<Self, NoRoom> {
        for kept in &mut self.buckets {
            let beginning = kept.beginning.take();
            kept.content = kept.content.at_rest(beginning.as_deref(), budget)?;
        }
        let named = |names: [&Str; 3]| BASE_WEIGHT + names.iter().map(|name| name.len()).sum::<usize>();
        let buckets = self.buckets.iter().map(|kept| named([&kept.uuid, &kept.id, &kept.name]));
        let counters = self.counters.iter().map(|kept| named([&kept.uuid, &kept.method, &kept.endpoint]));
        self.image.cells = self.image.cells.at_rest(budget, BASE_WEIGHT + buckets.chain(counters).sum::<usize>())?;
        Ok(self)
    }

    /// The image of a space of this environment that is as the snapshot says. What the environment has no place for is
    /// left out; buckets that the snapshot does not know are as at the beginning.
    pub fn image(&self, compiled: &CompiledEnvironment) -> Image {
        let mut cells = self.image.cells.without_buckets();
        for bucket in &compiled.buckets {
            let is_same = |kept: &&KeptBucket| kept.uuid == bucket.uuid;
            let by_name = |kept: &&KeptBucket| kept.id == bucket.id || kept.name == bucket.name;
            let kept = self.buckets.iter().find(is_same).or_else(|| self.buckets.iter().find(by_name));
            if let Some(kept) = kept
                && !bucket.initial.is_same_as(&kept.content)
            {
                cells.set_bucket(bucket.cell, Arc::clone(&kept.content));
            }
        }
        let numbers = compiled.routes.iter().filter_map(|route| {
            let definition = &route.definition;
            let is_same = |kept: &&KeptCounter| kept.uuid == definition.uuid;
            let declared =
                |kept: &&KeptCounter| kept.method == definition.method && kept.endpoint == definition.endpoint;
            let kept = self.counters.iter().find(is_same).or_else(|| self.counters.iter().find(declared))?;
            Some((route.cell, kept.counted))
        });
        Image { cells, numbers: numbers.collect(), draws: self.image.draws.clone(), ..Image::default() }
    }

    /// Where it names a bucket or route that an environment has no place for, and what there is. What an earlier snapshot
    /// of it names as well was there once.
    pub fn misplaced(&self, environment: &Environment, earlier: Option<&Self>) -> Option<SnapshotError> {
        let was_there =
            |kept: &KeptBucket| earlier.is_some_and(|earlier| earlier.buckets.iter().any(|one| one.is_same(kept)));
        for (i, kept) in self.buckets.iter().enumerate() {
            if !environment.data.iter().any(|data| kept.is_of(&data.uuid, &data.id, &data.name)) && !was_there(kept) {
                let (key, named) = kept.named();
                let known: Vec<String> =
                    environment.data.iter().map(|data| format!("{} (\"{}\")", data.id, data.name)).collect();
                let known = if known.is_empty() {
                    "there are none".to_owned()
                } else {
                    format!("there are {}", known.join(", "))
                };
                let message = format!("the environment has no data bucket with the {key} \"{named}\"; {known}");
                return Some(SnapshotError { message, path: format!("$.buckets[{i}].{key}") });
            }
        }
        let was_there =
            |kept: &KeptCounter| earlier.is_some_and(|earlier| earlier.counters.iter().any(|one| one.is_same(kept)));
        let is_there = |kept: &KeptCounter| {
            environment.routes.iter().any(|route| kept.is_of(&route.uuid, &route.method, &route.endpoint))
        };
        let (i, kept) = self.counters.iter().enumerate().find(|(_, kept)| !is_there(kept) && !was_there(kept))?;
        let named = [&kept.uuid, &kept.method, &kept.endpoint].map(Str::as_str).join(" ");
        let message = format!(
            "the environment has no route \"{}\"; give the uuid of one as route, or its method and endpoint as declared",
            named.trim()
        );
        Some(SnapshotError { message, path: format!("$.counters[{i}]") })
    }

    /// Bytes of its values, roughly, as JSON.
    pub fn weight(&self) -> usize {
        let text = |value: &Value| json::stringify(value).map_or(0, |text| text.len());
        self.buckets.iter().map(|kept| text(kept.content.value())).sum::<usize>()
            + text(&Value::Object(self.image.cells.globals().clone()))
    }

    /// How many buckets it holds.
    pub fn bucket_count(&self) -> usize {
        self.buckets.len()
    }

    /// The whole as a value: `buckets`, `globalVars`, `envVars`, `counters`, and `draws` where a seed decides on fake data.
    pub fn to_value(&self) -> Value {
        let buckets = self.buckets.iter().map(|kept| {
            object([
                ("uuid", Value::String(kept.uuid.clone())),
                ("id", Value::String(kept.id.clone())),
                ("name", Value::String(kept.name.clone())),
                ("value", kept.content.value().clone()),
                ("parsed", Value::Bool(kept.content.parsed)),
            ])
        });
        let counters = self.counters.iter().map(|kept| {
            object([
                ("route", Value::String(kept.uuid.clone())),
                ("method", Value::String(kept.method.clone())),
                ("endpoint", Value::String(kept.endpoint.clone())),
                ("requests", Value::Number(kept.counted as f64)),
            ])
        });
        let overlay: Object = self
            .image
            .cells
            .overlay()
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect();
        let mut whole = object([
            ("buckets", Value::array(buckets.collect())),
            ("globalVars", Value::Object(self.image.cells.globals().clone())),
            ("envVars", Value::object(overlay)),
            ("counters", Value::array(counters.collect())),
        ]);
        if let (Some(draws), Some(whole)) = (self.image.draws.to_text(), whole.object_mut()) {
            whole.insert("draws", Value::from(draws));
        }
        whole
    }

    /// The whole as a text of the store.
    pub fn to_text(&self) -> String {
        let Value::Object(mut whole) = self.to_value() else { return String::new() };
        whole.insert("created", Value::Number(self.created_ms));
        codec::write(&Value::object(whole))
    }

    /// Reads what [`Snapshot::to_text`] writes.
    pub fn from_text(text: &str) -> Option<Self> {
        let Value::Object(whole) = codec::read(text)? else { return None };
        let created_ms = whole.get("created").and_then(Value::as_number)?;
        let mut snapshot = Self::from_value(&Value::object(whole)).ok()?;
        snapshot.created_ms = created_ms;
        Some(snapshot)
    }

    /// Reads what [`Snapshot::to_value`] writes. Everything may be missing.
    ///
    /// # Errors
    /// When something is of another type, or unknown.
    pub fn from_value(value: &Value) -> Result<Self, SnapshotError> {
        let Some(top) = value.as_object() else {
            return Err(wrong("$", "a snapshot is an object with buckets, globalVars, envVars and counters"));
        };
        // What the list of snapshots shows beside them may come back with them.
        let known = ["buckets", "globalVars", "envVars", "counters", "draws", "name", "created", "bytes"];
        known_keys(top, "$", &known)?;
        let mut cells = Cells::default();
        if let Some(globals) = top.get("globalVars") {
            let Value::Object(globals) = globals else { return Err(wrong("$.globalVars", "an object of variables")) };
            cells.set_globals(globals.clone());
        }
        if let Some(overlay) = top.get("envVars") {
            let Some(overlay) = overlay.as_object() else { return Err(wrong("$.envVars", "an object of variables")) };
            let overlay = overlay.iter().map(|(name, value)| (name.clone(), value.to_str()));
            cells.set_overlay(Arc::new(overlay.collect()));
        }
        let draws = match top.get("draws") {
            None | Some(Value::Null) => Draws::default(),
            Some(text) => {
                let read = text.as_str().and_then(Draws::from_text);
                read.ok_or_else(|| wrong("$.draws", "what a snapshot of a seeded state shows there, or nothing"))?
            }
        };
        let buckets = list(top, "buckets")?.iter().enumerate().map(|(i, bucket)| read_bucket(bucket, i));
        let counters = list(top, "counters")?.iter().enumerate().map(|(i, counter)| read_counter(counter, i));
        Ok(Self {
            created_ms: now_ms(),
            buckets: buckets.collect::<Result<_, _>>()?,
            counters: counters.collect::<Result<_, _>>()?,
            image: Image { cells, draws, ..Image::default() },
        })
    }
}

fn read_bucket(bucket: &Value, i: usize) -> Result<KeptBucket, SnapshotError> {
    let path = format!("$.buckets[{i}]");
    let Some(object) = bucket.as_object() else { return Err(wrong(&path, "an object with id or name, and value")) };
    known_keys(object, &path, &["uuid", "id", "name", "value", "parsed", "validJson"])?;
    if !["uuid", "id", "name"].iter().any(|key| object.contains_key(key)) {
        return Err(wrong(&path, "the uuid, id or name of a bucket"));
    }
    let content = match (object.get("value"), object.get("parsed")) {
        // A value that is undefined has no place in JSON: what was shown so has `parsed` alone.
        (None, None) => return Err(wrong(&path, "a value beside what names the bucket")),
        (Some(Value::String(text)), Some(Value::Bool(false))) => Content::waiting(text.clone()),
        (value, _) => Content::parsed(value.cloned().unwrap_or_default(), !matches!(value, Some(Value::String(_)))),
    };
    let text = |key: &str| object.get(key).map(Value::to_str).unwrap_or_default();
    Ok(KeptBucket {
        uuid: text("uuid"),
        id: text("id"),
        name: text("name"),
        content: Arc::new(content),
        beginning: None,
    })
}

fn read_counter(counter: &Value, i: usize) -> Result<KeptCounter, SnapshotError> {
    let path = format!("$.counters[{i}]");
    let Some(object) = counter.as_object() else { return Err(wrong(&path, "an object with route and requests")) };
    known_keys(object, &path, &["route", "method", "endpoint", "requests"])?;
    let Some(counted) = object.get("requests").and_then(Value::as_number).filter(|n| *n >= 0.0 && n.fract() == 0.0)
    else {
        return Err(wrong(&format!("{path}.requests"), "a number from 0"));
    };
    let text = |key: &str| object.get(key).map(Value::to_str).unwrap_or_default();
    let (uuid, method, endpoint) = (text("route"), text("method"), text("endpoint"));
    Ok(KeptCounter { uuid, method, endpoint, counted: counted as u64 })
}

fn object<const N: usize>(members: [(&'static str, Value); N]) -> Value {
    members.into_iter().collect::<Object>().into()
}

fn list<'a>(top: &'a Object, key: &str) -> Result<&'a [Value], SnapshotError> {
    match top.get(key) {
        None => Ok(&[]),
        Some(value) => value.as_array().ok_or_else(|| wrong(&format!("$.{key}"), "a list")),
    }
}

fn known_keys(object: &Object, path: &str, known: &[&str]) -> Result<(), SnapshotError> {
    match object.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some((key, _)) => Err(SnapshotError {
            message: format!("unknown key \"{key}\"; known are {}", known.join(", ")),
            path: format!("{path}.{key}"),
        }),
    }
}

fn wrong(path: &str, right: &str) -> SnapshotError {
    SnapshotError { message: format!("expected {right}"), path: path.to_owned() }
}

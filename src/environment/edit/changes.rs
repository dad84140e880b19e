//! What is not the same in two environments: settings, folders, routes, data buckets and callbacks that were added, changed
//! or removed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use serde::Serialize;
use serde_json::Value;

use super::super::identity::is_made_up;
use super::super::model::{Callback, ChildKind, DataBucket, Environment, Folder, FolderChild, Route};
use super::merge::shell;
use crate::js::Str;

/// Everything that is not the same.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// What was not there before.
    pub added: Vec<Change>,
    /// What is another.
    pub changed: Vec<Change>,
    /// What is there no more.
    pub removed: Vec<Change>,
}

/// Something that is not the same.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `setting`, `folder`, `route`, `bucket` or `callback`.
    pub kind: &'static str,
    /// Its uuid; a setting has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uuid: String,
    /// What people know it by: `GET /users/:id` of a route, the key of a setting.
    pub name: String,
    /// The members that are not the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// Something that an environment has several of.
trait Part: Serialize {
    const KIND: &'static str;

    fn uuid(&self) -> &str;

    fn name(&self) -> String;

    /// What it is known by when its uuid is another.
    fn names(&self) -> Option<Names>;

    fn is_like(&self, other: &Self) -> bool;
}

/// What a part is known by beside its uuid.
type Names = (Str, Str);

impl Part for Folder {
    const KIND: &'static str = "folder";

    fn uuid(&self) -> &str {
        &self.uuid
    }

    fn name(&self) -> String {
        self.name.to_string()
    }

    fn names(&self) -> Option<Names> {
        None
    }

    fn is_like(&self, other: &Self) -> bool {
        self.name == other.name && in_both(&self.children, &other.children)
    }
}

impl Part for Route {
    const KIND: &'static str = "route";

    fn uuid(&self) -> &str {
        &self.uuid
    }

    fn name(&self) -> String {
        name_of(self)
    }

    fn names(&self) -> Option<Names> {
        is_made_up(&self.uuid).then(|| (self.method.clone(), self.endpoint.clone()))
    }

    fn is_like(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self == other
    }
}

impl Part for DataBucket {
    const KIND: &'static str = "bucket";

    fn uuid(&self) -> &str {
        &self.uuid
    }

    fn name(&self) -> String {
        self.name.to_string()
    }

    fn names(&self) -> Option<Names> {
        Some((self.id.clone(), self.name.clone()))
    }

    fn is_like(&self, other: &Self) -> bool {
        self == other
    }
}

impl Part for Callback {
    const KIND: &'static str = "callback";

    fn uuid(&self) -> &str {
        &self.uuid
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn names(&self) -> Option<Names> {
        Some((self.id.as_str().into(), self.name.as_str().into()))
    }

    fn is_like(&self, other: &Self) -> bool {
        self == other
    }
}

/// What is not the same in an environment and the one that follows it.
pub fn changes(before: &Environment, now: &Environment) -> Changes {
    let mut changes = Changes::default();
    settings(before, now, &mut changes);
    compare::<Folder>(before.folders.iter().collect(), now.folders.iter().collect(), &mut changes);
    let (old, new) = (before.routes.iter().map(Arc::as_ref), now.routes.iter().map(Arc::as_ref));
    compare::<Route>(old.collect(), new.collect(), &mut changes);
    compare::<DataBucket>(before.data.iter().collect(), now.data.iter().collect(), &mut changes);
    compare::<Callback>(before.callbacks.iter().collect(), now.callbacks.iter().collect(), &mut changes);
    changes
}

/// A route as people know it.
pub fn name_of(route: &Route) -> String {
    format!("{} /{}", route.method.to_uppercase(), route.endpoint).trim_start().to_owned()
}

fn settings(before: &Environment, now: &Environment, changes: &mut Changes) {
    let setting =
        |name: &str| Change { kind: "setting", uuid: String::new(), name: name.to_owned(), fields: Vec::new() };
    let (old, new) = (shell(before), shell(now));
    let fields = fields(&old, &new);
    // Callbacks are told one by one.
    changes.changed.extend(fields.iter().filter(|name| *name != "callbacks").map(|name| setting(name)));
    if !in_both(&before.root_children, &now.root_children) {
        changes.changed.push(setting("rootChildren"));
    }
}

/// Whether two lists have those that both hold in the same order.
fn in_both(before: &[FolderChild], now: &[FolderChild]) -> bool {
    fn known(list: &[FolderChild]) -> HashSet<(&str, bool), RandomState> {
        list.iter().map(key).collect()
    }
    fn key(child: &FolderChild) -> (&str, bool) {
        (child.uuid.as_str(), child.kind == ChildKind::Route)
    }
    if before == now {
        return true;
    }
    let (old, new) = (known(before), known(now));
    let kept = before.iter().map(key).filter(|child| new.contains(child));
    kept.eq(now.iter().map(key).filter(|child| old.contains(child)))
}

/// Finds the parts again, by their uuids, else by what else they are known by, each once.
fn compare<T: Part>(before: Vec<&T>, now: Vec<&T>, changes: &mut Changes) {
    let mut by_uuid: HashMap<&str, usize, RandomState> = HashMap::default();
    let mut by_name: HashMap<Names, Vec<usize>, RandomState> = HashMap::default();
    for (position, part) in before.iter().enumerate().rev() {
        by_uuid.insert(part.uuid(), position);
        if let Some(names) = part.names() {
            by_name.entry(names).or_default().push(position);
        }
    }
    let mut free: HashSet<usize, RandomState> = (0..before.len()).collect();
    let mut found: Vec<Option<usize>> =
        now.iter().map(|part| by_uuid.get(part.uuid()).copied().filter(|at| free.remove(at))).collect();
    for (part, found) in now.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
        let named = part.names().and_then(|names| by_name.get_mut(&names));
        *found = named.and_then(|list| std::iter::from_fn(|| list.pop()).find(|at| free.remove(at)));
    }
    let change = |part: &T, fields| Change { kind: T::KIND, uuid: part.uuid().to_owned(), name: part.name(), fields };
    for (part, found) in now.into_iter().zip(found) {
        match found.and_then(|at| before.get(at)) {
            None => changes.added.push(change(part, Vec::new())),
            Some(old) if old.is_like(part) => {}
            Some(old) => changes.changed.push(change(part, fields(*old, part))),
        }
    }
    let gone = before.iter().enumerate().filter(|(position, _)| free.contains(position));
    changes.removed.extend(gone.map(|(_, part)| change(part, Vec::new())));
}

/// The members of two objects that are not the same.
fn fields(before: &impl Serialize, now: &impl Serialize) -> Vec<String> {
    let (before, now) = (serde_json::to_value(before), serde_json::to_value(now));
    let (Ok(Value::Object(before)), Ok(Value::Object(now))) = (before, now) else { return Vec::new() };
    let differs = now.iter().filter(|(name, value)| before.get(*name) != Some(value));
    differs.map(|(name, _)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::edit::read::new_uuid;
    use crate::environment::reader::read_value;

    #[test]
    fn tells_what_is_not_the_same() {
        let (uuid, a, b, c, d) = (new_uuid(), new_uuid(), new_uuid(), new_uuid(), new_uuid());
        let child = |uuid: &str| json!({"type": "route", "uuid": uuid});
        let before = json!({
            "uuid": uuid, "name": "n", "rootChildren": [child(&a), child(&b)],
            "routes": [{"uuid": a, "endpoint": "a"}, {"uuid": b, "endpoint": "b"}],
            "data": [{"uuid": c, "id": "c", "name": "C", "value": "[]"}],
        });
        let mut now = before.clone();
        now["latency"] = json!(5);
        now["routes"] = json!([{"uuid": d, "endpoint": "d"}, {"uuid": b, "endpoint": "b", "method": "post"}]);
        now["rootChildren"] = json!([child(&b), child(&d)]);
        now["data"][0]["value"] = json!("[1]");
        let found = changes(&read_value(before.clone()), &read_value(now));
        let shown = |list: &[Change]| {
            list.iter().map(|one| format!("{} {} {}", one.kind, one.name, one.fields.join(","))).collect::<Vec<_>>()
        };
        assert_eq!(shown(&found.added), ["route GET /d "]);
        assert_eq!(shown(&found.changed), ["setting latency ", "route POST /b method", "bucket C value"]);
        assert_eq!(shown(&found.removed), ["route GET /a "]);
        let mut same = before.clone();
        same["rootChildren"] = json!([child(&b), child(&a)]);
        assert_eq!(shown(&changes(&read_value(before), &read_value(same)).changed), ["setting rootChildren "]);
    }
}

//! The short way of a file of today: from text straight into the model. The items of the long lists are repaired one by
//! one as they are read, so that the whole document never lies in memory beside the model. Files that lack but the last
//! few migrations come this way too: each item is migrated while it is read.
//!
//! Whatever is out of the ordinary (older files, OpenAPI, exports, broken text) is left to the long way, which says the
//! right thing about it; for all others both ways give the same environment and the same repairs.

use super::document::{Collector, Document};
use super::kind;
use super::migrations::LAST_MIGRATION;
use super::migrations::recent::{self, Changes};
use super::model::Environment;
use super::reader::fields::{FieldSource, FieldValue, Item, Listed};
use super::reader::log::Step;
use super::reader::text::{Object, Text};
use super::reader::{self, Lists, RepairLog, ahead};

/// What came of a text.
pub struct FastPath {
    /// The environment; references are not repaired yet.
    pub environment: Environment,
    /// What was repaired.
    pub log: RepairLog,
    /// Whether the file says which migrations it has been through.
    pub is_dated: bool,
}

/// Reads a text; `None` sends it the long way.
pub fn read(text: &str) -> Option<FastPath> {
    let mut text = Text::new(text);
    let mut file = text.object()?;
    let mut lists = Lists::default();
    let mut fields = Collector::default();
    let (mut since, mut is_environment, mut is_export) = (None, false, false);
    while let Some(key) = file.next_key() {
        is_environment |= kind::is_environment_key(&key);
        match key.as_str() {
            "rootChildren" => long_list(&mut file, "rootChildren", &mut lists.root_children, None)?,
            "folders" => long_list(&mut file, "folders", &mut lists.folders, since.and_then(recent::folder))?,
            "routes" => long_list(&mut file, "routes", &mut lists.routes, since.and_then(recent::route))?,
            "data" => list(&mut file, "data", &mut lists.data)?,
            "openapi" | "swagger" => return None,
            "lastMigration" => {
                let number = file.value();
                let is_late = lists.routes.is_some() || lists.folders.is_some();
                let before = since.replace(recent::since(&number)?);
                if before.is_some() || (is_late && since != Some(LAST_MIGRATION)) {
                    return None;
                }
                fields.insert(key, number);
            }
            _ => {
                is_export |= key == "source";
                fields.insert(key, file.value());
            }
        }
    }
    let is_dated = since.is_some();
    if !text.is_read() || !is_environment || (is_export && !is_dated) {
        return None;
    }
    let mut fields = fields.finish();
    if let Some(since) = since.filter(|since| *since < LAST_MIGRATION) {
        // Migrations that do not find their lists stop.
        lists.routes.as_ref().zip(lists.folders.as_ref())?;
        recent::environment(&mut fields, since).ok()?;
    }
    let mut log = RepairLog::default();
    let environment = reader::read_listed(Document::Object(fields), lists, &mut log);
    Some(FastPath { environment, log, is_dated })
}

/// Reads a list item by item; anything but one list of that name is for the long way.
fn list<T: Item>(file: &mut Object<'_, '_>, key: &'static str, into: &mut Option<Listed<T>>) -> Option<()> {
    keep(key, into, |log| file.list(log))
}

/// The same, of items of which there may be a great many, and which may be as old as the file.
fn long_list<T: Item + Send>(
    file: &mut Object<'_, '_>,
    key: &'static str,
    into: &mut Option<Listed<T>>,
    changes: Option<&'static Changes>,
) -> Option<()> {
    keep(key, into, |log| ahead::list(file, changes, log))
}

fn keep<T>(
    key: &'static str,
    into: &mut Option<Listed<T>>,
    read: impl FnOnce(&mut RepairLog) -> FieldValue<Vec<T>>,
) -> Option<()> {
    let mut log = RepairLog::default();
    match log.at(Step::Key(key), read) {
        FieldValue::Wanted(items) if into.is_none() => *into = Some(Listed::new(items, log)),
        _ => return None,
    }
    Some(())
}

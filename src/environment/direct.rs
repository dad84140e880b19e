//! The short way of a file of today: from text straight into the model. The items of the long lists are repaired one by
//! one as they are read, so that the whole document never lies in memory beside the model.
//!
//! Whatever is out of the ordinary (older files, OpenAPI, exports, broken text) is left to the long way, which says the
//! right thing about it; for all others both ways give the same environment and the same repairs.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::document::{Collector, Document};
use super::migrations::LAST_MIGRATION;
use super::model::Environment;
use super::repair::{self, Item, Lists, RepairLog, Streamed};
use crate::js::Str;

/// What came of a text.
pub struct Direct {
    /// The environment; references are not repaired yet.
    pub environment: Environment,
    /// What was repaired.
    pub log: RepairLog,
    /// Whether the file says which migrations it has been through.
    pub is_dated: bool,
}

/// Reads a text; `None` sends it the long way.
pub fn read(text: &str) -> Option<Direct> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let direct = deserializer.deserialize_map(FileVisitor).ok()?;
    deserializer.end().ok()?;
    Some(direct)
}

/// Ends the reading: the file is for the long way.
fn another_way<E: Error>() -> E {
    E::custom("not a plain environment of today")
}

struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = Direct;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an environment")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut file: A) -> Result<Direct, A::Error> {
        let mut lists = Lists::default();
        let mut fields = Collector::default();
        let (mut is_dated, mut is_environment, mut is_export) = (false, false, false);
        while let Some(key) = file.next_key::<Str>()? {
            is_environment |= matches!(key.as_str(), "lastMigration" | "routes" | "rootChildren" | "endpointPrefix");
            match key.as_str() {
                "rootChildren" => stream(&mut file, "rootChildren", repair::folder_child, &mut lists.root_children)?,
                "folders" => stream(&mut file, "folders", repair::folder, &mut lists.folders)?,
                "routes" => stream(&mut file, "routes", repair::route, &mut lists.routes)?,
                "data" => stream(&mut file, "data", repair::data_bucket, &mut lists.data)?,
                "openapi" | "swagger" => return Err(another_way()),
                "lastMigration" => {
                    let number: Document = file.next_value()?;
                    let is_today =
                        matches!(&number, Document::Number(n) if n.as_f64() == Some(f64::from(LAST_MIGRATION)));
                    if is_dated || !is_today {
                        return Err(another_way());
                    }
                    is_dated = true;
                    fields.insert(key, number);
                }
                "source" => {
                    is_export = true;
                    let value = file.next_value()?;
                    fields.insert(key, value);
                }
                _ => {
                    let value = file.next_value()?;
                    fields.insert(key, value);
                }
            }
        }
        if !is_environment || (is_export && !is_dated) {
            return Err(another_way());
        }
        let mut log = RepairLog::default();
        let environment = repair::repair_listed(Document::Object(fields.finish()), lists, &mut log);
        Ok(Direct { environment, log, is_dated })
    }
}

/// Reads a list item by item; anything but one list of that name is for the long way.
fn stream<'de, A: MapAccess<'de>, T>(
    file: &mut A,
    key: &'static str,
    item: Item<T>,
    into: &mut Option<Streamed<T>>,
) -> Result<(), A::Error> {
    if into.is_some() {
        return Err(another_way());
    }
    *into = Some(file.next_value_seed(Items(Streamed::new(key, item)))?);
    Ok(())
}

struct Items<T>(Streamed<T>);

impl<'de, T> DeserializeSeed<'de> for Items<T> {
    type Value = Streamed<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Streamed<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T> Visitor<'de> for Items<T> {
    type Value = Streamed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Streamed<T>, A::Error> {
        while let Some(item) = items.next_element::<Document>()? {
            self.0.add(item);
        }
        Ok(self.0)
    }
}

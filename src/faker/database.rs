//! `database`: columns, types and settings of databases.

use super::Method::{self, Call, Pick};
use super::fault::Drawn;
use super::generator::{Generator, text};
use super::string;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("column", Pick("database", "column")),
    ("type", Pick("database", "type")),
    ("collation", Pick("database", "collation")),
    ("engine", Pick("database", "engine")),
    ("mongodbObjectId", Call(mongodb_object_id)),
];

fn mongodb_object_id(g: &mut Generator, _: &[Value]) -> Drawn {
    text(string::lower_hex(g, 24)?)
}

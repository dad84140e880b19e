//! Columns, types and settings of databases

use crate::faker::definitions::Entry::{self, List};

/// `definitions.database`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] =
    &[("collation", List(COLLATION)), ("column", List(COLUMN)), ("engine", List(ENGINE)), ("type", List(TYPE))];

#[rustfmt::skip]
const COLLATION: &[&str] = &[
    "ascii_bin", "ascii_general_ci", "cp1250_bin", "cp1250_general_ci", "utf8_bin", "utf8_general_ci",
    "utf8_unicode_ci",
];

#[rustfmt::skip]
const COLUMN: &[&str] = &[
    "avatar", "category", "comment", "createdAt", "email", "group", "id", "name", "password", "phone", "status",
    "title", "token", "updatedAt",
];

const ENGINE: &[&str] = &["ARCHIVE", "BLACKHOLE", "CSV", "InnoDB", "MEMORY", "MyISAM"];

#[rustfmt::skip]
const TYPE: &[&str] = &[
    "bigint", "binary", "bit", "blob", "boolean", "date", "datetime", "decimal", "double", "enum", "float",
    "geometry", "int", "mediumint", "point", "real", "serial", "set", "smallint", "text", "time", "timestamp",
    "tinyint", "varchar",
];

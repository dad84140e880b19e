//! Edits of an environment that serves: whole, merged with a patch, or one route or response of it. An edit makes a new
//! [`Environment`](super::model::Environment) that shares what it leaves alone with the old one, so that whoever compiles
//! it sees by the address what did not change.
//!
//! [`read`] takes Mockoon's objects out of JSON that fits the schema, [`merge`] merges patches, [`tree`] finds, adds and
//! removes routes and responses, [`share`] finds what is the same in two environments, [`changes`] tells what is not.

pub mod changes;
pub mod merge;
pub mod read;
pub mod share;
pub mod tree;

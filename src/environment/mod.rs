//! Environment files: the model, and the way from bytes to it.
//!
//! [`load`] reads from top to bottom like the way itself: [`parse`] (gzip, JSON, YAML), [`kind`] (what it is),
//! [`openapi`] if it is such a document, [`har`] and [`traffic`] if it is recorded traffic, else [`export`], [`migrations`]
//! and [`reader`], at last [`route_tree`]. What is missing gets its value from [`defaults`] or `identity`. A file of today,
//! or one that lacks but the last migrations, takes the short way of [`fast_path`] past all but the last. [`files`] finds
//! the files, [`body_files`] those that they name, [`companion`] reads what is declared beside one, [`remote`] keeps those
//! of other servers, [`top_level`] says what an environment that serves is not replaced by, [`content`] tells whether one
//! has changed, [`check`] looks for what loads but helps nobody, [`credentials`] keeps passwords of addresses from being
//! shown.

pub mod body_files;
pub mod check;
pub mod companion;
pub mod content;
pub mod credentials;
pub mod defaults;
pub mod document;
pub mod edit;
pub mod export;
pub mod fast_path;
mod file_bytes;
pub mod files;
pub(crate) mod har;
mod identity;
pub mod kind;
pub mod load;
pub mod migrations;
pub mod model;
pub mod names;
pub mod openapi;
pub mod parse;
pub mod path_text;
pub mod reader;
pub mod remote;
pub mod route_tree;
pub mod rule_operator;
mod stable_uuids;
pub mod top_level;
pub(crate) mod traffic;
pub mod warning;

pub use identity::is_made_up;

//! Environment files: the model, and the way from bytes to it.
//!
//! [`load`] reads from top to bottom like the way itself: [`parse`] (gzip, JSON, YAML), [`openapi`] if it is such a
//! document, else [`migrations`] and [`repair`], at last [`refs`]. A file of today takes the short way of [`direct`] past
//! the first four. [`check`] looks for what loads but helps nobody, [`content`] tells whether a file has changed.

pub mod check;
pub mod content;
pub mod defaults;
pub mod direct;
pub mod document;
pub mod files;
pub mod load;
pub mod migrations;
pub mod model;
pub mod openapi;
pub mod parse;
pub mod refs;
pub mod repair;

pub use defaults::is_made_up;

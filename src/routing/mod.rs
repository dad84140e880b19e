//! From method and path to candidate routes, in first-match order.
//!
//! An endpoint goes through three steps when the environment is loaded: [`legacy`] rewrites the old Express
//! syntax, [`syntax`] reads the result into tokens, [`pattern`] compiles them into something that matches paths.
//! [`table`] indexes all patterns of an environment, and goes on with its index when some of them change; [`mod@crud_routes`] expands CRUD endpoints. [`front`] comes before
//! all that where many environments share one port.

mod alternative;
pub mod crud_routes;
pub mod decode;
mod entries;
mod error;
pub mod front;
mod index;
pub mod legacy;
mod likeness;
pub mod matcher;
pub mod nearest;
pub mod pattern;
mod shape;
pub mod syntax;
pub mod table;
mod trie;

pub use crud_routes::{CrudOperation, CrudRoute, crud_routes};
pub use decode::{malformed_message, path_is_malformed};
pub use error::PatternError;
pub use matcher::{MethodMatch, RouteMatcher};
pub use pattern::{Params, Pattern};
pub use table::{Candidate, Revision, Table};

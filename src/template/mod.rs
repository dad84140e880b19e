//! Handlebars 4.7 with JavaScript semantics, compiled once, and the reference's helpers.

pub mod call;
pub mod helpers;
pub mod scope;

pub use call::Call;
pub use scope::{RenderError, Scope, Site, World};

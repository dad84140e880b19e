//! Changes of mounted files: who notices them ([`watch`]), what they are ([`scan`]), and who may listen where
//! afterwards ([`claims`]). What is done about them is decided by the composition root.

pub mod claims;
pub mod scan;
pub mod watch;

pub use watch::{Wake, Watch};

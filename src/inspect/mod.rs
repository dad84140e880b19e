//! What was recorded: finding it, verifying it, explaining it.
//!
//! All of it works on [`Entry`]s, which are transactions of journals as match objects and people see them.

pub mod entry;
pub mod find;

pub use entry::Entry;

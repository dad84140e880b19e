//! What was recorded: finding it, verifying it, explaining it.
//!
//! All of it works on [`Entry`]s, which are transactions of journals as match objects and people see them.

pub mod entry;
mod expectation;
pub mod explain;
pub mod find;
mod lack;
pub(crate) mod replay;
mod rule_state;
mod secrets;
mod seen;
mod verdict;
pub mod verify;

pub use entry::Entry;
pub use expectation::{Count, Expectation};
pub(crate) use rule_state::with_rule_state;

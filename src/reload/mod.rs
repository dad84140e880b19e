//! Changes of mounted files: who notices them ([`watch`]), what they are ([`scan`]), and who may listen where
//! afterwards ([`port_allocation`]). What is done about them is decided by the composition root.

pub mod port_allocation;
pub mod scan;
pub mod watch;

pub use watch::{WakeReason, Waker, Watch};

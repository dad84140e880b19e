//! The engine for patterns that have to backtrack: lookaround, back references, and any other pattern where the linear
//! engine would hold a thread for too long.
//!
//! A pattern becomes a list of instructions ([`program`]); [`run`] tries them on a text with a stack of its own, so that
//! neither pattern nor text can overflow the thread's. Every step is charged to the request's budget, and so is the
//! stack.

mod program;
mod run;
mod set;

pub(super) use program::Program;

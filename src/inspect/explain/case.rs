//! What all parts of an explanation look at.

use crate::js::{Object, Value};
use crate::message::Request;
use crate::runtime::CompiledEnvironment;
use crate::template::RenderContext;

/// A request that is explained, and what is known of its answer.
pub(super) struct Case<'a> {
    pub(super) request: &'a Request,
    pub(super) compiled: &'a CompiledEnvironment,
    pub(super) rendering: RenderContext<'a>,
}

/// An object of these members.
pub(super) fn object<const N: usize>(members: [(&'static str, Value); N]) -> Value {
    members.into_iter().collect::<Object>().into()
}

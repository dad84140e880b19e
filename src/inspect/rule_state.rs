//! The state that rules of match objects see: that of the first of the spaces, wherever it rests.

use std::sync::Arc;

use crate::exchange::step::step_on;
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::StoreError;
use crate::template::RenderContext;

/// Looks at requests with what rules see. On a state that rests in a store it may be done several times, and only what it
/// gives counts; rules that look at no state ask nobody.
///
/// # Errors
/// When the store is unavailable.
pub(crate) async fn with_rule_state<R>(
    handle: &EnvironmentHandle,
    spaces: &[Arc<Space>],
    mut look: impl FnMut(&RenderContext<'_>) -> R,
) -> Result<R, StoreError> {
    let generation = handle.current();
    let space = spaces.first().unwrap_or_else(|| handle.spaces.base());
    step_on(space, &generation, false, |step| {
        let budget = handle.shared.options.request_budget();
        let _entered = budget.enter();
        (look(&generation.compiled.rendering(&handle.shared.env_vars, step)), false)
    })
    .await
}

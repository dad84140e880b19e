//! One step on a space for what is no exchange: messages of WebSockets, files of callbacks, calls of the admin API.

use crate::runtime::{Generation, Space};
use crate::state::part::StateParts;
use crate::state::{Attempt, Step, StoreError};

/// Does a step that is kept if `work` says so. On a space that rests in a store it may be done several times: what it does
/// elsewhere must not matter.
///
/// # Errors
/// When the store is unavailable, or others are always faster.
pub async fn step_on<R>(
    space: &Space,
    generation: &Generation,
    writes: bool,
    mut work: impl FnMut(&Step<'_>) -> (R, bool),
) -> Result<R, StoreError> {
    if space.state.remote().is_none() {
        let step = Step::begin(&space.state, writes).await;
        let (result, is_kept) = work(&step);
        if is_kept {
            step.commit();
        }
        return Ok(result);
    }
    let mut parts = StateParts::default();
    parts.are_changed = writes;
    let begins = generation.compiled.begins();
    space
        .state
        .transact(begins, &mut parts, |state| {
            let step = state.own_step();
            let (result, is_kept) = work(&step);
            if step.is_lacking() {
                return Attempt::Missing(step.missing());
            }
            if is_kept {
                step.commit();
            }
            Attempt::Done(result)
        })
        .await
}

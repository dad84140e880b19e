//! From a path to what it names at a place in the rendering.

use super::frame::ContextStack;
use super::program::{Base, Path};
use super::render_context::RenderError;
use crate::js::{Str, Value};

/// Follows a path. `falsy` stops at any falsy value instead of at null and undefined only; data variables always do.
pub(super) fn lookup(path: &Path, stack: &ContextStack<'_>, falsy: bool) -> Result<Value, RenderError> {
    let mut parts = path.parts.iter();
    let (mut value, falsy) = match path.base {
        Base::Context(depth) => (stack.context_out(depth).cloned().unwrap_or_default(), falsy),
        Base::Data(depth) => {
            let Some(frame) = stack.frame.out(depth) else { return Ok(Value::Undefined) };
            let name = parts.next().map(Str::as_str).unwrap_or_default();
            (frame.get(name), true)
        }
        Base::Loop(depth, var) => {
            let Some(frame) = stack.frame.out(depth) else { return Ok(Value::Undefined) };
            (frame.loop_var(var), true)
        }
        Base::BlockParam(programs, param) => {
            let mut around = stack.block_params;
            for _ in 0..programs {
                around = around.and_then(|params| params.outer);
            }
            let values = around
                .and_then(|params| params.values)
                .ok_or_else(|| RenderError::new(format!("Cannot read properties of undefined (reading '{param}')")))?;
            (values.get(param).cloned().unwrap_or_default(), falsy)
        }
    };
    for part in parts {
        if value.is_nullish() || (falsy && !value.truthy()) {
            break;
        }
        value = value.get(part);
    }
    Ok(value)
}

//! Global variables of the environment.

use super::super::Call;
use super::paths::{self, Language};
use super::support::or_empty;
use super::{Helper, HelperResult, Needs};
use crate::js::Value;

fn set_global_var(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.len() >= 2 {
        let value = call.plain(1);
        call.keep(&value);
        call.rendering.step.set_global(call.arg(0).to_str(), value)?;
    }
    Ok(Value::Undefined)
}

fn get_global_var(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.is_empty() {
        return Ok(Value::Undefined);
    }
    let default = or_empty(call.plain(2));
    match call.rendering.step.global(&call.arg(0).to_str()) {
        None | Some(Value::Undefined) => Ok(default),
        Some(value) => paths::find(call, Language::Any, &value, || call.plain(1), || default),
    }
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("setGlobalVar", Needs::Turn, set_global_var),
    Helper::new("getGlobalVar", Needs::Nothing, get_global_var)
        .preparing(|args, _| paths::prepare(args, 1, Language::Any)),
];

//! Environment variables, as far as templates may see them.

use super::super::Call;
use super::support::or_empty;
use super::{Helper, HelperResult, Needs};
use crate::js::Value;

fn get_env_var(call: &mut Call<'_, '_>) -> HelperResult {
    if call.args.is_empty() {
        return Ok(Value::Undefined);
    }
    let variables = &call.rendering.env_vars;
    let name = variables.prefixed(&call.arg(0).to_str());
    let value = call.rendering.step.overlay(&name).or_else(|| variables.get(&name));
    Ok(value.map_or_else(|| or_empty(call.plain(1)), Value::String))
}

/// The family's table.
pub const HELPERS: &[Helper] = &[Helper::new("getEnvVar", Needs::Nothing, get_env_var)];

//! Comparisons.

use super::super::Call;
use super::support::parameter;
use super::{Helper, HelperResult, Needs};
use crate::js::Value;

fn eq(call: &mut Call<'_, '_>) -> HelperResult {
    Ok(Value::Bool(call.args.len() >= 2 && call.plain(0).strict_eq(&call.plain(1))))
}

/// Compares the first two arguments as numbers; anything that is no number makes it false.
fn relation(call: &Call<'_, '_>, holds: impl Fn(&f64, &f64) -> bool) -> HelperResult {
    let (a, b) = (parameter(call, 0).to_number(), parameter(call, 1).to_number());
    Ok(Value::Bool(holds(&a, &b)))
}

fn gt(call: &mut Call<'_, '_>) -> HelperResult {
    relation(call, f64::gt)
}

fn gte(call: &mut Call<'_, '_>) -> HelperResult {
    relation(call, f64::ge)
}

fn lt(call: &mut Call<'_, '_>) -> HelperResult {
    relation(call, f64::lt)
}

fn lte(call: &mut Call<'_, '_>) -> HelperResult {
    relation(call, f64::le)
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("eq", Needs::Nothing, eq).of_plain(),
    Helper::new("gt", Needs::Nothing, gt),
    Helper::new("gte", Needs::Nothing, gte),
    Helper::new("lt", Needs::Nothing, lt),
    Helper::new("lte", Needs::Nothing, lte),
];

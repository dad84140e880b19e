//! Draws from `Math.random`, which no seed of the reference reaches; here it does, beside the draws of fake data.

use super::super::Call;
use super::super::program::{Expr, List};
use super::array::slice_items;
use super::prepared::Prepared;
use super::support::{as_json, empty, no_method, parameter};
use super::{Helper, HelperResult, Needs, find};
use crate::budget;
use crate::faker::Faker;
use crate::js::{Value, number};

/// A whole number between the two, whichever is larger; NaN when one is no number.
fn random_int(faker: &Faker, a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let (lower, upper) = (a.min(b).ceil(), a.max(b).floor());
    (lower + faker.chance() * (upper - lower + 1.0)).floor()
}

fn one_of(call: &mut Call<'_, '_>) -> HelperResult {
    let (items, stringify) = match (call.prepared, call.args.first()) {
        (Some(Prepared::Items(items)), _) => (&**items, false),
        (_, None) => return empty(),
        (_, Some(Value::Array(items))) => (&**items, call.arg(1).truthy()),
        (_, Some(_)) => (call.args, false),
    };
    // An empty list draws between -1 and 0: undefined either way.
    let position = random_int(call.rendering.step.faker(), 0.0, items.len() as f64 - 1.0);
    let item = if position < 0.0 { None } else { items.get(position as usize) }.cloned().unwrap_or_default();
    if stringify {
        return as_json(&item).map(Value::safe);
    }
    Ok(item)
}

/// The items of `oneOf (array 'a' 'b')`, where all of it is written in the template.
fn prepare_items(args: &List<Expr, Value>) -> Option<Prepared> {
    let List::Open(exprs) = args else { return None };
    let [Expr::Call(site)] = &**exprs else { return None };
    match (&site.args, &site.hash) {
        (List::Ready(items), List::Ready(_)) if site.helper == find("array") => Some(Prepared::Items(items.clone())),
        _ => None,
    }
}

fn some_of(call: &mut Call<'_, '_>) -> HelperResult {
    let list = parameter(call, 0);
    let Value::Array(items) = &list else { return Err(no_method(list, "itemList", "sort")) };
    let bound = |i: usize, default: f64| match parameter(call, i) {
        Value::Undefined => default,
        value => value.to_number(),
    };
    let faker = call.rendering.step.faker();
    let count = number::to_integer(random_int(faker, bound(1, 1.0), bound(2, 0.0)));
    budget::make(list.own_weight())?;
    budget::work(items.len() as u64)?;
    let mut shuffled = items.to_vec();
    for last in (1..shuffled.len()).rev() {
        shuffled.swap(last, (faker.chance() * (last + 1) as f64) as usize);
    }
    let drawn = slice_items(&shuffled, 0.0, count)?;
    if matches!(call.arg(3), Value::Bool(true)) {
        return as_json(&drawn);
    }
    Ok(drawn)
}

/// The family's table.
pub const HELPERS: &[Helper] = &[
    Helper::new("oneOf", Needs::Nothing, one_of).preparing(|args, _| prepare_items(args)),
    Helper::new("someOf", Needs::Nothing, some_of),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_between_the_bounds_in_any_order() {
        let faker = Faker::new("en", None).expect("a locale");
        let random_int = |a, b| random_int(&faker, a, b);
        for _ in 0..200 {
            assert!((2.0..=4.0).contains(&random_int(4.0, 2.0)));
            assert!((-1.0..=0.0).contains(&random_int(0.0, -1.0)));
        }
        assert_eq!(random_int(1.2, 2.9), 2.0);
        assert!(random_int(f64::NAN, 1.0).is_nan());
    }
}

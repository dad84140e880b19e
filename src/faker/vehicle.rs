//! `vehicle`: cars, bicycles and their plates.

use super::Method::{self, Call, Pick};
use super::fault::Drawn;
use super::generator::{Generator, text};
use super::string;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("vehicle", Call(vehicle)),
    ("manufacturer", Pick("vehicle", "manufacturer")),
    ("model", Pick("vehicle", "model")),
    ("type", Pick("vehicle", "type")),
    ("fuel", Pick("vehicle", "fuel")),
    ("vin", Call(vin)),
    ("color", Pick("color", "human")),
    ("vrm", Call(vrm)),
    ("bicycle", Pick("vehicle", "bicycle_type")),
];

fn vehicle(g: &mut Generator, _: &[Value]) -> Drawn {
    let manufacturer = g.text("vehicle", "manufacturer")?;
    let model = g.text("vehicle", "model")?;
    text(format!("{manufacturer} {model}"))
}

/// Letters that no VIN has: they look like digits.
const NOT_IN_VIN: &str = "oiqOIQ";

fn vin(g: &mut Generator, _: &[Value]) -> Drawn {
    let mut out = string::upper_alphanumeric(g, NOT_IN_VIN, 10)?;
    out.push_str(&string::upper_alpha(g, NOT_IN_VIN, 1)?);
    out.push_str(&string::upper_alphanumeric(g, NOT_IN_VIN, 1)?);
    out.push_str(&g.digits(5));
    text(out)
}

fn vrm(g: &mut Generator, _: &[Value]) -> Drawn {
    let mut out = string::upper_alpha(g, "", 2)?;
    out.push_str(&g.digits(2));
    out.push_str(&string::upper_alpha(g, "", 3)?);
    text(out)
}

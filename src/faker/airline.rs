//! `airline`: airports, airlines, and what stands on a boarding pass.

use super::Method::{self, Call, Pick};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::range;
use super::string;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("airport", Pick("airline", "airport")),
    ("airline", Pick("airline", "airline")),
    ("airplane", Pick("airline", "airplane")),
    ("recordLocator", Call(record_locator)),
    ("seat", Call(seat)),
    ("aircraftType", Call(aircraft_type)),
    ("flightNumber", Call(flight_number)),
];

fn record_locator(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "allowNumerics")?;
    let mut exclude = String::new();
    if !options.flag("allowNumerics", false) {
        exclude.push_str("0123456789");
    }
    if !options.flag("allowVisuallySimilarCharacters", false) {
        exclude.push_str("0O1IL");
    }
    text(string::upper_alphanumeric(g, &exclude, 6)?)
}

fn seat(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "aircraftType")?;
    let (rows, letters): (f64, &[char]) = match options.text("aircraftType", "narrowbody").as_str() {
        "regional" => (20.0, &['A', 'B', 'C', 'D']),
        "narrowbody" => (35.0, &['A', 'B', 'C', 'D', 'E', 'F']),
        "widebody" => (60.0, &['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K']),
        _ => return Err(Fault::script("Cannot read properties of undefined (reading 'length')")),
    };
    let row = g.int(1.0, rows);
    let letter = g.pick(letters)?;
    text(format!("{row}{letter}"))
}

fn aircraft_type(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["narrowbody", "regional", "widebody"])?)
}

fn flight_number(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "length")?;
    let count = match options.given("length") {
        None => g.int(1.0, 4.0),
        Some(Value::Null) => 1.0,
        Some(range) => range::draw(g, &range)?,
    };
    let digits = string::number_of_digits(g, range::length(count)?);
    let padded = options.flag("addLeadingZeros", false);
    text(if padded { format!("{digits:0>4}") } else { digits })
}

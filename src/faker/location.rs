//! `location`: addresses, countries, directions and coordinates.

use super::Method::{self, Call, Pattern, Pick};
use super::expression;
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::{helpers, number, symbols};
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("zipCode", Call(zip_code)),
    ("city", Pattern("location", "city_pattern")),
    ("buildingNumber", Call(building_number)),
    ("street", Pattern("location", "street_pattern")),
    ("streetAddress", Call(street_address)),
    ("secondaryAddress", Call(secondary_address)),
    ("county", Pick("location", "county")),
    ("country", Pick("location", "country")),
    ("continent", Pick("location", "continent")),
    ("countryCode", Call(country_code)),
    ("state", Call(state)),
    ("direction", Call(direction)),
    ("cardinalDirection", Call(cardinal_direction)),
    ("ordinalDirection", Call(ordinal_direction)),
    ("timeZone", Pick("location", "time_zone")),
    ("language", Pick("location", "language")),
    ("latitude", Call(latitude)),
    ("longitude", Call(longitude)),
    ("nearbyGPSCoordinate", Call(nearby_gps_coordinate)),
];

fn zip_code(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_text(args.first(), "format")?;
    let state = options.get("state");
    if !state.is_nullish() {
        let by_state = g.entry("location", "postcode_by_state")?;
        let patterns =
            by_state.member(&state.to_str()).ok_or(Fault::Faker("No zip code definition found for state."))?;
        return expression::fill_entry(g, patterns);
    }
    let format = match options.given("format") {
        Some(format @ Value::String(_)) => format,
        Some(formats) => helpers::element_of(g, &formats)?,
        None => expression::draw_pattern(g, "location", "postcode")?.into(),
    };
    if format.is_undefined() {
        return text("");
    }
    text(symbols::replace_symbols(g, &format.to_str())?)
}

fn building_number(g: &mut Generator, _: &[Value]) -> Drawn {
    let format = g.text("location", "building_number")?;
    text(symbols::replace_numbers(g, format))
}

fn street_address(g: &mut Generator, args: &[Value]) -> Drawn {
    let full = match args.first() {
        Some(Value::Bool(full)) => *full,
        other => Options::of(other, "useFullAddress")?.flag("useFullAddress", false),
    };
    let forms = g.entry("location", "street_address")?;
    let form = forms.member(if full { "full" } else { "normal" });
    expression::fill_entry(g, form.ok_or(Fault::Faker("The locale data are missing in this locale."))?)
}

fn secondary_address(g: &mut Generator, _: &[Value]) -> Drawn {
    let pattern = expression::draw_pattern(g, "location", "secondary_address")?;
    let filled = expression::fill(g, pattern)?;
    text(symbols::replace_numbers(g, &filled))
}

fn country_code(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_text(args.first(), "variant")?;
    let country = g.word("location", "country_code")?;
    Ok(match options.text("variant", "alpha-2").as_str() {
        "numeric" => country.get("numeric"),
        "alpha-3" => country.get("alpha3"),
        "alpha-2" => country.get("alpha2"),
        _ => Value::Undefined,
    })
}

fn state(g: &mut Generator, args: &[Value]) -> Drawn {
    let abbreviated = Options::of(args.first(), "abbreviated")?.flag("abbreviated", false);
    g.word("location", if abbreviated { "state_abbr" } else { "state" })
}

/// The names of some of the eight directions.
fn draw_direction(g: &mut Generator, args: &[Value], kinds: &[[&str; 2]]) -> Drawn {
    let abbreviated = Options::of(args.first(), "abbreviated")?.flag("abbreviated", false);
    let directions = g.entry("location", "direction")?;
    let mut names: Vec<&'static str> = Vec::new();
    for [long, short] in kinds {
        if let Some(entry) = directions.member(if abbreviated { short } else { long }) {
            names.extend(entry.texts()?.iter());
        }
    }
    text(g.pick(&names)?)
}

const CARDINAL: [&str; 2] = ["cardinal", "cardinal_abbr"];
const ORDINAL: [&str; 2] = ["ordinal", "ordinal_abbr"];

fn direction(g: &mut Generator, args: &[Value]) -> Drawn {
    draw_direction(g, args, &[CARDINAL, ORDINAL])
}

fn cardinal_direction(g: &mut Generator, args: &[Value]) -> Drawn {
    draw_direction(g, args, &[CARDINAL])
}

fn ordinal_direction(g: &mut Generator, args: &[Value]) -> Drawn {
    draw_direction(g, args, &[ORDINAL])
}

fn latitude(g: &mut Generator, args: &[Value]) -> Drawn {
    coordinate(g, args, 90.0)
}

fn longitude(g: &mut Generator, args: &[Value]) -> Drawn {
    coordinate(g, args, 180.0)
}

fn coordinate(g: &mut Generator, args: &[Value], limit: f64) -> Drawn {
    let options = Options::of(args.first(), "max")?;
    let option = |key, default| options.given(key).unwrap_or(Value::Number(default));
    let (min, max, digits) = (option("min", -limit), option("max", limit), option("precision", 4.0));
    number::rounded(g, &min, &max, &digits).map(Value::Number)
}

/// Kilometres of a degree of latitude.
const KM_PER_DEGREE: f64 = 40_000.0 / 360.0;

fn nearby_gps_coordinate(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "origin")?;
    let origin = options.get("origin");
    if origin.is_nullish() {
        let latitude = coordinate(g, &[], 90.0)?;
        let longitude = coordinate(g, &[], 180.0)?;
        return Ok(Value::array(vec![latitude, longitude]));
    }
    let radius = options.number("radius", 10.0);
    let kilometres = if options.flag("isMetric", false) { radius } else { radius * 1.60934 };
    let angle = number::with_digits(g, 0.0, 2.0 * std::f64::consts::PI, 5.0)?;
    let degrees = number::with_digits(g, 0.0, kilometres, 3.0)? * 0.995 / KM_PER_DEGREE;
    let mut latitude = origin.get("0").to_number() + angle.sin() * degrees;
    let mut longitude = origin.get("1").to_number() + angle.cos() * degrees;
    latitude %= 180.0;
    if !(-90.0..=90.0).contains(&latitude) && !latitude.is_nan() {
        latitude = latitude.signum() * 180.0 - latitude;
        longitude += 180.0;
    }
    longitude = (longitude % 360.0 + 540.0) % 360.0 - 180.0;
    Ok(Value::array(vec![Value::Number(latitude), Value::Number(longitude)]))
}

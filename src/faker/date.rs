//! `date`: moments around another one, names of months and weekdays.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Method::{self, Call, Pick};
use super::definitions::Entry;
use super::fault::{Drawn, Fault};
use super::generator::Generator;
use super::number;
use super::options::Options;
use super::range;
use crate::js::date_parse;
use crate::js::{Value, date};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("anytime", Call(anytime)),
    ("past", Call(past)),
    ("future", Call(future)),
    ("between", Call(between)),
    ("betweens", Call(betweens)),
    ("recent", Call(recent)),
    ("soon", Call(soon)),
    ("birthdate", Call(birthdate)),
    ("month", Call(month)),
    ("weekday", Call(weekday)),
    ("timeZone", Pick("date", "time_zone")),
];

const DAY: f64 = date::DAY_MS;
const YEAR: f64 = 365.0 * DAY;
const SECOND: f64 = 1000.0;
/// The last millisecond that a `Date` can hold.
const LAST: f64 = 8.64e15;

/// Milliseconds since the epoch, by the clock that the draws have.
fn now(g: &Generator) -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64) + g.ahead()
}

/// `new Date(value)`; refuses what is no date.
fn moment(value: &Value) -> Drawn<f64> {
    let ms = match value {
        Value::Undefined => f64::NAN,
        Value::String(s) => date_parse::parse(s),
        Value::Array(_) | Value::Object(_) | Value::Safe(_) => date_parse::parse(&value.to_str()),
        other => other.to_number().trunc(),
    };
    if ms.abs() <= LAST {
        return Ok(ms);
    }
    match value {
        Value::Undefined | Value::Null => {
            Err(Fault::Script(format!("Cannot read properties of {} (reading 'toString')", value.to_str())))
        }
        _ => Err(Fault::Faker("Invalid date.")),
    }
}

/// The option `refDate`, now by default.
pub(super) fn reference(g: &Generator, options: &Options) -> Drawn<f64> {
    options.given("refDate").map_or_else(|| Ok(now(g)), |given| moment(&given))
}

/// `date.between` two moments.
pub(super) fn draw(g: &mut Generator, from: f64, to: f64) -> Drawn<f64> {
    if !(from.abs() <= LAST && to.abs() <= LAST) {
        return Err(Fault::Faker("Invalid date."));
    }
    let (from, to) = (from.trunc(), to.trunc());
    if from > to {
        return Err(Fault::Faker("`from` date must be before `to` date."));
    }
    number::between(g, from, to, 1.0)
}

/// `date.anytime({ refDate })`.
pub(super) fn around(g: &mut Generator, reference: f64) -> Drawn<f64> {
    draw(g, reference - YEAR, reference + YEAR)
}

/// `date.recent({ refDate })`.
pub(super) fn yesterday(g: &mut Generator, reference: f64) -> Drawn<f64> {
    draw(g, reference - DAY, reference - SECOND)
}

/// `date.soon({ refDate })`.
pub(super) fn tomorrow(g: &mut Generator, reference: f64) -> Drawn<f64> {
    draw(g, reference + SECOND, reference + DAY)
}

fn anytime(g: &mut Generator, args: &[Value]) -> Drawn {
    let reference = reference(g, &Options::of(args.first(), "refDate")?)?;
    around(g, reference).map(Value::Date)
}

/// The span of an option in units of time, and the moment it starts or ends at.
fn span(g: &Generator, args: &[Value], option: &str, unit: f64) -> Drawn<(f64, f64)> {
    let options = Options::of(args.first(), option)?;
    let amount = options.number(option, 1.0);
    if amount <= 0.0 {
        return Err(Fault::Faker("Years and days must be greater than 0."));
    }
    Ok((amount * unit, reference(g, &options)?))
}

fn past(g: &mut Generator, args: &[Value]) -> Drawn {
    let (span, to) = span(g, args, "years", YEAR)?;
    draw(g, to - span, to - SECOND).map(Value::Date)
}

fn future(g: &mut Generator, args: &[Value]) -> Drawn {
    let (span, from) = span(g, args, "years", YEAR)?;
    draw(g, from + SECOND, from + span).map(Value::Date)
}

fn recent(g: &mut Generator, args: &[Value]) -> Drawn {
    let (span, to) = span(g, args, "days", DAY)?;
    draw(g, to - span, to - SECOND).map(Value::Date)
}

fn soon(g: &mut Generator, args: &[Value]) -> Drawn {
    let (span, from) = span(g, args, "days", DAY)?;
    draw(g, from + SECOND, from + span).map(Value::Date)
}

/// The options `from` and `to`.
fn bounds(argument: Option<&Value>) -> Drawn<(Value, Value)> {
    let options = argument.cloned().unwrap_or_default();
    let (from, to) = (options.get("from"), options.get("to"));
    if from.is_nullish() || to.is_nullish() {
        return Err(Fault::Faker("Must pass an options object with `from` and `to` values."));
    }
    Ok((from, to))
}

fn between(g: &mut Generator, args: &[Value]) -> Drawn {
    let (from, to) = bounds(args.first())?;
    let (from, to) = (moment(&from)?, moment(&to)?);
    draw(g, from, to).map(Value::Date)
}

fn betweens(g: &mut Generator, args: &[Value]) -> Drawn {
    let (from, to) = bounds(args.first())?;
    let count = match args.first().map(|options| options.get("count")) {
        None | Some(Value::Undefined | Value::Null) => 3,
        Some(range) => range::count(g, &range)?,
    };
    let mut drawn = Vec::with_capacity(count);
    for _ in 0..count {
        drawn.push(draw(g, moment(&from)?, moment(&to)?)?);
    }
    drawn.sort_by(f64::total_cmp);
    Ok(Value::array(drawn.into_iter().map(Value::Date).collect()))
}

fn birthdate(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "mode")?;
    let set = ["mode", "min", "max"].iter().filter(|key| !options.get(key).is_nullish()).count();
    if set % 3 != 0 {
        return Err(Fault::Faker("The 'min', 'max', and 'mode' options must be set together."));
    }
    let (min, max) = (options.number("min", 18.0), options.number("max", 80.0));
    let reference = reference(g, &options)?;
    let year = date::civil(reference).year as f64;
    let (from, to) = match options.text("mode", "age").as_str() {
        "age" => (with_year(reference, year - max - 1.0) + DAY, with_year(reference, year - min)),
        "year" => (with_year(utc(1900, 1, 2), min), with_year(utc(1900, 12, 30), max)),
        _ => return Ok(Value::Undefined),
    };
    if from > to {
        return Err(Fault::Faker("Max should be greater than or equal to min."));
    }
    draw(g, from, to).map(Value::Date)
}

fn utc(year: i64, month: u32, day: u32) -> f64 {
    date::days_from_civil(year, month, day) as f64 * DAY
}

/// `date.setUTCFullYear(year)`: the same day of another year, March 1st for a missing February 29th.
fn with_year(ms: f64, year: f64) -> f64 {
    if year.is_nan() || year.abs() >= 300_000.0 {
        return f64::NAN;
    }
    let civil = date::civil(ms);
    let midnight = utc(year.trunc() as i64, civil.month, 1) + f64::from(civil.day - 1) * DAY;
    midnight + ms.rem_euclid(DAY)
}

fn month(g: &mut Generator, args: &[Value]) -> Drawn {
    name(g, args, "month")
}

fn weekday(g: &mut Generator, args: &[Value]) -> Drawn {
    name(g, args, "weekday")
}

/// The name of a month or weekday; the form for running text where the locale has one.
fn name(g: &mut Generator, args: &[Value], what: &str) -> Drawn {
    let options = Options::of(args.first(), "abbreviated")?;
    let (plain, in_context) =
        if options.flag("abbreviated", false) { ("abbr", "abbr_context") } else { ("wide", "wide_context") };
    let forms = g.entry("date", what)?;
    let context = options.flag("context", false).then(|| forms.member(in_context)).flatten();
    let names: Option<&'static Entry> = context.or_else(|| forms.member(plain));
    g.element(names.ok_or(Fault::Faker("The locale data are missing in this locale."))?)
}

//! `person`: names, jobs and what people say of themselves.

use super::Method::{self, Call, Pattern, Pick};
use super::definitions::Entry;
use super::expression;
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("firstName", Call(first_name)),
    ("lastName", Call(last_name)),
    ("middleName", Call(middle_name)),
    ("fullName", Call(full_name)),
    ("gender", Pick("person", "gender")),
    ("sex", Pick("person", "sex")),
    ("sexType", Call(sex_type)),
    ("bio", Pattern("person", "bio_pattern")),
    ("prefix", Call(prefix)),
    ("suffix", Pick("person", "suffix")),
    ("jobTitle", Pattern("person", "job_title_pattern")),
    ("jobDescriptor", Pick("person", "job_descriptor")),
    ("jobArea", Pick("person", "job_area")),
    ("jobType", Pick("person", "job_type")),
    ("zodiacSign", Pick("person", "western_zodiac_sign")),
];

/// The definition for a sex: the generic one without a sex, one of the two where there is no generic one.
fn for_sex(g: &mut Generator, sex: &Value, entry: &'static Entry) -> Drawn<&'static Entry> {
    let generic = entry.member("generic");
    let chosen = match sex.as_str() {
        Some("female") => entry.member("female").or(generic),
        Some("male") => entry.member("male").or(generic),
        _ => match generic {
            Some(generic) => Some(generic),
            None => g.pick(&[entry.member("female"), entry.member("male")])?,
        },
    };
    chosen.ok_or(Fault::Faker("Cannot get value from empty dataset."))
}

fn draw(g: &mut Generator, sex: &Value, key: &str) -> Drawn {
    let entry = g.entry("person", key)?;
    let entry = for_sex(g, sex, entry)?;
    g.element(entry)
}

fn sex_of(args: &[Value]) -> Value {
    args.first().cloned().unwrap_or_default()
}

fn first_name(g: &mut Generator, args: &[Value]) -> Drawn {
    draw(g, &sex_of(args), "first_name")
}

/// `person.firstName()`.
pub(super) fn any_first_name(g: &mut Generator) -> Drawn {
    draw(g, &Value::Undefined, "first_name")
}

fn last_name(g: &mut Generator, args: &[Value]) -> Drawn {
    last_name_of(g, &sex_of(args))
}

/// `person.lastName()`.
pub(super) fn any_last_name(g: &mut Generator) -> Drawn {
    last_name_of(g, &Value::Undefined)
}

fn last_name_of(g: &mut Generator, sex: &Value) -> Drawn {
    let Some(patterns) = g.raw_entry("person", "last_name_pattern") else { return draw(g, sex, "last_name") };
    let Entry::Weighted(patterns) = for_sex(g, sex, patterns)? else { return draw(g, sex, "last_name") };
    let pattern = g.weighted(patterns)?;
    text(expression::fill(g, pattern)?)
}

fn middle_name(g: &mut Generator, args: &[Value]) -> Drawn {
    draw(g, &sex_of(args), "middle_name")
}

fn prefix(g: &mut Generator, args: &[Value]) -> Drawn {
    draw(g, &sex_of(args), "prefix")
}

fn full_name(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "sex")?;
    let sex = match options.given("sex") {
        Some(sex) => sex,
        None => Value::from(g.pick(&["female", "male"])?),
    };
    let first = options.given("firstName").map_or_else(|| draw(g, &sex, "first_name"), Ok)?;
    let last = options.given("lastName").map_or_else(|| last_name_of(g, &sex), Ok)?;
    text(name(g, &sex, &first.to_str(), &last.to_str())?)
}

/// `person.fullName({ firstName, lastName })`.
pub(super) fn full_name_of(g: &mut Generator, first: &str, last: &str) -> Drawn<String> {
    let sex = Value::from(g.pick(&["female", "male"])?);
    name(g, &sex, first, last)
}

fn name(g: &mut Generator, sex: &Value, first: &str, last: &str) -> Drawn<String> {
    let Entry::Weighted(patterns) = g.entry("person", "name")? else {
        return Err(Fault::Faker("weightedArrayElement expects an array with at least one element"));
    };
    let mut out = g.weighted(patterns)?.to_owned();
    for part in ["prefix", "firstName", "middleName", "lastName", "suffix"] {
        let placeholder = format!("{{{{person.{part}}}}}");
        while out.contains(&placeholder) {
            let drawn = match part {
                "prefix" => draw(g, sex, "prefix")?,
                "middleName" => draw(g, sex, "middle_name")?,
                "suffix" => g.word("person", "suffix")?,
                "firstName" => Value::from(first),
                _ => Value::from(last),
            };
            out = out.replacen(&placeholder, &drawn.to_str(), 1);
        }
    }
    Ok(out)
}

fn sex_type(g: &mut Generator, _: &[Value]) -> Drawn {
    text(drawn_sex_type(g)?)
}

/// `person.sexType()`.
pub(super) fn drawn_sex_type(g: &mut Generator) -> Drawn<&'static str> {
    g.pick(&["female", "male"])
}

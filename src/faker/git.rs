//! `git`: branches and commits.

use super::Method::{self, Call};
use super::fault::Drawn;
use super::generator::{Generator, text};
use super::options::Options;
use super::{date, internet, person, range, string};
use crate::js::{Value, date as js_date};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("branch", Call(branch)),
    ("commitEntry", Call(commit_entry)),
    ("commitMessage", Call(commit_message)),
    ("commitDate", Call(commit_date)),
    ("commitSha", Call(commit_sha)),
];

fn branch(g: &mut Generator, _: &[Value]) -> Drawn {
    let noun = g.text("hacker", "noun")?.replacen(' ', "-", 1);
    let verb = g.text("hacker", "verb")?.replacen(' ', "-", 1);
    text(format!("{noun}-{verb}"))
}

fn commit_entry(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "merge")?;
    let merge = options.given("merge").map_or_else(|| g.chance(0.2), |given| given.truthy());
    let mut lines = vec![format!("commit {}", string::lower_hex(g, 40)?)];
    if merge {
        lines.push(format!("Merge: {} {}", string::lower_hex(g, 7)?, string::lower_hex(g, 7)?));
    }
    let first = person::any_first_name(g)?.to_str();
    let last = person::any_last_name(g)?.to_str();
    let full_name = person::full_name_of(g, &first, &last)?;
    let user_name = internet::username_of(g, &first, &last)?;
    let author = if g.index(2)? == 0 { full_name } else { user_name };
    let email = internet::email_of(g, &first, &last)?;
    lines.push(format!("Author: {} <{email}>", without_crud(&author)));
    lines.push(format!("Date: {}", date_text(g, &options)?));
    lines.push(String::new());
    lines.push(format!("\u{a0}\u{a0}\u{a0}\u{a0}{}", message(g)?));
    lines.push(String::new());
    text(lines.join(if options.text("eol", "CRLF") == "CRLF" { "\r\n" } else { "\n" }))
}

/// What git itself takes from names: punctuation at the ends, brackets and line ends anywhere.
fn without_crud(name: &str) -> String {
    let crud = ['.', ',', ':', ';', '"', '\\', '\''];
    let name = name.strip_prefix(crud).unwrap_or(name);
    let name = name.strip_suffix(crud).unwrap_or(name);
    name.replace(['<', '>', '\n'], "")
}

fn message(g: &mut Generator) -> Drawn<String> {
    let verb = g.text("hacker", "verb")?;
    let adjective = g.text("hacker", "adjective")?;
    let noun = g.text("hacker", "noun")?;
    Ok(format!("{verb} {adjective} {noun}"))
}

fn commit_message(g: &mut Generator, _: &[Value]) -> Drawn {
    text(message(g)?)
}

fn commit_date(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "refDate")?;
    text(date_text(g, &options)?)
}

fn date_text(g: &mut Generator, options: &Options) -> Drawn<String> {
    let reference = date::reference(g, options)?;
    let at = js_date::civil(date::yesterday(g, reference)?);
    let zone = g.int(-11.0, 12.0);
    let weekday = js_date::WEEKDAYS.get(at.weekday as usize).copied().unwrap_or_default();
    let month = js_date::MONTHS.get(at.month.saturating_sub(1) as usize).copied().unwrap_or_default();
    let (day, year) = (at.day, at.year);
    let clock = format!("{:02}:{:02}:{:02}", at.hour, at.minute, at.second);
    let sign = if zone >= 0.0 { '+' } else { '-' };
    Ok(format!("{weekday} {month} {day} {clock} {year} {sign}{:02}00", zone.abs()))
}

fn commit_sha(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "length")?;
    let count = match options.given("length") {
        None => 40.0,
        Some(Value::Null) => 1.0,
        Some(range) => range::draw(g, &range)?,
    };
    text(string::lower_hex(g, range::length(count)?)?)
}

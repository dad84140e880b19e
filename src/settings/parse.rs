//! From the text of a variable to its value, gathering what is not accepted. A parser is a function from the text to
//! the value, or else to the words for what it accepts.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::Secret;
use crate::faker::Faker;
use crate::routing::front::{self, Row};
use crate::runtime::egress::{Destination, InvalidDestination};
use crate::runtime::session_keys::SessionKey;
use crate::spelling;
use crate::state::store::Address;

/// A value that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}={value:?} is not accepted: expected {accepted}")]
pub struct SettingError {
    /// Name of the variable.
    pub variable: &'static str,
    /// Its value.
    pub value: String,
    /// What would have been accepted.
    pub accepted: String,
}

/// Everything that is wrong with the settings. Values that may hold a secret are not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsErrors(pub Vec<SettingError>);

impl std::error::Error for SettingsErrors {}

impl std::fmt::Display for SettingsErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

/// Settings whose values, though they are not accepted, may hold a password.
const HOLD_SECRETS: &[&str] = &["MOCKOON_STATE_URL"];
/// What is shown of these.
const HIDDEN: &str = "[hidden]";

/// What would have been accepted instead.
pub(super) type Expected = Cow<'static, str>;

/// Reads values one by one and remembers the errors.
#[derive(Default)]
pub(super) struct Reader {
    errors: Vec<SettingError>,
}

impl Reader {
    /// The value, unless it was not accepted.
    pub(super) fn read<T>(
        &mut self,
        variable: &'static str,
        text: String,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Option<T> {
        let accepted = match parse(text.trim()) {
            Ok(value) => return Some(value),
            Err(accepted) => accepted.into_owned(),
        };
        let value = if HOLD_SECRETS.contains(&variable) { HIDDEN.to_owned() } else { text };
        self.errors.push(SettingError { variable, value, accepted });
        None
    }

    pub(super) fn errors(self) -> SettingsErrors {
        SettingsErrors(self.errors)
    }
}

/// A setting that may have no value.
pub(super) fn optional<T>(parse: impl Fn(&str) -> Result<T, Expected>) -> impl Fn(&str) -> Result<Option<T>, Expected> {
    move |text| parse(text).map(Some)
}

/// Items separated by commas.
pub(super) fn list<T>(parse: impl Fn(&str) -> Result<T, Expected>) -> impl Fn(&str) -> Result<Vec<T>, Expected> {
    move |text| items(text).map(&parse).collect()
}

pub(super) fn text(text: &str) -> Result<String, Expected> {
    Ok(text.to_owned())
}

pub(super) fn path(text: &str) -> Result<PathBuf, Expected> {
    Ok(text.into())
}

pub(super) fn secret(text: &str) -> Result<Secret, Expected> {
    Ok(Secret::new(text))
}

pub(super) fn flag(text: &str) -> Result<bool, Expected> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err("true, false, 1, 0, yes or no".into()),
    }
}

pub(super) fn port(text: &str) -> Result<u16, Expected> {
    digits(text).ok_or("a port number from 0 to 65535".into())
}

/// A port, or 0 for none.
pub(super) fn port_or_off(text: &str) -> Result<Option<u16>, Expected> {
    port(text).map(|port| Some(port).filter(|port| *port != 0))
}

pub(super) fn ports(text: &str) -> Result<Vec<u16>, Expected> {
    list(port)(text).map_err(|_| "port numbers from 0 to 65535, separated by commas".into())
}

pub(super) fn count<N: FromStr>(text: &str) -> Result<N, Expected> {
    digits(text).ok_or("a whole number from 0".into())
}

pub(super) fn at_least_one<N: FromStr + PartialOrd + From<u8>>(text: &str) -> Result<N, Expected> {
    digits(text).filter(|n| *n >= N::from(1)).ok_or("a whole number from 1".into())
}

/// Any whole number, wrapped to 32 bits as faker does.
pub(super) fn seed(text: &str) -> Result<u32, Expected> {
    text.parse::<i64>().map(|n| n as u32).map_err(|_| "a whole number".into())
}

/// A number of bytes.
pub(super) fn size(text: &str) -> Result<usize, Expected> {
    let bytes = byte_size(text).ok_or("a size such as 104857600, 100MB, 10 GB or 1.5kb")?;
    Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
}

/// A number of bytes that may not be less.
pub(super) fn size_from(least: usize) -> impl Fn(&str) -> Result<usize, Expected> {
    let expected = move || format!("a size from {}MB, such as 104857600, 100MB, 10 GB or 1.5gb", least >> 20).into();
    move |text| size(text).ok().filter(|bytes| *bytes >= least).ok_or_else(expected)
}

/// A number of bytes, or 0 for no limit.
pub(super) fn limit(text: &str) -> Result<Option<usize>, Expected> {
    size(text).map(|bytes| Some(bytes).filter(|bytes| *bytes != 0))
}

pub(super) fn duration(text: &str) -> Result<Duration, Expected> {
    spelling::duration(text).ok_or("a duration such as 10s, 250ms or 1m".into())
}

/// A duration that is one.
pub(super) fn span(text: &str) -> Result<Duration, Expected> {
    duration(text).ok().filter(|time| !time.is_zero()).ok_or("a duration above 0, such as 10s, 250ms or 1m".into())
}

/// Where something is on the web, perhaps with a path.
pub(super) fn base_url(text: &str) -> Result<String, Expected> {
    let parsed = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    match parsed {
        Some(_) => Ok(text.to_owned()),
        None => {
            Err("addresses such as https://mocks.example.com or http://localhost:3000/base, separated by commas".into())
        }
    }
}

/// An origin as browsers send it; what is none would never be asked about.
pub(super) fn origin(text: &str) -> Result<String, Expected> {
    let is_origin = |url: &url::Url| match url.origin() {
        origin if origin.is_tuple() => origin.ascii_serialization() == text,
        // Those of extensions and apps are the browser's own.
        _ => text.split_once("://").is_some_and(|(_, host)| !host.is_empty() && !host.contains(['/', '?', '#'])),
    };
    if matches!(text, "*" | "null") || url::Url::parse(text).is_ok_and(|url| is_origin(&url)) {
        return Ok(text.to_owned());
    }
    Err("* or origins as browsers send them, such as https://tests.example or http://localhost:8080, without a path and in \
         lower case, separated by commas"
        .into())
}

/// The name of a header.
pub(super) fn header_name(text: &str) -> Result<String, Expected> {
    match http::HeaderName::from_bytes(text.as_bytes()) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("names of headers, separated by commas".into()),
    }
}

/// Where the state of all replicas is.
pub(super) fn state_url(text: &str) -> Result<Address, Expected> {
    Address::parse(text).map_err(|error| error.to_string().into())
}

/// Where a session's id may stand.
pub(super) fn session_key(text: &str) -> Result<SessionKey, Expected> {
    text.parse().map_err(|_| "header:NAME, baggage:NAME, query:NAME, cookie:NAME or traceparent".into())
}

/// Where requests may or may not go.
pub(super) fn destination(text: &str) -> Result<Destination, Expected> {
    text.parse().map_err(|error: InvalidDestination| error.to_string().into())
}

/// A duration, or 0 for ever.
pub(super) fn timeout(text: &str) -> Result<Option<Duration>, Expected> {
    duration(text).map(|time| Some(time).filter(|time| !time.is_zero()))
}

/// Rows of the front door.
pub(super) fn front_routes(text: &str) -> Result<Vec<Row>, Expected> {
    front::parse_rows(items(text)).map_err(|error| format!("rows of the front door, but {error}").into())
}

/// One of some words, in any case.
pub(super) fn choice<T: Copy>(choices: &'static [(&'static str, T)]) -> impl Fn(&str) -> Result<T, Expected> {
    |text| {
        let chosen = choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        let words = || choices.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" or ");
        chosen.map(|(_, value)| *value).ok_or_else(|| words().into())
    }
}

/// A locale that the faker knows.
pub(super) fn locale(text: &str) -> Result<String, Expected> {
    let known = Faker::locales();
    let expected = || format!("one of {}", known.join(", ")).into();
    known.contains(&text).then(|| text.to_owned()).ok_or_else(expected)
}

/// A filter in the syntax of `RUST_LOG`. A lone word must be a level: as a directive it would silently
/// mean a target of that name.
pub(super) fn log_level(text: &str) -> Result<String, Expected> {
    let is_level = |word: &str| word.parse::<tracing_subscriber::filter::LevelFilter>().is_ok();
    let words_are_levels = items(text).filter(|item| !item.contains(['=', ':', '['])).all(is_level);
    let accepted = words_are_levels && tracing_subscriber::EnvFilter::try_new(text).is_ok();
    let expected = "off, error, warn, info, debug, trace or RUST_LOG directives such as info,hyper=warn";
    accepted.then(|| text.to_owned()).ok_or(expected.into())
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// A number in plain digits (no sign).
fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// What a unit is worth in bytes.
const UNITS: [(&str, u64); 5] = [("tb", 1 << 40), ("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10), ("b", 1)];

/// Bytes as the reference reads them: plain, or a decimal number with a unit of 1024s in any case.
fn byte_size(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let Some((amount, factor)) =
        UNITS.iter().find_map(|(unit, factor)| lower.strip_suffix(unit).map(|amount| (amount.trim_end(), factor)))
    else {
        return digits(text);
    };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let bytes = amount.parse::<f64>().ok().filter(|_| plain(whole) && plain(fraction))? * *factor as f64;
    bytes.is_finite().then(|| bytes.round() as u64)
}

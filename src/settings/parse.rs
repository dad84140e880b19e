//! From the text of a variable to its value, gathering what is not accepted.

use std::time::Duration;

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

/// Everything that is wrong with the settings. (No setting that holds a secret can be wrong here.)
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

/// Byte counts by unit.
pub(super) struct Unit;

impl Unit {
    pub(super) const MB: u64 = 1 << 20;
    const ALL: [(&'static str, u64); 5] =
        [("tb", 1 << 40), ("gb", 1 << 30), ("mb", Self::MB), ("kb", 1 << 10), ("b", 1)];
}

/// Reads values one by one and remembers the errors.
#[derive(Default)]
pub(super) struct Reader {
    errors: Vec<SettingError>,
}

impl Reader {
    /// The settings, unless a value was not accepted.
    pub(super) fn finish<T>(self, settings: T) -> Result<T, SettingsErrors> {
        if self.errors.is_empty() { Ok(settings) } else { Err(SettingsErrors(self.errors)) }
    }

    fn read<T>(
        &mut self,
        variable: &'static str,
        value: Option<String>,
        accepted: impl FnOnce() -> String,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let parsed = parse(value.trim());
        if parsed.is_none() {
            self.errors.push(SettingError { variable, value, accepted: accepted() });
        }
        parsed
    }

    /// Items separated by commas; `None` when there are none.
    pub(super) fn list(&mut self, value: Option<String>) -> Option<Vec<String>> {
        Some(items(&value?).map(str::to_owned).collect()).filter(|list: &Vec<_>| !list.is_empty())
    }

    pub(super) fn flag(&mut self, variable: &'static str, value: Option<String>, default: bool) -> bool {
        self.read(variable, value, || "true, false, 1, 0, yes or no".to_owned(), boolean).unwrap_or(default)
    }

    pub(super) fn ports(&mut self, variable: &'static str, value: Option<String>) -> Vec<u16> {
        let accepted = || "port numbers from 0 to 65535, separated by commas".to_owned();
        self.read(variable, value, accepted, |text| items(text).map(digits).collect()).unwrap_or_default()
    }

    pub(super) fn port(&mut self, variable: &'static str, value: Option<String>) -> Option<u16> {
        self.read(variable, value, || "a port number from 0 to 65535".to_owned(), digits)
    }

    pub(super) fn count(&mut self, variable: &'static str, value: Option<String>, default: u64) -> u64 {
        self.read(variable, value, || "a whole number from 0".to_owned(), digits).unwrap_or(default)
    }

    pub(super) fn at_least_one(&mut self, variable: &'static str, value: Option<String>, default: u64) -> u64 {
        let parse = |text: &str| digits(text).filter(|n| *n > 0);
        self.read(variable, value, || "a whole number from 1".to_owned(), parse).unwrap_or(default)
    }

    pub(super) fn seed(&mut self, variable: &'static str, value: Option<String>) -> Option<u32> {
        let parse = |text: &str| text.parse::<i64>().ok().map(|n| n as u32);
        self.read(variable, value, || "a whole number".to_owned(), parse)
    }

    pub(super) fn bytes(&mut self, variable: &'static str, value: Option<String>, default: u64) -> u64 {
        let accepted = || "a size such as 104857600, 100MB, 10 GB or 1.5kb".to_owned();
        self.read(variable, value, accepted, byte_size).unwrap_or(default)
    }

    /// A size that may not be less than `least`.
    pub(super) fn bytes_from(
        &mut self,
        variable: &'static str,
        value: Option<String>,
        least: u64,
        default: u64,
    ) -> u64 {
        let accepted = || format!("a size from {}MB, such as 104857600, 100MB, 10 GB or 1.5gb", least / Unit::MB);
        let parse = |text: &str| byte_size(text).filter(|bytes| *bytes >= least);
        self.read(variable, value, accepted, parse).unwrap_or(default)
    }

    pub(super) fn duration(&mut self, variable: &'static str, value: Option<String>, default: Duration) -> Duration {
        self.read(variable, value, || "a duration such as 10s, 250ms or 1m".to_owned(), duration).unwrap_or(default)
    }

    /// One of some words, in any case.
    pub(super) fn choice<T: Copy>(
        &mut self,
        variable: &'static str,
        value: Option<String>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let accepted = || choices.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" or ");
        let find = |text: &str| choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, v)| *v);
        self.read(variable, value, accepted, find)
    }

    pub(super) fn locale(&mut self, variable: &'static str, value: Option<String>, known: &[&str]) -> String {
        let accepted = || format!("one of {}", known.join(", "));
        let find = |text: &str| known.iter().find(|locale| **locale == text).map(|locale| (*locale).to_owned());
        self.read(variable, value, accepted, find).unwrap_or_else(|| "en".to_owned())
    }

    pub(super) fn log_level(&mut self, variable: &'static str, value: Option<String>) -> String {
        let accepted =
            || "off, error, warn, info, debug, trace or RUST_LOG directives such as info,hyper=warn".to_owned();
        self.read(variable, value, accepted, log_level).unwrap_or_else(|| "info".to_owned())
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// A number in plain digits (no sign).
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Bytes as the reference reads them: plain, or a decimal number with a unit of 1024s in any case.
fn byte_size(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let Some((amount, factor)) =
        Unit::ALL.iter().find_map(|(unit, factor)| lower.strip_suffix(unit).map(|amount| (amount.trim_end(), factor)))
    else {
        return digits(text);
    };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let bytes = amount.parse::<f64>().ok().filter(|_| plain(whole) && plain(fraction))? * *factor as f64;
    bytes.is_finite().then(|| bytes.round() as u64)
}

fn duration(text: &str) -> Option<Duration> {
    let unit = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (amount, unit) = text.split_at(unit);
    let amount: u64 = amount.parse().ok()?;
    match unit.trim() {
        "ms" => Some(Duration::from_millis(amount)),
        "s" => Some(Duration::from_secs(amount)),
        "m" => amount.checked_mul(60).map(Duration::from_secs),
        "h" => amount.checked_mul(3600).map(Duration::from_secs),
        "" if amount == 0 => Some(Duration::ZERO),
        _ => None,
    }
}

/// A filter in the syntax of `RUST_LOG`. A lone word must be a level: as a directive it would silently
/// mean a target of that name.
fn log_level(text: &str) -> Option<String> {
    let is_level = |word: &str| word.parse::<tracing_subscriber::filter::LevelFilter>().is_ok();
    let words_are_levels = items(text).filter(|item| !item.contains(['=', ':', '['])).all(is_level);
    (words_are_levels && tracing_subscriber::EnvFilter::try_new(text).is_ok()).then(|| text.to_owned())
}

//! Settings: environment variables only, read once at start.
//!
//! A setting is one row of `rows`: name, meaning, field, type, parser, default. All else is derived from the rows:
//! [`TABLE`] (what templates must not see, what an unknown name probably meant, what the documentation says), the
//! struct of texts that envy fills, and [`Settings`], read by [`Settings::from_vars`], which reports everything that
//! is wrong together.
//!
//! To add one: write its row, take a parser of `parse` or write one there beside its test, and have the table in the
//! documents written anew by `UPDATE_DOCS=1 cargo test --test it docs`. If users of the chart would set it, it has a
//! value too (`helm/sidemock/values.yaml`).

mod combined;
mod defaults;
mod derive;
mod hidden;
mod host;
mod named_files;
mod parse;
mod repeated;
mod rows;
mod table;
mod variables;

use named_files::NamedFiles;

pub use derive::Setting;
pub use hidden::hidden;
pub use host::Host;
pub use parse::{SettingError, SettingsErrors};
pub use rows::{Settings, TABLE};
pub use variables::Warning;

/// Where environments are mounted when nothing says otherwise.
pub const DEFAULT_DATA: &str = "/etc/sidemock/environments";
/// Where the admin token is mounted when nothing says otherwise.
pub const DEFAULT_TOKEN_FILE: &str = "/etc/sidemock/token";

/// A text that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of that text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for comparing with it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// Lines for people.
    Text,
}

impl Settings {
    /// Reads the settings among these variables, for the machine we run on.
    ///
    /// # Errors
    /// All values that are not accepted.
    pub fn from_vars(vars: impl Iterator<Item = (String, String)>) -> Result<(Settings, Vec<Warning>), SettingsErrors> {
        Self::from_vars_on(vars, &Host::real())
    }

    /// Reads the settings among these variables, for this machine.
    ///
    /// # Errors
    /// All values that are not accepted.
    pub fn from_vars_on(
        vars: impl Iterator<Item = (String, String)>,
        host: &Host<'_>,
    ) -> Result<(Settings, Vec<Warning>), SettingsErrors> {
        let (raw, warnings) = variables::read(vars);
        let files = NamedFiles::of_texts(&raw, host);
        let combined = combined::refused(&raw);
        let (settings, mut errors) = match raw.parse(host) {
            Ok(settings) => (Some(settings), combined),
            Err(SettingsErrors(errors)) => (None, [errors, combined].concat()),
        };
        match settings {
            Some(mut settings) if errors.is_empty() => {
                settings.data = repeated::told_apart(settings.data, settings.port.len());
                Ok((settings, warnings))
            }
            _ => {
                // Whoever mends the others learns of these at once.
                errors.extend(files.refused());
                Err(SettingsErrors(errors))
            }
        }
    }

    /// Directories that settings name and that are not there, with the variable.
    pub fn absent_directories(&self) -> impl Iterator<Item = String> + '_ {
        self.files_allowed.iter().filter(|directory| !directory.exists()).map(|directory| {
            format!("MOCKOON_FILES_ALLOWED: {} is not there; mount it there or correct the path", directory.display())
        })
    }

    /// Values by position beyond so many environments: they are for none, or for one that is mounted later.
    pub fn spare(&self, environments: usize) -> impl Iterator<Item = Spare> + use<> {
        let spare = |variable, values: Vec<String>| Spare { variable, values, environments };
        let ports: Vec<String> = self.port.iter().skip(environments).map(u16::to_string).collect();
        let rest = |values: &[String]| values.iter().skip(environments).cloned().collect();
        let all = [
            spare("MOCKOON_PORT", ports),
            spare("MOCKOON_HOSTNAME", rest(&self.hostname)),
            spare("MOCKOON_PUBLIC_BASE_URL", rest(&self.public_base_url)),
        ];
        all.into_iter().filter(move |spare| environments > 0 && !spare.values.is_empty())
    }
}

/// Values of a list by position that no environment is there for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{variable}: {} without an environment, there {}",
    .values.join(", "),
    if *.environments == 1 { "is only one".to_owned() } else { format!("are only {}", .environments) }
)]
pub struct Spare {
    /// The variable.
    pub variable: &'static str,
    /// Its values beyond the last environment.
    pub values: Vec<String>,
    /// How many environments there are.
    pub environments: usize,
}

/// The variables of this process; what is not Unicode is read as well as it can be.
pub fn process_vars() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests;

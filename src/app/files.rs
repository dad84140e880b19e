//! The mounted files, one by one: whether the newest content serves, and on the port that others were told.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::runtime::LastReload;

use super::{App, ServedEnvironment};

/// What came of the newest content of a file.
pub(super) struct FileStatus {
    /// The file's name; its path where several files have the name.
    pub(super) label: String,
    /// Whether it serves.
    pub(super) is_taken: bool,
}

/// All mounted files, those that never served included.
pub(super) fn statuses(app: &App) -> Vec<FileStatus> {
    let served: Vec<(PathBuf, bool)> = {
        let served = app.lock();
        let status = |one: &ServedEnvironment| {
            Some((one.handle.file()?.to_path_buf(), !matches!(one.handle.last_reload.get(), LastReload::Refused(_))))
        };
        served.iter().filter_map(status).collect()
    };
    let refused = app.troubles().refused.keys().cloned().map(|file| (file, false)).collect::<Vec<_>>();
    let all: Vec<(PathBuf, bool)> = served.into_iter().chain(refused).collect();
    let mut names: HashMap<Option<&OsStr>, usize> = HashMap::new();
    for (file, _) in &all {
        *names.entry(file.file_name()).or_default() += 1;
    }
    let label = |file: &Path| match (names.get(&file.file_name()), file.file_name()) {
        (Some(1), Some(name)) => name.to_string_lossy().into_owned(),
        _ => file.display().to_string(),
    };
    all.iter().map(|(file, is_taken)| FileStatus { label: label(file), is_taken: *is_taken }).collect()
}

impl App {
    /// Why those in front of an environment may not reach it: a Service sends to the ports that it was made for, and
    /// does not follow a file that names another.
    pub(super) fn port_trouble(&self, served: &ServedEnvironment) -> Option<String> {
        let port = served.listener.as_ref()?.address.port();
        let (expected, remedy) = match self.settings.expected_ports.as_slice() {
            // Nobody said which: those of the start are what whoever is in front could know.
            [] => (vec![served.first_port?], "the Service in front of it"),
            ports => (ports.to_vec(), "`ports` of the chart"),
        };
        if expected.contains(&port) {
            return None;
        }
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        Some(format!(
            "listens on port {port}, but requests are sent to {}: change {remedy}, or the port back in the file",
            expected.join(", ")
        ))
    }
}

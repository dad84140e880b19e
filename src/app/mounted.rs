//! What an environment was read from, so that the admin API can go back to it after edits; and whoever waits for content
//! hears of edits.

use std::path::Path;
use std::sync::Arc;

use crate::environment::kind::Place;
use crate::environment::load::{self, LoadOptions};
use crate::environment::remote::Remote;
use crate::environment::traffic::Secrets;
use crate::reload::port_allocation::Address;
use crate::runtime::redact::Redaction;
use crate::runtime::{EnvironmentHandle, Mounted};
use crate::settings::Settings;

use super::App;

/// The environment that answers when nothing is mounted.
pub(super) const DEMO: &str = include_str!("demo.json");

/// How the settings want files to be read.
pub(super) fn load_options(settings: &Settings, remote: &Remote) -> LoadOptions {
    LoadOptions {
        files_allowed: settings.files_allowed.clone(),
        openapi: settings.openapi_compat.unwrap_or_default(),
        remote: remote.clone(),
        secrets: Redaction::new(&settings.redact_headers, &settings.redact_query).and(Secrets::default()),
    }
}

/// A file, or the embedded demo, which says that it listens there.
pub(super) fn mounted(app: &App, file: Option<&Path>, declared: &Address) -> Mounted {
    let (file, options) = (file.map(Path::to_owned), load_options(&app.settings, &app.remote));
    let read = move || {
        let loaded = match &file {
            Some(file) => load::load_file(file, Place::Named, &options),
            None => load::load_bytes("the embedded demo", DEMO.as_bytes()),
        };
        let loaded = loaded.map_err(|error| error.to_string())?;
        loaded.wrong_type.map_or_else(|| Ok((loaded.environment, loaded.hash.to_string())), Err)
    };
    Mounted { hostname: declared.hostname.clone(), port: declared.port, read: Arc::new(read) }
}

impl App {
    /// Wakes those who wait for content whenever an environment has got another one.
    pub(super) fn follow(&self, handle: &EnvironmentHandle) {
        let (mut generations, changes) = (handle.changes(), self.changes.clone());
        tokio::spawn(async move {
            while generations.changed().await.is_ok() {
                changes.send_replace(());
            }
        });
    }
}

//! What an environment was read from, so that the admin API can go back to it after edits; and whoever waits for content
//! hears of edits.

use std::path::Path;
use std::sync::Arc;

use crate::environment::kind::NamedBy;
use crate::environment::load::{self, LoadOptions};
use crate::environment::remote::Remote;
use crate::environment::traffic::Secrets;
use crate::reload::port_allocation::Address;
use crate::runtime::redact::Redaction;
use crate::runtime::{EnvironmentHandle, Mounted, Reread};
use crate::settings::Settings;

use super::{App, declared};

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
pub(super) fn mounted(app: &App, file: Option<&Path>, address: &Address) -> Mounted {
    let (file, options) = (file.map(Path::to_owned), load_options(&app.settings, &app.remote));
    let read = move || {
        let loaded = match &file {
            Some(file) => declared::load_file(file, NamedBy::Path, &options),
            None => load::load_bytes("the embedded demo", DEMO.as_bytes()),
        };
        let loaded = loaded.map_err(|error| error.to_string())?;
        if let Some(wrong) = loaded.wrong_type {
            return Err(wrong);
        }
        // Read before, when the file was loaded.
        let declared = declared::of(&loaded.companion);
        Ok(Reread { environment: loaded.environment, hash: loaded.hash.to_string(), declared })
    };
    Mounted { hostname: address.hostname.clone(), port: address.port, read: Arc::new(read) }
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

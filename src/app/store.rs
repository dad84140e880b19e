//! The store of the process: opened before the environments, whether it answers or not; readiness follows it.

use std::sync::Arc;

use tokio::runtime::Handle;

use crate::masking;
use crate::settings::Settings;
use crate::state::Store;

use super::{App, StartError};

/// Opens the store that the settings name, if they name one.
///
/// # Errors
/// When its root certificates cannot be read.
pub(super) fn open(settings: &Settings, workers: &Handle) -> Result<Option<Arc<Store>>, StartError> {
    let Some(address) = settings.state_url.clone() else { return Ok(None) };
    let roots = match &settings.state_ca_file {
        Some(file) => {
            let roots = std::fs::read(file);
            Some(roots.map_err(|error| StartError::StateRoots { file: file.clone(), reason: error.to_string() })?)
        }
        None => None,
    };
    if let Some(password) = address.password() {
        masking::learn(&password);
    }
    tracing::info!("The state of all replicas is on {address}");
    Ok(Some(Store::open(address.with_roots(roots), workers)))
}

/// Passes on to who waits for readiness that the store has come or gone.
pub(super) fn watch(app: &Arc<App>) {
    let Some(store) = &app.store else { return };
    let mut changes = store.changes();
    let app = Arc::downgrade(app);
    tokio::spawn(async move {
        while changes.changed().await.is_ok() {
            match app.upgrade() {
                Some(app) => app.changes.send_replace(()),
                None => return,
            };
        }
    });
}

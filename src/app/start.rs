//! Start-up: management port, environments, tokens, listeners.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use tokio::runtime::Handle;

use crate::admin::auth::warn_if_short;
use crate::budget::together;
use crate::reload::Watch;
use crate::runtime::secret_files::SecretFiles;
use crate::server::admin_port::{AdminPort, Environments};
use crate::server::listener;
use crate::server::port::Port;
use crate::settings::Settings;

use super::candidate::{announce_findings, announce_never};
use super::error::{StartError, bind, describe, lost};
use super::fetch::Fetcher;
use super::front::follow_names;
use super::read::{MountedEnvironments, read_all, refuse_same_port, special_files};
use super::reload::{self, Reloader};
use super::try_start::client_authorities;
use super::{App, Bound, Listening, shared_ports, store};

impl App {
    /// Loads, binds and serves everything that the settings name: mocks on the runtime of `workers`, the management port
    /// on the caller's, where it answers from the beginning.
    ///
    /// # Errors
    /// The first thing that cannot be had; nothing serves then.
    pub async fn start(settings: Settings, workers: Handle) -> Result<(Arc<Self>, Bound), StartError> {
        shared_ports::refuse(&settings, &[])?;
        let mut bound = Bound::default();
        // Before anything is read: what changes from now on is noticed.
        let watch = settings.watch.then(Watch::new);
        let clients = client_authorities(&settings)?;
        if let Some(clients) = clients.as_ref().filter(|_| settings.watch) {
            clients.watch();
        }
        let store = store::open(&settings, &workers)?;
        let app = Arc::new(Self { store, ..Self::new(settings, workers, clients) });
        store::watch(&app);
        let settings = &app.settings;
        if let Some(port) = settings.management_port {
            let listener = bind("", port, "MOCKOON_MANAGEMENT_PORT", &Handle::current()).await?;
            bound.management = listener.local_addr().ok();
            tokio::spawn(listener::serve_management(listener, Arc::clone(&app)));
        }
        if let Some(port) = settings.admin_api_port.filter(|_| !settings.disable_admin_api) {
            let socket = bind("", port, "MOCKOON_ADMIN_API_PORT", &app.workers.runtime).await?;
            let environments: Arc<dyn Environments> = app.clone();
            let admin = AdminPort::new(environments);
            let running = listener::serve(socket, Arc::new(Port::Admin(admin)), None, &app.workers)
                .map_err(|e| lost(port, "MOCKOON_ADMIN_API_PORT", e))?;
            bound.admin = Some(running.address);
            *app.admin.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(running));
        }
        let front = app.bind_front().await?;
        app.note_special(special_files(settings));
        let fetcher = Fetcher::new(settings, app.remote.clone());
        fetcher.fetch_all().await?;
        let MountedEnvironments { candidates, left_alone, error } = read_all(settings, &app.remote);
        if let Some(error) = error {
            return Err(error);
        }
        for (file, reason) in &left_alone {
            tracing::warn!(file = describe(Some(file)), "left alone: {reason}");
        }
        for spare in settings.spare(candidates.len()) {
            tracing::warn!("{spare}");
        }
        refuse_same_port(&candidates, settings)?;
        shared_ports::refuse(settings, &candidates)?;
        let tokens = app.tokens.read(candidates.len());
        // Nobody can count environments that are not mounted yet.
        let texts = if candidates.is_empty() { Vec::new() } else { tokens? };
        warn_if_short(&texts);
        let known = candidates.iter().filter_map(|c| Some((c.file.clone()?, reload::known_of(&c.loaded)))).collect();
        let (mut bound_to, mut waiting) = (Vec::new(), Vec::new());
        for (position, (candidate, token)) in candidates.into_iter().zip(texts).enumerate() {
            let declared = candidate.declared();
            let address = app.overrides.apply(position, &declared);
            let socket = if app.overrides.listens(&address) {
                let wanted_by = describe(candidate.file.as_deref());
                Some(Arc::new(bind(&address.hostname, address.port, &wanted_by, &app.workers.runtime).await?))
            } else {
                None
            };
            announce_findings(&describe(candidate.file.as_deref()), &candidate.loaded);
            waiting.push((position, candidate, address.clone()));
            bound_to.push((Listening { address, declared }, socket, token));
        }
        let compiled =
            together::each(waiting, |(position, candidate, address)| app.compile(position, candidate, &address));
        // Before any serves: one that cannot ends the start.
        let compiled = compiled.into_iter().collect::<Result<Vec<_>, _>>()?;
        for (handle, (listening, socket, token)) in compiled.into_iter().zip(bound_to) {
            announce_never(&handle);
            let served = app.serve(handle, listening, socket, token)?;
            follow_names(&app, &served.handle);
            bound.environments.extend(served.listener.as_ref().map(|listener| listener.address));
            app.lock().push(served);
        }
        app.troubles().left_alone = left_alone.len();
        app.refresh_front();
        app.open_front(front)?;
        bound.front = app.front_addresses();
        app.note_waiting();
        announce_budget(settings);
        if let Some(watch) = watch {
            if let Some(period) = settings.data_poll {
                let noting = Arc::clone(&app);
                let note = move |file: &Path, reason| noting.note_unreachable(file, reason);
                tokio::spawn(fetcher.poll(period, watch.waker(), note));
            }
            tokio::spawn(Reloader::new(Arc::clone(&app), known, left_alone).run(watch));
        }
        Ok((app, bound))
    }
}

/// Says what the memory budget comes to.
fn announce_budget(settings: &Settings) {
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
    tracing::info!(
        "Memory budget {}: request bodies up to {}, transaction logs {}, {} connections",
        megabytes(settings.memory_budget),
        megabytes(settings.max_request_body_size.unwrap_or(settings.memory_budget)),
        megabytes(settings.max_transaction_log_bytes),
        settings.max_connections
    );
}

/// The files of this process that no environment serves.
pub(super) fn secret_files(settings: &Settings) -> SecretFiles {
    let files = SecretFiles::default();
    if let Some(token) = &settings.admin_api_token_file {
        files.add(token);
    }
    files
}

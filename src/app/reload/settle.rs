//! What becomes of what was read: which file gets which port, what is swapped, started or ended.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;

use crate::admin::auth::{Tokens, generate};
use crate::budget::background;
use crate::reload::port_allocation::{self, PortRequest, Serving};
use crate::runtime::{CarryOver, EnvironmentHandle, Generation, LastReload};
use crate::server::listener;

use super::super::candidate::Candidate;
use super::super::error::{StartError, describe};
use super::super::front::follow_names;
use super::super::mounted::mounted;
use super::super::{Listening, ServedEnvironment, declared};
use super::Reloader;

impl Reloader {
    /// What serves and what would like to, in the order of the files.
    pub(super) fn requests(&self, gone: &HashSet<PathBuf>) -> Vec<PortRequest> {
        let mut files: Vec<PathBuf> = self.mounted().into_iter().map(|file| file.path).collect();
        let missing = self.files.iter().filter(|(_, state)| state.missing_since.is_some()).map(|(file, _)| file);
        files.extend(missing.filter(|file| !gone.contains(*file)).cloned());
        let serving: HashMap<PathBuf, Serving> =
            self.app.lock().iter().filter_map(ServedEnvironment::serving).collect();
        let request = |file: PathBuf| PortRequest {
            serving: serving.get(&file).cloned(),
            desired: self.candidate(&file).map(Candidate::declared),
            leaving: self.files.get(&file).is_some_and(|state| state.missing_since.is_some()),
            file,
        };
        files
            .into_iter()
            .map(request)
            .filter(|request| request.serving.is_some() || request.desired.is_some())
            .collect()
    }

    /// Brings one environment to where it should be.
    pub(super) async fn settle(
        &mut self,
        request: &PortRequest,
        listening: Listening,
        position: usize,
        tokens: &Result<Vec<String>, String>,
    ) -> Result<(), StartError> {
        let Some(serving) = &request.serving else { return self.start(request, listening, position, tokens).await };
        let base_url = self.app.settings.public_base_url.get(position);
        let Some((handle, token)) = self.find(&request.file) else { return Ok(()) };
        let same_base_url = handle.shared.options.public_base_url.load().as_deref() == base_url;
        let moves = serving.address != listening.address;
        if request.desired.is_none() && !moves && same_base_url {
            return Ok(());
        }
        let current = handle.current();
        let (mut environment, hash) = match self.candidate(&request.file) {
            Some(candidate) => (candidate.loaded.environment.clone(), candidate.loaded.hash.to_string()),
            None => ((*current.compiled.source).clone(), current.hash.clone()),
        };
        environment.port = listening.address.port;
        environment.hostname.clone_from(&listening.address.hostname);
        let another_tls =
            environment.tls_options != current.compiled.source.tls_options && !self.app.settings.disable_tls;
        let listens = self.app.overrides.listens(&listening.address);
        let socket = match (listens, moves) {
            (true, true) => Some(Arc::new(self.bind(&request.file, &listening).await?)),
            _ => self.socket_of(&request.file).filter(|_| listens && another_tls),
        };
        let tls = if socket.is_some() || another_tls {
            Some(self.app.certificate(&handle, &environment, listens)?)
        } else {
            None
        };
        let replacement = match socket {
            Some(socket) => Some(self.app.listen(&handle, &token, &environment, tls.clone().flatten(), socket)?),
            None => None,
        };
        let tenant = self.candidate(&request.file).map(Candidate::tenant);
        handle.read_from(mounted(&self.app, handle.file().as_deref(), &listening.declared));
        handle.shared.options.public_base_url.store(base_url.cloned().map(Arc::new));
        let swapping = Arc::clone(&handle);
        let swapped = background::spawn(move || swapping.swap(environment, hash, CarryOver::Unchanged)).await;
        let former = {
            let mut served = self.app.lock();
            let Some(one) = served.iter_mut().find(|one| one.handle.file().as_deref() == Some(request.file.as_path()))
            else {
                return Ok(());
            };
            one.listening = listening;
            one.handle.last_reload.set(LastReload::Taken);
            if let Some(tls) = tls {
                one.tls = tls;
            }
            if let Some(tenant) = tenant {
                one.tenant = tenant;
            }
            let former = match replacement {
                Some(running) => one.listener.replace(Arc::new(running)),
                None if listens => None,
                None => one.listener.take(),
            };
            if let Some(trouble) = self.app.port_trouble(one).filter(|_| moves) {
                tracing::warn!(file = describe(Some(&request.file)), "{trouble}");
            }
            former
        };
        if let Some(former) = former {
            let grace = self.app.settings.shutdown_grace_period;
            tokio::spawn(async move { tokio::time::timeout(grace, former.drain()).await });
        }
        let state = self.state(&request.file);
        let candidate = state.candidate.take();
        state.reported = None;
        match swapped {
            Ok(generation) => {
                if let Some(candidate) = &candidate {
                    handle.take_declared(declared::of(&candidate.loaded.companion)).await;
                }
                taken(&handle, &generation, candidate.as_ref());
            }
            Err(error) => {
                self.refuse(&request.file, format!("{}: cannot be compiled ({error})", request.file.display()))
            }
        }
        Ok(())
    }

    /// Starts an environment that did not serve before.
    async fn start(
        &mut self,
        request: &PortRequest,
        listening: Listening,
        position: usize,
        tokens: &Result<Vec<String>, String>,
    ) -> Result<(), StartError> {
        let token = match tokens {
            Ok(tokens) => match tokens.get(position) {
                Some(token) => token.clone(),
                // More environments than were counted: a generated token is one more, a given one is missing.
                None if matches!(self.app.tokens, Tokens::Generated) => generate(),
                None => {
                    self.refuse(&request.file, format!("{}: there is no admin token for it", request.file.display()));
                    return Ok(());
                }
            },
            Err(reason) => {
                self.refuse(&request.file, reason.clone());
                return Ok(());
            }
        };
        let socket = if self.app.overrides.listens(&listening.address) {
            Some(Arc::new(self.bind(&request.file, &listening).await?))
        } else {
            None
        };
        let Some(candidate) = self.state(&request.file).candidate.take() else { return Ok(()) };
        let (app, address) = (Arc::clone(&self.app), listening.address.clone());
        let compiled = background::spawn(move || app.handle(position, candidate, &address)).await;
        let handle = match compiled {
            Ok(handle) => handle,
            Err(error) => {
                self.refuse(&request.file, format!("{}: cannot be compiled ({error})", request.file.display()));
                return Ok(());
            }
        };
        let served = self.app.serve(handle?, listening, socket, token)?;
        follow_names(&self.app, &served.handle);
        served.handle.last_reload.set(LastReload::Taken);
        note_success(&served.handle);
        self.state(&request.file).reported = None;
        self.app.troubles().refused.remove(&request.file);
        // When the program has begun to stop in the meantime, nobody would drain it.
        if !self.app.is_stopping() {
            self.app.lock().push(served);
        }
        Ok(())
    }

    /// Binds an address; sockets of ours at the same port are about to leave it.
    async fn bind(&self, file: &Path, listening: &Listening) -> Result<TcpListener, StartError> {
        let ours: Vec<_> = self.app.lock().iter().filter_map(|served| served.listener.as_ref()?.socket()).collect();
        let address = &listening.address;
        let bound = listener::bind_beside(&address.hostname, address.port, &ours, &self.app.workers.runtime).await;
        bound.map_err(|error| StartError::Port {
            port: address.port,
            hostname: address.hostname.clone(),
            error,
            wanted_by: file.display().to_string(),
        })
    }

    /// The content of a file that waits to be served.
    fn candidate(&self, file: &Path) -> Option<&Candidate> {
        self.files.get(file)?.candidate.as_ref()
    }

    pub(super) fn find(&self, file: &Path) -> Option<(Arc<EnvironmentHandle>, Arc<crate::admin::Token>)> {
        let served = self.app.lock();
        let one = served.iter().find(|one| one.handle.file().as_deref() == Some(file))?;
        Some((Arc::clone(&one.handle), Arc::clone(&one.token)))
    }

    fn socket_of(&self, file: &Path) -> Option<Arc<TcpListener>> {
        let served = self.app.lock();
        served.iter().find(|one| one.handle.file().as_deref() == Some(file))?.listener.as_ref()?.socket()
    }

    /// Stops the environments of these files.
    pub(super) fn remove(&mut self, gone: &HashSet<PathBuf>) {
        if gone.is_empty() {
            return;
        }
        let is_gone = |one: &mut ServedEnvironment| one.handle.file().is_some_and(|file| gone.contains(&*file));
        let removed: Vec<ServedEnvironment> = self.app.lock().extract_if(.., is_gone).collect();
        for one in removed {
            let label = one.handle.shared.transaction_log.label();
            tracing::info!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                file = describe(one.handle.file().as_deref()),
                "Server stopped: its file is gone"
            );
            one.handle.shared.shutdown.trigger();
            let grace = self.app.settings.shutdown_grace_period;
            if let Some(listener) = one.listener {
                tokio::spawn(async move { tokio::time::timeout(grace, listener.drain()).await });
            }
        }
        self.files.retain(|file, _| !gone.contains(file));
    }

    /// Puts the environments in the order of their files.
    pub(super) fn order(&self, requests: &[PortRequest]) {
        let order: HashMap<&Path, usize> = requests.iter().enumerate().map(|(i, c)| (c.file.as_path(), i)).collect();
        let place = |one: &ServedEnvironment| one.handle.file().and_then(|file| order.get(&*file)).copied();
        self.app.lock().sort_by_key(place);
    }
}

impl ServedEnvironment {
    fn serving(&self) -> Option<(PathBuf, Serving)> {
        let Listening { address, declared } = &self.listening;
        Some((self.handle.file()?.to_path_buf(), Serving { address: address.clone(), declared: declared.clone() }))
    }
}

pub(super) fn declared(request: &PortRequest) -> port_allocation::Address {
    let serving = request.serving.as_ref().map(|serving| &serving.declared);
    request.desired.as_ref().or(serving).cloned().unwrap_or_default()
}

/// A reload was taken: log and metrics.
fn taken(handle: &EnvironmentHandle, generation: &Generation, candidate: Option<&Candidate>) {
    let label = handle.shared.transaction_log.label();
    let (repairs, warnings) =
        candidate.map_or((0, 0), |candidate| (candidate.loaded.repairs_total, candidate.loaded.warnings.len()));
    tracing::info!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        file = describe(handle.file().as_deref()),
        generation = generation.number,
        hash = generation.hash,
        routes = generation.compiled.routes.len(),
        repairs,
        warnings = warnings + generation.compiled.warnings.len(),
        "Environment reloaded"
    );
    note_success(handle);
}

fn note_success(handle: &EnvironmentHandle) {
    let metrics = &handle.shared.metrics;
    metrics.reloads_ok.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    metrics.reloaded_at.store(now, Ordering::Relaxed);
}

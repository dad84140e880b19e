//! The composition root: binds everything, serves, reloads, drains.

mod candidate;
pub mod check;
mod declared;
mod error;
mod fetch;
mod files;
mod front;
mod metrics;
mod mounted;
mod named_files;
mod read;
mod readiness;
mod reload;
mod serve;
mod shared_ports;
pub mod start;
mod store;
mod try_start;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::admin::auth::Tokens;
use crate::admin::{Admin, Token};
use crate::environment::remote::Remote;
use crate::memory::MemoryBudget;
use crate::reload::port_allocation::{Address, Overrides};
use crate::routing::front::Tenant;
use crate::runtime::EnvironmentHandle;
use crate::runtime::neighbours::Neighbours;
use crate::runtime::secret_files::SecretFiles;
use crate::server::admin_port::{Administered, Environments};
use crate::server::connections::Connections;
use crate::server::listener::{ListenerHandle, Workers};
use crate::server::tls::{Clients, Tls};
use crate::settings::{self, Settings};
use crate::state::{EnvVars, StateBudget, Store};
use crate::traces::{TraceOptions, Tracer};

pub use error::StartError;
use front::Front;

/// One served environment.
pub struct ServedEnvironment {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// Its listener; `None` where it is behind the front door only.
    pub listener: Option<Arc<ListenerHandle>>,
    /// Its admin token.
    pub token: Arc<Token>,
    /// Its certificate, where it or the front door speaks TLS.
    tls: Option<Arc<Tls>>,
    /// What the front door knows it by.
    tenant: Tenant,
    listening: Listening,
    /// Where it listened first.
    first_port: Option<u16>,
}

/// Where an environment listens, and where its file wants it to.
struct Listening {
    address: Address,
    declared: Address,
}

/// The running program.
pub struct App {
    settings: Settings,
    overrides: Overrides,
    tokens: Tokens,
    env_vars: Arc<EnvVars>,
    workers: Workers,
    memory: MemoryBudget,
    /// The token's file and keys of certificates.
    secret_files: SecretFiles,
    state: StateBudget,
    /// Where traces are exported.
    tracer: Option<Arc<Tracer>>,
    neighbours: Neighbours,
    /// Copies of the files of other servers.
    remote: Remote,
    /// Where the state of all replicas rests, unless it is in memory.
    store: Option<Arc<Store>>,
    /// In the order of the files.
    served: Mutex<Vec<ServedEnvironment>>,
    front: Front,
    /// The admin port, when there is one.
    admin: Mutex<Option<Arc<ListenerHandle>>>,
    /// Why there is nothing to serve, when there is nothing.
    waiting_for: Mutex<Option<String>>,
    troubles: Mutex<Troubles>,
    stopping: AtomicBool,
    /// Tells who waits for readiness that it may have changed.
    changes: watch::Sender<()>,
    /// Files that appeared and could not be served.
    load_failures: AtomicU64,
}

/// What is wrong with mounted files but does not show at an environment.
#[derive(Debug, Clone, Default)]
struct Troubles {
    /// Files that do not serve, and why.
    refused: BTreeMap<PathBuf, String>,
    /// Directories that cannot be read, and why.
    unreadable: BTreeMap<PathBuf, String>,
    /// What lies beside the files and is none: pipes, devices, sockets.
    special: BTreeSet<PathBuf>,
    /// The number of files that are no environments.
    left_alone: usize,
    /// Why the file of the admin token is not taken.
    token: Option<String>,
}

/// The addresses that were bound.
#[derive(Debug, Clone, Default)]
pub struct Bound {
    /// Mock ports, in the order of the environments that have one.
    pub environments: Vec<SocketAddr>,
    /// Ports of the front door.
    pub front: Vec<SocketAddr>,
    /// Admin port, when it has its own.
    pub admin: Option<SocketAddr>,
    /// Management port, unless it is off.
    pub management: Option<SocketAddr>,
}

impl App {
    fn new(settings: Settings, workers: Handle, clients: Option<Arc<Clients>>) -> Self {
        let vars = settings::process_vars();
        let memory = MemoryBudget::new(settings.memory_budget, settings.max_transaction_log_bytes);
        Self {
            overrides: overrides_of(&settings),
            tokens: try_start::tokens_of(&settings),
            env_vars: Arc::new(EnvVars::new(&settings.env_vars_prefix, vars, settings::hidden(&settings))),
            tracer: tracer(&workers, &memory),
            workers: Workers {
                runtime: workers,
                connections: Connections::new(settings.max_connections, settings.request_timeout, memory.clone()),
                clients,
            },
            secret_files: start::secret_files(&settings),
            neighbours: Neighbours::default(),
            remote: Remote::default(),
            store: None,
            state: StateBudget::new(settings.max_state_bytes, &memory),
            memory,
            served: Mutex::default(),
            front: Front::default(),
            admin: Mutex::default(),
            waiting_for: Mutex::new(Some("environments are being loaded".to_owned())),
            troubles: Mutex::default(),
            stopping: AtomicBool::new(false),
            changes: watch::Sender::default(),
            load_failures: AtomicU64::new(0),
            settings,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<ServedEnvironment>> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// The environments that are served now.
    pub fn environments(&self) -> Vec<Arc<EnvironmentHandle>> {
        self.lock().iter().map(|served| Arc::clone(&served.handle)).collect()
    }

    /// Notes what lies in the mounted paths and is no file; it is said once.
    fn note_special(&self, special: impl IntoIterator<Item = PathBuf>) {
        let special: BTreeSet<PathBuf> = special.into_iter().collect();
        let mut troubles = self.troubles();
        for path in special.difference(&troubles.special) {
            tracing::warn!(file = %path.display(), "skipped: {}", read::SPECIAL);
        }
        troubles.special = special;
    }

    /// Notes at what serves from there why it cannot be asked for newer content, or that it can.
    fn note_unreachable(&self, file: &Path, reason: Option<String>) {
        if let Some(one) = self.lock().iter().find(|one| one.handle.file().as_deref() == Some(file)) {
            one.handle.last_reload.set_unreachable(reason);
        }
        self.changes.send_replace(());
    }

    /// Notes whether there is something to serve; what serves may be other content than before.
    fn note_waiting(&self) {
        let empty = self.lock().is_empty();
        let left_alone = self.troubles().left_alone;
        let mut waiting = self.waiting_for.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = empty.then(|| match left_alone {
            0 => "no environment file is mounted yet".to_owned(),
            files => format!("no environment file is mounted yet: {files} files are none, the log names them"),
        });
        drop(waiting);
        self.changes.send_replace(());
    }

    /// Readiness fails from now on; requests are still served.
    pub fn stop_being_ready(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.changes.send_replace(());
    }

    /// Not ready first, then the delay, then no new connections; open ones have the grace period to end.
    pub async fn drain(&self) {
        self.stop_being_ready();
        tokio::time::sleep(self.settings.shutdown_delay).await;
        let mut draining = tokio::task::JoinSet::new();
        for one in self.lock().iter() {
            one.handle.shared.shutdown.trigger();
            let (listener, handle) = (one.listener.clone(), Arc::clone(&one.handle));
            draining.spawn(async move {
                if let Some(listener) = listener {
                    listener.drain().await;
                }
                // Upgraded connections are the listener's no more.
                handle.shared.websockets.drained().await;
            });
        }
        for listener in self.front.listeners() {
            draining.spawn(async move { listener.drain().await });
        }
        if let Some(admin) = self.admin.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            draining.spawn(async move { admin.drain().await });
        }
        let all = async { while draining.join_next().await.is_some() {} };
        if tokio::time::timeout(self.settings.shutdown_grace_period, all).await.is_err() {
            tracing::warn!("connections still open after {:?}: ended", self.settings.shutdown_grace_period);
        }
        if let Some(tracer) = &self.tracer {
            tracer.flush().await;
        }
    }

    /// How long [`App::drain`] may take at the most.
    pub fn patience(&self) -> Duration {
        self.settings.shutdown_delay + self.settings.shutdown_grace_period
    }
}

/// Exports traces, if OpenTelemetry's variables say so.
fn tracer(workers: &Handle, memory: &MemoryBudget) -> Option<Arc<Tracer>> {
    let (options, warnings) = TraceOptions::from_vars(settings::process_vars());
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let options = options?;
    tracing::info!("Traces are exported to {}", options.shown_endpoint());
    Some(Tracer::start(options, workers, memory))
}

/// Who listens where, as far as the settings say.
fn overrides_of(settings: &Settings) -> Overrides {
    Overrides {
        own_ports: front::own_ports(settings),
        ports: settings.port.clone(),
        hostnames: settings.hostname.clone(),
    }
}

impl Environments for App {
    fn administered(&self) -> Vec<Administered> {
        let admin = |one: &ServedEnvironment| (Arc::clone(&one.handle), Arc::new(Admin::new(Arc::clone(&one.token))));
        self.lock().iter().map(admin).collect()
    }
}

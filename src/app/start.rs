//! Start-up: management port, environments, tokens, listeners.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::net::TcpListener;
use tokio::runtime::Handle;

use crate::admin::auth::Tokens;
use crate::admin::{Admin, Token};
use crate::budget::Limits;
use crate::environment::load::{self, Loaded};
use crate::environment::model::Environment;
use crate::environment::remote::Remote;
use crate::environment::repair::RepairKind;
use crate::environment::warning::{Warning, WarningKind, repaired, summed};
use crate::faker::Faker;
use crate::reload::Watch;
use crate::reload::claims::{Address, OwnPorts};
use crate::routing::front::Tenant;
use crate::runtime::egress::Egress;
use crate::runtime::page::PageMode;
use crate::runtime::redact::Redaction;
use crate::runtime::replicas::stream::follow;
use crate::runtime::secret_files::SecretFiles;
use crate::runtime::session_keys::SessionOptions;
use crate::runtime::transaction_log::Label;
use crate::runtime::{EnvironmentHandle, Options, Shared, TransactionLog};
use crate::server::admin_port::{AdminPort, Environments};
use crate::server::dispatch::Site;
use crate::server::listener::{self, Running};
use crate::server::port::Port;
use crate::server::tls::{Clients, Handshakes, Tls};
use crate::settings::{LogFormat, Settings};
use crate::state::SessionLimits;
use crate::template::World;

use super::beside::{NamedFiles, lonely};
use super::error::{StartError, bind, describe, lost};
use super::fetch::Fetcher;
use super::mounted::{DEMO, load_options, mounted};
use super::reload::{self, Reloader};
use super::{App, Bound, Listening, Served, declared, front, store};

/// What is said of a path that is skipped.
pub(super) const SPECIAL: &str = "a pipe, a device or a socket is no environment file";

/// An environment that has been read but does not serve yet.
pub(super) struct Candidate {
    /// Its file.
    pub(super) file: Option<PathBuf>,
    /// Its content.
    pub(super) loaded: Loaded,
}

impl Candidate {
    /// Where the file says that it listens.
    pub(super) fn declared(&self) -> Address {
        let environment = &self.loaded.environment;
        Address { hostname: environment.hostname.clone(), port: environment.port }
    }

    /// What the front door knows it by.
    pub(super) fn tenant(&self) -> Tenant {
        front::tenant(&self.loaded.environment, self.file.as_deref())
    }
}

/// How often sessions are looked at, where there are any.
const SWEEP_EVERY: Duration = Duration::from_millis(500);

impl App {
    /// Loads, binds and serves everything that the settings name: mocks on the runtime of `workers`, the management port
    /// on the caller's, where it answers from the beginning.
    ///
    /// # Errors
    /// The first thing that cannot be had; nothing serves then.
    pub async fn start(settings: Settings, workers: Handle) -> Result<(Arc<Self>, Bound), StartError> {
        let mut bound = Bound::default();
        // Before anything is read: what changes from now on is noticed.
        let watch = settings.watch.then(Watch::new);
        let clients = settings.tls_client_ca_file.as_deref().map(|file| Clients::load(file, settings.tls_client_auth));
        let clients = clients.transpose()?;
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
        let Mounted { candidates, left_alone, error } = read_all(settings, &app.remote);
        if let Some(error) = error {
            return Err(error);
        }
        for (file, reason) in &left_alone {
            tracing::warn!(file = describe(Some(file)), "left alone: {reason}");
        }
        refuse_same_port(&candidates, settings)?;
        let tokens = app.tokens.read(candidates.len());
        // Nobody can count environments that are not mounted yet.
        let texts = if candidates.is_empty() { Vec::new() } else { tokens? };
        let known = candidates.iter().filter_map(|c| Some((c.file.clone()?, reload::known_of(&c.loaded)))).collect();
        let mut ready = Vec::new();
        for (position, (candidate, token)) in candidates.into_iter().zip(texts).enumerate() {
            let declared = candidate.declared();
            let address = app.overrides.apply(position, &declared);
            let socket = if app.overrides.listens(&address) {
                let wanted_by = describe(candidate.file.as_deref());
                Some(Arc::new(bind(&address.hostname, address.port, &wanted_by, &app.workers.runtime).await?))
            } else {
                None
            };
            let handle = app.handle(position, candidate, &address)?;
            ready.push((handle, Listening { address, declared }, socket, token));
        }
        for (handle, listening, socket, token) in ready {
            let served = app.serve(handle, listening, socket, token)?;
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
                tokio::spawn(fetcher.poll(period));
            }
            tokio::spawn(Reloader::new(Arc::clone(&app), known, left_alone).run(watch));
        }
        Ok((app, bound))
    }

    /// Compiles a candidate into the first generation of an environment at this position.
    pub(super) fn handle(
        &self,
        position: usize,
        candidate: Candidate,
        address: &Address,
    ) -> Result<EnvironmentHandle, StartError> {
        let settings = &self.settings;
        let file = describe(candidate.file.as_deref());
        announce_findings(&file, &candidate.loaded);
        let Loaded { mut environment, hash, companion, .. } = candidate.loaded;
        environment.port = address.port;
        environment.hostname.clone_from(&address.hostname);
        let options = self.options(position, candidate.file.as_deref());
        let world = World { env_vars: Arc::clone(&self.env_vars) };
        let faker = Faker::new(&settings.faker_locale, settings.faker_seed).ok_or(StartError::Locale)?;
        let label = Label { name: environment.name.clone(), uuid: environment.uuid.clone() };
        let log = TransactionLog::new(label, settings.log_transaction);
        let shared = Shared::new(options, world, log);
        let handle = EnvironmentHandle::new(candidate.file, shared, faker, environment, hash.to_string());
        // They were read before, when the file was loaded.
        handle.declare_faults(declared::faults(&companion).unwrap_or_default());
        handle.begin_with(declared::snapshot(&companion).ok().flatten(), companion.snapshot_text);
        let never = |text: &String| Warning::new(WarningKind::NeverMatches, text.as_str());
        announce(&file, &handle.current().compiled.warnings.iter().map(never).collect::<Vec<_>>());
        Ok(handle)
    }

    /// What the settings mean for the environment at this position.
    fn options(&self, index: usize, file: Option<&Path>) -> Options {
        let settings = &self.settings;
        let directory = file.and_then(Path::parent).filter(|p| !p.as_os_str().is_empty());
        Options {
            directory: directory.unwrap_or(Path::new(".")).to_owned(),
            files_allowed: settings.files_allowed.clone(),
            public_base_url: Arc::new(ArcSwapOption::from_pointee(settings.public_base_url.get(index).cloned())),
            proxy: settings.proxy,
            disabled_routes: settings.disable_routes.clone(),
            disable_tls: settings.disable_tls,
            budget: request_limits(settings),
            random_latency: settings.enable_random_latency,
            metadata_headers: settings.enable_route_metadata_headers,
            log_transactions: settings.log_transaction,
            memory: self.memory.clone(),
            state: self.state.clone(),
            secret_files: self.secret_files.clone(),
            tracer: self.tracer.clone(),
            neighbours: self.neighbours.clone(),
            store: self.store.clone(),
            request_timeout: settings.request_timeout,
            proxy_timeout: settings.proxy_timeout,
            max_body: settings.max_request_body_size.map_or(0, |bytes| bytes as u64),
            decode_requests: settings.decode_requests,
            max_callback_depth: settings.max_callback_depth,
            admin_cors: settings.admin_api_cors_origin.clone(),
            proxy_insecure: settings.proxy_insecure,
            redaction: Arc::new(Redaction::new(&settings.redact_headers, &settings.redact_query)),
            egress: Arc::new(Egress::new(settings.egress_allow.clone(), settings.egress_deny.clone())),
            proxy_ca_file: settings.proxy_ca_file.clone(),
            front: Arc::clone(&self.front.shown),
            max_logs: settings.max_transaction_logs,
            page: settings.ui,
            admin_on_mock_port: settings.admin_api_port.is_none(),
            journal_entries: settings.journal_entries.max(settings.max_transaction_logs),
            explain_header: settings.explain_header,
            max_recording_bytes: settings.max_recording_bytes,
            sessions: SessionOptions::new(
                settings.sessions,
                settings.session_keys.clone(),
                SessionLimits { count: settings.max_sessions, ttl: settings.session_ttl },
            ),
            ..Options::default()
        }
    }

    /// Serves a new environment, on a bound socket if it has a port of its own.
    pub(super) fn serve(
        &self,
        handle: EnvironmentHandle,
        listening: Listening,
        socket: Option<Arc<TcpListener>>,
        token: String,
    ) -> Result<Served, StartError> {
        let handle = Arc::new(handle);
        handle.read_from(mounted(self, handle.file.as_deref(), &listening.declared));
        self.follow(&handle);
        let neighbour: Weak<EnvironmentHandle> = Arc::downgrade(&handle);
        self.neighbours.add(neighbour.clone());
        self.workers.runtime.spawn(end_idle_sessions(neighbour));
        follow(&handle, &self.workers.runtime);
        let is_generated = matches!(self.tokens, Tokens::Generated) && !self.settings.disable_admin_api;
        let generated = is_generated.then(|| token.clone());
        let token = Arc::new(Token::new(token));
        let source = Arc::clone(&handle.current().compiled.source);
        let tls = self.certificate(&handle, &source, socket.is_some())?;
        let listener = socket.map(|socket| self.listen(&handle, &token, &source, tls.clone(), socket)).transpose()?;
        let served = Served {
            first_port: listener.as_ref().map(|listener| listener.address.port()),
            tenant: front::tenant(&source, handle.file.as_deref()),
            listener: listener.map(Arc::new),
            handle,
            token,
            tls,
            listening,
        };
        front::announce(&served);
        self.announce_page(&served);
        if let Some(token) = generated {
            let label = served.handle.shared.transaction_log.label();
            tracing::warn!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                "Admin API token (auto-generated): {token}"
            );
        }
        Ok(served)
    }

    /// The certificate of an environment, as these settings of it want it; none where nobody would show it.
    pub(super) fn certificate(
        &self,
        handle: &Arc<EnvironmentHandle>,
        environment: &Environment,
        listens: bool,
    ) -> Result<Option<Arc<Tls>>, StartError> {
        if !listens && self.settings.front_tls_port.is_none() {
            return Ok(None);
        }
        let tls = Tls::load(handle, &environment.tls_options, self.workers.clients.as_ref())
            .map_err(|error| StartError::Tls { file: describe(handle.file.as_deref()), error })?;
        if self.settings.watch
            && let Some(tls) = &tls
        {
            tls.watch(handle);
        }
        Ok(tls)
    }

    /// Tells people at a terminal where the page is. Whoever reads JSON does not click.
    fn announce_page(&self, served: &Served) {
        let settings = &self.settings;
        let is_here = !settings.disable_admin_api && settings.admin_api_port.is_none() && settings.ui != PageMode::Off;
        if let Some(listener) = &served.listener
            && is_here
            && settings.log_format == LogFormat::Text
        {
            let scheme = if served.tls.is_some() { "https" } else { "http" };
            tracing::info!("The page: {scheme}://localhost:{}/mockoon-admin/x/ui", listener.address.port());
        }
    }

    /// Starts to accept connections for an environment, as these settings of it want them.
    pub(super) fn listen(
        &self,
        handle: &Arc<EnvironmentHandle>,
        token: &Arc<Token>,
        environment: &Environment,
        tls: Option<Arc<Tls>>,
        socket: Arc<TcpListener>,
    ) -> Result<Running, StartError> {
        let admin_here = !self.settings.disable_admin_api && self.settings.admin_api_port.is_none();
        let admin = admin_here.then(|| Arc::new(Admin::new(Arc::clone(token))));
        let admin_elsewhere = !self.settings.disable_admin_api && self.settings.admin_api_port.is_some();
        let site = Site { handle: Arc::clone(handle), admin, admin_elsewhere };
        let tls = tls.map(|tls| -> Arc<dyn Handshakes> { tls });
        listener::serve(socket, Arc::new(Port::Mock(site)), tls, &self.workers)
            .map_err(|error| lost(environment.port, &describe(handle.file.as_deref()), error))
    }
}

/// What one request may cost: of the memory budget a quarter, so that a few may go that far at the same time.
fn request_limits(settings: &Settings) -> Limits {
    let bytes = Limits::default().bytes.min(settings.memory_budget / 4);
    Limits { time: settings.request_time_budget, bytes }
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

/// Logs what was mended in a file and what its owner should know.
fn announce_findings(file: &str, loaded: &Loaded) {
    announce(file, &repaired(&loaded.repairs).collect::<Vec<_>>());
    if loaded.repairs_total > loaded.repairs.len() {
        tracing::debug!(file, "and {} more repairs", loaded.repairs_total - loaded.repairs.len());
    }
    announce(file, &loaded.warnings);
}

/// Logs warnings, those of one kind together.
fn announce(file: &str, warnings: &[Warning]) {
    for warning in summed(warnings) {
        // Fields left out are the normal case in files written by hand.
        match warning.kind {
            WarningKind::Repaired(RepairKind::Missing) => tracing::debug!(file, "{warning}"),
            _ => tracing::warn!(file, "{warning}"),
        }
    }
}

/// What the settings name, read.
#[derive(Default)]
pub(super) struct Mounted {
    /// What can be served.
    pub(super) candidates: Vec<Candidate>,
    /// Files that are left alone, and why.
    pub(super) left_alone: Vec<(PathBuf, String)>,
    /// Why there is more that cannot be served.
    pub(super) error: Option<StartError>,
}

/// Reads all environments.
pub(super) fn read_all(settings: &Settings, remote: &Remote) -> Mounted {
    if settings.data.is_empty() {
        return match load::load_bytes("the embedded demo", DEMO.as_bytes()) {
            Ok(loaded) => Mounted { candidates: vec![Candidate { file: None, loaded }], ..Mounted::default() },
            Err(error) => Mounted { error: Some(StartError::Environments(vec![error])), ..Mounted::default() },
        };
    }
    let found = match load::find_files(&settings.data) {
        Ok(found) => found,
        Err(error) => return Mounted { error: Some(error.into()), ..Mounted::default() },
    };
    let options = load_options(settings, remote);
    let read: Vec<_> = found
        .files
        .into_iter()
        .map(|file| {
            let outcome = declared::load_file(&file.path, file.place, &options);
            (file, outcome)
        })
        .collect();
    let mut named = NamedFiles::default();
    for (file, outcome) in &read {
        if let Ok(loaded) = outcome {
            named.add(&file.path, &loaded.environment, &loaded.parts);
        }
    }
    let (mut mounted, mut errors, mut environments) = (Mounted::default(), Vec::new(), Vec::new());
    for (file, outcome) in read {
        match (named.reason(&file.path, file.place, outcome.as_ref()), outcome) {
            (Some(reason), _) => mounted.left_alone.push((file.path, reason)),
            (None, outcome) => {
                environments.push(file.path.clone());
                match outcome {
                    Ok(loaded) => mounted.candidates.push(Candidate { file: Some(file.path), loaded }),
                    Err(error) => errors.push(error),
                }
            }
        }
    }
    let alone = |companion: PathBuf| {
        let reason = lonely(&companion, environments.iter().map(PathBuf::as_path))?;
        Some((companion, reason))
    };
    mounted.left_alone.extend(found.companions.into_iter().filter_map(alone));
    mounted.error = (!errors.is_empty()).then_some(StartError::Environments(errors));
    mounted
}

/// What lies in the paths of the settings and is no file, as far as they can be read.
pub(super) fn special_files(settings: &Settings) -> Vec<PathBuf> {
    load::find_files(&settings.data).map(|found| found.special).unwrap_or_default()
}

pub(super) fn refuse_same_port(candidates: &[Candidate], settings: &Settings) -> Result<(), StartError> {
    if front::own_ports(settings) == OwnPorts::None {
        return Ok(());
    }
    let port = |(index, c): (usize, &Candidate)| settings.port.get(index).copied().unwrap_or(c.loaded.environment.port);
    let ports: Vec<u16> = candidates.iter().enumerate().map(port).collect();
    for (i, wanted) in ports.iter().enumerate() {
        if *wanted != 0
            && let Some(before) = ports[..i].iter().position(|p| p == wanted)
        {
            let file = |at: usize| candidates.get(at).and_then(|c| c.file.clone()).unwrap_or_default();
            return Err(StartError::SamePort { first: file(before), second: file(i), port: *wanted });
        }
    }
    Ok(())
}

/// The files of this process that no environment serves.
pub(super) fn secret_files(settings: &Settings) -> SecretFiles {
    let files = SecretFiles::default();
    if let Some(token) = &settings.admin_api_token_file {
        files.add(token);
    }
    files
}

pub(super) fn tokens_of(settings: &Settings) -> Tokens {
    if let Some(file) = &settings.admin_api_token_file {
        Tokens::File(file.clone())
    } else if settings.admin_api_token.is_empty() {
        Tokens::Generated
    } else {
        Tokens::Given(settings.admin_api_token.iter().map(|token| token.expose().to_owned()).collect())
    }
}

/// Ends sessions that nobody uses, for as long as the environment is served.
async fn end_idle_sessions(handle: Weak<EnvironmentHandle>) {
    while let Some(handle) = handle.upgrade() {
        tokio::select! {
            () = handle.spaces.any_session() => {}
            () = handle.shared.closing.wait() => return,
        }
        handle.spaces.sweep();
        drop(handle);
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

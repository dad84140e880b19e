//! Serves an environment: from its content to a listener that answers.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::net::TcpListener;

use crate::admin::auth::Tokens;
use crate::admin::{Admin, Token};
use crate::budget::Limits;
use crate::environment::load::Loaded;
use crate::environment::model::Environment;
use crate::faker::Faker;
use crate::masking;
use crate::reload::port_allocation::Address;
use crate::runtime::egress::Egress;
use crate::runtime::page::PageMode;
use crate::runtime::redact::Redaction;
use crate::runtime::replicas::stream::follow;
use crate::runtime::session_keys::SessionOptions;
use crate::runtime::transaction_log::Label;
use crate::runtime::{EnvironmentHandle, Options, Shared, TransactionLog};
use crate::server::dispatch::EnvironmentService;
use crate::server::listener::{self, ListenerHandle};
use crate::server::port::Port;
use crate::server::tls::{Handshakes, Tls};
use crate::settings::{LogFormat, Settings};
use crate::state::SessionLimits;

use super::candidate::{Candidate, announce_findings, announce_never};
use super::error::{StartError, describe, lost};
use super::mounted::mounted;
use super::{App, Listening, ServedEnvironment, declared, front};

/// Requests that are kept where nothing else is said.
const JOURNAL_ENTRIES: usize = 1_000;
/// How often sessions are looked at, where there are any.
const SWEEP_EVERY: Duration = Duration::from_millis(500);

impl App {
    /// Compiles a candidate into the first generation of an environment at this position.
    pub(super) fn handle(
        &self,
        position: usize,
        candidate: Candidate,
        address: &Address,
    ) -> Result<EnvironmentHandle, StartError> {
        announce_findings(&describe(candidate.file.as_deref()), &candidate.loaded);
        let handle = self.compile(position, candidate, address)?;
        announce_never(&handle);
        Ok(handle)
    }

    /// The same without a word in the log.
    pub(super) fn compile(
        &self,
        position: usize,
        candidate: Candidate,
        address: &Address,
    ) -> Result<EnvironmentHandle, StartError> {
        let settings = &self.settings;
        let Loaded { mut environment, hash, companion, .. } = candidate.loaded;
        environment.port = address.port;
        environment.hostname.clone_from(&address.hostname);
        let options = self.options(position, candidate.file.as_deref());
        let faker = Faker::new(&settings.faker_locale, settings.faker_seed).ok_or(StartError::Locale)?;
        let label = Label { name: environment.name.clone(), uuid: environment.uuid.clone() };
        let log = TransactionLog::new(label, settings.log_transaction);
        let shared = Shared::new(options, Arc::clone(&self.env_vars), log);
        let handle = EnvironmentHandle::new(candidate.file, shared, faker, environment, hash.to_string());
        // It was read before, when the file was loaded.
        handle.begin_as_declared(declared::of(&companion));
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
            journal_entries: settings.journal_entries.unwrap_or(settings.max_transaction_logs.max(JOURNAL_ENTRIES)),
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
    ) -> Result<ServedEnvironment, StartError> {
        let handle = Arc::new(handle);
        handle.read_from(mounted(self, handle.file().as_deref(), &listening.declared));
        self.follow(&handle);
        let neighbour: Weak<EnvironmentHandle> = Arc::downgrade(&handle);
        self.neighbours.add(neighbour.clone());
        self.workers.runtime.spawn(end_idle_sessions(neighbour));
        follow(&handle, &self.workers.runtime);
        let is_generated = matches!(self.tokens, Tokens::Generated) && !self.settings.disable_admin_api;
        let text = token.clone();
        let token = Arc::new(Token::new(token));
        let source = Arc::clone(&handle.current().compiled.source);
        let tls = self.certificate(&handle, &source, socket.is_some())?;
        let listener = socket.map(|socket| self.listen(&handle, &token, &source, tls.clone(), socket)).transpose()?;
        let served = ServedEnvironment {
            first_port: listener.as_ref().map(|listener| listener.address.port()),
            tenant: front::tenant(&source, handle.file().as_deref()),
            listener: listener.map(Arc::new),
            handle,
            token,
            tls,
            listening,
        };
        front::announce(&served);
        self.announce_page(&served);
        if is_generated {
            let label = served.handle.shared.transaction_log.label();
            tracing::warn!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                "Admin API token (auto-generated): {text}"
            );
        }
        // Only now, so that it could be announced.
        masking::learn(&text);
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
            .map_err(|error| StartError::Tls { file: describe(handle.file().as_deref()), error })?;
        if self.settings.watch
            && let Some(tls) = &tls
        {
            tls.watch(handle);
        }
        Ok(tls)
    }

    /// Tells people at a terminal where the page is. Whoever reads JSON does not click.
    fn announce_page(&self, served: &ServedEnvironment) {
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
    ) -> Result<ListenerHandle, StartError> {
        let admin_here = !self.settings.disable_admin_api && self.settings.admin_api_port.is_none();
        let admin = admin_here.then(|| Arc::new(Admin::new(Arc::clone(token))));
        let admin_elsewhere = !self.settings.disable_admin_api && self.settings.admin_api_port.is_some();
        let service = EnvironmentService { handle: Arc::clone(handle), admin, admin_elsewhere, is_ipv4: false };
        let tls = tls.map(|tls| -> Arc<dyn Handshakes> { tls });
        listener::serve(socket, Arc::new(Port::Mock(service)), tls, &self.workers)
            .map_err(|error| lost(environment.port, &describe(handle.file().as_deref()), error))
    }
}

/// What one request may cost: of the memory budget a quarter, so that a few may go that far at the same time.
fn request_limits(settings: &Settings) -> Limits {
    let bytes = Limits::default().bytes.min(settings.memory_budget / 4);
    Limits { time: settings.request_time_budget, bytes }
}

/// Ends sessions that nobody uses, for as long as the environment is served.
async fn end_idle_sessions(handle: Weak<EnvironmentHandle>) {
    while let Some(handle) = handle.upgrade() {
        tokio::select! {
            () = handle.spaces.any_session() => {}
            () = handle.shared.shutdown.wait() => return,
        }
        handle.tell_listeners();
        handle.spaces.sweep();
        drop(handle);
        tokio::time::sleep(SWEEP_EVERY).await;
    }
}

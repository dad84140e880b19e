//! Start-up: management port, environments, tokens, listeners.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;

use crate::admin::auth::{TokenError, Tokens};
use crate::admin::{Admin, Token};
use crate::environment::load::{self, FilesError, LoadError, Loaded};
use crate::environment::repair::RepairKind;
use crate::faker::Faker;
use crate::runtime::transaction_log::Label;
use crate::runtime::{EnvironmentHandle, Options, Shared, TransactionLog};
use crate::server::tls::{Tls, TlsError};
use crate::server::{dispatch::Site, listener, management};
use crate::settings::{self, Settings};
use crate::state::{EnvVars, Journal};
use crate::template::World;
use crate::template::scope::Limits;

use super::{App, Bound, Served};

/// The environment that answers when nothing is mounted.
const DEMO: &str = include_str!("../../demo/shop.json");

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Tokens that cannot be read or do not fit.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A locale that passed the settings' check but is not there.
    #[error("MOCKOON_FAKER_LOCALE: unknown locale")]
    Locale,
    /// Environment files that cannot be found.
    #[error("MOCKOON_DATA: {0}")]
    Files(#[from] FilesError),
    /// Environments that cannot be loaded; all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Environments(Vec<LoadError>),
    /// Two environments on one port.
    #[error("{} and {} both want port {port}; give one of them another port in its file or by MOCKOON_PORT", first.display(), second.display())]
    SamePort {
        /// The first file.
        first: PathBuf,
        /// The second file.
        second: PathBuf,
        /// The port.
        port: u16,
    },
    /// A certificate that cannot be had.
    #[error("{file}: {error}")]
    Tls {
        /// The environment that asks for it.
        file: String,
        /// Why.
        error: TlsError,
    },
    /// A port that cannot be bound.
    #[error("port {port}{} cannot be bound ({error}); it is wanted by {wanted_by}", if hostname.is_empty() { String::new() } else { format!(" of {hostname}") })]
    Port {
        /// The port.
        port: u16,
        /// The hostname, empty for all addresses.
        hostname: String,
        /// Why.
        error: std::io::Error,
        /// A file or a setting.
        wanted_by: String,
    },
}

impl StartError {
    /// The exit code that the contract gives it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Token(_) | Self::Locale => 64,
            Self::Files(_) | Self::Environments(_) | Self::SamePort { .. } | Self::Tls { .. } => 65,
            Self::Port { .. } => 69,
        }
    }
}

/// An environment that has been read but does not serve yet.
struct Candidate {
    file: Option<PathBuf>,
    loaded: Loaded,
}

impl App {
    /// Loads, binds and serves everything that the settings name.
    ///
    /// # Errors
    /// The first thing that cannot be had; nothing serves then.
    pub async fn start(settings: Settings) -> Result<(Arc<Self>, Bound), StartError> {
        let mut bound = Bound::default();
        let management = match settings.management_port {
            None => None,
            Some(port) => Some(bind("", port, "MOCKOON_MANAGEMENT_PORT").await?),
        };
        bound.management = management.as_ref().and_then(|l| l.local_addr().ok());
        let candidates = read_all(&settings)?;
        refuse_same_port(&candidates, &settings)?;
        let tokens = tokens_of(&settings);
        let texts = tokens.read(candidates.len())?;
        let nothing_mounted = candidates.is_empty();
        let waiting = if nothing_mounted { "no environment file is mounted yet" } else { "environments are being compiled" };
        let env_vars = Arc::new(EnvVars::new(&settings.env_vars_prefix, settings::process_vars(), settings::is_setting));
        let app = Arc::new(Self {
            served: Mutex::default(),
            waiting_for: Mutex::new(Some(waiting.to_owned())),
            stopping: AtomicBool::new(false),
            settings,
        });
        if let Some(listener) = management {
            serve_management(listener, Arc::clone(&app));
        }
        let mut ready = Vec::new();
        for (index, (candidate, token)) in candidates.into_iter().zip(texts).enumerate() {
            let source = describe(candidate.file.as_deref());
            let handle = app.handle(index, candidate, &env_vars)?;
            let tls = Tls::load(&handle).map_err(|error| StartError::Tls { file: source.clone(), error })?;
            let environment = handle.current().compiled.source.clone();
            let listener = bind(&environment.hostname, environment.port, &source).await?;
            ready.push((handle, listener, tls, token));
        }
        for (handle, listener, tls, token) in ready {
            let served = app.serve(handle, listener, tls, token, matches!(tokens, Tokens::Generated))?;
            bound.environments.push(served.listener.address);
            app.lock().push(served);
        }
        if !nothing_mounted {
            *app.waiting_for.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok((app, bound))
    }

    fn handle(&self, index: usize, candidate: Candidate, env_vars: &Arc<EnvVars>) -> Result<EnvironmentHandle, StartError> {
        let settings = &self.settings;
        let Loaded { mut environment, repairs, repairs_total, warnings, hash } = candidate.loaded;
        let file = describe(candidate.file.as_deref());
        for repair in &repairs {
            // Fields left out are the normal case in files written by hand.
            match repair.kind {
                RepairKind::Missing => tracing::debug!(file, "repaired: {repair}"),
                _ => tracing::warn!(file, "repaired: {repair}"),
            }
        }
        if repairs_total > repairs.len() {
            tracing::debug!(file, "and {} more repairs", repairs_total - repairs.len());
        }
        for warning in &warnings {
            tracing::warn!(file, "{warning}");
        }
        override_listener(&mut environment, settings, index);
        let options = options_of(settings, index, candidate.file.as_deref());
        let world = World {
            globals: crate::state::Globals::default(),
            env_vars: Arc::clone(env_vars),
            faker: Faker::new(&settings.faker_locale, settings.faker_seed).ok_or(StartError::Locale)?,
            limits: Limits {
                output_bytes: settings.template_max_output,
                iterations: settings.template_max_iterations,
                depth: settings.template_max_depth,
            },
        };
        let journal = Journal::new(settings.max_transaction_logs, settings.max_transaction_log_bytes);
        let label = Label { name: environment.name.clone(), uuid: environment.uuid.clone() };
        let log = TransactionLog::new(label, settings.log_transaction);
        let shared = Shared::new(options, world, journal, log);
        let handle = EnvironmentHandle::new(candidate.file, shared, environment, hash.to_string());
        for warning in &handle.current().compiled.warnings {
            tracing::warn!(file, "{warning}");
        }
        Ok(handle)
    }

    fn serve(
        &self,
        handle: EnvironmentHandle,
        listener: TcpListener,
        tls: Option<Arc<Tls>>,
        token: String,
        generated: bool,
    ) -> Result<Served, StartError> {
        let handle = Arc::new(handle);
        let label = handle.shared.transaction_log.label();
        let admin_here = !self.settings.disable_admin_api && self.settings.admin_api_port.is_none();
        if generated && !self.settings.disable_admin_api {
            tracing::warn!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                "Admin API token (auto-generated): {token}"
            );
        }
        let token = Arc::new(Token::new(token));
        let admin = admin_here.then(|| Arc::new(Admin::new(Arc::clone(&token))));
        let port = handle.current().compiled.source.port;
        let site = Arc::new(Site { handle: Arc::clone(&handle), admin });
        if self.settings.watch
            && let Some(tls) = &tls
        {
            tls.watch(&handle);
        }
        let listener = listener::serve(listener, site, tls).map_err(|error| StartError::Port {
            port,
            hostname: String::new(),
            error,
            wanted_by: describe(handle.file.as_deref()),
        })?;
        tracing::info!(
            environmentName = label.name,
            environmentUUID = label.uuid,
            "Server started on port {}",
            listener.address.port()
        );
        Ok(Served { handle, listener, token })
    }
}

fn read_all(settings: &Settings) -> Result<Vec<Candidate>, StartError> {
    if settings.data.is_empty() {
        let loaded = load::load_bytes("the embedded demo", DEMO.as_bytes());
        return Ok(vec![Candidate { file: None, loaded: loaded.map_err(|e| StartError::Environments(vec![e]))? }]);
    }
    let mut candidates = Vec::new();
    let mut errors = Vec::new();
    for file in load::find_files(&settings.data)? {
        match load::load_file(&file) {
            Ok(loaded) => candidates.push(Candidate { file: Some(file), loaded }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(candidates) } else { Err(StartError::Environments(errors)) }
}

fn refuse_same_port(candidates: &[Candidate], settings: &Settings) -> Result<(), StartError> {
    let port = |(index, c): (usize, &Candidate)| settings.ports.get(index).copied().unwrap_or(c.loaded.environment.port);
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

fn tokens_of(settings: &Settings) -> Tokens {
    if let Some(file) = &settings.admin_api_token_file {
        Tokens::File(file.clone())
    } else if settings.admin_api_tokens.is_empty() {
        Tokens::Generated
    } else {
        Tokens::Given(settings.admin_api_tokens.iter().map(|token| token.expose().to_owned()).collect())
    }
}

fn override_listener(environment: &mut crate::environment::model::Environment, settings: &Settings, index: usize) {
    if let Some(port) = settings.ports.get(index) {
        environment.port = *port;
    }
    if let Some(hostname) = settings.hostnames.get(index) {
        environment.hostname.clone_from(hostname);
    }
}

fn options_of(settings: &Settings, index: usize, file: Option<&Path>) -> Options {
    let directory = file.and_then(Path::parent).filter(|p| !p.as_os_str().is_empty());
    Options {
        directory: directory.unwrap_or(Path::new(".")).to_owned(),
        files_allowed: settings.files_allowed.clone(),
        public_base_url: settings.public_base_urls.get(index).cloned(),
        proxy: settings.proxy,
        disabled_routes: settings.disable_routes.clone(),
        disable_tls: settings.disable_tls,
        random_latency: settings.enable_random_latency,
        metadata_headers: settings.enable_route_metadata_headers,
        log_transactions: settings.log_transaction,
        max_body: settings.max_request_body_size.map_or(0, |bytes| bytes as u64),
        max_callback_depth: settings.max_callback_depth as u64,
        admin_cors: settings.admin_api_cors_origins.clone(),
        proxy_insecure: settings.proxy_insecure,
        proxy_ca_file: settings.proxy_ca_file.clone(),
        ..Options::default()
    }
}

fn describe(file: Option<&Path>) -> String {
    file.map_or_else(|| "the embedded demo".to_owned(), |f| f.display().to_string())
}

async fn bind(hostname: &str, port: u16, wanted_by: &str) -> Result<TcpListener, StartError> {
    listener::bind(hostname, port).await.map_err(|error| StartError::Port {
        port,
        hostname: hostname.to_owned(),
        error,
        wanted_by: wanted_by.to_owned(),
    })
}

fn serve_management(listener: TcpListener, app: Arc<App>) {
    let chain = management::chain(app);
    tokio::spawn(listener::serve_filter(listener, chain));
}

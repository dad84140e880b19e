//! Settings: environment variables only, read once at start.
//!
//! [`TABLE`] names every variable with its default and meaning; it decides what templates must not see,
//! what an unknown name probably meant, and what the documentation says. [`Settings::from_vars`] reads
//! the variables into one typed struct and reports everything that is wrong with them together.

use std::path::PathBuf;
use std::time::Duration;

use crate::faker::Faker;

mod host;
mod parse;
mod raw;
mod table;

pub use host::Host;
pub use parse::{SettingError, SettingsErrors};
pub use raw::Warning;
pub use table::{Setting, TABLE, is_setting};

use parse::{Reader, Unit};

/// Where environments are mounted when nothing says otherwise.
pub const DEFAULT_DATA: &str = "/etc/sidemock/environments";
/// Where the admin token is mounted when nothing says otherwise.
pub const DEFAULT_TOKEN_FILE: &str = "/etc/sidemock/token";
/// Threads that serve requests, unless a number is set.
const MAX_DEFAULT_THREADS: usize = 4;

/// A text that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of that text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for comparing with it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// Lines for people.
    Text,
}

const MINUTE: Duration = Duration::from_secs(60);
/// The memory budget without a memory limit.
const DEFAULT_BUDGET: u64 = 512 * Unit::MB;
/// No budget may be smaller: a handful of requests would use it up.
const SMALLEST_BUDGET: u64 = 4 * Unit::MB;
/// Bytes that a connection at rest may take up, for the number of them that fits into the budget.
const CONNECTION_BYTES: u64 = 16 << 10;
/// Fewer connections are no default, whatever the machine grants.
const FEWEST_CONNECTIONS: u64 = 64;

/// Every setting, typed, with its default where it is not set. See [`TABLE`] for what each of them means.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `MOCKOON_DATA`; empty: the embedded demo.
    pub data: Vec<PathBuf>,
    /// `MOCKOON_PORT`, by position of the environment.
    pub ports: Vec<u16>,
    /// `MOCKOON_HOSTNAME`, by position of the environment.
    pub hostnames: Vec<String>,
    /// `MOCKOON_PUBLIC_BASE_URL`, by position of the environment.
    pub public_base_urls: Vec<String>,
    /// `MOCKOON_ADMIN_API_TOKEN`; empty: to be generated. How many there must be depends on the environments.
    pub admin_api_tokens: Vec<Secret>,
    /// `MOCKOON_ADMIN_API_TOKEN_FILE`; wins over the tokens.
    pub admin_api_token_file: Option<PathBuf>,
    /// `MOCKOON_ADMIN_API_CORS_ORIGIN`
    pub admin_api_cors_origins: Vec<String>,
    /// `MOCKOON_DISABLE_ADMIN_API`
    pub disable_admin_api: bool,
    /// `MOCKOON_ADMIN_API_PORT`; none: the admin API is served on the ports of the environments.
    pub admin_api_port: Option<u16>,
    /// `MOCKOON_MANAGEMENT_PORT`; none: off.
    pub management_port: Option<u16>,
    /// `MOCKOON_DISABLE_ROUTES`
    pub disable_routes: Vec<String>,
    /// `MOCKOON_DISABLE_TLS`
    pub disable_tls: bool,
    /// `MOCKOON_PROXY`: whether proxying is on, over what the environments say.
    pub proxy: Option<bool>,
    /// `MOCKOON_FAKER_LOCALE`
    pub faker_locale: String,
    /// `MOCKOON_FAKER_SEED`, wrapped to 32 bits as faker does.
    pub faker_seed: Option<u32>,
    /// `MOCKOON_ENV_VARS_PREFIX`
    pub env_vars_prefix: String,
    /// `MOCKOON_MEMORY_BUDGET`
    pub memory_budget: usize,
    /// `MOCKOON_MAX_TRANSACTION_LOGS`
    pub max_transaction_logs: usize,
    /// `MOCKOON_MAX_TRANSACTION_LOG_BYTES`
    pub max_transaction_log_bytes: usize,
    /// `MOCKOON_MAX_REQUEST_BODY_SIZE`; none: no limit.
    pub max_request_body_size: Option<usize>,
    /// `MOCKOON_REQUEST_TIMEOUT`; none: no limit.
    pub request_timeout: Option<Duration>,
    /// `MOCKOON_PROXY_TIMEOUT`; none: no limit.
    pub proxy_timeout: Option<Duration>,
    /// `MOCKOON_MAX_CONNECTIONS`
    pub max_connections: usize,
    /// `MOCKOON_MAX_CALLBACK_DEPTH`
    pub max_callback_depth: usize,
    /// `MOCKOON_ENABLE_RANDOM_LATENCY`
    pub enable_random_latency: bool,
    /// `MOCKOON_ENABLE_ROUTE_METADATA_HEADERS`
    pub enable_route_metadata_headers: bool,
    /// `MOCKOON_LOG_TRANSACTION`
    pub log_transaction: bool,
    /// `MOCKOON_FILES_ALLOWED`
    pub files_allowed: Vec<PathBuf>,
    /// `MOCKOON_PROXY_INSECURE`
    pub proxy_insecure: bool,
    /// `MOCKOON_PROXY_CA_FILE`
    pub proxy_ca_file: Option<PathBuf>,
    /// `MOCKOON_CHECK`
    pub check: bool,
    /// `MOCKOON_WATCH`
    pub watch: bool,
    /// `MOCKOON_LOG_LEVEL`, in the syntax of `RUST_LOG`.
    pub log_level: String,
    /// `MOCKOON_LOG_FORMAT`
    pub log_format: LogFormat,
    /// `MOCKOON_SHUTDOWN_DELAY`
    pub shutdown_delay: Duration,
    /// `MOCKOON_SHUTDOWN_GRACE_PERIOD`
    pub shutdown_grace_period: Duration,
    /// `MOCKOON_WORKER_THREADS`
    pub worker_threads: usize,
    /// `MOCKOON_TEMPLATE_MAX_OUTPUT`
    pub template_max_output: usize,
    /// `MOCKOON_TEMPLATE_MAX_ITERATIONS`
    pub template_max_iterations: u64,
    /// `MOCKOON_TEMPLATE_MAX_DEPTH`
    pub template_max_depth: usize,
    /// `MOCKOON_REGEX_MAX_STEPS`
    pub regex_max_steps: usize,
}

impl Settings {
    /// Reads the settings among these variables, for the machine we run on.
    ///
    /// # Errors
    /// All values that are not accepted.
    pub fn from_vars(vars: impl Iterator<Item = (String, String)>) -> Result<(Settings, Vec<Warning>), SettingsErrors> {
        Self::from_vars_on(vars, &Host::real())
    }

    /// Reads the settings among these variables, for this machine.
    ///
    /// # Errors
    /// All values that are not accepted.
    pub fn from_vars_on(
        vars: impl Iterator<Item = (String, String)>,
        host: &Host<'_>,
    ) -> Result<(Settings, Vec<Warning>), SettingsErrors> {
        let (raw, warnings) = raw::read(vars);
        let mut r = Reader::default();
        let mounted = |path: &str| Some(PathBuf::from(path)).filter(|path| (host.exists)(path));
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        // Two fifths are for the program itself, its threads, and what an allocator leaves unused.
        let granted = host.memory.map_or(DEFAULT_BUDGET, |memory| (memory / 5 * 3).max(SMALLEST_BUDGET));
        let budget = r.bytes_from("MOCKOON_MEMORY_BUDGET", raw.memory_budget, SMALLEST_BUDGET, granted);
        let timeout = |time: Duration| Some(time).filter(|time| !time.is_zero());
        // As many again for files, callbacks and proxied servers.
        let connections = (host.descriptors / 2).min(budget / CONNECTION_BYTES).max(FEWEST_CONNECTIONS);
        let settings = Settings {
            data: r.list(raw.data).map_or_else(|| mounted(DEFAULT_DATA).into_iter().collect(), paths),
            ports: r.ports("MOCKOON_PORT", raw.port),
            hostnames: r.list(raw.hostname).unwrap_or_default(),
            public_base_urls: r.list(raw.public_base_url).unwrap_or_default(),
            admin_api_tokens: r.list(raw.admin_api_token).unwrap_or_default().into_iter().map(Secret).collect(),
            admin_api_token_file: raw.admin_api_token_file.map(PathBuf::from).or_else(|| mounted(DEFAULT_TOKEN_FILE)),
            admin_api_cors_origins: r.list(raw.admin_api_cors_origin).unwrap_or_default(),
            disable_admin_api: r.flag("MOCKOON_DISABLE_ADMIN_API", raw.disable_admin_api, false),
            admin_api_port: r.port("MOCKOON_ADMIN_API_PORT", raw.admin_api_port),
            management_port: Some(r.port("MOCKOON_MANAGEMENT_PORT", raw.management_port).unwrap_or(8990))
                .filter(|port| *port != 0),
            disable_routes: r.list(raw.disable_routes).unwrap_or_default(),
            disable_tls: r.flag("MOCKOON_DISABLE_TLS", raw.disable_tls, false),
            proxy: r.choice("MOCKOON_PROXY", raw.proxy, &[("enabled", true), ("disabled", false)]),
            faker_locale: r.locale("MOCKOON_FAKER_LOCALE", raw.faker_locale, Faker::locales()),
            faker_seed: r.seed("MOCKOON_FAKER_SEED", raw.faker_seed),
            env_vars_prefix: raw.env_vars_prefix.unwrap_or_else(|| "MOCKOON_".to_owned()),
            memory_budget: size(budget),
            max_transaction_logs: size(r.count("MOCKOON_MAX_TRANSACTION_LOGS", raw.max_transaction_logs, 100)),
            max_transaction_log_bytes: size(r.bytes(
                "MOCKOON_MAX_TRANSACTION_LOG_BYTES",
                raw.max_transaction_log_bytes,
                (budget / 8).min(16 * Unit::MB),
            )),
            max_request_body_size: Some(r.bytes(
                "MOCKOON_MAX_REQUEST_BODY_SIZE",
                raw.max_request_body_size,
                (budget / 4).min(100 * Unit::MB),
            ))
            .filter(|limit| *limit != 0)
            .map(size),
            request_timeout: timeout(r.duration("MOCKOON_REQUEST_TIMEOUT", raw.request_timeout, MINUTE)),
            proxy_timeout: timeout(r.duration("MOCKOON_PROXY_TIMEOUT", raw.proxy_timeout, MINUTE)),
            max_connections: size(r.at_least_one("MOCKOON_MAX_CONNECTIONS", raw.max_connections, connections)),
            max_callback_depth: size(r.count("MOCKOON_MAX_CALLBACK_DEPTH", raw.max_callback_depth, 100)),
            enable_random_latency: r.flag("MOCKOON_ENABLE_RANDOM_LATENCY", raw.enable_random_latency, false),
            enable_route_metadata_headers: r.flag(
                "MOCKOON_ENABLE_ROUTE_METADATA_HEADERS",
                raw.enable_route_metadata_headers,
                false,
            ),
            log_transaction: r.flag("MOCKOON_LOG_TRANSACTION", raw.log_transaction, false),
            files_allowed: r.list(raw.files_allowed).map(paths).unwrap_or_default(),
            proxy_insecure: r.flag("MOCKOON_PROXY_INSECURE", raw.proxy_insecure, false),
            proxy_ca_file: raw.proxy_ca_file.map(PathBuf::from),
            check: r.flag("MOCKOON_CHECK", raw.check, false),
            watch: r.flag("MOCKOON_WATCH", raw.watch, true),
            log_level: r.log_level("MOCKOON_LOG_LEVEL", raw.log_level),
            log_format: r
                .choice("MOCKOON_LOG_FORMAT", raw.log_format, &[("json", LogFormat::Json), ("text", LogFormat::Text)])
                .unwrap_or(LogFormat::Json),
            shutdown_delay: r.duration("MOCKOON_SHUTDOWN_DELAY", raw.shutdown_delay, Duration::ZERO),
            shutdown_grace_period: r.duration(
                "MOCKOON_SHUTDOWN_GRACE_PERIOD",
                raw.shutdown_grace_period,
                Duration::from_secs(10),
            ),
            worker_threads: size(r.at_least_one(
                "MOCKOON_WORKER_THREADS",
                raw.worker_threads,
                host.cpus.clamp(1, MAX_DEFAULT_THREADS) as u64,
            )),
            template_max_output: size(r.bytes("MOCKOON_TEMPLATE_MAX_OUTPUT", raw.template_max_output, 64 * Unit::MB)),
            template_max_iterations: r.at_least_one(
                "MOCKOON_TEMPLATE_MAX_ITERATIONS",
                raw.template_max_iterations,
                1_000_000,
            ),
            template_max_depth: size(r.at_least_one("MOCKOON_TEMPLATE_MAX_DEPTH", raw.template_max_depth, 200)),
            regex_max_steps: size(r.at_least_one("MOCKOON_REGEX_MAX_STEPS", raw.regex_max_steps, 200_000)),
        };
        r.finish(settings).map(|settings| (settings, warnings))
    }
}

/// The variables of this process; what is not Unicode is read as well as it can be.
pub fn process_vars() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
}

fn paths(texts: Vec<String>) -> Vec<PathBuf> {
    texts.into_iter().map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests;

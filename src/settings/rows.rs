//! Every setting, one row each.
//!
//! ```text
//! /// What it is for: the field's documentation and the text of the documents' table
//! MOCKOON_SOME_NAME, some_name: Type = parser, default "what it is when unset, as one would write it";
//! MOCKOON_OTHER, other: Option<Type> = optional(parser), otherwise "what holds when unset, told";
//! MOCKOON_THIRD, third: Type = parser, otherwise "told" computed |host, accepted| expression;
//! ```
//! The field is the variable's name in lower case without its prefix. The parser is a function of
//! [`parse`](super::parse). A `default` goes through the parser too; `otherwise` without `computed` is the type's own
//! default (none, an empty list); `computed` sees the machine and the settings of the rows above.

use std::path::PathBuf;
use std::time::Duration;

use super::derive::settings;
use super::parse::{
    at_least_one, base_url, choice, count, destination, duration, flag, front_routes, header_name, limit, list, locale,
    log_level, optional, origin, path, port, port_or_off, ports, secret, seed, session_key, size, size_from, span,
    state_url, text, timeout,
};
use super::{DEFAULT_DATA, DEFAULT_TOKEN_FILE, LogFormat, Secret, defaults};
use crate::environment::openapi::Compat;
use crate::routing::front::Row;
use crate::runtime::egress::Destination;
use crate::runtime::page::{PAGE_MODES, PageMode};
use crate::runtime::session_keys::{SESSION_MODES, SessionKey, SessionMode};
use crate::server::tls::{CLIENT_AUTHS, ClientAuth};
use crate::state::store::Address;

settings! {
    "Environments": {
        /// Files and directories of environments, also files by http:// or https:// (list)
        MOCKOON_DATA, data: Vec<PathBuf> = list(path),
            otherwise "/etc/sidemock/environments if it exists, else the embedded demo"
            computed |host, _| host.mounted(DEFAULT_DATA).into_iter().collect();
        /// How often files that are named by URL are asked for changes
        MOCKOON_DATA_POLL, data_poll: Option<Duration> = timeout, otherwise "never";
        /// Reload environments when their files change
        MOCKOON_WATCH, watch: bool = flag, default "true";
        /// Load everything, report and exit without listening
        MOCKOON_CHECK, check: bool = flag, default "false";
        /// Routes that are not served, by uuid or by a word of their path or folder (list)
        MOCKOON_DISABLE_ROUTES, disable_routes: Vec<String> = list(text), otherwise "none";
        /// Further directories that file bodies may be read from (list)
        MOCKOON_FILES_ALLOWED, files_allowed: Vec<PathBuf> = list(path), otherwise "none";
        /// How OpenAPI documents are read: reference for exactly what the reference makes of them
        MOCKOON_OPENAPI_COMPAT, openapi_compat: Option<Compat> = optional(choice(&[("reference", Compat::Reference)])),
            otherwise "none: as their authors mean them";
        /// Prefix of the environment variables that templates and the admin API may see
        MOCKOON_ENV_VARS_PREFIX, env_vars_prefix: String = text, default "MOCKOON_";
        /// Variables that an empty prefix shows although they look like secrets or were injected by the platform (list)
        MOCKOON_ENV_VARS_ALLOWED, env_vars_allowed: Vec<String> = list(text), otherwise "none";
        /// Locale of fake data
        MOCKOON_FAKER_LOCALE, faker_locale: String = locale, default "en";
        /// Seed of fake data, for the same data at every start
        MOCKOON_FAKER_SEED, faker_seed: Option<u32> = optional(seed), otherwise "none";
    }
    "Listening": {
        /// Ports of the environments, by position (list)
        MOCKOON_PORT, port: Vec<u16> = ports, otherwise "from the file";
        /// Addresses the environments listen on, by position (list)
        MOCKOON_HOSTNAME, hostname: Vec<String> = list(text), otherwise "from the file";
        /// What baseUrl says and relative callbacks go to, by position (list)
        MOCKOON_PUBLIC_BASE_URL, public_base_url: Vec<String> = list(base_url), otherwise "none";
        /// Serve plain HTTP whatever the environments say
        MOCKOON_DISABLE_TLS, disable_tls: bool = flag, default "false";
        /// Authorities that sign certificates of clients (PEM); clients are asked for one wherever TLS is spoken
        MOCKOON_TLS_CLIENT_CA_FILE, tls_client_ca_file: Option<PathBuf> = optional(path), otherwise "none";
        /// Whether clients have to show a certificate (required) or may (optional)
        MOCKOON_TLS_CLIENT_AUTH, tls_client_auth: Option<ClientAuth> = optional(choice(CLIENT_AUTHS)),
            otherwise "required";
        /// Port of probes and metrics; 0 turns them off
        MOCKOON_MANAGEMENT_PORT, management_port: Option<u16> = port_or_off, default "8990";
        /// Port of the front door, where every environment is to be had by its host; 0 is none
        MOCKOON_FRONT_PORT, front_port: Option<u16> = port_or_off, otherwise "none";
        /// The same over TLS, the certificate chosen by name (SNI)
        MOCKOON_FRONT_TLS_PORT, front_tls_port: Option<u16> = port_or_off, otherwise "none";
        /// Who is where at the front door: HOST, HOST/PATH or /PATH = name, uuid or file; ;strip takes the path off (list)
        MOCKOON_FRONT_ROUTES, front_routes: Vec<Row> = front_routes,
            otherwise "each environment by the slug of its name or file";
        /// Environments have no ports of their own, only the front door
        MOCKOON_FRONT_ONLY, front_only: bool = flag, default "false";
        /// Ports that a Service in front sends to; probes and metrics tell who listens elsewhere (list)
        MOCKOON_EXPECTED_PORTS, expected_ports: Vec<u16> = ports, otherwise "those of the start";
    }
    "Admin API": {
        /// Token of the admin API: one for all environments, or one for each (list)
        MOCKOON_ADMIN_API_TOKEN, admin_api_token: Vec<Secret> = list(secret), otherwise "generated, printed once";
        /// File that holds the token; wins over the variable, read again when it changes
        MOCKOON_ADMIN_API_TOKEN_FILE, admin_api_token_file: Option<PathBuf> = optional(path),
            otherwise "/etc/sidemock/token if it exists" computed |host, _| host.mounted(DEFAULT_TOKEN_FILE);
        /// Origins that may call the admin API from a browser, such as https://tests.example; * for any (list)
        MOCKOON_ADMIN_API_CORS_ORIGIN, admin_api_cors_origin: Vec<String> = list(origin), otherwise "none";
        /// Serve no admin API
        MOCKOON_DISABLE_ADMIN_API, disable_admin_api: bool = flag, default "false";
        /// Serve the admin API of all environments on this port only, by plain HTTP
        MOCKOON_ADMIN_API_PORT, admin_api_port: Option<u16> = optional(port), otherwise "none";
        /// The page at /mockoon-admin/x/ui: on, read-only (it offers no changes; the API stays as it is) or off
        MOCKOON_UI, ui: PageMode = choice(PAGE_MODES), default "on";
        /// Transactions that are kept for the admin API, per environment
        MOCKOON_MAX_TRANSACTION_LOGS, max_transaction_logs: usize = count, default "100";
        /// Requests that each session and the base keep for finding and verifying
        MOCKOON_JOURNAL_ENTRIES, journal_entries: Option<usize> = optional(count),
            otherwise "1000, or MOCKOON_MAX_TRANSACTION_LOGS if that is more";
        /// Name each answer's entry in the header X-Sidemock-Explain, for /mockoon-admin/x/explain
        MOCKOON_EXPLAIN_HEADER, explain_header: bool = flag, default "false";
    }
    "Sessions": {
        /// Whether an unknown session starts (implicit), answers 404 (declared), each request needs one (required), or off
        MOCKOON_SESSIONS, sessions: SessionMode = choice(SESSION_MODES), default "implicit";
        /// Where a session's id may stand: header:NAME, baggage:NAME, query:NAME, cookie:NAME, traceparent (list)
        MOCKOON_SESSION_KEYS, session_keys: Vec<SessionKey> = list(session_key),
            default "header:x-sidemock-session,baggage:sidemock-session";
        /// Sessions at a time, per environment; beyond it the idlest goes, one in which somebody listens after all others
        MOCKOON_MAX_SESSIONS, max_sessions: usize = at_least_one, default "1000";
        /// How long a session may be idle; one with an open event stream or WebSocket is not
        MOCKOON_SESSION_TTL, session_ttl: Duration = span, default "10m";
    }
    "Replicas": {
        /// Valkey or Redis that holds the state of all replicas: redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], rediss:// for TLS
        MOCKOON_STATE_URL, state_url: Option<Address> = optional(state_url), otherwise "none: in memory";
        /// Root certificates of that server (PEM), instead of the web's
        MOCKOON_STATE_CA_FILE, state_ca_file: Option<PathBuf> = optional(path), otherwise "none";
    }
    "Requests and responses": {
        /// Delay by a random time up to the latency that is set
        MOCKOON_ENABLE_RANDOM_LATENCY, enable_random_latency: bool = flag, default "false";
        /// Tell in response headers which route and response answered
        MOCKOON_ENABLE_ROUTE_METADATA_HEADERS, enable_route_metadata_headers: bool = flag, default "false";
        /// Decode compressed request bodies (gzip, deflate, br) for rules and templates
        MOCKOON_DECODE_REQUESTS, decode_requests: bool = flag, default "true";
        /// How deep callbacks may trigger callbacks
        MOCKOON_MAX_CALLBACK_DEPTH, max_callback_depth: u64 = count, default "100";
    }
    "Limits": {
        /// Memory that requests, state, journals and buffers may take together
        MOCKOON_MEMORY_BUDGET, memory_budget: usize = size_from(defaults::SMALLEST_BUDGET),
            otherwise "60 % of the cgroup's memory limit, else 512MB" computed |host, _| defaults::memory_budget(host);
        /// Memory that the kept transactions of all environments may take together
        MOCKOON_MAX_TRANSACTION_LOG_BYTES, max_transaction_log_bytes: usize = size,
            otherwise "an eighth of the memory budget, at most 16MB"
            computed |_, accepted| defaults::share(accepted.memory_budget, 8, 16);
        /// Memory that the recordings of an environment may take together
        MOCKOON_MAX_RECORDING_BYTES, max_recording_bytes: usize = size, default "64MB";
        /// Memory that buckets, variables and snapshots of all environments and sessions may take together
        MOCKOON_MAX_STATE_BYTES, max_state_bytes: usize = size,
            otherwise "half of the memory budget" computed |_, accepted| defaults::share(accepted.memory_budget, 2, usize::MAX >> 20);
        /// Largest request body; 0 leaves it to the memory budget
        MOCKOON_MAX_REQUEST_BODY_SIZE, max_request_body_size: Option<usize> = limit,
            otherwise "a quarter of the memory budget, at most 100MB"
            computed |_, accepted| Some(defaults::share(accepted.memory_budget, 4, 100));
        /// How long a request's body may keep us waiting, and a client that takes no answer; 0 is for ever
        MOCKOON_REQUEST_TIMEOUT, request_timeout: Option<Duration> = timeout, default "60s";
        /// How long a proxied server may take until its answer begins; 0 is for ever
        MOCKOON_PROXY_TIMEOUT, proxy_timeout: Option<Duration> = timeout, default "60s";
        /// Connections that are open at once
        MOCKOON_MAX_CONNECTIONS, max_connections: usize = at_least_one,
            otherwise "half of the descriptors, as far as the memory budget goes"
            computed |host, accepted| defaults::connections(host, accepted.memory_budget);
        /// How long rules, templates, filters and parsing may compute for one request
        MOCKOON_REQUEST_TIME_BUDGET, request_time_budget: Duration = duration, default "1s";
    }
    "Proxy": {
        /// enabled or disabled: turn proxying on or off whatever the environments say
        MOCKOON_PROXY, proxy: Option<bool> = optional(choice(&[("enabled", true), ("disabled", false)])),
            otherwise "from the file";
        /// Do not verify the certificates of proxied servers
        MOCKOON_PROXY_INSECURE, proxy_insecure: bool = flag, default "false";
        /// Further root certificates for proxied servers (PEM)
        MOCKOON_PROXY_CA_FILE, proxy_ca_file: Option<PathBuf> = optional(path), otherwise "none";
        /// Where proxy and callbacks may go, and nowhere else: addresses, networks (10.0.0.0/8), hosts, *.hosts (list)
        MOCKOON_EGRESS_ALLOW, egress_allow: Vec<Destination> = list(destination), otherwise "none: anywhere not denied";
        /// Where they may not go, allowed or not (list); link-local and metadata addresses have to be allowed by address
        MOCKOON_EGRESS_DENY, egress_deny: Vec<Destination> = list(destination),
            otherwise "link-local and metadata addresses";
    }
    "Log and process": {
        /// What is logged: a level, or directives in the syntax of RUST_LOG
        MOCKOON_LOG_LEVEL, log_level: String = log_level, default "info";
        /// json or text
        MOCKOON_LOG_FORMAT, log_format: LogFormat = choice(&[("json", LogFormat::Json), ("text", LogFormat::Text)]),
            default "json";
        /// Headers whose values are shown nowhere, beside those of credentials (list)
        MOCKOON_REDACT_HEADERS, redact_headers: Vec<String> = list(header_name), otherwise "none";
        /// Query parameters whose values are shown nowhere, beside token (list)
        MOCKOON_REDACT_QUERY, redact_query: Vec<String> = list(text), otherwise "none";
        /// Log whole transactions
        MOCKOON_LOG_TRANSACTION, log_transaction: bool = flag, default "false";
        /// How long to go on serving after having reported not to be ready
        MOCKOON_SHUTDOWN_DELAY, shutdown_delay: Duration = duration, default "0s";
        /// How long requests in flight may take to end
        MOCKOON_SHUTDOWN_GRACE_PERIOD, shutdown_grace_period: Duration = duration, default "10s";
        /// Threads that serve requests
        MOCKOON_WORKER_THREADS, worker_threads: usize = at_least_one,
            otherwise "the processors granted, at most 4" computed |host, _| defaults::threads(host);
    }
}

//! What the operator's settings mean for one environment.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;

use crate::budget::{Budget, Limits};
use crate::memory::MemoryBudget;
use crate::routing::front::FrontDoor;
use crate::state::{StateBudget, Store};
use crate::traces::Tracer;

use super::egress::Egress;
use super::neighbours::Neighbours;
use super::page::PageMode;
use super::redact::Redaction;
use super::secret_files::SecretFiles;
use super::session_keys::SessionOptions;

/// Settings that shape how an environment is compiled and served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Directory of the environment file: what relative file paths start from.
    pub directory: PathBuf,
    /// Further directories that file bodies may be read from.
    pub files_allowed: Vec<PathBuf>,
    /// Files that are never served.
    pub secret_files: SecretFiles,
    /// `MOCKOON_PORT` for this environment.
    pub port: Option<u16>,
    /// `MOCKOON_HOSTNAME` for this environment.
    pub hostname: Option<String>,
    /// `MOCKOON_PUBLIC_BASE_URL` for this environment; another one when a reload changes its position.
    pub public_base_url: Arc<ArcSwapOption<String>>,
    /// `MOCKOON_PROXY`: overrides the environment's proxy mode.
    pub proxy: Option<bool>,
    /// Uuids or keywords of routes that are left out.
    pub disabled_routes: Vec<String>,
    /// Whether TLS settings are ignored.
    pub disable_tls: bool,
    /// Whether latencies are drawn between 0 and their value.
    pub random_latency: bool,
    /// Whether responses carry `X-Mockoon-Route-*` headers.
    pub metadata_headers: bool,
    /// What one request may cost.
    pub budget: Limits,
    /// What all requests, and what is kept of them, may take up together.
    pub memory: MemoryBudget,
    /// What the states of all spaces may hold together.
    pub state: StateBudget,
    /// Bytes of a request body; 0 is no limit.
    pub max_body: u64,
    /// Whether rules and templates see compressed bodies decoded.
    pub decode_requests: bool,
    /// How long the body of a request may keep us waiting; `None`: for ever.
    pub request_timeout: Option<Duration>,
    /// How long a proxied server may take until its answer begins; `None`: for ever.
    pub proxy_timeout: Option<Duration>,
    /// How deep callbacks may call the environment again.
    pub max_callback_depth: u64,
    /// Whether transactions are logged whole.
    pub log_transactions: bool,
    /// Origins that may use the admin API from a browser.
    pub admin_cors: Vec<String>,
    /// `MOCKOON_UI`.
    pub page: PageMode,
    /// Whether the admin API answers on the mock port.
    pub admin_on_mock_port: bool,
    /// Whether upstream certificates go unverified.
    pub proxy_insecure: bool,
    /// Further roots for upstream certificates (PEM).
    pub proxy_ca_file: Option<PathBuf>,
    /// Where proxy and callbacks may go.
    pub egress: Arc<Egress>,
    /// What is not shown of requests and answers.
    pub redaction: Arc<Redaction>,
    /// How long a callback may take.
    pub callback_timeout: Duration,
    /// The front door, whether there is one or not.
    pub front: Arc<FrontDoor>,
    /// Which session a request belongs to, and bounds of sessions.
    pub sessions: SessionOptions,
    /// Makes spans, where traces are exported.
    pub tracer: Option<Arc<Tracer>>,
    /// The environments of this process.
    pub neighbours: Neighbours,
    /// Transactions that `/logs` shows.
    pub max_logs: usize,
    /// Entries that the journal of a space keeps.
    pub journal_entries: usize,
    /// Whether answers name their entry in the journal.
    pub explain_header: bool,
    /// Bytes that the recordings of the environment keep together.
    pub max_recording_bytes: usize,
    /// Where the state of all replicas rests; `None`: in memory.
    pub store: Option<Arc<Store>>,
}

impl Options {
    /// The budget of one request, or of anything else that a client causes.
    pub fn request_budget(&self) -> Budget {
        Budget::sharing(self.budget, &self.memory)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            directory: PathBuf::from("."),
            files_allowed: Vec::new(),
            secret_files: SecretFiles::default(),
            port: None,
            hostname: None,
            public_base_url: Arc::default(),
            proxy: None,
            disabled_routes: Vec::new(),
            disable_tls: false,
            random_latency: false,
            metadata_headers: false,
            budget: Limits::default(),
            memory: MemoryBudget::default(),
            state: StateBudget::default(),
            max_body: 100 << 20,
            decode_requests: true,
            request_timeout: None,
            proxy_timeout: None,
            max_callback_depth: 100,
            log_transactions: false,
            admin_cors: Vec::new(),
            page: PageMode::default(),
            admin_on_mock_port: true,
            proxy_insecure: false,
            proxy_ca_file: None,
            egress: Arc::default(),
            redaction: Arc::default(),
            callback_timeout: Duration::from_secs(30),
            front: Arc::default(),
            sessions: SessionOptions::default(),
            tracer: None,
            neighbours: Neighbours::default(),
            max_logs: 100,
            journal_entries: 1_000,
            explain_header: false,
            max_recording_bytes: 64 << 20,
            store: None,
        }
    }
}

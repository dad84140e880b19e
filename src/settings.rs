//! STUB until the settings branch lands.
use std::path::PathBuf;
use std::time::Duration;

#[allow(missing_docs)]
#[derive(Debug, Clone)]
pub struct Settings {
    pub data: Option<Vec<PathBuf>>,
    pub ports: Vec<u16>,
    pub hostnames: Vec<String>,
    pub public_base_urls: Vec<String>,
    pub admin_api_token: Vec<String>,
    pub admin_api_token_file: Option<PathBuf>,
    pub admin_api_cors_origin: Vec<String>,
    pub disable_admin_api: bool,
    pub admin_api_port: Option<u16>,
    pub management_port: u16,
    pub disable_routes: Vec<String>,
    pub disable_tls: bool,
    pub proxy: Option<bool>,
    pub faker_locale: String,
    pub faker_seed: Option<u32>,
    pub env_vars_prefix: String,
    pub max_transaction_logs: usize,
    pub max_transaction_log_bytes: u64,
    pub max_request_body_size: u64,
    pub max_callback_depth: u64,
    pub enable_random_latency: bool,
    pub enable_route_metadata_headers: bool,
    pub log_transaction: bool,
    pub files_allowed: Vec<PathBuf>,
    pub proxy_insecure: bool,
    pub proxy_ca_file: Option<PathBuf>,
    pub check: bool,
    pub watch: bool,
    pub log_level: String,
    pub shutdown_delay: Duration,
    pub shutdown_grace_period: Duration,
    pub worker_threads: Option<usize>,
    pub template_max_output: u64,
    pub template_max_iterations: u64,
    pub template_max_depth: usize,
}

impl Settings {
    /// x
    pub fn faker(&self) -> crate::faker::Faker {
        crate::faker::Faker::new(&self.faker_locale, self.faker_seed).or_else(|| crate::faker::Faker::new("en", None)).unwrap_or_else(|| unreachable!())
    }
}

/// x
pub fn is_setting(name: &str) -> bool {
    name == "MOCKOON_DATA" || name.starts_with("MOCKOON_ADMIN_API") || name == "MOCKOON_MANAGEMENT_PORT"
}

/// x
pub fn from_env() -> Settings {
    let var = |n: &str| std::env::var(format!("MOCKOON_{n}")).ok().filter(|v| !v.is_empty());
    let list = |n: &str| -> Vec<String> {
        var(n).map(|v| v.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()).unwrap_or_default()
    };
    let flag = |n: &str| var(n).is_some_and(|v| v == "true" || v == "1");
    let size = |n: &str, d: u64| var(n).and_then(|v| v.trim_end_matches("KB").parse::<u64>().ok().map(|x| if v.ends_with("KB") {x*1024} else {x})).unwrap_or(d);
    Settings {
        data: var("DATA").map(|v| v.split(',').map(PathBuf::from).collect()),
        ports: list("PORT").iter().filter_map(|p| p.parse().ok()).collect(),
        hostnames: list("HOSTNAME"),
        public_base_urls: list("PUBLIC_BASE_URL"),
        admin_api_token: list("ADMIN_API_TOKEN"),
        admin_api_token_file: var("ADMIN_API_TOKEN_FILE").map(PathBuf::from),
        admin_api_cors_origin: list("ADMIN_API_CORS_ORIGIN"),
        disable_admin_api: flag("DISABLE_ADMIN_API"),
        admin_api_port: None,
        management_port: var("MANAGEMENT_PORT").and_then(|p| p.parse().ok()).unwrap_or(8990),
        disable_routes: list("DISABLE_ROUTES"),
        disable_tls: flag("DISABLE_TLS"),
        proxy: var("PROXY").map(|v| v == "enabled"),
        faker_locale: var("FAKER_LOCALE").unwrap_or_else(|| "en".into()),
        faker_seed: var("FAKER_SEED").and_then(|v| v.parse().ok()),
        env_vars_prefix: std::env::var("MOCKOON_ENV_VARS_PREFIX").unwrap_or_else(|_| "MOCKOON_".into()),
        max_transaction_logs: size("MAX_TRANSACTION_LOGS", 100) as usize,
        max_transaction_log_bytes: 16 << 20,
        max_request_body_size: size("MAX_REQUEST_BODY_SIZE", 100 << 20),
        max_callback_depth: size("MAX_CALLBACK_DEPTH", 100),
        enable_random_latency: flag("ENABLE_RANDOM_LATENCY"),
        enable_route_metadata_headers: flag("ENABLE_ROUTE_METADATA_HEADERS"),
        log_transaction: flag("LOG_TRANSACTION"),
        files_allowed: list("FILES_ALLOWED").iter().map(PathBuf::from).collect(),
        proxy_insecure: flag("PROXY_INSECURE"),
        proxy_ca_file: None,
        check: false,
        watch: true,
        log_level: var("LOG_LEVEL").unwrap_or_else(|| "info".into()),
        shutdown_delay: Duration::ZERO,
        shutdown_grace_period: Duration::from_secs(10),
        worker_threads: None,
        template_max_output: 64 << 20,
        template_max_iterations: 1_000_000,
        template_max_depth: 200,
    }
}

//! The table of all settings.

/// One environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it is for.
    pub description: &'static str,
}

const fn row(name: &'static str, default: &'static str, description: &'static str) -> Setting {
    Setting { name, default, description }
}

/// Every variable that is a setting of ours.
#[rustfmt::skip]
pub const TABLE: &[Setting] = &[
    row("MOCKOON_DATA", "/etc/sidemock/environments if it exists, else the embedded demo", "Files and directories of environments (list)"),
    row("MOCKOON_PORT", "from the file", "Ports of the environments, by position (list)"),
    row("MOCKOON_HOSTNAME", "from the file", "Addresses the environments listen on, by position (list)"),
    row("MOCKOON_PUBLIC_BASE_URL", "none", "What baseUrl says and relative callbacks go to, by position (list)"),
    row("MOCKOON_ADMIN_API_TOKEN", "generated, printed once", "Token of the admin API: one for all environments, or one for each (list)"),
    row("MOCKOON_ADMIN_API_TOKEN_FILE", "/etc/sidemock/token if it exists", "File that holds the token; wins over the variable, read again when it changes"),
    row("MOCKOON_ADMIN_API_CORS_ORIGIN", "none", "Origins that browsers may call the admin API from (list)"),
    row("MOCKOON_DISABLE_ADMIN_API", "false", "Serve no admin API"),
    row("MOCKOON_ADMIN_API_PORT", "none", "Serve the admin API of all environments on this port only"),
    row("MOCKOON_MANAGEMENT_PORT", "8990", "Port of /livez, /readyz and /metrics; 0 turns it off"),
    row("MOCKOON_DISABLE_ROUTES", "none", "Routes that are not served, by uuid or by a word of their path or folder (list)"),
    row("MOCKOON_DISABLE_TLS", "false", "Serve plain HTTP whatever the environments say"),
    row("MOCKOON_PROXY", "from the file", "enabled or disabled: turn proxying on or off whatever the environments say"),
    row("MOCKOON_FAKER_LOCALE", "en", "Locale of fake data"),
    row("MOCKOON_FAKER_SEED", "none", "Seed of fake data, for the same data at every start"),
    row("MOCKOON_ENV_VARS_PREFIX", "MOCKOON_", "Prefix of the environment variables that templates and the admin API may see"),
    row("MOCKOON_MEMORY_BUDGET", "60 % of the cgroup's memory limit, else 512MB", "Memory that requests, state, journals and buffers may take together"),
    row("MOCKOON_MAX_TRANSACTION_LOGS", "100", "Transactions that are kept for the admin API, per environment"),
    row("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "an eighth of the memory budget, at most 16MB", "Memory that the kept transactions of all environments may take together"),
    row("MOCKOON_MAX_REQUEST_BODY_SIZE", "a quarter of the memory budget, at most 100MB", "Largest request body; 0 leaves it to the memory budget"),
    row("MOCKOON_REQUEST_TIMEOUT", "60s", "How long a request's body may keep us waiting, and a client that takes no answer; 0 is for ever"),
    row("MOCKOON_PROXY_TIMEOUT", "60s", "How long a proxied server may take until its answer begins; 0 is for ever"),
    row("MOCKOON_MAX_CONNECTIONS", "half of the descriptors, as far as the memory budget goes", "Connections that are open at once"),
    row("MOCKOON_MAX_CALLBACK_DEPTH", "100", "How deep callbacks may trigger callbacks"),
    row("MOCKOON_ENABLE_RANDOM_LATENCY", "false", "Delay by a random time up to the latency that is set"),
    row("MOCKOON_ENABLE_ROUTE_METADATA_HEADERS", "false", "Tell in response headers which route and response answered"),
    row("MOCKOON_LOG_TRANSACTION", "false", "Log whole transactions"),
    row("MOCKOON_FILES_ALLOWED", "none", "Further directories that file bodies may be read from (list)"),
    row("MOCKOON_PROXY_INSECURE", "false", "Do not verify the certificates of proxied servers"),
    row("MOCKOON_PROXY_CA_FILE", "none", "Further root certificates for proxied servers (PEM)"),
    row("MOCKOON_CHECK", "false", "Load everything, report and exit without listening"),
    row("MOCKOON_WATCH", "true", "Reload environments when their files change"),
    row("MOCKOON_LOG_LEVEL", "info", "What is logged: a level, or directives in the syntax of RUST_LOG"),
    row("MOCKOON_LOG_FORMAT", "json", "json or text"),
    row("MOCKOON_SHUTDOWN_DELAY", "0s", "How long to go on serving after having reported not to be ready"),
    row("MOCKOON_SHUTDOWN_GRACE_PERIOD", "10s", "How long requests in flight may take to end"),
    row("MOCKOON_WORKER_THREADS", "the processors granted, at most 4", "Threads that serve requests"),
    row("MOCKOON_TEMPLATE_MAX_OUTPUT", "64MB", "Longest text a template may render"),
    row("MOCKOON_TEMPLATE_MAX_ITERATIONS", "1000000", "Iterations of blocks in one rendering"),
    row("MOCKOON_TEMPLATE_MAX_DEPTH", "200", "Nested blocks and subexpressions in one rendering"),
    row("MOCKOON_REGEX_MAX_STEPS", "200000", "Steps a regular expression may backtrack"),
];

/// Whether the variable is one of ours: templates and the admin API must not see it.
pub fn is_setting(name: &str) -> bool {
    TABLE.iter().any(|setting| setting.name == name)
}

/// The setting that a name resembles: at most two letters added, dropped or changed.
pub(super) fn resembles(name: &str) -> Option<&'static str> {
    let distances = TABLE.iter().map(|setting| (distance(name, setting.name), setting.name));
    distances.filter(|(distance, _)| (1..=2).contains(distance)).min().map(|(_, name)| name)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != *y)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

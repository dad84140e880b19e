//! The variables as they come: ours picked out, those that Kubernetes injected set aside.

use serde::Deserialize;

use super::table;

/// What all our variables start with.
const PREFIX: &str = "MOCKOON_";

/// The one setting that may be set to nothing: without a prefix, templates see all of the user's variables.
const EMPTY_MEANS_SOMETHING: &str = "MOCKOON_ENV_VARS_PREFIX";

/// Something about the variables that is probably not meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// Kubernetes injects the address of a Service called `mockoon` (or `mockoon-…`) under our names.
    #[error(
        "ignored {}: Kubernetes injected the links of a Service there (enableServiceLinks: false stops it)",
        .0.join(", ")
    )]
    ServiceLinks(Vec<String>),
    /// A name that is almost one of ours.
    #[error("{name} is not a setting: did you mean {suggestion}?")]
    Unknown {
        /// Name of the variable.
        name: String,
        /// The setting it resembles.
        suggestion: &'static str,
    },
}

/// Every setting as text; the names are those of the variables without the prefix.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Raw {
    pub(super) data: Option<String>,
    pub(super) port: Option<String>,
    pub(super) hostname: Option<String>,
    pub(super) public_base_url: Option<String>,
    pub(super) admin_api_token: Option<String>,
    pub(super) admin_api_token_file: Option<String>,
    pub(super) admin_api_cors_origin: Option<String>,
    pub(super) disable_admin_api: Option<String>,
    pub(super) admin_api_port: Option<String>,
    pub(super) management_port: Option<String>,
    pub(super) disable_routes: Option<String>,
    pub(super) disable_tls: Option<String>,
    pub(super) proxy: Option<String>,
    pub(super) faker_locale: Option<String>,
    pub(super) faker_seed: Option<String>,
    pub(super) env_vars_prefix: Option<String>,
    pub(super) memory_budget: Option<String>,
    pub(super) max_transaction_logs: Option<String>,
    pub(super) max_transaction_log_bytes: Option<String>,
    pub(super) max_request_body_size: Option<String>,
    pub(super) request_timeout: Option<String>,
    pub(super) proxy_timeout: Option<String>,
    pub(super) max_connections: Option<String>,
    pub(super) max_callback_depth: Option<String>,
    pub(super) enable_random_latency: Option<String>,
    pub(super) enable_route_metadata_headers: Option<String>,
    pub(super) log_transaction: Option<String>,
    pub(super) files_allowed: Option<String>,
    pub(super) proxy_insecure: Option<String>,
    pub(super) proxy_ca_file: Option<String>,
    pub(super) check: Option<String>,
    pub(super) watch: Option<String>,
    pub(super) log_level: Option<String>,
    pub(super) log_format: Option<String>,
    pub(super) shutdown_delay: Option<String>,
    pub(super) shutdown_grace_period: Option<String>,
    pub(super) worker_threads: Option<String>,
    pub(super) template_max_output: Option<String>,
    pub(super) template_max_iterations: Option<String>,
    pub(super) template_max_depth: Option<String>,
    pub(super) regex_max_steps: Option<String>,
}

/// Picks our settings out of all variables. Empty ones count as not set, but for the prefix.
pub(super) fn read(vars: impl Iterator<Item = (String, String)>) -> (Raw, Vec<Warning>) {
    let mut ours = Vec::new();
    let mut links = Vec::new();
    let mut warnings = Vec::new();
    for (name, value) in vars.filter(|(name, _)| name.starts_with(PREFIX)) {
        if is_link(&value) || (!table::is_setting(&name) && is_link_name(&name)) {
            links.push(name);
        } else if table::is_setting(&name) {
            if !value.trim().is_empty() || name == EMPTY_MEANS_SOMETHING {
                ours.push((name, value));
            }
        } else if let Some(suggestion) = table::resembles(&name) {
            warnings.push(Warning::Unknown { name, suggestion });
        }
    }
    if !links.is_empty() {
        links.sort_unstable();
        warnings.insert(0, Warning::ServiceLinks(links));
    }
    // Every field is an optional text, so that this cannot fail.
    (envy::prefixed(PREFIX).from_iter(ours).unwrap_or_default(), warnings)
}

/// `tcp://10.0.0.7:3000`
fn is_link(value: &str) -> bool {
    ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.trim_start().starts_with(scheme))
}

/// `MOCKOON_SERVICE_HOST`, `MOCKOON_SERVICE_PORT_HTTP`, `MOCKOON_PORT_3000_TCP_ADDR`: the other variables of a link.
fn is_link_name(name: &str) -> bool {
    let is_service =
        name.contains("_SERVICE_PORT_") || name.ends_with("_SERVICE_PORT") || name.ends_with("_SERVICE_HOST");
    is_service
        || name.match_indices("_PORT_").any(|(i, word)| {
            let mut parts = name.get(i + word.len()..).unwrap_or_default().split('_');
            let number = parts.next().is_some_and(|part| part.parse::<u16>().is_ok());
            let protocol = parts.next().is_some_and(|part| matches!(part, "TCP" | "UDP" | "SCTP"));
            let rest = parts.next().is_none_or(|part| matches!(part, "PROTO" | "PORT" | "ADDR"));
            number && protocol && rest
        })
}

//! The variables as they come: ours picked out, those that Kubernetes injected set aside.

use super::rows::Raw;
use super::table;

/// What all our variables start with.
const PREFIX: &str = "MOCKOON_";

/// The one setting that may be set to nothing: without a prefix, templates see all of the user's variables.
const EMPTY_MEANS_SOMETHING: &str = "MOCKOON_ENV_VARS_PREFIX";

/// Flags of the reference that mean nothing here, and what holds instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("MOCKOON_CLOUD_TOKEN", "environments of Mockoon Cloud are not loaded, MOCKOON_DATA names files and URLs"),
    ("MOCKOON_DISABLE_EXTERNAL_REFS", "references over HTTP are never followed"),
    ("MOCKOON_DISABLE_LOG_TO_FILE", "logs go to standard output, never to a file"),
    (
        "MOCKOON_POLLING_INTERVAL",
        "changes of files are heard of, and looked for every 2 s; MOCKOON_DATA_POLL is for URLs",
    ),
    ("MOCKOON_REPAIR", "what files lack is always mended in memory, the files stay as they are"),
];

/// Something about the variables that is probably not meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// Kubernetes injects the address of a Service called `mockoon` (or `mockoon-…`) under our names.
    #[error(
        "ignored {}: Kubernetes injected the links of a Service there (enableServiceLinks: false stops it)",
        .0.join(", ")
    )]
    ServiceLinks(Vec<String>),
    /// Flags of the reference that mean nothing here, each with what holds instead.
    #[error(
        "without effect here: {}",
        .0.iter().map(|(name, holds)| format!("{name} ({holds})")).collect::<Vec<_>>().join("; ")
    )]
    Elsewhere(Vec<(&'static str, &'static str)>),
    /// A name that is almost one of ours.
    #[error("{name} is not a setting: did you mean {suggestion}?")]
    Unknown {
        /// Name of the variable.
        name: String,
        /// The setting it resembles.
        suggestion: &'static str,
    },
}

/// Picks our settings out of all variables. Empty ones (and lists of nothing) count as not set, but for the prefix.
pub(super) fn read(vars: impl Iterator<Item = (String, String)>) -> (Raw, Vec<Warning>) {
    let mut ours = Vec::new();
    let mut links = Vec::new();
    let mut elsewhere = Vec::new();
    let mut warnings = Vec::new();
    for (name, value) in vars.filter(|(name, _)| name.starts_with(PREFIX)) {
        if is_link(&value) || (!table::is_setting(&name) && is_link_name(&name)) {
            links.push(name);
        } else if table::is_setting(&name) {
            if !value.trim_matches([' ', '\t', ',']).is_empty() || name == EMPTY_MEANS_SOMETHING {
                ours.push((name, value));
            }
        } else if let Some(flag) = ELSEWHERE.iter().find(|(flag, _)| *flag == name) {
            elsewhere.push(*flag);
        } else if let Some(suggestion) = table::resembles(&name) {
            warnings.push(Warning::Unknown { name, suggestion });
        }
    }
    if !elsewhere.is_empty() {
        elsewhere.sort_unstable();
        warnings.insert(0, Warning::Elsewhere(elsewhere));
    }
    if !links.is_empty() {
        links.sort_unstable();
        warnings.insert(0, Warning::ServiceLinks(links));
    }
    // Every field is an optional text, so that this cannot fail.
    (envy::prefixed(PREFIX).from_iter(ours).unwrap_or_default(), warnings)
}

/// `tcp://10.0.0.7:3000`
pub(super) fn is_link(value: &str) -> bool {
    ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.trim_start().starts_with(scheme))
}

/// `MOCKOON_SERVICE_HOST`, `MOCKOON_SERVICE_PORT_HTTP`, `MOCKOON_PORT_3000_TCP_ADDR`: the other variables of a link.
pub(super) fn is_link_name(name: &str) -> bool {
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

//! Variables that templates and the admin API never see. Our own settings and those of traces are among
//! them, always. With an empty prefix
//! all others would be seen; then also what Kubernetes and the platform injected, and what looks like a secret.

use super::Settings;
use super::table::is_setting;
use super::variables::{is_link, is_link_name};
use crate::traces;

/// Names with one of these in them are those of secrets.
const SECRETS: [&str; 6] = ["TOKEN", "SECRET", "PASSWORD", "KEY", "PASSWD", "CREDENTIAL"];
/// What platforms give to every pod: workload identities, the address of their API, metadata.
const PLATFORMS: [&str; 7] = ["KUBERNETES_", "AWS_", "AZURE_", "GOOGLE_", "GCE_", "ECS_", "IDENTITY_"];
/// The name that the container's runtime gives it.
const HOST: &str = "HOSTNAME";

/// Whether a variable of this name and value is hidden.
pub fn hidden(settings: &Settings) -> impl Fn(&str, &str) -> bool {
    let shows_all = settings.env_vars_prefix.is_empty();
    let exceptions = settings.env_vars_allowed.clone();
    move |name, value| {
        if is_setting(name) || traces::is_variable(name) {
            return true;
        }
        let is_named = || exceptions.iter().any(|exception| exception == name);
        shows_all && (is_secret(name) || is_injected(name, value)) && !is_named()
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    SECRETS.iter().any(|word| name.contains(word))
}

fn is_injected(name: &str, value: &str) -> bool {
    name == HOST
        || PLATFORMS.iter().any(|prefix| name.starts_with(prefix))
        || is_link_name(name)
        || (is_link(value) && name.ends_with("_PORT"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Host;

    fn shown(prefix: &str, allowed: &str, name: &str, value: &str) -> bool {
        let host = Host { exists: &|_| false, cpus: 1, memory: None, descriptors: 1_024 };
        let vars = [("MOCKOON_ENV_VARS_PREFIX", prefix), ("MOCKOON_ENV_VARS_ALLOWED", allowed)];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (settings, _) = Settings::from_vars_on(vars.into_iter(), &host).unwrap();
        !hidden(&settings)(name, value)
    }

    #[test]
    fn an_empty_prefix_shows_neither_secrets_nor_what_the_platform_injected() {
        for (name, value) in [
            ("MOCKOON_ADMIN_API_TOKEN", "x"),
            ("GITHUB_TOKEN", "x"),
            ("db_password", "x"),
            ("CLIENT_SECRET", "x"),
            ("STRIPE_KEY", "x"),
            ("KEYSTORE", "x"),
            ("GOOGLE_APPLICATION_CREDENTIALS", "x"),
            ("KUBERNETES_SERVICE_HOST", "10.0.0.1"),
            ("KUBERNETES_PORT", "tcp://10.0.0.1:443"),
            ("SHOP_SERVICE_HOST", "10.0.0.1"),
            ("SHOP_SERVICE_PORT_HTTP", "80"),
            ("SHOP_PORT", "tcp://10.0.0.1:80"),
            ("SHOP_PORT_80_TCP_ADDR", "10.0.0.1"),
            ("AWS_ROLE_ARN", "x"),
            ("AZURE_CLIENT_ID", "x"),
            ("HOSTNAME", "pod-1"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x"),
        ] {
            assert!(!shown("", "", name, value), "{name}");
        }
        for (name, value) in [("STAGE", "x"), ("SHOP_PORT", "8080"), ("PATH", "/bin"), ("MY_HOSTNAME", "h")] {
            assert!(shown("", "", name, value), "{name}");
        }
    }

    #[test]
    fn exceptions_are_shown_but_never_our_own_settings() {
        assert!(shown("", "PUBLIC_KEY, HOSTNAME", "PUBLIC_KEY", "x"));
        assert!(shown("", "PUBLIC_KEY, HOSTNAME", "HOSTNAME", "x"));
        assert!(!shown("", "PUBLIC_KEY", "PRIVATE_KEY", "x"));
        assert!(!shown("", "MOCKOON_ADMIN_API_TOKEN", "MOCKOON_ADMIN_API_TOKEN", "x"));
    }

    #[test]
    fn a_prefix_shows_what_begins_with_it() {
        assert!(shown("ACME_", "", "ACME_API_KEY", "x"));
        assert!(shown("ACME_", "", "ACME_PORT", "tcp://10.0.0.1:80"));
    }
}

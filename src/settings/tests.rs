//! Values that are accepted, values that are refused, names that are almost right.

use std::path::PathBuf;
use std::time::Duration;

use super::*;

fn read(vars: &[(&str, &str)]) -> Result<(Settings, Vec<Warning>), SettingsErrors> {
    let host = Host { exists: &|_| false, cpus: 16, memory: None, descriptors: 1 << 20 };
    Settings::from_vars_on(vars.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())), &host)
}

fn settings(vars: &[(&str, &str)]) -> Settings {
    read(vars).unwrap().0
}

#[test]
fn nothing_set_gives_the_defaults() {
    let settings = settings(&[]);
    assert_eq!((settings.management_port, settings.worker_threads, settings.watch), (Some(8990), 4, true));
    assert_eq!(settings.max_request_body_size, Some(100 << 20));
    assert_eq!(settings.shutdown_grace_period, Duration::from_secs(10));
    assert_eq!((settings.log_level.as_str(), settings.log_format), ("info", LogFormat::Json));
    assert_eq!((settings.faker_locale.as_str(), settings.env_vars_prefix.as_str()), ("en", "MOCKOON_"));
    assert_eq!(settings.request_time_budget, Duration::from_secs(1));
    assert!(settings.data.is_empty() && settings.admin_api_token_file.is_none());
}

#[test]
fn empty_values_are_not_set() {
    let names = TABLE.iter().map(|setting| setting.name).filter(|name| *name != "MOCKOON_ENV_VARS_PREFIX");
    let empty: Vec<_> = names.map(|name| (name, "")).collect();
    let (read_empty, warnings) = read(&empty).unwrap();
    assert_eq!(read_empty, settings(&[]));
    assert!(warnings.is_empty());
}

#[test]
fn mounted_paths_are_found() {
    let host = Host { exists: &|_| true, cpus: 1, memory: None, descriptors: 1_024 };
    let (found, _) = Settings::from_vars_on(std::iter::empty(), &host).unwrap();
    assert_eq!(found.data, [PathBuf::from(DEFAULT_DATA)]);
    assert_eq!(found.admin_api_token_file, Some(PathBuf::from(DEFAULT_TOKEN_FILE)));
    assert_eq!(found.worker_threads, 1);
}

#[test]
fn every_row_of_the_table_reaches_its_setting() {
    const VALUES: &[&str] = &[
        "7",
        "7s",
        "7MB",
        "yes",
        "no",
        "text",
        "disabled",
        "debug",
        "de",
        "declared",
        "traceparent",
        "a=b",
        "reference",
        "optional",
        "read-only",
        "redis://store",
        "http://shop.example",
    ];
    // Beside which others cannot stand alone.
    const BESIDE: &[(&str, &str)] = &[("MOCKOON_TLS_CLIENT_CA_FILE", "ca.pem"), ("MOCKOON_FRONT_PORT", "1")];
    for row in TABLE {
        let beside: Vec<_> = BESIDE.iter().copied().filter(|(name, _)| *name != row.name).collect();
        let changes = |value: &&str| {
            let with: Vec<_> = beside.iter().copied().chain([(row.name, *value)]).collect();
            read(&with).is_ok_and(|(read, _)| read != settings(&beside))
        };
        assert!(VALUES.iter().any(changes), "{}: none of {VALUES:?} changes anything", row.name);
    }
}

#[test]
fn reads_values_of_every_kind() {
    let read = settings(&[
        ("MOCKOON_DATA", " /a.json, ,/b "),
        ("MOCKOON_PORT", "3000,3001"),
        ("MOCKOON_MANAGEMENT_PORT", "0"),
        ("MOCKOON_DISABLE_TLS", "YES"),
        ("MOCKOON_PROXY", "disabled"),
        ("MOCKOON_FAKER_SEED", "-1"),
        ("MOCKOON_MAX_REQUEST_BODY_SIZE", "0"),
        ("MOCKOON_MAX_TRANSACTION_LOG_BYTES", "1.5 kb"),
        ("MOCKOON_SHUTDOWN_DELAY", "250ms"),
        ("MOCKOON_SHUTDOWN_GRACE_PERIOD", "1m"),
        ("MOCKOON_LOG_LEVEL", "info,hyper=warn"),
        ("MOCKOON_LOG_FORMAT", "text"),
        ("MOCKOON_ADMIN_API_TOKEN", "one, two"),
    ]);
    assert_eq!(read.data, [PathBuf::from("/a.json"), PathBuf::from("/b")]);
    assert_eq!(read.port, [3000, 3001]);
    assert_eq!((read.management_port, read.disable_tls, read.proxy), (None, true, Some(false)));
    assert_eq!((read.faker_seed, read.max_request_body_size), (Some(u32::MAX), None));
    assert_eq!(read.max_transaction_log_bytes, 1536);
    assert_eq!(read.shutdown_delay, Duration::from_millis(250));
    assert_eq!(read.shutdown_grace_period, Duration::from_secs(60));
    assert_eq!((read.log_level.as_str(), read.log_format), ("info,hyper=warn", LogFormat::Text));
    assert_eq!(read.admin_api_token.iter().map(Secret::expose).collect::<Vec<_>>(), ["one", "two"]);
    assert!(!format!("{read:?}").contains("two"));
}

#[test]
fn reports_all_bad_values_together() {
    let bad = [
        ("MOCKOON_PORT", "3000,x", "port numbers from 0 to 65535, separated by commas"),
        ("MOCKOON_ADMIN_API_PORT", "65536", "a port number from 0 to 65535"),
        ("MOCKOON_DISABLE_TLS", "on", "true, false, 1, 0, yes or no"),
        ("MOCKOON_PROXY", "maybe", "enabled or disabled"),
        ("MOCKOON_FAKER_SEED", "1.5", "a whole number"),
        ("MOCKOON_MAX_TRANSACTION_LOGS", "-1", "a whole number from 0"),
        ("MOCKOON_MAX_REQUEST_BODY_SIZE", "1e3", "a size such as 104857600, 100MB, 10 GB or 1.5kb"),
        (
            "MOCKOON_LOG_LEVEL",
            "loud",
            "off, error, warn, info, debug, trace or RUST_LOG directives such as info,hyper=warn",
        ),
        ("MOCKOON_LOG_FORMAT", "xml", "json or text"),
        ("MOCKOON_SHUTDOWN_DELAY", "10", "a duration such as 10s, 250ms or 1m"),
        ("MOCKOON_WORKER_THREADS", "0", "a whole number from 1"),
    ];
    let vars: Vec<_> = bad.iter().map(|(name, value, _)| (*name, *value)).collect();
    let errors = read(&vars).unwrap_err();
    let mut expected: Vec<_> = bad
        .iter()
        .map(|(name, value, accepted)| format!("{name}={value:?} is not accepted: expected {accepted}"))
        .collect();
    let text = errors.to_string();
    let mut found: Vec<_> = text.lines().collect();
    expected.sort();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_locale_is_told_the_known_ones() {
    let error = read(&[("MOCKOON_FAKER_LOCALE", "xx")]).unwrap_err().to_string();
    assert!(error.contains("expected one of") && error.contains("en"), "{error}");
}

#[test]
fn links_of_a_kubernetes_service_are_ignored() {
    let (read, warnings) = read(&[
        ("MOCKOON_PORT", "tcp://10.0.0.7:3000"),
        ("MOCKOON_ADMIN_API_PORT", "tcp://10.0.0.8:80"),
        ("MOCKOON_SERVICE_HOST", "10.0.0.7"),
        ("MOCKOON_SERVICE_PORT", "3000"),
        ("MOCKOON_SERVICE_PORT_HTTP", "3000"),
        ("MOCKOON_PORT_3000_TCP", "tcp://10.0.0.7:3000"),
        ("MOCKOON_PORT_3000_TCP_PROTO", "tcp"),
        ("MOCKOON_PORT_3000_TCP_ADDR", "10.0.0.7"),
    ])
    .unwrap();
    assert_eq!((read.port.len(), read.admin_api_port), (0, None));
    let [Warning::ServiceLinks(names)] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!(names.len(), 8);
}

#[test]
fn names_that_are_almost_right_get_a_hint() {
    let (_, warnings) = read(&[
        ("MOCKOON_DISABLE_ROUTE", "x"),
        ("MOCKOON_PLAIN", "user's own"),
        ("MOCKOON_WACHT", "true"),
        ("OTHER_DATA", "x"),
    ])
    .unwrap();
    let texts: Vec<_> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "MOCKOON_DISABLE_ROUTE is not a setting: did you mean MOCKOON_DISABLE_ROUTES?",
            "MOCKOON_WACHT is not a setting: did you mean MOCKOON_WATCH?"
        ]
    );
    assert!(table::is_setting("MOCKOON_ADMIN_API_TOKEN") && !table::is_setting("MOCKOON_PLAIN"));
}

#[test]
fn flags_of_the_reference_that_mean_nothing_here_are_told_in_one_warning() {
    let flags = [
        ("MOCKOON_REPAIR", "true"),
        ("MOCKOON_POLLING_INTERVAL", "500"),
        ("MOCKOON_DISABLE_EXTERNAL_REFS", "true"),
        ("MOCKOON_DISABLE_LOG_TO_FILE", "true"),
        ("MOCKOON_CLOUD_TOKEN", "hidden"),
    ];
    let (_, warnings) = read(&flags).unwrap();
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    let text = warning.to_string();
    assert!(flags.iter().all(|(name, _)| text.contains(&format!("{name} ("))) && !text.contains("hidden"), "{text}");
    assert!(text.contains("MOCKOON_REPAIR (what files lack is always mended in memory"), "{text}");
    assert!(flags.iter().all(|(name, _)| !table::is_setting(name)));
}

#[test]
fn values_by_position_without_an_environment_are_told() {
    let settings = settings(&[
        ("MOCKOON_PORT", "3001,3002,3003"),
        ("MOCKOON_HOSTNAME", "127.0.0.1,localhost"),
        ("MOCKOON_PUBLIC_BASE_URL", "http://a,http://b"),
    ]);
    let spare = |environments| settings.spare(environments).map(|spare| spare.to_string()).collect::<Vec<_>>();
    assert_eq!(
        spare(1),
        [
            "MOCKOON_PORT: 3002, 3003 without an environment, there is only one",
            "MOCKOON_HOSTNAME: localhost without an environment, there is only one",
            "MOCKOON_PUBLIC_BASE_URL: http://b without an environment, there is only one",
        ]
    );
    assert_eq!(spare(2), ["MOCKOON_PORT: 3003 without an environment, there are only 2"]);
    // None yet: each may come.
    assert!(spare(0).is_empty() && spare(3).is_empty());
}

#[test]
fn defaults_follow_from_the_memory_that_the_cgroup_grants() {
    let on = |memory, descriptors, vars: &[(&str, &str)]| {
        let host = Host { exists: &|_| false, cpus: 2, memory, descriptors };
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let (settings, _) = Settings::from_vars_on(vars, &host).unwrap();
        let Settings { memory_budget, max_transaction_log_bytes, max_request_body_size, max_connections, .. } =
            settings;
        (memory_budget, max_transaction_log_bytes, max_request_body_size, max_connections)
    };
    const MB: usize = 1 << 20;
    assert_eq!(on(None, 1 << 20, &[]), (512 * MB, 16 * MB, Some(100 * MB), 32_768));
    assert_eq!(on(Some(100 << 20), 20_000, &[]), (60 * MB, 60 * MB / 8, Some(15 * MB), 3_840));
    assert_eq!(on(Some(1), 4, &[]), (4 * MB, MB / 2, Some(MB), 64));
    let given = [("MOCKOON_MEMORY_BUDGET", "80MB"), ("MOCKOON_MAX_REQUEST_BODY_SIZE", "0")];
    assert_eq!(on(Some(1 << 30), 1_024, &given), (80 * MB, 10 * MB, None, 512));
}

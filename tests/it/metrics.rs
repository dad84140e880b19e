//! `/metrics`: valid text, bounded labels, numbers that are true.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, environment, get, wait_for};

/// A scrape, read as strictly as Prometheus reads it.
struct Scrape {
    samples: BTreeMap<String, f64>,
}

impl Scrape {
    fn of(server: &Server) -> Self {
        let reply = server.manage("/metrics");
        assert_eq!(reply.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
        Self::parse(&reply.text(), false)
    }

    fn parse(text: &str, openmetrics: bool) -> Self {
        let (mut families, mut samples) = (HashSet::new(), BTreeMap::new());
        let (mut family, mut kind, mut helped) = (String::new(), String::new(), String::new());
        let mut ended = false;
        assert!(text.ends_with('\n'));
        for line in text.lines() {
            assert!(!ended, "after the end: {line}");
            if let Some(rest) = line.strip_prefix("# HELP ") {
                helped = rest.split(' ').next().unwrap().to_owned();
                assert!(rest.len() > helped.len() + 1, "{line}");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, of) = rest.split_once(' ').unwrap();
                (family, kind) = (name.to_owned(), of.to_owned());
                assert_eq!(helped, family, "HELP and TYPE");
                assert!(families.insert(family.clone()), "twice: {family}");
            } else if line == "# EOF" {
                ended = true;
            } else {
                let (series, value) = line.rsplit_once(' ').unwrap();
                let name = series.split('{').next().unwrap();
                let suffixes: &[&str] = match kind.as_str() {
                    "counter" if openmetrics => &["_total"],
                    "histogram" => &["_bucket", "_sum", "_count"],
                    _ => &[""],
                };
                assert!(suffixes.iter().any(|suffix| name == format!("{family}{suffix}")), "{line} in {family} {kind}");
                assert!(kind != "counter" || name.ends_with("_total"), "{line}");
                labels(series);
                let value: f64 = value.parse().unwrap();
                assert!(samples.insert(series.to_owned(), value).is_none(), "twice: {series}");
            }
        }
        assert_eq!(ended, openmetrics);
        Self { samples }
    }

    #[track_caller]
    fn value(&self, series: &str) -> f64 {
        *self.samples.get(series).unwrap_or_else(|| panic!("no {series} among {:#?}", self.samples))
    }
}

/// Checks `name{key="value",...}`.
fn labels(series: &str) {
    let Some((_, rest)) = series.split_once('{') else { return };
    let mut rest = rest.strip_suffix('}').unwrap();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").unwrap();
        assert!(key.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{series}");
        let mut escaped = false;
        let end = after
            .find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })
            .unwrap();
        rest = after[end + 1..].trim_start_matches(',');
    }
}

#[test]
fn requests_are_counted_by_declared_route_and_status_class() {
    let whole =
        environment(json!({"name": "A \"quoted\"\\ name", "routes": [get("users/:id", "x"), get("users/:id", "y")]}));
    let server = Sidemock::on(&whole).start();
    for target in ["/users/1", "/users/2", "/users/3?q=1", "/none", "/none/2"] {
        server.get(target);
    }
    server.admin("GET", "/logs");
    server.send(&Request::get("/mockoon-admin/logs"));
    let scrape = Scrape::of(&server);
    let of = |rest: &str| {
        scrape.value(&format!("sidemock_requests_total{{environment=\"A \\\"quoted\\\"\\\\ name\",{rest}}}"))
    };
    assert_eq!(of("route=\"/users/:id\",method=\"GET\",status=\"2xx\""), 3.0);
    assert_eq!(of("route=\"unmatched\",method=\"\",status=\"4xx\""), 2.0);
    assert_eq!(of("route=\"admin\",method=\"\",status=\"2xx\""), 1.0);
    assert_eq!(of("route=\"admin\",method=\"\",status=\"4xx\""), 1.0);
    let labels = "{environment=\"A \\\"quoted\\\"\\\\ name\"";
    assert_eq!(scrape.value(&format!("sidemock_request_duration_seconds_count{labels}}}")), 5.0);
    assert_eq!(scrape.value(&format!("sidemock_request_duration_seconds_bucket{labels},le=\"+Inf\"}}")), 5.0);
    assert_eq!(scrape.value(&format!("sidemock_transactions_kept{labels}}}")), 5.0);
    assert_eq!(scrape.value(&format!("sidemock_generation{labels}}}")), 1.0);
    assert!(scrape.value("process_resident_memory_bytes") > 1e6);
    assert!(scrape.value("process_start_time_seconds") > 1.6e9);
    assert_eq!(scrape.value(&format!("sidemock_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), 1.0);
}

#[test]
fn openmetrics_is_served_to_who_asks_for_it() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "a")]}))).start();
    server.get("/a");
    let accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
    let reply = Request::get("/metrics").header("Accept", accept).send(server.management());
    let kind = reply.header("content-type").unwrap_or_default();
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let scrape = Scrape::parse(&reply.text(), true);
    let series = "sidemock_requests_total{environment=\"Test\",route=\"/a\",method=\"GET\",status=\"2xx\"}";
    assert_eq!(scrape.value(series), 1.0);
}

#[test]
fn many_routes_share_one_series() {
    let routes: Vec<Value> = (0..600).map(|i| get(&format!("r/{i}"), "x")).collect();
    let server = Sidemock::on(&environment(json!({"routes": routes}))).start();
    for i in 0..600 {
        assert_eq!(server.get(&format!("/r/{i}")).status, 200);
    }
    let scrape = Scrape::of(&server);
    let requests = scrape.samples.iter().filter(|(series, _)| series.starts_with("sidemock_requests_total"));
    let (series, sum) = requests.fold((0, 0.0), |(series, sum), (_, value)| (series + 1, sum + value));
    assert_eq!((series, sum), (501, 600.0));
    let other = "sidemock_requests_total{environment=\"Test\",route=\"other\",method=\"\",status=\"2xx\"}";
    assert_eq!(scrape.value(other), 100.0);
}

#[test]
fn environments_of_one_name_are_told_apart_and_nothing_is_compiled_per_request() {
    let whole = || environment(json!({"routes": [get("a", "{{urlParam 'x'}}")]})).to_string();
    let server = Sidemock::new().environment("a.json", &whole()).environment("b.json", &whole()).start();
    let before = Scrape::of(&server).value("sidemock_template_compilations_total");
    for _ in 0..20 {
        server.get("/a");
        Request::get("/a").send(server.port_of(1));
    }
    let scrape = Scrape::of(&server);
    assert_eq!(scrape.value("sidemock_template_compilations_total"), before);
    for port in [server.port(), server.port_of(1)] {
        assert_eq!(scrape.value(&format!("sidemock_transactions_kept{{environment=\"Test ({port})\"}}")), 20.0);
    }
}

#[test]
fn reloads_are_counted_by_their_result() {
    let whole = |body: &str| environment(json!({"routes": [get("a", body)]})).to_string();
    let server = Sidemock::new().environment("env.json", &whole("1")).start();
    let counted = |result: &str| {
        Scrape::of(&server).value(&format!("sidemock_reloads_total{{environment=\"Test\",result=\"{result}\"}}"))
    };
    assert_eq!((counted("success"), counted("failure")), (0.0, 0.0));
    std::fs::write(server.directory().join("env.json"), "{").unwrap();
    server.wait_for_output("Reload refused");
    wait_for("a count", || counted("failure") >= 1.0);
    std::fs::write(server.directory().join("env.json"), whole("2")).unwrap();
    server.wait_for_output("Environment reloaded");
    wait_for("a count", || counted("success") >= 1.0);
    let scrape = Scrape::of(&server);
    assert!(scrape.value("sidemock_last_reload_success_timestamp_seconds{environment=\"Test\"}") > 1.6e9);
    assert_eq!(scrape.value("sidemock_generation{environment=\"Test\"}"), 2.0);
}

//! What `/metrics` says.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::budget;
use crate::environment::model::RouteKind;
use crate::runtime::{CompiledRoute, EnvironmentHandle, transaction_log};
use crate::server::metrics_text::{Format, Kind, Text};
use crate::state::RouteMetrics;
use crate::state::metrics::LATENCY_BUCKETS;
use crate::template;
use crate::traces::Tracer;

use super::App;
use super::error::describe;
use super::files::{self, FileStatus};

/// Routes of an environment that get series of their own; the rest are counted together.
const MAX_ROUTES: usize = 500;
/// The route label of the rest.
const OTHER: &str = "other";

/// An environment under the label that tells it from all others.
struct Labelled {
    label: String,
    /// Whether requests may go to another port than its own.
    port_changed: bool,
    handle: Arc<EnvironmentHandle>,
}

/// Renders the metrics of all environments and of the process.
pub fn render(app: &App, format: Format) -> String {
    let environments = labelled(app);
    let mut text = Text::new(format);
    text.family("sidemock_build_info", Kind::Gauge, "The version that runs.")
        .sample(&[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    requests(&mut text, &environments);
    latency(&mut text, &environments);
    reloads(&mut text, app, &environments);
    state(&mut text, &environments);
    store(&mut text, app, &environments);
    front_door(&mut text, app);
    spans(&mut text, app);
    process(&mut text, app);
    text.finish()
}

/// The environments by name; where names are the same, the port makes the difference, or the file of one without.
fn labelled(app: &App) -> Vec<Labelled> {
    let served = app.lock();
    let name = |handle: &EnvironmentHandle| handle.current().compiled.source.name.clone();
    let mut names: HashMap<String, usize> = HashMap::new();
    for one in served.iter() {
        *names.entry(name(&one.handle)).or_default() += 1;
    }
    let label = |one: &super::ServedEnvironment| {
        let name = name(&one.handle);
        let label = match names.get(&name) {
            Some(1) => name,
            _ => match &one.listener {
                Some(listener) => format!("{name} ({})", listener.address.port()),
                None => format!("{name} ({})", file_name(&one.handle)),
            },
        };
        Labelled { label, port_changed: app.port_trouble(one).is_some(), handle: Arc::clone(&one.handle) }
    };
    served.iter().map(label).collect()
}

fn file_name(handle: &EnvironmentHandle) -> String {
    let file = handle.file();
    let name = file.as_deref().and_then(Path::file_name);
    name.map_or_else(|| describe(None), |name| name.to_string_lossy().into_owned())
}

fn requests(text: &mut Text, environments: &[Labelled]) {
    let mut family = text.family("sidemock_requests", Kind::Counter, "Answered requests by declared route.");
    for Labelled { label, handle, .. } in environments {
        let generation = handle.current();
        let mut write = |route: &str, method: &str, class: &str, count: u64| {
            let labels = [("environment", label.as_str()), ("route", route), ("method", method), ("status", class)];
            family.sample(&labels, count as f64);
        };
        for ((route, method), classes) in by_route(&generation.compiled.routes) {
            for (class, count) in classes {
                write(route, &method, class, count);
            }
        }
        let metrics = &handle.shared.metrics;
        for (route, counted) in
            [("unmatched", &metrics.unmatched), ("proxy", &metrics.proxied), ("admin", &metrics.admin)]
        {
            for (class, count) in counted.classes() {
                write(route, "", class, count);
            }
        }
    }
}

/// Answers by status class.
type Classes = BTreeMap<&'static str, u64>;

/// Counts by declared path and method, in the order of declaration; several routes may declare the same.
fn by_route(routes: &[Arc<CompiledRoute>]) -> Vec<((&str, String), Classes)> {
    let mut places: HashMap<(&str, String), usize> = HashMap::new();
    let mut found: Vec<((&str, String), Classes)> = Vec::new();
    for route in routes.iter().filter(|route| route.kind != RouteKind::Ws) {
        let mut key = (route.path.as_str(), method_of(route));
        if !places.contains_key(&key) && places.len() >= MAX_ROUTES {
            key = (OTHER, String::new());
        }
        let place = *places.entry(key.clone()).or_insert_with(|| {
            found.push((key, Classes::new()));
            found.len() - 1
        });
        if let Some((_, classes)) = found.get_mut(place) {
            add(classes, &route.metrics);
        }
    }
    found
}

fn add(classes: &mut Classes, metrics: &RouteMetrics) {
    for (class, count) in metrics.classes() {
        *classes.entry(class).or_default() += count;
    }
}

fn method_of(route: &CompiledRoute) -> String {
    match route.kind {
        RouteKind::Crud => "CRUD".to_owned(),
        _ => route.definition.method.to_uppercase(),
    }
}

fn latency(text: &mut Text, environments: &[Labelled]) {
    let help = "Time from the request's head to the answer's, waiting on purpose included.";
    let mut family = text.family("sidemock_request_duration_seconds", Kind::Histogram, help);
    for Labelled { label, handle, .. } in environments {
        let (counts, _, sum) = handle.shared.metrics.histogram();
        family.histogram(&[("environment", label)], &LATENCY_BUCKETS, &counts, sum);
    }
}

fn reloads(text: &mut Text, app: &App, environments: &[Labelled]) {
    let mut family = text.family("sidemock_reloads", Kind::Counter, "Attempts to take changed files.");
    for Labelled { label, handle, .. } in environments {
        let metrics = &handle.shared.metrics;
        for (result, count) in [("success", &metrics.reloads_ok), ("failure", &metrics.reloads_failed)] {
            family.sample(&[("environment", label), ("result", result)], load(count));
        }
    }
    let help = "Files that appeared and could not be served.";
    text.family("sidemock_load_failures", Kind::Counter, help).sample(&[], load(&app.load_failures));
    let help = "When a changed file was last taken, in seconds since 1970; 0 is never.";
    per_environment(
        text,
        "sidemock_last_reload_success_timestamp_seconds",
        Kind::Gauge,
        help,
        environments,
        |handle| load(&handle.shared.metrics.reloaded_at),
    );
    let mut family = text.family(
        "sidemock_reload_last_success",
        Kind::Gauge,
        "1: the newest content of the file serves; 0: it was refused.",
    );
    for FileStatus { label, is_taken } in files::statuses(app) {
        family.sample(&[("file", &label)], f64::from(u8::from(is_taken)));
    }
    let help = "Number of the generation that serves.";
    per_environment(text, "sidemock_generation", Kind::Gauge, help, environments, |handle| {
        handle.current().number as f64
    });
    let help = "1: listens on another port than requests are sent to; /readyz?verbose names both.";
    let mut family = text.family("sidemock_port_changed", Kind::Gauge, help);
    for Labelled { label, port_changed, .. } in environments {
        family.sample(&[("environment", label)], f64::from(u8::from(*port_changed)));
    }
}

fn state(text: &mut Text, environments: &[Labelled]) {
    let mut each = |name, kind, help, value: fn(&EnvironmentHandle) -> f64| {
        per_environment(text, name, kind, help, environments, value);
    };
    each("sidemock_routes", Kind::Gauge, "Routes that are served.", |handle| {
        handle.current().compiled.routes.len() as f64
    });
    each("sidemock_transactions_kept", Kind::Gauge, "Transactions kept for the admin API.", |handle| {
        handle.spaces.all().iter().map(|space| space.attached.journal.len()).sum::<usize>() as f64
    });
    each("sidemock_transactions_evicted", Kind::Counter, "Transactions dropped for newer ones.", |handle| {
        handle.shared.journal.evicted() as f64
    });
    each(
        "sidemock_requests_aborted",
        Kind::Counter,
        "Requests whose client left before it had the whole answer.",
        |handle| load(&handle.shared.metrics.aborted),
    );
    each("sidemock_sessions", Kind::Gauge, "Sessions that are there.", |handle| handle.spaces.count() as f64);
    each("sidemock_sessions_created", Kind::Counter, "Sessions that were started.", |handle| {
        load(&handle.spaces.created)
    });
    each(
        "sidemock_sessions_evicted",
        Kind::Counter,
        "Sessions that ended because they were idle or too many.",
        |handle| load(&handle.spaces.evicted),
    );
    each("sidemock_verify_waiters", Kind::Gauge, "Calls of verify that wait.", |handle| {
        handle.shared.journal.watchers() as f64
    });
    each("sidemock_open_connections", Kind::Gauge, "Open connections.", |handle| {
        load(&handle.shared.metrics.connections)
    });
    each("sidemock_websocket_clients", Kind::Gauge, "Open WebSockets.", |handle| {
        load(&handle.shared.metrics.websockets)
    });
    each(
        "sidemock_event_stream_clients",
        Kind::Gauge,
        "Clients of event streams, the admin API's among them.",
        |handle| handle.shared.subscribers() as f64 + load(&handle.shared.metrics.event_streams),
    );
    each("sidemock_callbacks_sent", Kind::Counter, "Callbacks that got an answer.", |handle| {
        load(&handle.shared.metrics.callbacks_sent)
    });
    each("sidemock_callbacks_failed", Kind::Counter, "Callbacks that failed or were dropped.", |handle| {
        load(&handle.shared.metrics.callbacks_failed)
    });
}

/// The store where the state of all replicas rests.
fn store(text: &mut Text, app: &App, environments: &[Labelled]) {
    let Some(store) = &app.store else { return };
    let metrics = &store.metrics;
    let up = f64::from(u8::from(store.trouble().is_none()));
    text.family("sidemock_state_up", Kind::Gauge, "1: the store of the state answers.").sample(&[], up);
    for (name, help, value) in [
        ("sidemock_state_round_trips", "Scripts on the store that requests waited for.", load(&metrics.round_trips)),
        ("sidemock_state_seconds", "Time that these took, in seconds.", load(&metrics.micros) / 1e6),
        ("sidemock_state_failures", "Scripts that failed.", load(&metrics.failures)),
        (
            "sidemock_state_conflicts",
            "Transactions that were run again, for others were faster.",
            load(&metrics.conflicts),
        ),
        (
            "sidemock_state_given_up",
            "Transactions that were given up, for others always were.",
            load(&metrics.given_up),
        ),
        ("sidemock_state_outages", "Times that the store became unavailable.", load(&metrics.outages)),
    ] {
        text.family(name, Kind::Counter, help).sample(&[], value);
    }
    let help = "Recorded requests that other replicas were not told of, for the store was away for too long.";
    per_environment(text, "sidemock_state_news_lost", Kind::Counter, help, environments, |handle| {
        handle.replicas.as_ref().map_or(0.0, |replicas| load(&replicas.outbox.lost))
    });
}

fn front_door(text: &mut Text, app: &App) {
    let router = &app.front.router;
    let help = "Open connections to the front door, which belong to no environment.";
    text.family("sidemock_front_door_connections", Kind::Gauge, help).sample(&[], load(&router.connections));
    let help = "Requests to the front door that no environment answers to.";
    text.family("sidemock_front_door_unrouted", Kind::Counter, help).sample(&[], load(&router.unrouted));
    let help = "Hosts and paths at the front door.";
    text.family("sidemock_front_door_rows", Kind::Gauge, help).sample(&[], app.front.shown.table().rows().len() as f64);
}

fn spans(text: &mut Text, app: &App) {
    let count = |count: fn(&Tracer) -> u64| app.tracer.as_deref().map_or(0.0, |tracer| count(tracer) as f64);
    let help = "Spans that the collector has taken.";
    text.family("sidemock_spans_exported", Kind::Counter, help).sample(&[], count(Tracer::exported));
    let help = "Spans lost because too many waited, or because the collector did not take them.";
    text.family("sidemock_spans_dropped", Kind::Counter, help).sample(&[], count(Tracer::dropped));
}

fn per_environment(
    text: &mut Text,
    name: &str,
    kind: Kind,
    help: &str,
    environments: &[Labelled],
    value: impl Fn(&EnvironmentHandle) -> f64,
) {
    let mut family = text.family(name, kind, help);
    for Labelled { label, handle, .. } in environments {
        family.sample(&[("environment", label)], value(handle));
    }
}

fn process(text: &mut Text, app: &App) {
    let help = "Requests, messages and renderings that were given up because they cost too much, by what.";
    let mut family = text.family("sidemock_budget_exceeded", Kind::Counter, help);
    for (cause, count) in budget::exceeded_counts() {
        family.sample(&[("cause", cause)], count as f64);
    }
    let help = "Steps of requests that took so long that they left their worker thread.";
    text.family("sidemock_long_steps", Kind::Counter, help).sample(&[], budget::long_steps() as f64);
    let help = "Log lines lost because they could not be written fast enough.";
    text.family("sidemock_log_lines_dropped", Kind::Counter, help).sample(&[], transaction_log::dropped() as f64);
    let help = "Compiled templates: does not grow with requests.";
    text.family("sidemock_template_compilations", Kind::Counter, help).sample(&[], template::compilations() as f64);
    let help = "Bytes that clients may make the process hold (MOCKOON_MEMORY_BUDGET).";
    text.family("sidemock_memory_budget_bytes", Kind::Gauge, help).sample(&[], app.memory.limit() as f64);
    let help = "Bytes of the memory budget in use.";
    text.family("sidemock_memory_used_bytes", Kind::Gauge, help).sample(&[], app.memory.used() as f64);
    if let Some(bytes) = resident_bytes() {
        text.family("process_resident_memory_bytes", Kind::Gauge, "Resident memory.").sample(&[], bytes);
    }
    if let Some(seconds) = start_time() {
        let help = "When the process started, in seconds since 1970.";
        text.family("process_start_time_seconds", Kind::Gauge, help).sample(&[], seconds);
    }
}

fn load(counter: &AtomicU64) -> f64 {
    counter.load(Ordering::Relaxed) as f64
}

fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix("kB")?;
    Some(kib.trim().parse::<f64>().ok()? * 1024.0)
}

/// Boot time plus what `/proc/self/stat` says in ticks, of which Linux has 100 a second on every platform we run on.
fn start_time() -> Option<f64> {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in parentheses and may contain anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: f64 = fields.split_whitespace().nth(19)?.parse().ok()?;
    let system = std::fs::read_to_string("/proc/stat").ok()?;
    let boot: f64 = system.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()?;
    Some(boot + ticks / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_age_and_size() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
        let start = start_time().unwrap();
        assert!(start <= now + 1.0 && start > now - 86_400.0, "{start} {now}");
        assert!(resident_bytes().unwrap() > 100_000.0);
    }
}

//! A collector that is dead, slow or out of order harms nothing, and neither do malformed variables.

use serde_json::json;

use super::collector::{Behaviour, Collector};
use super::shop;
use crate::support::{Connection, Request, Server, Sidemock, environment, free_port, get, wait_for};

/// A counter of `/metrics`.
fn counted(server: &Server, name: &str) -> u64 {
    let text = server.manage("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("sidemock_spans_{name}_total ")));
    line.unwrap_or_else(|| panic!("{text}")).parse().expect("a number")
}

/// So many requests that are all answered.
fn ask(server: &Server, count: usize) {
    let mut connection = Connection::open(server.port());
    for _ in 0..count {
        assert_eq!(connection.ask(&Request::get("/ok")).text(), "ok");
    }
}

#[test]
fn a_collector_that_hangs_costs_spans_beyond_the_queue_and_nothing_else() {
    let collector = Collector::that(Behaviour::Hangs);
    let mut server = collector
        .of(Sidemock::on(&shop()))
        .var("OTEL_BSP_MAX_QUEUE_SIZE", "4")
        .var("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2")
        .var("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000")
        .start();
    ask(&server, 1);
    wait_for("the first batch", || !collector.heads().is_empty());
    ask(&server, 50);
    // One or two are under way, four wait.
    let dropped = counted(&server, "dropped");
    assert!((45..=46).contains(&dropped), "{dropped}");
    assert_eq!(counted(&server, "exported"), 0);
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    assert!(server.output().contains("the last spans were given up"), "{}", server.output());
}

#[test]
fn a_collector_that_nobody_has_started_is_warned_of_once() {
    let mut server = Sidemock::on(&shop())
        .var("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", format!("http://127.0.0.1:{}/t?key=hush", free_port()))
        .var("OTEL_BSP_SCHEDULE_DELAY", "10")
        .var("OTEL_BSP_EXPORT_TIMEOUT", "1")
        .start();
    for _ in 0..3 {
        let before = counted(&server, "dropped");
        ask(&server, 2);
        wait_for("spans to be given up", || counted(&server, "dropped") == before + 2);
    }
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    let output = server.output();
    assert_eq!(output.matches("does not take spans").count(), 1, "{output}");
    assert!(!output.contains("hush"), "{output}");
}

#[test]
fn what_a_collector_refuses_for_good_is_dropped_and_what_it_refuses_for_now_is_sent_again() {
    let collector = Collector::that(Behaviour::Refuses(400));
    let server = collector.of(Sidemock::on(&shop())).start();
    for status in [400, 401, 404, 413, 500] {
        collector.now(Behaviour::Refuses(status));
        let before = counted(&server, "dropped");
        ask(&server, 1);
        wait_for(&format!("the span to be dropped after {status}"), || counted(&server, "dropped") == before + 1);
    }
    assert_eq!(collector.heads().len(), 5, "none is sent twice");
    for (at, status) in [429, 502, 503, 504].into_iter().enumerate() {
        collector.now(Behaviour::Refuses(status));
        let before = collector.heads().len();
        ask(&server, 1);
        wait_for("the first attempt", || collector.heads().len() > before);
        collector.now(Behaviour::Takes);
        collector.wait(at + 1);
    }
    assert_eq!(counted(&server, "dropped"), 5);
    server.wait_for_output("takes spans again");
}

#[test]
fn the_last_spans_go_out_at_the_end() {
    let collector = Collector::that(Behaviour::Takes);
    let mut server = collector.of(Sidemock::on(&shop())).var("OTEL_BSP_SCHEDULE_DELAY", "3600000").start();
    ask(&server, 3);
    assert!(collector.heads().is_empty());
    server.signal("TERM");
    assert_eq!(server.wait(), Some(0));
    collector.wait(3);
}

#[test]
fn a_full_batch_does_not_wait() {
    let collector = Collector::that(Behaviour::Takes);
    let server = collector
        .of(Sidemock::on(&shop()))
        .var("OTEL_BSP_SCHEDULE_DELAY", "3600000")
        .var("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "3")
        .start();
    ask(&server, 3);
    collector.wait(3);
}

#[test]
fn malformed_variables_are_warned_of_and_secrets_are_seen_nowhere() {
    let collector = Collector::that(Behaviour::Takes);
    let server = collector
        .of(Sidemock::on(&environment(
            json!({"routes": [get("ok", "ok"), get("v", "[{{getEnvVar 'OTEL_EXPORTER_OTLP_HEADERS'}}]")]}),
        )))
        .var("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
        .var("OTEL_EXPORTER_OTLP_HEADERS", "api-key=hush-hush,nonsense")
        .var("OTEL_TRACES_SAMPLER", "sometimes")
        .var("OTEL_BSP_MAX_QUEUE_SIZE", "many")
        .var("MOCKOON_ENV_VARS_PREFIX", "")
        .var("MOCKOON_LOG_LEVEL", "trace")
        .start();
    assert_eq!(server.get("/v").text(), "[]");
    collector.wait(1);
    let output = server.output();
    for name in
        ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_TRACES_SAMPLER", "OTEL_BSP_MAX_QUEUE_SIZE"]
    {
        assert!(output.contains(&format!("{name}: ")), "{name}: {output}");
    }
    assert!(!output.contains("hush"), "{output}");
}

#[test]
fn batches_are_written_and_compressed_as_it_is_asked_for() {
    for (protocol, content_type) in [("http/protobuf", "application/x-protobuf"), ("http/json", "application/json")] {
        for compression in ["none", "gzip"] {
            let collector = Collector::that(Behaviour::Takes);
            let server = collector
                .of(Sidemock::on(&shop()))
                .var("OTEL_EXPORTER_OTLP_COMPRESSION", compression)
                .var("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
                .start();
            ask(&server, 3);
            let spans = collector.wait(3);
            assert!(spans.iter().all(|span| span.attribute("sidemock.environment") == "Shop"), "{spans:?}");
            for head in collector.heads() {
                assert!(head.contains(&format!("content-type: {content_type}\r\n")), "{head}");
                assert_eq!(head.contains("content-encoding: gzip\r\n"), compression == "gzip", "{head}");
            }
            assert!(!server.output().contains("OTEL_EXPORTER"), "{}", server.output());
        }
    }
}

#[test]
fn a_collector_that_reads_json_alone_gets_every_span() {
    for status in [Some(415), None] {
        let collector = Collector::that(Behaviour::TakesJson(status));
        let server = collector.of(Sidemock::on(&shop())).start();
        ask(&server, 3);
        collector.wait(3);
        ask(&server, 2);
        collector.wait(5);
        server.wait_for_output("reads no Protobuf; OTEL_EXPORTER_OTLP_PROTOCOL=http/json says so at once");
        let heads = collector.heads();
        let protobuf = heads.iter().filter(|head| head.contains("application/x-protobuf")).count();
        assert_eq!(protobuf, 1, "it is asked once: {heads:?}");
    }
}

#[test]
fn spans_that_wait_are_a_part_of_the_memory_budget() {
    let collector = Collector::that(Behaviour::Hangs);
    let server = collector
        .of(Sidemock::on(&shop()))
        .var("OTEL_BSP_MAX_QUEUE_SIZE", "65536")
        .var("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")
        .var("OTEL_EXPORTER_OTLP_TIMEOUT", "3600000")
        .var("MOCKOON_MEMORY_BUDGET", "4MB")
        .start();
    // A sixteenth of it: about two hundred spans of so long paths.
    let nowhere = Request::get(&format!("/{}", "x".repeat(1_000)));
    let mut connection = Connection::open(server.port());
    (0..400).for_each(|_| assert_eq!(connection.ask(&nowhere).status, 404));
    let dropped = counted(&server, "dropped");
    assert!((100..390).contains(&dropped), "{dropped}");
}

#[test]
fn an_endpoint_that_is_none_leaves_traces_off() {
    for (name, value) in
        [("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "unix:/run/otel")]
    {
        let server = Sidemock::on(&shop()).var(name, value).start();
        ask(&server, 1);
        server.wait_for_output(&format!("{name}: "));
    }
}

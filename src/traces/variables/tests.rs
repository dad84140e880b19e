use super::*;

const ENDPOINT: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

fn read(vars: &[(&str, &str)]) -> (Option<TraceOptions>, Vec<String>) {
    let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let (options, warnings) = TraceOptions::from_vars(vars);
    (options, warnings.iter().map(ToString::to_string).collect())
}

/// The options beside an endpoint, and what is warned of.
fn beside(vars: &[(&str, &str)]) -> (TraceOptions, Vec<String>) {
    let (options, warnings) = read(&[&[ENDPOINT], vars].concat());
    (options.unwrap(), warnings)
}

#[test]
fn an_endpoint_switches_traces_on() {
    let generic = "OTEL_EXPORTER_OTLP_ENDPOINT";
    let own = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    for (vars, endpoint) in [
        (&[][..], None),
        (&[(generic, "")], None),
        (&[("OTEL_SERVICE_NAME", "x")], None),
        (&[(generic, "http://c:4318")], Some("http://c:4318/v1/traces")),
        (&[(generic, "https://c/base/")], Some("https://c/base/v1/traces")),
        (&[(own, "http://c/")], Some("http://c/")),
        (&[(own, "http://c/x?y=z")], Some("http://c/x?y=z")),
        (&[(generic, "http://a"), (own, "http://b/t")], Some("http://b/t")),
        (&[(generic, "http://a"), ("OTEL_SDK_DISABLED", "True")], None),
        (&[(generic, "http://a"), ("OTEL_SDK_DISABLED", "false")], Some("http://a/v1/traces")),
        (&[(generic, "http://a"), ("OTEL_TRACES_EXPORTER", "None")], None),
        (&[(generic, "http://a"), ("OTEL_TRACES_EXPORTER", "console, otlp")], Some("http://a/v1/traces")),
    ] {
        let (options, warnings) = read(vars);
        assert_eq!(options.map(|options| options.endpoint.to_string()).as_deref(), endpoint, "{vars:?}");
        assert!(warnings.is_empty(), "{warnings:?}");
    }
}

#[test]
fn what_is_malformed_is_warned_of_without_its_value() {
    for (name, value) in [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://hush"),
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://me:hush@c/"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "hush"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
        ("OTEL_PROPAGATORS", "tracecontext,b3,hush"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "hush"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "a b=hush,x-y=1"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=hush%0Ahush"),
        ("OTEL_RESOURCE_ATTRIBUTES", "a=1,hush"),
        ("OTEL_TRACES_SAMPLER", "hush"),
        ("OTEL_SDK_DISABLED", "hush"),
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "hush"),
        ("OTEL_BSP_SCHEDULE_DELAY", "-1"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "10s"),
    ] {
        let (_, warnings) = read(&[ENDPOINT, (name, value)]);
        let [warning] = &warnings[..] else { panic!("{name}={value}: {warnings:?}") };
        assert!(warning.starts_with(name) && !warning.contains("hush"), "{warning}");
    }
    let (options, warnings) = beside(&[("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "2")]);
    assert_eq!((options.sampler, warnings.len()), (Sampler::named("traceidratio", 1.0).unwrap(), 1));
}

#[test]
fn headers_and_attributes_are_lists_of_pairs() {
    let (options, warnings) = beside(&[
        ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x=y=z"),
        ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=ci,service.name=other,note=a%2Cb"),
        ("OTEL_SERVICE_NAME", "shop"),
    ]);
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!([&options.headers["api-key"], &options.headers["x"]], ["a b", "y=z"]);
    assert!(!format!("{:?}", options.headers).contains("a b"));
    let value = |key: &str| options.resource.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    assert_eq!([value("service.name"), value("note")], [Some("shop"), Some("a,b")]);
    assert_eq!([value("deployment.environment"), value("telemetry.sdk.language")], [Some("ci"), Some("rust")]);
}

#[test]
fn numbers_have_the_defaults_of_the_specification() {
    let (options, _) = beside(&[]);
    assert_eq!((options.queue, options.batch), (2_048, 512));
    assert!(options.propagates && !options.compresses);
    let times = [options.timeout, options.delay, options.export_timeout];
    assert_eq!(times.map(|time| time.as_secs()), [10, 5, 30]);
    let (options, _) = beside(&[
        ("OTEL_BSP_MAX_QUEUE_SIZE", "8"),
        ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "250"),
        ("OTEL_EXPORTER_OTLP_TIMEOUT", "1"),
        ("OTEL_TRACES_SAMPLER", "ALWAYS_OFF"),
    ]);
    assert_eq!(Some(options.sampler), Sampler::named("always_off", 1.0));
    assert_eq!((options.queue, options.batch, options.timeout), (8, 8, Duration::from_millis(250)));
}

#[test]
fn the_protocol_is_the_one_that_is_named() {
    let (of_all, own) = ("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");
    for (vars, protocol) in [
        (&[][..], None),
        (&[(of_all, "http/protobuf")], Some(Protocol::Protobuf)),
        (&[(of_all, "HTTP/JSON")], Some(Protocol::Json)),
        (&[(of_all, "grpc"), (own, "http/json")], Some(Protocol::Json)),
    ] {
        let (options, warnings) = beside(vars);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(options.protocol, protocol, "{vars:?}");
    }
    assert_eq!(Protocol::default(), Protocol::Protobuf);
}

#[test]
fn compression_and_propagators_are_those_that_are_named() {
    for (vars, compresses, propagates) in [
        (&[("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")][..], true, true),
        (&[("OTEL_EXPORTER_OTLP_COMPRESSION", "none"), ("OTEL_PROPAGATORS", "baggage, tracecontext")], false, true),
        (&[("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"), ("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none")], false, true),
        (&[("OTEL_PROPAGATORS", "none")], false, false),
        (&[("OTEL_PROPAGATORS", "baggage")], false, false),
    ] {
        let (options, warnings) = beside(vars);
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!((options.compresses, options.propagates), (compresses, propagates), "{vars:?}");
    }
}

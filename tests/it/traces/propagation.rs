//! What others see of a trace: proxied servers, the receivers of callbacks, and samplers' decisions on the wire.

use serde_json::{Value, json};

use super::collector::{Behaviour, Collector, Seen};
use super::{CALLER, TRACE, parent, traced};
use crate::support::{Request, Server, Sidemock, environment, get, response, route, wait_for};

const CALLBACK: &str = "11111111-1111-4111-8111-111111111111";

/// A server that keeps what it is sent.
fn target() -> Server {
    Sidemock::on(&environment(json!({"routes": [
        get("next", "next"), route("post", "called", vec![response(json!({"statusCode": 404}))]),
    ]})))
    .start()
}

/// A server that passes on what it does not know, and calls back on `/call`.
fn caller(target: &Server) -> Sidemock {
    let url = format!("http://127.0.0.1:{}", target.port());
    let mut calling = get("call", "called");
    calling["responses"][0]["callbacks"] = json!([{"uuid": CALLBACK, "latency": 0}]);
    Sidemock::on(&environment(json!({
        "routes": [calling], "proxyMode": true, "proxyHost": url,
        "callbacks": [{
            "uuid": CALLBACK, "id": "c", "name": "Paid", "documentation": "", "uri": format!("{url}/called"),
            "method": "post", "headers": [], "bodyType": "INLINE", "body": "x", "filePath": "", "databucketID": "",
            "sendFileAsBody": false,
        }],
    })))
}

/// A header of the request that the target got to this path.
fn seen(target: &Server, path: &str, name: &str) -> String {
    let found = || target.admin("GET", &format!("/x/requests?path={path}&session=*&order=desc")).json();
    wait_for(&format!("a request to {path}"), || found()["total"] != 0);
    let entry = found()["requests"][0].clone();
    let headers = entry["request"]["headers"].as_array().expect("headers").clone();
    let header = headers.iter().find(|header| header["key"] == name);
    header.map_or_else(String::new, |header| header["value"].as_str().unwrap().to_owned())
}

/// Both kinds of request, with these headers.
fn send(server: &Server, headers: &[(&str, &str)]) {
    for path in ["/next", "/call"] {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, value));
        assert_eq!(server.send(&request).status, 200);
    }
}

fn client<'s>(spans: &'s [Seen], path: &str) -> &'s Seen {
    let found = spans.iter().find(|span| !span.is_server() && span.attribute("url.path") == path);
    found.unwrap_or_else(|| panic!("{path}: {spans:#?}"))
}

#[test]
fn proxied_requests_and_callbacks_are_children_of_ours() {
    let (collector, target) = (Collector::that(Behaviour::Takes), target());
    let server = collector.of(caller(&target)).start();
    send(&server, &[("traceparent", &parent("01")), ("tracestate", "a=1"), ("baggage", "k=v")]);
    let spans = collector.wait(4);
    for (served, sent, method, status) in [("/next", "/next", "GET", "200"), ("/call", "/called", "POST", "404")] {
        let ours = spans.iter().find(|span| span.is_server() && span.attribute("url.path") == served).unwrap();
        let span = client(&spans, sent);
        assert_eq!([span.field("traceId"), span.field("parentSpanId")], [TRACE, ours.field("spanId")]);
        assert_eq!(ours.field("parentSpanId"), CALLER);
        assert_eq!([ours.field("traceState"), span.field("traceState")], ["a=1", "a=1"]);
        assert_eq!([span.field("name"), span.attribute("http.request.method")], [method, method]);
        assert_eq!(span.attribute("http.response.status_code"), status);
        assert_eq!(span.attribute("server.port"), target.port().to_string());
        let traceparent = format!("00-{TRACE}-{}-01", span.field("spanId"));
        assert_eq!(seen(&target, sent, "traceparent"), traceparent);
        assert_eq!([seen(&target, sent, "tracestate"), seen(&target, sent, "baggage")], ["a=1", "k=v"]);
    }
    let callback = client(&spans, "/called");
    assert!(callback.failed() && callback.attribute("sidemock.callback") == "Paid");
    assert!(
        server.wait_for_output("Callback invoked").lines().any(|l| l.contains("callbackName") && l.contains(TRACE))
    );
}

#[test]
fn what_is_not_sampled_is_passed_on_as_not_sampled() {
    let (collector, target) = (Collector::that(Behaviour::Takes), target());
    let server = collector.of(caller(&target)).start();
    send(&server, &[("traceparent", &parent("00")), ("tracestate", "a=1"), ("baggage", "k=v")]);
    for path in ["/next", "/called"] {
        let traceparent = seen(&target, path, "traceparent");
        assert!(traceparent.starts_with(&format!("00-{TRACE}-")) && traceparent.ends_with("-00"), "{traceparent}");
        assert!(!traceparent.contains(CALLER), "{traceparent}");
        assert_eq!([seen(&target, path, "tracestate"), seen(&target, path, "baggage")], ["a=1", "k=v"]);
    }
    // A later one is exported, so that the others would have been by now.
    server.send(&traced(Request::get("/call")));
    wait_for("the spans of the last request", || collector.spans().len() >= 2);
    assert!(collector.spans().iter().all(|span| span.attribute("url.path") != "/next"));
}

#[test]
fn a_malformed_trace_is_a_new_one() {
    let (collector, target) = (Collector::that(Behaviour::Takes), target());
    let server = collector.of(caller(&target)).start();
    send(&server, &[("traceparent", "00-xyz-1-01"), ("tracestate", "a=1")]);
    let spans = collector.wait(4);
    for path in ["/next", "/called"] {
        let span = client(&spans, path);
        let traceparent = format!("00-{}-{}-01", span.field("traceId"), span.field("spanId"));
        assert_eq!(seen(&target, path, "traceparent"), traceparent);
        assert_eq!(seen(&target, path, "tracestate"), "", "of a trace that nobody knows");
        assert!(span.0.get("traceState").is_none_or(|state| state == ""), "{span:?}");
    }
}

#[test]
fn without_traces_the_callers_is_passed_on_as_it_came() {
    let target = target();
    let server = caller(&target).start();
    send(&server, &[("traceparent", &parent("01")), ("tracestate", "a=1"), ("baggage", "k=v;p,x=y")]);
    for path in ["/next", "/called"] {
        assert_eq!([seen(&target, path, "traceparent"), seen(&target, path, "tracestate")], [&parent("01"), "a=1"]);
        assert_eq!(seen(&target, path, "baggage"), "k=v;p,x=y");
    }
}

#[test]
fn a_session_is_one_member_of_the_callers_baggage_whether_or_not_there_are_traces() {
    let collector = Collector::that(Behaviour::Takes);
    for traces in [false, true] {
        let target = target();
        let server = if traces { collector.of(caller(&target)).start() } else { caller(&target).start() };
        let many: Vec<String> = (0..64).map(|n| format!("k{n}=v")).collect();
        for (given, expected) in [
            ("k=v;p,x=y".to_owned(), "k=v;p,x=y,sidemock-session=t42".to_owned()),
            (many.join(","), format!("{},sidemock-session=t42", many[..63].join(","))),
        ] {
            send(&server, &[("baggage", &given), ("x-sidemock-session", "t42")]);
            for path in ["/next", "/called"] {
                wait_for(&format!("{expected} at {path}"), || seen(&target, path, "baggage") == expected);
                assert_eq!(seen(&target, path, "x-sidemock-session"), "t42");
            }
        }
    }
}

#[test]
fn without_its_propagator_a_trace_is_neither_continued_nor_passed_on() {
    let (collector, target) = (Collector::that(Behaviour::Takes), target());
    let server = collector.of(caller(&target)).var("OTEL_PROPAGATORS", "baggage").start();
    send(&server, &[("traceparent", &parent("01")), ("baggage", "k=v")]);
    let spans = collector.wait(4);
    assert!(spans.iter().all(|span| span.field("traceId") != TRACE));
    for path in ["/next", "/called"] {
        assert_eq!([seen(&target, path, "traceparent"), seen(&target, path, "baggage")], [&parent("01"), "k=v"]);
    }
}

#[test]
fn an_upstream_that_is_not_there_is_an_error_of_the_client_span() {
    let collector = Collector::that(Behaviour::Takes);
    let nobody = crate::support::free_port();
    let file = environment(json!({"proxyMode": true, "proxyHost": format!("http://127.0.0.1:{nobody}")}));
    let server = collector.of(Sidemock::on(&file)).start();
    assert_eq!(server.send(&traced(Request::get("/next?token=hush"))).status, 504);
    let spans = collector.wait(2);
    let span = client(&spans, "/next");
    assert!(span.failed() && span.attribute("error.type") == "connection_error", "{span:?}");
    assert!(spans.iter().all(|span| !span.0.to_string().contains("hush")));
}

#[test]
fn samplers_decide_as_their_names_say() {
    let ids = ["00000000000000000000000000000001", "ffffffffffffffffffffffffffffffff"];
    // Exported of: no parent, one that is not sampled, one that is; each with a low and a high trace id, where there is one.
    for (sampler, argument, none, unsampled, sampled) in [
        ("always_on", "", true, [true, true], [true, true]),
        ("always_off", "", false, [false, false], [false, false]),
        ("traceidratio", "0.5", false, [true, false], [true, false]),
        ("parentbased_always_on", "", true, [false, false], [true, true]),
        ("parentbased_always_off", "", false, [false, false], [true, true]),
        ("parentbased_traceidratio", "0", false, [false, false], [true, true]),
    ] {
        let collector = Collector::that(Behaviour::Takes);
        let mut server = collector
            .of(Sidemock::on(&environment(json!({"routes": [get(":name", "x")]}))))
            .var("OTEL_TRACES_SAMPLER", sampler)
            .var("OTEL_TRACES_SAMPLER_ARG", argument)
            .start();
        let mut expected: Vec<String> = Vec::new();
        // Half of all traces of our own are taken by a ratio: nothing can be said of one.
        if sampler != "traceidratio" {
            server.get("/none");
            expected.extend(none.then(|| "/none".to_owned()));
        }
        for (flags, decisions) in [("00", unsampled), ("01", sampled)] {
            for (id, decision) in ids.iter().zip(decisions) {
                let path = format!("/{}{flags}", &id[..1]);
                server.send(&Request::get(&path).header("traceparent", &format!("00-{id}-{CALLER}-{flags}")));
                expected.extend(decision.then_some(path));
            }
        }
        server.signal("TERM");
        assert_eq!(server.wait(), Some(0));
        let mut paths: Vec<String> =
            collector.spans().iter().map(|span| span.attribute("url.path").to_owned()).collect();
        paths.sort();
        expected.sort();
        assert_eq!(paths, expected, "{sampler}");
        let flags: Vec<Value> = collector.spans().iter().map(|span| span.0["flags"].clone()).collect();
        assert!(flags.iter().all(|flags| flags.as_u64().is_some_and(|flags| flags & 1 == 1)), "{flags:?}");
    }
}

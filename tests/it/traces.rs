//! Traces: what a collector sees of requests, and what those see that requests are sent to.

mod collector;
mod failures;
mod propagation;
mod protobuf;

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, TOKEN, environment, free_port, get, response, route, wait_for};
use collector::Seen;
pub(crate) use collector::{Behaviour, Collector};

/// The trace of the callers.
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
/// Their span.
const CALLER: &str = "b7ad6b7169203331";

/// `traceparent` of the caller.
fn parent(flags: &str) -> String {
    format!("00-{TRACE}-{CALLER}-{flags}")
}

/// A request of the caller.
fn traced(request: Request) -> Request {
    request.header("traceparent", &parent("01"))
}

fn shop() -> Value {
    environment(json!({"name": "Shop", "routes": [
        route("post", "orders/:id", vec![response(json!({"label": "taken", "statusCode": 201}))]),
        route("get", "broken", vec![response(json!({"statusCode": 503}))]),
        get("ok", "ok"),
    ]}))
}

/// The span that went by this path.
fn of_path<'s>(spans: &'s [Seen], path: &str) -> &'s Seen {
    spans.iter().find(|span| span.attribute("url.path") == path).unwrap_or_else(|| panic!("{path}: {spans:#?}"))
}

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    server.send(&Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).json(body)).json()
}

#[test]
fn every_request_is_a_span_and_a_child_of_its_caller() {
    let collector = Collector::that(Behaviour::Takes);
    let file = shop();
    let server = collector
        .of(Sidemock::on(&file))
        .var("OTEL_SERVICE_NAME", "mocks")
        .var("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=ci")
        .var("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s3cret%20key")
        .start();
    let order = traced(Request::new("POST", "/orders/7?card=1")).header("x-sidemock-session", "t42");
    assert_eq!(server.send(&order.header("tracestate", "a=1,b=2")).status, 201);
    assert_eq!(server.send(&traced(Request::get("/broken"))).status, 503);
    assert_eq!(server.send(&traced(Request::get("/nowhere")).header("host", "[::1]:81")).status, 404);
    assert_eq!(server.get("/ok").status, 200);
    let spans = collector.wait(4);
    assert!(spans.iter().all(Seen::is_server));

    let order = of_path(&spans, "/orders/7");
    assert_eq!([order.field("name"), order.field("traceId")], ["POST /orders/:id", TRACE]);
    assert_eq!([order.field("parentSpanId"), order.field("traceState")], [CALLER, "a=1,b=2"]);
    assert_eq!(order.0["flags"], 0x301, "sampled, of a parent elsewhere");
    let times = ["startTimeUnixNano", "endTimeUnixNano"].map(|name| order.field(name).parse::<u64>().unwrap());
    assert!(times[0] < times[1], "{times:?}");
    let declared = &file["routes"][0];
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.response.status_code", "201"),
        ("http.route", "/orders/:id"),
        ("server.address", "localhost"),
        ("url.scheme", "http"),
        ("sidemock.environment", "Shop"),
        ("sidemock.route", declared["uuid"].as_str().unwrap()),
        ("sidemock.response", declared["responses"][0]["uuid"].as_str().unwrap()),
        ("sidemock.response_label", "taken"),
        ("sidemock.session", "t42"),
        ("sidemock.outcome", "default"),
        ("sidemock.fault", ""),
        ("error.type", ""),
    ] {
        assert_eq!(order.attribute(name), value, "{name}");
    }
    assert!(!order.failed() && !order.0.to_string().contains("card"));

    let broken = of_path(&spans, "/broken");
    assert!(broken.failed() && broken.attribute("error.type") == "503", "{broken:?}");
    let nowhere = of_path(&spans, "/nowhere");
    assert_eq!([nowhere.field("name"), nowhere.attribute("sidemock.outcome")], ["GET", "not-found"]);
    assert_eq!([nowhere.attribute("server.address"), nowhere.attribute("server.port")], ["::1", "81"]);
    assert!(!nowhere.failed(), "an error of the one who asked");
    let own = of_path(&spans, "/ok");
    assert_eq!([own.field("parentSpanId"), own.field("traceState")], ["", ""]);
    assert!(own.field("traceId") != TRACE && own.field("traceId").len() == 32);

    let resource = collector.resource().to_string();
    for part in ["\"mocks\"", "\"deployment.environment\"", "\"telemetry.sdk.name\""] {
        assert!(resource.contains(part), "{resource}");
    }
    let heads = collector.heads().join("\n");
    assert!(heads.starts_with("POST /v1/traces HTTP/1.1\r\n") && heads.contains("api-key: s3cret key"), "{heads}");
    assert!(heads.contains("content-type: application/x-protobuf"), "{heads}");
    wait_for("the count", || server.manage("/metrics").text().contains("\nsidemock_spans_exported_total 4\n"));
}

#[test]
fn what_has_no_usual_answer_is_a_span_too() {
    let collector = Collector::that(Behaviour::Takes);
    let server = collector.of(Sidemock::on(&shop())).var("MOCKOON_MAX_REQUEST_BODY_SIZE", "500").start();
    let reset = json!({"match": {"path": "/ok"}, "fault": {"type": "status", "status": 502}});
    let id = call(&server, "POST", "/x/faults", &reset)["id"].as_str().unwrap().to_owned();
    assert_eq!(server.send(&traced(Request::get("/ok"))).status, 502);
    assert_eq!(server.send(&traced(Request::new("POST", "/orders/1")).body("text/plain", "x".repeat(501))).status, 413);
    assert_eq!(server.send(&traced(Request::get("/s")).header("x-sidemock-session", "a b")).status, 400);
    let handshake = traced(Request::get("/ws")).header("connection", "upgrade").header("upgrade", "websocket");
    assert_eq!(server.send(&handshake).status, 404);
    let spans = collector.wait(4);
    assert!(spans.iter().all(|span| span.field("traceId") == TRACE && span.field("parentSpanId") == CALLER));
    let fault = of_path(&spans, "/ok");
    assert_eq!([fault.attribute("sidemock.fault"), fault.attribute("sidemock.fault_type")], [id.as_str(), "status"]);
    assert_eq!([fault.attribute("sidemock.outcome"), fault.attribute("error.type")], ["fault", "502"]);
    for (path, status) in [("/orders/1", "413"), ("/s", "400"), ("/ws", "404")] {
        assert_eq!(of_path(&spans, path).attribute("http.response.status_code"), status);
    }
}

#[test]
fn what_leads_nowhere_at_a_front_door_is_a_span_and_a_log_line_of_its_trace() {
    let (collector, port) = (Collector::that(Behaviour::Takes), free_port());
    let server = collector.of(Sidemock::on(&shop())).var("MOCKOON_FRONT_PORT", port.to_string());
    let server = server.var("MOCKOON_FRONT_ROUTES", "shop=Shop").start();
    let send = |request: Request, host: &str| request.header("host", host).send(port).status;
    assert_eq!(send(traced(Request::get("/there?card=1")).header("tracestate", "a=1"), "nowhere:81"), 404);
    assert_eq!(send(Request::get("/here"), "me:s3c ret@elsewhere"), 404);
    assert_eq!(send(Request::get("/ok"), "shop"), 200);
    let spans = collector.wait(3);
    let (there, here) = (of_path(&spans, "/there"), of_path(&spans, "/here"));
    assert_eq!(
        [there.field("traceId"), there.field("parentSpanId"), there.field("traceState")],
        [TRACE, CALLER, "a=1"]
    );
    for span in [there, here] {
        assert!(span.is_server() && !span.failed(), "{span:?}");
        assert_eq!([span.field("name"), span.attribute("http.response.status_code")], ["GET", "404"]);
        assert_eq!([span.attribute("sidemock.environment"), span.attribute("http.route")], ["", ""]);
        let log = server.wait_for_output(&format!("\"traceId\":\"{}\"", span.field("traceId")));
        assert!(log.contains("No environment for host"), "{log}");
    }
    assert_eq!([there.attribute("server.address"), there.attribute("server.port")], ["nowhere", "81"]);
    assert!(here.attribute("server.address").ends_with("elsewhere"), "{here:?}");
    assert_eq!(of_path(&spans, "/ok").attribute("sidemock.environment"), "Shop");
    assert!(!format!("{spans:?}{}", server.output()).contains("s3c"));
}

#[test]
fn log_journal_verify_and_explain_know_the_trace_id() {
    let collector = Collector::that(Behaviour::Takes);
    let server = collector.of(Sidemock::on(&shop())).start();
    server.get("/ok");
    server.send(&traced(Request::get("/broken")));
    let spans = collector.wait(2);
    let own = of_path(&spans, "/ok").field("traceId");
    for (path, id) in [("/ok", own), ("/broken", TRACE)] {
        let found = server.admin("GET", &format!("/x/requests?traceId={id}")).json();
        assert_eq!((&found["total"], &found["requests"][0]["traceId"]), (&json!(1), &json!(id)), "{found}");
        let verdict = call(&server, "POST", "/x/verify", &json!({"match": {"traceId": id, "path": path}, "count": 1}));
        assert_eq!(verdict["verified"], true, "{verdict}");
        let explained = server.admin("GET", &format!("/x/explain/{}", found["requests"][0]["index"])).json();
        assert_eq!(explained["request"]["traceId"], id, "{explained}");
        let log = server.wait_for_output(&format!("\"traceId\":\"{id}\""));
        assert!(log.lines().any(|line| line.contains(id) && line.contains("Transaction recorded")), "{log}");
    }
}

#[test]
fn without_the_variables_there_are_no_traces_but_the_callers() {
    let server = Sidemock::on(&shop()).start();
    server.get("/ok");
    server.send(&traced(Request::get("/broken")));
    server.wait_for_output(&format!("\"traceId\":\"{TRACE}\""));
    let list = server.admin("GET", "/x/requests").json();
    let ids: Vec<&Value> = list["requests"].as_array().unwrap().iter().map(|item| &item["traceId"]).collect();
    assert!(ids.contains(&&Value::Null) && ids.contains(&&json!(TRACE)), "{ids:?}");
    assert!(server.manage("/metrics").text().contains("\nsidemock_spans_exported_total 0\n"));
}

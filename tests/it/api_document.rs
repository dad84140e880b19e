//! The OpenAPI document against the server that it describes: what it names is there, and what is answered is declared.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, environment, get, response, route};

fn server() -> Server {
    let mut says = route("get", "says", vec![response(json!({"label": "a"}))]);
    says["uuid"] = ROUTE.into();
    let shop = json!({"routes": [says, get("other", "x")], "data": [bucket("itms", "Items", &json!([]))]});
    Sidemock::on(&environment(shop)).start()
}

const ROUTE: &str = "aaaaaaaa-0000-4000-8000-000000000001";

fn document(server: &Server) -> Value {
    server.admin("GET", "/x/openapi.json").json()
}

/// Method, path and object of all operations.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let all =
        paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, one)| (path, method, one)));
    all.map(|(path, method, one)| (method.to_uppercase(), path.clone(), one.clone())).collect()
}

/// The parameters of an operation that are there.
fn parameters(operation: &Value, place: &str) -> HashSet<String> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    all.filter(|one| one["in"] == place).map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

fn operation<'a>(document: &'a Value, method: &str, path: &str) -> &'a Value {
    let found = &document["paths"][format!("/mockoon-admin{path}")][method.to_lowercase()];
    assert!(found.is_object(), "{method} {path} is not in the document");
    found
}

/// Whether a value has what a schema of the document requires, at its first level.
fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("no {name}"));
        return fits(document, schema, value);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().any(|choice| fits(document, choice, value));
    }
    let is_kind = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        _ => true,
    };
    let mut required = schema["required"].as_array().into_iter().flatten();
    let items = value.as_array().into_iter().flatten();
    is_kind
        && required.all(|name| value.get(name.as_str().unwrap()).is_some())
        && (schema["items"].is_null() || items.into_iter().all(|item| fits(document, &schema["items"], item)))
}

/// Headers of HTTP itself, which a document does not tell.
const UNTOLD: [&str; 5] = ["content-type", "content-length", "transfer-encoding", "connection", "date"];

/// Asserts that the headers of an answer are those that are declared for it.
fn headers_are_declared(document: &Value, response: &Value, reply: &Reply, what: &str) {
    let told: Vec<&String> = response["headers"].as_object().into_iter().flatten().map(|(name, _)| name).collect();
    for (name, _) in &reply.headers {
        let is_told = told.iter().any(|told| told.eq_ignore_ascii_case(name));
        assert!(is_told || UNTOLD.contains(&name.to_lowercase().as_str()), "{what}: {name} is not declared");
    }
    for name in told {
        let description = &document["components"]["headers"][name]["description"];
        assert!(description.as_str().is_some_and(|text| !text.is_empty()), "{what}: {name}");
        let is_sent = reply.header(name).is_some() || ["Content-Encoding", "Accept-Encoding"].contains(&name.as_str());
        assert!(is_sent, "{what}: {name} is declared and not sent: {}", reply.whole());
    }
}

/// Asserts that an answer is one that the operation declares.
fn declared(document: &Value, operation: &Value, reply: &Reply, what: &str) {
    let responses = &operation["responses"];
    let response =
        responses.get(reply.status.to_string()).unwrap_or_else(|| panic!("{what}: {} is not declared", reply.status));
    headers_are_declared(document, response, reply, what);
    let Some(content) = response["content"].as_object() else {
        assert!(reply.body.is_empty(), "{what}: {} has no declared body, but {}", reply.status, reply.text());
        return;
    };
    let kind = reply.header("content-type").unwrap().split(';').next().unwrap();
    let described = content.get(kind).unwrap_or_else(|| panic!("{what}: {kind} is not declared for {}", reply.status));
    if kind == "application/json" {
        assert!(fits(document, &described["schema"], &reply.json()), "{what}: {} is not {described}", reply.text());
    }
}

#[test]
fn all_that_the_document_refers_to_is_in_it() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|member| references(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let server = server();
    let document = document(&server);
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    let mut names = HashSet::new();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no id"));
        assert!(names.insert(name.to_owned()), "{name} is there twice");
        let open: HashSet<String> = path.split(['{', '}']).skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(parameters(&operation, "path"), open, "{method} {path}");
    }
}

#[test]
fn what_is_answered_is_declared() {
    let server = server();
    let document = document(&server);
    for _ in 0..2 {
        server.get("/says");
    }
    let route = format!("/x/routes/{ROUTE}");
    let template = "/x/routes/{route}";
    let patch = json!([{"op": "add", "path": "/-", "value": 1}]);
    let whole = server.admin("GET", "/x/environment").json();
    let none = Value::Null;
    for (method, path, declared_as, body, status) in [
        ("POST", "/state/purge", "", &none, 200),
        ("POST", "/logs/purge", "", &none, 200),
        ("POST", "/env-vars", "", &json!({"key": "MOCKOON_A", "value": "1"}), 200),
        ("GET", "/env-vars/MOCKOON_A", "/env-vars/{key}", &none, 200),
        ("GET", "/env-vars/MOCKOON_B", "/env-vars/{key}", &none, 404),
        ("PUT", "/global-vars", "", &json!({"key": "a", "value": [1]}), 200),
        ("PATCH", "/global-vars", "", &json!({}), 400),
        ("GET", "/global-vars/a", "/global-vars/{key}", &none, 200),
        ("GET", "/data-buckets/itms", "/data-buckets/{key}", &none, 200),
        ("POST", "/data-buckets/purge", "", &none, 200),
        ("PUT", "/environment?dryRun=true", "/environment", &whole, 200),
        ("PUT", "/environment", "", &whole, 200),
        ("POST", "/x/sessions", "", &json!({"id": "a"}), 201),
        ("POST", "/x/sessions", "", &json!({"id": "a"}), 409),
        ("POST", "/x/sessions/a/reset", "/x/sessions/{id}/reset", &none, 200),
        ("DELETE", "/x/sessions/a", "/x/sessions/{id}", &none, 204),
        ("POST", "/x/snapshots", "", &json!({"name": "a"}), 201),
        ("GET", "/x/snapshots/a", "/x/snapshots/{name}", &none, 200),
        ("PUT", "/x/snapshots/b", "/x/snapshots/{name}", &json!({"buckets": []}), 201),
        ("POST", "/x/snapshots/a/restore", "/x/snapshots/{name}/restore", &none, 200),
        ("POST", "/x/verify", "", &json!({"count": 0, "match": {"path": "/never"}}), 200),
        ("POST", "/x/verify", "", &json!({"match": {"path": "/never"}}), 417),
        ("POST", "/x/explain", "", &json!({"path": "/says"}), 200),
        ("PUT", "/x/environment?dryRun=true", "/x/environment", &whole, 200),
        ("PATCH", "/x/environment", "", &json!({"latency": 0}), 200),
        ("PATCH", "/x/environment", "", &json!({"port": 1}), 409),
        ("GET", &route, template, &none, 200),
        ("PATCH", &route, template, &json!({"documentation": "a"}), 200),
        ("POST", &format!("{route}/responses"), "/x/routes/{route}/responses", &json!({"label": "b"}), 201),
        ("PUT", &format!("{route}/force"), "/x/routes/{uuid}/force", &json!({"response": "a"}), 201),
        ("PATCH", "/x/data-buckets/itms", "/x/data-buckets/{bucket}", &patch, 200),
        ("PATCH", "/x/data-buckets/none", "/x/data-buckets/{bucket}", &patch, 404),
        ("POST", "/x/environment/revert", "", &none, 200),
        ("POST", "/x/stubs", "", &json!({"route": {"endpoint": "a"}}), 201),
        ("POST", "/x/faults", "", &json!({"latency": {"fixed": "1ms"}}), 201),
        ("POST", "/x/recordings/from-journal", "", &json!({}), 201),
        ("GET", "/x/recordings/last/environment", "/x/recordings/{id}/environment", &none, 200),
        ("DELETE", &route, template, &none, 204),
    ] {
        let mut request = Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN);
        if !body.is_null() {
            request = request.json(body);
        }
        let reply = server.send(&request);
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.whole());
        let declared_as = if declared_as.is_empty() { path } else { declared_as };
        declared(&document, operation(&document, method, declared_as), &reply, &format!("{method} {path}"));
    }
}

#[test]
fn the_headers_of_refusals_are_declared() {
    let server = server();
    let document = document(&server);
    let send = |method: &str, path: &str, kind: &str, (name, value): (&str, &str)| {
        let request = Request::new(method, &format!("/mockoon-admin{path}")).bearer(TOKEN).body(kind, "{}");
        server.send(&request.header(name, value))
    };
    const JSON: &str = "application/json";
    for (method, path, kind, tag, status) in [
        ("PATCH", "/x/environment", "application/json-patch+json", "*", 415),
        ("PATCH", "/x/environment", JSON, "\"other\"", 412),
        ("PUT", "/environment", JSON, "\"other\"", 412),
    ] {
        let reply = send(method, path, kind, ("If-Match", tag));
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.whole());
        declared(&document, operation(&document, method, path), &reply, &format!("{method} {path}"));
    }
    // What stands for all other answers names what one of them has.
    let reply = send("POST", "/x/sessions", JSON, ("Content-Encoding", "zstd"));
    let other = &operation(&document, "POST", "/x/sessions")["responses"]["default"]["headers"];
    assert_eq!((reply.status, reply.header("accept-encoding").is_some()), (415, true), "{}", reply.whole());
    assert!(other["Accept-Encoding"].is_object() && other["Retry-After"].is_object(), "{other}");
    for number in 0..64 {
        let body = json!({"name": format!("s{number}")});
        let made = Request::new("POST", "/mockoon-admin/x/snapshots").bearer(TOKEN).json(&body);
        assert_eq!(server.send(&made).status, 201);
    }
    let one_more = Request::new("POST", "/mockoon-admin/x/snapshots").bearer(TOKEN).json(&json!({"name": "more"}));
    let reply = server.send(&one_more);
    assert_eq!(reply.status, 429, "{}", reply.whole());
    declared(&document, operation(&document, "POST", "/x/snapshots"), &reply, "a snapshot too many");
    let mut connection = crate::support::Connection::open(server.port());
    connection.write(&Request::get("/mockoon-admin/events").bearer(TOKEN).bytes());
    let head = connection.head().expect("an answer");
    let events = &operation(&document, "GET", "/events")["responses"]["200"];
    headers_are_declared(&document, events, &head, "events");
}

#[test]
fn what_can_be_read_is_as_it_is_declared() {
    let server = server();
    let document = document(&server);
    server.get("/says");
    assert!(operation(&document, "GET", "").is_object(), "the greeting");
    let streams = "/mockoon-admin/events";
    let all = operations(&document).into_iter();
    for (method, path, operation) in
        all.filter(|(method, path, _)| method == "GET" && !path.contains('{') && path != streams)
    {
        let reply = server.send(&Request::get(&path).bearer(TOKEN));
        declared(&document, &operation, &reply, &format!("{method} {path}"));
        for (name, value) in [("Accept", "text/plain"), ("If-None-Match", "*")] {
            let reply = server.send(&Request::get(&path).bearer(TOKEN).header(name, value));
            // Files of the page are outside of what is conditional in the API.
            if reply.status != 304 || parameters(&operation, "header").contains("If-None-Match") {
                declared(&document, &operation, &reply, &format!("{method} {path} with {name}"));
            }
        }
    }
}

#[test]
fn a_call_that_can_be_conditional_says_so() {
    let server = server();
    let document = document(&server);
    for (method, path) in [
        ("PUT", "/environment"),
        ("PUT", "/x/environment"),
        ("PATCH", "/x/environment"),
        ("POST", "/x/routes"),
        ("PATCH", "/x/routes/{route}"),
        ("DELETE", "/x/routes/{route}/responses/{response}"),
        ("PUT", "/x/data-buckets/{bucket}"),
    ] {
        let operation = operation(&document, method, path);
        assert!(parameters(operation, "header").contains("If-Match"), "{method} {path}");
        assert!(operation["responses"]["412"].is_object(), "{method} {path}");
    }
    for path in ["/x/environment", "/x/data-buckets/{bucket}"] {
        assert!(parameters(operation(&document, "GET", path), "header").contains("If-None-Match"), "{path}");
    }
    for (path, names) in [("/logs", ["page", "limit"]), ("/events", ["maxlogs", "every"])] {
        let known = parameters(operation(&document, "GET", path), "query");
        assert!(names.iter().all(|name| known.contains(*name)), "{path}: {known:?}");
    }
    assert!(parameters(operation(&document, "PUT", "/environment"), "query").contains("dryRun"));
}

//! Recordings and HAR: traffic becomes an environment that answers the same.

mod kept;
mod telling_apart;

use serde_json::{Value, json};

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule};

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Reply {
    server.send(&Request::new(method, &format!("/mockoon-admin/x{path}")).bearer(TOKEN).json(body))
}

/// A recording that passes requests on to another server.
fn record(server: &Server, target: &Server, more: Value) -> String {
    let mut body = json!({"target": format!("http://127.0.0.1:{}", target.port())});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let reply = call(server, "POST", "/recordings", &body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(reply.header("location"), Some(format!("/mockoon-admin/x/recordings/{id}").as_str()));
    id
}

fn file(server: &Server, id: &str) -> Value {
    let reply = server.admin("GET", &format!("/x/recordings/{id}/environment"));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[test]
fn crud_traffic_is_replayed_in_its_order() {
    let shop = environment(json!({
        "routes": [crud("orders", "ordr")], "data": [bucket("ordr", "orders", &json!([{"id": 1, "name": "a"}]))],
    }));
    let (target, server) = (Sidemock::on(&shop).start(), Sidemock::on(&environment(json!({}))).start());
    let id = record(&server, &target, json!({}));
    let traffic = [
        Request::get("/orders"),
        Request::new("POST", "/orders").json(&json!({"id": 2, "name": "b"})),
        Request::new("POST", "/orders").json(&json!({"id": 3, "name": "c"})),
        Request::get("/orders"),
        Request::get("/orders/2"),
        Request::get("/orders/3"),
        Request::new("PUT", "/orders/2").json(&json!({"id": 2, "name": "d"})),
        Request::get("/orders/2"),
        Request::new("DELETE", "/orders/3"),
        Request::get("/orders/3"),
        Request::get("/orders?limit=1"),
    ];
    let seen = |server: &Server| -> Vec<(u16, String)> {
        traffic.iter().map(|request| server.send(request)).map(|reply| (reply.status, reply.text())).collect()
    };
    let recorded = seen(&server);
    let stopped = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
    assert_eq!((&stopped["requests"], &stopped["replay"]["differs"]), (&json!(11), &json!(0)), "{stopped}");
    assert_eq!(server.get("/orders").status, 404, "nothing is passed on any more");
    let again = Sidemock::on(&file(&server, &id)).start();
    assert_eq!(seen(&again), recorded);
    assert_eq!(file(&server, &id), file(&server, &id));
    assert_eq!(server.admin("DELETE", &format!("/x/recordings/{id}")).status, 204);
    assert_eq!(server.admin("GET", &format!("/x/recordings/{id}")).status, 404);
}

#[test]
fn what_is_secret_is_in_no_file_no_journal_and_no_log() {
    let echo = response(json!({
        "body": "{\"user\": \"ann\", \"access_token\": \"hush-30\", \"deep\": [{\"clientSecret\": \"hush-31\"}]}",
        "headers": [{"key": "Content-Type", "value": "application/json"}, {"key": "Set-Cookie", "value": "sid=hush-32; Path=/"},
            {"key": "X-Auth-Token", "value": "hush-33"}, {"key": "Location", "value": "/cb?token=hush-34&a=1"}],
    }));
    let target = Sidemock::on(&environment(json!({"routes": [route("all", "*", vec![echo])]}))).start();
    let server = Sidemock::new().var("MOCKOON_LOG_TRANSACTION", "true").start();
    let redact =
        json!({"redact": {"headers": ["X-Tenant"], "body": ["$.card.number", "$..note"], "patterns": ["hush-2[0-9]"]}});
    let id = record(&server, &target, redact);
    let boundary = "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhush-9\r\n--x--\r\n";
    for request in [
        Request::get("/a?token=hush-1&api_key=hush-2&page=1").header("Authorization", "Bearer hush-3"),
        Request::get("/b").header("Cookie", "sid=hush-4; b=hush-5").header("X-Api-Key", "hush-6").header("X-Tenant", "hush-7"),
        Request::new("POST", "/c").body("application/x-www-form-urlencoded", "user=ann&password=hush-8&x=1"),
        Request::new("POST", "/d").body("multipart/form-data; boundary=x", boundary),
        Request::new("POST", "/e").json(&json!({
            "password": "hush-10", "a": {"refreshToken": "hush-11"}, "card": {"number": "hush-12"}, "list": [{"note": "hush-13"}],
            "free": "it is hush-20", "credentials": {"x": ["hush-14"]},
        })),
        Request::new("POST", "/f").body("application/xml", "<a><password>hush-15</password></a>"),
        Request::new("POST", "/g").body("text/plain", "hush-21"),
    ] {
        assert_eq!(server.send(&request).status, 200);
    }
    let stopped = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
    assert_eq!((&stopped["requests"], &stopped["replay"]["differs"]), (&json!(7), &json!(0)), "{stopped}");
    server.wait_for_output("\"urlPath\":\"/g\"");
    let mut shown = vec![("the log", server.output())];
    for path in ["/logs?limit=50", "/x/requests?limit=50", "/x/requests.har"] {
        shown.push((path, server.admin("GET", path).text()));
    }
    for format in ["mockoon", "har", "openapi"] {
        shown.push((format, server.admin("GET", &format!("/x/recordings/{id}/environment?format={format}")).whole()));
    }
    for (place, text) in shown {
        let leak = text.find("hush-").map(|at| &text[at.saturating_sub(80)..(at + 20).min(text.len())]);
        assert!(leak.is_none() && text.len() > 500, "{place}: {leak:?}");
    }
}

#[test]
fn a_recording_is_of_its_scope_and_of_what_it_matches() {
    let target = Sidemock::on(&environment(json!({"routes": [get("a", "far"), get("b", "far")]}))).start();
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "near"), get("b", "near")]}))).start();
    let id = record(&server, &target, json!({"session": "t1", "match": {"path": "/a"}}));
    let ask = |path: &str, session: &str| server.send(&Request::get(path).header("x-sidemock-session", session)).text();
    assert_eq!((ask("/a", "t1"), ask("/b", "t1"), ask("/a", "t2")), ("far".into(), "near".into(), "near".into()));
    assert_eq!(server.get("/a").text(), "near");
    assert_eq!(server.admin("GET", &format!("/x/recordings/{id}")).json()["requests"], 1);
    let all = |scope: &str| server.admin("GET", &format!("/x/recordings{scope}")).json().as_array().unwrap().len();
    assert_eq!((all(""), all("?session=t1"), all("?session=*")), (0, 1, 1));
    // Afterwards, of the journals.
    let body = json!({"session": "*", "match": {"status": "2xx", "rules": [rule("header", "x-sidemock-session", "null", "")], "path": "/a"}});
    let made = call(&server, "POST", "/recordings/from-journal", &body);
    assert_eq!((made.status, &made.json()["requests"]), (201, &json!(1)), "{}", made.text());
}

#[test]
fn a_recording_of_a_session_stops_with_it() {
    let target = Sidemock::on(&environment(json!({"routes": [get("a", "far")]}))).start();
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "near")]}))).start();
    let [its, all] =
        ["t1", "*"].map(|session| record(&server, &target, json!({"session": session, "match": {"path": "/a"}})));
    let ask = || server.send(&Request::get("/a").header("x-sidemock-session", "t1")).text();
    let state = |id: &str| server.admin("GET", &format!("/x/recordings/{id}")).json();
    assert_eq!(ask(), "far");
    assert_eq!(server.admin("DELETE", "/x/sessions/t1").status, 204);
    assert_eq!((&state(&its)["state"], &state(&all)["state"]), (&json!("stopped"), &json!("running")));
    assert_eq!(server.admin("DELETE", &format!("/x/recordings/{all}")).status, 204);
    // Another session of the same name.
    assert_eq!(ask(), "near");
    assert_eq!(
        (state(&its)["requests"].clone(), file(&server, &its)["routes"][0]["endpoint"].clone()),
        (json!(1), json!("a"))
    );
}

#[test]
fn answers_without_a_body_and_answers_in_pieces_are_recorded_whole() {
    let big = "x".repeat(600_000);
    let target = Sidemock::on(&environment(json!({"routes": [get("empty", ""), get("big", &big)]}))).start();
    let server = Sidemock::on(&environment(json!({}))).start();
    let id = record(&server, &target, json!({}));
    assert_eq!((server.get("/empty").body.len(), server.get("/big").body.len()), (0, big.len()));
    let stopped = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
    assert_eq!((&stopped["requests"], &stopped["replay"]["exact"]), (&json!(2), &json!(2)), "{stopped}");
    let states = server.admin("GET", "/x/requests").json();
    let states: Vec<&Value> = states["requests"].as_array().unwrap().iter().map(|entry| &entry["state"]).collect();
    assert_eq!(states, ["answered", "answered"]);
}

#[test]
fn recordings_keep_within_their_bound() {
    let big = "x".repeat(40_000);
    let target = Sidemock::on(&environment(json!({"routes": [get("big", &big)]}))).start();
    let server = Sidemock::new().var("MOCKOON_MAX_RECORDING_BYTES", "200KB").start();
    let id = record(&server, &target, json!({}));
    for number in 0..20 {
        assert_eq!(server.get(&format!("/big?n={number}")).body.len(), big.len());
    }
    let stopped = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
    assert!(stopped["bytes"].as_u64().unwrap() <= 200 << 10 && stopped["requests"].as_u64().unwrap() >= 4, "{stopped}");
    let reason = stopped["leftOut"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("MOCKOON_MAX_RECORDING_BYTES"), "{reason}");
    for _ in 0..15 {
        record(&server, &target, json!({}));
    }
    let refused = call(&server, "POST", "/recordings", &json!({}));
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("60")), "{}", refused.text());
}

#[test]
fn wrong_wishes_are_refused_with_their_place() {
    let server = Sidemock::new().start();
    for (body, path) in [
        (json!({"target": "ftp://x"}), "$.target"),
        (json!({"target": "http://x.test/base?a=1"}), "$.target"),
        (json!({"target": "http://x.test/base#a"}), "$.target"),
        (json!({"target": "http://x.test", "match": {"status": 200}}), "$.match.status"),
        (json!({"redact": {"body": ["$[?"]}}), "$.redact.body[0]"),
        (json!({"redact": {"patterns": ["("]}}), "$.redact.patterns[0]"),
        (json!({"session": "a b"}), "$.session"),
        (json!({"generalise": true}), "$.generalise"),
        (json!({"match": {"rules": [{"target": "nowhere"}]}}), "$.match.rules[0].target"),
    ] {
        let refused = call(&server, "POST", "/recordings", &body);
        assert_eq!((refused.status, refused.json()["path"].as_str()), (400, Some(path)), "{}", refused.text());
    }
    assert_eq!(server.admin("GET", "/x/recordings/nobody/environment").status, 404);
    assert_eq!(server.admin("GET", "/x/recordings?format=x").status, 400);
}

#[test]
fn har_files_are_environments_and_environments_are_saved_as_har() {
    let entry = |url: &str, text: &str| {
        json!({
            "startedDateTime": "2026-01-01T00:00:00.000Z", "request": {"method": "GET", "url": url, "headers": []},
            "response": {"status": 200, "headers": [{"name": "Content-Type", "value": "text/plain"}],
                "content": {"size": text.len(), "mimeType": "text/plain", "text": text}},
        })
    };
    let har = json!({"log": {"version": "1.2", "entries": [entry("https://api.test/a/1", "one"), entry("https://api.test/a/2", "two")]}});
    let server = Sidemock::new().environment("traffic.har", &har.to_string()).start();
    assert_eq!((server.get("/a/1").text(), server.get("/a/2").text()), ("one".into(), "two".into()));
    let import = |body: &[u8]| {
        let path = "/mockoon-admin/x/import?format=har";
        server.send(&Request::new("POST", path).bearer(TOKEN).body("application/json", body))
    };
    let imported = import(har.to_string().as_bytes());
    assert_eq!(imported.json()["routes"][0]["endpoint"], "a/:id");
    assert!(imported.header("x-sidemock-replay").unwrap().starts_with("{\"requests\":2,\"exact\":2,"));
    let saved = server.admin("GET", "/x/requests.har?path=/a/1").json();
    assert_eq!(saved["log"]["entries"][0]["response"]["content"]["text"], "one");
    assert_eq!(import(saved.to_string().as_bytes()).json()["routes"][0]["endpoint"], "a/1");
    let cut = &har.to_string()[..100];
    for (body, reason) in [(cut, "cut off"), ("{}", "not a HAR document"), ("\u{1f}\u{8b}", "not JSON")] {
        let refused = import(body.as_bytes());
        assert_eq!(refused.status, 400);
        assert!(refused.text().contains(reason), "{}", refused.text());
    }
}

/// An entry in the shape of Firefox: zones in times, params beside the text of a form, keys of its own.
fn firefox(method: &str, path: &str, status: u16, content: &Value, post: &Value) -> Value {
    let mut request = json!({
        "bodySize": 0, "method": method, "url": format!("https://api.test{path}"), "httpVersion": "HTTP/2", "cookies": [],
        "headers": [{"name": "Host", "value": "api.test"}, {"name": "Authorization", "value": "Bearer s3cret-of-firefox"}],
        "queryString": [], "headersSize": 500,
    });
    if !post.is_null() {
        request["postData"] = post.clone();
    }
    json!({
        "startedDateTime": "2026-11-27T15:00:00.123+01:00", "request": request,
        "response": {
            "status": status, "statusText": "", "httpVersion": "HTTP/2", "cookies": [], "content": content,
            "headers": [{"name": "content-type", "value": content["mimeType"]}, {"name": "content-encoding", "value": "br"}],
            "redirectURL": "", "headersSize": 200, "bodySize": 100,
        },
        "cache": {}, "timings": {"blocked": 0, "dns": 0, "connect": 0, "ssl": 0, "send": 0, "wait": 12, "receive": 0},
        "time": 12, "_securityState": "secure", "serverIPAddress": "10.0.0.1", "connection": "443", "pageref": "page_1",
    })
}

#[test]
fn har_files_of_firefox_are_imported() {
    let text = |id: u8| json!({"mimeType": "application/json", "size": 8, "text": format!("{{\"id\":{id}}}")});
    let picture = json!({"mimeType": "image/png", "size": 4, "encoding": "base64", "text": "iVBORw=="});
    let form = json!({
        "mimeType": "application/x-www-form-urlencoded", "text": "user=a&password=hunter2-of-firefox",
        "params": [{"name": "user", "value": "a"}, {"name": "password", "value": "hunter2-of-firefox"}],
    });
    let none = Value::Null;
    let har = json!({"log": {
        "version": "1.2", "creator": {"name": "Firefox", "version": "140.0"}, "browser": {"name": "Firefox", "version": "140.0"},
        "pages": [{"id": "page_1", "startedDateTime": "2026-11-27T15:00:00.000+01:00", "title": "x", "pageTimings": {"onLoad": 2}}],
        "entries": [
            firefox("GET", "/users/1", 200, &text(1), &none),
            firefox("GET", "/users/2", 200, &text(2), &none),
            firefox("GET", "/logo.png", 200, &picture, &none),
            firefox("POST", "/login", 201, &json!({"mimeType": "application/json", "size": 2, "text": "{}"}), &form),
            firefox("GET", "/blocked", 0, &json!({"mimeType": "", "size": 0}), &none),
        ],
    }});
    let server = Sidemock::new().environment("traffic.har", &har.to_string()).start();
    let import = Request::new("POST", "/mockoon-admin/x/import?format=har").bearer(TOKEN).json(&har);
    let imported = server.send(&import);
    let replay = imported.header("x-sidemock-replay").unwrap_or_default();
    assert!(replay.contains("\"exact\":4") && replay.contains("has no answer"), "{replay}");
    assert!(!imported.text().contains("of-firefox"), "{}", imported.text());
    assert_eq!(server.get("/users/2").text(), "{\"id\":2}");
    assert_eq!(server.get("/logo.png").body, b"\x89PNG");
    assert_eq!(server.get("/blocked").status, 404);
}

#[test]
fn what_the_operator_redacts_is_in_no_recording_and_no_har_file() {
    let mut echo = get("echo", "{}");
    echo["responses"][0]["headers"] = json!([{"key": "X-Custom-Credential", "value": "planted-4"}]);
    let upstream = Sidemock::on(&environment(json!({"routes": [echo]}))).start();
    let proxying = json!({"proxyMode": true, "proxyHost": format!("http://127.0.0.1:{}", upstream.port())});
    let server = Sidemock::on(&environment(proxying))
        .var("MOCKOON_REDACT_HEADERS", "X-Custom-Credential")
        .var("MOCKOON_REDACT_QUERY", "voucher")
        .start();
    let recording = call(&server, "POST", "/recordings", &json!({})).json()["id"].as_str().expect("an id").to_owned();
    let request = Request::get("/echo?voucher=planted-1&voucher[0]=planted-2&page=1");
    let request = request.header("X-Custom-Credential", "planted-3").header("X-Authorization", "planted-5");
    assert_eq!(server.send(&request).status, 200);
    assert_eq!(call(&server, "POST", &format!("/recordings/{recording}/stop"), &json!({})).status, 200);
    let files =
        ["mockoon", "har", "openapi"].map(|format| format!("/x/recordings/{recording}/environment?format={format}"));
    for path in files.iter().map(String::as_str).chain(["/x/requests.har", "/x/requests"]) {
        let text = server.admin("GET", path).text();
        assert!(text.contains("echo") && !text.contains("planted"), "{path}: {text}");
    }
}

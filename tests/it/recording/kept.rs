//! What is kept of a request, and what of it is shown.

use std::io::Write as _;

use base64::Engine as _;
use serde_json::{Value, json};

use super::{call, file, record};
use crate::support::{Connection, Request, Sidemock, environment, get, response, route, rule};

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// A HAR document of answers with these types and bodies, to `/t0`, `/t1` and so on.
fn har_of<'b>(bodies: impl Iterator<Item = (&'b str, &'b [u8])>) -> Value {
    let entry = |(number, (mime, body)): (usize, (&str, &[u8]))| {
        json!({
            "startedDateTime": "2026-01-01T00:00:00.000Z",
            "request": {"method": "GET", "url": format!("https://api.test/t{number}"), "headers": []},
            "response": {"status": 200, "headers": [], "content": {
                "size": body.len(), "mimeType": mime, "text": base64::engine::general_purpose::STANDARD.encode(body),
                "encoding": "base64"}},
        })
    };
    json!({"log": {"version": "1.2", "entries": bodies.enumerate().map(entry).collect::<Vec<_>>()}})
}

#[test]
fn compressed_bodies_of_requests_are_recorded_decoded() {
    let mock = environment(json!({
        "routes": [route("post", "g", vec![
            response(json!({"body": "one"})),
            response(json!({"body": "two", "rules": [rule("body", "g", "equals", "2")]})),
        ])],
    }));
    let target = Sidemock::on(&mock).start();
    for (decodes, coding, pack) in [
        ("true", "gzip", gzip as fn(&[u8]) -> Vec<u8>),
        ("true", "deflate", zlib),
        ("true", "identity", <[u8]>::to_vec),
        ("false", "gzip", gzip),
    ] {
        let server = Sidemock::on(&mock).var("MOCKOON_DECODE_REQUESTS", decodes).start();
        let proxied = record(&server, &target, json!({}));
        let live = call(&server, "POST", "/recordings", &json!({"session": "t1"})).json()["id"].clone();
        for session in ["", "t1"] {
            for body in [br#"{"g": 1}"#, br#"{"g": 2}"#] {
                let request = Request::new("POST", "/g").body("application/json", pack(body));
                let request = request.header("content-encoding", coding);
                let reply = server.send(&match session {
                    "" => request,
                    session => request.header("x-sidemock-session", session),
                });
                assert_eq!(reply.status, 200);
            }
        }
        let journal = call(&server, "POST", "/recordings/from-journal", &json!({})).json()["id"].clone();
        for id in [proxied.as_str(), live.as_str().unwrap(), journal.as_str().unwrap()] {
            let stopped = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
            assert_eq!(
                (&stopped["requests"], &stopped["replay"]["exact"]),
                (&json!(2), &json!(2)),
                "{coding} {stopped}"
            );
            let route = &file(&server, id)["routes"][0];
            let answers = if decodes == "false" && Some(id) == live.as_str() { 1 } else { 2 };
            assert_eq!(route["responses"].as_array().map(Vec::len), Some(answers), "{coding} {route}");
        }
        let har = server.admin("GET", "/x/requests.har").json();
        let texts: Vec<&Value> = har["log"]["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| &entry["request"]["postData"]["text"])
            .collect();
        assert_eq!(texts, [r#"{"g": 1}"#, r#"{"g": 2}"#], "{coding}");
    }
}

#[test]
fn what_patterns_find_is_shown_nowhere() {
    let patterns = ["hush-[0-9]+", "cards/[0-9]+"];
    let secrets = ["hush-7", "hush%2D8", "hush-8", "4111222", "hush-9", "p1nned-1", "hdr-val-1"];
    let wanted = vec![
        response(json!({"body": "no"})),
        response(json!({"body": "yes", "rules": [rule("params", "x", "equals", "other")]})),
        response(json!({"body": "yes", "rules": [rule("body", "pin", "equals", "other")]})),
        response(json!({"body": "yes", "rules": [rule("header", "x-mine", "equals", "other")]})),
    ];
    let mock = environment(json!({"routes": [
        route("post", "echo/:x", wanted.clone()), route("post", "cards/:x", wanted),
        route("post", "late/:x", vec![response(json!({"latency": 300}))]),
    ]}));
    let server = Sidemock::on(&mock).start();
    let mut events = Connection::open(server.port());
    events.write(&Request::get("/mockoon-admin/events").bearer(crate::support::TOKEN).bytes());
    events.head().expect("a stream of events");
    let redact = json!({"redact": {"patterns": patterns, "body": ["$.pin"], "headers": ["x-mine"]}});
    let id = call(&server, "POST", "/recordings", &redact).json()["id"].as_str().unwrap().to_owned();
    let mut seen = Vec::new();
    for path in ["/echo/hush-7?q=hush-9", "/echo/hush%2D8", "/cards/4111222", "/late/hush-7"] {
        let request = Request::new("POST", path).header("x-mine", "hdr-val-1").json(&json!({"pin": "p1nned-1"}));
        assert_eq!(server.send(&request).status, 200, "{path}");
    }
    let lines: Vec<String> = (0..40).map_while(|_| events.line().filter(|line| !line.contains("/late/"))).collect();
    seen.push(("events", lines.join("\n")));
    for path in [
        "/logs?limit=9",
        "/x/requests",
        "/x/requests?brief=true",
        "/x/requests.har",
        "/x/explain/1",
        "/x/explain/2",
        "/x/explain/3",
    ] {
        seen.push((path, server.admin("GET", path).text()));
    }
    let unmet = json!({"match": {"path": "/echo/1", "rules": [
        rule("params", "x", "equals", "z"), rule("body", "pin", "equals", "z"), rule("header", "x-mine", "equals", "z")]}});
    seen.push(("verify", call(&server, "POST", "/verify", &unmet).text()));
    seen.push(("the file", file(&server, &id).to_string()));
    server.wait_for_output("/late/");
    seen.push(("the log", server.output()));
    for (place, text) in seen {
        let leak = secrets.iter().find(|secret| text.contains(**secret));
        assert!(leak.is_none() && text.len() > 200, "{place} shows {leak:?}: {text}");
    }
}

#[test]
fn har_documents_are_in_the_order_that_things_happened() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "a")]}))).start();
    for at in 0..4 {
        assert_eq!(server.get(&format!("/a?at={at}")).status, 200);
    }
    for (query, expected) in [("", "0123"), ("?order=asc", "0123"), ("?order=desc", "3210"), ("?limit=2", "23")] {
        let har = server.admin("GET", &format!("/x/requests.har{query}")).json();
        let urls =
            har["log"]["entries"].as_array().unwrap().iter().map(|entry| entry["request"]["url"].as_str().unwrap());
        assert_eq!(urls.map(|url| &url[url.len() - 1..]).collect::<String>(), expected, "{query}");
    }
}

#[test]
fn literal_braces_stay_literal() {
    let server =
        Sidemock::on(&environment(json!({"routes": [route("get", "*", vec![response(json!({"body": "ok"}))])]})));
    let server = server.start();
    assert_eq!(server.get("/{br}/x?q={a}").status, 200);
    let made = call(&server, "POST", "/recordings/from-journal", &json!({})).json();
    assert_eq!(made["replay"]["exact"], 1, "{made}");
    let path = |format: &str| format!("/x/recordings/last/environment?format={format}");
    let document = server.admin("GET", &path("openapi")).json();
    assert!(document["paths"]["/%7Bbr%7D/x"]["get"]["responses"]["200"].is_object(), "{document}");
    let har = server.admin("GET", &path("har")).text();
    let again = Sidemock::new().environment("traffic.har", &har).start();
    assert_eq!(again.get("/{br}/x?q={a}").text(), "ok");
}

#[test]
fn a_charset_that_cannot_be_sent_is_told() {
    let entry = |mime: &str| {
        json!({
            "startedDateTime": "2026-01-01T00:00:00.000Z", "request": {"method": "GET", "url": "https://api.test/l", "headers": []},
            "response": {"status": 200, "headers": [],
                "content": {"size": 2, "mimeType": mime, "text": "vuk=", "encoding": "base64"}},
        })
    };
    let server = Sidemock::new().start();
    for (mime, exact) in
        [("text/plain; charset=iso-8859-2", 0), ("text/plain; charset=ISO-8859-1", 1), ("text/plain", 1)]
    {
        let har = json!({"log": {"version": "1.2", "entries": [entry(mime)]}});
        let import =
            Request::new("POST", "/mockoon-admin/x/import?format=har").bearer(crate::support::TOKEN).json(&har);
        let replay = server.send(&import).header("x-sidemock-replay").unwrap_or_default().to_owned();
        assert!(replay.contains(&format!("\"exact\":{exact}")), "{mime}: {replay}");
    }
}

#[test]
fn bytes_are_kept_whatever_their_charset() {
    let bodies: [(&str, &[u8], bool); 5] = [
        ("text/plain; charset=iso-8859-2", "\u{e9}".as_bytes(), true),
        ("text/plain; charset=windows-1252", "\u{e9}".as_bytes(), true),
        ("text/plain; charset=windows-1252", b"\xe9", true),
        ("text/plain; charset=UTF-16LE", b"h\0\xe9\0", true),
        ("text/plain; charset=utf-16le", b"h\0\xe9", false),
    ];
    let har = har_of(bodies.iter().map(|(mime, body, _)| (*mime, *body)));
    let server = Sidemock::new().environment("traffic.har", &har.to_string()).start();
    for (number, (mime, body, is_kept)) in bodies.iter().enumerate() {
        let reply = server.get(&format!("/t{number}"));
        assert_eq!(reply.body, *body, "{mime}");
        assert_eq!(reply.header("content-type") == Some(*mime), *is_kept, "{mime}: {}", reply.whole());
    }
}

#[test]
fn texts_in_charsets_that_mockoon_cannot_write_are_sent_in_utf_8() {
    let texts: [(&str, &[u8], &str, &str); 11] = [
        ("text/plain; charset=iso-8859-2", b"\xbe\xe9", "\u{17e}\u{e9}", "text/plain; charset=utf-8"),
        ("text/plain;charset=\"ISO-8859-2\"", b"{{\xbe}}", "{{\u{17e}}}", "text/plain; charset=utf-8"),
        (
            "application/json; charset=windows-1250; v=1",
            b"{\"a\":\"\x9a\"}",
            "{\"a\":\"\u{161}\"}",
            "application/json; v=1; charset=utf-8",
        ),
        ("text/html; charset=windows-1251", b"\xcc\xe8\xf0", "\u{41c}\u{438}\u{440}", "text/html; charset=utf-8"),
        ("text/plain; charset=koi8-r", b"\xed\xc9\xd2", "\u{41c}\u{438}\u{440}", "text/plain; charset=utf-8"),
        ("text/plain; charset=Shift_JIS", b"\x93\xfa\x96{", "\u{65e5}\u{672c}", "text/plain; charset=utf-8"),
        ("text/plain; charset=gbk", b"\xd6\xd0", "\u{4e2d}", "text/plain; charset=utf-8"),
        ("text/plain; charset=euc-kr", b"\xc7\xd1", "\u{d55c}", "text/plain; charset=utf-8"),
        ("text/plain; charset=utf-16be", b"\0h\0\xe9", "h\u{e9}", "text/plain; charset=utf-8"),
        // What is no text in its charset is kept byte for byte, and what else its type says.
        ("text/plain; charset=utf-8", b"\xff", "\u{fffd}", "text/plain; charset=latin1"),
        (
            "multipart/mixed; boundary=b",
            b"--b\xff--b--",
            "--b\u{fffd}--b--",
            "multipart/mixed; boundary=b; charset=latin1",
        ),
    ];
    let har = har_of(texts.iter().map(|(mime, body, ..)| (*mime, *body)));
    let server = Sidemock::new().environment("traffic.har", &har.to_string()).start();
    for (number, (mime, body, text, sent_as)) in texts.iter().enumerate() {
        let reply = server.get(&format!("/t{number}"));
        assert_eq!((reply.text().as_str(), reply.header("content-type")), (*text, Some(*sent_as)), "{mime}");
        assert!(sent_as.ends_with("utf-8") || reply.body == *body, "{mime}: {reply:?}");
    }
    let import = Request::new("POST", "/mockoon-admin/x/import?format=har").bearer(crate::support::TOKEN).json(&har);
    let replay = server.send(&import).header("x-sidemock-replay").unwrap_or_default().to_owned();
    let replay: serde_json::Value = serde_json::from_str(&replay).unwrap();
    assert_eq!((&replay["exact"], &replay["differs"]), (&json!(1), &json!(10)), "{replay}");
    for why in replay["why"].as_array().unwrap() {
        assert_eq!(why["part"], "header content-type", "{why}");
    }
}

#[test]
fn faulted_requests_are_left_out_for_that_reason() {
    let server = Sidemock::on(&environment(json!({"routes": [get("a", "a")]}))).start();
    let id = call(&server, "POST", "/recordings", &json!({})).json()["id"].as_str().unwrap().to_owned();
    let fault = json!({"match": {"path": "/a"}, "fault": {"type": "status", "status": 503}, "times": 1});
    assert_eq!(call(&server, "POST", "/faults", &fault).status, 201);
    assert_eq!((server.get("/a").status, server.get("/a").status), (503, 200));
    let live = call(&server, "POST", &format!("/recordings/{id}/stop"), &json!({})).json();
    let journal = call(&server, "POST", "/recordings/from-journal", &json!({})).json();
    for made in [live, journal] {
        let left_out = json!([{"reason": "a fault was sent instead of its answer", "requests": 1}]);
        assert_eq!((&made["requests"], &made["leftOut"]), (&json!(1), &left_out), "{made}");
    }
}

//! The page at `/mockoon-admin/x/ui`, from outside: who gets it, with which headers, and what is not given along with it.
//! What it does in a browser is tested by `tests/page`.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use crate::support::{Reply, Request, Server, Sidemock, TOKEN, environment, free_port, get};

const PAGE: &str = "/mockoon-admin/x/ui";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// The page's path and those of all files that it is made of.
fn files(server: &Server) -> Vec<String> {
    let mut found = vec![PAGE.to_owned()];
    let mut looked = 0;
    while let Some(path) = found.get(looked).cloned() {
        looked += 1;
        let text = server.get(&path).text();
        let document = text.split('"').filter_map(|piece| piece.strip_prefix("ui/"));
        let modules = text.split('"').filter_map(|piece| piece.strip_prefix("./"));
        for name in document.chain(modules) {
            let path = format!("{PAGE}/{name}");
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

fn is_shell(reply: &Reply) -> bool {
    reply.status == 200 && reply.text().contains("<title>sidemock</title>")
}

#[test]
fn the_page_is_given_without_a_token_and_nothing_else_is() {
    let server = Sidemock::new().start();
    assert!(is_shell(&server.get(PAGE)));
    assert!(is_shell(&server.get(&format!("{PAGE}?environment=anything"))));
    assert_eq!(server.send(&Request::new("HEAD", PAGE)).status, 200);
    for path in [
        "/x",
        "/x/status",
        "/x/ui/nothing.js",
        "/x/ui/../requests",
        "/x/ui/page.js/",
        "/x/uix",
        "/logs",
        "/x/ui%2f..%2flogs",
    ] {
        assert_eq!(server.get(&format!("/mockoon-admin{path}")).status, 401, "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "PURGE"] {
        assert_eq!(server.send(&Request::new(method, PAGE)).status, 401, "{method}");
        let reply = server.send(&Request::new(method, PAGE).bearer(TOKEN));
        assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")), "{method}");
    }
    assert_eq!(server.admin("GET", "/x/ui/nothing.js").status, 404);
}

#[test]
fn every_file_is_protected_as_a_reviewer_expects() {
    let server = Sidemock::new().start();
    let files = files(&server);
    assert!(files.len() > 5, "{files:?}");
    for path in &files {
        let reply = server.get(path);
        assert_eq!(reply.status, 200, "{path}");
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-cache"),
        ] {
            assert_eq!(reply.all(name), [value], "{path}: {name}");
        }
        let kind = match path.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            _ => "text/html; charset=utf-8",
        };
        assert_eq!(reply.header("content-type"), Some(kind), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[test]
fn nothing_in_it_reads_markup_or_carries_style_and_script_inline() {
    let server = Sidemock::new().start();
    for path in files(&server) {
        let text = server.get(&path).text();
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "localStorage",
            "style=",
            "<script>",
            "<style",
            "javascript:",
            "//cdn",
        ] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn the_whole_page_is_under_40_kb_compressed() {
    let server = Sidemock::new().start();
    let mut total = 0;
    for path in files(&server) {
        let plain = server.get(&path);
        let packed = server.send(&Request::get(&path).header("Accept-Encoding", "gzip, deflate, br"));
        assert_eq!(packed.header("content-encoding"), Some("gzip"), "{path}");
        let mut unpacked = Vec::new();
        let mut decoder = flate2::write::GzDecoder::new(&mut unpacked);
        decoder.write_all(&packed.body).and_then(|()| decoder.finish().map(drop)).expect("gzip");
        assert_eq!(unpacked, plain.body, "{path}");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&plain.body).expect("memory");
        total += encoder.finish().expect("memory").len();
    }
    assert!(total <= 40_000, "{total} bytes");
}

#[test]
fn a_copy_that_is_still_good_is_not_sent_again() {
    let server = Sidemock::new().start();
    for encoding in ["gzip", "identity"] {
        let asked = Request::get(PAGE).header("Accept-Encoding", encoding);
        let tag = server.send(&asked).header("etag").expect("a tag").to_owned();
        let again = server.send(&asked.clone().header("If-None-Match", &tag));
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag.as_str())));
        assert_eq!(again.header("content-security-policy"), Some(POLICY));
        assert_eq!(server.send(&asked.header("If-None-Match", "\"other\"")).status, 200);
    }
}

#[test]
fn the_page_is_written_in_any_case_as_all_of_the_admin_api_is() {
    let server = Sidemock::new().start();
    for path in ["/mockoon-admin/x/UI", "/mockoon-admin/X/ui", "/MOCKOON-ADMIN/X/UI"] {
        assert!(is_shell(&server.get(path)), "{path}");
        assert_eq!(server.get(&format!("{path}/")).status, 308, "{path}/");
        assert_eq!(server.get(&format!("{path}/Page.JS")).status, 200, "{path}/Page.JS");
        assert_eq!(server.get(&format!("{path}x")).status, 401, "{path}x");
    }
}

#[test]
fn with_a_slash_behind_it_leads_to_the_page() {
    let server = Sidemock::new().start();
    let reply = server.get(&format!("{PAGE}/?environment=a"));
    assert_eq!((reply.status, reply.header("location")), (308, Some("../ui?environment=a")));
}

#[test]
fn a_page_that_is_off_is_like_any_other_path() {
    let server = Sidemock::new().var("MOCKOON_UI", "off").start();
    for path in [PAGE, "/mockoon-admin/x/ui/page.js", "/mockoon-admin/x/ui/"] {
        assert_eq!(server.get(path).status, 401, "{path}");
    }
    let reply = server.admin("GET", "/x/ui");
    assert_eq!((reply.status, reply.json()["message"].as_str()), (404, Some("the page is off (MOCKOON_UI=off)")));
    assert_eq!(server.admin("GET", "/x/status").json()["page"], "off");
    let disabled = Sidemock::new().var("MOCKOON_DISABLE_ADMIN_API", "true").start();
    assert_eq!(disabled.get(PAGE).status, 404);
}

#[test]
fn a_page_that_only_reads_leaves_the_api_as_it_is() {
    let server = Sidemock::new().var("MOCKOON_UI", "read-only").start();
    assert!(is_shell(&server.get(PAGE)));
    assert_eq!(server.admin("GET", "/x/status").json()["page"], "read-only");
    assert_eq!(server.admin("POST", "/state/purge").status, 200);
    let wrong = Sidemock::new().var("MOCKOON_UI", "readonly").run();
    assert_eq!(wrong.code, Some(64));
    assert!(wrong.output().contains("on or read-only or off"), "{}", wrong.output());
}

#[test]
fn ports_of_many_environments_have_it_whichever_is_named() {
    let named = |name: &str| environment(json!({"name": name, "routes": [get("says", name)]})).to_string();
    let (admin, front) = (free_port(), free_port());
    let on = || Sidemock::new().environment("a.json", &named("One")).environment("b.json", &named("Two"));
    let apart = on().var("MOCKOON_ADMIN_API_PORT", admin.to_string()).start();
    assert_eq!(apart.get(PAGE).status, 404);
    let door = on().var("MOCKOON_FRONT_PORT", front.to_string()).start();
    assert!(is_shell(&door.get(PAGE)));
    for port in [admin, front] {
        for query in ["", "?environment=Two", "?environment=nobody"] {
            assert!(is_shell(&Request::get(&format!("{PAGE}{query}")).send(port)), "{query}");
            assert_eq!(Request::get(&format!("{PAGE}/page.js{query}")).send(port).status, 200);
        }
        assert_eq!(Request::get("/mockoon-admin/x/status?environment=Two").send(port).status, 401);
    }
    let status = Request::get("/mockoon-admin/x/status?environment=Two").bearer(TOKEN);
    assert_eq!(status.clone().send(admin).json()["sharesPort"], false);
    let status = status.send(front).json();
    assert_eq!((&status["environment"]["name"], &status["sharesPort"]), (&json!("Two"), &json!(true)));
}

#[test]
fn a_log_for_people_says_where_the_page_is_and_no_token() {
    for (format, page, is_told) in [("text", "on", true), ("text", "off", false), ("json", "on", false)] {
        let server = Sidemock::new().var("MOCKOON_LOG_FORMAT", format).var("MOCKOON_UI", page).start();
        let output = server.wait_for_output("Memory budget");
        let link = format!("http://localhost:{}{PAGE}", server.port());
        assert_eq!(output.contains(&link), is_told, "{output}");
        assert!(!output.contains(TOKEN), "{output}");
    }
}

#[test]
fn status_tells_what_came_of_the_last_reload() {
    let text = |body: &str| environment(json!({"name": "Shop", "routes": [get("says", body)]})).to_string();
    let server = Sidemock::new().environment("shop.json", &text("one")).start();
    let status = || server.admin("GET", "/x/status").json();
    let first = status();
    assert_eq!(
        first["environment"],
        json!({"name": "Shop", "uuid": first["environment"]["uuid"], "file": "shop.json"})
    );
    assert_eq!((&first["generation"], &first["routes"]), (&json!(1), &json!(1)));
    assert_eq!(first["lastReload"], json!({"verdict": "none", "reason": null}));
    let write = |text: &str| std::fs::write(server.directory().join("shop.json"), text).expect("a file");
    write(&text("two"));
    crate::support::wait_for("the new content", || status()["lastReload"]["verdict"] == "taken");
    assert_eq!(status()["generation"], 2);
    write("{\"routes\": ");
    crate::support::wait_for("the refusal", || status()["lastReload"]["verdict"] == "refused");
    let refused = status();
    assert_eq!((&refused["generation"], server.get("/says").text().as_str()), (&json!(2), "two"));
    assert!(refused["lastReload"]["reason"].as_str().is_some_and(|reason| reason.contains("shop.json")), "{refused}");
}

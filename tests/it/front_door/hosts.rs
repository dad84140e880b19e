//! Who wins: hosts, paths, and what the environment sees of them.

use serde_json::json;

use super::{Door, tenant, who, with};
use crate::support::{Request, get};

const ROWS: &str = "payments=Payments, search.example.com=Search, /legacy=Legacy;strip, shop=Shop, shop/api=Api, \
    shop/api/v2=Newer, *.example.com=Wild, *.example.com/deep=Deep, payments.test=Exact, *.test=Tests, [::1]=Six, \
    10.0.0.1=Four, gone=Nobody, only/here=Here";
const NAMES: [&str; 13] =
    ["Payments", "Search", "Legacy", "Shop", "Api", "Newer", "Wild", "Deep", "Exact", "Tests", "Six", "Four", "Here"];

#[test]
fn the_most_specific_host_and_the_longest_prefix_win() {
    let mut environments = NAMES.map(tenant).to_vec();
    environments.push(tenant("Un listed"));
    let door = Door::open(ROWS, &environments);
    for (host, target, expected) in [
        // Hosts in all their spellings.
        ("payments", "/", "Payments"),
        ("Payments", "/", "Payments"),
        ("PAYMENTS", "/x/y?z", "Payments"),
        ("payments:80", "/", "Payments"),
        ("payments:8080", "/", "Payments"),
        ("payments:", "/", "Payments"),
        ("payments.", "/", "Payments"),
        ("payments.:443", "/", "Payments"),
        ("user@payments", "/", "Payments"),
        ("user:secret@payments:80", "/", "Payments"),
        ("payments:80@shop", "/", "Shop"),
        // Names of the cluster.
        ("payments.default", "/", "Payments"),
        ("payments.default.svc", "/", "Payments"),
        ("payments.default.svc.cluster.local", "/", "Payments"),
        ("payments.default.svc.cluster.local.", "/", "Payments"),
        ("Payments.Default.Svc.Cluster.Local:8080", "/", "Payments"),
        ("payments.default.svc.corp.internal", "/", "Payments"),
        ("payments.default.pod.cluster.local", "/", "-"),
        ("payments.example.org", "/", "-"),
        ("x.payments", "/", "-"),
        ("x.payments.default.svc.cluster.local", "/", "-"),
        ("shop.default.svc", "/api/x", "Api"),
        ("un-listed", "/", "Un listed"),
        ("un-listed.default.svc", "/", "Un listed"),
        ("wild", "/", "-"),
        // The very name, the Service, the wildcard.
        ("payments.test", "/", "Exact"),
        ("shop.test", "/", "Shop"),
        ("any.test", "/", "Tests"),
        ("search.example.com", "/", "Search"),
        ("search.example.com", "/deep", "Search"),
        ("SEARCH.example.com.:1", "/", "Search"),
        ("a.example.com", "/", "Wild"),
        ("a.example.com:8080", "/deep/er", "Deep"),
        ("a.example.com", "/deeper", "Wild"),
        ("a.b.example.com", "/", "-"),
        ("example.com", "/", "-"),
        (".example.com", "/", "-"),
        // Prefixes end at segments.
        ("shop", "/", "Shop"),
        ("shop", "/api", "Api"),
        ("shop", "/api/", "Api"),
        ("shop", "/api?x=/v2", "Api"),
        ("shop", "/api/v2", "Newer"),
        ("shop", "/api/v2/x", "Newer"),
        ("shop", "/api/v22", "Api"),
        ("shop", "/apis", "Shop"),
        ("shop", "/ap", "Shop"),
        ("shop", "/API", "Shop"),
        ("shop", "//api//v2", "Newer"),
        ("shop", "/x/../api", "Shop"),
        // Nothing is decoded.
        ("shop", "/api%2Fv2", "Shop"),
        ("shop", "/api%2fv2/x", "Shop"),
        ("shop", "/%61pi", "Shop"),
        ("shop", "/api/v2%2Fx", "Api"),
        ("shop", "/api;x/v2", "Shop"),
        ("shop", "/<api>", "Shop"),
        // The host decides first, then the path; a path of any host comes last.
        ("shop", "/legacy", "Shop"),
        ("only", "/here", "Here"),
        ("only", "/there", "-"),
        ("only", "/legacy", "Legacy"),
        ("nowhere", "/legacy/x", "Legacy"),
        ("nowhere", "/legacyx", "-"),
        ("nowhere", "/", "-"),
        // Addresses, and what is no host.
        ("10.0.0.1", "/", "Four"),
        ("10.0.0.1:80", "/", "Four"),
        ("10.0.0.2", "/", "-"),
        ("[::1]", "/", "Six"),
        ("[::1]:8080", "/", "Six"),
        ("[0:0:0:0:0:0:0:1]", "/", "Six"),
        ("[::2]", "/", "-"),
        ("", "/", "-"),
        ("", "/legacy", "Legacy"),
        ("pay ments", "/", "-"),
        ("payments,shop", "/", "-"),
        ("payments/x", "/", "-"),
        ("pay%6Dents", "/", "-"),
        ("payments..", "/", "-"),
        ("payments:http", "/", "-"),
        ("*.example.com", "/", "-"),
        // An environment that is not there has its host all the same.
        ("gone", "/legacy", "-"),
    ] {
        assert_eq!(door.who(host, target), expected, "{host:?} {target}");
    }
}

#[test]
fn the_host_of_the_target_wins_over_the_header() {
    let door = Door::open("payments=Payments, shop=Shop, /any=Any", &["Payments", "Shop", "Any"].map(tenant));
    for (head, expected) in [
        ("GET http://payments/ HTTP/1.1\r\nHost: shop\r\n\r\n", "Payments"),
        ("GET http://payments:8080/x HTTP/1.1\r\nHost: shop\r\n\r\n", "Payments"),
        ("GET http://me:pw@payments/x HTTP/1.1\r\nHost: shop\r\n\r\n", "Payments"),
        ("GET HTTPS://PAYMENTS./x HTTP/1.1\r\nHost: shop\r\n\r\n", "Payments"),
        ("GET http://payments HTTP/1.1\r\nHost: shop\r\n\r\n", "Payments"),
        ("GET http://nowhere/ HTTP/1.1\r\nHost: shop\r\n\r\n", "-"),
        ("GET http://nowhere/any HTTP/1.1\r\nHost: shop\r\n\r\n", "Any"),
        ("GET /http://payments/ HTTP/1.1\r\nHost: shop\r\n\r\n", "Shop"),
        ("OPTIONS * HTTP/1.1\r\nHost: shop\r\n\r\n", "Shop"),
        ("GET / HTTP/1.1\r\nHost: payments\r\nHost: shop\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: payments\r\nHost: payments\r\n\r\n", "400"),
        ("GET http://payments/ HTTP/1.1\r\nHost: shop\r\nHost: payments\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET http://payments/ HTTP/1.1\r\n\r\n", "400"),
        ("CONNECT payments:80 HTTP/1.1\r\nHost: payments\r\n\r\n", "400"),
        ("GET / HTTP/1.0\r\n\r\n", "-"),
        ("GET /any HTTP/1.0\r\n\r\n", "Any"),
        ("GET / HTTP/1.0\r\nHost: shop\r\n\r\n", "Shop"),
    ] {
        assert_eq!(who(&door.raw(head)), expected, "{head:?}");
    }
    let reply = door.raw("GET http://payments:81/url HTTP/1.1\r\nHost: shop\r\n\r\n");
    assert_eq!((reply.status, reply.text().as_str()), (200, "http://payments:81"));
}

#[test]
fn nothing_there_is_said_with_what_there_is() {
    let door = Door::open("shop/api=Shop, gone=Nobody, *.w=Shop", &[tenant("Shop"), tenant("Other")]);
    let reply = door.send("me:secret@nowhere", &Request::new("POST", "/x").body("text/plain", "a body"));
    assert_eq!((reply.status, reply.header("x-sidemock-front-door")), (404, Some("no-route")));
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
    let text = reply.text();
    for part in ["\"nowhere\"", "shop/api (Shop)", "*.w (Shop)", "other (Other)", "gone (no environment is called"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("secret"), "{text}");
    assert!(!door.server.output().contains("secret"));
    // The connection goes on.
    assert_eq!(door.who("other", "/"), "Other");
}

#[test]
fn a_prefix_that_is_taken_off_is_not_seen_but_said_in_base_urls() {
    let door = Door::open(
        "/legacy;strip=Legacy, shop/a/b=Shop;strip, kept/legacy=Kept",
        &[tenant("Legacy"), tenant("Shop"), with("Kept", json!({"endpointPrefix": "legacy"}))],
    );
    for (host, target, seen) in [
        ("x", "/legacy/some/path?q", "/some/path"),
        ("x", "/legacy", "/"),
        ("x", "/legacy/", "/"),
        ("x", "/legacy?q", "/"),
        ("x", "//legacy/some", "/some"),
        ("x", "/legacy/a%2Fb", "/a%2Fb"),
        ("x", "/legacy/legacy/c", "/legacy/c"),
        ("shop", "/a/b/c", "/c"),
        ("kept", "/legacy/c", "/legacy/c"),
    ] {
        let text = door.get(host, target).text();
        assert!(text.contains(&format!("<pre>Cannot GET {seen}</pre>")), "{target}: {text}");
    }
    for (host, target, url) in [
        ("x:8080", "/legacy/url", "http://x:8080/legacy"),
        ("shop", "/a/b/url", "http://shop/a/b"),
        ("kept", "/legacy/url", "http://kept/legacy"),
    ] {
        assert_eq!(door.get(host, target).text(), url);
    }
}

#[test]
fn the_base_url_follows_the_host_unless_there_is_a_public_one() {
    let tls = json!({"enabled": true, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": ""});
    let environments = [tenant("Plain"), with("Secure", json!({"tlsOptions": tls})), tenant("Public")];
    let door = Door::open("", &environments);
    for (host, url) in [
        ("plain", "http://plain"),
        ("plain:8080", "http://plain:8080"),
        ("Plain.ns.svc.", "http://Plain.ns.svc."),
        ("secure", "http://secure"),
    ] {
        assert_eq!(door.get(host, "/url").text(), url);
    }
    let server =
        super::on(&environments).var("MOCKOON_PUBLIC_BASE_URL", "https://a.test,https://b.test/x,https://c.test");
    let door = Door::start(server);
    assert_eq!(door.get("plain", "/url").text(), "https://a.test");
    assert_eq!(door.get("public", "/url").text(), "https://c.test");
}

#[test]
fn a_client_is_shown_as_the_listener_of_the_environment_would_show_it() {
    let shown = |name: &str, hostname: &str| with(name, json!({"hostname": hostname, "routes": [get("ip", "{{ip}}")]}));
    let all = [shown("Both", ""), shown("Six", "::"), shown("Four", "127.0.0.1"), shown("Any four", "0.0.0.0")];
    let door = Door::open("both=both.json, six=six.json, four=four.json, any=any-four.json", &all);
    for (host, ip) in
        [("both", "::ffff:127.0.0.1"), ("six", "::ffff:127.0.0.1"), ("four", "127.0.0.1"), ("any", "127.0.0.1")]
    {
        for path in ["/ip", "/ip?with=a-body"] {
            let request =
                if path == "/ip" { Request::get(path) } else { Request::new("GET", path).body("text/plain", "text") };
            assert_eq!(door.send(host, &request).text(), ip, "{host}{path}");
        }
    }
}

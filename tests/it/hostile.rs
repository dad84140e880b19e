//! Requests that want more than there is: each ends with a clear answer, and the others are served meanwhile, on however
//! few threads.

use serde_json::{Value, json};

use crate::support::{Request, Server, Sidemock, TOKEN, bucket, crud, environment, get, response, route, rule};

const JSON: &str = "application/json";

/// A list of lists of itself: ten steps that each make ten of one.
fn doubling_partials() -> String {
    let mut text = "{{#*inline 'a'}}{{/inline}}".to_owned();
    for i in 0..40 {
        let inner = if i == 0 { "a".to_owned() } else { format!("a{}", i - 1) };
        text += &format!("{{{{#*inline 'a{i}'}}}}{{{{> {inner}}}}}{{{{> {inner}}}}}{{{{/inline}}}}");
    }
    text + "{{> a39}}"
}

/// What is rendered for ever, or larger than memory.
fn templates() -> Vec<(&'static str, String)> {
    let graph = "{{setVar 'x' 'aaaaaaaaaa'}}{{#repeat 40}}{{setVar 'x' (array @x @x)}}{{/repeat}}";
    let text = "{{setVar 'x' (padStart '' 3000000 '<')}}{{#repeat 100000}}";
    vec![
        ("partials", doubling_partials()),
        ("recursion", "{{#*inline 'a'}}{{> a}}{{> a}}{{/inline}}{{> a}}".to_owned()),
        ("stringify", format!("{graph}{{{{{{stringify @x}}}}}}")),
        ("print", format!("{graph}{{{{{{@x}}}}}}")),
        ("join", format!("{graph}{{{{join @x '-'}}}}")),
        ("compare", format!("{graph}{{{{eq @x @x}}}}{{{{includes @x 'q'}}}}")),
        ("flatten", format!("{graph}{{{{jmesPath @x '[][][][][][][][][][][][][][][][][][][][][][][][]'}}}}")),
        ("descend", format!("{graph}{{{{jsonPath @x '$..*'}}}}")),
        ("store", format!("{graph}{{{{setGlobalVar 'g' @x}}}}")),
        ("pads", "{{#repeat 1000000}}{{len (padStart 'a' 5000000)}}{{/repeat}}".to_owned()),
        ("variables", "{{#repeat 100}}{{setVar (concat 'v' @index) (padStart 'a' 60000000)}}{{/repeat}}".to_owned()),
        ("doubling", "{{setVar 'x' 'ab'}}{{#repeat 60}}{{setVar 'x' (concat @x @x)}}{{/repeat}}".to_owned()),
        ("replacing", "{{setVar 'x' 'ab'}}{{#repeat 60}}{{setVar 'x' (replaceAll @x 'a' 'aa')}}{{/repeat}}".to_owned()),
        ("escaping", format!("{text}{{{{@x}}}}{{{{/repeat}}}}")),
        ("splitting", format!("{text}{{{{len (split @x '<')}}}}{{{{/repeat}}}}")),
        ("path", format!("{text}{{{{objectPath @x (padStart '' 1000000 'a.')}}}}{{{{/repeat}}}}")),
        ("loops", "{{#repeat 10000}}{{#repeat 10000}}{{#repeat 10000}}{{/repeat}}{{/repeat}}{{/repeat}}".to_owned()),
        ("fake", "{{#repeat 1000000}}{{faker 'lorem.paragraphs' 1000000}}{{/repeat}}".to_owned()),
        (
            "pattern",
            "{{#repeat 9999}}{{faker 'helpers.fromRegExp' '((((a{1,999}){1,999}){1,999}){1,999}){1,999}'}}{{/repeat}}"
                .to_owned(),
        ),
        (
            "list",
            "{{#repeat 100}}{{setData 'set' 'grow' (concat '' (multiply @index 1000000)) 1}}{{/repeat}}".to_owned(),
        ),
    ]
}

fn server(threads: &str) -> Server {
    let mut routes: Vec<Value> = templates().iter().map(|(name, template)| get(name, template)).collect();
    routes.push(get("ok", "ok"));
    routes.push(crud("items", "itm1"));
    let query = response(json!({"body": "{{{jmesPath (bodyRaw) (queryParam 'p')}}}"}));
    routes.push(route("post", "query", vec![query]));
    for (name, target, modifier, operator, value) in [
        ("password", "body", "password", "regex", "(?=.*[0-9])(?=.*[A-Z]).{8,}"),
        ("header", "header", "x-p", "regex", "(?=.*[0-9])(?=.*[A-Z]).{8,}"),
        ("templated", "body", "password", "regex", "{{body 'pattern'}}"),
        ("schema", "body", "", "valid_json_schema", "schm"),
    ] {
        let strong = json!({"body": "strong", "rules": [rule(target, modifier, operator, value)]});
        routes.push(route("all", name, vec![response(strong), response(json!({"body": "weak"}))]));
    }
    let texts: Vec<Value> = (0..30).map(|id| json!({"id": id, "t": "a".repeat(16_000)})).collect();
    let schema = json!({"properties": {"password": {"pattern": "(?=.*[0-9])(?=.*[A-Z]).{8,}"}}});
    let data = json!([
        bucket("itm1", "Items", &texts.into()),
        bucket("grow", "Grow", &json!([])),
        bucket("schm", "Schema", &schema)
    ]);
    Sidemock::on(&environment(json!({"data": data, "routes": routes})))
        .var("MOCKOON_WORKER_THREADS", threads)
        .var("MOCKOON_MEMORY_BUDGET", "64MB")
        .var("MOCKOON_REQUEST_TIME_BUDGET", "100ms")
        .start()
}

/// The request three times at once, and honest ones beside it. What the last of the three was answered.
fn attack(server: &Server, request: &Request) -> (u16, String) {
    std::thread::scope(|scope| {
        let attacks: Vec<_> = (0..3).map(|_| scope.spawn(|| server.send(request))).collect();
        for _ in 0..3 {
            assert_eq!(server.get("/ok").text(), "ok");
            assert_eq!(server.manage("/livez").status, 200);
            assert_eq!(server.manage("/readyz").status, 200);
        }
        let replies = attacks.into_iter().map(|attack| attack.join().expect("an answer"));
        replies.last().map(|reply| (reply.status, reply.text())).expect("three answers")
    })
}

fn assert_small(server: &Server, after: &str) {
    assert!(server.memory() < 220 << 10, "{} KiB after {after}", server.memory());
}

#[test]
fn templates_without_end_are_given_up() {
    for threads in ["1", "2"] {
        let server = server(threads);
        for (name, _) in templates() {
            let (status, text) = attack(&server, &Request::get(&format!("/{name}")));
            // The memory that one lacks the two others may hold.
            let is_clear = text.contains(" budget of ") || text.contains(" cannot grow: ");
            assert!(is_clear && matches!(status, 200 | 503), "{name} {status} {}", text.get(..200).unwrap_or(&text));
            assert_small(&server, name);
        }
    }
}

#[test]
fn rules_filters_and_queries_without_end_are_given_up() {
    let long = "a".repeat(200_000);
    let (password, headed) = (json!({"password": long}), "a".repeat(60_000));
    let patterns = ["(((a{1,1000}){1,1000}){1,1000}){1,1000}(?=x)", "(a*)*\\1b", "(?<=a*)(?<!a*b)c"];
    let filters = ["(%3F%3D.*0)(%3F%3D.*Z).%7B8%7D", "(%3F%3C%3Da*)b", "(a)%2B%5C1b"];
    let doubling = ["[@,@,@,@,@,@,@,@,@,@]"; 10].join("%7C");
    let mut requests = vec![
        Request::new("POST", "/password").json(&password),
        Request::new("POST", "/schema").json(&password),
        Request::get("/header").header("x-p", &headed),
        Request::new("POST", &format!("/query?p={doubling}")).body(JSON, b"[1]".to_vec()),
    ];
    requests.extend(
        patterns.map(|pattern| Request::new("POST", "/templated").json(&json!({"password": long, "pattern": pattern}))),
    );
    requests.extend(filters.map(|filter| Request::get(&format!("/items?t_like={filter}"))));
    for threads in ["1", "2"] {
        let server = server(threads);
        for (number, request) in requests.iter().enumerate() {
            let (status, text) = attack(&server, request);
            assert!(matches!(status, 200 | 400 | 413 | 500 | 503), "{number} {status} {text}");
            assert_small(&server, &number.to_string());
        }
    }
}

#[test]
fn bodies_that_are_small_and_parse_into_much_are_bounded() {
    let server = server("1");
    let nested = [b"[".repeat(1 << 20), b"{\"a\":".repeat(100_000), b"[[],".repeat(200_000)];
    let mut bodies: Vec<(&str, Vec<u8>)> = nested.into_iter().map(|body| (JSON, body)).collect();
    let deep = |levels: usize| [b"{\"a\":".repeat(levels), b"1".to_vec(), b"}".repeat(levels)].concat();
    bodies.extend([499, 1_999, 2_000, 2_001].map(|levels| (JSON, deep(levels))));
    bodies.push((JSON, [b"[".to_vec(), b"{},".repeat(1_000_000), b"{}]".to_vec()].concat()));
    bodies.push(("application/xml", b"<a>".repeat(500_000)));
    bodies.push(("application/xml", [b"<a ".to_vec(), b"b='' ".repeat(300_000), b"/>".to_vec()].concat()));
    bodies
        .push(("application/x-www-form-urlencoded", [b"a".to_vec(), b"[a]".repeat(500_000), b"=1".to_vec()].concat()));
    bodies.push(("application/x-www-form-urlencoded", b"a=&".repeat(700_000)));
    let part = b"--b\r\nContent-Disposition: form-data; name=\"a[b][c]\"\r\n\r\nx\r\n".repeat(30_000);
    bodies.push(("multipart/form-data; boundary=b", [part, b"--b--\r\n".to_vec()].concat()));
    for (number, (kind, body)) in bodies.into_iter().enumerate() {
        let (status, text) = attack(&server, &Request::new("POST", "/query?p=a").body(kind, body));
        assert!(matches!(status, 200 | 413 | 503), "{number} {status} {}", text.get(..200).unwrap_or(&text));
        assert_small(&server, &number.to_string());
    }
}

#[test]
fn a_large_body_for_the_admin_api_is_bounded_and_quoted_in_short() {
    let server = server("1");
    let list = |item: &str, count: usize| format!("[{}{item}]", format!("{item},").repeat(count));
    let long = "x".repeat(1_000_000);
    let bodies = [
        list("{\"path\":\"/ok\"}", 20_000),
        list("{}", 1_000_000),
        list("1", 400_000),
        format!("\"{long}\""),
        format!("{{\"{long}\":1}}"),
        format!("{{\"within\":\"{long}\",\"sequence\":\"{long}\"}}"),
        format!("{{\"match\":{}}}", list("{}", 400_000)),
        format!("{{\"match\":{{\"status\":\"{long}\"}}}}"),
        format!("{{\"sequence\":{}}}", list("{\"path\":\"/ok\"}", 10_000)),
    ];
    for path in ["/verify", "/requests/find", "/explain", "/stubs", "/faults"] {
        for (number, body) in bodies.iter().enumerate() {
            let request = Request::new("POST", &format!("/mockoon-admin/x{path}"));
            let request = request.bearer(TOKEN).body(JSON, body.clone());
            let (status, text) = attack(&server, &request);
            assert!(matches!(status, 400 | 413 | 503), "{path} {number} {status} {text}");
            assert!(text.len() < 1_000, "{path} {number} {}", text.len());
            assert_small(&server, path);
        }
    }
    let metrics = server.manage("/metrics").text();
    let long_steps = metrics.lines().find_map(|line| line.strip_prefix("sidemock_long_steps_total "));
    assert!(long_steps.is_some_and(|count| count != "0"), "a large body is parsed where it keeps nobody waiting");
}

#[test]
fn patterns_of_match_objects_take_of_the_memory_budget() {
    let server =
        Sidemock::on(&environment(json!({"routes": [get("ok", "ok")]}))).var("MOCKOON_MEMORY_BUDGET", "8MB").start();
    let post = |path: &str, body: &Value| {
        let request = Request::new("POST", &format!("/mockoon-admin/x{path}")).bearer(TOKEN);
        server.send(&request.body(JSON, body.to_string()))
    };
    let heavy = |n: usize| json!({"rules": [rule("body", "", "regex", &format!("[a-z]{{1,1000}}{n}"))]});
    let many: Vec<Value> = (0..30).map(heavy).collect();
    let rules: Vec<&Value> = many.iter().map(|one| &one["rules"][0]).collect();
    assert_eq!(post("/verify", &json!({"match": many[0], "count": 0})).status, 200);
    for (path, body) in [
        ("/verify", json!({"only": many})),
        ("/verify", json!({"match": {"rules": rules}})),
        ("/requests/find", json!({"match": {"rules": rules}})),
        ("/faults", json!({"match": {"rules": rules}, "fault": {"type": "reset"}})),
    ] {
        let reply = post(path, &body);
        assert_eq!(reply.status, 413, "{path} {}", reply.whole());
    }
    let query: Vec<String> = (0..30).map(|n| format!("header.x{n}=~[a-z]{{1,1000}}")).collect();
    let query = query.join("&");
    let asked = Request::get(&format!("/mockoon-admin/x/verify?{query}")).bearer(TOKEN);
    assert_eq!(server.send(&asked).status, 413);
    let fault = |n: usize| json!({"match": heavy(n), "fault": {"type": "reset"}});
    let refused = (0..40).map(|n| post("/faults", &fault(n))).find(|reply| reply.status != 201);
    assert!(refused.is_some_and(|reply| matches!(reply.status, 429 | 503)), "faults stay, and are too many");
    assert_eq!(server.get("/ok").text(), "ok");
}

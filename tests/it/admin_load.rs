//! The admin API under load: strangers with large bodies, subscribers that never read.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::{Connection, Request, Sidemock, TOKEN, environment, get};

#[test]
fn sixty_megabytes_without_a_token_are_refused_and_take_no_memory() {
    let server = Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]}))).start();
    assert_eq!(server.get("/hello").text(), "hi");
    let before = server.peak_memory();
    let chunk = vec![b'x'; 1 << 20];
    let announced = format!("Content-Length: {}\r\n", 60 << 20);
    for framing in [announced.as_str(), "Transfer-Encoding: chunked\r\n"] {
        let mut connection = Connection::open(server.port());
        let head = format!(
            "PUT /mockoon-admin/environment HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{framing}\r\n"
        );
        connection.write(head.as_bytes());
        for _ in 0..60 {
            if framing.starts_with("Transfer") {
                connection.write(b"100000\r\n");
                connection.write(&chunk);
                connection.write(b"\r\n");
            } else {
                connection.write(&chunk);
            }
        }
        if framing.starts_with("Transfer") {
            connection.write(b"0\r\n\r\n");
        }
        let reply = connection.read(false).expect("an answer");
        assert_eq!((reply.status, reply.json()), (401, json!({"message": "Unauthorized"})), "{framing}");
    }
    let grown = server.peak_memory().saturating_sub(before);
    println!("60 MB without a token, twice: peak memory {before} KiB and then {grown} KiB more");
    assert!(grown < 6 << 10, "{grown} KiB more");
    assert_eq!(server.get("/hello").text(), "hi");
}

const SUBSCRIBERS: usize = 200;
/// A debug build takes minutes for the whole number.
const REQUESTS: usize = if cfg!(debug_assertions) { 1_600 } else { 10_000 };
const CLIENTS: usize = 8;

#[test]
fn subscribers_that_never_read_slow_no_request_and_take_bounded_memory() {
    let server =
        Sidemock::on(&environment(json!({"routes": [get("hello", "hi")]}))).var("MOCKOON_LOG_LEVEL", "warn").start();
    let subscribe = || {
        let mut connection = Connection::open(server.port());
        connection.write(&Request::get("/mockoon-admin/events").bearer(TOKEN).bytes());
        connection
    };
    let silent: Vec<Connection> = (0..SUBSCRIBERS / 2).map(|_| subscribe()).collect();
    let mut reading: Vec<Connection> = (0..SUBSCRIBERS / 2).map(|_| subscribe()).collect();
    for connection in &mut reading {
        assert_eq!(connection.head().expect("an answer").status, 200);
    }
    let before = server.memory();
    let began = std::time::Instant::now();
    let (events, lagged) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let done = AtomicBool::new(false);
    let answered: usize = std::thread::scope(|scope| {
        for mut connection in reading {
            let (events, lagged, done) = (&events, &lagged, &done);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    match connection.line() {
                        Some(line) if line.starts_with("data: ") => _ = events.fetch_add(1, Ordering::Relaxed),
                        Some(line) if line.starts_with(": lagged") => _ = lagged.fetch_add(1, Ordering::Relaxed),
                        Some(_) => (),
                        None => panic!("a stream has ended"),
                    }
                }
            });
        }
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(server.port());
                    (0..REQUESTS / CLIENTS).filter(|_| connection.ask(&Request::get("/hello")).text() == "hi").count()
                })
            })
            .collect();
        let answered = clients.into_iter().map(|client| client.join().expect("all are answered")).sum();
        done.store(true, Ordering::Relaxed);
        // One more event, so that every reader wakes up and sees that it is over.
        server.get("/hello");
        answered
    });
    let seconds = began.elapsed().as_secs_f64();
    let grown = server.memory().saturating_sub(before);
    println!(
        "{answered} requests in {seconds:.1} s beside {SUBSCRIBERS} subscribers of which {} never read: \
         {} events read, {} lags told, memory {before} KiB and then {grown} KiB more, peak {} KiB",
        silent.len(),
        events.load(Ordering::Relaxed),
        lagged.load(Ordering::Relaxed),
        server.peak_memory(),
    );
    assert_eq!(answered, REQUESTS);
    assert!(grown < 100 << 10, "{grown} KiB more");
    assert_eq!(server.get("/hello").text(), "hi");
}

#[test]
fn environments_that_are_put_fit_into_memory_and_former_ones_make_way() {
    let small = environment(json!({"routes": [get("hello", "hi")]}));
    let server = Sidemock::on(&small).var("MOCKOON_MEMORY_BUDGET", "24MB").start();
    let put = |path: &str, environment: &Value| {
        server.send(&Request::new("PUT", &format!("/mockoon-admin{path}")).bearer(TOKEN).json(environment))
    };
    let of_routes = |count: usize, body: &str| {
        let routes: Vec<Value> = (0..count).map(|at| get(&format!("r{at}"), &format!("{body}{at}"))).collect();
        environment(json!({"routes": routes}))
    };
    let dense = of_routes(1, &"{{a}}".repeat(150_000));
    for (path, large) in
        [("/environment", &dense), ("/x/environment", &dense), ("/environment", &of_routes(9_000, "a"))]
    {
        let reply = put(path, large);
        assert!(matches!(reply.status, 413 | 507), "{path} {}", reply.status);
        assert!(reply.text().contains("MOCKOON_MEMORY_BUDGET"), "{}", reply.text());
        assert_eq!(server.get("/hello").text(), "hi", "the one before serves");
    }
    for round in ["a", "b", "c", "d", "e", "f", "g"] {
        let reply = put("/environment", &of_routes(1_000, round));
        assert_eq!(reply.status, 200, "{round} {}", reply.text());
        assert_eq!(server.get("/r7").text(), format!("{round}7"));
    }
    assert_eq!(put("/environment", &small).status, 200);
    let uuid = small["routes"][0]["uuid"].as_str().expect("a uuid");
    for round in 0..40 {
        let changed = json!({"responses": [{"body": "x".repeat(300_000 + round)}]});
        let patch = Request::new("PATCH", &format!("/mockoon-admin/x/routes/{uuid}")).bearer(TOKEN).json(&changed);
        let reply = server.send(&patch);
        assert_eq!(reply.status, 200, "{round} {}", reply.text());
    }
}

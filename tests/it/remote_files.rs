//! Files of other servers: fetched at the start, asked for changes, and the last good copy when there is nothing better.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::support::{Ended, Sidemock, environment, get, wait_for};

/// A server of one file, by HTTP/1.0: what it answers may be changed, what it was asked is kept.
#[derive(Clone)]
struct Files {
    port: u16,
    answer: Arc<Mutex<(String, String)>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Files {
    /// One that answers with this content, which it calls by this ETag.
    fn new(tag: &str, content: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let answer = Arc::new(Mutex::new((tag.to_owned(), content.to_owned())));
        let files = Self { port, answer, asked: Arc::default() };
        let serving = files.clone();
        std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| serving.serve(stream)));
        files
    }

    fn serve(&self, mut stream: TcpStream) {
        let lines = BufReader::new(&stream).lines().map_while(Result::ok);
        let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let head = head.join("\n").to_lowercase();
        let (tag, content) = self.answer.lock().unwrap().clone();
        let answer = match tag.as_str() {
            _ if head.contains("/moved.json") => "HTTP/1.0 302 Found\r\nLocation: shop.json\r\n\r\n".to_owned(),
            "broken" => "HTTP/1.0 500 Oops\r\n\r\n".to_owned(),
            "short" => "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{".to_owned(),
            "gone" => String::new(),
            tag if head.contains(&format!("if-none-match: {tag}")) => "HTTP/1.0 304 Not Modified\r\n\r\n".to_owned(),
            tag => format!("HTTP/1.0 200 OK\r\nETag: {tag}\r\n\r\n{content}"),
        };
        self.asked.lock().unwrap().push(head);
        let _ = stream.write_all(answer.as_bytes());
    }

    fn now(&self, tag: &str, content: &str) {
        *self.answer.lock().unwrap() = (tag.to_owned(), content.to_owned());
    }

    fn asked(&self, part: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|head| head.contains(part)).count()
    }

    fn url(&self, rest: &str) -> String {
        format!("http://127.0.0.1:{}{rest}", self.port)
    }
}

fn says(text: &str) -> String {
    environment(json!({"name": "Shop", "routes": [get("a", text)]})).to_string()
}

#[test]
fn a_file_of_another_server_is_fetched_asked_for_changes_and_kept() {
    let files = Files::new("\"1\"", &says("one"));
    let data = format!("http://me:hidden@127.0.0.1:{}/moved.json?sig=hidden", files.port);
    let server = Sidemock::new().var("MOCKOON_DATA", data).var("MOCKOON_DATA_POLL", "20ms").start();
    assert_eq!(server.get("/a").text(), "one");
    assert!(files.asked("authorization: basic bwu6aglkzgvu") > 0);
    wait_for("a question whether it has changed", || files.asked("if-none-match: \"1\"") > 0);
    files.now("\"2\"", &says("two"));
    wait_for("the new content", || server.get("/a").text() == "two");
    files.now("broken", "");
    server.wait_for_output("its last copy goes on serving");
    files.now("\"3\"", "{\"routes\": \"none\"");
    server.wait_for_output("Reload refused");
    assert_eq!(server.get("/a").text(), "two");
    files.now("\"4\"", &says("four"));
    wait_for("the next good content", || server.get("/a").text() == "four");
    let told = server.output() + &server.manage("/readyz?verbose").text();
    assert!(told.contains(&files.url("/moved.json")) && !told.contains("hidden"), "{told}");
}

#[test]
fn a_file_that_cannot_be_fetched_is_the_last_verdict_until_it_can() {
    let files = Files::new("\"1\"", &says("one"));
    let server = Sidemock::new().var("MOCKOON_DATA", files.url("/shop.json")).var("MOCKOON_DATA_POLL", "20ms").start();
    let verdict = |wanted: &str| wait_for(wanted, || server.manage("/readyz?verbose").text().contains(wanted));
    files.now("\"2\"", &says("two"));
    verdict("last reload: taken");
    for (answer, reason) in [("broken", "it answers 500"), ("short", ""), ("gone", "")] {
        files.now(answer, "");
        verdict(&format!("last reload: refused: cannot be fetched, its last copy goes on serving: {reason}"));
        assert_eq!((server.manage("/readyz").status, server.get("/a").text().as_str()), (200, "two"), "{answer}");
        // The same content as before: it serves.
        files.now("\"2\"", &says("two"));
        verdict("last reload: taken");
    }
    // What was wrong with content is not forgotten over it.
    files.now("\"3\"", "no environment");
    verdict("last reload: refused: http");
    files.now("broken", "");
    verdict("it answers 500");
    files.now("\"3\"", "no environment");
    verdict("last reload: refused: http");
    files.now("\"4\"", &says("four"));
    verdict("last reload: taken");
    assert_eq!(server.get("/a").text(), "four");
}

#[test]
fn without_a_poll_nobody_asks_again() {
    let files = Files::new("\"1\"", &says("one"));
    let server = Sidemock::new().var("MOCKOON_DATA", files.url("/shop.json")).start();
    files.now("\"2\"", &says("two"));
    assert_eq!((server.get("/a").text().as_str(), files.asked("get")), ("one", 1));
}

#[test]
fn one_that_cannot_be_fetched_ends_the_start_and_the_check() {
    let files = Files::new("broken", "");
    let ends = |data: String, check: &str| -> Ended {
        Sidemock::new().var("MOCKOON_DATA", data).var("MOCKOON_CHECK", check).run()
    };
    for check in ["false", "true"] {
        let ended = ends(files.url("/shop.json?sig=hidden"), check);
        assert_eq!(ended.code, Some(65), "{}", ended.output());
        let told = ended.output();
        assert!(told.contains(&files.url("/shop.json cannot be fetched (it answers 500")), "{told}");
        assert!(told.contains("check the address") && !told.contains("hidden"), "{told}");
    }
    files.now("\"1\"", &says("one"));
    assert_eq!(ends(files.url("/shop.json"), "true").code, Some(0));
    files.now("\"1\"", "no environment");
    let ended = ends(files.url("/shop.json"), "false");
    assert!(ended.code == Some(65) && ended.output().contains("/shop.json: not JSON"), "{}", ended.output());
}

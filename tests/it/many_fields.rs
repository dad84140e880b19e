//! Heads with more fields than hyper has room for at first, wherever on a connection they come.

use serde_json::json;

use crate::support::{Connection, Request, Server, Sidemock, environment, get, response, route};

/// A head with so many fields in all, of which the last is asked for.
fn head(count: usize, line: &str, further: &str) -> String {
    let fields: String = (1..count).map(|number| format!("X-{number}: {number}\r\n")).collect();
    format!("{line} HTTP/1.1\r\nHost: x\r\n{fields}{further}\r\n")
}

fn server() -> Server {
    let slow = route("get", "slow", vec![response(json!({"body": "slow", "latency": 100}))]);
    let echo = route("post", "echo", vec![response(json!({"body": "[{{body}}]"}))]);
    let routes = json!([get("last/:n", "{{header (concat 'X-' (urlParam 'n'))}}"), get("b", "b"), slow, echo]);
    Sidemock::on(&environment(json!({"routes": routes}))).start()
}

#[test]
fn many_fields_come_first_or_later_and_in_any_pieces() {
    let server = server();
    for count in [99, 100, 101, 102, 2_000] {
        let request = head(count, &format!("GET /last/{}", count - 1), "");
        for piece in [request.len(), request.len() / 2, 777] {
            for before in [0, 1] {
                let mut connection = Connection::open(server.port());
                for _ in 0..before {
                    assert_eq!(connection.ask(&Request::get("/b")).text(), "b");
                }
                for _ in 0..2 {
                    request.as_bytes().chunks(piece).for_each(|bytes| connection.write(bytes));
                    let reply = connection.read(false).expect("an answer");
                    assert_eq!(
                        (reply.status, reply.text()),
                        (200, (count - 1).to_string()),
                        "{count} {piece} {before}"
                    );
                }
                assert_eq!(connection.ask(&Request::get("/b")).text(), "b");
            }
        }
    }
}

#[test]
fn many_fields_wait_behind_what_is_being_answered() {
    let server = server();
    let mut connection = Connection::open(server.port());
    let slow = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
    connection.write(format!("{slow}{}{slow}", head(300, "GET /last/299", "")).as_bytes());
    for expected in ["slow", "299", "slow"] {
        assert_eq!(connection.read(false).expect("an answer").text(), expected);
    }
    let body = head(300, "POST /echo", "Content-Length: 3\r\n") + "abc";
    let mut connection = Connection::open(server.port());
    connection.write(format!("{slow}{body}{body}").as_bytes());
    for expected in ["slow", "[abc]", "[abc]"] {
        assert_eq!(connection.read(false).expect("an answer").text(), expected);
    }
}

#[test]
fn bodies_in_chunks_may_have_many_fields_behind_them() {
    let server = server();
    let trailers: String = (0..500).map(|number| format!("X-{number}: {number}\r\n")).collect();
    let chunked = format!(
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n{trailers}\r\n"
    );
    let mut connection = Connection::open(server.port());
    for _ in 0..2 {
        connection.write(chunked.as_bytes());
        assert_eq!(connection.read(false).expect("an answer").text(), "[abc]");
        connection.write(head(200, "GET /last/199", "").as_bytes());
        assert_eq!(connection.read(false).expect("an answer").text(), "199");
    }
}

#[test]
fn too_many_fields_are_refused_wherever_they_come() {
    let server = server();
    for before in [0, 1] {
        let mut connection = Connection::open(server.port());
        for _ in 0..before {
            assert_eq!(connection.ask(&Request::get("/b")).text(), "b");
        }
        connection.write(head(2_001, "GET /b", "").as_bytes());
        assert_eq!(connection.read(false).expect("an answer").status, 431);
        assert!(connection.read(false).is_none(), "the connection goes on");
    }
}

#[test]
fn fields_that_end_in_line_feeds_alone_count_the_same() {
    let server = server();
    let bare = |count, line: &str| head(count, line, "").replace("\r\n", "\n");
    let mut connection = Connection::open(server.port());
    for count in [3, 300, 4] {
        connection.write(bare(count, &format!("GET /last/{}", count - 1)).as_bytes());
        assert_eq!(connection.read(false).expect("an answer").text(), (count - 1).to_string());
    }
}

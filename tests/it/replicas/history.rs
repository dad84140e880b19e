//! Requests of many clients to several replicas are as if one process had answered them one after the other.
//!
//! Every operation counts a variable and tells the count, which is its place in the order. In that order a model does the
//! same, and has to come to the same answers; and what ended before something else began has to come before it.

use std::time::Instant;

use serde_json::{Value, json};

use super::replicas;
use crate::support::{Connection, Request, Server, StoreServer, bucket, environment, get, response, route};

/// The random scripts follow from it.
const SEED: u64 = 20_261_127;
const CLIENTS: u64 = 12;
const OPERATIONS: usize = 15;

const COUNT: &str = "{{setGlobalVar 'n' (add (getGlobalVar 'n') 1)}}{{getGlobalVar 'n'}}";

fn operations() -> Value {
    let push = format!("{{{{setData 'push' 'list' '' (queryParam 'x')}}}}{COUNT} {{{{len (dataRaw 'list')}}}}");
    let swap = format!("{COUNT} {{{{getGlobalVar 'v'}}}}{{{{setGlobalVar 'v' (queryParam 'x')}}}}");
    let last = format!("{COUNT} {{{{len (dataRaw 'list')}}}} {{{{getGlobalVar 'v'}}}}");
    let turns = (0..3).map(|turn| response(json!({"body": format!("{COUNT} {turn}")}))).collect();
    let mut turn = route("get", "turn", turns);
    turn["responseMode"] = "SEQUENTIAL".into();
    environment(json!({
        "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a13",
        "routes": [get("push", &push), get("swap", &swap), get("last", &last), turn],
        "data": [bucket("list", "list", &json!([]))],
    }))
}

/// One that was done.
struct Done {
    path: &'static str,
    x: u64,
    began: Instant,
    ended: Instant,
    order: usize,
    answer: String,
}

fn client(server: &Server, number: u64) -> Vec<Done> {
    let mut random = SEED.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut connection = Connection::open(server.port());
    let done = |_| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let path = ["push", "swap", "last", "turn"][(random >> 20) as usize % 4];
        let (x, began) = (random % 1_000, Instant::now());
        let reply = connection.ask(&Request::get(&format!("/{path}?x={x}")));
        assert_eq!(reply.status, 200, "{}", reply.text());
        let text = reply.text();
        let (order, answer) = text.split_once(' ').expect("a count and an answer");
        Done {
            path,
            x,
            began,
            ended: Instant::now(),
            order: order.parse().expect("a count"),
            answer: answer.trim_end().to_owned(),
        }
    };
    (0..OPERATIONS).map(done).collect()
}

#[test]
fn the_history_of_many_clients_at_three_replicas_is_that_of_one_process() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&operations(), &store, 3);
    let mut history = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| (number, &servers[number as usize % 3]))
            .map(|(number, server)| scope.spawn(move || client(server, number)))
            .collect();
        clients.into_iter().flat_map(|client| client.join().expect("a history")).collect::<Vec<_>>()
    });
    history.sort_by_key(|done| done.order);
    let orders: Vec<usize> = history.iter().map(|done| done.order).collect();
    assert_eq!(orders, (1..=history.len()).collect::<Vec<_>>(), "seed {SEED}: each count comes once");
    let (mut length, mut value, mut turns) = (0, String::new(), 0);
    for done in &history {
        let expected = match done.path {
            "push" => {
                length += 1;
                length.to_string()
            }
            "swap" => std::mem::replace(&mut value, done.x.to_string()),
            "last" => format!("{length} {value}").trim_end().to_owned(),
            _ => {
                turns += 1;
                ((turns - 1) % 3).to_string()
            }
        };
        assert_eq!(done.answer, expected, "seed {SEED}: number {} {}", done.order, done.path);
    }
    let mut latest_end: Option<Instant> = None;
    for done in history.iter().rev() {
        // Nothing that comes later in the order may have ended before this began.
        assert!(latest_end.is_none_or(|end| end >= done.began), "seed {SEED}: number {} came too late", done.order);
        latest_end = Some(latest_end.map_or(done.ended, |end| end.min(done.ended)));
    }
}

#[test]
fn a_replica_that_is_killed_leaves_no_half_of_a_request_behind() {
    let Some(store) = StoreServer::start() else { return };
    let servers = replicas(&operations(), &store, 2);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let ask = || {
                    let mut connection = Connection::try_open(servers[0].port())?;
                    connection.write(&Request::get("/push?x=1").bytes());
                    connection.read(true).ok_or(std::io::ErrorKind::UnexpectedEof)?;
                    Ok::<_, std::io::Error>(())
                };
                while ask().is_ok() {}
            });
        }
        for _ in 0..10 {
            assert_eq!(servers[1].get("/push?x=2").status, 200);
        }
        servers[0].signal("KILL");
    });
    let told = servers[1].get("/last").text();
    let numbers: Vec<usize> = told.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    assert_eq!(numbers[0], numbers[1] + 1, "as many are counted as are in the list, and this one: {told}");
}

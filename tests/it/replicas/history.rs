//! Requests of many clients to several replicas are as if one process had answered them one after the other.
//!
//! Every operation counts a variable and tells the count, which is its place in the order. In that order a model does the
//! same, and has to come to the same answers; and what ended before something else began has to come before it.

use std::time::Instant;

use serde_json::{Value, json};

use super::replicas;
use crate::support::{Connection, Request, Server, StoreServer, bucket, crud, environment, get, response, route};

/// The random scripts follow from it.
const SEED: u64 = 20_261_127;
const CLIENTS: u64 = 64;
const OPERATIONS: usize = 6;

const COUNT: &str = "{{setGlobalVar 'n' (add (getGlobalVar 'n') 1)}}{{getGlobalVar 'n'}}";
/// The header that tells the count where the body is an item.
const COUNT_HEADER: &str = "x-count";

fn operations() -> Value {
    let push = format!("{{{{setData 'push' 'list' '' (queryParam 'x')}}}}{COUNT} {{{{len (dataRaw 'list')}}}}");
    let swap = format!("{COUNT} {{{{getGlobalVar 'v'}}}}{{{{setGlobalVar 'v' (queryParam 'x')}}}}");
    let last = format!("{COUNT} {{{{len (dataRaw 'list')}}}} {{{{getGlobalVar 'v'}}}}");
    let turns = (0..3).map(|turn| response(json!({"body": format!("{COUNT} {turn}")}))).collect();
    let mut turn = route("get", "turn", turns);
    turn["responseMode"] = "SEQUENTIAL".into();
    let mut items = crud("items", "item");
    items["responses"][0]["headers"] = json!([{"key": COUNT_HEADER, "value": COUNT}]);
    environment(json!({
        "uuid": "6f4a5f0e-64a8-4c3c-9d0b-0c5d6a3c1a13",
        "routes": [get("push", &push), get("swap", &swap), get("last", &last), turn, items],
        "data": [bucket("list", "list", &json!([])), bucket("item", "items", &json!([]))],
    }))
}

/// What a client asks for.
#[derive(Debug)]
enum Operation {
    /// A route that counts in its body.
    Get(&'static str, u64),
    /// A new item.
    Create(Value),
    /// Another value of an item.
    Change(String, u64),
    /// An item less.
    Delete(String),
    /// All items.
    List,
}

impl Operation {
    fn request(&self) -> Request {
        match self {
            Self::Get(path, x) => Request::get(&format!("/{path}?x={x}")),
            Self::Create(item) => Request::new("POST", "/items").json(item),
            Self::Change(id, x) => Request::new("PATCH", &format!("/items/{id}")).json(&json!({"v": x})),
            Self::Delete(id) => Request::new("DELETE", &format!("/items/{id}")),
            Self::List => Request::get("/items"),
        }
    }
}

/// One that was done.
struct Done {
    operation: Operation,
    began: Instant,
    ended: Instant,
    order: usize,
    answer: String,
}

/// One process, as it would have answered.
#[derive(Default)]
struct Model {
    length: usize,
    value: String,
    turns: usize,
    items: Vec<Value>,
}

impl Model {
    fn answer(&mut self, operation: &Operation) -> String {
        match operation {
            Operation::Get("push", _) => {
                self.length += 1;
                self.length.to_string()
            }
            Operation::Get("swap", x) => std::mem::replace(&mut self.value, x.to_string()),
            Operation::Get("last", _) => format!("{} {}", self.length, self.value).trim_end().to_owned(),
            Operation::Get(..) => {
                self.turns += 1;
                ((self.turns - 1) % 3).to_string()
            }
            Operation::Create(item) => {
                self.items.push(item.clone());
                item.to_string()
            }
            Operation::Change(id, x) => {
                let item = self.items.iter_mut().find(|item| item["id"] == id.as_str()).expect("an item");
                item["v"] = (*x).into();
                item.to_string()
            }
            Operation::Delete(id) => {
                let at = self.items.iter().position(|item| item["id"] == id.as_str()).expect("an item");
                self.items.remove(at);
                json!({}).to_string()
            }
            Operation::List => Value::from(self.items.clone()).to_string(),
        }
    }
}

fn client(server: &Server, number: u64) -> Vec<Done> {
    let mut random = SEED.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut connection = Connection::open(server.port());
    let mut own: Vec<String> = Vec::new();
    let done = |nth| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let x = random % 1_000;
        let create = || Operation::Create(json!({"id": format!("c{number}-{nth}"), "v": x}));
        let operation = match ((random >> 20) % 8, own.last()) {
            (at @ 0..4, _) => Operation::Get(["push", "swap", "last", "turn"][at as usize], x),
            (4, _) => Operation::List,
            (5, Some(id)) => Operation::Change(id.clone(), x),
            (6, Some(id)) => Operation::Delete(id.clone()),
            _ => create(),
        };
        match &operation {
            Operation::Create(item) => own.push(item["id"].as_str().expect("an id").to_owned()),
            Operation::Delete(_) => drop(own.pop()),
            _ => {}
        }
        loop {
            let began = Instant::now();
            let reply = connection.ask(&operation.request());
            if reply.header("x-sidemock-state") == Some("conflict") {
                // Nothing was done.
                continue;
            }
            assert!(reply.status < 300, "{} {}", reply.status, reply.text());
            let text = reply.text();
            let (order, answer) = match reply.header(COUNT_HEADER) {
                Some(order) => (order, text.as_str()),
                None => text.split_once(' ').expect("a count and an answer"),
            };
            let (order, answer) = (order.parse().expect("a count"), answer.trim_end().to_owned());
            return Done { operation, began, ended: Instant::now(), order, answer };
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
    let mut model = Model::default();
    for done in &history {
        let place = || format!("seed {SEED}: number {} {:?}", done.order, done.operation);
        assert_eq!(done.answer, model.answer(&done.operation), "{}", place());
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

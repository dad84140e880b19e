//! The oracle: a session is as a process of its own. Many sessions of one server run random scripts at once, each beside a
//! server that nobody else uses; every answer is the same, byte for byte.

use std::sync::Barrier;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use super::{call, within};
use crate::support::{
    Connection, Reply, Request, Server, Sidemock, bucket, crud, environment, get, response, route, rule,
};

/// Sessions at once.
const SESSIONS: usize = 64;
/// Scripts that each session runs, one after the other.
const ROUNDS: usize = 4;
/// Scripts in the long run that `.ci/run soak` asks for.
const ROUNDS_VARIABLE: &str = "SIDEMOCK_ORACLE_ROUNDS";
/// Calls of a script, before the reload and after it.
const CALLS: usize = 12;

/// Everything that a request can change, with answers that show it. `version` changes some of it and not the rest.
fn subject(version: u32) -> Value {
    let mut turns = route("get", "turns", (1..=5).map(|i| response(json!({"body": i.to_string()}))).collect());
    turns["responseMode"] = "SEQUENTIAL".into();
    let third = rule("request_number", "", "equals", "3");
    let flagged = rule("global_var", "flag", "equals", "on");
    let counted = route(
        "get",
        "counted",
        vec![
            response(json!({"body": "third", "rules": [third]})),
            response(json!({"body": "flag", "rules": [flagged]})),
            response(json!({"body": format!("other {version}"), "default": true})),
        ],
    );
    let set = "{{setData 'set' 'docs' (concat (urlParam 'key') '.n') (urlParam 'value')}}{{data 'docs'}}";
    let push = "{{setData 'push' 'list' '' (urlParam 'value')}}{{data 'list'}}";
    let mut environment = environment(json!({
        "name": "Oracle",
        "routes": [
            turns,
            counted,
            crud("items", "itms"),
            crud("others", "othr"),
            get("add", "{{setGlobalVar 'n' (add (getGlobalVar 'n') 1)}}{{getGlobalVar 'n'}}"),
            get("flag/:state", "{{setGlobalVar 'flag' (urlParam 'state')}}{{getGlobalVar 'flag'}}"),
            get("set/:key/:value", set),
            get("push/:value", push),
            get("drawn", "{{faker 'number.int' max=100000}} {{int 1 1000}}"),
        ],
        "data": [
            bucket("itms", "Items", &json!([{"id": "1", "v": 1}, {"id": "2", "v": 2}])),
            bucket("othr", "Others", &json!([{"id": "1", "version": version}])),
            bucket("docs", "Docs", &json!({"a": {"n": 0}, "b": {"n": 0}})),
            bucket("list", "List", &json!([])),
        ],
    }));
    // The same things in every version.
    environment["uuid"] = "00000000-0000-4000-8000-00000000ffff".into();
    for (kind, key) in [("routes", 1), ("data", 2)] {
        for (i, one) in environment[kind].as_array_mut().into_iter().flatten().enumerate() {
            one["uuid"] = format!("00000000-0000-4000-8000-0000000{key}{i:04}").into();
            for (j, response) in
                one.get_mut("responses").and_then(Value::as_array_mut).into_iter().flatten().enumerate()
            {
                response["uuid"] = format!("00000000-0000-4000-8000-0000003{i:02}{j:02}0").into();
            }
        }
    }
    let children = (0..9).map(|i| json!({"type": "route", "uuid": environment["routes"][i]["uuid"]})).collect();
    environment["rootChildren"] = Value::Array(children);
    environment
}

/// A call of a script: a request, or a call of the admin API in the session's scope.
enum Step {
    Ask(Request),
    Purge,
}

fn step(random: &mut StdRng) -> Step {
    let id = random.random_range(1..6);
    let body = json!({"id": id.to_string(), "v": random.random_range(0..100)});
    let list = ["items", "others"][random.random_range(0..2)];
    Step::Ask(match random.random_range(0..17) {
        0 | 1 => Request::get("/turns"),
        2 | 3 => Request::get("/counted"),
        4 => Request::get("/add"),
        5 => Request::get(["/flag/on", "/flag/off"][random.random_range(0..2)]),
        6 => Request::get(&format!("/set/{}/{id}", ["a", "b"][random.random_range(0..2)])),
        7 => Request::get(&format!("/push/{id}")),
        8 => Request::get("/drawn"),
        9 | 10 => Request::new("POST", &format!("/{list}")).json(&body),
        11 => Request::new("PUT", &format!("/{list}/{id}")).json(&body),
        12 => Request::new("PATCH", &format!("/{list}/{id}")).json(&json!({"patched": id})),
        13 => Request::new("DELETE", &format!("/{list}/{id}")),
        14 => Request::get(&format!("/{list}?sort=v&order=desc&limit=3")),
        15 => Request::get(&format!("/{list}/{id}")),
        _ if random.random_bool(0.3) => return Step::Purge,
        _ => Request::get(&format!("/{list}")),
    })
}

/// What is compared of an answer: all but the time it was made.
fn seen(reply: &Reply) -> String {
    let whole = reply.whole();
    whole.lines().filter(|line| !line.to_ascii_lowercase().starts_with("date:")).collect::<Vec<_>>().join("\n")
}

fn rounds() -> usize {
    std::env::var(ROUNDS_VARIABLE).ok().and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

fn start() -> Server {
    Sidemock::on(&subject(0)).var("MOCKOON_FAKER_SEED", "11").start()
}

/// One session beside its own process, through all rounds; the first difference. Who has found one goes on to wait at the
/// barrier: nobody waits for ever.
fn play(number: usize, seed: u64, shared: &Server, own: &Server, reloaded: &Barrier) -> Option<String> {
    let mut difference = None;
    let session = format!("oracle-{number}");
    let mut random = StdRng::seed_from_u64(seed ^ number as u64);
    let (mut here, mut there) = (Connection::open(shared.port()), Connection::open(own.port()));
    for round in 0..rounds() {
        for at in 0..2 * CALLS {
            if at == CALLS {
                // The shared server reloads once for all, while nobody asks; each process by itself.
                let next = subject(round as u32 + 1);
                let status =
                    if reloaded.wait().is_leader() { call(shared, "PUT", "/environment", &next).status } else { 200 };
                let statuses = [status, call(own, "PUT", "/environment", &next).status];
                reloaded.wait();
                if statuses != [200, 200] && difference.is_none() {
                    difference = Some(format!("reloads: {statuses:?}"));
                }
            }
            if difference.is_some() {
                continue;
            }
            let place = format!("seed {seed}, session {number}, round {round}, call {at}");
            match step(&mut random) {
                Step::Ask(request) => {
                    let expected = seen(&there.ask(&request));
                    let request = within(&session, request);
                    let what = String::from_utf8_lossy(&request.bytes()).into_owned();
                    let found = seen(&here.ask(&request));
                    if found != expected {
                        difference = Some(format!("{place}: {what}\n{found}\n--- expected ---\n{expected}"));
                    }
                }
                Step::Purge => {
                    let expected = own.admin("POST", "/state/purge").status;
                    let found = shared.admin("POST", &format!("/state/purge?session={session}"));
                    // A session that nobody has asked anything yet is none.
                    if expected != 200 || !matches!(found.status, 200 | 404) {
                        difference = Some(format!("{place}: purge {expected}, {}", found.whole()));
                    }
                }
            }
        }
    }
    difference
}

#[test]
fn sessions_are_as_processes_of_their_own() {
    let seed: u64 =
        std::env::var("SIDEMOCK_ORACLE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    println!("SIDEMOCK_ORACLE_SEED={seed}");
    let shared = start();
    let own: Vec<Server> = std::thread::scope(|scope| {
        let starting: Vec<_> =
            (0..8).map(|_| scope.spawn(|| (0..SESSIONS / 8).map(|_| start()).collect::<Vec<_>>())).collect();
        starting.into_iter().flat_map(|thread| thread.join().expect("servers")).collect()
    });
    let reloaded = Barrier::new(SESSIONS);
    let differences: Vec<String> = std::thread::scope(|scope| {
        let play = |(number, own)| {
            let (shared, reloaded) = (&shared, &reloaded);
            scope.spawn(move || play(number, seed, shared, own, reloaded))
        };
        let playing: Vec<_> = own.iter().enumerate().map(play).collect();
        playing.into_iter().filter_map(|thread| thread.join().expect("played")).collect()
    });
    assert!(differences.is_empty(), "{} of {SESSIONS} differ: {}", differences.len(), differences[0]);
}

//! Whole exchanges: a request of any body, a template, CRUD operations, and the state that they share.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use sidemock::budget::{Budget, Limits};
use sidemock::crud::{self, CrudKey, CrudRequest};
use sidemock::faker::Faker;
use sidemock::js::json;
use sidemock::memory::MemoryBudget;
use sidemock::message::{Peer, Request};
use sidemock::routing::CrudOperation;
use sidemock::state::{Bucket, CellId, Content, EnvVars, State, StateBudget, Step};
use sidemock::template::{BaseUrl, RenderContext, Template};

/// What all of an exchange may hold together.
const MEMORY: usize = 4 << 20;
/// What its state may.
const STATE: usize = 256 << 10;
/// Content types, of which the input chooses.
const KINDS: [&str; 5] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/plain",
];
/// What is done with one request, one after the other: what one writes the next one finds.
const OPERATIONS: [CrudOperation; 8] = [
    CrudOperation::Create,
    CrudOperation::UpdateMergeById,
    CrudOperation::UpdateById,
    CrudOperation::Get,
    CrudOperation::UpdateMerge,
    CrudOperation::GetById,
    CrudOperation::DeleteById,
    CrudOperation::Update,
];

/// The first line is the query, the second the template; the rest is the body.
pub fn exchange(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.splitn(3, '\n');
    let [query, template, body] = [(); 3].map(|()| lines.next().unwrap_or(&text));
    let memory = MemoryBudget::new(MEMORY, 0);
    let Some(faker) = Faker::new("en", Some(1)) else { return };
    let state = State::new(faker, 0.0).within(&StateBudget::new(STATE, &memory));
    let content = Content::parsed(json::parse(super::targets::DATA).unwrap_or_default(), true);
    let list = Content::parsed(json::parse(r#"[{"id": 1}, {"id": 2, "t": "x"}]"#).unwrap_or_default(), true);
    let buckets = [("buck", content), ("list", list)];
    let buckets = buckets.map(|(id, content)| Arc::new(Bucket::new(CellId::fresh(), id, id, id, content)));
    let template = Template::compile(template);
    for round in 0..3 {
        let Some(request) = request(query, KINDS.get(input.len() % KINDS.len()).copied(), body) else { return };
        let budget = Budget::sharing(Limits { time: Duration::from_millis(100), bytes: MEMORY / 4 }, &memory);
        render(&template, &request, &state, &buckets, &budget);
        for (number, operation) in OPERATIONS.into_iter().enumerate() {
            let bucket = &buckets[(number + round) % 2];
            operate(operation, &request, &state, bucket, &budget);
        }
        drop((request, budget));
        assert!(memory.used() <= STATE + STATE / 8, "{} bytes are held after the exchange", memory.used());
    }
    drop((state, buckets));
    assert_eq!(memory.used(), 0, "bytes held after the state");
}

fn request(query: &str, kind: Option<&str>, body: &str) -> Option<Request> {
    let plain: String = query.chars().filter(|c| c.is_ascii_graphic() && *c != '#').collect();
    let uri = http::Uri::try_from(format!("/items/1?{plain}")).ok()?;
    let builder = http::Request::post(uri).header("content-type", kind.unwrap_or_default());
    let (parts, ()) = builder.body(()).ok()?.into_parts();
    let peer = Peer { remote: ([127, 0, 0, 1], 4000).into(), tls: false };
    Some(Request::new(parts, body.to_owned().into(), peer))
}

fn render(template: &Template, request: &Request, state: &State, buckets: &[Arc<Bucket>], budget: &Budget) {
    let Some(turn) = state.try_turn() else { return };
    let _entered = budget.enter();
    let step = Step::writing(state, turn);
    let (env_vars, base_url, status) = (EnvVars::default(), BaseUrl::default(), Cell::new(None));
    let (env_vars, base_url, request) = (&env_vars, &base_url, Some(request));
    drop(template.render(&RenderContext { env_vars, step: &step, base_url, buckets, request, status: Some(&status) }));
    step.commit_within_budget();
}

fn operate(operation: CrudOperation, request: &Request, state: &State, bucket: &Bucket, budget: &Budget) {
    let Some(turn) = state.try_turn() else { return };
    let _entered = budget.enter();
    let step = Step::writing(state, turn);
    let (key, text) = (CrudKey::new("id", ""), request.string_body());
    let (query, body) = (request.query(), request.body());
    let request = CrudRequest { operation, key: &key, id: "1", query, body, string_body: &text };
    drop(crud::run(&step, bucket, &request, &mut |_| None));
    step.commit_within_budget();
}

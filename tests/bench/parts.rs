//! The parts of an exchange, one by one.

use std::sync::Arc;
use std::time::Duration;

use divan::{Bencher, black_box};
use serde_json::{Value, json};
use sidemock::crud::{self, CrudKey, CrudRequest};
use sidemock::js;
use sidemock::message::response::{Headers, SharedHeaders};
use sidemock::routing::CrudOperation;
use sidemock::rules::{Choice, Subject};
use sidemock::runtime::{Completion, EnvironmentHandle, Outcome, RecordedBody, RecordedResponse, Transaction};
use sidemock::state::{Bucket, CellId, Content, Step};
use sidemock::template::{RenderContext, Template};

use crate::world;

fn rendering<'a>(
    handle: &'a EnvironmentHandle,
    step: &'a Step<'a>,
    base_url: &'a sidemock::template::BaseUrl,
) -> RenderContext<'a> {
    RenderContext { env_vars: &handle.shared.env_vars, step, base_url, buckets: &[], request: None, status: None }
}

#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn route_match(bencher: Bencher<'_, '_>, routes: usize) {
    let generation = world::handle(&world::routes(routes), &json!([])).current();
    let table = &generation.compiled.table;
    bencher.bench(|| table.candidates("GET", black_box("/last/profile")).count());
}

#[divan::bench]
fn template_render(bencher: Bencher<'_, '_>) {
    let handle = world::handle(&json!([]), &json!([]));
    let template =
        Template::compile("{{#repeat 3}}{{@index}}: {{uppercase (concat 'a' 'b')}} {{int 1 9}}\n{{/repeat}}");
    let base_url = Default::default();
    bencher.bench(|| {
        let step = Step::reading(&handle.spaces.base().state);
        template.render(&rendering(&handle, &step, &base_url)).expect("rendered")
    });
}

#[divan::bench]
fn rule_choose(bencher: Bencher<'_, '_>) {
    let responses: Vec<Value> = (0..20)
        .map(|i| {
            let mut response = world::response(&i.to_string(), "{}");
            response["default"] = (i == 0).into();
            response["rules"] = json!([
                {"target": "header", "modifier": "Accept", "value": "*/*", "operator": "equals", "invert": false},
                {"target": "body", "modifier": "order.tier", "value": format!("t{i}"), "operator": "equals", "invert": false},
            ]);
            response["rulesOperator"] = "AND".into();
            response
        })
        .collect();
    let generation = world::handle(&json!([world::route(1, "r", responses.into())]), &json!([])).current();
    let handle = world::handle(&json!([]), &json!([]));
    let (chooser, base_url) = (&generation.compiled.routes[0].chooser, Default::default());
    bencher.with_inputs(|| world::request("POST", "/r", r#"{"order": {"tier": "t19"}}"#)).bench_values(|request| {
        let step = Step::reading(&handle.spaces.base().state);
        let rendering = RenderContext { request: Some(&request), ..rendering(&handle, &step, &base_url) };
        assert_eq!(chooser.choose(&Subject::new(rendering, 1, None)).expect("chosen"), Some((19, Choice::Rule)));
    });
}

#[divan::bench]
fn crud_list(bencher: Bencher<'_, '_>) {
    let content = Content::parsed(js::Value::array(world::items(1_000)), true);
    let bucket = Bucket::new(CellId::fresh(), "0", "items", "Items", content);
    let key = CrudKey::new("id", "");
    let handle = world::handle(&json!([]), &json!([]));
    bencher
        .with_inputs(|| world::request("GET", "/items?category_eq=c2&price_gte=100&sort=price&page=2&limit=20", ""))
        .bench_values(|request| {
            let call = CrudRequest {
                operation: CrudOperation::Get,
                key: &key,
                id: "",
                query: request.query(),
                body: request.body(),
                string_body: "",
            };
            let step = Step::reading(&handle.spaces.base().state);
            crud::run(&step, &bucket, &call, &mut |_| None).expect("a list").body
        });
}

#[divan::bench]
fn record_transaction(bencher: Bencher<'_, '_>) {
    let handle = world::handle(&json!([]), &json!([]));
    let headers = Arc::new(SharedHeaders::from(http::HeaderMap::new()));
    bencher.with_inputs(|| world::request("GET", "/last/profile", "")).bench_values(|request| {
        let body = RecordedBody::Bytes { bytes: bytes::Bytes::from_static(b"{}"), truncated: false };
        let sent = RecordedResponse { status: 200, headers: Headers::Shared(headers.clone()), body, proxied: false };
        let transaction = Arc::new(Transaction::new(None, request, RecordedBody::Missing, 0, 1, Arc::default(), None));
        transaction.answer(Completion {
            params: js::Value::Undefined,
            origin: None,
            sent,
            outcome: Outcome::Default,
            timestamp_ms: 0,
            took: Duration::ZERO,
            aborted: false,
            fault: None,
            number: 0,
            order: 0,
        });
        handle.shared.record(handle.spaces.base(), &handle.current().compiled, 1_024, transaction);
    });
}

#[divan::bench(args = [300, 4_096, 100_000])]
fn parse_json_body(bencher: Bencher<'_, '_>, bytes: usize) {
    let line = json!({"sku": "sku-1", "qty": 1, "price": 9.5, "text": "lorem ipsum dolor sit amet"});
    let body = json!({"items": vec![line; bytes / 75]}).to_string();
    bencher
        .counter(divan::counter::BytesCount::of_str(&body))
        .with_inputs(|| world::request("POST", "/", &body))
        .bench_values(|request| request.body().is_typeof_object());
}

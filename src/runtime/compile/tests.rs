use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::budget::background;
use crate::environment::edit::{read, tree};
use crate::environment::model::Environment;
use crate::environment::reader::read_value;
use crate::environment::route_tree;
use crate::faker::Faker;
use crate::memory::Shortage;
use crate::runtime::transaction_log::Label;
use crate::runtime::{CarryOver, CompiledEnvironment, EnvironmentHandle, Options, Shared, TransactionLog};

/// What somebody does to the environment.
#[derive(Debug, Clone)]
enum Step {
    /// Another endpoint, method or kind of route.
    Change(usize, Value),
    /// Another text of a route.
    Document(usize),
    Add(Value, bool),
    Remove(usize),
    /// The routes of the folder and the top change places.
    Swap,
}

fn fields() -> impl Strategy<Value = Value> {
    let endpoint = prop::sample::select(vec!["a", "a/:x", "b", ":x", ":x/b", "*", "a(", "A", "a/b"]);
    let method = prop::sample::select(vec!["get", "post", "all", ""]);
    let kind = prop::sample::select(vec!["http", "http", "http", "crud", "ws"]);
    (endpoint, method, kind)
        .prop_map(|(endpoint, method, kind)| json!({"endpoint": endpoint, "method": method, "type": kind}))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0usize..12, fields()).prop_map(|(at, fields)| Step::Change(at, fields)),
        (0usize..12).prop_map(Step::Document),
        (fields(), any::<bool>()).prop_map(|(fields, in_folder)| Step::Add(fields, in_folder)),
        (0usize..12).prop_map(Step::Remove),
        Just(Step::Swap),
    ]
}

fn environment(routes: &[Value]) -> Environment {
    let routes: Vec<Value> = routes.iter().map(|one| serde_json::to_value(&*route(one)).expect("JSON")).collect();
    let child = |route: &Value| json!({"type": "route", "uuid": route["uuid"]});
    let (inside, top) = routes.split_at(routes.len() / 2);
    let folder =
        json!({"uuid": read::new_uuid(), "name": "Folder", "children": inside.iter().map(child).collect::<Vec<_>>()});
    let mut root: Vec<Value> = top.iter().map(child).collect();
    root.insert(root.len() / 2, json!({"type": "folder", "uuid": folder["uuid"]}));
    let mut environment = read_value(json!({"routes": routes, "folders": [folder], "rootChildren": root}));
    route_tree::repair_refs(&mut environment);
    environment
}

fn route(fields: &Value) -> Arc<crate::environment::model::Route> {
    read::route(fields.clone(), &read::new_uuid())
}

fn done(source: &Environment, step: &Step) -> Environment {
    let chosen = |at: usize| source.routes.get(at % source.routes.len().max(1));
    let replaced = |at: usize, change: &dyn Fn(&mut Value)| {
        let Some(before) = chosen(at) else { return source.clone() };
        let mut value = serde_json::to_value(&**before).expect("JSON");
        change(&mut value);
        tree::replaced(source, before, read::route(value, &before.uuid))
    };
    match step {
        Step::Change(at, fields) => replaced(*at, &|value| {
            for (name, field) in fields.as_object().into_iter().flatten() {
                value[name] = field.clone();
            }
        }),
        Step::Document(at) => replaced(*at, &|value| value["documentation"] = "changed".into()),
        Step::Add(fields, in_folder) => {
            tree::with(source, route(fields), in_folder.then_some("Folder")).expect("a folder")
        }
        Step::Remove(at) => chosen(*at).map_or_else(|| source.clone(), |route| tree::without(source, &route.uuid)),
        Step::Swap => {
            let mut changed = source.clone();
            let folder = changed.folders.first_mut().expect("a folder");
            Arc::make_mut(&mut folder.children).reverse();
            Arc::make_mut(&mut changed.root_children).reverse();
            changed
        }
    }
}

/// All that is observed of the routes.
fn shown(compiled: &CompiledEnvironment) -> Vec<String> {
    let uuids = compiled.routes.iter().map(|route| route.definition.uuid.to_string());
    let sockets = compiled.websockets.iter().map(|(pattern, index)| format!("{} {index}", pattern.original()));
    let mut shown: Vec<String> = uuids.chain(sockets).chain(compiled.warnings.iter().cloned()).collect();
    shown.extend(compiled.left_out().map(|route| format!("left out {}", route.uuid)));
    for (position, route) in compiled.source.routes.iter().enumerate() {
        let own = compiled.routes.iter().position(|compiled| Arc::ptr_eq(&compiled.definition, route));
        shown.push(format!("{position} is {own:?}"));
    }
    for path in ["/", "/a", "/A/", "/a/b", "/b", "/c/b", "/a/b/c"] {
        for method in ["GET", "POST", "PUT", "HEAD"] {
            let found = compiled.table.candidates(method, path).map(|found| {
                let route = &compiled.routes[found.target.route];
                format!("{} {:?} {}", route.definition.uuid, found.target.crud, found.pattern.original())
            });
            shown.push(format!("{method} {path}: {:?}", found.collect::<Vec<_>>()));
        }
    }
    shown
}

proptest! {
    #[test]
    fn what_edits_make_of_an_environment_is_what_it_is_compiled_to_anew(
        routes in prop::collection::vec(fields(), 0..8),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        let log = TransactionLog::new(Label { name: String::new(), uuid: String::new() }, false);
        let shared = Shared::new(Options::default(), Arc::default(), log);
        let faker = || Faker::new("en", Some(1)).expect("a locale");
        let handle = EnvironmentHandle::new(None, shared, faker(), environment(&routes), String::new());
        for step in &steps {
            let edit = handle.edit(CarryOver::Unchanged, |previous| {
                Ok::<_, Shortage>((done(&previous.compiled.source, step), String::new()))
            });
            let edited = edit.expect("room");
            let source = Arc::clone(&edited.compiled.source);
            let anew = CompiledEnvironment::new(source, &handle.shared, &faker(), None, CarryOver::All);
            prop_assert_eq!(shown(&edited.compiled), shown(&anew), "{:?}", step);
        }
    }
}

#[test]
fn compiled_in_parts_it_is_what_it_is_compiled_to_one_by_one() {
    let kinds = ["http", "crud", "http", "ws", "http"];
    let endpoints = ["a", "a/:x", "b", ":x", ":x/b", "*", "a(", "A", "a/b"];
    let routes = (0..2_300).map(|n| {
        let (kind, endpoint) = (kinds[n % kinds.len()], endpoints[n % endpoints.len()]);
        json!({"type": kind, "endpoint": endpoint, "method": "get"})
    });
    let source = Arc::new(environment(&routes.collect::<Vec<_>>()));
    let log = TransactionLog::new(Label { name: String::new(), uuid: String::new() }, false);
    let shared = Shared::new(Options::default(), Arc::default(), log);
    let compiled = || {
        let faker = Faker::new("en", Some(1)).expect("a locale");
        CompiledEnvironment::new(Arc::clone(&source), &shared, &faker, None, CarryOver::All)
    };
    let one_by_one = background::run(compiled);
    assert!(shown(&compiled()) == shown(&one_by_one));
    assert!(one_by_one.warnings.len() > 100 && one_by_one.websockets.len() > 100);
}

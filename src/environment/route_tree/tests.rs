use std::sync::Arc;

use super::*;
use crate::environment::defaults;
use crate::environment::model::{Folder, Route};

fn child(text: &str) -> FolderChild {
    let kind = if text.starts_with('f') { ChildKind::Folder } else { ChildKind::Route };
    FolderChild { uuid: text.into(), kind }
}

fn children(text: &str) -> Arc<Vec<FolderChild>> {
    Arc::new(text.split_whitespace().map(child).collect())
}

/// Routes are called `r...`, WebSocket routes `rw...`, folders `f...`.
fn environment(root: &str, folders: &[(&str, &str)], routes: &str) -> Environment {
    let route = |uuid: &str| Route {
        uuid: uuid.into(),
        endpoint: format!("path/{uuid}").into(),
        kind: if uuid.starts_with("rw") { RouteKind::Ws } else { RouteKind::Http },
        ..defaults::route()
    };
    let folder = |(uuid, inside): &(&str, &str)| Folder {
        uuid: (*uuid).into(),
        name: format!("Folder {uuid}").into(),
        children: children(inside),
    };
    Environment {
        root_children: children(root),
        folders: folders.iter().map(folder).collect(),
        routes: routes.split_whitespace().map(route).map(Arc::new).collect(),
        ..defaults::environment()
    }
}

fn written(children: &[FolderChild]) -> String {
    children.iter().map(|child| child.uuid.as_str()).collect::<Vec<_>>().join(" ")
}

fn names(environment: &Environment, order: &[usize]) -> String {
    order.iter().map(|at| environment.routes[*at].uuid.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn references_that_dangle_or_repeat_go_and_orphans_are_appended() {
    let mut tree =
        environment("r1 r1 r2 f9 f1 f1", &[("f1", "r2 r9 f2"), ("f2", "r3 r2"), ("f3", "")], "r1 r2 r3 r4 r5");
    repair_refs(&mut tree);
    assert_eq!(written(&tree.root_children), "r1 f1 f3 r4 r5");
    assert_eq!(written(&tree.folders[0].children), "r2 f2");
    assert_eq!(written(&tree.folders[1].children), "r3");
}

#[test]
fn routes_are_tried_in_tree_order() {
    let tree = environment("r2 f1 r1", &[("f1", "r4 f2 r3"), ("f2", "r5")], "r1 r2 r3 r4 r5");
    assert_eq!(names(&tree, &rest_order(&tree, &[])), "r2 r4 r5 r3 r1");
}

#[test]
fn references_in_the_order_of_the_routes_lead_to_the_first_of_a_uuid_too() {
    let mut repeated = environment("r1 r1 r2 r3 r2", &[], "r1 r1 r2 r2 r3");
    assert_eq!(rest_order(&repeated, &[]), [0, 0, 2, 4, 2]);
    repair_refs(&mut repeated);
    assert_eq!(written(&repeated.root_children), "r1 r2 r3");
    assert_eq!(rest_order(&repeated, &[]), [0, 2, 4]);
    // One of them is disabled.
    assert_eq!(rest_order(&environment("r2 r3 r1", &[], "r1 r2 r3 r1"), &["r2".to_owned()]), [2, 0]);
}

#[test]
fn kinds_are_told_apart_at_the_top_only() {
    let tree = environment("r1 rw1 f1", &[("f1", "rw2 r2")], "r1 r2 rw1 rw2");
    assert_eq!(names(&tree, &rest_order(&tree, &[])), "r1 rw2 r2");
    assert_eq!(names(&tree, &websocket_order(&tree, &[])), "rw1 rw2 r2");
}

#[test]
fn disabled_words_match_uuids_endpoints_and_folder_names_with_case() {
    let tree = environment("r1 f1 r3", &[("f1", "r2")], "r1 r2 r3");
    for (word, left) in [
        ("r1", "r2 r3"),
        ("path/r3", "r1 r2"),
        ("Folder", "r1 r3"),
        ("folder", "r1 r2 r3"),
        ("PATH", "r1 r2 r3"),
        ("*", ""),
        ("", ""),
    ] {
        assert_eq!(names(&tree, &rest_order(&tree, &[word.to_owned()])), left, "{word:?}");
    }
}

#[test]
fn of_routes_with_one_uuid_the_first_enabled_one_counts() {
    let mut tree = environment("r1", &[], "r1 r1");
    Arc::make_mut(&mut tree.routes[0]).endpoint = "off".into();
    assert_eq!(rest_order(&tree, &[]), [0]);
    assert_eq!(rest_order(&tree, &["off".into()]), [1]);
}

#[test]
fn folders_that_contain_each_other_end() {
    let mut cyclic = environment("r1", &[("f1", "f2 r2"), ("f2", "f1 r3")], "r1 r2 r3");
    repair_refs(&mut cyclic);
    assert_eq!(names(&cyclic, &rest_order(&cyclic, &[])), "r1");
    // Environments that come over the admin API are not repaired.
    let unrepaired = environment("f1", &[("f1", "f2 r2"), ("f2", "f1 r3")], "r2 r3");
    assert_eq!(names(&unrepaired, &rest_order(&unrepaired, &[])), "r3 r2");
}

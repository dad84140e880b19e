use proptest::prelude::*;

use super::*;
use crate::js::{Value, json};

fn table(routes: &[(&str, &str)]) -> Table<usize> {
    Table::build(routes.iter().enumerate().filter_map(|(i, (method, endpoint))| {
        let pattern = Arc::new(Pattern::compile("", endpoint).ok()?);
        Some((RouteMatcher { method: MethodMatch::of(method), pattern }, i))
    }))
}

fn found(table: &Table<usize>, method: &str, path: &str) -> Vec<usize> {
    table.candidates(method, path).map(|c| *c.target).collect()
}

#[test]
fn candidates_come_in_the_order_of_the_routes() {
    let table = table(&[
        ("get", "x/:id"),
        ("get", "x/fixed"),
        ("all", "X/Fixed"),
        ("post", "x/fixed"),
        ("get", "*"),
        ("get", "x/fixed/"),
        ("get", "x/a?/fixed"),
        ("", "x/fixed"),
    ]);
    assert_eq!(found(&table, "GET", "/x/fixed"), [0, 1, 2, 4]);
    assert_eq!(found(&table, "GET", "/x/fixed/"), [0, 1, 2, 4, 5]);
    assert_eq!(found(&table, "POST", "/X/FIXED"), [2, 3]);
    assert_eq!(found(&table, "GET", "/"), [0usize; 0]);
}

#[test]
fn a_get_route_does_not_answer_head() {
    assert_eq!(found(&table(&[("get", "a")]), "HEAD", "/a"), [0usize; 0]);
    assert_eq!(found(&table(&[("all", "a")]), "HEAD", "/a"), [0]);
}

#[test]
fn endpoints_of_any_depth_are_found() {
    let deep: String = (0..20_000).map(|i| format!("s{i}/:p{i}/")).collect();
    let path: String = (0..20_000).map(|i| format!("/s{i}/x")).collect();
    let table = table(&[("get", &deep), ("get", "s0/*"), ("get", &deep.replace("s100/", "t/"))]);
    assert_eq!(found(&table, "GET", &format!("{path}/")), [0, 1]);
}

/// Bits of endpoints and paths that meet each other often.
fn piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "/", "/", "/", "a", "b", "A", "ab", "-", ".", ":x", ":y", ":z?", "*", "*w", ":v+", ":u*", "a?", "b+", "(b)?",
        "(a/b)", "%20", "é", "\\:", "~", "{/:g}", "{a}",
    ])
}

fn path_piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["/", "/", "a", "b", "A", "ab", "-", ".", "%20", "é", "É", ":", "~", "c"])
}

proptest! {
    #[test]
    fn the_table_finds_what_a_scan_finds(
        endpoints in prop::collection::vec(prop::collection::vec(piece(), 0..7), 1..12),
        paths in prop::collection::vec(prop::collection::vec(path_piece(), 0..8), 1..12),
    ) {
        let endpoints: Vec<String> = endpoints.iter().map(|e| e.concat()).collect();
        let patterns: Vec<_> = endpoints.iter().filter_map(|e| Pattern::compile("", e).ok()).map(Arc::new).collect();
        let matcher = |pattern: &Arc<Pattern>| RouteMatcher { method: MethodMatch::Any, pattern: pattern.clone() };
        let table = Table::build(patterns.iter().map(matcher).zip(0usize..));
        let shown = |params| json::stringify(&Value::object(params)).unwrap_or_default();
        for path in &paths {
            let path = format!("/{}", path.concat());
            let scanned: Vec<_> =
                patterns.iter().enumerate().filter_map(|(i, p)| p.matches(&path).map(|m| (i, shown(m)))).collect();
            let indexed: Vec<_> = table.candidates("GET", &path).map(|c| (c.index, shown(c.params))).collect();
            prop_assert_eq!(scanned, indexed, "{} {:?}", path, &endpoints);
        }
    }
}

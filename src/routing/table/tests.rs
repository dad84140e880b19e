use proptest::prelude::*;

use super::*;
use crate::js::{Value, json};
use crate::routing::MethodMatch;

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
            let indexed: Vec<_> = table.candidates("GET", &path).map(|c| (*c.target, shown(c.params))).collect();
            prop_assert_eq!(scanned, indexed, "{} {:?}", path, &endpoints);
        }
    }

    #[test]
    fn a_table_that_follows_others_is_the_one_built_anew(
        endpoints in prop::collection::vec(endpoint(), 0..12),
        changes in prop::collection::vec((0usize..16, 0usize..4, prop::collection::vec(endpoint(), 0..3)), 1..12),
        paths in prop::collection::vec(prop::collection::vec(path_piece(), 0..8), 1..12),
    ) {
        let mut listed: Vec<RouteMatcher> = matchers(&endpoints);
        let mut table = Table::build(listed.iter().cloned().zip(0usize..));
        for (at, count, coming) in &changes {
            let start = (*at).min(listed.len());
            let gone = start..(start + count).min(listed.len());
            let coming = matchers(coming);
            let come: Vec<_> = coming.iter().cloned().zip(start..).collect();
            let further = |place: usize| place - gone.len() + coming.len();
            table = table.revised(Revision { gone: gone.clone(), come }, |place| *place, further).expect("few changes");
            listed.splice(gone.clone(), coming);
            let anew = Table::build(listed.iter().cloned().zip(0usize..));
            prop_assert_eq!(table.len(), anew.len());
            for method in ["GET", "POST"] {
                for path in &paths {
                    let path = format!("/{}", path.concat());
                    prop_assert_eq!(all(&table, method, &path), all(&anew, method, &path), "{} {:?}", path, &listed);
                }
            }
        }
    }
}

/// A method and an endpoint.
fn endpoint() -> impl Strategy<Value = (bool, String)> {
    (any::<bool>(), prop::collection::vec(piece(), 0..5).prop_map(|pieces| pieces.concat()))
}

fn matchers(endpoints: &[(bool, String)]) -> Vec<RouteMatcher> {
    let matcher = |(any, endpoint): &(bool, String)| {
        let method = if *any { MethodMatch::Any } else { MethodMatch::of("get") };
        Some(RouteMatcher { method, pattern: Arc::new(Pattern::compile("", endpoint).ok()?) })
    };
    endpoints.iter().filter_map(matcher).collect()
}

/// All that is found: places, declared paths, parameters.
fn all(table: &Table<usize>, method: &str, path: &str) -> Vec<(usize, String, Option<String>)> {
    let shown = |c: Candidate<'_, usize>| {
        (*c.target, c.pattern.original().to_string(), json::stringify(&Value::object(c.params)))
    };
    table.candidates(method, path).map(shown).collect()
}

#[test]
fn a_table_with_too_many_changes_is_to_be_built_anew() {
    let one = |place: usize| (matchers(&[(true, format!("a{place}"))]).remove(0), place);
    let mut table = Table::build((0..4).map(one));
    let mut count = 0;
    while let Some(more) = table.revised(Revision { gone: 0..0, come: vec![one(0)] }, |place| *place, |place| place + 1)
    {
        (table, count) = (more, count + 1);
    }
    assert_eq!((count, table.len()), (256, 260));
    let repeated = Table::build([1, 0].map(one));
    assert!(repeated.revised(Revision { gone: 0..0, come: Vec::new() }, |place| *place, |place| place).is_none());
}

use super::*;
use crate::js::json;

/// The parameters as JSON, `-` for no match, the error for a refused endpoint.
fn probe(endpoint: &str, path: &str) -> String {
    match Pattern::compile("", endpoint) {
        Err(e) => e.to_string(),
        Ok(pattern) => match pattern.matches(path) {
            None => "-".to_owned(),
            Some(params) => json::stringify(&Value::object(params)).unwrap_or_default(),
        },
    }
}

#[test]
fn matches_what_the_reference_matches() {
    for (endpoint, path, params) in [
        ("users/:id", "/users/1", r#"{"id":"1"}"#),
        ("users/:id", "/USERS/Abc/", r#"{"id":"Abc"}"#),
        ("users/:id", "/users/", "-"),
        ("users/:id", "/users/a/b", "-"),
        ("users/:id", "/users/a%2Fb%20c", r#"{"id":"a/b c"}"#),
        ("users/:id/", "/users/1", "-"),
        ("users/:id/", "/users/1/", r#"{"id":"1"}"#),
        ("opt2/:a?/:b?", "/opt2", "{}"),
        ("opt2/:a?/:b?", "/opt2/1", r#"{"a":"1"}"#),
        ("opt2/:a?/:b?", "/opt2/1/2", r#"{"a":"1","b":"2"}"#),
        ("file/:name.:ext", "/file/a.b.txt", r#"{"name":"a.b","ext":"txt"}"#),
        ("file/:name.:ext?", "/file/a", r#"{"name":"a"}"#),
        ("flights/:from-:to", "/flights/a-b-c", r#"{"from":"a-b","to":"c"}"#),
        ("dup/:id/:id", "/dup/1/2", r#"{"id":"2"}"#),
        ("*", "/a/b/", r#"{"wildcard0":["a","b",""]}"#),
        ("*", "/", "-"),
        ("a/*/b/*", "/a/1/2/b/3", r#"{"wildcard0":["1","2"],"wildcard1":["3"]}"#),
        ("files/:path*", "/files", "{}"),
        ("files/:path+", "/files/a%20b/c", r#"{"path":["a b","c"]}"#),
        ("ab?cd", "/ACD", "{}"),
        (":2/:1", "/a/b", "missing parameter name at index 2"),
        (r#":"2"/:"1""#, "/a/b", r#"{"1":"b","2":"a"}"#),
        ("num/:id(\\d+)", "/num/1", "unexpected + at index 11"),
        ("a[b]", "/a", "unexpected [ at index 2"),
        (":a:b", "/xy", "missing text before the parameter b"),
        ("", "/", "{}"),
    ] {
        assert_eq!(probe(endpoint, path), params, "{endpoint} {path}");
    }
}

#[test]
fn compares_letters_beyond_ascii_as_javascript_does() {
    assert_eq!(probe("É", "/é"), "{}");
    assert_eq!(probe("straße", "/STRASSE"), "-");
    assert_eq!(probe("k", "/\u{212a}"), "-");
    assert_eq!(probe(":a-:b", "/é-ü"), r#"{"a":"é","b":"ü"}"#);
}

#[test]
fn an_endpoint_cannot_exhaust_memory_or_stack() {
    assert_eq!(probe(&"(a)?".repeat(9), "/a"), "too many combinations of optional groups");
    let long: String = (0..20_000).map(|i| format!(":p{i}-")).collect();
    assert_eq!(probe(&long, &"/a-b".repeat(5_000)), "-");
}

#[test]
fn many_wildcards_take_no_exponential_time() {
    assert_eq!(probe(&format!("f/{}end", "*p/".repeat(60)), &format!("/f/{}no", "xp/".repeat(120))), "-");
    assert_eq!(probe(&format!("{}:id.x", ":a-".repeat(40)), &format!("/{}", "a-".repeat(90))), "-");
}

#[test]
fn keeps_the_declared_path() {
    assert_eq!(Pattern::compile("api", "a b/:id?").expect("valid").original(), "/api/a%20b/:id?");
}

mod short_way {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_paths_become_what_the_long_way_makes_of_them(path in "(/(:?[a-b_:.]{0,2}|:id|users|:1a|v[0-9]|caf\u{e9}|x\\*|\\{y\\}))*/?") {
            let original = Str::from(legacy::join("", &path));
            if let Some(short) = Alternative::plain(&original) {
                let long = Pattern::from_path(&original, &legacy::rewrite(&original));
                let long = long.map(|pattern| format!("{:?}", pattern.alternatives));
                prop_assert_eq!(Ok(format!("{:?}", Alternatives::One(short))), long);
            }
        }
    }

    #[test]
    fn usual_paths_take_it() {
        for path in ["/", "/users", "/api/v1/users/:id", "/:tenant/files/:name/", "/a.b/:x_1/c-d"] {
            assert!(Alternative::plain(&path.into()).is_some(), "{path}");
        }
    }
}

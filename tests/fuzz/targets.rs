//! What is fuzzed: the parsers and interpreters that read what files and clients say.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use sidemock::budget::{Budget, Limits};
use sidemock::environment::load::load_bytes;
use sidemock::environment::parse;
use sidemock::faker::Faker;
use sidemock::js::outline::Outline;
use sidemock::js::path::ValuePath;
use sidemock::js::{Value, date_format, date_parse, jmespath, json, jsonpath, object_path, regex};
use sidemock::message::{Peer, Request, body, cookies, query};
use sidemock::routing::Pattern;
use sidemock::state::{Bucket, CellId, Content, EnvVars, State, Step};
use sidemock::template::{BaseUrl, RenderContext, Template};

use crate::exchange;
use crate::literals;
use crate::mutate::Corpus;

/// One thing that is fuzzed.
pub struct Target {
    /// Its name in reports.
    pub name: &'static str,
    /// What its inputs are made of.
    pub corpus: Corpus,
    /// Feeds one input; panics and overlong runs are findings, results are not.
    pub run: fn(&[u8]),
}

/// All targets.
pub fn all() -> Vec<Target> {
    vec![
        target(
            "template",
            template,
            &["src/template"],
            &["{{", "}}", "{{{", "{{#each this}}", "{{/each}}", "(", ")", "=", "|", "~"],
        ),
        target(
            "exchange",
            exchange::exchange,
            &["src/template", "src/crud", "src/message", "tests/it"],
            &[
                "\n",
                "{{setData 'push' 'list' '' (body)}}",
                "{{setGlobalVar 'g' (array (getGlobalVar 'g') (bodyRaw))}}",
                "{{{dataRaw 'buck'}}}",
                "{{#repeat 99}}",
                "{{/repeat}}",
                "_like=",
                "sort=",
                "[",
                "]",
                "{\"a\":",
                "}",
                "<a>",
                "&",
            ],
        ),
        target(
            "pattern",
            pattern,
            &["src/routing"],
            &["/", ":a", "*", "{", "}", "(", ")", "?", "+", "\\", "|", "[^/]", "%2F", "%"],
        ),
        target(
            "jsonpath",
            paths,
            &["src/js/jsonpath"],
            &["$", "..", "[?(", ")]", "@", "*", "[0:1]", "[(", "^", "~", "'"],
        ),
        target(
            "jmespath",
            jmes,
            &["src/js/jmespath"],
            &["[?", "]", "[]", "{", "}", "&", "@", "`", "|", "(", ")", "'", "\"", "::-1"],
        ),
        target(
            "regex",
            regexes,
            &["src/js/regex"],
            &[
                "(",
                ")",
                "(?=",
                "(?<!",
                "(?<a>",
                "\\k<a>",
                "\\1",
                "[",
                "]",
                "{2,}",
                "*",
                "+?",
                "|",
                "\\u{1F600}",
                "\\p{L}",
            ],
        ),
        target(
            "query",
            queries,
            &["src/message/query"],
            &["a", "[", "]", "[]", "=", "&", "%", "%5B", "%5D", "__proto__", "."],
        ),
        target(
            "multipart",
            multipart,
            &["src/message/body/multipart"],
            &["\r\n", "--b", "--b--", "Content-Disposition: form-data; name=\"a\"\r\n\r\n", "; filename*=utf-8''a"],
        ),
        target(
            "xml",
            xml,
            &["src/message/body/xml"],
            &["<", ">", "</", "/>", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE", "&", ";", "xmlns="],
        ),
        target(
            "json",
            jsons,
            &["src/js/json.rs", "src/message/body"],
            &["{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud800", "1e", "-", "__proto__"],
        ),
        target(
            "dates",
            dates,
            &["src/js/date_parse", "src/js/date_format"],
            &["T", "Z", "+", "-", ":", "GMT", "yyyy", "'", "EEEE", "12", "1e9"],
        ),
        target(
            "yaml",
            yaml,
            &["src/environment/parse", "src/environment/openapi"],
            &[
                ": ", "- ", "\n", "\n  ", "? ", "&a ", "*a", "<<: *a", "!!str ", "!", "'", "\"", "\\u", "|\n", ">-\n",
                "---\n", "...", "{", "}", "[", "]", ", ", "#", "0b1", "-0x1", "0o7", "007", "1e400", "~", "\u{e000}",
                "e000",
            ],
        ),
        target(
            "environment",
            environment,
            &["src/environment", "tests/it"],
            &[
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "null",
                "\"routes\":",
                "\"lastMigration\":1",
                "$ref",
                "#/",
                "- ",
                "\n  ",
                "&a ",
                "*a",
            ],
        ),
    ]
}

/// Long literals of the sources are seeds, short ones are tokens.
fn target(name: &'static str, run: fn(&[u8]), sources: &[&str], tokens: &[&str]) -> Target {
    let found: Vec<String> = sources.iter().flat_map(|source| literals::of(source)).collect();
    let bytes = |text: &str| text.as_bytes().to_vec();
    let (short, long): (Vec<&String>, Vec<&String>) = found.iter().partition(|literal| literal.len() <= 5);
    let words = found.iter().filter(|literal| literal.len() <= 24 && !literal.contains(' '));
    let mut corpus = Corpus {
        seeds: long.into_iter().map(|seed| bytes(seed)).collect(),
        tokens: tokens.iter().map(|token| bytes(token)).chain(words.chain(short).map(|token| bytes(token))).collect(),
    };
    // The hand-picked tokens weigh as much as all that was found.
    for token in tokens.iter().cycle().take(corpus.tokens.len()) {
        corpus.tokens.push(bytes(token));
    }
    corpus.seeds.extend(tokens.iter().map(|token| bytes(token)));
    Target { name, corpus, run }
}

pub(super) const DATA: &str = r#"{"id": 7, "name": "Ann", "tags": ["a", "b", "ü😀"], "nested": {"list": [{"price": 8.95, "n": null}, {"price": 1e21}], "": true},
    "0": "zero", "when": "2024-02-29T12:00:00.000Z", "deep": [[[[1]]]], "a": {"b": {"c": [1, 2, 3]}}}"#;

fn data() -> Value {
    json::parse(DATA).unwrap_or_default()
}

fn text(input: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(input)
}

/// Two texts of one input: what is compiled, and what it is applied to.
fn halves(input: &str) -> (&str, &str) {
    input.split_once('\n').unwrap_or((input, input))
}

fn request() -> Option<Request> {
    let builder = http::Request::post("/users/7?a[b]=1&a[c]=2&q=x%20y").header("content-type", "application/json");
    let (parts, ()) = builder.header("cookie", "sid=1; theme=dark").body(()).ok()?.into_parts();
    let peer = Peer { remote: ([127, 0, 0, 1], 4000).into(), tls: false };
    Some(Request::new(parts, DATA.into(), peer).with_params(data()))
}

fn template(input: &[u8]) {
    let compiled = Template::compile(&text(input));
    let Some(faker) = Faker::new("en", Some(1)) else { return };
    // Bounds that no input should need a second for.
    let budget = Budget::new(Limits { time: Duration::from_millis(200), bytes: 1 << 20 });
    let _entered = budget.enter();
    let env_vars = EnvVars::default();
    let buckets = [Arc::new(Bucket::new(CellId::fresh(), "0", "buck", "Users", Content::parsed(data(), true)))];
    let state = State::new(faker, 0.0);
    let (base_url, status, request) = (BaseUrl::default(), Cell::new(None), request());
    for request in [request.as_ref(), None] {
        let Some(turn) = state.try_turn() else { return };
        let step = Step::writing(&state, turn);
        let rendering = RenderContext {
            env_vars: &env_vars,
            step: &step,
            base_url: &base_url,
            buckets: &buckets,
            request,
            status: Some(&status),
        };
        drop(compiled.render(&rendering));
    }
}

fn pattern(input: &[u8]) {
    let text = text(input);
    let (endpoint, path) = halves(&text);
    for prefix in ["", "/api/:version/"] {
        let Ok(pattern) = Pattern::compile(prefix, endpoint) else { continue };
        for path in [path, "/", "/a/b/c.d", &"/a".repeat(200), &"a-".repeat(200), "/api/1/%E0%A4%A", "/api/v1/users/7/"]
        {
            drop(pattern.matches(path));
        }
    }
}

fn paths(input: &[u8]) {
    let text = text(input);
    drop(jsonpath::search(&data(), &text));
    let path = object_path::Path::parse(&text);
    let mut data = data();
    path.get(&data);
    drop(path.set(&mut data, Value::from("x")));
    drop(path.push(&mut data, Value::from("y")));
    drop(path.del(&mut data));
}

fn jmes(input: &[u8]) {
    drop(jmespath::search(&data(), &text(input)));
}

fn regexes(input: &[u8]) {
    let text = text(input);
    let (pattern, subject) = halves(&text);
    let flags = ["", "iu", "gms", "v"].get(input.len() % 4).copied().unwrap_or_default();
    let Ok(regex) = regex::Regex::new(pattern, flags) else { return };
    for subject in [subject, "foo bar 2024-01-02", &"a".repeat(40), &"aB1 ü😀".repeat(6)] {
        let _ = regex.is_match(subject);
        drop(regex.captures(subject));
        drop(regex.find_all(subject));
    }
}

fn queries(input: &[u8]) {
    let text = text(input);
    query::parse(&text, &query::EXPRESS);
    query::parse_flat(&text);
    cookies::parse(&text);
    cookies::parse_handshake(&text);
    body::parse(input, &text, Some("application/x-www-form-urlencoded"));
}

fn multipart(input: &[u8]) {
    let text = text(input);
    body::parse(input, &text, Some("multipart/form-data; boundary=b"));
    body::parse(b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--", "", Some(&text));
}

fn xml(input: &[u8]) {
    let value = body::parse(input, &text(input), Some("text/xml"));
    drop(json::stringify(&value));
}

fn jsons(input: &[u8]) {
    let text = text(input);
    let outline = Outline::read(input);
    let value = json::parse(&text);
    // A longer text may have too many values for an outline.
    let disagree =
        if input.len() < 4_096 { outline.is_some() != value.is_ok() } else { outline.is_some() && value.is_err() };
    assert!(!disagree, "the outline and the parser disagree");
    if let (Ok(value), Some(outline)) = (value, outline) {
        drop(json::stringify(&value));
        drop(json::stringify_pretty(&value, 2));
        for path in ["$.a.b[0].length", "a.0.name", "id"].map(ValuePath::compile) {
            if value.is_array() || value.as_object().is_some() {
                let found = path.get(&value).ok().map(|found| format!("{found:?}"));
                assert_eq!(path.find_in(&outline, input).map(|found| format!("{found:?}")), found);
            }
        }
    }
    body::parse_message(&text, Some("application/json"));
}

fn dates(input: &[u8]) {
    let text = text(input);
    let (date, pattern) = halves(&text);
    let time = date_parse::parse(date);
    for time in [time, 0.0, -62_198_755_200_000.0, 8.64e15] {
        drop(date_format::format(time, pattern));
    }
}

fn yaml(input: &[u8]) {
    drop(parse::document(&text(input), parse::Syntax::Yaml));
}

fn environment(input: &[u8]) {
    drop(load_bytes("a.json", input));
    drop(load_bytes("a.yaml", input));
}

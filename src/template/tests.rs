//! Tests of the engine as a whole: what templates print, and how malformed ones are reported.
//!
//! Expectations were observed on the reference.

use std::cell::Cell;
use std::time::Duration;

use proptest::prelude::*;

use super::{BaseUrl, RenderContext, RenderError, Template};
use crate::budget::{Budget, Limits};
use crate::faker::Faker;
use crate::state::{EnvVars, State, Step};

fn with_context<T>(run: impl FnOnce(&RenderContext<'_>) -> T) -> T {
    let env_vars = EnvVars::default();
    let (base_url, status) = (BaseUrl::default(), Cell::new(None));
    let state = State::new(Faker::new("en", None).expect("the locale is known"), 0.0);
    let step = Step::writing(&state, state.try_turn().expect("nobody else has it"));
    run(&RenderContext {
        env_vars: &env_vars,
        step: &step,
        base_url: &base_url,
        buckets: &[],
        request: None,
        status: Some(&status),
    })
}

fn render_within(limits: Limits, template: &str) -> Result<String, RenderError> {
    let budget = Budget::new(limits);
    let _entered = budget.enter();
    with_context(|rendering| Template::compile(template).render(rendering))
}

fn render(template: &str) -> String {
    render_within(Limits::default(), template).unwrap_or_else(|error| format!("! {error}"))
}

fn all_render(cases: &[(&str, &str)]) {
    for (template, expected) in cases {
        assert_eq!(render(template), *expected, "{template}");
    }
}

#[test]
fn text_without_expressions_is_constant() {
    for (template, text) in
        [("", ""), ("{ok}", "{ok}"), ("a \\{{b}} c", "a {{b}} c"), ("a{{! c }}b", "ab"), ("{{{{raw}}}}", "")]
    {
        let template = Template::compile(template);
        match template.error() {
            None => assert_eq!(template.constant().map(|text| text.as_str()), Some(text)),
            Some(_) => assert!(template.constant().is_none()),
        }
    }
    assert!(Template::compile("{{x}}").constant().is_none());
}

#[test]
fn values_print_as_javascript_prints_them() {
    all_render(&[
        ("{{setVar 'a' '<b>'}}{{@a}}{{{@a}}}{{&@a}}{{getVar 'a'}}", "&lt;b&gt;<b><b>&lt;b&gt;"),
        ("{{setVar 'a' false}}[{{@a}}]", "[false]"),
        ("{{setVar 'a' 0}}[{{@a}}]{{setVar 'a' null}}[{{@a}}]", "[0][]"),
        ("[{{this}}][{{nope}}][{{nope 1}}][{{12}}][{{constructor}}]", "[[object Object]][][][][]"),
        ("{{#with 1}}{{{this}}}{{{this}}}x{{{this}}}{{/with}}{{#with 'a'}}{{{this}}}{{{this}}}{{/with}}", "2x1aa"),
        ("{{#with 'abc'}}{{length}}{{this.[1]}}{{trim}}{{/with}}", "3b"),
    ]);
}

#[test]
fn arguments_of_helpers_that_do_not_exist_are_evaluated() {
    all_render(&[
        ("{{nope (setVar 'a' 5)}}[{{@a}}]", "[5]"),
        ("{{#nope (setVar 'a' 5)}}x{{/nope}}[{{@a}}]", "[5]"),
        ("{{nope 1 k=(setVar 'a' 5)}}[{{@a}}]", "[5]"),
        ("{{nope (dateFormat 'null' 'yyyy')}}", "! Invalid time value"),
        ("{{setVar 'b' (nope (setVar 'a' 5))}}[{{@a}}]", "[5]"),
    ]);
}

#[test]
fn blocks_choose_by_truth() {
    all_render(&[
        ("{{#if 0}}T{{else}}F{{/if}}{{#if 0 includeZero=true}}T{{/if}}{{#unless ''}}U{{/unless}}", "FTU"),
        ("{{#if false}}1{{else if false}}2{{else if true}}3{{else}}4{{/if}}", "3"),
        ("{{#with 0}}a{{else}}b{{/with}}{{#with ''}}a{{else}}b{{/with}}", "ab"),
        ("{{#if a b}}x{{/if}}", "! #if requires exactly one argument"),
        ("{{if true}}", "! options.fn is not a function"),
        ("{{unless true}}{{unless false}}", "! options.fn is not a function"),
        ("{{#each}}x{{/each}}", "! Must pass iterator to #each"),
        ("{{#each 'abc'}}x{{else}}none{{/each}}", "none"),
        ("{{#a}}x{{/a}}{{#this.a}}x{{^}}y{{/this.a}}{{^a}}z{{/a}}", "xy"),
    ]);
}

#[test]
fn switch_prints_the_first_case_that_equals() {
    all_render(&[
        ("{{#switch 1}}{{#case '1'}}s{{/case}}{{#case 1}}n{{/case}}{{#default}}d{{/default}}{{/switch}}", "n"),
        ("{{#switch 3}}{{#case 1}}n{{/case}}{{#default}}d{{/default}}{{/switch}}", "d"),
        ("{{#switch 1 k='v'}}{{name}}|{{hash.k}}{{#case 1}}{{name}}{{/case}}{{/switch}}", "switch|vcase"),
        ("{{case}}", "! Cannot read properties of undefined (reading 'data')"),
    ]);
}

#[test]
fn repeat_separates_with_commas() {
    all_render(&[
        ("[{{#repeat 2}}a, {{/repeat}}]", "[a,\na\n]"),
        ("[{{#repeat 0}}a{{/repeat}}{{repeat 0}}]", "[]"),
        ("{{#repeat 2 comma=false}}{{@index}}{{@first}}{{@last}}{{@total}};{{/repeat}}", "0truefalse2;1falsetrue2;"),
        ("{{#repeat 2 comma=false}}{{setVar 'in' @index}}{{@in}}{{/repeat}}[{{@in}}]", "01[]"),
        ("{{#repeat 3 comma=false}}{{@total}}{{setVar 'total' 9}}{{/repeat}}", "333"),
        ("{{repeat}}", "! The repeat helper requires a numeric param"),
    ]);
}

#[test]
fn tags_that_stand_alone_leave_no_line() {
    all_render(&[
        ("a\n  {{#if true}}\n  yes\n  {{/if}}\nb", "a\n  yes\nb"),
        ("a\n{{#if false}}\n1\n{{else if false}}\n2\n{{else}}\n3\n{{/if}}\nb", "a\n3\nb"),
        ("a {{#if false~}} yes {{~else~}} no {{~/if}} b", "a no b"),
        ("{{#*inline 'p'}}\nL1\nL2\n{{/inline}}a\n  {{> p}}\nb", "a\n  L1\n  L2\nb"),
        ("{{{{raw}}}}\n{{add 1 2}}\n{{{{/raw}}}}\nx", "{{add 1 2}}\nx"),
    ]);
}

#[test]
fn inline_partials_render() {
    all_render(&[
        ("{{#*inline 'lay'}}<{{> @partial-block}}>{{/inline}}{{#> lay}}in{{/lay}}", "<in>"),
        ("{{#*inline 'x'}}[{{a}}]{{/inline}}{{> x a=2}}", "[2]"),
        ("{{> x}}", "! The partial x could not be found"),
        ("{{#*other}}x{{/other}}", "! Missing decorator: \"other\""),
        ("{{> x a b}}", "! Unsupported number of partial arguments: 2 - 1:0"),
    ]);
}

#[test]
fn malformed_templates_are_reported_in_the_words_of_the_reference() {
    all_render(&[
        ("x{{/each}}", "! Parse error on line 1:\nx{{/each}}\n-^\nExpecting 'EOF', got 'OPEN_ENDBLOCK'"),
        (
            "{{#a as |b}}{{/a}}",
            "! Parse error on line 1:\n{{#a as |b}}{{/a}}\n----------^\nExpecting 'ID', 'CLOSE_BLOCK_PARAMS', got 'CLOSE'",
        ),
        ("\n\n{{#a.b}}x{{/a}}", "! a.b doesn't match a - 3:3"),
        ("{{a/../b}}", "! Invalid path: a/.. - 1:2"),
        ("{{!-- x -- }}", "! Lexical error on line 1. Unrecognized text.\n{{!-{{!-- x -- }}\n----^"),
        ("{{a b=c d}}", "! Parse error on line 1:\n{{a b=c d}}\n---------^\nExpecting 'EQUALS', got 'CLOSE'"),
    ]);
}

#[test]
fn limits_stop_a_rendering() {
    let limits = |millis, bytes| Limits { time: Duration::from_millis(millis), bytes };
    let message = |limits, template| render_within(limits, template).map_err(|error| error.message().to_string());
    let endless = "{{#repeat 1000000000000 comma=false}}{{/repeat}}";
    assert_eq!(message(limits(20, 1 << 20), endless), Err("time budget of 20ms exceeded".into()));
    let long = "{{#repeat 1000000000 comma=false}}x{{/repeat}}";
    assert_eq!(message(limits(10_000, 9_999), long), Err("memory budget of 9999 bytes exceeded".into()));
    let recursive = "{{#*inline 'p'}}{{> p}}{{/inline}}{{> p}}";
    assert_eq!(message(limits(10_000, 9_999), recursive), Err("nesting budget of 2000 levels exceeded".into()));
}

#[test]
fn deep_nesting_is_refused_instead_of_overflowing_the_stack() {
    for (open, close) in [("{{#if 1}}", "{{/if}}"), ("{{#if 1}}{{else}}", "{{/if}}"), ("{{a (", ")}}")] {
        let template = format!("{}{}", open.repeat(5000), close.repeat(5000));
        assert!(Template::compile(&template).error().is_some());
    }
    let template = format!("{{{{a {}b{}}}}}", "(b ".repeat(5000), ")".repeat(5000));
    assert!(Template::compile(&template).error().is_some());
    let template = format!("{}x{}", "{{#if 1}}".repeat(99), "{{/if}}".repeat(99));
    assert_eq!(render(&template), "x");
    let recursive = "{{#*inline 'p'}}{{#if 1}}{{> p}}{{/if}}{{/inline}}{{> p}}";
    assert_eq!(render(recursive), "! nesting budget of 2000 levels exceeded");
}

#[test]
fn unknown_helpers_are_listed() {
    let template = Template::compile("{{nope 1}}{{maybe}}{{#if (other)}}{{/if}}{{setVar 'a' 1}}");
    assert_eq!(template.unknown_helpers().collect::<Vec<_>>(), ["nope", "other"]);
    assert_eq!(template.helper_names(), ["nope", "if", "other", "setVar"]);
}

/// Pieces that templates are made of, well-formed or not.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{{{{",
    "}}}}",
    "{{#if true}}",
    "{{/if}}",
    "{{else}}",
    "{{^}}",
    "{{else if x}}",
    "{{#each this}}",
    "{{/each}}",
    "{{!-- c --}}",
    "{{! c }}",
    "{{> p}}",
    "{{#> p}}",
    "{{/p}}",
    "{{#*inline 'p'}}",
    "{{/inline}}",
    "{{{{raw}}}}",
    "{{{{/raw}}}}",
    "\\{{",
    "\\\\{{",
    "\n",
    " ",
    "x",
    "a.b",
    "../",
    "@",
    "@index",
    "this",
    "=",
    "k=1",
    "'s'",
    "\"t\"",
    "1",
    "-1.5",
    "true",
    "null",
    "(",
    ")",
    "[a b]",
    "[",
    "as |b|",
    "~",
    "é",
    "😀",
    "\0",
    "'",
    "{{#repeat 2}}",
    "{{/repeat}}",
    "{{#switch 1}}",
    "{{/switch}}",
    "{{#case 1}}",
    "{{/case}}",
    "setVar",
    "lookup",
    "\\",
];

proptest! {
    #[test]
    fn nothing_makes_the_engine_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let limits = Limits { time: Duration::from_millis(50), bytes: 1 << 16 };
        let _ = render_within(limits, &pieces.concat());
    }

    #[test]
    fn no_text_makes_the_engine_panic(text in "[{}#/^~!@.\\[\\]()|='\"a\\\\ \n\u{0}-\u{2ff}]{0,40}") {
        let _ = render(&text);
    }
}

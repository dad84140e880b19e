//! Expectations recorded from Node 20.

use std::time::Duration;

use super::{Regex, Stopped};
use crate::budget::{Budget, Exceeded, Limits};

#[test]
fn refuses_in_the_words_of_v8() {
    for (pattern, flags, message) in [
        ("(", "", "Invalid regular expression: /(/: Unterminated group"),
        ("(", "i", "Invalid regular expression: /(/i: Unterminated group"),
        (")", "", "Invalid regular expression: /)/: Unmatched ')'"),
        ("[", "", "Invalid regular expression: /[/: Unterminated character class"),
        ("*", "", "Invalid regular expression: /*/: Nothing to repeat"),
        ("a**", "", "Invalid regular expression: /a**/: Nothing to repeat"),
        ("a{2,1}", "", "Invalid regular expression: /a{2,1}/: numbers out of order in {} quantifier"),
        ("(?<a", "", "Invalid regular expression: /(?<a/: Invalid capture group name"),
        ("(?<a>x)(?<a>y)", "", "Invalid regular expression: /(?<a>x)(?<a>y)/: Duplicate capture group name"),
        ("\\", "", "Invalid regular expression: /\\/: \\ at end of pattern"),
        ("(?", "", "Invalid regular expression: /(?/: Invalid group"),
        ("(?<=a)*", "", "Invalid regular expression: /(?<=a)*/: Invalid quantifier"),
        ("[b-a]", "", "Invalid regular expression: /[b-a]/: Range out of order in character class"),
        ("(?<a>x)\\k<b>", "", "Invalid regular expression: /(?<a>x)\\k<b>/: Invalid named capture referenced"),
        ("(?<a>x)\\k", "", "Invalid regular expression: /(?<a>x)\\k/: Invalid named reference"),
        ("a{1}{2}", "", "Invalid regular expression: /a{1}{2}/: Nothing to repeat"),
        ("^*", "", "Invalid regular expression: /^*/: Nothing to repeat"),
        ("a", "gg", "Invalid flags supplied to RegExp constructor 'gg'"),
    ] {
        assert_eq!(Regex::new(pattern, flags).unwrap_err().to_string(), message, "{pattern}");
    }
}

#[test]
fn matches_as_javascript_does() {
    for (pattern, flags, text, found) in [
        (r"^\d+$", "", "123", true),
        (r"^\d+$", "", "١", false),
        (r"^a$", "", "a\n", false),
        (r"^.$", "", "😀", false),
        (r"^..$", "", "😀", true),
        ("😀", "", "x😀", true),
        (r"\ud83d\ude00", "", "😀", true),
        ("k", "i", "\u{212a}", false),
        ("é", "i", "É", true),
        ("ß", "i", "ẞ", false),
        ("[^a-z]", "i", "ABC", false),
        (r"\bé", "", "é", false),
        ("[]", "", "a", false),
        ("[^]", "", "\n", true),
        ("a{,2}", "", "a{,2}", true),
        (r"\u{1}", "", "u", true),
        (r"\c", "", "\\c", true),
        (r"\101", "", "A", true),
        (r"(a)\1", "", "aa", true),
        (r"(a)?\1b", "", "b", true),
        ("(?=a)*b", "", "b", true),
        ("(?<!x)y", "", "xy", false),
        ("(?<n>a)\\k<n>", "", "aa", true),
        ("(a+)+$", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", false),
        ("foo|bar", "", "xbar", true),
        ("(?:a|b)c", "", "bc", true),
        (r"a\Bb", "", "ab", true),
        (r"[\w-]+", "", "-", true),
    ] {
        assert_eq!(Regex::new(pattern, flags).unwrap().is_match(text), Ok(found), "{pattern} on {text}");
    }
}

#[test]
fn lists_of_words_match_these_words_only() {
    let texts = ["gold-1", "silver-1", "gold-12", "xgold-1", "Gold-1", "gold", "-1", "", "é", "\u{1f600}", "gold-1\n"];
    for (pattern, flags, words) in [
        ("^(gold|silver)-1$", "", &["gold-1", "silver-1"][..]),
        ("^(?:gold|silver)-1$", "", &["gold-1", "silver-1"]),
        ("^(gold|)(-1|)$", "", &["gold-1", "gold", "-1", ""]),
        ("^gold-1$", "u", &["gold-1"]),
        ("^gold-1$", "i", &["gold-1", "Gold-1"]),
        ("^gold-1$", "m", &["gold-1", "gold-1\n"]),
        ("^gold|silver-1$", "", &["gold-1", "silver-1", "gold-12", "gold", "gold-1\n"]),
        ("^(gold$|silver)-1$", "", &["silver-1"]),
        ("^(a|b)(a|b)(a|b)(a|b)(a|b)$", "", &[]),
        ("^é$", "", &["é"]),
        ("^\u{1f600}$", "", &["\u{1f600}"]),
        ("^$", "", &[""]),
    ] {
        let regex = Regex::new(pattern, flags).expect("a pattern");
        let matched: Vec<&str> = texts.into_iter().filter(|text| regex.is_match(text).expect("in time")).collect();
        let expected: Vec<&str> = texts.into_iter().filter(|text| words.contains(text)).collect();
        assert_eq!(matched, expected, "{pattern} {flags}");
    }
    assert!(Regex::new("^(a|b)(a|b)(a|b)(a|b)(a|b)$", "").expect("a pattern").is_match("ababa").expect("in time"));
}

#[test]
fn the_flag_u_matches_whole_characters() {
    for (pattern, text, found) in [
        ("^.$", "😀", true),
        ("^[😀-😂]$", "😁", true),
        (r"^\ud83d\ude00$", "😀", true),
        (r"^\u{1f600}\u0041$", "😀A", true),
        (r"^\p{L}+$", "añΩ", true),
        (r"^[\p{Lu}\d]+$", "A1b", false),
        (r"^\P{Script=Greek}$", "Ω", false),
        (r"^\p{Zl}$", "\u{2028}", true),
        (r"[\-\]]\/\0", "-/\0", true),
        (r"(?<n>a)\k<n>", "aa", true),
    ] {
        assert_eq!(Regex::new(pattern, "u").unwrap().is_match(text), Ok(found), "{pattern} on {text}");
    }
    for pattern in [
        "{",
        "}",
        "]",
        "a{",
        "a{,2}",
        r"\a",
        r"\-",
        r"\1",
        r"\01",
        r"\c",
        r"\x1",
        r"\u12",
        r"\u{}",
        r"\u{110000}",
        r"\k",
        r"\p",
        r"\p{}",
        r"\p{Greek}",
        r"\p{Nope}",
        r"[\d-a]",
        r"[\1]",
        "(?=a)*",
    ] {
        assert!(Regex::new(pattern, "u").is_err(), "{pattern}");
    }
    assert_eq!(Regex::new("😀", "u").unwrap().find("a😀").unwrap(), Some(1..3));
}

#[test]
fn what_is_too_large_is_valid_but_never_run() {
    for pattern in [
        "(".repeat(150) + &")".repeat(150),
        "(?:".repeat(180) + "a" + &")*".repeat(180),
        "a{1000}{0}".replace("{0}", "") + "b{60000}c{60000}",
        "((a{100}){100}){100}".to_owned(),
        "(?=a)((a{100}){100}){100}".to_owned(),
    ] {
        let _ = Regex::new(&pattern, "").unwrap().is_match("aaaa");
    }
    assert!(Regex::new(&"(".repeat(100_000), "").is_err());
}

#[test]
fn tells_patterns_that_may_run_away() {
    for runaway in [
        "(a+)+$",
        "(a*)*",
        "(?:a{2,})+",
        "(a|b+)*",
        "^(([a-z])+.)+$",
        "x((ab+c)?d)*",
        "(?=(a+)+)b",
        "(?:a*?)+?",
        "(?<n>a+){3,}",
    ] {
        assert!(Regex::new(runaway, "i").unwrap().is_runaway(), "{runaway}");
    }
    for plain in [
        "(ab)+",
        "(a+b)?",
        "a+b+",
        "(a{1,3})+",
        "(a+)",
        "(a+){2}",
        "(a+){0,5}",
        "(?:(?!a+b).)*",
        "a+(?=b*)",
        "(a|b)*",
        "[a+*]+",
        "\\(a+\\)+",
        "",
    ] {
        assert!(!Regex::new(plain, "").unwrap().is_runaway(), "{plain}");
    }
}

#[test]
fn a_backtracking_pattern_gives_up() {
    let budget = Budget::new(Limits { time: Duration::from_millis(50), ..Limits::default() });
    let _entered = budget.enter();
    let text = "a".repeat(60) + "!";
    let found = Regex::new(r"^(?=a)(a+)+\1$", "").unwrap().is_match(&text);
    assert_eq!(found, Err(Stopped::Budget(Exceeded::Time(Duration::from_millis(50)))));
}

proptest::proptest! {
    #[test]
    fn never_panics(pattern in r"[()\[\]{}?*+|\\^$.,:=!<>abdkuwx0-9-]{0,16}|\PC{0,8}", text in r"\PC{0,12}", flags in "[gim]?") {
        let budget = Budget::new(Limits { time: Duration::from_millis(100), ..Limits::default() });
        let _entered = budget.enter();
        if let Ok(regex) = Regex::new(&pattern, &flags) {
            let _ = regex.is_match(&text);
            let _ = regex.captures(&text);
            let _ = regex.find_all(&text);
        }
    }
}

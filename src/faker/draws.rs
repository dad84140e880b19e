//! What every method draws in every locale, held by hashes: whoever changes words, formats or their order sees it here.
//!
//! `draws.txt` has a line per locale and module. To renew it after a change that is meant, run this test with
//! `RENEW_DRAWS=1`.

use std::fmt::Write as _;

use super::*;
use crate::js::json;

/// Arguments that lead to further definitions: forms for a sex, short names, styles, words of a length.
const ARGUMENTS: &[&str] = &[
    "[]",
    "[true]",
    "[5]",
    "[\"female\"]",
    "[\"male\"]",
    "[{\"abbreviated\":true,\"context\":true,\"sex\":\"female\",\"style\":\"national\",\"state\":\"NY\"}]",
    "[{\"abbreviated\":true,\"sex\":\"male\",\"style\":\"international\",\"length\":{\"min\":4,\"max\":6}}]",
];

const SEEDS: [u32; 2] = [1, 20_261];

/// Methods whose values depend on the clock.
fn needs_clock(module: &str, method: &str) -> bool {
    match module {
        "date" => !matches!(method, "month" | "weekday" | "timeZone"),
        "git" => matches!(method, "commitEntry" | "commitDate"),
        "internet" => method == "jwt",
        "string" => method == "ulid",
        _ => false,
    }
}

/// FNV-1a, which no release of a compiler or a crate changes.
fn add(hash: u64, text: &str) -> u64 {
    text.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn hash(locale: &str, module: &str, methods: Methods) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for seed in SEEDS {
        let faker = Faker::new(locale, Some(seed)).expect("a known locale");
        for (name, method) in methods.iter().filter(|(name, _)| !needs_clock(module, name)) {
            for arguments in ARGUMENTS {
                let arguments = json::parse(arguments).expect("JSON");
                let drawn = faker.draw(FakerMethod(*method), arguments.as_array().expect("an array"));
                let text = drawn.map_or_else(|error| error.0, |value| json::stringify(&value).unwrap_or_default());
                hash = add(add(hash, name), &text);
            }
        }
    }
    hash
}

#[test]
fn every_method_draws_in_every_locale_what_it_always_drew() {
    let mut text = String::new();
    for locale in Faker::locales() {
        // The two old names lead to the same methods.
        for (module, methods) in MODULES.iter().filter(|(name, _)| !matches!(*name, "address" | "name")) {
            let _ = writeln!(text, "{locale} {module} {:016x}", hash(locale, module, methods));
        }
    }
    if std::env::var_os("RENEW_DRAWS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/faker/draws.txt");
        std::fs::write(path, &text).expect("a writable file");
        return;
    }
    let known: Vec<&str> = include_str!("draws.txt").lines().collect();
    let other: Vec<&str> = text.lines().filter(|line| !known.contains(line)).collect();
    assert!(other.is_empty(), "other draws than before:\n{}", other.join("\n"));
    assert_eq!(known.len(), text.lines().count());
}

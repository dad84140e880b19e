//! What the documents say is so. What is generated in them is written anew by `UPDATE_DOCS=1 cargo test --test it docs`.

use std::fs;
use std::path::Path;

mod settings;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares what stands in a document between `<!-- KIND:...` and `<!-- end of KIND -->`, or writes it anew.
fn generated(document: &str, kind: &str, expected: &str) {
    let path = root().join(document);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
    let (begin, end) = (format!("<!-- {kind}:"), format!("<!-- end of {kind} -->"));
    let marked = text.split_once(&begin).and_then(|(before, rest)| {
        let (note, rest) = rest.split_once("-->\n")?;
        let (found, after) = rest.split_once(&end)?;
        Some((before, note, found, after))
    });
    let (before, note, found, after) = marked.unwrap_or_else(|| panic!("{document}: {begin} ... --> ... {end}"));
    let expected = format!("\n{expected}\n");
    if found != expected && std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, format!("{before}{begin}{note}-->\n{expected}{end}{after}")).expect("a writable document");
        return;
    }
    assert_eq!(found, expected, "{document}: write it anew with UPDATE_DOCS=1 cargo test --test it docs");
}

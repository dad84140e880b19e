//! The table of metrics is that of the program.

use crate::support::Sidemock;

use super::generated;

#[test]
fn every_metric_is_in_the_document_of_the_management_port() {
    let text = Sidemock::new().start().manage("/metrics").text();
    let mut table = String::from("| metric | type | meaning |\n|---|---|---|\n");
    let mut meaning = "";
    for line in text.lines() {
        let words = |start: &str| line.strip_prefix(start).and_then(|rest| rest.split_once(' '));
        if let Some((_, help)) = words("# HELP ") {
            meaning = help;
        } else if let Some((name, kind)) = words("# TYPE ") {
            table.push_str(&format!("| `{name}` | {kind} | {meaning} |\n"));
        }
    }
    generated("src/server/README.md", "metrics", &table);
}

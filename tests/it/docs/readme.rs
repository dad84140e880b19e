//! The README stays what one reads in a few minutes.

use super::Document;

#[test]
fn its_first_screen_has_one_run_command_and_one_test_command() {
    let text = Document::read("README.md").text;
    let first = text.split("\n## ").next().expect("the first screen");
    let commands: Vec<&str> = first.split("```sh\n").skip(1).filter_map(|block| block.split("\n```").next()).collect();
    assert_eq!(commands, ["cargo run", "cargo test"]);
}

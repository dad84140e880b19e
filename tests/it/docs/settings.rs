//! The tables of settings are those of the program.

use sidemock::settings::{Setting, TABLE};

use super::generated;

/// The settings that the README shows; the others are a click away.
const IN_THE_README: &[&str] = &[
    "MOCKOON_DATA",
    "MOCKOON_PORT",
    "MOCKOON_ADMIN_API_TOKEN",
    "MOCKOON_ADMIN_API_TOKEN_FILE",
    "MOCKOON_ADMIN_API_PORT",
    "MOCKOON_MANAGEMENT_PORT",
    "MOCKOON_MEMORY_BUDGET",
    "MOCKOON_FAKER_SEED",
    "MOCKOON_FILES_ALLOWED",
    "MOCKOON_CHECK",
    "MOCKOON_LOG_LEVEL",
];

fn table<'a>(settings: impl Iterator<Item = &'a Setting>) -> String {
    let rows = settings.map(|setting| {
        format!("| `{}` | {} | {} |\n", setting.name, setting.default, setting.description.replace('|', "\\|"))
    });
    format!("| variable | default | meaning |\n|---|---|---|\n{}", rows.collect::<String>())
}

#[test]
fn every_setting_is_in_the_document_of_settings() {
    let mut sections: Vec<&str> = TABLE.iter().map(|setting| setting.section).collect();
    sections.dedup();
    let tables = sections.iter().map(|section| {
        let settings = TABLE.iter().filter(|setting| setting.section == *section);
        format!("## {section}\n\n{}", table(settings))
    });
    generated("src/settings/README.md", "settings", &tables.collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_short_table_of_the_readme_says_the_same() {
    let named = |name: &&str| TABLE.iter().find(|setting| setting.name == *name);
    assert!(IN_THE_README.iter().all(|name| named(name).is_some()));
    generated("README.md", "settings", &table(IN_THE_README.iter().filter_map(named)));
}

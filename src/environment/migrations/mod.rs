//! Migrations 1 to 33: what Mockoon changed in its files over the years, one function each. They work on the raw JSON
//! and are as trusting as the reference's: where one meets something that is not there, it stops, what was done so
//! far stays, and the rest is left to the schema repair.

mod access;
mod early;
pub mod faker_names;
mod late;
mod middle;
pub mod recent;

use serde_json::{Map, Value, json};

pub use access::Stopped;
pub use access::{to_number as number_of, to_text as text_of};

/// Number of the newest migration.
pub const LAST_MIGRATION: u32 = 33;

/// A migration changes the environment in place.
type Migration = fn(&mut Map<String, Value>) -> Result<(), Stopped>;

/// All migrations; number 1 comes first.
const MIGRATIONS: [Migration; LAST_MIGRATION as usize] = [
    early::proxy_settings,
    early::uuids_and_content_type,
    early::missing_uuids,
    early::headers,
    early::file_fields,
    early::several_responses,
    early::renew_response_uuids,
    early::enabled,
    early::labels,
    early::proxy_headers,
    middle::templating_switch_and_numeric_status,
    middle::rules_operator,
    middle::random_response,
    middle::sequential_response,
    middle::proxy_remove_prefix,
    middle::hostname,
    middle::fallback_to_404,
    middle::rule_operator,
    middle::tls_options,
    middle::default_response,
    middle::response_mode,
    middle::rule_invert,
    late::data_buckets,
    late::body_type,
    late::folders,
    late::route_type,
    late::empty_hostname,
    late::crud_key,
    late::faker_8,
    late::callbacks,
    late::drop_enabled,
    late::drop_collapsed,
    late::websockets,
];

/// How the migration of a file went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// Number of migrations that were run to their ends.
    pub run: usize,
    /// The migration that found the file in a state it could not handle, which ended them all.
    pub stopped_at: Option<usize>,
}

/// Runs the migrations that come after `since`, the file's `lastMigration` (NaN: none).
pub fn migrate(environment: &mut Map<String, Value>, since: f64) -> Migrated {
    let mut migrated = Migrated { run: 0, stopped_at: None };
    for (number, migration) in (1_u32..).zip(MIGRATIONS) {
        if f64::from(number) > since {
            if migration(environment).is_err() {
                environment.insert("lastMigration".to_owned(), json!(LAST_MIGRATION));
                migrated.stopped_at = usize::try_from(number).ok();
                break;
            }
            migrated.run += 1;
        }
    }
    migrated
}

#[cfg(test)]
mod tests;

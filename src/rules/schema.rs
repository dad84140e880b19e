//! The operator `valid_json_schema`: draft 7 with formats, as strict as the reference (Ajv in strict mode):
//! a schema with an unknown keyword or format, of another draft, or broken in itself validates nothing.

mod formats;
mod keywords;
mod meta;
mod references;
mod strict;
mod validate;
mod values;

#[cfg(test)]
mod tests;

use crate::js::Value;

/// Deeper schemas and values than this are not valid: validation recurses.
const MAX_DEPTH: usize = 200;

/// Whether the value is valid under the schema.
pub fn is_valid(schema: &Value, value: &Value) -> bool {
    if schema.nests_deeper_than(MAX_DEPTH) || value.nests_deeper_than(MAX_DEPTH) || !meta::is_schema(schema) {
        return false;
    }
    strict::compile(schema).is_some_and(|compiled| validate::is_valid(&compiled, schema, value))
}

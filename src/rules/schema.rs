//! The operator `valid_json_schema`: draft 7 with formats, as strict as the reference (Ajv in strict mode).

use crate::js::Value;

/// Whether the value is valid under the schema. A schema that is itself broken validates nothing.
pub fn is_valid(schema: &Value, value: &Value) -> bool {
    let _ = (schema, value);
    false
}

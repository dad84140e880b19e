//! The fields at the top of an environment, by their types. Repair puts a default in the place of what has another type,
//! which empties an environment whose `routes` are a text. That is right at a start, where the file is all there is; where
//! an environment serves, its next content is refused instead.

use serde_json::{Map, Value};

use super::kind::kind_of;

/// Fields that are texts.
const TEXTS: [&str; 5] = ["uuid", "name", "endpointPrefix", "hostname", "proxyHost"];
/// Fields that are numbers; a text that is one will do.
const NUMBERS: [&str; 3] = ["lastMigration", "latency", "port"];
/// Fields that are truth values.
const FLAGS: [&str; 3] = ["proxyMode", "proxyRemovePrefix", "cors"];
/// Fields that are lists.
const LISTS: [&str; 8] =
    ["rootChildren", "folders", "routes", "headers", "proxyReqHeaders", "proxyResHeaders", "data", "callbacks"];

/// What is wrong with the type of a field at the top of an environment, as a sentence that names the first such field.
/// Fields that are missing have their defaults.
pub fn wrong_type(environment: &Value) -> Option<String> {
    wrong_field(environment).map(|(_, message)| message)
}

/// The same with the name of the field; the whole has none.
pub fn wrong_field(environment: &Value) -> Option<(Option<&str>, String)> {
    let Value::Object(fields) = environment else {
        return Some((None, format!("the environment is {} instead of an object", kind_of(environment))));
    };
    let (field, value, wanted) =
        fields.iter().find_map(|(field, value)| Some((field.as_str(), value, wanted(field, value)?)))?;
    Some((Some(field), format!("`{field}` is {} instead of {wanted}: correct it", kind_of(value))))
}

/// What a field should be, when it is something else.
fn wanted(field: &str, value: &Value) -> Option<&'static str> {
    let is = |fields: &[&str]| fields.contains(&field);
    let is_number = || match value {
        Value::String(text) => text.trim().parse::<f64>().is_ok(),
        value => value.is_number(),
    };
    let (is_right, wanted) = match field {
        // In YAML a key that nothing follows is null.
        _ if value.is_null() && field != "routes" => return None,
        _ if is(&TEXTS) => (value.is_string(), "a text"),
        _ if is(&NUMBERS) => (is_number(), "a number"),
        _ if is(&FLAGS) => (value.is_boolean(), "a truth value"),
        _ if is(&LISTS) => (value.is_array(), "a list"),
        "tlsOptions" => (value.is_object(), "an object"),
        _ => return None,
    };
    (!is_right).then_some(wanted)
}

/// Whether an environment has routes but no `rootChildren` that would say in which order: they are appended as orphans
/// are, which the reference does with files and not with what is put.
pub fn lacks_tree(environment: &Value) -> bool {
    let routes =
        |fields: &Map<String, Value>| fields.get("routes").and_then(Value::as_array).is_some_and(|r| !r.is_empty());
    environment.as_object().is_some_and(|fields| !fields.contains_key("rootChildren") && routes(fields))
}

/// What is said of such an environment when it is put.
pub const LACKS_TREE: &str =
    "rootChildren is missing: the routes are served in their order; in Mockoon they would be unreachable";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_types_are_named_and_missing_fields_are_not() {
        for (environment, expected) in [
            (json!({}), None),
            (
                json!({ "routes": [], "headers": null, "port": "3000", "latency": 5, "cors": false, "unknown": "x" }),
                None,
            ),
            (json!({ "routes": "none" }), Some("`routes` is a text instead of a list: correct it")),
            (json!({ "routes": null }), Some("`routes` is null instead of a list: correct it")),
            (json!({ "port": "many" }), Some("`port` is a text instead of a number: correct it")),
            (json!({ "latency": "" }), Some("`latency` is a text instead of a number: correct it")),
            (json!({ "cors": "true" }), Some("`cors` is a text instead of a truth value: correct it")),
            (json!({ "name": 5 }), Some("`name` is a number instead of a text: correct it")),
            (json!({ "tlsOptions": [] }), Some("`tlsOptions` is a list instead of an object: correct it")),
            (json!("x"), Some("the environment is a text instead of an object")),
        ] {
            assert_eq!(wrong_type(&environment).as_deref(), expected, "{environment}");
        }
    }

    #[test]
    fn a_tree_is_missing_where_there_are_routes() {
        for (environment, expected) in [
            (json!({ "routes": [{}] }), true),
            (json!({ "routes": [{}], "rootChildren": [] }), false),
            (json!({ "routes": [] }), false),
            (json!({}), false),
            (json!(5), false),
        ] {
            assert_eq!(lacks_tree(&environment), expected, "{environment}");
        }
    }
}

//! `GET /x` and `GET /x/openapi.json`: what there is, in a line each and in whole.

use serde_json::{Value, json};

use crate::exchange::Answer;

use super::{Call, Handler, Problem, Returns, Row, TABLES, Table, json, openapi};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "",
        handler: Handler::Step(list),
        doc: "Lists what there is, with an example each",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The resources", schema: "Index" }],
        example: "",
    },
    Row {
        method: "GET",
        path: "/openapi.json",
        handler: Handler::Step(document),
        doc: "Describes the whole admin API as an OpenAPI 3.1 document",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The document", schema: "Document" }],
        example: "/openapi.json",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "Error",
        r#"{"type": "object", "required": ["message"], "properties": {
            "message": {"type": "string", "description": "what is wrong, and what would be right"},
            "path": {"type": "string", "description": "where in the body, from $"}
        }}"#,
    ),
    (
        "Index",
        r#"{"type": "object", "required": ["resources"], "properties": {
            "resources": {"type": "array", "items": {"type": "object", "required": ["method", "path", "doc", "curl"], "properties": {
                "method": {"type": "string"}, "path": {"type": "string"}, "doc": {"type": "string"}, "curl": {"type": "string"}}}}
        }}"#,
    ),
    ("Document", r#"{"type": "object", "required": ["openapi", "info", "paths"]}"#),
];

fn list(_: &Call<'_>) -> Result<Answer, Problem> {
    let rows = TABLES.iter().flat_map(|table| table.rows);
    let resources: Vec<Value> = rows
        .map(|row| {
            json!({
                "method": row.method,
                "path": format!("/mockoon-admin/x{}", row.path),
                "doc": row.doc,
                "curl": curl(row),
            })
        })
        .collect();
    Ok(json(200, &json!({ "resources": resources })))
}

/// The example as a line of curl.
fn curl(row: &Row) -> String {
    let (path, options) = row.example.split_once(' ').unwrap_or((row.example, ""));
    let json = if options.contains("-d ") { "-H 'Content-Type: application/json' " } else { "" };
    let line = format!("curl -H \"Authorization: Bearer $TOKEN\" {json}{options} \"$URL/mockoon-admin/x{path}\"");
    line.replace("  ", " ")
}

fn document(_: &Call<'_>) -> Result<Answer, Problem> {
    Ok(json(200, openapi::document()))
}

//! `/x/status`: what serves now, and what came of the newest content of its file.

use serde_json::json;

use crate::exchange::Answer;

use super::{Call, Handler, Problem, Returns, Row, Table, json};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[Row {
    method: "GET",
    path: "/status",
    handler: Handler::Step(show),
    doc: "Shows what serves now, and what came of the last reload",
    query: &[],
    body: None,
    answers: &[Returns { status: 200, doc: "The environment, its generation and the last reload", schema: "Status" }],
    example: "/status",
}];

const SCHEMAS: &[(&str, &str)] = &[(
    "Status",
    r#"{"type": "object", "required": ["version", "environment", "generation", "hash", "routes", "lastReload", "page", "sharesPort"], "properties": {
        "version": {"type": "string", "description": "of sidemock"},
        "environment": {"type": "object", "required": ["name", "uuid", "file"], "properties": {
            "name": {"type": "string"}, "uuid": {"type": "string"},
            "file": {"type": ["string", "null"], "description": "its name, without the directory; null for the demo"}}},
        "generation": {"type": "integer", "description": "1 at the start, one more with every reload or replacement"},
        "hash": {"type": "string", "description": "SHA-256 of the file's bytes"},
        "routes": {"type": "integer"},
        "lastReload": {"type": "object", "required": ["verdict", "reason"], "properties": {
            "verdict": {"type": "string", "enum": ["none", "taken", "refused"]},
            "reason": {"type": ["string", "null"], "description": "why the newest content of the file does not serve"}}},
        "page": {"type": "string", "enum": ["on", "read-only", "off"], "description": "MOCKOON_UI"},
        "sharesPort": {"type": "boolean", "description": "whether the admin API is on the port of the mocks"}
    }}"#,
)];

fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let handle = &call.handle;
    let generation = handle.current();
    let source = &generation.compiled.source;
    let path = handle.file();
    let file = path.as_deref().and_then(std::path::Path::file_name).map(|name| name.to_string_lossy());
    let last = handle.last_reload.get();
    Ok(json(
        200,
        &json!({
            "version": env!("CARGO_PKG_VERSION"),
            "environment": {"name": source.name, "uuid": source.uuid, "file": file},
            "generation": generation.number,
            "hash": generation.hash,
            "routes": generation.compiled.routes.len(),
            "lastReload": {"verdict": last.name(), "reason": last.reason()},
            "page": handle.shared.options.page.name(),
            "sharesPort": handle.shared.options.admin_on_mock_port,
        }),
    ))
}

//! `POST /x/import`: traffic that was saved elsewhere, as an environment.

use std::sync::Arc;

use crate::environment::har::{self, Har};
use crate::environment::parse;
use crate::environment::traffic::{self, Exchange, Secrets, Style};
use crate::exchange::Answer;

use super::recordings::{file, make, worked};
use super::{Handler, Owned, Parameter, Problem, Returns, Row, Table};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const QUESTION: &[Parameter] = &[
    Parameter {
        name: "format",
        schema: r#"{"type": "string", "enum": ["har"]}"#,
        doc: "what the body is; har if nothing is said",
    },
    Parameter {
        name: "generalize",
        schema: r#"{"type": "boolean"}"#,
        doc: "whether segments that vary like ids become parameters; true if nothing is said",
    },
];

const ROWS: &[Row] = &[Row {
    method: "POST",
    path: "/import",
    handler: Handler::Wait(|owned| Box::pin(import(owned))),
    doc: "Makes a Mockoon file of a HAR file, packed with gzip or not; its self-replay is in the header x-sidemock-replay",
    query: &[QUESTION],
    body: Some("Har"),
    answers: &[
        Returns { status: 200, doc: "The file", schema: "RecordedFile" },
        Returns { status: 400, doc: "Not a HAR file, or nothing in it can be used", schema: "Error" },
    ],
    example: "/import?format=har -d '{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\", \"url\": \"http://api.test/a\"}, \"response\": {\"status\": 204}}]}}'",
}];

const SCHEMAS: &[(&str, &str)] =
    &[("Har", r#"{"type": "string", "format": "binary", "description": "HAR 1.2, as browsers save it"}"#)];

async fn import(owned: Owned) -> Result<Answer, Problem> {
    let generalize = !owned.query().iter().any(|(name, value)| name == "generalize" && value == "false");
    let memory = owned.handle.shared.options.memory.clone();
    let bytes = owned.request.body_bytes().clone();
    let size = bytes.len();
    let secrets = owned.handle.shared.options.redaction.and(Secrets::default());
    let read = worked(&memory, size, move || {
        let unpacked = parse::unpack(&bytes).map_err(|error| error.to_string())?;
        let decoded = parse::decode(&unpacked).map_err(|error| error.to_string())?;
        let document = parse::json(&decoded.text).map_err(|error| error.to_string())?;
        har::exchanges(&document, &secrets).map_err(|error| error.to_string())
    });
    let Har { exchanges, left_out } = read.await?.map_err(|reason| Problem::new(400, reason))?;
    let weight = exchanges.iter().map(Exchange::weight).sum();
    let style = Style { name: traffic::host(&exchanges.iter().collect::<Vec<_>>()), generalize };
    let exchanges = exchanges.into_iter().map(Arc::new).collect();
    Ok(file(&make(&memory, exchanges, left_out, weight, style, true).await?))
}

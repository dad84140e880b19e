//! `?dryRun=true`: what an edit of the environment would do, told instead of done.

use serde_json::{Value, json};

use crate::environment::check::findings;
use crate::environment::edit::changes::{changes, name_of};
use crate::environment::model::Environment;
use crate::runtime::dry_run::AffectedState;
use crate::runtime::{CarryOver, CompiledEnvironment, EnvironmentHandle, Generation};

use super::Problem;

/// The schema of a verdict.
pub(super) const SCHEMA: (&str, &str) = (
    "DryRun",
    r##"{"type": "object", "required": ["valid", "changes", "keepsState", "losesState", "warnings"], "properties": {
        "valid": {"type": "boolean"},
        "message": {"type": "string", "description": "why it is not valid"},
        "path": {"type": "string", "description": "where in the body, from $"},
        "changes": {"type": "object", "required": ["added", "changed", "removed"], "properties": {
            "added": {"$ref": "#/components/schemas/Changes"},
            "changed": {"$ref": "#/components/schemas/Changes"},
            "removed": {"$ref": "#/components/schemas/Changes"}}},
        "keepsState": {"$ref": "#/components/schemas/HeldState"},
        "losesState": {"$ref": "#/components/schemas/HeldState"},
        "warnings": {"type": "array", "items": {"type": "string"}}
    }}"##,
);

/// The schemas that it names.
pub(super) const CHANGES: (&str, &str) = (
    "Changes",
    r#"{"type": "array", "items": {"type": "object", "required": ["kind", "name"], "properties": {
        "kind": {"enum": ["setting", "folder", "route", "bucket", "callback"]}, "uuid": {"type": "string"},
        "name": {"type": "string"}, "fields": {"type": "array", "items": {"type": "string"}}
    }}}"#,
);

/// See [`CHANGES`].
pub(super) const HELD: (&str, &str) = (
    "HeldState",
    r#"{"type": "array", "items": {"type": "object", "required": ["kind", "uuid", "name", "scopes"], "properties": {
        "kind": {"enum": ["route", "bucket"]}, "uuid": {"type": "string"}, "name": {"type": "string"},
        "scopes": {"type": "array", "items": {"type": "string"}, "description": "base, and sessions by their ids"}
    }}}"#,
);

/// What would come of putting an environment in the place of the generation that serves.
pub(in crate::admin) fn verdict(
    handle: &EnvironmentHandle,
    previous: &Generation,
    environment: Environment,
    carry_over: CarryOver,
    mut warnings: Vec<String>,
) -> Value {
    let dry_run = match handle.dry_run(previous, environment, carry_over) {
        Ok(dry_run) => dry_run,
        Err(shortage) => return refused(&shortage.into()),
    };
    let now = &dry_run.compiled;
    warnings.extend(findings(&now.source).into_iter().map(|warning| warning.to_string()));
    warnings.extend(now.warnings.iter().cloned());
    warnings.extend(unreachable(now));
    json!({
        "valid": true,
        "changes": changes(&previous.compiled.source, &now.source),
        "keepsState": held(&dry_run.keeps),
        "losesState": held(&dry_run.loses),
        "warnings": warnings,
    })
}

/// The verdict on what would be refused.
pub(in crate::admin) fn refused(problem: &Problem) -> Value {
    let (message, path) = problem.reason();
    let mut verdict = json!({
        "valid": false,
        "message": message,
        "changes": {"added": [], "changed": [], "removed": []},
        "keepsState": [],
        "losesState": [],
        "warnings": [],
    });
    if let Some(path) = path {
        verdict["path"] = path.into();
    }
    verdict
}

fn held(list: &[AffectedState]) -> Value {
    let shown = |held: &AffectedState| {
        let scopes: Vec<&str> = held.sessions.iter().map(|session| session.as_deref().unwrap_or("base")).collect();
        json!({"kind": held.kind, "uuid": held.uuid.as_str(), "name": held.name, "scopes": scopes})
    };
    list.iter().map(shown).collect()
}

/// Routes that no request comes to.
fn unreachable(compiled: &CompiledEnvironment) -> impl Iterator<Item = String> {
    compiled.left_out().map(|route| {
        format!(
            "route {} ({}) is unreachable: it is in no folder nor in rootChildren, or disabled",
            name_of(route),
            route.uuid
        )
    })
}

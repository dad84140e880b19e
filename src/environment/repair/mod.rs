//! The schema of an environment file, one row a field, and the repair that goes with it: a field that is missing,
//! of the wrong type or out of range gets the row's default; unknown fields are ignored. Nothing ever fails.

pub mod fields;
pub mod log;

use std::sync::Arc;

use super::document::Document;
use super::model::{
    BodyType, Callback, CallbackInvocation, ChildKind, DataBucket, Environment, Folder, FolderChild, Header, Route,
    RouteKind, RouteResponse, Rule, RuleOperator, RuleTarget, RulesOperator, TlsKind, TlsOptions,
};
use crate::environment::migrations::LAST_MIGRATION;
use crate::js::Str;
use fields::{Fields, object};
pub use fields::{Item, Streamed};
pub use log::{MAX_REPAIRS, Repair, RepairKind, RepairLog};

/// Methods of callbacks; a route may also have `all` or none.
const CALLBACK_METHODS: &[&str] = &[
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "propfind",
    "proppatch",
    "move",
    "copy",
    "mkcol",
    "lock",
    "unlock",
];

/// Methods of routes.
pub(super) const ROUTE_METHODS: &[&str] = &[
    "",
    "all",
    "get",
    "post",
    "put",
    "patch",
    "delete",
    "head",
    "options",
    "propfind",
    "proppatch",
    "move",
    "copy",
    "mkcol",
    "lock",
    "unlock",
];

/// What an endless number of milliseconds is bounded by.
const NO_LIMIT: f64 = f64::INFINITY;

/// Repairs a whole environment.
pub fn repair(value: Document, log: &mut RepairLog) -> Environment {
    object(value, log, |fields| environment(fields, Lists::default()))
}

/// The long lists of an environment, when they were read before the rest.
#[derive(Default)]
pub struct Lists {
    /// `rootChildren`.
    pub root_children: Option<Streamed<FolderChild>>,
    /// `folders`.
    pub folders: Option<Streamed<Folder>>,
    /// `routes`.
    pub routes: Option<Streamed<Route>>,
    /// `data`.
    pub data: Option<Streamed<DataBucket>>,
}

/// Repairs an environment of which some lists were read before the rest; the log is the same.
pub fn repair_listed(value: Document, lists: Lists, log: &mut RepairLog) -> Environment {
    object(value, log, |fields| environment(fields, lists))
}

/// The environment of `PUT /mockoon-admin/environment`: whatever the value is, an environment comes out, at worst an
/// empty one. Neither migrations nor the repair of references are run there.
pub fn repair_value(value: serde_json::Value) -> Environment {
    repair(value.into(), &mut RepairLog::silent())
}

fn environment(f: &mut Fields<'_>, lists: Lists) -> Environment {
    Environment {
        uuid: f.uuid("uuid"),
        // Any number passes the schema; nothing looks at it after the migrations.
        last_migration: f.number("lastMigration", -NO_LIMIT, NO_LIMIT, f64::from(LAST_MIGRATION)) as u32,
        name: f.text("name", "New environment"),
        endpoint_prefix: f.text("endpointPrefix", ""),
        latency: f.number("latency", 0.0, NO_LIMIT, 0.0),
        port: f.port("port", 3000),
        hostname: f.text("hostname", ""),
        root_children: f.listed("rootChildren", folder_child, lists.root_children),
        folders: f.listed("folders", folder, lists.folders),
        routes: f.listed("routes", route, lists.routes),
        proxy_mode: f.flag("proxyMode", false),
        proxy_host: f.text("proxyHost", ""),
        proxy_remove_prefix: f.flag("proxyRemovePrefix", false),
        tls_options: f.inner("tlsOptions", tls_options),
        cors: f.flag("cors", true),
        headers: f.list("headers", header),
        proxy_req_headers: f.list("proxyReqHeaders", header),
        proxy_res_headers: f.list("proxyResHeaders", header),
        data: f.listed("data", data_bucket, lists.data),
        callbacks: f.list("callbacks", callback),
    }
}

fn tls_options(f: &mut Fields<'_>) -> TlsOptions {
    TlsOptions {
        enabled: f.flag("enabled", false),
        kind: f.choice("type", TlsKind::Cert, "CERT"),
        pfx_path: f.text("pfxPath", ""),
        cert_path: f.text("certPath", ""),
        key_path: f.text("keyPath", ""),
        ca_path: f.text("caPath", ""),
        passphrase: f.text("passphrase", ""),
    }
}

pub(super) fn folder(value: Document, log: &mut RepairLog) -> Option<Folder> {
    object_or_drop(value, log, |f| Folder {
        uuid: f.uuid("uuid"),
        name: f.text("name", "New folder"),
        children: f.list("children", folder_child),
    })
}

/// A reference without a type leads nowhere.
pub(super) fn folder_child(value: Document, log: &mut RepairLog) -> Option<FolderChild> {
    let kind = match value.get("type").and_then(Document::as_text).map(Str::as_str) {
        Some("route") => ChildKind::Route,
        Some("folder") => ChildKind::Folder,
        _ => {
            log.dropped("neither a reference to a route nor to a folder");
            return None;
        }
    };
    object_or_drop(value, log, |f| (f.uuid("uuid"), f.text::<Str>("type", "")))
        .map(|(uuid, _)| FolderChild { uuid, kind })
}

pub(super) fn route(value: Document, log: &mut RepairLog) -> Option<Route> {
    object_or_drop(value, log, route_fields)
}

/// The fields of a route; of no fields at all, the default route.
pub(super) fn route_fields(f: &mut Fields<'_>) -> Route {
    Route {
        uuid: f.uuid("uuid"),
        kind: f.choice("type", RouteKind::Http, "http"),
        documentation: f.text("documentation", ""),
        method: f.word("method", ROUTE_METHODS, "get"),
        endpoint: f.text("endpoint", ""),
        responses: f.list("responses", |value, log| Some(Arc::new(object(value, log, response_fields)))),
        response_mode: f.optional_choice("responseMode"),
        streaming_mode: f.optional_choice("streamingMode"),
        streaming_interval: f.number("streamingInterval", 0.0, NO_LIMIT, 0.0),
    }
}

/// The fields of a response; of no fields at all, the default response.
pub(super) fn response_fields(f: &mut Fields<'_>) -> RouteResponse {
    RouteResponse {
        uuid: f.uuid("uuid"),
        body: f.text("body", "{}"),
        latency: f.number("latency", 0.0, NO_LIMIT, 0.0),
        status_code: f.number("statusCode", 100.0, 999.0, 200.0),
        label: f.text("label", ""),
        headers: f.list("headers", header),
        body_type: f.choice("bodyType", BodyType::Inline, "INLINE"),
        file_path: f.text("filePath", ""),
        databucket_id: f.text("databucketID", ""),
        send_file_as_body: f.flag("sendFileAsBody", false),
        rules: f.list("rules", |value, log| Some(object(value, log, rule))),
        rules_operator: f.choice("rulesOperator", RulesOperator::Or, "OR"),
        disable_templating: f.flag("disableTemplating", false),
        fallback_to_404: f.flag("fallbackTo404", false),
        default: f.flag("default", false),
        crud_key: f.filled_text("crudKey", "id"),
        callbacks: f.list("callbacks", callback_invocation),
    }
}

fn rule(f: &mut Fields<'_>) -> Rule {
    Rule {
        target: f.choice("target", RuleTarget::Body, "body"),
        modifier: f.text("modifier", ""),
        value: f.text("value", ""),
        invert: f.flag("invert", false),
        operator: f.choice("operator", RuleOperator::Equals, "equals"),
    }
}

fn header(value: Document, log: &mut RepairLog) -> Option<Header> {
    Some(object(value, log, |f| Header { key: f.text("key", ""), value: f.text("value", "") }))
}

pub(super) fn data_bucket(value: Document, log: &mut RepairLog) -> Option<DataBucket> {
    object_or_drop(value, log, |f| DataBucket {
        uuid: f.uuid("uuid"),
        id: f.short_id("id"),
        name: f.text("name", "New data"),
        documentation: f.text("documentation", ""),
        value: f.text("value", "[\n]"),
    })
}

fn callback(value: Document, log: &mut RepairLog) -> Option<Callback> {
    object_or_drop(value, log, |f| Callback {
        uuid: f.uuid("uuid"),
        id: f.short_id("id"),
        uri: f.text("uri", ""),
        name: f.filled_text("name", "Callback"),
        documentation: f.text("documentation", ""),
        method: f.word("method", CALLBACK_METHODS, "post"),
        headers: f.list("headers", header),
        body_type: f.choice("bodyType", BodyType::Inline, "INLINE"),
        body: f.text("body", ""),
        databucket_id: f.text("databucketID", ""),
        file_path: f.text("filePath", ""),
        send_file_as_body: f.flag("sendFileAsBody", true),
    })
}

/// The latency has no failover in the reference's schema: when it is there and no number, the invocation goes.
fn callback_invocation(value: Document, log: &mut RepairLog) -> Option<CallbackInvocation> {
    if value.get("latency").is_some_and(|latency| fields::to_number(latency).is_none()) {
        log.dropped("the latency is not a number");
        return None;
    }
    object_or_drop(value, log, |f| CallbackInvocation {
        uuid: f.uuid("uuid"),
        latency: f.number("latency", -NO_LIMIT, NO_LIMIT, 0.0),
    })
}

/// Where the reference puts a default in place of an item that is no object, that default can never be reached
/// (its uuid changes at each look) or breaks the server (a list in place of a data bucket). Here the item goes.
fn object_or_drop<T>(value: Document, log: &mut RepairLog, build: fn(&mut Fields<'_>) -> T) -> Option<T> {
    if matches!(value, Document::Object(_)) {
        return Some(object(value, log, build));
    }
    log.dropped("not an object");
    None
}

#[cfg(test)]
mod tests;

//! Reads the fields of an environment file by its schema, one row a field, and repairs them: a field that is missing,
//! of the wrong type or out of range gets the row's default; unknown fields are ignored. Nothing ever fails.

pub mod ahead;
pub mod fields;
pub mod log;
mod long_texts;
mod messages;
mod seen;
pub mod text;
pub mod values;

use std::sync::Arc;

use super::document::Document;
use super::identity;
use super::model::{
    BodyType, Callback, CallbackInvocation, ChildKind, DataBucket, Environment, Folder, FolderChild, Header,
    PathSpelling, Route, RouteKind, RouteResponse, Rule, RuleOperator, RuleTarget, RulesOperator, TlsKind, TlsOptions,
};
use super::{route_tree, top_level};
use crate::environment::migrations::LAST_MIGRATION;
use crate::js::Str;
use fields::{FieldSource, Fields, Item, Listed, Nothing, OnInvalid, object};
pub use log::{MAX_REPAIRS, Repair, RepairKind, RepairLog};

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

/// Methods of callbacks: those of routes but for none and `all`.
const CALLBACK_METHODS: &[&str] = ROUTE_METHODS.split_at(2).1;

/// What an endless number of milliseconds is bounded by.
const NO_LIMIT: f64 = f64::INFINITY;

/// Repairs a whole environment.
pub fn read_document(value: Document, log: &mut RepairLog) -> Environment {
    object(value, log, |fields| environment(fields, Lists::default()))
}

/// The long lists of an environment, when they were read before the rest.
#[derive(Default)]
pub struct Lists {
    /// `rootChildren`.
    pub root_children: Option<Listed<FolderChild>>,
    /// `folders`.
    pub folders: Option<Listed<Folder>>,
    /// `routes`.
    pub routes: Option<Listed<Arc<Route>>>,
    /// `data`.
    pub data: Option<Listed<DataBucket>>,
}

/// Repairs an environment of which some lists were read before the rest; the log is the same.
pub fn read_listed(value: Document, lists: Lists, log: &mut RepairLog) -> Environment {
    object(value, log, |fields| environment(fields, lists))
}

/// The environment of `PUT /mockoon-admin/environment`: whatever the value is, an environment comes out, at worst an
/// empty one. Migrations are not run there, and references are left as they are unless there are none at all.
pub fn read_value(value: serde_json::Value) -> Environment {
    let lacks_tree = top_level::lacks_tree(&value);
    let mut environment = read_document(value.into(), &mut RepairLog::silent());
    if lacks_tree {
        route_tree::repair_refs(&mut environment);
    }
    environment
}

fn environment(f: &mut Fields<'_, Nothing>, lists: Lists) -> Environment {
    Environment {
        uuid: f.uuid("uuid"),
        // Any number passes the schema; nothing looks at it after the migrations.
        last_migration: f.number("lastMigration", -NO_LIMIT, NO_LIMIT, f64::from(LAST_MIGRATION)) as u32,
        // Its file's name will do, see `load`.
        name: f.text("name", ""),
        endpoint_prefix: f.text("endpointPrefix", ""),
        latency: f.number("latency", 0.0, NO_LIMIT, 0.0),
        port: f.port("port", 3000),
        hostname: f.text("hostname", ""),
        root_children: Arc::new(f.listed("rootChildren", lists.root_children)),
        folders: f.listed("folders", lists.folders),
        routes: f.listed("routes", lists.routes),
        proxy_mode: f.flag("proxyMode", false),
        proxy_host: f.text("proxyHost", ""),
        proxy_remove_prefix: f.flag("proxyRemovePrefix", false),
        tls_options: f.inner("tlsOptions", tls_options),
        cors: f.flag("cors", true),
        headers: f.list("headers"),
        proxy_req_headers: f.list("proxyReqHeaders"),
        proxy_res_headers: f.list("proxyResHeaders"),
        data: f.listed("data", lists.data),
        callbacks: f.list("callbacks"),
        path_spelling: PathSpelling::default(),
    }
}

fn tls_options(f: &mut Fields<'_, Nothing>) -> TlsOptions {
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

impl Item for Folder {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        Some(Self { uuid: f.uuid("uuid"), name: f.text("name", "New folder"), children: Arc::new(f.list("children")) })
    }
}

impl Item for FolderChild {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    /// A reference without a type leads nowhere.
    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        let kind = f.take("type");
        let kind = match kind.as_ref().and_then(Document::as_text).map(Str::as_str) {
            Some("route") => ChildKind::Route,
            Some("folder") => ChildKind::Folder,
            _ => return f.dropped("neither a reference to a route nor to a folder"),
        };
        Some(Self { uuid: f.uuid("uuid"), kind })
    }
}

impl Item for Route {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        Some(route_fields(f))
    }
}

impl Item for RouteResponse {
    const ON_INVALID: OnInvalid = OnInvalid::Default;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        Some(response_fields(f))
    }
}

/// The fields of a route; of no fields at all, the default route.
pub(super) fn route_fields<S: FieldSource>(f: &mut Fields<'_, S>) -> Route {
    let uuid = f.uuid("uuid");
    let kind = f.choice_here("type", RouteKind::Http, "http");
    Route {
        uuid,
        documentation: f.text("documentation", ""),
        method: f.word("method", ROUTE_METHODS, "get"),
        endpoint: f.text("endpoint", ""),
        responses: f.list("responses"),
        response_mode: f.optional_choice("responseMode"),
        streaming_mode: f.optional_choice("streamingMode"),
        streaming_interval: f.number("streamingInterval", 0.0, NO_LIMIT, 0.0),
        kind: kind.unwrap_or_else(|| f.choice_behind("type", RouteKind::Http)),
    }
}

/// The fields of a response; of no fields at all, the default response.
pub(super) fn response_fields<S: FieldSource>(f: &mut Fields<'_, S>) -> RouteResponse {
    RouteResponse {
        uuid: f.uuid("uuid"),
        body: f.text("body", "{}"),
        latency: f.number("latency", 0.0, NO_LIMIT, 0.0),
        status_code: f.number("statusCode", 100.0, 999.0, 200.0),
        label: f.text("label", ""),
        headers: f.list("headers").into(),
        body_type: f.choice("bodyType", BodyType::Inline, "INLINE"),
        file_path: f.text("filePath", ""),
        databucket_id: f.text("databucketID", ""),
        send_file_as_body: f.flag("sendFileAsBody", false),
        rules: f.list("rules").into(),
        rules_operator: f.choice("rulesOperator", RulesOperator::Or, "OR"),
        disable_templating: f.flag("disableTemplating", false),
        fallback_to_404: f.flag("fallbackTo404", false),
        default: f.flag("default", false),
        crud_key: f.filled_text("crudKey", "id"),
        callbacks: f.list("callbacks").into(),
    }
}

impl Item for Rule {
    const ON_INVALID: OnInvalid = OnInvalid::Default;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        Some(Self {
            target: f.choice("target", RuleTarget::Body, "body"),
            modifier: f.text("modifier", ""),
            value: f.text("value", ""),
            invert: f.flag("invert", false),
            operator: f.choice("operator", RuleOperator::Equals, "equals"),
        })
    }
}

impl Item for Header {
    const ON_INVALID: OnInvalid = OnInvalid::Default;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        Some(Self { key: f.text("key", ""), value: f.text("value", "") })
    }
}

impl Item for DataBucket {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        let mut bucket = Self {
            uuid: f.uuid("uuid"),
            id: f.short_id("id"),
            name: f.text("name", "New data"),
            documentation: f.text("documentation", ""),
            value: f.text("value", "[\n]"),
        };
        if bucket.id.is_empty() {
            bucket.id = identity::short_id_of(&[&bucket.name, &bucket.value]).into();
        }
        Some(bucket)
    }
}

impl Item for Callback {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        let mut callback = Self {
            uuid: f.uuid("uuid"),
            id: f.short_id("id"),
            uri: f.text("uri", ""),
            name: f.filled_text("name", "Callback"),
            documentation: f.text("documentation", ""),
            method: f.word("method", CALLBACK_METHODS, "post"),
            headers: f.list("headers"),
            body_type: f.choice("bodyType", BodyType::Inline, "INLINE"),
            body: f.text("body", ""),
            databucket_id: f.text("databucketID", ""),
            file_path: f.text("filePath", ""),
            send_file_as_body: f.flag("sendFileAsBody", true),
        };
        if callback.id.is_empty() {
            callback.id = identity::short_id_of(&[&callback.name, &callback.uri]);
        }
        Some(callback)
    }
}

impl Item for CallbackInvocation {
    const ON_INVALID: OnInvalid = OnInvalid::Dropped;

    /// The latency has no failover in the reference's schema: when it is there and no number, the invocation goes.
    fn read<S: FieldSource>(f: &mut Fields<'_, S>) -> Option<Self> {
        let (uuid, latency) = (f.take("uuid"), f.take("latency"));
        if latency.as_ref().is_some_and(|latency| values::to_number(latency).is_none()) {
            return f.dropped("the latency is not a number");
        }
        Some(Self { uuid: f.uuid_in("uuid", uuid), latency: f.number_in("latency", latency, -NO_LIMIT, NO_LIMIT, 0.0) })
    }
}

#[cfg(test)]
mod tests;

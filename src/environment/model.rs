//! The environment as Mockoon's data files describe it, after migrations and repair.
//! Texts and responses are shared with what is compiled from them.
//! Names are those of the files; see <https://mockoon.com/docs/latest/mockoon-data-files/data-files-location/>.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

pub use super::rule_operator::RuleOperator;
use crate::js::Str;

/// A whole environment file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Identity over reloads.
    pub uuid: String,
    /// Number of the last migration that the file has been through.
    pub last_migration: u32,
    /// Display name.
    pub name: String,
    /// Path prefix of every route, without slashes at the ends.
    pub endpoint_prefix: String,
    /// Milliseconds added to every answer.
    #[serde(serialize_with = "number")]
    pub latency: f64,
    /// TCP port.
    pub port: u16,
    /// Address to bind; empty means all.
    pub hostname: String,
    /// Folders of the route tree.
    pub folders: Vec<Folder>,
    /// All routes, in no meaningful order (see `root_children`); what is compiled from one keeps a handle of it.
    #[serde(serialize_with = "shared")]
    pub routes: Vec<Arc<Route>>,
    /// The top of the route tree: its order is the order of matching. An edit that leaves it alone shares it.
    #[serde(serialize_with = "children")]
    pub root_children: Arc<Vec<FolderChild>>,
    /// Whether unmatched requests are forwarded.
    pub proxy_mode: bool,
    /// Where unmatched requests are forwarded to.
    pub proxy_host: String,
    /// Whether the prefix is cut from forwarded paths.
    pub proxy_remove_prefix: bool,
    /// TLS of the listener.
    pub tls_options: TlsOptions,
    /// Whether unmatched OPTIONS requests are answered.
    pub cors: bool,
    /// Headers of every response.
    pub headers: Vec<Header>,
    /// Headers added to forwarded requests.
    pub proxy_req_headers: Vec<Header>,
    /// Headers added to responses of the upstream.
    pub proxy_res_headers: Vec<Header>,
    /// Data buckets.
    pub data: Vec<DataBucket>,
    /// Callback definitions.
    pub callbacks: Vec<Callback>,
    /// How paths of requests are compared with those of routes; no field of the file.
    #[serde(skip)]
    pub path_spelling: PathSpelling,
}

/// How paths of requests are compared with those of routes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PathSpelling {
    /// As they are written.
    #[default]
    AsWritten,
    /// In one spelling, whatever was written by its letter or by its number.
    Any,
}

/// A folder of routes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Folder {
    /// Uuid in the file, or one that was made for it.
    pub uuid: Str,
    /// Display name.
    pub name: Str,
    /// Routes and folders inside; shared as the top is.
    #[serde(serialize_with = "children")]
    pub children: Arc<Vec<FolderChild>>,
}

/// A reference in the route tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FolderChild {
    /// What is referred to.
    pub uuid: Str,
    /// Route or folder.
    #[serde(rename = "type")]
    pub kind: ChildKind,
}

/// Kind of a [`FolderChild`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChildKind {
    /// A route.
    Route,
    /// A folder.
    Folder,
}

/// Certificate settings; paths and passphrase may be templates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsOptions {
    /// Whether the listener speaks TLS.
    pub enabled: bool,
    /// Which of the paths count.
    #[serde(rename = "type")]
    pub kind: TlsKind,
    /// PFX archive.
    pub pfx_path: String,
    /// PEM certificate chain.
    pub cert_path: String,
    /// PEM private key.
    pub key_path: String,
    /// PEM of the authority.
    pub ca_path: String,
    /// Passphrase of key or archive.
    pub passphrase: String,
}

/// Kind of certificate files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TlsKind {
    /// PEM certificate and key.
    Cert,
    /// PKCS#12 archive.
    Pfx,
}

/// A header; the value may be a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Header {
    /// Name as it was written; it is compared without case.
    pub key: Str,
    /// Value or template.
    pub value: Str,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Identity over reloads.
    pub uuid: Str,
    /// HTTP, CRUD or WebSocket.
    #[serde(rename = "type")]
    pub kind: RouteKind,
    /// Free text.
    pub documentation: Str,
    /// Lower-case method, `all`, or empty.
    pub method: Str,
    /// Path in the old Express syntax, without a leading slash.
    pub endpoint: Str,
    /// Possible responses; what is compiled from one keeps a handle of it.
    #[serde(serialize_with = "shared")]
    pub responses: Vec<Arc<RouteResponse>>,
    /// How a response is chosen; `None` means by rules.
    pub response_mode: Option<ResponseMode>,
    /// Streaming of WebSocket routes.
    pub streaming_mode: Option<StreamingMode>,
    /// Milliseconds between streamed messages.
    #[serde(serialize_with = "number")]
    pub streaming_interval: f64,
}

/// Kind of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteKind {
    /// A plain route.
    Http,
    /// Nine routes over a data bucket.
    Crud,
    /// A WebSocket.
    Ws,
}

/// How a route chooses its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ResponseMode {
    /// At random.
    Random,
    /// In turn.
    Sequential,
    /// Always the default one.
    DisableRules,
    /// By rules; when none matches, the next matching route is tried.
    Fallback,
}

/// How a WebSocket route streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum StreamingMode {
    /// To each client on its own clock.
    Unicast,
    /// The same message to all clients.
    Broadcast,
}

/// One possible response of a route.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteResponse {
    /// Uuid in the file, or one that was made for it.
    pub uuid: Str,
    /// Inline body (a template), also the text of `fallbackTo404`.
    pub body: Str,
    /// Milliseconds to wait before it is sent.
    #[serde(serialize_with = "number")]
    pub latency: f64,
    /// Status code, 100 to 999.
    #[serde(serialize_with = "number")]
    pub status_code: f64,
    /// Display label.
    pub label: Str,
    /// Headers beside those of the environment.
    pub headers: Box<[Header]>,
    /// Where the body comes from.
    pub body_type: BodyType,
    /// Path of a file body, may be a template.
    pub file_path: Str,
    /// `id` of the data bucket served.
    #[serde(rename = "databucketID")]
    pub databucket_id: Str,
    /// Whether a file is shown rather than offered as a download.
    pub send_file_as_body: bool,
    /// Rules that select this response.
    pub rules: Box<[Rule]>,
    /// How the rules combine.
    pub rules_operator: RulesOperator,
    /// Whether the body is sent as it stands.
    pub disable_templating: bool,
    /// Whether a missing file answers 404 with the inline body.
    pub fallback_to_404: bool,
    /// Whether this response answers when no rule matches.
    pub default: bool,
    /// Key of the items' ids in CRUD routes.
    pub crud_key: Str,
    /// Callbacks invoked after the response.
    pub callbacks: Box<[CallbackInvocation]>,
}

/// Where a body comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum BodyType {
    /// The `body` field.
    Inline,
    /// A file.
    File,
    /// A data bucket.
    Databucket,
}

/// How several rules combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RulesOperator {
    /// One is enough.
    Or,
    /// All must hold.
    And,
}

/// A rule on the request or the state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// What is looked at.
    pub target: RuleTarget,
    /// Name or path inside the target, may be a template.
    pub modifier: Str,
    /// What it is compared with, may be a template.
    pub value: Str,
    /// Whether the outcome is inverted.
    pub invert: bool,
    /// How it is compared.
    pub operator: RuleOperator,
}

/// Target of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are Mockoon's and say it all")]
pub enum RuleTarget {
    Body,
    Query,
    Header,
    Cookie,
    Params,
    Path,
    Method,
    RequestNumber,
    GlobalVar,
    DataBucket,
    Templating,
}

/// A data bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataBucket {
    /// Identity over reloads.
    pub uuid: Str,
    /// Short id.
    pub id: Str,
    /// Display name, usable in templates.
    pub name: Str,
    /// Free text.
    pub documentation: Str,
    /// Text of the bucket, a template.
    pub value: Str,
}

/// A callback definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// Uuid in the file, or one that was made for it.
    pub uuid: String,
    /// Short id.
    pub id: String,
    /// Where it is sent, may be a template and relative.
    pub uri: String,
    /// Display name.
    pub name: String,
    /// Free text.
    pub documentation: String,
    /// Lower-case method.
    pub method: String,
    /// Headers of the request that is sent.
    pub headers: Vec<Header>,
    /// Where the body comes from.
    pub body_type: BodyType,
    /// Inline body, a template.
    pub body: String,
    /// `id` of the data bucket sent.
    #[serde(rename = "databucketID")]
    pub databucket_id: String,
    /// Path of the file sent.
    pub file_path: String,
    /// Whether the file is the body itself rather than a form-data attachment.
    pub send_file_as_body: bool,
}

/// A reference of a response to a callback.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallbackInvocation {
    /// Which callback.
    pub uuid: Str,
    /// Milliseconds to wait before it is sent.
    #[serde(serialize_with = "number")]
    pub latency: f64,
}

/// Serializes what is behind the handles.
fn shared<T: Serialize, S: Serializer>(items: &[Arc<T>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items.iter().map(Arc::as_ref))
}

/// Serializes the list behind the handle.
fn children<S: Serializer>(list: &Arc<Vec<FolderChild>>, serializer: S) -> Result<S::Ok, S::Error> {
    list.as_ref().serialize(serializer)
}

/// Serializes a whole number without a fraction, as JavaScript writes it.
fn number<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        serializer.serialize_i64(*number as i64)
    } else {
        serializer.serialize_f64(*number)
    }
}

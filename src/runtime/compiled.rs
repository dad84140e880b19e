//! An environment ready to serve: immutable, shared by all spaces. It names what requests change by cells and holds
//! none of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::crud::CrudKey;
use crate::environment::model::{self, Environment, RouteKind};
use crate::js::Str;
use crate::routing::{CrudOperation, Pattern, Table};
use crate::rules::Chooser;
use crate::state::{Bucket, CellId, Image, RouteMetrics};
use crate::template::{Site, Template};

use super::bucket_render::BucketSource;
use super::headers::HeaderSet;
use super::identity::stripped;
use super::prepare::Prepared;
use super::redact::Redaction;
use super::transaction::Origin;
use super::upstream::Upstream;

/// A whole environment, compiled.
pub struct CompiledEnvironment {
    /// The model it was compiled from.
    pub source: Arc<Environment>,
    /// Where it is served.
    pub site: Site,
    /// Headers of every response.
    pub headers: HeaderSet,
    /// HTTP and CRUD routes by method and path, in first-match order.
    pub table: Table<RouteTarget>,
    /// The routes that the table and `websockets` point to.
    pub routes: Vec<CompiledRoute>,
    /// WebSocket routes in order: pattern and index into `routes`.
    pub websockets: Vec<(Pattern, usize)>,
    /// Data buckets in order.
    pub buckets: Vec<Arc<Bucket>>,
    /// What every space begins with.
    pub beginning: Image,
    /// What the buckets are made from, in the same order.
    pub bucket_sources: Arc<[BucketSource]>,
    /// Callbacks by the uuid that responses refer to.
    pub callbacks: HashMap<String, CompiledCallback>,
    /// Where requests without a route go, when the environment is a proxy.
    pub upstream: Option<Upstream>,
    /// Headers added to forwarded requests.
    pub proxy_request_headers: HeaderSet,
    /// Headers added to responses of the upstream.
    pub proxy_response_headers: HeaderSet,
    /// What is not shown of requests and answers.
    pub redaction: Arc<Redaction>,
    /// What the operator should know: routes that can never match, and why.
    pub warnings: Vec<String>,
}

/// What a table entry points to.
#[derive(Debug, Clone, Copy)]
pub struct RouteTarget {
    /// Index into [`CompiledEnvironment::routes`].
    pub route: usize,
    /// The operation, on a CRUD route.
    pub crud: Option<CrudOperation>,
}

/// A route, compiled.
pub struct CompiledRoute {
    /// Identity over reloads.
    pub uuid: Str,
    /// Kind.
    pub kind: RouteKind,
    /// Endpoint as written.
    pub endpoint: Str,
    /// Prefix and endpoint as they are shown in logs and metrics.
    pub path: Str,
    /// Method as written (`get`, `all`).
    pub method: Str,
    /// Chooses the response.
    pub chooser: Chooser,
    /// The responses.
    pub responses: Vec<CompiledResponse>,
    /// The place of its request number in spaces; the same over reloads that leave the route alone.
    pub cell: CellId,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
    /// Buckets to generate at the first request: indices in the order of generation.
    pub request_buckets: Vec<usize>,
    /// Whether the route names any bucket at all (then a bucket event follows a generation).
    pub names_buckets: bool,
    /// Whether an exchange on it may change the space, its request number and CRUD operations aside.
    pub writes: bool,
    /// Position of the definition in the model's routes.
    pub(super) position: usize,
}

impl CompiledRoute {
    /// Position of its definition in the model's routes.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether choosing and answering are one step that needs the space's turn.
    pub fn takes_turn(&self, operation: Option<CrudOperation>) -> bool {
        self.writes || self.chooser.needs_number() || operation.is_some_and(CrudOperation::writes)
    }
}

/// A response, compiled.
pub struct CompiledResponse {
    /// The model it was compiled from.
    pub source: Arc<model::RouteResponse>,
    /// What the record of an answer says about where it came from.
    pub origin: Arc<Origin>,
    /// Status, 100 to 999.
    pub status: u16,
    /// Headers.
    pub headers: HeaderSet,
    /// The inline body.
    pub body: Template,
    /// The file path, where it is a template.
    pub file_path: Template,
    /// `X-Mockoon-Route-*` headers, when asked for.
    pub metadata: Vec<(HeaderName, HeaderValue)>,
    /// Where CRUD operations on the served bucket look for ids.
    pub crud_key: Option<Box<CrudKey>>,
    /// The template of new ids on a CRUD route.
    pub id_template: Option<Box<Template>>,
    /// The headers that a reply begins with, when only its body depends on the request.
    pub draft: Option<Arc<HeaderMap>>,
    /// The whole reply, when nothing in it depends on the request.
    pub prepared: Option<Prepared>,
}

/// A callback, compiled.
pub struct CompiledCallback {
    /// The model it was compiled from.
    pub source: model::Callback,
    /// Address.
    pub uri: Template,
    /// Headers.
    pub headers: HeaderSet,
    /// Inline body.
    pub body: Template,
    /// File path.
    pub file_path: Template,
}

impl CompiledEnvironment {
    /// What a route was compiled from.
    pub fn definition(&self, route: &CompiledRoute) -> Option<&model::Route> {
        self.source.routes.get(route.position)
    }

    /// Whether forwarding a request may change the space.
    pub fn proxy_writes(&self) -> bool {
        self.headers.writes() || self.proxy_request_headers.writes() || self.proxy_response_headers.writes()
    }

    /// A digest of a route's definition.
    pub fn digest(&self, route: &CompiledRoute) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        let definition = self.definition(route).map(|definition| serde_json::to_string(&stripped(definition)));
        definition.and_then(Result::ok).hash(&mut hasher);
        hasher.finish()
    }

    /// The places of its routes and buckets in spaces.
    pub fn cells(&self) -> HashSet<CellId> {
        let routes = self.routes.iter().map(|route| route.cell);
        routes.chain(self.buckets.iter().map(|bucket| bucket.cell)).collect()
    }
}

//! An environment ready to serve: immutable, shared by all spaces. It names what requests change by cells and holds
//! none of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use http::header::{HeaderName, HeaderValue};

use crate::crud::CrudKey;
use crate::environment::model::{self, Environment, RouteKind};
use crate::js::Str;
use crate::message::prepared_headers::PreparedHeaders;
use crate::routing::crud_routes::CrudRoute;
use crate::routing::{CrudOperation, Pattern, Table};
use crate::rules::Chooser;
use crate::state::{Beginning, Bucket, CellId, EnvVars, Image, RouteMetrics, Step};
use crate::template::{BaseUrl, RenderContext, Template};
use crate::traces::LazyLabels;

use super::bucket_render::BucketSource;
use super::headers::HeaderSet;
use super::outcome::Origin;
use super::redact::Redaction;
use super::sameness::stripped;
use super::static_response::StaticResponse;
use super::upstream::Upstream;

/// A whole environment, compiled.
pub struct CompiledEnvironment {
    /// The model it was compiled from.
    pub source: Arc<Environment>,
    /// Where it is served.
    pub base_url: BaseUrl,
    /// Headers of every response.
    pub headers: HeaderSet,
    /// HTTP and CRUD routes by method and path, in first-match order.
    pub table: Arc<Table<RouteTarget>>,
    /// The routes that the table and `websockets` point to.
    pub routes: Vec<Arc<CompiledRoute>>,
    /// What became of the routes of the model, by their position there.
    pub(super) slots: Vec<RouteSlot>,
    /// WebSocket routes in order: pattern and index into `routes`.
    pub websockets: Vec<(Arc<Pattern>, usize)>,
    /// Data buckets in order.
    pub buckets: Vec<Arc<Bucket>>,
    /// What every space begins with.
    pub beginning: Image,
    /// What the buckets are made from, in the same order.
    pub bucket_sources: Arc<[BucketSource]>,
    /// Callbacks by the uuid that responses refer to.
    pub callbacks: Arc<HashMap<String, CompiledCallback>>,
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
    /// What spans of its answers say.
    pub span_labels: LazyLabels,
}

/// What a table entry points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteTarget {
    /// Index into [`CompiledEnvironment::routes`].
    pub route: usize,
    /// The operation, on a CRUD route.
    pub crud: Option<CrudOperation>,
}

/// What became of a route of the model.
#[derive(Clone, Copy)]
pub(super) enum RouteSlot {
    /// Nobody refers to it, or it is disabled.
    Uncompiled,
    /// Its endpoint cannot be matched.
    NeverMatches,
    /// Its place among the compiled routes.
    At(u32),
}

/// A route, compiled.
pub struct CompiledRoute {
    /// What it was compiled from: there its uuid, method and endpoint are.
    pub definition: Arc<model::Route>,
    /// Whether it is a plain route, a WebSocket, or nine routes over a data bucket.
    pub kind: RouteKind,
    /// Prefix and endpoint as they are shown in logs and metrics.
    pub path: Str,
    /// The endpoint compiled.
    pub pattern: Arc<Pattern>,
    /// The nine routes of a CRUD route.
    pub crud: Box<[CrudRoute]>,
    /// Chooses the response.
    pub chooser: Chooser,
    /// The responses.
    pub responses: Box<[CompiledResponse]>,
    /// The place of its request number in spaces; the same over reloads that leave the route alone.
    pub cell: CellId,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
    /// Buckets to generate at the first request: indices in the order of generation.
    pub request_buckets: Box<[usize]>,
    /// Whether the route names any bucket at all (then a bucket event follows a generation).
    pub names_buckets: bool,
    /// Whether an exchange on it may change the space, its request number and CRUD operations aside.
    pub writes: bool,
}

impl CompiledRoute {
    /// A digest of its definition.
    pub fn digest(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        serde_json::to_string(&stripped(&self.definition)).ok().hash(&mut hasher);
        hasher.finish()
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
    /// Its headers; their values may be templates.
    pub headers: HeaderSet,
    /// The inline body.
    pub body: Template,
    /// The file path, where it is a template.
    pub file_path: Template,
    /// `X-Mockoon-Route-*` headers, when asked for.
    pub metadata: Box<[(HeaderName, HeaderValue)]>,
    /// Ids of the items of the bucket that is served, on a CRUD route.
    pub crud_ids: Option<Box<CrudIds>>,
    /// The headers that a reply begins with, when only its body depends on the request.
    pub prepared_headers: Option<Arc<PreparedHeaders>>,
    /// Whether its body is sent event by event.
    pub sends_events: bool,
    /// The whole reply, when nothing in it depends on the request.
    pub prepared: Option<StaticResponse>,
}

/// Ids of items, as CRUD operations need them.
pub struct CrudIds {
    /// Where they are looked for.
    pub key: CrudKey,
    /// What new ones are made from.
    pub template: Option<Template>,
}

/// A callback, compiled.
pub struct CompiledCallback {
    /// The model it was compiled from.
    pub source: model::Callback,
    /// The URL that it is sent to, which may be relative to the environment.
    pub uri: Template,
    /// Headers of the request that is sent.
    pub headers: HeaderSet,
    /// Inline body.
    pub body: Template,
    /// File path.
    pub file_path: Template,
}

impl CompiledEnvironment {
    /// What a template may see and touch in a step, where there is no request.
    pub fn rendering<'a>(&'a self, env_vars: &'a EnvVars, step: &'a Step<'a>) -> RenderContext<'a> {
        RenderContext { env_vars, step, base_url: &self.base_url, buckets: &self.buckets, request: None, status: None }
    }

    /// Routes that no request comes to: nobody refers to them, or they are disabled.
    pub fn left_out(&self) -> impl Iterator<Item = &model::Route> {
        let routes = self.source.routes.iter().zip(&self.slots);
        routes.filter(|(_, slot)| matches!(slot, RouteSlot::Uncompiled)).map(|(route, _)| &**route)
    }

    /// Whether forwarding a request may change the space.
    pub fn proxy_writes(&self) -> bool {
        self.headers.writes() || self.proxy_request_headers.writes() || self.proxy_response_headers.writes()
    }

    /// The places in spaces of routes and buckets that an environment which follows this one has no more.
    pub fn cells_gone(&self, now: &Self) -> HashSet<CellId, RandomState> {
        // An edit leaves nearly all routes what they are.
        let same = |(before, now): &(&Arc<CompiledRoute>, &Arc<CompiledRoute>)| Arc::ptr_eq(before, now);
        let head = self.routes.iter().zip(&now.routes).take_while(same).count();
        let (before, others) = (self.routes.iter().skip(head), now.routes.iter().skip(head));
        let tail = before.clone().rev().zip(others.clone().rev()).take_while(same).count();
        let before = before.rev().skip(tail).map(|route| route.cell);
        let mut gone: HashSet<_, _> = before.chain(self.buckets.iter().map(|bucket| bucket.cell)).collect();
        let others = others.rev().skip(tail).map(|route| route.cell);
        for cell in others.chain(now.buckets.iter().map(|bucket| bucket.cell)) {
            gone.remove(&cell);
        }
        gone
    }

    /// How its spaces begin.
    pub fn begins(&self) -> Beginning<'_> {
        Beginning { buckets: &self.buckets, image: &self.beginning, draws: &self.beginning.draws }
    }

    /// The places of its routes and buckets in spaces.
    pub fn cells(&self) -> HashSet<CellId, RandomState> {
        let routes = self.routes.iter().map(|route| route.cell);
        routes.chain(self.buckets.iter().map(|bucket| bucket.cell)).collect()
    }
}

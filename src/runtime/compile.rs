//! From an [`Environment`] to what serves it: patterns, templates and rules compiled once.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::crud::CrudKey;
use crate::environment::model::{self, BodyType, Environment, RouteKind};
use crate::environment::refs;
use crate::js::Str;
use crate::message::reply::{Conditions, Draft, Reply};
use crate::routing::{CrudOperation, MethodMatch, Pattern, RouteMatcher, Table, crud_routes};
use crate::rules::Chooser;
use crate::state::{Bucket, Counter, RouteMetrics};
use crate::template::{Scope, Site, Template};

use super::bucket_render::{self, BucketSource};
use super::file_templates::forward_slashes;
use super::generation::Generation;
use super::handle::Shared;
use super::headers::{HeaderSet, HeaderSource};
use super::request_buckets;
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
    /// What the buckets are made from, in the same order.
    pub bucket_sources: Vec<BucketSource>,
    /// Callbacks by the uuid that responses refer to.
    pub callbacks: HashMap<String, CompiledCallback>,
    /// Where requests without a route go, when the environment is a proxy.
    pub upstream: Option<Upstream>,
    /// Headers added to forwarded requests.
    pub proxy_request_headers: HeaderSet,
    /// Headers added to responses of the upstream.
    pub proxy_response_headers: HeaderSet,
    /// What the operator should know: routes that can never match, and why.
    pub warnings: Vec<String>,
}

/// Which request numbers another generation takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// Those of routes that did not change: another file.
    Unchanged,
    /// Those of all routes that are still there: `PUT /mockoon-admin/environment`, as in the reference.
    All,
}

/// The routes of the generation before.
struct Former<'a> {
    carry: Carry,
    routes: HashMap<&'a str, &'a CompiledRoute>,
}

impl Former<'_> {
    fn keeps(&self, route: &CompiledRoute, digest: u64) -> bool {
        self.carry == Carry::All || route.digest == digest
    }
}

/// Of several routes with one uuid the first counts.
fn by_uuid(generation: &Generation) -> HashMap<&str, &CompiledRoute> {
    generation.compiled.routes.iter().rev().map(|route| (route.uuid.as_str(), route)).collect()
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
    /// Request number; survives reloads that leave the route's uuid alone.
    pub counter: Arc<Counter>,
    /// Answers counted.
    pub metrics: Arc<RouteMetrics>,
    /// Buckets to generate at the first request: indices in the order of generation.
    pub request_buckets: Vec<usize>,
    /// Whether the route names any bucket at all (then a bucket event follows a generation).
    pub names_buckets: bool,
    /// Digest of the route's definition: tells whether a reload changed it.
    pub digest: u64,
}

/// A response, compiled.
pub struct CompiledResponse {
    /// The model it was compiled from.
    pub source: model::RouteResponse,
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
    pub crud_key: Option<CrudKey>,
    /// The template of new ids on a CRUD route.
    pub id_template: Option<Template>,
    /// The whole reply, when nothing in it depends on the request.
    pub prepared: Option<Prepared>,
}

/// A reply prepared at load.
#[derive(Clone)]
pub struct Prepared {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: Arc<HeaderMap>,
    /// Body as sent.
    pub body: Bytes,
    /// Body as the journal keeps it.
    pub text: Bytes,
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
    /// Compiles an environment; buckets of `previous` that did not change are taken over, counters as `carry` says.
    pub fn new(source: Arc<Environment>, shared: &Shared, previous: Option<&Generation>, carry: Carry) -> Self {
        let options = &shared.options;
        let site = Site {
            prefix: source.endpoint_prefix.clone(),
            port: source.port,
            tls: source.tls_options.enabled,
            public_base_url: options.public_base_url.load().as_deref().cloned(),
        };
        let headers = HeaderSet::new(&source.headers);
        let bucket_sources: Vec<BucketSource> = source.data.iter().map(BucketSource::new).collect();
        let buckets = attach_buckets(&source, &bucket_sources, shared, &site, previous);
        let mut warnings = Vec::new();
        let mut routes = Vec::new();
        let mut entries = Vec::new();
        let mut websockets = Vec::new();
        let former = Former { carry, routes: previous.map(by_uuid).unwrap_or_default() };
        let rest = refs::rest_order(&source, &options.disabled_routes).into_iter().map(|index| (index, false));
        let websocket = refs::websocket_order(&source, &options.disabled_routes).into_iter().map(|index| (index, true));
        // Both orders hold all routes of all folders; each is compiled once.
        let mut places = HashMap::new();
        for (index, takes_websockets) in rest.chain(websocket) {
            let route = &source.routes[index];
            let pattern = match Pattern::compile(&source.endpoint_prefix, &route.endpoint) {
                Ok(pattern) => pattern,
                Err(error) => {
                    if places.insert(index, None).is_none() {
                        warnings.push(format!(
                            "route {} {} ({}) never matches: {error}",
                            route.method.to_uppercase(),
                            route.endpoint,
                            route.uuid
                        ));
                    }
                    continue;
                }
            };
            let place = places.entry(index).or_insert_with(|| {
                let place = routes.len();
                routes.push(compile_route(place, route, &pattern, &source, &headers, shared, &former));
                Some(place)
            });
            let Some(at) = *place else { continue };
            match route.kind {
                _ if takes_websockets => websockets.push((pattern, at)),
                RouteKind::Ws => {}
                RouteKind::Http => {
                    let matcher = RouteMatcher { method: MethodMatch::of(&route.method), pattern: Arc::new(pattern) };
                    entries.push((matcher, RouteTarget { route: at, crud: None }));
                }
                RouteKind::Crud => {
                    for one in crud_routes(&source.endpoint_prefix, &route.endpoint).unwrap_or_default() {
                        let matcher = RouteMatcher { method: MethodMatch::of(one.method), pattern: one.pattern };
                        entries.push((matcher, RouteTarget { route: at, crud: Some(one.operation) }));
                    }
                }
            }
        }
        Self {
            table: Table::build(entries),
            callbacks: source.callbacks.iter().map(|c| (c.uuid.clone(), CompiledCallback::new(c))).collect(),
            upstream: Upstream::new(&source, options),
            proxy_request_headers: HeaderSet::new(&source.proxy_req_headers),
            proxy_response_headers: HeaderSet::new(&source.proxy_res_headers),
            source,
            site,
            headers,
            routes,
            websockets,
            buckets,
            bucket_sources,
            warnings,
        }
    }

    /// Whether some bucket still waits for its first request.
    pub fn has_waiting_bucket(&self) -> bool {
        self.bucket_sources.iter().zip(&self.buckets).any(|(source, bucket)| source.waits && !bucket.is_parsed())
    }
}

impl CompiledCallback {
    fn new(source: &model::Callback) -> Self {
        Self {
            uri: Template::compile(&source.uri),
            headers: HeaderSet::new(&source.headers),
            body: Template::compile(&source.body),
            file_path: Template::compile(&forward_slashes(&source.file_path)),
            source: source.clone(),
        }
    }
}

/// Buckets that did not change keep their cell; the others are rendered anew, in order.
fn attach_buckets(
    source: &Environment,
    sources: &[BucketSource],
    shared: &Shared,
    site: &Site,
    previous: Option<&Generation>,
) -> Vec<Arc<Bucket>> {
    let scope = Scope { world: &shared.world, site, buckets: &[], request: None, status: None };
    let Some(previous) = previous else {
        return bucket_render::make_all(&source.data, sources, &scope);
    };
    let old = &previous.compiled;
    let mut made: Vec<Arc<Bucket>> = Vec::with_capacity(source.data.len());
    for (bucket, bucket_source) in source.data.iter().zip(sources) {
        let unchanged = old.source.data.iter().position(|b| b.uuid == bucket.uuid).filter(|i| {
            let before = &old.source.data[*i];
            before.value == bucket.value && before.name == bucket.name && before.id == bucket.id
        });
        match unchanged.and_then(|i| old.buckets.get(i)) {
            Some(cell) => made.push(cell.clone()),
            None => {
                let content = bucket_render::initial(bucket_source, &Scope { buckets: &made, ..scope });
                made.push(Arc::new(Bucket::new(&bucket.uuid, &bucket.id, &bucket.name, content)));
            }
        }
    }
    made
}

fn compile_route(
    index: usize,
    route: &model::Route,
    pattern: &Pattern,
    environment: &Environment,
    environment_headers: &HeaderSet,
    shared: &Shared,
    former: &Former<'_>,
) -> CompiledRoute {
    let before = former.routes.get(route.uuid.as_str());
    let digest = digest(route);
    let named = request_buckets::named_by(route, environment);
    let uuid = Str::from(route.uuid.as_str());
    let path = Str::from(pattern.original());
    let place = Origin { path: path.clone(), route: uuid.clone(), response: Str::default(), index };
    let compiled =
        |(i, response)| compile_response(i, response, route, &place, environment, environment_headers, shared);
    CompiledRoute {
        uuid,
        kind: route.kind,
        endpoint: route.endpoint.as_str().into(),
        path,
        method: route.method.as_str().into(),
        chooser: Chooser::new(route),
        responses: route.responses.iter().enumerate().map(compiled).collect(),
        counter: before.filter(|r| former.keeps(r, digest)).map_or_else(Arc::default, |r| r.counter.clone()),
        metrics: before.map_or_else(Arc::default, |r| r.metrics.clone()),
        names_buckets: !named.is_empty(),
        request_buckets: request_buckets::resolve(&named, environment),
        digest,
    }
}

fn digest(route: &model::Route) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(route).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

fn compile_response(
    index: usize,
    response: &model::RouteResponse,
    route: &model::Route,
    place: &Origin,
    environment: &Environment,
    environment_headers: &HeaderSet,
    shared: &Shared,
) -> CompiledResponse {
    let metadata = if shared.options.metadata_headers {
        [
            ("x-mockoon-route-uuid", route.uuid.clone()),
            ("x-mockoon-route-response-no", (index + 1).to_string()),
            ("x-mockoon-route-response-uuid", response.uuid.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?)))
        .collect()
    } else {
        Vec::new()
    };
    let crud_key = crud_key(response, route, environment);
    let mut compiled = CompiledResponse {
        origin: Arc::new(Origin { response: response.uuid.as_str().into(), ..place.clone() }),
        status: response.status_code as u16,
        headers: HeaderSet::new(&response.headers),
        body: Template::compile(&response.body),
        file_path: Template::compile(&forward_slashes(&response.file_path)),
        metadata,
        id_template: crud_key.as_ref().and_then(CrudKey::id_template).map(Template::compile),
        crud_key,
        prepared: None,
        source: response.clone(),
    };
    compiled.prepared = prepare(&compiled, route, environment, environment_headers);
    compiled
}

/// The key of a CRUD route (its first response names it), with the template of new ids from the bucket's text.
fn crud_key(response: &model::RouteResponse, route: &model::Route, environment: &Environment) -> Option<CrudKey> {
    if route.kind != RouteKind::Crud || response.body_type != BodyType::Databucket {
        return None;
    }
    let bucket = environment.data.iter().find(|b| b.id == response.databucket_id)?;
    Some(CrudKey::new(&route.responses.first()?.crud_key, &bucket.value))
}

/// The whole reply, when neither headers nor body nor delays depend on the request.
fn prepare(
    response: &CompiledResponse,
    route: &model::Route,
    environment: &Environment,
    environment_headers: &HeaderSet,
) -> Option<Prepared> {
    let source = &response.source;
    let immediate = environment.latency == 0.0 && source.latency == 0.0 && source.callbacks.is_empty();
    let inline = match source.body_type {
        BodyType::Inline => true,
        BodyType::File => source.file_path.is_empty(),
        BodyType::Databucket => source.databucket_id.is_empty(),
    };
    if !immediate || !inline || route.kind == RouteKind::Ws || !environment_headers.is_constant() {
        return None;
    }
    let text = if source.disable_templating { source.body.as_str() } else { response.body.constant()?.as_str() };
    if !response.headers.is_constant() {
        return None;
    }
    let mut draft = Draft { status: response.status, ..Draft::default() };
    for header in environment_headers.iter().chain(response.headers.iter()) {
        if let HeaderSource::Constant(value) = &header.value {
            draft.set_or_append(header.name.clone(), value.clone());
        }
    }
    // A conditional request may turn these into 304.
    if draft.headers.contains_key(header::ETAG) || draft.headers.contains_key(header::LAST_MODIFIED) {
        return None;
    }
    for (name, value) in &response.metadata {
        draft.headers.insert(name.clone(), value.clone());
    }
    let no_headers = HeaderMap::new();
    let Reply { status, headers, body, text } =
        draft.send_text(text.to_owned(), &Conditions { safe: false, headers: &no_headers }).ok()?;
    Some(Prepared { status, headers: Arc::new(headers.into_map()), body, text })
}

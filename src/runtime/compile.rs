//! From an [`Environment`] to what serves it: patterns, templates and rules compiled once.

use std::collections::HashMap;
use std::sync::Arc;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::crud::CrudKey;
use crate::environment::model::{self, BodyType, Environment, RouteKind};
use crate::environment::refs;
use crate::js::Str;
use crate::routing::{CrudOperation, MethodMatch, Pattern, RouteMatcher, Table, crud_routes};
use crate::rules::Chooser;
use crate::state::{Bucket, Counter, RouteMetrics};
use crate::template::{Scope, Site, Template};

use super::bucket_render::{self, BucketSource};
use super::file_templates::forward_slashes;
use super::generation::Generation;
use super::handle::Shared;
use super::headers::HeaderSet;
use super::prepare::{Kitchen, Prepared};
use super::request_buckets::{self, Mentions};
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
    compiled: Option<&'a CompiledEnvironment>,
    /// Of several routes with one uuid the first counts.
    routes: HashMap<&'a str, &'a CompiledRoute>,
}

impl<'a> Former<'a> {
    fn new(previous: Option<&'a Generation>, carry: Carry) -> Self {
        let compiled = previous.map(|generation| &generation.compiled);
        let routes = compiled.into_iter().flat_map(|compiled| compiled.routes.iter().rev());
        Self { carry, compiled, routes: routes.map(|route| (route.uuid.as_str(), route)).collect() }
    }

    /// Whether a route with this definition now goes on counting.
    fn keeps(&self, before: &CompiledRoute, now: &model::Route) -> bool {
        let definition = || self.compiled.and_then(|compiled| compiled.definition(before));
        self.carry == Carry::All || definition() == Some(now)
    }
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
    /// Position of the definition in the model's routes.
    position: usize,
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
        let mut routes = Vec::with_capacity(source.routes.len());
        let mut entries = Vec::with_capacity(source.routes.len());
        let mut websockets = Vec::new();
        let mut compiler = Compiler {
            environment: &source,
            shared,
            former: Former::new(previous, carry),
            mentions: Mentions::new(&source),
            kitchen: Kitchen::new(&source, &headers),
        };
        let rest = refs::rest_order(&source, &options.disabled_routes).into_iter().map(|index| (index, false));
        let websocket = refs::websocket_order(&source, &options.disabled_routes).into_iter().map(|index| (index, true));
        // Both orders hold all routes of all folders; each is compiled once. What never matches has no place.
        let mut places: Vec<Option<Option<usize>>> = vec![None; source.routes.len()];
        for (index, takes_websockets) in rest.chain(websocket) {
            let route = &source.routes[index];
            let pattern = match Pattern::compile(&source.endpoint_prefix, &route.endpoint) {
                Ok(pattern) => pattern,
                Err(error) => {
                    if places[index].replace(None).is_none() {
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
            let place = places[index].get_or_insert_with(|| {
                let place = routes.len();
                routes.push(compiler.route(index, place, route, &pattern));
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
        routes.shrink_to_fit();
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

    /// What a route was compiled from.
    pub fn definition(&self, route: &CompiledRoute) -> Option<&model::Route> {
        self.source.routes.get(route.position)
    }

    /// A digest of a route's definition.
    pub fn digest(&self, route: &CompiledRoute) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        let definition = self.definition(route).map(serde_json::to_string);
        definition.and_then(Result::ok).hash(&mut hasher);
        hasher.finish()
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

/// What compiling the routes of one environment needs.
struct Compiler<'a> {
    environment: &'a Environment,
    shared: &'a Shared,
    former: Former<'a>,
    mentions: Mentions<'a>,
    kitchen: Kitchen<'a>,
}

impl<'a> Compiler<'a> {
    /// Compiles the route at `position` of the model, to be the one at `index` of the compiled environment.
    fn route(&mut self, position: usize, index: usize, route: &'a model::Route, pattern: &Pattern) -> CompiledRoute {
        let before = self.former.routes.get(route.uuid.as_str()).copied();
        let named = self.mentions.named_by(route);
        let path = pattern.original().clone();
        let place = Origin { path: path.clone(), route: route.uuid.clone(), response: Str::default(), index };
        let counter = before.filter(|before| self.former.keeps(before, route));
        CompiledRoute {
            uuid: route.uuid.clone(),
            kind: route.kind,
            endpoint: route.endpoint.clone(),
            path,
            method: route.method.clone(),
            chooser: Chooser::new(route),
            responses: route
                .responses
                .iter()
                .enumerate()
                .map(|(i, one)| self.response(i, one, route, &place))
                .collect(),
            counter: counter.map_or_else(Arc::default, |before| before.counter.clone()),
            metrics: before.map_or_else(Arc::default, |before| before.metrics.clone()),
            names_buckets: !named.is_empty(),
            request_buckets: request_buckets::resolve(&named, self.environment),
            position,
        }
    }

    fn response(
        &mut self,
        index: usize,
        response: &'a Arc<model::RouteResponse>,
        route: &model::Route,
        place: &Origin,
    ) -> CompiledResponse {
        let metadata = if self.shared.options.metadata_headers {
            [
                ("x-mockoon-route-uuid", route.uuid.as_str()),
                ("x-mockoon-route-response-no", &(index + 1).to_string()),
                ("x-mockoon-route-response-uuid", response.uuid.as_str()),
            ]
            .into_iter()
            .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)))
            .collect()
        } else {
            Vec::new()
        };
        let crud_key = crud_key(response, route, self.environment).map(Box::new);
        let id_template = crud_key.as_ref().and_then(|key| key.id_template()).map(Template::compile);
        let mut compiled = CompiledResponse {
            origin: Arc::new(Origin { response: response.uuid.clone(), ..place.clone() }),
            status: response.status_code as u16,
            headers: self.kitchen.header_set(&response.headers),
            body: Template::shared(&response.body),
            file_path: Template::compile(&forward_slashes(&response.file_path)),
            metadata,
            id_template: id_template.map(Box::new),
            crud_key,
            draft: None,
            prepared: None,
            source: response.clone(),
        };
        compiled.prepared = self.kitchen.prepare(&compiled, route);
        if compiled.prepared.is_none() {
            compiled.draft = self.kitchen.draft(&compiled);
        }
        compiled
    }
}

/// The key of a CRUD route (its first response names it), with the template of new ids from the bucket's text.
fn crud_key(response: &model::RouteResponse, route: &model::Route, environment: &Environment) -> Option<CrudKey> {
    if route.kind != RouteKind::Crud || response.body_type != BodyType::Databucket {
        return None;
    }
    let bucket = environment.data.iter().find(|b| b.id == response.databucket_id)?;
    Some(CrudKey::new(&route.responses.first()?.crud_key, &bucket.value))
}

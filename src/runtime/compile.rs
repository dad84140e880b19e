//! From an [`Environment`] to what serves it: patterns, templates and rules compiled once.

mod at_once;
mod listing;

use std::collections::HashMap;
use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};

use crate::crud::CrudKey;
use crate::environment::model::{self, BodyType, Environment, RouteKind};
use crate::faker::Faker;
use crate::js::Str;
use crate::routing::{CrudRoute, Pattern, crud_routes};
use crate::rules::Chooser;
use crate::state::{Bucket, CellId, Image, RouteMetrics, State, Step};
use crate::template::{BaseUrl, RenderContext, Template, Templates};
use crate::traces::LazyLabels;

use super::bucket_render::{self, BucketSource};
use super::compiled::{CompiledCallback, CompiledEnvironment, CompiledResponse, CompiledRoute, CrudIds, RouteSlot};
use super::file_templates::forward_slashes;
use super::generation::Generation;
use super::headers::{HeaderSet, ask_for_events};
use super::identity::{CarriedRoute, CarryOver, PreviousBuckets, PreviousRoutes, same_content};
use super::outcome::Origin;
use super::prepare::StaticResponseBuilder;
use super::redact::Redaction;
use super::request_buckets::{self, BucketReferences};
use super::reuse::{Reuse, same_text};
use super::shared::Shared;
use super::shared_cells::SharedCells;
use super::upstream::Upstream;
use listing::Routes;

impl CompiledEnvironment {
    /// Compiles an environment. Buckets of `previous` that did not change keep their cells, routes theirs as `carry_over`
    /// says; other buckets are generated with draws of `faker`.
    pub fn new(
        source: Arc<Environment>,
        shared: &Shared,
        faker: &Faker,
        previous: Option<&Generation>,
        carry_over: CarryOver,
    ) -> Self {
        let options = &shared.options;
        let base_url = BaseUrl {
            environment_name: source.name.clone(),
            environment_uuid: source.uuid.clone(),
            prefix: source.endpoint_prefix.clone(),
            port: source.port,
            tls: source.tls_options.enabled,
            public_base_url: options.public_base_url.load().as_deref().cloned(),
        };
        let redaction = &*options.redaction;
        let headers = HeaderSet::new(&source.headers, redaction);
        let bucket_sources = bucket_sources(&source, previous);
        let (buckets, beginning) =
            compile_buckets(&source, &bucket_sources, shared, faker, &base_url, previous.zip(Some(carry_over)));
        let callbacks = match previous.map(|previous| &previous.compiled) {
            Some(before) if before.source.callbacks == source.callbacks => Arc::clone(&before.callbacks),
            _ => compile_callbacks(&source, redaction),
        };
        let compiler = Compiler {
            environment: &source,
            shared,
            previous: previous.map(|previous| &previous.compiled),
            reuse: previous.map(|previous| Reuse::new(&previous.compiled, &source)),
            previous_routes: previous.map(|previous| PreviousRoutes::new(&previous.compiled, &source, carry_over)),
            given: None,
            bucket_references: BucketReferences::new(&source),
            static_responses: StaticResponseBuilder::new(&source, &headers, redaction),
            bodies: Templates::default(),
            header_writes: headers.writes(),
            cells: SharedCells::of(&shared.options),
            slots: Vec::new(),
            routes: Vec::new(),
            warnings: Vec::new(),
        };
        let Routes { table, routes, slots, websockets, warnings } = compiler.routes();
        Self {
            table,
            callbacks,
            slots,
            upstream: Upstream::new(&source, options),
            proxy_request_headers: HeaderSet::new(&source.proxy_req_headers, redaction),
            proxy_response_headers: HeaderSet::new(&source.proxy_res_headers, redaction),
            source,
            base_url,
            headers,
            routes,
            websockets,
            buckets,
            beginning,
            bucket_sources,
            redaction: Arc::clone(&options.redaction),
            warnings,
            span_labels: LazyLabels::default(),
        }
    }
}

impl CompiledEnvironment {
    /// An environment of this one route beside the others: prefix, headers, buckets and callbacks are this
    /// environment's, and so are their places in spaces. Its number is counted at a place of its own.
    pub fn beside(&self, route: model::Route, shared: &Shared, cell: CellId, metrics: Arc<RouteMetrics>) -> Self {
        let of = &*self.source;
        let invoked = |callback: &&model::Callback| {
            let mut invocations = route.responses.iter().flat_map(|response| &response.callbacks);
            invocations.any(|invocation| invocation.uuid == callback.uuid.as_str())
        };
        let source = Arc::new(Environment {
            callbacks: of.callbacks.iter().filter(invoked).cloned().collect(),
            root_children: Arc::new(vec![model::FolderChild {
                uuid: route.uuid.clone(),
                kind: model::ChildKind::Route,
            }]),
            folders: Vec::new(),
            routes: vec![Arc::new(route)],
            uuid: of.uuid.clone(),
            last_migration: of.last_migration,
            name: of.name.clone(),
            endpoint_prefix: of.endpoint_prefix.clone(),
            latency: of.latency,
            port: of.port,
            hostname: of.hostname.clone(),
            // What no route answers is not answered here.
            proxy_mode: false,
            proxy_host: String::new(),
            proxy_remove_prefix: false,
            tls_options: of.tls_options.clone(),
            cors: of.cors,
            headers: of.headers.clone(),
            proxy_req_headers: Vec::new(),
            proxy_res_headers: Vec::new(),
            data: of.data.clone(),
            path_spelling: of.path_spelling,
        });
        let compiler = Compiler {
            environment: &source,
            shared,
            previous: None,
            reuse: None,
            previous_routes: None,
            given: Some((cell, metrics)),
            bucket_references: BucketReferences::new(&source),
            static_responses: StaticResponseBuilder::new(&source, &self.headers, &self.redaction),
            bodies: Templates::default(),
            header_writes: self.headers.writes(),
            cells: SharedCells::of(&shared.options),
            slots: Vec::new(),
            routes: Vec::new(),
            warnings: Vec::new(),
        };
        let Routes { table, routes, slots, websockets, warnings } = compiler.routes();
        Self {
            table,
            slots,
            callbacks: compile_callbacks(&source, &self.redaction),
            upstream: None,
            proxy_request_headers: HeaderSet::default(),
            proxy_response_headers: HeaderSet::default(),
            source,
            base_url: self.base_url.clone(),
            headers: self.headers.clone(),
            routes,
            websockets,
            buckets: self.buckets.clone(),
            beginning: self.beginning.clone(),
            bucket_sources: Arc::clone(&self.bucket_sources),
            redaction: Arc::clone(&self.redaction),
            warnings,
            span_labels: LazyLabels::default(),
        }
    }
}

/// The callbacks of an environment by their uuids.
fn compile_callbacks(source: &Environment, redaction: &Redaction) -> Arc<HashMap<String, CompiledCallback>> {
    Arc::new(source.callbacks.iter().map(|c| (c.uuid.clone(), CompiledCallback::new(c, redaction))).collect())
}

impl CompiledCallback {
    fn new(source: &model::Callback, redaction: &Redaction) -> Self {
        Self {
            uri: Template::compile(&source.uri),
            headers: HeaderSet::new(&source.headers, redaction),
            body: Template::compile(&source.body),
            file_path: Template::compile(&forward_slashes(&source.file_path)),
            source: source.clone(),
        }
    }
}

/// The texts of the buckets, compiled; not again where they are those of before.
fn bucket_sources(source: &Environment, previous: Option<&Generation>) -> Arc<[BucketSource]> {
    let before = previous.map(|previous| &previous.compiled.bucket_sources);
    let same = before.filter(|before| {
        let pairs = || before.iter().zip(&source.data);
        before.len() == source.data.len() && pairs().all(|(before, now)| same_text(&before.text, &now.value))
    });
    same.map_or_else(|| source.data.iter().map(BucketSource::new).collect(), Arc::clone)
}

/// The buckets of an environment, and what every space begins with.
///
/// Buckets that did not change stay what they are; the others are generated anew, in order: each may refer to those before
/// it, and set variables.
fn compile_buckets(
    source: &Environment,
    sources: &[BucketSource],
    shared: &Shared,
    faker: &Faker,
    base_url: &BaseUrl,
    previous: Option<(&Generation, CarryOver)>,
) -> (Vec<Arc<Bucket>>, Image) {
    let generating = State::new(faker.fork(faker.draws()), 0.0);
    let Some(turn) = generating.try_turn() else { return Default::default() };
    if let Some((previous, _)) = previous {
        generating.restore(previous.compiled.beginning.clone(), &turn);
        generating.faker.go_on_from(faker.draws());
    }
    let step = Step::writing(&generating, turn);
    let rendering =
        RenderContext { env_vars: &shared.env_vars, step: &step, base_url, buckets: &[], request: None, status: None };
    let mut previous_buckets = previous.map(|(previous, _)| PreviousBuckets::new(&previous.compiled.source));
    let mut shared_cells = SharedCells::of(&shared.options);
    let mut made: Vec<Arc<Bucket>> = Vec::with_capacity(source.data.len());
    let mut any_generated = previous.is_none();
    for (bucket, bucket_source) in source.data.iter().zip(sources) {
        let unchanged =
            previous.zip(previous_buckets.as_mut()).and_then(|((previous, carry_over), previous_buckets)| {
                let position = previous_buckets.find(bucket)?;
                let before = previous.compiled.source.data.get(position)?;
                previous.compiled.buckets.get(position).filter(|_| same_content(before, bucket, carry_over))
            });
        match unchanged {
            Some(same) if same.is_called(&bucket.uuid, &bucket.id, &bucket.name) => made.push(Arc::clone(same)),
            Some(same) => made.push(Arc::new(same.renamed(&bucket.uuid, &bucket.id, &bucket.name))),
            None => {
                any_generated = true;
                let content = bucket_render::initial(bucket_source, &RenderContext { buckets: &made, ..rendering });
                let cell = shared_cells.of_bucket(bucket);
                let made_now = Bucket::new(cell, &bucket.uuid, &bucket.id, &bucket.name, content);
                let is_generated = !bucket_source.waits && bucket_source.text.contains("{{");
                made.push(Arc::new(made_now.generated(is_generated)));
            }
        }
    }
    step.commit();
    if let (false, Some((previous, _))) = (any_generated, previous) {
        return (made, previous.compiled.beginning.clone());
    }
    faker.go_on_from(generating.faker.draws());
    let mut beginning = generating.image();
    if let Some((previous, _)) = previous {
        // Whoever begins after a reload draws from where others began before it, not from where the base has come by now.
        beginning.draws = previous.compiled.beginning.draws.clone();
    }
    (made, beginning)
}

/// The paths that lead to a route.
#[derive(Clone)]
struct RoutePaths {
    pattern: Arc<Pattern>,
    /// The nine routes of a CRUD route.
    crud: Box<[CrudRoute]>,
}

/// What compiling the routes of one environment needs, and what it has made so far.
struct Compiler<'a> {
    environment: &'a Environment,
    shared: &'a Shared,
    previous: Option<&'a CompiledEnvironment>,
    reuse: Option<Reuse<'a>>,
    previous_routes: Option<PreviousRoutes<'a>>,
    /// Place and metrics of a route that stands alone.
    given: Option<(CellId, Arc<RouteMetrics>)>,
    bucket_references: BucketReferences<'a>,
    static_responses: StaticResponseBuilder<'a>,
    /// Bodies of responses.
    bodies: Templates,
    /// Whether a header of the environment may change the space.
    header_writes: bool,
    /// Places in spaces that are given to routes.
    cells: SharedCells,
    /// By the position of routes in the model.
    slots: Vec<RouteSlot>,
    routes: Vec<Arc<CompiledRoute>>,
    warnings: Vec<String>,
}

impl<'a> Compiler<'a> {
    /// One that has made nothing yet, for other routes of an environment that nothing is taken over for.
    fn another(&self) -> Self {
        Self {
            environment: self.environment,
            shared: self.shared,
            previous: None,
            reuse: None,
            previous_routes: None,
            given: None,
            bucket_references: self.bucket_references.clone(),
            static_responses: self.static_responses.another(),
            bodies: Templates::default(),
            header_writes: self.header_writes,
            cells: SharedCells::of(&self.shared.options),
            slots: Vec::new(),
            routes: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The pattern of the route at a position of the model; it is said why there is none.
    fn pattern(&mut self, position: usize, route: &model::Route) -> Option<Arc<Pattern>> {
        if let Some(same) = self.reuse.as_ref().and_then(|reuse| reuse.pattern(position, route)) {
            return Some(Arc::clone(same));
        }
        match Pattern::compile(&self.environment.endpoint_prefix, &route.endpoint) {
            Ok(pattern) => Some(Arc::new(pattern)),
            Err(error) => {
                self.warnings.push(format!(
                    "route {} {} ({}) never matches: {error}",
                    route.method.to_uppercase(),
                    route.endpoint,
                    route.uuid
                ));
                None
            }
        }
    }

    /// What leads to the route at `position` of the model; `None` where it never matches.
    fn paths(&mut self, position: usize) -> Option<RoutePaths> {
        let route = self.environment.routes.get(position)?;
        let pattern = self.pattern(position, route)?;
        let crud = match route.kind {
            RouteKind::Crud => match self.reuse.as_ref().and_then(|reuse| reuse.crud(position, route)) {
                Some(same) => same.into(),
                None => crud_routes(&self.environment.endpoint_prefix, &route.endpoint).unwrap_or_default().into(),
            },
            RouteKind::Http | RouteKind::Ws => Box::default(),
        };
        Some(RoutePaths { pattern, crud })
    }

    /// Compiles the route at `position` of the model, to which these paths lead.
    fn route(&mut self, position: usize, RoutePaths { pattern, crud }: RoutePaths) -> Option<CompiledRoute> {
        let route = self.environment.routes.get(position)?;
        let before = self.previous_routes.as_ref().and_then(|previous_routes| previous_routes.find(position));
        let named = self.bucket_references.named_by(route);
        let path = pattern.original().clone();
        let (cell, metrics) = match (&self.given, before) {
            (Some(given), _) => given.clone(),
            (None, Some(CarriedRoute { cell, metrics })) => {
                (cell.unwrap_or_else(|| self.cells.of_route(route)), metrics)
            }
            (None, None) => (self.cells.of_route(route), Arc::default()),
        };
        let place = Origin {
            path: path.clone(),
            route: route.uuid.clone(),
            response: Str::default(),
            cell,
            metrics: Arc::clone(&metrics),
            method: route.method.clone(),
            endpoint: route.endpoint.clone(),
            label: Str::default(),
            position: 0,
            span_labels: LazyLabels::default(),
        };
        let chooser = Chooser::new(route);
        let responses: Box<[_]> =
            route.responses.iter().enumerate().map(|(i, one)| self.response(i, one, route, &place)).collect();
        let request_buckets = request_buckets::resolve(&named, self.environment).into();
        Some(CompiledRoute {
            definition: Arc::clone(route),
            pattern,
            crud,
            kind: route.kind,
            path,
            writes: self.header_writes || chooser.writes() || responses.iter().any(|one| self.writes(one)),
            chooser,
            responses,
            cell,
            metrics,
            names_buckets: !named.is_empty(),
            request_buckets,
        })
    }

    /// Whether answering with the response may change the space.
    fn writes(&self, response: &CompiledResponse) -> bool {
        let callback_writes = |invocation: &model::CallbackInvocation| {
            let callback = self.environment.callbacks.iter().find(|one| one.uuid == invocation.uuid.as_str());
            callback.is_some_and(|one| {
                let callback = CompiledCallback::new(one, &self.shared.options.redaction);
                let texts = [&callback.uri, &callback.body, &callback.file_path];
                callback.headers.writes() || texts.into_iter().any(Template::writes)
            })
        };
        response.body.writes()
            || response.file_path.writes()
            || response.headers.writes()
            || response.source.callbacks.iter().any(callback_writes)
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
            Box::default()
        };
        let crud_ids = crud_key(response, route, self.environment).map(|key| {
            let template = key.id_template().map(Template::compile);
            Box::new(CrudIds { key, template })
        });
        let mut compiled = CompiledResponse {
            origin: Arc::new(Origin {
                response: response.uuid.clone(),
                label: response.label.clone(),
                position: index,
                ..place.clone()
            }),
            status: response.status_code as u16,
            headers: self.static_responses.header_set(&response.headers),
            body: self.bodies.compile(&response.body),
            file_path: Template::compile(&forward_slashes(&response.file_path)),
            metadata,
            crud_ids,
            sends_events: ask_for_events(&response.headers) || ask_for_events(&self.environment.headers),
            prepared_headers: None,
            prepared: None,
            source: response.clone(),
        };
        if !compiled.sends_events {
            compiled.prepared = self.static_responses.prepare(&compiled, route);
        }
        if compiled.prepared.is_none() {
            compiled.prepared_headers = self.static_responses.prepared_headers(&compiled);
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

#[cfg(test)]
mod tests;

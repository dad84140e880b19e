//! The way of one request, from top to bottom.

use std::sync::Arc;
use std::time::Duration;

use rand::RngExt;

use crate::budget::Budget;
use crate::js::Value;
use crate::message::Request;
use crate::message::reply::{Conditions, Draft};
use crate::routing::crud_routes::CrudOperation;
use crate::routing::decode;
use crate::rules::{RuleError, Subject};
use crate::runtime::{CompiledEnvironment, CompiledResponse, CompiledRoute, EnvironmentHandle, Generation};
use crate::template::Scope;

use super::{Answer, cors, not_found, proxy, respond};

/// What the steps of one exchange share.
pub struct Exchange<'a> {
    /// The environment.
    pub handle: &'a Arc<EnvironmentHandle>,
    /// The generation that answers, from beginning to end.
    pub generation: &'a Arc<Generation>,
    /// The request.
    pub request: Request,
    /// What it may cost. Each synchronous step enters it.
    pub budget: Arc<Budget>,
}

/// What routing found.
pub struct Chosen<'a> {
    /// The route.
    pub route: &'a CompiledRoute,
    /// The response.
    pub response: &'a CompiledResponse,
    /// The operation, on a CRUD route.
    pub crud: Option<CrudOperation>,
}

impl<'a> Exchange<'a> {
    /// What serves.
    pub fn compiled(&self) -> &'a CompiledEnvironment {
        &self.generation.compiled
    }

    /// What a template may see and touch.
    pub fn scope(&self) -> Scope<'_> {
        let compiled = self.compiled();
        Scope {
            world: &self.handle.shared.world,
            site: &compiled.site,
            buckets: &compiled.buckets,
            request: Some(&self.request),
            status: None,
        }
    }

    /// What `res.send` looks at in the request.
    pub fn conditions(&self) -> Conditions<'_> {
        let method = self.request.http_method();
        Conditions {
            safe: *method == http::Method::GET || *method == http::Method::HEAD,
            headers: self.request.header_map(),
        }
    }

    /// A draft with the environment's headers.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        self.compiled().headers.apply(&mut draft, &self.scope());
        draft
    }

    /// Waits for a latency of the environment or a response (milliseconds).
    pub async fn delay(&self, latency: f64) {
        if latency <= 0.0 {
            return;
        }
        let millis = if self.handle.shared.options.random_latency {
            rand::rng().random_range(0..=latency as u64)
        } else {
            latency as u64
        };
        // In a box like everything that few requests wait for: it would make the future of every request larger.
        Box::pin(tokio::time::sleep(Duration::from_millis(millis))).await;
    }
}

/// Answers one request; the body has been read, the admin API has had its turn.
pub async fn answer(exchange: &mut Exchange<'_>) -> Answer {
    exchange.delay(exchange.compiled().source.latency).await;
    if decode::path_is_malformed(exchange.request.path()) {
        let message = decode::malformed_message(exchange.request.path());
        return exchange.draft().send_error(&message, Some(500), &exchange.conditions()).into();
    }
    let routed = route(exchange);
    match routed {
        Err(error) => exchange.draft().send_error(&error.0, Some(500), &exchange.conditions()).into(),
        Ok(Some(chosen)) => {
            let mut answer = respond::respond(exchange, &chosen).await;
            answer.origin = Some(Arc::clone(&chosen.response.origin));
            answer
        }
        Ok(None) => Box::pin(unmatched(exchange)).await,
    }
}

/// The first route that matches and has a response for this request.
fn route<'a>(exchange: &mut Exchange<'a>) -> Result<Option<Chosen<'a>>, RuleError> {
    let budget = Arc::clone(&exchange.budget);
    let _entered = budget.enter();
    let compiled = exchange.compiled();
    // A second handle on the same request: the table borrows its path while parameters are set.
    let head = exchange.request.clone();
    for candidate in compiled.table.candidates(head.method(), head.path()) {
        let target = *candidate.target;
        let Some(route) = compiled.routes.get(target.route) else { continue };
        let params = candidate.params;
        let params = if params.is_empty() { Value::Undefined } else { params.into() };
        exchange.request.set_params(params);
        if let Some(index) = choose(exchange, route)?
            && let Some(response) = route.responses.get(index)
        {
            return Ok(Some(Chosen { route, response, crud: target.crud }));
        }
    }
    // Parameters of routes that passed the request on are nobody's.
    exchange.request.set_params(Value::Undefined);
    Ok(None)
}

/// Chooses a response of the route and counts the request.
fn choose(exchange: &Exchange<'_>, route: &CompiledRoute) -> Result<Option<usize>, RuleError> {
    if let Some(index) = route.chooser.fixed() {
        respond::generate_buckets(exchange, route);
        route.counter.count();
        return Ok(Some(index));
    }
    let judge = |number| route.chooser.choose(&Subject::new(exchange.scope(), number, None));
    let chosen = if route.chooser.needs_number() {
        route.counter.choose(judge)?
    } else {
        let chosen = judge(route.counter.current())?;
        if chosen.is_some() {
            route.counter.count();
        }
        chosen
    };
    if chosen.is_some() {
        respond::generate_buckets(exchange, route);
    }
    Ok(chosen)
}

/// No route answers: preflight, upstream, or the 404 page.
async fn unmatched(exchange: &Exchange<'_>) -> Answer {
    let compiled = exchange.compiled();
    if compiled.source.cors && exchange.request.http_method() == http::Method::OPTIONS {
        return cors::preflight(exchange.draft(), &compiled.headers, &exchange.scope());
    }
    if let Some(answer) = proxy::forward(exchange).await {
        return answer;
    }
    not_found::page(exchange.draft(), &exchange.request)
}

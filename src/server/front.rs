//! One port, many environments: each request goes to the one that its host and path lead to.
//!
//! The admin API is here as well, but never by host: `?environment=` says whose it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use arc_swap::ArcSwap;
use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use http::header::{self, HeaderName, HeaderValue};
use rustls::sign::CertifiedKey;
use warp::reply::Response;

use crate::admin::{self, Gate};
use crate::exchange::{session, trace};
use crate::message::Request;
use crate::routing::front::{Table, host};
use crate::traces::{TraceText, Tracer, context};

use super::admin_port::{self, Administered, Environments};
use super::body;
use super::dispatch::{self, EnvironmentService};
use super::head::RequestHead;
use super::reply::{self, Answering};
use super::tls::{Certificates, Tls};

/// On every answer to a request that leads nowhere.
const FRONT_DOOR: HeaderName = HeaderName::from_static("x-sidemock-front-door");
const NO_ROUTE: HeaderValue = HeaderValue::from_static("no-route");
/// What a call of the admin API is told that names no environment.
const NAME_ONE: &str =
    "this port has many environments: name the one whose admin API is meant, by ?environment=NAME, UUID or FILE";
/// Rows that such an answer lists.
const MAX_LISTED: usize = 1_000;

/// Where the admin API of the environments is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminLocation {
    /// At the door.
    Here,
    /// On a port of its own.
    Elsewhere,
    /// Nowhere: its paths are like others.
    Off,
}

/// What is behind the door now.
#[derive(Default)]
pub struct Backends {
    /// Who is where.
    pub table: Arc<Table>,
    /// The environments in the table's order.
    pub services: Vec<Arc<EnvironmentService>>,
    /// Their certificates, where they have some.
    pub certificates: Vec<Option<Arc<Tls>>>,
    /// The certificate for everybody else.
    pub fallback: Option<Arc<CertifiedKey>>,
}

/// The door of all its ports.
#[derive(Default)]
pub struct FrontRouter {
    backends: ArcSwap<Backends>,
    /// Requests that led nowhere.
    pub unrouted: AtomicU64,
    /// Open connections.
    pub connections: AtomicU64,
}

impl FrontRouter {
    /// What is behind it now.
    pub fn backends(&self) -> Arc<Backends> {
        self.backends.load_full()
    }

    /// From now on this is behind it; requests that are in stay where they are.
    pub fn replace(&self, backends: Backends) {
        self.backends.store(Arc::new(backends));
    }

    /// The environment that the table calls so.
    fn named<'a>(&self, wanted: &str, environments: &'a [Administered]) -> Option<&'a Administered> {
        let backends = self.backends();
        let service = backends.services.get(backends.table.resolve(wanted)?)?;
        environments.iter().find(|(handle, _)| Arc::ptr_eq(handle, &service.handle))
    }
}

impl Backends {
    /// The environment of a request, and how much of its path the environment is not to see.
    fn find(&self, request: &Request) -> Option<(&Arc<EnvironmentService>, Option<usize>)> {
        // Two Host headers were refused when the request arrived.
        let found = self.table.find(request.authority(), request.uri().path())?;
        let row = self.table.rows().get(found.row)?;
        Some((self.services.get(row.tenant?)?, row.row.strip.then_some(found.end)))
    }
}

impl Certificates for FrontRouter {
    fn certificate(&self, name: Option<&str>) -> Option<Arc<CertifiedKey>> {
        let backends = self.backends.load();
        let host = name.and_then(host::canonical);
        let mut tenants = backends.table.tenants_of(host.as_deref()).into_iter();
        let configured = tenants.find_map(|i| backends.certificates.get(i)?.as_ref()?.configured());
        configured.or_else(|| backends.fallback.clone())
    }
}

/// A port of the door.
pub struct FrontPort {
    pub(super) router: Arc<FrontRouter>,
    environments: Arc<dyn Environments>,
    admin: AdminLocation,
    tracer: Option<Arc<Tracer>>,
}

impl FrontPort {
    /// A port of this door; what leads nowhere is seen by this tracer alone.
    pub fn new(
        router: Arc<FrontRouter>,
        environments: Arc<dyn Environments>,
        admin: AdminLocation,
        tracer: Option<Arc<Tracer>>,
    ) -> Self {
        Self { router, environments, admin, tracer }
    }

    /// As [`dispatch::at_once`], for the environment that a request leads to.
    pub fn at_once(&self, mut head: RequestHead) -> Result<Answering, RequestHead> {
        if !dispatch::is_whole(&head) {
            return Err(head);
        }
        head.request.enter_front();
        let backends = self.router.backends.load();
        let Some((service, cut)) = backends.find(&head.request) else { return Err(head) };
        let Some(space) = session::space_at_once(&service.handle, &head.request) else { return Err(head) };
        address_to(&mut head.request, service, cut);
        Ok(dispatch::begin(service, space, head))
    }

    /// Answers one request.
    pub async fn answer<B: Buf>(
        &self,
        mut head: RequestHead,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        let began = Instant::now();
        head.request.enter_front();
        if self.admin != AdminLocation::Off && admin::is_admin_path(head.request.uri().path()) {
            return Box::pin(self.administer(head, body)).await;
        }
        let found = self.router.backends.load().find(&head.request).map(|(service, cut)| (Arc::clone(service), cut));
        match found {
            Some((service, cut)) => {
                address_to(&mut head.request, &service, cut);
                dispatch::dispatch(&service, head, body).await
            }
            None => Box::pin(body::unread(&head, body, self.no_route(&head.request, began))).await,
        }
    }

    /// Answers as the admin API of the environment that the query names.
    async fn administer<B: Buf>(
        &self,
        head: RequestHead,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        let began = Instant::now();
        let environments = self.environments.administered();
        let is_page = admin::is_page(head.request.uri().path());
        let picked = match (self.admin, admin_port::named(&head.request)) {
            // Its script and style name no environment, because its document is the same for all.
            (AdminLocation::Here, _) if is_page => admin_port::first(&environments),
            (AdminLocation::Here, Some(wanted)) => {
                let picked = admin_port::pick(&environments, &wanted, &head.request);
                // Its file, or a name that it had before it was replaced by a call of the admin API.
                picked.or_else(|refused| self.router.named(&wanted, &environments).ok_or(refused))
            }
            (AdminLocation::Here, None) => {
                let opens = |(handle, admin): &admin_port::Administered| {
                    matches!(admin.gate(handle, &head.request), Gate::Open(_))
                };
                if environments.iter().any(opens) {
                    Err((StatusCode::NOT_FOUND, NAME_ONE.to_owned()))
                } else {
                    // Preflights, and who has no token, get the answer that all of them give.
                    admin_port::first(&environments)
                }
            }
            _ => Err((StatusCode::NOT_FOUND, "the admin API has its own port (MOCKOON_ADMIN_API_PORT)".to_owned())),
        };
        match picked {
            Ok((handle, admin)) => dispatch::administer(admin, handle, head, body, began).await,
            Err(refused) => admin_port::refuse(&head, body, refused).await,
        }
    }

    /// The answer to a request that leads nowhere: it lists what there is.
    fn no_route(&self, request: &Request, began: Instant) -> Response {
        const STATUS: StatusCode = StatusCode::NOT_FOUND;
        self.router.unrouted.fetch_add(1, Ordering::Relaxed);
        let authority = request.authority().unwrap_or_default();
        // A user's name may have its password beside it.
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let path = request.path();
        let ours = self.tracer.as_deref().map(|tracer| trace::unrouted(tracer, request, STATUS.as_u16(), began));
        let given = request.traced_headers().and_then(context::trace_id).map(TraceText::Given);
        let trace_id = given.or_else(|| ours.map(TraceText::from));
        tracing::info!(
            requestMethod = request.method(),
            requestPath = path,
            traceId = trace_id.as_deref(),
            "No environment for host {authority:?}"
        );
        let backends = self.router.backends();
        let listing = backends.table.listing(MAX_LISTED);
        let text = format!("no environment answers to host {authority:?} and path {path:?}; there is\n{listing}");
        let mut response = reply::text(STATUS, text);
        response.headers_mut().insert(FRONT_DOOR, NO_ROUTE);
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}

/// Makes of a request what the environment is to see.
fn address_to(request: &mut Request, service: &EnvironmentService, cut: Option<usize>) {
    if service.is_ipv4 {
        request.show_ipv4();
    }
    if let Some(end) = cut {
        request.strip(end);
    }
}

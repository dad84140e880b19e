//! Mockoon's admin API: one file per resource. Everything below `/mockoon-admin` needs the token,
//! before a byte of the body is read; only the files of the page (`x/ui.rs`), which hold no data, are given without.

pub mod auth;
mod cors;
mod data_buckets;
mod env_vars;
mod environment;
pub mod environments;
mod events;
mod global_vars;
mod logs;
mod replicated;
mod reply;
mod scope;
mod state;
pub(crate) mod wrong_tokens;
mod x;

use std::sync::Arc;

use http::header::HeaderMap;

use crate::environment::model::Environment;
use crate::exchange::Answer;
use crate::exchange::step::step_on;
use crate::message::Request;
use crate::message::target::as_sent;
use crate::routing::decode;
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::{Step, StoreError};
use crate::steering::fault::{Definition, FaultError};

pub use auth::{Token, Tokens};
use scope::{Access, Scope};

/// Where the admin API lives.
pub const PREFIX: &str = "/mockoon-admin";

/// Whether a path belongs to the admin API: the prefix in any case, whatever follows.
pub fn is_admin_path(path: &str) -> bool {
    path.as_bytes().get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX.as_bytes()))
}

/// Whether a path is of what Mockoon's admin API does not have.
pub fn is_ours(path: &str) -> bool {
    is_admin_path(path) && path.get(PREFIX.len()..).is_some_and(x::is_ours)
}

/// Whether a path asks for a file of the page, which is the same for all environments.
pub fn is_page(path: &str) -> bool {
    x::ui::is_page(path)
}

/// A fault that a companion file declares, as the admin API would take it.
///
/// # Errors
/// Where it is wrong, below the fault, and how.
pub fn declared_fault(declared: &serde_json::Value) -> Result<Definition, FaultError> {
    x::declared_fault(declared)
}

/// Why a declared fault can never happen: it names a route that is none of this environment.
pub fn unknown_route(declared: &Definition, environment: &Environment) -> Option<String> {
    x::unknown_route(declared, environment)
}

/// The admin API of one environment.
pub struct Admin {
    token: Arc<Token>,
}

/// What the gate says before the body is read.
pub enum Gate {
    /// The answer is decided: a preflight, a path that nobody can read, or a file of the page, which needs no token.
    Closed(Answer),
    /// There is no valid token; the answer waits for [`wrong_tokens::delay`].
    Unauthorised(Answer),
    /// Go on; these headers belong on the answer.
    Open(HeaderMap),
}

/// What a resource works with.
pub struct Call<'a> {
    /// The environment.
    pub handle: &'a Arc<EnvironmentHandle>,
    /// The request.
    pub request: &'a Request,
    /// The space that the call is about.
    pub space: &'a Arc<Space>,
    /// Whether it is about all spaces (reads only); `space` is the base then.
    pub everywhere: bool,
    /// Reads of the space, and writes where the method is one that writes.
    pub step: &'a Step<'a>,
}

/// What a resource does with a request on its path.
type Handler = fn(&Call<'_>, Option<&str>) -> Answer;

/// One row of the routing table: method, path below the prefix (`:` stands for one segment), handler.
struct Resource {
    method: &'static str,
    path: &'static str,
    handler: Handler,
    /// What it does, in a line.
    doc: &'static str,
}

/// All resources; the first row that matches answers.
const RESOURCES: &[&[Resource]] = &[
    state::RESOURCES,
    logs::RESOURCES,
    env_vars::RESOURCES,
    global_vars::RESOURCES,
    data_buckets::RESOURCES,
    environment::RESOURCES,
    events::RESOURCES,
];

impl Admin {
    /// An admin API behind this token.
    pub fn new(token: Arc<Token>) -> Self {
        Self { token }
    }

    /// CORS, preflight and authorisation: by the head alone.
    pub fn gate(&self, handle: &EnvironmentHandle, request: &Request) -> Gate {
        let headers = cors::headers(&handle.shared.options.admin_cors, request);
        if *request.http_method() == http::Method::OPTIONS {
            let status = if headers.is_empty() { 403 } else { 204 };
            return Gate::Closed(reply::empty(status, headers));
        }
        if let Some(page) = x::ui::answer(handle.shared.options.page, request) {
            return Gate::Closed(page);
        }
        if !auth::is_authorised(&self.token, request) {
            return Gate::Unauthorised(reply::message(401, "Unauthorized").with(headers));
        }
        // Express decodes what stands behind the prefix before it looks for a resource.
        let path = request.uri().path();
        if decode::path_is_malformed(path) {
            let below = path.get(PREFIX.len()..).unwrap_or_default();
            if x::is_ours(below) {
                let message = format!("{}: {}", as_sent(below), x::MALFORMED_ESCAPE);
                return Gate::Closed(reply::message(400, message).with(headers));
            }
            let message = decode::malformed_message(&as_sent(below));
            return Gate::Closed(reply::text(500, message).with(headers));
        }
        Gate::Open(headers)
    }

    /// The answer of a resource; `None` where the path is no resource and belongs to the user's routes.
    pub async fn answer(
        &self,
        handle: &Arc<EnvironmentHandle>,
        request: &Request,
        headers: HeaderMap,
    ) -> Option<Answer> {
        let path = origin_form(request.original_url().split('?').next().unwrap_or_default());
        let below = path.get(PREFIX.len()..)?;
        // Express: a trailing slash is optional, HEAD is answered by GET.
        let below = below.strip_suffix('/').unwrap_or(below);
        let method = if request.method() == "HEAD" { "GET" } else { request.method() };
        if below.is_empty() && method == "GET" {
            return Some(reply::welcome().with(headers));
        }
        if let Err(error) = replicated::before(handle, below).await {
            return Some(without_state(below, &error).with(headers));
        }
        if x::is_ours(below) {
            let answer = x::answer(handle, request, below, method).await;
            return Some(publish(handle, method, below, answer).await.with(headers));
        }
        for resource in RESOURCES.iter().flat_map(|table| table.iter()) {
            if resource.method == method
                && let Some(parameter) = matches(resource.path, below)
            {
                let Some(decoded) = parameter.map(decode::decode_uri_component).map_or(Some(None), |d| d.map(Some))
                else {
                    return Some(reply::text(500, decode::malformed_message(parameter.unwrap_or_default())));
                };
                let access = match method {
                    // The stream goes on, also to a session that begins later.
                    "GET" if resource.path == "/events" => Access::Waits,
                    "GET" => Access::Reads,
                    _ => Access::Changes,
                };
                let answer = match scope::of(handle, request, access).await {
                    Ok(Scope { space, everywhere }) => {
                        let generation = handle.current();
                        let answered = step_on(&space, &generation, method != "GET", |step| {
                            let call = Call { handle, request, space: &space, everywhere, step };
                            ((resource.handler)(&call, decoded.as_deref()), true)
                        });
                        match answered.await {
                            Ok(answer) => match replicated::purged(handle, &space, below).await {
                                Ok(()) => answer,
                                Err(error) => Answer::without_state(&error),
                            },
                            Err(error) => Answer::without_state(&error),
                        }
                    }
                    Err(refusal) => reply::message(refusal.status(), refusal.to_string()),
                };
                return Some(publish(handle, method, below, answer).await.with(headers));
            }
        }
        None
    }
}

/// The answer of a call, once what it changed is told to all replicas.
async fn publish(handle: &EnvironmentHandle, method: &str, below: &str, answer: Answer) -> Answer {
    match replicated::after(handle, method, below).await {
        Ok(()) => answer,
        Err(error) => without_state(below, &error),
    }
}

/// The answer of a call whose state cannot be had.
fn without_state(below: &str, error: &StoreError) -> Answer {
    if x::is_ours(below) { x::Problem::without_state(error).into_answer() } else { Answer::without_state(error) }
}

/// The path of a target without its query, also of one in absolute form (`http://host/path`).
fn origin_form(target: &str) -> &str {
    match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        _ => target,
    }
}

/// Whether a path matches a row, and the segment that `:` stands for.
fn matches<'p>(pattern: &str, path: &'p str) -> Option<Option<&'p str>> {
    match pattern.strip_suffix(':') {
        None => path.eq_ignore_ascii_case(pattern).then_some(None),
        Some(start) => {
            let (head, segment) = path.split_at_checked(start.len())?;
            (head.eq_ignore_ascii_case(start) && !segment.is_empty() && !segment.contains('/')).then_some(Some(segment))
        }
    }
}

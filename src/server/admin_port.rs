//! The admin API of all environments on a port of its own: `?environment=<name, uuid or file>` picks one.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use percent_encoding::percent_decode_str;
use warp::reply::Response;

use crate::admin::{self, Admin, Gate, wrong_tokens};
use crate::message::Request;
use crate::message::target::as_sent;
use crate::runtime::EnvironmentHandle;

use super::admin::{self as admin_api, AdminOutcome};
use super::body;
use super::head::RequestHead;
use super::reply;

/// An environment and its admin API.
pub type Administered = (Arc<EnvironmentHandle>, Arc<Admin>);

/// The environments that are served now, in order.
pub trait Environments: Send + Sync + 'static {
    /// All of them.
    fn administered(&self) -> Vec<Administered>;
}

/// The admin port.
pub struct AdminPort {
    environments: Arc<dyn Environments>,
    /// Open connections.
    pub connections: AtomicU64,
}

impl AdminPort {
    /// A port for these environments.
    pub fn new(environments: Arc<dyn Environments>) -> Self {
        Self { environments, connections: AtomicU64::new(0) }
    }

    /// Answers one request.
    pub async fn answer<B: Buf>(
        &self,
        head: RequestHead,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        if !admin::is_admin_path(head.request.uri().path()) {
            let answer = reply::plain(StatusCode::NOT_FOUND, "only the admin API is served here");
            return body::unread(&head, body, answer).await;
        }
        let environments = self.environments.administered();
        let picked = match named(&head.request) {
            // The page tells itself when there is no environment of this name.
            Some(wanted) if !admin::is_page(head.request.uri().path()) => pick(&environments, &wanted, &head.request),
            _ => first(&environments),
        };
        let (handle, admin) = match picked {
            Ok(picked) => picked,
            Err(refused) => return refuse(&head, body, refused).await,
        };
        match admin_api::serve(admin, handle, head, body).await {
            AdminOutcome::Answered(response) => response,
            AdminOutcome::PassedOn(..) | AdminOutcome::Upgrade(..) => {
                reply::plain(StatusCode::NOT_FOUND, "no such resource of the admin API")
            }
        }
    }
}

/// The answer to a request that names no environment.
pub(super) type NoEnvironment = (StatusCode, String);

fn nothing_served() -> NoEnvironment {
    (StatusCode::SERVICE_UNAVAILABLE, "no environment is served yet".to_owned())
}

/// The environment that answers where none is named.
pub(super) fn first(environments: &[Administered]) -> Result<&Administered, NoEnvironment> {
    environments.first().ok_or_else(nothing_served)
}

/// The environment that is named so, or the answer to a request that names none. Who has no token does not learn which
/// there are.
pub(super) fn pick<'a>(
    environments: &'a [Administered],
    wanted: &str,
    request: &Request,
) -> Result<&'a Administered, NoEnvironment> {
    let handles = environments.iter().map(|(handle, _)| &**handle);
    let picked = admin::environments::position(handles, wanted).and_then(|at| environments.get(at));
    picked.ok_or_else(|| {
        let is_known = environments.iter().any(|(handle, admin)| matches!(admin.gate(handle, request), Gate::Open(_)));
        match (environments.is_empty(), is_known) {
            (true, _) => nothing_served(),
            (false, true) => {
                let handles = environments.iter().map(|(handle, _)| handle);
                (StatusCode::NOT_FOUND, admin::environments::unknown(wanted, handles))
            }
            (false, false) => (StatusCode::UNAUTHORIZED, "Unauthorized".to_owned()),
        }
    })
}

/// Refuses a call of ours on an environment's own port that names another environment; the reference's calls may name
/// whatever they like.
pub(super) fn elsewhere(
    (handle, admin): (&Arc<EnvironmentHandle>, &Admin),
    request: &Request,
) -> Option<NoEnvironment> {
    if !admin::is_ours(request.uri().path()) || admin::is_page(request.uri().path()) {
        return None;
    }
    let wanted = named(request)?;
    let is_open = || matches!(admin.gate(handle, request), Gate::Open(_));
    if admin::environments::is_called(handle, &wanted) || !is_open() {
        return None;
    }
    Some((StatusCode::NOT_FOUND, admin::environments::unknown(&wanted, [handle].into_iter())))
}

/// Answers a request that names no environment. Who has no token waits for it.
pub(super) async fn refuse<B: Buf>(
    head: &RequestHead,
    body: impl Stream<Item = Result<B, warp::Error>>,
    refused: NoEnvironment,
) -> Response {
    if refused.0 == StatusCode::UNAUTHORIZED {
        wrong_tokens::delay(&head.request).await;
    }
    body::unread(head, body, refusal(refused, &head.request)).await
}

/// The answer of a refusal: as the admin API tells what is wrong to who has named an environment, or asks for what is ours.
pub(super) fn refusal((status, text): NoEnvironment, request: &Request) -> Response {
    if named(request).is_some() || admin::is_ours(request.uri().path()) {
        reply::message(status, &text)
    } else {
        reply::text(status, text)
    }
}

/// The environment that a request names in its query.
pub(super) fn named(request: &Request) -> Option<String> {
    value_in(&as_sent(request.uri().query().unwrap_or_default()))
}

/// The value of `environment` in a query.
fn value_in(query: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let value = pair.strip_prefix("environment=")?;
        Some(percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_name_of_the_environment_from_the_query() {
        assert_eq!(value_in("page=1&environment=My%20shop"), Some("My shop".to_owned()));
        assert_eq!(value_in("environment=My+shop"), Some("My shop".to_owned()));
        assert_eq!(value_in("environments=x"), None);
    }
}

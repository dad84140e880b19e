//! The admin API of all environments on a port of its own: `?environment=<name or uuid>` picks one.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Buf;
use futures_util::Stream;
use http::StatusCode;
use percent_encoding::percent_decode_str;
use warp::reply::Response;

use crate::admin::{self, Admin, Gate};
use crate::message::target::as_sent;
use crate::runtime::EnvironmentHandle;

use super::admin::{self as admin_api, Served};
use super::body;
use super::filter::{Handoff, Head};
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
        handoff: &Handoff,
        body: impl Stream<Item = Result<B, warp::Error>>,
    ) -> Response {
        let Some(head) = handoff.take() else { return reply::plain(StatusCode::INTERNAL_SERVER_ERROR, "no request") };
        if !admin::is_admin_path(head.request.uri().path()) {
            return self.refuse(head, body, StatusCode::NOT_FOUND, "only the admin API is served here").await;
        }
        let environments = self.environments.administered();
        let Some((handle, admin)) = pick(&environments, &as_sent(head.request.uri().query().unwrap_or_default()))
        else {
            let known =
                environments.iter().any(|(handle, admin)| matches!(admin.gate(handle, &head.request), Gate::Open(_)));
            let (status, text) = match (environments.is_empty(), known) {
                (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "no environment is served yet"),
                (false, true) => (StatusCode::NOT_FOUND, "no environment has this name or uuid"),
                (false, false) => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            };
            return self.refuse(head, body, status, text).await;
        };
        match admin_api::serve(admin, handle, head, body).await {
            Served::Answered(response) => response,
            Served::PassedOn(..) | Served::Upgrade(..) => {
                reply::plain(StatusCode::NOT_FOUND, "no such resource of the admin API")
            }
        }
    }

    async fn refuse<B: Buf>(
        &self,
        head: Head,
        body: impl Stream<Item = Result<B, warp::Error>>,
        status: StatusCode,
        text: &'static str,
    ) -> Response {
        body::discard(&head, body).await;
        reply::plain(status, text)
    }
}

/// The environment that the query names; the first one when it names none.
fn pick<'a>(environments: &'a [Administered], query: &str) -> Option<&'a Administered> {
    let Some(wanted) = wanted(query) else { return environments.first() };
    let named = |by: fn(&crate::environment::model::Environment) -> &str| {
        environments.iter().find(|(handle, _)| by(&handle.current().compiled.source) == wanted)
    };
    named(|environment| &environment.uuid).or_else(|| named(|environment| &environment.name))
}

/// The value of `environment` in a query.
fn wanted(query: &str) -> Option<String> {
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
        assert_eq!(wanted("page=1&environment=My%20shop"), Some("My shop".to_owned()));
        assert_eq!(wanted("environment=My+shop"), Some("My shop".to_owned()));
        assert_eq!(wanted("environments=x"), None);
    }
}

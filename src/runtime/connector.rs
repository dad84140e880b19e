//! Connections to other servers, only where [`Egress`] lets them go. Names are resolved here, and what is connected to is
//! an address that was judged: a name cannot lead elsewhere a moment later.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::MaybeHttpsStream;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::egress::{Egress, literal};

/// How long an idle connection is kept: Node's servers close theirs after 5 s.
pub(super) const IDLE_TIMEOUT: Duration = Duration::from_secs(4);
/// Idle connections kept per host.
pub(super) const IDLE_PER_HOST: usize = 64;

/// Bytes that a connection buffers; the head of an answer has to fit.
pub(super) const MAX_BUFFER: usize = 128 << 10;

/// A connection; in a box, because whoever holds it is moved.
pub(super) type Stream = Box<MaybeHttpsStream<TokioIo<TcpStream>>>;
/// Why there is no connection.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Pending<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// Resolves names to the addresses that may be connected to.
#[derive(Clone)]
pub(super) struct Resolver {
    system: GaiResolver,
    /// `None`: anywhere.
    egress: Option<Arc<Egress>>,
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = BoxError;
    type Future = Pending<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.system.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let (mut system, egress) = (self.system.clone(), self.egress.clone());
        Box::pin(async move {
            let host = name.as_str().to_owned();
            if let Some(egress) = &egress {
                egress.name(&host)?;
            }
            let addresses = system.call(name).await?;
            let permitted = match &egress {
                Some(egress) => egress.permitted(&host, addresses)?,
                None => addresses.collect(),
            };
            Ok(permitted.into_iter())
        })
    }
}

/// Opens connections.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector<Resolver>,
    egress: Option<Arc<Egress>>,
}

impl Connector {
    /// To where the policy permits, or anywhere without one; `prepare` sets the options of the connections.
    pub(super) fn new(egress: Option<Arc<Egress>>, prepare: impl FnOnce(&mut HttpConnector<Resolver>)) -> Self {
        let resolver = Resolver { system: GaiResolver::new(), egress: egress.clone() };
        let mut tcp = HttpConnector::new_with_resolver(resolver);
        prepare(&mut tcp);
        Self { tcp, egress }
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pending<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        // Addresses are not resolved.
        if let (Some(egress), Some(host)) = (&self.egress, uri.host())
            && let Some(address) = literal(host)
            && let Err(refused) = egress.permitted(host, std::iter::once(SocketAddr::new(address, 0)))
        {
            return Box::pin(std::future::ready(Err(refused.into())));
        }
        let connecting = self.tcp.call(uri);
        Box::pin(async move { Ok(connecting.await?) })
    }
}

//! TLS of a port with many environments: the name that the client calls (SNI) picks the certificate.
//!
//! Certificates are asked for at each handshake, so that a new one reaches the next connection. Nothing is resumed: what
//! a client resumes would outlive the certificate that it was begun with.

use std::fmt;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use super::certificates::TlsError;
use super::{Clients, Handshakes, configure, generated};

/// Where the certificates are.
pub trait Certificates: Send + Sync + 'static {
    /// The certificate for a name; `None` for who calls none, or one that nobody has.
    fn certificate(&self, name: Option<&str>) -> Option<Arc<CertifiedKey>>;
}

/// What a listener needs to speak TLS by name.
pub struct TlsByName(Arc<ServerConfig>);

struct Resolver<C>(Arc<C>);

impl<C> fmt::Debug for Resolver<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver(..)")
    }
}

impl<C: Certificates> ResolvesServerCert for Resolver<C> {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.certificate(hello.server_name())
    }
}

impl TlsByName {
    /// With the certificates that are there at each handshake.
    ///
    /// # Errors
    /// When the provider of cryptography lacks what TLS needs.
    pub fn new<C: Certificates>(certificates: Arc<C>, clients: Option<&Arc<Clients>>) -> Result<Self, TlsError> {
        let mut config = configure(&Arc::new(default_provider()), Arc::new(Resolver(certificates)), clients)?;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self(Arc::new(config)))
    }

    /// A certificate for these names, made now and signed by itself.
    ///
    /// # Errors
    /// When a name cannot stand in a certificate.
    pub fn generate(names: &[String]) -> Result<Arc<CertifiedKey>, TlsError> {
        generated::self_signed(&default_provider(), names).map(Arc::new)
    }
}

impl Handshakes for TlsByName {
    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.0))
    }
}

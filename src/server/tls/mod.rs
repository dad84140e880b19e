//! TLS of a listener: the certificate that an environment names, read again when its files change.
//!
//! Connections take the configuration that is current when they begin, so a new certificate reaches every new
//! handshake and no open connection; a session cannot be resumed over a change either. As in the reference no client
//! certificate is asked for, unless a setting names authorities: `caPath` only completes the chain that is sent.

mod by_name;
mod certificates;
mod clients;
mod encryption;
mod generated;
mod measured;
mod pfx;
mod refused;
mod sources;
mod x509;

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::TlsAcceptor;

use crate::environment::model::TlsOptions;
use crate::runtime::EnvironmentHandle;

pub use by_name::{Certificates, TlsByName};
pub use certificates::TlsError;
pub use clients::{CLIENT_AUTHS, ClientAuth, ClientCaError, Clients, subject};
pub use measured::Measured;
pub use refused::Refusals;

use sources::{Snapshot, Sources};

/// How often the files are looked at; the kubelet takes about a minute to bring a changed Secret anyway.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What a listener needs to speak TLS.
pub trait Handshakes: Send + Sync {
    /// Makes the server's end of a new connection.
    fn acceptor(&self) -> TlsAcceptor;
}

/// The certificate of an environment.
pub struct Tls {
    /// Asks clients for certificates.
    clients: Option<Arc<Clients>>,
    provider: Arc<CryptoProvider>,
    current: ArcSwap<Current>,
    /// The files behind `current`, or behind the last attempt to replace it.
    seen: Mutex<Snapshot>,
}

/// What new connections get.
struct Current {
    config: Arc<ServerConfig>,
    key: Arc<CertifiedKey>,
    /// Whether nothing is configured.
    is_generated: bool,
}

impl Current {
    fn load(
        sources: &Sources,
        provider: &Arc<CryptoProvider>,
        clients: Option<&Arc<Clients>>,
    ) -> Result<Self, TlsError> {
        let key = Arc::new(sources.load(provider)?);
        let config = configure(provider, Arc::new(SingleCertAndKey::from(Arc::clone(&key))), clients)?;
        Ok(Self { config: Arc::new(config), key, is_generated: *sources == Sources::Generated })
    }
}

impl Handshakes for Tls {
    fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.load().config))
    }
}

impl Tls {
    /// Reads the certificate of an environment that asks for TLS; `None` for the others.
    ///
    /// # Errors
    /// When a file is missing, cannot be understood, or does not fit the others.
    pub fn load(
        handle: &EnvironmentHandle,
        options: &TlsOptions,
        clients: Option<&Arc<Clients>>,
    ) -> Result<Option<Arc<Self>>, TlsError> {
        if !options.enabled || handle.shared.options.disable_tls {
            return Ok(None);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let seen = Sources::of(handle, options)?.look();
        let current = ArcSwap::from_pointee(Current::load(&seen.sources, &provider, clients)?);
        Ok(Some(Arc::new(Self { clients: clients.cloned(), provider, current, seen: Mutex::new(seen) })))
    }

    /// The certificate that the environment names; `None` where it names none and one was made.
    pub fn configured(&self) -> Option<Arc<CertifiedKey>> {
        let current = self.current.load();
        (!current.is_generated).then(|| Arc::clone(&current.key))
    }

    /// Looks at the files again; when they changed and are good, new connections get the new certificate.
    ///
    /// # Errors
    /// As [`Tls::load`], once for each change; the old certificate stays.
    pub fn refresh(&self, handle: &EnvironmentHandle) -> Result<bool, TlsError> {
        let now = Sources::of(handle, &handle.current().compiled.source.tls_options)?.look();
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if *seen == now {
                return Ok(false);
            }
            seen.clone_from(&now);
        }
        self.current.store(Arc::new(Current::load(&now.sources, &self.provider, self.clients.as_ref())?));
        Ok(true)
    }

    /// Refreshes every few seconds for as long as somebody listens.
    pub fn watch(self: &Arc<Self>, handle: &Arc<EnvironmentHandle>) {
        let (tls, handle) = (Arc::downgrade(self), Arc::downgrade(handle));
        tokio::spawn(async move {
            let mut failure = None;
            loop {
                tokio::time::sleep(LOOK_EVERY).await;
                let Some(outcome) = look(tls.clone(), handle.clone()).await else { return };
                match outcome {
                    Ok(true) => {
                        tracing::info!("TLS: the certificate was read again");
                        failure = None;
                    }
                    Ok(false) => {}
                    Err(error) => {
                        let message = error.to_string();
                        if failure.as_ref() != Some(&message) {
                            tracing::warn!(
                                "TLS: the certificate changed but cannot be used, the old one stays: {message}"
                            );
                        }
                        failure = Some(message);
                    }
                }
            }
        });
    }
}

/// One look, off the threads that serve; `None` when nobody listens any more.
async fn look(tls: Weak<Tls>, handle: Weak<EnvironmentHandle>) -> Option<Result<bool, TlsError>> {
    let refresh = move || {
        let (tls, handle) = (tls.upgrade()?, handle.upgrade()?);
        Some(tls.refresh(&handle))
    };
    tokio::task::spawn_blocking(refresh).await.ok().flatten()
}

fn configure(
    provider: &Arc<CryptoProvider>,
    certificates: Arc<dyn ResolvesServerCert>,
    clients: Option<&Arc<Clients>>,
) -> Result<ServerConfig, TlsError> {
    let builder = ServerConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Unusable(error.to_string()))?;
    let builder = match clients {
        Some(clients) => builder.with_client_cert_verifier(Arc::clone(clients) as _),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(certificates);
    if clients.is_some() {
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
    }
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

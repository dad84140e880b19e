//! The HTTP client behind callbacks and the proxy: HTTP/1.1, pooled, certificates verified, only to where the operator
//! lets requests go.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::poll_fn;
use http::{Request, Response, Uri};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::{self, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tower_service::Service;

use super::Options;
use super::authorities;
use super::connector::{Connector, IDLE_PER_HOST, IDLE_TIMEOUT, MAX_BUFFER};
use super::egress::EgressDenied;
use super::pool::{self, Pool, UpstreamBody};
use super::raw_line::{self, RawLine};
use super::upstream::Address;

/// How long a connection may take to open.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Body of an outgoing request.
pub type OutgoingBody = BoxBody<Bytes, io::Error>;

/// A body that is in memory.
pub fn full(bytes: Bytes) -> OutgoingBody {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

/// Why there is no answer.
pub type SendError = Box<dyn std::error::Error + Send + Sync>;

/// The client. Clones share the pool.
#[derive(Clone)]
pub struct Client {
    pool: Legacy,
    /// To upstreams.
    upstreams: Pool,
    connector: HttpsConnector<Connector>,
    /// To this process itself, which is not outside.
    own: Legacy,
}

type Legacy = legacy::Client<HttpsConnector<Connector>, OutgoingBody>;

impl Client {
    /// A client that trusts the web's authorities and those of the operator, or anybody if the operator says so.
    pub fn new(options: &Options) -> Self {
        let tls = tls(options)
            .inspect_err(|error| tracing::error!("TLS towards other servers is left at its defaults: {error}"))
            .ok();
        let connector = |egress| {
            let tcp = Connector::new(egress, |tcp| {
                tcp.enforce_http(false);
                tcp.set_nodelay(true);
                tcp.set_connect_timeout(Some(CONNECT_TIMEOUT));
            });
            let builder = HttpsConnectorBuilder::new();
            match tls.clone() {
                Some(config) => builder.with_tls_config(config).https_or_http().enable_http1().wrap_connector(tcp),
                None => builder.with_webpki_roots().https_or_http().enable_http1().wrap_connector(tcp),
            }
        };
        let outside = connector(Some(Arc::clone(&options.egress)));
        let upstreams = Pool::new(outside.clone());
        Self { pool: legacy_pool(outside.clone()), upstreams, connector: outside, own: legacy_pool(connector(None)) }
    }

    /// Sends a request; its URI is absolute. A missing `Host` is added.
    ///
    /// # Errors
    /// When no connection can be had, or it breaks before the head of the answer has come.
    pub async fn send(&self, request: Request<OutgoingBody>) -> Result<Response<Incoming>, Error> {
        self.pool.request(request).await
    }

    /// The same to an address of this process, wherever other requests may go.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn send_to_ourselves(&self, request: Request<OutgoingBody>) -> Result<Response<Incoming>, Error> {
        self.own.request(request).await
    }

    /// Sends a request to an upstream; its `Content-Length`, if it has one, is that of its body. Where no URI can hold its
    /// path and query, these are `raw`, and it goes over a connection of its own. What is left of the request is nobody's.
    ///
    /// # Errors
    /// As [`Client::send`]; or when the path and query would end the request line.
    pub async fn forward(
        &self,
        address: &Address,
        request: &mut Request<Bytes>,
    ) -> Result<Response<UpstreamBody>, SendError> {
        let Some(raw) = &address.raw else {
            *request.uri_mut() = address.target();
            return self.upstreams.send(&address.origin, request).await;
        };
        // In a box: whoever waits for the answer is moved.
        Box::pin(self.forward_raw(&address.origin, raw, std::mem::take(request))).await
    }

    async fn forward_raw(
        &self,
        origin: &Uri,
        raw: &str,
        mut request: Request<Bytes>,
    ) -> Result<Response<UpstreamBody>, SendError> {
        if raw.bytes().any(|byte| byte <= b' ' || byte == 0x7F) {
            return Err("the path of the request contains unescaped characters".into());
        }
        let mut connector = self.connector.clone();
        poll_fn(|context| connector.poll_ready(context)).await?;
        let stream = connector.call(origin.clone()).await?;
        *request.uri_mut() = Uri::from_static(raw_line::INSTEAD);
        let stream = RawLine::new(stream, request.method(), raw);
        let (mut sender, connection) = http1::handshake(stream).await?;
        // It ends with the answer's body, as nobody sends over it again.
        tokio::spawn(connection);
        let mut answer = sender.send_request(request.map(Full::new)).await?;
        pool::copy_values(answer.headers_mut());
        Ok(answer.map(UpstreamBody::driven))
    }
}

/// Connections that are kept for the next request.
fn legacy_pool(connector: HttpsConnector<Connector>) -> Legacy {
    legacy::Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(IDLE_PER_HOST)
        .http1_max_buf_size(MAX_BUFFER)
        .build(connector)
}

/// The policy's refusal among the causes of an error.
pub fn refusal<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e EgressDenied> {
    std::iter::successors(Some(error), |error| error.source()).find_map(|cause| cause.downcast_ref())
}

/// What is trusted.
fn tls(options: &Options) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions()?;
    if options.proxy_insecure {
        let anybody = Arc::new(Anybody(provider));
        return Ok(builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth());
    }
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = &options.proxy_ca_file {
        // A start has looked at it; what is wrong now came later.
        match authorities::read(file) {
            Ok(further) => {
                if let Some(error) = further.refused {
                    tracing::error!("MOCKOON_PROXY_CA_FILE: a certificate cannot be used: {error}");
                }
                roots.extend(further.roots.roots);
            }
            Err(error) => tracing::error!("MOCKOON_PROXY_CA_FILE: {}: {error}", file.display()),
        }
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Accepts any certificate; signatures of the handshake are still checked.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

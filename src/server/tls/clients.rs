//! Certificates of clients: who may connect, by authorities that are read again when their file changes.
//!
//! Nothing is resumed where clients are asked: what a client resumes would outlive the authority that signed for it.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use http::HeaderValue;
use pkcs8::der::{Decode, Encode};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, OtherError, ServerConnection, SignatureScheme,
};
use x509_cert::name::RdnSequence;

use crate::runtime::authorities::{self, Authorities};

use super::{LOOK_EVERY, x509};

/// Whether a client may come without a certificate (`MOCKOON_TLS_CLIENT_AUTH`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClientAuth {
    /// It may not.
    #[default]
    Required,
    /// It may; one that is shown has to be good.
    Optional,
}

/// The two by the names that the setting gives them.
pub const CLIENT_AUTHS: &[(&str, ClientAuth)] =
    &[("required", ClientAuth::Required), ("optional", ClientAuth::Optional)];

/// Why authorities cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("MOCKOON_TLS_CLIENT_CA_FILE: {}: {reason}", path.display())]
pub struct ClientCaError {
    path: PathBuf,
    reason: String,
}

/// A certificate of a kind that the library does not take: it has no extensions to say what it may be used for.
#[derive(Debug, thiserror::Error)]
#[error(
    "is of X.509 version {0}, and only version 3 is safe to take: sign it with an extension, as by `openssl x509 -req -extfile <(echo extendedKeyUsage=clientAuth) ...`"
)]
pub(super) struct VersionTooLow(pub(super) u8);

/// Asks clients for certificates.
pub struct Clients {
    path: PathBuf,
    auth: ClientAuth,
    /// What the file held when it was last looked at.
    seen: Mutex<Option<Vec<u8>>>,
    verifier: ArcSwap<Verifier>,
}

/// One pointer more: what is swapped has to have a size.
struct Verifier(Arc<dyn ClientCertVerifier>);

impl Clients {
    /// Reads the authorities (certificates in PEM).
    ///
    /// # Errors
    /// When the file cannot be read or holds no certificate.
    pub fn load(path: &Path, auth: ClientAuth) -> Result<Arc<Self>, ClientCaError> {
        let (text, verifier) = read(path)?;
        let verifier = ArcSwap::from_pointee(verifier);
        Ok(Arc::new(Self { path: path.to_owned(), auth, seen: Mutex::new(Some(text)), verifier }))
    }

    /// Looks at the file every few seconds for as long as somebody asks; what cannot be used is told once and not taken.
    pub fn watch(self: &Arc<Self>) {
        let clients = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK_EVERY).await;
                let clients = clients.clone();
                let looked = tokio::task::spawn_blocking(move || clients.upgrade().map(|clients| clients.look()));
                if !matches!(looked.await, Ok(Some(()))) {
                    return;
                }
            }
        });
    }

    fn look(&self) {
        let now = std::fs::read(&self.path).ok();
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if *seen == now {
                return;
            }
            *seen = now;
        }
        match read(&self.path) {
            Ok((_, verifier)) => {
                self.verifier.store(Arc::new(verifier));
                tracing::info!("TLS: the authorities of clients were read again");
            }
            Err(error) => tracing::warn!("the authorities of clients changed, the old ones stay: {error}"),
        }
    }
}

fn read(path: &Path) -> Result<(Vec<u8>, Verifier), ClientCaError> {
    let failed = |reason: String| ClientCaError { path: path.to_owned(), reason };
    let Authorities { pem: text, roots, refused } =
        authorities::read(path).map_err(|error| failed(error.to_string()))?;
    if let Some(error) = refused {
        return Err(failed(format!("not a certificate of an authority: {error}")));
    }
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider())).build();
    let verifier = verifier.map_err(|error| failed(error.to_string()))?;
    Ok((text, Verifier(verifier)))
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clients({}, {:?})", self.path.display(), self.auth)
    }
}

/// Judges by the authorities of the moment.
impl ClientCertVerifier for Clients {
    fn client_auth_mandatory(&self) -> bool {
        self.auth == ClientAuth::Required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        // They may change; clients without hints show what they have.
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        let verified = self.verifier.load().0.verify_client_cert(end_entity, intermediates, now);
        verified.map_err(|error| match x509::version(end_entity) {
            Ok(version @ 1..=2) => CertificateError::Other(OtherError(Arc::new(VersionTooLow(version)))).into(),
            _ => error,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.load().0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.load().0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.load().0.supported_verify_schemes()
    }
}

/// Who the client is: the subject of its certificate as RFC 4514 writes it. `None` if it showed none.
pub fn subject(connection: &ServerConnection) -> Option<HeaderValue> {
    let certificate = connection.peer_certificates()?.first()?;
    let name = x509::names(certificate).ok()?.subject.to_der().ok()?;
    let text = RdnSequence::from_der(&name).ok()?.to_string();
    HeaderValue::from_str(&in_ascii(&text)).ok()
}

/// A name of RFC 4514 for a header: the bytes of characters that are not printed, or are not ASCII, as their hexadecimal
/// digits, which is that form's own way.
fn in_ascii(name: &str) -> String {
    name.bytes().fold(String::with_capacity(name.len()), |mut out, byte| {
        if matches!(byte, b' '..=b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "\\{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn names_are_ascii_and_escaped_once() {
        for (name, shown) in
            [(r"CN=a\,b", r"CN=a\,b"), ("CN=\u{17e}lut", r"CN=\C5\BElut"), ("CN=a\nb\u{7f}", r"CN=a\0Ab\7F")]
        {
            assert_eq!(in_ascii(name), shown);
        }
    }
}

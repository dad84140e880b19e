//! A certificate where no files are named: made at start, signed by itself.

use rcgen::{CertificateParams, DnType, KeyPair};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::certificates::TlsError;

/// Names that a client on the same machine or in the same pod calls us by.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// A new key and its certificate, for these names as well.
pub fn self_signed(provider: &CryptoProvider, others: &[String]) -> Result<CertifiedKey, TlsError> {
    let unusable = |error: rcgen::Error| TlsError::Unusable(error.to_string());
    let key = KeyPair::generate().map_err(unusable)?;
    let names = NAMES.iter().map(|name| (*name).to_owned()).chain(others.iter().cloned());
    let mut params = CertificateParams::new(names.collect::<Vec<_>>()).map_err(unusable)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    let certificate = params.self_signed(&key).map_err(unusable)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    CertifiedKey::from_der(vec![certificate.der().clone()], key, provider)
        .map_err(|error| TlsError::Unusable(error.to_string()))
}

//! What is trusted at the collector's end: the web's authorities, and those that the operator names.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::environment::files::read_file;

/// The settings of the client's end.
pub(super) fn config(certificate: Option<&Path>) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(file) = certificate {
        match certificates(file) {
            Ok(certificates) => drop(roots.add_parsable_certificates(certificates)),
            Err(warning) => tracing::warn!("{warning}"),
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    Ok(builder.with_safe_default_protocol_versions()?.with_root_certificates(roots).with_no_client_auth())
}

/// The authorities in a file.
///
/// # Errors
/// A warning: the file cannot be used, and the web's authorities are trusted alone.
pub(super) fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = || {
        let pem = read_file(file)?;
        CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().map_err(io::Error::other)
    };
    let told = |error: io::Error| format!("OTEL_EXPORTER_OTLP_CERTIFICATE: {} cannot be read: {error}", file.display());
    read().map_err(told)
}

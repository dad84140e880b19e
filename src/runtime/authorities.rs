//! Authorities in PEM files that settings name: whom the proxy trusts, who signs certificates of clients, and who signed
//! the one of the store.

use std::io;
use std::path::Path;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};

use crate::environment::files::read_file;

/// Why a file names no authorities.
#[derive(Debug, thiserror::Error)]
pub enum AuthoritiesError {
    /// It is not there, or closed to us.
    #[error("it cannot be read ({0}): mount it there or correct the path")]
    Unreadable(io::Error),
    /// What it holds is broken.
    #[error("it is not PEM: {0}")]
    NotPem(pem::Error),
    /// It holds something else, or nothing.
    #[error("there is no certificate in it; the authorities are wanted, in PEM")]
    Empty,
    /// None of its certificates can be used.
    #[error("it holds no certificate of an authority: {0}")]
    Unusable(rustls::Error),
}

/// What a file says.
#[derive(Debug)]
pub struct Authorities {
    /// The file as it is.
    pub pem: Vec<u8>,
    /// Those of its certificates that can be used.
    pub roots: RootCertStore,
    /// Why the first one of the others cannot be used.
    pub refused: Option<rustls::Error>,
}

/// Reads a file of authorities.
///
/// # Errors
/// When it cannot be read, or none of its certificates can be used.
pub fn read(path: &Path) -> Result<Authorities, AuthoritiesError> {
    let pem = read_file(path).map_err(AuthoritiesError::Unreadable)?;
    let mut roots = RootCertStore::empty();
    let mut refused = None;
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        if let Err(error) = roots.add(certificate.map_err(AuthoritiesError::NotPem)?) {
            refused.get_or_insert(error);
        }
    }
    match refused {
        Some(error) if roots.is_empty() => Err(AuthoritiesError::Unusable(error)),
        None if roots.is_empty() => Err(AuthoritiesError::Empty),
        refused => Ok(Authorities { pem, roots, refused }),
    }
}

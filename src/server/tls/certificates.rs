//! Certificates and keys from PEM files and PKCS#12 archives.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pkcs8::EncryptedPrivateKeyInfo;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys};

use super::{pfx, x509};
use crate::environment::files::read_file;

const ENCRYPTED_BEGIN: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const ENCRYPTED_END: &str = "-----END ENCRYPTED PRIVATE KEY-----";
/// Marks a key in the older way of encrypting PEM files, which derives its key by MD5.
const LEGACY_ENCRYPTION: &str = "Proc-Type: 4,ENCRYPTED";
/// No real chain is longer; a bound for issuers that go round in circles.
const LONGEST_CHAIN: usize = 10;

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A path or the passphrase is a template that does not render.
    #[error("tlsOptions.{field}: {reason}")]
    Template {
        /// The field.
        field: &'static str,
        /// What the template says.
        reason: String,
    },
    /// A file that cannot be read.
    #[error("tlsOptions.{field}: {} cannot be read ({reason}): mount it there or correct the path", path.display())]
    Unreadable {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A file that is not what it should be.
    #[error("tlsOptions.{field}: {}: {reason}", path.display())]
    Content {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The library refuses.
    #[error("TLS cannot be set up: {0}")]
    Unusable(String),
}

/// The shortest RSA key that can be used.
const RSA_BITS: usize = 2048;

/// A file that a field of the TLS options names.
#[derive(Clone, Copy)]
struct Named<'a> {
    field: &'static str,
    path: &'a Path,
}

impl Named<'_> {
    fn read(self) -> Result<Vec<u8>, TlsError> {
        read_file(self.path).map_err(|reason| TlsError::Unreadable {
            field: self.field,
            path: self.path.to_owned(),
            reason,
        })
    }

    fn wrong(self, reason: impl Into<String>) -> TlsError {
        TlsError::Content { field: self.field, path: self.path.to_owned(), reason: reason.into() }
    }
}

/// Reads a PEM certificate with its key.
///
/// # Errors
/// When a file is missing or wrong, the passphrase does not fit, or the key belongs to another certificate.
pub fn from_pem(
    cert: &Path,
    key: &Path,
    ca: Option<&Path>,
    passphrase: &str,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, TlsError> {
    let (cert, key) = (Named { field: "certPath", path: cert }, Named { field: "keyPath", path: key });
    let mut chain = read_certificates(cert)?;
    complete(&mut chain, ca)?;
    let private = private_key(key, &key.read()?, passphrase)?;
    certify(chain, private, key, provider)
}

/// Reads an archive.
///
/// # Errors
/// When a file is missing or wrong, or the passphrase does not fit.
pub fn from_pfx(
    pfx: &Path,
    ca: Option<&Path>,
    passphrase: &str,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, TlsError> {
    let file = Named { field: "pfxPath", path: pfx };
    let archive = pfx::open(&file.read()?, passphrase).map_err(|error| file.wrong(error.to_string()))?;
    let mut others = archive.certificates.into_iter().map(CertificateDer::from);
    let mut chain: Vec<CertificateDer<'static>> = others.by_ref().take(1).collect();
    add_issuers(&mut chain, &others.collect::<Vec<_>>());
    complete(&mut chain, ca)?;
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(archive.key));
    certify(chain, private, file, provider)
}

fn read_certificates(file: Named<'_>) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let bytes = file.read()?;
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(&bytes) {
        let der = der.map_err(|error| file.wrong(format!("no valid PEM: {error:?}")))?;
        x509::names(&der).map_err(|error| file.wrong(format!("no X.509 certificate: {error}")))?;
        found.push(der);
    }
    if found.is_empty() { Err(file.wrong("holds no PEM certificate")) } else { Ok(found) }
}

/// A certificate that comes alone is sent with its issuers, as far as the CA file has them, the root included.
fn complete(chain: &mut Vec<CertificateDer<'static>>, ca: Option<&Path>) -> Result<(), TlsError> {
    let Some(path) = ca else { return Ok(()) };
    let known = read_certificates(Named { field: "caPath", path })?;
    if chain.len() == 1 {
        add_issuers(chain, &known);
    }
    Ok(())
}

/// Adds the issuer of the last certificate, that one's issuer, and so on, as far as they are known.
fn add_issuers(chain: &mut Vec<CertificateDer<'static>>, known: &[CertificateDer<'static>]) {
    while let Some(names) = chain.last().and_then(|last| x509::names(last).ok())
        && chain.len() < LONGEST_CHAIN
        && names.issuer != names.subject
        && let Some(issuer) =
            known.iter().find(|other| x509::names(other).is_ok_and(|other| other.subject == names.issuer))
    {
        let issuer = issuer.clone();
        chain.push(issuer);
    }
}

fn private_key(file: Named<'_>, bytes: &[u8], passphrase: &str) -> Result<PrivateKeyDer<'static>, TlsError> {
    let text = String::from_utf8_lossy(bytes);
    if text.contains(LEGACY_ENCRYPTION) {
        return Err(file.wrong(
            "the key is encrypted in the legacy PEM format; convert it by `openssl pkcs8 -topk8 -in KEY -out NEW`",
        ));
    }
    if let Some((_, rest)) = text.split_once(ENCRYPTED_BEGIN) {
        return decrypt(file, rest, passphrase);
    }
    PrivateKeyDer::from_pem_slice(bytes).map_err(|_| file.wrong("holds no PEM private key"))
}

/// Decrypts a PKCS#8 key from what follows its first PEM line.
fn decrypt(file: Named<'_>, pem: &str, passphrase: &str) -> Result<PrivateKeyDer<'static>, TlsError> {
    if passphrase.is_empty() {
        return Err(file.wrong("the key is encrypted; set tlsOptions.passphrase"));
    }
    let base64: String = pem.split(ENCRYPTED_END).next().unwrap_or_default().split_ascii_whitespace().collect();
    let der = STANDARD.decode(base64).map_err(|error| file.wrong(format!("no valid PEM: {error}")))?;
    let encrypted = EncryptedPrivateKeyInfo::try_from(der.as_slice()).map_err(|error| {
        file.wrong(format!(
            "the key is encrypted in a way that is not known ({error}); convert it by `openssl pkcs8 -topk8 -in KEY -out NEW`"
        ))
    })?;
    let opened =
        encrypted.decrypt(passphrase).map_err(|_| file.wrong("tlsOptions.passphrase does not open the key"))?;
    Ok(PrivateKeyDer::from(PrivatePkcs8KeyDer::from(opened.as_bytes().to_vec())))
}

fn certify(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    key_file: Named<'_>,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, TlsError> {
    if let Some(bits) = x509::rsa_bits(&key).filter(|bits| *bits < RSA_BITS) {
        return Err(key_file.wrong(format!(
            "the RSA key has {bits} bits, and fewer than {RSA_BITS} are not safe: make another one, by `openssl req -x509 -newkey rsa:{RSA_BITS} -nodes -keyout KEY -out CERT`"
        )));
    }
    let key = provider.key_provider.load_private_key(key).map_err(|error| key_file.wrong(error.to_string()))?;
    let certified = CertifiedKey::new(chain, key);
    match certified.keys_match() {
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
            Err(key_file.wrong("the key belongs to another certificate"))
        }
        // Anything else (a version 1 certificate, say) is for the client to judge, as with the reference.
        _ => Ok(certified),
    }
}

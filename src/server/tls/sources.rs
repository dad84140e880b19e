//! Which files an environment's certificate comes from, and whether they have changed.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustls::crypto::CryptoProvider;
use rustls::sign::CertifiedKey;

use crate::environment::model::{TlsKind, TlsOptions};
use crate::runtime::EnvironmentHandle;
use crate::state::Step;
use crate::template::Template;

use super::certificates::{self, TlsError};
use super::generated;

/// Where the certificate comes from; paths and passphrase are rendered, relative paths start at the environment's
/// directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sources {
    /// Nothing is configured: made at start.
    Generated,
    /// A PEM certificate and its key.
    Pem {
        /// The certificate, perhaps with its chain.
        cert: PathBuf,
        /// The private key.
        key: PathBuf,
        /// Where issuers are looked up.
        ca: Option<PathBuf>,
        /// Of the key.
        passphrase: String,
    },
    /// A PKCS#12 archive.
    Pfx {
        /// The archive.
        pfx: PathBuf,
        /// Where issuers are looked up.
        ca: Option<PathBuf>,
        /// Of the archive.
        passphrase: String,
    },
}

impl Sources {
    /// What the environment names now. As in the reference, a certificate without a key counts as none.
    ///
    /// # Errors
    /// When a template does not render.
    pub fn of(handle: &EnvironmentHandle, options: &TlsOptions) -> Result<Self, TlsError> {
        let generation = handle.current();
        let compiled = &generation.compiled;
        let step = Step::reading(&handle.spaces.base().state);
        let rendering = compiled.rendering(&handle.shared.env_vars, &step);
        let render = |field, text: &str| {
            Template::compile(text)
                .render(&rendering)
                .map_err(|error| TlsError::Template { field, reason: error.to_string() })
        };
        let path = |field, text: &str| Ok(handle.shared.options.directory.join(render(field, text)?));
        let ca = || match options.ca_path.as_str() {
            "" => Ok(None),
            text => path("caPath", text).map(Some),
        };
        let passphrase = || render("passphrase", &options.passphrase);
        let sources = match options.kind {
            TlsKind::Pfx if !options.pfx_path.is_empty() => {
                Self::Pfx { pfx: path("pfxPath", &options.pfx_path)?, ca: ca()?, passphrase: passphrase()? }
            }
            TlsKind::Cert if !options.cert_path.is_empty() && !options.key_path.is_empty() => Self::Pem {
                cert: path("certPath", &options.cert_path)?,
                key: path("keyPath", &options.key_path)?,
                ca: ca()?,
                passphrase: passphrase()?,
            },
            TlsKind::Pfx | TlsKind::Cert => Self::Generated,
        };
        match &sources {
            Self::Pfx { pfx: secret, .. } | Self::Pem { key: secret, .. } => {
                handle.shared.options.secret_files.add(secret);
            }
            Self::Generated => {}
        }
        Ok(sources)
    }

    /// Notes the state of the files. To be taken before reading them: what changes in between is then seen next time.
    pub fn look(self) -> Snapshot {
        let files = self.files().into_iter().map(FileState::of).collect();
        Snapshot { sources: self, files }
    }

    /// Reads certificate and key.
    ///
    /// # Errors
    /// When a file is missing, cannot be understood, or does not fit the others.
    pub fn load(&self, provider: &CryptoProvider) -> Result<CertifiedKey, TlsError> {
        match self {
            Self::Generated => generated::self_signed(provider, &[]),
            Self::Pem { cert, key, ca, passphrase } => {
                certificates::from_pem(cert, key, ca.as_deref(), passphrase, provider)
            }
            Self::Pfx { pfx, ca, passphrase } => certificates::from_pfx(pfx, ca.as_deref(), passphrase, provider),
        }
    }

    fn files(&self) -> Vec<&Path> {
        match self {
            Self::Generated => Vec::new(),
            Self::Pem { cert, key, ca, .. } => {
                [Some(cert), Some(key), ca.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect()
            }
            Self::Pfx { pfx, ca, .. } => [Some(pfx), ca.as_ref()].into_iter().flatten().map(PathBuf::as_path).collect(),
        }
    }
}

/// The files as they were at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What they are for.
    pub sources: Sources,
    files: Vec<Option<FileState>>,
}

/// What tells that a file is not the one it was: a Secret is swapped by its `..data` link, so the place that the
/// links lead to counts too.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileState {
    place: PathBuf,
    modified: Option<SystemTime>,
    length: u64,
}

impl FileState {
    fn of(path: &Path) -> Option<Self> {
        let place = path.canonicalize().ok()?;
        let metadata = place.metadata().ok()?;
        Some(Self { place, modified: metadata.modified().ok(), length: metadata.len() })
    }
}

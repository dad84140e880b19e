//! Why the program could not start, and the exit code that says so.

use std::path::{Path, PathBuf};

use tokio::net::TcpListener;
use tokio::runtime::Handle;

use crate::admin::auth::TokenError;
use crate::environment::load::{FilesError, LoadError};
use crate::server::listener;
use crate::server::tls::{ClientCaError, TlsError};
use crate::settings::SettingsErrors;

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Tokens that cannot be read or do not fit.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A locale that passed the settings' check but is not there.
    #[error("MOCKOON_FAKER_LOCALE: unknown locale")]
    Locale,
    /// Files that settings name.
    #[error(transparent)]
    Settings(#[from] SettingsErrors),
    /// Root certificates that cannot be read.
    #[error("MOCKOON_STATE_CA_FILE: {}: {reason}", file.display())]
    StateRoots {
        /// The file.
        file: PathBuf,
        /// What its reader says.
        reason: String,
    },
    /// Environment files that cannot be found.
    #[error("MOCKOON_DATA: {0}")]
    Files(#[from] FilesError),
    /// A file of another server that cannot be fetched.
    #[error("MOCKOON_DATA: {url} cannot be fetched ({reason}): check the address, and whether the pod may go there")]
    Fetch {
        /// The file, without what may be secret of its URL.
        url: String,
        /// What came instead of the file, or why nothing came.
        reason: String,
    },
    /// No runtime to fetch files or try certificates on.
    #[error("no threads to work on: {0}")]
    Runtime(std::io::Error),
    /// Environments that cannot be loaded; all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Environments(Vec<LoadError>),
    /// Two environments on one port.
    #[error("{} and {} both want port {port}; give one of them another port in its file or by MOCKOON_PORT", first.display(), second.display())]
    SamePort {
        /// The first file.
        first: PathBuf,
        /// The second file.
        second: PathBuf,
        /// The port.
        port: u16,
    },
    /// A certificate that cannot be had.
    #[error("{file}: {error}")]
    Tls {
        /// The environment that asks for it.
        file: String,
        /// What is wrong with the certificate or its key.
        error: TlsError,
    },
    /// Authorities of clients that cannot be read.
    #[error(transparent)]
    ClientCa(#[from] ClientCaError),
    /// A port that two settings want, or a setting and an environment.
    #[error("port {port} is wanted by both {first} and {second}; give one of them another port")]
    PortTwice {
        /// The port.
        port: u16,
        /// A setting.
        first: String,
        /// Another one, or a file.
        second: String,
    },
    /// A port that cannot be bound.
    #[error("port {port}{} cannot be bound ({error}); it is wanted by {wanted_by}", if hostname.is_empty() { String::new() } else { format!(" of {hostname}") })]
    Port {
        /// The port.
        port: u16,
        /// The hostname, empty for all addresses.
        hostname: String,
        /// What the system says.
        error: std::io::Error,
        /// A file or a setting.
        wanted_by: String,
    },
}

impl StartError {
    /// The exit code that the contract gives it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Token(_) | Self::Locale | Self::Settings(_) | Self::StateRoots { .. } | Self::ClientCa(_) => 64,
            Self::Files(_) | Self::Fetch { .. } | Self::Environments(_) | Self::SamePort { .. } | Self::Tls { .. } => {
                65
            }
            Self::Runtime(_) => 71,
            Self::Port { .. } | Self::PortTwice { .. } => 69,
        }
    }
}

/// An environment, for people.
pub(super) fn describe(file: Option<&Path>) -> String {
    file.map_or_else(|| "the embedded demo".to_owned(), |f| f.display().to_string())
}

/// A port that was bound cannot be served.
pub(super) fn lost(port: u16, wanted_by: &str, error: std::io::Error) -> StartError {
    StartError::Port { port, hostname: String::new(), error, wanted_by: wanted_by.to_owned() }
}

/// Binds a port for somebody.
pub(super) async fn bind(
    hostname: &str,
    port: u16,
    wanted_by: &str,
    runtime: &Handle,
) -> Result<TcpListener, StartError> {
    listener::bind(hostname, port, runtime).await.map_err(|error| StartError::Port {
        port,
        hostname: hostname.to_owned(),
        error,
        wanted_by: wanted_by.to_owned(),
    })
}

//! What a template may see and touch while it renders.

use std::cell::Cell;
use std::sync::Arc;

use crate::budget::Exceeded;
use crate::js::Str;
use crate::message::Request;
use crate::state::{Bucket, EnvVars, StateError, Step};

/// Why a template did not render: the reference's message, word for word. No more than a pointer, so that what a helper
/// returns fits into two registers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenderError(Box<Str>);

impl RenderError {
    /// An error with this message.
    #[cold]
    pub fn new(message: impl Into<Str>) -> Self {
        Self(Box::new(message.into()))
    }

    /// The message as the reference words it.
    pub fn message(&self) -> &Str {
        &self.0
    }
}

impl From<StateError> for RenderError {
    fn from(error: StateError) -> Self {
        Self::new(error.to_string())
    }
}

/// Which environment it is, and where that is served: what `baseUrl` is made of.
#[derive(Debug, Clone, Default)]
pub struct BaseUrl {
    /// Name of the environment, for the log.
    pub environment_name: String,
    /// Its uuid, for the log.
    pub environment_uuid: String,
    /// `endpointPrefix`.
    pub prefix: String,
    /// Port of the environment.
    pub port: u16,
    /// Whether the environment asks for TLS: `baseUrl` says so even where the operator turned it off.
    pub tls: bool,
    /// `MOCKOON_PUBLIC_BASE_URL`.
    pub public_base_url: Option<String>,
}

impl From<Exceeded> for RenderError {
    fn from(exceeded: Exceeded) -> Self {
        Self::new(exceeded.to_string())
    }
}

/// What one rendering may see and touch.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// Environment variables of the process.
    pub env_vars: &'a EnvVars,
    /// Reads and writes of variables, buckets and fake data.
    pub step: &'a Step<'a>,
    /// Address of the environment.
    pub base_url: &'a BaseUrl,
    /// Data buckets.
    pub buckets: &'a [Arc<Bucket>],
    /// The request: without it the request helpers do not exist.
    pub request: Option<&'a Request>,
    /// The status the `status` helper sets: without it that helper does not exist.
    pub status: Option<&'a Cell<Option<u16>>>,
}

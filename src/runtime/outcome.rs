//! How an answer came about: the route and response behind it, and what decided.

use std::sync::Arc;

use crate::js::Str;
use crate::matching::OriginNames;
use crate::rules::Choice;
use crate::state::{CellId, RouteMetrics};
use crate::traces::LazyLabels;

/// The route and response behind an answer.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Declared path.
    pub path: Str,
    /// Uuid of the route.
    pub route: Str,
    /// Uuid of the response.
    pub response: Str,
    /// Place of the route's request number: what it is known by in its generation.
    pub cell: CellId,
    /// Where answers of the route are counted.
    pub metrics: Arc<RouteMetrics>,
    /// Method of the route, as written.
    pub method: Str,
    /// Its endpoint, as written.
    pub endpoint: Str,
    /// Label of the response.
    pub label: Str,
    /// Position of the response in the route.
    pub position: usize,
    /// What spans of its answers say.
    pub span_labels: LazyLabels,
}

impl Origin {
    /// What match objects know it by.
    pub fn names(&self) -> OriginNames<'_> {
        OriginNames {
            route: &self.route,
            method: &self.method,
            endpoint: &self.endpoint,
            path: &self.path,
            response: &self.response,
            label: &self.label,
        }
    }
}

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The default response of a route.
    Default,
    /// A response whose rules held.
    Rule,
    /// The next response of a sequence.
    Sequential,
    /// A response drawn by lot.
    Random,
    /// An operation on a data bucket.
    Crud,
    /// A file.
    File,
    /// A stub.
    Stub,
    /// A response that was forced.
    Forced,
    /// A WebSocket connection.
    WebSocket,
    /// The upstream.
    Proxied,
    /// A CORS preflight.
    Preflight,
    /// Nothing that was asked: the 404 page.
    NotFound,
    /// An error before or while a response was made.
    Error,
    /// A fault that was injected.
    Fault,
}

impl From<Choice> for Outcome {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Default => Self::Default,
            Choice::Rule => Self::Rule,
            Choice::Sequential => Self::Sequential,
            Choice::Random => Self::Random,
        }
    }
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Default,
        Self::Rule,
        Self::Sequential,
        Self::Random,
        Self::Crud,
        Self::File,
        Self::Stub,
        Self::Forced,
        Self::WebSocket,
        Self::Proxied,
        Self::Preflight,
        Self::NotFound,
        Self::Error,
        Self::Fault,
    ];

    /// Its name in the admin API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Rule => "rule",
            Self::Sequential => "sequential",
            Self::Random => "random",
            Self::Crud => "crud",
            Self::File => "file",
            Self::Stub => "stub",
            Self::Forced => "forced",
            Self::WebSocket => "websocket",
            Self::Proxied => "proxied",
            Self::Preflight => "preflight",
            Self::NotFound => "not-found",
            Self::Error => "error",
            Self::Fault => "fault",
        }
    }
}

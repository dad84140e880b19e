//! What a request must look like to reach a route.

use std::sync::Arc;

use super::Pattern;
use crate::js::Str;

/// Methods that a route answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodMatch {
    /// `all`.
    Any,
    /// This one, in any case.
    Is(Str),
}

impl MethodMatch {
    /// From the `method` field of a route.
    pub fn of(method: &str) -> Self {
        match method {
            "all" => Self::Any,
            // Without a text that is made and goes again: there are as many as routes.
            "get" => Self::Is(Str::new_static("GET")),
            "post" => Self::Is(Str::new_static("POST")),
            "put" => Self::Is(Str::new_static("PUT")),
            "patch" => Self::Is(Str::new_static("PATCH")),
            "delete" => Self::Is(Str::new_static("DELETE")),
            other => Self::Is(other.to_ascii_uppercase().into()),
        }
    }

    /// Whether the route answers requests with this method.
    pub fn matches(&self, method: &str) -> bool {
        match self {
            Self::Any => true,
            // Mostly it is written as requests have it.
            Self::Is(name) => name.as_str() == method || name.eq_ignore_ascii_case(method),
        }
    }
}

/// What a request must look like to reach a route.
#[derive(Debug, Clone)]
pub struct RouteMatcher {
    /// The methods that reach it.
    pub method: MethodMatch,
    /// The paths that reach it.
    pub pattern: Arc<Pattern>,
}

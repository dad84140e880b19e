//! Callbacks. STUB.

use crate::template::Scope;

use super::pipeline::{Chosen, Exchange};

/// Launches the callbacks of a response.
pub fn launch(_exchange: &Exchange<'_>, _chosen: &Chosen<'_>, _scope: &Scope<'_>) {}

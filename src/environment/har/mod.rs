//! HAR 1.2, the format in which browsers and proxies save traffic: read as exchanges, written from them.

mod read;
mod write;

pub use read::HarError;
pub(crate) use read::{Har, exchanges};
pub(crate) use write::document;

use serde_json::Value;

/// Whether a document is one.
pub(crate) fn is_har(value: &Value) -> bool {
    value["log"]["entries"].is_array()
}

#[cfg(test)]
mod tests;

//! OpenAPI documents as environments.

use std::path::PathBuf;

use serde_json::Value;

use super::model::Environment;

/// Dialects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    Swagger,
    /// OpenAPI 3.0 and 3.1.
    V3,
}

/// Why a document cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum OpenApiError {
    /// Not yet.
    #[error("unsupported")]
    Unsupported,
}

/// A converted document.
#[derive(Debug)]
pub struct Converted {
    /// The environment.
    pub environment: Environment,
    /// Warnings.
    pub warnings: Vec<String>,
}

/// Whether this is an OpenAPI document.
///
/// # Errors
/// When it is not.
pub fn version(_value: &Value) -> Result<Version, String> {
    Err("no `swagger` or `openapi` field".to_owned())
}

/// Converts.
///
/// # Errors
/// Always.
pub fn convert(_value: Value, _version: Version, _directory: Option<PathBuf>) -> Result<Converted, OpenApiError> {
    Err(OpenApiError::Unsupported)
}

//! Fake data by @faker-js/faker 9's names. STUB: the faker helper fills it in.

use crate::js::Value;

/// Why a method gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FakerError(pub String);

/// A source of fake data with a locale and, perhaps, a seed. Shared by all requests of an environment.
pub struct Faker {}

#[allow(unused_variables)]
impl Faker {
    /// A source for a locale of [`Faker::locales`]; with a seed the draws are those of the reference.
    pub fn new(locale: &str, seed: Option<u32>) -> Option<Self> {
        Some(Self {})
    }

    /// Known locales.
    pub fn locales() -> &'static [&'static str] {
        &["en"]
    }

    /// Whether `module.method` exists.
    pub fn has(method: &str) -> bool {
        false
    }

    /// Calls `module.method` with these arguments.
    ///
    /// # Errors
    /// faker's own message when the arguments make no sense to the method.
    pub fn call(&self, method: &str, args: &[Value]) -> Result<Value, FakerError> {
        Ok(Value::Undefined)
    }
}

//! The helpers, one file per family; each family ends with its table, [`find`] joins them.

pub mod block;
pub mod control;

use super::{Call, RenderError};
use crate::js::Value;

/// What a helper returns.
pub type Outcome = Result<Value, RenderError>;

/// When a helper exists: the reference registers some only with a request or a response at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Always there.
    Nothing,
    /// Only with a request.
    Request,
    /// Only where a response is being made.
    Response,
}

/// One helper: its row in the family's table.
pub struct Helper {
    /// Name in templates.
    pub name: &'static str,
    /// When it exists.
    pub needs: Needs,
    /// What it does.
    pub run: for<'c, 'r, 's> fn(&'c mut Call<'r, 's>) -> Outcome,
}

/// All families' tables.
const FAMILIES: &[&[Helper]] = &[block::HELPERS, control::HELPERS];

/// The helper of that name.
pub fn find(name: &str) -> Option<&'static Helper> {
    FAMILIES.iter().flat_map(|family| family.iter()).find(|h| h.name == name)
}

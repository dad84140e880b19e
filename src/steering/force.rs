//! A forced response: this one next, whatever the rules of the route say.

use super::{Item, Lifetime};
use crate::state::CellId;

/// A forced response.
pub struct Force {
    /// Uuid of the route, which it is known by.
    pub route: String,
    /// Uuid or label of the response.
    pub response: String,
    /// How long it is there.
    pub lifetime: Lifetime,
}

impl Item for Force {
    fn id(&self) -> &str {
        &self.route
    }

    fn cell(&self) -> CellId {
        CellId::of(&self.route, 0)
    }

    fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }
}

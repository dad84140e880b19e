//! A forced response: this one next, whatever the rules of the route say.

use super::{Item, Lifetime};

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

    fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }
}

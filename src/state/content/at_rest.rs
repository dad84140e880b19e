//! Contents as snapshots keep them: what several have in common counts once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::Content;
use crate::state::room::{NoRoom, Room, StateBudget};

/// Room of what contents have in common. Snapshots that were made of one another, or of the same beginning, share what
/// none of them has changed: that counts once.
#[derive(Debug, Clone)]
pub(super) struct Common {
    /// Of the whole content that it was made of.
    whole: Arc<Room>,
    /// Of what has become different since, where something has.
    _since: Option<Arc<Room>>,
    /// The bytes of that.
    different: usize,
}

/// A content as snapshots keep it, and the room of all that it holds; a clone has none.
#[derive(Debug, Default)]
pub(super) struct AtRest(Mutex<(Weak<Content>, Weak<Room>)>);

impl Clone for AtRest {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl AtRest {
    fn lock(&self) -> MutexGuard<'_, (Weak<Content>, Weak<Room>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Option<Arc<Content>> {
        self.lock().0.upgrade()
    }

    fn set(&self, content: &Arc<Content>) {
        self.lock().0 = Arc::downgrade(content);
    }

    /// The room of the whole, taken unless somebody has it.
    fn whole(&self, bytes: usize, budget: &StateBudget) -> Result<Arc<Room>, NoRoom> {
        let mut kept = self.lock();
        if let Some(room) = kept.1.upgrade() {
            return Ok(room);
        }
        let room = budget.take(bytes)?;
        kept.1 = Arc::downgrade(&room);
        Ok(room)
    }
}

impl Content {
    /// The same content as snapshots keep it, all of them one: whoever goes back to it has it in common with them, and
    /// holds its room as long. `beginning` is what its bucket begins with.
    ///
    /// # Errors
    /// When there is no room.
    pub fn at_rest(self: &Arc<Self>, beginning: Option<&Self>, budget: &StateBudget) -> Result<Arc<Self>, NoRoom> {
        if self.own == Some(0) && self.common.is_some() {
            return Ok(Arc::clone(self));
        }
        if let Some(there) = self.at_rest.now() {
            return Ok(there);
        }
        let common = Some(self.room_at_rest(beginning, budget)?);
        let kept = Arc::new(Self { own: Some(0), common, ..Self::clone(self) });
        self.at_rest.set(&kept);
        Ok(kept)
    }

    /// Room for what nothing else at rest has; what has become as large as the whole is the whole.
    fn room_at_rest(&self, beginning: Option<&Self>, budget: &StateBudget) -> Result<Common, NoRoom> {
        let before = self.common.as_ref().map_or(0, |common| common.different);
        let different = before.saturating_add(self.own_weight());
        if different < self.weight() {
            let whole = match (&self.common, beginning) {
                (Some(common), _) => Some(Arc::clone(&common.whole)),
                (None, Some(beginning)) => Some(beginning.at_rest.whole(beginning.weight(), budget)?),
                (None, None) => None,
            };
            if let Some(whole) = whole {
                return Ok(Common { whole, _since: Some(budget.take(different)?), different });
            }
        }
        Ok(Common { whole: self.at_rest.whole(self.weight(), budget)?, _since: None, different: 0 })
    }

    /// Whether it is another one, also as snapshots keep it.
    pub fn is_same_as(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        Arc::ptr_eq(self, other) || self.at_rest.now().is_some_and(|kept| Arc::ptr_eq(&kept, other))
    }
}

//! A short list that every request reads and calls of the admin API change.
//!
//! Readers take a handle on the list as it is; who changes it makes a new one. What has been used as often as it may
//! stays to be looked at, and is the first to go when room is needed; what is over by time goes when somebody looks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};

use super::Lifetime;
use crate::state::CellId;

/// What the newest thing may be called instead of its id.
const LAST: &str = "last";
/// Ids that are remembered after their things have gone.
const MAX_FORMER: usize = 1_024;

/// A thing with an id that is there for a while.
pub trait Item {
    /// Its id.
    fn id(&self) -> &str;
    /// What its uses are counted by where replicas count them together.
    fn cell(&self) -> CellId;
    /// How long it is there.
    fn lifetime(&self) -> &Lifetime;
}

/// The list has as many things as it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are {0} already; delete some first")]
pub struct Full(pub usize);

/// The list.
pub struct List<T> {
    items: ArcSwap<Vec<Arc<T>>>,
    /// Ids of what is gone; who holds it may change the list.
    former: Mutex<VecDeque<String>>,
    most: usize,
}

impl<T: Item> List<T> {
    /// An empty list for so many things.
    pub fn new(most: usize) -> Self {
        Self { items: ArcSwap::default(), former: Mutex::default(), most }
    }

    /// The list at this moment, with what may be over.
    pub fn now(&self) -> Guard<Arc<Vec<Arc<T>>>> {
        self.items.load()
    }

    /// Everything that is not over by time, used up or not.
    pub fn all(&self) -> Vec<Arc<T>> {
        if self.now().iter().any(|item| item.lifetime().is_over()) {
            self.change(|items| items.retain(|item| !item.lifetime().is_over()));
        }
        self.now().iter().cloned().collect()
    }

    /// The thing of this id, unless it is over by time; `last` is the one that came last.
    pub fn find(&self, id: &str) -> Option<Arc<T>> {
        let items = self.now();
        let mut there = items.iter().filter(|item| !item.lifetime().is_over());
        let found = match id {
            LAST => there.max_by(|a, b| a.lifetime().created_ms.total_cmp(&b.lifetime().created_ms)),
            id => there.find(|item| item.id() == id),
        };
        found.cloned()
    }

    /// How many may still be used.
    pub fn in_force(&self) -> usize {
        self.now().iter().filter(|item| item.lifetime().is_in_force()).count()
    }

    /// Whether there was something of this id.
    pub fn knew(&self, id: &str) -> bool {
        self.former.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|former| former == id)
    }

    /// Adds a thing, before all others or behind them. One of its id goes.
    ///
    /// # Errors
    /// When there are too many.
    pub fn add(&self, item: T, first: bool) -> Result<Arc<T>, Full> {
        let item = Arc::new(item);
        self.change(|items| {
            items.retain(|other| !other.lifetime().is_over() && other.id() != item.id());
            if items.len() >= self.most {
                match items.iter().position(|other| !other.lifetime().is_in_force()) {
                    Some(used_up) => drop(items.remove(used_up)),
                    None => return Err(Full(self.most)),
                }
            }
            items.insert(if first { 0 } else { items.len() }, Arc::clone(&item));
            Ok(())
        })?;
        Ok(item)
    }

    /// Removes the thing of this id; whether there was one.
    pub fn remove(&self, id: &str) -> bool {
        let last = self.find(id);
        let id = last.as_ref().map_or(id, |item| item.id());
        self.change(|items| {
            let before = items.len();
            items.retain(|item| item.id() != id);
            items.len() < before
        })
    }

    /// Removes everything.
    pub fn clear(&self) {
        self.change(Vec::clear);
    }

    /// Changes the list; nobody else does meanwhile.
    pub fn change<R>(&self, change: impl FnOnce(&mut Vec<Arc<T>>) -> R) -> R {
        let mut former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.items.load_full();
        let mut items = before.to_vec();
        let result = change(&mut items);
        let gone = before.iter().filter(|item| !items.iter().any(|kept| kept.id() == item.id()));
        former.extend(gone.map(|item| item.id().to_owned()));
        while former.len() > MAX_FORMER {
            former.pop_front();
        }
        self.items.store(Arc::new(items));
        result
    }
}

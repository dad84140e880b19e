//! How much memory clients may make the process hold: one number, of which everybody holds shares.
//!
//! Bodies in flight, parsed values, state, journals and buffers to slow readers each take a [`Share`] of the
//! [`MemoryBudget`] and give it back by dropping it. When the budget is used up, whoever has registered as
//! [`Yielding`] (the journals) gives its oldest entries away first, over all environments by age; then shares that grow
//! are refused, large ones before small ones, which have a [`Reserve`]. A refusal is an answer to a client, never an abort.
//!
//! A share costs one atomic addition to take and one to give back. Requests without a body take none, and what is kept
//! of them is settled in [steps](YieldingAccount).

mod reserve;

pub use reserve::{Reserve, SMALL};

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::Bytes;

/// Bytes by which what is kept may at the most differ from what has been settled for it.
const STEP: usize = 32 << 10;

/// Why there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shortage {
    /// More than the whole budget: there never will be room.
    #[error("{wanted} bytes do not fit into the memory budget of {budget} bytes (MOCKOON_MEMORY_BUDGET)")]
    Never {
        /// Bytes that were asked for.
        wanted: usize,
        /// Bytes of the whole budget.
        budget: usize,
    },
    /// Others hold too much at the moment.
    #[error("the memory budget of {budget} bytes is in use (MOCKOON_MEMORY_BUDGET)")]
    Now {
        /// Bytes of the whole budget.
        budget: usize,
    },
}

/// Somebody who keeps things that are worth less than room for a new request.
pub trait Yielding: Send + Sync {
    /// When the oldest thing was kept (milliseconds since the epoch); `None` when there is nothing to give away.
    fn oldest(&self) -> Option<u64>;
    /// Gives the oldest thing away.
    fn give_way(&self);
}

/// The budget. Clones are the same one.
#[derive(Clone)]
pub struct MemoryBudget(Arc<Inner>);

struct Inner {
    limit: usize,
    used: AtomicUsize,
    /// Bytes that all yielding ones together may keep, and keep.
    kept_limit: usize,
    kept: AtomicUsize,
    step: usize,
    yielding: Mutex<Vec<Weak<dyn Yielding>>>,
}

impl fmt::Debug for MemoryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryBudget({} of {})", self.used(), self.limit())
    }
}

impl Default for MemoryBudget {
    /// A budget that never ends.
    fn default() -> Self {
        Self::new(usize::MAX / 2, usize::MAX / 2)
    }
}

impl MemoryBudget {
    /// A budget of so many bytes, of which all that yields together may keep so many.
    pub fn new(limit: usize, kept_limit: usize) -> Self {
        Self(Arc::new(Inner {
            limit,
            used: AtomicUsize::new(0),
            kept_limit,
            kept: AtomicUsize::new(0),
            step: STEP.min(kept_limit / 64),
            yielding: Mutex::default(),
        }))
    }

    /// Bytes of the whole budget.
    pub fn limit(&self) -> usize {
        self.0.limit
    }

    /// Bytes in use.
    pub fn used(&self) -> usize {
        self.0.used.load(Ordering::Relaxed)
    }

    /// Bytes that all yielding ones together may keep.
    pub fn kept_limit(&self) -> usize {
        self.0.kept_limit
    }

    /// A share of nothing, to grow.
    pub fn share(&self) -> Share {
        Share { budget: self.clone(), held: 0 }
    }

    /// A share of so many bytes.
    ///
    /// # Errors
    /// When there is no room.
    pub fn take(&self, bytes: usize) -> Result<Share, Shortage> {
        let mut share = self.share();
        share.grow(bytes)?;
        Ok(share)
    }

    /// These bytes with a share of their size, which is given back when the last handle on them is dropped.
    ///
    /// # Errors
    /// When there is no room.
    pub fn hold(&self, bytes: Bytes) -> Result<Bytes, Shortage> {
        let share = self.take(bytes.len())?;
        Ok(share.with(bytes))
    }

    /// Registers somebody who gives way, as long as it lives.
    pub fn register(&self, yielding: Weak<dyn Yielding>) {
        let mut all = self.0.yielding.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.strong_count() > 0);
        all.push(yielding);
    }

    /// An account for what a yielding one keeps.
    pub fn kept(&self) -> YieldingAccount {
        YieldingAccount { budget: self.clone(), settled: 0 }
    }

    /// Has old things given away until all that yields together keeps what it may, and takes nothing of the reserve.
    pub fn trim(&self) {
        while self.0.is_to_trim() && self.make_way() {}
    }

    /// Takes so many bytes for one who holds some, as far as the reserve is for it. What there is no room for is not taken
    /// for a moment either: others, who ask meanwhile, would be refused for it.
    fn add(&self, bytes: usize, held: usize, reserve: Reserve) -> Result<(), Shortage> {
        let bound = reserve.bound(self.limit());
        if self.0.try_add(bytes, bound) { Ok(()) } else { self.press(bytes, held, bound) }
    }

    /// There is no room for so many bytes: others give way as long as they have anything.
    #[cold]
    fn press(&self, bytes: usize, held: usize, bound: usize) -> Result<(), Shortage> {
        let (wanted, budget) = (held.saturating_add(bytes), self.limit());
        if wanted > budget {
            return Err(Shortage::Never { wanted, budget });
        }
        while self.make_way() {
            if self.0.try_add(bytes, bound) {
                return Ok(());
            }
        }
        Err(Shortage::Now { budget })
    }

    fn sub(&self, bytes: usize) {
        self.0.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Has the oldest of all that is kept given away; false when nothing is kept.
    fn make_way(&self) -> bool {
        let all: Vec<Arc<dyn Yielding>> = {
            let all = self.0.yielding.lock().unwrap_or_else(PoisonError::into_inner);
            all.iter().filter_map(Weak::upgrade).collect()
        };
        let oldest = all.iter().filter_map(|one| Some((one.oldest()?, one))).min_by_key(|(at, _)| *at);
        match oldest {
            Some((_, one)) => {
                one.give_way();
                true
            }
            None => false,
        }
    }
}

impl Inner {
    /// Takes so many bytes if no more than the bound are in use then.
    #[inline]
    fn try_add(&self, bytes: usize, bound: usize) -> bool {
        let fits = |used: usize| used.checked_add(bytes).filter(|now| *now <= bound);
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok()
    }

    /// Whether what yields keeps more than it may.
    fn is_to_trim(&self) -> bool {
        self.kept.load(Ordering::Relaxed) > self.kept_limit || self.used.load(Ordering::Relaxed) > self.limit
    }
}

/// Part of the budget; dropping it gives it back.
#[derive(Debug)]
pub struct Share {
    budget: MemoryBudget,
    held: usize,
}

impl Share {
    /// Bytes of the share.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Takes so many more bytes, from the reserve as long as the share is small.
    ///
    /// # Errors
    /// When there is no room; the share stays what it was.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Shortage> {
        self.grow_within(bytes, Reserve::of(self.held.saturating_add(bytes)))
    }

    /// The same with this much of the reserve, whatever the share holds.
    ///
    /// # Errors
    /// As [`Share::grow`].
    pub fn grow_within(&mut self, bytes: usize, reserve: Reserve) -> Result<(), Shortage> {
        if bytes > 0 {
            self.budget.add(bytes, self.held, reserve)?;
            self.held += bytes;
        }
        Ok(())
    }

    /// Gives so many bytes back.
    pub fn shrink(&mut self, bytes: usize) {
        let bytes = bytes.min(self.held);
        self.held -= bytes;
        self.budget.sub(bytes);
    }

    /// Makes it a share of so many bytes.
    ///
    /// # Errors
    /// When there is no room; the share stays what it was.
    pub fn resize(&mut self, bytes: usize) -> Result<(), Shortage> {
        match bytes.checked_sub(self.held) {
            Some(more) => self.grow(more),
            None => {
                self.shrink(self.held - bytes);
                Ok(())
            }
        }
    }

    /// Bytes that carry this share with them until the last handle on them is dropped.
    pub fn with(self, bytes: Bytes) -> Bytes {
        Bytes::from_owner(HeldBytes { bytes, _share: self })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.sub(self.held);
    }
}

/// Bytes and their share.
struct HeldBytes {
    bytes: Bytes,
    _share: Share,
}

impl AsRef<[u8]> for HeldBytes {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The account of a yielding one: what it keeps, settled with the budget whenever it has changed by a step.
#[derive(Debug)]
pub struct YieldingAccount {
    budget: MemoryBudget,
    settled: usize,
}

impl YieldingAccount {
    /// So many bytes are kept now. True: it is time to [trim](MemoryBudget::trim), with no lock held.
    pub fn settle(&mut self, bytes: usize) -> bool {
        let inner = &*self.budget.0;
        if bytes.abs_diff(self.settled) < inner.step && bytes > 0 {
            return false;
        }
        let (more, less) = (bytes.saturating_sub(self.settled), self.settled.saturating_sub(bytes));
        self.settled = bytes;
        if less > 0 {
            inner.kept.fetch_sub(less, Ordering::Relaxed);
            inner.used.fetch_sub(less, Ordering::Relaxed);
            return false;
        }
        inner.used.fetch_add(more, Ordering::Relaxed);
        inner.kept.fetch_add(more, Ordering::Relaxed);
        inner.is_to_trim()
    }
}

impl Drop for YieldingAccount {
    fn drop(&mut self) {
        self.settle(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps entries of 100 KiB.
    struct Entries(MemoryBudget, Mutex<(Vec<u64>, YieldingAccount)>);

    const ENTRY: usize = 100 << 10;

    impl Entries {
        fn new(budget: &MemoryBudget, times: &[u64]) -> Arc<Self> {
            let entries = Arc::new(Self(budget.clone(), Mutex::new((Vec::new(), budget.kept()))));
            let weak: Weak<Self> = Arc::downgrade(&entries);
            budget.register(weak);
            for time in times {
                let over = {
                    let mut kept = entries.1.lock().unwrap();
                    kept.0.push(*time);
                    let bytes = kept.0.len() * ENTRY;
                    kept.1.settle(bytes)
                };
                if over {
                    entries.0.trim();
                }
            }
            entries
        }

        fn times(&self) -> Vec<u64> {
            self.1.lock().unwrap().0.clone()
        }
    }

    impl Yielding for Entries {
        fn oldest(&self) -> Option<u64> {
            self.1.lock().unwrap().0.first().copied()
        }

        fn give_way(&self) {
            let mut kept = self.1.lock().unwrap();
            kept.0.remove(0);
            let bytes = kept.0.len() * ENTRY;
            kept.1.settle(bytes);
        }
    }

    #[test]
    fn shares_are_given_back() {
        let budget = MemoryBudget::new(1 << 20, 0);
        let mut share = budget.take(900 << 10).unwrap();
        assert_eq!(budget.take(200 << 10).err(), Some(Shortage::Now { budget: 1 << 20 }));
        assert_eq!(share.grow(200 << 10), Err(Shortage::Never { wanted: 1_100 << 10, budget: 1 << 20 }));
        assert_eq!((share.held(), budget.used()), (900 << 10, 900 << 10));
        share.resize(100 << 10).unwrap();
        assert_eq!(budget.take(2 << 20).err(), Some(Shortage::Never { wanted: 2 << 20, budget: 1 << 20 }));
        let body = budget.hold(Bytes::from(vec![7; 800 << 10])).unwrap();
        let part = body.slice(10..20);
        drop((share, body));
        assert_eq!((budget.used(), &part[..]), (800 << 10, &[7; 10][..]));
        drop(part);
        assert_eq!(budget.used(), 0);
    }

    #[test]
    fn the_less_one_holds_the_further_one_goes_into_the_reserve() {
        let budget = MemoryBudget::new(1 << 20, 0);
        let mut large = budget.take(1 << 20).unwrap();
        assert!(budget.take(SMALL).is_err());
        assert!(large.grow(1).is_err(), "who holds much has no part in it, not in small steps either");
        assert!(budget.share().grow_within(1, Reserve::None).is_err());
        let crowd: Vec<_> = std::iter::from_fn(|| budget.take(16 << 10).ok()).collect();
        assert_eq!(crowd.len(), 4, "half of the reserve");
        let mut grown = budget.take(1).unwrap();
        assert!(grown.grow(SMALL).is_err());
        let smallest: Vec<_> = std::iter::repeat_with(|| budget.take(7 << 10)).map_while(Result::ok).collect();
        assert_eq!(smallest.len(), 9, "the rest");
        drop((large, crowd, smallest, grown));
        assert_eq!(budget.used(), 0);
    }

    /// Has nothing to give; whoever asks it is told whether a small one finds room at that moment.
    struct Witness(MemoryBudget, Mutex<Vec<bool>>);

    impl Yielding for Witness {
        fn oldest(&self) -> Option<u64> {
            self.1.lock().unwrap().push(self.0.take(100).is_ok());
            None
        }

        fn give_way(&self) {}
    }

    #[test]
    fn what_is_asked_for_in_vain_is_in_nobodys_way() {
        let budget = MemoryBudget::new(1 << 20, 0);
        let witness = Arc::new(Witness(budget.clone(), Mutex::default()));
        let weak: Weak<Witness> = Arc::downgrade(&witness);
        budget.register(weak);
        let _some = budget.take(600 << 10).unwrap();
        assert_eq!(budget.take(900 << 10).err(), Some(Shortage::Now { budget: 1 << 20 }));
        assert_eq!(*witness.1.lock().unwrap(), [true]);
    }

    #[test]
    fn what_is_kept_takes_nothing_of_the_reserve() {
        let budget = MemoryBudget::new(1000 << 10, 500 << 10);
        let all = budget.take(1000 << 10).unwrap();
        let entries = Entries::new(&budget, &[1, 2]);
        assert_eq!((entries.times(), budget.used()), (vec![], 1000 << 10));
        drop(all);
    }

    #[test]
    fn the_oldest_gives_way_wherever_it_is_kept() {
        let budget = MemoryBudget::new(1000 << 10, 500 << 10);
        let one = Entries::new(&budget, &[1, 4]);
        let other = Entries::new(&budget, &[2, 3, 5]);
        assert_eq!((one.times(), other.times()), (vec![1, 4], vec![2, 3, 5]));
        let third = Entries::new(&budget, &[6]);
        assert_eq!((one.times(), other.times(), third.times()), (vec![4], vec![2, 3, 5], vec![6]));

        let _body = budget.take(750 << 10).unwrap();
        assert_eq!((one.times(), other.times(), third.times()), (vec![], vec![5], vec![6]));
        assert!(budget.take(300 << 10).is_err());
        assert!(third.times().is_empty(), "everything was tried");
        drop((one, other, third));
        assert_eq!(budget.used(), 750 << 10);
    }
}

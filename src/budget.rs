//! What one request may cost: time, work, bytes alive, nesting.
//!
//! A [`Budget`] is made when a request is dispatched and travels with its exchange. Each synchronous step of the exchange
//! [enters](Budget::enter) it; while it is entered, whoever loops, scans, copies or descends for the request charges it
//! by the free functions here ([`work`], [`bytes`], [`nest`]). They find it in the thread, so that a comparison deep
//! inside a regular expression needs no parameter for it. Outside of a request (loading a file, tests) nothing is
//! limited but the nesting.
//!
//! Once exceeded a budget stays exceeded: code that cannot fail may stop early with whatever it has, because the next
//! charge or [`check`] that can fail reports it and the step's result is thrown away.
//!
//! Where it is hot, charging is one counter and one branch. The clock is read every [`SLICE`] units of work. A step that
//! turns out to be [long](LONG) hands its worker thread over to another one, so that neighbours and I/O go on; at most
//! [`RUNNERS`] long steps compute at the same time, the others wait, and their clocks with them.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::memory::{MemoryBudget, Share, Shortage};

/// Units of work between two looks at the clock. A unit is some 10 ns: a turn of a loop, a node of a value, a few dozen
/// bytes copied or scanned.
pub const SLICE: u64 = 4_096;
/// A step that computes for so long is long.
pub const LONG: Duration = Duration::from_millis(5);
/// A piece of work that is announced as so large makes its step long before it begins: nothing looks at the clock in it.
const LONG_PIECE: u64 = 500_000;
/// Long steps that compute at the same time.
const RUNNERS: usize = 8;
/// Levels of nesting that one request may descend.
pub const MAX_DEPTH: u32 = 2_000;

/// How a budget was exceeded; the texts are what clients read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// Too much work.
    #[error("time budget of {} exceeded", Seconds(*.0))]
    Time(Duration),
    /// Too many bytes alive.
    #[error("memory budget of {0} bytes exceeded")]
    Bytes(usize),
    /// Other requests hold the memory that it needs.
    #[error("memory budget of {0} bytes is in use (MOCKOON_MEMORY_BUDGET)")]
    Memory(usize),
    /// Nested too deeply.
    #[error("nesting budget of {0} levels exceeded")]
    Depth(u32),
}

impl Exceeded {
    /// What was exceeded, in a word.
    pub fn cause(self) -> &'static str {
        CAUSES[self.position()]
    }

    fn position(self) -> usize {
        match self {
            Self::Time(_) => 0,
            Self::Bytes(_) => 1,
            Self::Depth(_) => 2,
            Self::Memory(_) => 3,
        }
    }
}

/// The words for how budgets are exceeded.
const CAUSES: [&str; 4] = ["time", "bytes", "depth", "memory"];

/// Budgets exceeded since the start, by cause.
static EXCEEDED: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];

/// How many budgets were exceeded since the start, by cause.
pub fn exceeded_counts() -> impl Iterator<Item = (&'static str, u64)> {
    CAUSES.iter().zip(&EXCEEDED).map(|(cause, count)| (*cause, count.load(Ordering::Relaxed)))
}

/// A duration as settings write it: `1s`, `250ms`.
struct Seconds(Duration);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let millis = self.0.as_millis();
        if millis.is_multiple_of(1_000) { write!(f, "{}s", millis / 1_000) } else { write!(f, "{millis}ms") }
    }
}

/// Bounds of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Computing time, waiting left out (`MOCKOON_REQUEST_TIME_BUDGET`).
    pub time: Duration,
    /// Bytes of values alive.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(1), bytes: 64 << 20 }
    }
}

/// The budget of one request.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    /// What all requests share; `None`: nothing.
    memory: Option<MemoryBudget>,
    spent: Mutex<Spent>,
}

/// Bytes that a request has without a share of what all requests have.
const FREE: usize = 256 << 10;
/// Bytes by which its share grows at the least.
const SHARE: usize = 1 << 20;

/// What the steps so far have spent.
#[derive(Debug, Default)]
struct Spent {
    /// Of the memory budget, as far as it went beyond [`FREE`].
    share: Option<Share>,
    time: Duration,
    bytes: usize,
    pinned: usize,
    exceeded: Option<Exceeded>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

impl Budget {
    /// A budget of which nothing is spent.
    pub fn new(limits: Limits) -> Self {
        Self { limits, memory: None, spent: Mutex::default() }
    }

    /// The same, of which what is alive is a share of what all requests may hold together.
    #[must_use]
    pub fn within(self, memory: &MemoryBudget) -> Self {
        Self { memory: Some(memory.clone()), ..self }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes it the budget of this thread until the guard is dropped. No await may come in between.
    pub fn enter(&self) -> Entered<'_> {
        let mut spent = self.spent();
        let (outer, outer_share) = METER.with(|meter| {
            let outer = meter.save();
            let held = spent.share.as_ref().map_or(0, Share::held);
            let free = if self.memory.is_some() { FREE } else { usize::MAX };
            meter.granted.set(self.limits.bytes.min(free.saturating_add(held)));
            meter.limits.set(self.limits);
            meter.used.set(spent.time);
            meter.bytes.set(spent.bytes);
            meter.pinned.set(spent.pinned);
            meter.exceeded.set(spent.exceeded);
            meter.since.set(None);
            meter.depth.set(0);
            meter.runs.set(false);
            meter.is_limited.set(true);
            meter.left.set(if spent.exceeded.is_some() { 0 } else { FIRST_SLICE });
            let share = spent.share.take().or_else(|| self.memory.as_ref().map(MemoryBudget::share));
            (outer, meter.share.replace(share))
        });
        drop(spent);
        Entered { budget: self, outer, outer_share, _here: PhantomData }
    }

    /// How it was exceeded, if it was.
    pub fn exceeded(&self) -> Option<Exceeded> {
        self.spent().exceeded
    }
}

/// The clock is first read after so many units: most requests end before.
const FIRST_SLICE: u64 = SLICE;

/// A budget that is the thread's own at the moment.
#[derive(Debug)]
pub struct Entered<'b> {
    budget: &'b Budget,
    outer: Saved,
    outer_share: Option<Share>,
    /// The thread's: not to be sent to another one.
    _here: PhantomData<*const ()>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        METER.with(|meter| {
            let mut spent = self.budget.spent();
            if let Some(exceeded) = meter.exceeded.get()
                && spent.exceeded.is_none()
            {
                EXCEEDED[exceeded.position()].fetch_add(1, Ordering::Relaxed);
            }
            *spent = Spent {
                share: meter.share.replace(self.outer_share.take()),
                time: meter.used.get() + meter.since.get().map_or(Duration::ZERO, |since| since.elapsed()),
                bytes: meter.bytes.get(),
                pinned: meter.pinned.get(),
                exceeded: meter.exceeded.get(),
            };
            if meter.runs.get() {
                Runners::leave();
            }
            meter.restore(self.outer);
        });
    }
}

/// The thread's counters.
struct Meter {
    /// Units until the clock is read.
    left: Cell<u64>,
    is_limited: Cell<bool>,
    limits: Cell<Limits>,
    used: Cell<Duration>,
    /// When the clock was read first in this step.
    since: Cell<Option<Instant>>,
    bytes: Cell<usize>,
    /// So many bytes may be alive without asking anybody.
    granted: Cell<usize>,
    share: RefCell<Option<Share>>,
    /// Bytes that stay alive to the end of the request.
    pinned: Cell<usize>,
    depth: Cell<u32>,
    exceeded: Cell<Option<Exceeded>>,
    /// Whether the step is one of the long ones that may compute.
    runs: Cell<bool>,
}

type Saved = (u64, bool, Limits, Duration, Option<Instant>, usize, usize, usize, u32, Option<Exceeded>, bool);

thread_local! {
    static METER: Meter = const {
        Meter {
            left: Cell::new(u64::MAX),
            is_limited: Cell::new(false),
            limits: Cell::new(Limits { time: Duration::MAX, bytes: usize::MAX }),
            used: Cell::new(Duration::ZERO),
            since: Cell::new(None),
            bytes: Cell::new(0),
            granted: Cell::new(usize::MAX),
            share: RefCell::new(None),
            pinned: Cell::new(0),
            depth: Cell::new(0),
            exceeded: Cell::new(None),
            runs: Cell::new(false),
        }
    };
}

impl Meter {
    fn save(&self) -> Saved {
        (
            self.left.get(),
            self.is_limited.get(),
            self.limits.get(),
            self.used.get(),
            self.since.get(),
            self.bytes.get(),
            self.granted.get(),
            self.pinned.get(),
            self.depth.get(),
            self.exceeded.get(),
            self.runs.get(),
        )
    }

    fn restore(&self, saved: Saved) {
        let (left, is_limited, limits, used, since, bytes, granted, pinned, depth, exceeded, runs) = saved;
        self.left.set(left);
        self.is_limited.set(is_limited);
        self.limits.set(limits);
        self.used.set(used);
        self.since.set(since);
        self.bytes.set(bytes);
        self.granted.set(granted);
        self.pinned.set(pinned);
        self.depth.set(depth);
        self.exceeded.set(exceeded);
        self.runs.set(runs);
    }

    /// The slice is used up, or would be by these units: time to look at the clock.
    #[cold]
    #[inline(never)]
    fn look(&self, units: u64) -> Result<(), Exceeded> {
        if !self.is_limited.get() {
            self.left.set(u64::MAX);
            return Ok(());
        }
        if let Some(exceeded) = self.exceeded.get() {
            self.left.set(0);
            return Err(exceeded);
        }
        let now = Instant::now();
        let since = self.since.get().unwrap_or(now);
        self.since.set(Some(since));
        let here = now.duration_since(since);
        if self.used.get() + here > self.limits.get().time {
            return Err(self.exceed(Exceeded::Time(self.limits.get().time)));
        }
        if (here > LONG || units > LONG_PIECE) && !self.runs.get() {
            let waited = Runners::enter();
            self.runs.set(true);
            self.since.set(Some(since + waited));
        }
        self.left.set(SLICE);
        Ok(())
    }

    /// More bytes are alive than were granted.
    #[cold]
    #[inline(never)]
    fn more(&self, alive: usize) -> Result<(), Exceeded> {
        let limit = self.limits.get().bytes;
        if alive > limit {
            return Err(self.exceed(Exceeded::Bytes(limit)));
        }
        let wanted = (alive - self.granted.get()).max(SHARE);
        if let Some(share) = self.share.borrow_mut().as_mut()
            && let Err(Shortage::Never { budget, .. } | Shortage::Now { budget }) = share.grow(wanted)
        {
            return Err(self.exceed(Exceeded::Memory(budget)));
        }
        self.granted.set(limit.min(self.granted.get().saturating_add(wanted)));
        check()
    }

    fn exceed(&self, exceeded: Exceeded) -> Exceeded {
        if self.is_limited.get() {
            self.exceeded.set(Some(exceeded));
            self.left.set(0);
        }
        exceeded
    }
}

/// Charges work, in units (see [`SLICE`]).
///
/// # Errors
/// When the budget is exceeded, now or before.
#[inline]
pub fn work(units: u64) -> Result<(), Exceeded> {
    METER.with(|meter| match meter.left.get().checked_sub(units) {
        Some(left) if left > 0 => {
            meter.left.set(left);
            Ok(())
        }
        _ => meter.look(units),
    })
}

/// Charges the scan or copy of so many bytes of text.
///
/// # Errors
/// As [`work`].
#[inline]
pub fn scan(bytes: usize) -> Result<(), Exceeded> {
    work(1 + (bytes as u64 >> 5))
}

/// Whether the budget holds: for places that have nothing to charge.
///
/// # Errors
/// As [`work`].
#[inline]
pub fn check() -> Result<(), Exceeded> {
    METER.with(|meter| meter.exceeded.get()).map_or(Ok(()), Err)
}

/// Charges bytes that a value, text or buffer of the request takes up.
///
/// # Errors
/// When more are alive than the request may have.
#[inline]
pub fn bytes(count: usize) -> Result<(), Exceeded> {
    METER.with(|meter| {
        let alive = meter.bytes.get().saturating_add(count);
        meter.bytes.set(alive);
        let all = alive.saturating_add(meter.pinned.get());
        if all > meter.granted.get() { meter.more(all) } else { check() }
    })
}

/// Charges a text or value of so many bytes that is about to be made: its memory, and the work of making it.
///
/// # Errors
/// As [`work`] and [`bytes`].
#[inline]
pub fn make(count: usize) -> Result<(), Exceeded> {
    bytes(count)?;
    work(1 + (count as u64 >> 4))
}

/// Gives back bytes that were charged and are free again.
#[inline]
pub fn free(count: usize) {
    METER.with(|meter| meter.bytes.set(meter.bytes.get().saturating_sub(count)));
}

/// The bytes alive at this moment: a mark for [`settle`].
#[inline]
pub fn mark() -> usize {
    METER.with(|meter| meter.bytes.get())
}

/// Gives back what was charged since the mark, the temporaries of a step, but for what it `kept` (less than nothing, if
/// it let go of older things).
#[inline]
pub fn settle(mark: usize, kept: isize) {
    METER.with(|meter| meter.bytes.set(meter.bytes.get().min(mark.saturating_add_signed(kept))));
}

/// What was charged since the mark stays alive to the end of the request: no [`settle`] gives it back.
pub fn pin(mark: usize) {
    METER.with(|meter| {
        let since = meter.bytes.get().saturating_sub(mark);
        meter.bytes.set(meter.bytes.get() - since);
        meter.pinned.set(meter.pinned.get().saturating_add(since));
    });
}

/// One level deeper, until the guard is dropped.
///
/// # Errors
/// When the request nests too deeply, or its budget is exceeded.
#[inline]
pub fn nest() -> Result<Nested, Exceeded> {
    descend(1)
}

/// Deeper by what takes as much of the stack as so many levels of a value, until the guard is dropped.
///
/// # Errors
/// As [`nest`].
#[inline]
pub fn descend(levels: u32) -> Result<Nested, Exceeded> {
    work(1)?;
    METER.with(|meter| {
        let depth = meter.depth.get() + levels;
        if depth > MAX_DEPTH {
            return Err(meter.exceed(Exceeded::Depth(MAX_DEPTH)));
        }
        meter.depth.set(depth);
        Ok(Nested(levels, PhantomData))
    })
}

/// How many levels deeper the request may go from here: for walks that count their levels themselves and report
/// [`too_deep`]. Outside of a request as many as there are: what files hold was bounded when it was read.
#[inline]
pub fn levels_left() -> u32 {
    METER.with(|meter| if meter.is_limited.get() { MAX_DEPTH.saturating_sub(meter.depth.get()) } else { u32::MAX })
}

/// A walk went deeper than [`levels_left`].
#[cold]
pub fn too_deep() -> Exceeded {
    METER.with(|meter| meter.exceed(Exceeded::Depth(MAX_DEPTH)))
}

/// Some levels of nesting.
#[derive(Debug)]
pub struct Nested(u32, PhantomData<*const ()>);

impl Drop for Nested {
    fn drop(&mut self) {
        METER.with(|meter| meter.depth.set(meter.depth.get().saturating_sub(self.0)));
    }
}

/// A text or list while it grows: charged every few kilobytes, given back when it is dropped. Whoever keeps the result
/// charges that.
#[derive(Debug)]
pub struct Growth {
    start: usize,
    charged: usize,
    _here: PhantomData<*const ()>,
}

impl Growth {
    const STEP: usize = 4_096;

    /// Something that has this length now, in bytes.
    #[inline]
    pub fn from(length: usize) -> Self {
        Self { start: length, charged: length, _here: PhantomData }
    }

    /// Up to which length it is charged.
    #[inline]
    pub fn charged(&self) -> usize {
        self.charged
    }

    /// It has this length now.
    ///
    /// # Errors
    /// When the budget is exceeded.
    #[inline]
    pub fn to(&mut self, length: usize) -> Result<(), Exceeded> {
        if length < self.charged.saturating_add(Self::STEP) { Ok(()) } else { self.charge(length) }
    }

    #[cold]
    #[inline(never)]
    fn charge(&mut self, length: usize) -> Result<(), Exceeded> {
        let more = length - self.charged;
        self.charged = length;
        bytes(more)?;
        scan(more)
    }
}

impl Drop for Growth {
    #[inline]
    fn drop(&mut self) {
        if self.charged > self.start {
            free(self.charged - self.start);
        }
    }
}

/// Steps that turned out to be long since the start.
static LONG_STEPS: AtomicU64 = AtomicU64::new(0);

/// How many steps turned out to be long since the start.
pub fn long_steps() -> u64 {
    LONG_STEPS.load(Ordering::Relaxed)
}

/// The long steps that compute now.
struct Runners {
    computing: Mutex<usize>,
    left: Condvar,
}

static RUNNING: Runners = Runners { computing: Mutex::new(0), left: Condvar::new() };

impl Runners {
    /// Hands the worker thread over, then waits for a place among those that compute; gives how long that took.
    fn enter() -> Duration {
        LONG_STEPS.fetch_add(1, Ordering::Relaxed);
        let began = Instant::now();
        without_worker(|| {
            // The thread that takes over has to come and take what this one leaves.
            std::thread::sleep(Duration::from_micros(200));
            let computing = RUNNING.computing.lock().unwrap_or_else(PoisonError::into_inner);
            let mut computing = RUNNING
                .left
                .wait_while(computing, |computing| *computing >= RUNNERS)
                .unwrap_or_else(PoisonError::into_inner);
            *computing += 1;
        });
        began.elapsed()
    }

    fn leave() {
        *RUNNING.computing.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        RUNNING.left.notify_one();
    }
}

/// Runs something that may block: on a worker of tokio its tasks go to another thread first. They stay there when this
/// returns: the thread goes on without them until its task's poll ends.
fn without_worker(run: impl FnOnce()) {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(run),
        _ => run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(millis: u64, bytes: usize) -> Limits {
        Limits { time: Duration::from_millis(millis), bytes }
    }

    #[test]
    fn outside_of_a_request_only_nesting_is_limited() {
        assert_eq!((work(u64::MAX), bytes(usize::MAX)), (Ok(()), Ok(())));
        free(usize::MAX);
        let levels: Result<Vec<_>, _> = (0..=MAX_DEPTH).map(|_| nest()).collect();
        assert_eq!(levels.map(|levels| levels.len()).unwrap_err(), Exceeded::Depth(MAX_DEPTH));
        assert!(nest().is_ok(), "the levels are left again");
    }

    #[test]
    fn an_endless_loop_ends_and_stays_ended() {
        let budget = Budget::new(limits(20, 100));
        let entered = budget.enter();
        let exceeded = loop {
            if let Err(exceeded) = work(1) {
                break exceeded;
            }
        };
        assert_eq!(exceeded.to_string(), "time budget of 20ms exceeded");
        assert_eq!((work(1), check()), (Err(exceeded), Err(exceeded)));
        drop(entered);
        assert_eq!(work(1), Ok(()), "the thread has no budget now");
        assert_eq!(budget.exceeded(), Some(exceeded));
        let _again = budget.enter();
        assert_eq!(work(1), Err(exceeded));
    }

    #[test]
    fn bytes_are_given_back() {
        let budget = Budget::new(limits(1_000, 100));
        let _entered = budget.enter();
        assert_eq!(bytes(60), Ok(()));
        let start = mark();
        assert_eq!(bytes(40), Ok(()));
        settle(start, 10);
        assert_eq!(mark(), 70);
        free(20);
        settle(60, -20);
        assert_eq!(mark(), 40);
        let mut text = Growth::from(7);
        assert_eq!((text.to(100), mark()), (Ok(()), 40));
        assert_eq!(text.to(5_000), Err(Exceeded::Bytes(100)));
        drop(text);
        assert_eq!(mark(), 40);
    }

    #[test]
    fn budgets_nest() {
        let outer = Budget::new(limits(1_000, 100));
        let _outer = outer.enter();
        assert_eq!(bytes(50), Ok(()));
        let inner = Budget::new(limits(1_000, 10));
        let entered = inner.enter();
        assert!(bytes(11).is_err());
        drop(entered);
        assert_eq!((check(), mark()), (Ok(()), 50));
    }

    #[test]
    fn what_is_alive_is_a_share_of_what_all_requests_have() {
        let memory = MemoryBudget::new(4 << 20, 0);
        let budget = Budget::new(limits(1_000, 64 << 20)).within(&memory);
        let entered = budget.enter();
        assert_eq!((bytes(FREE), memory.used()), (Ok(()), 0));
        assert_eq!((bytes(1), memory.used()), (Ok(()), SHARE));
        assert_eq!((bytes(2 << 20), memory.used()), (Ok(()), (2 << 20) + 1));
        drop(entered);
        assert_eq!(memory.used(), (2 << 20) + 1, "values live on between steps");
        let other = Budget::new(limits(1_000, 64 << 20)).within(&memory);
        let entered = other.enter();
        {
            let _inner = budget.enter();
            assert_eq!(bytes(1 << 19), Ok(()));
        }
        assert_eq!(bytes(3 << 20), Err(Exceeded::Memory(4 << 20)));
        assert_eq!(other.exceeded(), None, "said when the step ends");
        drop(entered);
        assert_eq!(other.exceeded(), Some(Exceeded::Memory(4 << 20)));
        drop((budget, other));
        assert_eq!(memory.used(), 0);
    }
}

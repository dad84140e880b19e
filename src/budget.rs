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

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Units of work between two looks at the clock. A unit is some 10 ns: a turn of a loop, a node of a value, a few dozen
/// bytes copied or scanned.
pub const SLICE: u64 = 4_096;
/// A step that computes for so long is long.
pub const LONG: Duration = Duration::from_millis(5);
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
    /// Nested too deeply.
    #[error("nesting budget of {0} levels exceeded")]
    Depth(u32),
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
    spent: Mutex<Spent>,
}

/// What the steps so far have spent.
#[derive(Debug, Clone, Copy, Default)]
struct Spent {
    time: Duration,
    bytes: usize,
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
        Self { limits, spent: Mutex::default() }
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes it the budget of this thread until the guard is dropped. No await may come in between.
    pub fn enter(&self) -> Entered<'_> {
        let spent = *self.spent();
        let outer = METER.with(|meter| {
            let outer = meter.save();
            meter.limits.set(self.limits);
            meter.used.set(spent.time);
            meter.bytes.set(spent.bytes);
            meter.exceeded.set(spent.exceeded);
            meter.since.set(None);
            meter.depth.set(0);
            meter.runs.set(false);
            meter.is_limited.set(true);
            meter.left.set(if spent.exceeded.is_some() { 0 } else { FIRST_SLICE });
            outer
        });
        Entered { budget: self, outer, _here: PhantomData }
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
    /// The thread's: not to be sent to another one.
    _here: PhantomData<*const ()>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        METER.with(|meter| {
            *self.budget.spent() = Spent {
                time: meter.used.get() + meter.since.get().map_or(Duration::ZERO, |since| since.elapsed()),
                bytes: meter.bytes.get(),
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
    depth: Cell<u32>,
    exceeded: Cell<Option<Exceeded>>,
    /// Whether the step is one of the long ones that may compute.
    runs: Cell<bool>,
}

type Saved = (u64, bool, Limits, Duration, Option<Instant>, usize, u32, Option<Exceeded>, bool);

thread_local! {
    static METER: Meter = const {
        Meter {
            left: Cell::new(u64::MAX),
            is_limited: Cell::new(false),
            limits: Cell::new(Limits { time: Duration::MAX, bytes: usize::MAX }),
            used: Cell::new(Duration::ZERO),
            since: Cell::new(None),
            bytes: Cell::new(0),
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
            self.depth.get(),
            self.exceeded.get(),
            self.runs.get(),
        )
    }

    fn restore(&self, saved: Saved) {
        let (left, is_limited, limits, used, since, bytes, depth, exceeded, runs) = saved;
        self.left.set(left);
        self.is_limited.set(is_limited);
        self.limits.set(limits);
        self.used.set(used);
        self.since.set(since);
        self.bytes.set(bytes);
        self.depth.set(depth);
        self.exceeded.set(exceeded);
        self.runs.set(runs);
    }

    /// The slice is used up: time to look at the clock.
    #[cold]
    #[inline(never)]
    fn look(&self) -> Result<(), Exceeded> {
        if !self.is_limited.get() {
            self.left.set(u64::MAX);
            return Ok(());
        }
        if let Some(exceeded) = self.exceeded.get() {
            self.left.set(0);
            return Err(exceeded);
        }
        let now = Instant::now();
        let Some(since) = self.since.get() else {
            self.since.set(Some(now));
            self.left.set(SLICE);
            return Ok(());
        };
        let here = now.duration_since(since);
        if self.used.get() + here > self.limits.get().time {
            return Err(self.exceed(Exceeded::Time(self.limits.get().time)));
        }
        if here > LONG && !self.runs.get() {
            let waited = Runners::enter();
            self.runs.set(true);
            self.since.set(Some(since + waited));
        }
        self.left.set(SLICE);
        Ok(())
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
        _ => meter.look(),
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
        let limit = meter.limits.get().bytes;
        if alive > limit { Err(meter.exceed(Exceeded::Bytes(limit))) } else { check() }
    })
}

/// Gives back bytes that were charged and are free again.
#[inline]
pub fn free(count: usize) {
    METER.with(|meter| meter.bytes.set(meter.bytes.get().saturating_sub(count)));
}

/// The bytes alive at this moment: a mark for [`free_since`].
#[inline]
pub fn mark() -> usize {
    METER.with(|meter| meter.bytes.get())
}

/// Gives back all that was charged since the mark but `kept`: the temporaries of a step.
#[inline]
pub fn free_since(mark: usize, kept: usize) {
    METER.with(|meter| meter.bytes.set(meter.bytes.get().min(mark.saturating_add(kept))));
}

/// One level deeper, until the guard is dropped.
///
/// # Errors
/// When the request nests too deeply, or its budget is exceeded.
#[inline]
pub fn nest() -> Result<Nested, Exceeded> {
    work(1)?;
    METER.with(|meter| {
        let depth = meter.depth.get() + 1;
        if depth > MAX_DEPTH {
            return Err(meter.exceed(Exceeded::Depth(MAX_DEPTH)));
        }
        meter.depth.set(depth);
        Ok(Nested(PhantomData))
    })
}

/// A level of nesting.
#[derive(Debug)]
pub struct Nested(PhantomData<*const ()>);

impl Drop for Nested {
    fn drop(&mut self) {
        METER.with(|meter| meter.depth.set(meter.depth.get().saturating_sub(1)));
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
        free_since(start, 10);
        assert_eq!(mark(), 70);
        free(20);
        assert_eq!(bytes(51), Err(Exceeded::Bytes(100)));
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
}

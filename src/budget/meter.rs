//! The thread's counters, and the functions that charge them.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use super::{Exceeded, LONG, LONG_PIECE, Limits, MAX_DEPTH, runners};
use crate::memory::{Share, Shortage};

/// Units of work between two looks at the clock, at the most.
const SLICE: u64 = 4_096;
/// Units of work before the first look at the clock. Slices grow from there, as long as they take less than [`GLANCE`].
const FIRST_SLICE: u64 = 256;
/// How long a slice should take: one whose units cost more than they should is followed by smaller ones.
const GLANCE: Duration = Duration::from_micros(100);
/// Bytes of values that a request may have without a share of the process's memory.
const FREE: usize = 256 << 10;
/// By how many bytes its share grows, at the least and at the most: a fourth of what it has, so that nobody takes much more
/// than is needed.
const SHARED: (usize, usize) = (64 << 10, 1 << 20);
/// What a byte of values takes of the process's memory: the allocator adds to small values, and large ones are copied
/// while they are made.
const REAL: usize = 2;

/// The counters of the step that the thread is at.
pub(super) struct Meter {
    /// Units until the clock is read.
    left: Cell<u64>,
    /// Bytes alive.
    bytes: Cell<usize>,
    /// Bytes that stay alive to the end of the request.
    pinned: Cell<usize>,
    /// Bytes that the request may have with the share it has.
    granted: Cell<usize>,
    depth: Cell<u32>,
    exceeded: Cell<Option<Exceeded>>,
    clock: Cell<Clock>,
}

/// What is looked at only when a slice is used up.
#[derive(Debug, Clone, Copy)]
struct Clock {
    /// `None` outside of a request.
    limits: Option<Limits>,
    /// What the steps before have used.
    used: Duration,
    /// When the clock was read first in this step.
    since: Option<Instant>,
    /// How long the step had computed when the clock was read last.
    looked: Duration,
    /// Units from one look to the next.
    slice: u64,
    /// Whether the step is one of the long ones that may compute.
    runs: bool,
}

/// The counters of a step that another one interrupts.
#[derive(Debug)]
pub(super) struct Interrupted {
    left: u64,
    bytes: usize,
    pinned: usize,
    granted: usize,
    depth: u32,
    exceeded: Option<Exceeded>,
    clock: Clock,
    share: Option<Share>,
}

/// What a request has spent before a step, or after it.
#[derive(Debug, Default)]
pub(super) struct Spent {
    pub(super) time: Duration,
    pub(super) bytes: usize,
    pub(super) pinned: usize,
    pub(super) exceeded: Option<Exceeded>,
    /// What it has of the process's memory; none: nothing but the limits bounds it.
    pub(super) share: Option<Share>,
}

impl Spent {
    /// What values take that have no share.
    pub(super) fn unshared(&self) -> usize {
        self.bytes.saturating_add(self.pinned).min(FREE) * REAL
    }
}

thread_local! {
    static METER: Meter = const {
        Meter {
            left: Cell::new(u64::MAX),
            bytes: Cell::new(0),
            pinned: Cell::new(0),
            granted: Cell::new(usize::MAX),
            depth: Cell::new(0),
            exceeded: Cell::new(None),
            clock: Cell::new(Clock::IDLE),
        }
    };
    /// What the request has of the process's memory: apart, because a thread asks at each look at something that is dropped
    /// with it whether it still is.
    static SHARE: RefCell<Option<Share>> = const { RefCell::new(None) };
}

/// Begins a step of a request; what it interrupts, if anything.
pub(super) fn begin(limits: Limits, spent: &mut Spent) -> Option<Box<Interrupted>> {
    METER.with(|meter| {
        let share = spent.share.take();
        let granted = share.as_ref().map_or(limits.bytes, |share| limits.bytes.min(FREE + share.held() / REAL));
        let is_idle = meter.clock.get().limits.is_none() && meter.depth.get() == 0;
        let outer = (!is_idle).then(|| Box::new(meter.interrupted()));
        SHARE.set(share);
        meter.left.set(if spent.exceeded.is_some() { 0 } else { FIRST_SLICE });
        meter.bytes.set(spent.bytes);
        meter.pinned.set(spent.pinned);
        meter.granted.set(granted);
        meter.depth.set(0);
        meter.exceeded.set(spent.exceeded);
        meter.clock.set(Clock { limits: Some(limits), used: spent.time, slice: FIRST_SLICE, ..Clock::IDLE });
        outer
    })
}

/// Ends the step, and goes on with the one that it interrupted.
pub(super) fn end(outer: Option<Box<Interrupted>>) -> Spent {
    METER.with(|meter| {
        let Clock { used, since, runs, .. } = meter.clock.get();
        if runs {
            runners::leave();
        }
        let spent = Spent {
            time: used + since.map_or(Duration::ZERO, |since| since.elapsed()),
            bytes: meter.bytes.get(),
            pinned: meter.pinned.get(),
            exceeded: meter.exceeded.get(),
            share: SHARE.take(),
        };
        match outer {
            None => meter.resume(Interrupted::NOTHING),
            Some(outer) => meter.resume(*outer),
        }
        spent
    })
}

impl Meter {
    /// Takes units off the slice, if there is more of it.
    #[inline]
    fn spend(&self, units: u64) -> bool {
        let left = self.left.get().saturating_sub(units);
        if left > 0 {
            self.left.set(left);
        }
        left > 0
    }

    fn interrupted(&self) -> Interrupted {
        Interrupted {
            left: self.left.get(),
            bytes: self.bytes.get(),
            pinned: self.pinned.get(),
            granted: self.granted.get(),
            depth: self.depth.get(),
            exceeded: self.exceeded.get(),
            clock: self.clock.get(),
            share: SHARE.take(),
        }
    }

    fn resume(&self, outer: Interrupted) {
        self.left.set(outer.left);
        self.bytes.set(outer.bytes);
        self.pinned.set(outer.pinned);
        self.granted.set(outer.granted);
        self.depth.set(outer.depth);
        self.exceeded.set(outer.exceeded);
        self.clock.set(outer.clock);
        SHARE.set(outer.share);
    }

    /// The slice is used up, or would be by these units: time to look at the clock.
    #[cold]
    #[inline(never)]
    fn look(&self, units: u64) -> Result<(), Exceeded> {
        let mut clock = self.clock.get();
        let Some(limits) = clock.limits else {
            self.left.set(u64::MAX);
            return Ok(());
        };
        if let Some(exceeded) = self.exceeded.get() {
            self.left.set(0);
            return Err(exceeded);
        }
        let now = Instant::now();
        let since = *clock.since.get_or_insert(now);
        let here = now.duration_since(since);
        if clock.used.saturating_add(here) > limits.time {
            self.clock.set(clock);
            return Err(self.exceed(Exceeded::Time(limits.time)));
        }
        clock.cut(here);
        if (here > LONG || units > LONG_PIECE) && !clock.runs {
            // What waits does not compute.
            clock.since = Some(since + runners::enter());
            clock.runs = true;
        }
        self.clock.set(clock);
        self.left.set(clock.slice);
        Ok(())
    }

    /// The request holds more than it was granted so far.
    #[cold]
    #[inline(never)]
    fn hold(&self, held: usize) -> Result<(), Exceeded> {
        let Some(limits) = self.clock.get().limits else { return Ok(()) };
        if held > limits.bytes {
            return Err(self.exceed(Exceeded::Bytes(limits.bytes)));
        }
        let wanted = (held - self.granted.get()).max((self.granted.get() / 4).clamp(SHARED.0, SHARED.1));
        let grown = SHARE
            .with_borrow_mut(|share| share.as_mut().map_or(Ok(()), |share| share.grow(wanted.saturating_mul(REAL))));
        if let Err(Shortage::Now { budget } | Shortage::Never { budget, .. }) = grown {
            return Err(self.exceed(Exceeded::Memory(budget)));
        }
        self.granted.set(limits.bytes.min(self.granted.get().saturating_add(wanted)));
        check()
    }

    fn exceed(&self, exceeded: Exceeded) -> Exceeded {
        if self.clock.get().limits.is_some() {
            self.exceeded.set(Some(exceeded));
            self.left.set(0);
        }
        exceeded
    }
}

impl Interrupted {
    /// Outside of requests nothing is limited.
    const NOTHING: Self = Self {
        left: u64::MAX,
        bytes: 0,
        pinned: 0,
        granted: usize::MAX,
        depth: 0,
        exceeded: None,
        clock: Clock::IDLE,
        share: None,
    };
}

impl Clock {
    const IDLE: Self =
        Self { limits: None, used: Duration::ZERO, since: None, looked: Duration::ZERO, slice: SLICE, runs: false };

    /// Sets the length of the next slice by how long the last one took; the step has computed so long now.
    fn cut(&mut self, here: Duration) {
        let took = here.saturating_sub(self.looked);
        self.looked = here;
        let next = if took < GLANCE {
            self.slice * 4
        } else {
            self.slice / u64::try_from(took.as_micros() / GLANCE.as_micros()).unwrap_or(u64::MAX)
        };
        self.slice = next.clamp(1, SLICE);
    }
}

/// Charges work, in units: a unit is some 10 ns, as a turn of a loop, a node of a value, a few dozen bytes copied.
///
/// # Errors
/// When the budget is exceeded, now or before.
#[inline]
pub fn work(units: u64) -> Result<(), Exceeded> {
    // Two steps, of which only the first is put where it is called.
    if METER.with(|meter| meter.spend(units)) { Ok(()) } else { METER.with(|meter| meter.look(units)) }
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
/// When more are alive than the request may have, or than the process has room for.
#[inline]
pub fn bytes(count: usize) -> Result<(), Exceeded> {
    METER.with(|meter| {
        let alive = meter.bytes.get().saturating_add(count);
        meter.bytes.set(alive);
        let held = alive.saturating_add(meter.pinned.get());
        if held > meter.granted.get() { meter.hold(held) } else { check() }
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
    let depth = METER.with(|meter| meter.depth.get()) + levels;
    if depth > MAX_DEPTH {
        return Err(too_deep());
    }
    METER.with(|meter| meter.depth.set(depth));
    Ok(Nested(levels, PhantomData))
}

/// How many levels deeper the request may go from here: for walks that count their levels themselves and report
/// [`too_deep`]. Outside of a request as many as there are: what files hold was bounded when it was read.
#[inline]
pub fn levels_left() -> u32 {
    METER.with(|meter| match meter.clock.get().limits {
        Some(_) => MAX_DEPTH.saturating_sub(meter.depth.get()),
        None => u32::MAX,
    })
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
    #[inline]
    fn drop(&mut self) {
        METER.with(|meter| meter.depth.set(meter.depth.get().saturating_sub(self.0)));
    }
}

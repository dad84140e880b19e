//! The few long steps that compute at the same time, each on a thread that has left its worker's tasks to another one.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, RuntimeFlavor};

/// Long steps that compute at the same time.
const RUNNERS: usize = 4;
/// How long a step that leaves its worker waits for another thread to go on in its place, at the most.
const TAKEN_OVER_WITHIN: Duration = Duration::from_millis(500);

/// Steps that turned out to be long since the start.
static LONG_STEPS: AtomicU64 = AtomicU64::new(0);

/// How many steps turned out to be long since the start.
pub fn long_steps() -> u64 {
    LONG_STEPS.load(Ordering::Relaxed)
}

/// The long steps that compute now.
static COMPUTING: Monitor<usize> = Monitor::new(0);

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Unknown) };
}

/// What is known of the tasks of the worker that a thread is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Unknown,
    /// In the poll of a connection, which has left nothing yet.
    Polls,
    /// In the poll of a connection, which has left its worker's tasks to another thread.
    HasLeft,
}

/// The poll of a connection, until it is dropped. A long step of a poll that has left its worker before has nothing to
/// leave: no other thread would come, and those that want to leave as well would wait for it.
#[derive(Debug)]
pub struct ConnectionPoll(PhantomData<*const ()>);

impl ConnectionPoll {
    /// It begins.
    pub fn begin() -> Self {
        PLACE.set(Place::Polls);
        Self(PhantomData)
    }
}

impl Drop for ConnectionPoll {
    fn drop(&mut self) {
        PLACE.set(Place::Unknown);
    }
}

/// Something that threads wait for each other with.
struct Monitor<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Monitor<T> {
    const fn new(value: T) -> Self {
        Self { value: Mutex::new(value), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, waits: impl FnMut(&mut T) -> bool) -> MutexGuard<'_, T> {
        self.changed.wait_while(self.lock(), waits).unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the worker's tasks to another thread, then waits for a place among those that compute; gives how long that
/// took.
pub(super) fn enter() -> Duration {
    LONG_STEPS.fetch_add(1, Ordering::Relaxed);
    let began = Instant::now();
    leave_worker();
    *COMPUTING.wait_while(|computing| *computing >= RUNNERS) += 1;
    began.elapsed()
}

/// Gives the place back.
pub(super) fn leave() {
    *COMPUTING.lock() -= 1;
    COMPUTING.changed.notify_one();
}

/// Threads that leave their workers do so one after the other.
static HANDOVER: Monitor<WorkerHandover> =
    Monitor::new(WorkerHandover { begun: false, ticket: 0, is_taken_over: false });

/// A thread hands the tasks of its worker to another thread.
struct WorkerHandover {
    /// Whether a thread is about to hand its worker over.
    begun: bool,
    /// Counts the threads that have left.
    ticket: u64,
    /// Whether some other thread has shown that it goes on.
    is_taken_over: bool,
}

/// Leaves the tasks of the worker that this thread is, if it is one, to another thread, and computes on without them
/// until its own task's poll ends.
///
/// tokio gives them back to a thread that comes back before another one has come to take them, or while the one that has
/// is leaving them again. So a thread waits until a task has run elsewhere, or another worker wants to leave as well;
/// and only one leaves at a time. Then some worker is free whenever a long step begins to compute.
fn leave_worker() {
    if PLACE.get() == Place::HasLeft {
        return;
    }
    let handle = Handle::try_current().ok().filter(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    let Some(handle) = handle else { return };
    let mut handover = HANDOVER.lock();
    if handover.begun {
        handover.is_taken_over = true;
        HANDOVER.changed.notify_all();
        drop(handover);
        handover = HANDOVER.wait_while(|handover| handover.begun);
    }
    let ticket = handover.ticket + 1;
    *handover = WorkerHandover { begun: true, ticket, is_taken_over: false };
    drop(handover);
    tokio::task::block_in_place(|| {
        handle.spawn(async move {
            let mut handover = HANDOVER.lock();
            handover.is_taken_over |= handover.ticket == ticket;
            HANDOVER.changed.notify_all();
        });
        // In vain where the runtime is being shut down.
        let waits = |handover: &mut WorkerHandover| !handover.is_taken_over;
        drop(HANDOVER.changed.wait_timeout_while(HANDOVER.lock(), TAKEN_OVER_WITHIN, waits));
    });
    let mut handover = HANDOVER.lock();
    handover.begun = false;
    if handover.is_taken_over && PLACE.get() == Place::Polls {
        PLACE.set(Place::HasLeft);
    }
    drop(handover);
    HANDOVER.changed.notify_all();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_leaves_its_worker_once() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
        let places = || async {
            let poll = ConnectionPoll::begin();
            enter();
            let left = PLACE.get();
            leave();
            drop(poll);
            (left, PLACE.get())
        };
        // On a machine that does something else meanwhile nobody may come in time.
        let left = (0..100).map(|_| runtime.block_on(runtime.spawn(places())).expect("no panic"));
        let expected = (Place::HasLeft, Place::Unknown);
        assert!(left.into_iter().any(|places| places == expected));
    }
}

//! Long work beside threads that answer requests: a file of thousands of routes is read, compiled and let go of.
//!
//! The kernel leaves a core to whoever computes on it for a slice of some milliseconds, and so long a request waits that
//! comes to a thread of the same core. Work in the [background](spawn) gives the core away between its pieces, to whoever
//! waits for it. At a start nobody does, and pieces cost nothing.
//!
//! Who waits may be another process that computes for as long as it gets, on a node that has no core to spare. So the core is
//! not given away again before as much has been done as it was away, or what nobody notices.

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

/// Small pieces that are done in one go.
const AT_ONCE: u32 = 32;

/// So long is worked at the most, however long the core was away.
const LONGEST_WORK: Duration = Duration::from_millis(1);

thread_local! {
    /// Before this the core is not given away.
    static NEXT: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Small pieces since the core was given away last; `None` where this is no work in the background.
    static DONE: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Does work in the background of others, which its [pieces](piece) let go first.
pub fn run<T>(work: impl FnOnce() -> T) -> T {
    let before = DONE.replace(Some(0));
    let done = work();
    DONE.set(before);
    done
}

/// Does work in the background, on a thread of its own.
pub fn spawn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    tokio::task::spawn_blocking(|| run(work))
}

/// Whether this thread works in the background.
pub fn is_on() -> bool {
    DONE.get().is_some()
}

/// A piece is done that takes some microseconds, such as one route: whoever waits for the core has it after a few of them.
pub fn small_piece() {
    match DONE.get() {
        None => {}
        Some(done) if done < AT_ONCE => DONE.set(Some(done + 1)),
        Some(_) => piece(),
    }
}

/// A piece is done that takes a fraction of a millisecond: whoever waits for the core has it now,
/// unless it was away just before.
pub fn piece() {
    if !is_on() {
        return;
    }
    DONE.set(Some(0));
    let now = Instant::now();
    if NEXT.get().is_none_or(|next| next <= now) {
        thread::yield_now();
        let back = Instant::now();
        NEXT.set(Some(back + back.duration_since(now).min(LONGEST_WORK)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_work_in_the_background_gives_the_core_away() {
        let after = |pieces: u32| {
            (0..pieces).for_each(|_| small_piece());
            DONE.get()
        };
        assert_eq!((after(3), is_on()), (None, false));
        run(|| {
            assert_eq!((after(AT_ONCE), is_on()), (Some(AT_ONCE), true));
            assert_eq!(after(1), Some(0));
            small_piece();
            piece();
            assert_eq!(after(2), Some(2));
            run(|| assert_eq!(after(1), Some(1)));
            assert_eq!(after(0), Some(2));
        });
        assert_eq!((after(1), is_on()), (None, false));
    }
}

//! Work on many environments, or on a large one, at a start, which waits for all of it: on as many threads as there are
//! cores.

use std::hint;
use std::num::NonZero;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::background;

/// The most threads: each has a heap of its own.
const MOST: usize = 4;
/// Bytes of a thread's stack, as many as those have that serve.
const STACK: usize = 4 << 20;

/// Into how many parts work of this size is cut, none of which is smaller than `least`. Work in the background is left
/// whole: there nobody waits, and the other cores serve.
pub fn parts(size: usize, least: usize) -> usize {
    if background::is_on() { 1 } else { (size / least).clamp(1, threads()) }
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// What becomes of the items, in their order.
pub fn each<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads().min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let items = Mutex::new(items.into_iter().enumerate());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || std::iter::from_fn(next).map(|(place, item)| (place, work(item))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let builder = || thread::Builder::new().stack_size(STACK);
        // Where there is no thread to be had, there is one less.
        let others: Vec<_> = (1..threads).filter_map(|_| builder().spawn_scoped(scope, work).ok()).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|reason| panic::resume_unwind(reason)));
        }
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Takes room for so many bytes on the heap of this thread at once. Those of threads grow by a page, with a call of the
/// system for each; what is free again at their end stays theirs.
pub fn make_room(bytes: usize) {
    drop(hint::black_box(Vec::<u8>::with_capacity(bytes)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0_usize, 1, 2, 3, 1_000] {
            let doubled = each((0..count).collect(), |n| n * 2);
            assert_eq!(doubled, (0..count).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn only_what_somebody_waits_for_is_cut_into_parts() {
        assert_eq!((parts(0, 10), parts(19, 10), parts(1_000, 10)), (1, 1, threads()));
        assert_eq!(background::run(|| parts(1_000, 10)), 1);
    }

    #[test]
    fn a_panic_is_that_of_the_caller() {
        let outcome = panic::catch_unwind(|| each((0..100).collect(), |n| assert_ne!(n, 50)));
        assert!(outcome.is_err());
    }
}

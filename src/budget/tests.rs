//! What budgets allow, and what they end.

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
fn many_bytes_take_a_share_of_the_memory() {
    let memory = MemoryBudget::new(8 << 20, 0);
    let budget = Budget::sharing(limits(1_000, 6 << 20), &memory);
    let entered = budget.enter();
    assert_eq!((bytes(200 << 10), memory.used()), (Ok(()), 0));
    drop(entered);
    assert_eq!(budget.unshared(), 400 << 10);
    let entered = budget.enter();
    assert_eq!((bytes(1 << 20), memory.used() >= 1 << 20), (Ok(()), true));
    drop(entered);
    assert!(memory.used() >= 1 << 20, "it is held between the steps");
    let other = Budget::sharing(limits(1_000, 16 << 20), &memory);
    let entered = other.enter();
    assert_eq!(bytes(8 << 20), Err(Exceeded::Memory(8 << 20)));
    drop(entered);
    let entered = budget.enter();
    assert_eq!(bytes(5 << 20), Err(Exceeded::Bytes(6 << 20)));
    drop(entered);
    drop((budget, other));
    assert_eq!(memory.used(), 0);
}

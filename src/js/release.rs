//! Dropping values however deep they nest: near the surface as Rust does it, and what lies deeper from a list, because
//! a call for each level would overflow the stack of a thread.

use std::cell::Cell;

/// So many levels are dropped by calls.
const BY_CALLS: u32 = 64;

thread_local! {
    static LEVEL: Cell<u32> = const { Cell::new(0) };
}

/// Drops what an array or object holds, or gives it to `deep` if this is a level too far down (which tells what
/// it weighed).
#[inline]
pub(super) fn shallow<T>(held: T, deep: impl FnOnce(T) -> usize) {
    let level = LEVEL.get();
    if level < BY_CALLS {
        LEVEL.set(level + 1);
        drop(held);
        LEVEL.set(level);
    } else {
        deep(held);
    }
}

#[cfg(test)]
mod tests {
    use crate::js::{Object, Value};

    /// On a stack that a call for each level would leave.
    fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(work).expect("a thread");
        thread.join().expect("no panic");
    }

    #[test]
    fn values_of_any_depth_are_dropped() {
        on_a_small_stack(|| {
            let mut value = Value::Null;
            for level in 0..300_000 {
                value = match level % 3 {
                    0 => Value::array(vec![value, Value::Null]),
                    1 => Object::from_iter([("a", Value::Bool(true)), ("b", value)]).into(),
                    _ => Value::safe(value),
                };
            }
            drop(value);
        });
    }

    #[test]
    fn what_others_hold_stays() {
        on_a_small_stack(|| {
            let mut value = Value::array(vec![Value::from("kept")]);
            let kept = value.clone();
            for _ in 0..1_000 {
                value = Object::from_iter([("b", value)]).into();
            }
            drop(value);
            assert_eq!(kept.to_str(), "kept");
        });
    }
}

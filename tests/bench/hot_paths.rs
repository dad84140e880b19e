//! Benches of the hot paths: time and allocations of one exchange and of its parts (`cargo bench --bench hot_paths`).
//! Figures against other servers come from `bench.py`, see the README beside this file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot go on says so by panicking")]

mod exchange;
mod parts;
mod world;

/// Counts allocations per iteration.
#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

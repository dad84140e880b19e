//! Defaults that depend on what the machine grants.

use super::host::Host;

const MB: usize = 1 << 20;
/// The memory budget without a memory limit.
const WITHOUT_A_LIMIT: usize = 512 * MB;
/// No budget may be smaller: a handful of requests would use it up.
pub(super) const SMALLEST_BUDGET: usize = 4 * MB;
/// Bytes that a connection at rest may take up, for the number of them that fits into the budget.
const CONNECTION_BYTES: usize = 16 << 10;
/// Fewer connections are no default, whatever the machine grants.
const FEWEST_CONNECTIONS: usize = 64;
/// Threads that serve requests take memory too; more than this many never paid.
const MOST_THREADS: usize = 4;

/// Two fifths of the limit are for the program itself, its threads, and what an allocator leaves unused.
pub(super) fn memory_budget(host: &Host<'_>) -> usize {
    let share = |memory: u64| usize::try_from(memory / 5 * 3).unwrap_or(usize::MAX).max(SMALLEST_BUDGET);
    host.memory.map_or(WITHOUT_A_LIMIT, share)
}

/// One part of so many of the memory budget, at most so many megabytes.
pub(super) fn share(budget: Option<usize>, parts: usize, most: usize) -> usize {
    (budget.unwrap_or(WITHOUT_A_LIMIT) / parts).min(most * MB)
}

/// As many descriptors again are for files, callbacks and proxied servers.
pub(super) fn connections(host: &Host<'_>, budget: Option<usize>) -> usize {
    let descriptors = usize::try_from(host.descriptors / 2).unwrap_or(usize::MAX);
    descriptors.min(budget.unwrap_or(WITHOUT_A_LIMIT) / CONNECTION_BYTES).max(FEWEST_CONNECTIONS)
}

/// Processors, as far as they are worth their memory.
pub(super) fn threads(host: &Host<'_>) -> usize {
    host.cpus.clamp(1, MOST_THREADS)
}

//! Everything of a space at one moment.

use super::Cells;
use super::counters::Numbers;
use crate::faker::Draws;

/// The state of a space at one moment, shared.
#[derive(Clone, Default)]
pub struct Image {
    /// Variables and buckets.
    pub cells: Cells,
    /// Request numbers.
    pub numbers: Numbers,
    /// Uses of what steers the space, where replicas count them together.
    pub used: Numbers,
    /// Where the fake data goes on.
    pub draws: Draws,
}

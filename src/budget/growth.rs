//! A text or list while it grows.

use std::marker::PhantomData;

use super::{Exceeded, bytes, free, scan};

/// A text or list while it grows: charged every few kilobytes, given back when it is dropped. Whoever keeps the result
/// charges that.
#[derive(Debug)]
pub struct Growth {
    start: usize,
    /// The length at which it is charged next.
    next: usize,
    /// The thread's: its charges are in the thread's meter.
    _here: PhantomData<*const ()>,
}

impl Growth {
    /// Bytes from one charge to the next.
    const STEP: usize = 4_096;

    /// Something that has this length now, in bytes.
    #[inline]
    pub fn from(length: usize) -> Self {
        Self { start: length, next: length.saturating_add(Self::STEP), _here: PhantomData }
    }

    /// Up to which length it is charged.
    #[inline]
    pub fn charged(&self) -> usize {
        self.next - Self::STEP
    }

    /// It has this length now.
    ///
    /// # Errors
    /// When the budget is exceeded.
    #[inline]
    pub fn to(&mut self, length: usize) -> Result<(), Exceeded> {
        if length < self.next { Ok(()) } else { self.charge(length) }
    }

    #[cold]
    #[inline(never)]
    fn charge(&mut self, length: usize) -> Result<(), Exceeded> {
        let more = length - self.charged();
        self.next = length.saturating_add(Self::STEP);
        bytes(more)?;
        scan(more)
    }
}

impl Drop for Growth {
    #[inline]
    fn drop(&mut self) {
        if self.charged() > self.start {
            free(self.charged() - self.start);
        }
    }
}

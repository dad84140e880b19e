//! Where file work is done.
//!
//! Opening a file that the system has in memory takes some microseconds, a thread that may block several times as much: so
//! the thread of the request does it. A file system that is slow would hold up other requests; from the first file on for
//! which the kernel waits long, the threads that may block do the work for a while. A thread that was merely not given a
//! processor, as happens to a pod at its limit of CPU time, has not waited for a file.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What takes longer is slow.
const SLOW: Duration = Duration::from_millis(5);
/// How long nobody is held up after something slow.
const CAUTION: Duration = Duration::from_secs(30);

/// Whether files are slow; there is one of it, as all environments read from the same file systems.
struct Pace {
    begin: Instant,
    /// Until when work is done elsewhere, in milliseconds from the beginning on.
    cautious_until: AtomicU64,
}

static PACE: LazyLock<Pace> = LazyLock::new(|| Pace { begin: Instant::now(), cautious_until: AtomicU64::new(0) });

impl Pace {
    fn milliseconds(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn is_quick(&self) -> bool {
        match self.cautious_until.load(Ordering::Relaxed) {
            0 => true,
            until => self.milliseconds() >= until,
        }
    }

    fn took(&self, time: Duration) {
        if time > SLOW {
            let until = self.milliseconds() + u64::try_from(CAUTION.as_millis()).unwrap_or(u64::MAX);
            self.cautious_until.store(until, Ordering::Relaxed);
        }
    }

    fn timed<T>(&self, work: impl FnOnce() -> T) -> T {
        let (delay, begun) = (Delay::now(), Instant::now());
        let result = work();
        let time = begun.elapsed();
        if time > SLOW {
            self.took(time.saturating_sub(Delay::since(delay)));
        }
        result
    }
}

/// How long a thread has waited for a processor, as Linux counts it; bytes as they are read, which takes less than a
/// microsecond.
struct Delay([u8; 64]);

thread_local! {
    static COUNTED: Option<File> = File::open("/proc/thread-self/schedstat").ok();
}

impl Delay {
    /// So far; `None` where nobody counts.
    fn now() -> Option<Self> {
        let mut text = [0; 64];
        let read = COUNTED.try_with(|file| file.as_ref()?.read_at(&mut text, 0).ok());
        read.ok().flatten().map(|_| Self(text))
    }

    fn since(before: Option<Self>) -> Duration {
        let waited = |delay: Option<Self>| delay.and_then(|delay| delay.nanoseconds()).unwrap_or(0);
        Duration::from_nanos(waited(Self::now()).saturating_sub(waited(before)))
    }

    /// The second of three numbers.
    fn nanoseconds(&self) -> Option<u64> {
        std::str::from_utf8(&self.0).ok()?.split_ascii_whitespace().nth(1)?.parse().ok()
    }
}

/// Whether nobody is held up by a little file work that is done here.
pub(super) fn is_quick() -> bool {
    PACE.is_quick()
}

/// Does a little file work here, and notes whether it was slow.
pub(super) fn timed<T>(work: impl FnOnce() -> T) -> T {
    PACE.timed(work)
}

/// Does a little file work here, if files are quick, else on the threads that may block.
pub(super) async fn quickly<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<io::Error> + Send + 'static,
{
    if PACE.is_quick() {
        return PACE.timed(work);
    }
    blocking(|| PACE.timed(work)).await
}

/// Runs file work on the threads that may block.
pub(super) async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<io::Error> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => Err(io::Error::other(stopped.to_string()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_slow_is_avoided_for_a_while() {
        let pace = Pace { begin: Instant::now(), cautious_until: AtomicU64::new(0) };
        pace.took(SLOW);
        assert!(pace.is_quick());
        pace.took(SLOW * 2);
        assert!(!pace.is_quick());
        pace.cautious_until.store(1, Ordering::Relaxed);
        let later = Pace { begin: pace.begin - CAUTION, ..pace };
        assert!(later.is_quick());
    }

    #[test]
    fn who_sleeps_is_slow() {
        let pace = Pace { begin: Instant::now(), cautious_until: AtomicU64::new(0) };
        pace.timed(|| std::thread::sleep(SLOW * 10));
        assert!(!pace.is_quick());
    }

    #[test]
    fn time_without_a_processor_is_counted_apart() {
        let delay = |text: &[u8]| {
            let mut bytes = [0; 64];
            bytes[..text.len()].copy_from_slice(text);
            Delay(bytes).nanoseconds()
        };
        assert_eq!(delay(b"20163 87654321 12\n"), Some(87_654_321));
        assert_eq!((delay(b""), delay(b"1 x 2")), (None, None));
    }
}

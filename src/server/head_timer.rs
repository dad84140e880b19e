//! The timer of request heads: one tokio timer per connection, whatever the number of requests.
//!
//! hyper asks for a new timer before each head and drops it when the head is there. Tokio's own would be put into the
//! timer wheel and taken out again for each request; here hyper gets a deadline to look at, and the one timer behind
//! it, once started, is left alone until it fires. That hyper has a deadline is how one knows that it waits for a head.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt;

use super::framing::Framing;

/// A client that does not finish a request's head within this time is cut off, and one that never sends one.
pub(super) const HEAD_TIMEOUT: Duration = Duration::from_secs(60);
/// A connection that waits for a head for so long gives back what it was served with.
const REST_AFTER: Duration = Duration::from_millis(500);

/// The timer of one connection. It must stay in one task: the waker of the first poll is kept.
#[derive(Debug, Clone)]
pub struct HeadTimer(Arc<TimerState>);

#[derive(Debug)]
struct TimerState {
    alarm: Mutex<Alarm>,
    framing: Arc<Framing>,
}

#[derive(Debug)]
struct Alarm {
    sleep: Pin<Box<tokio::time::Sleep>>,
    /// Whether the task's waker is with the timer.
    armed: bool,
    /// The deadline that hyper, made anew, goes on with.
    kept: Option<Instant>,
}

impl HeadTimer {
    /// A timer that first fires after this time.
    pub fn new(first: Duration, framing: Arc<Framing>) -> Self {
        let alarm = Alarm { sleep: Box::pin(tokio::time::sleep(first)), armed: false, kept: None };
        Self(Arc::new(TimerState { alarm: Mutex::new(alarm), framing }))
    }

    /// Ready when the deadline has passed; the task is woken then.
    pub fn poll(&self, deadline: Instant, context: &mut Context<'_>) -> Poll<()> {
        self.poll_until(deadline, |_| deadline, context)
    }

    /// The deadline of a connection that rests.
    pub(super) fn kept(&self) -> Instant {
        *self.alarm().kept.get_or_insert_with(|| Instant::now() + HEAD_TIMEOUT)
    }

    /// The same while hyper waits for a head: the task is woken now and then, to see whether it has waited long enough to rest.
    fn poll_awaiting(&self, deadline: Instant, context: &mut Context<'_>) -> Poll<()> {
        let next = |now| {
            if now + HEAD_TIMEOUT >= deadline + REST_AFTER {
                self.0.framing.let_rest(true);
            }
            deadline.min(now + REST_AFTER)
        };
        self.poll_until(deadline, next, context)
    }

    /// Polls the timer; `next` says when it fires again if it has fired before the deadline.
    fn poll_until(&self, deadline: Instant, next: impl Fn(Instant) -> Instant, context: &mut Context<'_>) -> Poll<()> {
        let mut alarm = self.alarm();
        loop {
            if alarm.armed && !alarm.sleep.is_elapsed() {
                return Poll::Pending;
            }
            if alarm.sleep.as_mut().poll(context).is_pending() {
                alarm.armed = true;
                return Poll::Pending;
            }
            let now = Instant::now();
            if now >= deadline {
                return Poll::Ready(());
            }
            alarm.sleep.as_mut().reset(next(now).into());
            alarm.armed = false;
        }
    }

    fn alarm(&self) -> MutexGuard<'_, Alarm> {
        self.0.alarm.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl rt::Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn rt::Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn rt::Sleep>> {
        self.0.framing.await_head(true);
        let mut alarm = self.alarm();
        // One that was set for the first request, or while the connection rested, fires too late.
        let late = deadline - HEAD_TIMEOUT + 2 * REST_AFTER;
        if alarm.sleep.deadline() > late.into() {
            alarm.sleep.as_mut().reset((late - REST_AFTER).into());
            alarm.armed = false;
        }
        let deadline = alarm.kept.take().unwrap_or(deadline);
        drop(alarm);
        Box::pin(Deadline { deadline, timer: self.clone() })
    }
}

struct Deadline {
    deadline: Instant,
    timer: HeadTimer,
}

impl Future for Deadline {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.timer.poll_awaiting(self.deadline, context)
    }
}

impl rt::Sleep for Deadline {}

impl Drop for Deadline {
    fn drop(&mut self) {
        let framing = &self.timer.0.framing;
        framing.await_head(false);
        // hyper is being made anew, perhaps in the middle of a head.
        if framing.wants_room() || framing.rests() {
            self.timer.alarm().kept = Some(self.deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::rt::Timer as _;
    use std::future::poll_fn;

    #[tokio::test]
    async fn who_waits_may_rest_after_a_while_and_keeps_the_deadline() {
        let framing = Arc::<Framing>::default();
        let timer = HeadTimer::new(HEAD_TIMEOUT, Arc::clone(&framing));
        let deadline = Instant::now() + HEAD_TIMEOUT;
        assert!(poll_fn(|context| Poll::Ready(timer.poll(deadline, context))).await.is_pending());
        let mut waiting = timer.sleep_until(deadline);
        poll_fn(|context| {
            assert!(waiting.as_mut().poll(context).is_pending());
            if framing.may_rest() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        assert!(Instant::now() + HEAD_TIMEOUT >= deadline + REST_AFTER);
        framing.rest(true);
        drop(waiting);
        assert_eq!(timer.kept(), deadline);
    }

    #[tokio::test]
    async fn fires_at_the_deadline_and_not_when_the_timer_behind_it_first_fires() {
        let timer = HeadTimer::new(Duration::from_millis(1), Arc::default());
        for milliseconds in [20, 40] {
            let deadline = Instant::now() + Duration::from_millis(milliseconds);
            timer.sleep_until(deadline).await;
            assert!(Instant::now() >= deadline);
        }
    }
}

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

/// The timer of one connection. It must stay in one task: the waker of the first poll is kept.
#[derive(Debug, Clone)]
pub struct HeadTimer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
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
        Self(Arc::new(Shared { alarm: Mutex::new(alarm), framing }))
    }

    /// Ready when the deadline has passed; the task is woken then.
    pub fn poll(&self, deadline: Instant, context: &mut Context<'_>) -> Poll<()> {
        let mut alarm = self.alarm();
        loop {
            if alarm.armed && !alarm.sleep.is_elapsed() {
                return Poll::Pending;
            }
            if alarm.sleep.as_mut().poll(context).is_pending() {
                alarm.armed = true;
                return Poll::Pending;
            }
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            alarm.sleep.as_mut().reset(deadline.into());
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
        let deadline = self.alarm().kept.take().unwrap_or(deadline);
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
        self.timer.poll(self.deadline, context)
    }
}

impl rt::Sleep for Deadline {}

impl Drop for Deadline {
    fn drop(&mut self) {
        let framing = &self.timer.0.framing;
        framing.await_head(false);
        // hyper is being made anew in the middle of a head.
        if framing.wants_room() {
            self.timer.alarm().kept = Some(self.deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::rt::Timer as _;

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

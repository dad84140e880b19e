//! Work that runs to its end, whether or not whoever waits for it stays.
//!
//! A task of its own for it costs about as much as the answer to a small request. So it goes on where it is waited for, and
//! becomes a task only when it is left alone.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures_util::FutureExt as _;
use futures_util::future::CatchUnwind;
use tokio::runtime::Handle;

type Work<F> = Pin<Box<CatchUnwind<AssertUnwindSafe<F>>>>;

/// The work, until it is done. It gives an error if it panicked.
pub(super) struct ToItsEnd<F: Future + Send + 'static>
where
    F::Output: Send,
{
    work: Option<Work<F>>,
    left_alone: LeftAlone,
}

/// Whether nobody waits for the work any more.
#[derive(Clone, Default)]
pub(super) struct LeftAlone(Arc<AtomicBool>);

impl LeftAlone {
    pub(super) fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl<F: Future + Send + 'static> ToItsEnd<F>
where
    F::Output: Send,
{
    /// The work that is made of a look at whether it was left alone.
    pub(super) fn new(make: impl FnOnce(LeftAlone) -> F) -> Self {
        let left_alone = LeftAlone::default();
        let work = make(left_alone.clone());
        Self { work: Some(Box::pin(AssertUnwindSafe(work).catch_unwind())), left_alone }
    }
}

impl<F: Future + Send + 'static> Future for ToItsEnd<F>
where
    F::Output: Send,
{
    type Output = Result<F::Output, Box<dyn Any + Send>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let polled = work.as_mut().poll(context);
        if polled.is_ready() {
            self.work = None;
        }
        polled
    }
}

impl<F: Future + Send + 'static> Drop for ToItsEnd<F>
where
    F::Output: Send,
{
    fn drop(&mut self) {
        // Without a runtime the process is at its end.
        if let (Some(work), Ok(runtime)) = (self.work.take(), Handle::try_current()) {
            self.left_alone.0.store(true, Ordering::Release);
            runtime.spawn(work);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn it_is_done_where_it_is_waited_for_and_elsewhere_when_it_is_left() {
        assert_eq!(ToItsEnd::new(|_| async { 1 }).await.ok(), Some(1));
        let (go, goes) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel::<bool>();
        let mut work = ToItsEnd::new(|left_alone| async move {
            assert!(!left_alone.is_so());
            let _ = goes.await;
            let _ = done.send(left_alone.is_so());
        });
        assert!((&mut work).now_or_never().is_none());
        drop(work);
        go.send(()).unwrap();
        assert!(is_done.await.unwrap(), "it was left alone, and knows it");
    }

    #[tokio::test]
    async fn what_nobody_has_begun_to_wait_for_is_done_too() {
        let (done, is_done) = oneshot::channel::<()>();
        drop(ToItsEnd::new(|_| async move { done.send(()) }));
        is_done.await.unwrap();
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let work = ToItsEnd::new(|_| async { assert_eq!(1, 2, "on purpose") });
        assert!(work.await.is_err());
    }
}

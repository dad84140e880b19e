//! What answers the streams of an HTTP/2 connection.
//!
//! hyper hands each request to an executor. A task for each costs as much as a small answer, and wakes the connection's task
//! once more. Here they wait until hyper has read all that has come, then each is polled where it is; what has to wait for
//! something becomes a task. The answers of one round go out together.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Waker};

use hyper::rt::Executor;
use tokio::runtime::Handle;

type Stream = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The streams of one connection that hyper has begun to answer.
#[derive(Clone, Default)]
pub(super) struct Streams(Arc<Mutex<Vec<Stream>>>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Streams {
    fn execute(&self, stream: F) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::pin(stream));
    }
}

impl Streams {
    /// Answers those that have come, as far as nothing has to be waited for; false if none has.
    pub(super) fn answer(&self) -> bool {
        let mut come = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let has_come = !come.is_empty();
        // A task polls it again, and is woken then.
        let mut nobody = Context::from_waker(Waker::noop());
        for mut stream in come.drain(..) {
            if stream.as_mut().poll(&mut nobody).is_pending() {
                tokio::spawn(stream);
            }
        }
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.is_empty() {
            *waiting = come;
        }
        has_come
    }
}

impl Drop for Streams {
    /// What was accepted is answered, whether anybody hears of it or not.
    fn drop(&mut self) {
        let left = Arc::get_mut(&mut self.0).map(|left| left.get_mut().unwrap_or_else(PoisonError::into_inner));
        if let (Some(left), Ok(runtime)) = (left, Handle::try_current()) {
            left.drain(..).for_each(|stream| drop(runtime.spawn(stream)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_is_ready_is_done_at_once_and_what_waits_becomes_a_task() {
        let (streams, done) = (Streams::default(), Arc::<AtomicUsize>::default());
        let (count, more) = (Arc::clone(&done), Arc::clone(&done));
        let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
        let (ended, end) = tokio::sync::oneshot::channel::<()>();
        streams.execute(async move {
            count.fetch_add(1, Ordering::Relaxed);
        });
        streams.execute(async move {
            let _ = receiver.await;
            more.fetch_add(1, Ordering::Relaxed);
            let _ = ended.send(());
        });
        assert!(streams.answer());
        assert!(!streams.answer());
        assert_eq!(done.load(Ordering::Relaxed), 1);
        sender.send(()).unwrap();
        end.await.unwrap();
        assert_eq!(done.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn what_has_not_been_begun_is_done_when_the_connection_is_gone() {
        let streams = Streams::default();
        let (ended, end) = tokio::sync::oneshot::channel::<()>();
        streams.execute(async move {
            let _ = ended.send(());
        });
        drop(streams);
        end.await.unwrap();
    }
}

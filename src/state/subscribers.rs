//! Who has subscribed to what is pushed: clients of event streams and WebSockets, by route and session.
//!
//! Nobody waits for a slow subscriber: one whose inbox is full is dropped.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::js::Str;

/// Pushed messages that may wait for one subscriber.
const INBOX: usize = 64;

/// What is pushed; shared among all subscribers.
#[derive(Debug, Clone)]
pub struct Push {
    /// The data alone, for WebSockets.
    pub text: Utf8Bytes,
    /// As an event, for event streams.
    pub event: Bytes,
}

/// A route (by uuid) in a session, or in the base.
type SubscriptionKey = (Str, Option<Str>);
type ByRoute = HashMap<SubscriptionKey, Vec<(u64, mpsc::Sender<Push>)>>;

/// The subscribers of an environment.
#[derive(Debug, Clone, Default)]
pub struct Subscribers(Arc<Mutex<ByRoute>>);

impl Subscribers {
    /// Subscribes to a route in a session.
    pub fn join(&self, route: &Str, session: Option<&Str>) -> Subscription {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (sender, inbox) = mpsc::channel(INBOX);
        let key = (route.clone(), session.cloned());
        self.lock().entry(key.clone()).or_default().push((number, sender));
        Subscription { subscribers: self.clone(), key, number, inbox }
    }

    /// Sends to all subscribers of a route in a session; how many these are.
    pub fn push(&self, route: &Str, session: Option<&Str>, push: &Push) -> usize {
        let mut subscribers = self.lock();
        let Some(here) = subscribers.get_mut(&(route.clone(), session.cloned())) else { return 0 };
        here.retain(|(_, inbox)| inbox.try_send(push.clone()).is_ok());
        here.len()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    fn leave(&self, key: &SubscriptionKey, number: u64) {
        let mut subscribers = self.lock();
        let Some(here) = subscribers.get_mut(key) else { return };
        here.retain(|(subscriber, _)| *subscriber != number);
        if here.is_empty() {
            subscribers.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, ByRoute> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One subscriber, until it is dropped.
#[derive(Debug)]
pub struct Subscription {
    subscribers: Subscribers,
    key: SubscriptionKey,
    number: u64,
    inbox: mpsc::Receiver<Push>,
}

impl Subscription {
    /// What is pushed next; `None` for a subscriber that was too slow.
    pub async fn next(&mut self) -> Option<Push> {
        self.inbox.recv().await
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.subscribers.leave(&self.key, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(text: &'static str) -> Push {
        Push { text: Utf8Bytes::from_static(text), event: Bytes::from_static(text.as_bytes()) }
    }

    #[tokio::test]
    async fn reaches_the_route_and_the_session_that_are_meant() {
        let subscribers = Subscribers::default();
        let (route, session) = (Str::new("r"), Str::new("s"));
        let mut base = subscribers.join(&route, None);
        let mut within = subscribers.join(&route, Some(&session));
        assert_eq!(subscribers.push(&route, None, &push("one")), 1);
        assert_eq!(subscribers.push(&Str::new("other"), None, &push("none")), 0);
        assert_eq!(subscribers.push(&route, Some(&session), &push("two")), 1);
        assert_eq!(base.next().await.map(|push| push.text.to_string()).as_deref(), Some("one"));
        assert_eq!(within.next().await.map(|push| push.text.to_string()).as_deref(), Some("two"));
        drop(base);
        assert_eq!((subscribers.push(&route, None, &push("late")), subscribers.count()), (0, 1));
    }

    #[tokio::test]
    async fn who_does_not_read_is_shown_out() {
        let subscribers = Subscribers::default();
        let route = Str::new("r");
        let mut slow = subscribers.join(&route, None);
        (0..INBOX).for_each(|_| assert_eq!(subscribers.push(&route, None, &push("x")), 1));
        assert_eq!(subscribers.push(&route, None, &push("x")), 0);
        for _ in 0..INBOX {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.is_none());
    }
}

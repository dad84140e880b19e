//! Who listens to what is pushed: clients of event streams and WebSockets, by route and session.
//!
//! Nobody waits for a slow listener: whose inbox is full is shown out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::js::Str;

/// Pushed messages that may wait for one listener.
const INBOX: usize = 64;

/// What is pushed; shared among all listeners.
#[derive(Debug, Clone)]
pub struct Push {
    /// The data alone, for WebSockets.
    pub text: Utf8Bytes,
    /// As an event, for event streams.
    pub event: Bytes,
}

/// A route (by uuid) in a session, or in the base.
type Place = (Str, Option<Str>);
type Listeners = HashMap<Place, Vec<(u64, mpsc::Sender<Push>)>>;

/// All listeners of an environment.
#[derive(Debug, Clone, Default)]
pub struct Audience(Arc<Mutex<Listeners>>);

impl Audience {
    /// Listens to a route in a session.
    pub fn join(&self, route: &Str, session: Option<&Str>) -> Seat {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (sender, inbox) = mpsc::channel(INBOX);
        let place = (route.clone(), session.cloned());
        self.lock().entry(place.clone()).or_default().push((number, sender));
        Seat { audience: self.clone(), place, number, inbox }
    }

    /// Sends to all who listen to a route in a session; how many these are.
    pub fn push(&self, route: &Str, session: Option<&Str>, push: &Push) -> usize {
        let mut listeners = self.lock();
        let Some(here) = listeners.get_mut(&(route.clone(), session.cloned())) else { return 0 };
        here.retain(|(_, inbox)| inbox.try_send(push.clone()).is_ok());
        here.len()
    }

    /// How many listen.
    pub fn count(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    fn leave(&self, place: &Place, number: u64) {
        let mut listeners = self.lock();
        let Some(here) = listeners.get_mut(place) else { return };
        here.retain(|(listener, _)| *listener != number);
        if here.is_empty() {
            listeners.remove(place);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the audience; dropping it leaves.
#[derive(Debug)]
pub struct Seat {
    audience: Audience,
    place: Place,
    number: u64,
    inbox: mpsc::Receiver<Push>,
}

impl Seat {
    /// What is pushed next; `None` for a listener that was too slow.
    pub async fn next(&mut self) -> Option<Push> {
        self.inbox.recv().await
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.audience.leave(&self.place, self.number);
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
        let audience = Audience::default();
        let (route, session) = (Str::new("r"), Str::new("s"));
        let mut base = audience.join(&route, None);
        let mut within = audience.join(&route, Some(&session));
        assert_eq!(audience.push(&route, None, &push("one")), 1);
        assert_eq!(audience.push(&Str::new("other"), None, &push("none")), 0);
        assert_eq!(audience.push(&route, Some(&session), &push("two")), 1);
        assert_eq!(base.next().await.map(|push| push.text.to_string()).as_deref(), Some("one"));
        assert_eq!(within.next().await.map(|push| push.text.to_string()).as_deref(), Some("two"));
        drop(base);
        assert_eq!((audience.push(&route, None, &push("late")), audience.count()), (0, 1));
    }

    #[tokio::test]
    async fn who_does_not_read_is_shown_out() {
        let audience = Audience::default();
        let route = Str::new("r");
        let mut slow = audience.join(&route, None);
        (0..INBOX).for_each(|_| assert_eq!(audience.push(&route, None, &push("x")), 1));
        assert_eq!(audience.push(&route, None, &push("x")), 0);
        for _ in 0..INBOX {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.is_none());
    }
}

//! Who listens to which broadcast: one room per WebSocket route, one clock per room.
//!
//! The first to come starts the clock, the last to leave stops it. Nobody waits for a slow listener: whose inbox is
//! full is shown out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::js::Str;

use super::CellId;

/// Messages that may wait for one listener.
const INBOX: usize = 256;

/// A message on its way to a client.
#[derive(Debug, Clone)]
pub struct Message {
    /// What is sent; shared among all listeners.
    pub text: Utf8Bytes,
    /// Whether the connection closes after it.
    pub last: bool,
}

/// A route as it was defined when the room opened: a changed route is another room.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoomKey {
    /// The route's place in spaces.
    pub route: CellId,
    /// Digest of its definition.
    pub digest: u64,
    /// The session; `None` for the base.
    pub session: Option<Str>,
}

#[derive(Debug)]
struct Room {
    listeners: Vec<(u64, mpsc::Sender<Message>)>,
    clock: AbortHandle,
}

/// All rooms of an environment.
#[derive(Debug, Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<RoomKey, Room>>>);

impl Rooms {
    /// Enters a room. The first one starts its clock: a task that gets the number of this first listener.
    pub fn join(&self, key: RoomKey, start_clock: impl FnOnce(u64) -> AbortHandle) -> Listener {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (sender, inbox) = mpsc::channel(INBOX);
        self.lock()
            .entry(key.clone())
            .or_insert_with(|| Room { listeners: Vec::new(), clock: start_clock(number) })
            .listeners
            .push((number, sender));
        Listener { rooms: self.clone(), key, number, inbox }
    }

    /// Sends to everybody in the room.
    pub fn send(&self, key: &RoomKey, message: &Message) {
        self.send_if(key, message, |_| true);
    }

    /// Sends to one listener, if it is still there.
    pub fn send_to(&self, key: &RoomKey, number: u64, message: &Message) {
        self.send_if(key, message, |listener| listener == number);
    }

    fn send_if(&self, key: &RoomKey, message: &Message, is_meant: impl Fn(u64) -> bool) {
        if let Some(room) = self.lock().get_mut(key) {
            room.listeners.retain(|(number, inbox)| !is_meant(*number) || inbox.try_send(message.clone()).is_ok());
        }
    }

    fn leave(&self, key: &RoomKey, number: u64) {
        let mut rooms = self.lock();
        let Some(room) = rooms.get_mut(key) else { return };
        room.listeners.retain(|(listener, _)| *listener != number);
        if room.listeners.is_empty() {
            room.clock.abort();
            rooms.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<RoomKey, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in a room; dropping it leaves the room.
#[derive(Debug)]
pub struct Listener {
    rooms: Rooms,
    key: RoomKey,
    number: u64,
    inbox: mpsc::Receiver<Message>,
}

impl Listener {
    /// The next message; `None` for a listener that was too slow.
    pub async fn next(&mut self) -> Option<Message> {
        self.inbox.recv().await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.rooms.leave(&self.key, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> RoomKey {
        static ROUTE: std::sync::LazyLock<CellId> = std::sync::LazyLock::new(CellId::fresh);
        RoomKey { route: *ROUTE, digest: 1, session: None }
    }

    fn message(text: &str) -> Message {
        Message { text: text.into(), last: false }
    }

    fn clock(_: u64) -> AbortHandle {
        tokio::spawn(std::future::pending::<()>()).abort_handle()
    }

    #[tokio::test]
    async fn starts_one_clock_with_the_first_and_stops_it_with_the_last() {
        let rooms = Rooms::default();
        let mut handle = None;
        let first = rooms.join(key(), |number| handle.insert(clock(number)).clone());
        let second = rooms.join(key(), |_| panic!("the room has a clock"));
        let handle = handle.unwrap();
        drop(first);
        tokio::task::yield_now().await;
        assert!(!handle.is_finished());
        drop(second);
        while !handle.is_finished() {
            tokio::task::yield_now().await;
        }
        let mut again = false;
        rooms.join(key(), |number| {
            again = true;
            clock(number)
        });
        assert!(again, "an empty room opens anew");
    }

    #[tokio::test]
    async fn sends_to_all_or_to_one() {
        let rooms = Rooms::default();
        let mut first = rooms.join(key(), clock);
        let mut second = rooms.join(key(), clock);
        rooms.send(&key(), &message("all"));
        rooms.send_to(&key(), second.number, &message("one"));
        rooms.send(&RoomKey { digest: 2, ..key() }, &message("another room"));
        rooms.send(&key(), &message("end"));
        let mut texts = Vec::new();
        for _ in 0..2 {
            texts.push(first.next().await.unwrap().text.to_string());
        }
        for _ in 0..3 {
            texts.push(second.next().await.unwrap().text.to_string());
        }
        assert_eq!(texts, ["all", "end", "all", "one", "end"]);
    }

    #[tokio::test]
    async fn shows_out_who_is_too_slow() {
        let rooms = Rooms::default();
        let mut slow = rooms.join(key(), clock);
        let mut quick = rooms.join(key(), clock);
        for _ in 0..=INBOX {
            rooms.send(&key(), &message("tick"));
            assert!(quick.next().await.is_some());
        }
        for _ in 0..INBOX {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.is_none());
        rooms.send(&key(), &message("tock"));
        assert_eq!(quick.next().await.unwrap().text.as_str(), "tock");
    }
}

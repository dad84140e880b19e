//! Who listens to which broadcast: one channel per WebSocket route, one clock per channel.
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

/// A route as it was defined when the channel opened: a changed route is another channel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChannelKey {
    /// The route's place in spaces.
    pub route: CellId,
    /// Digest of its definition.
    pub digest: u64,
    /// The session; `None` for the base.
    pub session: Option<Str>,
}

#[derive(Debug)]
struct Channel {
    listeners: Vec<(u64, mpsc::Sender<Message>)>,
    clock: AbortHandle,
}

/// All channels of an environment.
#[derive(Debug, Clone, Default)]
pub struct BroadcastChannels(Arc<Mutex<HashMap<ChannelKey, Channel>>>);

impl BroadcastChannels {
    /// Joins a channel. The first one starts its clock: a task that gets the number of this first listener.
    pub fn join(&self, key: ChannelKey, start_clock: impl FnOnce(u64) -> AbortHandle) -> ChannelListener {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let (sender, inbox) = mpsc::channel(INBOX);
        self.lock()
            .entry(key.clone())
            .or_insert_with(|| Channel { listeners: Vec::new(), clock: start_clock(number) })
            .listeners
            .push((number, sender));
        ChannelListener { channels: self.clone(), key, number, inbox }
    }

    /// Sends to everybody in the channel.
    pub fn send(&self, key: &ChannelKey, message: &Message) {
        self.send_if(key, message, |_| true);
    }

    /// Sends to one listener, if it is still there.
    pub fn send_to(&self, key: &ChannelKey, number: u64, message: &Message) {
        self.send_if(key, message, |listener| listener == number);
    }

    fn send_if(&self, key: &ChannelKey, message: &Message, is_meant: impl Fn(u64) -> bool) {
        if let Some(channel) = self.lock().get_mut(key) {
            channel.listeners.retain(|(number, inbox)| !is_meant(*number) || inbox.try_send(message.clone()).is_ok());
        }
    }

    fn leave(&self, key: &ChannelKey, number: u64) {
        let mut channels = self.lock();
        let Some(channel) = channels.get_mut(key) else { return };
        channel.listeners.retain(|(listener, _)| *listener != number);
        if channel.listeners.is_empty() {
            channel.clock.abort();
            channels.remove(key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ChannelKey, Channel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody in a channel; dropping it leaves the channel.
#[derive(Debug)]
pub struct ChannelListener {
    channels: BroadcastChannels,
    key: ChannelKey,
    number: u64,
    inbox: mpsc::Receiver<Message>,
}

impl ChannelListener {
    /// The next message; `None` for a listener that was too slow.
    pub async fn next(&mut self) -> Option<Message> {
        self.inbox.recv().await
    }
}

impl Drop for ChannelListener {
    fn drop(&mut self) {
        self.channels.leave(&self.key, self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ChannelKey {
        static ROUTE: std::sync::LazyLock<CellId> = std::sync::LazyLock::new(CellId::fresh);
        ChannelKey { route: *ROUTE, digest: 1, session: None }
    }

    fn message(text: &str) -> Message {
        Message { text: text.into(), last: false }
    }

    fn clock(_: u64) -> AbortHandle {
        tokio::spawn(std::future::pending::<()>()).abort_handle()
    }

    #[tokio::test]
    async fn starts_one_clock_with_the_first_and_stops_it_with_the_last() {
        let channels = BroadcastChannels::default();
        let mut handle = None;
        let first = channels.join(key(), |number| handle.insert(clock(number)).clone());
        let second = channels.join(key(), |_| panic!("the channel has a clock"));
        let handle = handle.unwrap();
        drop(first);
        tokio::task::yield_now().await;
        assert!(!handle.is_finished());
        drop(second);
        while !handle.is_finished() {
            tokio::task::yield_now().await;
        }
        let mut again = false;
        channels.join(key(), |number| {
            again = true;
            clock(number)
        });
        assert!(again, "an empty channel opens anew");
    }

    #[tokio::test]
    async fn sends_to_all_or_to_one() {
        let channels = BroadcastChannels::default();
        let mut first = channels.join(key(), clock);
        let mut second = channels.join(key(), clock);
        channels.send(&key(), &message("all"));
        channels.send_to(&key(), second.number, &message("one"));
        channels.send(&ChannelKey { digest: 2, ..key() }, &message("another channel"));
        channels.send(&key(), &message("end"));
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
        let channels = BroadcastChannels::default();
        let mut slow = channels.join(key(), clock);
        let mut quick = channels.join(key(), clock);
        for _ in 0..=INBOX {
            channels.send(&key(), &message("tick"));
            assert!(quick.next().await.is_some());
        }
        for _ in 0..INBOX {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.is_none());
        channels.send(&key(), &message("tock"));
        assert_eq!(quick.next().await.unwrap().text.as_str(), "tock");
    }
}

//! What this process has to tell its replicas, written behind the requests: none of them waits for it, and while the store
//! is away only so much is kept.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use crate::js::Str;
use crate::runtime::{Space, Transaction};

use super::wire;

/// Updates that are kept while the store is away,
const MAX_WAITING: usize = 4_096;
/// and what the exchanges of them may weigh together (bytes).
const MAX_WEIGHT: usize = 8 << 20;

/// What is told.
pub enum UpdateKind {
    /// A request that waits for its answer, or that is in no log.
    Received(Arc<Transaction>),
    /// An exchange from beginning to end.
    Whole(Arc<Transaction>),
    /// The answer to what was told before under this number.
    Answered(Arc<Transaction>, u64),
    /// The journal of the space is emptied.
    Purged,
    /// A session is what it was at its beginning, and its journal is emptied.
    Reset,
    /// A session has started.
    Started,
    /// A session is over.
    Ended,
    /// A session is over because there are too many, and nobody has forgotten it yet.
    Evicted,
    /// Somebody listens in a session.
    Heard,
    /// Something else steers the space.
    Steered,
    /// Something that steers the space was used, which is counted under this field.
    Used(String),
    /// A message for whoever listens, as [`super::pushes`] writes it.
    Pushed(String),
    /// We have done what another told us: its id, the number of the update, and how many a message has reached.
    Seen(String),
}

impl UpdateKind {
    /// The letter that the stream has for it.
    pub fn letter(&self) -> &'static str {
        match self {
            Self::Received(_) => "r",
            Self::Whole(_) => "w",
            Self::Answered(..) => "a",
            Self::Purged => "p",
            Self::Reset => "b",
            Self::Started => "s",
            Self::Ended | Self::Evicted => "e",
            Self::Heard => "h",
            Self::Steered => "c",
            Self::Used(_) => "u",
            Self::Pushed(_) => "m",
            Self::Seen(_) => "k",
        }
    }

    /// What is told beside it.
    pub fn text(&self) -> String {
        match self {
            Self::Received(transaction) | Self::Whole(transaction) => wire::write(transaction),
            Self::Answered(transaction, of) => {
                format!("{of} {}", wire::write_answer(transaction))
            }
            Self::Used(text) | Self::Pushed(text) | Self::Seen(text) => text.clone(),
            Self::Purged | Self::Reset | Self::Started | Self::Ended | Self::Evicted | Self::Heard | Self::Steered => {
                String::new()
            }
        }
    }
}

/// An update.
pub struct Update {
    /// Its number; they rise by one.
    pub number: u64,
    /// The session it is about; `None` for the base.
    pub session: Option<Str>,
    /// What is told.
    pub kind: UpdateKind,
    /// What it keeps (bytes).
    weight: usize,
}

/// An exchange of ours on its way through the stream.
pub struct InTransit {
    /// The exchange.
    pub transaction: Arc<Transaction>,
    /// What it weighs in the journal.
    pub weight: usize,
    /// Its space.
    pub space: Arc<Space>,
}

/// The updates that are to be written, in their order.
pub struct Outbox {
    waiting: Mutex<Waiting>,
    filled: Notify,
    /// The number up to which all are written, or lost.
    written: watch::Sender<u64>,
    /// Updates that were dropped for room.
    pub lost: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    last: u64,
    last_for_all: u64,
    updates: VecDeque<Update>,
    /// What they weigh together.
    weight: usize,
    /// By number, until the stream gives them back with their index.
    in_transit: HashMap<u64, InTransit>,
    /// Numbers of exchanges that were told without an answer, by their address.
    open: HashMap<usize, u64>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            waiting: Mutex::default(),
            filled: Notify::new(),
            written: watch::Sender::new(0),
            lost: AtomicU64::new(0),
        }
    }
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells of a request that waits for its answer, or of one that is in no log.
    pub fn received(&self, space: &Arc<Space>, weight: usize, transaction: Arc<Transaction>) {
        let address = Arc::as_ptr(&transaction) as usize;
        let mut waiting = self.lock();
        let kind = UpdateKind::Received(Arc::clone(&transaction));
        let number = self.push(&mut waiting, space.session.clone(), kind, weight);
        if transaction.answered().is_none() {
            waiting.open.insert(address, number);
        }
        waiting.in_transit.insert(number, InTransit { transaction, weight, space: Arc::clone(space) });
    }

    /// Tells of an exchange that has been answered, and weighs so much more.
    pub fn answered(&self, space: &Arc<Space>, weight: usize, transaction: Arc<Transaction>) {
        let address = Arc::as_ptr(&transaction) as usize;
        let mut waiting = self.lock();
        let kind = match waiting.open.remove(&address) {
            Some(of) => UpdateKind::Answered(Arc::clone(&transaction), of),
            None => UpdateKind::Whole(Arc::clone(&transaction)),
        };
        let number = self.push(&mut waiting, space.session.clone(), kind, weight);
        waiting.in_transit.insert(number, InTransit { transaction, weight, space: Arc::clone(space) });
    }

    /// Tells something about a session, or the base.
    pub fn tell(&self, session: Option<Str>, kind: UpdateKind) {
        let is_for_all = matches!(kind, UpdateKind::Steered | UpdateKind::Ended | UpdateKind::Evicted);
        let mut waiting = self.lock();
        let number = self.push(&mut waiting, session, kind, 0);
        if is_for_all {
            waiting.last_for_all = number;
        }
    }

    /// Tells a message for whoever listens; the number that others count their listeners by.
    pub fn push_message(&self, session: Option<Str>, message: String) -> u64 {
        let mut waiting = self.lock();
        let weight = message.len();
        let number = self.push(&mut waiting, session, UpdateKind::Pushed(message), weight);
        waiting.last_for_all = number;
        number
    }

    /// The number of the latest update that all replicas have to have seen before the call is answered that caused them.
    pub fn last_for_all(&self) -> u64 {
        self.lock().last_for_all
    }

    fn push(&self, waiting: &mut Waiting, session: Option<Str>, kind: UpdateKind, weight: usize) -> u64 {
        waiting.last += 1;
        let number = waiting.last;
        waiting.weight += weight;
        waiting.updates.push_back(Update { number, session, kind, weight });
        // The latest is kept, however much it weighs.
        while (waiting.updates.len() > MAX_WAITING || (waiting.weight > MAX_WEIGHT && waiting.updates.len() > 1))
            && let Some(dropped) = waiting.updates.pop_front()
        {
            waiting.weight -= dropped.weight;
            waiting.in_transit.remove(&dropped.number);
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        self.filled.notify_one();
        number
    }

    /// Waits for updates and takes them, at most so many.
    pub async fn take(&self, most: usize) -> Vec<Update> {
        loop {
            let filled = self.filled.notified();
            {
                let mut waiting = self.lock();
                if !waiting.updates.is_empty() {
                    let count = waiting.updates.len().min(most);
                    let taken: Vec<Update> = waiting.updates.drain(..count).collect();
                    waiting.weight -= taken.iter().map(|one| one.weight).sum::<usize>();
                    return taken;
                }
            }
            filled.await;
        }
    }

    /// Puts updates back that could not be written.
    pub fn give_back(&self, updates: Vec<Update>) {
        let mut waiting = self.lock();
        for one in updates.into_iter().rev() {
            let is_room = waiting.updates.len() < MAX_WAITING && waiting.weight + one.weight <= MAX_WEIGHT;
            if is_room || waiting.updates.is_empty() {
                waiting.weight += one.weight;
                waiting.updates.push_front(one);
            } else {
                waiting.in_transit.remove(&one.number);
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Notes that all updates up to a number are written.
    pub fn wrote(&self, number: u64) {
        self.written.send_replace(number);
    }

    /// The number of the latest update.
    pub fn last(&self) -> u64 {
        self.lock().last
    }

    /// Waits until all updates up to a number are written.
    pub async fn until_written(&self, number: u64) {
        // An error would mean that the sender is gone, which we hold.
        let _ = self.written.subscribe().wait_for(|written| *written >= number).await;
    }

    /// An exchange of ours that the stream has given back. Those before it that it has not given back are lost.
    pub fn given_back(&self, number: u64) -> Option<InTransit> {
        let mut waiting = self.lock();
        let found = waiting.in_transit.remove(&number)?;
        let first = waiting.updates.front().map_or(u64::MAX, |update| update.number);
        waiting.in_transit.retain(|other, _| *other > number || *other >= first);
        Some(found)
    }
}

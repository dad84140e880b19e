//! Recordings: exchanges that are kept until somebody makes an environment of them. Nothing of them is written to disk.
//!
//! What is kept has been decoded and is without secrets. All recordings of an environment together keep at most
//! `MOCKOON_MAX_RECORDING_BYTES`, and each byte is a share of the memory budget; what does not fit is counted and passed
//! over. As long as none runs, a request pays one look at a number.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use uuid::Uuid;

use crate::environment::defaults;
use crate::environment::traffic::{Exchange, Message, Secrets};
use crate::js::Str;
use crate::matching::Matcher;
use crate::memory::{MemoryBudget, Share};

use super::Options;
use super::upstream::Upstream;

/// Recordings of an environment, running or stopped.
const MAX_RECORDINGS: usize = 16;
/// Ids of forgotten ones that are remembered.
const MAX_FORMER: usize = 256;

/// Why there is no further recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RecordingsError {
    /// There are too many.
    #[error("there are {MAX_RECORDINGS} recordings already; delete one (DELETE /mockoon-admin/x/recordings/ID)")]
    TooMany,
    /// They keep all that they may.
    #[error("the recordings keep all {0} bytes that they may (MOCKOON_MAX_RECORDING_BYTES); delete one")]
    Full(usize),
}

/// The recordings of an environment.
pub struct Recordings {
    all: Mutex<Vec<Arc<Recording>>>,
    /// Ids of the latest ones that are forgotten.
    former: Mutex<VecDeque<Uuid>>,
    running: AtomicUsize,
    room: Arc<Room>,
}

/// The bytes that recordings may keep together.
struct Room {
    used: AtomicUsize,
    most: usize,
}

/// Whose requests are recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Those without a session.
    Base,
    /// Those of a session.
    Session(Str),
    /// Those of all sessions, and those without one.
    Everybody,
}

/// What is recorded, and how.
pub(crate) struct RecordingOptions {
    pub(crate) whose: Whose,
    pub(crate) matcher: Matcher,
    pub(crate) target: Option<RecordingTarget>,
    pub(crate) secrets: Arc<Secrets>,
    /// Whether segments of paths that vary like ids become parameters.
    pub(crate) generalize: bool,
    /// What the environment will be called.
    pub(crate) name: String,
}

/// Where requests are passed on to while they are recorded.
pub(crate) struct RecordingTarget {
    /// The address as it was given.
    pub(crate) shown: String,
    pub(crate) upstream: Upstream,
}

/// A recording.
pub(crate) struct Recording {
    pub(crate) id: Uuid,
    pub(crate) wanted: RecordingOptions,
    pub(crate) created_ms: f64,
    kept: Mutex<RecordingState>,
    room: Arc<Room>,
    /// How well the environment answers, once it has been tried.
    pub(crate) replay: OnceLock<serde_json::Value>,
}

struct RecordingState {
    /// By the index of the request.
    exchanges: BTreeMap<u64, Arc<Exchange>>,
    left_out: BTreeMap<String, usize>,
    bytes: usize,
    share: Share,
    stopped_ms: Option<f64>,
}

/// What a recording holds at a moment.
pub(crate) struct RecordingSnapshot {
    /// In the order that the requests came.
    pub(crate) exchanges: Vec<Arc<Exchange>>,
    /// Requests by the reason that they were left out.
    pub(crate) left_out: BTreeMap<String, usize>,
    pub(crate) bytes: usize,
    /// When it was stopped, in milliseconds since the epoch.
    pub(crate) stopped_ms: Option<f64>,
}

impl RecordingTarget {
    /// A server at this address; `None` where that is no HTTP address, or one with more than a path.
    pub(crate) fn new(address: &str) -> Option<Self> {
        let url = url::Url::parse(address).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        // The requests have queries of their own.
        if url.query().is_some() || url.fragment().is_some() {
            return None;
        }
        let mut environment = defaults::environment();
        environment.proxy_mode = true;
        environment.proxy_host = address.to_owned();
        let upstream = Upstream::new(&environment, &Options::default())?;
        Some(Self { shown: Secrets::default().url(address), upstream })
    }
}

impl Recordings {
    /// None yet; together they may keep so many bytes.
    pub(crate) fn new(most: usize) -> Self {
        let room = Arc::new(Room { used: AtomicUsize::new(0), most });
        Self { all: Mutex::default(), former: Mutex::default(), running: AtomicUsize::new(0), room }
    }

    /// Whether any is running.
    pub(crate) fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed) > 0
    }

    /// The bytes of one body that are worth being captured while one is running.
    pub(crate) fn body_limit(&self) -> usize {
        self.room.most / 4
    }

    /// Starts one.
    ///
    /// # Errors
    /// When there are too many, or there is no room for more.
    pub(crate) fn start(
        &self,
        wanted: RecordingOptions,
        memory: &MemoryBudget,
        now_ms: f64,
    ) -> Result<Arc<Recording>, RecordingsError> {
        if self.room.used.load(Ordering::Relaxed) >= self.room.most {
            return Err(RecordingsError::Full(self.room.most));
        }
        let mut all = self.lock();
        if all.len() >= MAX_RECORDINGS {
            return Err(RecordingsError::TooMany);
        }
        let kept = RecordingState {
            exchanges: BTreeMap::new(),
            left_out: BTreeMap::new(),
            bytes: 0,
            share: memory.share(),
            stopped_ms: None,
        };
        let recording = Arc::new(Recording {
            id: Uuid::new_v4(),
            wanted,
            created_ms: now_ms,
            kept: Mutex::new(kept),
            room: Arc::clone(&self.room),
            replay: OnceLock::new(),
        });
        all.push(Arc::clone(&recording));
        self.running.fetch_add(1, Ordering::Relaxed);
        Ok(recording)
    }

    /// All, the oldest first.
    pub(crate) fn all(&self) -> Vec<Arc<Recording>> {
        self.lock().clone()
    }

    /// Those that run.
    pub(crate) fn running(&self) -> Vec<Arc<Recording>> {
        self.lock().iter().filter(|recording| recording.is_running()).cloned().collect()
    }

    /// The one with this id.
    pub(crate) fn get(&self, id: &str) -> Option<Arc<Recording>> {
        let id = Uuid::parse_str(id).ok()?;
        self.lock().iter().find(|recording| recording.id == id).cloned()
    }

    /// Stops one: nothing more is recorded or passed on.
    pub(crate) fn stop(&self, recording: &Recording, now_ms: f64) {
        let mut kept = recording.lock();
        if kept.stopped_ms.is_none() {
            kept.stopped_ms = Some(now_ms);
            self.running.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Stops those of a session, which is over.
    pub(crate) fn stop_those_of(&self, session: &Str, now_ms: f64) {
        for recording in self.running() {
            if matches!(&recording.wanted.whose, Whose::Session(id) if id == session) {
                self.stop(&recording, now_ms);
            }
        }
    }

    /// Forgets one, running or not. Whether there was one.
    pub(crate) fn forget(&self, id: &str, now_ms: f64) -> bool {
        let Some(recording) = self.get(id) else { return false };
        self.stop(&recording, now_ms);
        self.lock().retain(|known| known.id != recording.id);
        let mut former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        if former.len() >= MAX_FORMER {
            former.pop_front();
        }
        former.push_back(recording.id);
        true
    }

    /// Whether there was one of this id that is forgotten.
    pub(crate) fn knew(&self, id: &str) -> bool {
        let former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::parse_str(id).is_ok_and(|id| former.contains(&id))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Recording>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recording {
    /// Whether it is going on.
    pub(crate) fn is_running(&self) -> bool {
        self.lock().stopped_ms.is_none()
    }

    /// Whether requests of this session (`None` is the base) are recorded.
    pub(crate) fn is_of(&self, session: Option<&Str>) -> bool {
        match &self.wanted.whose {
            Whose::Base => session.is_none(),
            Whose::Session(id) => session == Some(id),
            Whose::Everybody => true,
        }
    }

    /// Why an exchange of so many bytes cannot be kept, as far as that is known before it is looked into.
    pub(crate) fn too_much(&self, bytes: usize) -> Option<String> {
        (self.room.used.load(Ordering::Relaxed).saturating_add(bytes) > self.room.most).then(|| self.room.full())
    }

    /// Keeps an exchange that has been decoded and is without secrets, or counts why one is not kept.
    pub(crate) fn keep(&self, index: u64, exchange: Result<Exchange, String>) {
        let mut kept = self.lock();
        if kept.stopped_ms.is_some() {
            return;
        }
        let stored = exchange.and_then(|exchange| {
            let bytes = exchange.weight();
            self.room.take(bytes)?;
            if let Err(shortage) = kept.share.grow(bytes) {
                self.room.give_back(bytes);
                return Err(shortage.to_string());
            }
            kept.bytes += bytes;
            kept.exchanges.insert(index, Arc::new(trimmed(exchange)));
            Ok(())
        });
        if let Err(reason) = stored {
            *kept.left_out.entry(reason).or_default() += 1;
        }
    }

    /// What it holds.
    pub(crate) fn held(&self) -> RecordingSnapshot {
        let kept = self.lock();
        RecordingSnapshot {
            exchanges: kept.exchanges.values().cloned().collect(),
            left_out: kept.left_out.clone(),
            bytes: kept.bytes,
            stopped_ms: kept.stopped_ms,
        }
    }

    fn lock(&self) -> MutexGuard<'_, RecordingState> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        let bytes = self.lock().bytes;
        self.room.give_back(bytes);
    }
}

impl Room {
    fn take(&self, bytes: usize) -> Result<(), String> {
        let fits = |used: usize| used.checked_add(bytes).filter(|used| *used <= self.most);
        match self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits) {
            Ok(_) => Ok(()),
            Err(_) => Err(self.full()),
        }
    }

    fn full(&self) -> String {
        format!("the recordings keep all {} bytes that they may (MOCKOON_MAX_RECORDING_BYTES)", self.most)
    }

    fn give_back(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// The exchange with bodies of their own: parts of larger buffers would keep these alive.
fn trimmed(exchange: Exchange) -> Exchange {
    let own = |message: Message| Message { body: Bytes::copy_from_slice(&message.body), ..message };
    Exchange { request: own(exchange.request), response: own(exchange.response), ..exchange }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> RecordingOptions {
        RecordingOptions {
            whose: Whose::Base,
            matcher: Matcher::any(),
            target: None,
            secrets: Arc::default(),
            generalize: true,
            name: String::new(),
        }
    }

    #[test]
    fn what_does_not_fit_is_counted_and_given_back_in_the_end() {
        let memory = MemoryBudget::new(1 << 20, 1 << 10);
        let recordings = Recordings::new(10_000);
        let recording = recordings.start(wanted(), &memory, 0.0).unwrap();
        for index in 0..20 {
            let body = Bytes::from(vec![b'x'; 1_000]);
            let response = Message { body, ..Message::default() };
            recording.keep(index, Ok(Exchange { response, ..Exchange::default() }));
        }
        let held = recording.held();
        assert!(held.bytes <= 10_000 && memory.used() == held.bytes, "{}", held.bytes);
        assert_eq!(held.exchanges.len() + held.left_out.values().sum::<usize>(), 20);
        assert!(recordings.forget(&recording.id.to_string(), 1.0) && !recordings.is_running());
        recording.keep(21, Ok(Exchange::default()));
        drop((held, recording));
        assert_eq!((memory.used(), recordings.room.used.load(Ordering::Relaxed)), (0, 0));
        for _ in 0..MAX_RECORDINGS {
            recordings.start(wanted(), &memory, 0.0).unwrap();
        }
        assert_eq!(recordings.start(wanted(), &memory, 0.0).err(), Some(RecordingsError::TooMany));
    }

    #[test]
    fn targets_are_http_addresses() {
        for address in ["http://up.test", "https://up.test:8443/base", "http://up.test/"] {
            assert!(RecordingTarget::new(address).is_some(), "{address}");
        }
        for address in ["up.test", "ftp://up.test", "http://", "", "/x", "http://up.test/?a=1", "http://up.test#a"] {
            assert!(RecordingTarget::new(address).is_none(), "{address}");
        }
    }
}

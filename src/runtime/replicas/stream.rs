//! The stream of an environment: every replica writes its updates there, and follows what all of them write.
//!
//! The stream gives exchanges their index and their order, and each replica keeps what comes out of it in journals of its
//! own, so that finding and verifying look at memory here as they do without replicas. What is asked for after something
//! else was answered anywhere is not missed: [`Replicas::catch_up`] waits until this replica has come as far as the stream.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use redis::Value;

use super::outbox::{Update, UpdateKind};
use super::{Replicas, pushes, scripts, wire};
use crate::js::Str;
use crate::runtime::{EnvironmentHandle, Outcome, Space, Transaction};
use crate::state::StoreError;

/// Keys of the script that appends, before those to keep.
const KEYS_BEFORE: u64 = 2;
/// Updates that are written at once.
const BATCH: usize = 128;
/// Entries that are read at once.
const PAGE: usize = 256;
/// How long the server holds a question for updates.
const HOLD: Duration = Duration::from_secs(1);
/// How long to let updates gather between two questions.
const BREATH: Duration = Duration::from_millis(1);
/// How long it may take to answer it.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often we say that we are here.
const PRESENCE: Duration = Duration::from_secs(1);
/// How long to wait where the store is away.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a call waits for the stream.
const MAX_CATCH_UP: Duration = Duration::from_secs(2);
/// How long others wait for us after they have told something.
const MAX_WAIT: Duration = super::presence::PATIENCE;
/// What an entry weighs in a journal beside its text.
const BASE_WEIGHT: usize = 1_024;

/// Place of an entry in the stream.
type EntryId = (u64, u64);

/// Starts to write and to follow, in tasks of this runtime, for as long as the environment is served.
pub fn follow(handle: &Arc<EnvironmentHandle>, runtime: &tokio::runtime::Handle) {
    if handle.replicas.is_some() {
        runtime.spawn(write(Arc::downgrade(handle)));
        runtime.spawn(read(Arc::downgrade(handle)));
    }
}

async fn write(handle: Weak<EnvironmentHandle>) {
    loop {
        let Some(handle) = handle.upgrade() else { return };
        let Some(replicas) = &handle.replicas else { return };
        let updates = tokio::select! {
            updates = replicas.outbox.take(BATCH) => updates,
            () = handle.shared.shutdown.wait() => replicas.outbox.take(BATCH).await,
        };
        let last = updates.last().map_or(0, |update| update.number);
        match append(&handle, replicas, &updates).await {
            Ok(()) => replicas.outbox.wrote(last),
            Err(_) => {
                replicas.outbox.give_back(updates);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn append(handle: &EnvironmentHandle, replicas: &Replicas, updates: &[Update]) -> Result<(), StoreError> {
    for evicted in updates.iter().filter(|one| matches!(one.kind, UpdateKind::Evicted)) {
        replicas.forget(evicted.session.as_deref().unwrap_or_default()).await?;
    }
    let mut script = scripts::append().key(replicas.keys.key("journal"));
    script.key(replicas.keys.key("index"));
    let mut kept: HashMap<&Str, Duration> = HashMap::new();
    for session in updates.iter().filter_map(|update| update.session.as_ref()) {
        let ttl = handle.spaces.session(session).and_then(|space| space.ttl);
        kept.insert(session, ttl.unwrap_or(handle.spaces.limits().ttl));
    }
    let mut times = Vec::new();
    for (session, ttl) in kept {
        for key in replicas.session_keys(session) {
            script.key(key);
            times.push(ttl.as_millis().to_string());
        }
    }
    let options = &handle.shared.options;
    let entries = 2 * options.journal_entries.max(options.max_logs).max(BATCH);
    script.arg(entries).arg(&replicas.id).arg(handle.shared.journal.last_index()).arg(times.len());
    let mut keys = KEYS_BEFORE + times.len() as u64;
    script.arg(times);
    for one in updates {
        let session = one.session.as_deref();
        let number = if matches!(one.kind, UpdateKind::Used(_)) {
            script.key(replicas.keys.space(session));
            keys += 1;
            keys
        } else {
            one.number
        };
        script.arg(one.kind.letter()).arg(number).arg(session.unwrap_or_default()).arg(one.kind.text());
    }
    replicas.store.run::<()>(&script).await
}

async fn read(handle: Weak<EnvironmentHandle>) {
    let mut follower = Follower::default();
    loop {
        let connection = {
            let Some(handle) = handle.upgrade() else { return };
            let Some(replicas) = &handle.replicas else { return };
            replicas.store.own_connection(PATIENCE).await
        };
        let Ok(mut connection) = connection else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let mut joined: Option<Instant> = None;
        loop {
            let Some(handle) = handle.upgrade() else { return };
            let Some(replicas) = &handle.replicas else { return };
            if joined.is_none_or(|at| at.elapsed() > PRESENCE) {
                let is_new = joined.is_none();
                if replicas.is_here(true).await.is_err() || (is_new && follower.join(&handle, replicas).await.is_err())
                {
                    tokio::time::sleep(PAUSE).await;
                    break;
                }
                joined = Some(Instant::now());
            }
            let (ms, seq) = follower.at;
            let mut question = redis::cmd("XREAD");
            question.arg("COUNT").arg(PAGE).arg("BLOCK").arg(HOLD.as_millis() as u64);
            question.arg("STREAMS").arg(replicas.keys.key("journal")).arg(format!("{ms}-{seq}"));
            let asked = tokio::select! {
                asked = question.query_async::<Value>(&mut connection) => asked,
                () = handle.shared.shutdown.wait() => {
                    // Others wait a little longer for one that has not said that it goes.
                    let _ = replicas.is_here(false).await;
                    return;
                }
            };
            let Ok(found) = asked else { break };
            for entry in entries(&found) {
                follower.take(&handle, replicas, &entry).await;
                follower.at = entry.id;
                replicas.followed.send_replace(entry.id);
            }
            // Where much is told, it is read in pieces.
            tokio::time::sleep(BREATH).await;
        }
    }
}

/// An entry of the stream.
struct Entry {
    id: EntryId,
    fields: HashMap<String, String>,
}

impl Entry {
    fn text(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }
}

fn parse_id(text: &str) -> Option<EntryId> {
    let (ms, seq) = text.split_once('-')?;
    Some((ms.parse().ok()?, seq.parse().ok()?))
}

/// The entries of an answer to `XREAD` on one stream.
fn entries(found: &Value) -> Vec<Entry> {
    let streams: Vec<&Value> = match found {
        Value::Array(streams) => streams.iter().filter_map(|stream| stream.as_sequence()?.get(1)).collect(),
        Value::Map(streams) => streams.iter().map(|(_, entries)| entries).collect(),
        _ => Vec::new(),
    };
    let all = streams.into_iter().filter_map(|entries| entries.as_sequence()).flatten();
    all.filter_map(|entry| {
        let [id, fields] = entry.as_sequence()? else { return None };
        let id = parse_id(&redis::from_redis_value_ref::<String>(id).ok()?)?;
        Some(Entry { id, fields: redis::from_redis_value_ref(fields).ok()? })
    })
    .collect()
}

/// How far the stream has been followed.
#[derive(Default)]
struct Follower {
    at: EntryId,
    /// The last number of each replica: after an outage one may have told its updates twice.
    told: HashMap<String, u64>,
    /// Requests of others that wait for their answer, by replica and number.
    open: HashMap<(String, u64), (Weak<Transaction>, Arc<Space>)>,
    /// What was told up to here was told to those before us, and is in what we began with.
    joined_at: EntryId,
}

/// Replicas that are remembered, and requests that wait.
const MAX_REMEMBERED: usize = 4_096;

impl Follower {
    /// Takes over what steers the spaces, from where on updates of it are followed.
    async fn join(&mut self, handle: &Arc<EnvironmentHandle>, replicas: &Replicas) -> Result<(), StoreError> {
        let tip: String = replicas.store.run(&scripts::tip().key(replicas.keys.key("journal"))).await?;
        self.joined_at = parse_id(&tip).unwrap_or_default();
        for space in handle.spaces.all() {
            replicas.fetch_steering(handle, &space).await?;
        }
        replicas.has_joined();
        Ok(())
    }

    async fn take(&mut self, handle: &Arc<EnvironmentHandle>, replicas: &Replicas, entry: &Entry) {
        let (from, Ok(number)) = (entry.text("p"), entry.text("n").parse::<u64>()) else { return };
        let told = self.told.entry(from.to_owned()).or_default();
        if number <= *told {
            return;
        }
        *told = number;
        let is_own = from == replicas.id;
        let session = Some(entry.text("s")).filter(|id| !id.is_empty()).map(Str::new);
        match (entry.text("k"), is_own) {
            ("w" | "r" | "a", true) => own(replicas, number, entry),
            ("w" | "r", false) => self.received(handle, replicas, number, session, entry).await,
            ("a", false) => self.answered(handle, from, entry),
            ("p", _) => {
                if let Some(space) = space_of(handle, session.as_ref()) {
                    space.attached.journal.purge();
                }
            }
            ("b", _) => {
                if let Some(space) = space_of(handle, session.as_ref()) {
                    space.attached.journal.purge();
                    // Ours has counted anew when it was reset, and perhaps requests since.
                    if !is_own {
                        space.count_anew();
                    }
                }
            }
            ("s", false) => {
                if let Some(id) = session {
                    // One that nobody can look up is looked up again when a request names it.
                    let _ = replicas.meet(handle, &id, false).await;
                }
            }
            ("e", false) => {
                if let Some(id) = session {
                    handle.spaces.remove(&id);
                }
                self.saw(replicas, from, number, entry);
            }
            ("h", false) => {
                if let Some(space) = space_of(handle, session.as_ref()) {
                    space.touch();
                }
            }
            ("c", false) => {
                if entry.id > self.joined_at {
                    // One that cannot be fetched now is fetched when the store is back.
                    let _ = match space_of(handle, session.as_ref()) {
                        Some(space) => replicas.fetch_steering(handle, &space).await,
                        None => replicas.meet(handle, session.as_deref().unwrap_or_default(), false).await.map(|_| ()),
                    };
                }
                self.saw(replicas, from, number, entry);
            }
            ("m", false) => {
                // What was told before we joined is over.
                if entry.id > self.joined_at {
                    let reached = pushes::deliver(handle, session.as_ref(), entry.text("d"));
                    replicas.outbox.tell(None, UpdateKind::Seen(format!("{from} {number} {reached}")));
                } else {
                    self.saw(replicas, from, number, entry);
                }
            }
            ("k", false) => {
                let mut words = entry.text("d").split(' ');
                if words.next() == Some(&replicas.id)
                    && let Some(number) = words.next().and_then(|number| number.parse().ok())
                {
                    if let Some(reached) = words.next().and_then(|reached| reached.parse().ok()) {
                        replicas.pushes.reached(number, reached);
                    }
                    replicas.was_seen(from, number);
                }
            }
            _ => {}
        }
        if self.told.len() > MAX_REMEMBERED {
            self.told.clear();
        }
        if self.open.len() > MAX_REMEMBERED {
            self.open.retain(|_, (transaction, _)| transaction.strong_count() > 0);
        }
    }

    /// Tells another replica that what it told is done here. What it told just before we joined is in what we began with, and
    /// it may wait for us.
    fn saw(&self, replicas: &Replicas, from: &str, number: u64, entry: &Entry) {
        let (told, joined) = (entry.id.0, self.joined_at.0);
        if told >= joined.saturating_sub(MAX_WAIT.as_millis() as u64) {
            replicas.outbox.tell(None, UpdateKind::Seen(format!("{from} {number}")));
        }
    }

    /// A request that another replica has received, and perhaps answered.
    async fn received(
        &mut self,
        handle: &Arc<EnvironmentHandle>,
        replicas: &Replicas,
        number: u64,
        session: Option<Str>,
        entry: &Entry,
    ) {
        let space = match (space_of(handle, session.as_ref()), &session) {
            (Some(space), _) => space,
            (None, Some(id)) => match replicas.meet(handle, id, false).await {
                Ok(Some(space)) => space,
                // The session is over.
                _ => return,
            },
            (None, None) => return,
        };
        let (text, Ok(index)) = (entry.text("d"), entry.text("i").parse()) else { return };
        let Some(transaction) = wire::read(text, session, &handle.current().compiled.redaction) else { return };
        let transaction = Arc::new(transaction);
        let weight = BASE_WEIGHT + text.len();
        space.attached.journal.push_at(index, weight, transaction.received_ms, Arc::clone(&transaction));
        if transaction.answered().is_some() {
            count(&space, &transaction);
            if entry.text("k") == "w" {
                handle.shared.announce(&space, &transaction, weight);
            }
        } else {
            self.open.insert((entry.text("p").to_owned(), number), (Arc::downgrade(&transaction), space));
        }
    }

    /// The answer of another replica to a request that it has told of before.
    fn answered(&mut self, handle: &EnvironmentHandle, from: &str, entry: &Entry) {
        let Some((of, text)) = entry.text("d").split_once(' ') else { return };
        let Some((transaction, space)) = of.parse().ok().and_then(|of| self.open.remove(&(from.to_owned(), of))) else {
            return;
        };
        if let (Some(transaction), Some(answered)) = (transaction.upgrade(), wire::read_answer(text)) {
            transaction.answer(answered);
            space.attached.journal.answered(transaction.index(), text.len(), &transaction);
            count(&space, &transaction);
            handle.shared.announce(&space, &transaction, text.len());
        }
    }
}

/// An exchange of ours comes back, with its index.
fn own(replicas: &Replicas, number: u64, entry: &Entry) {
    let Some(given_back) = replicas.outbox.given_back(number) else { return };
    let (journal, transaction) = (&given_back.space.attached.journal, given_back.transaction);
    match entry.text("i").parse() {
        Ok(index) => journal.push_at(index, given_back.weight, transaction.received_ms, transaction),
        Err(_) => journal.answered(transaction.index(), given_back.weight, &transaction),
    }
}

/// A session is used, wherever its requests are answered.
fn count(space: &Space, transaction: &Transaction) {
    space.touch();
    space.count_request(transaction.answered().is_none_or(|answered| answered.outcome != Outcome::NotFound));
}

fn space_of(handle: &EnvironmentHandle, session: Option<&Str>) -> Option<Arc<Space>> {
    match session {
        None => Some(Arc::clone(handle.spaces.base())),
        Some(id) => handle.spaces.session(id),
    }
}

impl Replicas {
    /// Waits until this replica has told all it knows, and has come as far as the stream was then.
    ///
    /// # Errors
    /// When the store is unavailable.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        if let Some(trouble) = self.store.trouble() {
            return Err(StoreError::Unavailable(trouble));
        }
        let caught_up = async {
            self.outbox.until_written(self.outbox.last()).await;
            let tip: String = self.store.run(&scripts::tip().key(self.keys.key("journal"))).await?;
            if let Some(tip) = parse_id(&tip) {
                // An error would mean that the sender is gone, which we hold.
                let _ = self.followed.subscribe().wait_for(|at| *at >= tip).await;
            }
            Ok(())
        };
        let late = || StoreError::Unavailable("the stream of requests does not come".to_owned());
        tokio::time::timeout(MAX_CATCH_UP, caught_up).await.unwrap_or_else(|_| Err(late()))
    }

    /// Empties the journal of a space, on all replicas.
    pub fn purge_journal(&self, space: &Space) {
        self.outbox.tell(space.session.clone(), UpdateKind::Purged);
    }

    /// Tells that a session was reset.
    pub fn tell_reset(&self, space: &Space) {
        self.outbox.tell(space.session.clone(), UpdateKind::Reset);
    }
}

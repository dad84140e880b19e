//! The server of Valkey or Redis on which the state of several replicas rests.
//!
//! A [`Store`] is one address for the whole process. While it is connected every script goes over one connection that all
//! requests share; when one fails, the store is unavailable at once, and a task of its own knocks until it is back. Nobody
//! waits for a store that is known to be away.

pub mod codec;
mod connection;
pub mod scripts;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use redis::{FromRedisValue, ScriptInvocation};
use tokio::sync::{Notify, watch};

pub use connection::{Address, AddressError, Connection};

/// How long a script may take. Who waits longer is better served by an error.
const PATIENCE: Duration = Duration::from_secs(3);
/// Pauses between two attempts to connect: the first, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// How long a connection may be silent until it is asked whether it is still there.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Why something cannot be done on the state of all replicas.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The server does not answer, or does not do what it should.
    #[error("the state is unavailable: {0}")]
    Unavailable(String),
    /// Others were always faster.
    #[error("others changed the same state again and again; try again")]
    Conflicts,
    /// What is kept there is not what this version writes.
    #[error("the state holds something that this version does not understand in {0}")]
    Foreign(String),
}

/// What is counted of a store.
#[derive(Debug, Default)]
pub struct StoreMetrics {
    /// Scripts that requests waited for.
    pub round_trips: AtomicU64,
    /// Time that these took, in microseconds.
    pub micros: AtomicU64,
    /// Scripts that failed.
    pub failures: AtomicU64,
    /// Transactions that found something changed, and were run again.
    pub conflicts: AtomicU64,
    /// Transactions that were given up after the last attempt.
    pub given_up: AtomicU64,
    /// Times that the store became unavailable.
    pub outages: AtomicU64,
}

impl StoreMetrics {
    /// All of it in a line, for people.
    pub fn describe(&self, address: &Address) -> String {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let trips = count(&self.round_trips);
        let mean = if trips == 0 { 0.0 } else { count(&self.micros) as f64 / trips as f64 / 1e3 };
        format!(
            "state on {address}: {trips} round trips of {mean:.2} ms, {} conflicts that were tried again, {} given up, \
             {} failures, {} outages",
            count(&self.conflicts),
            count(&self.given_up),
            count(&self.failures),
            count(&self.outages),
        )
    }
}

/// The store of the process.
pub struct Store {
    address: Address,
    connection: ArcSwapOption<Connection>,
    /// Why there is no connection.
    trouble: Mutex<Option<String>>,
    /// Whether the first attempt to connect has come to an end.
    was_tried: AtomicBool,
    lost: Notify,
    changes: watch::Sender<()>,
    /// What is counted.
    pub metrics: StoreMetrics,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.address)
    }
}

impl Store {
    /// A store that connects from now on, in a task of this runtime.
    pub fn open(address: Address, runtime: &tokio::runtime::Handle) -> Arc<Self> {
        let store = Arc::new(Self {
            trouble: Mutex::new(Some(format!("not connected to {address} yet"))),
            was_tried: AtomicBool::new(false),
            address,
            connection: ArcSwapOption::empty(),
            lost: Notify::new(),
            changes: watch::Sender::default(),
            metrics: StoreMetrics::default(),
        });
        let weak = Arc::downgrade(&store);
        runtime.spawn(async move {
            let mut pause = PAUSES.0;
            while let Some(store) = weak.upgrade() {
                if store.connection.load().is_some() {
                    pause = PAUSES.0;
                    if tokio::time::timeout(HEARTBEAT, store.lost.notified()).await.is_err() {
                        store.check().await;
                    }
                } else if let Err(reason) = store.connect().await {
                    store.was_tried.store(true, Ordering::Release);
                    store.set_trouble(Some(reason));
                    drop(store);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSES.1);
                }
            }
        });
        store
    }

    async fn connect(&self) -> Result<(), String> {
        let connection = self.address.connect(PATIENCE).await.map_err(|error| self.describe(&error))?;
        self.set_trouble(None);
        self.connection.store(Some(Arc::new(connection)));
        self.was_tried.store(true, Ordering::Release);
        tracing::info!("connected to the state on {}", self.address);
        self.changes.send_replace(());
        Ok(())
    }

    /// Asks the server whether it is there, so that an outage shows before a request meets it.
    async fn check(&self) {
        let Some(connection) = self.connection.load_full() else { return };
        let asked = redis::cmd("PING").exec_async(&mut Connection::clone(&connection)).await;
        if let Err(error) = asked {
            self.failed(&connection, &error);
        }
    }

    /// What an error says, without the secrets of the address.
    fn describe(&self, error: &redis::RedisError) -> String {
        format!("{}: {}", self.address, self.address.redact(&error.to_string()))
    }

    fn set_trouble(&self, trouble: Option<String>) {
        let mut current = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != trouble {
            if let Some(reason) = &trouble {
                tracing::warn!("the state is unavailable: {reason}");
            }
            *current = trouble;
            self.changes.send_replace(());
        }
    }

    /// Why it is unavailable, if it is.
    pub fn trouble(&self) -> Option<String> {
        if self.connection.load().is_some() {
            return None;
        }
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        trouble.or_else(|| Some(format!("not connected to {}", self.address)))
    }

    /// Whether the first attempt to connect has come to an end, well or not.
    pub fn was_tried(&self) -> bool {
        self.was_tried.load(Ordering::Acquire)
    }

    /// Where it is, without secrets.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Has those look again who are told of changes.
    pub fn announce(&self) {
        self.changes.send_replace(());
    }

    /// Tells whenever it became available, or is no longer.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// Runs a script for a request: one round trip that it waits for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn ask<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Result<T, StoreError> {
        let began = Instant::now();
        let answer = self.run(script).await?;
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.metrics.round_trips.fetch_add(1, Ordering::Relaxed);
        self.metrics.micros.fetch_add(micros, Ordering::Relaxed);
        Ok(answer)
    }

    /// Runs a script.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn run<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Result<T, StoreError> {
        let Some(connection) = self.connection.load_full() else {
            return Err(StoreError::Unavailable(self.trouble().unwrap_or_default()));
        };
        let answered = script.invoke_async(&mut Connection::clone(&connection)).await;
        answered.map_err(|error| self.failed(&connection, &error))
    }

    /// Gives up a connection that failed, unless there is a newer one.
    fn failed(&self, connection: &Arc<Connection>, error: &redis::RedisError) -> StoreError {
        self.metrics.failures.fetch_add(1, Ordering::Relaxed);
        let reason = self.describe(error);
        let before = self.connection.rcu(|current| match current {
            Some(current) if Arc::ptr_eq(current, connection) => None,
            current => current.clone(),
        });
        if before.is_some_and(|before| Arc::ptr_eq(&before, connection)) {
            self.metrics.outages.fetch_add(1, Ordering::Relaxed);
            self.set_trouble(Some(reason.clone()));
            self.changes.send_replace(());
            self.lost.notify_one();
        }
        StoreError::Unavailable(reason)
    }

    /// A connection of its own, for who waits on the server.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn own_connection(&self, patience: Duration) -> Result<Connection, StoreError> {
        if let Some(trouble) = self.trouble() {
            return Err(StoreError::Unavailable(trouble));
        }
        self.address.connect(patience).await.map_err(|error| StoreError::Unavailable(self.describe(&error)))
    }
}

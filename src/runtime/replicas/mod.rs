//! What an environment has in common with its replicas in other processes: a store for its spaces, a stream of what each
//! of them has recorded, sessions and snapshots.

pub(super) mod outbox;
mod presence;
pub mod pushes;
mod scripts;
mod sessions;
mod steering;
mod steering_wire;
pub mod stream;
mod wire;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use crate::environment::is_made_up;
use crate::environment::model::Environment;
use crate::routing::front::slug::slug;
use crate::state::{Keys, Remote, StateBudget, Store};

use super::Options;
pub use outbox::Outbox;
pub use steering::SteeringChange;

/// The other processes that serve an environment, as one of them knows them.
pub struct Replicas {
    /// The store of the process.
    pub store: Arc<Store>,
    /// Keys of the environment.
    pub keys: Keys,
    /// What we have to tell.
    pub outbox: Outbox,
    /// What the states of this process may hold.
    budget: StateBudget,
    /// What we are known by in the stream.
    id: String,
    /// How far we have followed the stream.
    followed: watch::Sender<(u64, u64)>,
    /// Whom our messages reach at the others.
    pushes: pushes::Pushes,
    /// The latest of our news that each of the others has done.
    seen: watch::Sender<HashMap<String, u64>>,
    /// The latest of our news that all of them have done, or were waited for in vain.
    agreed_to: AtomicU64,
    /// Whether we have what steers the spaces.
    is_joined: AtomicBool,
    /// Who changes what steers a space, or takes it over.
    steering: Mutex<()>,
}

impl Replicas {
    /// Of an environment; `None` where its state is in memory.
    pub fn of(options: &Options, environment: &Environment) -> Option<Self> {
        let store = options.store.clone()?;
        Some(Self {
            store,
            keys: Keys::new(&name_of(environment)),
            outbox: Outbox::default(),
            budget: options.state.clone(),
            id: Uuid::new_v4().simple().to_string(),
            followed: watch::Sender::new((0, 0)),
            pushes: pushes::Pushes::default(),
            seen: watch::Sender::default(),
            agreed_to: AtomicU64::new(0),
            is_joined: AtomicBool::new(false),
            steering: Mutex::const_new(()),
        })
    }

    /// Where the space of a session rests, or that of the base.
    pub fn remote(&self, session: Option<&str>, ttl: Option<Duration>) -> Remote {
        Remote::new(Arc::clone(&self.store), &self.keys, session, ttl, self.budget.clone())
    }
}

/// What replicas know an environment by: its uuid where the file has one, else the slug of its name.
fn name_of(environment: &Environment) -> String {
    if is_made_up(&environment.uuid) || environment.uuid.is_empty() {
        slug(&environment.name)
    } else {
        environment.uuid.to_string()
    }
}

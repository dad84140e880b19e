//! The composition root: binds everything, serves, drains.

mod metrics;
mod readiness;
pub mod start;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::admin::Token;
use crate::runtime::EnvironmentHandle;
use crate::server::listener::Running;
use crate::settings::Settings;

pub use start::StartError;

/// One served environment.
pub struct Served {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// Its listener.
    pub listener: Running,
    /// Its admin token.
    pub token: Arc<Token>,
}

/// The running program.
pub struct App {
    settings: Settings,
    served: Mutex<Vec<Served>>,
    /// Why there is nothing to serve, when there is nothing.
    waiting_for: Mutex<Option<String>>,
    stopping: AtomicBool,
}

/// The addresses that were bound.
#[derive(Debug, Clone, Default)]
pub struct Bound {
    /// Mock ports, in the order of the environments.
    pub environments: Vec<SocketAddr>,
    /// Admin port, when it has its own.
    pub admin: Option<SocketAddr>,
    /// Management port, unless it is off.
    pub management: Option<SocketAddr>,
}

impl App {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Served>> {
        self.served.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The environments that are served now.
    pub fn environments(&self) -> Vec<Arc<EnvironmentHandle>> {
        self.lock().iter().map(|served| Arc::clone(&served.handle)).collect()
    }

    /// Not ready first, then the delay, then no new connections; open ones have the grace period to end.
    pub async fn drain(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        tokio::time::sleep(self.settings.shutdown_delay).await;
        let served = std::mem::take(&mut *self.lock());
        let mut draining = tokio::task::JoinSet::new();
        for one in served {
            one.handle.shared.closing.announce();
            draining.spawn(async move {
                one.listener.drain().await;
                // Upgraded connections are the listener's no more.
                one.handle.shared.websockets.none().await;
            });
        }
        let all = async { while draining.join_next().await.is_some() {} };
        if tokio::time::timeout(self.settings.shutdown_grace_period, all).await.is_err() {
            tracing::warn!("connections still open after {:?}: ended", self.settings.shutdown_grace_period);
        }
    }

    /// How long [`App::drain`] may take at the most.
    pub fn patience(&self) -> Duration {
        self.settings.shutdown_delay + self.settings.shutdown_grace_period
    }
}

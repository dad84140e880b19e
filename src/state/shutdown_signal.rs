//! Tells long-lived streams (events, WebSockets) that the environment is about to end.

use tokio::sync::watch;

/// Raised once, never lowered.
#[derive(Debug)]
pub struct ShutdownSignal(watch::Sender<bool>);

impl Default for ShutdownSignal {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl ShutdownSignal {
    /// Raises it.
    pub fn trigger(&self) {
        self.0.send_replace(true);
    }

    /// Whether it is raised.
    pub fn is_triggered(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is raised.
    pub async fn wait(&self) {
        // An error would mean that the sender is gone, which we hold.
        let _ = self.0.subscribe().wait_for(|triggered| *triggered).await;
    }
}

//! Tells long-lived streams (events, WebSockets) that the environment is about to end.

use tokio::sync::watch;

/// Raised once, never lowered.
#[derive(Debug)]
pub struct Closing(watch::Sender<bool>);

impl Default for Closing {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Closing {
    /// Says that the end is near.
    pub fn announce(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has been said.
    pub fn is_announced(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is said.
    pub async fn wait(&self) {
        // An error would mean that the sender is gone, which we hold.
        let _ = self.0.subscribe().wait_for(|closing| *closing).await;
    }
}

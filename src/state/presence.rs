//! Counts what is under way, so that the end of the process can wait for it.

use std::sync::Arc;

use tokio::sync::watch;

/// How many are present.
#[derive(Debug, Clone)]
pub struct Presence(Arc<watch::Sender<usize>>);

impl Default for Presence {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl Presence {
    /// One more, until the guest is dropped.
    pub fn enter(&self) -> Guest {
        self.0.send_modify(|count| *count += 1);
        Guest(self.clone())
    }

    /// Waits until nobody is present.
    pub async fn none(&self) {
        // An error would mean that the sender is gone, which we hold.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

/// One who is present.
#[derive(Debug)]
pub struct Guest(Presence);

impl Drop for Guest {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_for_the_last_guest() {
        let presence = Presence::default();
        presence.none().await;
        let (first, second) = (presence.enter(), presence.enter());
        let waiting = tokio::spawn({
            let presence = presence.clone();
            async move { presence.none().await }
        });
        drop(first);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(second);
        waiting.await.unwrap();
    }
}

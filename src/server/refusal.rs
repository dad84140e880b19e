//! Connections that are one too many: they are told so and closed.

use std::sync::LazyLock;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::memory::MemoryBudget;

use super::connections::Connections;

/// The whole answer. Nothing of the request has been read.
const ANSWER: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Length: 53\r\nRetry-After: 1\r\nConnection: close\r\n\r\n\
    too many open connections (MOCKOON_MAX_CONNECTIONS)\r\n";
/// How long a client may take to read it.
const TIME: Duration = Duration::from_secs(1);
/// Clients that are being told at the same time; more than these are closed without a word.
const TOLD_AT_ONCE: usize = 32;

static TOLD: LazyLock<Connections> = LazyLock::new(|| Connections::new(TOLD_AT_ONCE, None, MemoryBudget::default()));

/// Refuses a connection. Nobody can be told before a TLS handshake.
pub(super) fn refuse(stream: TcpStream, tls: bool) {
    tracing::debug!("a connection is refused: too many are open (MOCKOON_MAX_CONNECTIONS)");
    if let Some(place) = TOLD.admit().filter(|_| !tls) {
        tokio::spawn(async move {
            // Whether the client hears it or not, it is closed.
            let _ = tokio::time::timeout(TIME, tell(stream)).await;
            drop(place);
        });
    }
}

async fn tell(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(ANSWER.as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with unread bytes would reset the connection and could take the answer with it.
    let mut rest = [0; 1_024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_says_its_length() {
        let (head, body) = ANSWER.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{}", body.len());
    }
}

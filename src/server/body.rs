//! Reading a request body up to a limit.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{Stream, StreamExt};

/// How much of an unwanted body is read and thrown away so that the client sees the answer and not a reset.
const DRAIN_BYTES: u64 = 256 << 20;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_secs(2);

/// What reading gave.
pub enum Collected {
    /// The whole body.
    Whole(Bytes),
    /// More than the limit; what was read is gone.
    TooLarge,
    /// The client broke off.
    Broken,
}

/// Reads the body; `limit` 0 means none.
pub async fn collect<B: Buf>(stream: impl Stream<Item = Result<B, warp::Error>>, limit: u64) -> Collected {
    let mut stream = std::pin::pin!(stream);
    let mut first: Option<Bytes> = None;
    let mut rest = BytesMut::new();
    let mut size = 0u64;
    while let Some(chunk) = stream.next().await {
        let Ok(mut chunk) = chunk else { return Collected::Broken };
        size += chunk.remaining() as u64;
        if limit > 0 && size > limit {
            drop((first, rest));
            Box::pin(drain(stream)).await;
            return Collected::TooLarge;
        }
        let chunk = chunk.copy_to_bytes(chunk.remaining());
        match (&first, rest.is_empty()) {
            (None, true) => first = Some(chunk),
            (Some(_), true) => {
                rest.extend_from_slice(&first.take().unwrap_or_default());
                rest.extend_from_slice(&chunk);
            }
            _ => rest.extend_from_slice(&chunk),
        }
    }
    Collected::Whole(first.unwrap_or_else(|| rest.freeze()))
}

/// Reads and throws away what the client still sends, within bounds.
pub async fn drain<B: Buf>(stream: impl Stream<Item = Result<B, warp::Error>>) {
    let read = async {
        let mut stream = std::pin::pin!(stream);
        let mut size = 0u64;
        while let Some(Ok(chunk)) = stream.next().await {
            size += chunk.remaining() as u64;
            if size > DRAIN_BYTES {
                break;
            }
        }
    };
    // The answer goes out whether the client came to an end or not.
    let _ = tokio::time::timeout(DRAIN_TIME, read).await;
}

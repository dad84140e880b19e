//! Reading a request's body: up to a limit, within the memory budget, and only from a client that goes on sending.

use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures_util::{Stream, StreamExt};
use http::header;
use tokio::time::{Instant, Sleep};
use warp::reply::Response;

use crate::memory::{MemoryBudget, Reserve, SMALL, Share, Shortage};
use crate::runtime::Options;

use super::head::RequestHead;

/// How much of an unwanted body is read and thrown away so that the client sees the answer and not a reset.
const DRAIN_BYTES: u64 = 256 << 20;
/// How long that may take.
const DRAIN_TIME: Duration = Duration::from_secs(2);
/// Room that is made for a body whose announced length is not there yet (bytes). More is made as it comes.
const FIRST_ROOM: usize = 256 << 10;
/// Bodies up to here are copied out of the buffer that they came in (bytes), which has up to four times as many.
const SHORT: usize = 4 << 10;
/// A body may take longer than the timeout if it comes at least as fast (bytes a second).
const SLOWEST: u64 = 1 << 10;

/// What reading gave.
pub enum Collected {
    /// The whole body, and its share of the memory budget unless the bytes carry that.
    Whole(Bytes, Option<Share>),
    /// Nothing is kept of it.
    Refused(Refusal),
}

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Longer than the limit, or than there will ever be room for.
    #[error("Payload too large")]
    TooLarge,
    /// There is no room at the moment.
    #[error("{0}")]
    Short(Shortage),
    /// It does not come.
    #[error("the request body did not come in time (MOCKOON_REQUEST_TIMEOUT)")]
    Late,
    /// It is not framed as it should be.
    #[error("the request body broke off")]
    Broken,
    /// The client left in the middle of it.
    #[error("the request body broke off")]
    Left,
}

impl Refusal {
    /// The status that says so.
    pub fn status(self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::Short(_) => 503,
            Self::Late => 408,
            Self::Broken | Self::Left => 400,
        }
    }
}

impl From<Shortage> for Refusal {
    fn from(shortage: Shortage) -> Self {
        match shortage {
            Shortage::Never { .. } => Self::TooLarge,
            Shortage::Now { .. } => Self::Short(shortage),
        }
    }
}

/// Reads the body of a request; of one that cannot be taken what the client still sends is read and thrown away, so that
/// it sees the answer.
pub async fn read<B: Buf>(
    head: &RequestHead,
    stream: impl Stream<Item = Result<B, warp::Error>>,
    options: &Options,
) -> Collected {
    if !head.has_body {
        return Collected::Whole(Bytes::new(), None);
    }
    if head.has_whole_body {
        let bytes = head.request.body_bytes().clone();
        return match room(bytes.len(), options) {
            Ok(share) => Collected::Whole(bytes, Some(share)),
            Err(refusal) => Collected::Refused(refusal),
        };
    }
    let limit = limit(options);
    let length = head.request.header_map().get(header::CONTENT_LENGTH);
    let announced = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit) {
        discard(head, stream).await;
        return Collected::Refused(Refusal::TooLarge);
    }
    let mut stream = pin!(stream);
    match collect(stream.as_mut(), announced, limit, options).await {
        Ok((bytes, share)) => Collected::Whole(bytes, share),
        Err(refusal) => {
            if !matches!(refusal, Refusal::Broken | Refusal::Left | Refusal::Late) {
                Box::pin(drain(stream)).await;
            }
            Collected::Refused(refusal)
        }
    }
}

/// Whether the client left, or sent what is none.
fn broken_by(error: &warp::Error) -> Refusal {
    let causes = std::iter::successors(Some(error as &(dyn Error + 'static)), |error| (*error).source());
    let mut of_connection = causes.filter_map(|error| error.downcast_ref::<io::Error>()).map(io::Error::kind);
    let left = [io::ErrorKind::UnexpectedEof, io::ErrorKind::ConnectionReset, io::ErrorKind::BrokenPipe];
    if of_connection.any(|kind| left.contains(&kind)) { Refusal::Left } else { Refusal::Broken }
}

/// Room for a body that is there already, and is [`SMALL`].
///
/// # Errors
/// If it is too long, or there is no room for it.
pub fn room(length: usize, options: &Options) -> Result<Share, Refusal> {
    if length as u64 > limit(options) {
        return Err(Refusal::TooLarge);
    }
    Ok(options.memory.take(length)?)
}

/// Bytes that a body may have.
fn limit(options: &Options) -> u64 {
    let memory = options.memory.limit() as u64;
    if options.max_body == 0 { memory } else { memory.min(options.max_body) }
}

/// Reads a body that nobody wants, so that the client sees the answer and not a reset; one that is only announced
/// (`Expect: 100-continue`) is left with the client.
pub async fn discard<B: Buf>(head: &RequestHead, stream: impl Stream<Item = Result<B, warp::Error>>) {
    if head.has_body && !head.request.header_map().contains_key(header::EXPECT) {
        Box::pin(drain(pin!(stream))).await;
    }
}

/// The same before an answer that needs no body.
pub(super) async fn unread<B: Buf>(
    head: &RequestHead,
    stream: impl Stream<Item = Result<B, warp::Error>>,
    answer: Response,
) -> Response {
    discard(head, stream).await;
    answer
}

async fn collect<B: Buf, S: Stream<Item = Result<B, warp::Error>>>(
    mut stream: Pin<&mut S>,
    announced: Option<u64>,
    limit: u64,
    options: &Options,
) -> Result<(Bytes, Option<Share>), Refusal> {
    let mut body = Body::new(announced, &options.memory);
    let mut pace = Pace::new(options.request_timeout);
    let mut size = 0;
    while let Some(chunk) = poll_fn(|context| pace.next(stream.as_mut(), size, context)).await? {
        size += chunk.remaining() as u64;
        if size > limit {
            return Err(Refusal::TooLarge);
        }
        body.add(chunk)?;
    }
    Ok(body.finish())
}

/// Reads and throws away what the client still sends, within bounds.
async fn drain<B: Buf, S: Stream<Item = Result<B, warp::Error>>>(mut stream: Pin<&mut S>) {
    let read = async {
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

/// A body as far as it has come.
struct Body {
    announced: Option<usize>,
    /// The first chunk; mostly it is the whole body, which is then not copied.
    first: Bytes,
    /// All chunks, from the second one on.
    all: Vec<u8>,
    share: Share,
}

impl Body {
    fn new(announced: Option<u64>, memory: &MemoryBudget) -> Self {
        let announced = announced.and_then(|length| usize::try_from(length).ok());
        Self { announced, first: Bytes::new(), all: Vec::new(), share: memory.share() }
    }

    fn add(&mut self, mut chunk: impl Buf) -> Result<(), Shortage> {
        let length = chunk.remaining();
        if self.first.is_empty() && self.all.is_empty() {
            // The rest of the reserve is for those who are answered now: a crowd of clients that do not go on leaves it.
            let most = if self.announced == Some(length) { Reserve::Whole } else { Reserve::Half };
            self.share.grow_within(length, Reserve::of(length).min(most))?;
            self.first = chunk.copy_to_bytes(length);
            return Ok(());
        }
        let first = std::mem::take(&mut self.first);
        self.make_room(first.len() + length)?;
        self.all.extend_from_slice(&first);
        while chunk.has_remaining() {
            let part = chunk.chunk();
            self.all.extend_from_slice(part);
            let read = part.len();
            chunk.advance(read);
        }
        Ok(())
    }

    /// Room for so many more bytes: twice the room there was, but not more than has been announced.
    fn make_room(&mut self, more: usize) -> Result<(), Shortage> {
        let wanted = self.all.len() + more;
        if wanted <= self.all.capacity() {
            return Ok(());
        }
        let ahead = (2 * self.all.capacity()).max(FIRST_ROOM).min(self.announced.unwrap_or(usize::MAX));
        let room = ahead.max(wanted);
        self.share.resize(room)?;
        let full = |_| Shortage::Now { budget: room };
        self.all.try_reserve_exact(room - self.all.len()).map_err(full)
    }

    fn finish(mut self) -> (Bytes, Option<Share>) {
        let bytes = if self.all.is_empty() {
            own_copy(self.first)
        } else {
            // A body of unknown length may have less than half of its room.
            if self.announced.is_none() {
                self.all.shrink_to_fit();
            }
            Bytes::from(self.all)
        };
        self.share.shrink(self.share.held().saturating_sub(bytes.len()));
        if bytes.len() < SMALL { (bytes, Some(self.share)) } else { (self.share.with(bytes), None) }
    }
}

/// A short body in memory of its own: it is a slice of the buffer that the connection is read into, which the journal would
/// keep with it.
fn own_copy(body: Bytes) -> Bytes {
    if body.len() > SHORT { body } else { Bytes::copy_from_slice(&body) }
}

/// How fast a body has to come: no pause may be longer than the timeout, and the whole may take longer only if it is
/// not slower than [`SLOWEST`].
struct Pace {
    timeout: Option<Duration>,
    clock: Option<Clock>,
}

/// Runs from the first moment when nothing was there.
struct Clock {
    began: Instant,
    last: Instant,
    size: u64,
    sleep: Pin<Box<Sleep>>,
}

impl Pace {
    fn new(timeout: Option<Duration>) -> Self {
        Self { timeout, clock: None }
    }

    /// The next chunk, of which so many bytes have come before.
    fn next<B, S: Stream<Item = Result<B, warp::Error>>>(
        &mut self,
        stream: Pin<&mut S>,
        size: u64,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<B>, Refusal>> {
        match stream.poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => Poll::Ready(Ok(Some(chunk))),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Err(broken_by(&error))),
            Poll::Ready(None) => Poll::Ready(Ok(None)),
            Poll::Pending => self.wait(size, context).map(|()| Err(Refusal::Late)),
        }
    }

    /// Ready when the client has taken too long.
    fn wait(&mut self, size: u64, context: &mut Context<'_>) -> Poll<()> {
        let Some(timeout) = self.timeout else { return Poll::Pending };
        let now = Instant::now();
        let clock = self.clock.get_or_insert_with(|| {
            let sleep = Box::pin(tokio::time::sleep_until(now + timeout));
            Clock { began: now, last: now, size, sleep }
        });
        if size > clock.size {
            (clock.last, clock.size) = (now, size);
        }
        let deadline = (clock.began + Duration::from_secs(size / SLOWEST)).min(clock.last) + timeout;
        while clock.sleep.as_mut().poll(context).is_ready() {
            if now >= deadline {
                return Poll::Ready(());
            }
            clock.sleep.as_mut().reset(deadline);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(chunks: &[usize], announced: Option<u64>, memory: &MemoryBudget) -> Result<Bytes, Refusal> {
        let mut body = Body::new(announced, memory);
        for (at, size) in chunks.iter().enumerate() {
            body.add(Bytes::from(vec![at as u8; *size]))?;
        }
        let (bytes, share) = body.finish();
        let held = memory.used();
        assert_eq!((held, share.is_some()), (bytes.len(), bytes.len() < SMALL));
        drop(share);
        Ok(bytes)
    }

    #[test]
    fn a_body_takes_up_what_it_is_long() {
        let memory = MemoryBudget::new(8 << 20, 0);
        for (chunks, announced) in [
            (vec![], None),
            (vec![5], Some(5)),
            (vec![100_000], None),
            (vec![1, 2, 3], Some(6)),
            (vec![30_000; 30], Some(900_000)),
            (vec![30_000; 30], None),
        ] {
            let bytes = whole(&chunks, announced, &memory).unwrap();
            let expected: Vec<u8> =
                chunks.iter().enumerate().flat_map(|(at, size)| std::iter::repeat_n(at as u8, *size)).collect();
            assert!(bytes == expected, "{chunks:?}");
            drop(bytes);
            assert_eq!(memory.used(), 0, "{chunks:?}");
        }
        assert_eq!(whole(&[1 << 20; 9], Some(9 << 20), &memory).err(), Some(Refusal::TooLarge));
        let _others = memory.take(6 << 20).unwrap();
        let short = Refusal::Short(Shortage::Now { budget: 8 << 20 });
        assert_eq!(whole(&[1 << 20; 3], Some(3 << 20), &memory).err(), Some(short));
        assert_eq!(memory.used(), 6 << 20);
    }

    /// Drives a body of which a chunk of this size comes every so many milliseconds; a pause may take this time.
    async fn paced(size: usize, every: u64, count: usize, timeout: u64) -> Result<u64, Refusal> {
        let mut chunks = pin!(futures_util::stream::unfold(0, |sent| async move {
            tokio::time::sleep(Duration::from_millis(every)).await;
            (sent < count).then(|| (Ok::<_, warp::Error>(Bytes::from(vec![0; size])), sent + 1))
        }));
        let mut pace = Pace::new(Some(Duration::from_millis(timeout)));
        let mut total = 0;
        while let Some(chunk) = poll_fn(|context| pace.next(chunks.as_mut(), total, context)).await? {
            total += chunk.len() as u64;
        }
        Ok(total)
    }

    #[tokio::test]
    async fn who_goes_on_sending_may_take_long() {
        assert_eq!(paced(4_096, 10, 50, 200).await, Ok(50 * 4_096));
    }

    #[tokio::test]
    async fn who_sends_a_byte_now_and_then_or_nothing_is_cut_off() {
        assert_eq!(paced(1, 10, 1_000_000, 100).await, Err(Refusal::Late));
        assert_eq!(paced(1 << 20, 1_000_000, 1, 100).await, Err(Refusal::Late));
    }
}

//! `/events`: server-sent events. First what has happened, then what happens; a subscriber that lags
//! loses events and is told so by a comment, it never holds up a request.

use std::future::pending;
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, interval_at};

use crate::exchange::{Answer, AnswerBody};
use crate::js::{Str, Value, number};
use crate::masking;
use crate::message::response::Headers;
use crate::runtime::event::{AdminEvent, PublishedEvent};
use crate::runtime::transaction_json::Pieces;
use crate::runtime::{EnvironmentHandle, Outcome, Transaction};
use crate::spelling;

use super::{Call, Resource};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[Resource {
    method: "GET",
    path: "/events",
    handler: subscribe,
    doc: "Tells what happens, as server-sent events",
}];

/// The pauses that a subscriber may ask for.
const SHORTEST_PACE: Duration = Duration::from_millis(20);
const LONGEST_PACE: Duration = Duration::from_secs(10);
/// How often an idle stream says that it is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(60);

fn subscribe(call: &Call<'_>, _: Option<&str>) -> Answer {
    let mut headers = HeaderMap::with_capacity(5);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    let body = if call.request.method() == "HEAD" {
        AnswerBody::Bytes(Bytes::new())
    } else {
        headers.insert(header::CONNECTION, HeaderValue::from_static("keep-alive"));
        AnswerBody::Stream(Box::pin(events(call)))
    };
    Answer::new(200, Headers::Owned(headers), body, Outcome::Default)
}

struct Subscriber {
    handle: Arc<EnvironmentHandle>,
    /// Whose events it wants; `None` for everybody's.
    session: Option<Option<Str>>,
    live: Receiver<Arc<PublishedEvent>>,
    /// For who does not want to hear of each request.
    changes: Option<Changes>,
    keep_alive: Interval,
}

/// Looks from time to time whether the journal has changed: a request costs nothing for it.
struct Changes {
    look: Interval,
    /// Journals by session, and how often each had changed.
    seen: Option<Vec<(Option<Str>, u64)>>,
}

impl Changes {
    /// Waits until the journals of these sessions have changed.
    async fn wait(&mut self, handle: &EnvironmentHandle, session: Option<&Option<Str>>) {
        loop {
            self.look.tick().await;
            let spaces = handle.spaces.all();
            let meant = spaces.iter().filter(|space| session.is_none_or(|session| *session == space.session));
            let now = meant.map(|space| (space.session.clone(), space.attached.journal.changes())).collect();
            if self.seen.as_ref() != Some(&now) {
                self.seen = Some(now);
                return;
            }
        }
    }
}

fn events(call: &Call<'_>) -> impl stream::Stream<Item = std::io::Result<Bytes>> + Send + Sync + use<> {
    let shared = &call.handle.shared;
    let pace = match call.request.query().get("every") {
        Value::String(text) => spelling::duration(&text).map(|every| every.clamp(SHORTEST_PACE, LONGEST_PACE)),
        _ => None,
    };
    // Subscribed before the journal is read: nothing can fall between the two, at worst something comes twice.
    let live = if pace.is_some() { shared.bus_without_requests.subscribe() } else { shared.bus.subscribe() };
    let logs = if pace.is_some() { Vec::new() } else { super::logs::answered(call) };
    let newest = match call.request.query().get("maxlogs") {
        Value::String(text) => Some(number::parse_int(&text)).filter(|n| *n > 0.0),
        _ => None,
    };
    let skip = newest.map_or(0, |n| logs.len().saturating_sub(n as usize));
    let replayed = call.space.attached.bucket_events().into_iter().map(|event| Frame::of(&event));
    // Not held: a subscriber that never reads must not keep alive what the journal has dropped.
    let logs: Vec<_> = logs.iter().skip(skip).map(Arc::downgrade).collect();
    let past = replayed.chain(logs.into_iter().map(|transaction| Frame::of_transaction(&transaction)));
    let subscriber = Subscriber {
        handle: Arc::clone(call.handle),
        session: (!call.everywhere).then(|| call.space.session.clone()),
        live,
        changes: pace.map(|every| {
            let mut look = interval(every);
            look.set_missed_tick_behavior(MissedTickBehavior::Delay);
            Changes { look, seen: None }
        }),
        keep_alive: interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE),
    };
    let live = stream::unfold(subscriber, next).flat_map(stream::iter);
    stream::iter(past.flatten()).chain(live).map(Ok)
}

async fn next(mut subscriber: Subscriber) -> Option<(Frame, Subscriber)> {
    let Subscriber { handle, session, live, changes, keep_alive } = &mut subscriber;
    let session = session.as_ref();
    let changed = async {
        match changes {
            Some(changes) => changes.wait(handle, session).await,
            None => pending().await,
        }
    };
    let frame = tokio::select! {
        received = wanted(live, session) => match received {
            Ok(event) => Frame::of(&event),
            Err(RecvError::Lagged(count)) => Frame::lagged(count),
            Err(RecvError::Closed) => return None,
        },
        () = changed => Frame::Whole(Some(Bytes::from_static(b"data: {\"event\":\"requests-changed\"}\n\n"))),
        _ = keep_alive.tick() => Frame::Whole(Some(Bytes::from_static(b":\n\n"))),
        () = handle.shared.shutdown.wait() => return None,
    };
    Some((frame, subscriber))
}

/// The next event of the session.
async fn wanted(
    live: &mut Receiver<Arc<PublishedEvent>>,
    session: Option<&Option<Str>>,
) -> Result<Arc<PublishedEvent>, RecvError> {
    loop {
        let event = live.recv().await?;
        if session.is_none_or(|session| *session == event.session) {
            return Ok(event);
        }
    }
}

/// What begins the frame of a transaction, and ends it.
const TRANSACTION: (&str, &str) = ("data: {\"event\":\"transaction-complete\",\"transaction\":", "}\n\n");

/// A frame of the stream on its way, of which a slow subscriber holds handles and not the text.
enum Frame {
    /// In one piece.
    Whole(Option<Bytes>),
    /// A heavy transaction.
    Pieces(Pieces),
}

impl Frame {
    fn of(event: &PublishedEvent) -> Self {
        match event.heavy() {
            Some(transaction) => Self::of_transaction(transaction),
            None => Self::Whole(Some(event.written(write))),
        }
    }

    fn of_transaction(transaction: &Weak<Transaction>) -> Self {
        match transaction.upgrade() {
            Some(transaction) => Self::Pieces(Pieces::of(&transaction).between(TRANSACTION.0, TRANSACTION.1)),
            None => Self::lagged(1),
        }
    }

    fn lagged(count: u64) -> Self {
        Self::Whole(Some(Bytes::from(format!(": lagged {count}\n\n"))))
    }
}

impl Iterator for Frame {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        match self {
            Self::Whole(bytes) => bytes.take(),
            Self::Pieces(pieces) => pieces.next(),
        }
    }
}

/// Events that are not heavy as a frame.
fn write(event: &AdminEvent) -> Bytes {
    match event {
        AdminEvent::Transaction(transaction) => {
            let pieces: Vec<Bytes> = Pieces::of(transaction).between(TRANSACTION.0, TRANSACTION.1).collect();
            pieces.concat().into()
        }
        AdminEvent::Weak(_) => Bytes::new(),
        AdminEvent::Buckets(list) => {
            let list = masking::masked(list);
            format!("data: {{\"event\":\"data-bucket-processed\",\"dataBuckets\":{list}}}\n\n").into()
        }
        AdminEvent::SessionEnded(session, why) => {
            let reason = why.name();
            format!("data: {{\"event\":\"session-ended\",\"session\":\"{session}\",\"reason\":\"{reason}\"}}\n\n")
                .into()
        }
    }
}

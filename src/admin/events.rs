//! `/events`: server-sent events. First what has happened, then what happens; a subscriber that lags
//! loses events and is told so by a comment, it never holds up a request.

use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::{Instant, Interval, interval_at, sleep_until};

use crate::exchange::{Answer, AnswerBody};
use crate::js::{Str, Value, number};
use crate::message::reply::Headers;
use crate::runtime::event::{Event, News};
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

/// The longest pause that a subscriber may ask for.
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
    live: Receiver<Arc<Event>>,
    pace: Option<Pace>,
    keep_alive: Interval,
}

/// For who needs no event sooner: what happens in between costs the request that made it no wake-up.
struct Pace {
    /// How long nobody looks for events.
    every: Duration,
    /// When somebody looks again.
    next: Instant,
}

fn events(call: &Call<'_>) -> impl stream::Stream<Item = std::io::Result<Bytes>> + Send + Sync + use<> {
    let shared = &call.handle.shared;
    // Subscribed before the journal is read: nothing can fall between the two, at worst something comes twice.
    let live = shared.bus.subscribe();
    let logs = super::logs::answered(call);
    let newest = match call.request.query().get("maxlogs") {
        Value::String(text) => Some(number::parse_int(&text)).filter(|n| *n > 0.0),
        _ => None,
    };
    let skip = newest.map_or(0, |n| logs.len().saturating_sub(n as usize));
    let pace = match call.request.query().get("every") {
        Value::String(text) => {
            spelling::duration(&text).map(|every| Pace { every: every.min(LONGEST_PACE), next: Instant::now() })
        }
        _ => None,
    };
    let replayed = call.space.attached.bucket_events().into_iter().map(|event| Frame::of(&event));
    // Not held: a subscriber that never reads must not keep alive what the journal has dropped.
    let logs: Vec<_> = logs.iter().skip(skip).map(Arc::downgrade).collect();
    let past = replayed.chain(logs.into_iter().map(|transaction| Frame::of_transaction(&transaction)));
    let subscriber = Subscriber {
        handle: Arc::clone(call.handle),
        session: (!call.everywhere).then(|| call.space.session.clone()),
        live,
        pace,
        keep_alive: interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE),
    };
    let live = stream::unfold(subscriber, next).flat_map(stream::iter);
    stream::iter(past.flatten()).chain(live).map(Ok)
}

async fn next(mut subscriber: Subscriber) -> Option<(Frame, Subscriber)> {
    if let Some(pace) = &mut subscriber.pace {
        if let Some(frame) = at_hand(&mut subscriber.live, subscriber.session.as_ref()) {
            return Some((frame, subscriber));
        }
        tokio::select! {
            () = sleep_until(pace.next) => {}
            () = subscriber.handle.shared.shutdown.wait() => return None,
        }
    }
    let frame = tokio::select! {
        received = wanted(&mut subscriber.live, subscriber.session.as_ref()) => match received {
            Ok(event) => Frame::of(&event),
            Err(RecvError::Lagged(count)) => Frame::lagged(count),
            Err(RecvError::Closed) => return None,
        },
        _ = subscriber.keep_alive.tick() => Frame::Whole(Some(Bytes::from_static(b":\n\n"))),
        () = subscriber.handle.shared.shutdown.wait() => return None,
    };
    if let Some(pace) = &mut subscriber.pace {
        pace.next = Instant::now() + pace.every;
    }
    Some((frame, subscriber))
}

/// The next event of the session that is there already.
fn at_hand(live: &mut Receiver<Arc<Event>>, session: Option<&Option<Str>>) -> Option<Frame> {
    loop {
        match live.try_recv() {
            Ok(event) if session.is_none_or(|session| *session == event.session) => return Some(Frame::of(&event)),
            Ok(_) => {}
            Err(TryRecvError::Lagged(count)) => return Some(Frame::lagged(count)),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return None,
        }
    }
}

/// The next event of the session.
async fn wanted(live: &mut Receiver<Arc<Event>>, session: Option<&Option<Str>>) -> Result<Arc<Event>, RecvError> {
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
    fn of(event: &Event) -> Self {
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

/// News that are not heavy as a frame.
fn write(news: &News) -> Bytes {
    match news {
        News::Transaction(transaction) => {
            let pieces: Vec<Bytes> = Pieces::of(transaction).between(TRANSACTION.0, TRANSACTION.1).collect();
            pieces.concat().into()
        }
        News::Heavy(_) => Bytes::new(),
        News::Buckets(list) => {
            format!("data: {{\"event\":\"data-bucket-processed\",\"dataBuckets\":{list}}}\n\n").into()
        }
        News::SessionEnded(session, why) => {
            let reason = why.name();
            format!("data: {{\"event\":\"session-ended\",\"session\":\"{session}\",\"reason\":\"{reason}\"}}\n\n")
                .into()
        }
    }
}

//! `/events`: server-sent events. First what has happened, then what happens; a subscriber that lags
//! loses events and is told so by a comment, it never holds up a request.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, interval_at};

use crate::exchange::{Answer, AnswerBody};
use crate::js::{Str, Value, number};
use crate::message::reply::Headers;
use crate::runtime::event::{Event, News};
use crate::runtime::{EnvironmentHandle, Outcome, Transaction};

use super::{Call, Resource};

/// Rows of this resource.
pub(super) const RESOURCES: &[Resource] = &[Resource {
    method: "GET",
    path: "/events",
    handler: subscribe,
    doc: "Tells what happens, as server-sent events",
}];

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
    keep_alive: Interval,
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
    let replayed = stream::iter(call.space.attached.bucket_events()).map(|event| event.written(write));
    // Not held: a subscriber that never reads must not keep alive what the journal has dropped.
    let logs: Vec<_> = logs.iter().skip(skip).map(Arc::downgrade).collect();
    let logs = stream::iter(logs).map(|news| Some(write(&News::Heavy(news)).unwrap_or_else(|| lagged(1))));
    let subscriber = Subscriber {
        handle: Arc::clone(call.handle),
        session: (!call.everywhere).then(|| call.space.session.clone()),
        live,
        keep_alive: interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE),
    };
    let past = replayed.chain(logs).filter_map(|written| std::future::ready(written.map(Ok)));
    past.chain(stream::unfold(subscriber, next))
}

async fn next(mut subscriber: Subscriber) -> Option<(std::io::Result<Bytes>, Subscriber)> {
    let frame = tokio::select! {
        received = wanted(&mut subscriber.live, subscriber.session.as_ref()) => match received {
            Ok(event) => event.written(write).unwrap_or_else(|| lagged(1)),
            Err(RecvError::Lagged(count)) => lagged(count),
            Err(RecvError::Closed) => return None,
        },
        _ = subscriber.keep_alive.tick() => Bytes::from_static(b":\n\n"),
        () = subscriber.handle.shared.closing.wait() => return None,
    };
    Some((Ok(frame), subscriber))
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

fn lagged(count: u64) -> Bytes {
    Bytes::from(format!(": lagged {count}\n\n"))
}

/// News as a frame of the stream; `None` when they are gone.
fn write(news: &News) -> Option<Bytes> {
    let mut out = String::from("data: ");
    match news {
        News::Transaction(transaction) => write_transaction(transaction, &mut out),
        News::Heavy(transaction) => write_transaction(&*transaction.upgrade()?, &mut out),
        News::Buckets(list) => {
            out.push_str("{\"event\":\"data-bucket-processed\",\"dataBuckets\":");
            out.push_str(list);
            out.push('}');
        }
    }
    out.push_str("\n\n");
    Some(Bytes::from(out))
}

fn write_transaction(transaction: &Transaction, out: &mut String) {
    out.push_str("{\"event\":\"transaction-complete\",\"transaction\":");
    transaction.write_json(out);
    out.push('}');
}

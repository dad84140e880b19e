//! Bodies of `text/event-stream` that are sent event by event (`X-Sidemock-Stream: events`).
//!
//! In sum the bytes are the body's. A comment line `: delay 500ms` is sent and then waited for. A body without any event,
//! and one that ends with the comment `: keep-open`, leaves the stream open for what is pushed (`POST
//! /mockoon-admin/x/streams/ROUTE/push`); all others end with the body.

use std::collections::VecDeque;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap};
use tokio::sync::mpsc;
use tokio::time::sleep;

use crate::message::response::Headers;
use crate::runtime::{EnvironmentHandle, Space, SpaceListener};
use crate::spelling::duration;
use crate::state::subscribers::{Push, Subscription};

use super::answer::BodyStream;
use super::context::Exchange;
use super::{Answer, AnswerBody};

/// The media type of event streams.
const EVENT_STREAM: &[u8] = b"text/event-stream";
/// Begins a comment that waits.
const DELAY: &str = "delay ";
/// The comment that leaves the stream open.
const KEEP_OPEN: &str = "keep-open";
/// No single wait is longer.
const LONGEST_DELAY: Duration = Duration::from_secs(3_600);

/// Sends the body of an answer event by event, if it is one of events.
pub fn settle(exchange: &Exchange, answer: &mut Answer) {
    let Some(origin) = &answer.origin else { return };
    let AnswerBody::Bytes(body) = &answer.body else { return };
    let kind = answer.headers.map().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
    let is_events = kind.is_some_and(|kind| kind.starts_with(EVENT_STREAM));
    if !is_events || answer.status != 200 || *exchange.request.http_method() == http::Method::HEAD {
        return;
    }
    if let Some(fault) = &mut answer.fault {
        fault.length = Some(body.len() as u64);
    }
    let (pieces, stays_open) = cut(body);
    let subscription = exchange.handle.shared.subscribers.join(&origin.route, exchange.space.session.as_ref());
    let space = Arc::clone(&exchange.space);
    let sending = Sending { pieces, wait: None, stays_open, subscription, space, is_over: false };
    let listening = Listening::of(exchange);
    let mut headers = std::mem::replace(&mut answer.headers, Headers::Owned(HeaderMap::new())).into_map();
    headers.remove(CONTENT_LENGTH);
    headers.remove(ETAG);
    answer.headers = Headers::Owned(headers);
    let (sender, receiver) = mpsc::channel(1);
    // A task, because bodies have to be shared between threads and timers are not.
    tokio::spawn(send(sending, sender, listening));
    answer.body = AnswerBody::Stream(Box::pin(stream::unfold(receiver, |mut receiver| async move {
        let piece = receiver.recv().await?;
        Some((piece, receiver))
    })));
}

/// A stream of events that comes from somebody else: its listener is counted, and it ends when the environment does.
pub fn attend(exchange: &Exchange, stream: BodyStream) -> BodyStream {
    let listening = Listening::of(exchange);
    let handle = Arc::clone(&exchange.handle);
    let closing = async move { handle.shared.shutdown.wait().await };
    Box::pin(stream.take_until(Box::pin(closing)).inspect(move |_| {
        // Counted for as long as there is a stream.
        let _ = &listening;
    }))
}

/// Whether an answer is a stream of events without an end of its own.
pub fn is_endless(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
    kind.is_some_and(|kind| kind.starts_with(EVENT_STREAM)) && !headers.contains_key(CONTENT_LENGTH)
}

/// One who listens to a stream of events, counted until it is dropped.
struct Listening {
    handle: Arc<EnvironmentHandle>,
    /// Counted in its space, too.
    _listener: SpaceListener,
}

impl Listening {
    fn of(exchange: &Exchange) -> Self {
        let handle = Arc::clone(&exchange.handle);
        handle.shared.metrics.event_streams.fetch_add(1, Ordering::Relaxed);
        Self { handle, _listener: exchange.space.listen() }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.shared.metrics.event_streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is still to be sent.
struct Sending {
    pieces: VecDeque<Piece>,
    /// What is waited for before the next piece.
    wait: Option<Duration>,
    stays_open: bool,
    subscription: Subscription,
    /// With the session the stream ends.
    space: Arc<Space>,
    is_over: bool,
}

/// Bytes that are sent at once, and how long is waited after them.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    bytes: Bytes,
    wait: Option<Duration>,
}

/// Sends pieces and pushes to who reads, until the reader leaves, or the environment ends: then nothing is waited for any
/// longer.
async fn send(mut sending: Sending, reader: mpsc::Sender<io::Result<Bytes>>, listening: Listening) {
    let mut closing = pin!(listening.handle.shared.shutdown.wait());
    loop {
        let piece = tokio::select! {
            biased;
            piece = sending.next(&reader) => piece,
            () = &mut closing => return,
        };
        let Some(piece) = piece else { return };
        if reader.send(piece).await.is_err() {
            return;
        }
    }
}

impl Sending {
    /// The next piece or push; `None` at the end, and when nobody reads any more.
    async fn next(&mut self, reader: &mpsc::Sender<io::Result<Bytes>>) -> Option<io::Result<Bytes>> {
        if self.is_over {
            return None;
        }
        let wait = match (self.wait, self.pieces.is_empty()) {
            (Some(wait), _) => wait,
            (None, false) => Duration::ZERO,
            (None, true) if self.stays_open => Duration::MAX,
            (None, true) => return None,
        };
        let began = tokio::time::Instant::now();
        tokio::select! {
            biased;
            () = sleep(wait), if wait != Duration::MAX => {
                let Some(piece) = self.pieces.pop_front() else {
                    self.wait = None;
                    return if self.stays_open { Box::pin(self.next(reader)).await } else { None };
                };
                self.wait = piece.wait;
                Some(Ok(piece.bytes))
            }
            pushed = self.subscription.next() => match pushed {
                Some(Push { event, .. }) => {
                    self.wait = self.wait.map(|wait| wait.saturating_sub(began.elapsed()));
                    Some(Ok(event))
                }
                None => {
                    self.is_over = true;
                    Some(Err(io::Error::other("the listener reads too slowly")))
                }
            },
            () = self.space.until_ended() => None,
            () = reader.closed() => None,
        }
    }
}

/// Cuts a body after its events and delays; whether the stream stays open after it.
fn cut(body: &Bytes) -> (VecDeque<Piece>, bool) {
    let mut pieces = VecDeque::new();
    let (mut from, mut at) = (0, 0);
    let (mut has_event, mut last_comment) = (false, None);
    let mut take = |from: &mut usize, to: usize, wait| {
        if to > *from {
            pieces.push_back(Piece { bytes: body.slice(*from..to), wait });
            *from = to;
        }
    };
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let line = String::from_utf8_lossy(rest.get(..end).unwrap_or_default());
        let line = line.trim_end_matches(['\r', '\n']);
        at += end;
        match line.strip_prefix(':').map(str::trim) {
            _ if line.is_empty() => take(&mut from, at, None),
            Some(comment) => {
                last_comment = Some(comment.to_owned());
                if let Some(wait) = comment.strip_prefix(DELAY).and_then(|text| duration(text.trim())) {
                    take(&mut from, at, Some(wait.min(LONGEST_DELAY)));
                }
            }
            None => {
                has_event = true;
                last_comment = None;
            }
        }
    }
    take(&mut from, body.len(), None);
    (pieces, !has_event || last_comment.as_deref() == Some(KEEP_OPEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(body: &'static str) -> (Vec<(String, Option<u64>)>, bool) {
        let (pieces, open) = cut(&Bytes::from_static(body.as_bytes()));
        let text = |piece: Piece| {
            let wait = piece.wait.map(|wait| wait.as_millis() as u64);
            (String::from_utf8_lossy(&piece.bytes).into_owned(), wait)
        };
        (pieces.into_iter().map(text).collect(), open)
    }

    #[test]
    fn bodies_are_cut_after_events_and_delays() {
        for (body, cut, open) in [
            ("", vec![], true),
            ("data: a\n\ndata: b\n\n", vec![("data: a\n\n", None), ("data: b\n\n", None)], false),
            ("data: a\r\n\r\ndata: b", vec![("data: a\r\n\r\n", None), ("data: b", None)], false),
            (
                "data: a\n\n: delay 500ms\ndata: b\n\n",
                vec![("data: a\n\n", None), (": delay 500ms\n", Some(500)), ("data: b\n\n", None)],
                false,
            ),
            (
                ":delay 2s\n\ndata: b\n\n",
                vec![(":delay 2s\n", Some(2_000)), ("\n", None), ("data: b\n\n", None)],
                false,
            ),
            (": delay 9h\n\n", vec![(": delay 9h\n", Some(3_600_000)), ("\n", None)], true),
            (": delay soon\ndata: a\n\n", vec![(": delay soon\ndata: a\n\n", None)], false),
            ("data: a\n\n: keep-open\n", vec![("data: a\n\n", None), (": keep-open\n", None)], true),
            (": only a comment\n", vec![(": only a comment\n", None)], true),
        ] {
            let (found, stays_open) = pieces(body);
            let expected: Vec<_> = cut.into_iter().map(|(text, wait)| (text.to_owned(), wait)).collect();
            assert_eq!((found.clone(), stays_open), (expected, open), "{body:?}");
            assert_eq!(found.into_iter().map(|(text, _)| text).collect::<String>(), body);
        }
    }
}

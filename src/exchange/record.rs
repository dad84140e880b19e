//! What becomes of an answer once it is decided: the journal, the event stream, the counters, the log line.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::{Bytes, BytesMut};
use futures_util::Stream;

use crate::message::Request;
use crate::runtime::{EnvironmentHandle, Generation, Origin, RecordedBody, Sent, Transaction};

use super::answer::BodyStream;
use super::{Answer, AnswerBody};

/// Bytes that every record weighs beside its texts.
const BASE_WEIGHT: usize = 1_024;

/// Appends a transaction as the admin API shows it.
pub fn write_json(transaction: &Transaction, out: &mut String) {
    transaction.write_json(out);
}

/// Records the answer: at once when its body is in memory, else when the body ends or the client leaves.
pub fn on_end(
    handle: &Arc<EnvironmentHandle>,
    generation: &Arc<Generation>,
    request: Request,
    mut answer: Answer,
    began: Instant,
) -> Answer {
    count(handle, generation, &answer, began);
    let (origin, sent) = take_record(&mut answer);
    let AnswerBody::Bytes(_) = answer.body else {
        return on_end_of_stream(handle, request, answer, origin, sent);
    };
    write(handle, request, true, origin, sent);
    answer
}

/// Records the answer to a request whose body was not read.
pub fn unread(handle: &Arc<EnvironmentHandle>, request: Request, mut answer: Answer, began: Instant) -> Answer {
    handle.shared.metrics.observe(began.elapsed());
    handle.shared.metrics.unmatched.count(answer.status);
    let (origin, sent) = take_record(&mut answer);
    write(handle, request, false, origin, sent);
    answer
}

/// What the answer says for its record.
fn take_record(answer: &mut Answer) -> (Option<Arc<Origin>>, Sent) {
    let body = std::mem::replace(&mut answer.recorded, RecordedBody::Missing);
    let sent = Sent { status: answer.status, headers: answer.headers.clone(), body, proxied: answer.proxied };
    (answer.origin.take(), sent)
}

fn on_end_of_stream(
    handle: &Arc<EnvironmentHandle>,
    request: Request,
    mut answer: Answer,
    origin: Option<Arc<Origin>>,
    sent: Sent,
) -> Answer {
    if let AnswerBody::Stream(stream) = answer.body {
        let captured = answer.proxied.then(BytesMut::new);
        let limit = cut_at(handle);
        let entry = Some(Entry { handle: Arc::clone(handle), request, origin, sent });
        answer.body = AnswerBody::Stream(Box::pin(Recorder { stream, entry, captured, limit, truncated: false }));
    }
    answer
}

fn count(handle: &EnvironmentHandle, generation: &Generation, answer: &Answer, began: Instant) {
    let metrics = &handle.shared.metrics;
    metrics.observe(began.elapsed());
    let route = answer.origin.as_ref().and_then(|origin| generation.compiled.routes.get(origin.index));
    match route {
        Some(route) => route.metrics.count(answer.status),
        None if answer.proxied => metrics.proxied.count(answer.status),
        None => metrics.unmatched.count(answer.status),
    }
}

/// One body may take up a quarter of the journal's bytes, so that a request and its response fit with room to
/// spare; what is beyond is cut off.
fn cut_at(handle: &EnvironmentHandle) -> usize {
    handle.shared.journal.max_bytes() / 4
}

/// What will be recorded when a stream ends.
struct Entry {
    handle: Arc<EnvironmentHandle>,
    request: Request,
    origin: Option<Arc<Origin>>,
    sent: Sent,
}

fn write(
    handle: &EnvironmentHandle,
    mut request: Request,
    was_read: bool,
    origin: Option<Arc<Origin>>,
    mut sent: Sent,
) {
    let limit = cut_at(handle);
    let request_body = if was_read {
        cut(RecordedBody::Bytes { bytes: request.take_body(), truncated: false }, limit)
    } else {
        RecordedBody::Missing
    };
    sent.body = cut(sent.body, limit);
    let heads = weigh_headers(request.header_map()) + weigh_headers(sent.headers.map());
    let weight = BASE_WEIGHT + request.original_url().len() + heads + weigh(&request_body) + weigh(&sent.body);
    handle.shared.record(weight, Transaction::new(request, request_body, origin, sent));
}

fn weigh(body: &RecordedBody) -> usize {
    match body {
        RecordedBody::Bytes { bytes, .. } => bytes.len(),
        RecordedBody::Missing | RecordedBody::Binary => 0,
    }
}

/// Headers count twice: parsed for a template or for display they are there once more.
fn weigh_headers(headers: &http::HeaderMap) -> usize {
    headers.iter().map(|(name, value)| 2 * (name.as_str().len() + value.len())).sum()
}

fn cut(body: RecordedBody, limit: usize) -> RecordedBody {
    match body {
        // Copied, so that the journal does not keep the whole of a large body alive for its beginning.
        RecordedBody::Bytes { bytes, .. } if bytes.len() > limit => {
            RecordedBody::Bytes { bytes: Bytes::copy_from_slice(&bytes[..limit]), truncated: true }
        }
        other => other,
    }
}

/// A body stream that records when it ends or is dropped; of a proxied body it keeps the beginning.
struct Recorder {
    stream: BodyStream,
    entry: Option<Entry>,
    captured: Option<BytesMut>,
    limit: usize,
    truncated: bool,
}

impl Stream for Recorder {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.as_mut().poll_next(context);
        if let Poll::Ready(Some(Ok(chunk))) = &polled {
            let limit = self.limit;
            let mut over = false;
            if let Some(captured) = &mut self.captured {
                let room = limit.saturating_sub(captured.len());
                over = chunk.len() > room;
                captured.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
            }
            self.truncated |= over;
        }
        polled
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        if let Some(Entry { handle, request, origin, mut sent }) = self.entry.take() {
            if let Some(captured) = self.captured.take() {
                sent.body = RecordedBody::Bytes { bytes: captured.freeze(), truncated: self.truncated };
            }
            write(&handle, request, true, origin, sent);
        }
    }
}

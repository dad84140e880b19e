//! The body of an upstream's answer.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::Stream;
use hyper::body::{Body, Incoming};

use super::kept::Lent;

/// A body of so many bytes is answered in one piece, if it comes with its head.
const WHOLE: usize = 64 << 10;

/// The body of an upstream's answer, which comes while it is read.
pub struct UpstreamBody {
    /// What has come already.
    first: Option<io::Result<Bytes>>,
    rest: Option<Incoming>,
    /// Drives `rest`; `None` where a task does.
    lent: Option<Lent>,
}

impl UpstreamBody {
    pub(super) async fn new(incoming: Incoming, lent: Option<Lent>) -> Self {
        let length = incoming.size_hint().exact();
        let mut body = Self { first: None, rest: Some(incoming), lent };
        if length.is_some_and(|length| length <= WHOLE as u64) {
            body.first = poll_fn(|context| match Pin::new(&mut body).poll_next(context) {
                Poll::Ready(first) => Poll::Ready(first),
                Poll::Pending => Poll::Ready(None),
            })
            .await;
            if body.rest.is_none()
                && let Some(Ok(whole)) = &mut body.first
            {
                // Whoever keeps it would keep all that was read with it.
                *whole = Bytes::copy_from_slice(whole);
            }
        }
        body
    }

    /// One that has come.
    pub(super) fn of(whole: Bytes) -> Self {
        Self { first: (!whole.is_empty()).then_some(Ok(whole)), rest: None, lent: None }
    }

    /// Of an answer whose connection is driven by a task.
    pub(in super::super) fn driven(incoming: Incoming) -> Self {
        Self { first: None, rest: Some(incoming), lent: None }
    }

    /// The whole body, if all of it is there.
    pub fn whole(&mut self) -> Option<Bytes> {
        match (&self.rest, &self.first) {
            (None, Some(Ok(_)) | None) => self.first.take().map_or_else(|| Some(Bytes::new()), Result::ok),
            _ => None,
        }
    }

    fn end(&mut self) {
        self.rest = None;
        if let Some(lent) = self.lent.take() {
            lent.give_back();
        }
    }
}

impl Stream for UpstreamBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(first) = this.first.take() {
            return Poll::Ready(Some(first));
        }
        loop {
            let Some(rest) = &mut this.rest else { return Poll::Ready(None) };
            let polled = match &mut this.lent {
                None => Pin::new(&mut *rest).poll_frame(context),
                Some(lent) => {
                    // Woken is who drives, see `send`.
                    let mut nobody = Context::from_waker(Waker::noop());
                    let mut polled = Pin::new(&mut *rest).poll_frame(&mut nobody);
                    if polled.is_pending() {
                        lent.connection.drive(context);
                        polled = Pin::new(&mut *rest).poll_frame(&mut nobody);
                    }
                    polled
                }
            };
            match polled {
                Poll::Ready(Some(Ok(frame))) => {
                    // Trailers are nobody's.
                    if let Ok(data) = frame.into_data() {
                        // Whoever has sent as much as the head says does not ask for the end.
                        if rest.is_end_stream() {
                            this.end();
                        }
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => {
                    (this.rest, this.lent) = (None, None);
                    return Poll::Ready(Some(Err(io::Error::other(error))));
                }
                Poll::Ready(None) => this.end(),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

//! The body of an upstream's answer.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use futures_util::Stream;
use hyper::body::{Body, Incoming};

use super::kept::{Lent, Unread};
use super::wire;

/// A body of so many bytes is answered in one piece, if it comes with its head.
const WHOLE: usize = 64 << 10;

/// The body of an upstream's answer, which comes while it is read. It is small, because answers are moved: the bodies of most
/// are there with their heads.
pub struct UpstreamBody {
    /// What has come already.
    first: Option<io::Result<Bytes>>,
    rest: Option<Incoming>,
    /// Drives `rest`; `None` where a task does.
    lent: Option<Box<Lent>>,
    /// The rest of one that comes without hyper.
    unread: Option<Box<Unread>>,
}

impl UpstreamBody {
    pub(super) async fn new(incoming: Incoming, lent: Option<Box<Lent>>) -> Self {
        let length = incoming.size_hint().exact();
        let mut body = Self { first: None, rest: Some(incoming), lent, unread: None };
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

    /// One that comes without hyper.
    pub(super) fn of(first: Bytes, unread: Option<Box<Unread>>) -> Self {
        Self { first: (!first.is_empty()).then_some(Ok(first)), rest: None, lent: None, unread }
    }

    /// Of an answer whose connection is driven by a task.
    pub(in super::super) fn driven(incoming: Incoming) -> Self {
        Self { first: None, rest: Some(incoming), lent: None, unread: None }
    }

    /// The whole body, if all of it is there.
    pub fn whole(&mut self) -> Option<Bytes> {
        match (&self.rest, &self.unread, &self.first) {
            (None, None, Some(Ok(_)) | None) => self.first.take().map_or_else(|| Some(Bytes::new()), Result::ok),
            _ => None,
        }
    }

    /// The next piece of one that comes without hyper.
    fn poll_unread(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Some(unread) = &mut self.unread else { return Poll::Ready(None) };
        let Unread { stream, left, .. } = &mut **unread;
        let came = ready!(wire::poll_read(stream, *left, context));
        let came =
            came.and_then(|bytes| if bytes.is_empty() { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) });
        *left = left.saturating_sub(came.as_ref().map_or(0, Bytes::len));
        if came.is_err() {
            self.unread = None;
        } else if *left == 0
            && let Some(read) = self.unread.take()
        {
            read.give_back();
        }
        Poll::Ready(Some(came))
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
            let Some(rest) = &mut this.rest else { return this.poll_unread(context) };
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

//! A connection that hyper serves.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Waker};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::Error;
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{self, SendRequest};

use super::super::connector::{MAX_BUFFER, Stream};
use super::begun::{Begun, Progress};

/// What is sent: a body that is in memory.
type Outgoing = Request<Full<Bytes>>;

/// What drives a connection when it is polled. In a box, because futures that hold it are moved.
type Driver = Box<http1::Connection<Begun<Stream>, Full<Bytes>>>;

/// A connection, which goes on when it is driven.
pub(super) struct Driven {
    sender: SendRequest<Full<Bytes>>,
    /// `None` when it has ended.
    io: Option<Driver>,
    /// Whether the request that is sent next has begun already.
    has_begun: bool,
}

impl Driven {
    /// A connection over which a request has come so far.
    pub(super) async fn new(stream: Stream, progress: Progress) -> Result<Self, Error> {
        let has_begun = progress.written > 0;
        let stream = Begun::new(stream, progress);
        let (sender, io) = http1::Builder::new().max_buf_size(MAX_BUFFER).handshake(stream).await?;
        Ok(Self { sender, io: Some(Box::new(io)), has_begun })
    }

    /// Whether it has not ended, as far as anybody has looked.
    pub(super) fn is_open(&self) -> bool {
        self.io.is_some()
    }

    /// Goes on as far as nothing has to be waited for.
    pub(super) fn drive(&mut self, context: &mut Context<'_>) {
        if self.io.as_mut().is_some_and(|io| Pin::new(&mut **io).poll(context).is_ready()) {
            self.io = None;
        }
    }

    /// Whoever drives the connection looks afterwards whether something has come, so nobody is to be woken for that: it would
    /// be the same task, once more.
    pub(super) async fn send(&mut self, request: Outgoing) -> Result<Response<Incoming>, TrySendError<Outgoing>> {
        if !std::mem::take(&mut self.has_begun) {
            self.drive(&mut Context::from_waker(Waker::noop()));
        }
        let mut sent = pin!(self.sender.try_send_request(request));
        poll_fn(|context| {
            self.drive(context);
            sent.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        })
        .await
    }
}

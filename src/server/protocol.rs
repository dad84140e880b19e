//! Which protocol a connection speaks, and hyper's part of it.
//!
//! hyper-util's auto connection tells HTTP/2 from HTTP/1, too, but cannot be taken apart. That is needed here: hyper is told
//! once per connection how many header fields a head may have, and allocates room for all of them with each head. A
//! connection begins with hyper's own 100, for which it needs no allocation. Before the first head with more is handed on,
//! [`RequestLineRewriter`] waits, and hyper is made anew with room for [`MAX_FIELDS`] around the same stream.
//!
//! hyper also holds 16 KiB of buffers for as long as it lives. A connection that has waited half a second for its next head
//! rests: hyper is dropped, and made anew when something comes.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use super::framing::{Framing, MAX_HEAD};
use super::head_timer::{HEAD_TIMEOUT, HeadTimer};
use super::request_line::RequestLineRewriter;
use super::streams::Streams;
use super::transport::Transport;
use http::{Request as HttpRequest, Response as HttpResponse};
use hyper::body::{Body, Incoming};
use hyper::rt::bounds::Http2ServerConnExec;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioIo, TokioTimer};

/// Header fields of a request, as many as Node takes; beyond it the answer is 431.
const MAX_FIELDS: usize = 2_000;
/// The same for HTTP/2, which counts 32 bytes more for each field.
const HEADER_LIST: u32 = (MAX_HEAD + 32 * MAX_FIELDS) as u32;

/// Streams of an HTTP/2 connection at a time. It is one connection, and must not take up the memory of many; but clients
/// open a hundred before they have heard how many they may, and not all of them ask again for those that are refused.
const MAX_STREAMS: u32 = 100;
/// Bytes that wait for a reader or a writer of a stream.
const STREAM_WINDOW: u32 = 64 * 1024;
/// Bytes that wait for the readers of all streams of a connection.
const CONNECTION_WINDOW: u32 = 256 * 1024;

type Io<T> = TokioIo<RequestLineRewriter<T>>;

/// A connection and what answers its requests.
pub(super) struct Protocol<T, S>
where
    S: hyper::service::HttpService<Incoming>,
{
    state: State<T, S>,
    framing: Arc<Framing>,
    timer: HeadTimer,
}

enum State<T, S>
where
    S: hyper::service::HttpService<Incoming>,
{
    /// Nobody knows yet what it speaks.
    Unknown(RequestLineRewriter<T>, S),
    Http1(Box<http1::UpgradeableConnection<Io<T>, S>>),
    /// It speaks HTTP/1, and has for a while waited for a request.
    Resting(RequestLineRewriter<T>, S),
    Http2(Box<http2::Connection<Io<T>, S, Streams>>, Streams),
    /// It has ended.
    Over,
}

impl<T, S, B> Protocol<T, S>
where
    T: Transport + Send + 'static,
    S: hyper::service::Service<HttpRequest<Incoming>, Response = HttpResponse<B>>,
    S::Future: Send + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
    Streams: Http2ServerConnExec<S::Future, B>,
{
    /// Of a stream that tells `framing` about heads.
    pub(super) fn new(stream: RequestLineRewriter<T>, framing: Arc<Framing>, timer: HeadTimer, service: S) -> Self {
        Self { state: State::Unknown(stream, service), framing, timer }
    }

    /// Goes on to the connection's end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Box<dyn Error + Send + Sync>>> {
        loop {
            match &mut self.state {
                State::Unknown(stream, _) => {
                    let is_http2 = ready!(stream.poll_is_http2(context))?;
                    self.begin(is_http2);
                }
                State::Http1(connection) => {
                    let polled = Pin::new(&mut **connection).poll(context);
                    if polled.is_ready() || !(self.framing.wants_room() || self.framing.may_rest()) {
                        return polled.map_err(Into::into);
                    }
                    // What has just been answered lets hyper look for the next head.
                    let is_busy = self.framing.wants_room() && !self.framing.awaits_head();
                    if is_busy && Pin::new(&mut **connection).poll(context)?.is_ready() {
                        return Poll::Ready(Ok(()));
                    }
                    if !self.framing.may_be_made_anew() {
                        self.framing.let_rest(false);
                        return Poll::Pending;
                    }
                    self.make_anew();
                }
                State::Resting(stream, _) => {
                    if self.timer.poll(self.timer.kept(), context).is_ready() {
                        return Poll::Ready(Err("no request within a minute".into()));
                    }
                    if !ready!(stream.poll_hold(context))? {
                        return Poll::Ready(Ok(()));
                    }
                    self.go_on();
                }
                State::Http2(connection, streams) => {
                    let polled = Pin::new(&mut **connection).poll(context);
                    if polled.is_ready() || !streams.answer() {
                        return polled.map_err(Into::into);
                    }
                }
                State::Over => return Poll::Ready(Ok(())),
            }
        }
    }

    /// Lets what is under way end, and takes no further request.
    pub(super) fn graceful_shutdown(&mut self) {
        match &mut self.state {
            State::Unknown(..) => self.state = State::Over,
            State::Resting(..) => {
                self.go_on();
                self.graceful_shutdown();
            }
            State::Http1(connection) => Pin::new(&mut **connection).graceful_shutdown(),
            State::Http2(connection, _) => Pin::new(&mut **connection).graceful_shutdown(),
            State::Over => {}
        }
    }

    fn begin(&mut self, is_http2: bool) {
        let State::Unknown(stream, service) = std::mem::replace(&mut self.state, State::Over) else { return };
        self.state = if is_http2 {
            let streams = Streams::default();
            let connection = http2(streams.clone()).serve_connection(TokioIo::new(stream), service);
            State::Http2(Box::new(connection), streams)
        } else {
            self.http1(stream, service)
        };
    }

    /// hyper waits for a head, and has sent all that it had: it is made anew with room for more fields, or the connection
    /// rests.
    fn make_anew(&mut self) {
        let State::Http1(connection) = std::mem::replace(&mut self.state, State::Over) else { return };
        // hyper's deadline outlives it.
        self.framing.rest(true);
        let Some(parts) = connection.into_parts() else { return };
        let mut stream = parts.io.into_inner();
        if self.framing.wants_room() || !parts.read_buf.is_empty() {
            stream.give_room(&parts.read_buf);
            self.state = self.http1(stream, parts.service);
        } else {
            stream.rest();
            self.state = State::Resting(stream, parts.service);
        }
    }

    /// Something has come for a connection that rests.
    fn go_on(&mut self) {
        let State::Resting(stream, service) = std::mem::replace(&mut self.state, State::Over) else { return };
        self.state = self.http1(stream, service);
    }

    fn http1(&self, stream: RequestLineRewriter<T>, service: S) -> State<T, S> {
        self.framing.rest(false);
        let mut builder = http1::Builder::new();
        // One buffer and one send for head and body: cheaper than a vector of both for what a mock answers.
        builder.timer(self.timer.clone()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD).writev(false);
        if stream.has_room() {
            builder.max_headers(MAX_FIELDS);
        }
        State::Http1(Box::new(builder.serve_connection(TokioIo::new(stream), service).with_upgrades()))
    }
}

fn http2(streams: Streams) -> http2::Builder<Streams> {
    let mut builder = http2::Builder::new(streams);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(HEADER_LIST)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(STREAM_WINDOW as usize);
    builder
}

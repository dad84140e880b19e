//! One connection, from its handshake to its end.

use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message as Frame, Utf8Bytes};

use crate::message::Request;
use crate::state::rooms::Message;

use super::content;
use super::conversation::Reply;
use super::feed::{Feed, Item};
use super::log::{self, Tag};
use super::view::{RouteView, millis};

/// A client that does not take a message within this time has lost its connection.
const SEND_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a client may take to answer a Close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// Closed without a code.
const NO_CODE: u16 = 1005;
/// Closed without a Close frame.
const ABNORMAL: u16 = 1006;

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// A connection.
pub struct Session {
    view: RouteView,
    /// The handshake.
    request: Request,
    tag: Tag,
    feed: Feed,
    /// Number of the next message on this connection.
    number: u64,
}

/// How a connection ends.
enum Ending {
    /// The client said goodbye.
    ByClient(Option<CloseFrame>),
    /// We say goodbye.
    ByUs(Option<CloseFrame>),
    /// The client broke the protocol.
    Violation(CloseCode),
    /// The connection is gone.
    Lost,
}

impl Ending {
    fn by_us(code: CloseCode, reason: &'static str) -> Self {
        Self::ByUs(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }))
    }
}

impl Session {
    /// A connection to a route. Clocks start now, with the handshake.
    pub fn new(view: RouteView, request: Request) -> Self {
        Self { tag: Tag::new(&view, &request), feed: Feed::of(&view, &request), view, request, number: 1 }
    }

    /// Serves the connection to its end.
    pub async fn run(mut self, mut socket: Socket) {
        log::opened(&self.view, &self.tag);
        let ending = self.serve(&mut socket).await;
        let (code, reason) = end(&mut socket, ending).await;
        log::closed(&self.view, &self.tag, code, &reason);
    }

    async fn serve(&mut self, socket: &mut Socket) -> Ending {
        let handle = self.view.handle.clone();
        let mut closing = pin!(handle.shared.closing.wait());
        let mut changes = handle.changes();
        // A reload may have come between the handshake and the subscription.
        if !self.view.refresh() {
            return route_changed();
        }
        loop {
            tokio::select! {
                biased;
                () = &mut closing => return going_away(),
                _ = changes.changed() => if !self.view.refresh() {
                    return route_changed();
                },
                item = self.feed.next() => {
                    if let Some(ending) = self.deliver(item, socket, &mut closing).await {
                        return ending;
                    }
                }
                incoming = socket.next(), if self.feed.has_room() => {
                    if let Some(ending) = self.take(incoming).await {
                        return ending;
                    }
                }
            }
        }
    }

    /// Takes what the client sent. While a route streams, messages are not looked at.
    async fn take(&mut self, incoming: Option<Result<Frame, Error>>) -> Option<Ending> {
        match incoming {
            None => Some(Ending::Lost),
            Some(Err(error)) => Some(self.broken(&error)),
            Some(Ok(Frame::Close(frame))) => Some(Ending::ByClient(frame)),
            Some(Ok(frame)) => {
                match frame {
                    _ if !matches!(self.feed, Feed::Conversation(_)) => {}
                    Frame::Text(text) => self.reply_to(text).await,
                    Frame::Binary(_) => log::unsupported(&self.view, &self.tag),
                    // Pongs are sent by the next read.
                    _ => {}
                }
                None
            }
        }
    }

    /// Chooses the reply to a message and has it wait for its latency.
    async fn reply_to(&mut self, text: Utf8Bytes) {
        log::received(&self.view, &self.tag, &text);
        let request = self.request.with_message(text);
        // An empty message is none: rules then see the handshake.
        let message = (!request.body_bytes().is_empty()).then_some(&request);
        let Some(response) = self.view.choose(&self.request, self.number, message).await else { return };
        self.number += 1;
        let latency = self.view.route().responses.get(response).map_or(0.0, |response| response.source.latency);
        if let Feed::Conversation(conversation) = &mut self.feed {
            conversation.push(Reply { response, request }, millis(latency));
        }
    }

    /// Makes an item's message and sends it.
    async fn deliver<C>(&mut self, item: Item, socket: &mut Socket, closing: &mut Pin<&mut C>) -> Option<Ending>
    where
        C: Future<Output = ()>,
    {
        let content = match item {
            Item::Message(message) => Some(message),
            Item::Reply(Reply { response, request }) => self.content(response, &request).await,
            Item::Tick => {
                let response = self.view.choose(&self.request, self.number, None).await?;
                self.number += 1;
                self.content(response, &self.request).await
            }
            Item::End => return Some(Ending::by_us(CloseCode::Again, "too slow")),
        };
        let Message { text, last } = content?;
        let sent = tokio::select! {
            () = closing => return Some(going_away()),
            sent = timeout(SEND_TIMEOUT, socket.send(Frame::Text(text))) => sent,
        };
        match sent {
            Ok(Ok(())) => last.then_some(Ending::ByUs(None)),
            Ok(Err(error)) => Some(self.broken(&error)),
            Err(_) => Some(Ending::Lost),
        }
    }

    async fn content(&self, response: usize, request: &Request) -> Option<Message> {
        Some(content::make(&self.view, response, request).await?.into_message())
    }

    fn broken(&self, error: &Error) -> Ending {
        let code = match error {
            Error::Capacity(_) => CloseCode::Size,
            Error::Utf8(_) => CloseCode::Invalid,
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
            | Error::Io(_)
            | Error::ConnectionClosed
            | Error::AlreadyClosed => return Ending::Lost,
            _ => CloseCode::Protocol,
        };
        log::connection_error(&self.view, &self.tag, error);
        Ending::Violation(code)
    }
}

fn going_away() -> Ending {
    Ending::by_us(CloseCode::Away, "the server is shutting down")
}

fn route_changed() -> Ending {
    Ending::by_us(CloseCode::Restart, "the route has changed")
}

/// Ends the connection; returns code and reason as the log shows them.
async fn end(socket: &mut Socket, ending: Ending) -> (u16, Utf8Bytes) {
    let goodbye = match ending {
        Ending::ByClient(frame) => {
            // Reading on sends the answer.
            let _ = timeout(CLOSE_TIMEOUT, goodbye(socket)).await;
            Some(frame)
        }
        Ending::ByUs(frame) => {
            let closing = async {
                socket.close(frame).await.ok()?;
                goodbye(socket).await
            };
            timeout(CLOSE_TIMEOUT, closing).await.ok().flatten()
        }
        Ending::Violation(code) => {
            let frame = CloseFrame { code, reason: Utf8Bytes::default() };
            // Closing with unread bytes would reset the connection and could take the Close frame with it.
            let closing = async {
                socket.close(Some(frame)).await.ok()?;
                socket.get_mut().shutdown().await.ok()?;
                let mut rest = [0; 4_096];
                while socket.get_mut().read(&mut rest).await.ok()? > 0 {}
                Some(())
            };
            let _ = timeout(CLOSE_TIMEOUT, closing).await;
            None
        }
        Ending::Lost => None,
    };
    // Says goodbye on TLS, too.
    let _ = timeout(CLOSE_TIMEOUT, socket.get_mut().shutdown()).await;
    match goodbye {
        Some(Some(frame)) => (frame.code.into(), frame.reason),
        Some(None) => (NO_CODE, Utf8Bytes::default()),
        None => (ABNORMAL, Utf8Bytes::default()),
    }
}

/// Reads to the end; the client's Close frame, if it sends one.
async fn goodbye(socket: &mut Socket) -> Option<Option<CloseFrame>> {
    let mut seen = None;
    while let Some(Ok(frame)) = socket.next().await {
        if let Frame::Close(frame) = frame {
            seen = Some(frame);
        }
    }
    seen
}

//! One connection, from its handshake to its end.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message as Frame, Utf8Bytes};

use crate::message::Request;
use crate::state::broadcast::Message;

use super::content;
use super::conversation::Reply;
use super::feed::{Feed, Item};
use super::log::{self, Tag};
use super::view::{RouteView, millis};
use super::wire::{BoundedSocket, CLOSE_TIMEOUT, WireError};

/// Closed without a code.
const NO_CODE: u16 = 1005;
/// Closed without a Close frame.
const ABNORMAL: u16 = 1006;
/// How long a client may take to answer a Close frame when the program ends: as long as others may to leave by themselves.
const HASTE: Duration = Duration::from_millis(250);

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
    /// We say goodbye and have no time to wait for an answer.
    InHaste(CloseFrame),
    /// The client is not kept: it broke the protocol, does not read, or sends more than there is room for.
    TurnedAway(CloseFrame),
    /// The connection is gone.
    Lost,
}

impl Ending {
    fn by_us(code: CloseCode, reason: &'static str) -> Self {
        Self::ByUs(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }))
    }

    fn turned_away(code: CloseCode, reason: &'static str) -> Self {
        Self::TurnedAway(CloseFrame { code, reason: Utf8Bytes::from_static(reason) })
    }

    fn unread() -> Self {
        Self::turned_away(CloseCode::Policy, "what is sent is not read")
    }

    fn no_room() -> Self {
        Self::turned_away(CloseCode::Again, "no memory for this message at the moment")
    }
}

impl Session {
    /// A connection to a route. Clocks start now, with the handshake.
    pub fn new(view: RouteView, request: Request) -> Self {
        Self { tag: Tag::new(&view, &request), feed: Feed::of(&view, &request), view, request, number: 1 }
    }

    /// Serves the connection to its end.
    pub async fn run(mut self, mut socket: BoundedSocket) {
        log::opened(&self.view, &self.tag);
        let ending = self.serve(&mut socket).await;
        let (code, reason) = end(&mut socket, ending).await;
        log::closed(&self.view, &self.tag, code, &reason);
    }

    async fn serve(&mut self, socket: &mut BoundedSocket) -> Ending {
        let handle = self.view.handle.clone();
        let mut closing = pin!(handle.shared.shutdown.wait());
        let space = Arc::clone(&self.view.space);
        let _listener = space.listen();
        let mut over = pin!(space.until_ended());
        let mut changes = handle.changes();
        let subscribers = &handle.shared.subscribers;
        let mut subscription = subscribers.join(&self.view.route().definition.uuid, self.view.space.session.as_ref());
        // A reload may have come between the handshake and the subscription.
        if !self.view.refresh() {
            return route_changed();
        }
        loop {
            tokio::select! {
                biased;
                () = &mut closing => return going_away(),
                () = &mut over => return session_ended(),
                _ = changes.changed() => if !self.view.refresh() {
                    return route_changed();
                },
                item = self.feed.next() => {
                    if let Some(ending) = self.deliver(item, socket, &mut closing).await {
                        return ending;
                    }
                }
                pushed = subscription.next() => match pushed {
                    Some(push) => if let Some(ending) = self.push(push.text, socket, &mut closing).await {
                        return ending;
                    },
                    None => return self.broken(&WireError::Unread),
                },
                incoming = socket.next(), if self.feed.has_room() => {
                    if let Some(ending) = self.take(incoming).await {
                        return ending;
                    }
                }
            }
        }
    }

    /// Takes what the client sent. While a route streams, messages are not looked at.
    async fn take(&mut self, incoming: Option<Result<Frame, WireError>>) -> Option<Ending> {
        match incoming {
            None => Some(Ending::Lost),
            Some(Err(error)) => Some(self.broken(&error)),
            Some(Ok(Frame::Close(frame))) => Some(Ending::ByClient(frame)),
            Some(Ok(frame)) => {
                match frame {
                    _ if !matches!(self.feed, Feed::Conversation(_)) => {}
                    Frame::Text(text) => return self.reply_to(text).await,
                    Frame::Binary(_) => log::unsupported(&self.view, &self.tag),
                    // Pongs are sent by the next read.
                    _ => {}
                }
                None
            }
        }
    }

    /// Chooses the reply to a message and has it wait for its latency.
    async fn reply_to(&mut self, text: Utf8Bytes) -> Option<Ending> {
        log::received(&self.view, &self.tag, &text);
        let request = self.request.with_message(text);
        // An empty message is none: rules then see the handshake.
        let message = (!request.body_bytes().is_empty()).then_some(&request);
        let response = content::choose(&self.view, &self.request, self.number, message).await?;
        self.number += 1;
        let latency = self.view.route().responses.get(response).map_or(0.0, |response| response.source.latency);
        if let Feed::Conversation(conversation) = &mut self.feed {
            return conversation.push(Reply { response, request }, millis(latency)).err().map(|_| Ending::no_room());
        }
        None
    }

    /// Makes an item's message and sends it.
    async fn deliver<C>(&mut self, item: Item, socket: &mut BoundedSocket, closing: &mut Pin<&mut C>) -> Option<Ending>
    where
        C: Future<Output = ()>,
    {
        let content = match item {
            Item::Message(message) => Some(message),
            Item::Reply(Reply { response, request }) => self.content(response, &request).await,
            Item::Tick => {
                let response = content::choose(&self.view, &self.request, self.number, None).await?;
                self.number += 1;
                self.content(response, &self.request).await
            }
            Item::End => return Some(self.broken(&WireError::Unread)),
        };
        let Message { text, last } = content?;
        let failed = self.push(text, socket, closing).await;
        failed.or_else(|| last.then_some(Ending::ByUs(None)))
    }

    /// Sends a message; how the connection ends if it cannot be sent.
    async fn push<C>(
        &mut self,
        text: Utf8Bytes,
        socket: &mut BoundedSocket,
        closing: &mut Pin<&mut C>,
    ) -> Option<Ending>
    where
        C: Future<Output = ()>,
    {
        let sent = tokio::select! {
            () = closing => return Some(going_away()),
            sent = socket.send(text) => sent,
        };
        sent.err().map(|error| self.broken(&error))
    }

    async fn content(&self, response: usize, request: &Request) -> Option<Message> {
        Some(content::make(&self.view, response, request).await?.into_message())
    }

    fn broken(&self, error: &WireError) -> Ending {
        let ending = match error {
            WireError::Unread => Ending::unread(),
            WireError::NoRoom => Ending::no_room(),
            WireError::Socket(Error::Capacity(_)) => Ending::turned_away(CloseCode::Size, ""),
            WireError::Socket(Error::Utf8(_)) => Ending::turned_away(CloseCode::Invalid, ""),
            WireError::Socket(
                Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Io(_)
                | Error::ConnectionClosed
                | Error::AlreadyClosed,
            ) => return Ending::Lost,
            WireError::Socket(_) => Ending::turned_away(CloseCode::Protocol, ""),
        };
        log::connection_error(&self.view, &self.tag, error);
        ending
    }
}

fn going_away() -> Ending {
    Ending::InHaste(CloseFrame { code: CloseCode::Away, reason: Utf8Bytes::from_static("the server is shutting down") })
}

fn session_ended() -> Ending {
    Ending::by_us(CloseCode::Away, "the session has ended")
}

fn route_changed() -> Ending {
    Ending::by_us(CloseCode::Restart, "the route has changed")
}

/// Ends the connection; returns code and reason as the log shows them.
async fn end(socket: &mut BoundedSocket, ending: Ending) -> (u16, Utf8Bytes) {
    let goodbye = match ending {
        Ending::ByClient(frame) => {
            socket.answer_close().await;
            Some(frame)
        }
        Ending::ByUs(frame) => socket.close(frame, CLOSE_TIMEOUT).await,
        Ending::InHaste(frame) => socket.close(Some(frame), HASTE).await,
        Ending::TurnedAway(frame) => {
            socket.turn_away(frame).await;
            None
        }
        Ending::Lost => None,
    };
    socket.shut_down().await;
    match goodbye {
        Some(Some(frame)) => (frame.code.into(), frame.reason),
        Some(None) => (NO_CODE, Utf8Bytes::default()),
        None => (ABNORMAL, Utf8Bytes::default()),
    }
}

//! Where a connection's messages come from.

use tokio::time::Interval;

use crate::environment::model::StreamingMode;
use crate::message::Request;
use crate::state::broadcast::{ChannelListener, Message};

use super::broadcast;
use super::clock;
use super::conversation::{Conversation, Reply};
use super::view::RouteView;

/// The source of what is sent.
pub enum Feed {
    /// Replies to the client's messages.
    Conversation(Conversation),
    /// The connection's own clock.
    Clock(Interval),
    /// The clock of all clients of the route.
    Broadcast(ChannelListener),
}

/// What is to be sent next.
pub enum Item {
    /// A reply.
    Reply(Reply),
    /// Whatever the route has to say now.
    Tick,
    /// A message made for all clients.
    Message(Message),
    /// Nothing more: the client was too slow.
    End,
}

impl Feed {
    /// The feed of a route for a new client.
    pub fn of(view: &RouteView, request: &Request) -> Self {
        match view.streaming() {
            (None, _) => Self::Conversation(Conversation::new(&view.handle.shared.options.memory)),
            (Some(StreamingMode::Unicast), interval) => Self::Clock(clock::ticking(interval)),
            (Some(StreamingMode::Broadcast), _) => Self::Broadcast(broadcast::join(view, request)),
        }
    }

    /// The next item; nothing is lost when this is dropped while it waits.
    pub async fn next(&mut self) -> Item {
        match self {
            Self::Conversation(conversation) => Item::Reply(conversation.next().await),
            Self::Clock(clock) => {
                clock.tick().await;
                Item::Tick
            }
            Self::Broadcast(listener) => listener.next().await.map_or(Item::End, Item::Message),
        }
    }

    /// Whether the client's next message can be taken.
    pub fn has_room(&self) -> bool {
        match self {
            Self::Conversation(conversation) => conversation.has_room(),
            Self::Clock(_) | Self::Broadcast(_) => true,
        }
    }
}

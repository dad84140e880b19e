//! One clock per broadcasting route: it makes a message for the first client and sends it to all.

use crate::message::Request;
use crate::state::rooms::Listener;

use super::clock;
use super::content::{self, Content};
use super::view::RouteView;

/// Enters the room of the route; the first client's handshake is what rules and templates see.
pub fn join(view: &RouteView, request: &Request) -> Listener {
    let rooms = &view.handle.shared.rooms;
    rooms.join(view.room(), |first| tokio::spawn(run(view.clone(), request.clone(), first)).abort_handle())
}

/// Ticks until the last listener leaves.
async fn run(mut view: RouteView, request: Request, first: u64) {
    let room = view.room();
    let mut clock = clock::ticking(view.streaming().1);
    let mut number = 1;
    loop {
        clock.tick().await;
        // Of a changed route the connections are about to close.
        if !view.refresh() {
            continue;
        }
        let Some(response) = content::choose(&view, &request, number, None).await else { continue };
        number += 1;
        let rooms = &view.handle.shared.rooms;
        match content::make(&view, response, &request).await {
            Some(Content::Text(message)) => rooms.send(&room, &message),
            Some(Content::File(message)) => rooms.send_to(&room, first, &message),
            None => {}
        }
    }
}

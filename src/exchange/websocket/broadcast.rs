//! One clock per broadcasting route: it makes a message for the first client and sends it to all.

use crate::message::Request;
use crate::state::broadcast::ChannelListener;

use super::clock;
use super::content::{self, Content};
use super::view::RouteView;

/// Joins the channel of the route; the first client's handshake is what rules and templates see.
pub fn join(view: &RouteView, request: &Request) -> ChannelListener {
    let channels = &view.handle.shared.channels;
    channels.join(view.channel(), |first| tokio::spawn(run(view.clone(), request.clone(), first)).abort_handle())
}

/// Ticks until the last listener leaves.
async fn run(mut view: RouteView, request: Request, first: u64) {
    let channel = view.channel();
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
        let channels = &view.handle.shared.channels;
        match content::make(&view, response, &request).await {
            Some(Content::Text(message)) => channels.send(&channel, &message),
            Some(Content::File(message)) => channels.send_to(&channel, first, &message),
            None => {}
        }
    }
}

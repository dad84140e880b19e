//! THE warp filter chain: one catch-all that hands every request, untouched, to the dispatcher.
//! It serves mocks and admin API alike; an `.or()` chain of routes would cost 157 us at 1,000 routes.

use std::sync::Arc;

use warp::Filter;
use warp::reply::Response;

use super::head::RequestHeadSlot;
use super::port::Port;

/// The chain for one request to a port: the head goes with the filter, which is a few pointers to make, and needs no
/// map of extensions; the body goes through warp.
pub fn chain(
    port: Arc<Port>,
    slot: RequestHeadSlot,
) -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + Send + Sync {
    warp::body::stream().then(move |body| port.answer(slot.take(), body))
}

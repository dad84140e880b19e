//! Whether two definitions are the same, uuids aside that were made up when a file was read.

use std::sync::Arc;

use crate::environment::is_made_up;
use crate::environment::model::Route;
use crate::js::Str;

/// Whether two routes are defined in the same way, uuids aside that were made up.
pub fn same_route(a: &Route, b: &Route) -> bool {
    a == b || ((is_made_up(&a.uuid) || any_made_up(a)) && stripped(a) == stripped(b))
}

fn any_made_up(route: &Route) -> bool {
    route.responses.iter().any(|response| is_made_up(&response.uuid))
}

/// The route without the uuids that were made up.
pub(super) fn stripped(route: &Route) -> Route {
    let mut route = route.clone();
    strip(&mut route.uuid);
    for response in &mut route.responses {
        if is_made_up(&response.uuid) {
            let mut bare = (**response).clone();
            strip(&mut bare.uuid);
            *response = Arc::new(bare);
        }
    }
    route
}

fn strip(uuid: &mut Str) {
    if is_made_up(uuid) {
        *uuid = Str::default();
    }
}

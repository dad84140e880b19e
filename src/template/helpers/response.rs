//! The response in the making.

use super::super::Call;
use super::support::empty;
use super::{Helper, HelperResult, Needs};
use crate::js::number;

fn status(call: &mut Call<'_, '_>) -> HelperResult {
    if let (Some(first), Some(status)) = (call.args.first(), call.rendering.status) {
        let code = number::parse_int(&first.to_str());
        // Anything else leaves the status of the route's response as it is.
        if (100.0..=999.0).contains(&code) {
            status.set(Some(code as u16));
        }
    }
    empty()
}

/// The family's table.
pub const HELPERS: &[Helper] = &[Helper::new("status", Needs::Response, status)];

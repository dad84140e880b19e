//! Where a callback goes whose URL begins with a slash: to the environment that sends it.

use http::HeaderValue;

use crate::routing::front::{HostPattern, Row};
use crate::runtime::EnvironmentHandle;
use crate::template::BaseUrl;

/// What a relative URL is put behind, and the host to name there if it is not the address's own.
pub(super) struct OwnAddress {
    pub(super) origin: String,
    pub(super) host: Option<HeaderValue>,
}

impl OwnAddress {
    /// By its public address, else by the one it listens on, else through the front door.
    pub(super) fn of(handle: &EnvironmentHandle, base_url: &BaseUrl) -> Self {
        let direct = |origin| Self { origin, host: None };
        if let Some(public) = &base_url.public_base_url {
            return direct(public.clone());
        }
        let protocol = if handle.shared.over_tls(base_url) { "https" } else { "http" };
        match handle.shared.address() {
            Some(address) => direct(format!("{protocol}://{address}")),
            None => {
                at_the_front_door(handle).unwrap_or_else(|| direct(format!("{protocol}://127.0.0.1:{}", base_url.port)))
            }
        }
    }
}

fn at_the_front_door(handle: &EnvironmentHandle) -> Option<OwnAddress> {
    let door = &handle.shared.options.front;
    let table = door.table();
    let file = handle.file();
    let row = table.row_to(table.tenants().iter().position(|tenant| tenant.file.as_deref() == file.as_deref())?)?;
    let (protocol, address) = match (door.address(), door.tls_address()) {
        (Some(address), _) => ("http", address),
        (None, address) => ("https", address?),
    };
    // A prefix that stays is one that the environment's own paths begin with.
    let prefix = if row.strip { row.prefix.as_str() } else { "" };
    Some(OwnAddress { origin: format!("{protocol}://{address}{prefix}"), host: host_of(row) })
}

/// A host that leads to the row.
fn host_of(row: &Row) -> Option<HeaderValue> {
    match &row.host {
        HostPattern::Any => None,
        HostPattern::Exact(host) => HeaderValue::from_str(host).ok(),
        HostPattern::Wildcard(parent) => HeaderValue::from_str(&format!("callback.{parent}")).ok(),
    }
}

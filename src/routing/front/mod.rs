//! The front door: which of many environments a request to one port is for, by its host and its path.
//!
//! [`row`] reads the operator's table, [`host`] brings the host of a request into the form in which hosts are compared,
//! [`slug`] makes hosts of names, and [`table`] indexes all of them: one lookup for the host, one walk along the path
//! ([`prefixes`]). Nothing here knows what is behind the door.

pub mod host;
mod prefixes;
pub mod row;
pub mod slug;
pub mod table;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

pub use row::{HostPattern, Row, RowError, parse_rows};
pub use table::{By, FrontMatch, Origin, Table, TableRow, Tenant};

/// The door as it is now: whoever tells about it, or calls through it, looks here.
#[derive(Debug, Default)]
pub struct FrontDoor {
    table: ArcSwap<Table>,
    address: OnceLock<SocketAddr>,
    tls_address: OnceLock<SocketAddr>,
}

impl FrontDoor {
    /// The table now.
    pub fn table(&self) -> Arc<Table> {
        self.table.load_full()
    }

    /// Takes another table from now on.
    pub fn replace(&self, table: Arc<Table>) {
        self.table.store(table);
    }

    /// Where it listens for plain HTTP, once it does.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address.get().copied()
    }

    /// Where it listens for TLS, once it does.
    pub fn tls_address(&self) -> Option<SocketAddr> {
        self.tls_address.get().copied()
    }

    /// Tells where it listens, which it does only once.
    pub fn listens_on(&self, address: SocketAddr, tls: bool) {
        let place = if tls { &self.tls_address } else { &self.address };
        place.get_or_init(|| address);
    }

    /// Whether there is one.
    pub fn is_open(&self) -> bool {
        self.address().is_some() || self.tls_address().is_some()
    }
}

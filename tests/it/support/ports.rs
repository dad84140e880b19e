//! Ports that nobody uses, neither other tests nor outgoing connections.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the range from which the system draws the ports of outgoing connections.
const FIRST: u32 = 10_000;
const COUNT: u32 = 22_000;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A port that is free now and that no other caller in this process gets.
pub fn free_port() -> u16 {
    // Another start for every process, so that several test runs at once rarely meet.
    let start = std::process::id().wrapping_mul(97);
    loop {
        let candidate = FIRST + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT;
        let port = u16::try_from(candidate).expect("the range ends below 65536");
        let free = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)).is_ok()
            && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        if free {
            return port;
        }
    }
}

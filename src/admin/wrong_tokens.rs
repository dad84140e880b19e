//! Who shows wrong tokens: said once a minute and peer in the log, and slowed down when it goes on. Right tokens never
//! come here, so that nobody who knows his token ever waits.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::auth;
use crate::message::Request;

/// How long a peer's attempts are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Attempts within that time that are answered at once.
const AT_ONCE: u32 = 20;
/// How much longer each further answer takes, and the longest wait.
const STEP: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(2);
/// Peers that are told apart; beyond it they are counted together.
const MOST: usize = 1_024;

static PEERS: LazyLock<Mutex<Peers>> = LazyLock::new(Mutex::default);

/// Notes a request without a right token, and waits if its peer has shown many wrong ones. Who shows none at all is told
/// so at once.
pub(crate) async fn delay(request: &Request) {
    if !auth::has_credential(request) {
        return;
    }
    let wait = {
        let mut peers = PEERS.lock().unwrap_or_else(PoisonError::into_inner);
        peers.note(request.peer().remote.ip(), Instant::now())
    };
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
}

/// The peers of the last minute.
#[derive(Debug, Default)]
struct Peers {
    known: HashMap<IpAddr, Attempts>,
    others: Option<Attempts>,
}

#[derive(Debug)]
struct Attempts {
    since: Instant,
    count: u32,
}

impl Peers {
    fn note(&mut self, peer: IpAddr, now: Instant) -> Duration {
        let peer = network(peer);
        let is_over = |attempts: &Attempts| now.duration_since(attempts.since) >= WINDOW;
        if self.known.len() >= MOST && !self.known.contains_key(&peer) {
            self.known.retain(|_, attempts| !is_over(attempts));
        }
        let fresh = || Attempts { since: now, count: 0 };
        let attempts = if self.known.len() < MOST || self.known.contains_key(&peer) {
            self.known.entry(peer).or_insert_with(fresh)
        } else {
            self.others.get_or_insert_with(fresh)
        };
        if is_over(attempts) {
            let before = attempts.count;
            *attempts = fresh();
            if before > 1 {
                tracing::warn!(peer = %peer, "{before} wrong tokens for the admin API in the minute before");
            }
        }
        attempts.count = attempts.count.saturating_add(1);
        if attempts.count == 1 {
            tracing::warn!(peer = %peer, "a wrong token for the admin API");
        }
        (STEP * attempts.count.saturating_sub(AT_ONCE)).min(LONGEST)
    }
}

/// The address, of IPv6 the network: who has one address there has them all.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twenty_first_answer_of_a_minute_waits() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        let peer = IpAddr::from([10, 0, 0, 1]);
        for _ in 0..AT_ONCE {
            assert_eq!(peers.note(peer, start), Duration::ZERO);
        }
        assert_eq!(peers.note(peer, start), STEP);
        assert_eq!(peers.note(peer, start), 2 * STEP);
        assert_eq!(peers.note(IpAddr::from([10, 0, 0, 2]), start), Duration::ZERO);
        for _ in 0..100 {
            assert!(peers.note(peer, start) <= LONGEST);
        }
        assert_eq!(peers.note(peer, start + WINDOW), Duration::ZERO);
    }

    #[test]
    fn addresses_of_one_network_are_one_peer() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        for i in 0..=AT_ONCE {
            peers.note(format!("2001:db8::{i:x}").parse().unwrap(), start);
        }
        assert!(peers.note("2001:db8::ffff:1".parse().unwrap(), start) > STEP);
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), IpAddr::from([10, 0, 0, 1]));
    }

    #[test]
    fn memory_is_bounded_and_peers_beyond_it_wait_together() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        for i in 0..5_000_u32 {
            peers.note(IpAddr::from(i.to_be_bytes()), start);
        }
        assert_eq!(peers.known.len(), MOST);
        assert!(peers.note(IpAddr::from([200, 0, 0, 1]), start) > Duration::ZERO);
        // A minute later there is room again.
        assert_eq!(peers.note(IpAddr::from([200, 0, 0, 1]), start + WINDOW), Duration::ZERO);
        assert_eq!(peers.known.len(), 1);
    }
}

//! The way to a store: one that is slow, or holds everything that comes until it is let through.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::StoreServer;

/// A proxy in front of a store. Its threads end with the connections.
pub struct Way {
    port: u16,
    is_held: Arc<AtomicBool>,
}

impl Way {
    /// One that takes so long in each direction.
    pub fn to(store: &StoreServer, delay: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let way = Self { port: listener.local_addr().expect("an address").port(), is_held: Arc::default() };
        let (is_held, store) = (Arc::clone(&way.is_held), store.port());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok((client, server)) = client.and_then(|one| Ok((one, TcpStream::connect(("127.0.0.1", store))?)))
                else {
                    continue;
                };
                let (back, forth) = (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
                for (from, to) in [(client, server), (back, forth)] {
                    let is_held = Arc::clone(&is_held);
                    std::thread::spawn(move || carry(from, to, delay, &is_held));
                }
            }
        });
        way
    }

    /// What replicas are given.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Holds everything, or lets it through again.
    pub fn hold(&self, is_held: bool) {
        self.is_held.store(is_held, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, delay: Duration, is_held: &AtomicBool) {
    let mut buffer = [0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        std::thread::sleep(delay);
        while is_held.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // The other direction ends, too.
    from.shutdown(std::net::Shutdown::Both).ok();
    to.shutdown(std::net::Shutdown::Both).ok();
}

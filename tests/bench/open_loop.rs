//! Asks at a constant rate, whether the answers come or not, and prints how late they were: `open_loop PORT RATE SECONDS`.
//! At rate 0 it asks as fast as answers come, and the first number, divided by the seconds, is the capacity of both sides.
//! A request that could not go out in time, because its connection still waited, is late from the time when it should have.
//!
//! It stands alone: `rustc -O tests/bench/open_loop.rs`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Connections, each with its share of the rate.
const CONNECTIONS: u32 = 64;
const REQUEST: &[u8] = b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn main() {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u32>().expect("a number"));
    let (port, rate, seconds) = (numbers.next(), numbers.next(), numbers.next());
    let (port, rate, seconds) = (port.expect("a port"), rate.expect("a rate"), seconds.expect("a time"));
    let every =
        if rate == 0 { Duration::ZERO } else { Duration::from_secs_f64(f64::from(CONNECTIONS) / f64::from(rate)) };
    let begin = Instant::now() + Duration::from_millis(200);
    let askers: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let first = begin + every * number / CONNECTIONS;
            thread::spawn(move || ask(port as u16, first, every, begin + Duration::from_secs(seconds.into())))
        })
        .collect();
    let mut late: Vec<Duration> = askers.into_iter().flat_map(|asker| asker.join().expect("answers")).collect();
    late.sort_unstable();
    let at = |share: f64| late[((late.len() - 1) as f64 * share) as usize].as_micros();
    println!("{} {} {} {} {}", late.len(), at(0.5), at(0.99), at(0.999), at(1.0));
}

/// Asks over one connection from the first time on, and says how long after its time each answer came.
fn ask(port: u16, first: Instant, every: Duration, end: Instant) -> Vec<Duration> {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    connection.set_nodelay(true).expect("a socket");
    let (mut late, mut due, mut length) = (Vec::new(), first, None);
    while due < end {
        if let Some(time) = due.checked_duration_since(Instant::now()) {
            thread::sleep(time);
        }
        connection.write_all(REQUEST).expect("a request is sent");
        let (mut space, mut read) = ([0; 4096], 0);
        while length.is_none_or(|length| read < length) {
            let count = connection.read(&mut space[read..]).expect("an answer");
            assert!(count > 0, "the server closed the connection");
            read += count;
            // All answers are the same: the first one, which comes in one piece, tells how long they are.
            length = length.or(Some(read));
        }
        assert!(space.starts_with(b"HTTP/1.1 200"), "another answer");
        late.push(due.elapsed());
        due = if every.is_zero() { Instant::now() } else { due + every };
    }
    late
}

//! Whole exchanges over an in-memory connection: everything from the bytes of a request to the bytes of its answer,
//! without the kernel.

use std::sync::Arc;

use divan::Bencher;
use serde_json::{Value, json};
use sidemock::memory::MemoryBudget;
use sidemock::message::Peer;
use sidemock::server::connection::{Mock, serve_stream};
use sidemock::server::connections::Connections;
use sidemock::server::dispatch::EnvironmentService;
use sidemock::server::drain::Drain;
use sidemock::server::port::Port;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::runtime::Runtime;

use crate::world;

struct Client {
    runtime: Runtime,
    stream: DuplexStream,
    buffer: Vec<u8>,
}

impl Client {
    fn new(routes: &Value, data: &Value) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (stream, served) = tokio::io::duplex(64 * 1024);
        let service = EnvironmentService {
            handle: world::handle(routes, data),
            admin: None,
            admin_elsewhere: false,
            is_ipv4: false,
        };
        let peer = Peer { remote: ([127, 0, 0, 1], 4000).into(), tls: false };
        let watch = Arc::new(Drain::default()).watch();
        let place = Connections::new(1, None, MemoryBudget::default()).admit().expect("a place");
        let serve = Mock::new(Arc::new(Port::Mock(service)), false);
        runtime.spawn(serve_stream(served, peer, serve, watch, (place, Arc::default())));
        Self { runtime, stream, buffer: vec![0; 64 * 1024] }
    }

    /// Sends the request and reads the answer, which comes in one piece.
    fn exchange(&mut self, request: &[u8]) -> usize {
        let Self { runtime, stream, buffer } = self;
        runtime.block_on(async {
            stream.write_all(request).await.expect("sent");
            stream.read(buffer).await.expect("answered")
        })
    }

    fn bench(&mut self, bencher: Bencher<'_, '_>, request: &[u8]) {
        // The journal is full, every buffer has its size.
        for _ in 0..300 {
            let length = self.exchange(request);
            assert!(self.buffer[..length].starts_with(b"HTTP/1.1 200"), "the wrong answer is not worth measuring");
        }
        bencher.bench_local(|| self.exchange(request));
    }
}

#[divan::bench(args = [1, 100, 10_000])]
fn static_route(bencher: Bencher<'_, '_>, routes: usize) {
    let mut client = Client::new(&world::routes(routes), &json!([]));
    client.bench(bencher, b"GET /last/profile HTTP/1.1\r\nHost: a\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");
}

#[divan::bench]
fn templated_body(bencher: Bencher<'_, '_>) {
    let body = "{\"id\": \"{{urlParam 'id'}}\", \"q\": \"{{queryParam 'q'}}\", \"n\": {{int 1 9}}}";
    let routes = json!([world::route(1, "orders/:id", json!([world::response("t", body)]))]);
    let mut client = Client::new(&routes, &json!([]));
    client.bench(bencher, b"GET /orders/17?q=gold HTTP/1.1\r\nHost: a\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");
}

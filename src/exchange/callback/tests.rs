use std::net::SocketAddr;

use bytes::Bytes;

use super::*;
use crate::message::Peer;

fn request(depth: Option<&str>) -> Request {
    let mut builder = http::Request::builder().uri("/");
    if let Some(depth) = depth {
        builder = builder.header("X-Mockoon-Callback-Depth", depth);
    }
    let peer = Peer { remote: SocketAddr::from(([127, 0, 0, 1], 1)), tls: false };
    Request::new(builder.body(()).unwrap().into_parts().0, Bytes::new(), peer)
}

#[test]
fn the_depth_is_what_parse_int_reads() {
    for (header, expected) in
        [(None, 0), (Some("3"), 3), (Some(" 4x"), 4), (Some("-2"), 0), (Some("x"), 0), (Some(""), 0)]
    {
        assert_eq!(depth(&request(header)), expected, "{header:?}");
    }
}

#[test]
fn values_of_one_header_are_joined() {
    let mut headers = HeaderMap::new();
    for value in ["a/b", "c/d"] {
        append(&mut headers, &header::CONTENT_TYPE, &HeaderValue::from_static(value), ", ");
    }
    assert_eq!(headers[header::CONTENT_TYPE], "a/b, c/d");
}

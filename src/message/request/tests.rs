use super::*;

fn request(target: &str, headers: &[(&str, &str)], body: &str) -> Request {
    let mut builder = http::Request::builder().uri(target);
    for (name, value) in headers {
        builder = builder.header(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let (parts, ()) = builder.body(()).unwrap().into_parts();
    Request::new(parts, Bytes::copy_from_slice(body.as_bytes()), peer())
}

fn peer() -> Peer {
    Peer { remote: "127.0.0.1:9".parse().unwrap(), tls: false }
}

#[test]
fn is_shared_between_threads() {
    fn assert_shared<T: Send + Sync>(_: &T) {}
    assert_shared(&request("/", &[], ""));
}

#[test]
fn collapses_slashes_of_the_whole_url() {
    let request = request("//a///b?x=//c", &[], "");
    assert_eq!(request.url(), "/a/b?x=/c");
    assert_eq!(request.original_url(), "//a///b?x=//c");
    assert_eq!(request.path(), "/a/b");
}

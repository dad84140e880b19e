//! WebSockets, proxying environments, callbacks, HTTP/2, sessions.

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::net::TcpStream;

use super::{Door, tenant, who, with};
use crate::support::{self, Request, TOKEN, get, response, route, wait_for};
use crate::websocket::client::Client;

#[tokio::test]
async fn websockets_come_through_with_their_host() {
    let socket = |name: &str| {
        let body = format!("{name} hears {{{{body}}}}");
        let mut echo = route("", "echo", vec![response(json!({"body": body}))]);
        echo["type"] = "ws".into();
        with(name, json!({"routes": [echo]}))
    };
    let door = Door::open("a=A, b/deep;strip=B", &[socket("A"), socket("B")]);
    for (host, path, expected) in [("a", "/echo", "A hears x"), ("B:80", "/deep/echo", "B hears x")] {
        let mut client = Client::open_at(door.port, host, path).await;
        client.send("x").await;
        assert_eq!(client.text().await, expected);
    }
}

#[test]
fn a_proxying_environment_asks_its_upstream() {
    let upstream = support::Sidemock::on(&support::environment(json!({
        "routes": [get("up", "up"), route("get", "cookie", vec![response(json!({
            "headers": [{"key": "Set-Cookie", "value": "a=1; Secure"}],
        }))])],
    })));
    let upstream = upstream.start();
    let host = format!("http://127.0.0.1:{}", upstream.port());
    let tls = json!({"enabled": true, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": ""});
    let proxy = with("Proxy", json!({"proxyMode": true, "proxyHost": host, "tlsOptions": tls}));
    let door = Door::open("", &[proxy, tenant("Plain")]);
    let reply = door.get("proxy", "/up");
    assert_eq!((reply.text().as_str(), who(&reply).as_str()), ("up", "Proxy"));
    assert_eq!(door.get("plain", "/up").status, 404);
    // Over plain HTTP a client would not keep a secure cookie, whatever the environment's own port speaks.
    assert_eq!(door.get("proxy", "/cookie").header("set-cookie"), Some("a=1"));
}

#[test]
fn callbacks_to_oneself_go_through_the_door() {
    let environments = ["A", "B"].map(|name| {
        let uuid = format!("00000000-0000-4000-9000-00000000000{}", name.to_lowercase());
        let callback = json!({
            "uuid": uuid, "id": "cb", "name": "self", "documentation": "", "method": "post",
            "uri": "/called", "headers": [], "bodyType": "INLINE", "body": name, "filePath": "", "sendFileAsBody": true,
        });
        let call = response(json!({"callbacks": [{"uuid": uuid, "latency": 0}]}));
        with(
            name,
            json!({"callbacks": [callback], "routes": [
            route("get", "call", vec![call]), route("post", "called", vec![response(json!({}))])]}),
        )
    });
    let door = Door::open("/deep;strip=A, b=B", &environments);
    door.get("x", "/deep/call");
    door.get("b", "/call");
    for name in ["A", "B"] {
        let target = format!("/mockoon-admin/logs?environment={name}");
        let called = || door.send("x", &Request::get(&target).bearer(TOKEN)).text().matches("/called").count() > 0;
        wait_for("the callback", called);
    }
}

#[tokio::test]
async fn http_2_names_the_host_as_authority() {
    let door = Door::open("", &[tenant("Payments"), tenant("Shop")]);
    let stream = TcpStream::connect(("127.0.0.1", door.port)).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    for (uri, host, expected) in [
        ("http://payments/url", None, Some("Payments")),
        ("http://SHOP.ns.svc:81/url", None, Some("Shop")),
        ("http://payments/url", Some("shop"), Some("Payments")),
        ("http://nowhere/url", None, None),
    ] {
        let mut request = http::Request::builder().uri(uri).version(http::Version::HTTP_2);
        if let Some(host) = host {
            request = request.header("host", host);
        }
        let reply = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        assert_eq!(reply.headers().get("x-who").map(|who| who.to_str().unwrap()), expected, "{uri}");
        assert_eq!(reply.headers().contains_key("x-sidemock-front-door"), expected.is_none());
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        if expected.is_some() {
            assert_eq!(body, uri.trim_end_matches("/url"));
        }
    }
}

#[test]
fn sessions_are_told_apart_behind_the_door() {
    let count = route(
        "get",
        "n",
        vec![response(json!({"body": "{{setGlobalVar 'n' (add (getGlobalVar 'n') 1)}}{{getGlobalVar 'n'}}"}))],
    );
    let door = Door::open("", &[with("A", json!({"routes": [count]})), tenant("B")]);
    let next = |session: &str| door.send("a", &Request::get("/n").header("x-sidemock-session", session)).text();
    assert_eq!([next("s1"), next("s2"), next("s1")], [next("s3"), next("s4"), next("s3")]);
}

//! The handshake: checked in the order and refused in the words of the reference's `ws`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use hyper::upgrade::OnUpgrade;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use warp::reply::Response;

use crate::js::Object;
use crate::message::Request;
use crate::message::target::as_sent;
use crate::routing::Pattern;
use crate::runtime::{CompiledEnvironment, CompiledRoute, EnvironmentHandle, FaultNote, Generation, Origin, Space};

use super::super::context::Exchange;
use super::super::record;
use super::protocols;
use super::session::Session;
use super::view::RouteView;
use super::wire::BoundedSocket;

/// The values of `Sec-WebSocket-Version` that are understood.
const VERSIONS: &str = "13, 8";

/// Why a handshake is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Refusal {
    #[error("No WebSocket route found for this path")]
    NoRoute,
    #[error("Invalid HTTP method")]
    Method,
    #[error("Missing or invalid Sec-WebSocket-Key header")]
    Key,
    #[error("Missing or invalid Sec-WebSocket-Version header")]
    Version,
    #[error("Invalid Sec-WebSocket-Protocol header")]
    Protocol,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Key | Self::Version | Self::Protocol => StatusCode::BAD_REQUEST,
        }
    }

    fn into_response(self) -> Response {
        let mut response = Response::new(self.to_string().into());
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        if self == Self::Version {
            headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static(VERSIONS));
        }
        response
    }
}

/// Whether a request asks for a WebSocket. All others, `Upgrade: h2c` among them, are usual requests.
pub fn is_upgrade(headers: &HeaderMap) -> bool {
    only(headers, &header::UPGRADE).is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
        && headers
            .get_all(header::CONNECTION)
            .iter()
            .any(|value| value.to_str().is_ok_and(|value| value.to_ascii_lowercase().contains("upgrade")))
}

/// The value of a header that came once; several lines would be joined and then be no valid value of these headers.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Answers a handshake, which a fault may have delayed; a connection that is taken lives on in its own task.
pub fn accept(
    handle: &Arc<EnvironmentHandle>,
    generation: &Arc<Generation>,
    space: &Arc<Space>,
    request: &Request,
    upgrade: Option<OnUpgrade>,
    fault: Option<FaultNote>,
) -> Response {
    let metrics = &handle.shared.metrics;
    let compiled = &generation.compiled;
    let path = as_sent(request.uri().path()).into_owned();
    let fault = fault.map(Box::new);
    let record = |request: &Request, route: Option<&CompiledRoute>, response: &mut Response| {
        let (generation, space) = (Arc::clone(generation), Arc::clone(space));
        let exchange = Exchange::new(handle, generation, space, request.clone(), Instant::now());
        record::handshake(exchange, route, response.status(), response.headers_mut(), fault.clone());
    };
    let Some((index, route)) = find(compiled, &path) else {
        metrics.unmatched.count(Refusal::NoRoute.status().as_u16());
        let mut response = Refusal::NoRoute.into_response();
        record(request, None, &mut response);
        return response;
    };
    let mut response = switch(request.http_method(), request.header_map()).unwrap_or_else(Refusal::into_response);
    route.metrics.count(response.status().as_u16());
    let params = parameters(route, &path);
    record(&request.clone().with_params(params.clone().into()), Some(route), &mut response);
    if let Some(upgrade) = upgrade
        && response.status() == StatusCode::SWITCHING_PROTOCOLS
    {
        let request = request.handshake(&route.definition.endpoint).with_params(params.into());
        let view = RouteView::new(Arc::clone(handle), Arc::clone(space), Arc::clone(generation), index);
        serve(handle, upgrade, Session::new(view, request));
    }
    response
}

/// The route and response that a handshake leads to.
pub fn origin(compiled: &CompiledEnvironment, request: &Request) -> Option<Origin> {
    let (_, route) = find(compiled, &as_sent(request.uri().path()))?;
    route.responses.first().map(|response| (*response.origin).clone())
}

/// The first route whose path matches.
fn find<'a>(compiled: &'a CompiledEnvironment, path: &str) -> Option<(usize, &'a CompiledRoute)> {
    let (_, index) = compiled.websockets.iter().find(|(pattern, _)| pattern.matches(path).is_some())?;
    Some((*index, compiled.routes.get(*index)?))
}

/// Parameters as templates and rules see them: the reference matches once more, without the environment's prefix,
/// so that below a prefix there are none.
fn parameters(route: &CompiledRoute, path: &str) -> Object {
    Pattern::compile("", &route.definition.endpoint).ok().and_then(|pattern| pattern.matches(path)).unwrap_or_default()
}

/// The answer that switches protocols.
fn switch(method: &Method, headers: &HeaderMap) -> Result<Response, Refusal> {
    if method != Method::GET {
        return Err(Refusal::Method);
    }
    let key = only(headers, &header::SEC_WEBSOCKET_KEY).filter(|key| is_key(key)).ok_or(Refusal::Key)?;
    only(headers, &header::SEC_WEBSOCKET_VERSION)
        .filter(|version| VERSIONS.split(", ").any(|known| known == version.trim()))
        .ok_or(Refusal::Version)?;
    let protocol = protocols::first(headers).map_err(|_| Refusal::Protocol)?;
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes())).map_err(|_| Refusal::Key)?;

    let mut response = Response::new(Vec::new().into());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let answer = response.headers_mut();
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    answer.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    answer.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    if let Some(protocol) = protocol {
        answer.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    Ok(response)
}

/// 16 bytes in base64.
fn is_key(key: &str) -> bool {
    key.strip_suffix("==").is_some_and(|text| {
        text.len() == 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
    })
}

/// Runs the connection once hyper has switched protocols.
fn serve(handle: &Arc<EnvironmentHandle>, upgrade: OnUpgrade, session: Session) {
    // Entered before the answer goes out: the end of the process waits from now on.
    let guard = handle.shared.websockets.enter();
    let handle = Arc::clone(handle);
    tokio::spawn(async move {
        match upgrade.await {
            Ok(upgraded) => {
                let socket = BoundedSocket::new(upgraded, &handle.shared.options).await;
                let open = &handle.shared.metrics.websockets;
                open.fetch_add(1, Ordering::Relaxed);
                session.run(socket).await;
                open.fetch_sub(1, Ordering::Relaxed);
            }
            Err(error) => tracing::debug!("a client left during its handshake: {error}"),
        }
        drop(guard);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let lines = lines.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        lines.collect()
    }

    #[test]
    fn knows_handshakes_by_upgrade_and_connection() {
        for (lines, expected) in [
            (vec![("upgrade", "websocket"), ("connection", "Upgrade")], true),
            (vec![("upgrade", "WebSocket"), ("connection", "keep-alive, UPGRADE")], true),
            (vec![("upgrade", "websocket")], false),
            (vec![("upgrade", "websocket"), ("connection", "close")], false),
            (vec![("upgrade", "h2c"), ("connection", "upgrade")], false),
            (vec![("connection", "upgrade")], false),
        ] {
            assert_eq!(is_upgrade(&headers(&lines)), expected, "{lines:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_key() {
        assert!(is_key("dGhlIHNhbXBsZSBub25jZQ=="));
        for key in
            ["", "==", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25j-Q==", "short=="]
        {
            assert!(!is_key(key), "{key}");
        }
    }
}

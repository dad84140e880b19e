//! Callbacks: requests that a response sends to others, each in a task of its own.
//!
//! What depends on the request is rendered before the answer goes out; only files are read (and rendered) in the task.

mod body;
mod fetch;
mod outcome;
mod own_address;

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tokio::sync::OwnedSemaphorePermit;

use crate::js::number;
use crate::memory::{Share, Shortage};
use crate::message::Request;
use crate::runtime::compiled::CompiledCallback;
use crate::runtime::{EnvironmentHandle, Generation, Shared, Space};
use crate::template::{RenderContext, RenderError};

use super::baggage;
use super::context::Responding;
use super::file::path::PathError;
use super::session::carry_session;
use super::trace::{self, Call};
use crate::traces::Started;
use body::Content;
use outcome::Sender;
use own_address::OwnAddress;

/// Tells how many callbacks led to a request.
const DEPTH: HeaderName = HeaderName::from_static("x-mockoon-callback-depth");

/// What the connection itself has to say, not the user.
const CONNECTION_HEADERS: [HeaderName; 7] = [
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::EXPECT,
    header::UPGRADE,
    header::TE,
];

/// Why a callback was not sent.
#[derive(Debug, thiserror::Error)]
enum PrepareError {
    #[error(transparent)]
    Template(#[from] RenderError),
    #[error(transparent)]
    Path(#[from] PathError),
    #[error("'{0}' HTTP method is unsupported.")]
    Method(String),
}

/// Why a callback is not kept until its time comes.
#[derive(Debug, thiserror::Error)]
enum Full {
    #[error("too many callbacks are waiting; this one is dropped")]
    Callbacks,
    #[error("too many bytes of callbacks are waiting; this one is dropped")]
    Bytes,
    #[error("{0}; this callback is dropped")]
    Memory(#[from] Shortage),
}

/// Admits a callback among those not yet done, until it is dropped.
struct CallbackPermit {
    _counted: OwnedSemaphorePermit,
    bytes: OwnedSemaphorePermit,
    share: Share,
}

impl CallbackPermit {
    /// Takes a permit for a callback that holds so many bytes.
    fn take(shared: &Shared, size: usize) -> Result<Self, Full> {
        let counted = Arc::clone(&shared.callbacks_waiting).try_acquire_owned().map_err(|_| Full::Callbacks)?;
        Ok(Self { _counted: counted, bytes: room(shared, size)?, share: shared.options.memory.take(size)? })
    }

    /// Makes room for what was read later.
    fn grow(&mut self, shared: &Shared, size: usize) -> Result<(), Full> {
        self.bytes.merge(room(shared, size)?);
        Ok(self.share.grow(size)?)
    }
}

/// Room for so many bytes; one that alone is larger than all room takes all of it.
fn room(shared: &Shared, size: usize) -> Result<OwnedSemaphorePermit, Full> {
    let (room, whole) = &shared.callback_bytes;
    let size = u32::try_from(size).unwrap_or(u32::MAX).min(*whole);
    Arc::clone(room).try_acquire_many_owned(size).map_err(|_| Full::Bytes)
}

fn headers_size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

/// A callback that has been rendered but for its file.
pub struct Job {
    permit: CallbackPermit,
    sender: Sender,
    content: Content,
    headers: HeaderMap,
    depth: u64,
    latency: Duration,
    /// What a file is rendered with.
    request: Request,
    generation: Arc<Generation>,
    space: Arc<Space>,
    /// The span that it is caused by.
    trace: Option<Box<Started>>,
}

/// Renders the callbacks of a response; `rendering` is the one that its body was rendered with.
pub fn prepare(responding: &Responding<'_>, rendering: &RenderContext<'_>) -> Vec<Job> {
    let invocations = &responding.response.source.callbacks;
    if invocations.is_empty() {
        return Vec::new();
    }
    let exchange = responding.exchange;
    let shared = &exchange.handle.shared;
    let depth = depth(&exchange.request);
    let limit = shared.options.max_callback_depth;
    if depth >= limit {
        let label = shared.transaction_log.label();
        tracing::error!(
            environmentName = label.name,
            environmentUUID = label.uuid,
            routeResponseUUID = %responding.response.origin.response,
            callbackDepth = depth,
            "Error while executing callback: Max callback depth reached ({limit}). Stopping callback execution to prevent infinite loops."
        );
        return Vec::new();
    }
    let mut jobs = Vec::with_capacity(invocations.len());
    for invocation in invocations {
        let Some(callback) = exchange.compiled().callbacks.get(invocation.uuid.as_str()) else { continue };
        match render(responding, callback, rendering) {
            Ok((sender, content, headers)) => {
                let size = sender.url.len() + content.size() + headers_size(&headers);
                let permit = match CallbackPermit::take(shared, size) {
                    Ok(permit) => permit,
                    Err(full) => {
                        sender.failed(&full);
                        continue;
                    }
                };
                jobs.push(Job {
                    permit,
                    sender,
                    content,
                    headers,
                    depth: depth + 1,
                    latency: Duration::from_millis(invocation.latency.max(0.0) as u64),
                    request: rendering.request.unwrap_or(&exchange.request).clone(),
                    generation: Arc::clone(&exchange.generation),
                    space: Arc::clone(&exchange.space),
                    trace: exchange.span().map(Box::new),
                });
            }
            Err(error) => {
                outcome::report(&exchange.handle, &callback.source.name, exchange.trace_id().as_deref(), &error);
            }
        }
    }
    jobs
}

/// Sends callbacks, each in a task of its own.
pub fn launch(jobs: Vec<Job>) {
    for job in jobs {
        tokio::spawn(job.run());
    }
}

/// How many callbacks led to this request: `parseInt` of the header, 0 for nonsense.
fn depth(request: &Request) -> u64 {
    let depth = request.header(DEPTH.as_str()).map_or(0.0, |value| number::parse_int(&value));
    // A NaN becomes 0, a negative number too.
    depth as u64
}

fn render(
    responding: &Responding<'_>,
    callback: &CompiledCallback,
    rendering: &RenderContext<'_>,
) -> Result<(Sender, Content, HeaderMap), PrepareError> {
    let exchange = responding.exchange;
    let written = callback.uri.render(rendering)?;
    let is_own = written.starts_with('/');
    let (url, host) = url(&exchange.handle, rendering, written);
    let mut headers = headers(callback, rendering);
    let content = body::prepare(responding, callback, rendering, &mut headers)?;
    let method = callback.source.method.to_ascii_uppercase();
    let method = Method::from_bytes(method.as_bytes())
        .ok()
        .filter(|method| !matches!(*method, Method::CONNECT | Method::TRACE) && method.as_str() != "TRACK")
        .ok_or(PrepareError::Method(method))?;
    let sender = Sender {
        handle: Arc::clone(&exchange.handle),
        name: callback.source.name.clone(),
        trace_id: exchange.trace_id().as_deref().map(Into::into),
        method,
        url,
        is_own,
        host,
        file_path: callback.source.file_path.clone(),
    };
    Ok((sender, content, headers))
}

/// Where a URL leads to, and the host to name there if it is another one: a relative URL is one of the environment itself.
fn url(handle: &EnvironmentHandle, rendering: &RenderContext<'_>, url: String) -> (String, Option<HeaderValue>) {
    if !url.starts_with('/') {
        return (url, None);
    }
    let base_url = rendering.base_url;
    let OwnAddress { origin, host } = OwnAddress::of(handle, base_url);
    let url = if base_url.prefix.is_empty() {
        format!("{origin}{url}")
    } else {
        format!("{origin}/{}{url}", base_url.prefix)
    };
    (url, host)
}

/// The callback's own headers. They see the request, but not the response.
fn headers(callback: &CompiledCallback, rendering: &RenderContext<'_>) -> HeaderMap {
    let rendering = RenderContext { status: None, ..*rendering };
    let mut headers = HeaderMap::with_capacity(8);
    for header in callback.headers.iter() {
        let Some(value) = header.value(&rendering) else { continue };
        if header.name == header::SET_COOKIE {
            append(&mut headers, &header.name, &value, ",");
        } else {
            headers.insert(header.name.clone(), value);
        }
    }
    for name in CONNECTION_HEADERS {
        headers.remove(name);
    }
    headers
}

/// Joins a value to what is already there.
fn append(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue, separator: &str) {
    let joined = headers.get(name).map(|old| [old.as_bytes(), separator.as_bytes(), value.as_bytes()].concat());
    let value = joined.and_then(|joined| HeaderValue::from_bytes(&joined).ok()).unwrap_or_else(|| value.clone());
    headers.insert(name.clone(), value);
}

impl Job {
    async fn run(self) {
        let Self { mut permit, sender, content, mut headers, depth, latency, request, generation, space, trace } = self;
        let counted = content.size();
        let body = match content.load(&sender.handle, &generation, &space, &request).await {
            Ok(body) => body,
            Err(error) => return sender.failed(&error),
        };
        if let Err(full) = permit.grow(&sender.handle.shared, body.bytes.len().saturating_sub(counted)) {
            return sender.failed(&full);
        }
        trace::carry(request.header_map(), &mut headers);
        baggage::carry(request.header_map(), &mut headers);
        carry_session(&sender.handle.shared.options.sessions, &space, &mut headers);
        drop((request, generation, space));
        tokio::time::sleep(latency).await;
        let Ok(_flying) = Arc::clone(&sender.handle.shared.callbacks_in_flight).try_acquire_owned() else {
            return sender.failed(&"too many callbacks are in flight; this one is dropped");
        };
        let tracing = Call::begin(trace.as_deref(), &mut headers);
        let logged = headers.clone();
        headers.insert(DEPTH, HeaderValue::from(depth));
        headers.extend(sender.host.clone().map(|host| (header::HOST, host)));
        let shared = &sender.handle.shared;
        let keep = if shared.options.log_transactions { outcome::KEPT_BYTES } else { 0 };
        let call = fetch::Call {
            method: sender.method.clone(),
            url: &sender.url,
            is_own: sender.is_own,
            headers,
            body: body.bytes,
            kind: body.kind,
        };
        let sent =
            tokio::time::timeout(shared.options.callback_timeout, fetch::fetch(shared.client(), call, keep)).await;
        if let Some(call) = tracing {
            let outcome = match &sent {
                Ok(Ok(answer)) => Ok(answer.status.as_u16()),
                Ok(Err(_)) => Err("connection_error"),
                Err(_) => Err("timeout"),
            };
            call.end(&sender.method, &sender.url, Some(&sender.name), outcome);
        }
        match sent {
            Ok(Ok(answer)) => sender.invoked(&answer, &logged, &body.shown),
            Ok(Err(error)) => sender.failed(&error),
            Err(_) => sender.failed(&"the callback took too long"),
        }
    }
}

#[cfg(test)]
mod tests;

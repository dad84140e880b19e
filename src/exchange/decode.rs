//! Compressed bodies of requests, as rules, templates and data buckets see them: decoded. The upstream of a proxy gets
//! the bytes as they came.
//!
//! What does not decode, or has a coding that nobody here knows, stays as it came: a client may call a body compressed
//! that is not, and the reference takes both for what they are. What decodes to more than a body may have is too large.

use bytes::Bytes;
use http::header;

use crate::budget;
use crate::memory::{Share, Shortage};
use crate::message::body::coding::{self, Coding, Stopped};

use super::context::Exchange;

/// Why a body is not taken.
#[derive(Debug)]
pub enum DecodeError {
    /// It unfolds to more than a body may have, or takes longer than a request may.
    TooLarge,
    /// There is no room at the moment.
    Short(Shortage),
}

/// Decodes the request's body, if it is compressed.
///
/// # Errors
/// When it unfolds to too much.
pub fn request_body(exchange: &mut Exchange) -> Result<(), DecodeError> {
    let options = &exchange.handle.shared.options;
    let request = &exchange.request;
    if !options.decode_requests
        || request.body_bytes().is_empty()
        || !request.header_map().contains_key(header::CONTENT_ENCODING)
    {
        return Ok(());
    }
    let _entered = exchange.budget.enter();
    let mut decoded: Option<Bytes> = None;
    for coding in coding::of(request.header_map()).into_iter().rev() {
        let (bytes, share) = match undo(coding, decoded.as_ref().unwrap_or(request.body_bytes()), exchange) {
            Ok(undone) => undone,
            Err(Stopped::Refused(refused)) => return Err(refused),
            Err(Stopped::Malformed) => {
                tracing::warn!(
                    requestMethod = request.method(),
                    requestPath = request.path(),
                    "the request's body is not what its Content-Encoding says, and is taken as it came"
                );
                return Ok(());
            }
        };
        decoded = Some(share.with(Bytes::from(bytes)));
    }
    if let Some(decoded) = decoded {
        exchange.request.set_decoded_body(decoded);
    }
    Ok(())
}

fn undo(coding: Coding, body: &[u8], exchange: &Exchange) -> Result<(Vec<u8>, Share), Stopped<DecodeError>> {
    let options = &exchange.handle.shared.options;
    let limit = match options.max_body {
        0 => options.memory.limit(),
        limit => usize::try_from(limit).unwrap_or(usize::MAX).min(options.memory.limit()),
    };
    let (mut out, mut share) = (Vec::new(), options.memory.share());
    coding.undo(body, |piece| {
        if out.len() + piece.len() > limit {
            return Err(DecodeError::TooLarge);
        }
        budget::work(piece.len() as u64 / 4).map_err(|_| DecodeError::TooLarge)?;
        if out.len() + piece.len() > out.capacity() {
            let room = (2 * out.capacity()).max(piece.len()).min(limit);
            share.resize(room).map_err(DecodeError::Short)?;
            out.reserve_exact(room - out.len());
        }
        out.extend_from_slice(piece);
        Ok(())
    })?;
    out.shrink_to_fit();
    share.shrink(share.held().saturating_sub(out.len()));
    Ok((out, share))
}

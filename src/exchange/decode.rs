//! Compressed bodies of requests, as rules, templates and data buckets see them: decoded. The upstream of a proxy gets
//! the bytes as they came.
//!
//! What does not decode, or has a coding that nobody here knows, stays as it came: a client may call a body compressed
//! that is not, and the reference takes both for what they are. What decodes to more than a body may have is too large.

use bytes::Bytes;
use http::header;

use crate::budget;
use crate::memory::{Share, Shortage};
use crate::message::Request;
use crate::message::body::coding::{self, Coding, Stopped};
use crate::runtime::Options;

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
    match unfolded(request, options) {
        Ok(None) => {}
        Ok(Some(decoded)) => exchange.request.set_decoded_body(decoded),
        Err(Stopped::Refused(refused)) => return Err(refused),
        Err(Stopped::Malformed) => {
            let label = exchange.handle.shared.transaction_log.label();
            tracing::warn!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                requestMethod = request.method(),
                requestPath = request.path(),
                "the request's body is not what its Content-Encoding says, and is taken as it came"
            );
        }
    }
    Ok(())
}

/// The request's body without the codings that its head names; `None` where it names none, or one that is not known.
///
/// # Errors
/// When it is not what its head says, or unfolds to too much.
pub fn unfolded(request: &Request, options: &Options) -> Result<Option<Bytes>, Stopped<DecodeError>> {
    let mut decoded: Option<Bytes> = None;
    for coding in coding::of(request.header_map()).into_iter().rev() {
        let (bytes, share) = undo(coding, decoded.as_ref().unwrap_or(request.body_bytes()), options)?;
        decoded = Some(share.with(Bytes::from(bytes)));
    }
    Ok(decoded)
}

fn undo(coding: Coding, body: &[u8], options: &Options) -> Result<(Vec<u8>, Share), Stopped<DecodeError>> {
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

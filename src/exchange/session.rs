//! Which space a request belongs to, and how its session goes on with what it causes.

use std::sync::Arc;

use http::header::{self, HeaderMap, HeaderValue};

use crate::masking;
use crate::message::Request;
use crate::runtime::session_keys::{
    Claim, SECRET_ID, SESSION_BAGGAGE, SESSION_HEADER, SessionKey, SessionMode, SessionOptions,
};
use crate::runtime::{EnvironmentHandle, Space};

use super::baggage;

/// Why a request has no space.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSpace {
    /// The id is none.
    #[error("{0}")]
    Invalid(String),
    /// Sessions have to be declared, and this one is not.
    #[error(
        "there is no session \"{0}\"; start it with POST /mockoon-admin/x/sessions, or set MOCKOON_SESSIONS=implicit"
    )]
    Unknown(String),
    /// A session is required.
    #[error("a session is required: name one by {0}")]
    Required(String),
}

impl NoSpace {
    /// The status that it answers.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 400,
            Self::Unknown(_) => 404,
            Self::Required(_) => 428,
        }
    }
}

/// The space of a request, where that is here; `None` where it has to be asked for, begins now or is refused.
pub fn space_at_once(handle: &EnvironmentHandle, request: &Request) -> Option<Arc<Space>> {
    let options = &handle.shared.options.sessions;
    match options.claim(request) {
        Claim::None if options.mode != SessionMode::Required => Some(Arc::clone(handle.spaces.base())),
        Claim::Session(id) | Claim::Registered(id) => handle.spaces.visit(&id),
        Claim::None | Claim::Invalid(_) => None,
    }
}

/// The space of a request. A session begins where the request names one that is not there, if it is `sent`; that of a
/// request that nobody sends is as it would begin, and nobody else sees it.
///
/// # Errors
/// See [`NoSpace`].
pub async fn space_of(handle: &EnvironmentHandle, request: &Request, sent: bool) -> Result<Arc<Space>, NoSpace> {
    let options = &handle.shared.options.sessions;
    let base = || Arc::clone(handle.spaces.base());
    let required = || NoSpace::Required(options.places());
    let space = match options.claim(request) {
        // A browser asks before it sends what names the session.
        Claim::None if options.mode == SessionMode::Required && !is_preflight(request) => {
            return Err(required());
        }
        Claim::None => return Ok(base()),
        Claim::Invalid(reason) => return Err(NoSpace::Invalid(reason)),
        Claim::Registered(id) => match handle.find_session(&id, false).await {
            Some(space) => space,
            None if options.mode == SessionMode::Required => return Err(required()),
            None => return Ok(base()),
        },
        Claim::Session(id) if masking::is_in(&id) => return Err(NoSpace::Invalid(SECRET_ID.to_owned())),
        Claim::Session(id) if options.mode == SessionMode::Declared => {
            handle.find_session(&id, false).await.ok_or_else(|| NoSpace::Unknown(id.to_string()))?
        }
        Claim::Session(id) if !sent => handle.session_to_read(&id).await,
        Claim::Session(id) => handle.find_session(&id, true).await.unwrap_or_else(base),
    };
    space.touch();
    Ok(space)
}

/// Whether a browser asks if a request of another origin may be sent.
fn is_preflight(request: &Request) -> bool {
    let headers = request.header_map();
    *request.http_method() == http::Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Adds the session to the headers of a request that an exchange causes: as a header and as a member of baggage, by our names
/// and by those that the settings give, so that it finds back to its session wherever it arrives.
pub fn carry_session(options: &SessionOptions, space: &Space, headers: &mut HeaderMap) {
    let Some(id) = &space.session else { return };
    let Ok(value) = HeaderValue::from_str(id) else { return };
    headers.insert(SESSION_HEADER, value.clone());
    baggage::add(&format!("{SESSION_BAGGAGE}={id}"), headers);
    for key in options.keys() {
        match key {
            SessionKey::Header(name) if *name != SESSION_HEADER => {
                headers.insert(name.clone(), value.clone());
            }
            SessionKey::Baggage(name) if name != SESSION_BAGGAGE => baggage::add(&format!("{name}={id}"), headers),
            _ => {}
        }
    }
}

//! Which space a call is about: the session that it names, else the base.

use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderValue};

use crate::js::Value;
use crate::masking;
use crate::message::Request;
use crate::runtime::session_keys::{SECRET_ID, SESSION_HEADER, SessionKey, SessionMode, SessionOptions, is_id};
use crate::runtime::{EnvironmentHandle, Space};

/// The spaces that a call is about.
pub struct Scope {
    /// The space; the base where it is about all.
    pub space: Arc<Space>,
    /// Whether it is about all.
    pub everywhere: bool,
}

/// Why a call has no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoScope {
    /// Something that names no session.
    #[error("session: 1 to 128 characters of A-Z a-z 0-9 . _ ~ : -, or * for all")]
    NoId,
    /// A secret.
    #[error("{SECRET_ID}")]
    Secret,
    /// A call that changes something, for everybody.
    #[error("session=* is for reads only; name one session")]
    ReadsOnly,
    /// Sessions have to be declared, and this one is not.
    #[error("there is no session \"{0}\"; start it with POST /mockoon-admin/x/sessions")]
    Unknown(String),
    /// There are none.
    #[error("sessions are off (MOCKOON_SESSIONS=off)")]
    Off,
}

impl NoScope {
    /// The status that it answers.
    pub fn status(&self) -> u16 {
        match self {
            Self::NoId | Self::Secret | Self::ReadsOnly => 400,
            Self::Unknown(_) | Self::Off => 404,
        }
    }
}

/// What a call does with the spaces that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It looks at what is there: no session begins by it.
    Reads,
    /// It waits for what comes: to a session, too, that nobody has begun yet.
    Waits,
    /// It changes something.
    Changes,
}

/// The scope of a call: `?session=ID`, else the session header, else the base; `*` is everywhere, for calls that read.
///
/// # Errors
/// See [`NoScope`].
pub async fn of(handle: &EnvironmentHandle, request: &Request, access: Access) -> Result<Scope, NoScope> {
    let base = || Arc::clone(handle.spaces.base());
    let named = match request.query().get("session") {
        Value::String(id) => Some(id.to_string()),
        Value::Undefined => {
            let header = session_header(&handle.shared.options.sessions, request);
            header.map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        }
        _ => return Err(NoScope::NoId),
    };
    let Some(id) = named else { return Ok(Scope { space: base(), everywhere: false }) };
    if id == "*" {
        return if access != Access::Changes {
            Ok(Scope { space: base(), everywhere: true })
        } else {
            Err(NoScope::ReadsOnly)
        };
    }
    if !is_id(&id) {
        return Err(NoScope::NoId);
    }
    if masking::is_in(&id) {
        return Err(NoScope::Secret);
    }
    let space = match handle.shared.options.sessions.mode {
        SessionMode::Implicit | SessionMode::Required if access == Access::Reads => handle.session_to_read(&id).await,
        SessionMode::Implicit | SessionMode::Required => handle.find_session(&id, true).await.unwrap_or_else(base),
        SessionMode::Declared => handle.find_session(&id, false).await.ok_or(NoScope::Unknown(id))?,
        SessionMode::Off => return Err(NoScope::Off),
    };
    space.touch();
    Ok(Scope { space, everywhere: false })
}

/// The header that names the session of a call: one that the settings name, or ours.
fn session_header<'a>(options: &SessionOptions, request: &'a Request) -> Option<&'a HeaderValue> {
    let headers = request.header_map();
    let named = options.keys().iter().find_map(|key| match key {
        // A call's own token is no session.
        SessionKey::Header(name) if *name != AUTHORIZATION => headers.get(name),
        _ => None,
    });
    named.or_else(|| headers.get(SESSION_HEADER))
}

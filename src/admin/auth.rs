//! The bearer token: where it comes from, and the comparison that takes the same time whatever is sent.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use http::header;
use percent_encoding::percent_decode_str;
use rand::Rng as _;
use subtle::ConstantTimeEq;

use crate::environment::files::read_file;
use crate::message::Request;
use crate::message::target::as_sent;

/// The setting that names the file of tokens.
pub const TOKEN_FILE: &str = "MOCKOON_ADMIN_API_TOKEN_FILE";

/// Characters from which on a token is not guessed.
const LONG_ENOUGH: usize = 16;

/// The token of one environment. It can be exchanged while it is in use; it is never printed by accident.
pub struct Token(ArcSwap<String>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// A token.
    pub fn new(token: String) -> Self {
        Self(ArcSwap::from_pointee(token))
    }

    /// Takes another token from now on.
    pub fn replace(&self, token: String) {
        self.0.store(Arc::new(token));
    }

    /// Whether this is the token; constant-time in everything but the length, as the reference's is.
    pub fn accepts(&self, provided: &str) -> bool {
        let token = self.0.load();
        !token.is_empty() && bool::from(token.as_bytes().ct_eq(provided.as_bytes()))
    }
}

/// Whether a request carries the token: as a bearer header, or, for the event stream alone, as `?token=`.
pub fn is_authorised(token: &Token, request: &Request) -> bool {
    let header = request.header_map().get(header::AUTHORIZATION).map(|v| String::from_utf8_lossy(v.as_bytes()));
    if let Some(provided) = header.as_deref().and_then(bearer) {
        return token.accepts(provided);
    }
    let path = request.uri().path();
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_events = *request.http_method() == http::Method::GET && path.eq_ignore_ascii_case("/mockoon-admin/events");
    if !is_events {
        return false;
    }
    query_token(&as_sent(request.uri().query().unwrap_or_default()))
        .is_some_and(|provided| token.accepts(provided.trim()))
}

/// Whether a request tries to show a token at all, right or wrong.
pub fn has_credential(request: &Request) -> bool {
    let in_query = || query_token(&as_sent(request.uri().query().unwrap_or_default())).is_some();
    request.header_map().contains_key(header::AUTHORIZATION) || in_query()
}

/// The credential of a bearer header: scheme in any case, blanks around tolerated.
fn bearer(header: &str) -> Option<&str> {
    let header = header.trim_start();
    let (scheme, rest) = header.split_at_checked(6)?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && rest.starts_with(|c: char| c.is_whitespace());
    let token = rest.trim();
    (is_bearer && !token.is_empty()).then_some(token)
}

/// The one `token` parameter of a query; several make a list, which is no token.
fn query_token(query: &str) -> Option<String> {
    let mut found = query.split('&').filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == "token").then(|| percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
    });
    let token = found.next()?;
    found.next().is_none().then_some(token)
}

/// Where the tokens of all environments come from.
#[derive(Debug, Clone)]
pub enum Tokens {
    /// A mounted Secret; re-read when it changes.
    File(PathBuf),
    /// Given in the variable: one for all, or one per environment.
    Given(Vec<String>),
    /// None given: each environment gets a random one, announced once.
    Generated,
}

/// Why a file gives no tokens.
#[derive(Debug, thiserror::Error)]
pub enum TokenFileError {
    /// It cannot be read.
    #[error("cannot read {} ({error}); mount the Secret there, readable for the user of the process", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It holds nothing.
    #[error("{} holds no token; write one token, or one per environment separated by commas or lines", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// Why no token could be had.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The file has none.
    #[error("{TOKEN_FILE}: {0}")]
    File(#[from] TokenFileError),
    /// As many tokens as neither one nor the number of environments.
    #[error(
        "MOCKOON_ADMIN_API_TOKEN: {given} tokens for {environments} environments; give one for all, or one for each"
    )]
    Count {
        /// How many tokens.
        given: usize,
        /// How many environments.
        environments: usize,
    },
}

impl Tokens {
    /// One token per environment, in order; for generated ones the caller announces them.
    ///
    /// # Errors
    /// When the file cannot be read, is empty, or the count does not fit.
    pub fn read(&self, environments: usize) -> Result<Vec<String>, TokenError> {
        let list = match self {
            Self::File(path) => tokens_in(path)?,
            Self::Given(list) => list.clone(),
            Self::Generated => (0..environments).map(|_| generate()).collect(),
        };
        match list.len() {
            1 => Ok(vec![list.into_iter().next().unwrap_or_default(); environments]),
            n if n == environments || (n == 0 && environments == 0) => Ok(list),
            given => Err(TokenError::Count { given, environments }),
        }
    }
}

/// The tokens that a file holds, at least one.
///
/// # Errors
/// When it cannot be read, or is empty.
pub fn tokens_in(path: &Path) -> Result<Vec<String>, TokenFileError> {
    let unreadable = |error| TokenFileError::Unreadable { path: path.to_owned(), error };
    let text = read_file(path).map_err(unreadable)?;
    let text = String::from_utf8(text).map_err(|error| unreadable(std::io::Error::other(error)))?;
    let tokens = text.split([',', '\n', '\r']).map(str::trim).filter(|token| !token.is_empty());
    let list: Vec<String> = tokens.map(str::to_owned).collect();
    if list.is_empty() { Err(TokenFileError::Empty { path: path.to_owned() }) } else { Ok(list) }
}

/// What is wrong with these tokens, where one of them is short.
pub fn shortness(tokens: &[String]) -> Option<String> {
    tokens.iter().any(|token| token.len() < LONG_ENOUGH).then(|| {
        format!(
            "the admin token has fewer than {LONG_ENOUGH} characters and can be guessed: use a longer one (MOCKOON_ADMIN_API_TOKEN)"
        )
    })
}

/// Warns when one of these tokens, which are new, is short.
pub fn warn_if_short(tokens: &[String]) {
    if let Some(warning) = shortness(tokens) {
        tracing::warn!("{warning}");
    }
}

/// 32 random bytes in hexadecimal.
pub fn generate() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_bearer_headers_leniently() {
        for (header, token) in [
            ("Bearer abc", Some("abc")),
            ("bearer   abc  ", Some("abc")),
            ("BEARER\tabc", Some("abc")),
            ("Bearer ", None),
            ("Bearerabc", None),
            ("Basic abc", None),
            ("", None),
        ] {
            assert_eq!(bearer(header), token, "{header:?}");
        }
    }

    #[test]
    fn a_repeated_query_token_is_no_token() {
        assert_eq!(query_token("a=1&token=x%20y"), Some("x y".to_owned()));
        assert_eq!(query_token("token=x&token=x"), None);
    }

    #[test]
    fn tokens_are_one_for_all_or_one_for_each() {
        let given = |n: usize| Tokens::Given((0..n).map(|i| i.to_string()).collect());
        assert_eq!(given(1).read(3).unwrap(), ["0", "0", "0"]);
        assert_eq!(given(2).read(2).unwrap(), ["0", "1"]);
        assert!(given(2).read(3).is_err());
        assert_eq!(Tokens::Generated.read(2).unwrap()[0].len(), 64);
    }
}

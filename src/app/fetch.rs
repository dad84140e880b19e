//! Files of other servers that `MOCKOON_DATA` names by URL: fetched at the start, and again every `MOCKOON_DATA_POLL`. The
//! reloader looks at the copies as it looks at files, and is woken up when one is new. What cannot be fetched later leaves
//! the last copy where it is.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::environment::parse::MAX_BYTES;
use crate::environment::remote::{Remote, is_url, known_by};
use crate::reload::Waker;
use crate::runtime::Options;
use crate::runtime::client::{self, Client};
use crate::runtime::egress::Egress;
use crate::settings::Settings;

use super::StartError;

/// How long a file may take, redirects included.
const PATIENCE: Duration = Duration::from_secs(30);
/// Redirects that are followed.
const MAX_REDIRECTS: usize = 5;

/// Fetches files, and knows what their servers called their content.
pub(super) struct Fetcher {
    /// Made with the first file: who mounts all of them needs none.
    client: OnceLock<Client>,
    options: Options,
    urls: Vec<PathBuf>,
    remote: Remote,
    /// What asks whether a file has changed, by URL.
    validators: Mutex<HashMap<PathBuf, (HeaderName, HeaderValue)>>,
}

/// What came of asking for a file.
enum Fetched {
    /// It has not changed.
    Same,
    /// Its content, and what asks whether that has changed.
    Content(Bytes, Option<(HeaderName, HeaderValue)>),
}

/// Why a file was not fetched.
#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("{0} is no URL")]
    Url(String),
    #[error("{0}")]
    Connection(String),
    #[error("it answers {0}")]
    Status(StatusCode),
    #[error("more than {MAX_REDIRECTS} redirects")]
    Redirects,
    #[error("it leads from https to http")]
    Downgrade,
    #[error("it is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("not within {} s", PATIENCE.as_secs())]
    Slow,
}

impl Fetcher {
    /// A fetcher of what these settings name, which keeps copies there.
    pub(super) fn new(settings: &Settings, remote: Remote) -> Self {
        let urls = settings.data.iter().filter(|path| is_url(path)).cloned().collect();
        let options = Options {
            proxy_insecure: settings.proxy_insecure,
            proxy_ca_file: settings.proxy_ca_file.clone(),
            // A redirect leads nowhere where proxy and callbacks may not go either.
            egress: Arc::new(Egress::new(Vec::new(), settings.egress_deny.clone())),
            ..Options::default()
        };
        Self { client: OnceLock::new(), options, urls, remote, validators: Mutex::default() }
    }

    /// Fetches all files.
    ///
    /// # Errors
    /// The first that cannot be had.
    pub(super) async fn fetch_all(&self) -> Result<(), StartError> {
        for path in &self.urls {
            let failed = |error: FetchError| StartError::Fetch {
                url: known_by(path).display().to_string(),
                reason: error.to_string(),
            };
            self.renew(path).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Looks again and again whether files have changed; says what came of it.
    pub(super) async fn poll(self, period: Duration, reloader: Waker, note: impl Fn(&Path, Option<String>)) {
        let mut said: HashMap<&Path, String> = HashMap::new();
        while !self.urls.is_empty() {
            tokio::time::sleep(period).await;
            for path in &self.urls {
                let file = known_by(path);
                match self.renew(path).await {
                    Ok(is_new) => {
                        said.remove(path.as_path());
                        note(&file, None);
                        if is_new {
                            tracing::info!(file = %file.display(), "fetched anew");
                            reloader.wake();
                        }
                    }
                    Err(error) => {
                        let reason = error.to_string();
                        note(&file, Some(format!("cannot be fetched, its last copy goes on serving: {reason}")));
                        if said.get(path.as_path()) != Some(&reason) {
                            tracing::warn!(file = %file.display(), "cannot be fetched, its last copy goes on serving: {reason}");
                            said.insert(path, reason);
                        }
                    }
                }
            }
        }
    }

    /// Fetches a file unless it is the one that is here; whether there is another content now.
    async fn renew(&self, path: &Path) -> Result<bool, FetchError> {
        let text = path.to_string_lossy();
        let url = Url::parse(&text).map_err(|_| FetchError::Url(known_by(path).display().to_string()))?;
        let validator = self.validators.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        let fetched = tokio::time::timeout(PATIENCE, self.fetch(url, validator)).await;
        match fetched.map_err(|_| FetchError::Slow)?? {
            Fetched::Same => Ok(false),
            Fetched::Content(bytes, validator) => {
                let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
                match validator {
                    Some(validator) => drop(validators.insert(path.to_owned(), validator)),
                    None => drop(validators.remove(path)),
                }
                Ok(self.remote.keep(&known_by(path), bytes))
            }
        }
    }

    async fn fetch(&self, mut url: Url, validator: Option<(HeaderName, HeaderValue)>) -> Result<Fetched, FetchError> {
        let client = self.client.get_or_init(|| Client::new(&self.options));
        for _ in 0..=MAX_REDIRECTS {
            let request = request(&url, validator.clone())?;
            let response = client.send(request).await.map_err(|error| FetchError::Connection(chain(&error)))?;
            let status = response.status();
            if status == StatusCode::NOT_MODIFIED && validator.is_some() {
                return Ok(Fetched::Same);
            }
            if status == StatusCode::OK {
                let validator = next_validator(response.headers());
                return Ok(Fetched::Content(read(response).await?, validator));
            }
            let location = response.headers().get(header::LOCATION).filter(|_| status.is_redirection());
            let location =
                location.ok_or(FetchError::Status(status))?.to_str().map_err(|_| FetchError::Status(status))?;
            let next = url.join(location).map_err(|_| FetchError::Url("its redirect".to_owned()))?;
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(FetchError::Downgrade);
            }
            url = next;
        }
        Err(FetchError::Redirects)
    }
}

/// Fetches what these settings name, on a runtime of its own.
///
/// # Errors
/// As [`Fetcher::fetch_all`].
pub(super) fn fetch_now(settings: &Settings, remote: &Remote) -> Result<(), StartError> {
    if !settings.data.iter().any(|path| is_url(path)) {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Runtime)?;
    runtime.block_on(Fetcher::new(settings, remote.clone()).fetch_all())
}

/// The request for a URL; user and password in it become a header.
fn request(
    url: &Url,
    validator: Option<(HeaderName, HeaderValue)>,
) -> Result<Request<client::OutgoingBody>, FetchError> {
    let invalid = || FetchError::Url(known_by(Path::new(url.as_str())).display().to_string());
    let mut request = Request::new(client::full(Bytes::new()));
    let mut target = url.clone();
    if !url.username().is_empty() || url.password().is_some() {
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pair = format!("{}:{}", plain(url.username()), plain(url.password().unwrap_or_default()));
        let value = format!("Basic {}", STANDARD.encode(pair)).parse().map_err(|_| invalid())?;
        request.headers_mut().insert(header::AUTHORIZATION, value);
        target.set_username("").and_then(|()| target.set_password(None)).map_err(|()| invalid())?;
    }
    target.set_fragment(None);
    *request.uri_mut() = target.as_str().parse().map_err(|_| invalid())?;
    let agent = HeaderValue::from_static(concat!("sidemock/", env!("CARGO_PKG_VERSION")));
    request.headers_mut().insert(header::USER_AGENT, agent);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    request.headers_mut().extend(validator);
    Ok(request)
}

/// What asks the next time whether the content has changed.
fn next_validator(headers: &HeaderMap) -> Option<(HeaderName, HeaderValue)> {
    let of = |from: HeaderName, to: HeaderName| Some((to, headers.get(from)?.clone()));
    of(header::ETAG, header::IF_NONE_MATCH).or_else(|| of(header::LAST_MODIFIED, header::IF_MODIFIED_SINCE))
}

async fn read(response: Response<Incoming>) -> Result<Bytes, FetchError> {
    let mut body = response.into_body();
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| FetchError::Connection(error.to_string()))?;
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > MAX_BYTES {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.freeze())
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

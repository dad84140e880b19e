//! What a start needs beside the content of environments: tokens, certificates, authorities of clients. A check tries them
//! without listening anywhere.

use std::sync::Arc;

use tokio::runtime::Builder;

use crate::admin::auth::{Tokens, shortness};
use crate::environment::load::Loaded;
use crate::environment::model::Environment;
use crate::server::tls::{ClientAuth, Clients};
use crate::settings::Settings;

use super::App;
use super::candidate::Candidate;
use super::error::StartError;

/// Tries what a start would do with these environments, and tells what it would warn about.
///
/// # Errors
/// As a start.
pub(super) fn try_start(settings: &Settings, candidates: &[Candidate]) -> Result<Option<String>, StartError> {
    let clients = client_authorities(settings)?;
    let tokens = match candidates.is_empty() {
        true => Vec::new(),
        false => tokens_of(settings).read(candidates.len())?,
    };
    let warning = shortness(&tokens);
    let is_over_tls = |candidate: &Candidate| candidate.loaded.environment.tls_options.enabled && !settings.disable_tls;
    if !candidates.iter().any(is_over_tls) {
        return Ok(warning);
    }
    let runtime = Builder::new_current_thread().enable_all().build().map_err(StartError::Runtime)?;
    let _inside = runtime.enter();
    let app = App::new(settings.clone(), runtime.handle().clone(), clients);
    for (position, candidate) in candidates.iter().enumerate().filter(|(_, candidate)| is_over_tls(candidate)) {
        let address = app.overrides.apply(position, &candidate.declared());
        let handle = Arc::new(app.handle(position, without_routes(candidate), &address)?);
        app.certificate(&handle, &candidate.loaded.environment, app.overrides.listens(&address))?;
    }
    Ok(warning)
}

/// The authorities that sign certificates of clients, where these are asked for one.
///
/// # Errors
/// When they cannot be read.
pub(super) fn client_authorities(settings: &Settings) -> Result<Option<Arc<Clients>>, StartError> {
    let load = |file| Clients::load(file, settings.tls_client_auth.unwrap_or(ClientAuth::Required));
    Ok(settings.tls_client_ca_file.as_deref().map(load).transpose()?)
}

/// Where the tokens of the admin API come from.
pub(super) fn tokens_of(settings: &Settings) -> Tokens {
    if let Some(file) = &settings.admin_api_token_file {
        Tokens::File(file.clone())
    } else if settings.admin_api_token.is_empty() {
        Tokens::Generated
    } else {
        Tokens::Given(settings.admin_api_token.iter().map(|token| token.expose().to_owned()).collect())
    }
}

/// The candidate with nothing that would only be compiled: paths of certificates are templates that see all else.
fn without_routes(candidate: &Candidate) -> Candidate {
    let environment = Environment { routes: Vec::new(), ..candidate.loaded.environment.clone() };
    Candidate { file: candidate.file.clone(), loaded: Loaded { environment, ..candidate.loaded.clone() } }
}

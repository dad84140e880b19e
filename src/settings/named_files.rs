//! Files that settings name and that a start needs: without one of them it would trust others than it was told to, or let
//! nobody in.

use std::path::PathBuf;

use crate::admin::auth;
use crate::runtime::authorities;

use super::rows::Raw;
use super::{DEFAULT_TOKEN_FILE, Host, SettingError, Settings, SettingsErrors};

/// The files, with the variables that name them.
pub(super) struct NamedFiles {
    authorities: [(&'static str, Option<PathBuf>); 3],
    token: Option<PathBuf>,
}

impl NamedFiles {
    /// Those of texts that may not all be settings.
    pub(super) fn of_texts(raw: &Raw, host: &Host<'_>) -> Self {
        let path = |text: &Option<String>| text.as_deref().map(|text| PathBuf::from(text.trim()));
        Self {
            authorities: authorities([&raw.proxy_ca_file, &raw.state_ca_file, &raw.tls_client_ca_file].map(path)),
            token: path(&raw.admin_api_token_file).or_else(|| host.mounted(DEFAULT_TOKEN_FILE)),
        }
    }

    fn of(settings: &Settings) -> Self {
        let files = [&settings.proxy_ca_file, &settings.state_ca_file, &settings.tls_client_ca_file];
        Self { authorities: authorities(files.map(Clone::clone)), token: settings.admin_api_token_file.clone() }
    }

    /// Those that cannot be used.
    pub(super) fn refused(&self) -> Vec<SettingError> {
        let of_authority = self.authorities.iter().filter_map(|(variable, file)| {
            let file = file.as_deref()?;
            let error = authorities::read(file).err()?;
            let accepted = format!("a file of certificates in PEM; {error}");
            Some(SettingError { variable, value: file.display().to_string(), accepted })
        });
        let of_token = self.token.iter().filter_map(|file| {
            let reason = auth::tokens_in(file).err()?;
            let (variable, accepted) = (auth::TOKEN_FILE, format!("a file that holds the token; {reason}"));
            Some(SettingError { variable, value: file.display().to_string(), accepted })
        });
        of_authority.chain(of_token).collect()
    }
}

fn authorities(files: [Option<PathBuf>; 3]) -> [(&'static str, Option<PathBuf>); 3] {
    let [proxy, state, clients] = files;
    [("MOCKOON_PROXY_CA_FILE", proxy), ("MOCKOON_STATE_CA_FILE", state), ("MOCKOON_TLS_CLIENT_CA_FILE", clients)]
}

impl Settings {
    /// Looks whether the files that settings name can be used. It is not part of reading the settings, because only who
    /// starts needs the files: a probe does not.
    ///
    /// # Errors
    /// All that cannot.
    pub fn check_files(&self) -> Result<(), SettingsErrors> {
        let refused = NamedFiles::of(self).refused();
        if refused.is_empty() { Ok(()) } else { Err(SettingsErrors(refused)) }
    }
}

//! Files of authorities that settings name: a start without one of them would trust others than it was told to.

use std::path::Path;

use crate::runtime::authorities;

use super::{SettingError, Settings, SettingsErrors};

const VARIABLES: [&str; 3] = ["MOCKOON_PROXY_CA_FILE", "MOCKOON_STATE_CA_FILE", "MOCKOON_TLS_CLIENT_CA_FILE"];

/// Those of the files, in the order of the variables, that cannot be used.
pub(super) fn refused(files: [Option<&Path>; 3]) -> Vec<SettingError> {
    let refused = |(variable, file): (&'static str, Option<&Path>)| {
        let file = file?;
        let error = authorities::read(file).err()?;
        let accepted = format!("a file of certificates in PEM; {error}");
        Some(SettingError { variable, value: file.display().to_string(), accepted })
    };
    VARIABLES.into_iter().zip(files).filter_map(refused).collect()
}

impl Settings {
    /// Looks whether the files of authorities can be used. It is not part of reading the settings, because only who starts
    /// needs the files: a probe does not.
    ///
    /// # Errors
    /// All that cannot.
    pub fn check_authority_files(&self) -> Result<(), SettingsErrors> {
        let files = [&self.proxy_ca_file, &self.state_ca_file, &self.tls_client_ca_file].map(Option::as_deref);
        let refused = refused(files);
        if refused.is_empty() { Ok(()) } else { Err(SettingsErrors(refused)) }
    }
}

//! Settings that cannot work without another one. They are looked at as texts: whoever mends those that are not accepted
//! learns of these at once.

use super::SettingError;
use super::parse::{flag, port_or_off};
use super::rows::Raw;

/// Those that lack another one.
pub(super) fn refused(raw: &Raw) -> Vec<SettingError> {
    [client_auth(raw), front_only(raw)].into_iter().flatten().collect()
}

/// Nobody would be asked for a certificate: whoever requires one takes the port for closed.
fn client_auth(raw: &Raw) -> Option<SettingError> {
    let value = raw.tls_client_auth.clone().filter(|_| raw.tls_client_ca_file.is_none())?;
    let accepted = "MOCKOON_TLS_CLIENT_CA_FILE beside it, the authorities that sign certificates of clients".to_owned();
    Some(SettingError { variable: "MOCKOON_TLS_CLIENT_AUTH", value, accepted })
}

/// No port would be left at all.
fn front_only(raw: &Raw) -> Option<SettingError> {
    let value = raw.front_only.clone().filter(|text| flag(text.trim()) == Ok(true))?;
    let is_off = |text: &Option<String>| text.as_deref().is_none_or(|text| port_or_off(text.trim()) == Ok(None));
    let accepted = "MOCKOON_FRONT_PORT or MOCKOON_FRONT_TLS_PORT beside it: it leaves no other port".to_owned();
    (is_off(&raw.front_port) && is_off(&raw.front_tls_port)).then_some(SettingError {
        variable: "MOCKOON_FRONT_ONLY",
        value,
        accepted,
    })
}

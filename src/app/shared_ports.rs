//! Ports that are wanted twice: by two settings, or by a setting and an environment. Told before anything is bound, so that
//! both are named, and by a check as well.

use crate::settings::Settings;

use super::candidate::Candidate;
use super::error::{StartError, describe};
use super::overrides_of;

/// Refuses settings, and environments beside them, that want the same port. 0 is any free one.
///
/// # Errors
/// The first port that is wanted twice.
pub(super) fn refuse(settings: &Settings, candidates: &[Candidate]) -> Result<(), StartError> {
    let admin = settings.admin_api_port.filter(|_| !settings.disable_admin_api);
    let of_settings = [
        ("MOCKOON_MANAGEMENT_PORT", settings.management_port),
        ("MOCKOON_ADMIN_API_PORT", admin),
        ("MOCKOON_FRONT_PORT", settings.front_port),
        ("MOCKOON_FRONT_TLS_PORT", settings.front_tls_port),
    ];
    let mut wanted: Vec<(u16, &str)> = Vec::new();
    for (setting, port) in of_settings {
        let Some(port) = port.filter(|port| *port != 0) else { continue };
        match by_setting(&wanted, port) {
            Some(first) => return Err(twice(port, first, setting.to_owned())),
            None => wanted.push((port, setting)),
        }
    }
    let overrides = overrides_of(settings);
    for (position, candidate) in candidates.iter().enumerate() {
        let address = overrides.apply(position, &candidate.declared());
        if address.port == 0 || !overrides.listens(&address) {
            continue;
        }
        if let Some(first) = by_setting(&wanted, address.port) {
            let file = describe(candidate.file.as_deref());
            let second = if overrides.ports.len() > position { format!("{file} (by MOCKOON_PORT)") } else { file };
            return Err(twice(address.port, first, second));
        }
    }
    Ok(())
}

fn by_setting<'s>(wanted: &[(u16, &'s str)], port: u16) -> Option<&'s str> {
    wanted.iter().find(|(other, _)| *other == port).map(|(_, setting)| *setting)
}

fn twice(port: u16, first: &str, second: String) -> StartError {
    StartError::PortTwice { port, first: first.to_owned(), second }
}

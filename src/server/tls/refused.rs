//! Why clients are not let in, said in the log: whoever set up certificates sees nothing but a broken handshake on the
//! other side.

use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustls::{CertificateError, Error};

use super::clients::VersionTooLow;

/// At most so many lines in this time: clients that come back at once shall not fill the log.
const LINES: u32 = 20;
const WITHIN: Duration = Duration::from_secs(10);

/// Tells of the handshakes of one port that were refused.
pub struct Refusals {
    port: u16,
    said: Mutex<Said>,
}

/// What has been said lately.
struct Said {
    since: Instant,
    lines: u32,
    /// Refusals that nobody was told of.
    unsaid: u64,
}

impl Refusals {
    /// Of this port.
    pub fn new(port: u16) -> Self {
        Self { port, said: Mutex::new(Said { since: Instant::now(), lines: 0, unsaid: 0 }) }
    }

    /// Says why a handshake has failed, if it is for what the client showed or did not show.
    pub fn tell(&self, error: &io::Error, client: SocketAddr) {
        let reason = error.get_ref().and_then(|cause| cause.downcast_ref::<Error>()).and_then(reason);
        let Some(reason) = reason else {
            tracing::debug!("TLS handshake failed: {error}");
            return;
        };
        let Some(unsaid) = self.may_say(Instant::now()) else { return };
        let more = if unsaid > 0 { format!(" ({unsaid} more were refused meanwhile)") } else { String::new() };
        tracing::warn!(port = self.port, client = %client.ip().to_canonical(), "TLS: a client is not let in: {reason}{more}");
    }

    /// Whether one more line may be said, and how many were not since the last one.
    fn may_say(&self, now: Instant) -> Option<u64> {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(said.since) >= WITHIN {
            (said.since, said.lines) = (now, 0);
        }
        if said.lines >= LINES {
            said.unsaid += 1;
            return None;
        }
        said.lines += 1;
        Some(std::mem::take(&mut said.unsaid))
    }
}

/// Why a client is refused; `None` when it has nothing to do with its certificate.
fn reason(error: &Error) -> Option<String> {
    let error = match error {
        Error::NoCertificatesPresented => {
            return Some("it shows no certificate, and MOCKOON_TLS_CLIENT_AUTH=required".to_owned());
        }
        Error::InvalidCertificate(error) => error,
        _ => return None,
    };
    let said = match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "its certificate is not from an authority in MOCKOON_TLS_CLIENT_CA_FILE"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet: its time, or the clock here, is wrong"
        }
        CertificateError::Revoked => "its certificate is revoked",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "its certificate is not for clients (extendedKeyUsage without clientAuth)"
        }
        CertificateError::BadEncoding => "its certificate cannot be read",
        CertificateError::Other(other) if other.0.is::<VersionTooLow>() => {
            return Some(format!("its certificate {other}"));
        }
        other => return Some(format!("its certificate is not good: {other}")),
    };
    Some(said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::OtherError;
    use std::sync::Arc;

    #[test]
    fn reasons_say_what_is_wrong_with_the_certificate() {
        let version = CertificateError::Other(OtherError(Arc::new(VersionTooLow(1))));
        for (error, part) in [
            (Error::NoCertificatesPresented, "shows no certificate"),
            (CertificateError::UnknownIssuer.into(), "MOCKOON_TLS_CLIENT_CA_FILE"),
            (CertificateError::Expired.into(), "expired"),
            (version.into(), "X.509 version 1"),
            (CertificateError::UnhandledCriticalExtension.into(), "not good"),
        ] {
            let said = reason(&error).unwrap();
            assert!(said.contains(part), "{said}");
        }
        assert_eq!(reason(&Error::DecryptError), None);
    }

    #[test]
    fn lines_are_few_and_count_what_was_left_out() {
        let refusals = Refusals::new(1);
        let now = Instant::now();
        let said: Vec<_> = (0..LINES + 3).filter_map(|_| refusals.may_say(now)).collect();
        assert_eq!(said, vec![0; LINES as usize]);
        assert_eq!(refusals.may_say(now + WITHIN), Some(3));
        assert_eq!(refusals.may_say(now + WITHIN), Some(0));
    }
}

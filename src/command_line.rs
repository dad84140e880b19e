//! The command line. Serving takes its settings from the environment alone, so that what remains is what an image without
//! a shell cannot do otherwise: tell its version, and ask itself whether it is ready.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::settings::Settings;

/// What `--help` prints.
pub const HELP: &str = "\
sidemock: HTTP API mocks that run Mockoon environments

Usage: sidemock                serve; settings are environment variables (MOCKOON_DATA, MOCKOON_PORT, ...)
       sidemock healthcheck    ask the server of this machine for /readyz on MOCKOON_MANAGEMENT_PORT: exit 0 or 1
       sidemock --version
       sidemock --help
";

/// How long a server may take to say whether it is ready.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(3);
/// More than this is no answer of ours.
const MAX_ANSWER: u64 = 64 * 1024;

/// What the program was started for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// No argument.
    Serve,
    /// `healthcheck`
    Healthcheck,
    /// `--version`
    Version,
    /// `--help`
    Help,
}

/// An argument that is none of ours.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}: not understood. Settings are environment variables; see sidemock --help")]
pub struct UnknownArgument(String);

/// Why a server is not healthy.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    /// There is no management port to ask.
    #[error("MOCKOON_MANAGEMENT_PORT is 0: there is no port to ask for /readyz")]
    Off,
    /// Nobody answers.
    #[error("port {port} gives no answer ({error}): is a server running, with the same MOCKOON_MANAGEMENT_PORT?")]
    Silent {
        /// The port that was asked.
        port: u16,
        /// What the system says.
        error: std::io::Error,
    },
    /// It answers, and why it is not ready.
    #[error("{0}")]
    NotReady(String),
}

/// Reads the arguments behind the program's name.
///
/// # Errors
/// The first one that is not understood.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, UnknownArgument> {
    let arguments: Vec<String> = arguments.into_iter().map(|one| one.to_string_lossy().into_owned()).collect();
    let command = match arguments.first().map(String::as_str) {
        None => Command::Serve,
        Some("healthcheck") => Command::Healthcheck,
        Some("--version") => Command::Version,
        Some("--help") => Command::Help,
        Some(other) => return Err(UnknownArgument(other.to_owned())),
    };
    match arguments.get(1) {
        Some(surplus) => Err(UnknownArgument(surplus.clone())),
        None => Ok(command),
    }
}

/// Asks the server of these settings whether it is ready, and gives what it says.
///
/// # Errors
/// When it is not ready, or not there.
pub fn healthcheck(settings: &Settings) -> Result<String, Unhealthy> {
    let port = settings.management_port.ok_or(Unhealthy::Off)?;
    let answer = ask(port).map_err(|error| Unhealthy::Silent { port, error })?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let is_ready = head.split(' ').nth(1) == Some("200");
    if is_ready { Ok(body.to_owned()) } else { Err(Unhealthy::NotReady(body.trim_end().to_owned())) }
}

/// The whole answer of `GET /readyz`.
fn ask(port: u16) -> std::io::Result<String> {
    let addresses = [SocketAddr::from((Ipv4Addr::LOCALHOST, port)), SocketAddr::from((Ipv6Addr::LOCALHOST, port))];
    let connect = |address: &SocketAddr| TcpStream::connect_timeout(address, HEALTH_TIMEOUT);
    let mut stream = connect(&addresses[0]).or_else(|_| connect(&addresses[1]))?;
    stream.set_read_timeout(Some(HEALTH_TIMEOUT))?;
    stream.set_write_timeout(Some(HEALTH_TIMEOUT))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(MAX_ANSWER).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, UnknownArgument> {
        parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn knows_its_commands_and_nothing_else() {
        assert_eq!(parsed(&[]), Ok(Command::Serve));
        assert_eq!(parsed(&["healthcheck"]), Ok(Command::Healthcheck));
        assert_eq!(parsed(&["--version"]), Ok(Command::Version));
        assert_eq!(parsed(&["--help"]), Ok(Command::Help));
        for (arguments, named) in [
            (vec!["start"], "start"),
            (vec!["--versoin"], "--versoin"),
            (vec![""], ""),
            (vec!["healthcheck", "now"], "now"),
            (vec!["--port", "3000"], "--port"),
        ] {
            assert_eq!(parsed(&arguments), Err(UnknownArgument(named.to_owned())));
        }
    }
}

//! The life of the process: command line, settings, log, runtimes, app; exit codes as the contract has them.
//!
//! All of it is in the library: what is started from here would else be compiled once for the library and again for the
//! binary.

use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use crate::app::{App, check};
use crate::command_line::{self, Command};
use crate::settings::{self, Settings};
use crate::{shutdown, telemetry, termination_message};
use tokio::runtime::{Builder, Handle, Runtime};

/// Does what the command line says and ends with the code that the process shall end with.
pub fn main() -> ExitCode {
    match command_line::parse(std::env::args_os().skip(1)) {
        Ok(Command::Serve) => serve(),
        Ok(Command::Healthcheck) => healthcheck(),
        Ok(Command::Version) => {
            say(&format_args!("sidemock {}\n", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Ok(Command::Help) => {
            say(&command_line::HELP);
            ExitCode::SUCCESS
        }
        Err(error) => end(64, &error),
    }
}

/// Ends with this exit code, and says why: on standard error, and to the kubelet.
fn end(code: u8, why: &dyn Display) -> ExitCode {
    complain(why);
    leave_message(why);
    ExitCode::from(code)
}

/// Writes to standard output. Who closed it did not want to read; the exit code is the same.
fn say(text: &dyn Display) {
    let mut output = std::io::stdout();
    let _ = write!(output, "{text}").and_then(|()| output.flush());
}

/// The same to standard error, as a line.
fn complain(why: &dyn Display) {
    let _ = writeln!(std::io::stderr(), "{why}");
}

fn leave_message(why: &dyn Display) {
    termination_message::write(Path::new(termination_message::PATH), &why.to_string());
}

fn healthcheck() -> ExitCode {
    let settings = Settings::from_vars(settings::process_vars());
    let outcome = settings
        .map_err(|errors| errors.to_string())
        .and_then(|(settings, _)| command_line::healthcheck(&settings).map_err(|error| error.to_string()));
    match outcome {
        Ok(answer) => {
            say(&answer);
            ExitCode::SUCCESS
        }
        // Not the end of the server: its own message stays the server's.
        Err(why) => {
            complain(&why);
            ExitCode::FAILURE
        }
    }
}

fn serve() -> ExitCode {
    let (settings, warnings) = match Settings::from_vars(settings::process_vars()) {
        Ok(read) => read,
        Err(errors) => return end(64, &errors),
    };
    if settings.check {
        let report = check::check(&settings, &warnings);
        say(&report.text);
        if report.code != 0 {
            leave_message(&report.text);
        }
        return ExitCode::from(report.code);
    }
    if let Err(errors) = settings.check_files() {
        return end(64, &errors);
    }
    let filter = tracing_subscriber::EnvFilter::new(&settings.log_level);
    telemetry::install(filter, settings.log_format);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    for absent in settings.absent_directories() {
        tracing::warn!("{absent}");
    }
    match start_runtimes(settings.worker_threads) {
        Ok((management, serving)) => {
            let workers = serving.handle().clone();
            let code = management.block_on(run(settings, workers));
            serving.shutdown_background();
            code
        }
        Err(error) => end(71, &format_args!("sidemock: no threads to run on: {error}")),
    }
}

/// Bytes of a thread's stack: values that nest as deeply as they may take half of it. Only what is used takes memory.
const STACK: usize = 4 << 20;

/// The runtime of management port, signals and watcher on a thread of its own, and the one that serves: whatever clients
/// have the workers do, probes are answered and signals obeyed.
fn start_runtimes(workers: usize) -> std::io::Result<(Handle, Runtime)> {
    let management = Builder::new_current_thread().enable_all().build()?;
    let handle = management.handle().clone();
    let drive = move || management.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name("management".to_owned()).stack_size(STACK).spawn(drive)?;
    let serving = Builder::new_multi_thread().enable_all().worker_threads(workers).thread_stack_size(STACK).build()?;
    Ok((handle, serving))
}

async fn run(settings: Settings, workers: Handle) -> ExitCode {
    let mut signals = match shutdown::Signals::install() {
        Ok(signals) => signals,
        Err(error) => return end(71, &format_args!("sidemock: no signal handlers: {error}")),
    };
    let app = match App::start(settings, workers).await {
        Ok((app, _)) => app,
        Err(error) => {
            tracing::error!("{error}");
            leave_message(&error);
            return ExitCode::from(error.exit_code());
        }
    };
    let signal = signals.next().await;
    app.stop_being_ready();
    tracing::info!("{signal}: shutting down");
    tokio::select! {
        () = app.drain() => tracing::info!("Server stopped"),
        second = signals.next() => tracing::warn!("{second}: ended at once"),
    }
    ExitCode::SUCCESS
}

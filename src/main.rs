//! The binary: settings, log, runtime, app; exit codes as the contract has them.

use std::process::ExitCode;

use sidemock::app::{App, check};
use sidemock::settings::{self, Settings};
use sidemock::{shutdown, telemetry};
use tokio::runtime::{Builder, Handle, Runtime};

fn main() -> ExitCode {
    let (settings, warnings) = match Settings::from_vars(settings::process_vars()) {
        Ok(read) => read,
        Err(errors) => {
            eprintln!("{errors}");
            return ExitCode::from(64);
        }
    };
    if settings.check {
        let report = check::check(&settings);
        print!("{}", report.text);
        return ExitCode::from(if report.is_good { 0 } else { 65 });
    }
    let filter = tracing_subscriber::EnvFilter::new(&settings.log_level);
    telemetry::install(filter, settings.log_format);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    match start_runtimes(settings.worker_threads) {
        Ok((management, serving)) => {
            let workers = serving.handle().clone();
            let code = management.block_on(run(settings, workers));
            serving.shutdown_background();
            code
        }
        Err(error) => {
            eprintln!("sidemock: no threads to run on: {error}");
            ExitCode::from(71)
        }
    }
}

/// The runtime of management port, signals and watcher on a thread of its own, and the one that serves: whatever clients
/// have the workers do, probes are answered and signals obeyed.
fn start_runtimes(workers: usize) -> std::io::Result<(Handle, Runtime)> {
    let management = Builder::new_current_thread().enable_all().build()?;
    let handle = management.handle().clone();
    let drive = move || management.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name("management".to_owned()).spawn(drive)?;
    let serving = Builder::new_multi_thread().enable_all().worker_threads(workers).build()?;
    Ok((handle, serving))
}

async fn run(settings: Settings, workers: Handle) -> ExitCode {
    let mut signals = match shutdown::Signals::install() {
        Ok(signals) => signals,
        Err(error) => {
            eprintln!("sidemock: no signal handlers: {error}");
            return ExitCode::from(71);
        }
    };
    let app = match App::start(settings, workers).await {
        Ok((app, _)) => app,
        Err(error) => {
            tracing::error!("{error}");
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

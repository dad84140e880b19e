//! The binary: settings, log, runtime, app; exit codes as the contract has them.

use std::process::ExitCode;

use sidemock::app::{App, check};
use sidemock::settings::{self, Settings};
use sidemock::{shutdown, telemetry};

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
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.enable_all().worker_threads(settings.worker_threads);
    let runtime = match builder.build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("sidemock: no threads to run on: {error}");
            return ExitCode::from(71);
        }
    };
    let code = runtime.block_on(run(settings));
    runtime.shutdown_background();
    code
}

async fn run(settings: Settings) -> ExitCode {
    let mut signals = match shutdown::Signals::install() {
        Ok(signals) => signals,
        Err(error) => {
            eprintln!("sidemock: no signal handlers: {error}");
            return ExitCode::from(71);
        }
    };
    let app = match App::start(settings).await {
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

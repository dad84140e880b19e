//! What the management port says.

use std::fmt::Write as _;
use std::sync::PoisonError;

use crate::server::management::Report;
use crate::server::metrics_text::Format;

use super::start::describe;
use super::{App, Served, Verdict};

impl Report for App {
    fn readiness(&self, verbose: bool) -> (bool, String) {
        let stopping = self.is_stopping();
        let waiting = self.waiting_for.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let ready = !stopping && waiting.is_none();
        let mut out = String::from(if ready { "ready\n" } else { "not ready\n" });
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        if stopping {
            line("shutting down");
        }
        if let Some(waiting) = waiting {
            line(&waiting);
        }
        // Why there is nothing to serve is worth a line; beside what serves it is a detail.
        if verbose || !ready {
            let troubles = self.troubles().clone();
            for (file, reason) in &troubles.refused {
                line(&format!("{}: not served: {reason}", file.display()));
            }
            for file in &troubles.special {
                line(&format!("{}: skipped: {}", file.display(), super::start::SPECIAL));
            }
            for reason in troubles.unreadable.values() {
                line(reason);
            }
            if let Some(reason) = troubles.token {
                line(&reason);
            }
        }
        if verbose {
            for served in self.lock().iter() {
                out.push_str(&describe_served(served));
            }
        }
        (ready, out)
    }

    fn metrics(&self, format: Format) -> String {
        super::metrics::render(self, format)
    }
}

fn describe_served(served: &Served) -> String {
    let generation = served.handle.current();
    let mut out = format!(
        "{}: {} on port {}, generation {}, hash {}, {} routes, ",
        generation.compiled.source.name,
        describe(served.handle.file.as_deref()),
        served.listener.address.port(),
        generation.number,
        generation.hash,
        generation.compiled.routes.len(),
    );
    // Writing to a string does not fail.
    let _ = match &served.verdict {
        Verdict::Unchanged => writeln!(out, "last reload: none"),
        Verdict::Taken => writeln!(out, "last reload: taken"),
        Verdict::Refused(reason) => writeln!(out, "last reload: refused: {reason}"),
    };
    out
}

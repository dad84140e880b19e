//! What the management port says.

use std::fmt::Write as _;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use crate::server::management::Report;

use super::App;

impl Report for App {
    fn readiness(&self, verbose: bool) -> (bool, String) {
        let stopping = self.stopping.load(Ordering::SeqCst);
        let waiting = self.waiting_for.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let ready = !stopping && waiting.is_none();
        let mut out = String::from(if ready { "ready\n" } else { "not ready\n" });
        if stopping {
            out.push_str("shutting down\n");
        }
        if let Some(waiting) = waiting {
            out.push_str(&waiting);
            out.push('\n');
        }
        if verbose {
            for served in self.lock().iter() {
                let generation = served.handle.current();
                // Writing to a string does not fail.
                let _ = writeln!(
                    out,
                    "{}: {} on port {}, generation {}, hash {}, {} routes",
                    generation.compiled.source.name,
                    served.handle.file.as_deref().map_or("the embedded demo".into(), |f| f.to_string_lossy()),
                    served.listener.address.port(),
                    generation.number,
                    generation.hash,
                    generation.compiled.routes.len(),
                );
            }
        }
        (ready, out)
    }

    fn metrics(&self) -> String {
        super::metrics::render(self)
    }
}

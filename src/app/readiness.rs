//! What the management port says.

use std::fmt::Write as _;
use std::sync::PoisonError;

use tokio::sync::watch;

use crate::server::management::{Readiness, Report};
use crate::server::metrics_text::Format;
use crate::server::readiness_query::ReadinessQuery;
use crate::spelling::on_one_line;
use crate::state::Store;

use super::error::describe;
use super::{App, ServedEnvironment};

impl Report for App {
    fn readiness(&self, query: &ReadinessQuery) -> Readiness {
        let stopping = self.is_stopping();
        let waiting = self.waiting_for.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let asked = query.names_content().then(|| self.content(query));
        // Without its store a process goes on with the routes that need none, so that it stays where requests come.
        let connecting = self.store.as_ref().is_some_and(|store| self.is_connecting(store));
        let ready = !stopping && waiting.is_none() && !connecting && asked.as_ref().is_none_or(|(serves, _)| *serves);
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
        if let Some(reason) = self.store.as_ref().and_then(|store| store.trouble()) {
            line(&format!("the state is unavailable, routes that need it answer 503: {reason}"));
        }
        if let Some((_, text)) = &asked {
            line(text);
        }
        // Why there is nothing to serve is worth a line; beside what serves it is a detail.
        if query.verbose || !ready {
            let troubles = self.troubles().clone();
            for (file, reason) in &troubles.refused {
                line(&format!("{}: not served: {reason}", file.display()));
            }
            for file in &troubles.special {
                line(&format!("{}: skipped: {}", file.display(), super::read::SPECIAL));
            }
            for reason in troubles.unreadable.values() {
                line(reason);
            }
            if let Some(reason) = troubles.token {
                line(&reason);
            }
        }
        if query.verbose {
            if let Some(store) = &self.store {
                line(&store.metrics.describe(store.address()));
            }
            for served in self.lock().iter() {
                if let Some(trouble) = self.port_trouble(served) {
                    out.push_str(&format!("{}: {trouble}\n", describe(served.handle.file().as_deref())));
                }
                out.push_str(&self.describe(served));
            }
        }
        Readiness { is_ready: ready, is_final: stopping, text: out }
    }

    fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    fn metrics(&self, format: Format) -> String {
        super::metrics::render(self, format)
    }
}

impl App {
    /// Whether the content serves that the query names, and what serves in its place.
    fn content(&self, query: &ReadinessQuery) -> (bool, String) {
        let mut found = Vec::new();
        for served in self.lock().iter().filter(|served| query.is_about(served.handle.file().as_deref())) {
            let hash = &served.handle.current().hash;
            let file = describe(served.handle.file().as_deref());
            if query.accepts(hash) {
                return (true, format!("{file}: serves, hash {hash}"));
            }
            found.push(match served.handle.last_reload.get().reason() {
                Some(reason) => format!("{file}: serves other content, hash {hash}: {reason}"),
                None => format!("{file}: serves other content, hash {hash}"),
            });
        }
        match (&query.file, found.is_empty()) {
            (Some(file), true) => (false, format!("{file}: no such file serves")),
            (None, true) => (false, "nothing serves".to_owned()),
            (_, false) => (false, found.join("\n")),
        }
    }

    /// Whether it is not known yet what the store has, or that it is away.
    fn is_connecting(&self, store: &Store) -> bool {
        let has_joined =
            |served: &ServedEnvironment| served.handle.replicas.as_ref().is_none_or(|replicas| replicas.is_joined());
        !store.was_tried() || (store.trouble().is_none() && !self.lock().iter().all(has_joined))
    }

    fn describe(&self, served: &ServedEnvironment) -> String {
        let generation = served.handle.current();
        let mut out = format!(
            "{}: {} {}, generation {}, hash {}, {} routes, ",
            on_one_line(&generation.compiled.source.name),
            describe(served.handle.file().as_deref()),
            self.whereabouts(served),
            generation.number,
            generation.hash,
            generation.compiled.routes.len(),
        );
        // Writing to a string does not fail.
        let last = served.handle.last_reload.get();
        let _ = match last.reason() {
            None => writeln!(out, "last reload: {}", last.name()),
            Some(reason) => writeln!(out, "last reload: refused: {}", on_one_line(reason)),
        };
        out
    }
}

//! Files in mounted directories that are no environments: bodies that environments send, and what OpenAPI documents
//! refer to. Start and reload ask here, so that they decide alike.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::environment::body_files::{body_files, plain_path};
use crate::environment::content::Part;
use crate::environment::kind::{FileKind, NamedBy};
use crate::environment::load::{LoadError, Loaded};
use crate::environment::model::Environment;
use crate::environment::names::belongs_to;

/// What the environments name.
#[derive(Debug, Default)]
pub(super) struct NamedFiles {
    bodies: HashSet<PathBuf>,
    referenced: HashSet<PathBuf>,
    /// What environments begin with.
    snapshots: HashSet<PathBuf>,
}

impl NamedFiles {
    /// Adds what an environment names that lies in this file.
    pub(super) fn add(&mut self, file: &Path, environment: &Environment, parts: &[Part]) {
        let directory = file.parent().unwrap_or(Path::new(""));
        let bodies = body_files(environment, directory).into_iter();
        // A file that sends itself is no less an environment.
        self.bodies.extend(bodies.filter(|body| *body != plain_path(file)));
        self.referenced.extend(parts.iter().map(|part| plain_path(&part.path)));
    }

    /// Adds the snapshot that a companion names for the environment of this file.
    pub(super) fn add_snapshot(&mut self, file: &Path, snapshot: Option<&Path>) {
        let directory = file.parent().unwrap_or(Path::new(""));
        self.snapshots.extend(snapshot.map(|snapshot| plain_path(&directory.join(snapshot))));
    }

    /// Why a file in a directory is left alone, if it is: it does not look like an environment, it is broken or no whole
    /// document but part of another one, or it is a document that an environment sends as it is.
    pub(super) fn reason(
        &self,
        file: &Path,
        named_by: NamedBy,
        outcome: Result<&Loaded, &LoadError>,
    ) -> Option<String> {
        let path = plain_path(file);
        let is_document = |loaded: &Loaded| loaded.kind == FileKind::OpenApi;
        let is_part = |loaded: &Loaded| is_document(loaded) && loaded.environment.routes.is_empty();
        let is_sent = self.bodies.contains(&path) && outcome.map_or(true, is_document);
        let is_fragment = self.referenced.contains(&path) && outcome.map_or(true, is_part);
        match outcome {
            _ if named_by == NamedBy::Path => None,
            _ if self.snapshots.contains(&path) => Some("the snapshot that an environment begins with".to_owned()),
            _ if is_sent => Some("the body of a response of an environment".to_owned()),
            _ if is_fragment => Some("part of an OpenAPI document".to_owned()),
            Err(error) if error.is_neither() => Some(error.reason.to_string()),
            _ => None,
        }
    }
}

/// Why a companion is of no use, if none of these environments is its own.
pub(super) fn lonely<'f>(companion: &Path, mut environments: impl Iterator<Item = &'f Path>) -> Option<String> {
    let name = |path: &'f Path| path.file_name().and_then(|name| name.to_str());
    let own = companion.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_its = |file: &'f Path| {
        plain_path(file).parent() == plain_path(companion).parent()
            && name(file).is_some_and(|file| belongs_to(own, file))
    };
    (!environments.any(is_its)).then(|| "a companion, and there is no environment of its name beside it".to_owned())
}

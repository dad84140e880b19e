//! Files in mounted directories that are no environments: bodies that environments send, and what OpenAPI documents
//! refer to. Start and reload ask here, so that they decide alike.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::environment::body_files::{body_files, plain_path};
use crate::environment::kind::{FileKind, Place};
use crate::environment::load::{LoadError, Loaded};
use crate::environment::model::Environment;

/// What the environments name.
#[derive(Debug, Default)]
pub(super) struct NamedFiles {
    bodies: HashSet<PathBuf>,
    referenced: HashSet<PathBuf>,
}

impl NamedFiles {
    /// Adds what an environment names that lies in this file.
    pub(super) fn add(&mut self, file: &Path, environment: &Environment, referenced: &[PathBuf]) {
        let directory = file.parent().unwrap_or(Path::new(""));
        let bodies = body_files(environment, directory).into_iter();
        // A file that sends itself is no less an environment.
        self.bodies.extend(bodies.filter(|body| *body != plain_path(file)));
        self.referenced.extend(referenced.iter().map(|path| plain_path(path)));
    }

    /// Why a file in a directory is left alone, if it is: it does not look like an environment, it is broken or no whole
    /// document but part of another one, or it is a document that an environment sends as it is.
    pub(super) fn reason(&self, file: &Path, place: Place, outcome: Result<&Loaded, &LoadError>) -> Option<String> {
        let path = plain_path(file);
        let is_document = |loaded: &Loaded| loaded.kind == FileKind::OpenApi;
        let is_part = |loaded: &Loaded| is_document(loaded) && loaded.environment.routes.is_empty();
        let is_sent = self.bodies.contains(&path) && outcome.map_or(true, is_document);
        let is_fragment = self.referenced.contains(&path) && outcome.map_or(true, is_part);
        match outcome {
            _ if place == Place::Named => None,
            _ if is_sent => Some("the body of a response of an environment".to_owned()),
            _ if is_fragment => Some("part of an OpenAPI document".to_owned()),
            Err(error) if error.is_neither() => Some(error.reason.to_string()),
            _ => None,
        }
    }
}

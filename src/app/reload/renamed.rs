//! Files that were renamed: what serves goes on with the file of the new name, and keeps its state.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::environment::is_made_up;
use crate::runtime::EnvironmentHandle;

use super::super::candidate::Candidate;
use super::Reloader;

impl Reloader {
    /// Has environments whose files are gone go on with new files beside them that hold the same environments. Where
    /// several could be meant nobody is: state is not handed on by accident.
    pub(super) fn follow_renamed(&mut self, gone: &mut HashSet<PathBuf>) {
        for (file, handle) in self.without_file() {
            let mut heirs = self.newcomers().filter(|(path, candidate)| is_same(&file, &handle, path, candidate));
            let heir = heirs.next().map(|(path, _)| path.to_owned());
            let (Some(heir), true) = (heir, heirs.next().is_none()) else { continue };
            drop(heirs);
            let rivals = |(other, rival): &(PathBuf, Arc<EnvironmentHandle>)| {
                let candidate = self.newcomers().find(|(path, _)| *path == heir);
                candidate.is_some_and(|(path, candidate)| is_same(other, rival, path, candidate))
            };
            if self.without_file().iter().filter(|one| rivals(one)).count() > 1 {
                continue;
            }
            tracing::info!(file = %heir.display(), "the file was {} before: its environment goes on", file.display());
            handle.set_file(&heir);
            self.app.troubles().refused.remove(&heir);
            self.files.remove(&file);
            gone.remove(&file);
        }
    }

    /// What serves though its file is gone.
    fn without_file(&self) -> Vec<(PathBuf, Arc<EnvironmentHandle>)> {
        let is_missing = |file: &Path| self.files.get(file).is_some_and(|state| state.missing_since.is_some());
        let served = self.app.lock();
        let missing = served.iter().filter_map(|one| Some((one.handle.file()?.to_path_buf(), Arc::clone(&one.handle))));
        missing.filter(|(file, _)| is_missing(file)).collect()
    }

    /// New content of files that do not serve yet.
    fn newcomers(&self) -> impl Iterator<Item = (&Path, &Candidate)> {
        let waiting = self.files.iter().filter_map(|(file, state)| Some((file.as_path(), state.candidate.as_ref()?)));
        waiting.filter(|(file, _)| self.find(file).is_none())
    }
}

/// Whether a file holds the environment of another one in its directory: by its uuid, else by its name or its content.
fn is_same(file: &Path, handle: &EnvironmentHandle, new: &Path, candidate: &Candidate) -> bool {
    let generation = handle.current();
    let (old, new_one) = (&generation.compiled.source, &candidate.loaded.environment);
    let is_of_file = |uuid: &str| !uuid.is_empty() && !is_made_up(uuid);
    let is_same = match (is_of_file(&old.uuid), is_of_file(&new_one.uuid)) {
        (true, true) => old.uuid == new_one.uuid,
        (false, false) => old.name == new_one.name || generation.hash == candidate.loaded.hash.to_string(),
        _ => false,
    };
    is_same && file.parent() == new.parent()
}

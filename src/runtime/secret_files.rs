//! Files that hold secrets of this process: they are served by no environment, wherever they lie and however they are
//! linked to.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What a cluster mounts into every pod, and what the kernel tells of processes.
const PLACES: [&str; 4] = ["/proc", "/sys", "/var/run/secrets/kubernetes.io", "/run/secrets/kubernetes.io"];

/// The files, by path: what lies there is looked up when it matters, because Secrets rotate.
#[derive(Debug, Clone, Default)]
pub struct SecretFiles(Arc<Mutex<Vec<PathBuf>>>);

impl SecretFiles {
    /// One more.
    pub fn add(&self, path: &Path) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.iter().any(|known| known == path) {
            all.push(path.to_owned());
        }
    }

    /// Whether an open file, which lies there, is one of them. Blocks.
    pub fn holds(&self, path: &Path, file: &Metadata) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_same = |secret: &PathBuf| {
            std::fs::metadata(secret).is_ok_and(|other| (other.dev(), other.ino()) == (file.dev(), file.ino()))
        };
        PLACES.iter().any(|place| path.starts_with(place)) || all.iter().any(is_same)
    }
}

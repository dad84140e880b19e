//! What lies in the mounted paths now, compared with what lay there before.

use std::collections::{BTreeSet, HashMap};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::environment::files::{FilesError, find_files};
use crate::environment::load::ContentHash;

use super::watch;

/// What changes when a file is written or replaced: cheap to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
    device: u64,
    inode: u64,
}

/// What is known of a file's content.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its stamp when it was read.
    pub stamp: Option<Stamp>,
    /// The hash of its content.
    pub hash: Option<ContentHash>,
}

/// What a look at a file gave.
#[derive(Debug)]
pub enum Sight {
    /// The content is what it was.
    Same,
    /// Other content.
    Changed(Known),
    /// It cannot be read.
    Unreadable(std::io::Error),
}

/// The files of one path that the operator named, in order.
pub type Files = Result<Vec<PathBuf>, FilesError>;

/// Everything that was seen.
#[derive(Debug)]
pub struct Scan {
    /// The files, path by path.
    pub entries: Vec<Files>,
    /// Every file of `entries`, looked at.
    pub sights: Vec<(PathBuf, Sight)>,
    /// Directories in which changes of all this would show.
    pub directories: BTreeSet<PathBuf>,
}

/// Looks at all environment files of these paths. A thorough scan reads every file; another one trusts the stamps.
pub fn scan(paths: &[PathBuf], known: &HashMap<PathBuf, Known>, thorough: bool) -> Scan {
    let entries: Vec<Files> = paths.iter().map(|path| find_files(std::slice::from_ref(path))).collect();
    let files: BTreeSet<&PathBuf> = entries.iter().flatten().flatten().collect();
    let directories = watch::directories(paths.iter().chain(files.iter().copied()).map(PathBuf::as_path));
    let unknown = Known::default();
    let look = |file: &PathBuf| look(file, known.get(file).unwrap_or(&unknown), thorough);
    let sights = files.into_iter().map(|file| (file.clone(), look(file))).collect();
    Scan { entries, sights, directories }
}

fn look(file: &Path, known: &Known, thorough: bool) -> Sight {
    // The stamp is taken first: a write in between shows as another stamp the next time.
    let stamp = match std::fs::metadata(file) {
        Ok(metadata) => Stamp {
            modified: metadata.modified().ok(),
            size: metadata.size(),
            device: metadata.dev(),
            inode: metadata.ino(),
        },
        Err(error) => return Sight::Unreadable(error),
    };
    if !thorough && known.stamp == Some(stamp) {
        return Sight::Same;
    }
    match std::fs::File::open(file).and_then(ContentHash::of_file) {
        Ok(hash) => {
            if known.hash == Some(hash) {
                Sight::Same
            } else {
                Sight::Changed(Known { stamp: Some(stamp), hash: Some(hash) })
            }
        }
        Err(error) => Sight::Unreadable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_other_content_from_another_file_with_the_same_content() {
        let directory = tempfile::tempdir().unwrap();
        let root = [directory.path().to_owned()];
        let file = directory.path().join("a.json");
        std::fs::write(&file, "one").unwrap();
        let first = scan(&root, &HashMap::new(), false);
        let [(path, Sight::Changed(seen))] = &first.sights[..] else { panic!("{first:?}") };
        let mut known: HashMap<_, _> = [(path.clone(), seen.clone())].into();
        assert!(matches!(scan(&root, &known, false).sights[..], [(_, Sight::Same)]));
        std::fs::write(directory.path().join("new"), "one").unwrap();
        std::fs::rename(directory.path().join("new"), &file).unwrap();
        assert!(matches!(scan(&root, &known, false).sights[..], [(_, Sight::Same)]));
        std::fs::write(&file, "two").unwrap();
        assert!(matches!(scan(&root, &known, true).sights[..], [(_, Sight::Changed(_))]));
        known.clear();
        std::fs::remove_file(&file).unwrap();
        assert!(scan(&root, &known, true).sights.is_empty());
    }

    #[test]
    fn a_missing_path_hides_no_other() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.json"), "{}").unwrap();
        let found = scan(&[directory.path().join("none"), directory.path().to_owned()], &HashMap::new(), true);
        assert!(matches!(found.entries[..], [Err(FilesError::Missing(_)), Ok(_)]));
        assert_eq!(found.sights.len(), 1);
    }
}

//! What lies in the mounted paths now, compared with what lay there before.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::environment::content::{ContentHash, Stamp};
use crate::environment::files::{FilesError, Found, files_of, open_file};

use super::watch;

/// What is known of a file's content.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its stamp when it was read.
    pub stamp: Option<Stamp>,
    /// The hash of its content.
    pub hash: Option<ContentHash>,
    /// Files that it refers to.
    pub referenced: Vec<PathBuf>,
}

/// How close a look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// A file is what it was when its stamp is.
    Stamp,
    /// The same, unless the file had just been written when it was read.
    SettledStamp,
    /// The file is read.
    Content,
}

/// What a look at a file gave.
#[derive(Debug)]
pub enum Sight {
    /// The content is what it was, as this stamp will tell from now on.
    Same(Option<Stamp>),
    /// Other content.
    Changed(Known),
    /// It cannot be read.
    Unreadable(std::io::Error),
}

/// What lies in one path that the operator named.
pub type Files = Result<Found, FilesError>;

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

/// Looks at all environment files of these paths.
pub fn scan(paths: &[PathBuf], known: &HashMap<PathBuf, Known>, care: Care) -> Scan {
    let entries: Vec<Files> = paths.iter().map(|path| files_of(path)).collect();
    let files: BTreeSet<&PathBuf> =
        entries.iter().flatten().flat_map(|found| &found.files).map(|file| &file.path).collect();
    let directories = watch::directories(paths.iter().chain(files.iter().copied()).map(PathBuf::as_path));
    let unknown = Known::default();
    let look = |file: &PathBuf| look(file, known.get(file).unwrap_or(&unknown), care);
    let sights = files.into_iter().map(|file| (file.clone(), look(file))).collect();
    Scan { entries, sights, directories }
}

fn look(file: &Path, known: &Known, care: Care) -> Sight {
    // The stamp is taken first: a write in between shows as another stamp the next time.
    let stamp = match std::fs::metadata(file) {
        Ok(metadata) => Stamp::of(&metadata),
        Err(error) => return Sight::Unreadable(error),
    };
    if let (Some(now), Some(then)) = (stamp, known.stamp)
        && now.is_like(&then)
        && (care == Care::Stamp || care == Care::SettledStamp && then.is_settled)
    {
        return Sight::Same(Some(then));
    }
    match open_file(file).and_then(|(file, _)| ContentHash::of_file(file)) {
        Ok(hash) if known.hash == Some(hash) => Sight::Same(stamp),
        Ok(hash) => Sight::Changed(Known { stamp, hash: Some(hash), ..Known::default() }),
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
        let first = scan(&root, &HashMap::new(), Care::SettledStamp);
        let [(path, Sight::Changed(seen))] = &first.sights[..] else { panic!("{first:?}") };
        let mut known: HashMap<_, _> = [(path.clone(), seen.clone())].into();
        assert!(matches!(scan(&root, &known, Care::SettledStamp).sights[..], [(_, Sight::Same(_))]));
        std::fs::write(directory.path().join("new"), "one").unwrap();
        std::fs::rename(directory.path().join("new"), &file).unwrap();
        assert!(matches!(scan(&root, &known, Care::SettledStamp).sights[..], [(_, Sight::Same(_))]));
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(hour_ago).unwrap();
        let [(_, Sight::Same(stamp))] = scan(&root, &known, Care::SettledStamp).sights[..] else {
            panic!("not the same")
        };
        // With its stamp the content is not looked at; with one of the time when it was just written it is, from the
        // second look on.
        let known_by = |stamp| [(file.clone(), Known { stamp, ..Known::default() })].into();
        assert!(matches!(scan(&root, &known_by(stamp), Care::SettledStamp).sights[..], [(_, Sight::Same(_))]));
        let mut fresh = stamp;
        fresh.iter_mut().for_each(|stamp| stamp.is_settled = false);
        assert!(matches!(scan(&root, &known_by(fresh), Care::Stamp).sights[..], [(_, Sight::Same(_))]));
        assert!(matches!(scan(&root, &known_by(fresh), Care::SettledStamp).sights[..], [(_, Sight::Changed(_))]));
        std::fs::write(&file, "two").unwrap();
        assert!(matches!(scan(&root, &known, Care::Content).sights[..], [(_, Sight::Changed(_))]));
        known.clear();
        std::fs::remove_file(&file).unwrap();
        assert!(scan(&root, &known, Care::Content).sights.is_empty());
    }

    #[test]
    fn a_missing_path_hides_no_other() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.json"), "{}").unwrap();
        let found = scan(&[directory.path().join("none"), directory.path().to_owned()], &HashMap::new(), Care::Content);
        assert!(matches!(found.entries[..], [Err(FilesError::Missing(_)), Ok(_)]));
        assert_eq!(found.sights.len(), 1);
    }
}

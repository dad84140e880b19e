//! What lies in the mounted paths now, compared with what lay there before.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use crate::environment::companion;
use crate::environment::content::{ContentHash, FileStamp, Part};
use crate::environment::files::{FilesError, FoundFiles, files_of, open_file};
use crate::environment::kind::{self, FileKind};
use crate::environment::remote::{self, Remote};

use super::watch;

/// What is known of a file's content.
#[derive(Debug, Clone, Default)]
pub struct KnownContent {
    /// Its stamp when it was read.
    pub stamp: Option<FileStamp>,
    /// The hash of its content.
    pub hash: Option<ContentHash>,
    /// The further files that it is made of.
    pub parts: Vec<Part>,
}

/// How close a look is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanDepth {
    /// A file is what it was when its stamp is.
    Stamp,
    /// The same, unless the file had just been written when it was read.
    SettledStamp,
    /// The file is read.
    Content,
}

/// What a look at a file gave.
#[derive(Debug)]
pub enum FileChange {
    /// The content is what it was, as these stamps will tell from now on.
    Same(KnownContent),
    /// Other content.
    Changed(KnownContent),
    /// It cannot be read.
    Unreadable(std::io::Error),
}

/// What lies in one path that the operator named.
pub type Files = Result<FoundFiles, FilesError>;

/// Everything that was seen.
#[derive(Debug)]
pub struct Scan {
    /// The files, path by path.
    pub entries: Vec<Files>,
    /// Every file of `entries`, looked at.
    pub changes: Vec<(PathBuf, FileChange)>,
    /// Directories in which changes of all this would show.
    pub directories: BTreeSet<PathBuf>,
}

/// Looks at all environment files of these paths.
pub fn scan(paths: &[PathBuf], known: &HashMap<PathBuf, KnownContent>, remote: &Remote, depth: ScanDepth) -> Scan {
    let entries: Vec<Files> = paths.iter().map(|path| files_of(path)).collect();
    let files: BTreeSet<&PathBuf> =
        entries.iter().flatten().flat_map(|found| &found.files).map(|file| &file.path).collect();
    let parts = known.values().flat_map(|known| &known.parts).map(|part| &part.path);
    let here = paths.iter().chain(files.iter().copied()).chain(parts).map(PathBuf::as_path);
    let directories = watch::directories(here.filter(|path| !remote::is_url(path)));
    let unknown = KnownContent::default();
    let look = |file: &PathBuf| {
        let known = known.get(file).unwrap_or(&unknown);
        if remote::is_url(file) { look_at_copy(remote.copy(file), known) } else { look(file, known, depth) }
    };
    let changes = files.into_iter().map(|file| (file.clone(), look(file))).collect();
    Scan { entries, changes, directories }
}

/// Looks at the copy of a file of another server.
fn look_at_copy(copy: io::Result<remote::RemoteCopy>, known: &KnownContent) -> FileChange {
    match copy {
        Ok(copy) if known.hash == Some(copy.hash) => FileChange::Same(known.clone()),
        Ok(copy) => FileChange::Changed(KnownContent { hash: Some(copy.hash), ..KnownContent::default() }),
        Err(error) => FileChange::Unreadable(error),
    }
}

/// Looks at a file and at what else it is made of.
fn look(file: &Path, known: &KnownContent, depth: ScanDepth) -> FileChange {
    let (stamp, hash) = match look_at(file, known.stamp, known.hash, depth) {
        Ok(seen) => seen,
        Err(error) => return FileChange::Unreadable(error),
    };
    let is_companion = |path: &Path| kind::of_name(path) == Some(FileKind::Companion);
    let references = known.parts.iter().map(|part| part.path.clone()).filter(|path| !is_companion(path));
    let mut is_same = known.hash == Some(hash);
    let mut parts = Vec::new();
    for path in references.chain(companion::beside(file)) {
        let before = known.parts.iter().find(|part| part.path == path);
        let (stamp, hash) = (before.and_then(|part| part.stamp), before.and_then(|part| part.hash));
        let seen = look_at(&path, stamp, hash, depth).ok();
        let part = Part { path, stamp: seen.and_then(|(stamp, _)| stamp), hash: seen.map(|(_, hash)| hash) };
        is_same &= before.is_some_and(|before| before.hash == part.hash);
        parts.push(part);
    }
    is_same &= parts.len() == known.parts.len();
    let seen = KnownContent { stamp, hash: Some(hash), parts };
    if is_same { FileChange::Same(seen) } else { FileChange::Changed(seen) }
}

/// The stamp of a file and the hash of its content, read only as far as `depth` asks for it.
fn look_at(
    file: &Path,
    stamp: Option<FileStamp>,
    hash: Option<ContentHash>,
    depth: ScanDepth,
) -> io::Result<(Option<FileStamp>, ContentHash)> {
    // The stamp is taken first: a write in between shows as another stamp the next time.
    let now = FileStamp::of(&std::fs::metadata(file)?);
    if let (Some(now), Some(then), Some(hash)) = (now, stamp, hash)
        && now.is_like(&then)
        && (depth == ScanDepth::Stamp || depth == ScanDepth::SettledStamp && then.is_settled)
    {
        return Ok((Some(then), hash));
    }
    let (opened, _) = open_file(file)?;
    Ok((now, ContentHash::of_file(opened)?))
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
        let first = scan(&root, &HashMap::new(), &Remote::default(), ScanDepth::SettledStamp);
        let [(path, FileChange::Changed(seen))] = &first.changes[..] else { panic!("{first:?}") };
        let mut known: HashMap<_, _> = [(path.clone(), seen.clone())].into();
        assert!(matches!(
            scan(&root, &known, &Remote::default(), ScanDepth::SettledStamp).changes[..],
            [(_, FileChange::Same(_))]
        ));
        std::fs::write(directory.path().join("new"), "one").unwrap();
        std::fs::rename(directory.path().join("new"), &file).unwrap();
        assert!(matches!(
            scan(&root, &known, &Remote::default(), ScanDepth::SettledStamp).changes[..],
            [(_, FileChange::Same(_))]
        ));
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(hour_ago).unwrap();
        let [(_, FileChange::Same(KnownContent { stamp, .. }))] =
            scan(&root, &known, &Remote::default(), ScanDepth::SettledStamp).changes[..]
        else {
            panic!("not the same")
        };
        // With its stamp the content is not looked at; with one of the time when it was just written it is, from the
        // second look on.
        let hash = Some(ContentHash::of(b"other"));
        let known_by = |stamp| [(file.clone(), KnownContent { stamp, hash, ..KnownContent::default() })].into();
        assert!(matches!(
            scan(&root, &known_by(stamp), &Remote::default(), ScanDepth::SettledStamp).changes[..],
            [(_, FileChange::Same(_))]
        ));
        let mut fresh = stamp;
        fresh.iter_mut().for_each(|stamp| stamp.is_settled = false);
        assert!(matches!(
            scan(&root, &known_by(fresh), &Remote::default(), ScanDepth::Stamp).changes[..],
            [(_, FileChange::Same(_))]
        ));
        assert!(matches!(
            scan(&root, &known_by(fresh), &Remote::default(), ScanDepth::SettledStamp).changes[..],
            [(_, FileChange::Changed(_))]
        ));
        std::fs::write(&file, "two").unwrap();
        assert!(matches!(
            scan(&root, &known, &Remote::default(), ScanDepth::Content).changes[..],
            [(_, FileChange::Changed(_))]
        ));
        known.clear();
        std::fs::remove_file(&file).unwrap();
        assert!(scan(&root, &known, &Remote::default(), ScanDepth::Content).changes.is_empty());
    }

    #[test]
    fn a_companion_and_what_a_document_refers_to_are_parts_of_its_content() {
        let directory = tempfile::tempdir().unwrap();
        let (root, at) = ([directory.path().to_owned()], |name: &str| directory.path().join(name));
        std::fs::write(at("a.json"), "one").unwrap();
        let reference = Part { path: at("part.txt"), stamp: None, hash: None };
        let known =
            KnownContent { hash: Some(ContentHash::of(b"one")), parts: vec![reference], ..KnownContent::default() };
        let mut known: HashMap<_, _> = [(at("a.json"), known)].into();
        let mut look = |changes: bool| match &scan(&root, &known, &Remote::default(), ScanDepth::Content).changes[..] {
            [(path, FileChange::Changed(seen))] if changes => drop(known.insert(path.clone(), seen.clone())),
            [(path, FileChange::Same(seen))] if !changes => drop(known.insert(path.clone(), seen.clone())),
            other => panic!("{other:?}"),
        };
        look(false);
        for (name, content) in
            [("a.sidemock.yaml", "1"), ("part.txt", "1"), ("a.sidemock.yaml", "2"), ("part.txt", "2")]
        {
            std::fs::write(at(name), content).unwrap();
            look(true);
            look(false);
        }
        for name in ["a.sidemock.yaml", "part.txt"] {
            std::fs::remove_file(at(name)).unwrap();
            look(true);
            look(false);
        }
    }

    #[test]
    fn a_missing_path_hides_no_other() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.json"), "{}").unwrap();
        let found = scan(
            &[directory.path().join("none"), directory.path().to_owned()],
            &HashMap::new(),
            &Remote::default(),
            ScanDepth::Content,
        );
        assert!(matches!(found.entries[..], [Err(FilesError::Missing(_)), Ok(_)]));
        assert_eq!(found.changes.len(), 1);
    }
}

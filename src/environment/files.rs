//! Which files of the paths that an operator names are environments, and how files are opened: only what is a file, and
//! never in a way that could wait.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::kind::{self, FileKind, NamedBy};
use super::names::is_environment_name;
use super::remote;

/// Why a path cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// Neither file nor directory.
    #[error("{}: no such file or directory: check MOCKOON_DATA and the volume mounts", .0.display())]
    Missing(PathBuf),
    /// There, but closed to us.
    #[error("{}: cannot be read ({reason}): check the permissions and the securityContext of the pod", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
}

/// A file that may be an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountedFile {
    /// Its path.
    pub path: PathBuf,
    /// How the operator named it.
    pub named_by: NamedBy,
}

/// What lies in the paths that an operator names.
#[derive(Debug, Default)]
pub struct FoundFiles {
    /// The files that may be environments, in order.
    pub files: Vec<MountedFile>,
    /// Companions of environment files.
    pub companions: Vec<PathBuf>,
    /// What has the name of an environment file but is a pipe, a device or a socket.
    pub special: Vec<PathBuf>,
}

impl FoundFiles {
    fn add(&mut self, path: PathBuf, named_by: NamedBy) {
        match kind::of_name(&path) {
            Some(FileKind::Companion) => self.companions.push(path),
            _ => self.files.push(MountedFile { path, named_by }),
        }
    }
}

/// What lies in these paths; each file once, at its first place.
///
/// # Errors
/// When a path is missing or a directory cannot be read. An empty directory is no error.
pub fn find_files(paths: &[PathBuf]) -> Result<FoundFiles, FilesError> {
    let found = paths.iter().map(|path| files_of(path)).collect::<Result<Vec<_>, _>>()?;
    let mut all = FoundFiles::default();
    for found in found {
        all.files.extend(found.files);
        all.companions.extend(found.companions);
        all.special.extend(found.special);
    }
    all.files = each_once(all.files);
    Ok(all)
}

/// The files of one path, in order: a file is taken, also one of another server, whatever it is called, a directory means every `*.json`, `*.yaml`,
/// `*.yml` and `*.har` in it, also with `.gz`, by name. Entries that start with a dot are skipped, so a mounted ConfigMap, whose
/// visible entries are links through its `..data`, counts once.
///
/// # Errors
/// As [`find_files`].
pub fn files_of(path: &Path) -> Result<FoundFiles, FilesError> {
    if remote::is_url(path) {
        let mut found = FoundFiles::default();
        found.add(remote::known_by(path), NamedBy::Path);
        return Ok(found);
    }
    let metadata = metadata(path)?;
    if metadata.is_dir() {
        in_directory(path)
    } else if metadata.is_file() {
        let mut found = FoundFiles::default();
        found.add(path.to_owned(), NamedBy::Path);
        Ok(found)
    } else {
        Ok(FoundFiles { special: vec![path.to_owned()], ..FoundFiles::default() })
    }
}

/// Each file once, at its first place; one that was named somewhere is named.
pub fn each_once(files: impl IntoIterator<Item = MountedFile>) -> Vec<MountedFile> {
    let mut found: Vec<MountedFile> = Vec::new();
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    for file in files {
        let place = *places.entry(file.path.clone()).or_insert(found.len());
        match found.get_mut(place) {
            None => found.push(file),
            Some(known) if file.named_by == NamedBy::Path => known.named_by = NamedBy::Path,
            Some(_) => {}
        }
    }
    found
}

/// Opens a file for reading. Anything else is an error, because reading a pipe or a device may never end; what takes the
/// place of a file at this very moment is opened without waiting for its other end.
///
/// # Errors
/// When it is no file, or cannot be opened.
pub fn open_file(path: &Path) -> io::Result<(File, Metadata)> {
    require_file(&std::fs::metadata(path)?)?;
    let file = File::options().read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
    let metadata = file.metadata()?;
    require_file(&metadata)?;
    Ok((file, metadata))
}

/// The content of a file, see [`open_file`].
///
/// # Errors
/// As [`open_file`], or when it cannot be read.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let (mut file, metadata) = open_file(path)?;
    let mut content = Vec::with_capacity(metadata.len() as usize);
    io::Read::read_to_end(&mut file, &mut content)?;
    Ok(content)
}

/// Whether this is a file, no directory and no pipe, device or socket.
///
/// # Errors
/// When it is not.
pub fn require_file(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "a pipe, a device or a socket, not a file"))
    }
}

fn metadata(path: &Path) -> Result<std::fs::Metadata, FilesError> {
    std::fs::metadata(path).map_err(|reason| match reason.kind() {
        std::io::ErrorKind::NotFound => FilesError::Missing(path.to_owned()),
        _ => FilesError::Unreadable { path: path.to_owned(), reason },
    })
}

fn in_directory(directory: &Path) -> Result<FoundFiles, FilesError> {
    let unreadable = |reason| FilesError::Unreadable { path: directory.to_owned(), reason };
    let (mut files, mut special) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !entry.file_name().to_str().is_some_and(is_environment_name) {
            continue;
        }
        // A link that leads nowhere (a ConfigMap in the middle of its swap) or to a directory is no file.
        match std::fs::metadata(entry.path()) {
            Ok(metadata) if metadata.is_file() => files.push(entry.path()),
            Ok(metadata) if !metadata.is_dir() => special.push(entry.path()),
            _ => {}
        }
    }
    files.sort();
    special.sort();
    let mut found = FoundFiles { special, ..FoundFiles::default() };
    files.into_iter().for_each(|file| found.add(file, NamedBy::Directory));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_directories_by_name_and_skips_dot_entries() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        std::fs::create_dir(root.join("..2026_1")).unwrap();
        std::fs::write(root.join("..2026_1/b.json"), "{}").unwrap();
        std::os::unix::fs::symlink("..2026_1", root.join("..data")).unwrap();
        std::os::unix::fs::symlink("..data/b.json", root.join("b.json")).unwrap();
        std::os::unix::fs::symlink("..data/gone.json", root.join("gone.json")).unwrap();
        for name in ["c.yml", "a.yaml.gz", ".hidden.json", "readme.md", "D.JSON"] {
            std::fs::write(root.join(name), "{}").unwrap();
        }
        let found = find_files(&[root.join("c.yml"), root.to_owned()]).unwrap();
        assert!(found.special.is_empty());
        let found = found.files;
        let names: Vec<_> = found.iter().map(|file| file.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["c.yml", "D.JSON", "a.yaml.gz", "b.json"]);
        let named_by: Vec<_> = found.iter().map(|file| file.named_by).collect();
        assert_eq!(named_by, [NamedBy::Path, NamedBy::Directory, NamedBy::Directory, NamedBy::Directory]);
        assert_eq!(find_files(&[root.to_owned(), root.join("c.yml")]).unwrap().files[3].named_by, NamedBy::Path);
    }

    #[test]
    fn a_missing_path_is_named() {
        let error = find_files(&[PathBuf::from("/nowhere/x.json")]).unwrap_err().to_string();
        assert!(error.starts_with("/nowhere/x.json: no such file"), "{error}");
    }

    #[test]
    fn what_is_no_file_is_set_aside_and_never_opened() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        std::fs::write(root.join("a.json"), "{}").unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.json")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.join("zero.yaml")).unwrap();
        let piped = std::process::Command::new("mkfifo").arg(root.join("pipe.json")).status().unwrap();
        assert!(piped.success());
        for paths in
            [vec![root.to_owned()], ["a", "pipe", "socket"].map(|n| root.join(n).with_extension("json")).into()]
        {
            let found = find_files(&paths).unwrap();
            assert_eq!(found.files.len(), 1);
            assert_eq!(found.files[0].path, root.join("a.json"));
            assert_eq!(found.special[..2], [root.join("pipe.json"), root.join("socket.json")]);
        }
        for name in ["pipe.json", "socket.json", "zero.yaml"] {
            let error = read_file(&root.join(name)).unwrap_err();
            assert!(error.to_string().starts_with("a pipe"), "{name}: {error}");
        }
        assert_eq!(read_file(&root.join("a.json")).unwrap(), b"{}");
        assert_eq!(read_file(root).unwrap_err().kind(), io::ErrorKind::IsADirectory);
    }
}

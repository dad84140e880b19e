//! Which files of the paths that an operator names are environments.

use std::path::{Path, PathBuf};

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

/// The environment files of these paths, in order: a file is taken whatever it is called, a directory means every
/// `*.json`, `*.yaml` and `*.yml` in it, also with `.gz`, by name. Entries that start with a dot are skipped, so a
/// mounted ConfigMap, whose visible entries are links through its `..data`, counts once. A file that is named twice
/// is taken once.
///
/// # Errors
/// When a path is missing or a directory cannot be read. An empty directory is no error.
pub fn find_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, FilesError> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let files = if metadata(path)?.is_dir() { in_directory(path)? } else { vec![path.clone()] };
        for file in files {
            if !found.contains(&file) {
                found.push(file);
            }
        }
    }
    Ok(found)
}

fn metadata(path: &Path) -> Result<std::fs::Metadata, FilesError> {
    std::fs::metadata(path).map_err(|reason| match reason.kind() {
        std::io::ErrorKind::NotFound => FilesError::Missing(path.to_owned()),
        _ => FilesError::Unreadable { path: path.to_owned(), reason },
    })
}

fn in_directory(directory: &Path) -> Result<Vec<PathBuf>, FilesError> {
    let unreadable = |reason| FilesError::Unreadable { path: directory.to_owned(), reason };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A link that leads nowhere (a ConfigMap in the middle of its swap) or to a directory is no file.
        let is_file = std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_environment_name) {
            names.push(entry.file_name());
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| directory.join(name)).collect())
}

/// Whether a file of this name in a directory counts as an environment.
pub fn is_environment_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    !name.starts_with('.') && [".json", ".yaml", ".yml"].iter().any(|extension| plain.ends_with(extension))
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
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["c.yml", "D.JSON", "a.yaml.gz", "b.json"]);
    }

    #[test]
    fn a_missing_path_is_named() {
        let error = find_files(&[PathBuf::from("/nowhere/x.json")]).unwrap_err().to_string();
        assert!(error.starts_with("/nowhere/x.json: no such file"), "{error}");
    }
}

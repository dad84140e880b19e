//! Which file the path of a response means, by its text alone: the file system is not asked.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A path that has been rendered and made absolute; nothing has been looked up yet. Clones are cheap.
#[derive(Debug, Clone)]
pub struct ResolvedPath(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    is_absolute: bool,
    shown: String,
}

impl ResolvedPath {
    /// What a rendered path means, seen from the environment's directory.
    pub fn new(directory: &Path, text: &str) -> Self {
        let path = normalise(directory, text);
        let shown = match path.strip_prefix(directory) {
            Ok(inside) => inside.to_string_lossy().into_owned(),
            Err(_) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        Self(Arc::new(Inner { path, is_absolute: text.starts_with('/'), shown }))
    }

    /// The path from the root.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether it was written from the root.
    pub fn is_absolute(&self) -> bool {
        self.0.is_absolute
    }

    /// The path as error messages show it: never from the root.
    pub fn shown(&self) -> &str {
        &self.0.shown
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.0.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// The extension without its dot, empty when there is none.
    pub fn extension(&self) -> &str {
        self.0.path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
    }
}

/// A path from the root, without `.` and `..`.
pub fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    normalise(Path::new("/"), &path.to_string_lossy())
}

/// `path.resolve(directory, path)`: `.` and `..` are taken off without a look at the file system.
pub fn normalise(directory: &Path, path: &str) -> PathBuf {
    let mut out = directory.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::RootDir => out = PathBuf::from("/"),
            Component::ParentDir => {
                out.pop();
            }
            Component::Normal(name) => out.push(name),
            Component::CurDir | Component::Prefix(_) => {}
        }
    }
    out
}

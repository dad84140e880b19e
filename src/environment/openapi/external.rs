//! References to other files: only inside the directory of the document.

use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::environment::files::read_file;
use crate::environment::parse::{self, Syntax};

/// Finds the documents that references lead to.
pub trait Resolver: Sync {
    /// The document at this path, relative to the first document's directory.
    ///
    /// # Errors
    /// Says why there is none.
    fn document(&self, path: &Path) -> Result<Value, String>;
}

/// Files in a directory; nothing outside it, also not by way of links.
#[derive(Debug, Clone)]
pub struct Directory(pub PathBuf);

impl Resolver for Directory {
    fn document(&self, path: &Path) -> Result<Value, String> {
        // The messages name the path as the document writes it, never where the directory lies.
        let unreadable = |error: std::io::Error| format!("{} cannot be read ({})", path.display(), error.kind());
        let root = self.0.canonicalize().map_err(unreadable)?;
        let file = root.join(path).canonicalize().map_err(unreadable)?;
        if !file.starts_with(&root) {
            return Err(format!("{} lies outside the directory of the document", path.display()));
        }
        let size = std::fs::metadata(&file).map_err(unreadable)?.len();
        if size > parse::MAX_BYTES as u64 {
            return Err(format!("{} is too large", path.display()));
        }
        let bytes = read_file(&file).map_err(unreadable)?;
        let syntax = Syntax::of(&path.to_string_lossy());
        let unpacked = parse::unpack(&bytes).map_err(|error| error.to_string())?;
        let parsed = parse::decode(&unpacked).and_then(|decoded| parse::parse(&decoded.text, syntax));
        parsed.map_err(|error| error.to_string())
    }
}

/// The path of a reference, seen from the document it stands in; nothing if it leads out of the directory.
pub fn join(from: &Path, reference: &str) -> Option<PathBuf> {
    let mut path = from.parent().map(Path::to_owned).unwrap_or_default();
    for component in Path::new(reference.strip_prefix("file:").unwrap_or(reference)).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::Normal(name) => path.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_relative_to_the_document_and_not_beyond_the_directory() {
        let cases = [
            ("", "./a.yaml", Some("a.yaml")),
            ("sub/doc.yaml", "../a.yaml", Some("a.yaml")),
            ("sub/doc.yaml", "b/c.json", Some("sub/b/c.json")),
            ("", "../a.yaml", None),
            ("", "/etc/passwd", None),
        ];
        for (from, reference, expected) in cases {
            assert_eq!(join(Path::new(from), reference), expected.map(PathBuf::from), "{from} {reference}");
        }
    }

    #[test]
    fn links_out_of_the_directory_are_refused() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.json"), "{}").unwrap();
        let inside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.json"), inside.path().join("link.json")).unwrap();
        let error = Directory(inside.path().to_owned()).document(Path::new("link.json")).unwrap_err();
        assert_eq!(error, "link.json lies outside the directory of the document");
    }
}

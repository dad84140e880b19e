//! References to other files: inside the directory of the document and in those that the operator allows.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::environment::content::{ContentHash, FileStamp, Part};
use crate::environment::files::open_file;
use crate::environment::parse::{self, Syntax};

/// Finds the documents that references lead to.
pub trait Resolver: Sync {
    /// The document at this path, relative to the first document's directory.
    ///
    /// # Errors
    /// Says why there is none.
    fn document(&self, path: &Path) -> Result<Value, String>;
}

/// Files in some directories; nothing outside them, also not by way of links.
#[derive(Debug)]
pub struct Directory {
    /// Where the document lies.
    root: PathBuf,
    /// Where else files may be read.
    allowed: Vec<PathBuf>,
    /// What was asked for.
    parts: Mutex<Vec<Part>>,
}

impl Directory {
    /// The directory of a document, and further ones that may be read.
    pub fn new(root: PathBuf, allowed: Vec<PathBuf>) -> Self {
        Self { root, allowed, parts: Mutex::default() }
    }

    /// The files that references led to, whether they are there or not.
    pub fn parts(self) -> Vec<Part> {
        self.parts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_open(&self, file: &Path) -> bool {
        let directories = std::iter::once(&self.root).chain(&self.allowed);
        directories.filter_map(|directory| directory.canonicalize().ok()).any(|open| file.starts_with(open))
    }
}

impl Resolver for Directory {
    fn document(&self, path: &Path) -> Result<Value, String> {
        // The messages name the path as the document writes it, never where the directory lies.
        let unreadable = |error: std::io::Error| format!("it cannot be read ({})", error.kind());
        let wanted = self.root.join(path);
        let outside = || {
            "it lies outside the directory of the document: bundle the document, or allow that directory by MOCKOON_FILES_ALLOWED".to_owned()
        };
        let file = match wanted.canonicalize() {
            Ok(file) if self.is_open(&file) => file,
            Ok(_) => return Err(outside()),
            // Whether a file is there that may not be read is nobody's business.
            Err(_) if !lies_below(path) && self.allowed.is_empty() => return Err(outside()),
            Err(error) => {
                self.note(Part { path: wanted, stamp: None, hash: None });
                return Err(unreadable(error));
            }
        };
        let (mut opened, metadata) = open_file(&file).map_err(unreadable)?;
        if metadata.len() > parse::MAX_BYTES as u64 {
            return Err("it is too large".to_owned());
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        opened.read_to_end(&mut bytes).map_err(unreadable)?;
        self.note(Part { path: wanted, stamp: FileStamp::of(&metadata), hash: Some(ContentHash::of(&bytes)) });
        let syntax = Syntax::of(&path.to_string_lossy());
        let unpacked = parse::unpack(&bytes).map_err(|error| error.to_string())?;
        let parsed = parse::decode(&unpacked).and_then(|decoded| parse::parse(&decoded.text, syntax));
        parsed.map_err(|error| error.to_string())
    }
}

impl Directory {
    fn note(&self, part: Part) {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
    }
}

/// Whether a path that has been joined stays in its directory.
fn lies_below(path: &Path) -> bool {
    matches!(path.components().next(), Some(Component::Normal(_)))
}

/// The path of a reference, seen from the document it stands in: relative to the directory of the first one.
pub fn join(from: &Path, reference: &str) -> PathBuf {
    let reference = reference.strip_prefix("file://").or(reference.strip_prefix("file:")).unwrap_or(reference);
    let decoded = percent_decode_str(reference).decode_utf8_lossy();
    let mut path = from.parent().map(Path::to_owned).unwrap_or_default();
    for component in Path::new(decoded.as_ref()).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if path.file_name().is_some() => drop(path.pop()),
            // An absolute one replaces all.
            other => path.push(other),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_relative_to_the_document() {
        let cases = [
            ("", "./a.yaml", "a.yaml"),
            ("sub/doc.yaml", "../a.yaml", "a.yaml"),
            ("sub/doc.yaml", "b/c.json", "sub/b/c.json"),
            ("", "../a.yaml", "../a.yaml"),
            ("../x/doc.yaml", "../../b/../c.yaml", "../../c.yaml"),
            ("", "/etc/passwd", "/etc/passwd"),
            ("", "file:///etc/passwd", "/etc/passwd"),
            ("", "my%20schemas/a.yaml", "my schemas/a.yaml"),
        ];
        for (from, reference, expected) in cases {
            assert_eq!(join(Path::new(from), reference), Path::new(expected), "{from} {reference}");
        }
    }

    #[test]
    fn files_outside_are_read_where_the_operator_allows_it() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret.json"), "{}").unwrap();
        let inside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret.json");
        std::os::unix::fs::symlink(&secret, inside.path().join("link.json")).unwrap();
        let closed = Directory::new(inside.path().to_owned(), Vec::new());
        let open = Directory::new(inside.path().to_owned(), vec![outside.path().to_owned()]);
        let name = outside.path().file_name().unwrap().to_str().unwrap();
        for path in [Path::new("link.json"), &Path::new("..").join(name).join("secret.json"), &secret] {
            let refusal = closed.document(path).unwrap_err();
            assert!(refusal.contains("MOCKOON_FILES_ALLOWED"), "{refusal}");
            assert_eq!(open.document(path), Ok(serde_json::json!({})), "{}", path.display());
        }
        let gone = Path::new("../gone/x.json");
        assert_eq!(closed.document(gone), closed.document(Path::new("link.json")));
        assert!(open.document(gone).unwrap_err().contains("cannot be read"));
        assert!(closed.parts().is_empty());
        let there: Vec<_> = open.parts().iter().map(|part| part.hash.is_some()).collect();
        assert_eq!(there, [true, true, true, false]);
    }
}

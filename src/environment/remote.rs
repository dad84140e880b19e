//! Files of other servers. A URL in the place of a path names one; whoever fetches it keeps a copy here, and all that looks
//! at files looks at the last copy. A URL is known by what may be logged of it: without user, password, query and fragment.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use url::Url;

use super::content::ContentHash;

/// The last copy of a file.
#[derive(Debug, Clone)]
pub struct RemoteCopy {
    /// Its bytes.
    pub bytes: Bytes,
    /// Their hash.
    pub hash: ContentHash,
}

/// The copies. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Remote {
    copies: Arc<Mutex<HashMap<PathBuf, RemoteCopy>>>,
}

impl Remote {
    /// The last copy of the file that is known by this path.
    ///
    /// # Errors
    /// When it was never fetched.
    pub fn copy(&self, path: &Path) -> io::Result<RemoteCopy> {
        let copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.get(path).cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "it has not been fetched"))
    }

    /// Keeps a copy in the place of the last one; whether it is another one.
    pub fn keep(&self, path: &Path, bytes: Bytes) -> bool {
        let hash = ContentHash::of(&bytes);
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let before = copies.insert(path.to_owned(), RemoteCopy { bytes, hash });
        before.is_none_or(|before| before.hash != hash)
    }
}

/// Whether a path is a URL.
pub fn is_url(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
}

/// What a path is known by: a URL without what may be secret, anything else as it is.
pub fn known_by(path: &Path) -> PathBuf {
    match Url::parse(&path.to_string_lossy()) {
        Ok(mut url) if is_url(path) => {
            // A URL with a host takes these.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.set_query(None);
            url.set_fragment(None);
            PathBuf::from(String::from(url))
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_known_without_their_secrets() {
        for (written, known) in [
            ("https://mocks.example/shop.json", "https://mocks.example/shop.json"),
            ("HTTP://me:secret@mocks.example:8080/a/shop.yaml?sig=x#y", "http://mocks.example:8080/a/shop.yaml"),
            ("mocks/shop.json", "mocks/shop.json"),
            ("file:///shop.json", "file:///shop.json"),
            ("http:/shop.json", "http:/shop.json"),
        ] {
            assert_eq!(known_by(Path::new(written)).to_str(), Some(known), "{written}");
            assert_eq!(is_url(Path::new(written)), known.contains("mocks.example"), "{written}");
        }
    }

    #[test]
    fn the_last_copy_is_kept() {
        let (remote, path) = (Remote::default(), Path::new("http://a/b.json"));
        assert_eq!(remote.copy(path).unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(remote.keep(path, Bytes::from_static(b"one")));
        assert!(!remote.keep(path, Bytes::from_static(b"one")));
        assert!(remote.clone().keep(path, Bytes::from_static(b"two")));
        assert_eq!(remote.copy(path).unwrap().bytes, Bytes::from_static(b"two"));
    }
}

//! Small files in memory, as long as they do not change: a request to one looks at its times, and opens nothing.
//!
//! Whether a file may be read is judged when it is opened. That holds for the same file for [`JUDGED_FOR`]; then it is
//! opened again.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

use crate::memory::{MemoryBudget, Reserve, Share};
use crate::template::Template;

use super::file_path::ResolvedPath;
use super::file_templates::FileVersion;

/// Bytes of a file that is kept, at most.
pub const SMALL_FILE: u64 = 128 << 10;
/// Bytes of all files that are kept, and not more than this part of the memory budget.
const MAX_BYTES: usize = 4 << 20;
const PART_OF_BUDGET: usize = 16;
/// Files that are kept.
const MAX_FILES: usize = 1_024;
/// How long a file may be read without being opened.
const JUDGED_FOR: Duration = Duration::from_secs(1);

/// A file that may be read, and what is in it.
#[derive(Clone)]
pub struct KnownFile {
    /// Where it lies.
    pub path: ResolvedPath,
    /// Its type, by its name.
    pub mime: Option<&'static str>,
    /// What is in it.
    pub content: FileContent,
}

/// What is in a file.
#[derive(Clone)]
pub enum FileContent {
    /// What is sent as it is.
    Bytes(Bytes),
    /// A template.
    Template(Arc<Template>),
}

/// The files that are kept, by the path that a response names.
pub struct FileContents {
    kept: Mutex<Kept>,
    memory: MemoryBudget,
}

#[derive(Default)]
struct Kept {
    files: HashMap<String, Entry>,
    bytes: usize,
}

struct Entry {
    file: KnownFile,
    version: FileVersion,
    opened: Instant,
    /// What it takes of the memory.
    share: Share,
}

impl FileContents {
    /// None are kept yet; what will be takes of this memory.
    pub fn new(memory: &MemoryBudget) -> Self {
        Self { kept: Mutex::default(), memory: memory.clone() }
    }

    /// The file that this path names, if it is kept and has not changed. Blocks for as long as a look at the file takes.
    pub fn known(&self, path: &str) -> Option<KnownFile> {
        let (file, version) = {
            let kept = self.lock();
            let entry = kept.files.get(path).filter(|entry| entry.opened.elapsed() < JUDGED_FOR)?;
            (entry.file.clone(), entry.version)
        };
        let now = fs::metadata(file.path.path()).ok()?;
        (FileVersion::of(&now) == version).then_some(file)
    }

    /// Keeps the file that this path names. It was opened not before `opened`, and was this then.
    pub fn keep(&self, path: &str, file: KnownFile, (opened, metadata): (SystemTime, &Metadata)) {
        let version = FileVersion::of(metadata);
        let Ok(size) = usize::try_from(metadata.len()) else { return };
        let most = MAX_BYTES.min(self.memory.limit() / PART_OF_BUDGET);
        if metadata.len() > SMALL_FILE || size > most || !version.is_settled(opened) {
            return;
        }
        let mut kept = self.lock();
        kept.drop_file(path);
        while kept.bytes + size > most || kept.files.len() >= MAX_FILES {
            // Any file will do: a mock has far fewer than fit.
            let Some(victim) = kept.files.keys().next().cloned() else { break };
            kept.drop_file(&victim);
        }
        let mut share = self.memory.share();
        if share.grow_within(size, Reserve::None).is_ok() {
            kept.bytes += size;
            kept.files.insert(path.to_owned(), Entry { file, version, opened: Instant::now(), share });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn drop_file(&mut self, path: &str) {
        if let Some(entry) = self.files.remove(path) {
            self.bytes = self.bytes.saturating_sub(entry.share.held());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A directory with files that have been there for a while, and who keeps them.
    struct Files(tempfile::TempDir, FileContents);

    impl Files {
        fn new(budget: usize) -> Self {
            Self(tempfile::tempdir().unwrap(), FileContents::new(&MemoryBudget::new(budget, 0)))
        }

        fn keep(&self, name: &str, content: &[u8], opened: SystemTime) {
            let path = self.0.path().join(name);
            fs::write(&path, content).unwrap();
            self.keep_as_it_is(name, content, opened, &path);
        }

        fn keep_as_it_is(&self, name: &str, content: &[u8], opened: SystemTime, path: &Path) {
            let content = FileContent::Bytes(Bytes::copy_from_slice(content));
            let file = KnownFile { path: ResolvedPath::new(self.0.path(), name), mime: None, content };
            self.1.keep(name, file, (opened, &fs::metadata(path).unwrap()));
        }

        fn known(&self, name: &str) -> Option<Vec<u8>> {
            match self.1.known(name)?.content {
                FileContent::Bytes(bytes) => Some(bytes.to_vec()),
                FileContent::Template(_) => None,
            }
        }
    }

    fn later() -> SystemTime {
        SystemTime::now() + Duration::from_secs(5)
    }

    #[test]
    fn a_file_is_known_until_it_changes() {
        let files = Files::new(64 << 20);
        files.keep("a", b"one", later());
        assert_eq!(files.known("a").as_deref(), Some(&b"one"[..]));
        fs::write(files.0.path().join("a"), "four").unwrap();
        assert_eq!(files.known("a"), None);
        files.keep("a", b"one", later());
        fs::write(files.0.path().join("b"), "two").unwrap();
        fs::rename(files.0.path().join("b"), files.0.path().join("a")).unwrap();
        assert_eq!(files.known("a"), None);
        files.keep("a", b"one", later());
        fs::remove_file(files.0.path().join("a")).unwrap();
        assert_eq!(files.known("a"), None);
    }

    #[test]
    fn one_that_may_change_within_a_tick_is_not_kept_and_no_large_one() {
        let files = Files::new(64 << 20);
        files.keep("a", b"one", SystemTime::now());
        assert_eq!(files.known("a"), None);
        files.keep("a", &[0; SMALL_FILE as usize + 1], later());
        assert_eq!(files.known("a"), None);
    }

    #[test]
    fn they_take_a_part_of_the_memory_and_give_it_back() {
        let files = Files::new(2 << 20);
        for name in 0..10 {
            files.keep(&name.to_string(), &[0; 60_000], later());
        }
        let known = (0..10).filter(|name| files.known(&name.to_string()).is_some()).count();
        assert_eq!((known, files.1.memory.used()), (2, 120_000));
        let _all = files.1.memory.take((2 << 20) - 120_000).unwrap();
        files.keep("more", b"x", later());
        assert_eq!(files.known("more"), None);
    }
}

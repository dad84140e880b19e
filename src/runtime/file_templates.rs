//! Templated files, compiled once per version of the file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::template::Template;

/// Bytes of file content that are kept compiled.
const MAX_BYTES: u64 = 32 << 20;
/// Files that are kept compiled.
const MAX_FILES: usize = 1_024;
/// A file may change again within one tick of the file system's clock: what is younger is not kept.
const SETTLED: Duration = Duration::from_millis(50);

/// What changes when a file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileVersion {
    file: (u64, u64),
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl FileVersion {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            file: (metadata.dev(), metadata.ino()),
            size: metadata.size(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Whether another change shows, if this version was seen at that time.
    pub(super) fn is_settled(&self, seen: SystemTime) -> bool {
        let since_epoch = |(seconds, nanos): (i64, i64)| {
            Some(Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?))
        };
        let is_before = |time| since_epoch(time).is_some_and(|time| UNIX_EPOCH + time + SETTLED < seen);
        // The other one can be set to any time.
        is_before(self.changed)
    }
}

/// Compiled files by canonical path, bounded; the request path compiles a file only when it has changed.
#[derive(Default)]
pub struct FileTemplates(Mutex<TemplateCache>);

#[derive(Default)]
struct TemplateCache {
    files: HashMap<PathBuf, (FileVersion, Arc<Template>)>,
    bytes: u64,
}

impl FileTemplates {
    /// The template of this version of a file, if it is known.
    pub fn known(&self, path: &Path, metadata: &Metadata) -> Option<Arc<Template>> {
        let files = self.lock();
        let (known, template) = files.files.get(path)?;
        (*known == FileVersion::of(metadata)).then(|| Arc::clone(template))
    }

    /// The template of this version of a file, whose content this is; it is known from now on.
    pub fn compile(&self, path: &Path, metadata: &Metadata, content: &[u8]) -> Arc<Template> {
        let version = FileVersion::of(metadata);
        let template = Arc::new(Template::compile(&String::from_utf8_lossy(content)));
        let age = metadata.modified().ok().and_then(|at| at.elapsed().ok());
        if version.size <= MAX_BYTES && age.is_some_and(|age| age > SETTLED) {
            self.lock().keep(path, version, &template);
        }
        template
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, TemplateCache> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TemplateCache {
    fn keep(&mut self, path: &Path, version: FileVersion, template: &Arc<Template>) {
        self.drop_file(path);
        while self.bytes + version.size > MAX_BYTES || self.files.len() >= MAX_FILES {
            // Any file will do: a mock has far fewer than fit.
            let Some(victim) = self.files.keys().next().cloned() else { break };
            self.drop_file(&victim);
        }
        self.bytes += version.size;
        self.files.insert(path.to_owned(), (version, Arc::clone(template)));
    }

    fn drop_file(&mut self, path: &Path) {
        if let Some((version, _)) = self.files.remove(path) {
            self.bytes = self.bytes.saturating_sub(version.size);
        }
    }
}

/// A file path with Windows' separators turned around, as the reference reads it (`\.` stays).
pub fn forward_slashes(path: &str) -> Cow<'_, str> {
    if !path.contains('\\') {
        return Cow::Borrowed(path);
    }
    let mut rest = path.chars().peekable();
    let mut out = String::with_capacity(path.len());
    while let Some(c) = rest.next() {
        out.push(if c == '\\' && rest.peek() != Some(&'.') { '/' } else { c });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_compiled_again_only_when_it_has_changed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.txt");
        let templates = FileTemplates::default();
        let get = |expected_reads: usize| {
            let metadata = std::fs::metadata(&path).unwrap();
            let known = templates.known(&path, &metadata);
            assert_eq!(known.is_none(), expected_reads == 1);
            let template = known.unwrap_or_else(|| templates.compile(&path, &metadata, &std::fs::read(&path).unwrap()));
            template.constant().unwrap().to_string()
        };
        std::fs::write(&path, "one").unwrap();
        // Too young to be kept.
        assert_eq!(get(1), "one");
        std::thread::sleep(SETTLED * 2);
        assert_eq!(get(1), "one");
        assert_eq!(get(0), "one");
        std::fs::write(&path, "two").unwrap();
        assert_eq!(get(1), "two");
    }

    #[test]
    fn some_files_make_room_for_others() {
        let directory = tempfile::tempdir().unwrap();
        let templates = FileTemplates::default();
        for i in 0..40 {
            let path = directory.path().join(i.to_string());
            let file = std::fs::File::create(&path).unwrap();
            file.set_len(1 << 20).unwrap();
            let old = std::time::SystemTime::UNIX_EPOCH;
            file.set_modified(old).unwrap();
            let metadata = file.metadata().unwrap();
            templates.compile(&path, &metadata, b"x");
        }
        let kept = templates.lock();
        assert_eq!((kept.files.len(), kept.bytes), (32, MAX_BYTES));
    }

    #[test]
    fn backslashes_separate_unless_before_a_dot() {
        for (written, read) in [("a\\b/c", "a/b/c"), ("a\\.b", "a\\.b"), ("\\\\a\\", "//a/")] {
            assert_eq!(forward_slashes(written), read);
        }
    }
}

//! Wakes the reloader up when something in the watched directories moves.
//!
//! Directories are watched, never files: the kubelet swaps a `..data` symlink, editors rename a new file over the old
//! one, and both leave a watch on the old file blind. Where links lead out of a directory, the target's is watched too.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

/// A burst of events is over when nothing came for this long.
const QUIET: Duration = Duration::from_millis(10);
/// A burst that does not end is looked at anyway after this time.
const LONGEST_BURST: Duration = Duration::from_millis(100);

/// Why the reloader wakes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WakeReason {
    /// Something moved in a watched directory, or a [`Waker`] said so.
    Event,
    /// Nothing did, but not every file system tells.
    Poll,
}

/// The watch over some paths.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    events: mpsc::Receiver<()>,
    waker: Waker,
    complained: bool,
}

/// Wakes the reloader up for changes that no file system tells of. Clones wake the same one.
#[derive(Debug, Clone)]
pub struct Waker(mpsc::Sender<()>);

impl Waker {
    /// Has it look at the content of everything.
    pub fn wake(&self) {
        // A full channel holds a wake-up already.
        let _ = self.0.try_send(());
    }
}

impl Watch {
    /// A watch that looks at nothing yet, see [`Watch::follow`]. A system without file events still polls.
    pub fn new() -> Self {
        let (sender, events) = mpsc::channel(1);
        let waker = Waker(sender);
        let on_event = waker.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| is_change(event.kind)) {
                on_event.wake();
            }
        });
        let mut watch = Self { watcher: None, watched: BTreeSet::new(), events, waker, complained: false };
        match watcher {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => watch.complain(&error),
        }
        watch
    }

    /// What wakes up whoever waits in [`Watch::next`].
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Watches these directories and no others; says whether one of them was not watched before. Called again and
    /// again: a directory that was replaced is a new one, even under the same name.
    pub fn follow(&mut self, directories: BTreeSet<PathBuf>) -> bool {
        let Some(mut watcher) = self.watcher.take() else { return false };
        for gone in self.watched.difference(&directories) {
            // An error means that the directory is gone and the watch with it.
            let _ = watcher.unwatch(gone);
        }
        let mut failed = None;
        for directory in &directories {
            if let Err(error) = watcher.watch(directory, RecursiveMode::NonRecursive) {
                failed = Some(error);
            }
        }
        if let Some(error) = failed {
            self.complain(&error);
        }
        let is_new = directories.difference(&self.watched).next().is_some();
        self.watched = directories;
        self.watcher = Some(watcher);
        is_new
    }

    /// Waits for events and until they are over, at most `patience` for the first one.
    pub async fn next(&mut self, patience: Duration) -> WakeReason {
        tokio::select! {
            Some(()) = self.events.recv() => {
                self.burst().await;
                WakeReason::Event
            }
            () = tokio::time::sleep(patience) => WakeReason::Poll,
        }
    }

    async fn burst(&mut self) {
        let end = Instant::now() + LONGEST_BURST;
        while Instant::now() < end && matches!(timeout(QUIET, self.events.recv()).await, Ok(Some(()))) {}
    }

    /// Says once that changes will be noticed later than they could be.
    fn complain(&mut self, error: &notify::Error) {
        if !std::mem::replace(&mut self.complained, true) {
            tracing::warn!("no file events ({error}): files are looked at from time to time instead");
        }
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an event can mean other content; our own reading causes events as well.
fn is_change(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// The directories in which changes of these paths and files show.
pub fn directories<'a>(paths: impl Iterator<Item = &'a Path>) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for path in paths {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
        let target = path.canonicalize().ok();
        if target.as_deref().is_some_and(Path::is_dir) {
            found.insert(path.to_owned());
            found.extend(path.join("..data").canonicalize().ok());
            if !is_link {
                continue;
            }
        } else if is_link {
            found.extend(target.as_deref().and_then(Path::parent).map(Path::to_owned));
        }
        let parent = path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        found.extend(parent.filter(|parent| parent.is_dir()).map(Path::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_links_to_where_the_content_lies() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let mount = root.join("mount");
        std::fs::create_dir_all(mount.join("..2026_1")).unwrap();
        std::fs::write(mount.join("..2026_1/a.json"), "{}").unwrap();
        std::os::unix::fs::symlink("..2026_1", mount.join("..data")).unwrap();
        std::os::unix::fs::symlink("..data/a.json", mount.join("a.json")).unwrap();
        let of = |path: &Path| directories([path].into_iter()).into_iter().collect::<Vec<_>>();
        assert_eq!(of(&mount), [mount.clone(), mount.join("..2026_1")]);
        assert_eq!(of(&mount.join("a.json")), [mount.clone(), mount.join("..2026_1")]);
        assert_eq!(of(&root.join("gone/x.json")), Vec::<PathBuf>::new());
    }

    #[tokio::test]
    async fn wakes_up_for_what_no_file_system_tells() {
        let mut watch = Watch::new();
        let waker = watch.waker();
        for _ in 0..2 {
            waker.wake();
            waker.wake();
            assert_eq!(watch.next(Duration::from_secs(30)).await, WakeReason::Event);
        }
    }

    #[tokio::test]
    async fn wakes_up_for_a_write_and_not_for_a_read() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.json");
        std::fs::write(&file, "1").unwrap();
        let mut watch = Watch::new();
        watch.follow(directories([directory.path()].into_iter()));
        std::fs::read(&file).unwrap();
        assert_eq!(watch.next(Duration::from_millis(50)).await, WakeReason::Poll);
        std::fs::write(&file, "2").unwrap();
        assert_eq!(watch.next(Duration::from_secs(30)).await, WakeReason::Event);
    }
}

//! Those who wait for entries of journals: each is told of the entries that may concern it, and of no others.
//!
//! Who waits says what the method and path of such an entry are like. Waiters stand in an index by what all these paths
//! begin with, so that a request that concerns nobody costs a look at the index, however many wait.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::Notify;

/// Segments of a beginning that are looked at.
const MAX_SEGMENTS: usize = 4;

/// What the method and path of an entry are like that concerns somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interest {
    /// In any case; `None` for any method.
    pub method: Option<String>,
    /// What the path begins with.
    pub path: PathInterest,
}

/// What a path begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PathInterest {
    /// Nothing that is known.
    #[default]
    Any,
    /// It is this path, by the number of its segments' texts.
    Whole(u64),
    /// It begins with these segments.
    Start(u64),
}

impl PathInterest {
    /// Of a path that begins with this one, or is it (`whole`). Letter case and empty segments do not matter; a path that
    /// is not ASCII is any.
    pub fn of(path: &str, whole: bool) -> Self {
        match PathKeys::of(path) {
            Some(keys) if whole => Self::Whole(keys.whole),
            Some(PathKeys { starts, count: 1.., .. }) => {
                let segments = path.split('/').filter(|segment| !segment.is_empty()).count();
                Self::Start(starts[segments.min(MAX_SEGMENTS) - 1])
            }
            _ => Self::Any,
        }
    }
}

/// Numbers that stand for a path: one for all of it, one for each of its beginnings.
struct PathKeys {
    whole: u64,
    starts: [u64; MAX_SEGMENTS],
    count: usize,
}

impl PathKeys {
    /// `None` for a path that is not ASCII, whose letters may have other cases.
    fn of(path: &str) -> Option<Self> {
        // FNV-1a: paths are short, and nothing but a needless wake-up hangs on it.
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let mut keys = Self { whole: BASIS, starts: [0; MAX_SEGMENTS], count: 0 };
        let mut is_inside = false;
        for byte in path.bytes() {
            if !byte.is_ascii() {
                return None;
            }
            if byte == b'/' {
                keys.end_segment(is_inside);
                is_inside = false;
                continue;
            }
            if !is_inside {
                keys.whole = (keys.whole ^ u64::from(b'/')).wrapping_mul(PRIME);
                is_inside = true;
            }
            keys.whole = (keys.whole ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME);
        }
        keys.end_segment(is_inside);
        Some(keys)
    }

    fn end_segment(&mut self, is_inside: bool) {
        if is_inside && self.count < MAX_SEGMENTS {
            self.starts[self.count] = self.whole;
            self.count += 1;
        }
    }
}

/// What somebody is told.
#[derive(Debug)]
pub enum JournalChange<T> {
    /// An entry came, or has its answer.
    Entry(Arc<T>),
    /// The journal was purged, of everything up to this index.
    Purged(u64),
}

/// Somebody who waits, until it is dropped.
#[derive(Debug)]
pub struct Watcher<T> {
    watchers: Arc<Watchers<T>>,
    queue: Arc<WatcherQueue<T>>,
}

/// What the index knows of somebody who waits.
#[derive(Debug)]
struct WatcherQueue<T> {
    interests: Vec<Interest>,
    news: Mutex<Unread<T>>,
    woken: Notify,
}

#[derive(Debug)]
struct Unread<T> {
    /// Journals that are watched, by [`Journal::id`].
    journals: Vec<usize>,
    /// What was not read yet, with the place of its journal in the list above.
    list: Vec<(usize, JournalChange<T>)>,
    /// Whether there was more than could be kept.
    lost: bool,
    /// Whether journals that are not watched yet concern it too, and whether one of them has had news.
    follows_others: bool,
    others: bool,
}

impl<T> WatcherQueue<T> {
    fn unread(&self) -> std::sync::MutexGuard<'_, Unread<T>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, journal: usize, most: usize, news: JournalChange<T>) {
        let mut unread = self.unread();
        let Some(place) = unread.journals.iter().position(|watched| *watched == journal) else {
            if unread.follows_others {
                unread.others = true;
                drop(unread);
                self.woken.notify_one();
            }
            return;
        };
        if unread.list.len() >= most {
            unread.lost = true;
        } else {
            unread.list.push((place, news));
        }
        drop(unread);
        self.woken.notify_one();
    }

    fn concerns(&self, method: &str) -> bool {
        let is =
            |interest: &Interest| interest.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        self.interests.iter().any(is)
    }
}

impl<T> Watcher<T> {
    /// From now on entries of this journal are news.
    pub(super) fn join(&self, journal: usize) {
        self.queue.unread().journals.push(journal);
    }

    /// Wakes up also for entries of journals that are not watched yet: sessions that begin meanwhile.
    pub fn follow_others(&self) {
        self.queue.unread().follows_others = true;
    }

    /// Whether a journal that is not watched has had news since this was asked last.
    pub fn others_have_news(&self) -> bool {
        std::mem::take(&mut self.queue.unread().others)
    }

    /// What is new, with the place of its journal in the order of joining, and whether there was more than could be kept.
    pub(super) fn take(&self) -> (Vec<(usize, JournalChange<T>)>, bool) {
        let mut unread = self.queue.unread();
        (std::mem::take(&mut unread.list), std::mem::take(&mut unread.lost))
    }

    /// Ends when there is something to look at.
    pub async fn woken(&self) {
        self.queue.woken.notified().await;
    }
}

impl<T> Drop for Watcher<T> {
    fn drop(&mut self) {
        self.watchers.remove(&self.queue);
    }
}

/// All who wait for entries of an environment's journals.
#[derive(Debug)]
pub(super) struct Watchers<T> {
    /// Without any, an entry costs one look at this number.
    count: AtomicUsize,
    index: RwLock<Index<T>>,
}

#[derive(Debug)]
struct Index<T> {
    any: Vec<Arc<WatcherQueue<T>>>,
    whole: HashMap<u64, Vec<Arc<WatcherQueue<T>>>>,
    start: HashMap<u64, Vec<Arc<WatcherQueue<T>>>>,
}

impl<T> Index<T> {
    /// The list that an interest stands in, made if it is not there.
    fn list(&mut self, path: PathInterest) -> &mut Vec<Arc<WatcherQueue<T>>> {
        match path {
            PathInterest::Any => &mut self.any,
            PathInterest::Whole(key) => self.whole.entry(key).or_default(),
            PathInterest::Start(key) => self.start.entry(key).or_default(),
        }
    }

    fn everybody(&self) -> impl Iterator<Item = &Arc<WatcherQueue<T>>> {
        self.any.iter().chain(self.whole.values().chain(self.start.values()).flatten())
    }

    /// Those who may be concerned by a path; some perhaps twice.
    fn concerned(&self, path: &str, mut tell: impl FnMut(&WatcherQueue<T>)) {
        let Some(keys) = PathKeys::of(path) else { return self.everybody().for_each(|queue| tell(queue)) };
        let starts = if self.start.is_empty() { &[][..] } else { &keys.starts[..keys.count] };
        let by_start = starts.iter().filter_map(|key| self.start.get(key));
        let lists = self.whole.get(&keys.whole).into_iter().chain(by_start).chain([&self.any]);
        lists.flatten().for_each(|queue| tell(queue));
    }
}

impl<T> Default for Watchers<T> {
    fn default() -> Self {
        let index = Index { any: Vec::new(), whole: HashMap::new(), start: HashMap::new() };
        Self { count: AtomicUsize::new(0), index: RwLock::new(index) }
    }
}

impl<T> Watchers<T> {
    pub(super) fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// `None` when there are so many already.
    pub(super) fn add(self: &Arc<Self>, most: usize, interests: Vec<Interest>) -> Option<Watcher<T>> {
        let news = Mutex::new(Unread {
            journals: Vec::new(),
            list: Vec::new(),
            lost: false,
            follows_others: false,
            others: false,
        });
        let queue = Arc::new(WatcherQueue { interests, news, woken: Notify::new() });
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if self.count() >= most {
            return None;
        }
        self.count.fetch_add(1, Ordering::SeqCst);
        for path in distinct(&queue.interests) {
            index.list(path).push(Arc::clone(&queue));
        }
        drop(index);
        Some(Watcher { watchers: Arc::clone(self), queue })
    }

    fn remove(&self, queue: &Arc<WatcherQueue<T>>) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for path in distinct(&queue.interests) {
            let list = index.list(path);
            list.retain(|other| !Arc::ptr_eq(other, queue));
            if list.is_empty() {
                match path {
                    PathInterest::Any => {}
                    PathInterest::Whole(key) => drop(index.whole.remove(&key)),
                    PathInterest::Start(key) => drop(index.start.remove(&key)),
                }
            }
        }
        self.count.fetch_sub(1, Ordering::SeqCst);
    }

    /// Tells those whom it may concern of an entry of a journal, of this method and path; at most so many unread ones each.
    pub(super) fn tell(&self, journal: usize, most: usize, (method, path): (&str, &str), entry: &Arc<T>) {
        self.index.read().unwrap_or_else(PoisonError::into_inner).concerned(path, |queue| {
            if queue.concerns(method) {
                queue.tell(journal, most, JournalChange::Entry(Arc::clone(entry)));
            }
        });
    }

    /// Tells everybody that a journal was purged of everything up to an index.
    pub(super) fn purged(&self, journal: usize, to: u64) {
        if self.count() > 0 {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            index.everybody().for_each(|queue| queue.tell(journal, usize::MAX, JournalChange::Purged(to)));
        }
    }

    /// Lets everybody look again.
    pub(super) fn wake(&self) {
        if self.count() > 0 {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            index.everybody().for_each(|queue| queue.woken.notify_one());
        }
    }
}

/// The lists that somebody stands in, each once.
fn distinct(interests: &[Interest]) -> Vec<PathInterest> {
    let mut paths: Vec<PathInterest> = Vec::with_capacity(interests.len());
    for interest in interests {
        if !paths.contains(&interest.path) {
            paths.push(interest.path);
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest(method: &str, path: PathInterest) -> Interest {
        Interest { method: (!method.is_empty()).then(|| method.to_owned()), path }
    }

    #[test]
    fn each_is_told_of_what_may_concern_it() {
        const JOURNAL: usize = 7;
        let watchers = Arc::new(Watchers::<()>::default());
        let requests = [
            ("GET", "/api/orders"),
            ("POST", "//API/orders/"),
            ("GET", "/api/orders/7"),
            ("GET", "/"),
            ("GET", "/api/ORDERS"),
        ];
        for (wanted, is_told) in [
            (interest("", PathInterest::Any), 5),
            (interest("get", PathInterest::Any), 4),
            (interest("POST", PathInterest::of("/api/orders", true)), 1),
            (interest("", PathInterest::of("/Api/Orders/", true)), 3),
            (interest("", PathInterest::of("/api", false)), 4),
            (interest("", PathInterest::of("/api/orders", false)), 4),
            (interest("", PathInterest::of("/api/orders/7", false)), 1),
            (interest("GET", PathInterest::of("/none", true)), 0),
            (interest("GET", PathInterest::of("/\u{e9}", true)), 4),
        ] {
            let watcher = watchers.add(1, vec![wanted.clone()]).expect("room for one");
            assert!(watchers.add(1, vec![wanted.clone()]).is_none());
            watcher.join(JOURNAL);
            for request in requests {
                watchers.tell(JOURNAL, 5, request, &Arc::new(()));
                watchers.tell(JOURNAL + 1, 5, request, &Arc::new(()));
            }
            let (news, lost) = watcher.take();
            assert_eq!((news.len(), lost), (is_told, false), "{wanted:?}");
            for _ in 0..4 {
                watchers.tell(JOURNAL, 3, ("GET", "/\u{e9}"), &Arc::new(()));
            }
            let (news, lost) = watcher.take();
            let is_any_method = wanted.method.as_deref() != Some("POST");
            assert_eq!((news.len(), lost), if is_any_method { (3, true) } else { (0, false) }, "{wanted:?}");
            watchers.purged(JOURNAL, 9);
            assert!(matches!(watcher.take().0[..], [(0, JournalChange::Purged(9))]));
            drop(watcher);
            assert_eq!(watchers.count(), 0);
        }
    }
}

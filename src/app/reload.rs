//! Hot reload: mounted files that appear, change and vanish make environments start, change and stop.
//!
//! Each round looks at all files, loads those with other content beside what serves, settles who may listen where, and
//! then does what is left to do, environment by environment. What fails changes nothing and is said once.

mod renamed;
mod settle;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::admin::auth::{Tokens, warn_if_short};
use crate::budget::background;
use crate::environment::files::{FoundFiles, MountedFile, each_once};
use crate::environment::kind::NamedBy;
use crate::environment::load::{LoadError, LoadReason, Loaded};
use crate::masking;
use crate::reload::port_allocation::{self, Allocation};
use crate::reload::scan::{self, FileChange, KnownContent, Scan, ScanDepth};
use crate::reload::{WakeReason, Watch, watch};
use crate::runtime::LastReload;

use super::candidate::Candidate;
use super::error::describe;
use super::mounted::load_options;
use super::named_files::{NamedFiles, lonely};
use super::{App, Listening, declared};

/// How often files are looked at when nothing is heard of them.
const POLL: Duration = Duration::from_secs(2);
/// A file that is gone may come back for so long: editors rename the old one away before they write the new one.
const GONE_GRACE: Duration = Duration::from_millis(300);

/// Keeps the served environments in step with the files.
pub(super) struct Reloader {
    app: Arc<App>,
    /// Every file that lies in those paths, or that serves.
    files: BTreeMap<PathBuf, FileState>,
    /// Files of each path of `MOCKOON_DATA` when it could last be read.
    listed: Vec<Listed>,
}

/// Where a file stands between the disk and what serves.
#[derive(Default)]
struct FileState {
    /// What is known of its content, once it has been read.
    known: Option<KnownContent>,
    /// Content that waits to be served.
    candidate: Option<Candidate>,
    /// What came of reading it, where it is left alone.
    left_alone: Option<Result<Loaded, LoadError>>,
    /// Since when it is gone, where it serves: it may come back.
    missing_since: Option<Instant>,
    /// The last refusal, so that it is reported once.
    reported: Option<String>,
}

/// What is known of a file that was loaded.
pub(super) fn known_of(loaded: &Loaded) -> KnownContent {
    KnownContent { stamp: loaded.stamp, hash: Some(loaded.hash), parts: loaded.parts.clone() }
}

/// A path of `MOCKOON_DATA`.
#[derive(Default)]
struct Listed {
    files: Vec<MountedFile>,
    /// Companions among them.
    companions: Vec<PathBuf>,
    /// The path could not be read: what it held goes on serving until it holds something again.
    lost: bool,
}

impl Reloader {
    /// A reloader of what the app serves, read from these files; of others it has been said why they are left alone.
    pub(super) fn new(
        app: Arc<App>,
        known: HashMap<PathBuf, KnownContent>,
        left_alone: Vec<(PathBuf, String)>,
    ) -> Self {
        let listed = app.settings.data.iter().map(|_| Listed::default()).collect();
        let mut files: BTreeMap<PathBuf, FileState> = BTreeMap::new();
        for (file, known) in known {
            files.entry(file).or_default().known = Some(known);
        }
        for (file, reason) in left_alone {
            files.entry(file).or_default().reported = Some(reason);
        }
        Self { app, files, listed }
    }

    /// Where this file stands.
    fn state(&mut self, file: &Path) -> &mut FileState {
        self.files.entry(file.to_owned()).or_default()
    }

    /// Whether a file is gone that may come back.
    fn is_missing(&self) -> bool {
        self.files.values().any(|state| state.missing_since.is_some())
    }

    /// Reloads until the program stops.
    pub(super) async fn run(mut self, mut watch: Watch) {
        // What changed since the start read the files shows in their stamps. Whether they were being written just then is
        // looked at later: the first requests come now.
        let mut depth = ScanDepth::Stamp;
        while !self.app.is_stopping() {
            let Some(scan) = self.scan(depth).await else { return };
            let mut directories = scan.directories.clone();
            if let Tokens::File(file) = &self.app.tokens {
                directories.extend(watch::directories([file.as_path()].into_iter()));
            }
            let is_new = watch.follow(directories);
            self.reconcile(scan).await;
            let patience = if self.is_missing() { GONE_GRACE } else { POLL };
            // What moved before a directory was watched made no event.
            depth = if is_new {
                ScanDepth::Stamp
            } else {
                match watch.next(patience).await {
                    WakeReason::Event => ScanDepth::Content,
                    WakeReason::Poll => ScanDepth::SettledStamp,
                }
            };
        }
    }

    async fn scan(&self, depth: ScanDepth) -> Option<Scan> {
        let known = self.files.iter().filter_map(|(file, state)| Some((file.clone(), state.known.clone()?))).collect();
        let paths = self.app.settings.data.clone();
        let remote = self.app.remote.clone();
        background::spawn(move || scan::scan(&paths, &known, &remote, depth)).await.ok()
    }

    /// Brings what serves in step with what was seen.
    async fn reconcile(&mut self, scan: Scan) {
        if self.app.settings.data.is_empty() {
            // The embedded demo serves; only the token may change.
            self.take_tokens();
            return;
        }
        self.list(scan.entries);
        let mounted: HashMap<PathBuf, NamedBy> =
            self.mounted().into_iter().map(|file| (file.path, file.named_by)).collect();
        // What is named by others may change with each of them.
        let left_alone = |(file, state): (&PathBuf, &mut FileState)| Some((file.clone(), state.left_alone.take()?));
        let mut outcomes: Vec<_> = self.files.iter_mut().filter_map(left_alone).collect();
        for (file, change) in scan.changes {
            match change {
                FileChange::Same(known) => self.state(&file).known = Some(known),
                FileChange::Changed(known) => {
                    self.state(&file).known = Some(known);
                    outcomes.retain(|(other, _)| *other != file);
                    let named_by = mounted.get(&file).copied().unwrap_or(NamedBy::Path);
                    if let Some(outcome) = self.load(&file, named_by).await {
                        outcomes.push((file, outcome));
                    }
                }
                FileChange::Unreadable(error) => {
                    // Whatever it holds when it can be read again is news.
                    self.state(&file).known = None;
                    self.refuse(&file, format!("{}: cannot be read ({error})", file.display()));
                }
            }
        }
        outcomes.retain(|(file, _)| mounted.contains_key(file));
        self.judge(outcomes, &mounted);
        let mut gone = self.gone();
        self.follow_renamed(&mut gone);
        let requests = self.requests(&gone);
        let outcomes = port_allocation::allocate(&requests, &self.app.overrides);
        let count = outcomes.iter().filter(|outcome| matches!(outcome, Allocation::Listen { .. })).count();
        let tokens = self.app.tokens.read(count).map_err(|error| error.to_string());
        for (request, outcome) in requests.iter().zip(outcomes) {
            match outcome {
                Allocation::Refused(reason) => self.refuse(&request.file, reason),
                Allocation::Wait => {}
                Allocation::Listen { address, position } => {
                    let listening = Listening { address, declared: settle::declared(request) };
                    if let Err(error) = self.settle(request, listening, position, &tokens).await {
                        self.refuse(&request.file, error.to_string());
                    }
                }
            }
        }
        self.remove(&gone);
        self.order(&requests);
        self.take_tokens();
        self.app.refresh_front();
        self.app.note_waiting();
    }

    /// Takes note of which files there are.
    fn list(&mut self, entries: Vec<scan::Files>) {
        let mut unreadable = BTreeMap::new();
        self.app.note_special(entries.iter().flatten().flat_map(|found| found.special.clone()));
        for ((path, listed), files) in self.app.settings.data.iter().zip(&mut self.listed).zip(entries) {
            match files {
                Ok(FoundFiles { files, .. }) if files.is_empty() && listed.lost => {
                    unreadable.insert(path.clone(), format!("{}: is there again, but empty", path.display()));
                }
                Ok(FoundFiles { files, companions, .. }) => *listed = Listed { files, companions, lost: false },
                Err(error) => {
                    listed.lost = true;
                    unreadable.insert(path.clone(), error.to_string());
                }
            }
        }
        let mut troubles = self.app.troubles();
        for (path, reason) in &unreadable {
            if troubles.unreadable.get(path) != Some(reason) {
                tracing::error!("{reason}; what was loaded from there goes on serving");
            }
        }
        troubles.unreadable = unreadable;
    }

    /// All files in order, each once.
    fn mounted(&self) -> Vec<MountedFile> {
        each_once(self.listed.iter().flat_map(|listed| &listed.files).cloned())
    }

    /// Loads a file, unless it was swapped away since it was looked at: the next look sees what is there now.
    async fn load(&mut self, file: &Path, named_by: NamedBy) -> Option<Result<Loaded, LoadError>> {
        let (path, options) = (file.to_owned(), load_options(&self.app.settings, &self.app.remote));
        match background::spawn(move || declared::load_file(&path, named_by, &options)).await {
            Ok(Err(error)) if matches!(error.reason, LoadReason::Unreadable(_)) => {
                self.state(file).known = None;
                None
            }
            Ok(outcome) => {
                if let (Ok(loaded), Some(known)) = (&outcome, &mut self.state(file).known) {
                    // It may have been written again since it was looked at.
                    let stamp = if known.hash == Some(loaded.hash) { known.stamp } else { loaded.stamp };
                    *known = KnownContent { stamp, ..known_of(loaded) };
                }
                Some(outcome)
            }
            Err(error) => {
                self.refuse(file, format!("{}: cannot be loaded ({error})", file.display()));
                None
            }
        }
    }

    /// Tells what is to be served, what is broken and what is no environment.
    fn judge(&mut self, outcomes: Vec<(PathBuf, Result<Loaded, LoadError>)>, mounted: &HashMap<PathBuf, NamedBy>) {
        let named = self.named_files(&outcomes);
        for (file, outcome) in outcomes {
            let named_by = mounted.get(&file).copied().unwrap_or(NamedBy::Path);
            match (named.reason(&file, named_by, outcome.as_ref()), outcome) {
                (Some(reason), outcome) => {
                    self.leave_alone(&file, reason);
                    let state = self.state(&file);
                    state.candidate = None;
                    state.left_alone = Some(outcome);
                }
                (None, Ok(Loaded { wrong_type: Some(reason), .. })) if self.find(&file).is_some() => {
                    self.state(&file).candidate = None;
                    self.refuse(&file, format!("{}: {reason}", file.display()));
                }
                (None, Ok(loaded)) => {
                    let state = self.state(&file);
                    state.reported = None;
                    state.candidate = Some(Candidate { file: Some(file), loaded });
                }
                (None, Err(error)) => {
                    self.state(&file).candidate = None;
                    self.refuse(&file, error.to_string());
                }
            }
        }
        let companions: Vec<PathBuf> = self.listed.iter().flat_map(|listed| listed.companions.clone()).collect();
        for file in companions {
            let is_left_alone = |file: &PathBuf| self.files.get(file).is_some_and(|state| state.left_alone.is_some());
            let environments = mounted.keys().filter(|file| !is_left_alone(file)).map(PathBuf::as_path);
            match lonely(&file, environments) {
                Some(reason) => self.leave_alone(&file, reason),
                None => self.state(&file).reported = None,
            }
        }
        let left_alone = self.files.values().filter(|state| state.left_alone.is_some()).count();
        self.app.troubles().left_alone = left_alone;
    }

    /// What the environments name that serve, that wait to, or that were just loaded.
    fn named_files(&self, outcomes: &[(PathBuf, Result<Loaded, LoadError>)]) -> NamedFiles {
        let mut named = NamedFiles::default();
        let loaded = outcomes.iter().filter_map(|(file, outcome)| Some((file, outcome.as_ref().ok()?)));
        let waiting = self.files.iter().filter_map(|(file, state)| Some((file, &state.candidate.as_ref()?.loaded)));
        for (file, loaded) in loaded.chain(waiting) {
            named.add(file, &loaded.environment, &loaded.parts);
            named.add_snapshot(file, loaded.companion.snapshot.as_deref());
        }
        for served in self.app.lock().iter() {
            if let Some(file) = served.handle.file() {
                let known = self.files.get(&*file).and_then(|state| state.known.as_ref());
                let parts = known.map(|known| known.parts.as_slice()).unwrap_or_default();
                named.add(&file, &served.handle.current().compiled.source, parts);
            }
        }
        named
    }

    /// A file is no environment: said once. One that serves goes on, and whoever broke it should know.
    fn leave_alone(&mut self, file: &Path, reason: String) {
        if self.find(file).is_some() {
            return self.refuse(file, format!("{}: {reason}", file.display()));
        }
        if self.state(file).reported.as_ref() != Some(&reason) {
            tracing::warn!(file = describe(Some(file)), "left alone: {reason}");
            self.app.troubles().refused.remove(file);
            self.state(file).reported = Some(reason);
        }
    }

    /// Environments whose files are gone for good; those that may come back are remembered.
    fn gone(&mut self) -> HashSet<PathBuf> {
        let mounted: HashSet<PathBuf> = self.mounted().into_iter().map(|file| file.path).collect();
        let companions: HashSet<&PathBuf> = self.listed.iter().flat_map(|listed| &listed.companions).collect();
        self.app.troubles().refused.retain(|file, _| mounted.contains(file));
        let serving: Vec<PathBuf> =
            self.app.lock().iter().filter_map(|served| Some(served.handle.file()?.to_path_buf())).collect();
        for file in serving.iter().filter(|file| !mounted.contains(*file)) {
            let state = self.files.entry(file.clone()).or_default();
            *state = FileState {
                missing_since: Some(state.missing_since.unwrap_or_else(Instant::now)),
                ..FileState::default()
            };
        }
        self.files.retain(|file, state| {
            if mounted.contains(file) {
                state.missing_since = None;
            }
            mounted.contains(file) || companions.contains(file) || serving.contains(file)
        });
        let over = |state: &FileState| state.missing_since.is_some_and(|since| since.elapsed() >= GONE_GRACE);
        self.files.iter().filter(|(_, state)| over(state)).map(|(file, _)| file.clone()).collect()
    }

    /// Gives the environments the tokens that the settings name now, if these are other ones.
    fn take_tokens(&self) {
        if matches!(self.app.tokens, Tokens::Generated) {
            return;
        }
        let served: Vec<_> =
            self.app.lock().iter().map(|one| (Arc::clone(&one.handle), Arc::clone(&one.token))).collect();
        let refusal = match self.app.tokens.read(served.len()) {
            // Nobody can count environments that are not mounted yet.
            _ if served.is_empty() => None,
            Err(error) => Some(error.to_string()),
            Ok(texts) => {
                for ((handle, token), text) in served.iter().zip(texts) {
                    if !token.accepts(&text) {
                        warn_if_short(std::slice::from_ref(&text));
                        masking::learn(&text);
                        token.replace(text);
                        let label = handle.shared.transaction_log.label();
                        tracing::info!(
                            environmentName = label.name,
                            environmentUUID = label.uuid,
                            "Admin API token replaced"
                        );
                    }
                }
                None
            }
        };
        let mut troubles = self.app.troubles();
        if let Some(reason) = refusal.as_ref().filter(|reason| troubles.token.as_ref() != Some(*reason)) {
            tracing::error!("{reason}; the tokens stay what they were");
        }
        troubles.token = refusal;
    }

    /// New content is not taken: log, metrics and verdict, once for the same reason.
    fn refuse(&mut self, file: &Path, reason: String) {
        if self.state(file).reported.as_ref() == Some(&reason) {
            return;
        }
        let mut served = self.app.lock();
        if let Some(one) = served.iter_mut().find(|one| one.handle.file().as_deref() == Some(file)) {
            let label = one.handle.shared.transaction_log.label();
            let generation = one.handle.current();
            tracing::error!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                file = describe(Some(file)),
                generation = generation.number,
                hash = generation.hash,
                "Reload refused, generation {} goes on serving: {reason}",
                generation.number
            );
            one.handle.shared.metrics.reloads_failed.fetch_add(1, Ordering::Relaxed);
            one.handle.last_reload.set(LastReload::Refused(reason.clone()));
        } else {
            tracing::error!(file = describe(Some(file)), "Not served: {reason}");
            self.app.load_failures.fetch_add(1, Ordering::Relaxed);
            self.app.troubles().refused.insert(file.to_owned(), reason.clone());
        }
        drop(served);
        self.state(file).reported = Some(reason);
    }
}

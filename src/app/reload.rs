//! Hot reload: mounted files that appear, change and vanish make environments start, change and stop.
//!
//! Each turn looks at all files, loads those with other content beside what serves, settles who may listen where, and
//! then does what is left to do, environment by environment. What fails changes nothing and is said once.

mod settle;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::admin::auth::Tokens;
use crate::environment::files::{Found, MountedFile, each_once};
use crate::environment::kind::Place;
use crate::environment::load::{LoadError, LoadReason, Loaded};
use crate::reload::claims::{self, Outcome};
use crate::reload::scan::{self, Care, Known, Scan, Sight};
use crate::reload::{Wake, Watch, watch};
use crate::runtime::LastReload;

use super::beside::{NamedFiles, lonely};
use super::error::describe;
use super::mounted::load_options;
use super::candidate::Candidate;
use super::{App, Listening, declared};

/// How often files are looked at when nothing is heard of them.
const POLL: Duration = Duration::from_secs(2);
/// A file that is gone may come back for so long: editors rename the old one away before they write the new one.
const GONE_GRACE: Duration = Duration::from_millis(300);

/// Keeps the served environments in step with the files.
pub(super) struct Reloader {
    app: Arc<App>,
    /// What is known of every file that was ever seen and is not gone.
    known: HashMap<PathBuf, Known>,
    /// Content that waits to be served.
    candidates: HashMap<PathBuf, Candidate>,
    /// What came of the files that are left alone.
    left_alone: HashMap<PathBuf, Result<Loaded, LoadError>>,
    /// Files of each path of `MOCKOON_DATA` when it could last be read.
    listed: Vec<Listed>,
    /// Since when files that serve are gone.
    gone: HashMap<PathBuf, Instant>,
    /// The last refusal of each file, so that it is said once.
    said: HashMap<PathBuf, String>,
}

/// What is known of a file that was loaded.
pub(super) fn known_of(loaded: &Loaded) -> Known {
    Known { stamp: loaded.stamp, hash: Some(loaded.hash), parts: loaded.parts.clone() }
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
    pub(super) fn new(app: Arc<App>, known: HashMap<PathBuf, Known>, left_alone: Vec<(PathBuf, String)>) -> Self {
        let listed = app.settings.data.iter().map(|_| Listed::default()).collect();
        let (candidates, gone) = (HashMap::new(), HashMap::new());
        let said = left_alone.into_iter().collect();
        Self { app, known, candidates, left_alone: HashMap::new(), listed, gone, said }
    }

    /// Reloads until the program stops.
    pub(super) async fn run(mut self, mut watch: Watch) {
        // What changed since the start read the files shows in their stamps. Whether they were being written just then is
        // looked at later: the first requests come now.
        let mut care = Care::Stamp;
        while !self.app.is_stopping() {
            let Some(scan) = self.scan(care).await else { return };
            let mut directories = scan.directories.clone();
            if let Tokens::File(file) = &self.app.tokens {
                directories.extend(watch::directories([file.as_path()].into_iter()));
            }
            let is_new = watch.follow(directories);
            self.turn(scan).await;
            let patience = if self.gone.is_empty() { POLL } else { GONE_GRACE };
            // What moved before a directory was watched made no event.
            care = if is_new {
                Care::Stamp
            } else {
                match watch.next(patience).await {
                    Wake::Event => Care::Content,
                    Wake::Poll => Care::SettledStamp,
                }
            };
        }
    }

    async fn scan(&self, care: Care) -> Option<Scan> {
        let (paths, known) = (self.app.settings.data.clone(), self.known.clone());
        let remote = self.app.remote.clone();
        tokio::task::spawn_blocking(move || scan::scan(&paths, &known, &remote, care)).await.ok()
    }

    async fn turn(&mut self, scan: Scan) {
        if self.app.settings.data.is_empty() {
            // The embedded demo serves; only the token may change.
            self.take_tokens();
            return;
        }
        self.list(scan.entries);
        let places: HashMap<PathBuf, Place> = self.files().into_iter().map(|file| (file.path, file.place)).collect();
        // What is named by others may change with each of them.
        let mut outcomes: Vec<_> = self.left_alone.drain().collect();
        for (file, sight) in scan.sights {
            match sight {
                Sight::Same(known) => drop(self.known.insert(file, known)),
                Sight::Changed(known) => {
                    self.known.insert(file.clone(), known);
                    outcomes.retain(|(other, _)| *other != file);
                    let place = places.get(&file).copied().unwrap_or(Place::Named);
                    if let Some(outcome) = self.load(&file, place).await {
                        outcomes.push((file, outcome));
                    }
                }
                Sight::Unreadable(error) => {
                    // Whatever it holds when it can be read again is news.
                    self.known.remove(&file);
                    self.refuse(&file, format!("{}: cannot be read ({error})", file.display()));
                }
            }
        }
        outcomes.retain(|(file, _)| places.contains_key(file));
        self.judge(outcomes, &places);
        let gone = self.gone();
        let claims = self.claims(&gone);
        let outcomes = claims::settle(&claims, &self.app.overrides);
        let count = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Listen { .. })).count();
        let tokens = self.app.tokens.read(count).map_err(|error| error.to_string());
        for (claim, outcome) in claims.iter().zip(outcomes) {
            match outcome {
                Outcome::Refused(reason) => self.refuse(&claim.file, reason),
                Outcome::Wait => {}
                Outcome::Listen { address, position } => {
                    let listening = Listening { address, declared: settle::declared(claim) };
                    if let Err(error) = self.settle(claim, listening, position, &tokens).await {
                        self.refuse(&claim.file, error.to_string());
                    }
                }
            }
        }
        self.remove(&gone);
        self.order(&claims);
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
                Ok(Found { files, .. }) if files.is_empty() && listed.lost => {
                    unreadable.insert(path.clone(), format!("{}: is there again, but empty", path.display()));
                }
                Ok(Found { files, companions, .. }) => *listed = Listed { files, companions, lost: false },
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
    fn files(&self) -> Vec<MountedFile> {
        each_once(self.listed.iter().flat_map(|listed| &listed.files).cloned())
    }

    /// Loads a file, unless it was swapped away since it was looked at: the next look sees what is there now.
    async fn load(&mut self, file: &Path, place: Place) -> Option<Result<Loaded, LoadError>> {
        let (path, options) = (file.to_owned(), load_options(&self.app.settings, &self.app.remote));
        match tokio::task::spawn_blocking(move || declared::load_file(&path, place, &options)).await {
            Ok(Err(error)) if matches!(error.reason, LoadReason::Unreadable(_)) => {
                self.known.remove(file);
                None
            }
            Ok(outcome) => {
                if let (Ok(loaded), Some(known)) = (&outcome, self.known.get_mut(file)) {
                    // It may have been written again since it was looked at.
                    let stamp = if known.hash == Some(loaded.hash) { known.stamp } else { loaded.stamp };
                    *known = Known { stamp, ..known_of(loaded) };
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
    fn judge(&mut self, outcomes: Vec<(PathBuf, Result<Loaded, LoadError>)>, places: &HashMap<PathBuf, Place>) {
        let named = self.named_files(&outcomes);
        for (file, outcome) in outcomes {
            let place = places.get(&file).copied().unwrap_or(Place::Named);
            match (named.reason(&file, place, outcome.as_ref()), outcome) {
                (Some(reason), outcome) => {
                    self.candidates.remove(&file);
                    self.leave_alone(&file, reason);
                    self.left_alone.insert(file, outcome);
                }
                (None, Ok(Loaded { wrong_type: Some(reason), .. })) if self.find(&file).is_some() => {
                    self.candidates.remove(&file);
                    self.refuse(&file, format!("{}: {reason}", file.display()));
                }
                (None, Ok(loaded)) => {
                    self.said.remove(&file);
                    self.candidates.insert(file.clone(), Candidate { file: Some(file), loaded });
                }
                (None, Err(error)) => {
                    self.candidates.remove(&file);
                    self.refuse(&file, error.to_string());
                }
            }
        }
        let companions: Vec<PathBuf> = self.listed.iter().flat_map(|listed| listed.companions.clone()).collect();
        for file in companions {
            let environments = places.keys().filter(|file| !self.left_alone.contains_key(*file)).map(PathBuf::as_path);
            match lonely(&file, environments) {
                Some(reason) => self.leave_alone(&file, reason),
                None => drop(self.said.remove(&file)),
            }
        }
        self.app.troubles().left_alone = self.left_alone.len();
    }

    /// What the environments name that serve, that wait to, or that were just loaded.
    fn named_files(&self, outcomes: &[(PathBuf, Result<Loaded, LoadError>)]) -> NamedFiles {
        let mut named = NamedFiles::default();
        let loaded = outcomes.iter().filter_map(|(file, outcome)| Some((file, outcome.as_ref().ok()?)));
        let waiting = self.candidates.iter().map(|(file, candidate)| (file, &candidate.loaded));
        for (file, loaded) in loaded.chain(waiting) {
            named.add(file, &loaded.environment, &loaded.parts);
        }
        for served in self.app.lock().iter() {
            if let Some(file) = &served.handle.file {
                let parts = self.known.get(file).map(|known| known.parts.as_slice()).unwrap_or_default();
                named.add(file, &served.handle.current().compiled.source, parts);
            }
        }
        named
    }

    /// A file is no environment: said once. One that serves goes on, and whoever broke it should know.
    fn leave_alone(&mut self, file: &Path, reason: String) {
        if self.find(file).is_some() {
            return self.refuse(file, format!("{}: {reason}", file.display()));
        }
        if self.said.get(file) != Some(&reason) {
            tracing::warn!(file = describe(Some(file)), "left alone: {reason}");
            self.app.troubles().refused.remove(file);
            self.said.insert(file.to_owned(), reason);
        }
    }

    /// Environments whose files are gone for good; those that may come back are remembered.
    fn gone(&mut self) -> HashSet<PathBuf> {
        let files: HashSet<PathBuf> = self.files().into_iter().map(|file| file.path).collect();
        self.known.retain(|file, _| files.contains(file));
        self.candidates.retain(|file, _| files.contains(file));
        let companions: HashSet<&PathBuf> = self.listed.iter().flat_map(|listed| &listed.companions).collect();
        self.said.retain(|file, _| files.contains(file) || companions.contains(file));
        self.app.troubles().refused.retain(|file, _| files.contains(file));
        let serving: Vec<PathBuf> = self.app.lock().iter().filter_map(|served| served.handle.file.clone()).collect();
        self.gone.retain(|file, _| !files.contains(file));
        for file in serving.into_iter().filter(|file| !files.contains(file)) {
            self.gone.entry(file).or_insert_with(Instant::now);
        }
        let over = |(file, since): (&PathBuf, &Instant)| (since.elapsed() >= GONE_GRACE).then(|| file.clone());
        self.gone.iter().filter_map(over).collect()
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
        if self.said.get(file) == Some(&reason) {
            return;
        }
        let mut served = self.app.lock();
        if let Some(one) = served.iter_mut().find(|one| one.handle.file.as_deref() == Some(file)) {
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
        self.said.insert(file.to_owned(), reason);
    }
}

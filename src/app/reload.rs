//! Hot reload: mounted files that appear, change and vanish make environments start, change and stop.
//!
//! Each turn looks at all files, loads those with other content beside what serves, settles who may listen where, and
//! then does what is left to do, environment by environment. What fails changes nothing and is said once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;

use crate::admin::auth::{Tokens, generate};
use crate::environment::files::{Found, MountedFile, each_once};
use crate::environment::kind::Place;
use crate::environment::load::{LoadError, LoadReason, Loaded};
use crate::reload::claims::{self, Claim, Outcome, Standing};
use crate::reload::scan::{self, Care, Known, Scan, Sight};
use crate::reload::{Wake, Watch, watch};
use crate::runtime::{Carry, EnvironmentHandle, Generation, LastReload};
use crate::server::listener;

use super::beside::{NamedFiles, lonely};
use super::error::{StartError, describe};
use super::mounted::{load_options, mounted};
use super::start::Candidate;
use super::{App, Listening, Served, declared};

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
                    let listening = Listening { address, declared: declared(claim) };
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

    /// What serves and what would like to, in the order of the files.
    fn claims(&self, gone: &HashSet<PathBuf>) -> Vec<Claim> {
        let mut files: Vec<PathBuf> = self.files().into_iter().map(|file| file.path).collect();
        files.extend(self.gone.keys().filter(|file| !gone.contains(*file)).cloned());
        let standing: HashMap<PathBuf, Standing> = self.app.lock().iter().filter_map(Served::standing).collect();
        let claim = |file: PathBuf| Claim {
            standing: standing.get(&file).cloned(),
            wish: self.candidates.get(&file).map(Candidate::declared),
            leaving: self.gone.contains_key(&file),
            file,
        };
        files.into_iter().map(claim).filter(|claim| claim.standing.is_some() || claim.wish.is_some()).collect()
    }

    /// Brings one environment to where it should be.
    async fn settle(
        &mut self,
        claim: &Claim,
        listening: Listening,
        position: usize,
        tokens: &Result<Vec<String>, String>,
    ) -> Result<(), StartError> {
        let Some(standing) = &claim.standing else { return self.start(claim, listening, position, tokens).await };
        let base_url = self.app.settings.public_base_url.get(position);
        let Some((handle, token)) = self.find(&claim.file) else { return Ok(()) };
        let same_base_url = handle.shared.options.public_base_url.load().as_deref() == base_url;
        let moves = standing.address != listening.address;
        if claim.wish.is_none() && !moves && same_base_url {
            return Ok(());
        }
        let current = handle.current();
        let (mut environment, hash) = match self.candidates.get(&claim.file) {
            Some(candidate) => (candidate.loaded.environment.clone(), candidate.loaded.hash.to_string()),
            None => ((*current.compiled.source).clone(), current.hash.clone()),
        };
        environment.port = listening.address.port;
        environment.hostname.clone_from(&listening.address.hostname);
        let another_tls =
            environment.tls_options != current.compiled.source.tls_options && !self.app.settings.disable_tls;
        let listens = self.app.overrides.listens(&listening.address);
        let socket = match (listens, moves) {
            (true, true) => Some(Arc::new(self.bind(&claim.file, &listening).await?)),
            _ => self.socket_of(&claim.file).filter(|_| listens && another_tls),
        };
        let tls = if socket.is_some() || another_tls {
            Some(self.app.certificate(&handle, &environment, listens)?)
        } else {
            None
        };
        let replacement = match socket {
            Some(socket) => Some(self.app.listen(&handle, &token, &environment, tls.clone().flatten(), socket)?),
            None => None,
        };
        let tenant = self.candidates.get(&claim.file).map(Candidate::tenant);
        handle.read_from(mounted(&self.app, handle.file.as_deref(), &listening.declared));
        handle.shared.options.public_base_url.store(base_url.cloned().map(Arc::new));
        let swapping = Arc::clone(&handle);
        let swapped = tokio::task::spawn_blocking(move || swapping.swap(environment, hash, Carry::Unchanged)).await;
        let former = {
            let mut served = self.app.lock();
            let Some(one) = served.iter_mut().find(|one| one.handle.file.as_ref() == Some(&claim.file)) else {
                return Ok(());
            };
            one.listening = listening;
            one.handle.last_reload.set(LastReload::Taken);
            if let Some(tls) = tls {
                one.tls = tls;
            }
            if let Some(tenant) = tenant {
                one.tenant = tenant;
            }
            let former = match replacement {
                Some(running) => one.listener.replace(Arc::new(running)),
                None if listens => None,
                None => one.listener.take(),
            };
            if let Some(trouble) = self.app.port_trouble(one).filter(|_| moves) {
                tracing::warn!(file = describe(Some(&claim.file)), "{trouble}");
            }
            former
        };
        if let Some(former) = former {
            let grace = self.app.settings.shutdown_grace_period;
            tokio::spawn(async move { tokio::time::timeout(grace, former.drain()).await });
        }
        let candidate = self.candidates.remove(&claim.file);
        self.said.remove(&claim.file);
        match swapped {
            Ok(generation) => {
                if let Some(candidate) = &candidate {
                    let companion = &candidate.loaded.companion;
                    handle.declare_faults(declared::faults(companion).unwrap_or_default());
                    let snapshot = declared::snapshot(companion).ok().flatten();
                    if handle.begin_with(snapshot, companion.snapshot_text.clone()) {
                        handle.begin_again().await;
                    }
                }
                taken(&handle, &generation, candidate.as_ref());
            }
            Err(error) => self.refuse(&claim.file, format!("{}: cannot be compiled ({error})", claim.file.display())),
        }
        Ok(())
    }

    /// Starts an environment that did not serve before.
    async fn start(
        &mut self,
        claim: &Claim,
        listening: Listening,
        position: usize,
        tokens: &Result<Vec<String>, String>,
    ) -> Result<(), StartError> {
        let token = match tokens {
            Ok(tokens) => match tokens.get(position) {
                Some(token) => token.clone(),
                // More environments than were counted: a generated token is one more, a given one is missing.
                None if matches!(self.app.tokens, Tokens::Generated) => generate(),
                None => {
                    self.refuse(&claim.file, format!("{}: there is no admin token for it", claim.file.display()));
                    return Ok(());
                }
            },
            Err(reason) => {
                self.refuse(&claim.file, reason.clone());
                return Ok(());
            }
        };
        let socket = if self.app.overrides.listens(&listening.address) {
            Some(Arc::new(self.bind(&claim.file, &listening).await?))
        } else {
            None
        };
        let Some(candidate) = self.candidates.remove(&claim.file) else { return Ok(()) };
        let (app, address) = (Arc::clone(&self.app), listening.address.clone());
        let compiled = tokio::task::spawn_blocking(move || app.handle(position, candidate, &address)).await;
        let handle = match compiled {
            Ok(handle) => handle,
            Err(error) => {
                self.refuse(&claim.file, format!("{}: cannot be compiled ({error})", claim.file.display()));
                return Ok(());
            }
        };
        let served = self.app.serve(handle?, listening, socket, token)?;
        served.handle.last_reload.set(LastReload::Taken);
        note_success(&served.handle);
        self.said.remove(&claim.file);
        self.app.troubles().refused.remove(&claim.file);
        // When the program has begun to stop in the meantime, nobody would drain it.
        if !self.app.is_stopping() {
            self.app.lock().push(served);
        }
        Ok(())
    }

    /// Binds an address; sockets of ours at the same port are about to leave it.
    async fn bind(&self, file: &Path, listening: &Listening) -> Result<TcpListener, StartError> {
        let ours: Vec<_> = self.app.lock().iter().filter_map(|served| served.listener.as_ref()?.socket()).collect();
        let address = &listening.address;
        let bound = listener::bind_beside(&address.hostname, address.port, &ours, &self.app.workers.runtime).await;
        bound.map_err(|error| StartError::Port {
            port: address.port,
            hostname: address.hostname.clone(),
            error,
            wanted_by: file.display().to_string(),
        })
    }

    fn find(&self, file: &Path) -> Option<(Arc<EnvironmentHandle>, Arc<crate::admin::Token>)> {
        let served = self.app.lock();
        let one = served.iter().find(|one| one.handle.file.as_deref() == Some(file))?;
        Some((Arc::clone(&one.handle), Arc::clone(&one.token)))
    }

    fn socket_of(&self, file: &Path) -> Option<Arc<TcpListener>> {
        let served = self.app.lock();
        served.iter().find(|one| one.handle.file.as_deref() == Some(file))?.listener.as_ref()?.socket()
    }

    /// Stops the environments of these files.
    fn remove(&mut self, gone: &HashSet<PathBuf>) {
        if gone.is_empty() {
            return;
        }
        let is_gone = |one: &mut Served| one.handle.file.as_ref().is_some_and(|file| gone.contains(file));
        let removed: Vec<Served> = self.app.lock().extract_if(.., is_gone).collect();
        for one in removed {
            let label = one.handle.shared.transaction_log.label();
            tracing::info!(
                environmentName = label.name,
                environmentUUID = label.uuid,
                file = describe(one.handle.file.as_deref()),
                "Server stopped: its file is gone"
            );
            one.handle.shared.closing.announce();
            let grace = self.app.settings.shutdown_grace_period;
            if let Some(listener) = one.listener {
                tokio::spawn(async move { tokio::time::timeout(grace, listener.drain()).await });
            }
        }
        self.gone.retain(|file, _| !gone.contains(file));
    }

    /// Puts the environments in the order of their files.
    fn order(&self, claims: &[Claim]) {
        let order: HashMap<&Path, usize> = claims.iter().enumerate().map(|(i, c)| (c.file.as_path(), i)).collect();
        let place = |one: &Served| one.handle.file.as_deref().and_then(|file| order.get(file)).copied();
        self.app.lock().sort_by_key(place);
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

impl Served {
    fn standing(&self) -> Option<(PathBuf, Standing)> {
        let Listening { address, declared } = &self.listening;
        Some((self.handle.file.clone()?, Standing { address: address.clone(), declared: declared.clone() }))
    }
}

fn declared(claim: &Claim) -> claims::Address {
    let standing = claim.standing.as_ref().map(|standing| &standing.declared);
    claim.wish.as_ref().or(standing).cloned().unwrap_or_default()
}

/// A reload was taken: log and metrics.
fn taken(handle: &EnvironmentHandle, generation: &Generation, candidate: Option<&Candidate>) {
    let label = handle.shared.transaction_log.label();
    let (repairs, warnings) =
        candidate.map_or((0, 0), |candidate| (candidate.loaded.repairs_total, candidate.loaded.warnings.len()));
    tracing::info!(
        environmentName = label.name,
        environmentUUID = label.uuid,
        file = describe(handle.file.as_deref()),
        generation = generation.number,
        hash = generation.hash,
        routes = generation.compiled.routes.len(),
        repairs,
        warnings = warnings + generation.compiled.warnings.len(),
        "Environment reloaded"
    );
    note_success(handle);
}

fn note_success(handle: &EnvironmentHandle) {
    let metrics = &handle.shared.metrics;
    metrics.reloads_ok.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    metrics.reloaded_at.store(now, Ordering::Relaxed);
}

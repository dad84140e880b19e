//! One file to one environment. Start-up, the watcher and checks all come this way.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::companion::{self, Companion, CompanionError, CompanionReason};
use super::content::{ContentHash, FileStamp, Part};
use super::export::{self, ExportError, Unwrapped};
use super::fast_path::{self, FastPath};
use super::file_bytes;
use super::files::open_file;
use super::har::{self, HarError};
use super::kind::{self, FileKind, NamedBy, kind_of};
use super::migrations::{self, LAST_MIGRATION};
use super::model::Environment;
use super::names;
use super::openapi::{self, Compat, Directory, OpenApiError};
use super::parse::{self, ParseError, Syntax};
use super::reader::{self, Repair, RepairLog};
use super::remote::{self, Remote};
use super::route_tree;
use super::stable_uuids;
use super::top_level;
use super::traffic::{self, Exchange, Secrets, Style};
use super::warning::{Warning, WarningKind};

pub use super::files::{FilesError, FoundFiles, find_files};

/// How files are read, by the operator's settings.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Further directories that references may lead into.
    pub files_allowed: Vec<PathBuf>,
    /// How OpenAPI documents are read.
    pub openapi: Compat,
    /// The files of other servers.
    pub remote: Remote,
    /// What recorded traffic is read without.
    pub(crate) secrets: Secrets,
}

/// An environment and what happened on the way to it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The environment, ready to be compiled. One without a name is called by its file.
    pub environment: Environment,
    /// Fields that were not as the schema wants them; at most [`reader::MAX_REPAIRS`].
    pub repairs: Vec<Repair>,
    /// The number of all repairs, kept or not.
    pub repairs_total: usize,
    /// Other things that the owner of the file should know.
    pub warnings: Vec<Warning>,
    /// Hash of the file's bytes, packed as they may be: equal hashes mean that there is nothing to reload.
    pub hash: ContentHash,
    /// The stamp of the file before it was read.
    pub stamp: Option<FileStamp>,
    /// What the file is.
    pub kind: FileKind,
    /// A field at the top that has the wrong type, as [`top_level::wrong_type`] says it: not for what serves already.
    pub wrong_type: Option<String>,
    /// What is declared beside it.
    pub companion: Companion,
    /// The further files that it is made of: its companion, and what an OpenAPI document refers to.
    pub parts: Vec<Part>,
}

/// A file that cannot be loaded: which, and why.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct LoadError {
    /// Path or name of the file.
    pub name: String,
    /// What is wrong and what to do about it.
    #[source]
    pub reason: LoadReason,
}

/// Why a file cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadReason {
    /// The bytes are not there.
    #[error("cannot be read ({0}): check the path, the volume mounts and the permissions")]
    Unreadable(std::io::Error),
    /// The bytes are no document.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// A newer Mockoon wrote the file.
    #[error(
        "the file was saved by a newer Mockoon: its lastMigration is {found}, this server knows up to {LAST_MIGRATION}; update sidemock or export the file with an older Mockoon"
    )]
    FromTheFuture {
        /// The file's `lastMigration`.
        found: String,
    },
    /// An export of the desktop application with several or no environments.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What is declared beside the file cannot be used.
    #[error(transparent)]
    Companion(#[from] CompanionError),
    /// A document, but of another kind.
    #[error("not an OpenAPI document: {openapi}; not a Mockoon environment: {environment}")]
    Unknown {
        /// Why it is not OpenAPI.
        openapi: String,
        /// Why it is not an environment.
        environment: String,
    },
    /// One of the files in a directory that is there for another purpose.
    #[error("not an OpenAPI document and not a Mockoon environment: {0}")]
    Neither(String),
    /// The same of a file whose name says that it is recorded traffic.
    #[error("not a HAR document, which has `log.entries`: {0}")]
    NoHar(String),
    /// An OpenAPI document that cannot be converted.
    #[error("OpenAPI: {0}")]
    OpenApi(OpenApiError),
    /// Recorded traffic of which nothing can be used.
    #[error(transparent)]
    Har(#[from] HarError),
}

impl LoadError {
    /// Whether the file is there for another purpose: no error in a directory.
    pub fn is_neither(&self) -> bool {
        matches!(self.reason, LoadReason::Neither(_) | LoadReason::NoHar(_))
    }
}

/// Loads a file; an OpenAPI document may refer to other files.
///
/// # Errors
/// When the file cannot be read, see also [`load_bytes`].
pub fn load_file(path: &Path, named_by: NamedBy, options: &LoadOptions) -> Result<Loaded, LoadError> {
    let name = path.display().to_string();
    let failed = |reason| LoadError { name: name.clone(), reason };
    let unreadable = |error| failed(LoadReason::Unreadable(error));
    if remote::is_url(path) {
        let copy = options.remote.copy(path).map_err(unreadable)?;
        return load(
            &name,
            &copy.bytes,
            Manner { named_by, compat: options.openapi, directory: None, secrets: Some(&options.secrets) },
        );
    }
    let (file, metadata) = open_file(path).map_err(unreadable)?;
    // Of a file that is too large, as much as shows that it is.
    let bytes = file_bytes::read(file, metadata.len(), parse::MAX_BYTES + 1).map_err(unreadable)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let directory = Directory::new(directory.to_owned(), options.files_allowed.clone());
    let loaded = load(
        &name,
        &bytes,
        Manner { named_by, compat: options.openapi, directory: Some(&directory), secrets: Some(&options.secrets) },
    )?;
    let mut parts = directory.parts();
    let companion = read_companion(path, &mut parts).map_err(|error| failed(error.into()))?;
    Ok(Loaded { stamp: FileStamp::of(&metadata), companion, parts, ..loaded })
}

/// Reads the companion of a file, if it has one.
fn read_companion(path: &Path, parts: &mut Vec<Part>) -> Result<Companion, CompanionError> {
    let mut beside = companion::beside(path).into_iter();
    let Some(file) = beside.next() else { return Ok(Companion::default()) };
    let failed = |reason| CompanionError { file: file.clone(), reason };
    if let Some(another) = beside.next() {
        return Err(failed(CompanionReason::Another(another)));
    }
    let unreadable = |error| failed(CompanionReason::Unreadable(error));
    let (opened, metadata) = open_file(&file).map_err(unreadable)?;
    let mut bytes = Vec::new();
    opened.take(parse::MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    parts.push(Part { path: file.clone(), stamp: FileStamp::of(&metadata), hash: Some(ContentHash::of(&bytes)) });
    let mut companion = companion::parse(&file, &bytes)?;
    if let Some(snapshot) = &companion.snapshot {
        let path = file.with_file_name(snapshot);
        let failed = |message: String| failed(CompanionReason::Snapshot { path: path.clone(), message });
        let cannot = |error| failed(format!("cannot be read ({error}): mount it there or correct the path"));
        let (opened, metadata) = open_file(&path).map_err(cannot)?;
        let mut text = String::new();
        opened.take(parse::MAX_BYTES as u64).read_to_string(&mut text).map_err(cannot)?;
        let hash = Some(ContentHash::of(text.as_bytes()));
        parts.push(Part { path: path.clone(), stamp: FileStamp::of(&metadata), hash });
        companion.snapshot_text = Some(text);
    }
    Ok(companion)
}

/// Loads a file from its bytes; the name decides between JSON and YAML.
///
/// # Errors
/// When the bytes are neither an environment nor an OpenAPI document.
pub fn load_bytes(name: &str, bytes: &[u8]) -> Result<Loaded, LoadError> {
    load(name, bytes, Manner { named_by: NamedBy::Path, compat: Compat::default(), directory: None, secrets: None })
}

/// How one file is read.
#[derive(Clone, Copy)]
struct Manner<'d> {
    named_by: NamedBy,
    compat: Compat,
    /// Where references may lead.
    directory: Option<&'d Directory>,
    /// What recorded traffic is read without; nothing but what always is if it is not said.
    secrets: Option<&'d Secrets>,
}

fn load(name: &str, bytes: &[u8], manner: Manner<'_>) -> Result<Loaded, LoadError> {
    let (hash, read) = ContentHash::beside(bytes, || read(name, bytes, manner));
    let Parts { mut environment, log, warnings, kind, wrong_type } = read.map_err(|reason| {
        let reason = if manner.named_by == NamedBy::Directory { judge(reason, bytes) } else { reason };
        let reason = match reason {
            LoadReason::Neither(reason) if names::is_har_name(name) => LoadReason::NoHar(reason),
            LoadReason::Unknown { .. } if names::is_har_name(name) => LoadReason::Har(HarError::NoHar),
            reason => reason,
        };
        LoadError { name: name.to_owned(), reason }
    })?;
    if environment.name.trim().is_empty() {
        let file = Path::new(name).file_name().unwrap_or_default();
        environment.name = file.to_string_lossy().into();
    }
    stable_uuids::settle(&mut environment);
    let (repairs, repairs_total) = log.finish();
    Ok(Loaded {
        environment,
        repairs,
        repairs_total,
        warnings,
        hash,
        stamp: None,
        kind,
        wrong_type,
        companion: Companion::default(),
        parts: Vec::new(),
    })
}

fn read(name: &str, bytes: &[u8], manner: Manner<'_>) -> Result<Parts, LoadReason> {
    let unpacked = parse::unpack(bytes)?;
    let decoded = parse::decode(&unpacked)?;
    let mut parts = load_text(&decoded.text, Syntax::of(name), manner)?;
    parts.warnings.extend(decoded.bad_byte.map(|offset| {
        of_file(format!(
            "the file is not UTF-8 throughout (first at byte {offset}): such characters were replaced, save it as UTF-8"
        ))
    }));
    Ok(parts)
}

/// A broken file in a directory is an error if it looks like what is loaded.
fn judge(reason: LoadReason, bytes: &[u8]) -> LoadReason {
    match reason {
        LoadReason::Parse(error) if kind::of_broken(&parse::beginning(bytes)) == FileKind::Neither => {
            LoadReason::Neither(error.to_string())
        }
        reason => reason,
    }
}

/// What comes of a text.
struct Parts {
    environment: Environment,
    log: RepairLog,
    warnings: Vec<Warning>,
    kind: FileKind,
    wrong_type: Option<String>,
}

/// A file of today goes straight into the model, anything else by way of its value.
fn load_text(text: &str, syntax: Syntax, manner: Manner<'_>) -> Result<Parts, LoadReason> {
    if syntax == Syntax::Json
        && let Some(FastPath { mut environment, log, is_dated }) = fast_path::read(text)
        // The long way says what is wrong.
        && !log.replaces_at_top()
    {
        route_tree::repair_refs(&mut environment);
        let warnings = if is_dated { Vec::new() } else { vec![of_file(NO_MIGRATION)] };
        return Ok(Parts { environment, log, warnings, kind: FileKind::Environment, wrong_type: None });
    }
    let parse::Document { value, repeated } = parse::document(text, syntax)?;
    let mut parts = load_value(value, manner)?;
    parts.warnings.extend(repeated.into_iter().map(|key| {
        let text = format!("the key \"{key}\" stands more than once in one mapping: the last one holds");
        Warning::new(WarningKind::RepeatedKey, text)
    }));
    Ok(parts)
}

fn load_value(value: Value, manner: Manner<'_>) -> Result<Parts, LoadReason> {
    let kind = kind::of_value(&value);
    if manner.named_by == NamedBy::Directory && kind == FileKind::Neither {
        return Err(LoadReason::Neither(format!("it holds {}", kind_of(&value))));
    }
    if kind == FileKind::Har {
        return Ok(recorded(&value, manner.secrets)?);
    }
    if manner.named_by == NamedBy::Directory && kind::holds_only_parts(&value) {
        return Err(LoadReason::Neither("it has parts for OpenAPI documents and no `paths`".to_owned()));
    }
    let not_openapi = match openapi::version(&value, manner.compat) {
        Ok(version) => {
            let resolver = manner.directory.map(|directory| directory as &dyn openapi::Resolver);
            let converted = openapi::convert(value, version, manner.compat, resolver).map_err(openapi_reason)?;
            let openapi::Converted { environment, warnings } = converted;
            let (log, kind) = (RepairLog::default(), FileKind::OpenApi);
            return Ok(Parts { environment, log, warnings, kind, wrong_type: None });
        }
        Err(reason) => reason,
    };
    match export::unwrap(value)? {
        Unwrapped::Plain(Value::Object(file)) => {
            let mut warnings = Vec::new();
            if kind == FileKind::OpenApi {
                return Err(LoadReason::Unknown { openapi: not_openapi, environment: NO_ENVIRONMENT.to_owned() });
            }
            if kind == FileKind::Neither {
                let text = format!("{NO_ENVIRONMENT}: taken for an environment without routes and repaired");
                warnings.push(of_file(text));
            }
            environment(file, warnings)
        }
        Unwrapped::Plain(value) => {
            let environment = format!("the file holds {} instead of an object", kind_of(&value));
            Err(LoadReason::Unknown { openapi: not_openapi, environment })
        }
        Unwrapped::Export(file) => {
            let from = "an export of the Mockoon application: loaded the one environment in it";
            environment(file, vec![of_file(from)])
        }
    }
}

fn of_file(text: impl Into<String>) -> Warning {
    Warning::new(WarningKind::File, text)
}

/// Why it is no environment either: it has none of its keys.
const NO_ENVIRONMENT: &str = "it has neither `lastMigration` nor `routes`";

/// What is said about a file without `lastMigration`.
const NO_MIGRATION: &str =
    "no lastMigration: taken as a file of today and repaired; open and save it in Mockoon if routes are missing";

/// A document that lacks the main part of an OpenAPI document may be anything.
fn openapi_reason(error: OpenApiError) -> LoadReason {
    match error {
        OpenApiError::Incomplete(_) => {
            LoadReason::Unknown { openapi: error.to_string(), environment: NO_ENVIRONMENT.to_owned() }
        }
        error => LoadReason::OpenApi(error),
    }
}

/// Recorded traffic: the environment that answers the same.
fn recorded(value: &Value, secrets: Option<&Secrets>) -> Result<Parts, HarError> {
    let always = Secrets::default();
    let har::Har { exchanges, left_out } = har::exchanges(value, secrets.unwrap_or(&always))?;
    let all: Vec<&Exchange> = exchanges.iter().collect();
    let style = Style { name: traffic::host(&all), generalize: true };
    let traffic::Generated { environment, left_out: unfit, .. } = traffic::environment(&all, &style);
    let left_out = left_out.into_iter().chain(unfit);
    let warning = |(reason, count)| of_file(format!("{count} recorded requests are left out: {reason}"));
    let (log, kind) = (RepairLog::default(), FileKind::Har);
    Ok(Parts { environment, log, warnings: left_out.map(warning).collect(), kind, wrong_type: None })
}

/// Migrates and repairs.
fn environment(mut file: Map<String, Value>, mut warnings: Vec<Warning>) -> Result<Parts, LoadReason> {
    match file.get("lastMigration") {
        None => warnings.push(of_file(NO_MIGRATION)),
        Some(value) => {
            let since = migrations::number_of(value);
            if since > f64::from(LAST_MIGRATION) {
                return Err(LoadReason::FromTheFuture { found: migrations::text_of(value) });
            }
            if let Some(number) = migrations::migrate(&mut file, since).stopped_at {
                warnings.push(of_file(format!("migration {number} could not handle the file: it was left as it was then and repaired field by field")));
            }
        }
    }
    let mut log = RepairLog::default();
    let file = Value::Object(file);
    let wrong_type = top_level::wrong_type(&file);
    let mut environment = reader::read_document(file.into(), &mut log);
    route_tree::repair_refs(&mut environment);
    Ok(Parts { environment, log, warnings, kind: FileKind::Environment, wrong_type })
}

#[cfg(test)]
mod tests;

//! One file to one environment. Start-up, the watcher and checks all come this way.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::content::{ContentHash, Stamp};
use super::direct::{self, Direct};
use super::files::open_file;
use super::migrations::{self, LAST_MIGRATION};
use super::model::Environment;
use super::openapi::{self, OpenApiError};
use super::parse::{self, ParseError, Syntax};
use super::refs;
use super::repair::{self, Repair, RepairLog};

pub use super::files::{FilesError, Found, find_files};

/// An environment and what happened on the way to it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The environment, ready to be compiled. One without a name is called by its file.
    pub environment: Environment,
    /// Fields that were not as the schema wants them; at most [`repair::MAX_REPAIRS`].
    pub repairs: Vec<Repair>,
    /// The number of all repairs, kept or not.
    pub repairs_total: usize,
    /// Other things that the owner of the file should know.
    pub warnings: Vec<String>,
    /// Hash of the file's bytes, packed as they may be: equal hashes mean that there is nothing to reload.
    pub hash: ContentHash,
    /// The stamp of the file before it was read.
    pub stamp: Option<Stamp>,
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
    #[error(
        "this is an export of the Mockoon application with {environments} environments: put the content of each `data[].item` into a file of its own, or copy the environment files from the application's storage folder"
    )]
    Export {
        /// How many environments it holds.
        environments: usize,
    },
    /// A document, but of another kind.
    #[error("not an OpenAPI document: {openapi}; not a Mockoon environment: {environment}")]
    Unknown {
        /// Why it is not OpenAPI.
        openapi: String,
        /// Why it is not an environment.
        environment: String,
    },
    /// An OpenAPI document that cannot be converted.
    #[error("OpenAPI: {0}")]
    OpenApi(OpenApiError),
}

/// Loads a file; an OpenAPI document may refer to files beside it.
///
/// # Errors
/// When the file cannot be read, see also [`load_bytes`].
pub fn load_file(path: &Path) -> Result<Loaded, LoadError> {
    let name = path.display().to_string();
    let failed = |reason| LoadError { name: name.clone(), reason };
    let unreadable = |error| failed(LoadReason::Unreadable(error));
    let (mut file, metadata) = open_file(path).map_err(unreadable)?;
    if metadata.len() > parse::MAX_BYTES as u64 {
        return Err(failed(ParseError::TooLarge { unpacked: false }.into()));
    }
    warm_up_heap(metadata.len() as usize);
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let loaded = load(&name, &bytes, Some(directory.to_owned()))?;
    Ok(Loaded { stamp: Stamp::of(&metadata), ..loaded })
}

/// Makes a block of this size come out of the heap, where what is compiled from a text takes its place when it is gone.
/// Otherwise glibc maps large blocks and unmaps them, and each page costs as much as reading what is on it; a block that
/// was freed tells it that blocks of this size come and go.
fn warm_up_heap(size: usize) {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(size + 1)));
}

/// Loads a file from its bytes; the name decides between JSON and YAML.
///
/// # Errors
/// When the bytes are neither an environment nor an OpenAPI document.
pub fn load_bytes(name: &str, bytes: &[u8]) -> Result<Loaded, LoadError> {
    load(name, bytes, None)
}

fn load(name: &str, bytes: &[u8], directory: Option<PathBuf>) -> Result<Loaded, LoadError> {
    let failed = |reason| LoadError { name: name.to_owned(), reason };
    let (hash, read) = ContentHash::beside(bytes, || read(name, bytes, directory));
    let (mut environment, log, warnings) = read.map_err(failed)?;
    if environment.name.trim().is_empty() {
        let file = Path::new(name).file_name().unwrap_or_default();
        environment.name = file.to_string_lossy().into();
    }
    let (repairs, repairs_total) = log.finish();
    Ok(Loaded { environment, repairs, repairs_total, warnings, hash, stamp: None })
}

fn read(name: &str, bytes: &[u8], directory: Option<PathBuf>) -> Result<Parts, LoadReason> {
    let unpacked = parse::unpack(bytes)?;
    let decoded = parse::decode(&unpacked)?;
    let (environment, log, mut warnings) = load_text(&decoded.text, Syntax::of(name), directory)?;
    warnings.extend(decoded.bad_byte.map(|offset| {
        format!(
            "the file is not UTF-8 throughout (first at byte {offset}): such characters were replaced, save it as UTF-8"
        )
    }));
    Ok((environment, log, warnings))
}

type Parts = (Environment, RepairLog, Vec<String>);

/// A file of today goes straight into the model, anything else by way of its value.
fn load_text(text: &str, syntax: Syntax, directory: Option<PathBuf>) -> Result<Parts, LoadReason> {
    if syntax == Syntax::Json
        && let Some(Direct { mut environment, log, is_dated }) = direct::read(text)
    {
        refs::repair_refs(&mut environment);
        let warnings = if is_dated { Vec::new() } else { vec![NO_MIGRATION.to_owned()] };
        return Ok((environment, log, warnings));
    }
    load_value(parse::parse(text, syntax)?, directory)
}

fn load_value(value: Value, directory: Option<PathBuf>) -> Result<Parts, LoadReason> {
    let not_openapi = match openapi::version(&value) {
        Ok(version) => {
            let converted = openapi::convert(value, version, directory).map_err(openapi_reason)?;
            return Ok((converted.environment, RepairLog::default(), converted.warnings));
        }
        Err(reason) => reason,
    };
    let unknown = |environment: String| LoadReason::Unknown { openapi: not_openapi, environment };
    let Value::Object(file) = value else {
        return Err(unknown(format!("the file holds {} instead of an object", kind_of(&value))));
    };
    let mut warnings = Vec::new();
    let file = match unwrap_export(file)? {
        Unwrapped::Plain(file) => file,
        Unwrapped::Export(file) => {
            warnings.push("an export of the Mockoon application: loaded the one environment in it".to_owned());
            file
        }
    };
    if !ENVIRONMENT_KEYS.iter().any(|key| file.contains_key(*key)) {
        return Err(unknown(NO_ENVIRONMENT.to_owned()));
    }
    environment(file, warnings)
}

/// Keys of which an environment has at least one.
const ENVIRONMENT_KEYS: [&str; 4] = ["lastMigration", "routes", "rootChildren", "endpointPrefix"];

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

/// Migrates and repairs.
fn environment(mut file: Map<String, Value>, mut warnings: Vec<String>) -> Result<Parts, LoadReason> {
    match file.get("lastMigration") {
        None => warnings.push(NO_MIGRATION.to_owned()),
        Some(value) => {
            let since = migrations::number_of(value);
            if since > f64::from(LAST_MIGRATION) {
                return Err(LoadReason::FromTheFuture { found: migrations::text_of(value) });
            }
            if let Some(number) = migrations::migrate(&mut file, since).stopped_at {
                warnings.push(format!(
                    "migration {number} could not handle the file: it was left as it was then and repaired field by field"
                ));
            }
        }
    }
    let mut log = RepairLog::default();
    let mut environment = repair::repair(Value::Object(file).into(), &mut log);
    refs::repair_refs(&mut environment);
    Ok((environment, log, warnings))
}

enum Unwrapped {
    Plain(Map<String, Value>),
    Export(Map<String, Value>),
}

/// Old versions of the application exported `{source, data: [{type, item}]}`: one environment in it is unambiguous.
fn unwrap_export(mut file: Map<String, Value>) -> Result<Unwrapped, LoadReason> {
    let is_export = file.get("source").is_some_and(Value::is_string)
        && file.get("data").is_some_and(Value::is_array)
        && !file.contains_key("lastMigration")
        && !file.contains_key("routes");
    if !is_export {
        return Ok(Unwrapped::Plain(file));
    }
    let items = file.get_mut("data").and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default();
    let is_environment = |entry: &Value| entry.get("type").is_some_and(|kind| kind == "environment");
    let mut environments: Vec<Map<String, Value>> = items
        .into_iter()
        .filter(is_environment)
        .filter_map(|mut entry| entry.get_mut("item").and_then(Value::as_object_mut).map(std::mem::take))
        .collect();
    match (environments.pop(), environments.len()) {
        (Some(only), 0) => Ok(Unwrapped::Export(only)),
        (last, others) => Err(LoadReason::Export { environments: others + usize::from(last.is_some()) }),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;

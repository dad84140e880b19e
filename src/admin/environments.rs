//! Which environment a call means by `?environment=`: the same names wherever the admin API is.

use std::path::Path;
use std::sync::Arc;

use crate::environment::model::Environment;
use crate::routing::front::slug::slug;
use crate::runtime::EnvironmentHandle;

/// Environments that are told to who names none of them.
const MOST_TOLD: usize = 20;
/// Endings of files that need not be said.
const ENDINGS: [&str; 5] = [".gz", ".json", ".yaml", ".yml", ".har"];

/// Ways to name an environment, the surest first.
const WAYS: [fn(&EnvironmentHandle, &Environment, &str) -> bool; 5] = [
    |_, environment, wanted| environment.uuid.eq_ignore_ascii_case(wanted),
    |_, environment, wanted| environment.name == wanted,
    |handle, _, wanted| handle.file().as_deref().is_some_and(|file| file.ends_with(wanted)),
    |handle, _, wanted| stem(handle) == wanted,
    |_, environment, wanted| slug(&environment.name) == wanted,
];

/// Whether an environment is named so: by its uuid, its name or the slug of it, or its file (the end of its path, with or
/// without ending).
pub fn is_called(handle: &EnvironmentHandle, wanted: &str) -> bool {
    position([handle].into_iter(), wanted).is_some()
}

/// The position of the environment that is named so; of several the one that is named the surest way.
pub fn position<'h>(handles: impl Iterator<Item = &'h EnvironmentHandle> + Clone, wanted: &str) -> Option<usize> {
    if wanted.is_empty() {
        return None;
    }
    WAYS.iter().find_map(|is| handles.clone().position(|handle| is(handle, &handle.current().compiled.source, wanted)))
}

/// What is told to who names none of these environments.
pub fn unknown<'h>(wanted: &str, handles: impl ExactSizeIterator<Item = &'h Arc<EnvironmentHandle>>) -> String {
    let more = handles.len().saturating_sub(MOST_TOLD);
    let told: Vec<String> = handles.take(MOST_TOLD).map(|handle| told(handle)).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("no environment has this name, uuid or file: \"{wanted}\"; here is {}{more}", told.join(", "))
}

fn told(handle: &EnvironmentHandle) -> String {
    let generation = handle.current();
    let source = &generation.compiled.source;
    let file = handle.file().as_deref().and_then(Path::file_name).map(|name| format!(", {}", name.to_string_lossy()));
    format!("\"{}\" ({}{})", source.name, source.uuid, file.unwrap_or_default())
}

/// The name of an environment's file without its endings.
fn stem(handle: &EnvironmentHandle) -> String {
    let file = handle.file();
    let name = file.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
    ENDINGS.iter().fold(name.as_ref(), |stem, ending| stem.strip_suffix(ending).unwrap_or(stem)).to_owned()
}

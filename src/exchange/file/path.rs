//! Which file a path means, and whether it may be read: never outside of the environment's directory and those that
//! the operator allows, symbolic links included.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use crate::environment::files::open_file;
use crate::runtime::Options;
use crate::runtime::file_path::{ResolvedPath, absolute, normalise};
use crate::runtime::file_templates::forward_slashes;
use crate::runtime::secret_files::SecretFiles;
use crate::template::{RenderContext, RenderError, Template};

/// How often a path is looked up anew when its target vanishes meanwhile: a mounted ConfigMap is being swapped.
const ATTEMPTS: u32 = 3;

/// Why no file may be read. No message names a directory: clients see them.
#[derive(Debug, thiserror::Error)]
pub enum PathError {
    /// The path does not render.
    #[error(transparent)]
    Template(#[from] RenderError),
    /// A templated path that begins at the root, or with the template itself.
    #[error("Templated file path requires a non-root base directory")]
    NoBase,
    /// A path with a NUL in it, which the system would take for its end.
    #[error("The argument 'path' must be a string, Uint8Array, or URL without null bytes")]
    Nul,
    /// An absolute path that leads out.
    #[error("Access to absolute path outside of the original static base directory")]
    OutsideAbsolute,
    /// A relative path that leads out.
    #[error("Access to relative path outside of the allowed base directory")]
    OutsideRelative,
}

/// Where files may be, and which may not be read even there.
#[derive(Debug, Clone)]
pub struct Roots {
    directories: Vec<PathBuf>,
    secrets: SecretFiles,
}

/// A file found inside of the roots, open.
pub struct OpenFile {
    /// The path without symbolic links.
    pub path: PathBuf,
    /// The file.
    pub file: File,
    /// Its size and times.
    pub metadata: Metadata,
}

/// Why a file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It may not be read.
    #[error(transparent)]
    Refused(#[from] PathError),
    /// It is not there, not a file, or not readable.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Roots {
    /// The environment's directory and those that the operator allows. An environment that lies in the root
    /// directory does not open up the whole file system.
    pub fn new(options: &Options) -> Self {
        let own = absolute(&options.directory);
        let own = own.parent().is_some().then_some(own);
        let directories = own.into_iter().chain(options.files_allowed.iter().map(|root| absolute(root))).collect();
        Self { directories, secrets: options.secret_files.clone() }
    }
}

/// Renders a path and makes it absolute; `template` is the path compiled.
///
/// # Errors
/// When the path does not render, or its templated part leads out of the directory before it.
pub fn resolve(
    source: &str,
    template: &Template,
    rendering: &RenderContext<'_>,
    options: &Options,
) -> Result<ResolvedPath, PathError> {
    let directory = absolute(&options.directory);
    if let Some(text) = template.constant() {
        return Ok(ResolvedPath::new(&directory, text));
    }
    let raw = forward_slashes(source);
    if !has_helper(&raw) {
        return Ok(ResolvedPath::new(&directory, &raw));
    }
    let wanted = ResolvedPath::new(&directory, &template.render(rendering)?);
    let base = match static_base(&raw) {
        Some(base) => normalise(&directory, base),
        None if wanted.is_absolute() => return Err(PathError::NoBase),
        None => directory,
    };
    if base.parent().is_none() {
        return Err(PathError::NoBase);
    }
    if wanted.path().starts_with(&base) { Ok(wanted) } else { Err(outside(&wanted)) }
}

fn outside(wanted: &ResolvedPath) -> PathError {
    if wanted.is_absolute() { PathError::OutsideAbsolute } else { PathError::OutsideRelative }
}

/// Opens the file if it lies inside of the roots once all symbolic links are followed. Blocks.
///
/// # Errors
/// When it lies outside, or is no readable file.
pub fn open(wanted: &ResolvedPath, roots: &Roots) -> Result<OpenFile, OpenError> {
    if wanted.path().as_os_str().as_encoded_bytes().contains(&0) {
        return Err(PathError::Nul.into());
    }
    let canonical: Vec<PathBuf> = roots.directories.iter().filter_map(|root| root.canonicalize().ok()).collect();
    // Before anything is looked up: whether a file outside exists is nobody's business.
    if !roots.directories.iter().chain(&canonical).any(|root| wanted.path().starts_with(root)) {
        return Err(outside(wanted).into());
    }
    let mut attempt = 1;
    loop {
        match try_open(wanted, &canonical, &roots.secrets) {
            Err(OpenError::Io(error)) if error.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS => {
                // Really not there, unless it is a link whose target has just been replaced.
                if fs::symlink_metadata(wanted.path()).is_err() {
                    return Err(error.into());
                }
                attempt += 1;
            }
            other => return other,
        }
    }
}

fn try_open(wanted: &ResolvedPath, roots: &[PathBuf], secrets: &SecretFiles) -> Result<OpenFile, OpenError> {
    // Nothing outside is opened, not even to look at it: opening a device may do something.
    let path = wanted.path().canonicalize()?;
    if !roots.iter().any(|root| path.starts_with(root)) {
        return Err(outside(wanted).into());
    }
    let (file, metadata) = open_file(&path)?;
    // What counts is where the file lies that has been opened: a link may have been put into the way meanwhile.
    let path = place_of(&file)?;
    if metadata.nlink() == 0 {
        return Err(OpenError::Io(io::ErrorKind::NotFound.into()));
    }
    if !roots.iter().any(|root| path.starts_with(root)) || secrets.holds(&path, &metadata) {
        return Err(outside(wanted).into());
    }
    Ok(OpenFile { path, file, metadata })
}

/// The path of an open file.
fn place_of(file: &File) -> io::Result<PathBuf> {
    fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// Whether a path calls a helper.
fn has_helper(path: &str) -> bool {
    path.match_indices("{{").any(|(at, _)| {
        let inside = path.get(at + 2..).unwrap_or_default();
        inside.find('}').is_some_and(|end| end > 0 && inside[end..].starts_with("}}"))
    })
}

/// The directory in front of the first template.
fn static_base(path: &str) -> Option<&str> {
    let constant = path.split(['{', '}']).next()?;
    constant.rfind('/').map(|end| &constant[..=end])
}

#[cfg(test)]
mod tests;

//! Files as messages.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::message::Request;
use crate::runtime::CompiledResponse;

use super::view::RouteView;

/// Why a file cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The path is a template that does not render.
    #[error("{0}")]
    Path(String),
    /// The rendered path leads elsewhere.
    #[error("Access to path outside of the allowed base directory ({})", .0.display())]
    Outside(PathBuf),
    /// The file cannot be read; worded as Node does it.
    #[error("{}, open '{}'", reason(.1), .0.display())]
    Read(PathBuf, io::Error),
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "ENOENT: no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "EACCES: permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "ENOTDIR: not a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a file as text.
///
/// # Errors
/// When it cannot be read.
pub async fn read(path: &Path) -> Result<String, FileError> {
    let bytes = tokio::fs::read(path).await.map_err(|error| FileError::Read(path.to_owned(), error))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The path of the response's file. A path with a template must stay below the directory that is written before it.
///
/// # Errors
/// When the template does not render, or leads out of its directory.
pub fn path(view: &RouteView, response: &CompiledResponse, request: &Request) -> Result<PathBuf, FileError> {
    let directory = &view.handle.shared.options.directory;
    let directory = std::path::absolute(directory).unwrap_or_else(|_| directory.clone());
    if let Some(constant) = response.file_path.constant() {
        return Ok(normal(&directory.join(constant.as_str())));
    }
    let rendered = response.file_path.render(&view.scope(request)).map_err(|error| FileError::Path(error.message))?;
    let path = normal(&directory.join(rendered));
    let written = response.source.file_path.split(['{', '}']).next().unwrap_or_default();
    let base = match written.rsplit_once('/') {
        Some((base, _)) => normal(&directory.join(format!("{base}/"))),
        None => directory,
    };
    // Links are followed before the second look: mounted files are links inside of their directory.
    let inside = |path: &Path, base: &Path| path.starts_with(base) && base.parent().is_some();
    let real = path.canonicalize().ok().zip(base.canonicalize().ok());
    if inside(&path, &base) && real.is_none_or(|(path, base)| inside(&path, &base)) {
        Ok(path)
    } else {
        Err(FileError::Outside(path))
    }
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

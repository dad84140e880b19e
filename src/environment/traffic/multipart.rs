//! The parts of multipart bodies, where they stand.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::exchange::Message;

/// A part of a multipart body.
pub(super) struct Part {
    /// The `name` of its Content-Disposition.
    pub(super) name: Option<String>,
    /// The `filename`, where it is a file.
    pub(super) file: Option<String>,
    /// Where its content stands in the body.
    pub(super) content: Range<usize>,
}

/// The parts of a body whose content type says that it has some.
pub(super) fn parts(message: &Message) -> Vec<Part> {
    let is_multipart = message.media_type().starts_with("multipart/");
    let Some(boundary) = message.type_parameter("boundary").filter(|_| is_multipart) else { return Vec::new() };
    let (body, line) = (&message.body, format!("--{boundary}"));
    let starts: Vec<usize> = memmem::find_iter(body, line.as_bytes()).collect();
    let part = |(at, start): (usize, &usize)| {
        let end = starts.get(at + 1).map_or(body.len(), |next| next.saturating_sub(2));
        let part = body.get(*start..end)?;
        let head = memmem::find(part, b"\r\n\r\n")?;
        let text = String::from_utf8_lossy(part.get(..head).unwrap_or_default());
        Some(Part { name: parameter(&text, &NAME), file: parameter(&text, &FILE), content: start + head + 4..end })
    };
    starts.iter().enumerate().filter_map(part).collect()
}

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| disposition("name"));
static FILE: LazyLock<Option<Regex>> = LazyLock::new(|| disposition("filename"));

/// An expression for a parameter of a part's Content-Disposition.
fn disposition(parameter: &str) -> Option<Regex> {
    Regex::new(&format!(r#"(?i)content-disposition:[^\r\n]*?[;\s]{parameter}=(?:"([^"]*)"|([^;\s]+))"#)).ok()
}

fn parameter(head: &str, expression: &LazyLock<Option<Regex>>) -> Option<String> {
    let found = expression.as_ref()?.captures(head)?;
    found.get(1).or_else(|| found.get(2)).map(|value| value.as_str().to_owned())
}

//! What templates weigh once they are compiled.

/// What a byte inside of `{{ }}` takes once it is compiled.
const PER_BYTE_OF_TAG: usize = 48;

/// Bytes that a text takes once it is compiled, about; it may be a template.
pub fn weight(text: &str) -> usize {
    let tags = text.split("{{").skip(1).map(|piece| 4 + piece.find("}}").unwrap_or(piece.len()));
    text.len() + PER_BYTE_OF_TAG * tags.sum::<usize>()
}

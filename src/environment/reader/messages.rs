//! Defaults, alternatives and bounds as the messages about repairs show them.

use std::fmt;

/// A default as a message shows it: texts in quotes, whole numbers without a fraction.
pub(super) struct Shown<'a, T>(pub(super) &'a T);

impl<T: fmt::Debug> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:?}", self.0);
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

/// The alternatives for a text, as a message names them.
pub(super) struct OneOf<'a>(pub(super) &'a [&'a str]);

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.0.join(", ").trim_start_matches(", "))
    }
}

/// Bounds of a number, as a message names them.
pub(super) struct Bounds(pub(super) f64, pub(super) f64);

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.is_finite(), self.1.is_finite()) {
            (true, true) => write!(f, "from {} to {}", self.0, self.1),
            (true, false) => write!(f, "from {}", self.0),
            _ => f.write_str("that is exact"),
        }
    }
}

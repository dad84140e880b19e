//! What the table of all settings answers: whether a name is one of ours, and which one it resembles.

use super::TABLE;
use crate::spelling;

/// Whether the variable is one of ours: templates and the admin API must not see it.
pub fn is_setting(name: &str) -> bool {
    TABLE.iter().any(|setting| setting.name == name)
}

/// The setting that a name resembles.
pub(super) fn resembles(name: &str) -> Option<&'static str> {
    spelling::nearest(name, TABLE.iter().map(|setting| setting.name).filter(|known| *known != name))
}

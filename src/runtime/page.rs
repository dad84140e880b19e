//! What the page of the admin API is allowed to be (`MOCKOON_UI`).

/// Whether there is a page, and whether it offers changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageMode {
    /// It shows and changes.
    #[default]
    On,
    /// It shows. The API behind it is the same: who has the token may change by other means.
    ReadOnly,
    /// There is none.
    Off,
}

/// The modes by the names that settings give them.
pub const PAGE_MODES: &[(&str, PageMode)] =
    &[("on", PageMode::On), ("read-only", PageMode::ReadOnly), ("off", PageMode::Off)];

impl PageMode {
    /// The name that settings give it.
    pub fn name(self) -> &'static str {
        PAGE_MODES.iter().find(|(_, mode)| *mode == self).map_or("", |(name, _)| *name)
    }
}

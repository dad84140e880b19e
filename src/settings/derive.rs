//! What is made of the rows: the table, the typed struct, the struct that envy fills, and the reading of one from the
//! other. A row is written once, in [`rows`](super::rows); nothing here knows a single setting.

/// One environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Heading it stands below in the documents.
    pub section: &'static str,
    /// Name of the variable.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it is for.
    pub description: &'static str,
}

/// Takes sections of rows, see [`rows`](super::rows) for their form.
macro_rules! settings {
    ($($section:literal: {
        $($(#[doc = $doc:literal])+ $name:ident, $field:ident: $type:ty = $parser:expr, $(default $default:literal)?
            $(otherwise $told:literal $(computed $compute:expr)?)?;)+
    })+) => {
        /// Every variable that is a setting of ours, by section.
        pub const TABLE: &[super::derive::Setting] = &[$($(super::derive::Setting {
            section: $section,
            name: stringify!($name),
            default: concat!($($default)? $($told)?),
            description: concat!($($doc),+).trim_ascii(),
        }),+),+];

        /// Every setting, typed, with its default where it is not set.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Settings {
            $($($(#[doc = $doc])+ pub $field: $type,)+)+
        }

        /// Every setting as it was written, if it was.
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default)]
        pub(super) struct Raw {
            $($(pub(super) $field: Option<String>,)+)+
        }

        /// The settings that have been read and accepted so far.
        #[derive(Default)]
        struct Accepted {
            $($($field: Option<$type>,)+)+
        }

        impl Raw {
            /// The values of these texts on this machine.
            pub(super) fn parse(self, host: &super::Host<'_>) -> Result<Settings, super::SettingsErrors> {
                let mut reader = super::parse::Reader::default();
                let mut accepted = Accepted::default();
                $($(accepted.$field = match self.$field {
                    Some(text) => reader.read(stringify!($name), text, $parser),
                    None => {
                        $(reader.read(stringify!($name), $default.to_owned(), $parser))?
                        $(Some(super::derive::unset!($told, $type, host, accepted $(, $compute)?)))?
                    }
                };)+)+
                let all = || Some(Settings { $($($field: accepted.$field?,)+)+ });
                all().ok_or_else(|| reader.errors())
            }
        }
    };
}

/// What holds when a variable is not set that has no default text.
macro_rules! unset {
    ($told:literal, $type:ty, $host:ident, $accepted:ident) => {
        <$type>::default()
    };
    ($told:literal, $type:ty, $host:ident, $accepted:ident, $compute:expr) => {{
        let compute: fn(&super::Host<'_>, &Accepted) -> $type = $compute;
        compute($host, &$accepted)
    }};
}

pub(super) use {settings, unset};

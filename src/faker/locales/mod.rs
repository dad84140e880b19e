//! The locales: their names and the order in which their words overlay each other.

use super::data;
use super::definitions::Chain;

/// English alone.
pub(super) static ENGLISH: Chain = &[data::ENGLISH];

/// The names of the known locales.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
    "af_ZA", "ar", "az", "cs_CZ", "da", "de", "de_AT", "de_CH", "dv", "el", "en", "en_AU", "en_AU_ocker", "en_BORK",
    "en_CA", "en_GB", "en_GH", "en_IE", "en_IN", "en_NG", "en_US", "en_ZA", "eo", "es", "es_MX", "fa", "fi", "fr",
    "fr_BE", "fr_CA", "fr_CH", "fr_LU", "he", "hr", "hu", "hy", "id_ID", "it", "ja", "ka_GE", "ko", "lv", "mk",
    "nb_NO", "ne", "nl", "nl_BE", "pl", "pt_BR", "pt_PT", "ro", "ro_MD", "ru", "sk", "sr_RS_latin", "sv", "tr", "uk",
    "ur", "vi", "yo_NG", "zh_CN", "zh_TW", "zu_ZA",
];

/// The chain of a locale.
pub(super) fn chain(name: &str) -> Option<Chain> {
    NAMES.contains(&name).then_some(ENGLISH)
}

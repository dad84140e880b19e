//! The locales: one file each, and the order in which their words overlay each other.

mod af_za;
mod ar;
mod az;
mod cs_cz;
mod da;
mod de;
mod de_at;
mod de_ch;
mod dv;
mod el;
mod en_au;
mod en_au_ocker;
mod en_bork;
mod en_ca;
mod en_gb;
mod en_gh;
mod en_ie;
mod en_in;
mod en_ng;
mod en_us;
mod en_za;
mod eo;
mod es;
mod es_mx;
mod fa;
mod fi;
mod fr;
mod fr_be;
mod fr_ca;
mod fr_ch;
mod fr_lu;
mod he;
mod hr;
mod hu;
mod hy;
mod id_id;
mod it;
mod ja;
mod ka_ge;
mod ko;
mod lv;
mod mk;
mod nb_no;
mod ne;
mod nl;
mod nl_be;
mod pl;
mod pt_br;
mod pt_pt;
mod ro;
mod ro_md;
mod ru;
mod sk;
mod sr_rs_latin;
mod sv;
mod tr;
mod uk;
mod ur;
mod vi;
mod yo_ng;
mod zh_cn;
mod zh_tw;
mod zip_codes;
mod zu_za;

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
    "nb_NO", "ne", "nl", "nl_BE", "pl", "pt_BR", "pt_PT", "ro", "ro_MD", "ru", "sk", "sr_RS_latin", "sv", "tr",
    "uk", "ur", "vi", "yo_NG", "zh_CN", "zh_TW", "zu_ZA",
];

/// The chain of a locale: its own words first, English ones last.
static CHAINS: &[(&str, Chain)] = &[
    ("af_ZA", &[af_za::DEFINITIONS, data::ENGLISH]),
    ("ar", &[ar::DEFINITIONS, data::ENGLISH]),
    ("az", &[az::DEFINITIONS, data::ENGLISH]),
    ("cs_CZ", &[cs_cz::DEFINITIONS, data::ENGLISH]),
    ("da", &[da::DEFINITIONS, data::ENGLISH]),
    ("de", &[de::DEFINITIONS, data::ENGLISH]),
    ("de_AT", &[de_at::DEFINITIONS, de::DEFINITIONS, data::ENGLISH]),
    ("de_CH", &[de_ch::DEFINITIONS, de::DEFINITIONS, data::ENGLISH]),
    ("dv", &[dv::DEFINITIONS, data::ENGLISH]),
    ("el", &[el::DEFINITIONS, data::ENGLISH]),
    ("en", ENGLISH),
    ("en_AU", &[en_au::DEFINITIONS, data::ENGLISH]),
    ("en_AU_ocker", &[en_au_ocker::DEFINITIONS, en_au::DEFINITIONS, data::ENGLISH]),
    ("en_BORK", &[en_bork::DEFINITIONS, data::ENGLISH]),
    ("en_CA", &[en_ca::DEFINITIONS, data::ENGLISH]),
    ("en_GB", &[en_gb::DEFINITIONS, data::ENGLISH]),
    ("en_GH", &[en_gh::DEFINITIONS, data::ENGLISH]),
    ("en_IE", &[en_ie::DEFINITIONS, data::ENGLISH]),
    ("en_IN", &[en_in::DEFINITIONS, data::ENGLISH]),
    ("en_NG", &[en_ng::DEFINITIONS, data::ENGLISH]),
    ("en_US", &[en_us::DEFINITIONS, data::ENGLISH]),
    ("en_ZA", &[en_za::DEFINITIONS, data::ENGLISH]),
    ("eo", &[eo::DEFINITIONS, data::ENGLISH]),
    ("es", &[es::DEFINITIONS, data::ENGLISH]),
    ("es_MX", &[es_mx::DEFINITIONS, es::DEFINITIONS, data::ENGLISH]),
    ("fa", &[fa::DEFINITIONS, data::ENGLISH]),
    ("fi", &[fi::DEFINITIONS, data::ENGLISH]),
    ("fr", &[fr::DEFINITIONS, data::ENGLISH]),
    ("fr_BE", &[fr_be::DEFINITIONS, fr::DEFINITIONS, data::ENGLISH]),
    ("fr_CA", &[fr_ca::DEFINITIONS, fr::DEFINITIONS, data::ENGLISH]),
    ("fr_CH", &[fr_ch::DEFINITIONS, fr::DEFINITIONS, data::ENGLISH]),
    ("fr_LU", &[fr_lu::DEFINITIONS, fr::DEFINITIONS, data::ENGLISH]),
    ("he", &[he::DEFINITIONS, data::ENGLISH]),
    ("hr", &[hr::DEFINITIONS, data::ENGLISH]),
    ("hu", &[hu::DEFINITIONS, data::ENGLISH]),
    ("hy", &[hy::DEFINITIONS, data::ENGLISH]),
    ("id_ID", &[id_id::DEFINITIONS, data::ENGLISH]),
    ("it", &[it::DEFINITIONS, data::ENGLISH]),
    ("ja", &[ja::DEFINITIONS, data::ENGLISH]),
    ("ka_GE", &[ka_ge::DEFINITIONS, data::ENGLISH]),
    ("ko", &[ko::DEFINITIONS, data::ENGLISH]),
    ("lv", &[lv::DEFINITIONS, data::ENGLISH]),
    ("mk", &[mk::DEFINITIONS, data::ENGLISH]),
    ("nb_NO", &[nb_no::DEFINITIONS, data::ENGLISH]),
    ("ne", &[ne::DEFINITIONS, data::ENGLISH]),
    ("nl", &[nl::DEFINITIONS, data::ENGLISH]),
    ("nl_BE", &[nl_be::DEFINITIONS, nl::DEFINITIONS, data::ENGLISH]),
    ("pl", &[pl::DEFINITIONS, data::ENGLISH]),
    ("pt_BR", &[pt_br::DEFINITIONS, data::ENGLISH]),
    ("pt_PT", &[pt_pt::DEFINITIONS, data::ENGLISH]),
    ("ro", &[ro::DEFINITIONS, data::ENGLISH]),
    ("ro_MD", &[ro_md::DEFINITIONS, ro::DEFINITIONS, data::ENGLISH]),
    ("ru", &[ru::DEFINITIONS, data::ENGLISH]),
    ("sk", &[sk::DEFINITIONS, data::ENGLISH]),
    ("sr_RS_latin", &[sr_rs_latin::DEFINITIONS, data::ENGLISH]),
    ("sv", &[sv::DEFINITIONS, data::ENGLISH]),
    ("tr", &[tr::DEFINITIONS, data::ENGLISH]),
    ("uk", &[uk::DEFINITIONS, data::ENGLISH]),
    ("ur", &[ur::DEFINITIONS, data::ENGLISH]),
    ("vi", &[vi::DEFINITIONS, data::ENGLISH]),
    ("yo_NG", &[yo_ng::DEFINITIONS, data::ENGLISH]),
    ("zh_CN", &[zh_cn::DEFINITIONS, data::ENGLISH]),
    ("zh_TW", &[zh_tw::DEFINITIONS, data::ENGLISH]),
    ("zu_ZA", &[zu_za::DEFINITIONS, data::ENGLISH]),
];

/// The chain of a locale.
pub(super) fn chain(name: &str) -> Option<Chain> {
    CHAINS.iter().find(|(locale, _)| *locale == name).map(|(_, chain)| *chain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_chain() {
        assert_eq!(NAMES, CHAINS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}

//! Names of companies and the words of their marketing

use fake::locales::{Data, EN};

use crate::faker::definitions::Entry::{self, List};

/// `definitions.company`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("adjective", List(EN::COMPANY_BUZZWORD_HEAD)),
    ("descriptor", List(EN::COMPANY_BUZZWORD_MIDDLE)),
    ("noun", List(EN::COMPANY_BUZZWORD_TAIL)),
    ("buzz_adjective", List(EN::COMPANY_BS_ADJ)),
    ("buzz_noun", List(EN::COMPANY_BS_NOUNS)),
    ("buzz_verb", List(EN::COMPANY_BS_VERBS)),
    ("legal_entity_type", List(LEGAL_ENTITY_TYPE)),
    ("name_pattern", List(NAME_PATTERN)),
];

const LEGAL_ENTITY_TYPE: &[&str] = &["Group", "Inc", "LLC", "and Sons"];

#[rustfmt::skip]
const NAME_PATTERN: &[&str] = &[
    "{{person.last_name.generic}} - {{person.last_name.generic}}",
    "{{person.last_name.generic}} {{company.legal_entity_type}}",
    "{{person.last_name.generic}}, {{person.last_name.generic}} and {{person.last_name.generic}}",
];

//! Accounts, cards and what is paid with them

use super::currencies::CURRENCIES;

use crate::faker::definitions::Entry::{self, Group, List};

/// `definitions.finance`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("account_type", List(ACCOUNT_TYPE)),
    (
        "credit_card",
        Group(&[
            ("american_express", List(CREDIT_CARD_AMERICAN_EXPRESS)),
            ("diners_club", List(CREDIT_CARD_DINERS_CLUB)),
            ("discover", List(CREDIT_CARD_DISCOVER)),
            ("jcb", List(CREDIT_CARD_JCB)),
            ("mastercard", List(CREDIT_CARD_MASTERCARD)),
            ("visa", List(CREDIT_CARD_VISA)),
        ]),
    ),
    ("currency", Entry::Records(CURRENCIES)),
    ("transaction_type", List(TRANSACTION_TYPE)),
    ("transaction_description_pattern", List(TRANSACTION_DESCRIPTION_PATTERN)),
];

#[rustfmt::skip]
const ACCOUNT_TYPE: &[&str] = &[
    "Auto Loan", "Checking", "Credit Card", "Home Loan", "Investment", "Money Market", "Personal Loan", "Savings",
];

const CREDIT_CARD_AMERICAN_EXPRESS: &[&str] = &["34##-######-####L", "37##-######-####L"];

const CREDIT_CARD_DINERS_CLUB: &[&str] = &["30[0-5]#-######-###L", "36##-######-###L", "54##-####-####-###L"];

const CREDIT_CARD_DISCOVER: &[&str] = &["6011-####-####-###L", "64[4-9]#-####-####-###L", "65##-####-####-###L"];

const CREDIT_CARD_JCB: &[&str] = &["3528-####-####-###L", "3529-####-####-###L", "35[3-8]#-####-####-###L"];

const CREDIT_CARD_MASTERCARD: &[&str] = &["2[221-720]-####-####-###L", "5[1-5]##-####-####-###L"];

const CREDIT_CARD_VISA: &[&str] = &["4###########L", "4###-####-####-###L"];

const TRANSACTION_TYPE: &[&str] = &["deposit", "invoice", "payment", "withdrawal"];

#[rustfmt::skip]
const TRANSACTION_DESCRIPTION_PATTERN: &[&str] = &[
    "A {{finance.transactionType}} of {{finance.currencyCode}} {{finance.amount}} at {{company.name}} went through with card ****{{string.numeric(4)}} on account ***{{string.numeric(4)}}.",
    "{{company.name}} booked a {{finance.transactionType}} of {{finance.currencyCode}} {{finance.amount}} on account ***{{string.numeric(4)}}, card ****{{string.numeric(4)}}.",
    "Your account ***{{string.numeric(4)}} shows a {{finance.transactionType}} for {{finance.currencyCode}} {{finance.amount}} by {{company.name}}, card ending in ****{{string.numeric(4)}}.",
    "New {{finance.transactionType}}: {{finance.currencyCode}} {{finance.amount}} at {{company.name}}, card ****{{string.numeric(4)}}, account ***{{string.numeric(4)}}.",
];

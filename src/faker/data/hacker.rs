//! How the films talk about computers

use crate::faker::definitions::Entry::{self, List};

/// `definitions.hacker`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] = &[
    ("abbreviation", List(ABBREVIATION)),
    ("adjective", List(ADJECTIVE)),
    ("ingverb", List(INGVERB)),
    ("noun", List(NOUN)),
    ("verb", List(VERB)),
    ("phrase", List(PHRASE)),
];

#[rustfmt::skip]
const ABBREVIATION: &[&str] = &[
    "ADP", "AGP", "AI", "API", "ASCII", "CLI", "COM", "CSS", "DNS", "DRAM", "EXE", "FTP", "GB", "HDD", "HEX",
    "HTTP", "IB", "IP", "JBOD", "JSON", "OCR", "PCI", "PNG", "RAM", "RSS", "SAS", "SCSI", "SDD", "SMS", "SMTP",
    "SQL", "SSD", "SSL", "TCP", "THX", "TLS", "UDP", "USB", "UTF8", "VGA", "XML", "XSS",
];

#[rustfmt::skip]
const ADJECTIVE: &[&str] = &[
    "1080p", "auxiliary", "back-end", "bluetooth", "cross-platform", "digital", "haptic", "mobile", "multi-byte",
    "neural", "online", "open-source", "optical", "primary", "redundant", "solid state", "virtual", "wireless",
];

#[rustfmt::skip]
const INGVERB: &[&str] = &[
    "backing up", "bypassing", "calculating", "compressing", "connecting", "copying", "generating", "hacking",
    "indexing", "navigating", "overriding", "parsing", "programming", "quantifying", "synthesizing", "transmitting",
];

#[rustfmt::skip]
const NOUN: &[&str] = &[
    "alarm", "application", "array", "bandwidth", "bus", "capacitor", "card", "circuit", "driver", "feed",
    "firewall", "hard drive", "interface", "matrix", "microchip", "monitor", "panel", "pixel", "port", "program",
    "protocol", "sensor", "system", "transmitter",
];

#[rustfmt::skip]
const VERB: &[&str] = &[
    "back up", "bypass", "calculate", "compress", "connect", "copy", "generate", "hack", "index", "input",
    "navigate", "override", "parse", "program", "quantify", "reboot", "synthesize", "transmit",
];

#[rustfmt::skip]
const PHRASE: &[&str] = &[
    "Give me a minute, I have to {{verb}} the {{adjective}} {{noun}} over the {{abbreviation}} {{noun}}!",
    "Nobody can {{verb}} that {{noun}} without {{ingverb}} its {{adjective}} {{abbreviation}} {{noun}}!",
    "Quick, {{verb}} the {{abbreviation}} {{noun}} before they {{verb}} our {{adjective}} {{noun}}!",
    "{{ingverb}} the {{noun}} is pointless unless we {{verb}} the {{adjective}} {{abbreviation}} {{noun}}!",
    "We are in, now {{verb}} the {{adjective}} {{noun}} and {{verb}} the {{abbreviation}} {{noun}}!",
];

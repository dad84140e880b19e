//! `finance.iban` and `finance.bic`: account numbers with the structure of their countries.

use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::string;
use crate::js::Value;

/// The structure of the national part per country, after the IBAN registry: how many digits (`n`), letters
/// (`a`) or either of them (`c`).
const STRUCTURES: &str = "AL:8n16c AD:8n12c AT:5n11n AZ:4a20n BH:4a14c BE:3n9n BA:6n10n BR:13n10n1a1c BG:4a6n8c \
    CR:1n3n14n HR:7n10n CY:8n16c CZ:10n10n DK:4n10n DO:4a20n TL:3n16n EE:4n12n FO:4n10n FI:6n8n FR:10n11c2n GE:2a16n \
    DE:8n10n GI:4a15c GR:7n16c GL:4n10n GT:4c4c16c HU:8n16n IS:6n16n IE:4a6n8n IL:6n13n IT:1a10n12c JO:4a4n18n \
    KZ:3n13c XK:4n12n KW:4a22c LV:4a13c LB:4n20c LI:5n12c LT:5n11n LU:3n13c MK:3n10c2n MT:4a5n18c MR:10n13n \
    MU:4a4n15n3a MC:10n11c2n MD:2c18c ME:3n15n NL:4a10n NO:4n7n PK:4a16n PS:4a9n12n PL:8n16n PT:8n13n QA:4a21c \
    RO:4a16c SM:1a10n12c SA:2n18c RS:3n15n SK:10n10n SI:5n10n ES:10n10n SE:3n17n CH:5n12c TN:5n15n TR:5n1n16n \
    AE:3n16n GB:4a6n8n VG:4a16n";

/// Countries and territories by their two letters, Kosovo included.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES \
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO \
    IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR \
    PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK \
    TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

pub(super) fn iban(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "countryCode")?;
    let wanted = options.get("countryCode");
    let structures: Vec<(&str, &str)> = STRUCTURES.split_whitespace().filter_map(|s| s.split_once(':')).collect();
    let (country, structure) = if wanted.truthy() {
        let wanted = wanted.to_str();
        let known = structures.into_iter().find(|(country, _)| *country == wanted);
        known.ok_or(Fault::Faker("Country code not supported."))?
    } else {
        g.pick(&structures)?
    };
    let account = account(g, structure)?;
    let check = 98 - remainder(&format!("{account}{country}00"));
    let number = format!("{country}{check:02}{account}");
    text(if options.flag("formatted", false) { in_groups(&number) } else { number })
}

/// The national part after its structure.
fn account(g: &mut Generator, structure: &str) -> Drawn<String> {
    let mut out = String::new();
    let mut total = 0;
    let mut rest = structure;
    while let Some(end) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (count, kind) = rest.split_at(end);
        let mut left: usize = count.parse().unwrap_or_default();
        total += left;
        while left > 0 {
            let used = match kind.chars().next() {
                Some('a') => letter(g, &mut out)?,
                Some('c') if g.chance(0.8) => digit(g, &mut out),
                Some('c') => letter(g, &mut out)?,
                // Digits come with a run of zeros now and then.
                _ if left >= 3 && g.chance(0.3) => zeros(g, &mut out),
                _ => digit(g, &mut out),
            };
            left = left.saturating_sub(used);
        }
        out.truncate(total);
        rest = kind.get(1..).unwrap_or_default();
    }
    Ok(out)
}

fn letter(g: &mut Generator, out: &mut String) -> Drawn<usize> {
    out.push(char::from(g.pick(LETTERS)?));
    Ok(1)
}

fn digit(g: &mut Generator, out: &mut String) -> usize {
    out.push(char::from(b'0' + g.int(0.0, 9.0) as u8));
    1
}

fn zeros(g: &mut Generator, out: &mut String) -> usize {
    let run = if g.boolean() { "00" } else { "0" };
    out.push_str(run);
    out.push(char::from(b'1' + g.int(0.0, 8.0) as u8));
    run.len() + 1
}

/// The remainder by 97 of a number in which letters count from 10 on.
fn remainder(text: &str) -> u32 {
    let mut rest = 0;
    for digit in text.chars().filter_map(|c| c.to_digit(36)) {
        rest = if digit < 10 { (rest * 10 + digit) % 97 } else { (rest * 100 + digit) % 97 };
    }
    rest
}

/// Groups of four, as on paper.
fn in_groups(number: &str) -> String {
    let mut out = String::with_capacity(number.len() * 5 / 4);
    for (i, c) in number.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

pub(super) fn bic(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "includeBranchCode")?;
    let branch = options.given("includeBranchCode").map_or_else(|| g.boolean(), |given| given.truthy());
    let bank = string::upper_alpha(g, "", 4)?;
    let countries: Vec<&str> = COUNTRIES.split_whitespace().collect();
    let country = g.pick(&countries)?;
    let place = string::upper_alphanumeric(g, "", 2)?;
    let office = match branch {
        false => String::new(),
        true if g.boolean() => string::upper_alphanumeric(g, "", 3)?,
        true => "XXX".to_owned(),
    };
    text(format!("{bank}{country}{place}{office}"))
}

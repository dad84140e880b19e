//! `finance`: accounts, amounts, cards and wallets.

use super::Method::{self, Call, Pattern, Pick};
use super::definitions::Entry;
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::words::Words;
use super::{iban, money, number, range, string, symbols};
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("accountNumber", Call(account_number)),
    ("accountName", Call(account_name)),
    ("routingNumber", Call(routing_number)),
    ("maskedNumber", Call(masked_number)),
    ("amount", Call(amount)),
    ("transactionType", Pick("finance", "transaction_type")),
    ("currency", Pick("finance", "currency")),
    ("currencyCode", Call(currency_code)),
    ("currencyName", Call(currency_name)),
    ("currencySymbol", Call(currency_symbol)),
    ("currencyNumericCode", Call(currency_numeric_code)),
    ("bitcoinAddress", Call(bitcoin_address)),
    ("litecoinAddress", Call(litecoin_address)),
    ("creditCardNumber", Call(credit_card_number)),
    ("creditCardCVV", Call(credit_card_cvv)),
    ("creditCardIssuer", Call(credit_card_issuer)),
    ("pin", Call(pin)),
    ("ethereumAddress", Call(ethereum_address)),
    ("iban", Call(iban::iban)),
    ("bic", Call(iban::bic)),
    ("transactionDescription", Pattern("finance", "transaction_description_pattern")),
];

/// As many digits as the option `length` says.
fn digits_of_length(g: &mut Generator, options: &Options, default: f64) -> Drawn<String> {
    let count = match options.given("length") {
        None => default,
        Some(Value::Null) => 1.0,
        Some(range) => range::draw(g, &range)?,
    };
    Ok(g.digits(range::length(count)?))
}

fn account_number(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    text(digits_of_length(g, &options, 8.0)?)
}

fn account_name(g: &mut Generator, _: &[Value]) -> Drawn {
    let kind = g.text("finance", "account_type")?;
    text(format!("{kind} Account"))
}

fn routing_number(g: &mut Generator, _: &[Value]) -> Drawn {
    let digits = g.digits(8);
    let sum: u32 =
        digits.bytes().zip([3, 7, 1].into_iter().cycle()).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    text(format!("{digits}{}", sum.div_ceil(10) * 10 - sum))
}

fn masked_number(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    let mut out = digits_of_length(g, &options, 4.0)?;
    if options.flag("ellipsis", true) {
        out.insert_str(0, "...");
    }
    text(if options.flag("parens", true) { format!("({out})") } else { out })
}

fn amount(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "autoFormat")?;
    let option = |key, default| options.given(key).unwrap_or(Value::Number(default));
    let (min, max, digits) = (option("min", 0.0), option("max", 1000.0), option("dec", 2.0));
    let symbol = options.text("symbol", "");
    let drawn = number::rounded(g, &min, &max, &digits)?;
    let digits = digits.to_number();
    let printed = if options.flag("autoFormat", false) {
        money::grouped(drawn, digits)?
    } else {
        money::to_fixed(drawn, digits)?
    };
    text(format!("{symbol}{printed}"))
}

fn currency_field(g: &mut Generator, field: &str) -> Drawn {
    Ok(g.word("finance", "currency")?.get(field))
}

fn currency_code(g: &mut Generator, _: &[Value]) -> Drawn {
    currency_field(g, "code")
}

fn currency_name(g: &mut Generator, _: &[Value]) -> Drawn {
    currency_field(g, "name")
}

fn currency_numeric_code(g: &mut Generator, _: &[Value]) -> Drawn {
    currency_field(g, "numericCode")
}

fn currency_symbol(g: &mut Generator, _: &[Value]) -> Drawn {
    // Some currencies have no symbol of their own.
    for _ in 0..10_000 {
        let symbol = currency_field(g, "symbol")?;
        if symbol.truthy() {
            return Ok(symbol);
        }
    }
    Err(Fault::Faker("Cannot get value from empty dataset."))
}

/// Letters and digits that bitcoin's base 58 leaves out.
const NOT_IN_BASE58: &str = "0OIl";
/// Letters and digits left out of bech32 addresses.
const NOT_IN_BECH32: &str = "1bBiIoO";

fn bitcoin_address(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "type")?;
    let kind = match options.given("type") {
        Some(kind) => kind.to_str(),
        None => Str::new_static(g.pick(&["legacy", "segwit", "bech32", "taproot"])?),
    };
    let network = options.text("network", "mainnet");
    let ([main, test], (min, max), base58) = match kind.as_str() {
        "legacy" => (["1", "m"], (26.0, 34.0), true),
        "segwit" => (["3", "2"], (26.0, 34.0), true),
        "bech32" => (["bc1", "tb1"], (42.0, 42.0), false),
        "taproot" => (["bc1p", "tb1p"], (62.0, 62.0), false),
        _ => return Err(Fault::script("Cannot read properties of undefined (reading 'prefix')")),
    };
    let prefix = match network.as_str() {
        "mainnet" => main,
        "testnet" => test,
        _ => return Err(Fault::script("Cannot read properties of undefined (reading 'length')")),
    };
    let count = g.int(min, max) as usize - prefix.len();
    let rest = if base58 {
        string::base58(g, NOT_IN_BASE58, count)?
    } else {
        string::lower_alphanumeric(g, NOT_IN_BECH32, count)?
    };
    text(format!("{prefix}{rest}"))
}

const LITECOIN_BASE58: &str = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

fn litecoin_address(g: &mut Generator, _: &[Value]) -> Drawn {
    let count = g.int(26.0, 33.0) as usize;
    let first = string::fill(g, &["LM3"], "", 1)?;
    let rest = string::fill(g, &[LITECOIN_BASE58], "", count - 1)?;
    text(format!("{first}{rest}"))
}

fn issuers(g: &Generator) -> Drawn<&'static [(&'static str, Entry)]> {
    match g.entry("finance", "credit_card")? {
        Entry::Group(issuers) => Ok(issuers),
        _ => Err(Fault::Faker("Cannot get value from empty dataset.")),
    }
}

fn credit_card_number(g: &mut Generator, args: &[Value]) -> Drawn {
    let issuer = match Options::or_text(args.first(), "issuer")?.given("issuer") {
        None => Str::default(),
        Some(Value::String(issuer)) => issuer,
        Some(Value::Null) => return Err(Fault::script("Cannot read properties of null (reading 'toLowerCase')")),
        Some(_) => return Err(Fault::script("r.toLowerCase is not a function")),
    };
    let issuers = issuers(g)?;
    let known = issuer.to_lowercase();
    let format = if let Some((_, formats)) = issuers.iter().find(|(name, _)| *name == known) {
        Str::new_static(g.pick_word(formats.texts()?)?)
    } else if issuer.contains('#') {
        issuer
    } else {
        let index = g.index(issuers.len())?;
        let formats = issuers.get(index).map_or(Ok(Words::NONE), |(_, formats)| formats.texts())?;
        Str::new_static(g.pick_word(formats)?)
    };
    text(symbols::credit_card(g, &format.replace('/', ""), "#")?)
}

fn credit_card_cvv(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.digits(3))
}

fn credit_card_issuer(g: &mut Generator, _: &[Value]) -> Drawn {
    let issuers = issuers(g)?;
    let index = g.index(issuers.len())?;
    text(issuers.get(index).map_or("", |(name, _)| name))
}

fn pin(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "length")?;
    if options.number("length", 4.0) < 1.0 {
        return Err(Fault::Faker("minimum length is 1"));
    }
    text(digits_of_length(g, &options, 4.0)?)
}

fn ethereum_address(g: &mut Generator, _: &[Value]) -> Drawn {
    text(format!("0x{}", string::lower_hex(g, 40)?))
}

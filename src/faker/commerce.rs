//! `commerce`: products, prices and book numbers.

use super::Method::{self, Call, Pattern, Pick};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::money::to_fixed;
use super::number;
use super::options::Options;
use crate::js::Value;
use crate::js::number::to_str;

pub(super) const METHODS: &[(&str, Method)] = &[
    ("department", Pick("commerce", "department")),
    ("productName", Call(product_name)),
    ("price", Call(price)),
    ("productAdjective", Call(product_adjective)),
    ("productMaterial", Call(product_material)),
    ("product", Call(product)),
    ("productDescription", Pattern("commerce", "product_description")),
    ("isbn", Call(isbn)),
];

fn product_part(g: &mut Generator, part: &str) -> Drawn {
    let parts = g.entry("commerce", "product_name")?;
    match parts.member(part) {
        Some(words) => g.element(words),
        None => Err(Fault::script("Cannot read properties of undefined (reading 'length')")),
    }
}

fn product_adjective(g: &mut Generator, _: &[Value]) -> Drawn {
    product_part(g, "adjective")
}

fn product_material(g: &mut Generator, _: &[Value]) -> Drawn {
    product_part(g, "material")
}

fn product(g: &mut Generator, _: &[Value]) -> Drawn {
    product_part(g, "product")
}

fn product_name(g: &mut Generator, _: &[Value]) -> Drawn {
    let adjective = product_part(g, "adjective")?.to_str();
    let material = product_part(g, "material")?.to_str();
    let product = product_part(g, "product")?.to_str();
    text(format!("{adjective} {material} {product}"))
}

fn price(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "dec")?;
    let option = |key, default| options.given(key).unwrap_or(Value::Number(default));
    let (given_min, given_max, given_digits) = (option("min", 1.0), option("max", 1000.0), option("dec", 2.0));
    let (min, max, digits) = (given_min.to_number(), given_max.to_number(), given_digits.to_number());
    let symbol = options.text("symbol", "");
    if min < 0.0 || max < 0.0 {
        return text(format!("{symbol}0"));
    }
    if given_min.strict_eq(&given_max) {
        return text(format!("{symbol}{}", to_fixed(min, digits)?));
    }
    let drawn = number::rounded(g, &given_min, &given_max, &given_digits)?;
    if digits == 0.0 {
        return text(format!("{symbol}{}", to_fixed(drawn, digits)?));
    }
    // Prices end on 9 and 5 more often than on anything else.
    let last = (drawn * number::power_of_ten(digits)) % 10.0;
    let other = g.int(0.0, 9.0);
    let wanted = g.weighted(&[(9.0, 5.0), (5.0, 3.0), (0.0, 1.0), (other, 1.0)])?;
    let unit = 0.1f64.powf(digits);
    let nudged = drawn - last * unit + wanted * unit;
    let chosen = if min <= nudged && nudged <= max { nudged } else { drawn };
    text(format!("{symbol}{}", to_fixed(chosen, digits)?))
}

/// How long the registrant part of an ISBN is, up to a number: group 0.
const GROUP_0: &[(f64, usize)] = &[
    (1_999_999.0, 2),
    (2_279_999.0, 3),
    (2_289_999.0, 4),
    (3_689_999.0, 3),
    (3_699_999.0, 4),
    (6_389_999.0, 3),
    (6_397_999.0, 4),
    (6_399_999.0, 7),
    (6_449_999.0, 3),
    (6_459_999.0, 7),
    (6_479_999.0, 3),
    (6_489_999.0, 7),
    (6_549_999.0, 3),
    (6_559_999.0, 4),
    (6_999_999.0, 3),
    (8_499_999.0, 4),
    (8_999_999.0, 5),
    (9_499_999.0, 6),
    (9_999_999.0, 7),
];

/// As [`GROUP_0`], of group 1.
const GROUP_1: &[(f64, usize)] = &[
    (99_999.0, 3),
    (299_999.0, 2),
    (349_999.0, 3),
    (399_999.0, 4),
    (499_999.0, 3),
    (699_999.0, 2),
    (999_999.0, 4),
    (3_979_999.0, 3),
    (5_499_999.0, 4),
    (6_499_999.0, 5),
    (6_799_999.0, 4),
    (6_859_999.0, 5),
    (7_139_999.0, 4),
    (7_169_999.0, 3),
    (7_319_999.0, 4),
    (7_399_999.0, 7),
    (7_749_999.0, 5),
    (7_753_999.0, 7),
    (7_763_999.0, 5),
    (7_764_999.0, 7),
    (7_769_999.0, 5),
    (7_782_999.0, 7),
    (7_899_999.0, 5),
    (7_999_999.0, 4),
    (8_004_999.0, 5),
    (8_049_999.0, 5),
    (8_379_999.0, 5),
    (8_384_999.0, 7),
    (8_671_999.0, 5),
    (8_675_999.0, 4),
    (8_697_999.0, 5),
    (9_159_999.0, 6),
    (9_165_059.0, 7),
    (9_168_699.0, 6),
    (9_169_079.0, 7),
    (9_195_999.0, 6),
    (9_196_549.0, 7),
    (9_729_999.0, 6),
    (9_877_999.0, 4),
    (9_911_499.0, 6),
    (9_911_999.0, 7),
    (9_989_899.0, 6),
    (9_999_999.0, 7),
];

fn isbn(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::or_number(args.first(), "variant")?;
    let variant = options.get("variant");
    let ten = variant.as_number() == Some(10.0);
    let separator = options.text("separator", "-");
    let (group, lengths) = g.pick(&[("0", GROUP_0), ("1", GROUP_1)])?;
    let digits = g.digits(8);
    let head: f64 = digits.get(..7).and_then(|s| s.parse().ok()).unwrap_or(f64::NAN);
    let length = lengths.iter().find(|(limit, _)| head <= *limit).map(|(_, length)| *length);
    let (registrant, publication) = digits.split_at(length.ok_or(Fault::Faker("Unable to find a registrant length."))?);
    let mut parts = vec!["978", group, registrant, publication];
    if ten {
        parts.remove(0);
    }
    let joined: String = parts.concat();
    // The variant is also how many digits go into the check digit, less one.
    let counted = if variant.is_undefined() { 12.0 } else { variant.to_number() - 1.0 };
    let mut sum = 0.0;
    for i in (0..64).take_while(|i| f64::from(*i) < counted) {
        let weight = if ten { i + 1 } else { 1 + 2 * (i % 2) };
        let digit = joined.chars().nth(i as usize).and_then(|c| c.to_digit(10)).map_or(f64::NAN, f64::from);
        sum += f64::from(weight) * digit;
    }
    let check = if ten { sum % 11.0 } else { (10.0 - sum % 10.0) % 10.0 };
    let check = if check == 10.0 { "X".into() } else { to_str(check) };
    parts.push(&check);
    text(parts.join(&separator))
}

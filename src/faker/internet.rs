//! `internet`: user names, addresses of all kinds, and what browsers send.

use super::Method::{self, Call, Pattern, Pick};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::{color, jwt, lorem, number, person, slug, string};
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("email", Call(email)),
    ("exampleEmail", Call(example_email)),
    ("userName", Call(username)),
    ("username", Call(username)),
    ("displayName", Call(display_name)),
    ("protocol", Call(protocol)),
    ("httpMethod", Call(http_method)),
    ("httpStatusCode", Call(http_status_code)),
    ("url", Call(url)),
    ("domainName", Call(domain_name)),
    ("domainSuffix", Pick("internet", "domain_suffix")),
    ("domainWord", Call(domain_word)),
    ("ip", Call(ip)),
    ("ipv4", Call(ipv4)),
    ("ipv6", Call(ipv6)),
    ("port", Call(port)),
    ("userAgent", Pattern("internet", "user_agent_pattern")),
    ("color", Call(color::mixed_with_base)),
    ("mac", Call(mac)),
    ("password", Call(super::password::password)),
    ("emoji", Call(emoji)),
    ("jwtAlgorithm", Pick("internet", "jwt_algorithm")),
    ("jwt", Call(jwt::jwt)),
];

/// The name options of user names and mail addresses.
struct Names {
    first: Option<Str>,
    last: Option<Str>,
    /// Whether the family name was asked for and must show.
    keep_last: bool,
}

impl Names {
    fn of(options: &Options) -> Self {
        let text = |key| options.given(key).map(|value| value.to_str());
        Self { first: text("firstName"), last: text("lastName"), keep_last: options.get("lastName").truthy() }
    }

    fn given(first: &str, last: &str) -> Self {
        Self { first: Some(first.into()), last: Some(last.into()), keep_last: !last.is_empty() }
    }
}

fn email(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "firstName")?;
    let provider = match options.given("provider") {
        Some(provider) => provider.to_str(),
        None => Str::new_static(g.text("internet", "free_email")?),
    };
    text(address(g, Names::of(&options), &provider, options.flag("allowSpecialCharacters", false))?)
}

fn example_email(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "firstName")?;
    let provider = g.text("internet", "example_email")?;
    text(address(g, Names::of(&options), provider, options.flag("allowSpecialCharacters", false))?)
}

/// `internet.email({ firstName, lastName })`.
pub(super) fn email_of(g: &mut Generator, first: &str, last: &str) -> Drawn<String> {
    let provider = g.text("internet", "free_email")?;
    address(g, Names::given(first, last), provider, false)
}

fn address(g: &mut Generator, names: Names, provider: &str, special: bool) -> Drawn<String> {
    let name = user_name(g, names)?;
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
    let mut local: String = name.chars().filter(allowed).take(50).collect();
    if special {
        let from = g.pick(&['.', '_', '-'])?;
        let to = g.pick(&SPECIAL)?;
        local = local.replacen(from, to.encode_utf8(&mut [0; 4]), 1);
    }
    while local.contains("..") {
        local = local.replace("..", ".");
    }
    let local = local.strip_prefix('.').unwrap_or(&local);
    let local = local.strip_suffix('.').unwrap_or(local);
    Ok(format!("{local}@{provider}"))
}

/// What a mail address may have before its `@` besides letters and digits.
const SPECIAL: [char; 20] =
    ['.', '!', '#', '$', '%', '&', '\'', '*', '+', '-', '/', '=', '?', '^', '_', '`', '{', '|', '}', '~'];

fn username(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "firstName")?;
    text(user_name(g, Names::of(&options))?)
}

/// `internet.username({ firstName, lastName })`.
pub(super) fn username_of(g: &mut Generator, first: &str, last: &str) -> Drawn<String> {
    user_name(g, Names::given(first, last))
}

fn user_name(g: &mut Generator, names: Names) -> Drawn<String> {
    let with_last = names.keep_last;
    let (first, last) = drawn_names(g, names)?;
    let separator = g.pick(&['.', '_'])?;
    let number = g.int(0.0, 99.0);
    // Without a family name that must be used, the first name with a number will do, too.
    let name = match g.index(if with_last { 2 } else { 3 })? {
        0 => format!("{first}{separator}{last}{number}"),
        1 => format!("{first}{separator}{last}"),
        _ => format!("{first}{number}"),
    };
    Ok(slug::user_name(&name))
}

fn drawn_names(g: &mut Generator, names: Names) -> Drawn<(Str, Str)> {
    let first = match names.first {
        Some(first) => first,
        None => person::any_first_name(g)?.to_str(),
    };
    let last = match names.last {
        Some(last) => last,
        None => person::any_last_name(g)?.to_str(),
    };
    Ok((first, last))
}

fn display_name(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "firstName")?;
    let (first, last) = drawn_names(g, Names::of(&options))?;
    let separator = g.pick(&['.', '_'])?;
    let number = g.int(0.0, 99.0);
    let name = match g.index(3)? {
        0 => format!("{first}{number}"),
        1 => format!("{first}{separator}{last}"),
        _ => format!("{first}{separator}{last}{number}"),
    };
    text(name.replace(['\'', ' '], ""))
}

fn protocol(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["http", "https"])?)
}

fn http_method(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["GET", "POST", "PUT", "DELETE", "PATCH"])?)
}

/// An element of one of the lists of a group, perhaps only of those that the option `types` names.
fn of_types(g: &mut Generator, args: &[Value], key: &str) -> Drawn {
    let options = Options::of(args.first(), "types")?;
    let group = g.entry("internet", key)?;
    let kind = match options.given("types") {
        Some(types) => super::helpers::element_of(g, &types)?.to_str(),
        None => {
            let kinds: Vec<&str> = group.keys().collect();
            Str::new_static(g.pick(&kinds)?)
        }
    };
    let list = group.member(&kind);
    g.element(list.ok_or_else(|| Fault::script("Cannot read properties of undefined (reading 'length')"))?)
}

fn http_status_code(g: &mut Generator, args: &[Value]) -> Drawn {
    of_types(g, args, "http_status_code")
}

fn emoji(g: &mut Generator, args: &[Value]) -> Drawn {
    of_types(g, args, "emoji")
}

fn url(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "appendSlash")?;
    let slash = options.given("appendSlash").map_or_else(|| g.boolean(), |given| given.truthy());
    let protocol = options.text("protocol", "https");
    let domain = domain(g)?;
    text(format!("{protocol}://{domain}{}", if slash { "/" } else { "" }))
}

fn domain_name(g: &mut Generator, _: &[Value]) -> Drawn {
    text(domain(g)?)
}

fn domain(g: &mut Generator) -> Drawn<String> {
    let word = domain_word_text(g)?;
    let suffix = g.text("internet", "domain_suffix")?;
    Ok(format!("{word}.{suffix}"))
}

fn domain_word(g: &mut Generator, _: &[Value]) -> Drawn {
    text(domain_word_text(g)?)
}

fn domain_word_text(g: &mut Generator) -> Drawn<String> {
    let adjective = g.text("word", "adjective")?;
    let adjective = domain_part(g, adjective)?;
    let noun = g.text("word", "noun")?;
    let noun = domain_part(g, noun)?;
    Ok(format!("{adjective}-{noun}").to_lowercase())
}

/// The word if it may be part of a domain, or another one that may.
fn domain_part(g: &mut Generator, word: &str) -> Drawn<String> {
    let slug = slug::slugify(word);
    if is_domain_part(&slug) {
        return Ok(slug);
    }
    let other = slug::slugify(lorem::any_word(g)?);
    if is_domain_part(&other) {
        return Ok(other);
    }
    let length = g.int(4.0, 8.0);
    string::lower_alpha(g, length as usize)
}

fn is_domain_part(word: &str) -> bool {
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = word.as_bytes();
    bytes.len() >= 2
        && letter(bytes.first())
        && letter(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
}

fn ip(g: &mut Generator, _: &[Value]) -> Drawn {
    if g.boolean() { ipv4(g, &[]) } else { ipv6(g, &[]) }
}

/// The address block of a network's name.
fn network_block(name: &str) -> Option<&'static str> {
    Some(match name {
        "any" => "0.0.0.0/0",
        "loopback" => "127.0.0.0/8",
        "private-a" => "10.0.0.0/8",
        "private-b" => "172.16.0.0/12",
        "private-c" => "192.168.0.0/16",
        "test-net-1" => "192.0.2.0/24",
        "test-net-2" => "198.51.100.0/24",
        "test-net-3" => "203.0.113.0/24",
        "link-local" => "169.254.0.0/16",
        "multicast" => "224.0.0.0/4",
        _ => return None,
    })
}

fn ipv4(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "network")?;
    let block = match options.given("cidrBlock") {
        Some(block) => block.to_str(),
        None => network_block(&options.text("network", "any")).map_or_else(Str::default, Str::new_static),
    };
    let (address, bits) = cidr(&block).ok_or(Fault::Faker("Invalid CIDR block provided."))?;
    // Shifts count modulo 32, so that a block of 32 bits is all hosts.
    let hosts = u32::MAX.wrapping_shr(bits);
    let drawn = g.int(0.0, f64::from(hosts)) as u32;
    text(std::net::Ipv4Addr::from((address & !hosts) | drawn).to_string())
}

/// The address and the number of fixed bits of `x.x.x.x/y`.
fn cidr(block: &str) -> Option<(u32, u32)> {
    let digits = |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    let (address, bits) = block.split_once('/')?;
    let parts: Vec<&str> = address.split('.').collect();
    if parts.len() != 4 || !parts.iter().all(|part| digits(part, 3)) || !digits(bits, 2) {
        return None;
    }
    let mut joined = 0u32;
    for (part, shift) in parts.iter().zip([24, 16, 8, 0]) {
        joined |= part.parse::<u32>().ok()?.wrapping_shl(shift);
    }
    Some((joined, bits.parse().ok()?))
}

fn ipv6(g: &mut Generator, _: &[Value]) -> Drawn {
    let mut groups = Vec::with_capacity(8);
    for _ in 0..8 {
        groups.push(string::lower_hex(g, 4)?);
    }
    text(groups.join(":"))
}

fn port(g: &mut Generator, _: &[Value]) -> Drawn {
    Ok(Value::Number(g.int(0.0, 65_535.0)))
}

fn mac(g: &mut Generator, args: &[Value]) -> Drawn {
    let separator = Options::or_text(args.first(), "separator")?.text("separator", ":");
    text(mac_text(g, if matches!(separator.as_str(), ":" | "-" | "") { &separator } else { ":" }))
}

/// `internet.mac(separator)`.
pub(super) fn mac_text(g: &mut Generator, separator: &str) -> String {
    let mut pairs = Vec::with_capacity(6);
    for _ in 0..6 {
        let high = number::to_radix(g.int(0.0, 15.0), 16);
        let low = number::to_radix(g.int(0.0, 15.0), 16);
        pairs.push(high + &low);
    }
    pairs.join(separator)
}

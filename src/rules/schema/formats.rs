//! The formats of ajv-formats in its full mode.

use crate::js::regex::Regex;

/// All formats; anything else makes a schema invalid.
pub const NAMES: &[&str] = &[
    "date",
    "time",
    "date-time",
    "iso-time",
    "iso-date-time",
    "duration",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "regex",
    "uuid",
    "json-pointer",
    "json-pointer-uri-fragment",
    "relative-json-pointer",
    "byte",
    "int32",
    "int64",
    "float",
    "double",
    "password",
    "binary",
];

/// Whether a text has the format. Formats of numbers say nothing about texts.
pub fn is_valid(name: &str, text: &str) -> bool {
    match name {
        "date" => is_date(text),
        "time" => is_time(text, true),
        "iso-time" => is_time(text, false),
        "date-time" => is_date_time(text, true),
        "iso-date-time" => is_date_time(text, false),
        "duration" => is_duration(text),
        "uri" => text.contains(['/', ':']) && is_uri(text, true),
        "uri-reference" => is_uri(text, false),
        "uri-template" => is_uri_template(text),
        "url" => is_url(text),
        "email" => is_email(text),
        "hostname" => is_hostname(text),
        "ipv4" => is_ipv4(text),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "regex" => !text.contains("\\Z") && Regex::new(text, "u").is_ok(),
        "uuid" => is_uuid(text),
        "json-pointer" => is_json_pointer(text),
        "json-pointer-uri-fragment" => text.strip_prefix('#').is_some_and(|p| is_json_pointer(p) && is_uri_text(p)),
        "relative-json-pointer" => is_relative_json_pointer(text),
        "byte" => is_base64(text),
        _ => true,
    }
}

/// Whether a number has the format. Formats of texts say nothing about numbers.
pub fn is_valid_number(name: &str, n: f64) -> bool {
    match name {
        "int32" => n.fract() == 0.0 && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&n),
        "int64" => n.fract() == 0.0,
        _ => true,
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (
        parts.next().and_then(|t| digits(t, 4)),
        parts.next().and_then(|t| digits(t, 2)),
        parts.next().and_then(|t| digits(t, 2)),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str, zone_required: bool) -> bool {
    let at = text.find(['z', 'Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(at);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(c, f)| (c, Some(f)));
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let mut parts = clock.split(':').map(|t| digits(t, 2));
    let (Some(Some(hour)), Some(Some(minute)), Some(Some(second)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Some((sign, zone_hour, zone_minute)) = zone_of(zone) else { return false };
    if zone_hour > 23 || zone_minute > 59 || (zone_required && zone.is_empty()) {
        return false;
    }
    if hour <= 23 && minute <= 59 && second < 60 {
        return true;
    }
    // A leap second is one only at 23:59:60 UTC.
    let utc_minute = i64::from(minute) - i64::from(zone_minute) * sign;
    let utc_hour = i64::from(hour) - i64::from(zone_hour) * sign - i64::from(utc_minute < 0);
    (utc_hour == 23 || utc_hour == -1) && (utc_minute == 59 || utc_minute == -1) && second < 61
}

fn zone_of(zone: &str) -> Option<(i64, u32, u32)> {
    if zone.is_empty() || zone.eq_ignore_ascii_case("z") {
        return Some((1, 0, 0));
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let rest = zone.strip_prefix(['+', '-'])?;
    let (hour, minute) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 2 => (rest, "00"),
        None => rest.split_at_checked(2)?,
    };
    Some((sign, digits(hour, 2)?, digits(minute, 2)?))
}

fn is_date_time(text: &str, zone_required: bool) -> bool {
    let separator = |c: char| c.eq_ignore_ascii_case(&'t') || c.is_whitespace();
    let mut parts = text.split(separator);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(date), Some(time), None) => is_date(date) && is_time(time, zone_required),
        _ => false,
    }
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    // Each unit at most once, in order; weeks stand alone.
    let in_order = |mut text: &str, units: &str| {
        for unit in units.chars() {
            let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
            if end > 0 && text[end..].starts_with(unit) {
                text = &text[end + 1..];
            }
        }
        text.is_empty()
    };
    let weeks = time.is_none() && date.ends_with('W') && in_order(date, "W");
    let time_fits = time.is_none_or(|t| t.starts_with(|c: char| c.is_ascii_digit()) && in_order(t, "HMS"));
    !rest.is_empty() && (weeks || (in_order(date, "YMD") && time_fits))
}

/// Characters that RFC 3986 allows, escapes intact.
fn is_uri_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(i, b)| match b {
        b'%' => bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        b => b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#[]".contains(b),
    })
}

fn is_uri(text: &str, scheme_required: bool) -> bool {
    let scheme = text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    let fragments = text.matches('#').count() <= 1;
    // Brackets belong to IPv6 hosts.
    let brackets = !text.contains(['[', ']']) || url::Url::parse(text).is_ok();
    is_uri_text(text) && fragments && brackets && (scheme || !scheme_required)
}

fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { return false };
        let expression = rest[open + 1..open + close]
            .trim_start_matches(['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|']);
        let variable = |v: &str| {
            let name = v.split(':').next().unwrap_or_default().trim_end_matches('*');
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'%')
        };
        if !expression.split(',').all(variable) {
            return false;
        }
        rest = &rest[open + close + 1..];
    }
    !rest.contains('}') && !text.contains(|c: char| c <= ' ' || "\"'<>\\^`|".contains(c))
}

fn is_url(text: &str) -> bool {
    let known = ["http://", "https://", "ftp://"].iter().any(|scheme| text.starts_with(scheme));
    let host = url::Url::parse(text).ok().and_then(|u| u.host_str().map(str::to_owned));
    known && !text.contains(char::is_whitespace) && host.is_some_and(|h| h.contains('.') && !h.ends_with('.'))
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom =
        |a: &str| !a.is_empty() && a.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b));
    local.split('.').all(atom) && domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    label.starts_with(edge) && label.ends_with(edge) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_hostname(text: &str) -> bool {
    let bare = text.strip_suffix('.').unwrap_or(text);
    (1..=253).contains(&bare.len()) && bare.split('.').all(|label| label.len() <= 63 && is_label(label))
}

fn is_ipv4(text: &str) -> bool {
    let part = |p: &str| p.len() <= 3 && digits(p, p.len()).is_some_and(|n| n <= 255 && p == n.to_string());
    text.split('.').count() == 4 && text.split('.').all(part)
}

fn is_uuid(text: &str) -> bool {
    let bare = text.get(..9).filter(|p| p.eq_ignore_ascii_case("urn:uuid:")).map_or(text, |_| &text[9..]);
    let lengths = [8, 4, 4, 4, 12];
    bare.split('-').count() == 5
        && bare.split('-').zip(lengths).all(|(p, n)| p.len() == n && p.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_json_pointer(text: &str) -> bool {
    let escapes = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && escapes
}

fn is_relative_json_pointer(text: &str) -> bool {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    !number.is_empty() && (number == "0" || !number.starts_with('0')) && (rest == "#" || is_json_pointer(rest))
}

fn is_base64(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - bare.len() <= 2
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_accept_and_refuse() {
        for (name, good, bad) in [
            ("date", "2024-02-29", "2023-02-29"),
            ("time", "10:20:30Z", "10:20:30"),
            ("time", "23:59:60Z", "22:59:60Z"),
            ("date-time", "2024-01-01T00:00:00+01:00", "2024-01-01"),
            ("duration", "P1Y2M3DT4H", "P1D2Y"),
            ("uri", "http://a.b/c?d=e#f", "//a.b"),
            ("uri-reference", "../a", "a b"),
            ("email", "a.b+c@d-e.org", "a@b"),
            ("hostname", "a-b.example", "-a.b"),
            ("ipv4", "10.0.0.255", "10.0.0.256"),
            ("ipv6", "::1", "1::2::3"),
            ("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"),
            ("json-pointer", "/a~1b", "a"),
            ("relative-json-pointer", "1/a", "/a"),
            ("byte", "YWJj", "YWJ"),
            ("regex", "^a+$", "("),
        ] {
            assert!(is_valid(name, good), "{name} {good}");
            assert!(!is_valid(name, bad), "{name} {bad}");
        }
    }
}

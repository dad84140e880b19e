//! How a client selects one of the responses that a document describes: `?__example=NAME` or `Prefer: example=NAME`,
//! `?__code=404` or `Prefer: code=404`, and `Accept` where a body is there in several media types. All of it becomes
//! rules, in an order in which the more special ones are tried first.

use super::described::is_json;
use crate::environment::model::{Rule, RuleOperator, RuleTarget, RulesOperator};

/// What a response is described as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Described {
    /// Its status.
    pub status: u16,
    /// The media type of its body.
    pub media_type: String,
    /// The name of the example that it is.
    pub name: Option<String>,
}

/// The rules of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// How they combine.
    pub operator: RulesOperator,
    /// The rules; none for the default response.
    pub rules: Vec<Rule>,
}

/// Which rules are tried first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// No rules.
    Default,
    /// By several things at once.
    Several,
    /// By name.
    Name,
    /// By status.
    Status,
    /// By media type.
    MediaType,
}

/// The rules of all responses of an operation, of which one is the default.
pub fn select(all: &[Described], default: usize) -> Vec<(Order, Selection)> {
    let Some(usual) = all.get(default) else { return Vec::new() };
    // The default first: what it is needs no rules.
    let before = |at: usize| {
        let others = all.iter().take(at).enumerate().filter(move |(other, _)| *other != default);
        std::iter::once(usual).chain(others.map(|(_, other)| other))
    };
    let selection = |at: usize| {
        let Some(one) = all.get(at).filter(|_| at != default) else { return (Order::Default, any(Vec::new())) };
        let is_named_before = one.name.is_some() && before(at).any(|other| other.name == one.name);
        let is_first_of_status = !before(at).any(|other| other.status == one.status);
        let of_status = |other: &&Described| other.status == one.status;
        let is_first_of_type = !before(at).filter(of_status).any(|other| other.media_type == one.media_type);
        match &one.name {
            Some(name) if is_named_before => {
                let is_there_in_another_type = before(at).any(|other| of_status(&other) && other.name == one.name);
                let answers_unnamed = if is_there_in_another_type { is_first_of_type } else { is_first_of_status };
                let by_name = if answers_unnamed { no_other(all, name, one.status) } else { named(name) };
                let accepts = is_there_in_another_type.then(|| accepts(all, usual, one));
                let status = (one.status != usual.status).then(|| of_status_asked(one.status));
                (Order::Several, all_of(accepts.into_iter().chain(status).chain([by_name]).collect()))
            }
            name => {
                let mut rules: Vec<Rule> = name.iter().flat_map(|name| by_name(name)).collect();
                let mut order = Order::Name;
                if is_first_of_status {
                    rules.extend(by_status(one.status));
                    order = Order::Status;
                } else if is_first_of_type && one.status == usual.status {
                    rules.push(accepts(all, usual, one));
                    order = Order::MediaType;
                } else if rules.is_empty() {
                    return (Order::Several, all_of(vec![of_status_asked(one.status), accepts(all, usual, one)]));
                }
                (order, any(rules))
            }
        }
    };
    (0..all.len()).map(selection).collect()
}

fn any(rules: Vec<Rule>) -> Selection {
    Selection { operator: RulesOperator::Or, rules }
}

fn all_of(rules: Vec<Rule>) -> Selection {
    Selection { operator: RulesOperator::And, rules }
}

fn by_name(name: &str) -> [Rule; 2] {
    // A value may be a template.
    let (operator, value) = if name.contains("{{") {
        (RuleOperator::Regex, format!("^{}$", alternatives(name, false)))
    } else {
        (RuleOperator::Equals, name.to_owned())
    };
    [
        rule(RuleTarget::Query, "__example", operator, value),
        rule(RuleTarget::Header, "Prefer", RuleOperator::Regex, preference("example", &alternatives(name, true))),
    ]
}

/// What a client asks for by name, by status and by preference, on three lines.
const ASKED: &str = "{{{queryParam '__example'}}}\n{{{queryParam '__code'}}}\n{{{header 'Prefer'}}}";

/// The same as [`by_name`] in one rule, for where there are others.
fn named(name: &str) -> Rule {
    let preferred = preference("example", &alternatives(name, true));
    let asked = format!("^{}\\n", alternatives(name, false));
    rule(RuleTarget::Templating, ASKED, RuleOperator::Regex, format!("{asked}|{preferred}"))
}

/// Neither another example is asked for nor another status.
fn no_other(all: &[Described], name: &str, status: u16) -> Rule {
    let mut names: Vec<&str> =
        all.iter().filter_map(|one| one.name.as_deref()).filter(|other| *other != name).collect();
    names.sort_unstable();
    names.dedup();
    let others = |in_header| names.iter().map(|name| alternatives(name, in_header)).collect::<Vec<_>>().join("|");
    let no_name = if names.is_empty() {
        String::new()
    } else {
        let preferred = format!(r#"(.*[,;\s])?example\s*=\s*"?({})"?\s*([,;]|$)"#, others(true));
        format!(r"(?!({})\n)(?!.*\n.*\n{preferred})", others(false))
    };
    let no_status = format!(r#"(?!.*\n(?!{status}\n)\d)(?!.*\n.*\n(.*[,;\s])?code\s*=\s*"?(?!{status}(\D|$))\d)"#);
    rule(RuleTarget::Templating, ASKED, RuleOperator::Regex, format!("^{no_name}{no_status}"))
}

fn by_status(status: u16) -> [Rule; 2] {
    [rule(RuleTarget::Query, "__code", RuleOperator::Equals, status.to_string()), status_header(status)]
}

fn status_header(status: u16) -> Rule {
    rule(RuleTarget::Header, "Prefer", RuleOperator::Regex, preference("code", &status.to_string()))
}

/// The same as [`by_status`] in one rule, for where there are others.
fn of_status_asked(status: u16) -> Rule {
    let preferred = preference("code", &status.to_string());
    rule(RuleTarget::Templating, ASKED, RuleOperator::Regex, format!(r"^.*\n{status}\n|{preferred}"))
}

/// `Accept` prefers this type to the usual one of its status, and to the others that are there, by quality (to one digit).
/// What is preferred equally leaves the usual one; a range that takes it in counts as its name.
fn accepts(all: &[Described], usual: &Described, one: &Described) -> Rule {
    let usual =
        if usual.status == one.status { Some(usual) } else { all.iter().find(|other| other.status == one.status) };
    let usual = usual.map_or("", |usual| plain(&usual.media_type));
    let wanted = plain(&one.media_type);
    let family = |media_type: &str| media_type.split('/').next().unwrap_or_default().to_owned();
    let mut usuals = vec![r"\*/\*".to_owned(), escape(usual), format!(r"{}/\*", escape(&family(usual)))];
    if usual != "application/json" && is_json(usual) {
        usuals.push(escape("application/json"));
    }
    let mut names = vec![escape(wanted)];
    if family(wanted) != family(usual) {
        names.push(format!(r"{}/\*", escape(&family(wanted))));
    }
    let mut others: Vec<String> = all
        .iter()
        .filter(|other| other.status == one.status)
        .map(|other| plain(&other.media_type))
        .filter(|other| *other != wanted && *other != usual)
        .map(escape)
        .collect();
    others.sort_unstable();
    others.dedup();
    let at_least = |digit: u8| match digit {
        10 => r"(;\s*q\s*=\s*1(\.0*)?)?".to_owned(),
        digit => format!(r"(;\s*q\s*=\s*(1(\.0*)?|0?\.[{digit}-9]\d*))?"),
    };
    let exactly = |digit: u8| match digit {
        10 => at_least(10),
        digit => format!(r";\s*q\s*=\s*0?\.{digit}\d*"),
    };
    // An entry of the list: its name, its parameters but for the quality, that, and nothing more.
    let entry = |names: &[String], quality: &str| {
        format!(r"(.*,)?\s*({})\s*(;(?!\s*q\s*=)[^,;]*)*{quality}\s*(,|$)", names.join("|"))
    };
    let levels = (1..=10).rev().map(|digit| {
        let mut level = format!("(?={})", entry(&names, &exactly(digit)));
        if wanted != usual {
            level.push_str(&format!("(?!{})", entry(&usuals, &at_least(digit))));
        }
        if digit < 10 && !others.is_empty() {
            level.push_str(&format!("(?!{})", entry(&others, &at_least(digit + 1))));
        }
        level
    });
    let value = format!("^({})", levels.collect::<Vec<_>>().join("|"));
    rule(RuleTarget::Header, "Accept", RuleOperator::RegexI, value)
}

/// A media type without its parameters.
fn plain(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// One of the preferences of RFC 7240: `name=value`, the value perhaps in quotes.
fn preference(name: &str, value: &str) -> String {
    format!(r#"(^|[,;\s]){name}\s*=\s*"?{value}"?\s*([,;\n]|$)"#)
}

/// A name as it may arrive: in a header, what is beyond ASCII comes as one character per byte.
fn alternatives(name: &str, in_header: bool) -> String {
    let as_bytes: String = name.bytes().map(char::from).collect();
    let spellings: Vec<_> =
        std::iter::once(name).chain((in_header && !name.is_ascii()).then_some(as_bytes.as_str())).collect();
    format!("({})", spellings.into_iter().map(escape).collect::<Vec<_>>().join("|"))
}

/// The text for a regular expression, without anything that would be a template.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '^' | '$' | '.' | '|' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '/') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn rule(target: RuleTarget, modifier: &str, operator: RuleOperator, value: String) -> Rule {
    Rule { target, modifier: modifier.into(), value: value.into(), invert: false, operator }
}

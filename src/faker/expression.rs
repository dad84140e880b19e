//! `helpers.fake`: templates such as `Hi {{person.firstName}}!` and the expressions in them.

use super::Method;
use super::definitions::{self, Entry};
use super::fault::{Drawn, Fault};
use super::generator::Generator;
use crate::budget;
use crate::js::{Str, Value, json};

/// An expression may yield another template; this many in a row are no template any more.
const MAX_ROUNDS: usize = 5000;

/// Fills in a template: the first expression, again and again, until none is left.
pub(super) fn fill(g: &mut Generator, template: &str) -> Drawn<String> {
    let mut text = template.to_owned();
    for _ in 0..MAX_ROUNDS {
        let Some((start, end)) = first_expression(&text) else { return Ok(text) };
        budget::work(1 + (text.len() as u64 >> 3))?;
        let (before, from) = text.split_at(start);
        let (expression, after) = from.split_at(end - start);
        let inner = expression.get(2..).unwrap_or_default().replacen("}}", "", 1).replacen("{{", "", 1);
        let value = evaluate(g, &inner)?;
        let mark = budget::mark();
        let value = value.to_str();
        budget::make(text.len() + value.len())?;
        text = format!("{before}{value}{after}");
        budget::settle(mark, isize::try_from(text.len()).unwrap_or(isize::MAX));
    }
    Err(Fault::script("Maximum call stack size exceeded"))
}

/// The text of a pattern definition: one of several, or the only one.
pub(super) fn draw_pattern(g: &mut Generator, module: &str, key: &str) -> Drawn<&'static str> {
    let entry = g.entry(module, key)?;
    pattern_of(g, entry)
}

fn pattern_of(g: &mut Generator, entry: &'static Entry) -> Drawn<&'static str> {
    match entry {
        Entry::Text(pattern) => Ok(pattern),
        entry => g.pick_word(entry.texts()?),
    }
}

/// `helpers.fake(definition)`.
pub(super) fn fill_entry(g: &mut Generator, entry: &'static Entry) -> Drawn {
    let pattern = pattern_of(g, entry)?;
    fill(g, pattern).map(Value::from)
}

/// Where the first `{{x...}}` starts and ends.
fn first_expression(text: &str) -> Option<(usize, usize)> {
    let start = text
        .match_indices("{{")
        .map(|(i, _)| i)
        .chain(text.match_indices("{{{").map(|(i, _)| i + 1))
        .filter(|i| text.as_bytes().get(i + 2).is_some_and(u8::is_ascii_lowercase))
        .min()?;
    let end = text.get(start..)?.find("}}")? + start + 2;
    Some((start, end))
}

/// What an expression has reached so far.
#[derive(Clone)]
enum Node {
    /// The faker itself.
    Faker,
    /// `faker.rawDefinitions`
    Definitions,
    /// A module of methods.
    Module(&'static [(&'static str, Method)]),
    /// The definitions of a module.
    Entries(Str),
    /// A definition.
    Entry(&'static Entry),
    /// A method that was not called yet.
    Method(Method),
    /// A value.
    Value(Value),
}

/// Resolves an expression such as `person.firstName('female')` or `location.city_name`, first as a method
/// and at the same time among the definitions.
fn evaluate(g: &mut Generator, expression: &str) -> Drawn {
    if expression.is_empty() {
        return Err(Fault::Faker("Eval expression cannot be empty."));
    }
    let mut nodes = vec![Node::Faker, Node::Definitions];
    let mut rest = expression;
    while !rest.is_empty() && !nodes.is_empty() {
        let used = if rest.starts_with('(') {
            let (close, args) = arguments(rest)?;
            let next = rest.get(close + 1..).and_then(|s| s.chars().next());
            if !matches!(next, None | Some('.' | '(')) {
                return Err(Fault::Faker("Expected dot, open parenthesis or nothing after function call."));
            }
            for node in &mut nodes {
                if let Node::Method(method) = node {
                    *node = Node::Value(method.run(g, &args)?);
                }
            }
            close + if next == Some('.') { 2 } else { 1 }
        } else {
            let (name, used) = property(rest)?;
            let mut reached = Vec::with_capacity(nodes.len());
            for node in nodes {
                reached.extend(member(g, node, name));
            }
            nodes = reached;
            used
        };
        rest = rest.get(used..).unwrap_or_default();
        nodes = settle(g, nodes)?;
    }
    match nodes.into_iter().next() {
        None => Err(Fault::Faker("Cannot resolve expression.")),
        Some(Node::Method(method)) => method.run(g, &[]),
        Some(Node::Value(value)) => Ok(value),
        Some(Node::Entry(Entry::Text(text))) => Ok(Value::from(*text)),
        Some(_) => Ok(Value::from("[object Object]")),
    }
}

/// Drops what leads nowhere and draws an element where an array was reached.
fn settle(g: &mut Generator, nodes: Vec<Node>) -> Drawn<Vec<Node>> {
    let mut settled = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Value(value) if value.is_nullish() => {}
            Node::Value(Value::Array(items)) => {
                let index = g.index(items.len())?;
                settled.push(Node::Value(items.get(index).cloned().unwrap_or_default()));
            }
            Node::Entry(entry) if entry.is_list() => settled.push(Node::Value(g.element(entry)?)),
            other => settled.push(other),
        }
    }
    Ok(settled)
}

/// The property name at the start of an expression and how much of it that takes, a dot behind included.
fn property(expression: &str) -> Drawn<(&str, usize)> {
    let end = expression.find(['.', '(']).unwrap_or(expression.len());
    let name = expression.get(..end).unwrap_or_default();
    if name.is_empty() {
        return Err(Fault::Faker("Expression parts cannot be empty."));
    }
    let mut behind = expression.get(end..).unwrap_or_default().chars();
    if behind.next() != Some('.') {
        return Ok((name, end));
    }
    match behind.next() {
        None | Some('.' | '(') => Err(Fault::Faker("Found dot without property name.")),
        Some(_) => Ok((name, end + 1)),
    }
}

/// `node[name]`; methods are called for it, those that fail lead nowhere.
fn member(g: &mut Generator, node: Node, name: &str) -> Option<Node> {
    match node {
        Node::Faker if matches!(name, "definitions" | "rawDefinitions") => Some(Node::Definitions),
        Node::Faker => super::module(name).map(Node::Module),
        Node::Definitions => definitions::has_module(g.chain(), name).then(|| Node::Entries(Str::new(name))),
        Node::Module(methods) => methods.iter().find(|(key, _)| *key == name).map(|(_, method)| Node::Method(*method)),
        Node::Entries(module) => g.raw_entry(&module, name).map(Node::Entry),
        Node::Entry(entry) => entry.member(name).map(Node::Entry),
        Node::Method(method) => method.run(g, &[]).ok().map(|value| Node::Value(value.get(name))),
        Node::Value(value @ (Value::Object(_) | Value::Array(_))) => Some(Node::Value(value.get(name))),
        Node::Value(_) => None,
    }
}

/// The arguments between the parentheses at the start of an expression, and where those close.
fn arguments(expression: &str) -> Drawn<(usize, Vec<Value>)> {
    let mut closings = expression.match_indices(')').map(|(i, _)| i).peekable();
    if closings.peek().is_none() {
        return Err(Fault::Faker("Missing closing parenthesis."));
    }
    let mut last = 0;
    for close in closings {
        last = close;
        let inner = expression.get(1..close).unwrap_or_default();
        if let Some(args) = json_array(&format!("[{inner}]")) {
            return Ok((close, args));
        }
        // A lone word needs no quotes.
        if !inner.contains(['\'', '"'])
            && let Some(args) = json_array(&format!("[\"{inner}\"]"))
        {
            return Ok((close, args));
        }
    }
    Ok((last, vec![Value::from(expression.get(1..last).unwrap_or_default())]))
}

fn json_array(text: &str) -> Option<Vec<Value>> {
    json::parse(text).ok()?.as_array().map(<[Value]>::to_vec)
}

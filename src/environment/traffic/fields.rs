//! What rules find in queries and bodies, by the paths that they name: the fields of forms and multipart bodies, the scalars
//! of JSON.

use std::collections::BTreeMap;

use super::exchange::Message;
use super::json_text::{Kind, Step, scalars, unquoted};
use super::multipart;
use crate::js::number;

/// Places of a body that are looked at.
const MAX_PLACES: usize = 100;
/// Levels of a form that are looked at.
const MAX_DEPTH: usize = 5;

/// What a rule finds at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// This text.
    Text(String),
    /// No text that could be compared: a list that holds these, an object, too long a text.
    Other(Vec<String>),
}

/// What is found, by path.
pub(super) type Fields = BTreeMap<String, Found>;

/// The fields of a query or an encoded form.
pub(super) fn of_form(text: &str) -> Fields {
    nested(url::form_urlencoded::parse(text.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())))
}

/// The text fields of a multipart body, and the names of its files.
pub(super) fn of_multipart(message: &Message) -> Fields {
    let fields = multipart::parts(message).into_iter().filter_map(|part| {
        let name = part.name?;
        let content =
            || String::from_utf8_lossy(message.body.get(part.content.clone()).unwrap_or_default()).into_owned();
        Some(match part.file {
            Some(file) => (format!("{name}[filename]"), file),
            None => (name, content()),
        })
    });
    nested(fields)
}

/// The scalars of a JSON text; `null` is nothing.
pub(super) fn of_json(text: &str) -> Fields {
    let mut found = Fields::new();
    scalars(text, |path, at, kind| {
        let value = text.get(at).and_then(|raw| printed(raw, kind));
        let mut names = String::new();
        for (depth, step) in path.iter().enumerate() {
            let name = match step {
                Step::Key(key) if is_plain(key) => key.clone(),
                Step::Index(index) => index.to_string(),
                Step::Key(_) => return true,
            };
            if depth > 0 {
                // What holds it: a list is equal to each of its items.
                let item = value.as_ref().filter(|_| depth + 1 == path.len() && matches!(step, Step::Index(_)));
                let items = item.and_then(|item| if let Found::Text(text) = item { Some(text.clone()) } else { None });
                note(&mut found, &names, Found::Other(items.into_iter().collect()));
                names.push('.');
            }
            names.push_str(&name);
        }
        if let Some(value) = value.filter(|_| !names.is_empty()) {
            note(&mut found, &names, value);
        }
        found.len() < MAX_PLACES
    });
    found
}

fn note(found: &mut Fields, path: &str, value: Found) {
    match (found.get_mut(path), value) {
        (Some(Found::Other(known)), Found::Other(more)) => known.extend(more),
        (_, value) => {
            found.insert(path.to_owned(), value);
        }
    }
}

/// A scalar as JavaScript prints it; `None` for what is no value.
fn printed(raw: &str, kind: Kind) -> Option<Found> {
    let text = match kind {
        Kind::Empty => return Some(Found::Other(Vec::new())),
        Kind::String => unquoted(raw)?,
        Kind::Word if matches!(raw, "true" | "false") => raw.to_owned(),
        Kind::Word => number::to_str(raw.parse().ok()?).to_string(),
    };
    Some(Found::Text(text))
}

/// Fields by the names that forms give them: `a[b]` is `a.b`, a name that stands several times is a list. Of what is nested
/// in other ways only the values are known, not where rules find them.
fn nested(pairs: impl Iterator<Item = (String, String)>) -> Fields {
    let mut roots: BTreeMap<String, Vec<(Vec<String>, String)>> = BTreeMap::new();
    for (name, value) in pairs {
        let mut steps = name.split('[').map(|step| step.trim_end_matches(']').to_owned());
        let root = steps.next().unwrap_or_default();
        roots.entry(root).or_default().push((steps.collect(), value));
    }
    let mut found = Fields::new();
    for (root, fields) in roots.into_iter().filter(|(root, _)| is_plain(root)) {
        let values: Vec<String> = fields.iter().map(|(_, value)| value.clone()).collect();
        let all = |is: fn(&[String]) -> bool| fields.iter().all(|(steps, _)| is(steps));
        if fields.len() == 1 && all(<[String]>::is_empty) {
            found.extend(values.into_iter().map(|value| (root.clone(), Found::Text(value))));
        } else if all(<[String]>::is_empty) || all(|steps| steps.len() == 1 && steps[0].is_empty()) {
            let items = values.iter().enumerate();
            found.extend(items.map(|(at, value)| (format!("{root}.{at}"), Found::Text(value.clone()))));
            found.insert(root, Found::Other(values));
        } else {
            found.extend(below(&root, &fields).unwrap_or_default());
            found.insert(root, Found::Other(values));
        }
    }
    found
}

/// The fields of an object; `None` where it is none.
fn below(root: &str, fields: &[(Vec<String>, String)]) -> Option<Fields> {
    let mut found = Fields::new();
    for (steps, value) in fields {
        let is_key = |step: &String| is_plain(step) && !step.bytes().all(|byte| byte.is_ascii_digit());
        if steps.is_empty() || steps.len() > MAX_DEPTH || !steps.iter().all(is_key) {
            return None;
        }
        let mut path = root.to_owned();
        for (depth, step) in steps.iter().enumerate() {
            path = format!("{path}.{step}");
            let is_last = depth + 1 == steps.len();
            let value = if is_last { Found::Text(value.clone()) } else { Found::Other(Vec::new()) };
            // The same twice, or a text where an object is.
            if found.get(&path).is_some_and(|known| is_last || *known != value) {
                return None;
            }
            found.insert(path.clone(), value);
        }
    }
    Some(found)
}

/// Whether a name means itself in a modifier.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

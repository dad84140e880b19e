//! Migrations 30 to 33 once more, for the short way: what they do to routes and folders while these are read. They add and remove
//! plain fields; where one would stop, or has to look at anything else, the long way decides.

use super::LAST_MIGRATION;
use super::access::Stopped;
use crate::environment::document::{Document, Members};

/// The oldest files that are changed here.
const OLDEST: u32 = 29;

/// The `lastMigration` of a file, if it is one of these.
pub fn since(number: &Document) -> Option<u32> {
    let Document::Number(number) = number else { return None };
    let number = number.as_f64()?;
    (OLDEST..=LAST_MIGRATION).find(|since| f64::from(*since) == number)
}

/// A member and its value.
pub type Given = (&'static str, fn() -> Document);

/// What migrations do to an object.
pub struct Changes {
    /// Members that it gets, whatever it had there; eight at the most.
    pub given: &'static [Given],
    /// Members that it loses.
    pub removed: &'static [&'static str],
    /// What they do to the items of a list in it. They stop where that is no list of objects.
    pub items: Option<(&'static str, &'static Changes)>,
}

/// What responses get that may not have callbacks yet.
const CALLBACKS: &[Given] = &[("callbacks", || Document::List(Vec::new()))];
/// What routes get that may not stream yet.
const STREAMING: &[Given] =
    &[("streamingMode", || Document::Null), ("streamingInterval", || Document::Number(0.into()))];

/// What becomes of the routes of such a file.
pub fn route(since: u32) -> Option<&'static Changes> {
    const RESPONSE: Changes = Changes { given: CALLBACKS, removed: &[], items: None };
    match since {
        ..30 => Some(&Changes { given: STREAMING, removed: &["enabled"], items: Some(("responses", &RESPONSE)) }),
        30 => Some(&Changes { given: STREAMING, removed: &["enabled"], items: None }),
        31..LAST_MIGRATION => Some(&Changes { given: STREAMING, removed: &[], items: None }),
        LAST_MIGRATION.. => None,
    }
}

/// What becomes of its folders.
pub fn folder(since: u32) -> Option<&'static Changes> {
    (since < 32).then_some(&Changes { given: &[], removed: &["collapsed"], items: None })
}

/// Changes what stands at the top, its routes and folders aside.
///
/// # Errors
/// Where it is not what the migrations expect.
pub fn environment(environment: &mut Members, since: u32) -> Result<(), Stopped> {
    if since < 30 {
        match place(environment, "callbacks").and_then(|place| environment.get(place)) {
            None => set(environment, "callbacks", Document::List(Vec::new())),
            Some((_, Document::List(_))) => {}
            Some(_) => return Err(Stopped),
        }
    }
    Ok(())
}

fn place(members: &Members, key: &str) -> Option<usize> {
    members.iter().position(|(name, _)| name == key)
}

fn set(members: &mut Members, key: &'static str, value: Document) {
    match place(members, key).and_then(|place| members.get_mut(place)) {
        Some(member) => member.1 = value,
        None => members.push((key.into(), value)),
    }
}

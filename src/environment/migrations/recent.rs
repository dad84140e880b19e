//! Migrations 30 to 33 once more, for the short way: on each route and folder as it is read. They add and remove plain fields;
//! where one would stop, or has to look at anything else, the long way decides.

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

/// Changes a route.
///
/// # Errors
/// Where it is not what the migrations expect.
pub fn route(route: &mut Document, since: u32) -> Result<(), Stopped> {
    let route = members(route)?;
    if since < 30
        && let Some(place) = place(route, "responses")
    {
        let Some((_, Document::List(responses))) = route.get_mut(place) else { return Err(Stopped) };
        for response in responses {
            set(members(response)?, "callbacks", Document::List(Vec::new()));
        }
    }
    if since < 31 {
        remove(route, "enabled");
    }
    if since < 33 {
        set(route, "streamingMode", Document::Null);
        set(route, "streamingInterval", Document::Number(0.into()));
    }
    Ok(())
}

/// Changes a folder.
///
/// # Errors
/// Where it is not what the migrations expect.
pub fn folder(folder: &mut Document, since: u32) -> Result<(), Stopped> {
    let folder = members(folder)?;
    if since < 32 {
        remove(folder, "collapsed");
    }
    Ok(())
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

fn members(value: &mut Document) -> Result<&mut Members, Stopped> {
    match value {
        Document::Object(members) => Ok(members),
        _ => Err(Stopped),
    }
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

/// The last member takes the place of the one that goes, as in the maps of the long way: unknown ones are reported in order.
fn remove(members: &mut Members, key: &str) {
    if let Some(place) = place(members, key) {
        members.swap_remove(place);
    }
}

//! A long list of a large file, for which a start waits, read in parts on all cores at once.
//!
//! A part begins where an item seems to begin. It counts if what stands before it, read item by item, ends there: then an
//! item does begin there, and would be read in the same way now. Items that have to be repaired are left to their turn,
//! because what is said of them names their place in the list.

use memchr::memmem;

use super::fields::{FieldValue, Item};
use super::log::{RepairLog, Step};
use super::text::{Object, Text};
use crate::budget::{background, together};
use crate::environment::migrations::recent::Changes;

/// A part has at least so many bytes: less is read before there is a thread for it.
const LEAST: usize = 256 << 10;

/// So many parts for each thread, because not all of them begin at once.
const PIECES: usize = 2;

/// So many places are tried for the beginning of a part.
const TRIES: usize = 64;

/// Longer texts before the first value of an item are not looked for.
const LONGEST_LEAD: usize = 256;

/// What migrations do to an item.
type Aged = Option<&'static Changes>;

/// Items that have been read ahead: what comes from one place of the text to another.
struct Part<T> {
    from: usize,
    to: usize,
    items: Vec<T>,
}

/// The value behind the key of an object; if it is a list, its items as migrations leave them.
pub fn list<T: Item + Send>(object: &mut Object<'_, '_>, changes: Aged, log: &mut RepairLog) -> FieldValue<Vec<T>> {
    let text = &mut *object.text;
    if !text.takes(b'[') {
        return FieldValue::Other(text.value());
    }
    let parts = match together::parts(text.json.len() - text.at, LEAST) {
        1 => 1,
        threads => threads * PIECES,
    };
    FieldValue::Wanted(items(text, parts, changes, log))
}

/// The items of a list whose bracket was taken.
fn items<T: Item + Send>(text: &mut Text<'_>, parts: usize, changes: Aged, log: &mut RepairLog) -> Vec<T> {
    let starts = starts::<T>(text, parts, changes);
    if text.takes(b']') {
        return Vec::new();
    }
    let json = text.json;
    let ends = starts.iter().copied().skip(1).chain([json.len()]);
    let ranges: Vec<_> = starts.iter().copied().zip(ends).collect();
    let read = |(from, end): (usize, usize)| {
        // What becomes of a text takes about as much as the text.
        together::make_room(end.saturating_sub(from));
        part(json, from, end, changes)
    };
    let mut ahead = together::each(ranges, read).into_iter().peekable();

    let (mut items, mut index) = (Vec::new(), 0);
    loop {
        text.skip_space();
        while ahead.next_if(|part| part.from < text.at || part.items.is_empty()).is_some() {}
        if let Some(part) = ahead.next_if(|part| part.from == text.at) {
            text.at = part.to;
            index += part.items.len();
            items.extend(part.items);
        } else {
            items.extend(log.at(Step::Index(index), |log| text.aged_item(changes, log)));
            index += 1;
        }
        background::small_piece();
        if !text.has_another() {
            break;
        }
    }
    items.shrink_to_fit();
    items
}

/// Where parts begin, the first at the first item; nowhere if there is but one part.
fn starts<T: Item>(text: &Text<'_>, parts: usize, changes: Aged) -> Vec<usize> {
    let (json, list) = (text.json, text.at);
    let Some((lead, brace)) = lead(json.get(list..).unwrap_or_default()).filter(|_| parts > 1) else {
        return Vec::new();
    };
    let mut starts = vec![list + brace];
    for number in 1..parts {
        let behind = list + (json.len() - list) / parts * number;
        let found = memmem::find_iter(json.as_bytes().get(behind..).unwrap_or_default(), lead).take(TRIES);
        let mut found = found.map(|place| behind + place + brace);
        starts.extend(found.find(|start| !part::<T>(json, *start, *start, changes).items.is_empty()));
    }
    starts.dedup();
    starts
}

/// What the items of a list begin with, up to the colon behind their first key, and where in it their brace is.
fn lead(list: &str) -> Option<(&str, usize)> {
    let brace = list.find(|c: char| !c.is_ascii_whitespace())?;
    let is_object = list.get(brace..)?.starts_with('{');
    let colon = list.bytes().take(LONGEST_LEAD).position(|byte| byte == b':').filter(|_| is_object)?;
    Some((list.get(..=colon)?, brace))
}

/// The items from a place on, up to an end or to the first one that has to be repaired; at least one is looked at.
fn part<T: Item>(json: &str, from: usize, end: usize, changes: Aged) -> Part<T> {
    let (mut text, mut log) = (Text::from(json, from), RepairLog::default());
    let mut part = Part { from, to: from, items: Vec::new() };
    while let Some(item) = text.aged_item(changes, &mut log)
        && !text.is_broken
        && log.is_empty()
    {
        part.items.push(item);
        part.to = text.at;
        if !text.takes(b',') {
            break;
        }
        text.skip_space();
        if text.at >= end {
            break;
        }
    }
    part
}

#[cfg(test)]
mod tests;

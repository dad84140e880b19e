//! Reads one object field by field: what validates is taken, what does not is replaced by the field's default.
//!
//! Fields, where they come from, and the items of their lists know each other, so they are one file.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Number;

use super::log::{RepairLog, Step};
use super::messages::{Bounds, OneOf, Shown};
use super::seen::{PositionSet, Taken};
use super::values::{bool_of, choice_of, is_uuid, reason_against, text_if, to_number};
use crate::environment::document::{Collector, Document, Members};
use crate::environment::identity;
use crate::js::Str;

/// An item of a list.
pub trait Item: Sized {
    /// What becomes of a value that is no object.
    const ON_INVALID: OnInvalid;

    /// Reads the fields of an object; `None` leaves the item out, and the log says why.
    fn read<S: FieldSource>(fields: &mut Fields<'_, S>) -> Option<Self>;
}

/// What becomes of an item that is no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnInvalid {
    /// The item that an empty object would have become.
    Default,
    /// It goes. Where the reference puts a default in its place, that default can never be reached (its uuid changes at
    /// each look) or breaks the server (a list in place of a data bucket).
    Dropped,
}

impl<T: Item> Item for Arc<T> {
    const ON_INVALID: OnInvalid = T::ON_INVALID;

    fn read<S: FieldSource>(fields: &mut Fields<'_, S>) -> Option<Self> {
        T::read(fields).map(Self::new)
    }
}

/// What comes next.
pub enum Next {
    /// The member that was asked for; its value has to be taken.
    Wanted,
    /// Another one; its value has to be taken.
    Other(Str),
    /// The end.
    Nothing,
}

/// A value of the kind that was asked for, or whatever else was there.
pub enum FieldValue<T> {
    /// That kind.
    Wanted(T),
    /// Another one.
    Other(Document),
}

/// Members that are still in a text.
pub trait FieldSource {
    /// The next key, compared with this one.
    fn next(&mut self, key: &str) -> Next;

    /// Whether that key comes next; if not, nothing has been read.
    fn comes_next(&mut self, key: &str) -> bool;

    /// The next key.
    fn next_key(&mut self) -> Option<Str> {
        match self.next("") {
            Next::Wanted => Some(Str::default()),
            Next::Other(key) => Some(key),
            Next::Nothing => None,
        }
    }

    /// The value behind that key.
    fn value(&mut self) -> Document;

    /// The value behind that key, which most likely is a text.
    fn text(&mut self) -> FieldValue<Str>;

    /// The same, a truth value.
    fn flag(&mut self) -> FieldValue<bool>;

    /// The same, a whole number of a few digits.
    fn number(&mut self) -> FieldValue<f64>;

    /// The value behind that key; if it is a list, its items.
    fn list<T: Item>(&mut self, log: &mut RepairLog) -> FieldValue<Vec<T>>;

    /// There is a member that nobody asked for.
    fn leaves(&mut self) {}

    /// The text is not for this way of reading: a member comes twice, or what is said about it would come at another place.
    fn refuse(&mut self);
}

/// No text: all members have been read.
pub struct Nothing;

impl FieldSource for Nothing {
    fn next(&mut self, _key: &str) -> Next {
        Next::Nothing
    }

    fn comes_next(&mut self, _key: &str) -> bool {
        false
    }

    fn value(&mut self) -> Document {
        Document::Null
    }

    fn text(&mut self) -> FieldValue<Str> {
        FieldValue::Other(Document::Null)
    }

    fn flag(&mut self) -> FieldValue<bool> {
        FieldValue::Other(Document::Null)
    }

    fn number(&mut self) -> FieldValue<f64> {
        FieldValue::Other(Document::Null)
    }

    fn list<T: Item>(&mut self, _log: &mut RepairLog) -> FieldValue<Vec<T>> {
        FieldValue::Other(Document::Null)
    }

    fn refuse(&mut self) {}
}

/// The fields of one object: those ahead in the text, and those that were read before their turn.
pub struct Fields<'l, S> {
    source: Option<&'l mut S>,
    /// Whether nothing is left there.
    is_read: bool,
    /// What was taken from there.
    taken: Taken,
    members: Members,
    /// Which members have been read.
    read: PositionSet,
    /// Where the next field is, if the file has them in the order of the schema.
    next: usize,
    /// Nothing is said about the fields of an item that goes.
    is_dropped: bool,
    log: &'l mut RepairLog,
}

/// Builds a `T` from an object; anything else becomes the `T` of an empty object.
pub fn object<T>(value: Document, log: &mut RepairLog, build: impl FnOnce(&mut Fields<'_, Nothing>) -> T) -> T {
    match value {
        Document::Object(members) => built(Fields::new(None, members, log), build),
        other => {
            log.replaced(&other, "an object", "the default");
            log.muted(|log| build(&mut Fields::new(None, Members::new(), log)))
        }
    }
}

/// Builds a `T` from an object that is being read.
pub(super) fn streamed<S: FieldSource, T>(
    source: &mut S,
    log: &mut RepairLog,
    build: impl FnOnce(&mut Fields<'_, S>) -> T,
) -> T {
    built(Fields::new(Some(source), Members::new(), log), build)
}

fn built<S: FieldSource, T>(mut fields: Fields<'_, S>, build: impl FnOnce(&mut Fields<'_, S>) -> T) -> T {
    let built = build(&mut fields);
    fields.end();
    built
}

/// Reads an item of a list.
pub(super) fn item<T: Item>(value: Document, log: &mut RepairLog) -> Option<T> {
    if T::ON_INVALID == OnInvalid::Dropped && !matches!(value, Document::Object(_)) {
        log.dropped("not an object");
        return None;
    }
    object(value, log, T::read)
}

impl<'l, S: FieldSource> Fields<'l, S> {
    fn new(source: Option<&'l mut S>, members: Members, log: &'l mut RepairLog) -> Self {
        let (is_read, taken, read) = (source.is_none(), Taken::default(), PositionSet::default());
        Self { source, is_read, taken, members, read, next: 0, is_dropped: false, log }
    }

    /// Whether this member is the next one in the text. If it is not, the rest of the text is read first.
    fn comes_next(&mut self, key: &'static str) -> bool {
        let Some(source) = self.source.as_mut().filter(|_| !self.is_read) else { return false };
        match source.next(key) {
            Next::Wanted if !self.taken.is_full() => {
                self.taken.push(key);
                true
            }
            Next::Wanted => {
                self.collect(key.into());
                false
            }
            Next::Other(name) => {
                self.collect(name);
                false
            }
            Next::Nothing => false,
        }
    }

    /// Reads what is left of the text, beginning with the value of this member.
    fn collect(&mut self, key: Str) {
        let Some(source) = &mut self.source else { return };
        self.is_read = true;
        let (mut collector, mut next) = (Collector::default(), Some(key));
        while let Some(key) = next {
            if self.taken.contains(&key) {
                return source.refuse();
            }
            collector.insert(key, source.value());
            next = source.next_key();
        }
        self.members = collector.finish();
    }

    /// Takes a field out of the object.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Document> {
        if self.comes_next(key) {
            return self.source.as_mut().map(|source| source.value());
        }
        self.collected(key)
    }

    /// The same of a field that most likely is of a kind, which `read` reads.
    fn taken<T>(&mut self, key: &'static str, read: impl FnOnce(&mut S) -> FieldValue<T>) -> Option<FieldValue<T>> {
        if self.comes_next(key) {
            return self.source.as_mut().map(|source| read(source));
        }
        self.collected(key).map(FieldValue::Other)
    }

    /// A text that fits; else what becomes of the field otherwise.
    fn text_that(
        &mut self,
        key: &'static str,
        wanted: impl fmt::Display,
        fits: impl Fn(&str) -> bool,
        default: impl FnOnce() -> Str,
    ) -> Str {
        let value = match self.taken(key, FieldSource::text) {
            Some(FieldValue::Wanted(text)) if fits(&text) => return text,
            Some(FieldValue::Wanted(text)) => Some(Document::Text(text)),
            Some(FieldValue::Other(value)) => Some(value),
            None => None,
        };
        self.settle(key, value, wanted, |value| text_if(value, fits), default)
    }

    /// Takes a field out of what was read before its turn.
    fn collected(&mut self, key: &str) -> Option<Document> {
        let count = self.members.len();
        let mut places = (self.next..count).chain(0..self.next.min(count));
        let place = places.find(|place| self.members.get(*place).is_some_and(|(name, _)| name == key))?;
        self.next = place + 1;
        self.read.insert(place);
        self.members.get_mut(place).map(|(_, value)| std::mem::replace(value, Document::Null))
    }

    /// Any text.
    pub fn text<T: From<Str>>(&mut self, key: &'static str, default: &str) -> T {
        self.text_that(key, "a text", |_| true, || Str::new(default)).into()
    }

    /// A text that is not empty.
    pub fn filled_text<T: From<Str>>(&mut self, key: &'static str, default: &str) -> T {
        self.text_that(key, "a text that is not empty", |text| !text.is_empty(), || Str::new(default)).into()
    }

    /// A text out of a list.
    pub fn word<T: From<Str>>(&mut self, key: &'static str, known: &[&str], default: &str) -> T {
        self.text_that(key, OneOf(known), |text| known.contains(&text), || Str::new(default)).into()
    }

    /// A uuid; a new one if there is none.
    pub fn uuid<T: From<Str>>(&mut self, key: &'static str) -> T {
        self.text_that(key, "a uuid", is_uuid, || identity::new_uuid().into()).into()
    }

    /// The same, of a value that was taken out before.
    pub(super) fn uuid_in<T: From<Str>>(&mut self, key: &'static str, value: Option<Document>) -> T {
        let fit = |value: &mut Document| text_if(value, is_uuid);
        self.settle(key, value, "a uuid", fit, || identity::new_uuid().into()).into()
    }

    /// The short id of a data bucket or callback; empty if there is none.
    pub fn short_id<T: From<Str>>(&mut self, key: &'static str) -> T {
        self.text_that(key, "a text", |_| true, Str::default).into()
    }

    /// `true` or `false`, not as text.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        match self.taken(key, FieldSource::flag) {
            Some(FieldValue::Wanted(flag)) => flag,
            Some(FieldValue::Other(value)) => self.settle(key, Some(value), "true or false", bool_of, || default),
            None => self.settle(key, None, "true or false", bool_of, || default),
        }
    }

    /// A number within bounds, perhaps written as text.
    pub fn number(&mut self, key: &'static str, least: f64, most: f64, default: f64) -> f64 {
        let value = match self.taken(key, FieldSource::number) {
            Some(FieldValue::Wanted(number)) if (least..=most).contains(&number) => return number,
            Some(FieldValue::Wanted(number)) => Some(Document::Number(Number::from(number as u64))),
            Some(FieldValue::Other(value)) => Some(value),
            None => None,
        };
        self.number_in(key, value, least, most, default)
    }

    /// The same, of a value that was taken out before.
    pub(super) fn number_in(
        &mut self,
        key: &'static str,
        value: Option<Document>,
        least: f64,
        most: f64,
        default: f64,
    ) -> f64 {
        let fit = |value: &mut Document| to_number(value).filter(|n| (least..=most).contains(n));
        self.settle(key, value, format_args!("a number {}", Bounds(least, most)), fit, || default)
    }

    /// A TCP port. A fraction passes the reference's schema and fails when it listens: here it is repaired.
    pub fn port(&mut self, key: &'static str, default: u16) -> u16 {
        let taken = |value: &mut Document| {
            let port = to_number(value)?;
            (port.fract() == 0.0 && (0.0..=65_535.0).contains(&port)).then_some(port as u16)
        };
        self.read(key, "a port", taken, || default)
    }

    /// One of the names of an enumeration.
    pub fn choice<T: DeserializeOwned>(&mut self, key: &'static str, default: T, shown: &str) -> T {
        let Some(value) = self.taken_text(key) else {
            self.log.at(Step::Key(key), |log| log.missing(shown));
            return default;
        };
        choice_of(&value).unwrap_or_else(|| {
            let reason = reason_against::<T>(&value, "a text");
            self.log.at(Step::Key(key), |log| log.replaced(&value, reason, shown));
            default
        })
    }

    /// The same, unless the text goes on with another member: then [`Self::choice_behind`] asks for it behind the other fields,
    /// where files have it that were begun before it was one of the first.
    pub fn choice_here<T: DeserializeOwned>(&mut self, key: &'static str, default: T, shown: &str) -> Option<T> {
        let is_elsewhere = !self.is_read && self.source.as_mut().is_some_and(|source| !source.comes_next(key));
        (!is_elsewhere).then(|| self.choice(key, default, shown))
    }

    /// The choice that was not there when its turn came. What had to be said about it would come too late now.
    pub fn choice_behind<T: DeserializeOwned>(&mut self, key: &'static str, default: T) -> T {
        let choice = self.taken_text(key).and_then(|value| choice_of(&value));
        choice.unwrap_or_else(|| {
            self.refuse();
            default
        })
    }

    fn taken_text(&mut self, key: &'static str) -> Option<Document> {
        self.taken(key, FieldSource::text).map(|value| match value {
            FieldValue::Wanted(text) => Document::Text(text),
            FieldValue::Other(value) => value,
        })
    }

    fn refuse(&mut self) {
        if let Some(source) = &mut self.source {
            source.refuse();
        }
    }

    /// One of the names of an enumeration, or null, which is the default too.
    pub fn optional_choice<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<T> {
        match self.take(key) {
            Some(Document::Null) => None,
            None => {
                self.log.at(Step::Key(key), |log| log.missing("null"));
                None
            }
            Some(value) => {
                let choice = choice_of(&value);
                if choice.is_none() {
                    let reason = reason_against::<T>(&value, "a text or null");
                    self.log.at(Step::Key(key), |log| log.replaced(&value, reason, "null"));
                }
                choice
            }
        }
    }

    /// A list; items that cannot be used are left out.
    pub fn list<T: Item>(&mut self, key: &'static str) -> Vec<T> {
        let value = if self.comes_next(key)
            && let Some(source) = &mut self.source
        {
            match self.log.at(Step::Key(key), |log| source.list(log)) {
                FieldValue::Wanted(list) => return list,
                FieldValue::Other(value) => Some(value),
            }
        } else {
            self.collected(key)
        };
        let items = self.settle(key, value, "a list", list_of, Vec::new);
        self.log.at(Step::Key(key), |log| {
            let indexed = items.into_iter().enumerate();
            let kept = indexed.filter_map(|(index, value)| log.at(Step::Index(index), |log| item(value, log)));
            // Collecting in place would keep the room that the items had as documents.
            let mut list = Vec::new();
            list.extend(kept);
            list.shrink_to_fit();
            list
        })
    }

    /// A list that was read before its object, or [`Self::list`].
    pub fn listed<T: Item>(&mut self, key: &'static str, listed: Option<Listed<T>>) -> Vec<T> {
        match listed {
            None => self.list(key),
            Some(listed) => {
                self.log.append(listed.log);
                listed.items
            }
        }
    }

    /// An object inside.
    pub fn inner<T>(&mut self, key: &'static str, build: fn(&mut Fields<'_, Nothing>) -> T) -> T {
        let value = self.take(key);
        self.log.at(Step::Key(key), |log| match value {
            Some(value) => object(value, log, build),
            None => {
                log.missing("the default");
                log.muted(|log| build(&mut Fields::new(None, Members::new(), log)))
            }
        })
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        wanted: impl fmt::Display,
        fit: impl FnOnce(&mut Document) -> Option<T>,
        default: impl FnOnce() -> T,
    ) -> T
    where
        T: fmt::Debug,
    {
        let value = self.take(key);
        self.settle(key, value, wanted, fit, default)
    }

    /// The value if it fits, else the default.
    fn settle<T>(
        &mut self,
        key: &'static str,
        value: Option<Document>,
        wanted: impl fmt::Display,
        fit: impl FnOnce(&mut Document) -> Option<T>,
        default: impl FnOnce() -> T,
    ) -> T
    where
        T: fmt::Debug,
    {
        let Some(mut value) = value else {
            let default = default();
            self.log.at(Step::Key(key), |log| log.missing(Shown(&default)));
            return default;
        };
        fit(&mut value).unwrap_or_else(|| {
            let default = default();
            self.log.at(Step::Key(key), |log| log.replaced(&value, wanted, Shown(&default)));
            default
        })
    }

    /// Leaves the item out.
    pub(super) fn dropped<T>(&mut self, reason: &str) -> Option<T> {
        self.log.dropped(reason);
        self.is_dropped = true;
        None
    }

    /// Reports what nobody asked for.
    fn end(&mut self) {
        if !self.is_read
            && let Some(key) = self.source.as_mut().and_then(|source| source.next_key())
        {
            self.collect(key);
        }
        if self.is_dropped {
            return;
        }
        for (place, (key, _)) in self.members.iter().enumerate() {
            if !self.read.contains(place) {
                self.log.unknown(key);
                if let Some(source) = &mut self.source {
                    source.leaves();
                }
            }
        }
    }
}

/// A list that was read before the object that it belongs to.
pub struct Listed<T> {
    items: Vec<T>,
    log: RepairLog,
}

impl<T> Listed<T> {
    /// The items with what was repaired in them, the paths from the object on.
    pub fn new(items: Vec<T>, log: RepairLog) -> Self {
        Self { items, log }
    }
}

fn list_of(value: &mut Document) -> Option<Vec<Document>> {
    match value {
        Document::List(items) => Some(std::mem::take(items)),
        _ => None,
    }
}

//! Fake data by @faker-js/faker 9's names.
//!
//! One file per module of faker, with a table of its methods. The words are text files of `locales`, one per locale,
//! in the format that the README there describes; they are looked up by faker's own definition names, so that its
//! patterns work unchanged. With a seed the draws are those of the reference, in the same order.

mod airline;
mod animal;
mod book;
mod color;
mod commerce;
mod company;
mod database;
mod datatype;
mod date;
mod definitions;
mod expression;
mod fault;
mod finance;
mod food;
mod generator;
mod git;
mod hacker;
mod helpers;
mod iban;
mod image;
mod internet;
mod jwt;
mod locales;
mod location;
mod lorem;
mod money;
mod music;
mod number;
mod options;
mod password;
mod person;
mod phone;
mod quantity;
mod range;
mod regexp;
mod science;
mod seeded;
mod slug;
mod string;
mod symbols;
mod system;
mod transliteration;
mod twister;
mod uri;
mod vehicle;
mod word;
mod word_list;
mod words;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::js::Value;
use definitions::Chain;
use fault::{Drawn, Fault};
use generator::{Generator, Source};
use seeded::Seeded;

/// Why a method gave nothing: the message of the error that the script would throw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FakerError(pub String);

/// How a method of a module makes its value.
#[derive(Clone, Copy)]
enum Method {
    /// By code.
    Call(fn(&mut Generator, &[Value]) -> Drawn),
    /// By code that writes a text in which nothing is to be escaped, and takes no arguments.
    Text(fn(&mut Generator, &mut String)),
    /// An element of a definition, by module and key.
    Pick(&'static str, &'static str),
    /// A pattern of a definition, filled in.
    Pattern(&'static str, &'static str),
}

impl Method {
    fn run(self, g: &mut Generator, args: &[Value]) -> Drawn {
        match self {
            Self::Call(method) => method(g, args),
            Self::Text(write) => {
                let mut text = String::new();
                write(g, &mut text);
                Ok(Value::from(text))
            }
            Self::Pick(module, key) => g.word(module, key),
            Self::Pattern(module, key) => {
                let pattern = expression::draw_pattern(g, module, key)?;
                expression::fill(g, pattern).map(Value::from)
            }
        }
    }
}

/// The methods of a module.
type Methods = &'static [(&'static str, Method)];

/// faker's modules; `address` and `name` are the old names of two of them.
const MODULES: &[(&str, Methods)] = &[
    ("address", location::METHODS),
    ("airline", airline::METHODS),
    ("animal", animal::METHODS),
    ("book", book::METHODS),
    ("color", color::METHODS),
    ("commerce", commerce::METHODS),
    ("company", company::METHODS),
    ("database", database::METHODS),
    ("datatype", datatype::METHODS),
    ("date", date::METHODS),
    ("finance", finance::METHODS),
    ("food", food::METHODS),
    ("git", git::METHODS),
    ("hacker", hacker::METHODS),
    ("helpers", helpers::METHODS),
    ("image", image::METHODS),
    ("internet", internet::METHODS),
    ("location", location::METHODS),
    ("lorem", lorem::METHODS),
    ("music", music::METHODS),
    ("name", person::METHODS),
    ("number", number::METHODS),
    ("person", person::METHODS),
    ("phone", phone::METHODS),
    ("science", science::METHODS),
    ("string", string::METHODS),
    ("system", system::METHODS),
    ("vehicle", vehicle::METHODS),
    ("word", word::METHODS),
];

fn module(name: &str) -> Option<Methods> {
    MODULES.iter().find(|(module, _)| *module == name).map(|(_, methods)| *methods)
}

/// What `module.method` leads to.
enum Member {
    Method(Method),
    /// Something that exists but cannot be called, such as a definition.
    NoFunction,
}

fn member(path: &str) -> Option<Member> {
    let (module_name, name) = path.split_once('.')?;
    if let Some(methods) = module(module_name) {
        // Every module refers to its faker.
        let other = (name == "faker").then_some(Member::NoFunction);
        return methods.iter().find(|(key, _)| *key == name).map(|(_, method)| Member::Method(*method)).or(other);
    }
    let definitions = match module_name {
        // faker makes up empty definitions for any name.
        "definitions" => !name.is_empty(),
        "rawDefinitions" => definitions::has_module(locales::ENGLISH, name),
        _ => false,
    };
    definitions.then_some(Member::NoFunction)
}

/// A method of faker, found once.
#[derive(Clone, Copy)]
pub struct FakerMethod(Method);

/// A method of faker that gives a text whatever its arguments are, and nothing in it that HTML escapes.
#[derive(Clone, Copy)]
pub struct FakerText(fn(&mut Generator, &mut String));

impl FakerMethod {
    /// The method as one that gives a text.
    pub fn text(self) -> Option<FakerText> {
        match self.0 {
            Method::Text(write) => Some(FakerText(write)),
            _ => None,
        }
    }
}

/// A source of fake data with a locale and, perhaps, a seed. Shared by all requests of a space.
pub struct Faker {
    chain: Chain,
    /// The seed that it, or what it is a fork of, was made with.
    seed: Option<u32>,
    seeded: Option<Mutex<Arc<Seeded>>>,
    /// What its dates are ahead of the real time, in milliseconds, as bits.
    ahead: AtomicU64,
}

/// How far the draws of a seeded source have come; nothing for a source without a seed.
#[derive(Debug, Clone, Default)]
pub struct Draws(Option<Arc<Seeded>>);

impl Draws {
    /// The draws of a seed, none of which is drawn.
    pub fn seeded(seed: u32) -> Self {
        Self(Some(Arc::new(Seeded::new(seed))))
    }

    /// Whether there is no seed.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Whether nothing was drawn between the two.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    /// How far they have come, to be read by another process; `None` where there is no seed.
    pub fn to_text(&self) -> Option<String> {
        self.0.as_ref().map(|seeded| seeded.to_text())
    }

    /// Reads what [`Draws::to_text`] writes.
    pub fn from_text(text: &str) -> Option<Self> {
        Seeded::from_text(text).map(|seeded| Self(Some(Arc::new(seeded))))
    }
}

impl Faker {
    /// A source for a locale of [`Faker::locales`]; with a seed the draws are those of the reference.
    pub fn new(locale: &str, seed: Option<u32>) -> Option<Self> {
        let chain = locales::chain(locale)?;
        let seeded = seed.map(|seed| Mutex::new(Arc::new(Seeded::new(seed))));
        Some(Self { chain, seed, seeded, ahead: AtomicU64::default() })
    }

    /// Another source of the same locale with draws of its own.
    #[must_use]
    pub fn fork(&self, draws: Draws) -> Self {
        Self { chain: self.chain, seed: self.seed, seeded: draws.0.map(Mutex::new), ahead: AtomicU64::default() }
    }

    /// The seed that it, or what it is a fork of, was made with.
    pub fn seed(&self) -> Option<u32> {
        self.seed
    }

    /// What its dates are ahead of the real time, in milliseconds.
    pub fn ahead(&self) -> f64 {
        f64::from_bits(self.ahead.load(Ordering::Relaxed))
    }

    /// Has its dates begin at a time that is so much (milliseconds) ahead of the real one.
    pub fn set_ahead(&self, ahead: f64) {
        self.ahead.store(ahead.to_bits(), Ordering::Relaxed);
    }

    /// Whether a seed decides on the draws.
    pub fn is_seeded(&self) -> bool {
        self.seeded.is_some()
    }

    /// A number that a seed decides on, from how far the draws have come and from another number; nothing is drawn. `None`
    /// without a seed.
    pub fn lot(&self, number: u64) -> Option<u64> {
        Some(lock(self.seeded.as_ref()?).lot(number))
    }

    /// A real of [0, 1) that is no fake data: with a seed this decides on it, and the draws of fake data stay what they are.
    pub fn chance(&self) -> f64 {
        match &self.seeded {
            Some(seeded) => Arc::make_mut(&mut lock(seeded)).next_other(),
            None => rand::random(),
        }
    }

    /// How far the draws have come.
    pub fn draws(&self) -> Draws {
        Draws(self.seeded.as_ref().map(|seeded| Arc::clone(&lock(seeded))))
    }

    /// Goes on from draws of this source or one of its forks.
    pub fn go_on_from(&self, draws: Draws) {
        if let (Some(own), Some(given)) = (&self.seeded, draws.0) {
            *lock(own) = given;
        }
    }

    /// Known locales.
    pub fn locales() -> &'static [&'static str] {
        locales::NAMES
    }

    /// Whether `module.method` exists.
    pub fn has(method: &str) -> bool {
        member(method).is_some()
    }

    /// `module.method`, to be called more than once.
    pub fn method(path: &str) -> Option<FakerMethod> {
        match member(path)? {
            Member::Method(method) => Some(FakerMethod(method)),
            Member::NoFunction => None,
        }
    }

    /// Calls `module.method` with these arguments; see [`Faker::draw`].
    ///
    /// # Errors
    /// As [`Faker::draw`], and when there is no such method.
    pub fn call(&self, method: &str, args: &[Value]) -> Result<Value, FakerError> {
        match Self::method(method) {
            Some(method) => self.draw(method, args),
            None => Err(FakerError("fakerFunction is not a function".to_owned())),
        }
    }

    /// Calls a method with these arguments. Where faker itself refuses (a `FakerError`), Mockoon answers with an empty
    /// text, and so does this.
    ///
    /// # Errors
    /// Any other error of the script, by its message (`TypeError`s and the like, for arguments that make no
    /// sense to the method).
    pub fn draw(&self, method: FakerMethod, args: &[Value]) -> Result<Value, FakerError> {
        match method.0.run(&mut self.generator(), args) {
            Ok(value) => Ok(value),
            Err(Fault::Faker(_)) => Ok(Value::from("")),
            Err(Fault::Script(message)) => Err(FakerError(message)),
        }
    }

    /// Appends the text that a method gives.
    pub fn write(&self, method: FakerText, out: &mut String) {
        method.0(&mut self.generator(), out);
    }

    fn generator(&self) -> Generator<'_> {
        let source = match &self.seeded {
            Some(seeded) => Source::Seeded(lock(seeded)),
            None => Source::Free(rand::rng()),
        };
        Generator::new(source, self.chain, self.ahead())
    }
}

fn lock(seeded: &Mutex<Arc<Seeded>>) -> MutexGuard<'_, Arc<Seeded>> {
    seeded.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod draws;
#[cfg(test)]
#[cfg(test)]
mod tests;

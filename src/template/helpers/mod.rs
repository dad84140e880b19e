//! The helpers, one file per family; each family ends with its table, [`find`] and [`get`] join them.

pub mod array;
pub mod block;
pub mod compare;
pub mod control;
pub mod data;
pub mod date;
pub mod encode;
pub mod faker;
pub mod globals;
pub mod math;
pub mod object;
mod paths;
pub mod prepared;
pub mod random;
pub mod request;
pub mod response;
pub mod string;
mod support;
pub mod system;

use super::program::{Expr, HelperId, List, Named};
use super::{Call, RenderError};
use crate::js::Value;
use prepared::Prepared;

/// What a helper returns.
pub type HelperResult = Result<Value, RenderError>;

/// When a helper exists: the reference registers some only with a request or a response at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Always there.
    Nothing,
    /// Only with a request.
    Request,
    /// Only where a response is being made.
    Response,
    /// Always there, but it changes the space: who renders it has the space's turn.
    Turn,
}

/// One helper: its row in the family's table.
pub struct Helper {
    /// Name in templates.
    pub name: &'static str,
    /// When it exists.
    pub needs: Needs,
    /// What it does.
    pub run: Run,
    /// What it makes of arguments that are written in the template, once, when that is compiled.
    pub prepare: Option<Prepare>,
    /// Whether it looks at its arguments only through [`Call::plain`].
    pub is_plain: bool,
}

type Run = for<'c, 'r, 's> fn(&'c mut Call<'r, 's>) -> HelperResult;

/// Positional and named arguments to something that calls need not make anew. What is wrong with them shows when the
/// call is rendered.
pub type Prepare = fn(&List<Expr, Value>, &Named) -> Option<Prepared>;

impl Helper {
    /// A helper that prepares nothing.
    const fn new(name: &'static str, needs: Needs, run: Run) -> Self {
        Self { name, needs, run, prepare: None, is_plain: false }
    }

    /// The same with something to prepare.
    const fn preparing(self, prepare: Prepare) -> Self {
        Self { prepare: Some(prepare), ..self }
    }

    /// The same that looks at its arguments only through [`Call::plain`].
    const fn of_plain(self) -> Self {
        Self { is_plain: true, ..self }
    }
}

/// All families' tables.
const FAMILIES: &[&[Helper]] = &[
    block::HELPERS,
    control::HELPERS,
    array::HELPERS,
    compare::HELPERS,
    data::HELPERS,
    date::HELPERS,
    encode::HELPERS,
    faker::HELPERS,
    globals::HELPERS,
    math::HELPERS,
    object::HELPERS,
    random::HELPERS,
    request::HELPERS,
    response::HELPERS,
    string::HELPERS,
    system::HELPERS,
];

/// Where the helper of that name stands.
pub fn find(name: &str) -> Option<HelperId> {
    FAMILIES.iter().enumerate().find_map(|(family, helpers)| {
        let row = 1 + helpers.iter().position(|helper| helper.name == name)?;
        Some(HelperId { family: u8::try_from(family).ok()?, row: u8::try_from(row).ok()?.try_into().ok()? })
    })
}

/// The helper that stands there.
pub fn get(id: HelperId) -> Option<&'static Helper> {
    FAMILIES.get(usize::from(id.family))?.get(usize::from(id.row.get()) - 1)
}

#[cfg(test)]
mod tests;

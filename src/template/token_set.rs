//! Sets of tokens: the reference's parser is table-driven, and its error messages list the tokens that its current state
//! knows. Each set here is such a state.

use super::token::Kind;

/// The tokens that one state of the parser knows.
#[derive(Clone, Copy)]
pub(super) struct Set(u32);

impl Set {
    pub(super) const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    pub(super) fn list(self) -> String {
        let names: Vec<String> =
            Kind::ALL.iter().filter(|kind| self.has(**kind)).map(|kind| format!("'{}'", kind.name())).collect();
        names.join(", ")
    }
}

/// What starts a statement.
pub(super) const STATEMENT: Set = Set::of(&[
    Kind::Comment,
    Kind::Content,
    Kind::OpenRawBlock,
    Kind::OpenBlock,
    Kind::OpenInverse,
    Kind::Open,
    Kind::OpenUnescaped,
    Kind::OpenPartial,
    Kind::OpenPartialBlock,
]);
pub(super) const END_OF_TEMPLATE: Set = Set::of(&[Kind::Eof]);
pub(super) const END_OF_BLOCK: Set = Set::of(&[Kind::OpenEndBlock]);
pub(super) const ELSE_OR_END: Set = Set::of(&[Kind::Inverse, Kind::OpenEndBlock]);
pub(super) const CHAIN_OR_END: Set = Set::of(&[Kind::OpenInverseChain, Kind::Inverse, Kind::OpenEndBlock]);
pub(super) const RAW_CONTENT: Set = Set::of(&[Kind::Content, Kind::EndRawBlock]);
/// After text, wherever it stands.
pub(super) const AFTER_CONTENT: Set = STATEMENT.and(CHAIN_OR_END).and(END_OF_TEMPLATE).and(RAW_CONTENT);
pub(super) const NAME: Set =
    Set::of(&[Kind::Id, Kind::String, Kind::Number, Kind::Boolean, Kind::Undefined, Kind::Null, Kind::Data]);
pub(super) const ID: Set = Set::of(&[Kind::Id]);
pub(super) const SEP: Set = Set::of(&[Kind::Sep]);
pub(super) const EQUALS: Set = Set::of(&[Kind::Equals]);
pub(super) const CLOSE: Set = Set::of(&[Kind::Close]);
pub(super) const OPEN_SEXPR: Set = Set::of(&[Kind::OpenSexpr]);
pub(super) const PARAM: Set = NAME.and(OPEN_SEXPR);
pub(super) const BLOCK_PARAMS: Set = Set::of(&[Kind::OpenBlockParams]);
pub(super) const BLOCK_PARAM: Set = Set::of(&[Kind::Id, Kind::CloseBlockParams]);
/// After the last named argument of any call.
pub(super) const AFTER_HASH: Set = Set::of(&[
    Kind::CloseRawBlock,
    Kind::Close,
    Kind::CloseUnescaped,
    Kind::CloseSexpr,
    Kind::Id,
    Kind::OpenBlockParams,
]);
/// After a literal or a subexpression of any call.
pub(super) const AFTER_VALUE: Set = AFTER_HASH.and(PARAM);
/// After a path of any call.
pub(super) const AFTER_PATH: Set = AFTER_VALUE.and(SEP);
/// After an identifier that may name an argument.
pub(super) const AFTER_ID: Set = AFTER_PATH.and(EQUALS);

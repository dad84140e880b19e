//! The tokens of a template, with the names that the reference's error messages give them.

use std::borrow::Cow;

/// Kinds of tokens, in the order in which error messages list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Kind {
    Eof,
    Comment,
    Content,
    EndRawBlock,
    OpenRawBlock,
    CloseRawBlock,
    OpenBlock,
    Close,
    OpenInverse,
    OpenInverseChain,
    Inverse,
    OpenEndBlock,
    Open,
    OpenUnescaped,
    CloseUnescaped,
    OpenPartial,
    OpenPartialBlock,
    OpenSexpr,
    CloseSexpr,
    Id,
    Equals,
    OpenBlockParams,
    CloseBlockParams,
    String,
    Number,
    Boolean,
    Undefined,
    Null,
    Data,
    Sep,
    /// A character that no token starts with.
    Invalid,
    /// The end of the text inside a raw block: the reference has no name for it and prints a number.
    End,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; 32] = [
        Kind::Eof,
        Kind::Comment,
        Kind::Content,
        Kind::EndRawBlock,
        Kind::OpenRawBlock,
        Kind::CloseRawBlock,
        Kind::OpenBlock,
        Kind::Close,
        Kind::OpenInverse,
        Kind::OpenInverseChain,
        Kind::Inverse,
        Kind::OpenEndBlock,
        Kind::Open,
        Kind::OpenUnescaped,
        Kind::CloseUnescaped,
        Kind::OpenPartial,
        Kind::OpenPartialBlock,
        Kind::OpenSexpr,
        Kind::CloseSexpr,
        Kind::Id,
        Kind::Equals,
        Kind::OpenBlockParams,
        Kind::CloseBlockParams,
        Kind::String,
        Kind::Number,
        Kind::Boolean,
        Kind::Undefined,
        Kind::Null,
        Kind::Data,
        Kind::Sep,
        Kind::Invalid,
        Kind::End,
    ];

    /// The name that error messages give it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Eof => "EOF",
            Kind::Comment => "COMMENT",
            Kind::Content => "CONTENT",
            Kind::EndRawBlock => "END_RAW_BLOCK",
            Kind::OpenRawBlock => "OPEN_RAW_BLOCK",
            Kind::CloseRawBlock => "CLOSE_RAW_BLOCK",
            Kind::OpenBlock => "OPEN_BLOCK",
            Kind::Close => "CLOSE",
            Kind::OpenInverse => "OPEN_INVERSE",
            Kind::OpenInverseChain => "OPEN_INVERSE_CHAIN",
            Kind::Inverse => "INVERSE",
            Kind::OpenEndBlock => "OPEN_ENDBLOCK",
            Kind::Open => "OPEN",
            Kind::OpenUnescaped => "OPEN_UNESCAPED",
            Kind::CloseUnescaped => "CLOSE_UNESCAPED",
            Kind::OpenPartial => "OPEN_PARTIAL",
            Kind::OpenPartialBlock => "OPEN_PARTIAL_BLOCK",
            Kind::OpenSexpr => "OPEN_SEXPR",
            Kind::CloseSexpr => "CLOSE_SEXPR",
            Kind::Id => "ID",
            Kind::Equals => "EQUALS",
            Kind::OpenBlockParams => "OPEN_BLOCK_PARAMS",
            Kind::CloseBlockParams => "CLOSE_BLOCK_PARAMS",
            Kind::String => "STRING",
            Kind::Number => "NUMBER",
            Kind::Boolean => "BOOLEAN",
            Kind::Undefined => "UNDEFINED",
            Kind::Null => "NULL",
            Kind::Data => "DATA",
            Kind::Sep => "SEP",
            Kind::Invalid => "INVALID",
            Kind::End => "1",
        }
    }
}

/// One token.
#[derive(Debug, Clone)]
pub struct Token<'s> {
    /// What it is.
    pub kind: Kind,
    /// Its text, quotes and escapes resolved.
    pub text: Cow<'s, str>,
    /// Byte offset of its first character.
    pub start: usize,
    /// Line breaks up to its end.
    pub line: usize,
}

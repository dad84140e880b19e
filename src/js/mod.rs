//! Where JavaScript's value semantics live, once: coercions, number printing, key order,
//! JSON, paths, dates and regular expressions. Knows nothing of HTTP or of Mockoon.

pub mod array;
pub mod base64;
pub mod buffer_encoding;
pub mod collate;
pub mod date;
pub mod date_format;
pub mod date_parse;
pub mod jmespath;
pub mod json;
pub mod jsonpath;
pub mod number;
pub mod object;
pub mod object_path;
pub mod outline;
pub mod path;
pub mod regex;
mod release;
pub mod string;
pub mod text;
pub mod value;

pub use array::Array;
pub use object::Object;
pub use string::Str;
pub use value::Value;

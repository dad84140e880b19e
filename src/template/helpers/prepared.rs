//! What helpers make of arguments that are written in the template: once, when it is compiled.

use crate::faker::FakerMethod;
use crate::js::Value;
use crate::js::date_format::Pattern;
use crate::js::path::ValuePath;
use crate::message::HeaderKey;

/// Something that a helper would otherwise make anew at each call.
pub enum Prepared {
    /// A path into values.
    Path(ValuePath),
    /// A method of faker and its arguments.
    Draw(FakerMethod, Vec<Value>),
    /// A format of dates.
    Date(Pattern),
    /// The name of a header.
    Header(HeaderKey),
    /// The items of a list that is written there: the arguments need not be evaluated.
    Items(Box<[Value]>),
}

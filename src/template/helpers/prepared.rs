//! What helpers make of arguments that are written in the template: once, when it is compiled.

use super::super::program::{Expr, List, Named};
use super::{Helper, legacy, paths};
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
}

/// What the helper can make of the arguments of one call. What is wrong with them shows when the call is rendered.
pub fn prepare(helper: &Helper, args: &List<Expr, Value>, hash: &Named) -> Option<Prepared> {
    let date = |at: usize| Pattern::compile(args.literal(at)?.as_str()?).ok().map(Prepared::Date);
    match (helper.name, args, hash) {
        ("faker", List::Ready(args), List::Ready(hash)) => legacy::prepare(args, hash),
        ("now", ..) => date(0),
        ("dateFormat", ..) => date(1),
        ("header", ..) => {
            let name = args.literal(0)?.as_str().filter(|name| !name.is_empty())?;
            Some(Prepared::Header(HeaderKey::new(name)))
        }
        (name, ..) => paths::prepare(name, args).map(Prepared::Path),
    }
}

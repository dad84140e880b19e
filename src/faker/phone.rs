//! `phone`: telephone numbers and those of the devices.

use super::Method::{self, Call};
use super::fault::{Drawn, Fault};
use super::generator::{Generator, text};
use super::options::Options;
use super::symbols;
use crate::js::Value;

pub(super) const METHODS: &[(&str, Method)] = &[("number", Call(number)), ("imei", Call(imei))];

fn number(g: &mut Generator, args: &[Value]) -> Drawn {
    let style = Options::of(args.first(), "style")?.text("style", "human");
    let formats = g.entry("phone_number", "format")?.member(&style);
    let formats = formats.ok_or_else(|| Fault::Script(format!("No definitions for {style} in this locale")))?;
    let format = g.pick_word(formats.texts()?)?;
    text(symbols::replace_digits(g, format, "#"))
}

fn imei(g: &mut Generator, _: &[Value]) -> Drawn {
    text(symbols::credit_card(g, "##-######-######-L", "#")?)
}

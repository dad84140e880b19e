//! `color`: colors in the notations and spaces of CSS.

use super::Method::{self, Call, Pick};
use super::fault::Drawn;
use super::generator::{Generator, text};
use super::number;
use super::options::Options;
use super::string;
use crate::js::number::{round, to_str};
use crate::js::{Str, Value};

pub(super) const METHODS: &[(&str, Method)] = &[
    ("human", Pick("color", "human")),
    ("space", Pick("color", "space")),
    ("cssSupportedFunction", Call(css_supported_function)),
    ("cssSupportedSpace", Call(css_supported_space)),
    ("rgb", Call(rgb)),
    ("cmyk", Call(cmyk)),
    ("hsl", Call(hsl)),
    ("hwb", Call(hwb)),
    ("lab", Call(lab)),
    ("lch", Call(lch)),
    ("colorByCSSColorSpace", Call(color_by_css_color_space)),
];

fn css_supported_function(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["rgb", "rgba", "hsl", "hsla", "hwb", "cmyk", "lab", "lch", "color"])?)
}

fn css_supported_space(g: &mut Generator, _: &[Value]) -> Drawn {
    text(g.pick(&["sRGB", "display-p3", "rec2020", "a98-rgb", "prophoto-rgb"])?)
}

/// Color functions of CSS.
#[derive(Clone, Copy)]
enum Function<'a> {
    Rgb,
    Rgba,
    Cmyk,
    Hsl,
    Hsla,
    Hwb,
    Lab,
    Lch,
    Space(&'a str),
}

/// A color in the wanted format: `css`, `binary`, `decimal` (an array) or nothing that is known.
fn formatted(parts: Vec<f64>, format: &str, function: Function) -> Drawn {
    match format {
        "css" => text(css(&parts, function)),
        "binary" => text(binary(&parts)),
        "decimal" => Ok(Value::array(parts.into_iter().map(Value::Number).collect())),
        _ => Ok(Value::Undefined),
    }
}

fn css(parts: &[f64], function: Function) -> String {
    let part = |i: usize| parts.get(i).map_or_else(|| Str::new_static("undefined"), |n| to_str(*n));
    let percent = |i: usize| parts.get(i).map_or_else(|| Str::new_static("NaN"), |n| to_str(round(n * 100.0)));
    match function {
        Function::Rgb => format!("rgb({}, {}, {})", part(0), part(1), part(2)),
        Function::Rgba => format!("rgba({}, {}, {}, {})", part(0), part(1), part(2), part(3)),
        Function::Cmyk => format!("cmyk({}%, {}%, {}%, {}%)", percent(0), percent(1), percent(2), percent(3)),
        Function::Hsl => format!("hsl({}deg {}% {}%)", part(0), percent(1), percent(2)),
        Function::Hsla => format!("hsl({}deg {}% {}% / {})", part(0), percent(1), percent(2), percent(3)),
        Function::Hwb => format!("hwb({} {}% {}%)", part(0), percent(1), percent(2)),
        Function::Lab => format!("lab({}% {} {})", percent(0), part(1), part(2)),
        Function::Lch => format!("lch({}% {} {})", percent(0), part(1), part(2)),
        Function::Space(space) => format!("color({space} {} {} {})", part(0), part(1), part(2)),
    }
}

/// Whole numbers as bits, fractions as the bits of a 32-bit float.
fn binary(parts: &[f64]) -> String {
    let bits: Vec<String> = parts
        .iter()
        .map(
            |n| if n.fract() == 0.0 { format!("{:08b}", *n as u32) } else { format!("{:032b}", (*n as f32).to_bits()) },
        )
        .collect();
    bits.join(" ")
}

/// `count` numbers of [0, 1] with two decimals.
fn push_hundredths(g: &mut Generator, parts: &mut Vec<f64>, count: usize) -> Drawn<()> {
    for _ in 0..count {
        parts.push(number::stepped(g, 0.0, 1.0, 0.01)?);
    }
    Ok(())
}

/// `color.rgb()`: `#` and six digits.
pub(super) fn hex(g: &mut Generator, prefix: &str) -> Drawn<String> {
    Ok(format!("{prefix}{}", string::lower_hex(g, 6)?))
}

fn rgb(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "format")?;
    let format = options.text("format", "hex");
    let alpha = options.flag("includeAlpha", false);
    if format == "hex" {
        let digits = string::mixed_hex(g, if alpha { 8 } else { 6 })?;
        let digits = match options.text("casing", "lower").as_str() {
            "upper" => digits.to_ascii_uppercase(),
            "lower" => digits.to_ascii_lowercase(),
            _ => digits,
        };
        let prefix = options.given("prefix").map_or_else(
            || Str::new_static("#"),
            |given| {
                if given.truthy() { given.to_str() } else { Str::default() }
            },
        );
        return text(format!("{prefix}{digits}"));
    }
    let mut parts: Vec<f64> = (0..3).map(|_| g.int(0.0, 255.0)).collect();
    push_hundredths(g, &mut parts, usize::from(alpha))?;
    formatted(parts, &format, if alpha { Function::Rgba } else { Function::Rgb })
}

fn decimal_by_default(args: &[Value]) -> Drawn<(Options<'_>, Str)> {
    let options = Options::of(args.first(), "format")?;
    let format = options.text("format", "decimal");
    Ok((options, format))
}

fn cmyk(g: &mut Generator, args: &[Value]) -> Drawn {
    let (_, format) = decimal_by_default(args)?;
    let mut parts = Vec::with_capacity(4);
    push_hundredths(g, &mut parts, 4)?;
    formatted(parts, &format, Function::Cmyk)
}

fn hsl(g: &mut Generator, args: &[Value]) -> Drawn {
    let (options, format) = decimal_by_default(args)?;
    let alpha = options.flag("includeAlpha", false);
    let mut parts = vec![g.int(0.0, 360.0)];
    push_hundredths(g, &mut parts, if alpha { 3 } else { 2 })?;
    formatted(parts, &format, if alpha { Function::Hsla } else { Function::Hsl })
}

fn hwb(g: &mut Generator, args: &[Value]) -> Drawn {
    let (_, format) = decimal_by_default(args)?;
    let mut parts = vec![g.int(0.0, 360.0)];
    push_hundredths(g, &mut parts, 2)?;
    formatted(parts, &format, Function::Hwb)
}

fn lab(g: &mut Generator, args: &[Value]) -> Drawn {
    let (_, format) = decimal_by_default(args)?;
    let mut parts = vec![number::stepped(g, 0.0, 1.0, 1e-6)?];
    for _ in 0..2 {
        parts.push(number::stepped(g, -100.0, 100.0, 1e-4)?);
    }
    formatted(parts, &format, Function::Lab)
}

fn lch(g: &mut Generator, args: &[Value]) -> Drawn {
    let (_, format) = decimal_by_default(args)?;
    let mut parts = vec![number::stepped(g, 0.0, 1.0, 1e-6)?];
    for _ in 0..2 {
        parts.push(number::stepped(g, 0.0, 230.0, 0.1)?);
    }
    formatted(parts, &format, Function::Lch)
}

fn color_by_css_color_space(g: &mut Generator, args: &[Value]) -> Drawn {
    let (options, format) = decimal_by_default(args)?;
    let space = options.text("space", "sRGB");
    let mut parts = Vec::with_capacity(3);
    for _ in 0..3 {
        parts.push(number::stepped(g, 0.0, 1.0, 1e-4)?);
    }
    formatted(parts, &format, Function::Space(&space))
}

/// `internet.color`: each channel half way to a base.
pub(super) fn mixed_with_base(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "redBase")?;
    let mut out = String::from("#");
    for base in ["redBase", "greenBase", "blueBase"] {
        let base = options.number(base, 0.0);
        let drawn = g.int(0.0, 256.0);
        out.push_str(&string::hex_pair(((drawn + base) / 2.0).floor()));
    }
    text(out)
}

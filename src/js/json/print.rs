//! `JSON.stringify`.

use crate::budget::{self, Exceeded, Growth};
use crate::js::{Value, date, number, text};

/// `JSON.stringify(value)`: `None` where JavaScript returns undefined. Once the budget is exceeded only a part is written.
pub fn stringify(value: &Value) -> Option<String> {
    if value.is_undefined() {
        return None;
    }
    let mut out = String::new();
    write(value, &mut out);
    Some(out)
}

/// `JSON.stringify(value, null, indent)`.
pub fn stringify_pretty(value: &Value, indent: usize) -> Option<String> {
    if value.is_undefined() {
        return None;
    }
    let mut out = String::new();
    let (mut growth, levels) = (Growth::from(0), budget::levels_left());
    // Whoever can fail finds the budget exceeded.
    let _ = write_pretty(value, Lines { indent, level: 0 }, &mut out, &mut growth, levels);
    Some(out)
}

/// Appends the JSON of a value; `undefined` is written as `null`, as inside an array. Once the budget is exceeded only a
/// part is written.
pub fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(_) | Value::Object(_) | Value::Safe(_) => {
            let mut growth = Growth::from(out.len());
            // Whoever can fail finds the budget exceeded.
            let _ = write_nested(value, out, &mut growth, budget::levels_left());
        }
        flat => write_flat(flat, out),
    }
}

fn write_flat(value: &Value, out: &mut String) {
    match value {
        Value::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        Value::Number(n) if n.is_finite() => number::write(*n, out),
        Value::String(s) => write_string(s, out),
        Value::Date(ms) => write_date(*ms, out),
        _ => out.push_str("null"),
    }
}

/// Charged by what comes out, as often as a value is printed.
fn write_nested(value: &Value, out: &mut String, growth: &mut Growth, levels: u32) -> Result<(), Exceeded> {
    let inner = || levels.checked_sub(1).ok_or_else(budget::too_deep);
    match value {
        Value::Array(items) => {
            let inner = inner()?;
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_nested(item, out, growth, inner)?;
                growth.to(out.len())?;
            }
            out.push(']');
        }
        Value::Object(object) => {
            let inner = inner()?;
            // Properties that are undefined leave nothing.
            budget::work(object.len() as u64 >> 4)?;
            out.push('{');
            let mut first = true;
            for (key, item) in object.iter().filter(|(_, v)| !v.is_undefined()) {
                if !first {
                    out.push(',');
                }
                first = false;
                write_string(key, out);
                out.push(':');
                write_nested(item, out, growth, inner)?;
                growth.to(out.len())?;
            }
            out.push('}');
        }
        Value::Safe(value) if value.is_undefined() => out.push_str("{}"),
        Value::Safe(value) => {
            out.push_str("{\"string\":");
            write_nested(value, out, growth, inner()?)?;
            out.push('}');
        }
        flat => write_flat(flat, out),
    }
    Ok(())
}

fn write_date(ms: f64, out: &mut String) {
    match date::to_iso(ms) {
        Some(iso) => write_string(&iso, out),
        None => out.push_str("null"),
    }
}

/// Where the lines of indented JSON begin.
#[derive(Clone, Copy)]
struct Lines {
    /// Blanks per level.
    indent: usize,
    level: usize,
}

impl Lines {
    fn deeper(self) -> Self {
        Self { level: self.level + 1, ..self }
    }

    fn begin(self, out: &mut String) {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', self.indent * self.level));
    }
}

fn write_pretty(
    value: &Value,
    lines: Lines,
    out: &mut String,
    growth: &mut Growth,
    levels: u32,
) -> Result<(), Exceeded> {
    let inner = || levels.checked_sub(1).ok_or_else(budget::too_deep);
    match value {
        Value::Array(items) if !items.is_empty() => {
            let inner = inner()?;
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                lines.deeper().begin(out);
                write_pretty(item, lines.deeper(), out, growth, inner)?;
                growth.to(out.len())?;
            }
            lines.begin(out);
            out.push(']');
        }
        Value::Object(object) if object.values().any(|v| !v.is_undefined()) => {
            let inner = inner()?;
            budget::work(object.len() as u64 >> 4)?;
            out.push('{');
            let mut first = true;
            for (key, item) in object.iter().filter(|(_, v)| !v.is_undefined()) {
                if !first {
                    out.push(',');
                }
                first = false;
                lines.deeper().begin(out);
                write_string(key, out);
                out.push_str(": ");
                write_pretty(item, lines.deeper(), out, growth, inner)?;
                growth.to(out.len())?;
            }
            lines.begin(out);
            out.push('}');
        }
        other => write_nested(other, out, growth, levels)?,
    }
    Ok(())
}

/// Appends a JSON string literal; lone surrogates are written as `\udxxx`.
pub fn write_string(s: &str, out: &mut String) {
    out.reserve(s.len() + 2);
    out.push('"');
    if is_plain(s.as_bytes()) {
        out.push_str(s);
        out.push('"');
        return;
    }
    let mut run = 0;
    for (i, b) in s.bytes().enumerate() {
        let escape: Option<&str> = match b {
            b'"' => Some("\\\""),
            b'\\' => Some("\\\\"),
            b'\n' => Some("\\n"),
            b'\r' => Some("\\r"),
            b'\t' => Some("\\t"),
            0x8 => Some("\\b"),
            0xc => Some("\\f"),
            0..=0x1f => None,
            0xF4 => None,
            _ => continue,
        };
        match escape {
            Some(escape) => {
                out.push_str(&s[run..i]);
                out.push_str(escape);
                run = i + 1;
            }
            None if b == 0xF4 => {
                if let Some(c) = s[i..].chars().next()
                    && let Some(unit) = text::carried(c)
                {
                    out.push_str(&s[run..i]);
                    push_unit(unit, out);
                    run = i + c.len_utf8();
                }
            }
            None => {
                out.push_str(&s[run..i]);
                push_unit(u16::from(b), out);
                run = i + 1;
            }
        }
    }
    out.push_str(&s[run..]);
    out.push('"');
}

/// Whether nothing is to be escaped and no lone surrogate can be carried. Asked of whole blocks first: most strings
/// are plain, and the compiler looks at the bytes of a block at once.
fn is_plain(bytes: &[u8]) -> bool {
    let plain = |all: bool, b: &u8| all & (*b >= 0x20) & (*b != b'"') & (*b != b'\\') & (*b != 0xF4);
    let (blocks, rest) = bytes.as_chunks::<16>();
    blocks.iter().all(|block| block.iter().fold(true, plain)) && rest.iter().fold(true, plain)
}

fn push_unit(unit: u16, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from(HEX[usize::from(unit >> shift & 15)]));
    }
}

//! Batches as JSON, for receivers that read no Protobuf: what was written is read again, and spelled as OTLP wants it.

use super::protobuf::{Fields, Value};
use crate::js::json;

/// A field of a message.
struct Field {
    number: u64,
    name: &'static str,
    is_list: bool,
    shape: Shape,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Shape {
    Message(&'static [Field]),
    Text,
    /// Ids: their hexadecimal digits, though other bytes are Base64 in the JSON of Protobuf.
    Hex,
    /// Numbers of at most 32 bits.
    Number,
    /// Numbers of 64 bits, which are texts in the JSON of Protobuf.
    Long,
}

use Shape::{Hex, Long, Message, Number, Text};

const fn one(number: u64, name: &'static str, shape: Shape) -> Field {
    Field { number, name, is_list: false, shape }
}

const fn list(number: u64, name: &'static str, shape: Shape) -> Field {
    Field { number, name, is_list: true, shape }
}

/// The messages, as far as they are written here.
static REQUEST: &[Field] = &[list(1, "resourceSpans", Message(RESOURCE_SPANS))];
static RESOURCE_SPANS: &[Field] = &[one(1, "resource", Message(RESOURCE)), list(2, "scopeSpans", Message(SCOPE_SPANS))];
static RESOURCE: &[Field] = &[list(1, "attributes", Message(ATTRIBUTE))];
static SCOPE_SPANS: &[Field] = &[one(1, "scope", Message(SCOPE)), list(2, "spans", Message(SPAN))];
static SCOPE: &[Field] = &[one(1, "name", Text), one(2, "version", Text)];
static SPAN: &[Field] = &[
    one(1, "traceId", Hex),
    one(2, "spanId", Hex),
    one(3, "traceState", Text),
    one(4, "parentSpanId", Hex),
    one(5, "name", Text),
    one(6, "kind", Number),
    one(7, "startTimeUnixNano", Long),
    one(8, "endTimeUnixNano", Long),
    list(9, "attributes", Message(ATTRIBUTE)),
    one(15, "status", Message(STATUS)),
    one(16, "flags", Number),
];
static STATUS: &[Field] = &[one(3, "code", Number)];
static ATTRIBUTE: &[Field] = &[one(1, "key", Text), one(2, "value", Message(VALUE))];
static VALUE: &[Field] = &[one(1, "stringValue", Text), one(3, "intValue", Long)];

/// Bytes of JSON for one of Protobuf, about.
pub(super) const TIMES: usize = 3;

/// The same batch as JSON.
pub(super) fn of(batch: &[u8]) -> Vec<u8> {
    let mut out = String::with_capacity(batch.len() * TIMES);
    write_message(batch, REQUEST, &mut out);
    out.into_bytes()
}

fn write_message(bytes: &[u8], fields: &[Field], out: &mut String) {
    out.push('{');
    let mut rest = Fields(bytes).peekable();
    let mut is_first = true;
    while let Some((number, value)) = rest.next() {
        let Some(field) = fields.iter().find(|field| field.number == number) else { continue };
        if !std::mem::take(&mut is_first) {
            out.push(',');
        }
        // Names need no escape.
        out.extend(["\"", field.name, "\":"]);
        if field.is_list {
            out.push('[');
        }
        write_value(value, field.shape, out);
        // All of a list stand side by side.
        while field.is_list
            && let Some((_, value)) = rest.next_if(|(next, _)| *next == number)
        {
            out.push(',');
            write_value(value, field.shape, out);
        }
        if field.is_list {
            out.push(']');
        }
    }
    out.push('}');
}

fn write_value(value: Value<'_>, shape: Shape, out: &mut String) {
    match (value, shape) {
        (Value::Bytes(bytes), Message(fields)) => write_message(bytes, fields, out),
        (Value::Bytes(bytes), Hex) => {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
            out.push('"');
            out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]));
            out.push('"');
        }
        (Value::Bytes(bytes), _) => json::write_string(&String::from_utf8_lossy(bytes), out),
        (Value::Varint(number) | Value::Fixed64(number), Long) => {
            out.extend(["\"", itoa::Buffer::new().format(number), "\""]);
        }
        (Value::Varint(number) | Value::Fixed64(number), _) => out.push_str(itoa::Buffer::new().format(number)),
        (Value::Fixed32(number), _) => out.push_str(itoa::Buffer::new().format(number)),
    }
}

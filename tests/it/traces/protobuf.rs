//! Batches in Protobuf, read by the numbers of OTLP's fields as a receiver does, and shown as the JSON that OTLP has for them.

use serde_json::{Map, Value, json};

/// Fields in their order: number, and what stands there.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut bytes)),
            1 => Field::Number(u64::from_le_bytes(cut(&mut bytes, 8).try_into().unwrap())),
            2 => {
                let length = varint(&mut bytes) as usize;
                Field::Bytes(cut(&mut bytes, length))
            }
            5 => Field::Number(u32::from_le_bytes(cut(&mut bytes, 4).try_into().unwrap()).into()),
            other => panic!("a field of kind {other}"),
        };
        found.push((tag >> 3, field));
    }
    found
}

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    fn number(&self) -> u64 {
        if let Self::Number(number) = self { *number } else { panic!("no number") }
    }

    fn bytes(&self) -> &'a [u8] {
        if let Self::Bytes(bytes) = self { bytes } else { panic!("no bytes") }
    }

    fn text(&self) -> Value {
        str::from_utf8(self.bytes()).expect("UTF-8").into()
    }

    fn hex(&self) -> Value {
        self.bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = cut(bytes, 1)[0];
        number |= u64::from(byte & 0x7F) << shift;
        shift += 7;
        if byte < 0x80 {
            return number;
        }
    }
}

fn cut<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (head, rest) = bytes.split_at(length);
    *bytes = rest;
    head
}

/// All messages in a field that may be there several times.
fn list(message: &[u8], number: u64, read: fn(&[u8]) -> Value) -> Value {
    fields(message).iter().filter(|(own, _)| *own == number).map(|(_, field)| read(field.bytes())).collect()
}

/// The message in a field that is there once.
fn only(message: &[u8], number: u64, read: fn(&[u8]) -> Value) -> Value {
    let all = list(message, number, read);
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
    all[0].clone()
}

/// An `ExportTraceServiceRequest`.
pub fn batch(message: &[u8]) -> Value {
    json!({"resourceSpans": list(message, 1, |resource| json!({
        "resource": only(resource, 1, |resource| json!({"attributes": list(resource, 1, attribute)})),
        "scopeSpans": list(resource, 2, |scope| json!({"spans": list(scope, 2, span)})),
    }))})
}

fn attribute(message: &[u8]) -> Value {
    let key = fields(message)[0].1.text();
    json!({"key": key, "value": only(message, 2, |value| match &fields(value)[..] {
        [(1, text)] => json!({"stringValue": text.text()}),
        [(3, number)] => json!({"intValue": number.number().to_string()}),
        _ => panic!("neither a text nor a number"),
    })})
}

fn span(message: &[u8]) -> Value {
    let mut span = Map::new();
    for (number, field) in fields(message) {
        let (name, value) = match number {
            1 => ("traceId", field.hex()),
            2 => ("spanId", field.hex()),
            3 => ("traceState", field.text()),
            4 => ("parentSpanId", field.hex()),
            5 => ("name", field.text()),
            6 => ("kind", field.number().into()),
            7 => ("startTimeUnixNano", field.number().to_string().into()),
            8 => ("endTimeUnixNano", field.number().to_string().into()),
            9 => continue,
            15 => ("status", json!({"code": fields(field.bytes())[0].1.number()})),
            16 => ("flags", field.number().into()),
            other => panic!("field {other} of a span"),
        };
        assert!(span.insert(name.to_owned(), value).is_none(), "{name} twice");
    }
    span.insert("attributes".to_owned(), list(message, 9, attribute));
    span.into()
}

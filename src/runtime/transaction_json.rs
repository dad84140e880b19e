//! A transaction as JSON, piece by piece: bodies are read where they lie, so that nobody who writes a large one, or takes
//! long to read it, needs memory of its size.

use std::borrow::Cow;
use std::collections::VecDeque;

use bytes::Bytes;

use crate::js::{Value, json, text};

use super::transaction::{BINARY, TRUNCATED, encoding_of};
use super::{RecordedBody, Transaction, decompress};
use crate::masking;

/// Bytes from which on a piece is handed out.
const PIECE: usize = 8 << 10;

/// What is still to be written.
#[derive(Debug, Default)]
pub struct Pieces(VecDeque<Part>);

#[derive(Debug)]
enum Part {
    /// JSON.
    Json(Bytes),
    /// A body, to be written as the inside of a string.
    Body(Bytes),
}

impl Pieces {
    /// The transaction as the admin API and the event stream show it, secrets redacted.
    pub fn of(transaction: &Transaction) -> Self {
        let answered = transaction.answered();
        let asked = transaction.shown_body(&transaction.request_body, transaction.request.header_map());
        let sent = answered.map(|answered| {
            let headers = answered.sent.headers.map();
            (transaction.shown_body(&answered.sent.body, headers), encoding_of(headers))
        });
        // Nobody can have sent this text in the request: the id is drawn when the transaction is first read.
        let mark = |of: &str| format!("{of} of {}", transaction.uuid());
        let marks = [mark("request"), mark("response")];
        let bodies = [Some((&*asked, None)), sent.as_ref().map(|(body, encoding)| (&**body, *encoding))];
        let shown = |at: usize| bodies[at].map_or(Value::Undefined, |(body, _)| placeholder(body, &marks[at]));
        let mut json = String::new();
        json::write(&transaction.to_value_with(shown(0), shown(1)), &mut json);
        let mut rest = Bytes::from(json);
        let mut pieces = Self::default();
        for (mark, body) in marks.iter().zip(bodies) {
            let Some((RecordedBody::Bytes { bytes, truncated }, encoding)) = body else { continue };
            let Some(at) = memchr::memmem::find(&rest, mark.as_bytes()) else { continue };
            let before = rest.split_to(at);
            pieces.0.push_back(Part::Json(before));
            let plain = decompress::for_display(bytes, encoding);
            pieces.0.push_back(Part::Body(match (masking::masked_bytes(&plain), plain) {
                (Some(masked), _) => masked.into(),
                (None, Cow::Borrowed(_)) => bytes.clone(),
                (None, Cow::Owned(plain)) => plain.into(),
            }));
            if *truncated {
                pieces.0.push_back(Part::Json(Bytes::from_static(TRUNCATED.as_bytes())));
            }
            let _mark = rest.split_to(mark.len());
        }
        pieces.0.push_back(Part::Json(rest));
        pieces
    }

    /// The same with something before and behind it.
    #[must_use]
    pub fn between(mut self, before: &'static str, behind: &'static str) -> Self {
        self.0.push_front(Part::Json(Bytes::from_static(before.as_bytes())));
        self.0.push_back(Part::Json(Bytes::from_static(behind.as_bytes())));
        self
    }
}

impl Iterator for Pieces {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let mut out = String::new();
        while out.len() < PIECE {
            match self.0.front_mut() {
                None => break,
                Some(Part::Json(json)) => {
                    out.push_str(&text::to_wire(&String::from_utf8_lossy(json)));
                    self.0.pop_front();
                }
                Some(Part::Body(body)) if body.is_empty() => {
                    self.0.pop_front();
                }
                Some(Part::Body(body)) => {
                    let part = body.split_to(whole_characters(body, PIECE));
                    write_inside(&String::from_utf8_lossy(&part), &mut out);
                }
            }
        }
        (!out.is_empty()).then(|| Bytes::from(out))
    }
}

/// What stands for a body until it is written.
fn placeholder(body: &RecordedBody, mark: &str) -> Value {
    match body {
        RecordedBody::Missing => Value::Undefined,
        RecordedBody::Binary => Value::from(BINARY),
        RecordedBody::Bytes { .. } => Value::str(mark),
    }
}

/// The number of bytes, about as many as wanted, that end with a character.
fn whole_characters(bytes: &[u8], wanted: usize) -> usize {
    let is_begin = |byte: &u8| byte & 0xC0 != 0x80;
    match bytes.get(wanted..) {
        // No character is longer than four bytes; what has more of its inner ones is none.
        Some(behind) => wanted + behind.iter().take(3).position(is_begin).unwrap_or(behind.len().min(3)),
        None => bytes.len(),
    }
}

/// Appends a text as JSON writes it between quotes.
fn write_inside(text: &str, out: &mut String) {
    let start = out.len();
    json::write_string(&text::to_wire(text), out);
    out.pop();
    out.remove(start);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(body: &[u8]) -> String {
        let body = Part::Body(Bytes::copy_from_slice(body));
        let pieces: Vec<Bytes> = Pieces(VecDeque::from([body])).between("\"", "\"").collect();
        assert!(pieces.iter().all(|piece| piece.len() < 10 * PIECE));
        pieces.into_iter().map(|piece| String::from_utf8(piece.to_vec()).unwrap()).collect()
    }

    #[test]
    fn bodies_are_the_same_in_pieces_as_at_once() {
        for unit in ["x", "é", "€\n", "😀\"", "\u{1}", "a\\"] {
            for shift in 0..4 {
                let body = "a".repeat(shift) + &unit.repeat(3 * PIECE / unit.len() + 7);
                let mut expected = String::new();
                json::write_string(&body, &mut expected);
                assert!(written(body.as_bytes()) == expected, "{unit} {shift}");
            }
        }
        assert_eq!(written(b""), "\"\"");
    }

    #[test]
    fn what_is_no_text_is_replaced_and_ends() {
        for byte in [0x80, 0xFF, 0xE2] {
            let body = vec![byte; 3 * PIECE];
            let text = String::from_utf8_lossy(&body).into_owned();
            assert_eq!(written(&body), format!("\"{text}\""), "{byte:x}");
        }
    }
}

//! Protobuf's wire format, as far as OTLP needs it: spans are [written](write_bytes) with it straight into their batch, and
//! [read](Fields) again where a receiver wants JSON.

/// What follows the number of a field: a number of seven bits a byte, eight bytes, a length and so many bytes, four bytes.
pub(super) const VARINT: u8 = 0;
pub(super) const FIXED64: u8 = 1;
pub(super) const BYTES: u8 = 2;
pub(super) const FIXED32: u8 = 5;

/// Numbers below this one take one byte.
pub(super) const ONE_BYTE: usize = 0x80;

/// What stands before a field with a number up to 15.
pub(super) const fn tag(number: u8, kind: u8) -> u8 {
    (number << 3) | kind
}

/// Bytes that a number takes.
#[inline]
pub(super) const fn varint_len(number: usize) -> usize {
    ((usize::BITS - (number | 1).leading_zeros()) as usize).div_ceil(7)
}

/// Bytes that a field of so many bytes takes.
#[inline]
pub(super) const fn field_len(bytes: usize) -> usize {
    1 + varint_len(bytes) + bytes
}

/// Writes a number.
#[inline]
pub(super) fn write_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= ONE_BYTE as u64 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes what stands before a field of so many bytes.
#[inline]
pub(super) fn write_head(tag: u8, bytes: usize, out: &mut Vec<u8>) {
    out.push(tag);
    write_varint(bytes as u64, out);
}

/// Writes a field of bytes.
#[inline]
pub(super) fn write_bytes(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    write_head(tag, bytes.len(), out);
    out.extend_from_slice(bytes);
}

/// A field's value as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(&'a [u8]),
}

/// The fields of a message in their order, with their numbers. They end where the message is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = self.varint()?;
        let value = match (tag & 7) as u8 {
            VARINT => Value::Varint(self.varint()?),
            FIXED64 => Value::Fixed64(u64::from_le_bytes(*self.array()?)),
            FIXED32 => Value::Fixed32(u32::from_le_bytes(*self.array()?)),
            BYTES => {
                let length = usize::try_from(self.varint()?).ok()?;
                let (bytes, rest) = self.0.split_at_checked(length)?;
                self.0 = rest;
                Value::Bytes(bytes)
            }
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

impl<'a> Fields<'a> {
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn array<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_say() {
        for (number, bytes) in [
            (0, &[0][..]),
            (1, &[1]),
            (0x7F, &[0x7F]),
            (0x80, &[0x80, 1]),
            (300, &[0xAC, 2]),
            (0x3FFF, &[0xFF, 0x7F]),
            (0x4000, &[0x80, 0x80, 1]),
            (u64::MAX, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
        ] {
            let mut out = vec![tag(1, VARINT)];
            write_varint(number, &mut out);
            assert_eq!((&out[1..], varint_len(number as usize)), (bytes, bytes.len()), "{number}");
            assert_eq!(Fields(&out).collect::<Vec<_>>(), [(1, Value::Varint(number))]);
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let mut out = Vec::new();
        write_bytes(tag(9, BYTES), &[7; 200], &mut out);
        assert_eq!(out.len(), field_len(200));
        out.extend([tag(7, FIXED64), 1, 0, 0, 0, 0, 0, 0, 0, 0x85, 1, 2, 0, 0, 0]);
        let read: Vec<_> = Fields(&out).collect();
        assert_eq!(read, [(9, Value::Bytes(&[7; 200])), (7, Value::Fixed64(1)), (16, Value::Fixed32(2))]);
    }

    #[test]
    fn what_is_none_ends() {
        for bytes in [&[][..], &[0x08], &[0x0A, 2, 1], &[0x09, 1], &[0x7B, 0x7D], &[0xFF; 12], &[0x0D, 1, 2, 3]] {
            assert_eq!(Fields(bytes).count(), 0, "{bytes:?}");
        }
    }
}

//! Whole numbers as values of headers: lengths and counts. Small ones are texts that are there already, which cost nothing
//! to make, to copy and to drop.

use http::HeaderValue;

/// Numbers from here on are made when they are needed.
const KEPT: usize = 10_000;
/// Digits of the largest number that is kept.
const DIGITS: usize = 4;

/// The numbers one after the other, with zeros in front of the short ones.
static TEXTS: [u8; DIGITS * KEPT] = {
    let mut texts = [b'0'; DIGITS * KEPT];
    let mut number = 0;
    while number < KEPT {
        let (mut rest, mut place) = (number, DIGITS * (number + 1));
        while rest > 0 {
            place -= 1;
            texts[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        number += 1;
    }
    texts
};

/// The number as the value of a header.
pub fn header_value(number: usize) -> HeaderValue {
    kept(number).map_or_else(|| HeaderValue::from(number), HeaderValue::from_static)
}

fn kept(number: usize) -> Option<&'static str> {
    let digits = match number {
        0..10 => 1,
        10..100 => 2,
        100..1_000 => 3,
        1_000..KEPT => 4,
        _ => return None,
    };
    let end = DIGITS * (number + 1);
    std::str::from_utf8(TEXTS.get(end - digits..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are() {
        for number in (0..KEPT + 10).chain([123_456_789, usize::MAX]) {
            let (text, is_kept) = (header_value(number), kept(number).is_some());
            assert_eq!((text.to_str().ok(), is_kept), (Some(number.to_string().as_str()), number < KEPT));
        }
    }
}

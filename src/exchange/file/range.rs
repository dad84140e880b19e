//! The `Range` header as npm's range-parser reads it; of several ranges only the first one is served.

/// What a `Range` header asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// First and last byte.
    Bytes(u64, u64),
    /// Nothing that the file has.
    Unsatisfiable,
    /// Nothing that can be read.
    Malformed,
}

/// Reads the header for a file of this size. The unit is not looked at.
pub fn parse(size: u64, header: &str) -> Range {
    let Some((_, list)) = header.split_once('=') else { return Range::Malformed };
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let mut first = None;
    for range in list.split(',') {
        match one(size, range) {
            None => return Range::Malformed,
            // Signs tell what lies outside.
            Some((start, end)) => match (u64::try_from(start), u64::try_from(end)) {
                (Ok(start), Ok(end)) if start <= end => {
                    first.get_or_insert(Range::Bytes(start, end));
                }
                _ => {}
            },
        }
    }
    first.unwrap_or(Range::Unsatisfiable)
}

/// First and last byte of one range, possibly outside of the file.
fn one(size: i64, range: &str) -> Option<(i64, i64)> {
    let (start, end) = range.split_once('-')?;
    let (start, end) = (start.trim(), end.trim());
    let last = size.saturating_sub(1);
    Some(match (start.is_empty(), end.is_empty()) {
        (true, _) => (size.saturating_sub(position(end)?), last),
        (false, true) => (position(start)?, last),
        (false, false) => (position(start)?, position(end)?.min(last)),
    })
}

/// Digits only; what is too large for us is too large for any file.
fn position(digits: &str) -> Option<i64> {
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| digits.parse().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_range_parser_reads_them() {
        use Range::{Bytes, Malformed, Unsatisfiable};
        for (header, range) in [
            ("bytes=0-3", Bytes(0, 3)),
            ("bytes= 2 - 4 ", Bytes(2, 4)),
            ("items=0-3", Bytes(0, 3)),
            ("bytes=5-", Bytes(5, 9)),
            ("bytes=-3", Bytes(7, 9)),
            ("bytes=8-100", Bytes(8, 9)),
            ("bytes=8-99999999999999999999", Bytes(8, 9)),
            ("bytes=20-30,1-2,3-4", Bytes(1, 2)),
            ("bytes=1-2,x-4", Malformed),
            ("bytes=-11", Unsatisfiable),
            ("bytes=-0", Unsatisfiable),
            ("bytes=10-", Unsatisfiable),
            ("bytes=4-2", Unsatisfiable),
            ("bytes=-", Malformed),
            ("bytes=1", Malformed),
            ("bytes=", Malformed),
            ("bytes 0-3", Malformed),
            ("bytes=a-b", Malformed),
        ] {
            assert_eq!(parse(10, header), range, "{header}");
        }
        assert_eq!(parse(0, "bytes=0-"), Unsatisfiable);
    }
}

//! Follows the bytes of an HTTP/1 connection from request line to request line, as far as they are plain.

use super::super::length_fields::LengthFields;
use super::{CHUNKED, Framing, MAX_HEAD, NOTHING, SWITCHED};

/// The empty line behind a head.
const END_OF_HEAD: &[u8] = b"\r\n\r\n";
/// How HTTP/2 begins.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r";

/// Where the next byte of the connection belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// In a request line or before it; so many of the line's blanks are behind.
    Line { begun: bool, blanks: usize },
    /// In the fields of a head.
    Fields,
    /// Behind a head and so many bytes of what follows it: the service knows what that is.
    AfterHead { ahead: u64 },
    /// In a body with so many bytes to come.
    Body(u64),
    /// In a chunked body.
    Chunks(Chunk),
    /// What comes next cannot be known: the connection is not followed any longer.
    Unknown,
    /// In what another protocol says.
    Switched,
}

const NEXT_LINE: Position = Position::Line { begun: false, blanks: 0 };

/// Where in a chunked body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chunk {
    /// In a size; the digits read so far.
    Size { value: u64, digits: u8 },
    /// Before the line feed behind a size.
    SizeEnd(u64),
    /// In data with so many bytes to come, the line end behind them included.
    Data(u64),
    /// Before the empty line behind the last chunk, or before its line feed.
    Last { carriage_return: bool },
}

/// Follows a connection from request to request.
#[derive(Debug)]
pub struct Tracker {
    position: Position,
    /// The last bytes of the head that is being read, as far as it has come.
    tail: [u8; 3],
    lengths: LengthFields,
    /// Bytes of the latest head, as far as it has come; of one that cannot be followed as many as there may be.
    head: usize,
}

/// What bytes of a connection are.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// So many of them belong together; what comes behind has to be looked at again.
    pub length: usize,
    /// Those among them that belong to a request line, and how many of its blanks come before them.
    pub line: Option<(std::ops::Range<usize>, usize)>,
}

impl Default for Tracker {
    fn default() -> Self {
        Self { position: NEXT_LINE, tail: [0; 3], lengths: LengthFields::default(), head: 0 }
    }
}

impl Tracker {
    /// Whether the connection is followed no longer.
    pub fn is_lost(&self) -> bool {
        matches!(self.position, Position::Unknown | Position::Switched)
    }

    /// Bytes of the latest head, as far as it has come.
    pub fn head(&self) -> usize {
        self.head
    }

    /// Whether the head that has been looked at says twice how long its body is.
    pub(in crate::server) fn is_ambiguous(&self) -> bool {
        matches!(self.position, Position::AfterHead { .. }) && self.lengths.are_ambiguous()
    }

    /// Whether the head that is being looked at may have more than so many fields, or what follows it may.
    pub(in crate::server) fn may_exceed(&self, fields: usize) -> bool {
        self.lengths.fields() > fields || self.lengths.has_coding()
    }

    /// Whether a head begins with the next byte.
    pub(in crate::server) fn is_before_head(&self) -> bool {
        self.position == NEXT_LINE
    }

    /// How many bytes of what has been looked at stand behind a head, if that came to its end.
    pub(in crate::server) fn ahead(&self) -> Option<usize> {
        match self.position {
            Position::AfterHead { ahead } => usize::try_from(ahead).ok(),
            _ => None,
        }
    }

    /// Passes a head of so many bytes by that is known, with its body.
    pub(in crate::server) fn pass(&mut self, head: usize) {
        (self.position, self.head) = (Position::AfterHead { ahead: 0 }, head);
        self.lengths = LengthFields::default();
    }

    /// Takes note of what the service has said; called whenever hyper wants more bytes.
    pub fn settle(&mut self, framing: &Framing) {
        match self.position {
            Position::AfterHead { ahead } => {
                self.tail = [0; 3];
                self.position = match framing.take() {
                    // hyper wants more of what looked like a whole head.
                    NOTHING => Position::Unknown,
                    SWITCHED => Position::Switched,
                    CHUNKED if ahead == 0 => Position::Chunks(Chunk::Size { value: 0, digits: 0 }),
                    length if length < CHUNKED && length > ahead => Position::Body(length - ahead),
                    length if length == ahead => NEXT_LINE,
                    // Some of the next request has been handed on unseen.
                    _ => Position::Unknown,
                };
            }
            // hyper sees a head where there was none, or the protocol has been switched.
            _ if framing.says_anything() => {
                self.position = if framing.take() == SWITCHED { Position::Switched } else { Position::Unknown };
            }
            _ => {}
        }
    }

    /// Looks at the next bytes of the connection.
    pub fn look(&mut self, bytes: &[u8]) -> Piece {
        let whole = Piece { length: bytes.len(), line: None };
        match self.position {
            Position::Line { begun, blanks } => {
                if !begun {
                    self.head = 0;
                }
                let piece = self.line(bytes, begun, blanks);
                self.count_head(piece)
            }
            Position::Fields => {
                let length = self.fields(bytes);
                self.count_head(Piece { length, line: None })
            }
            Position::Body(left) => {
                let length = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
                let left = left - length as u64;
                self.position = if left == 0 { NEXT_LINE } else { Position::Body(left) };
                Piece { length, line: None }
            }
            Position::Chunks(chunk) => Piece { length: self.chunks(bytes, chunk), line: None },
            Position::Unknown => {
                self.head = MAX_HEAD;
                whole
            }
            Position::AfterHead { .. } | Position::Switched => whole,
        }
    }

    /// Counts a piece of a head.
    fn count_head(&mut self, piece: Piece) -> Piece {
        let ahead = match self.position {
            Position::AfterHead { ahead } => usize::try_from(ahead).unwrap_or(piece.length),
            _ => 0,
        };
        self.head += piece.length.saturating_sub(ahead);
        piece
    }

    fn line(&mut self, bytes: &[u8], begun: bool, blanks: usize) -> Piece {
        // hyper skips empty lines before a request.
        let is_line_end = |b: &&u8| matches!(**b, b'\r' | b'\n');
        if !begun {
            self.lengths = LengthFields::default();
        }
        let begin = if begun { 0 } else { bytes.iter().take_while(is_line_end).count() };
        let rest = bytes.get(begin..).unwrap_or_default();
        if rest.is_empty() {
            return Piece { length: bytes.len(), line: None };
        }
        let Some(length) = memchr::memchr(b'\n', rest) else {
            let more = rest.iter().filter(|b| **b == b' ').count();
            self.position = Position::Line { begun: true, blanks: blanks + more };
            self.remember(rest);
            return Piece { length: bytes.len(), line: Some((begin..bytes.len(), blanks)) };
        };
        if !begun && rest.starts_with(PREFACE) {
            self.position = Position::Unknown;
            return Piece { length: bytes.len(), line: None };
        }
        self.position = Position::Fields;
        let line = Some((begin..begin + length, blanks));
        let end = self.fields(rest);
        // A body that came with its head is not taken apart: that would cost a copy and a buffer.
        let ahead = match rest.get(..end) {
            Some(head) if !begun && end < rest.len() => self.lengths.announced(head).unwrap_or(0).min(rest.len() - end),
            _ => 0,
        };
        if ahead > 0 {
            self.position = Position::AfterHead { ahead: ahead as u64 };
        }
        Piece { length: begin + end + ahead, line }
    }

    /// So many bytes belong to the head. Its line is looked at as well: without fields it ends the head.
    fn fields(&mut self, bytes: &[u8]) -> usize {
        let over_tail = self.end_over_tail(bytes);
        let within = self.lengths.look(bytes.get(..over_tail.unwrap_or(bytes.len())).unwrap_or_default());
        let end = over_tail.or(within);
        match end {
            Some(_) => self.position = Position::AfterHead { ahead: 0 },
            None => self.remember(bytes),
        }
        end.unwrap_or(bytes.len())
    }

    fn end_over_tail(&self, bytes: &[u8]) -> Option<usize> {
        if self.tail == [0; 3] {
            return None;
        }
        let mut both = [0; 6];
        let ahead = bytes.get(..bytes.len().min(3))?;
        both.get_mut(..3)?.copy_from_slice(&self.tail);
        both.get_mut(3..3 + ahead.len())?.copy_from_slice(ahead);
        let at = both.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD)?;
        Some(at + 1)
    }

    fn remember(&mut self, bytes: &[u8]) {
        for byte in bytes.get(bytes.len().saturating_sub(3)..).unwrap_or_default() {
            self.tail = [self.tail[1], self.tail[2], *byte];
        }
    }

    /// So many bytes belong to the chunked body, or all when it is no plain one.
    fn chunks(&mut self, bytes: &[u8], mut chunk: Chunk) -> usize {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let next = match (chunk, byte) {
                (Chunk::Data(left), _) => {
                    let length = usize::try_from(left).map_or(bytes.len() - at, |left| left.min(bytes.len() - at));
                    at += length;
                    chunk = match left - length as u64 {
                        0 => Chunk::Size { value: 0, digits: 0 },
                        left => Chunk::Data(left),
                    };
                    continue;
                }
                (Chunk::Size { value, digits }, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') if digits < 15 => {
                    let digit = char::from(*byte).to_digit(16).unwrap_or_default();
                    Some(Chunk::Size { value: value * 16 + u64::from(digit), digits: digits + 1 })
                }
                (Chunk::Size { value, digits: 1.. }, b'\r') => Some(Chunk::SizeEnd(value)),
                (Chunk::SizeEnd(0), b'\n') => Some(Chunk::Last { carriage_return: false }),
                (Chunk::SizeEnd(size), b'\n') => Some(Chunk::Data(size + 2)),
                (Chunk::Last { carriage_return: false }, b'\r') => Some(Chunk::Last { carriage_return: true }),
                (Chunk::Last { carriage_return: true }, b'\n') => {
                    self.position = NEXT_LINE;
                    return at + 1;
                }
                _ => None,
            };
            let Some(next) = next else {
                self.position = Position::Unknown;
                return bytes.len();
            };
            chunk = next;
            at += 1;
        }
        self.position = Position::Chunks(chunk);
        at
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::{Empty, Full, StreamBody};
    use hyper::body::{Body, Frame};

    use super::*;

    fn chunked() -> impl Body {
        StreamBody::new(futures_util::stream::empty::<Result<Frame<Bytes>, std::convert::Infallible>>())
    }

    /// The request lines that are found when the text comes in pieces of this size; `body` is said of each request.
    fn lines(text: &str, size: usize, body: &impl Body) -> Vec<String> {
        let (mut tracker, framing) = (Tracker::default(), Framing::default());
        let mut found = vec![String::new()];
        for mut bytes in text.as_bytes().chunks(size) {
            while !bytes.is_empty() {
                tracker.settle(&framing);
                let piece = tracker.look(bytes);
                assert!(piece.length > 0, "no progress");
                if let Some((line, _)) = piece.line {
                    found.last_mut().unwrap().push_str(std::str::from_utf8(&bytes[line]).unwrap());
                }
                if matches!(tracker.position, Position::AfterHead { .. }) {
                    framing.begins(body);
                    found.push(String::new());
                }
                bytes = &bytes[piece.length..];
            }
        }
        found.into_iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    #[test]
    fn finds_request_lines_in_pieces_of_any_size() {
        let two = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET /b HTTP/1.0\r\n\r\n";
        for size in 1..=two.len() {
            assert_eq!(lines(two, size, &Empty::<Bytes>::new()), ["GET /a HTTP/1.1", "GET /b HTTP/1.0"], "{size}");
        }
        let with_body = "POST /a HTTP/1.1\r\nA: b\r\n\r\n\r\n\r\nGET /<POST /b HTTP/1.1\r\n\r\n123456789";
        for size in 1..=with_body.len() {
            let body = Full::new(Bytes::from_static(b"\r\n\r\nGET /<"));
            assert_eq!(lines(with_body, size, &body)[..2], ["POST /a HTTP/1.1", "POST /b HTTP/1.1"], "{size}");
        }
        let in_chunks = "POST /a HTTP/1.1\r\nA: b\r\n\r\nA\r\nGET / HTTP\r\n0a\r\n0\r\n\r\nGET /\r\n0\r\n\r\n";
        for size in 1..=in_chunks.len() {
            let twice = in_chunks.repeat(2);
            assert_eq!(lines(&twice, size, &chunked()), ["POST /a HTTP/1.1", "POST /a HTTP/1.1"], "{size}");
        }
    }

    #[test]
    fn is_lost_in_what_is_not_plain() {
        for (text, body) in [
            ("GET /a HTTP/1.1\r\nA: b\r\n\r\n5;x\r\nabcde\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\r\nA: b\r\n\r\n0\r\nTrailer: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\r\nA: b\r\n\r\n0\n\r\n\r\nGET /b HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\r\nA: b\r\n\r\nFFFFFFFFFFFFFFFFF\r\nGET /b HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\r\nA: b\r\n\r\n\r\nGET /b HTTP/1.1\r\n\r\n", true),
            ("GET /a HTTP/1.1\n\nGET /b HTTP/1.1\r\n\r\n", false),
        ] {
            for size in 1..=text.len() {
                let found =
                    if body { lines(text, size, &chunked()) } else { lines(text, size, &Empty::<Bytes>::new()) };
                assert_eq!(found, ["GET /a HTTP/1.1"], "{text:?} {size}");
            }
        }
        assert!(lines("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET /b HTTP/1.1\r\n\r\n", 100, &chunked()).is_empty());
    }

    #[test]
    fn counts_the_bytes_of_the_head_and_not_of_its_body() {
        let text = "POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\n12345GET / HTTP/1.1\r\n\r\n";
        for size in 1..=text.len() {
            let (mut tracker, framing) = (Tracker::default(), Framing::default());
            let (mut heads, mut body) = (Vec::new(), 5);
            for mut bytes in text.as_bytes().chunks(size) {
                while !bytes.is_empty() {
                    tracker.settle(&framing);
                    let piece = tracker.look(bytes);
                    if matches!(tracker.position, Position::AfterHead { .. }) {
                        framing.begins(&Full::new(Bytes::from(vec![0; std::mem::take(&mut body)])));
                        heads.push(tracker.head());
                    }
                    bytes = &bytes[piece.length..];
                }
            }
            assert_eq!(heads, [39, 18], "{size}");
        }
    }

    #[test]
    fn is_lost_where_hyper_disagrees() {
        let (mut tracker, framing) = (Tracker::default(), Framing::default());
        tracker.look(b"GET / HTTP/1.1\r\n\r\n");
        tracker.settle(&framing);
        assert!(tracker.is_lost(), "hyper wants more of a whole head");

        let mut tracker = Tracker::default();
        tracker.look(b"GET / HTTP/1.1\nA: b\n\n");
        framing.begins(&Empty::<Bytes>::new());
        tracker.settle(&framing);
        assert!(tracker.is_lost(), "hyper sees a head that has no end here");

        let (mut tracker, framing) = (Tracker::default(), Framing::default());
        tracker.look(b"GET / HTTP/1.1\r\n\r\n");
        framing.begins(&Empty::<Bytes>::new());
        tracker.settle(&framing);
        framing.switches();
        tracker.settle(&framing);
        assert!(tracker.is_lost(), "another protocol");
    }

    #[test]
    fn a_body_of_the_announced_length_stays_with_its_head() {
        let head = "POST / HTTP/1.1\r\nHost: x\r\ncontent-LENGTH:  12 \r\n\r\n";
        let body = |length: usize| Full::new(Bytes::from(vec![0; length]));
        for (behind, said, taken, position) in [
            ("", 12, 0, Position::Body(12)),
            ("12345", 12, 5, Position::Body(7)),
            ("123456789012", 12, 12, NEXT_LINE),
            // hyper goes by another length: then it has the last word.
            ("12345", 7, 5, Position::Body(2)),
            ("123456789012", 11, 12, Position::Unknown),
            ("123456789012GET", 12, 12, NEXT_LINE),
            ("123456789012GET", 13, 12, Position::Body(1)),
        ] {
            let (mut tracker, framing) = (Tracker::default(), Framing::default());
            assert_eq!(tracker.look(format!("{head}{behind}").as_bytes()).length, head.len() + taken, "{behind}");
            framing.begins(&body(said));
            tracker.settle(&framing);
            assert_eq!(tracker.position, position, "{behind} {said}");
        }
        let (mut tracker, framing) = (Tracker::default(), Framing::default());
        tracker.look(format!("{head}5\r\n").as_bytes());
        framing.begins(&chunked());
        tracker.settle(&framing);
        assert!(tracker.is_lost(), "chunks that were taken for a body of a known length");
    }

    #[test]
    fn counts_the_blanks_before_a_piece_of_the_line() {
        let mut tracker = Tracker::default();
        assert_eq!(tracker.look(b"GET /a").line, Some((0..6, 0)));
        assert_eq!(tracker.look(b"b HT").line, Some((0..4, 1)));
        assert_eq!(tracker.look(b"TP/1.1\r\nA: b").line, Some((0..7, 2)));
        assert_eq!(tracker.look(b"c\r\n\r\nrest"), Piece { length: 5, line: None });
    }
}

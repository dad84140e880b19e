//! A connection whose request lines hyper can read: what Node's parser lets through in a target and `http::Uri` does
//! not is replaced by stand-ins (see [`crate::message::target`]), and only there.
//!
//! A usual request is looked at once where it lies in hyper's buffer: nothing is copied.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BufMut, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::message::target::{STOOD_FOR, needs_stand_in, stand_in};

use super::broken::Breaker;
use super::connections::Admitted;
use super::framing::{Framing, Piece, Tracker};
use super::repeated_head::{HeadBefore, STAND_IN};
use super::short_read;
use super::stall::Stall;
use super::transport::Transport;

/// How HTTP/2 begins.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Bytes that are read to tell HTTP/2 from HTTP/1; mostly they are the first request.
const FIRST_READ: usize = 4 * 1024;
/// Header fields for which hyper has room unless it is told of more.
const FEW_FIELDS: usize = 100;

/// What takes the place of bytes that Node refuses and `http::Uri` takes for UTF-8, so that both refuse.
const REFUSED: u8 = 0xFF;

/// A connection whose request lines are rewritten.
pub struct RequestLineRewriter<S> {
    stream: S,
    framing: Arc<Framing>,
    tracker: Tracker,
    before: HeadBefore,
    /// Bytes read that wait to be handed on.
    held: BytesMut,
    /// So many of them have been looked at and rewritten.
    rewritten: usize,
    /// Whether hyper has room for as many header fields as a head may have.
    has_room: bool,
    /// Whether what is held waits for that room.
    is_withheld: bool,
    stall: Stall,
    /// What faults do to answers.
    breaker: Arc<Breaker>,
    /// The connection's place among the open ones.
    place: Option<Admitted>,
}

impl<S> RequestLineRewriter<S> {
    /// Wraps a connection; the service has to tell `framing` about each request. A client that takes nothing of what it
    /// is sent for the time of its place is cut off.
    pub fn new(stream: S, framing: Arc<Framing>, place: Option<Admitted>) -> Self {
        let (held, stall) = (BytesMut::new(), Stall::new(place.as_ref().and_then(Admitted::timeout)));
        let breaker = Arc::default();
        let (tracker, rewritten, has_room, is_withheld) = (Tracker::default(), 0, false, false);
        let before = HeadBefore::default();
        Self { stream, framing, tracker, before, held, rewritten, has_room, is_withheld, stall, breaker, place }
    }

    /// Breaks answers as this says.
    #[must_use]
    pub fn breaking(self, breaker: Arc<Breaker>) -> Self {
        Self { breaker, ..self }
    }

    /// hyper, made anew, has room for all fields; so much of a head had been handed on before.
    pub(super) fn give_room(&mut self, handed_on: &[u8]) {
        if !handed_on.is_empty() {
            let rest = std::mem::replace(&mut self.held, BytesMut::from(handed_on));
            self.held.unsplit(rest);
            self.rewritten += handed_on.len();
        }
        (self.has_room, self.is_withheld) = (true, false);
        self.framing.want_room(false);
    }

    /// Whether hyper needs room for all fields.
    pub(super) fn has_room(&self) -> bool {
        self.has_room
    }

    /// Gives back the memory of what has been handed on.
    pub(super) fn rest(&mut self) {
        self.before.rest();
        if self.held.is_empty() {
            self.held = BytesMut::new();
        }
    }

    /// Whether what has been looked at may be more than hyper has room for.
    fn lacks_room(&self) -> bool {
        self.tracker.may_exceed(FEW_FIELDS) || (self.tracker.is_lost() && self.framing.awaits_head())
    }

    /// Rewrites the first of the bytes held, which are this piece.
    fn rewrite_held(&mut self, piece: Piece) {
        if needs_rewriting(&self.held, &piece) {
            let rest = self.held.split_off(piece.length);
            let (line, blanks) = piece.line.unwrap_or_default();
            self.held = rewrite(&self.held, line, blanks);
            self.rewritten = self.held.len();
            self.held.unsplit(rest);
        } else {
            self.rewritten = piece.length;
        }
    }

    /// Takes memory for the head that is being read, if it is a large one.
    #[inline]
    fn hold_head(&mut self) -> io::Result<()> {
        match &mut self.place {
            Some(place) => {
                let held = place.has_read(self.tracker.head());
                held.map_err(|shortage| io::Error::new(io::ErrorKind::OutOfMemory, shortage))
            }
            None => Ok(()),
        }
    }

    /// Puts a stand-in in the place of a request that lies behind so many bytes of the buffer, if its head is known; false
    /// if it is not. The service tells so many fields apart.
    fn leave_out(&mut self, filled: usize, buffer: &mut ReadBuf<'_>, told_apart: usize) -> bool {
        let read = buffer.filled().get(filled..).unwrap_or_default();
        let Some(repeated) = self.before.repeated(read, told_apart) else { return false };
        self.tracker.pass(self.before.len());
        self.framing.leave_out(repeated);
        buffer.set_filled(filled);
        buffer.put_slice(STAND_IN);
        true
    }

    /// Hands on what is held and has been looked at.
    fn hand_on(&mut self, buffer: &mut ReadBuf<'_>) {
        let count = self.rewritten.min(buffer.remaining());
        buffer.put_slice(self.held.get(..count).unwrap_or_default());
        self.held.advance(count);
        self.rewritten -= count;
    }
}

/// Whether the request line of a piece cannot stay as it is.
fn needs_rewriting(bytes: &[u8], piece: &Piece) -> bool {
    let Some((line, _)) = &piece.line else { return false };
    has_to_be_mended(bytes.get(line.clone()).unwrap_or_default())
}

fn has_to_be_mended(line: &[u8]) -> bool {
    line.iter().any(|byte| TO_BE_MENDED[usize::from(*byte)])
}

/// The bytes that a request line cannot keep in its target.
const TO_BE_MENDED: [bool; 256] = {
    let mut rewritten = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        rewritten[byte] = byte > 127;
        byte += 1;
    }
    let [a, b, c, d] = STOOD_FOR;
    (rewritten[a as usize], rewritten[b as usize], rewritten[c as usize], rewritten[d as usize]) =
        (true, true, true, true);
    rewritten
};

/// The bytes with the target in their request line rewritten; so many of its blanks come before.
fn rewrite(bytes: &[u8], line: std::ops::Range<usize>, mut blanks: usize) -> BytesMut {
    let mut out = BytesMut::with_capacity(bytes.len() + 64);
    for (at, byte) in bytes.iter().enumerate() {
        let in_target = blanks == 1 && line.contains(&at);
        blanks += usize::from(*byte == b' ');
        if in_target && needs_stand_in(*byte) {
            out.put_slice(stand_in(*byte).encode_utf8(&mut [0; 4]).as_bytes());
        } else if in_target && !byte.is_ascii() {
            out.put_u8(REFUSED);
        } else {
            out.put_u8(*byte);
        }
    }
    out
}

impl<S: AsyncRead + Unpin> RequestLineRewriter<S> {
    /// Whether the connection is HTTP/2, by its first bytes. Nothing may have been read before.
    pub(super) fn poll_is_http2(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        loop {
            let known = self.held.len().min(PREFACE.len());
            if self.held.get(..known) != PREFACE.get(..known) {
                return Poll::Ready(Ok(false));
            }
            if known == PREFACE.len() {
                return Poll::Ready(Ok(true));
            }
            if !ready!(self.poll_hold(context))? {
                return Poll::Ready(Ok(false));
            }
        }
    }

    /// Reads something that hyper gets later; false at the end of the connection.
    pub(super) fn poll_hold(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut space = [MaybeUninit::uninit(); FIRST_READ];
        let mut read = ReadBuf::uninit(&mut space);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut read))?;
        self.held.extend_from_slice(read.filled());
        Poll::Ready(Ok(!read.filled().is_empty()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for RequestLineRewriter<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.is_withheld {
            return Poll::Pending;
        }
        if this.rewritten == 0 {
            this.tracker.settle(&this.framing);
            let is_before_head = this.tracker.is_before_head();
            let piece = if !this.held.is_empty() {
                this.tracker.look(&this.held)
            } else {
                let before = buffer.filled().len();
                ready!(short_read::poll_read(Pin::new(&mut this.stream), context, buffer))?;
                if is_before_head
                    && let Some(told_apart) = this.framing.may_leave_out()
                    && this.leave_out(before, buffer, told_apart)
                {
                    return Poll::Ready(Ok(()));
                }
                let read = buffer.filled().get(before..).unwrap_or_default();
                let piece = this.tracker.look(read);
                let may_pass = this.has_room || !this.lacks_room();
                if piece.length == read.len() && may_pass && !needs_rewriting(read, &piece) {
                    this.framing.let_leave_out(None);
                    match this.tracker.ahead().filter(|_| is_before_head) {
                        Some(body) => this.before.keep(read.get(..read.len() - body).unwrap_or_default(), body),
                        None => this.before.drop(),
                    }
                    if this.tracker.is_ambiguous() {
                        this.framing.doubt();
                    }
                    return Poll::Ready(this.hold_head());
                }
                this.held.extend_from_slice(read);
                buffer.set_filled(before);
                piece
            };
            this.framing.let_leave_out(None);
            this.before.drop();
            this.hold_head()?;
            if this.tracker.is_ambiguous() {
                this.framing.doubt();
            }
            this.rewrite_held(piece);
            if !this.has_room && this.lacks_room() && this.rewritten > 0 {
                this.is_withheld = true;
                this.framing.want_room(true);
                return Poll::Pending;
            }
        }
        this.hand_on(buffer);
        Poll::Ready(Ok(()))
    }
}

impl<S: Transport> AsyncWrite for RequestLineRewriter<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.framing.flushed(false);
        if this.framing.bypass().waits()
            && let Some(written) = this.framing.bypass().poll_write(&mut this.stream, &mut this.stall, context, bytes)
        {
            return written;
        }
        let written = if this.breaker.is_armed() {
            this.breaker.poll_write(&mut this.stream, context, bytes)
        } else {
            Pin::new(&mut this.stream).poll_write(context, bytes)
        };
        this.stall.watch(written, context)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        this.framing.flushed(flushed.is_ready());
        this.stall.watch(flushed, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // What is to be reset says no good-bye.
        if this.breaker.must_reset() {
            return Poll::Ready(Ok(()));
        }
        let shut_down = Pin::new(&mut this.stream).poll_shutdown(context);
        this.stall.watch(shut_down, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = if this.breaker.is_armed() {
            let bytes = slices.iter().find(|slice| !slice.is_empty()).map_or(&[][..], |slice| slice);
            this.breaker.poll_write(&mut this.stream, context, bytes)
        } else {
            Pin::new(&mut this.stream).poll_write_vectored(context, slices)
        };
        this.stall.watch(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::{Empty, Full};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

    use super::*;

    const MENDED: &str = "GET /\u{F73C}b\u{F73E}?\u{F760}=\u{F722} HTTP/1.1\r\nX: <y>\r\n\r\n";
    const SENT: &str = "GET /<b>?`=\" HTTP/1.1\r\nX: <y>\r\n\r\n";

    struct Pair {
        client: DuplexStream,
        server: RequestLineRewriter<DuplexStream>,
        framing: Arc<Framing>,
    }

    impl Pair {
        fn new() -> Self {
            let (client, server) = tokio::io::duplex(1 << 16);
            let framing = Arc::<Framing>::default();
            Self { client, server: RequestLineRewriter::new(server, Arc::clone(&framing), None), framing }
        }

        async fn send(&mut self, text: &str) {
            self.client.write_all(text.as_bytes()).await.unwrap();
        }

        /// What one read of so many bytes gives.
        async fn read(&mut self, size: usize) -> String {
            let mut buffer = vec![0; size];
            let count = self.server.read(&mut buffer).await.unwrap();
            buffer.truncate(count);
            String::from_utf8_lossy(&buffer).into_owned()
        }
    }

    #[tokio::test]
    async fn rewrites_the_target_alone() {
        for size in [24, 4096] {
            let mut pair = Pair::new();
            pair.send(SENT).await;
            let mut read = String::new();
            while read.len() < MENDED.len() {
                read += &pair.read(size).await;
            }
            assert_eq!(read, MENDED);
        }
        for untouched in
            ["GET /b HTTP/1.1\r\nX: <y>\r\n\r\n", "<not a request>\n", "G<T /a HTTP/1.<\r\n", "PRI * HTTP/2.0\r\n<"]
        {
            let mut pair = Pair::new();
            pair.send(untouched).await;
            assert_eq!(pair.read(4096).await, untouched);
        }
    }

    #[tokio::test]
    async fn rewrites_a_line_that_comes_in_pieces() {
        let mut pair = Pair::new();
        let mut read = String::new();
        for byte in SENT.chars() {
            pair.send(&byte.to_string()).await;
            read += &pair.read(4096).await;
        }
        assert_eq!(read, MENDED);
    }

    #[tokio::test]
    async fn what_node_refuses_is_refused_here() {
        let mut pair = Pair::new();
        pair.send("GET /é HTTP/1.1\r\nX: é\r\n\r\n").await;
        let mut buffer = [0; 4096];
        let count = pair.server.read(&mut buffer).await.unwrap();
        assert_eq!(&buffer[..count], b"GET /\xFF\xFF HTTP/1.1\r\nX: \xC3\xA9\r\n\r\n");
    }

    #[tokio::test]
    async fn rewrites_every_request_of_a_connection_and_no_body() {
        let mut pair = Pair::new();
        let body = "GET /<body> HTTP/1.1\r\n\r\n";
        let post = "POST /<a> HTTP/1.1\r\n\r\n";
        // All at once: each head is handed on alone.
        pair.send(&[post, body, post, body, SENT].concat()).await;
        for _ in 0..2 {
            assert_eq!(pair.read(4096).await, "POST /\u{F73C}a\u{F73E} HTTP/1.1\r\n\r\n");
            pair.framing.begins(&Full::new(Bytes::from(body)));
            assert_eq!(pair.read(4096).await, body);
        }
        assert_eq!(pair.read(4096).await, MENDED);
        pair.framing.begins(&Empty::<Bytes>::new());
        // Written or not, an answer changes nothing.
        pair.server.write_all(b"answer").await.unwrap();
        pair.send(SENT).await;
        assert_eq!(pair.read(4096).await, MENDED);
    }

    #[tokio::test]
    async fn a_request_whose_head_is_known_is_left_out_where_the_service_lets_it() {
        const HEAD: &str = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
        const OTHER: &str = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";
        const MARKED: &str = "GET /<b> HTTP/1.1\r\nHost: x\r\n\r\n";
        const POST: &str = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
        let longer = POST.replace('3', "4") + "d";
        let mended = MARKED.replace('<', "\u{F73C}").replace('>', "\u{F73E}");
        let mut pair = Pair::new();
        let answered = |pair: &Pair, may: bool, body: &'static str| {
            // hyper sees no body behind a stand-in.
            let left_out = pair.framing.left_out();
            pair.framing.begins(&Full::new(Bytes::from(if left_out.is_some() { "" } else { body })));
            if left_out.is_none() {
                pair.framing.let_leave_out(may.then_some(if body.is_empty() { 1 } else { 2 }));
            }
            left_out.is_some()
        };
        let stand_in = str::from_utf8(STAND_IN).unwrap();
        for (may, sent, read, body) in [
            (false, HEAD, HEAD, ""),
            (true, HEAD, HEAD, ""),
            (true, HEAD, stand_in, ""),
            (true, OTHER, stand_in, ""),
            (true, OTHER, stand_in, ""),
            (true, HEAD, stand_in, ""),
            (true, MARKED, &mended, ""),
            // Of what was rewritten nothing is known.
            (true, HEAD, HEAD, ""),
            (true, POST, POST, "abc"),
            (true, POST, stand_in, ""),
            (true, &longer, stand_in, ""),
            (false, HEAD, HEAD, ""),
            (true, HEAD, HEAD, ""),
        ] {
            pair.send(sent).await;
            assert_eq!(pair.read(4096).await, read);
            assert_eq!(answered(&pair, may, body), read == stand_in, "{sent}");
        }
        // Two at once, one in pieces, a body that comes later.
        pair.send(&HEAD.repeat(2)).await;
        for _ in 0..2 {
            assert_eq!(pair.read(4096).await, HEAD);
            answered(&pair, true, "");
        }
        for pieces in [[&HEAD[..9], &HEAD[9..]], [&POST[..POST.len() - 2], &POST[POST.len() - 2..]]] {
            for (piece, bytes) in pieces.into_iter().enumerate() {
                pair.send(bytes).await;
                assert_eq!(pair.read(4096).await, bytes);
                let is_post = bytes.starts_with("POST");
                if is_post || (piece == 1 && bytes.ends_with("\r\n")) {
                    assert!(!answered(&pair, true, if is_post { "abc" } else { "" }));
                }
            }
        }
        pair.send(POST).await;
        assert_eq!(pair.read(4096).await, POST);
    }

    #[tokio::test]
    async fn rewrites_nothing_after_the_protocol_was_switched() {
        let mut pair = Pair::new();
        pair.send(SENT).await;
        pair.read(4096).await;
        pair.framing.begins(&Empty::<Bytes>::new());
        pair.framing.switches();
        pair.send(SENT).await;
        assert_eq!(pair.read(4096).await, SENT);
    }
}

//! Where requests begin in the bytes of an HTTP/1 connection, told by hyper itself.
//!
//! Nobody here decides how long a body is. The stream gives hyper one head at a time, with no more behind it than the
//! length that the head itself announces, hyper parses that head and calls the service, the service says by
//! [`Framing::begins`] what body hyper expects. Only where the two agree to the byte is the next line a request line.
//! Whatever is not plain (a head that hyper sees end elsewhere, an announced length that hyper does not go by, chunk
//! extensions, trailers) ends the tracking: what comes then is handed on untouched.
//!
//! [`Framing`] is what stream and service tell each other, [`Tracker`] follows the bytes.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use hyper::body::Body;

mod tracker;

pub use tracker::{Piece, Tracker};

/// Bytes of a request's head; beyond it the answer is 431.
pub const MAX_HEAD: usize = 64 * 1024;

/// What the service says about the request that hyper has just parsed: the length of its body, or one of these.
#[derive(Debug)]
pub struct Framing {
    next: AtomicU64,
    /// The head that is handed on says twice how long its body is.
    is_ambiguous: AtomicBool,
    /// hyper waits for a head.
    awaits_head: AtomicBool,
    /// The stream holds a head that may have more fields than hyper has room for.
    wants_room: AtomicBool,
    /// All has been sent that hyper had to send, and since room was wanted.
    is_flushed: AtomicBool,
    /// hyper has waited for a head so long that the connection may rest.
    may_rest: AtomicBool,
    /// It does, or is about to.
    rests: AtomicBool,
    /// What the head that has been parsed says may be left out when it comes again.
    may_abridge: AtomicBool,
    /// What has been left out of the head that hyper gets: a [`LeftOut`].
    left_out: AtomicU8,
}

/// What of a head hyper is not given, because the head before said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum LeftOut {
    /// It gets all of it.
    Nothing,
    /// It gets the line alone.
    Fields,
    /// It gets another head in its place.
    Head,
}

/// No request has been parsed since the stream looked last.
const NOTHING: u64 = u64::MAX;
/// The length is in the body.
const CHUNKED: u64 = u64::MAX - 1;
/// What follows is another protocol.
const SWITCHED: u64 = u64::MAX - 2;

impl Default for Framing {
    fn default() -> Self {
        Self {
            next: AtomicU64::new(NOTHING),
            is_ambiguous: AtomicBool::default(),
            awaits_head: AtomicBool::default(),
            wants_room: AtomicBool::default(),
            is_flushed: AtomicBool::default(),
            may_rest: AtomicBool::default(),
            rests: AtomicBool::default(),
            may_abridge: AtomicBool::default(),
            left_out: AtomicU8::new(LeftOut::Nothing as u8),
        }
    }
}

impl Framing {
    /// hyper has parsed a request with this body.
    pub fn begins(&self, body: &impl Body) {
        // One task reads the connection and calls the service; the atomic only makes that known to the compiler.
        self.next.store(body.size_hint().exact().unwrap_or(CHUNKED), Ordering::Relaxed);
    }

    /// The connection goes on in another protocol.
    pub fn switches(&self) {
        self.next.store(SWITCHED, Ordering::Relaxed);
    }

    /// Whether the head that hyper has just parsed says twice how long its body is.
    pub fn was_ambiguous(&self) -> bool {
        self.is_ambiguous.load(Ordering::Relaxed) && self.is_ambiguous.swap(false, Ordering::Relaxed)
    }

    /// Says so of the head that is handed on.
    pub(super) fn doubt(&self) {
        self.is_ambiguous.store(true, Ordering::Relaxed);
    }

    /// Says whether a head that says what the one does that hyper has just parsed may be abridged.
    pub(super) fn let_abridge(&self, may: bool) {
        self.may_abridge.store(may, Ordering::Relaxed);
    }

    /// Whether a head that says what the one before said may be abridged.
    pub(super) fn may_abridge(&self) -> bool {
        self.may_abridge.load(Ordering::Relaxed)
    }

    /// Says what is left out of the head that is handed on.
    pub(super) fn leave_out(&self, what: LeftOut) {
        self.left_out.store(what as u8, Ordering::Relaxed);
    }

    /// What was left out of the head that hyper has just parsed.
    pub(super) fn take_left_out(&self) -> LeftOut {
        const FIELDS: u8 = LeftOut::Fields as u8;
        const HEAD: u8 = LeftOut::Head as u8;
        let left_out = match self.left_out.load(Ordering::Relaxed) {
            FIELDS => LeftOut::Fields,
            HEAD => LeftOut::Head,
            _ => return LeftOut::Nothing,
        };
        self.leave_out(LeftOut::Nothing);
        left_out
    }

    /// Whether hyper waits for a head; its timer says so.
    pub(super) fn awaits_head(&self) -> bool {
        self.awaits_head.load(Ordering::Relaxed)
    }

    /// Says whether hyper waits for a head.
    pub(super) fn await_head(&self, awaits: bool) {
        self.awaits_head.store(awaits, Ordering::Relaxed);
    }

    /// Whether the stream waits for room for a head's fields.
    pub(super) fn wants_room(&self) -> bool {
        self.wants_room.load(Ordering::Relaxed)
    }

    /// Says whether the stream waits for room.
    pub(super) fn want_room(&self, wants: bool) {
        self.is_flushed.store(false, Ordering::Relaxed);
        self.wants_room.store(wants, Ordering::Relaxed);
    }

    /// Says whether everything has been sent.
    pub(super) fn flushed(&self, is_flushed: bool) {
        self.is_flushed.store(is_flushed, Ordering::Relaxed);
    }

    /// Whether the connection may rest.
    pub(super) fn may_rest(&self) -> bool {
        self.may_rest.load(Ordering::Relaxed)
    }

    /// Says whether the connection may rest.
    pub(super) fn let_rest(&self, may: bool) {
        self.may_rest.store(may, Ordering::Relaxed);
    }

    /// Whether the connection rests.
    pub(super) fn rests(&self) -> bool {
        self.rests.load(Ordering::Relaxed)
    }

    /// Says whether the connection rests.
    pub(super) fn rest(&self, rests: bool) {
        self.may_rest.store(false, Ordering::Relaxed);
        self.rests.store(rests, Ordering::Relaxed);
    }

    /// Whether hyper can be made anew: it is in the middle of nothing but a head.
    pub(super) fn may_be_made_anew(&self) -> bool {
        self.awaits_head() && self.is_flushed.load(Ordering::Relaxed)
    }

    fn take(&self) -> u64 {
        self.next.swap(NOTHING, Ordering::Relaxed)
    }

    fn says_anything(&self) -> bool {
        self.next.load(Ordering::Relaxed) != NOTHING
    }
}

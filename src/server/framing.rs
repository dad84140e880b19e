//! Where requests begin in the bytes of an HTTP/1 connection, told by hyper itself.
//!
//! Nobody here decides how long a body is. The stream gives hyper one head at a time, with no more behind it than the
//! length that the head itself announces, hyper parses that head and calls the service, the service says by
//! [`Framing::begins`] what body hyper expects. Only where the two agree to the byte is the next line a request line.
//! Whatever is not plain (a head that hyper sees end elsewhere, an announced length that hyper does not go by, chunk
//! extensions, trailers) ends the tracking: what comes then is handed on untouched.
//!
//! [`Framing`] is what stream and service tell each other, [`Tracker`] follows the bytes.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Body;

use super::bypass::Bypass;
use super::repeated_head::{Repeated, Said};

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
    /// Whether the head that has been parsed may be left out when it comes again: one more than the fields that are told
    /// apart then, or none.
    may_leave_out: AtomicUsize,
    /// hyper gets a stand-in.
    stands_in: AtomicBool,
    /// What the request says for which that stands, if it says anything new.
    said: Mutex<Option<Said>>,
    /// Large bodies.
    bypass: Arc<Bypass>,
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
            may_leave_out: AtomicUsize::default(),
            stands_in: AtomicBool::default(),
            said: Mutex::default(),
            bypass: Arc::default(),
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

    /// Says whether a request may be left out whose head says what the one does that hyper has just parsed; that so many
    /// fields of such a head are told apart by their order, and may have other values.
    pub(super) fn let_leave_out(&self, told_apart: Option<usize>) {
        self.may_leave_out.store(told_apart.map_or(0, |fields| fields + 1), Ordering::Relaxed);
    }

    /// Whether a request may be left out whose head says what the one before said, and how many fields are told apart.
    pub(super) fn may_leave_out(&self) -> Option<usize> {
        self.may_leave_out.load(Ordering::Relaxed).checked_sub(1)
    }

    /// Says that hyper gets a stand-in for a request.
    pub(super) fn leave_out(&self, repeated: Repeated) {
        self.stands_in.store(true, Ordering::Relaxed);
        if let Repeated::But(said) = repeated {
            *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
        }
    }

    /// What the request says for which the head stands that hyper has just parsed, if it stands for one.
    pub(super) fn left_out(&self) -> Option<Repeated> {
        if !self.stands_in.load(Ordering::Relaxed) {
            return None;
        }
        self.stands_in.store(false, Ordering::Relaxed);
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).take();
        Some(said.map_or(Repeated::Head, Repeated::But))
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

    /// What large bodies are sent by.
    pub(super) fn bypass(&self) -> &Arc<Bypass> {
        &self.bypass
    }

    fn take(&self) -> u64 {
        self.next.swap(NOTHING, Ordering::Relaxed)
    }

    fn says_anything(&self) -> bool {
        self.next.load(Ordering::Relaxed) != NOTHING
    }
}

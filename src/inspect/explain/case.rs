//! What all parts of an explanation look at.

use crate::js::{Object, Value};
use crate::message::Request;
use crate::rules::{Rule, Subject};
use crate::runtime::{CompiledEnvironment, Outcome};
use crate::template::RenderContext;

/// A request that is explained, and what is known of its answer.
pub(super) struct Case<'a> {
    pub(super) request: &'a Request,
    pub(super) compiled: &'a CompiledEnvironment,
    pub(super) rendering: RenderContext<'a>,
    pub(super) known: Known,
}

/// What was recorded with a request, beside the request itself.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The position of the response that answered, where one did.
    pub(super) response: Option<usize>,
    /// How it was answered; `None` for a request that has no answer yet, or was never sent.
    pub(super) outcome: Option<Outcome>,
    /// Its number on its route; 0 where nobody looked at it.
    pub(super) number: u64,
    /// Whether all of its body was kept.
    pub(super) is_whole: bool,
    /// Whether it was sent at all.
    pub(super) is_sent: bool,
}

impl Known {
    /// Of a request that nobody has sent.
    pub(super) const NOTHING: Self = Self { response: None, outcome: None, number: 0, is_whole: true, is_sent: false };
}

impl<'a> Case<'a> {
    /// The same of another request, as a route sees it.
    pub(super) fn with<'b>(&self, request: &'b Request) -> Case<'b>
    where
        'a: 'b,
    {
        Case {
            request,
            compiled: self.compiled,
            rendering: RenderContext { request: Some(request), ..self.rendering },
            known: self.known,
        }
    }

    /// What rules are judged against, with this number of the request where none was recorded.
    pub(super) fn subject(&self, number: u64) -> Subject<'a> {
        let number = if self.known.number > 0 { self.known.number } else { number };
        Subject::new(self.rendering, number, None)
    }

    /// Whether a rule cannot be judged again: it looks at a body of which only a part was kept.
    pub(super) fn is_beyond(&self, rule: &Rule) -> bool {
        !self.known.is_whole && rule.looks_at_body()
    }
}

/// An object of these members.
pub(super) fn object<const N: usize>(members: [(&'static str, Value); N]) -> Value {
    members.into_iter().collect::<Object>().into()
}
